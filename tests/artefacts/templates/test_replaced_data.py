"""What a template does about data that only it can meet: prices, gaps, windows without history."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.artefacts.templates.committed import (
    committed,
    delivered,
    destination,
    disagreeing,
    named,
    table,
    written,
)
from tests.artefacts.templates.package import MAIN, sheets, tree
from tests.artefacts.templates.recalculation import recalculated
from tests.artefacts.templates.test_other_data import GFC, TEN_YEARS, shifted
from xl_stressvar.hosts.headless import calc

pytestmark = pytest.mark.artefacts


def test_an_asset_that_the_library_does_not_know_leaves_no_error(tmp_path: Path) -> None:
    """As Excel leaves it after a new header: formulas on the table's column follow."""
    name, renamed = "your_data.xlsx", tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(committed(name)) as package, zipfile.ZipFile(renamed, "w") as out:
        for item in package.infolist():
            out.writestr(item, package.read(item).replace(b"NASDAQ", b"ACME"))
    report = calc(renamed, tmp_path / "out.xlsx", everything=True)
    assert [e.address for e in report.errors] == ["!".join(destination(written(name), "own"))]
    found = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    assert disagreeing(found) == set()
    told = " ".join(str(cell.value) for cell in found["Proxies"]["B"])
    assert "the real crisis of all its assets is not on record" in told


def test_days_pasted_below_the_table_are_noticed() -> None:
    name = "calm_vs_stressed.xlsx"
    below = f"A{max(table(name, 'Data')) + 1}"
    assert written(name)["Data"][below].value is None
    assert recalculated(name, {f"Data!{below}": 40057}).disagreeing() == {"test_rows"}


def test_a_window_without_history_leaves_the_others_standing() -> None:
    name = "several_windows.xlsx"
    edit = shifted(name, "Data", TEN_YEARS, *GFC)
    assert len(edit) == 252
    found = recalculated(name, edit)
    row = next(cell.row for cell in delivered(name)["Answer"]["B"] if cell.value == "GFC")
    assert re.search(
        r"does not cover GFC .*Extend the history", str(found.value("Answer", f"H{row}"))
    )
    # the next highest by the table as delivered
    assert found.named("stressed_highest", "highest_window") == [
        pytest.approx(6.7457, abs=5e-5),
        "COVID",
    ]


def test_prices_that_cover_the_crisis_are_used_themselves() -> None:
    found = recalculated(  # from 2008-08-28
        "your_data.xlsx", shifted("your_data.xlsx", "Data", -383 * 7)
    )
    own, road, used, current = found.named("own", "road", "stressed_used", "current")
    assert (road, used) == ("own history", own)
    # the sample's own days are the crisis now, less one of their 15 months
    assert own == pytest.approx(current, rel=0.5)


def test_prices_without_a_day_in_common_say_what_a_proxy_needs() -> None:
    told = recalculated("your_data.xlsx", shifted("your_data.xlsx", "Data", 400 * 7)).sentences
    assert any(re.search(r"shares 0 dates .* at least 60", text) for text in told), told[:3]


@pytest.mark.parametrize(("rows", "lost"), [(3, 0), (4, 4)])
def test_a_gap_in_prices_is_filled_up_to_the_limit_and_else_drops_its_rows(
    rows: int, lost: int
) -> None:
    name = "your_data.xlsx"
    (days,) = named(delivered(name), "return_days")
    found = recalculated(name, {f"Data!B{100 + i}": None for i in range(rows)})
    assert isinstance(days, (int, float))
    assert found.named("return_days") == [days - lost]
    assert isinstance(found.named("stressed_used")[0], float)
    assert {error.address for error in found.errors} == {
        "!".join(destination(written(name), "own"))
    }
    assert found.disagreeing() == set()


def test_one_more_asset_is_in_the_answer(tmp_path: Path) -> None:
    """A copy of the first asset, held short in the same amount: what is left is the book without it."""
    name = "your_data.xlsx"
    calc(grown(committed(name), tmp_path / "wide.xlsx"), tmp_path / "out.xlsx", everything=True)
    wide = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)
    without = recalculated(name, {"amount_1": 0})
    wanted = ("current", "by_proxy", "stressed_used")
    assert named(wide, *wanted) == pytest.approx(without.named(*wanted), rel=1e-9)
    assert disagreeing(wide) == set()


def grown(source: Path, target: Path) -> Path:
    """As Excel leaves it after a column beside Prices and a row below Positions: the tables have grown."""
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as out:
        parts = sheets(package)
        tables = {
            re.search(rb'displayName="(\w+)"', package.read(part))[1].decode(): part
            for part in package.namelist()
            if part.startswith("xl/tables/")
        }
        top, bottom = map(
            int, re.search(rb'ref="A(\d+):E(\d+)"', package.read(tables["Prices"])).groups()
        )
        for item in package.infolist():
            data = package.read(item)
            if item.filename == tables["Prices"]:
                data = (
                    data.replace(b":E%d" % bottom, b":F%d" % bottom)
                    .replace(b'tableColumns count="5"', b'tableColumns count="6"')
                    .replace(
                        b"</tableColumns>", b'<tableColumn id="6" name="Copy"/></tableColumns>'
                    )
                )
            elif item.filename == tables["Positions"]:
                last = int(re.search(rb'ref="A\d+:B(\d+)"', data)[1])
                data = data.replace(b":B%d" % last, b":B%d" % (last + 1))
            elif item.filename == parts["Data"]:
                root = tree(package, parts["Data"])
                for row in root.iter(f"{MAIN}row"):
                    i = int(row.get("r"))
                    if top <= i <= bottom:
                        value = next(c for c in row if c.get("r") == f"B{i}").findtext(f"{MAIN}v")
                        _cell(row, f"F{i}", "Copy" if i == top else value)
                data = etree.tostring(root)
            elif item.filename == parts["Positions"]:
                root = tree(package, parts["Positions"])
                rows = root.find(f"{MAIN}sheetData")
                last = int(rows[-1].get("r")) + 1
                row = etree.SubElement(rows, f"{MAIN}row", r=str(last))
                _cell(row, f"A{last}", "Copy")
                _cell(row, f"B{last}", "-40")
                data = etree.tostring(root)
            out.writestr(item, data)
    return target


def _cell(row: etree._Element, where: str, content: str) -> None:
    for old in [c for c in row if c.get("r") == where]:
        row.remove(old)
    if content == "Copy":
        cell = etree.SubElement(row, f"{MAIN}c", r=where, t="inlineStr")
        etree.SubElement(etree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t").text = content
    else:
        etree.SubElement(etree.SubElement(row, f"{MAIN}c", r=where), f"{MAIN}v").text = content
