"""The add-in file: what two independent readers find in it, and what Excel needs of it."""

from __future__ import annotations

import io
import posixpath
import re
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import olefile
import pytest
import xlwings
from lxml import etree

from tests.artefacts.vba.sources import PROCEDURE, committed
from tests.support import ROOT
from tools.addin import xlam
from tools.addin.cfb import compound_file
from tools.addin.ribbon import ribbon
from tools.addin.vba import modules
from tools.addin.vba_project import ModuleKind, _obscured, compress


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xlam.build_xlam(tmp_path_factory.mktemp("addin") / xlam.NAME)


def sources() -> dict[str, str]:
    """The committed sources by module name."""
    return {Path(name).stem: text for name, text in committed().items()}


@pytest.mark.slow
def test_two_builds_are_the_same_file(built: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from tools.addin.xlam import build_xlam; "
        "build_xlam(Path(sys.argv[1]))"
    )
    again = tmp_path / "again.xlam"
    subprocess.run([sys.executable, "-c", code, str(again)], check=True, env={"PYTHONHASHSEED": "7"},
                   cwd=ROOT)  # fmt: skip
    assert again.read_bytes() == built.read_bytes()


@pytest.mark.filterwarnings("ignore")  # oletools' own
def test_olevba_reads_the_committed_sources(built: Path) -> None:
    from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(built))
    try:
        found = {
            Path(name).stem: text.replace("\r\n", "\n")
            for _, _, name, text in parser.extract_all_macros()
        }
    finally:
        parser.close()
    assert found == sources()


@pytest.mark.filterwarnings("ignore")
def test_a_second_reader_reads_the_committed_sources(built: Path) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(built) as book:
        names = book.module_names()
        found = {name: book.get_module(name).replace("\r\n", "\n") for name in names}
    expected = sources()
    assert set(found) == set(expected)
    for name, text in expected.items():
        assert _without_attributes(found[name]) == _without_attributes(text), name


def _without_attributes(text: str) -> str:
    return "\n".join(
        line for line in text.split("\n") if not line.startswith("Attribute VB_")
    ).strip()


