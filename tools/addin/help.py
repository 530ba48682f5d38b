"""Catalogue to the help that an .xlam holds: for Excel's wizard, for the cell, for the add-in itself.

Excel keeps what Application.MacroOptions sets in three places: the category's name in the workbook's
functionGroups, to which a line in the VBA module points; the description in a line of the module; the
help for arguments in an extension of the workbook, [MS-XLSX] 2.4.19. tools/addin/vba.py writes the
lines, this module the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape, quoteattr

from tools.addin.vba import BUILT_IN_GROUPS, PREFIX
from xl_stressvar.catalogue import CATALOGUE, Catalogue

CATEGORY = "StressVaR"
INTELLISENSE = "http://schemas.excel-dna.net/intellisense/1.0"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_ARGUMENTS = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"  # the extension's name


def function_groups() -> str:
    return (
        f'<functionGroups builtInGroupCount="{BUILT_IN_GROUPS}">'
        f"<functionGroup name={quoteattr(CATEGORY)}/></functionGroups>"
    )


def argument_descriptions(catalogue: Catalogue = CATALOGUE) -> str:
    """The workbook's extension with the help for every argument."""
    names = "".join(
        f'<x14:definedName name="{entry.name}">'
        f'<x14:argumentDescriptions count="{len(entry.parameters)}">'
        + "".join(
            f'<x14:argumentDescription index="{i}">{escape(p.kind.help)}</x14:argumentDescription>'
            for i, p in enumerate(entry.parameters)
        )
        + "</x14:argumentDescriptions></x14:definedName>"
        for entry in catalogue
        if entry.parameters
    )
    return (
        f'<extLst><ext uri="{_ARGUMENTS}" xmlns:x14="{_X14}">'
        f"<x14:definedNames>{names}</x14:definedNames></ext></extLst>"
    )


def intellisense(catalogue: Catalogue = CATALOGUE) -> str:
    """What Excel-DNA's IntelliSense add-in, where somebody has it, shows while a formula is typed."""
    functions = "".join(
        f"<Function Name={quoteattr(entry.name)} Description={quoteattr(entry.summary)}>"
        + "".join(
            f"<Argument Name={quoteattr(PREFIX + p.name)} Description={quoteattr(p.kind.help)}/>"
            for p in entry.parameters
        )
        + "</Function>"
        for entry in catalogue
    )
    return f'<IntelliSense xmlns="{INTELLISENSE}"><FunctionInfo>{functions}</FunctionInfo></IntelliSense>'


def rows(catalogue: Catalogue = CATALOGUE) -> Iterator[Sequence[str]]:
    """The add-in's own sheet, for Repair help and Check this Excel: what it is, the function, texts."""
    for entry in catalogue:
        yield "help", entry.name, entry.summary, *(p.kind.help for p in entry.parameters)
    for entry in catalogue:
        for formula, shown in entry.examples:
            yield "example", entry.name, formula, shown


def sheet_data(catalogue: Catalogue = CATALOGUE) -> str:
    """These rows as the sheet holds them: each cell the number of its text."""
    numbers = {text: i for i, text in enumerate(_texts(catalogue))}
    lines = "".join(
        f"<row>{''.join(_cell(numbers[text]) for text in row)}</row>" for row in rows(catalogue)
    )
    return f"<sheetData>{lines}</sheetData>"


def shared_strings(catalogue: Catalogue = CATALOGUE) -> str:
    """The workbook's list of texts."""
    used = sum(map(len, rows(catalogue)))
    texts = _texts(catalogue)
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{_MAIN}" count="{used}" uniqueCount="{len(texts)}">{items}</sst>'


def _texts(catalogue: Catalogue) -> list[str]:
    """Every text of the sheet once, in its order."""
    return list(dict.fromkeys(text for row in rows(catalogue) for text in row))


def _cell(number: int) -> str:
    return f'<c t="s"><v>{number}</v></c>'
