"""A small toolbox on XlsxWriter: a workbook of sheets, each filled from the top downwards.

    TEMPLATE = Template("calm", "Title", "Topic", {"Answer": "The question?", "Checks": "", "Data": ""})
    workbook = TemplateWorkbook(path, TEMPLATE)
    sheet = workbook.sheet("Answer", "What is measured, and in which unit.")
    inputs = sheet.table([...header...], [[...row...], ...], units=[...])
    sheet.answers([("Caption", TemplateCell("=STRESSED_VAR(...)", "million", "stressed"))])
    sheet.chart(Chart(...), beside=[inputs])
    sheet.box("How to read this", "Paragraphs, with {stressed|2} inside.")
    workbook.check("stressed", "Stressed VaR", "=stressed", "=-PERCENTILE.INC(...)")
    workbook.close()

Sheets stand in the order of the template and are filled in any order, so that one can point at one after it.
The workbook is written without values; `bake` computes them. Formulas refer to cells by defined name;
`{row}` in a table's formula is the row it stands in.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tools.templates.toolkit import checks, style
from tools.templates.toolkit.parts import Check, Content, Template, TemplateBlock, TemplateCell
from tools.templates.toolkit.prose import lines
from tools.templates.toolkit.sheet import COMPUTED_ON, TemplateSheet
from tools.templates.toolkit.style import BASE, FIRST, LINE_LENGTH, Look
from xl_stressvar import __version__

_NAME = re.compile(r"(?![A-Za-z]{1,3}\d+$)(?![rRcC]\d*$)[A-Za-z_][A-Za-z0-9_]*")


class TemplateWorkbook:
    """A workbook in the making."""

    def __init__(self, path: Path, template: Template) -> None:
        self.template = template
        self.file = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
        self.file.calc_on_load = False  # the values inside are computed, not to be thrown away
        self.file.set_calc_mode("auto", 191029)
        self.file.set_size(2400, 1500)
        self.file.set_properties(
            {
                "title": template.title,
                "subject": template.topic,
                "comments": f"Computed with xl-stressvar version {__version__} on {COMPUTED_ON}.",
                "created": dt.datetime.combine(COMPUTED_ON, dt.time()),
            }
        )
        self.pages = {tab: self.file.add_worksheet(tab) for tab in template.sheets}
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()
        self._sheets: list[TemplateSheet] = []
        self._checks: list[Check] = []

    def format(self, *looks: Look) -> Any:
        """The format of looks laid over each other, later ones on top; one object for each."""
        merged = BASE | {k: v for look in looks for k, v in look.items()}
        key = repr(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(merged)
        return self._formats[key]

    def name(self, name: str, where: str) -> None:
        """Define a name for the whole workbook."""
        if not _NAME.fullmatch(name) or name.casefold() in self._names:
            raise ValueError(f"{name!r} is no name, is a cell address, or is taken")
        self._names.add(name.casefold())
        self.file.define_name(name, f"={where}")

    def intended_na(self, name: str, where: str) -> None:
        """Name cells that are meant to show #N/A: everywhere else an error is a fault of the workbook."""
        self.name(f"intended_na_{name}", where)

    def sheet(self, name: str, lead: str = "", widths: Sequence[float] = style.WIDTHS,
              says: Sequence[str] = ()) -> TemplateSheet:
        """A sheet to look at: the template's question, and below it whatever is added.

        says: names of cells that say what the data is, or `Mend ...`: the first fault, or all of them.
        """
        sheet = TemplateSheet(self, name, widths)
        sheet.put(0, FIRST, self.template.sheets[name], style.TITLE)
        sheet.height(0, 30)
        sheet.row = 1
        for line in lines(lead, LINE_LENGTH):
            sheet.put(sheet.row, FIRST, line, style.LEAD)
            sheet.row += 1
        if says:
            told = '&" "&'.join(says)
            for each in reversed(says):
                told = f'IF(LEFT({each},4)="Mend",{each},{told})'
            sheet.put(sheet.row, FIRST, f"={told}", style.SAID)
            sheet.row += 1
        sheet.row += 1
        self._sheets.append(sheet)
        return sheet

    def data(self, name: str, title: str, notes: Sequence[str], header: Sequence[str],
             rows: Sequence[Sequence[Content]], units: Sequence[str],
             widths: Sequence[float], allowed: tuple[str, str, Look] | None = None) -> TemplateBlock:
        """A sheet of data under a frozen header; allowed: first and last column that may be
        edited, and what may be typed there."""
        sheet = self.grid(name, title, notes, widths)
        block = sheet.table(header, rows, units, left=0, look={})
        sheet.freeze(block.top)
        if allowed:
            first, last, rule = allowed
            sheet.page.data_validation(block.span(first, last).rpartition("!")[2].replace("$", ""), rule)
        return block

    def grid(self, name: str, title: str, notes: Sequence[str], widths: Sequence[float]) -> TemplateSheet:
        """A sheet of many rows, with gridlines: its title and notes, from the first column on."""
        sheet = TemplateSheet(self, name, widths, grid=True)
        sheet.put(0, 0, title, style.TITLE | {"font_size": 14})
        sheet.row = 1
        for note in notes:
            for line in lines(note, int(sum(widths) * 1.05)):
                sheet.put(sheet.row, 0, line, style.LEAD)
                sheet.row += 1
        sheet.row += 1
        self._sheets.append(sheet)
        return sheet

    def first_line(self, tab: str, content: TemplateCell) -> None:
        """Put a cell in place of the first note of a sheet of data, for a reader to see at once."""
        (sheet,) = (each for each in self._sheets if each.title == tab)
        sheet.put(1, 0, content, style.SAID)

    def check(self, name: str, what: str, ours: str, plain: str, within: float | None = None) -> None:
        """Compare one of our cells with a plain Excel formula: a row of the Checks sheet whose
        verdict is named `test_...`. within: for a simulated figure, the share it may be off."""
        self._checks.append(Check(f"test_{name}", what, ours, plain, within))

    def close(self) -> None:
        """Write the Checks sheet and the foot of every sheet, and save."""
        checks.write(self.sheet("Checks", checks.LEAD, checks.WIDTHS), self._checks)
        for sheet in self._sheets:
            if not sheet.grid and sheet.title != "Checks":
                for line in (f"Computed with version {__version__} on {COMPUTED_ON}.", "=checks_verdict"):
                    sheet.put(sheet.row, FIRST, line, style.LEAD)
                    sheet.row += 1
        for sheet in self._sheets:
            sheet.finish()
        self.file.close()
