"""A small toolbox on XlsxWriter: a workbook of sheets, each filled from the top downwards.

    TEMPLATE = Template("calm", "Title", "Topic", {"Answer": "The question?", "Checks": "", "Data": ""})
    workbook = TemplateWorkbook(path, TEMPLATE)
    sheet = workbook.sheet("Answer", "What is measured, and in which unit.")
    inputs = sheet.table([...header...], [[...row...], ...], units=[...])
    sheet.answers([("Caption", TemplateCell("=STRESSED_VAR(...)", "million", "stressed"))])
    sheet.chart(Chart(...), beside=[inputs])
    sheet.boxes(("How to read this", "Paragraphs, with {stressed|2} inside."))
    workbook.check("stressed", "Stressed VaR", "=stressed", "=-PERCENTILE.INC(...)")
    workbook.close()

Sheets stand in the order of the template and are filled in any order, so that one can point at one after it.
The workbook is written without values; `bake` computes them. Formulas refer to cells by defined name;
`{row}` in a table's formula is the row it stands in.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tools.templates.toolkit import checks, style
from tools.templates.toolkit.file import TemplateFile
from tools.templates.toolkit.parts import (
    CHECKS,
    NOTES,
    Check,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
)
from tools.templates.toolkit.prose import lines
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import FIRST, Look


class TemplateWorkbook(TemplateFile):
    """A workbook in the making."""

    def __init__(self, path: Path, template: Template) -> None:
        super().__init__(path, template)
        self._sheets: list[TemplateSheet] = []
        self._checks: list[Check] = []
        self._notes: list[tuple[str, list[str]]] = []

    def intended_na(self, name: str, where: str) -> None:
        """Name cells that are meant to show #N/A: everywhere else an error is a fault of the workbook."""
        self.name(f"intended_na_{name}", where)

    def sheet(self, name: str, lead: str = "", widths: Sequence[float] = style.WIDTHS,
              says: Sequence[str] = (), answer: str = "") -> TemplateSheet:
        """A sheet to look at: the template's question, its answer as the title, and below whatever is added.

        says: names of cells that say what the data is, or `Mend ...`: the first fault, or all of them.
        answer: the question's answer in a sentence, with figures of the workbook inside; see `prose`.
        """
        sheet = TemplateSheet(self, name, widths)
        if answer:
            sheet.put(0, FIRST, self.template.tabs[name], style.QUESTION)
            sheet.row = 1
        for line in lines(answer or self.template.tabs[name], style.title_length(widths[FIRST:])):
            sheet.put(sheet.row, FIRST, line, style.TITLE)
            sheet.height(sheet.row, 26)
            sheet.row += 1
        for line in lines(lead, style.length(widths[FIRST:])):
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
             widths: Sequence[float], allowed: tuple[str, str, Look] | None = None, helpers: int = 0) -> TemplateBlock:
        """A sheet of data under a frozen header; allowed: first and last column that may be
        edited, and what may be typed there. helpers: the last columns that only formulas read."""
        sheet = self.grid(name, title, notes, widths)
        sheet.aside(len(widths) - helpers, len(widths) - 1)
        block = sheet.table(header, rows, units, left=0)
        sheet.freeze(block.top)
        if allowed:
            first, last, rule = allowed
            sheet.page.data_validation(block.span(first, last).rpartition("!")[2].replace("$", ""), rule)
        return block

    def grid(self, name: str, title: str, notes: Sequence[str], widths: Sequence[float]) -> TemplateSheet:
        """A sheet of many rows, with gridlines. Above its header, which is frozen, stand its title, the
        first note and where the others are read: on the sheet of notes, so that they take no room."""
        sheet = TemplateSheet(self, name, widths, grid=True)
        sheet.put(0, 0, title, style.TITLE | {"font_size": 14})
        first, *rest = notes
        brief: list[Content] = [*lines(first, int(sum(widths) * 1.05))]
        if len(brief) > 1:
            brief, rest = [], [first, *rest]
        if rest:
            self._notes.append((name, rest))
            brief.append(TemplateCell("More on this sheet, and your own data: see Notes.", link="internal:'Notes'!A1"))
        for sheet.row, line in enumerate(brief, 1):
            sheet.put(sheet.row, 0, line, style.LEAD)
        sheet.row += 2
        self._sheets.append(sheet)
        return sheet

    def bare(self, name: str, widths: Sequence[float], notes: Sequence[str] = ()) -> TemplateSheet:
        """A sheet without title, to paste into from its first cell on; notes: for the sheet of notes."""
        sheet = TemplateSheet(self, name, widths, grid=True)
        if notes:
            self._notes.append((name, [*notes]))
        self._sheets.append(sheet)
        return sheet

    def first_line(self, tab: str, content: TemplateCell) -> None:
        """Put a cell in place of the first note of a sheet of data, for a reader to see at once."""
        (sheet,) = (each for each in self._sheets if each.title == tab)
        sheet.put(1, 0, content, style.SAID)

    def check(self, name: str, what: str, ours: str, plain: str, within: float | None = None, made: str = "") -> None:
        """Compare one of our cells with a plain Excel formula: a row of the Checks sheet whose
        verdict is named `test_...`. within: for a simulated figure, the share it may be off. made: an
        expression, where it is false the two cannot be compared and the verdict is `not checked`."""
        self._checks.append(Check(f"test_{name}", what, ours, plain, within, made))

    def close(self) -> None:
        """Write the sheets of checks and of notes and the foot of every sheet, and save."""
        checks.write(self.sheet("Checks", checks.LEAD, checks.WIDTHS), self._checks)
        if NOTES.keys() <= self.pages.keys():
            self._write_notes(self.sheet(next(iter(NOTES))))
        for sheet in self._sheets:
            if not (sheet.grid or sheet.footed or sheet.title in {*CHECKS, *NOTES}):
                sheet.foot()
        self._leave_out_of_print()
        for sheet in self._sheets:
            sheet.finish()
        self.hide_names()
        self.file.close()

    def _leave_out_of_print(self) -> None:
        """Name the sheets that are no page: `xl-stressvar render` leaves out what stands under `not_printed`."""
        if NOTES.keys() <= self.pages.keys():
            left_out = [*NOTES, *(tab for tab, asked in self.template.sheets.items() if not asked)]
            self.file.define_name("not_printed", f'="{";".join(left_out)}"')

    def _write_notes(self, sheet: TemplateSheet) -> None:
        for name, notes in self._notes:
            sheet.heading(name)
            sheet.row -= 1
            for note in notes:
                sheet.text(note)
