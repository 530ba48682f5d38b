"""The calls of ours in a cell's formula, as Calc's tokens tell them.

Calc gives a formula as tokens: an operation and its data. From them come the calls of our functions
with each argument as a constant, a range (so that a message can name the cell), a call of ours
again, or something only Calc can work out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from ...cells.algebra import OMITTED, ErrorValue, Value
from ...errors import Code, Place
from ...ooxml.references import column_letters
from .names import CODES

# com.sun.star.sheet.FormulaLanguage, FormulaMapGroup and FormulaMapGroupSpecialOffset
_ENGLISH, _SPECIAL = 1, 0
_PUSH, _EXTERNAL, _NAME, _MISSING, _SPACES, _MAT_REF, _WHITESPACE, _TABLE = 0, 3, 4, 6, 8, 9, 13, 14
# com.sun.star.sheet.ReferenceFlags
_COLUMN_RELATIVE, _ROW_RELATIVE, _SHEET_RELATIVE, _DELETED = 1, 4, 16, 2 | 8 | 32


@dataclass(frozen=True)
class UnoArea:
    """A range of a sheet, from and to inclusive, from 0."""

    sheet: int
    sheet_name: str
    column: int
    row: int
    last_column: int
    last_row: int

    @property
    def single(self) -> bool:
        return (self.column, self.row) == (self.last_column, self.last_row)

    def address(self, place: Place) -> str:
        """The blamed cell in Calc's spelling, or all of a row, a column or the range."""
        plain = self.sheet_name.replace("_", "").isalnum()
        sheet = self.sheet_name if plain else "'" + self.sheet_name.replace("'", "''") + "'"
        left, right = _reach(self.column, self.last_column, place.column)
        top, bottom = _reach(self.row, self.last_row, place.row)
        first, last = (f"{column_letters(c + 1)}{r + 1}" for c, r in ((left, top), (right, bottom)))
        return f"{sheet}.{first}" if first == last else f"{sheet}.{first}:{last}"


def _reach(first: int, last: int, index: int | None) -> tuple[int, int]:
    """From where to where something lies that is one of several, or all of them."""
    return (first, last) if index is None else (first + index, first + index)


class Unknown:
    """An argument that only Calc can work out."""


UNKNOWN = Unknown()


@dataclass(frozen=True)
class CallTokens:
    """A call of ours: the method, and its arguments as they are known."""

    method: str
    arguments: tuple[Known, ...]


Known = UnoArea | CallTokens | Value | Unknown


