"""One sheet of a template, filled from the top downwards."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from xlsxwriter.utility import (
    quote_sheetname,
    xl_cell_to_rowcol,
    xl_range,
    xl_range_abs,
    xl_rowcol_to_cell,
)

from tools.templates.toolkit import style
from tools.templates.toolkit.charts import drawn
from tools.templates.toolkit.file import TemplateFile
from tools.templates.toolkit.parts import (
    BLANK,
    CHECKS,
    MOST,
    NOTES,
    Chart,
    Content,
    TemplateBlock,
    TemplateCell,
    cell,
    there,
)
from tools.templates.toolkit.prose import lines, one_line
from tools.templates.toolkit.style import FIRST, Look, length
from xl_stressvar.catalogue import CATALOGUE

_A4 = 9
_PAPER = ((770, 494), (523, 741))  # points inside the margins: landscape, portrait
_LEAST = 8  # rows of a chart
_BEYOND = 15.0  # the width of columns right of the page, for what charts alone need
_LEGIBLE = 0.55  # a sheet is put on one page if that leaves it at least so large

#: Functions whose result may be an array: without the dynamic flag Excel would put @ before them.
_ARRAYS = re.compile(
    rf"\b({'|'.join([*(e.name for e in CATALOGUE), 'FILTER', 'INDEX', 'MMULT', 'TRANSPOSE'])})\("
)


class TemplateSheet:
    """One sheet, filled downwards: `row` is the next free one."""

    def __init__(self, workbook: TemplateFile, name: str, widths: Sequence[float], grid: bool = False) -> None:
        self.workbook, self.title, self.widths, self.grid = workbook, name, widths, grid
        self.page = workbook.pages[name]
        self.row = 0
        self.extra = 0.0  # points by which some rows are higher than the rest
        self.left, self.last = FIRST, len(widths) - 1
        self.printed = len(widths)  # columns
        self.footed = False
        self._losses: list[str] = []  # cells of "book money"
        for column, width in enumerate(widths):
            self.page.set_column(column, column, width, workbook.format())
        self.page.set_column(len(widths), len(widths) + 9, _BEYOND, workbook.format())
        self.page.set_tab_color(style.MUTED if grid or name in {*CHECKS, *NOTES} else style.NAVY)
        if not grid:
            self.page.hide_gridlines(2)

    @contextmanager
    def right(self, beside: TemplateBlock) -> Iterator[None]:
        """Put what follows into the right half, beside a table; what comes after stands below both halves."""
        below, self.left, self.row = self.row, self._middle(), beside.top
        assert beside.right < self.left, "the table reaches into the right half"
        yield
        self.left, self.row = FIRST, max(self.row, below)

    def aside(self, first: int, last: int, hidden: bool = False) -> None:
        """Group columns that help formulas or charts: not printed, and gone by a click, or at once."""
        self.printed = min(self.printed, first)
        for column in range(first, last + 1):
            self.page.set_column(column, column, self._width(column), self.workbook.format(), {"level": 1, "hidden": hidden})

    def height(self, row: int, points: float) -> None:
        self.page.set_row(row, points)
        self.extra += points - style.ROW_POINTS

    def put(self, row: int, column: int, content: Content, *looks: Look) -> None:
        """Write one cell: constant, formula or input."""
        it = cell(content)
        formula = it.formula and it.formula.replace("{row}", str(row + 1))
        where = f"{quote_sheetname(self.title)}!{xl_rowcol_to_cell(row, column, True, True)}"
        form = self.workbook.format(style.UNITS[it.unit], *looks, style.INPUT if it.allowed else {})
        if it.unit == "book money":
            self._losses.append(xl_rowcol_to_cell(row, column))
        if it.name:
            self.workbook.name(it.name, where)
        if it.allowed:
            self.page.data_validation(row, column, row, column, it.allowed)
            self.workbook.show(it.name)
        if formula and not self.grid and self.title not in CHECKS:
            self.workbook.show(formula)
        if formula and (_ARRAYS.search(formula) or it.spill != (1, 1)):
            down, right = it.spill
            self.page.write_dynamic_array_formula(
                row, column, row + down - 1, column + right - 1, formula, form)
        elif formula:
            self.page.write_formula(row, column, formula, form)
        elif isinstance(it.value, dt.date):
            self.page.write_datetime(row, column, dt.datetime.combine(it.value, dt.time()), form)
        elif it.link:
            form = self.workbook.format(style.UNITS[it.unit], *looks, style.LINK)
            self.page.write_url(row, column, it.link, form, str(it.value))
        elif isinstance(it.value, str) and it.value:
            self.page.write_string(row, column, it.value, form)
        elif isinstance(it.value, bool):
            self.page.write_boolean(row, column, it.value, form)
        elif isinstance(it.value, (int, float)):
            self.page.write_number(row, column, it.value, form)
        else:
            self.page.write_blank(row, column, None, form)

    def freeze(self, top: int, columns: int = 1) -> None:
        """Keep a table's header row and first columns in sight, and print the row on every page."""
        self.page.freeze_panes(top + 1, columns)
        self.page.repeat_rows(top)

    def tint_verdicts(self, where: str) -> None:
        """Tint cells that say TRUE, and otherwise those that do not; not one that was not checked."""
        self.page.conditional_format(where, {"type": "text", "criteria": "begins with", "value": "not ", "format": None,
                                             "stop_if_true": True})
        for criterion, look in (("==", style.AGREES), ("!=", style.DISAGREES)):
            self.page.conditional_format(where, {"type": "cell", "criteria": criterion, "value": "TRUE",
                                                 "format": self.workbook.file.add_format(look)})

    def heading(self, text: str) -> None:
        """A line that begins a part of the sheet."""
        self.put(self.row, FIRST, text, style.HEADING)
        self.row += 2

    def foot_first(self) -> None:
        """The foot under the lead: below a table with room to grow it would stand far from anything."""
        self.row -= 1
        self.foot()
        self.row += 1

    def foot(self) -> None:
        """By which version, and what the checks say."""
        self.put(self.row, FIRST, '="Computed with version "&STRESSVAR_VERSION()&". "&checks_verdict', style.LEAD)
        self.row += 1
        self.footed = True

    def text(self, text: str) -> None:
        """Paragraphs in plain type; see `prose` for figures inside."""
        for line in lines(text, length(self.widths[self.left:])):
            self.put(self.row, self.left, line)
            self.row += 1
        self.row += 1

    def boxes(self, *texts: tuple[str, str]) -> None:
        """Headings, each with the paragraphs of its text as bullet points; two stand side by side."""
        middle = self._middle()
        if len(texts) == 2 and middle:
            rows = [self._box(*text, across) for text, across in zip(
                texts, (range(FIRST, middle), range(middle, self.last + 1)), strict=True)]
            self.row += max(rows) + 1
            return
        for text in texts:
            self.row += self._box(*text, range(self.left, self.last + 1)) + 1

    def _box(self, heading: str, text: str, across: range) -> int:
        """Write a box at the next free row, across these columns, and say how many rows it has."""
        left = across.start
        room = int(1.1 * length([*self.widths[left:across.stop - 1], self.widths[across.stop - 1] - 3]))  # smaller type
        for column in across:
            self.put(self.row, column, heading if column == left else None, style.BOX_HEADING)
        body = [*lines(text, room, "•  ")]
        for i, line in enumerate(body, 1):
            self.put(self.row + i, left, line, style.BOX)
        return 1 + len(body)

    def _width(self, column: int) -> float:
        return self.widths[column] if column <= self.last else _BEYOND

    def _middle(self) -> int:
        """The column that begins the right half, if columns fall into halves that hold text."""
        whole = sum(self.widths[FIRST:])
        middle = min(range(FIRST + 1, self.last + 1), key=lambda c: abs(sum(self.widths[c:]) - whole / 2))
        return middle if 0.35 < sum(self.widths[middle:]) / whole < 0.65 else 0

    def answers(self, answers: Sequence[tuple[str, TemplateCell]]) -> None:
        """Up to four figures in large type, each under its caption."""
        columns = [FIRST, *range(FIRST + 1, self.last, 2)]
        assert len(answers) <= len(columns), "so many answers do not fit side by side"
        by_column = dict(zip(columns, answers, strict=False))
        for column in range(FIRST, len(self.widths)):
            caption, figure = by_column.get(column, (None, TemplateCell(None)))
            self.workbook.show(figure.name)
            self.put(self.row, column, caption and one_line(caption), style.CAPTION)
            self.put(self.row + 1, column, figure, style.ANSWER_NAME if figure.unit == "name" else style.ANSWER)
        self.height(self.row + 1, 38)
        self.row += 3

    def table(self, header: Sequence[str], rows: Sequence[Sequence[Content]],
              units: Sequence[str] = (), left: int | None = None, align: Look | None = None) -> TemplateBlock:
        """A table under a real header row. Cells inside another cell's spill are given as None.

        align: of the columns after the first, where it is not their unit's."""
        top, units = self.row, [*units, *[""] * len(header)]
        left = self.left if left is None else left
        for j, title in enumerate(header):
            self.put(top, left + j, TemplateCell(title), style.UNITS[units[j]], style.HEADER, (align or {}) if j else {})
        if any(len(title.strip()) > self._width(left + j) and title[0] != "=" for j, title in enumerate(header)):
            self.height(top, 2 * style.ROW_POINTS)
        _assert_room(rows)
        for i, line in enumerate(rows):
            assert len(line) == len(header), f"{self.title}: row {i + 1} of {header[0]!r}"
            for j, content in enumerate(line):
                # None in a spill: a blank that keeps its column's format for the value to come
                self.put(top + 1 + i, left + j, cell(content, units[j]), (align or {}) if j else {})
        self.row = top + len(rows) + 2
        labels = tuple(str(cell(line[0]).value) for line in rows)
        return TemplateBlock(self.title, top, left, tuple(header), labels)

    def spilled(self, formula: str, header: Sequence[str], rows: int, units: Sequence[str],
                left: int = FIRST, unlike: Mapping[tuple[int, int], str] | None = None) -> TemplateBlock:
        """A table that one formula spills, header row included; `header` is what it will say.

        unlike: the unit of a cell, by row (1 below the header) and column from 0, if not its column's.
        """
        top = self.row
        self.put(top, left, TemplateCell(formula, units[0], spill=(rows + 1, len(header))), style.HEADER)
        for j, unit in enumerate(units):
            for i in range(rows + 1):
                if (i, j) != (0, 0):
                    own = (unlike or {}).get((i, j), unit)
                    self.put(top + i, left + j, TemplateCell(None, own), {} if i else style.HEADER)
        self.row = top + rows + 2
        return TemplateBlock(self.title, top, left, tuple(header), tuple(str(i + 1) for i in range(rows)))

    def growing(self, header: Sequence[str], columns: Sequence[str], units: Sequence[str],
                assets: str = "factors", align: Look | None = None, under: TemplateBlock | None = None) -> TemplateBlock:
        """A table of a row an asset with room for `MOST`; a row without an asset is blank.

        columns: formulas in which {i} is the asset's number. assets: the name of their row of names. under: the table that it continues. Cells, not a spill: nothing stands in its way, and
        every program extends it.
        """
        top = under.bottom if under else self.row
        for j, title in enumerate(() if under else header):
            self.put(top, FIRST + j, TemplateCell(title), style.UNITS[units[j]], style.HEADER, (align or {}) if j else {})
        for i in range(1, MOST + 1):
            for j, formula in enumerate(columns):
                content = there(i, formula.replace("{i}", str(i)), BLANK, assets)
                self.put(top + i, FIRST + j, TemplateCell(f"={content}", units[j]), (align or {}) if j else {})
        more = f'IF(COLUMNS({assets})>{MOST},"The first {MOST} of "&COLUMNS({assets})&" assets.","")'
        self.put(top + MOST + 1, FIRST, f"={more}", style.LEAD)
        self.row = top + MOST + 2
        return TemplateBlock(self.title, top, FIRST, tuple(header), tuple(map(str, range(1, MOST + 1))))

    def says_rows(self, rows: int, needed: str) -> None:
        """Name `series_says`: blank if a day-by-day table of so many rows has as many as its formula
        spills, else what to do; in place of the sheet's note. The range moves with inserted rows."""
        here = f"ROWS($A${self.row + 2}:$A${self.row + 1 + rows})"
        more = (f'"Mend {self.title}: it has "&{here}&" rows and "&{needed}&" days. Insert rows inside its table and fill '
                'down the columns right of VaR."')
        less = f'"Mend {self.title}: it has "&{here}&" rows and "&{needed}&" days. Delete the rows left over."'
        told = f'IF({here}<{needed},{more},IF({here}>{needed},{less},""))'
        self.put(1, 0, TemplateCell(f"={told}", name="series_says"), style.SAID)

    def report(self, header: Sequence[str], formula: str, lines: Sequence[tuple[str, str]],
               look: Look = style.LEFT) -> TemplateBlock:
        """A table whose body, labels and values, one formula spills: its labels and their units.

        look: of the values; to the right where they stand among figures, else like sentences.
        """
        top, left, units = self.row, self.left, [unit for _, unit in lines]
        for j, title in enumerate(header):
            self.put(top, left + j, title, style.HEADER, look if j else {})
        for i, unit in enumerate(units):
            first = TemplateCell(formula, "", spill=(len(lines), 2)) if i == 0 else TemplateCell(None)
            self.put(top + 1 + i, left, first)
            self.put(top + 1 + i, left + 1, TemplateCell(None, unit), look)
            if unit == "long":
                self.height(top + 1 + i, 2 * style.ROW_POINTS)
        self.row = top + len(lines) + 2
        return TemplateBlock(self.title, top, left, tuple(header), tuple(label for label, _ in lines))

    def heat(self, where: str) -> None:
        """Tint correlations by their sign: orange below 0, white at 0, blue above. Only on a sheet without
        charts: see _insert."""
        ends = {f"{end}_{what}": value for end, at in (("min", -1), ("mid", 0), ("max", 1))
                for what, value in (("type", "num"), ("value", at))}
        self.page.conditional_format(where.rpartition("!")[2].replace("$", ""), {
            "type": "3_color_scale", "min_color": "#E9A15F", "mid_color": "#FFFFFF", "max_color": "#7FB0E0", **ends})

    def heat_worst(self, where: str) -> None:
        """Tint the figures of each column from white to orange, its highest in a frame. As `heat`,
        only on a sheet without charts."""
        (top, left), (bottom, right) = map(xl_cell_to_rowcol, where.rpartition("!")[2].replace("$", "").split(":"))
        for column in range(left, right + 1):
            cells = xl_range(top, column, bottom, column)
            first, whole = xl_rowcol_to_cell(top, column), xl_range_abs(top, column, bottom, column)
            self.page.conditional_format(cells, {
                "type": "formula", "criteria": f"=AND(ISNUMBER({first}),{first}=MAX({whole}))",
                "format": self.workbook.file.add_format(style.WORST)})
            self.page.conditional_format(cells, {
                "type": "2_color_scale", "min_color": "#FFFFFF", "max_color": "#E9A15F"})

    def chart(self, chart: Chart, beside: Sequence[TemplateBlock] = (), rows: int = 15,
              across: range | None = None) -> None:
        """A chart across the sheet; or in what is free to the right of tables, and as high as they.

        across: the columns, where a sheet has its own."""
        if across is not None:
            self._insert(chart, self.row, across.start, across, rows, gap=0)
            self.row += rows + 1
            return
        left = max(self._middle(), max(block.right for block in beside) + 1) if beside else FIRST
        top = beside[0].top if beside else self.row
        height = max(beside[-1].bottom + 1 - top, _LEAST) if beside else rows
        self._insert(chart, top, left, range(left, self.last + 1), height, gap=14 if beside else 0)
        self.row = max(self.row, top + height + 1)

    def charts(self, first: Chart, second: Chart, rows: int = 15) -> None:
        """Two charts side by side."""
        middle = self._middle()
        self._insert(first, self.row, FIRST, range(FIRST, middle), rows, gap=0)
        self._insert(second, self.row, middle, range(middle, self.last + 1), rows)
        self.row += rows + 1

    def _insert(self, it: Chart, row: int, column: int, across: range, rows: int, gap: int = 14) -> None:
        # Fixed rows, so that a chart stands where it was put in every program. Not on other sheets:
        # LibreOffice 25.2 fails to print fixed rows with conditional formats scaled to a page.
        self.page.set_default_row(style.ROW_POINTS)
        picture = drawn(self.workbook.file, it, style.pixels(across, self.widths) - gap - 2, rows * style.ROW_PIXELS)
        self.page.insert_chart(row, column, picture,
                               {"x_offset": gap, "object_position": 1, "description": it.alt})

    def finish(self) -> None:
        """Print set-up: one page wide, and what the page is."""
        if self._losses:
            self.page.conditional_format(self._losses[0], style.LARGE_LOSS | {
                "multi_range": " ".join(self._losses), "format": self.workbook.file.add_format(style.LARGE_LOSS_FORMAT)})
        rows = max(self.row, 2)
        self.page.print_area(0, 0, rows - 1, self.printed - 1)
        self.page.set_paper(_A4)
        self.page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        width = sum(w * 5.25 + 3.75 for w in self.widths[:self.printed])  # points, at 7 and 5 pixels
        height = rows * style.ROW_POINTS + self.extra
        scales = [min(1, across / width, down / height) for across, down in _PAPER]
        if scales[0] < scales[1]:
            self.page.set_portrait()
        else:
            self.page.set_landscape()
        if not self.grid:
            self.page.center_horizontally()
        self.page.fit_to_pages(1, int(max(scales) >= _LEGIBLE))  # 0: as many pages as it takes
        self.page.set_header(f"&L&9{self.workbook.template.title.replace('&', '&&')}&R&9&A")
        self.page.set_footer("&R&9Page &P of &N")


def _assert_room(rows: Sequence[Sequence[Content]]) -> None:
    """A formula that spills must find None in the cells that it fills."""
    for i, line in enumerate(rows):
        for j, content in enumerate(line):
            if isinstance(content, TemplateCell) and content.spill != (1, 1):
                down, right = content.spill
                block = [rows[a][b] for a in range(i, i + down) for b in range(j, j + right)]
                assert all(cell(each).value is None for each in block[1:]), f"no room to spill {content.value}"
