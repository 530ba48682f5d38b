"""The tutorial and its practice workbook: each formula as typed gives the number that is printed, and so
does plain pandas on the prices of the file."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.support import ROOT
from tools.docs import practice
from tools.docs.practice import FOLDER, STEPS
from tools.templates.toolkit.bake import same
from xl_stressvar.hosts.headless import calc, evaluate

PAGE = (ROOT / "docs" / "tutorial.md").read_text("utf-8")
FILE = FOLDER / "practice.xlsx"
Figures = dict[str, object]


def sheet(name: str, **options: Any) -> Any:
    return pd.read_excel(FILE, name, engine="openpyxl", **options)


@pytest.fixture(scope="module")
def prices() -> pd.DataFrame:
    table: pd.DataFrame = sheet("Prices", index_col=0)
    return table


@pytest.fixture(scope="module")
def plain(prices: pd.DataFrame) -> Figures:
    """The figures by pandas, from what the file holds."""
    gap = prices.isna().any(axis=1)
    length = gap.groupby((gap != gap.shift()).cumsum()).transform("size")
    kept = prices.ffill()[~(gap & (length > 3))]
    returns = kept / kept.shift() - 1
    amounts = sheet("Positions", index_col=0, header=None)[1]
    pnl = (returns.iloc[1:] * amounts).sum(axis=1)
    crisis = pnl["2008-09-01":"2009-08-31"]  # type: ignore[misc]
    current, stressed = -pnl[-250:].quantile(0.01), -crisis.quantile(0.01)
    worst = -pnl.rolling(250).quantile(0.01)
    last = pnl.index.get_loc(worst.idxmax())
    third, fourth = crisis.nsmallest(4).index[2:]
    share = len(crisis.index) * 0.01 - 0.01 - 2  # PERCENTILE.INC reads place (n - 1)(1 - c)
    stocks = returns["Stocks"] * amounts["Stocks"]
    tail = crisis.nsmallest(7).to_numpy()  # 6.3 days are 2.5% of 252
    return {
        "Days with all prices": len(kept),
        "Current VaR, USD": current,
        "Stressed VaR, USD": stressed,
        "Stressed to current": stressed / current,
        "Stressed ES 97.5%, USD": -(tail[:6].sum() + 0.3 * tail[6]) / 6.3,
        "Of it from stocks": -((1 - share) * stocks[third] + share * stocks[fourth]),
        "Worst 250 days begin": (pnl.index[last - 249] - pd.Timestamp(1899, 12, 30)).days,
        "Their VaR, USD": worst.max(),
        "Capital, USD": 3 * max(current, stressed),
        "Days in the tail": 3,  # 2.52 days are 1% of 252
    }


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> list[object]:
    """What the formulas of the page give, typed into the practice workbook."""
    folder = tmp_path_factory.mktemp("typed")
    practice.write(folder / "book.xlsx", typed=4, shown=practice.shown())
    assert calc(folder / "book.xlsx", folder / "out.xlsx").errors == []
    cells = [f"=Figures!{c}{row}" for row in range(2, 2 + len(STEPS)) for c in "BD"]
    return [answer.value for answer in evaluate(cells, folder / "out.xlsx")]


def test_the_page_has_the_formulas_of_the_workbook_in_their_order() -> None:
    assert re.findall(r"^    (=.+)$", PAGE, re.MULTILINE) == [step.formula for step in STEPS]
    told = sheet("Figures")
    assert list(told["The formula"]) == [step.formula for step in STEPS]


def test_a_formula_gives_what_pandas_gives(typed: list[object], plain: Figures) -> None:
    got = dict(zip((step.label for step in STEPS), typed[::2], strict=True))
    assert {label: got[label] for label in plain} == pytest.approx(plain, rel=1e-9)


def test_the_page_prints_those_figures(plain: Figures) -> None:
    printed = re.findall(r"\*\*([^*\]\[]+)\*\*", PAGE)
    for step in STEPS:
        if step.label in plain:
            assert shown(step, plain[step.label]) in printed, step.label


def shown(step: practice.Step, figure: object) -> str:
    number = float(str(figure))
    if step.form == "yyyy-mm-dd":
        return str((pd.Timestamp(1899, 12, 30) + pd.Timedelta(days=number)).date())
    return f"{number:.2f}" if "." in step.form else f"{number:,.0f}"


def test_the_workbook_says_what_each_should_show_and_whether_it_does(
    typed: list[object], plain: Figures
) -> None:
    assert typed[1::2] == ["yes"] * len(STEPS)
    should = sheet("Figures").set_index("Figure")["Should show"]
    for step in STEPS:
        if step.form not in ("@", "yyyy-mm-dd"):
            assert should[step.label] == pytest.approx(plain[step.label], abs=0.5, rel=2e-3)


def test_the_workbook_is_the_one_that_is_written_now(tmp_path: Path) -> None:
    practice.practice(tmp_path / "practice.xlsx")
    assert same(FILE, tmp_path / "practice.xlsx"), "python -m tools.docs.practice"


def test_a_reader_finds_nothing_typed_and_the_gaps_that_the_page_names(
    prices: pd.DataFrame,
) -> None:
    assert sheet("Figures")["Type here"].isna().all()
    gaps = prices.index[prices["Oil"].isna()]
    assert [(day.year, day.month) for day in gaps] == [(2007, 3)] * 2 + [(2007, 6)] * 6
    assert len(prices) == 1008
    rise = prices["Stocks"] / prices["Stocks"].shift() - 1
    assert (rise.idxmax(), round(rise.max(), 3)) == (pd.Timestamp(2008, 10, 13), 0.116)


def test_each_picture_is_shown_and_small() -> None:
    pictures = {path.name for path in FOLDER.glob("*.png")}
    assert set(re.findall(r"\]\(tutorial/(.+?\.png)\)", PAGE)) == pictures
    for name in pictures:
        data = (FOLDER / name).read_bytes()
        assert struct.unpack(">II", data[16:24])[0] <= 1400
        assert len(data) < 60_000
