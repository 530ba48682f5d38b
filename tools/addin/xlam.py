"""Catalogue to Excel add-in: stressvar.xlam, built without Excel, bit for bit the same each time.

An .xlam is a workbook with one hidden sheet, the VBA project and the description of a ribbon tab
(tools/addin/ribbon.py). It has what Excel's own add-ins have: a window that is very hidden, a theme, the
help for the wizard (tools/addin/help.py). Parts are stored without compression, so that the bytes do not depend on a version of zlib.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

from tools.addin import help as texts
from tools.addin.ribbon import ribbon
from tools.addin.theme import theme
from tools.addin.vba import modules
from tools.addin.vba_project import vba_project
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.ooxml.files import zipped

NAME = "stressvar.xlam"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_CUSTOM_XML = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_CALCULATED_BY = 191029  # Excel 2019 and later: nothing to calculate when the add-in is loaded
_HELP_PART = "{B0A5C9C2-2C7B-4D0E-9E55-7B0C3B1F4A61}"  # any fixed GUID serves

_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml":
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/xl/sharedStrings.xml":
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
    "/xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/customXml/itemProps1.xml":
        "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}  # fmt: skip


def _relationships(*targets: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="{p}" ContentType="{t}"/>' for p, t in _TYPES.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _workbook(catalogue: Catalogue) -> str:
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="veryHidden" xWindow="0" yWindow="0" windowWidth="16000" '
        'windowHeight="9000"/></bookViews>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets>'
        f"{texts.function_groups()}"
        f'<calcPr calcId="{_CALCULATED_BY}"/>'
        f"{texts.argument_descriptions(catalogue)}</workbook>"
    )


def _sheet(catalogue: Catalogue) -> str:
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/>'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{texts.sheet_data(catalogue)}</worksheet>'
    )


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_APP = (
    f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Excel</Application><AppVersion>16.0300</AppVersion></Properties>"
)


_HELP_PROPERTIES = (
    f'{_HEAD}<ds:datastoreItem ds:itemID="{_HELP_PART}" xmlns:ds="{_CUSTOM_XML}"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{texts.INTELLISENSE}"/></ds:schemaRefs></ds:datastoreItem>'
)


def _core() -> str:
    """Title and description are what Excel's list of add-ins shows."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>StressVaR</dc:title><dc:description>Stressed VaR worksheet functions, version "
        f"{__version__}.</dc:description></cp:coreProperties>"
    )


def parts(catalogue: Catalogue = CATALOGUE) -> dict[str, bytes]:
    """The files of the .xlam, by name."""
    files = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            (f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "xl/workbook.xml": _workbook(catalogue),
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/sharedStrings", "sharedStrings.xml"),
            (f"{_OFFICE}/theme", "theme/theme1.xml"),
            (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
            (f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        ),
        "xl/worksheets/sheet1.xml": _sheet(catalogue),
        "xl/styles.xml": _STYLES,
        "xl/sharedStrings.xml": _HEAD + texts.shared_strings(catalogue),
        "xl/theme/theme1.xml": _HEAD + theme(),
        "docProps/core.xml": _core(),
        "docProps/app.xml": _APP,
        "customUI/customUI14.xml": _HEAD + ribbon(catalogue),
        "customXml/item1.xml": _HEAD + texts.intellisense(catalogue),
        "customXml/itemProps1.xml": _HELP_PROPERTIES,
        "customXml/_rels/item1.xml.rels": _relationships(
            (f"{_OFFICE}/customXmlProps", "itemProps1.xml"),
        ),
    }
    project = {"xl/vbaProject.bin": vba_project(modules(catalogue))}
    return {name: text.encode() for name, text in files.items()} | project


def build_xlam(out: Path, catalogue: Catalogue = CATALOGUE) -> Path:
    """Write the add-in."""
    out.write_bytes(zipped(parts(catalogue), zipfile.ZIP_STORED))
    return out
