"""Catalogue to Excel add-in: stressvar.xlam, built without Excel, bit for bit the same each time.

An .xlam is a workbook with one hidden sheet, the VBA project and the description of a ribbon tab.
Parts are stored without compression, so that the bytes do not depend on a version of zlib.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

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

_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml":
        "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
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


_WORKBOOK = (
    f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
    '<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="16000" windowHeight="9000"/></bookViews>'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_SHEET = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><dimension ref="A1"/>'
    '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><sheetData/></worksheet>'
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


def _core() -> str:
    """Title and description are what Excel's list of add-ins shows."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>StressVaR</dc:title><dc:description>Stressed VaR worksheet functions, version "
        f"{__version__}.</dc:description></cp:coreProperties>"
    )


def ribbon(catalogue: Catalogue = CATALOGUE) -> str:
    """The StressVaR tab. Callbacks are in vba/StressVarRibbon.bas."""
    menus = []
    for i, family in enumerate(catalogue.families):
        buttons = "".join(
            f'<button id="svInsert_{e.name}" label="{e.name}" tag="{e.name}" '
            f'supertip={quoteattr(e.summary)} onAction="SvOnInsertFunction"/>'
            for e in catalogue
            if e.family == family
        )
        menus.append(f'<menu id="svFamily{i}" label={quoteattr(family)}>{buttons}</menu>')
    insert = (
        '<menu id="svInsert" label="Insert function" size="large" imageMso="FunctionWizard">'
        f"{''.join(menus)}</menu>"
    )
    templates = (
        '<dynamicMenu id="svTemplates" label="Templates" size="large" imageMso="FileNew" '
        'getContent="SvTemplates" invalidateContentOnDrop="true"/>'
    )
    groups = {
        "Functions": [
            insert,
            _button("svFormat", "Format results", "FormatCellsDialog", "SvOnFormatResults",
                    "Number formats for the results in the selection, by the units of their functions."),
        ],
        "Errors": [
            _button("svNext", "Next error", "ErrorChecking", "SvOnNextError",
                    "Goes to the next StressVaR formula of this sheet that shows an error."),
            _button("svExplain", "Explain", "Info", "SvOnExplain",
                    "Why the selected cell shows an error, and what to type instead."),
            _button("svRecalculate", "Recalculate", "CalculateNow", "SvOnRecalculate",
                    "Calculates the StressVaR formulas of this sheet again."),
        ],
        "Sheets": [
            _button("svNew", "New stressed-VaR sheet", "SheetInsert", "SvOnNewSheet",
                    "Makes a sheet of live formulas and a chart from prices and positions you select."),
            templates,
        ],
        "About": [
            (
                '<button id="svEngine" getLabel="SvEngineLabel" imageMso="ServerConnection" '
                'supertip="Starts the engine, and says which version answers." onAction="SvOnEngine"/>'
            ),
            _button("svHelp", "Help", "Help", "SvOnHelp", "How to use the functions.", "normal"),
        ],
    }  # fmt: skip
    inside = "".join(
        f'<group id="svGroup{i}" label="{label}">{"".join(controls)}</group>'
        for i, (label, controls) in enumerate(groups.items())
    )
    return (
        f'{_HEAD}<customUI xmlns="{_MICROSOFT}/2009/07/customui" onLoad="SvRibbonLoaded"><ribbon><tabs>'
        f'<tab id="svTab" label="StressVaR">{inside}</tab></tabs></ribbon></customUI>'
    )


def _button(name: str, label: str, image: str, action: str, tip: str, size: str = "large") -> str:
    return (
        f'<button id="{name}" label={quoteattr(label)} size="{size}" imageMso="{image}" '
        f'supertip={quoteattr(tip)} onAction="{action}"/>'
    )


def parts(catalogue: Catalogue = CATALOGUE) -> dict[str, bytes]:
    """The files of the .xlam, by name."""
    texts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
            (f"{_MICROSOFT}/2007/relationships/ui/extensibility", "customUI/customUI14.xml"),
        ),
        "xl/workbook.xml": _WORKBOOK,
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_MICROSOFT}/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/worksheets/sheet1.xml": _SHEET,
        "xl/styles.xml": _STYLES,
        "docProps/core.xml": _core(),
        "docProps/app.xml": _APP,
        "customUI/customUI14.xml": ribbon(catalogue),
    }
    project = {"xl/vbaProject.bin": vba_project(modules(catalogue))}
    return {name: text.encode() for name, text in texts.items()} | project


def build_xlam(out: Path, catalogue: Catalogue = CATALOGUE) -> Path:
    """Write the add-in."""
    out.write_bytes(zipped(parts(catalogue), zipfile.ZIP_STORED))
    return out
