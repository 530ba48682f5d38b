"""Jobs whose portfolios hold options and bonds beside positions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.unit.batch import jobs
from xl_stressvar.batch import engines
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.outcome import Outcome
from xl_stressvar.batch.run import run
from xl_stressvar.errors import StressVarError

Rows = jobs.Rows
OPTION = ("portfolio", "name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility",
          "rate", "yield")  # fmt: skip
BOND = ("portfolio", "name", "curve", "face", "coupon", "years", "yield", "frequency")
YIELD, VOLATILITY = "USD 10Y", "SPX VOL"
ENDINGS = (".parquet", ".csv", ".xlsx")


def returns(days: int = 400) -> Rows:
    """Those of the other tests, with changes of a volatility and of a yield beside them."""
    rows = jobs.returns(days)
    rng = np.random.default_rng(5)
    more = rng.standard_normal((days, 2)) * [0.004, 0.0008]
    return [
        [*rows[0], VOLATILITY, YIELD],
        *([*row, *pair] for row, pair in zip(rows[1:], more.tolist(), strict=True)),
    ]


def options(portfolios: Sequence[str], each: int = 3, seed: int = 6) -> Rows:
    """A header, then so many options a portfolio, calls and puts, bought and sold."""
    rng = np.random.default_rng(seed)
    rows: Rows = [list(OPTION)]
    for portfolio in portfolios:
        for i in range(each):
            spot = float(rng.uniform(50, 150))
            rows.append([
                portfolio, f"Option {i}", ("SPX", "Gold")[int(rng.integers(2))],
                ("call", "put")[int(rng.integers(2))], float(rng.normal(0, 9000)), spot,
                spot * float(rng.uniform(0.8, 1.2)), float(rng.uniform(0.1, 2)),
                float(rng.uniform(0.1, 0.5)), 0.02, 0.01,
            ])  # fmt: skip
    return rows


def bonds(portfolios: Sequence[str], seed: int = 7) -> Rows:
    """A header, then two bonds a portfolio."""
    rng = np.random.default_rng(seed)
    rows: Rows = [list(BOND)]
    for portfolio in portfolios:
        for i in range(2):
            face, years = float(rng.normal(0, 2e6)), float(rng.uniform(1, 20))
            rows.append([portfolio, f"Bond {i}", YIELD, face, 0.03, years, 0.04, 2.0])
    return rows


OPTIONS, BONDS = options(("P3", "P1", "P6")), bonds(("P1", "P5"))


def job(
    folder: Path,
    *,
    ending: str = ".parquet",
    options: Rows | None = OPTIONS,
    bonds: Rows | None = BONDS,
    settings: str = "block = 3",
    **given: Any,
) -> Path:
    folder.mkdir(exist_ok=True)
    for name, rows in (("options", options), ("bonds", bonds)):
        if rows is not None:
            jobs.save(folder / f"{name}{ending}", rows)
            settings += f'\n{name} = "{name}{ending}"'
    given = {"returns": returns()} | given
    return jobs.job(folder, ending=ending, settings=settings, **given)


def calculate(
    path: Path, engine: engines.Engine = engines.here, *, resume: bool = False
) -> Outcome:
    return run(read_job(path), engine, resume=resume)


def refused(path: Path) -> str:
    with pytest.raises(StressVarError) as caught:
        calculate(path)
    assert not list((path.parent / "out").glob("plan/*")), "nothing is planned"
    return caught.value.sentence()
