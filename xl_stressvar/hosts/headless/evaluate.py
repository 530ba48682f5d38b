"""`eval`: formulas typed on the command line, alone or against a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ... import errors
from ...catalogue import CATALOGUE, Catalogue
from ...cells.algebra import Cell, ErrorValue, Given, Omitted, Value, is_grid, resolved
from ...errors import Code, StressVarError
from ...ooxml.formulas import Node, is_external, printed
from ...ooxml.package import opened
from ...ooxml.references import Key, Names
from ...ooxml.sheet import MAX_FORMULA
from . import ranges
from .call_sites import CallSites
from .formualizer import Engine, NotAFormula, Unsupported
from .sentences import foreign_sentence, shown
from .solve import solved
from .workbook import Progress

_QUOTED_OR_BRACED = re.compile(r'"[^"]*"|\{[^{}]*\}')
_CAPTURE = "XLSTRESSVAR.CAPTURE"
_SHEET, _FREE = "Sheet1", (100, 100)  # where a formula without a book stands


@dataclass(frozen=True)
class Answer:
    """What a formula gives: a cell or a grid; or an error and its sentence."""

    formula: str
    value: Cell | list[list[Cell]]
    error: str | None = None
    why: str | None = None


def evaluate(
    formulas: Sequence[str],
    book: Path | None = None,
    catalogue: Catalogue = CATALOGUE,
    progress: Progress | None = None,
) -> list[Answer]:
    """The answers to formulas, with or without their `=`, in order.

    With a book they may refer to its sheets, names and tables; a reference without a sheet is to the
    first one. Dates come back as serials.

    Raises: FileProblem, if the book cannot be calculated.
    """
    evaluator = _Evaluator(book, catalogue, progress)
    answers = []
    for number, formula in enumerate(formulas, 1):
        if progress:
            progress(f"formula {number}", number, len(formulas))
        answers.append(evaluator.answer(formula, number))
    return answers


class _Evaluator:
    """One engine for all the formulas; each is captured whole, not just its first cell."""

    def __init__(
        self, path: Path | None, catalogue: Catalogue, progress: Progress | None = None
    ) -> None:
        self._captured: Value = None
        self._written_out: Callable[[Node, str], Node]  # A1# of a large result as an address
        if path is None:
            self._at = _SHEET, *_FREE
            self._written_out = lambda tree, sheet: tree
            self._sites = CallSites(catalogue, Names())
            self._engine = Engine()
            self._engine.add_sheet(_SHEET)
            self._engine.add_sheet(ranges.SHEET)
            for name, function in self._sites.functions().items():
                self._engine.register(name, function)
        else:
            package = opened(path)
            book = solved(package, catalogue, progress).book
            self._engine, self._sites = book.engine, book.sites
            self._written_out = book.spills.written_out
            first = next(iter(package.sheets))
            self._at = first, *book.free_cell(first)
        self._engine.register(_CAPTURE, self._capture)

    def _capture(self, values: list[Given]) -> Cell:
        (self._captured,) = map(resolved, values)
        return True

    def answer(self, formula: str, number: int) -> Answer:
        # a key that is no cell's: what the formula calls is kept apart from the book's own calls
        key: Key = (self._at[0], -number, 0)
        text = formula.strip().removeprefix("=").strip()
        try:
            value = self._value(text, key)
        except StressVarError as failure:
            unknown = failure.problem in (errors.FUNCTION_NOT_HERE, errors.FUNCTION_NEAR)
            code = Code.NAME if unknown else failure.code
            return Answer(formula, ErrorValue(code), code, failure.sentence())
        if isinstance(value, ErrorValue):
            why = self._sites.sentence(key, value.code) or foreign_sentence(
                key, value.code, self._sites.source(text, key[0])
            )
            return Answer(formula, value, value.code, why)
        return Answer(formula, value)

    def _value(self, text: str, key: Key) -> Cell | list[list[Cell]]:
        if len(text) > MAX_FORMULA:
            length, most = f"{len(text):,}", f"{MAX_FORMULA:,}"
            raise errors.FORMULA_TOO_LONG(cell=shown(key), length=length, most=most)
        if not text:
            raise errors.UNREADABLE_FORMULA(cell=shown(key), what="it is empty")
        rewritten = self._written_out(self._rewritten(text, key), key[0])
        if is_external(rewritten):
            what = "it refers to another workbook"
            raise errors.UNREADABLE_FORMULA(cell=shown(key), what=what)
        self._captured = None
        try:
            self._engine.set_ranges(ranges.SHEET, self._sites.ranges.new())
            self._engine.set_formula(*self._at, f"{_CAPTURE}({printed(rewritten)})")
            captured = self._engine.evaluate(*self._at)
        except NotAFormula as wrong:
            raise errors.UNREADABLE_FORMULA(cell=shown(key), what=wrong) from None
        except Unsupported as missing:
            raise errors.NOT_EVALUATED(cell=shown(key), what=missing) from None
        value = captured if isinstance(captured, ErrorValue) else self._captured
        if is_grid(value):
            return [[_filled(cell) for cell in row] for row in value]
        assert not isinstance(value, Omitted)
        return _filled(value)

    def _rewritten(self, text: str, key: Key) -> Node:
        try:
            return self._sites.rewrite(text, key)
        except StressVarError as wrong:
            semicolons = ";" in _QUOTED_OR_BRACED.sub("", text)
            if semicolons and wrong.problem is errors.UNREADABLE_FORMULA:
                raise errors.SEMICOLONS(cell=shown(key)) from None
            raise


def _filled(cell: Cell) -> Cell:
    """A blank shows as 0, as in a sheet."""
    return 0.0 if cell is None else cell
