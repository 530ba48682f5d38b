"""Nothing of the user's is written over unasked, and render neither runs nor asks what it should not."""

from __future__ import annotations

import contextlib
import io
import os
import re
import socket
import stat
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import xlsxwriter

from tests.hosts.headless.books import make, members, replaced
from tests.support import ROOT
from tests.unit.cli.test_calc_and_eval import run
from xl_stressvar.cli import main as cli
from xl_stressvar.cli import office, render
from xl_stressvar.errors import FileProblem
from xl_stressvar.ooxml.files import written
from xl_stressvar.templates import templates

POSIX = pytest.mark.skipif(os.name != "posix", reason="devices and rights of POSIX")


@pytest.mark.parametrize("command", ["libreoffice", "demo", "render BOOK", "new march_2020"])
def test_a_file_that_is_there_is_left_alone(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command.replace("BOOK", str(templates()["march_2020"])).split()
    ending = {"libreoffice": ".oxt", "render": ".pdf"}.get(words[0], ".xlsx")
    theirs = tmp_path / f"theirs{ending}"
    theirs.write_bytes(b"theirs")
    code, out, err = run(capsys, *words, "-o", str(theirs))
    assert (code, out) == (1, "")
    assert f"theirs{ending} is there already, and is left alone." in err
    assert theirs.read_bytes() == b"theirs"


@pytest.mark.parametrize("command", ["libreoffice", "demo", "render BOOK"])
def test_another_ending_is_refused(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = command.replace("BOOK", str(templates()["march_2020"])).split()
    code, _, err = run(capsys, *words, "-o", str(tmp_path / "a.docx"), "--force")
    assert code == 1
    assert "a.docx does not end in ." in err
    assert list(tmp_path.iterdir()) == []


def test_force_replaces(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = tmp_path / "old.oxt"
    old.write_bytes(b"old")
    assert run(capsys, "libreoffice", "-o", str(old), "--force")[0] == 0
    assert zipfile.is_zipfile(old)


@POSIX
def test_a_device_or_pipe_is_never_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for target in (pipe, Path("/dev/null"), Path("/dev/full")):
        with pytest.raises(FileProblem, match="it is not an ordinary file"):
            written(b"data", target)
        assert not stat.S_ISREG(target.stat().st_mode)


# --- LibreOffice is looked for, and run -------------------------------------------------------------
@pytest.fixture
def without_office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A current folder with programs of LibreOffice's names, and no LibreOffice at its places."""
    monkeypatch.setattr(office, "_PLACES", ())
    for name in (
        "soffice",
        "libreoffice",
        "soffice.exe",
        "soffice.com",
        "soffice.bat",
        "soffice.cmd",
    ):
        (tmp_path / name).write_text("#!/bin/sh\ntouch ran\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("path", ["", ".", "{0}", ".{1}", "{1}{0}{1}.", "{0}/../{2}"])
def test_no_program_of_the_current_folder_is_run(
    path: str,
    without_office: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", path.format(without_office, os.pathsep, without_office.name))
    code, out, err = run(capsys, "render", str(templates()["march_2020"]), "-o", "a.pdf")
    assert (code, out) == (1, "")
    assert "LibreOffice, which draws the pages, is not found on this computer" in err
    assert not (without_office / "ran").exists()
    assert not (without_office / "a.pdf").exists()


def test_a_place_of_its_own_comes_first_then_the_path(
    without_office: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed, other = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("other")
    for folder in (installed, other):
        (folder / office._NAMES[0]).touch(0o755)
        (folder / "soffice.bat").touch(0o755)
    monkeypatch.setenv("PATH", f".{os.pathsep}{other}")
    assert office.found() == other / office._NAMES[0]
    monkeypatch.setattr(office, "_PLACES", (str(installed / office._NAMES[0]),))
    assert office.found() == installed / office._NAMES[0]


@POSIX
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("echo first >&2; echo no display >&2; exit 77", "no display"),
        ("exit 77", "exit code 77"),
        ("sleep 60 & echo $! > $PIDS; wait", "it took longer than 1 seconds"),
    ],
)
def test_a_libreoffice_that_fails_leaves_the_old_pdf_and_no_process(
    script: str,
    reason: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program, old, numbers = tmp_path / "soffice", tmp_path / "a.pdf", tmp_path / "pids"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    old.write_bytes(b"old")
    monkeypatch.setattr(office, "_PLACES", (str(program),))
    monkeypatch.setattr(office, "SECONDS", 1)
    monkeypatch.setenv("PIDS", str(numbers))
    book = str(templates()["march_2020"])
    code, _, err = run(capsys, "render", book, "-o", str(old), "--force")
    assert code == 1
    assert f"LibreOffice made no PDF of march_2020.xlsx: {reason}." in err
    assert old.read_bytes() == b"old"
    if numbers.exists():
        assert ended(int(numbers.read_text()))


def ended(process: int) -> bool:
    """Whether it is gone, or waits only for its code to be read."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return state.strip()[:1] in ("", "Z")


# --- the copy that LibreOffice gets -----------------------------------------------------------------
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff"
    "3f0300050001ff2fa7c5d90000000049454e44ae426082"
)


def linked(path: Path, address: str) -> Path:
    """A workbook with a picture, a second one that is a link, and others of what leads out."""

    def fill(book: object) -> None:
        sheet = book.add_worksheet("S")  # type: ignore[attr-defined]
        sheet.write("A1", 1)
        sheet.insert_image("B2", "a.png", {"image_data": io.BytesIO(PNG)})
        sheet.write_url("A3", f"{address}/page")
        sheet.insert_image(
            "D2", "a.png", {"image_data": io.BytesIO(PNG), "url": f"{address}/click"}
        )

    make(path, fill)
    drawing, relations = "xl/drawings/drawing1.xml", "xl/drawings/_rels/drawing1.xml.rels"
    sheet, of_sheet = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
    parts = members(path)
    text, changed = re.subn(r'r:embed="rId\d+"', 'r:link="rId90"', parts[drawing].decode(), count=1)
    assert changed
    outside = "".join(
        f'<Relationship Id="rId9{i}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
        for i, (kind, target, mode) in enumerate(
            [
                ("image", f"{address}/linked.png", ' TargetMode="External"'),
                ("image", f"{address}/silent.png", ""),
                ("image", "//127.0.0.1/share/a.png", ' TargetMode="External"'),
            ]
        )
    )
    return replaced(
        path,
        {
            drawing: text,
            relations: parts[relations].decode().replace("</Rel", outside + "</Rel"),
            sheet: parts[sheet].decode().replace("<drawing", '<picture r:id="rId90"/><drawing'),
            of_sheet: parts[of_sheet].decode().replace("</Rel", outside + "</Rel"),
        },
    )


def test_the_copy_that_is_drawn_leads_nowhere(tmp_path: Path) -> None:
    path = linked(tmp_path / "a.xlsx", "http://127.0.0.1:9")
    before = members(path)
    assert b"127.0.0.1" in before["xl/drawings/_rels/drawing1.xml.rels"]
    copy = render.values_only(path)
    with zipfile.ZipFile(io.BytesIO(copy)) as after:
        relations = [name for name in after.namelist() if name.endswith(".rels")]
        assert len(relations) >= 4
        for name in relations:
            assert b"127.0.0.1" not in after.read(name)
            assert b"External" not in after.read(name)
        assert b"media/image1.png" in after.read("xl/drawings/_rels/drawing1.xml.rels")
        assert after.namelist() == list(before)


def test_the_profile_follows_no_link_and_runs_no_macro() -> None:
    text = office.settings()
    for name in ("DisableMacrosExecution", "BlockUntrustedRefererLinks"):
        assert f'"{name}" oor:op="fuse"><value>true</value>' in text


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address on this computer, and what was asked of it."""
    asked: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                asked.append(connection.recv(1000))
                connection.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    thread = threading.Thread(target=listen)
    thread.start()
    yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(30)


@pytest.mark.libreoffice
@pytest.mark.parametrize("guard", ["the copy", "the profile"])
def test_render_opens_no_connection(
    guard: str,
    tmp_path: Path,
    listener: tuple[str, list[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, asked = listener
    path = linked(tmp_path / "a.xlsx", address)
    if guard == "the profile":  # alone
        monkeypatch.setattr(render, "_leads_out", lambda relation: False)
    render.render(path, tmp_path / "a.pdf")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert asked == []


def paths_filled(pdf: Path) -> int:
    """How many shapes a PDF fills with a colour, in all its streams."""
    filled = 0
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", pdf.read_bytes(), re.DOTALL):
        with contextlib.suppress(zlib.error):
            filled += len(re.findall(rb"\bf\*?\s", zlib.decompressobj().decompress(stream)))
    return filled


@pytest.mark.libreoffice
def test_render_draws_the_charts(tmp_path: Path) -> None:
    """The profile guards what leads out; a chart, which LibreOffice embeds as an object, leads nowhere."""
    filled = []
    for bars in (0, 30):
        path = tmp_path / f"{bars}.xlsx"
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            sheet.write_column(0, 0, range(1, 31))
            if bars:
                chart = book.add_chart({"type": "column"})
                chart.add_series({"values": ["Sheet1", 0, 0, bars - 1, 0]})
                sheet.insert_chart("C2", chart)
        render.render(path, path.with_suffix(".pdf"))
        filled.append(paths_filled(path.with_suffix(".pdf")))
    assert filled[1] - filled[0] >= 30


@pytest.mark.libreoffice
def test_without_either_guard_a_link_is_followed(
    tmp_path: Path, listener: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, asked = listener
    monkeypatch.setattr(render, "_leads_out", lambda relation: False)
    monkeypatch.setattr(office, "_SETTINGS", ())
    render.render(linked(tmp_path / "a.xlsx", address), tmp_path / "a.pdf")
    assert asked


QUIETLY = """
import sys
def hook(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "winreg.Set")):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(hook)
from pathlib import Path
from xl_stressvar.hosts.headless import calc, evaluate
evaluate(["=STRESSED_VAR(CRISIS_RETURNS(\\"GFC\\"),{60,40})"])
calc(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_a_calculation_opens_no_connection_and_starts_no_program(tmp_path: Path) -> None:
    path = linked(tmp_path / "a.xlsx", "http://127.0.0.1:9")
    done = subprocess.run(
        [sys.executable, "-c", QUIETLY, str(path), str(tmp_path / "out.xlsx")],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_calc_and_import_make_the_folder_that_is_not_there(tmp_path: Path, capsys) -> None:
    book, prices = tmp_path / "a.xlsx", tmp_path / "p.csv"
    with xlsxwriter.Workbook(book) as new:
        new.add_worksheet().write_formula("A1", "=1+1")
    prices.write_text("Date,A\n2008-09-15,1\n2008-09-16,2\n")
    for order in (["calc", str(book)], ["import", str(prices)]):
        target = tmp_path / order[0] / "deep" / "b.xlsx"
        assert cli.main([*order, "-o", str(target)]) == 0
        assert target.is_file()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, capsys) -> None:
    (tmp_path / "file").write_text("")
    prices = tmp_path / "p.csv"
    prices.write_text("Date,A\n2008-09-15,1\n2008-09-16,2\n")
    assert cli.main(["import", str(prices), "-o", str(tmp_path / "file" / "b.xlsx")]) == 1
    assert "Folder file could not be written" in capsys.readouterr().err


def test_a_text_file_for_a_workbook_is_told_where_to_go(tmp_path: Path, capsys) -> None:
    path = tmp_path / "p.csv"
    path.write_text("Date,A\n")
    for order in (["calc", str(path)], ["eval", "=1", "--book", str(path)]):
        assert cli.main(order) == 1
        assert "p.csv is a text file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("typed", "said"),
    [("STRESSEDVAR", "Did you mean STRESSED_VAR"), ("MYMACRO", "Nothing is calculated with a gap")],
)
def test_a_misspelt_function_of_ours_is_asked_for(typed: str, said: str, capsys) -> None:
    assert cli.main(["eval", f"={typed}(1,2)"]) == 1
    assert f"calls {typed}, which is not known here. {said}" in capsys.readouterr().out


@pytest.mark.libreoffice
def test_sheets_listed_as_not_printed_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name in ("Page", "Data"):
            sheet = book.add_worksheet(name)
            sheet.write(0, 0, name)
            sheet.print_area(0, 0, 0, 0)
        book.define_name("not_printed", '="Data"')
    counts = []
    for everything in (False, True):
        render.render(path, tmp_path / "a.pdf", everything)
        found = re.findall(rb"/Count (\d+)", (tmp_path / "a.pdf").read_bytes())
        counts.append(max(map(int, found)))
    assert counts == [1, 2]
