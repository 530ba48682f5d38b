"""Formulas as they read when filled down or to the right."""

from __future__ import annotations

import re
from functools import lru_cache

from .formulas import Leaf, Node, changed, places
from .references import MAX_COLUMN, MAX_ROW, column_letters, column_number

_SHEET = r"(?:(?:'(?:[^']|'')+'|(?:\[[^\[\]]+\])?[^'!\[\]]*)!)?"
_END = r"(\$?)([A-Za-z]{0,3})(\$?)(\d{0,7})"
_MOVABLE = re.compile(rf"({_SHEET}){_END}(?:(:{_SHEET}){_END})?")


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when filled that far down and right (shared formulas).

    Raises: Unreadable.
    """
    out, at = [], 0
    data, found = _places(formula)
    for start, end, text in found:
        out += [data[at:start], moved(text, rows, columns).encode()]
        at = end
    return b"".join([*out, data[at:]]).decode()


_places = lru_cache(maxsize=64)(places)  # a shared formula is filled into many cells


def moved(reference: str, rows: int, columns: int) -> str:
    """A reference, or a name, as it reads that far down and right."""
    match = _MOVABLE.fullmatch(reference)
    if not match:
        return reference
    sheet, *first, second, c, d, e, f = match.groups()
    if second is None:
        whole = first[1] and first[3]  # a lone A or 1 is a name or a number
        return sheet + _moved_end(first, rows, columns) if whole else reference
    return (
        sheet + _moved_end(first, rows, columns) + second + _moved_end([c, d, e, f], rows, columns)
    )


def _moved_end(end: list[str], rows: int, columns: int) -> str:
    fixed_column, letters, fixed_row, digits = end
    if not letters and fixed_column:  # $1: the sign is that of the row
        fixed_column, fixed_row = "", fixed_column
    column = fixed_column + _moved_column(letters, 0 if fixed_column else columns)
    return column + fixed_row + _moved_row(digits, 0 if fixed_row else rows)


def _moved_column(letters: str, by: int) -> str:
    # beyond the edge it wraps round, as Excel's relative references do
    if not letters or not by:
        return letters
    return column_letters((column_number(letters) + by - 1) % MAX_COLUMN + 1)


def _moved_row(digits: str, by: int) -> str:
    return str((int(digits) + by - 1) % MAX_ROW + 1) if digits and by else digits


def filled(node: Node, rows: int, columns: int) -> Node:
    """The tree of a formula filled that far down and right."""
    return changed(
        node,
        lambda n: (
            Leaf("reference", moved(n.text, rows, columns))
            if isinstance(n, Leaf) and n.kind == "reference"
            else n
        ),
    )
