"""From a package to the values of its formulas: planned, calculated, planned anew where that failed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...catalogue import Catalogue
from ...cells.algebra import Cell
from ...errors import StressVarError
from ...ooxml.package import Package
from ...ooxml.references import Area, Key
from ...ooxml.sheet import SheetPart, sheet_parts
from .dependencies import Reads, reads
from .excel_rules.defined import Defined
from .plan import Plan, Planner, Scope, Uncalculable, is_calculated
from .results import differences
from .workbook import Progress, Workbook


@dataclass(frozen=True)
class Solved:
    """A calculated workbook: the values of the cells that its formulas cover, and what was kept."""

    book: Workbook
    values: Mapping[Key, Cell]
    plan: Plan | None  # None: everything was calculated
    data_tables: tuple[Key, ...]


def solved(
    package: Package,
    catalogue: Catalogue,
    progress: Progress | None = None,
    scope: Scope | None = None,
) -> Solved:
    """The workbook of a package, with what must be calculated.

    Raises: FileProblem, for a formula that must be calculated and cannot be.
    """
    parts, tables = _read(package, progress)
    if not is_calculated(package):
        book = _whole(package, parts, catalogue, progress)
        try:
            book.evaluate()
            return Solved(book, book.values(), None, tables)
        except Uncalculable as found:
            raise _first(found) from None
    planner = _planner(package, parts, catalogue, scope or Scope())
    while True:
        book, plan = _as_planned(package, parts, catalogue, progress, planner)
        try:
            book.evaluate()
            values = book.values()
        except Uncalculable as found:
            planner.lacks(found)
            continue
        planner.covers({cell.key: book.block(cell) for cell in book.formulas.values()})
        planner.differ(one.formula for one in differences(book, values, plan.compare))
        if planner.plan().calculate <= plan.calculate:
            book.leave(plan.compare)
            return Solved(book, values, plan, tables)


def whole(package: Package, catalogue: Catalogue, progress: Progress | None = None) -> Workbook:
    """The workbook of a package, ready to have every formula calculated.

    Raises: FileProblem, for a formula that cannot be.
    """
    return _whole(package, _read(package, progress)[0], catalogue, progress)


def prepared(package: Package, catalogue: Catalogue, progress: Progress | None = None) -> Workbook:
    """The workbook of a package, ready to have calculated what must be.

    Raises: FileProblem.
    """
    parts, _ = _read(package, progress)
    if not is_calculated(package):
        return _whole(package, parts, catalogue, progress)
    planner = _planner(package, parts, catalogue, Scope())
    return _as_planned(package, parts, catalogue, progress, planner)[0]


def _read(
    package: Package, progress: Progress | None
) -> tuple[dict[str, SheetPart], tuple[Key, ...]]:
    """The sheets that hold formulas, and the data tables in them."""
    if progress:
        progress("reading", 0, 0)
    parts = sheet_parts(package)
    return parts, tuple(key for part in parts.values() for key in part.data_tables)


def _whole(
    package: Package,
    parts: Mapping[str, SheetPart],
    catalogue: Catalogue,
    progress: Progress | None,
) -> Workbook:
    try:
        return Workbook(package, parts, catalogue, progress)
    except Uncalculable as found:
        raise _first(found) from None


def _as_planned(
    package: Package,
    parts: Mapping[str, SheetPart],
    catalogue: Catalogue,
    progress: Progress | None,
    planner: Planner,
) -> tuple[Workbook, Plan]:
    while True:
        plan = planner.plan()
        try:
            return Workbook(package, parts, catalogue, progress, plan), plan
        except Uncalculable as found:
            planner.lacks(found)


def _first(found: Uncalculable) -> StressVarError:
    return next(iter(found.problems.values()))


def _planner(
    package: Package, parts: Mapping[str, SheetPart], catalogue: Catalogue, scope: Scope
) -> Planner:
    defined = Defined(package.names, catalogue)
    ours = frozenset(entry.name for entry in catalogue)
    read = {
        cell.key: reads(cell.text, cell.key, defined, ours)
        for part in parts.values()
        for cell in part.formulas
    }
    return Planner(parts.values(), read, scope, dict(_data_tables(parts)))


def _data_tables(parts: Mapping[str, SheetPart]) -> Iterator[tuple[Key, tuple[Area, Reads]]]:
    """The data tables: each reads its inputs, and the formulas and values above and to the left."""
    for part in parts.values():
        for key in part.data_tables:
            block, inputs = part.data_table(key)
            top, left = max(block.top - 1, 1), max(block.left - 1, 1)
            above = Area(block.sheet, top, left, top, block.right)
            beside = Area(block.sheet, top, left, block.bottom, left)
            yield key, (block, Reads((above, beside, *inputs)))
