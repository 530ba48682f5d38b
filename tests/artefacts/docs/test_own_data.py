"""The page on own data and the page for auditors, typed as they stand into a book with prices of one's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.hosts.headless.books import make
from tests.support import ROOT
from xl_stressvar.domain import dates
from xl_stressvar.hosts.headless import calc, evaluate

DOCS = ROOT / "docs"
POSITIONS = {"Stocks": 60.0, "Treasuries": 30.0, "Oil": 10.0}
DAYS = [d for d in range(39083, 42734) if dates.date(d).weekday() < 5]  # 2007 to 2016
MOVES = np.random.default_rng(2007).normal(0, [0.015, 0.005, 0.02], (len(DAYS), 3))
PRICES = (100 * np.exp(np.cumsum(MOVES, axis=0))).round(4)
HOLIDAYS = {(200, 1), (201, 1), (900, 0)}  # days on which an asset has no price


def typed(page: str) -> list[str]:
    """The formulas of a page, a line each, that are not inside a sentence."""
    return re.findall(r"^    (=.+)$", (DOCS / page).read_text("utf-8"), re.MULTILINE)


OWN_DATA = typed("own-data.md")


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    def fill(book: Any) -> None:
        prices = book.add_worksheet("Prices")
        prices.write_row(0, 0, ["Date", *POSITIONS])
        for i, day in enumerate(DAYS):
            prices.write_number(i + 1, 0, day)
            for j, price in enumerate(PRICES[i].tolist()):
                if (i, j) not in HOLIDAYS:
                    prices.write_number(i + 1, j + 1, price)
        holdings = book.add_worksheet("Positions")
        for i, row in enumerate(POSITIONS.items()):
            holdings.write_row(i, 0, row)
        spilled: dict[str, Callable[[str], bool]] = {
            "Aligned": lambda f: f.startswith("=ALIGN_HISTORY"),
            "Returns": lambda f: f.startswith("=TO_RETURNS"),
            "Work": lambda f: f.startswith("=LOAD_HISTORY"),
            "Factors": lambda f: f.startswith("=CRISIS_RETURNS") and '"EURUSD"' in f,
        }
        for sheet, wanted in spilled.items():
            (formula,) = filter(wanted, OWN_DATA)
            book.add_worksheet(sheet).write_dynamic_array_formula("A1", formula)
        reported = book.add_worksheet("Reported")
        for i in range(60):
            reported.write_row(i, 0, [2.0, 4.0 + i % 2])

    path = make(tmp_path_factory.mktemp("own") / "mine.xlsx", fill)
    assert calc(path).errors == []
    return path


@pytest.mark.slow
def test_every_formula_of_the_pages_works_as_it_stands(mine: Path) -> None:
    formulas = [*OWN_DATA, *typed("redo.md")[:1]]
    assert len(formulas) > 15
    answers = evaluate(formulas, mine)
    assert [(a.formula, a.why) for a in answers if a.error] == []


@pytest.mark.slow
def test_the_figures_are_those_of_the_whole_history(mine: Path) -> None:
    filled = PRICES.copy()
    for i, j in sorted(HOLIDAYS):
        filled[i, j] = filled[i - 1, j]
    pnl = (filled[1:] / filled[:-1] - 1) @ list(POSITIONS.values())
    gfc = [39692 <= day <= 40056 for day in DAYS[1:]]
    stressed, current = -np.quantile(pnl[gfc], 0.01), -np.quantile(pnl[-250:], 0.01)

    def figure(start: str) -> object:
        formula = next(f for f in OWN_DATA if f.startswith(start))
        return evaluate([formula], mine)[0].value

    assert figure("=STRESSED_VAR(Returns") == pytest.approx(stressed, rel=1e-12)
    assert figure("=CURRENT_VAR(Returns!A:D, Positions!A:B)") == pytest.approx(current, rel=1e-12)
    assert figure("=CAPITAL_REQ(CURRENT") == pytest.approx(3 * max(stressed, current), rel=1e-12)
    in_one_cell = evaluate(["=STRESSED_VAR(Work!A1, Positions!A:B)"], mine)[0].value
    assert in_one_cell == pytest.approx(stressed, rel=1e-12)
    # 3 x 2.0 + 3 x 4.5, above the latest of each
    assert figure("=CAPITAL_REQ(Reported") == pytest.approx(19.5, rel=1e-12)


def test_an_outsider_gets_the_fingerprint_by_the_code_on_the_page(mine: Path) -> None:
    scope = run("redo.md", 0) | run("redo.md", 1)
    table, report = (a.value for a in evaluate(["=Returns!A1#", typed("redo.md")[0]], mine))
    assert isinstance(table, list)
    assert isinstance(report, list)
    header, *rows = table
    found = scope["fingerprint"](header[1:], [r[0] for r in rows], [r[1:] for r in rows])
    told: dict = dict(map(tuple, report))  # type: ignore[arg-type]
    assert found == told["Fingerprint"]
    days = [dates.iso(int(row[0])) for row in rows]
    found = scope["fingerprint_to_12_digits"](header[1:], days, [row[1:] for row in rows])
    assert found == told["Fingerprint to 12 digits"]


def test_the_same_figure_in_pandas() -> None:
    formula = '=STRESSED_VAR(CRISIS_RETURNS("GFC",{"SPX","UST10Y"}),{60,40},"GFC")'
    assert f"`{formula}`" in (DOCS / "redo.md").read_text("utf-8")
    theirs = run("redo.md", 2)["stressed_var"]
    assert evaluate([formula])[0].value == pytest.approx(theirs, rel=1e-12)


def run(page: str, block: int) -> dict[str, Any]:
    """What the n-th block of Python on a page leaves behind."""
    blocks = re.findall(r"```python\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    scope: dict[str, Any] = {}
    exec(blocks[block], scope)  # noqa: S102 - the page of this project
    return scope
