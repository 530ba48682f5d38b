"""The calculation engine behind the headless host; the one module that knows formualizer.

Its values are floats, texts, booleans, None and dicts for errors; its grids are lists of lists. This
module turns them into the cell algebra and back. Rows and columns from 1.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain
from typing import Any

import formualizer

from ...cells.algebra import (
    OMITTED,
    Cell,
    CellBlock,
    ErrorValue,
    Given,
    Grid,
    Omitted,
    Value,
    is_grid,
)
from ...errors import Code
from ...ooxml.references import Key, SheetTable, area, cell_name

#: A text that no workbook holds: what an argument left out becomes inside the engine's copy.
OMITTED_MARK = f"\ue000{secrets.token_hex(8)}omitted"

_CODES = {
    "Div": Code.DIV0,
    "Value": Code.VALUE,
    "Name": Code.NAME,
    "Ref": Code.REF,
    "Na": Code.NA,
    "Num": Code.NUM,
    "Null": Code.NULL,
    "Spill": Code.SPILL,
    "Calc": Code.CALC,
}
_TYPED = {Code.DIV0, Code.NA, Code.NAME, Code.NULL, Code.NUM, Code.REF}  # as a formula may hold
_KINDS = {code: kind for kind, code in _CODES.items()}
_PLAIN = {float, str, bool, type(None)}
# the engine's own limits on a package are a guard for callers without one; ours is ooxml.package
_LOADED = dict.fromkeys(
    ("max_input_bytes", "max_expanded_bytes", "max_part_bytes", "max_entries"), 1 << 32
)
_BEYOND = re.compile("exceed|limit|too (?:large|many)", re.IGNORECASE)
_BLOCK = 32  # cells; more are not looked at unless somebody asks for them
Function = Callable[[list[Given]], Cell | Grid]


class Unsupported(Exception):
    """The engine cannot compute this: a circle, or syntax that it lacks. The text says which.

    `first` is the first argument of the call that it happened to, if it was one of ours.
    """

    first: object = None


class TooLarge(Unsupported):
    """A workbook beyond what the engine loads."""


class NotAFormula(Unsupported):
    """The text cannot be read as a formula."""


class Engine:
    """A workbook in the engine."""

    def __init__(self, data: bytes | None = None, date1904: bool = False) -> None:
        settings = formualizer.EvaluationConfig()
        settings.date_system = "1904" if date1904 else "1900"
        # Python runs one thread at a time anyway, and only on this one the keyboard can interrupt
        settings.enable_parallel = False
        config = formualizer.WorkbookConfig(eval_config=settings)
        if data is None:
            self._book = formualizer.Workbook(config=config)
        else:
            try:
                self._book = formualizer.Workbook.from_bytes(
                    data, config=config, load_limits=_LOADED
                )
            except (RuntimeError, OSError, ValueError) as problem:
                kind = TooLarge if _BEYOND.search(str(problem)) else Unsupported
                raise kind(str(problem)) from None
        self._book.set_temporal_egress("serial")
        self._interrupt: BaseException | None = None
        self._lenient = False

    def add_sheet(self, name: str) -> None:
        self._book.add_sheet(name)

    def add_tables(self, tables: Iterable[SheetTable]) -> None:
        """The engine's loader skips the tables of a file.

        Raises: Unsupported, for a table that cannot be.
        """
        known = {table["name"].casefold() for table in self._book.tables()}
        for table in tables:
            if table.name.casefold() in known:
                continue
            b = table.block
            try:
                self._book.add_table(
                    table.name,
                    b.sheet,
                    (b.top, b.left, b.bottom, b.right),
                    list(table.columns),
                    header_row=table.header,
                    totals_row=table.totals,
                )
            except (RuntimeError, ValueError) as problem:
                raise Unsupported(str(problem)) from None

    def register(self, name: str, function: Function) -> None:
        """A function of ours. Whatever interrupts it, stops the evaluation, not just its cell."""

        def callback(*raw: Any) -> Any:
            if self._interrupt is not None:  # the engine has not yet noticed
                return {"type": "Error", "kind": "Value"}
            try:
                return _to_engine(function([from_engine(value) for value in raw]))
            except Unsupported as missing:
                if self._lenient:
                    return {"type": "Error", "kind": "Value"}
                missing.first = raw[0] if raw else None
                self._interrupt = missing
            except BaseException as interrupt:  # noqa: BLE001 - a bug or the keyboard; see _guarded
                self._interrupt = interrupt
            self._book.cancel()
            return {"type": "Error", "kind": "Value"}

        self._book.register_function(name, callback, min_args=0, max_args=None)

    def set_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        """Put a formula, without `=`, into a cell.

        Raises: Unsupported, if it cannot be read.
        """
        try:
            self._book.set_formula(sheet, row, column, f"={formula}")
        except (RuntimeError, ValueError) as problem:
            raise _plainly(problem) from None

    def set_value(
        self, sheet: str, row: int, column: int, value: float | str | bool | None
    ) -> None:
        self._book.set_value(sheet, row, column, value)

    def clear(self, sheet: str, row: int, column: int) -> None:
        self.set_value(sheet, row, column, None)

    def _place(self, sheet: str, column: int, block: Grid) -> None:
        """Put values into the columns from this one on."""
        plain = [
            [None if isinstance(c, (ErrorValue, Omitted)) else c for c in row] for row in block
        ]
        self._book.set_values_batch(sheet, 1, column, plain)
        for i, row in enumerate(block):
            for j, cell in enumerate(row):
                if isinstance(cell, ErrorValue):
                    code = cell.code if cell.code in _TYPED else Code.VALUE
                    self.set_formula(sheet, i + 1, column + j, str(code))

    def set_ranges(self, sheet: str, ranges: Sequence[tuple[int, str]]) -> None:
        """Put formulas into the first column of a sheet."""
        for row, formula in ranges:
            self.set_formula(sheet, row, 1, formula)

    def evaluate_all(self) -> None:
        self._guarded(self._book.evaluate_all)

    def evaluate_cells(self, cells: Sequence[Key]) -> None:
        self._guarded(lambda: self._book.evaluate_cells(list(cells)))

    def evaluate_leniently(self) -> None:
        """Calculate everything, to find what cannot be; the values are worth nothing."""
        self._lenient = True
        self._guarded(self._book.evaluate_all)

    def evaluate(self, sheet: str, row: int, column: int) -> Cell:
        self._guarded(lambda: self._book.evaluate_cell(sheet, row, column))
        return self.value(sheet, row, column)

    def _guarded(self, run: Callable[[], object]) -> None:
        try:
            run()
        except (RuntimeError, ValueError, formualizer.ExcelEvaluationError) as problem:
            if self._interrupt is None:
                raise _plainly(problem) from None
        if self._interrupt is not None:
            interrupt, self._interrupt = self._interrupt, None
            self._book.reset_cancel()
            raise interrupt

    def value(self, sheet: str, row: int, column: int) -> Cell:
        """The value of a cell; dates as serials of the workbook's date system.

        Raises: Unsupported.
        """
        return _cell(self._book.get_value(sheet, row, column))

    def extent(self, sheet: str, row: int, column: int) -> tuple[int, int]:
        """Rows and columns that the cell's result covers; one by one if it does not spill."""
        quoted = sheet.replace("'", "''")
        spill = self._book.inspect_cell(
            f"'{quoted}'!{cell_name(row, column)}", include_values=False
        ).cell.spill
        if spill is None or not spill.extent:
            return 1, 1
        block = area(spill.extent.rpartition("!")[2], sheet)
        if block is None:
            return 1, 1
        return block.bottom - block.top + 1, block.right - block.left + 1


