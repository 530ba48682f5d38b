"""A user's data in place of the sample: the answer follows, or the error says what to do."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.artefacts.templates.package import MAIN, edited, names, numbers, sheets, tree
from xl_stressvar.hosts.headless import CalcReport, calc

BOOKS = Path(__file__).parents[3] / "workbooks"
#: The sheets of daily data of each book, and their columns.
SHEETS = {
    "calm_vs_stressed.xlsx": {"Data": "ABCD"},
    "several_windows.xlsx": {"Data": "AB", "Book data": "ABCD"},
    "bank_disclosure_and_capital.xlsx": {"Data": "ABCD", "Crisis data": "ABCD"},
    "when_stress_departs.xlsx": {"Data": "ABCDE"},
    "your_data.xlsx": {"Data": "ABCDE", "Factors": "ABCDE"},
}
ANSWERS = {
    "calm_vs_stressed.xlsx": ["calm_historical", "stressed_historical", "times", "stressed_sum"],
    "several_windows.xlsx": ["stressed_highest", "book_highest", "spread"],
    "bank_disclosure_and_capital.xlsx": [
        "real_max",
        "real_basel",
        "real_us",
        "real_frtb",
        "current_average",
    ],
    "when_stress_departs.xlsx": [
        "mixed_ratio",
        "volatility_effect",
        "failed_var",
        "stressed_limit",
    ],
    "your_data.xlsx": ["current", "by_proxy", "stressed_used", "return_days", "real_whole"],
}
GFC = (39692, 40056)  # 2008-09-01 to 2009-08-31 as serials
TEN_YEARS = 3653
books = pytest.mark.parametrize("name", sorted(SHEETS))


def put(name: str, folder: Path, values: Mapping[str, float | None]) -> tuple[CalcReport, Path]:
    """The book with other numbers, calculated."""
    report = calc(edited(BOOKS / name, folder / name, values), folder / f"out-{name}")
    return report, report.target


def read(path: Path, *wanted: str) -> list[object]:
    """The values of named cells."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = []
    for name in wanted:
        ((sheet, address),) = book.defined_names[name].destinations
        found.append(book[sheet][address].value)
    return found


def told(report: CalcReport) -> str:
    return "\n".join(f"{error.address}: {error.sentence}" for error in report.errors)


def disagree(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path, data_only=True)
    checks = [name for name in book.defined_names if name.startswith("test_")]
    return {
        name
        for name, verdict in zip(checks, read(path, *checks), strict=True)
        if verdict is not True
    }


def moved(
    name: str, sheet: str, days: int, first: float = 0, last: float = 1e9
) -> dict[str, float | None]:
    """The dates of a sheet between two days, so many days later."""
    return {
        f"{sheet}!{where}": day + days
        for where, day in numbers(BOOKS / name, sheet, "A").items()
        if day is not None and first <= day <= last
    }


@books
def test_newest_first_gives_the_same_answer(name: str, tmp_path: Path) -> None:
    turned: dict[str, float | None] = {}
    for sheet, columns in SHEETS[name].items():
        for column in columns:
            cells = {
                w: v
                for w, v in numbers(BOOKS / name, sheet, "A" + column).items()
                if w[0] == column
            }
            places = [f"{sheet}!{where}" for where in cells]
            turned |= dict(zip(places, reversed(cells.values()), strict=True))
    report, target = put(name, tmp_path, turned)
    assert read(target, *ANSWERS[name]) == pytest.approx(
        read(BOOKS / name, *ANSWERS[name]), rel=1e-9
    )
    assert disagree(target) == set(), told(report)


#: ... and the sheets of the templates whose other tests are in test_other_data.
OTHERS = {"beyond_var.xlsx": ["Data"], "personal_portfolio.xlsx": ["Data"],
          "march_2020.xlsx": ["Data", "Crisis data"], "window_and_backtest.xlsx": ["Data", "Crisis data"]}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(SHEETS | OTHERS) - {"your_data.xlsx"}))
