"""The kinds of lists: names, days, and scenarios that a user has written down."""

from __future__ import annotations

from typing import Any

import numpy as np

from .. import errors
from ..cells.algebra import Cell, is_blank, is_grid, is_number, is_number_text, quoted
from ..crises.scenarios import SETS, Scenario
from ..domain import Days, Groups, dates, matched, plain
from .argument import Argument
from .kind import Kind


class Names(Kind):
    """Names, one or a row or column of them; each its own."""

    unit = "names"
    is_range = True
    expected = "a row or column of names"
    shape = "one text, or a row or column"

    def parse(self, argument: Argument) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for i, j, cell in argument.series(self.expected):
            name = _name(argument, i, j, cell)
            if matched(name) in found:
                raise errors.NAME_TWICE(argument.place(i, j), name=name)
            found[matched(name)] = name
        return tuple(found.values())


class GroupRange(Kind):
    """A group an asset, in their order; or a row an asset: its name, then its groups."""

    unit = "names"
    is_range = True
    expected = "a group for each asset"
    shape = "a row or column of texts, or columns: asset name, group, finer group"

    def parse(self, argument: Argument) -> Groups:
        grid = argument.grid()
        if not grid or all(is_blank(cell) for row in grid for cell in row):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        rows = (
            tuple(_name(argument, i, j, cell) for j, cell in enumerate(row))
            for i, row in enumerate(grid)
        )
        return Groups(tuple(rows), argument.name)


class DayList(Kind):
    """Days in any order, one or a row or column of them; the same day may come again."""

    unit = "dates"
    is_range = True
    expected = "a row or column of dates"
    shape = "one date, or a row or column"

    def parse(self, argument: Argument) -> Days:
        days = []
        for i, j, cell in argument.series(self.expected):
            day = argument.day(cell)
            if day is None or (is_number(cell) and day < dates.SINCE_1950):
                argument_cell = argument.place(i, j)
                if is_blank(cell):
                    raise errors.BLANK_ARGUMENT(argument_cell, expected="a date")
                raise errors.NOT_A_DATE(argument_cell, value=quoted(cell))
            days.append(day)
        return np.array(days, dtype=np.int64)


class ScenarioSet(Kind):
    """The word of a built-in set, or rows of scenario, factor, shock and perhaps source."""

    unit = "set, or scenarios"
    is_range = True
    expected = "a set such as replay, or rows of scenario, factor and shock"
    shape = "one text, or rows of 3 or 4 columns, optional header"

    def parse(self, argument: Argument) -> str | tuple[Scenario, ...]:
        given = argument.value
        if is_grid(given) and (len(given) != 1 or len(given[0]) > 1):  # one cell is a word
            return self._written(argument)
        cell = argument.scalar("a set such as replay")
        if isinstance(cell, str):
            words = {plain(word): word for word in SETS}
            if plain(cell) in words:
                return words[plain(cell)]
        raise errors.NOT_TEXT(
            argument.place(), value=quoted(cell), expected="a set of scenarios", choices=SETS
        )

    def _written(self, argument: Argument) -> tuple[Scenario, ...]:
        grid = argument.grid()
        if not grid or all(is_blank(cell) for row in grid for cell in row):
            raise errors.ALL_BLANK(argument.place(), expected=self.expected)
        columns = len(grid[0])
        if columns not in (3, 4):
            raise errors.SCENARIO_COLUMNS(argument.place(), rows=len(grid), columns=columns)
        first = 1 if isinstance(grid[0][2], str) and not is_number_text(grid[0][2]) else 0
        if first == len(grid):
            raise errors.NO_NUMBERS(argument.place(), expected=self.expected)
        shocks: dict[str, dict[str, float]] = {}
        sources: dict[str, str] = {}
        for i in range(first, len(grid)):
            row = grid[i]
            scenario, factor = (_name(argument, i, j, row[j]) for j in (0, 1))
            mine = shocks.setdefault(scenario, {})
            if matched(factor) in map(matched, mine):
                raise errors.FACTOR_TWICE(argument.place(i, 1), name=factor)
            mine[factor] = argument.number(row[2], i, 2)
            if columns == 4 and not is_blank(row[3]):
                sources.setdefault(scenario, str(row[3]))
        return tuple(Scenario(name, mine, sources.get(name, "")) for name, mine in shocks.items())

    def show(self, default: Any) -> str:
        return f'"{default}"'


def _name(argument: Argument, row: int, column: int, cell: Cell) -> str:
    """A cell that must hold a name."""
    if is_blank(cell):
        raise errors.NO_LABEL(argument.place(row, column))
    if not isinstance(cell, str):
        raise errors.LABEL_NOT_TEXT(argument.place(row, column), value=quoted(cell))
    if is_number_text(cell):
        raise errors.LABEL_NOT_TEXT(argument.place(row, column), value=quoted(cell))
    return " ".join(cell.split())
