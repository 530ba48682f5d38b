"""What a desk exports beside its prices: positions, groups, limits, read from any usual table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from .. import errors
from ..cells.algebra import Cell, is_blank
from ..cleaning.numbers import SIGNS, Written, written
from ..domain import matched, nearest
from ..tables import FileTable

_MEANT = ("amount", "market value", "value", "exposure", "limit", "betrag", "wert", "montant")
_TOTALS = ("total", "sum", "summe", "grand total")


def amounts(table: FileTable, file: str, sign: str | None) -> dict[str, float]:
    """The amount of each name, in the order of the file; rows without one, and totals, are left out.

    sign: the decimal sign of texts, if it was told.

    Raises: FileProblem.
    """
    names, column = _columns(table, file)
    cells = [
        (str(row[names]).strip(), row[column])
        for row in table.grid
        if _is_name(row[names]) and not is_blank(row[column])
    ]
    cells = [(name, cell) for name, cell in cells if matched(name) not in _TOTALS]
    texts = [w for _, cell in cells if isinstance(cell, str) and (w := written(cell))]
    decimal = sign or _decimal_sign(texts, file)
    found: dict[str, float] = {}
    for i, (name, cell) in enumerate(cells):
        number = _number(cell, decimal)
        if number is None:
            if i == 0 and isinstance(cell, str):  # the header
                continue
            if isinstance(cell, str) and not any(c.isdigit() for c in cell):
                continue  # a title, or a note
            raise errors.AMOUNT_NOT_READ(file=file, text=str(cell), name=name)
        if matched(name) in map(matched, found):
            raise errors.TWICE_NAMED(file=file, name=name)
        found[name] = number
    return found


def groups(table: FileTable) -> list[list[str]]:
    """Each name with its desk, and a finer group if there is one; the header among them."""
    rows = [[str(cell).strip() for cell in row if not is_blank(cell)][:3] for row in table.grid]
    return [row for row in rows if len(row) > 1]


def spelled(
    names: Iterable[str], columns: Iterable[str], raised: Callable[..., Exception], file: str
) -> dict[str, str]:
    """Each name as its column is spelled.

    Raises: what `raised` makes of a name without one.
    """
    known = {matched(column): column for column in columns}
    found = {}
    for name in names:
        if matched(name) not in known:
            near = nearest(name, known.values())
            hint = (
                f"Did you mean {' or '.join(near)}?"
                if near
                else f"There are: {', '.join(list(known.values())[:8])}."
            )
            raise raised(file=file, name=name, hint=(hint,))
        found[name] = known[matched(name)]
    return found


def _columns(table: FileTable, file: str) -> tuple[int, int]:
    """The columns of names and of amounts."""
    width = len(table.grid[0])
    texts = [sum(_is_name(row[j]) for row in table.grid) for j in range(width)]
    numbers = [sum(_is_number(row[j]) for row in table.grid) for j in range(width)]
    names = next(
        (
            j
            for j in range(width)
            if texts[j] and texts[j] >= numbers[j] and texts[j] >= max(numbers)
        ),
        None,
    )
    right = (
        []
        if names is None
        else [j for j in range(names + 1, width) if numbers[j] and numbers[j] * 2 > max(numbers)]
    )
    if names is None or not right:
        raise errors.NO_AMOUNTS(file=file)
    if len(right) > 1:
        heads = {j: _head(table, j) for j in right}
        meant = [j for word in _MEANT for j in right if heads[j].casefold().startswith(word)]
        if not meant:
            raise errors.TWO_AMOUNTS(file=file, columns=", ".join(heads.values()))
        return names, meant[0]
    return names, right[0]


def _head(table: FileTable, column: int) -> str:
    """The last text above the first number of a column."""
    head = f"column {column + 1}"
    for row in table.grid:
        if _is_number(row[column]):
            break
        if isinstance(row[column], str):
            head = str(row[column]).strip()
    return head


def _decimal_sign(texts: list[Written], file: str) -> str:
    """The sign under which all texts can be read; either one if they mean the same."""
    fitting = [sign for sign in SIGNS if all(sign in text.signs for text in texts)]
    if len(fitting) == len(SIGNS):
        for text in texts:
            if len({text.value(sign) for sign in SIGNS}) > 1:
                raise errors.AMOUNT_TWO_WAYS(file=file, text=text.body)
    return fitting[0] if fitting else SIGNS[0]


def _number(cell: Cell, sign: str) -> float | None:
    if isinstance(cell, (bool, dt.date)):
        return None
    if isinstance(cell, (int, float)):
        return float(cell)
    text = written(cell) if isinstance(cell, str) else None
    return text.value(sign) if text and sign in text.signs else None


def _is_number(cell: Cell) -> bool:
    return any(_number(cell, sign) is not None for sign in SIGNS)


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and not is_blank(cell) and not _is_number(cell)
