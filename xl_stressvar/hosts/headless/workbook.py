"""A workbook in the engine: its formulas rewritten, our functions and its tables registered."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import cached_property

from ... import errors
from ...catalogue import Catalogue
from ...cells.algebra import Cell
from ...errors import StressVarError
from ...ooxml.formulas import Node, is_external, printed
from ...ooxml.package import Package
from ...ooxml.references import MAX_COLUMN, MAX_ROW, Area, Key, address
from ...ooxml.sheet import FormulaCell, SheetPart
from . import ranges
from .call_sites import CallSites
from .excel_rules.spills import Spills, may_hash
from .formualizer import Engine, TooLarge, Unsupported
from .plan import Plan, Uncalculable
from .sentences import shown

_MAX_ARRAY = 1 << 20  # cells of one array formula: each of them is written

#: Called with a stage, how far it is, and of how much (0 if unknown).
Progress = Callable[[str, int, int], None]


class Workbook:
    """The workbook of a package, ready to evaluate. `parts`: its sheets that hold formulas.

    With a plan the formulas that it keeps are constants to the engine, with the values of the file.

    Raises: Uncalculable, for formulas that cannot be calculated here.
    """

    def __init__(
        self,
        package: Package,
        parts: Mapping[str, SheetPart],
        catalogue: Catalogue,
        progress: Progress | None = None,
        plan: Plan | None = None,
    ) -> None:
        self._progress = progress or (lambda stage, done, of: None)
        self._package = package
        self.plan = plan
        self.sites = CallSites(
            catalogue, package.names, package.date1904, ran=self._ran, hidden=package.hidden
        )
        self.macro_sheets = package.macro_sheets
        self.external: list[Key] = []  # formulas that refer to another workbook, and are kept
        self.parts = parts
        self.formulas: dict[Key, FormulaCell] = {}  # that are calculated
        self._trees: dict[Key, Node] = {}  # as the engine got them: those that spill or have a #
        self._problems: dict[Key, StressVarError] = {}
        self.spills = Spills(package.names, self.blocker)
        for formula in (cell for part in parts.values() for cell in part.formulas):
            self.sites.facts.written[formula.key] = formula.shown
            if formula.block.size > 1:
                self.sites.facts.blocks.append(formula.block)
        if plan:
            self.sites.facts.kept = plan.constants
        self._copies = {part.part: part.for_engine(self._rewritten) for part in parts.values()}
        if self._problems:
            raise Uncalculable(self._problems, by_itself=True)
        # formulas that call a function of ours
        self.ours = sum(bool(self.sites.calls_in(key)) for key in self.formulas)

    def _rewritten(self, cell: FormulaCell) -> str | None:
        plan = self.plan
        if plan and cell.key not in plan.calculate and cell.key not in plan.compare:
            return None
        try:
            tree = self.sites.rewrite(cell.text, cell.key, cell.kind != "plain")
            tree = self._in_its_kind(cell, tree)
        except StressVarError as problem:
            self._problems[cell.key] = problem
            return None
        text = printed(tree)
        if "[" in text and is_external(tree):
            self.external.append(cell.key)
            return None
        self.formulas[cell.key] = cell
        if cell.kind != "plain" or may_hash(text):
            self._trees[cell.key] = tree
        return text

    def _in_its_kind(self, cell: FormulaCell, tree: Node) -> Node:
        block = cell.block
        if cell.kind == "array":
            if block.size > _MAX_ARRAY:
                what = f"its array covers {block.size:,} cells"
                raise errors.NOT_EVALUATED(cell=address(cell.key), what=what)
            return self.sites.pad_to_block(tree, block, cell.key)
        return tree

    @cached_property
    def engine(self) -> Engine:
        """The engine with its copy of the workbook, of which a book that is kept whole has no need.

        Raises: FileProblem, if it cannot load that.
        """
        data = self._package.for_engine(self._copies)
        try:
            engine = Engine(data, self._package.date1904)
            engine.add_tables(self._package.names.tables.values())
        except TooLarge:
            raise errors.TOO_BIG(file=self._package.file, most="the engine loads") from None
        except Unsupported:
            raise errors.DAMAGED(file=self._package.file) from None
        for name, function in self.sites.functions().items():
            engine.register(name, function)
        self.spills.register(engine)
        engine.add_sheet(ranges.SHEET)
        engine.set_ranges(ranges.SHEET, self.sites.ranges.new())
        return engine

    def evaluate(self) -> None:
        """Calculate every formula.

        Raises: Uncalculable, if the engine cannot; StressVarError, if it does not say where.
        """
        if not self.formulas:
            return
        self._report("calculating", 0)
        spilling = [key for key, cell in self.formulas.items() if cell.kind != "plain"]
        try:
            self.engine.evaluate_all()
            for _ in range(2 * len(spilling) + 1):  # one result may wait for another's room
                if not self.spills.step(self.engine, self._trees, spilling):
                    break
                self.engine.evaluate_all()
        except Unsupported as missing:
            site = self.sites.site(missing.first)
            if site is None:
                raise errors.NOT_EVALUATED(cell=self._package.file, what=missing) from None
            problem = errors.NOT_EVALUATED(cell=shown(site.cell), what=missing)
            raise Uncalculable(self._failing({site.cell: problem}), by_itself=False) from None
        self._report("writing", self.ours)

    def _failing(self, first: dict[Key, StressVarError]) -> dict[Key, StressVarError]:
        """A formula of ours that got what the engine cannot calculate, and where that comes from."""
        if self.plan is None:
            return first
        try:
            self.engine.evaluate_leniently()
            self.values()
        except Uncalculable as found:
            return {**found.problems, **first}
        except Unsupported:
            pass
        return first

    def values(self) -> dict[Key, Cell]:
        """The value of every cell that a calculated formula covers.

        Raises: Uncalculable.
        """
        found: dict[Key, Cell] = {}
        problems: dict[Key, StressVarError] = {}
        for cell in self.formulas.values():
            sheet = cell.key[0]
            try:
                for row, column in self.block(cell).cells():
                    found[sheet, row, column] = self.engine.value(sheet, row, column)
            except Unsupported as missing:
                problem = errors.NOT_EVALUATED(cell=address(cell.key), what=missing)
                problems[cell.key] = problem
        if problems:
            raise Uncalculable(problems, by_itself=False)
        return found

    def leave(self, keys: Container[Key]) -> None:
        """Let some formulas keep their values after all."""
        self.formulas = {key: cell for key, cell in self.formulas.items() if key not in keys}

    def block(self, cell: FormulaCell) -> Area:
        """What the result of a formula covers now."""
        if cell.kind != "dynamic":
            return cell.block
        if large := self.spills.area(cell.key):
            return large
        sheet, row, column = cell.key
        rows, columns = self.engine.extent(sheet, row, column)
        return Area(sheet, row, column, row + rows - 1, column + columns - 1)

    def blocker(self, key: Key, block: Area) -> Key | None:
        """A filled cell in the way of a result, if there is one."""
        place = self.parts[key[0]].blocker(self.formulas[key], block)
        return (key[0], *place) if place else None

    def free_cell(self, sheet: str) -> tuple[int, int]:
        """A row and column that nothing on the sheet uses, nor will spill into."""
        part = self.parts.get(sheet)
        row, column = part.size() if part else self._package.used_size(sheet)
        for cell in part.formulas if part else ():
            block = self.block(cell)
            row, column = max(row, block.bottom), max(column, block.right)
        return min(row + 2, MAX_ROW), min(column + 2, MAX_COLUMN)

    def _ran(self, order: int) -> None:
        self._report("calculating", order)

    def _report(self, stage: str, done: int) -> None:
        self._progress(stage, done, self.ours)