def _plainly(problem: Exception) -> Unsupported:
    """The engine's complaint without its own vocabulary."""
    text = str(problem)
    if "parser" in text.lower():
        return NotAFormula("it cannot be read")  # its position is in the rewritten text
    name = re.search(r"Undefined name: (.+)", text)
    return Unsupported(f"{name[1]} is not defined" if name else "the engine gave up on it")


@cache
def knows(name: str) -> bool:
    """Whether the engine has a built-in function of this name (it answers #NAME? to others)."""
    book = formualizer.Workbook()
    book.add_sheet("S")
    try:
        book.set_formula("S", 1, 1, f"={name}()")
        return bool(book.evaluate_cell("S", 1, 1) != {"type": "Error", "kind": "Name"})
    except (RuntimeError, ValueError):
        return True


def one_by_one(name: str, calls: Sequence[Sequence[Value]], date1904: bool) -> list[Cell]:
    """The results of several calls of a built-in function, each with its own arguments.

    A sheet that lasts as long as this: in each row the formula, behind it its single values; the
    ranges, which are the same for all, stand to the right.
    """
    engine = Engine(date1904=date1904)
    book = engine._book
    sheet = "S"
    book.add_sheet(sheet)
    texts: list[list[str]] = [[] for _ in calls]
    column = 2
    for k, first in enumerate(calls[0]):
        block: Any = first if is_grid(first) else [[call[k]] for call in calls]
        engine._place(sheet, column, block)
        bottom, right = len(block), column + len(block[0]) - 1
        for row, text in enumerate(texts, 1):
            if calls[row - 1][k] is OMITTED:
                text.append("")
            elif is_grid(first):
                text.append(f"{cell_name(1, column)}:{cell_name(bottom, right)}")
            else:
                text.append(cell_name(row, column))
        column = right + 1
    book.set_formulas_batch(sheet, 1, 1, [[f"=@({name}({','.join(text)}))"] for text in texts])
    engine._guarded(book.evaluate_all)
    return [engine.value(sheet, row, 1) for row in range(1, len(calls) + 1)]


