"""The pictures of docs/method.md show what the engine gives. `make docs` compares them whole."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest

from tools.docs import plot_method
from tools.docs.drawing import Picture
from xl_stressvar.crises import library

SVG, DUBLIN_CORE = "{http://www.w3.org/2000/svg}", "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return [make() for make in plot_method.PICTURES]


@pytest.mark.slow
def test_the_section_of_the_page_is_what_the_engine_gives(
    pictures: list[Picture],
) -> None:
    page = plot_method.PAGE.read_text("utf-8")
    written = page.split(plot_method.BEGIN)[1].split(plot_method.END)[0]
    assert written == f"\n{plot_method.section(pictures)}\n"


def test_each_picture_was_drawn_from_these_numbers_without_fonts_or_date(
    pictures: list[Picture],
) -> None:
    drawn = {path.stem: ElementTree.parse(path) for path in plot_method.FOLDER.iterdir()}
    assert {
        name: tree.findtext(f".//{DUBLIN_CORE}description") for name, tree in drawn.items()
    } == {picture.name: picture.alt for picture in pictures}
    for tree in drawn.values():
        assert tree.find(f".//{SVG}text") is None
        assert tree.find(f".//{DUBLIN_CORE}date") is None


def test_the_worst_days_and_the_two_years_by_plain_numpy(
    pictures: list[Picture],
) -> None:
    data = library.load()
    codes = [data.codes.index(code) for code in ("SPX", "UST10Y", "WTI")]
    pnl = data.returns[:, codes] @ np.array([60.0, 30.0, 10.0])
    calm = pnl[(data.dates >= 38718) & (data.dates <= 39082)]  # 2006
    crisis = pnl[(data.dates >= 39692) & (data.dates <= 40056)]  # 2008-09-01 to 2009-08-31
    tail = crisis[-250:]
    inc, exc = (-np.quantile(tail, 0.01, method=m) for m in ("linear", "weibull"))
    first, second, third = np.sort(-tail)[::-1][:3]
    two_years, worst_days = pictures[0].alt, pictures[1].alt
    assert f"99% VaR {-np.quantile(calm, 0.01):.2f}%" in two_years
    assert f"VaR {-np.quantile(crisis, 0.01):.2f}%, ES" in two_years
    assert f"PERCENTILE.EXC at place 2.51, {exc:.2f}%; rank at place 3, {third:.2f}%" in worst_days
    assert f"PERCENTILE.INC at place 3.49, {inc:.2f}%" in worst_days
    assert f"ES, {(first + second + third / 2) / 2.5:.2f}%" in worst_days


@pytest.mark.slow
def test_horizons_and_windows_by_plain_numpy(pictures: list[Picture]) -> None:
    data = library.load()
    index = data.returns[:, data.codes.index("SPX")]
    crisis = index[(data.dates >= 39692) & (data.dates <= 40056)]  # 2008-09-01 to 2009-08-31
    ten_days = [np.prod(1 + crisis[i : i + 10]) - 1 for i in range(len(crisis) - 9)]
    by_root = -100 * np.sqrt(10) * np.quantile(crisis, 0.01)
    alt = {picture.name: picture.alt for picture in pictures}
    overlapping = -100 * np.quantile(ten_days, 0.01)
    assert f"At ten days {by_root:.2f} and {overlapping:.2f}." in alt["horizons"]
    era = index[(data.dates >= 31413) & np.isfinite(index)]  # from 1986-01-01
    var = [-100 * np.quantile(era[i : i + 250], 0.01) for i in range(len(era) - 249)]
    assert f"1: 2007-12-05 to 2008-12-01, {max(var):.2f};" in alt["windows"]


def test_the_desks_by_plain_numpy(pictures: list[Picture]) -> None:
    data = library.load()
    held = {"SPX": 40, "NASDAQ": 20, "UST10Y": 50, "WTI": 10, "GOLD": 10, "EURUSD": -30}
    rows = (data.dates >= 39692) & (data.dates <= 40056)
    pnl = data.returns[rows][:, [data.codes.index(code) for code in held]] * [*held.values()]
    total = pnl.sum(axis=1)
    order = np.argsort(total)
    place = (len(total) - 1) * 0.01
    whole, part = int(place), place % 1
    read = -(pnl[order[whole]] * (1 - part) + pnl[order[whole + 1]] * part)  # of each asset
    alone = -np.quantile(pnl[:, :2].sum(axis=1), 0.01)
    (alt,) = (picture.alt for picture in pictures if picture.name == "desks")
    assert f"Equity {alone:.2f} and {read[:2].sum():.2f};" in alt
    assert f"Currencies {-np.quantile(pnl[:, 5], 0.01):.2f} and {read[5]:.2f}." in alt
    assert f"the components to the VaR, {-np.quantile(total, 0.01):.2f}." in alt