def test_assets_of_another_name_and_other_returns_leave_no_error_and_no_false_check(
    name: str, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(BOOKS / name)
    edit: dict[str, float | str | None] = {}
    for sheet in (SHEETS | OTHERS)[name]:
        (top,) = (r[0].row for r in book[sheet].iter_rows(max_row=40) if r[0].value == "Date")
        for cell in book[sheet][top][1:]:
            if str(cell.value).isupper():
                edit[f"{sheet}!{cell.coordinate}"] = f"My {cell.value}"
                for (below,) in book[sheet][
                    f"{cell.column_letter}{top + 1}:{cell.coordinate[0]}9999"
                ]:
                    if isinstance(below.value, float):
                        edit[f"{sheet}!{below.coordinate}"] = below.value * 0.5
    assert len(edit) > 200
    report, target = put(name, tmp_path, edit)
    meant = {"several_windows.xlsx": "STRESSED_VAR_TABLE"}.get(name, "nothing")
    assert [e.sentence for e in report.errors if meant not in e.sentence] == []
    assert disagree(target) == set()


def test_an_asset_that_the_library_does_not_know_leaves_no_error(tmp_path: Path) -> None:
    """As Excel leaves it after a new header: formulas on the table's column follow."""
    name, renamed = "your_data.xlsx", tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(BOOKS / name) as package, zipfile.ZipFile(renamed, "w") as out:
        for item in package.infolist():
            out.writestr(item, package.read(item).replace(b"NASDAQ", b"ACME"))
    report = calc(renamed, tmp_path / "out.xlsx")
    assert [e.address for e in report.errors] == [names(zipfile.ZipFile(BOOKS / name))["own"]]
    assert disagree(tmp_path / "out.xlsx") == set()
    proxies = openpyxl.load_workbook(tmp_path / "out.xlsx", data_only=True)["Proxies"]
    told = " ".join(str(cell.value) for cell in proxies["B"])
    assert "the real crisis of all its assets is not on record" in told


def test_days_pasted_below_the_table_are_noticed(tmp_path: Path) -> None:
    name = "calm_vs_stressed.xlsx"
    last = list(numbers(BOOKS / name, "Data", "A"))[-1]
    source = openpyxl.load_workbook(BOOKS / name)
    assert source["Data"][f"A{int(last[1:]) + 1}"].value is None
    with zipfile.ZipFile(BOOKS / name) as package, zipfile.ZipFile(tmp_path / name, "w") as out:
        part = sheets(package)["Data"]
        for item in package.infolist():
            data = package.read(item)
            if item.filename == part:
                row = f'<row r="{int(last[1:]) + 1}"><c r="A{int(last[1:]) + 1}"><v>40057</v></c></row>'
                data = data.replace(b"</sheetData>", row.encode() + b"</sheetData>")
            out.writestr(item, data)
    calc(tmp_path / name, tmp_path / "out.xlsx")
    assert disagree(tmp_path / "out.xlsx") == {"test_rows"}


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("calm_vs_stressed.xlsx", "Data!C1000"),
        ("several_windows.xlsx", "Data!B570"),
        ("bank_disclosure_and_capital.xlsx", "Data!B183"),
        ("when_stress_departs.xlsx", "Data!B73"),
        ("your_data.xlsx", "Factors!C33"),
    ],
)
def test_a_gap_in_returns_is_named_and_not_taken_for_zero(
    name: str, cell: str, tmp_path: Path
) -> None:
    report, _ = put(name, tmp_path, {cell: None})
    assert re.search(rf"{cell}\b.* is blank", told(report)), told(report)[:500]


def test_a_window_without_history_leaves_the_others_standing(tmp_path: Path) -> None:
    name = "several_windows.xlsx"
    edit = moved(name, "Data", TEN_YEARS, *GFC)
    assert len(edit) == 252
    _, target = put(name, tmp_path, edit)
    sheet = openpyxl.load_workbook(target, data_only=True)["Answer"]
    status = next(row[7].value for row in sheet.iter_rows(max_col=8) if row[1].value == "GFC")
    assert re.search(r"does not cover GFC .*Extend the history", status)
    # the next highest by the table as delivered
    assert read(target, "stressed_highest", "highest_window") == [
        pytest.approx(6.7457, abs=5e-5),
        "COVID",
    ]


@pytest.mark.parametrize(
    ("name", "sheet", "said"),
    [
        ("calm_vs_stressed.xlsx", "Data", "does not cover 2008-09-01:2009-08-31"),
        ("bank_disclosure_and_capital.xlsx", "Crisis data", "does not cover LTCM"),
        ("when_stress_departs.xlsx", "Data", "does not cover 2008-09-01:2009-08-31"),
    ],
)
def test_no_crisis_history_is_an_error_that_says_so(
    name: str, sheet: str, said: str, tmp_path: Path
) -> None:
    report, _ = put(name, tmp_path, moved(name, sheet, -TEN_YEARS, last=GFC[1]))
    assert re.search(rf"{said}.*Extend the history, or choose a window", told(report)), told(
        report
    )[:500]


def test_prices_that_cover_the_crisis_are_used_themselves(tmp_path: Path) -> None:
    _, target = put(
        "your_data.xlsx", tmp_path, moved("your_data.xlsx", "Data", -383 * 7)
    )  # from 2008-08-28
    own, road, used = read(target, "own", "road", "stressed_used")
    assert (road, used) == ("own history", own)
    # the sample's own days are the crisis now, less one of their 15 months
    assert own == pytest.approx(read(target, "current")[0], rel=0.5)


def test_prices_without_a_day_in_common_say_what_a_proxy_needs(tmp_path: Path) -> None:
    report, _ = put("your_data.xlsx", tmp_path, moved("your_data.xlsx", "Data", 400 * 7))
    assert re.search(r"shares 0 dates .* at least 60", told(report)), told(report)[:800]


@pytest.mark.parametrize(("rows", "lost"), [(3, 0), (4, 4)])
def test_a_gap_in_prices_is_filled_up_to_the_limit_and_else_drops_its_rows(
    rows: int, lost: int, tmp_path: Path
) -> None:
    days = read(BOOKS / "your_data.xlsx", "return_days")[0]
    report, target = put(
        "your_data.xlsx", tmp_path, {f"Data!B{100 + i}": None for i in range(rows)}
    )
    assert read(target, "return_days") == [days - lost]
    assert isinstance(read(target, "stressed_used")[0], float)
    assert {error.address for error in report.errors} == {names(zipfile.ZipFile(target))["own"]}
    assert disagree(target) == set()


def test_one_more_asset_is_in_the_answer(tmp_path: Path) -> None:
    """A copy of the first asset, held short in the same amount: what is left is the book without it."""
    name = "your_data.xlsx"
    calc(grown(BOOKS / name, tmp_path / "wide.xlsx"), tmp_path / "wide-out.xlsx")
    _, without = put(name, tmp_path, {"amount_1": 0})
    wanted = ("current", "by_proxy", "stressed_used")
    assert read(tmp_path / "wide-out.xlsx", *wanted) == pytest.approx(
        read(without, *wanted), rel=1e-9
    )
    assert disagree(tmp_path / "wide-out.xlsx") == set()


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
