"""What a template is made of: cells, inputs, tables' addresses, charts. Plain data, no file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell

from tools.templates.toolkit.style import CALM, Look, Role

#: The sheet of checks, which every template has, with its question.
CHECKS = {"Checks": "Do the functions agree with plain Excel?"}
#: The sheet that says what the sheets of data hold; it follows the checks where there are any.
NOTES = {"Notes": "What do the sheets of data hold, and how do I put in my own?"}


@dataclass(frozen=True)
class Template:
    """What the list of templates says of one: its file, and its sheets in order.

    sheets: each with the question that it answers, its title; a sheet of data has none.
    """

    name: str
    title: str
    topic: str
    sheets: Mapping[str, str]

    @property
    def questions(self) -> dict[str, str]:
        """The sheets that answer a question, but for the checks, with their questions."""
        return {tab: asked for tab, asked in self.sheets.items() if asked and tab not in CHECKS}

    @property
    def tabs(self) -> dict[str, str]:
        """Every sheet of the workbook, in order, with its title if it is not one of data."""
        asked = {tab: title for tab, title in self.sheets.items() if title}
        data = {tab: title for tab, title in self.sheets.items() if not title}
        return asked | (NOTES if data else {}) | data


Value = float | int | str | bool | dt.date | None


@dataclass(frozen=True)
class TemplateCell:
    """A constant or a formula (a text that begins with `=`), and what is special about it.

    unit: a key of `style.UNITS`, if not the column's. name: the defined name it gets.
    spill: rows and columns that the formula fills; leave the other cells of that block None.
    """

    value: Value
    unit: str = ""
    name: str = ""
    spill: tuple[int, int] = (1, 1)
    allowed: Look | None = None  # what a person may type: then the cell is an input
    link: str = ""  # where a click on a text leads: a file beside this one, or internal:'Sheet'!A1

    @property
    def formula(self) -> str | None:
        return self.value if isinstance(self.value, str) and self.value.startswith("=") else None


Content = Value | TemplateCell


def cell(content: Content, unit: str = "") -> TemplateCell:
    """The content as a cell, in its own unit or else in this one."""
    found = content if isinstance(content, TemplateCell) else TemplateCell(content)
    return found if found.unit else replace(found, unit=unit)


def enter(name: str, value: Value, unit: str, allowed: Look) -> TemplateCell:
    """An input: its defined name, its value as delivered, its unit, what may be typed."""
    return TemplateCell(value, unit, name, allowed=allowed)


def between(low: float, high: float, hint: str) -> Look:
    """Any number from low to high."""
    return _rule("decimal", low, high, hint, f"A number from {low:g} to {high:g}.")


def dates_between(low: dt.date, high: dt.date, hint: str) -> Look:
    """Any day from low to high."""
    return _rule("date", low, high, hint, f"A date from {low} to {high}.")


def dates_within(name: str, hint: str) -> Look:
    """Any day from the first to the last of a named range of dates, whatever it holds by then."""
    return _rule("date", f"=MIN({name})", f"=MAX({name})", hint, "A date inside the data of this workbook.")


def one_of(choices: Sequence[str], hint: str) -> Look:
    """One of a list of words, offered as a drop-down."""
    return {
        "validate": "list",
        "source": list(choices),
        "input_message": hint,
        "error_title": "Not in the list",
        "error_message": f"Choose one of: {', '.join(choices)}."[:255],
    }


def _rule(kind: str, low: Any, high: Any, hint: str, refusal: str) -> Look:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": low,
        "maximum": high,
        "ignore_blank": False,
        "input_message": hint,
        "error_title": "Out of range",
        "error_message": refusal,
    }


#: Assets that the tables by asset have room for.
MOST = 6
BLANK, NONE = '""', '"n/a"'  # in a formula


def there(i: int | str, formula: str, otherwise: str = "0", assets: str = "factors") -> str:
    """The formula if there is an i-th asset, else this."""
    return f"IF(COLUMNS({assets})>={i},{formula},{otherwise})"


def numbers(column: str) -> str:
    """A column of a table of ours without its header: DROP is not in Excel 2021 or LibreOffice 25.2."""
    return f"FILTER({column},ISNUMBER({column}))"


def across(formula: str) -> list[str]:
    """The formula for each asset, {j}, as far as there are assets; {c}: the letter of its column."""
    return ["=" + there(j, formula.replace("{j}", str(j)).replace("{c}", "BCDEFGH"[j]), BLANK)
            for j in range(1, MOST + 1)]


@dataclass(frozen=True)
class ChartSeries:
    """One series of a chart: the ranges of its values and labels, and its role."""

    name: str
    labels: str
    values: str
    role: Role = CALM


@dataclass(frozen=True)
class TemplateBlock:
    """Where a table stands, to point at its cells by the words that a reader sees."""

    sheet: str
    top: int  # the header's row, from 0
    left: int
    header: tuple[str, ...]
    labels: tuple[str, ...]  # the first column

    @property
    def bottom(self) -> int:
        return self.top + len(self.labels)

    @property
    def right(self) -> int:
        return self.left + len(self.header) - 1

    def at(self, label: str, header: str) -> str:
        """The address of one cell."""
        row, column = self._row(label), self._column(header)
        return f"{quote_sheetname(self.sheet)}!{xl_rowcol_to_cell(row, column, True, True)}"

    def column(self, header: str, first: str | None = None, last: str | None = None) -> str:
        """The body under a header, or the part of it from one label to another."""
        column = self._column(header)
        top = self.top + 1 if first is None else self._row(first)
        return self._range(top, column, self.bottom if last is None else self._row(last), column)

    def row(self, label: str, first: str, last: str) -> str:
        """The cells right of a label, under neighbouring headers."""
        row = self._row(label)
        return self._range(row, self._column(first), row, self._column(last))

    def span(self, first: str, last: str, header: bool = False) -> str:
        """The bodies of neighbouring columns, with their header row if asked for."""
        top = self.top if header else self.top + 1
        return self._range(top, self._column(first), self.bottom, self._column(last))

    def top_row(self, first: str, last: str) -> str:
        """The header cells of neighbouring columns."""
        return self._range(self.top, self._column(first), self.top, self._column(last))

    def series_of_rows(self, roles: Mapping[str, Role], first: str, last: str) -> list[ChartSeries]:
        """A chart series for each labelled row, over neighbouring columns."""
        labels = self.top_row(first, last)
        return [ChartSeries(label, labels, self.row(label, first, last), r) for label, r in roles.items()]

    def series_of_columns(self, roles: Mapping[str, Role], first: str, last: str) -> list[ChartSeries]:
        """A chart series for each column, over neighbouring rows."""
        labels = self.column(self.header[0], first, last)
        return [ChartSeries(head, labels, self.column(head, first, last), r) for head, r in roles.items()]

    def _row(self, label: str) -> int:
        return self.top + 1 + self.labels.index(label)

    def _column(self, header: str) -> int:
        return self.left + self.header.index(header)

    def _range(self, *corners: int) -> str:
        return f"{quote_sheetname(self.sheet)}!{xl_range_abs(*corners)}"


@dataclass(frozen=True)
class Chart:
    """A native chart. `alt` says in words what the picture shows, for a person who cannot see it."""

    kind: str  # column, bar, line
    title: str
    alt: str
    series: Sequence[ChartSeries]
    unit: str = "money"  # of the values
    axis: str = ""  # what the value axis measures
    figures: bool = True  # the value at each column
    dates: bool = False  # the labels are days
    months: int = 0  # then a label each so many months, not each year
    limits: tuple[float | None, float | None] | None = None  # of the value axis
    stacked: bool = False  # columns on top of each other, as in a waterfall
    lines: Sequence[ChartSeries] = ()  # drawn across the columns


@dataclass(frozen=True)
class Check:
    """One of our cells against a plain Excel formula for the same figure."""

    name: str
    what: str
    ours: str
    plain: str
    within: float | None  # a share of the figure, where the two need not be equal
    made: str = ""  # when the two can be compared, as an expression; always, if empty
