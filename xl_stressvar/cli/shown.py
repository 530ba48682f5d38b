"""Which cells of an answer are dates, by what the catalogue says of the function that gave it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..catalogue import CATALOGUE
from ..cells.algebra import Cell
from ..domain import dates

_CALL = re.compile(r"=?\s*([A-Z0-9_.]+)\s*\(", re.IGNORECASE)


def with_dates(formula: str, rows: Sequence[Sequence[Cell]], later: int = 0) -> list[list[Cell]]:
    """The rows with dates as 2008-09-15, where one function of ours gave the whole of them.

    later: what their serials lack to be those that count from 1900.
    """
    name = _outermost(formula)
    if name not in CATALOGUE:
        return [list(row) for row in rows]
    returns = CATALOGUE[name].returns
    lines = {label for label, unit in returns.lines if unit == "date"}
    dated = {j for j, (_, unit) in enumerate(returns.columns) if unit == "date"}
    return [
        [
            _date(cell, later) if j in dated or (j and row[0] in lines) else cell
            for j, cell in enumerate(row)
        ]
        for row in rows
    ]


def _outermost(formula: str) -> str:
    """The function whose brackets are the whole formula, in capitals; empty if there is none."""
    found = _CALL.match(formula)
    if not found:
        return ""
    depth, quoted = 1, False
    for i, sign in enumerate(formula[found.end() :], found.end()):
        quoted ^= sign == '"'
        depth += (not quoted) * ((sign == "(") - (sign == ")"))
        if not depth:
            return "" if formula[i + 1 :].strip() else found[1].upper()
    return ""


def _date(cell: Cell, later: int) -> Cell:
    """A smaller number counts the days of a history without dates."""
    if (
        isinstance(cell, float)
        and cell.is_integer()
        and dates.SINCE_1950 <= cell + later <= dates.LAST
    ):
        return dates.iso(int(cell) + later)
    return cell
