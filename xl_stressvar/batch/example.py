"""A job on generated data, to try a run with: `xl-stressvar batch --example FOLDER`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .. import errors
from ..domain import dates
from ..ooxml.files import written
from .parquet import arrow, write_table

JOB = "job.toml"
_SEED = 20080915
_FIRST_DAY = "2005-01-03"
_DESKS, _BOOKS = ("EQUITY", "RATES", "CREDIT", "FX"), 5
_TEXT = """\
# xl-stressvar batch job.toml
returns = "returns.parquet"      # a column of dates, then one a factor: daily returns as decimals
positions = "positions.parquet"  # portfolio, factor, amount: a row a position
hierarchy = "hierarchy.csv"      # portfolio, then where it belongs, the widest first
out = "results"

[[measure]]
name = "worst year"
window = "WORST"
confidence = 0.99

[[measure]]
name = "2008"
window = "GFC"
confidence = 0.99
"""


def write_example(
    folder: Path, portfolios: int = 2000, days: int = 5000, factors: int = 50, held: int = 20
) -> Path:
    """The files of a job, in a folder that is new or empty; the job's path. Raises FileProblem."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise errors.ALREADY_THERE(file=folder.name)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise errors.unwritable(folder.name, problem) from None
    rng = np.random.default_rng(_SEED)
    names = [f"F{j + 1:03d}" for j in range(factors)]
    write_table(_returns(rng, days, names), folder / "returns.parquet")
    write_table(_positions(rng, portfolios, names, held), folder / "positions.parquet")
    written(_hierarchy(portfolios).encode(), folder / "hierarchy.csv")
    written(_TEXT.encode(), folder / JOB)
    return folder / JOB


def _returns(rng: np.random.Generator, days: int, names: list[str]) -> Any:
    """Fat-tailed returns with common factors, in calm and stormy years; the storm is 2008."""
    (pa,) = arrow("")
    first = np.datetime64(_FIRST_DAY)
    weekdays = np.busday_offset(first, np.arange(days), roll="forward")
    year = weekdays.astype("datetime64[D]").astype(int) / dates.DAYS_A_YEAR
    crisis = np.exp(-(((year - 38.85) / 0.35) ** 2))  # years since 1970: late 2008
    storm = 0.006 * (1 + 3 * crisis + 0.4 * np.sin(year))[:, None]
    common = rng.standard_t(4, (days, 4)) @ rng.standard_normal((4, len(names))) * 0.35
    returns = np.clip(storm * (common + 0.6 * rng.standard_t(4, (days, len(names)))), -0.9, 9)
    columns = {"date": pa.array(weekdays.astype("datetime64[D]"))}
    return pa.table(columns | {name: returns[:, j] for j, name in enumerate(names)})


def _positions(rng: np.random.Generator, portfolios: int, names: list[str], held: int) -> Any:
    (pa,) = arrow("")
    held = min(held, len(names))
    factor = np.argsort(rng.random((portfolios, len(names))), axis=1)[:, :held]
    amount = np.round(rng.standard_normal((portfolios, held)) * 1e6, 2)
    owner = np.repeat(np.arange(portfolios), held)
    titles = pa.array([f"P{i + 1:06d}" for i in range(portfolios)])
    return pa.table({
        "portfolio": titles.take(pa.array(owner)),
        "factor": pa.array(names).take(pa.array(factor.ravel())),
        "amount": amount.ravel(),
    })  # fmt: skip


def _hierarchy(portfolios: int) -> str:
    lines = ["portfolio,desk,book"]
    for i in range(portfolios):
        desk = _DESKS[i * len(_DESKS) // portfolios]
        lines.append(f"P{i + 1:06d},{desk},{desk} {i % _BOOKS + 1}")
    return "\n".join(lines) + "\n"
