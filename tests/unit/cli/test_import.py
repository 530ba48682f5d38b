"""import: any usual file becomes a workbook of prices, or nothing is written and the reason told."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from tests import own_book
from tests.support import value
from tests.unit.cli.test_templates import run
from xl_stressvar import tables
from xl_stressvar.errors import FileProblem

pytestmark = pytest.mark.slow
ROWS = [
    ["Desk 4"],
    ["Date", "Fund A", "Börse"],
    ["15/09/2008", "1,5", "n/a"],
    ["16/09/2008", "1,25", "3"],
]
PRICES = [
    ("Date", "Fund A", "Börse"),
    (dt.datetime(2008, 9, 15), 1.5, None),
    (dt.datetime(2008, 9, 16), 1.25, 3),
]


def text(delimiter: str, rows: list[list[str]] = ROWS, end: str = "\r\n") -> str:
    return "".join(delimiter.join(row) + end for row in rows)


def quoted(delimiter: str) -> str:
    return text(delimiter, [[f'"{cell}"' for cell in row] for row in ROWS])


def as_ods() -> bytes:
    """The smallest .ods there is."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in ROWS
    )
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Raw">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return out.getvalue()


def as_xlsx(path: Path, second: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if second:
        sheet.append(["nothing here"])
        sheet = book.create_sheet("Raw")
    for row in ROWS:
        sheet.append(row)
    sheet["A3"], sheet["A4"] = dt.datetime(2008, 9, 15), dt.datetime(2008, 9, 16)
    sheet["C3"] = "=NA()"
    book.save(path)
    return path.read_bytes()


def imported(path: Path) -> list[tuple]:
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["Prices", "Report"]
    return [*book["Prices"].iter_rows(values_only=True)]


@pytest.mark.parametrize(
    "data",
    [
        text(";").encode("cp1252"), text(";").encode("utf-8"), text("\t").encode("utf-16"),
        text("|").encode("utf-8-sig"), quoted(",").encode(), ("sep=#\n" + text("#")).encode(),
        text(";", end="\n").encode(), text(";", end="\r").encode(),
    ],
    ids=["cp1252", "utf-8", "tabs, utf-16", "bars, a mark", "quoted, commas", "told", "unix", "old mac"],
)  # fmt: skip
def test_a_text_file_of_any_dialect(data, tmp_path: Path, capsys) -> None:
    source, target = tmp_path / "raw.csv", tmp_path / "book.xlsx"
    source.write_bytes(data)
    code, out, err = run(capsys, "import", str(source), "-o", str(target))
    assert (code, err) == (0, "")
    assert imported(target) == PRICES
    assert "dates as text (2)" in out
    assert out.splitlines()[-1].endswith("book.xlsx: 2 days, 2008-09-15 to 2008-09-16, 2 assets.")


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_a_workbook(ending, tmp_path: Path, capsys) -> None:
    source, target = tmp_path / f"raw{ending}", tmp_path / "book.xlsx"
    data = as_ods() if ending == ".ods" else as_xlsx(tmp_path / "made.xlsx")
    source.write_bytes(data)
    assert run(capsys, "import", str(source), "-o", str(target))[0] == 0
    assert imported(target) == PRICES


def test_another_sheet_by_its_name(tmp_path: Path, capsys) -> None:
    source, target = tmp_path / "raw.xlsx", tmp_path / "book.xlsx"
    as_xlsx(source, second=True)
    code, _, err = run(capsys, "import", str(source), "-o", str(target), "--sheet", "Row")
    assert code == 1
    assert "has no sheet Row. It has: Sheet, Raw." in err
    assert run(capsys, "import", str(source), "-o", str(target), "--sheet", "Raw")[0] == 0
    assert imported(target) == PRICES


def test_the_own_book_is_as_clean_prices_has_it(tmp_path: Path, capsys) -> None:
    source, target = tmp_path / "own.csv", tmp_path / "book.xlsx"
    source.write_bytes(own_book.as_csv())
    code, out, _ = run(capsys, "import", str(source), "-o", str(target))
    assert code == 0
    header, *rows = value("CLEAN_PRICES", own_book.grid())
    found = imported(target)
    assert list(found[0]) == header
    assert [[x or "" for x in row[1:]] for row in found[1:]] == [row[1:] for row in rows]
    report = value("CLEAN_REPORT", own_book.grid())
    assert [line.partition(" (")[0] for line in out.splitlines()[: len(report) - 1]] == [
        row[0] for row in report[1:]
    ]


@pytest.mark.parametrize(
    ("rows", "flags", "day", "price"),
    [
        ([["03/04/2008", "1,234"], ["04/04/2008", "1,235"]], ("--day-first", "--decimal", "comma"), 3, 1.234),
        ([["03/04/2008", "1,234"], ["03/05/2008", "1,235"]], ("--month-first", "--decimal", "point"), 4, 1234),
    ],
)  # fmt: skip
def test_what_can_be_read_two_ways_is_asked(rows, flags, day, price, tmp_path, capsys) -> None:
    source, target = tmp_path / "raw.csv", tmp_path / "book.xlsx"
    source.write_text(text(";", [["Date", "A"], *rows]))
    code, out, err = run(capsys, "import", str(source), "-o", str(target))
    assert code == 1
    assert out.count("unreadable") == 2
    assert "line 2, field 1" in err
    assert "--day-first or --month-first. Nothing was written." in err
    assert not target.exists()
    assert run(capsys, "import", str(source), "-o", str(target), *flags)[0] == 0
    assert imported(target)[1][0].day == day
    assert imported(target)[1][1] == price


def test_the_wrong_order_of_dates_is_answered_with_the_option_that_tells_it(
    tmp_path, capsys
) -> None:
    source, target = tmp_path / "raw.csv", tmp_path / "book.xlsx"
    source.write_text(text(";", [["Date", "A"], ["30/12/2024", "1.5"], ["31/12/2024", "1.6"]]))
    code, _, err = run(capsys, "import", str(source), "-o", str(target), "--month-first")
    assert code == 1
    assert err.endswith("Here: --day-first or --month-first. Nothing was written.\n")


def test_a_cell_that_cannot_be_read_is_named_as_its_sheet_has_it(tmp_path, capsys) -> None:
    source = tmp_path / "raw.xlsx"
    book = openpyxl.Workbook()
    for row in ([], [None, "Date", "A"], [None, dt.datetime(2008, 9, 15), "soon"]):
        book.active.append(row)
    book.active["C4"], book.active["B4"] = 1.5, dt.datetime(2008, 9, 16)
    book.save(source)
    code, _, err = run(capsys, "import", str(source), "-o", str(tmp_path / "book.xlsx"))
    assert code == 1
    assert err.startswith("Sheet!C3 (2008-09-15, A) is 'soon' among prices.")
    assert [path.name for path in tmp_path.iterdir()] == ["raw.xlsx"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("raw.pdf", b"%PDF", "it ends in .pdf"), ("raw.xlsx", b"PK no zip", "holds no table"),
        ("raw.ods", b"", "holds no table"), ("raw.csv", b"", "it is empty"), ("raw.csv", b"\xff\xfe\x00", "no table"),
        ("raw.csv", b"a;b\n1;2\n", "raw.csv has no column of dates"), ("raw.csv", b'"' + b"x" * 200_000, "no table"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_prices_is_refused(name, data, words, tmp_path, capsys) -> None:
    (tmp_path / name).write_bytes(data)
    code, out, err = run(capsys, "import", str(tmp_path / name), "-o", str(tmp_path / "b.xlsx"))
    assert (code, out) == (1, "")
    assert words in err
    assert not (tmp_path / "b.xlsx").exists()


def test_a_folder_in_the_place_of_a_file_is_called_one(tmp_path, capsys) -> None:
    code, out, err = run(capsys, "import", str(tmp_path), "-o", str(tmp_path / "b.xlsx"))
    assert (code, out) == (1, "")
    assert err.startswith(f"{tmp_path.name} holds no table that can be read: it is a folder.")


def test_a_file_that_is_not_there_and_a_target_that_is(tmp_path, capsys) -> None:
    code, _, err = run(capsys, "import", str(tmp_path / "no.csv"), "-o", str(tmp_path / "b.xlsx"))
    assert code == 1
    assert "no file no.csv" in err
    (tmp_path / "raw.csv").write_text(text(";"))
    (tmp_path / "b.xlsx").write_bytes(b"theirs")
    arguments = ("import", str(tmp_path / "raw.csv"), "-o", str(tmp_path / "b.xlsx"))
    assert run(capsys, *arguments)[0] == 1
    assert (tmp_path / "b.xlsx").read_bytes() == b"theirs"
    assert run(capsys, *arguments, "--force")[0] == 0
    assert imported(tmp_path / "b.xlsx") == PRICES


def test_without_a_name_the_workbook_is_written_here(tmp_path, capsys, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("raw.csv").write_text(text(";"), "utf-8")
    assert run(capsys, "import", "raw.csv")[0] == 0
    assert imported(Path("raw-prices.xlsx")) == PRICES


def test_a_table_is_read_with_all_its_rows_where_they_stand(tmp_path) -> None:
    path = tmp_path / "raw.csv"
    path.write_text("a;b\n\nc;d;e\n")
    assert tables.read_table(path).grid == [["a", "b", None], [None] * 3, ["c", "d", "e"]]
    with pytest.raises(FileProblem):
        tables.read_table(tmp_path)
