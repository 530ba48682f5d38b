"""What is refused as a file, and that nothing is left behind."""

from __future__ import annotations

import os
import stat
import zipfile
from pathlib import Path

import pytest

from tests.hosts.headless.books import members, replaced, values, with_formulas, with_rows
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import calc
from xl_stressvar.hosts.headless import call_sites as session
from xl_stressvar.hosts.headless import formualizer as engine
from xl_stressvar.ooxml import package

CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return with_formulas(
        tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos)", "=CURRENT_VAR(Rets,Pos,95%)"
    )


def refused(path: Path, target: Path | None = None) -> str:
    before = sorted(p.name for p in path.parent.iterdir()) if path.parent.is_dir() else []
    with pytest.raises(FileProblem) as problem:
        calc(path, target)
    if path.parent.is_dir():
        assert sorted(p.name for p in path.parent.iterdir()) == before
    return problem.value.sentence()


def odf(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        out.writestr("content.xml", "<a/>")


def xlsb(path: Path) -> None:
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    )
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("_rels/.rels", relations)
        out.writestr("xl/workbook.bin", b"x")


FILES = {
    "nothing": (lambda p: None, "There is no file"),
    "folder": (lambda p: p.mkdir(), "is not an Excel workbook"),
    "empty": (lambda p: p.write_bytes(b""), "is not an Excel workbook"),
    "text": (lambda p: p.write_text("a,b\n1,2\n"), "is not an Excel workbook"),
    "xls": (lambda p: p.write_bytes(CFB), "Excel 97-2003 (.xls)"),
    "password": (
        lambda p: p.write_bytes(CFB + "EncryptedPackage".encode("utf-16-le") + bytes(99)),
        "is protected with a password",
    ),
    "xlsb": (xlsb, "a binary workbook (.xlsb)"),
    "ods": (odf, "an OpenDocument file (.ods)"),
    "zip": (lambda p: zipfile.ZipFile(p, "w").close(), "is not an Excel workbook"),
}


@pytest.mark.parametrize(("write", "words"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_workbook(tmp_path: Path, write: object, words: str) -> None:
    path = tmp_path / "book.xlsx"
    write(path)  # type: ignore[operator]
    sentence = refused(path)
    assert words in sentence
    assert "book.xlsx" in sentence


def test_a_cut_off_workbook(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:-300])
    assert "is not an Excel workbook" in refused(book)


def test_a_workbook_with_a_spoiled_part(book: Path) -> None:
    sheet = "xl/worksheets/sheet2.xml"
    replaced(book, {sheet: members(book)[sheet][:-20]})
    assert "is damaged" in refused(book)


def test_a_workbook_with_spoiled_bytes(book: Path) -> None:
    data = bytearray(book.read_bytes())
    with zipfile.ZipFile(book) as opened:
        start = opened.getinfo("xl/worksheets/sheet2.xml").header_offset + 80
    data[start : start + 40] = bytes(40)
    book.write_bytes(data)
    assert "is damaged" in refused(book)


BOMB = '<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("part", ["xl/worksheets/sheet2.xml", "xl/workbook.xml", "xl/sharedStrings.xml",
                                  "_rels/.rels", "xl/styles.xml"])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(book: Path, part: str, encoding: str) -> None:
    text = members(book).get(part, b"<a/>").decode()
    text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    head, sign, tail = text.partition("?>")
    replaced(book, {part: (head + sign + BOMB + tail).encode(encoding)})
    assert "a document type" in refused(book)


@pytest.mark.parametrize("part", ["xl/theme/theme1.xml", "docProps/app.xml", "[Content_Types].xml",
                                  "xl/drawings/vmlDrawing1.vml"])  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-be"])
def test_a_document_type_is_refused_however_far_down(book: Path, part: str, encoding: str) -> None:
    prolog = f'<?xml version="1.0" encoding="{encoding}"?><!-- {"x" * 70_000} -->'
    replaced(book, {part: (prolog + BOMB + "<a/>").encode(encoding)})
    assert "a document type" in refused(book)


def test_a_picture_may_look_like_anything(book: Path) -> None:
    replaced(book, {"xl/media/image1.svg": b"<!DOCTYPE svg><svg/>", "xl/media/image2.png": b"<"})
    assert calc(book).formulas == 2


@pytest.mark.parametrize("target", ["../../../etc/passwd", "/../../a.xml", "file:///etc/passwd"])
def test_a_relation_out_of_the_package_is_damage(book: Path, target: str) -> None:
    relations = "xl/_rels/workbook.xml.rels"
    text = members(book)[relations].decode()
    assert "worksheets/sheet2.xml" in text
    replaced(book, {relations: text.replace("worksheets/sheet2.xml", target)})
    assert "is damaged" in refused(book)


