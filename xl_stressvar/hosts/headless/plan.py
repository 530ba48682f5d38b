"""Which formulas of a workbook are calculated, and which keep the value that Excel stored.

Calculated is what must be: our functions, formulas without a stored value, and whatever reads one of
these. The formulas that these read are calculated to be compared: where the file holds another value,
an input has changed since, and what reads it is calculated too. A formula that cannot be calculated
here keeps its value. Refused is a mixture: a formula that must be calculated and reads a kept one whose
own inputs have changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ... import errors
from ...catalogue import CATALOGUE
from ...errors import StressVarError
from ...ooxml.package import Package
from ...ooxml.references import Area, Key, address
from ...ooxml.sheet import FormulaCell, SheetPart
from ...ooxml.xml import parsed, tag
from .dependencies import Graph, Reads
from .sentences import shown, unknown_function

_EXCEL_2007 = 125_725  # the last version of its calculation


@dataclass(frozen=True)
class Scope:
    """What the user asks for: everything, or also what reads the blocks that have changed."""

    everything: bool = False
    changed: tuple[Area, ...] = ()


class Uncalculable(Exception):
    """Formulas that cannot be calculated here, each with its sentence.

    `by_itself`: each fails for what it says; otherwise some may fail for reading one that does.
    """

    def __init__(self, problems: Mapping[Key, StressVarError], by_itself: bool) -> None:
        super().__init__()
        self.problems = problems
        self.by_itself = by_itself


def is_calculated(package: Package) -> bool:
    """Whether the values in a file are those of a complete calculation.

    A program that leaves values out, or that puts zeros for them, says so: it asks for a calculation
    when the file is opened, or names Excel 2007, whose files every later Excel calculates anew.
    """
    found = parsed(package.read(package.workbook), package.file).find(tag("calcPr"))
    attributes = () if found is None else found.attrib.items()
    settings = {str(name): str(value) for name, value in attributes}
    old = int(settings["calcId"]) <= _EXCEL_2007 if settings.get("calcId", "").isdigit() else True
    asks = any(_on(settings.get(name)) for name in ("fullCalcOnLoad", "forceFullCalc"))
    unfinished = any(
        name in settings and not _on(settings.get(name)) for name in ("calcCompleted", "calcOnSave")
    )
    return not (old or asks or unfinished)


def _on(value: str | None) -> bool:
    return value in ("1", "true", "on")


@dataclass
class Plan:
    """What is to be done with each formula."""

    formulas: Mapping[Key, FormulaCell]
    calculate: set[Key]
    lacking: dict[Key, str] = field(default_factory=dict)  # kept, as they cannot be calculated
    stale: set[Key] = field(default_factory=set)  # kept, although their inputs have changed
    compare: set[Key] = field(default_factory=set)  # with the file: they say whether it is in date
    differing: set[Key] = field(default_factory=set)  # that turned out not to be

    @property
    def kept(self) -> set[Key]:
        return self.formulas.keys() - self.calculate

    @property
    def constants(self) -> dict[Key, Area]:
        """What the formulas cover that are constants to the engine."""
        return {key: self.formulas[key].block for key in self.kept - self.compare}


class Planner:
    """The formulas of the sheets, what they read, and what is found out to be beyond us."""

    def __init__(
        self,
        parts: Iterable[SheetPart],
        reads: Mapping[Key, Reads],
        scope: Scope,
        tables: Mapping[Key, tuple[Area, Reads]],
    ) -> None:
        self._formulas: dict[Key, FormulaCell] = {}
        self._must: set[Key] = set()
        for part in parts:
            for cell in part.formulas:
                self._formulas[cell.key] = cell
                if not part.has_value(*cell.key[1:]):
                    self._must.add(cell.key)
        self._must |= {key for key, one in reads.items() if one.ours}
        self._must -= {key for key, one in reads.items() if one.external}
        clock = {key for key, one in reads.items() if one.clock}  # else as of when it was saved
        self._seeds = self._must | clock if scope.everything else self._must
        covers = {key: cell.block for key, cell in self._formulas.items()}
        covers |= {key: block for key, (block, _) in tables.items()}
        self._graph = Graph(covers, {**reads, **{key: one for key, (_, one) in tables.items()}})
        self._scope = scope
        self._lacking = {key: one.lacks for key, one in reads.items() if one.lacks}
        self._lacking |= dict.fromkeys(tables, "it is a data table (What-If Analysis)")
        self._problems: dict[Key, StressVarError] = {}
        self._clock = clock
        self._differing: set[Key] = set()

    def lacks(self, found: Uncalculable) -> None:
        """Note formulas that turned out to be beyond us."""
        problems = found.problems
        for key, problem in (
            problems if found.by_itself else _roots(problems, self._graph)
        ).items():
            self._problems[key] = problem
            self._lacking[key] = str(problem.facts.get("what", problem.sentence()))

    def differ(self, keys: Iterable[Key]) -> None:
        """Note formulas whose values in the file are not those of their inputs."""
        self._differing |= set(keys)

    def covers(self, blocks: Mapping[Key, Area]) -> None:
        """Note what results cover, which may be more than when the file was saved."""
        for key, block in blocks.items():
            was = self._graph.covers[key]
            bottom, right = max(was.bottom, block.bottom), max(was.right, block.right)
            self._graph.covers[key] = Area(*key, bottom, right)

    def plan(self) -> Plan:
        """Raises: FileProblem, for a formula that must be calculated and cannot be."""
        for key in sorted(self._lacking.keys() & self._must):
            raise self._problem(key)
        lacking = self._lacking.keys()
        blocks = self._scope.changed
        seeds = self._seeds | self._differing
        reached = self._graph.downstream(seeds, blocks)
        stale = reached & lacking
        needed = self._graph.downstream(seeds, blocks, lambda key: key not in lacking)
        spoilt = self._graph.downstream(stale) if stale else set()
        mixed = (needed & spoilt) - lacking
        for key in sorted(mixed):
            raise self._mixture(key, stale)
        calculate = (set(self._formulas) if self._scope.everything else needed) - lacking - spoilt
        everything = self._scope.everything
        read = set() if everything else self._graph.upstream(calculate) & self._formulas.keys()
        compare = read - calculate - lacking - spoilt - self._clock
        kept = {key: self._lacking[key] for key in lacking}
        return Plan(self._formulas, calculate, kept, spoilt, compare, self._differing)

    def _problem(self, key: Key) -> StressVarError:
        if key in self._problems:
            return self._problems[key]
        reason = self._lacking[key]
        calls = reason.removeprefix("it calls ")
        if calls != reason:
            return unknown_function(shown(key), calls, (entry.name for entry in CATALOGUE))
        return errors.NOT_EVALUATED(cell=shown(key), what=reason)

    def _mixture(self, key: Key, stale: Iterable[Key]) -> StressVarError:
        """Raise the refusal of a formula that needs a kept one whose inputs have changed."""
        source = next((s for s in sorted(stale) if key in self._graph.downstream([s])), key)
        return errors.MIXED(cell=address(key), kept=address(source), what=self._lacking[source])


def _roots(problems: Mapping[Key, StressVarError], graph: Graph) -> Mapping[Key, StressVarError]:
    """Those of some formulas that fail by themselves; or those in circles, with what lies between."""
    left = set(problems)
    readers = {key: left.intersection(graph.readers(graph.covers[key])) for key in left}
    read = set().union(*readers.values())
    if alone := left - read:  # nothing that failed is read by these
        return {key: problems[key] for key in problems if key in alone}
    while ends := {key for key in left if not readers[key] & left}:
        left -= ends
    return {key: problems[key] for key in problems if key in left}
