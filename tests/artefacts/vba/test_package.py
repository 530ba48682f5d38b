"""The add-in and the templates as packages: by the rules of the Open XML SDK, and as Excel saves them."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator

from tests.support import ROOT
from tools.addin import help as texts
from tools.addin import xlam
from tools.addin.vba import PREFIX
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.ooxml.files import zipped

MAIN = {
    "m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
}
TEMPLATES = sorted((ROOT / "workbooks").glob("*.xlsx"))
VERSIONS = [FileFormat.OFFICE_2010, FileFormat.OFFICE_2016, FileFormat.MICROSOFT_365]


def findings(path: Path, version: FileFormat = FileFormat.MICROSOFT_365) -> list[str]:
    result = OpenXmlValidator(version).validate(path)
    return [f"{e.part_uri}: {e.description}" for e in result.errors]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return xlam.build_xlam(tmp_path_factory.mktemp("addin") / xlam.NAME)


@pytest.mark.artefacts
@pytest.mark.parametrize("version", VERSIONS)
def test_the_add_in_breaks_no_rule_of_the_format(built: Path, version: FileFormat) -> None:
    assert findings(built, version) == []


@pytest.mark.artefacts
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.stem)
def test_a_template_breaks_no_rule_of_the_format(path: Path) -> None:
    assert findings(path) == []


@pytest.mark.parametrize(
    ("part", "before", "after"),
    [
        ("xl/workbook.xml", b'name="StressVaR"', b""),
        ("xl/workbook.xml", b"veryHidden", b"quiteHidden"),
        ("xl/workbook.xml", b' index="0"', b""),
        ("xl/_rels/workbook.xml.rels", b"theme/theme1.xml", b"theme/theme2.xml"),
    ],
)
def test_a_broken_rule_would_be_seen(
    tmp_path: Path, part: str, before: bytes, after: bytes
) -> None:
    parts = xlam.parts()
    assert before in parts[part]
    broken = tmp_path / "broken.xlam"
    broken.write_bytes(zipped(parts | {part: parts[part].replace(before, after)}, 0))
    assert findings(broken) != []


# --- as Excel's own add-ins ------------------------------------------------------------------------
def workbook() -> etree._Element:
    return etree.fromstring(xlam.parts()["xl/workbook.xml"])


def test_its_window_is_very_hidden_and_it_has_nothing_to_calculate() -> None:
    (view,) = workbook().iterfind("m:bookViews/m:workbookView", MAIN)
    assert view.get("visibility") == "veryHidden"
    (calculation,) = workbook().iterfind("m:calcPr", MAIN)
    assert dict(calculation.attrib) == {"calcId": "191029"}


def test_the_functions_have_a_group_of_their_own_in_the_wizard() -> None:
    (groups,) = workbook().iterfind("m:functionGroups", MAIN)
    assert groups.get("builtInGroupCount") == "19"  # as in add-ins that Excel saved
    assert [g.get("name") for g in groups] == ["StressVaR"]


def test_every_argument_has_its_help_in_the_workbook() -> None:
    (extension,) = workbook().iterfind("m:extLst/m:ext", MAIN)
    assert extension.get("uri") == "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
    found = {
        name.get("name"): [
            (int(d.get("index")), d.text)
            for d in name.iterfind("x14:argumentDescriptions/x14:argumentDescription", MAIN)
        ]
        for name in extension.iterfind("x14:definedNames/x14:definedName", MAIN)
    }
    assert found == {
        e.name: list(enumerate(p.kind.help for p in e.parameters))
        for e in CATALOGUE
        if e.parameters
    }
    for names in extension.iterfind(".//x14:argumentDescriptions", MAIN):
        assert int(names.get("count")) == len(names)


def test_help_fits_the_wizard() -> None:
    for entry in CATALOGUE:
        assert len(entry.summary) <= 255
        assert all(len(p.kind.help) <= 255 for p in entry.parameters)
        names = ",".join(PREFIX + p.name for p in entry.parameters)
        assert len(names) + len(entry.parameters) <= 254


def test_the_help_while_typing_has_every_function_and_argument() -> None:
    space = "{http://schemas.excel-dna.net/intellisense/1.0}"
    root = etree.fromstring(xlam.parts()["customXml/item1.xml"])
    assert root.tag == space + "IntelliSense"
    found = {
        f.get("Name"): (f.get("Description"), [(a.get("Name"), a.get("Description")) for a in f])
        for f in root.iterfind(f"{space}FunctionInfo/{space}Function")
    }
    assert found == {
        e.name: (e.summary, [(PREFIX + p.name, p.kind.help) for p in e.parameters])
        for e in CATALOGUE
    }


def test_the_add_ins_sheet_holds_what_repair_and_check_read() -> None:
    parts = xlam.parts()
    shared = ["".join(item.itertext()) for item in etree.fromstring(parts["xl/sharedStrings.xml"])]
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    found = [
        [shared[int(cell.findtext("m:v", namespaces=MAIN))] for cell in row]
        for row in sheet.iterfind("m:sheetData/m:row", MAIN)
    ]
    assert found == [list(row) for row in texts.rows()]
    assert sum(row[0] == "help" for row in found) == len(list(CATALOGUE))
    assert sum(row[0] == "example" for row in found) == sum(len(e.examples) for e in CATALOGUE)