def test_the_project_lists_its_modules_by_kind(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        project = olefile.OleFileIO(io.BytesIO(archive.read("xl/vbaProject.bin")))
    listed = project.openstream("PROJECT").read().decode("cp1252").split("\r\n")
    for module in modules():
        tail = "/&H00000000" if module.kind is ModuleKind.DOCUMENT else ""
        assert f"{module.kind}={module.name}{tail}" in listed
    assert project.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61FFFF000100")
    assert {"PROJECT", "PROJECTwm"} <= {"/".join(s) for s in project.listdir()}
    project.close()


def test_protection_password_and_visibility_are_off() -> None:
    """[MS-OVBA] 2.4.3.3, the decryption, of what 2.3.1.15 to 17 say an open project holds."""
    project_id = "{6E1B8D34-57C2-4F0A-9A61-0D3C5B7E2F48}"
    for data in (bytes(4), bytes(1), b"\xff"):
        stored = bytes.fromhex(_obscured(data))
        seed = stored[0]
        assert stored[1] ^ seed == 2  # the version
        key = stored[2] ^ seed
        assert key == sum(project_id.encode()) & 0xFF
        plain_before, encrypted_before, before_that = key, stored[2], stored[1]
        plain = []
        for byte in stored[3:]:
            plain.append(byte ^ ((before_that + plain_before) & 0xFF))
            plain_before, encrypted_before, before_that = plain[-1], byte, encrypted_before
        kept = bytes(plain[(seed & 6) // 2 :])
        assert int.from_bytes(kept[:4], "little") == len(data)
        assert kept[4:] == data


# [MS-OVBA] 3.2.1 and 3.2.3; 3.2.2 leaves a choice between equally long matches
@pytest.mark.parametrize(
    ("text", "packed"),
    [
        ("abcdefghijklmnopqrstuv.",
         "01 19 B0 00 61 62 63 64 65 66 67 68 00 69 6A 6B 6C 6D 6E 6F 70 00 71 72 73 74 75 76 2E"),
        ("a" * 73, "01 03 B0 02 61 45 00"),
    ],
    ids=["no compression", "maximum"],
)  # fmt: skip
def test_compression_gives_the_examples_of_the_specification(text: str, packed: str) -> None:
    assert compress(text.encode()) == bytes.fromhex(packed)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("length", [1, 4095, 4096, 4097, 20000])
def test_what_was_compressed_comes_back(length: int) -> None:
    from oletools.olevba import decompress_stream

    data = bytes((i * i) % 251 % 90 + 32 for i in range(length))
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


def test_a_compound_file_gives_back_small_and_large_streams() -> None:
    tree = {"A": {"small": b"x" * 10, "edge": b"y" * 4096, "large": b"z" * 300_000}, "empty": b""}
    file = olefile.OleFileIO(
        io.BytesIO(compound_file(tree)), raise_defects=olefile.DEFECT_INCORRECT
    )
    for name, data in tree["A"].items():  # type: ignore[attr-defined]
        assert file.openstream(f"A/{name}").read() == data
    assert file.openstream("empty").read() == b""
    file.close()


# --- the package ---------------------------------------------------------------------------------
def test_every_part_is_declared_and_every_relationship_leads_somewhere(built: Path) -> None:
    with zipfile.ZipFile(built) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = {
        name: etree.fromstring(data) for name, data in parts.items() if not name.endswith(".bin")
    }
    declared = {e.get("PartName") for e in xml["[Content_Types].xml"] if e.get("PartName")}
    assert all(name.lstrip("/") in parts for name in declared)
    for name, tree in xml.items():
        if not name.endswith(".rels"):
            continue
        base = name.split("_rels/")[0]
        assert all(posixpath.normpath(base + r.get("Target")) in parts for r in tree)


# --- beside the add-in that xlwings releases, which Excel is known to open --------------------------
XLWINGS = Path(xlwings.__file__).parent / "addin" / "xlwings.xlam"
HELP_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def opened(path: Path) -> tuple[dict[str, str], set[tuple[str, str]], olefile.OleFileIO]:
    """Part to content type, (relationship type, target) without the ribbon's, the VBA project."""
    with zipfile.ZipFile(path) as archive:
        types = {
            e.get("PartName"): e.get("ContentType")
            for e in etree.fromstring(archive.read("[Content_Types].xml"))
            if e.get("PartName")
        }
        related = {
            (e.get("Type"), e.get("Target"))
            for name in ("_rels/.rels", "xl/_rels/workbook.xml.rels")
            for e in etree.fromstring(archive.read(name)).iter(f"{RELS}Relationship")
            if "extensibility" not in e.get("Type")
        }
        return types, related, olefile.OleFileIO(io.BytesIO(archive.read("xl/vbaProject.bin")))


def records(project: olefile.OleFileIO) -> tuple[list[int], set[tuple[int, ...]]]:
    """The numbers of the dir stream's records before the first module, and those of the modules."""
    from oletools.olevba import decompress_stream

    data = bytes(decompress_stream(bytearray(project.openstream("VBA/dir").read())))
    found, at = [], 0
    while at < len(data):
        number, length = struct.unpack_from("<HI", data, at)
        found.append(number)
        at += 6 + (6 if number == 0x09 else length)  # the version says a size that is not its own
    first = found.index(0x19)
    modules: list[list[int]] = []
    for number in found[first:-1]:
        if number == 0x19:
            modules.append([])
        modules[-1].append(number)
    assert found[-1] == 0x10
    return found[:first], set(map(tuple, modules))


@pytest.mark.filterwarnings("ignore")
def test_the_package_has_the_form_of_one_that_excel_opens(built: Path) -> None:
    types, related, project = opened(built)
    their_types, their_related, their_project = opened(XLWINGS)
    ours_alone = {("/customXml/itemProps1.xml", HELP_PROPERTIES)}  # help while typing, by Excel-DNA
    assert types.items() - their_types.items() == ours_alone
    assert {target for _, target in related - their_related} == {"../customXml/item1.xml"}
    assert records(project) == records(their_project)
    assert (
        project.openstream("VBA/_VBA_PROJECT").read()
        == their_project.openstream("VBA/_VBA_PROJECT").read()
    )
    ours, theirs = (
        [
            re.split(r"[=/]", line)[0]
            for line in p.openstream("PROJECT").read().decode("cp1252").split("\r\n")
        ]
        for p in (project, their_project)
    )
    until = ours.index("[Workspace]")
    listed = {"Document", "Class", "Module"}
    assert [key for key in ours[:until] if key not in listed] == [
        key for key in theirs[: theirs.index("[Workspace]")] if key not in listed
    ]
    project.close()
    their_project.close()


def test_the_ribbon_calls_procedures_that_exist_with_the_arguments_they_get() -> None:
    tree = etree.fromstring(ribbon().encode())
    declared = {
        m["name"]: m["parameters"].count(" As ")
        for m in PROCEDURE.finditer(sources()["StressVarRibbon"])
    }
    given = {"onLoad": 1, "onAction": 1} | dict.fromkeys(
        ("getLabel", "getContent", "getEnabled", "getSupertip"), 2
    )
    used = [(name, value) for e in tree.iter() for name, value in e.attrib.items() if name in given]
    assert {
        name for e in tree.iter() for name in e.attrib if name.startswith("get")
    } <= given.keys()
    assert len(used) > 20
    for attribute, procedure in used:
        assert declared[procedure] == given[attribute]
    written = re.findall(r'onAction=""(\w+)""', sources()["StressVarTools"])
    assert written
    assert all(procedure in declared for procedure in written)
    assert {p for p in declared if p.startswith("SvOn")} == {
        p for _, p in used if p.startswith("SvOn")
    } | set(written)