class Formulas:
    """The formulas of a document, and the values in its ranges."""

    def __init__(self, document: Any, service: str) -> None:
        self._document = document
        self._service = service.lower() + "."

    @cached_property
    def _operations(self) -> dict[str, Any]:
        mapper = self._document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
        special = [m.Token.OpCode for m in mapper.getAvailableMappings(_ENGLISH, _SPECIAL)]
        named = mapper.getMappings(("(", ")", ";", "%", "-"), _ENGLISH)
        return {
            "special": special,
            "blank": {special[_SPACES], special[_WHITESPACE]},
            **{name: token.OpCode for name, token in zip("();%-", named, strict=True)},
        }

    def _is(self, token: Any, special: int) -> bool:
        return bool(token.OpCode == self._operations["special"][special])

    def calls(self, sheet: int, column: int, row: int) -> Iterator[CallTokens]:
        """The calls of ours in a cell, the last and innermost first."""
        tokens = self._tokens(sheet, column, row)
        if tokens and self._is(
            tokens[0], _MAT_REF
        ):  # inside an array: the formula stands at its corner
            corner = tokens[0].Data
            origin = self._area(corner, corner, (sheet, column, row))
            if origin is not None:
                sheet, column, row = origin.sheet, origin.column, origin.row
                tokens = self._tokens(sheet, column, row)
        for i in reversed(range(len(tokens))):
            if self._ours(tokens[i]):
                yield self._call(tokens[i : self._end(tokens, i + 1) + 1], (sheet, column, row))

    def _tokens(self, sheet: int, column: int, row: int) -> list[Any]:
        cell = self._document.Sheets.getByIndex(sheet).getCellByPosition(column, row)
        return self._solid(cell.getTokens())

    def _solid(self, tokens: Sequence[Any]) -> list[Any]:
        return [t for t in tokens if t.OpCode not in self._operations["blank"]]

    def _ours(self, token: Any) -> bool:
        return self._is(token, _EXTERNAL) and str(token.Data).lower().startswith(self._service)

    def _end(self, tokens: Sequence[Any], opening: int) -> int:
        """The index of the parenthesis that closes the one at `opening`."""
        depth = 0
        for i in range(opening, len(tokens)):
            depth += tokens[i].OpCode == self._operations["("]
            depth -= tokens[i].OpCode == self._operations[")"]
            if depth == 0:
                return i
        return len(tokens) - 1

    def _call(self, tokens: Sequence[Any], at: tuple[int, int, int]) -> CallTokens:
        """A call from its tokens: name ( argument ; argument )."""
        arguments: list[list[Any]] = [[]]
        depth = brackets = 0
        opens = None  # of a table's [column], in which a ; may stand
        for before, token in pairwise(tokens[1:-1]):
            if self._is(before, _TABLE):
                opens = token.OpCode
            if opens is not None:
                brackets += (token.OpCode == opens) - (token.OpCode == opens + 1)
            depth += token.OpCode == self._operations["("]
            depth -= token.OpCode == self._operations[")"]
            if token.OpCode == self._operations[";"] and depth == brackets == 0:
                arguments.append([])
            else:
                arguments[-1].append(token)
        if arguments == [[]]:
            arguments = []
        method = str(tokens[0].Data)[len(self._service) :]
        return CallTokens(method, tuple(self._argument(a, at) for a in arguments))

    def _argument(self, tokens: Sequence[Any], at: tuple[int, int, int]) -> Known:
        if not tokens or (len(tokens) == 1 and self._is(tokens[0], _MISSING)):
            return OMITTED
        first = tokens[0]
        if self._ours(first) and self._end(tokens, 1) == len(tokens) - 1:
            return self._call(tokens, at)
        if self._is(first, _TABLE) and tokens[-1].OpCode == tokens[1].OpCode + 1:
            reference = first.Data.Reference
            area = self._area(reference.Reference1, reference.Reference2, at)
            return area if area is not None else UNKNOWN
        if len(tokens) == 1 and self._is(first, _NAME):
            return self._named(first.Data, at)
        if len(tokens) == 1 and self._is(first, _PUSH):
            return self._pushed(first.Data, at)
        if len(tokens) == 2:
            if first.OpCode == self._operations["-"] and isinstance(tokens[1].Data, float):
                return -tokens[1].Data
            if tokens[1].OpCode == self._operations["%"] and isinstance(first.Data, float):
                return first.Data / 100
        return UNKNOWN

    def _pushed(self, data: Any, at: tuple[int, int, int]) -> Known:
        """A constant, an inline array, or a reference."""
        if isinstance(data, (float, int, str)):
            return data
        if isinstance(data, tuple):
            return data
        if hasattr(data, "Reference1"):
            area = self._area(data.Reference1, data.Reference2, at)
        else:
            area = self._area(data, data, at)
        return area if area is not None else UNKNOWN

    def _named(self, token: Any, at: tuple[int, int, int]) -> Known:
        if not hasattr(token, "Index"):
            return UNKNOWN
        owner = self._document if token.Sheet < 0 else self._document.Sheets.getByIndex(token.Sheet)
        for name in owner.NamedRanges.ElementNames:
            named = owner.NamedRanges.getByName(name)
            if named.TokenIndex == token.Index:
                tokens = self._solid(named.getTokens())
                if len(tokens) == 1 and self._is(tokens[0], _PUSH):
                    return self._pushed(tokens[0].Data, at)
        return UNKNOWN

    def _area(self, start: Any, end: Any, at: tuple[int, int, int]) -> UnoArea | None:
        if (start.Flags | end.Flags) & _DELETED:
            return None
        sheet, column, row = _absolute(start, at)
        _, last_column, last_row = _absolute(end, at)
        name = self._document.Sheets.getByIndex(sheet).Name
        return UnoArea(sheet, str(name), column, row, last_column, last_row)

    def read(self, area: UnoArea) -> Value:
        """The values of a range as a call would get them, errors included."""
        sheet = self._document.Sheets.getByIndex(area.sheet)
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        used = cursor.getRangeAddress().EndRow  # whole columns are a million rows
        last = max(area.row, min(area.last_row, used))
        block = sheet.getCellRangeByPosition(area.column, area.row, area.last_column, last)
        rows = tuple(
            row
            if None not in row
            else tuple(
                cell
                if cell is not None
                else _error(sheet.getCellByPosition(area.column + j, area.row + i).getError())
                for j, cell in enumerate(row)
            )
            for i, row in enumerate(block.getDataArray())
        )
        if area.single:
            return 0.0 if rows[0][0] == "" else rows[0][0]  # as Calc hands over a blank cell
        return rows


def _error(number: int) -> ErrorValue:
    return ErrorValue(CODES.get(number, Code.VALUE))


def _absolute(reference: Any, at: tuple[int, int, int]) -> tuple[int, int, int]:
    """Sheet, column and row of a reference in a formula that stands at `at`."""
    sheet, column, row = at
    flags = reference.Flags
    return (
        sheet + reference.RelativeSheet if flags & _SHEET_RELATIVE else reference.Sheet,
        column + reference.RelativeColumn if flags & _COLUMN_RELATIVE else reference.Column,
        row + reference.RelativeRow if flags & _ROW_RELATIVE else reference.Row,
    )