# number formats for which the engine's TEXT gives the bare number: fractions, exponents, padding,
# conditions, digits parted by a space, an empty first section
_MISREAD_FORMAT = re.compile(r"[?*_]|[0#]E[+-]|[0#] +[0#]|[0#]/|\[[<>=]|^;", re.IGNORECASE)


def misreads(number_format: str) -> bool:
    """Whether TEXT of the engine ignores a number format."""
    plain = re.sub(r'"[^"]*"|\\.', "", number_format)  # what is to stand as it is
    return bool(_MISREAD_FORMAT.search(plain))


def from_engine(raw: Any) -> Given:
    """A value or grid of the engine as `call` wants it; the mark of an omitted argument revived.

    Raises: Unsupported, for a grid whose cells `call` wants; it then stops the evaluation.
    """
    if isinstance(raw, (list, tuple)):
        return CellBlock(raw, _cells) if raw and len(raw) * len(raw[0]) >= _BLOCK else _cells(raw)
    if raw == OMITTED_MARK:
        return OMITTED
    return _cell(raw)


def _cells(raw: Any) -> Value:
    if set(map(type, chain.from_iterable(raw))) <= _PLAIN:
        return raw  # type: ignore[no-any-return]
    return [[_cell(cell) for cell in row] for row in raw]


def _cell(raw: Any) -> Cell:
    if isinstance(raw, dict):
        kind = str(raw.get("kind"))
        if kind == "Circ":
            raise Unsupported("it refers to itself in a circle")
        if kind == "Error":
            raise NotAFormula("something is missing in it, or it has too many parts")
        if kind not in _CODES:
            raise Unsupported("it uses a construction that is missing here")
        return ErrorValue(_CODES[kind])
    if isinstance(raw, float) and raw - raw != 0:
        return ErrorValue(Code.NUM)  # NaN and infinity: no cell can hold them
    if isinstance(raw, int) and not isinstance(raw, bool):
        return float(raw)
    if isinstance(raw, (float, str, bool)) or raw is None:
        return raw
    raise Unsupported(f"it gives a {type(raw).__name__}")


def _to_engine(value: Cell | Sequence[Sequence[Cell]]) -> Any:
    if isinstance(value, (list, tuple)):
        return [[_raw(cell) for cell in row] for row in value]
    return _raw(value)


def _raw(cell: Any) -> Any:
    if isinstance(cell, ErrorValue):
        return {"type": "Error", "kind": _KINDS.get(cell.code, "Value")}
    return cell
