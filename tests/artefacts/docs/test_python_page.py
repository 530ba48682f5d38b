"""The page on Python: its blocks run one after the other and print what stands below them."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

import pytest

import xl_stressvar as sv
from tests.conformance.naive.instruments import option
from tests.support import ROOT

PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
#: A block of code, and the indented lines that follow it if it prints something.
BLOCK = re.compile(r"```python\n(.*?)```\n((?:\n|    [^\n]*\n)*)", re.DOTALL)


@pytest.fixture(scope="module")
def ran() -> list[tuple[str, str, dict[str, Any]]]:
    """What each block should print, what it prints, and the names after the last one."""
    scope: dict[str, Any] = {}
    found = []
    for code, expected in BLOCK.findall(PAGE):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code, scope)  # noqa: S102 - the page of this project
        found.append((expected, printed.getvalue(), scope))
    return found


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


def test_each_block_prints_what_stands_below_it(ran: list[tuple[str, str, Any]]) -> None:
    assert len(ran) > 6
    assert [lines(printed) for _, printed, _ in ran] == [lines(expected) for expected, _, _ in ran]


def test_the_figures_are_those_of_pandas(ran: list[tuple[str, str, dict[str, Any]]]) -> None:
    scope = ran[-1][2]
    pnl = scope["returns"] @ [60, 30, 10]
    assert scope["var"] == pytest.approx(-pnl.quantile(0.01), rel=1e-12)
    assert scope["curve"] == pytest.approx(list(-pnl.quantile([0.05, 0.025, 0.01])), rel=1e-12)
    third, fourth = scope["returns"].loc[pnl.nsmallest(4).index[2:]].to_numpy() * [60, 30, 10]
    read = 251 * 0.01 % 1  # PERCENTILE.INC reads place 2.51 from the worst of 252 days
    components = scope["parts"]["Component VaR"].to_numpy()[:3]
    assert components == pytest.approx(-(third * (1 - read) + fourth * read), rel=1e-9)
    worst = -pnl.rolling(120).quantile(0.01)
    assert scope["worst"].var == pytest.approx(worst.max(), rel=1e-12)
    assert scope["worst"].end == worst.idxmax()


def test_the_windows_desks_and_trades_are_those_of_pandas(
    ran: list[tuple[str, str, dict[str, Any]]],
) -> None:
    scope = ran[-1][2]
    years, days = scope["years"], scope["years"] @ [60, 30, 10]
    rolled = -days.rolling(250).quantile(0.01)
    first = scope["ranked"].iloc[0]
    assert (first["VaR"], first["End"]) == (pytest.approx(rolled.max(), rel=1e-12), rolled.idxmax())
    stressed = -days["2008-09-01":"2009-08-31"].quantile(0.01)  # type: ignore[misc]
    ratio = (stressed / rolled.shift(1)).dropna()
    assert scope["watched"]["Stressed to current"].to_numpy() == pytest.approx(ratio.to_numpy())
    ten = (1 + years).rolling(10).apply(lambda x: x.prod(), raw=True).dropna() - 1
    assert scope["ten_days"].to_numpy() == pytest.approx(ten.to_numpy(), rel=1e-9)
    by_ten = -(ten @ [60, 30, 10])["2008-09-01":"2009-08-31"].quantile(0.01)  # type: ignore[misc]
    assert f"{by_ten:.2f} by ten days, {10**0.5 * stressed:.2f} by the root of ten" in PAGE
    parts = scope["parts"]["Component VaR"]
    assert scope["by_desk"].loc["Macro", "Component VaR"] == pytest.approx(
        parts["SPX"] + parts["UST10Y"]
    )
    after = -(years @ [50, 40, 10])["2008-09-01":"2009-08-31"].quantile(0.01)  # type: ignore[misc]
    change = sv.what_if(years, scope["positions"], scope["trades"], "GFC")["Stressed VaR change"]
    assert change == pytest.approx(after - stressed, rel=1e-9)


def test_the_book_with_a_put_is_its_revaluation(ran: list[tuple[str, str, dict[str, Any]]]) -> None:
    scope = ran[-1][2]
    now = option(False, 100, 95, 0.25, 0.2, 0, 0)
    put = scope["returns"]["SPX"].map(
        lambda r: now - option(False, 100 * (1 + r), 95, 0.25, 0.2, 0, 0)
    )
    pnl = 100 * scope["returns"]["SPX"] + put
    assert scope["both"] == pytest.approx(-pnl.quantile(0.01), rel=1e-9)


def test_every_exported_name_is_in_the_table() -> None:
    table = PAGE.split("## Exported names")[1]
    assert set(re.findall(r"`(\w+)`", table)) == {*sv.__all__, "DataFrame", "Series"}
