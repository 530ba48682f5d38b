"""COUNTIF, SUMIF and their like over error cells.

The engine adds up past an error in a cell that is chosen, where Excel gives that error; and it passes
an error on that is itself the condition, where Excel counts the cells that hold it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from ....cells.algebra import OMITTED, Cell, CellBlock, ErrorValue, Given, Value, is_grid, resolved
from ....errors import Code
from ....ooxml.formulas import Call, Node
from . import pointwise
from .arrays import PLACES, is_many
from .rule import CallRule, Place, call, marked, text

CONDITIONAL = "XLSTRESSVAR.CONDITIONAL"
_OF_ONE = frozenset(("COUNTIF", "SUMIF", "AVERAGEIF"))  # range, condition, what is added up
_COUNTS = frozenset(("COUNTIF", "COUNTIFS"))
_CONDITION = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
}  # fmt: skip


class ErrorsAmongChosen(CallRule):
    """What the engine finds, unless an error is chosen or asked for."""

    names = (
        "COUNTIF",
        "COUNTIFS",
        "SUMIF",
        "SUMIFS",
        "AVERAGEIF",
        "AVERAGEIFS",
        "MAXIFS",
        "MINIFS",
    )
    shows, excel = "=COUNTIF(A1:B3,NA())", 0

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        places = PLACES[node.name]
        many = any(is_many(a, at.whole, at) for i, a in enumerate(node.arguments) if i in places)
        if many or len(node.arguments) < 2:
            return new
        # an error of the engine's own would end the whole call
        caught = call("IFERROR", new, text(""))
        return call(CONDITIONAL, text(node.name), caught, *marked(new.arguments))


def conditional(values: list[Given]) -> Cell:
    """A function's name, what the engine finds, and the arguments."""
    name, found = str(values[0]), resolved(values[1])
    if isinstance(found, str):  # it was an error
        found = ErrorValue(Code.DIV0 if name.startswith("AVERAGE") else Code.VALUE)
    arguments = values[2:]
    of_one = name in _OF_ONE
    counts = name in _COUNTS
    first = 0 if of_one or counts else 1
    pairs = list(zip(arguments[first::2], arguments[first + 1 :: 2], strict=False))[
        : 1 if of_one else None
    ]
    conditions = [_Condition(resolved(condition)) for _, condition in pairs]
    asked = next((i for i, one in enumerate(conditions) if one.error), None)
    ranges = [given for given, _ in pairs]
    added = None if counts else _added(arguments, of_one)
    if asked is not None:
        return _of_errors(name, conditions, ranges, added, asked)
    chosen = _chosen(conditions, ranges, [] if added is None else _errors(added))
    return _at(added, *chosen[0]) if chosen and added is not None else found  # type: ignore[return-value]


def _added(arguments: list[Given], of_one: bool) -> Given:
    third = of_one and len(arguments) > 2 and arguments[2] is not OMITTED
    return arguments[2] if third else arguments[0]


def _chosen(
    conditions: list[_Condition], ranges: list[Given], places: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Those of some places at which every condition holds."""
    return [
        place
        for place in places
        if all(c.holds(_at(r, *place)) for c, r in zip(conditions, ranges, strict=True))
    ]


def _of_errors(
    name: str, conditions: list[_Condition], ranges: list[Given], added: Given | None, asked: int
) -> Cell:
    """Only cells with that error are chosen, so that they can be gone through."""
    chosen = _chosen(conditions, ranges, _errors(ranges[asked]))
    if added is None:
        return float(len(chosen))
    cells = [_at(added, *place) for place in chosen]
    if error := next((cell for cell in cells if isinstance(cell, ErrorValue)), None):
        return error
    numbers = [c for c in cells if isinstance(c, float)]
    if name.startswith("AVERAGE"):
        return math.fsum(numbers) / len(numbers) if numbers else ErrorValue(Code.DIV0)
    if name.startswith("SUM"):
        return math.fsum(numbers)
    return (max if name == "MAXIFS" else min)(numbers, default=0.0)


class _Condition:
    """A condition, as a cell gives it: a number, `">=3"`, `"a*"`, an error."""

    def __init__(self, value: Value) -> None:
        cell: Any = value[0][0] if is_grid(value) else value
        self.sign, self.sought = "=", cell
        if isinstance(cell, str):
            match = _CONDITION.fullmatch(cell)
            assert match
            self.sign, self.sought = match[1] or "=", _read(match[2])
        elif cell is None or cell is OMITTED:
            self.sought = 0.0  # an empty cell counts as 0
        wild = isinstance(self.sought, str)
        self._pattern = re.compile(_pattern(self.sought), re.IGNORECASE) if wild else None

    @property
    def error(self) -> bool:
        return isinstance(self.sought, ErrorValue) and self.sign == "="

    def holds(self, cell: Cell) -> bool:
        if self.sign == "<>":
            return not self._equal(cell)
        if self.sign == "=":
            return self._equal(cell)
        if type(cell) is not type(self.sought):
            return False
        return _COMPARED[self.sign](_folded(cell), _folded(self.sought))

    def _equal(self, cell: Cell) -> bool:
        sought = self.sought
        if isinstance(sought, ErrorValue) or isinstance(cell, ErrorValue):
            return bool(cell == sought)
        if self._pattern is not None:
            if sought == "":
                return cell is None or cell == ""
            return isinstance(cell, str) and bool(self._pattern.fullmatch(cell))
        if isinstance(sought, float) and isinstance(cell, str):
            return pointwise.number_in(cell) == sought
        return type(cell) is type(sought) and cell == sought


def _read(written: str) -> Cell:
    """What stands in a condition behind its sign."""
    if written.upper() in ("TRUE", "FALSE"):
        return written.upper() == "TRUE"
    if written.upper() in set(Code):
        return ErrorValue(Code(written.upper()))
    number = pointwise.number_in(written) if written else None
    return written if number is None else number


def _pattern(sought: str) -> str:
    """`*`, `?` and `~`, of which the last takes the others for themselves."""
    parts = re.split(r"(~[*?~]|[*?])", sought)
    of_signs = {"*": ".*", "?": "."}
    return (
        "(?s:"
        + "".join(of_signs.get(p) or re.escape(p[1:] if p[:1] == "~" and p else p) for p in parts)
        + ")"
    )


def _folded(cell: Cell) -> Any:
    return cell.casefold() if isinstance(cell, str) else cell


def _grid(given: Given) -> Sequence[Sequence[Cell]]:
    value: Any = resolved(given)
    return value if is_grid(value) else [[value]]


def _errors(given: Given) -> list[tuple[int, int]]:
    """Where a range holds errors; of a large one this is looked up once."""
    known: dict[Any, Any] = given.parsed if isinstance(given, CellBlock) else {}
    if "errors" not in known:
        known["errors"] = [
            (i, j)
            for i, row in enumerate(_grid(given))
            for j, cell in enumerate(row)
            if isinstance(cell, ErrorValue)
        ]
    found: list[tuple[int, int]] = known["errors"]
    return found


def _at(given: Given, row: int, column: int) -> Cell:
    """A cell; blank beyond the last row that is filled."""
    grid = _grid(given)
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else None
