"""Workbooks made to break the reader, and circumstances made to break the writer."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path

import pytest

from tests.hosts.headless.books import (
    calculated,
    error_at,
    make,
    members,
    replaced,
    values,
    with_formulas,
    with_rows,
    write_data,
)
from tests.hosts.headless.test_files import refused
from tests.support import ROOT, gfc
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.headless import calc, formualizer
from xl_stressvar.ooxml import package
from xl_stressvar.ooxml import sheet as sheet_xml

POSIX = pytest.mark.skipif(os.name != "posix", reason="limits and rights of POSIX")


def one(formula: str, attributes: str = "", cell: str = "") -> str:
    return f'<row r="1"><c r="A1"{cell}><f{attributes}>{formula}</f><v>1</v></c></row>'


# --- what a sheet may claim -------------------------------------------------------------------------
def test_an_array_that_claims_a_whole_sheet_is_refused_at_once(tmp_path: Path) -> None:
    rows = one("CRISIS_VOL(Data!B1:D301)", ' t="array" ref="A1:XFD1048576"')
    assert "its array covers 17,179,869,184 cells" in refused(with_rows(tmp_path / "a.xlsx", rows))


def test_a_spill_that_claimed_a_whole_sheet_covers_what_it_covers(tmp_path: Path) -> None:
    rows = one("CRISIS_VOL(Data!B1:D301)", ' t="array" ref="A1:XFD1048576"', ' cm="1"')
    found, report = calculated(with_rows(tmp_path / "a.xlsx", rows))
    assert sorted(found) == ["A1", "B1", "C1"]
    assert not report.errors


@pytest.mark.parametrize(
    "row", ["NaN", "0x10", "0", "-1", "1048577", "99999999999999999999", "1.5"]
)
def test_a_row_that_is_nowhere_on_a_sheet_is_damage(tmp_path: Path, row: str) -> None:
    rows = f'<row r="{row}"><c><f>1+1</f></c></row>'
    assert "is damaged" in refused(with_rows(tmp_path / "a.xlsx", rows))


@pytest.mark.parametrize("cell", ["A0", "B7", "XFE1", "A1:B1", "1", "A", "x" * 5000, "A١"])
def test_a_cell_that_is_not_in_its_row_is_damage(tmp_path: Path, cell: str) -> None:
    rows = f'<row r="1"><c r="{cell}"><f>1+1</f></c></row>'
    assert "is damaged" in refused(with_rows(tmp_path / "a.xlsx", rows))


def test_a_cell_that_is_there_twice_is_damage(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f></c><c r="A1"><f>2+2</f></c></row>'
    assert "is damaged" in refused(with_rows(tmp_path / "a.xlsx", rows))


def test_a_dimension_that_claims_a_million_rows_costs_nothing(tmp_path: Path) -> None:
    path = with_rows(tmp_path / "a.xlsx", one("CURRENT_VAR(Data!A1:D301,Data!G1:H3)"))
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        text = members(path)[sheet].decode()
        head, sign, tail = text.partition("<sheetData")
        head = head.replace('<dimension ref="A1:H301"/>', "")
        replaced(path, {sheet: f'{head}<dimension ref="A1:XFD1048576"/>{sign}{tail}'})
    found, report = calculated(path)
    assert not report.errors
    assert report.seconds < 20
    assert isinstance(found["A1"], float)


@pytest.mark.parametrize(
    "cycle",
    [
        '<row r="1"><c r="A1"><f>A2+1</f></c></row><row r="2"><c r="A2"><f>A1+1</f></c></row>',
        '<row r="1"><c r="A1"><f>SUM(A1:A3)</f></c></row>',
        '<row r="1"><c r="A1"><f>CURRENT_VAR(Data!B1:D301,A1:C1)</f></c></row>',
        (
            '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">A2+1</f></c></row>'
            '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row><row r="3"><c r="A3"><f>A1</f></c></row>'
            '<row r="4"><c r="A4"><f>A4</f></c></row>'
        ),
    ],
    ids=["two cells", "itself", "through ours", "shared"],
)
def test_a_circle_is_refused_with_its_cell(tmp_path: Path, cycle: str) -> None:
    sentence = refused(with_rows(tmp_path / "a.xlsx", cycle))
    assert "in a circle" in sentence
    assert "Risk!A" in sentence


@pytest.mark.parametrize(
    "formula", ["(" * 5000 + "1" + ")" * 5000, "IF(1," * 2000 + "1" + ")" * 2000, "-" * 50_000 + "1"],
    ids=["brackets", "calls", "signs"],
)  # fmt: skip
def test_a_formula_nested_without_end_is_a_sentence(tmp_path: Path, formula: str) -> None:
    assert "Risk!A1" in refused(with_rows(tmp_path / "a.xlsx", one(formula)))


def test_a_shared_formula_that_cannot_be_read_names_its_cell(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">T[</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    )
    sentence = refused(with_rows(tmp_path / "a.xlsx", rows))
    assert sentence.startswith("Risk!A1 is not a complete formula")


@pytest.mark.parametrize(
    "formula",
    ["SUM(SEQUENCE(1048576,1000))", "CURRENT_VAR(RANDARRAY(99999,9999),1)", "SUM(MUNIT(100000))",
     "LEN(REPT(&quot;x&quot;,1E10))", "REPT(&quot;x&quot;,32767)&amp;REPT(&quot;y&quot;,32767)",
     "HISTORY_CHECK(B1:XFD1048576)"],
)  # fmt: skip
def test_a_result_too_large_to_hold_is_an_error_cell_and_is_listed(
    tmp_path: Path, formula: str
) -> None:
    found, report = calculated(with_rows(tmp_path / "a.xlsx", one(formula)))
    assert str(found["A1"]).startswith("#")
    assert error_at(report, "Risk!A1").code == found["A1"]


# --- what a package may hold ------------------------------------------------------------------------
def test_xml_nested_a_hundred_thousand_deep_is_damage(tmp_path: Path) -> None:
    deep = '<row r="1"><c r="A1">' + "<x>" * 100_000 + "</x>" * 100_000 + "<f>1+1</f></c></row>"
    assert "is damaged" in refused(with_rows(tmp_path / "a.xlsx", deep))


def test_entities_that_multiply_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 20))
    book = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><x>&l19;</x>'
    for part in ("xl/theme/theme1.xml", "xl/worksheets/sheet1.xml", "docProps/app.xml"):
        path = with_formulas(tmp_path / "a.xlsx", "=1+1")
        assert "a document type" in refused(replaced(path, {part: book}))


def test_a_zip_that_unpacks_to_four_gigabytes_is_refused_by_its_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    said_size(path, 0xFFFFFF00)
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a part was unpacked"))
    assert "unpacks to more than" in refused(path)


@pytest.mark.parametrize("bomb", ["<c/>", "<x y=''/>"])
def test_a_sheet_of_nothing_but_tags_is_refused_before_it_fills_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f></c></row></sheetData>' + bomb * 20_000 + "<sheetData>"
    path = with_rows(tmp_path / "a.xlsx", rows)
    monkeypatch.setattr(sheet_xml, "_MOST_TAGS", 10_000)
    assert "more than 10,000 XML tags" in refused(path)


def said_size(path: Path, size: int) -> None:
    """A picture of 50 million zeros, of which the directory of the zip says another size."""
    replaced(path, {"xl/media/image1.png": bytes(50 << 20)})
    data = bytearray(path.read_bytes())
    record = data.rfind(b"xl/media/image1.png") - 46
    data[record + 24 : record + 28] = size.to_bytes(4, "little")
    path.write_bytes(data)


def test_a_zip_that_lies_about_its_sizes_is_damage(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    said_size(path, 10)
    assert "is damaged" in refused(path)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/tables/table1.xml", '<tableColumn id="2" name="Q"/>', ""),
        ("xl/workbook.xml", 'sheet name="Risk"', 'sheet title="Risk"'),
        ("xl/workbook.xml", 'sheet name="Risk"', 'sheet name="Data"'),
    ],
    ids=["a table wider than its columns", "a sheet without a name", "two sheets of one name"],
)
def test_parts_that_contradict_each_other_are_damage(
    tmp_path: Path, part: str, old: str, new: str
) -> None:
    def fill(book: object) -> None:
        data = write_data(book)
        data.add_table(0, 9, 3, 10, {"columns": [{"header": "P"}, {"header": "Q"}]})
        book.add_worksheet("Risk").write_formula("A1", "=1+1")  # type: ignore[attr-defined]

    path = make(tmp_path / "a.xlsx", fill)
    text = members(path)[part].decode()
    assert old in text
    assert "is damaged" in refused(replaced(path, {part: text.replace(old, new)}))


def test_content_types_that_lie_change_nothing(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    text = members(path)["[Content_Types].xml"].decode()
    replaced(path, {"[Content_Types].xml": text.replace("worksheet+xml", "chartsheet+xml")})
    assert calculated(path)[0]["A1"] == 2


def test_the_start_of_the_zip_spoiled_is_a_sentence(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    whole = path.read_bytes()
    for cut in (1, 50, 200):  # then every offset in the directory is wrong
        path.write_bytes(whole[cut:])
        assert "is damaged" in refused(path)


def test_hidden_and_protected_sheets_and_1904_dates_are_calculated(tmp_path: Path) -> None:
    def fill(book: object) -> None:
        data = write_data(book, first=39602)  # Monday 2012-06-04 there
        data.hide()
        risk = book.add_worksheet("Risk")  # type: ignore[attr-defined]
        risk.write_formula("A1", "=CURRENT_VAR(Rets,Pos)")
        risk.write_formula("A2", '=STRESSED_VAR(Rets,Pos,"2012-07-01:2013-01-31",90%)')
        risk.protect("secret")
        risk.activate()

    found, report = calculated(make(tmp_path / "a.xlsx", fill, date_1904=True))
    assert not report.errors
    assert set(found) == {"A1", "A2"}
    out = members(tmp_path / "out.xlsx")
    assert b"<sheetProtection" in out["xl/worksheets/sheet2.xml"]
    assert b'state="hidden"' in out["xl/workbook.xml"]


# --- the disk ---------------------------------------------------------------------------------------
@POSIX
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    import resource
    import signal

    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]))
        sentence = refused(path, tmp_path / "out.xlsx")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert "could not be written: File too large" in sentence


@POSIX
def test_a_folder_that_may_only_be_read(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = with_formulas(folder / "a.xlsx", "=1+1")
        path.chmod(0o444)
        folder.chmod(0o555)
        # root may write anywhere, so it becomes nobody once everything is imported
        script = (
            "import os, sys; from xl_stressvar.cli import main as cli; import xl_stressvar.hosts.headless\n"
            "import xl_stressvar.cli.calc, xl_stressvar.ooxml.files, ctypes, resource\n"
            "cli.main(['eval', '1']); 'a'.encode('cp437'); os.getuid() or os.setuid(65534)\n"
            "sys.exit(cli.main(['calc', sys.argv[1]]))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(path)],
            capture_output=True, text=True, timeout=120, check=False, cwd=ROOT,
            env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},  # a process of one thread may fork
        )  # fmt: skip
        folder.chmod(0o755)
        assert done.returncode == 1, done.stderr
        assert "could not be written: Permission denied" in done.stderr
        assert [p.name for p in folder.iterdir()] == ["a.xlsx"]


def test_what_a_killed_run_left_is_removed_a_day_later(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    old, young, foreign = (
        tmp_path / n for n in (".xl-stressvar-a.tmp", ".xl-stressvar-b.tmp", ".c.tmp")
    )
    for left in (old, young, foreign):
        left.write_bytes(b"half")
    for left in (old, foreign):
        os.utime(left, (time.time() - 90_000,) * 2)
    calc(path, tmp_path / "out.xlsx")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [".c.tmp", ".xl-stressvar-b.tmp", "a.xlsx", "out.xlsx"]
    )


# --- several at once --------------------------------------------------------------------------------
@pytest.mark.slow
def test_two_calculations_of_one_workbook_into_one_copy(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)", "=CURRENT_ES(Rets,Pos)")
    want = calculated(path)[0]
    command = [
        sys.executable,
        "-m",
        "xl_stressvar.cli",
        "calc",
        str(path),
        "-o",
        str(tmp_path / "b.xlsx"),
    ]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         cwd=ROOT)
        for _ in range(3)
    ]  # fmt: skip
    for process in running:
        _, complaint = process.communicate(timeout=120)
        assert process.returncode == 0, complaint
    assert values(tmp_path / "b.xlsx") == want
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "b.xlsx", "out.xlsx"]


def test_threads_that_share_their_data_give_the_same_bits() -> None:
    history = gfc("SPX", "UST10Y", "GOLD")
    other = [*history[:100], [history[100][0], -0.5, 0.0, 0.0], *history[101:]]
    calls = [
        ("STRESSED_VAR", [history, [[60.0, 30.0, 10.0]], "GFC", 0.99, 1.0, method])
        for method in ("historical", "normal", "student t", "ewma", "filtered")
    ]
    calls += [
        ("WORST_WINDOW", [history, [[60.0, 30.0, 10.0]], 200.0, 0.95, 1.0]),
        ("CRISIS_CORR", [history, OMITTED, "kendall"]),
        ("CRISIS_RETURNS", ["COVID", "SPX;GOLD"]),
        ("STRESSED_VAR", [history, [[60.0, 30.0]]]),
        ("STRESSED_VAR", [other, [[60.0, 30.0, 10.0]], "GFC", 0.99, 1.0, "historical"]),
        ("CRISIS_CORR", [other, OMITTED, "pearson"]),
    ]
    want = [repr(call(name, arguments).value) for name, arguments in calls]
    wrong: list[object] = []

    def work(offset: int) -> None:
        try:
            for turn in range(6):
                i = (offset + turn) % len(calls)
                got = repr(call(*calls[i]).value)
                if got != want[i]:
                    wrong.append((calls[i][0], got))
        except BaseException as escaped:  # noqa: BLE001 - of a thread it would be lost
            wrong.append(escaped)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not wrong


def test_every_way_in_which_python_fails_to_read_a_zip_is_damage() -> None:
    for problem in package._UNREADABLE:
        with pytest.raises(Exception, match=r"is damaged") as refusal, package._damage("a.xlsx"):
            raise problem
        assert type(refusal.value).__name__ == "FileProblem"


# --- the limits of the engine -----------------------------------------------------------------------
@pytest.mark.slow
def test_a_workbook_with_more_members_than_the_engine_allows_is_calculated(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    replaced(path, {f"xl/media/image{i}.png": b"x" for i in range(12_000)})
    assert calculated(path)[0]["A1"] == 2


def test_what_the_engine_will_not_load_is_too_large_and_not_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=1+1")
    for limit in formualizer._LOADED:
        monkeypatch.setitem(formualizer._LOADED, limit, 3)
        assert "unpacks to more than the engine loads" in refused(path)
        monkeypatch.setitem(formualizer._LOADED, limit, 1 << 32)


@pytest.mark.parametrize("block", ["J0:K1", "XFD1:XFE2", "J1048576:K1048577"])
def test_a_table_that_is_nowhere_on_its_sheet_is_damage(tmp_path: Path, block: str) -> None:
    def fill(book: object) -> None:
        data = write_data(book)
        data.add_table(0, 9, 3, 10, {"columns": [{"header": "P"}, {"header": "Q"}]})
        book.add_worksheet("Risk").write_formula("A1", "=1+1")  # type: ignore[attr-defined]

    path = make(tmp_path / "a.xlsx", fill)
    table = members(path)["xl/tables/table1.xml"].decode()
    assert table.count('"J1:K4"') == 2
    replaced(path, {"xl/tables/table1.xml": table.replace('"J1:K4"', f'"{block}"')})
    assert "is damaged" in refused(path)