@pytest.mark.parametrize("name", ["../evil.txt", "/evil.txt", "C:\\evil.txt"])
def test_nothing_is_unpacked_onto_the_disk(book: Path, tmp_path: Path, name: str) -> None:
    replaced(book, {name: b"<a/>"})
    (tmp_path / "sub").mkdir()
    calc(book, tmp_path / "sub" / "out.xlsx")
    assert {p.name for p in tmp_path.rglob("*")} == {"a.xlsx", "sub", "out.xlsx"}


@pytest.mark.skipif(os.name != "posix", reason="devices and pipes of POSIX")
def test_what_is_no_ordinary_file_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    for path in (pipe, Path("/dev/zero")):
        assert "it is not an ordinary file" in refused(path, tmp_path / "out.xlsx")


def test_a_file_larger_than_what_is_unpacked_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(50 << 30)  # a sparse one
    assert "unpacks to more than 1,024 MB" in refused(path)


def test_a_bomb_is_refused_before_it_is_unpacked(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced(book, {"xl/media/image1.png": bytes(3 << 20)})
    monkeypatch.setattr(package, "_MAX_BYTES", 2 << 20)
    assert "unpacks to more than 2 MB" in refused(book)


def test_names_that_double_each_other_do_not_grow_without_end(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=Top0")
    names = ['<definedName name="Top9">PARAM_VAR(1,1)</definedName>']
    names += [
        f'<definedName name="Top{i}">{"+".join([f"Top{i + 1}"] * 99)}</definedName>'
        for i in range(9)
    ]
    text = members(path)["xl/workbook.xml"].decode()
    text = text.replace("<definedNames>", "<definedNames>" + "".join(names))
    replaced(path, {"xl/workbook.xml": text})
    assert "too long" in refused(path)


def test_a_name_that_reaches_itself_ends(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx", "=Top0")
    text = members(path)["xl/workbook.xml"].decode()
    names = '<definedNames><definedName name="Top0">Top1+PARAM_VAR(1,1)</definedName>'
    text = text.replace("<definedNames>", names + '<definedName name="Top1">Top0</definedName>')
    assert calc(replaced(path, {"xl/workbook.xml": text})).formulas == 1


def test_the_input_is_never_written_over(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    hard, soft = tmp_path / "hard.xlsx", tmp_path / "soft.xlsx"
    os.link(book, hard)
    soft.symlink_to(book)
    (tmp_path / "sub").mkdir()
    other = tmp_path / "sub" / ".." / "a.xlsx"
    for target in (book, hard, soft, other):
        assert "is the input itself" in refused(book, target)
    assert "is the input itself" in refused(soft, book)
    assert book.read_bytes() == before


def test_a_link_leads_to_the_file_that_is_replaced(book: Path, tmp_path: Path) -> None:
    real, link = tmp_path / "real.xlsx", tmp_path / "link.xlsx"
    real.write_bytes(b"old")
    link.symlink_to(real)
    calc(book, link)
    assert link.is_symlink()
    assert "A1" in values(real)


def test_the_target_cannot_be_written(book: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.xlsx").mkdir()
    assert "it is a folder" in refused(book, tmp_path / "folder.xlsx")
    assert "could not be written" in refused(book, tmp_path / "blank_cell" / "out.xlsx")
    assert "could not be written" in refused(book, book / "out.xlsx")


def test_the_ending_stays_that_of_the_input(book: Path, tmp_path: Path) -> None:
    assert "must end in .xlsx" in refused(book, tmp_path / "out.xlsm")


def test_the_target_has_the_rights_of_a_new_file_or_of_the_old_one(
    book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.xlsx"
    plain = tmp_path / "plain"
    plain.touch()
    calc(book, out)
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    out.chmod(0o640)
    calc(book, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, RuntimeError, MemoryError])
def test_an_interruption_inside_a_function_leaves_nothing(
    book: Path, monkeypatch: pytest.MonkeyPatch, interrupt: type[BaseException]
) -> None:
    def call(*_: object) -> None:
        raise interrupt

    monkeypatch.setattr(session, "call", call)
    with pytest.raises(interrupt):
        calc(book)
    assert [p.name for p in book.parent.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, OSError])
def test_an_interruption_while_writing_leaves_the_old_file(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, interrupt: type[BaseException]
) -> None:
    out = tmp_path / "out.xlsx"
    out.write_bytes(b"old")

    def fsync(_: int) -> None:
        raise interrupt

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises((interrupt, FileProblem)):
        calc(book, out)
    assert out.read_bytes() == b"old"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "out.xlsx"]


def test_an_engine_that_chokes_is_a_sentence(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def choke(self: object) -> None:
        raise engine.Unsupported("the engine gave up on it")

    monkeypatch.setattr(engine.Engine, "evaluate_all", choke)
    assert "gave up" in refused(book)


def test_a_formula_that_only_the_engine_cannot_read(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f>1+</f></c></row>'
    assert "Risk!A1" in refused(with_rows(tmp_path / "a.xlsx", rows))
