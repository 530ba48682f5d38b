"""One calculation: every call of ours gets a number, so that a failure finds its cell.

In the engine's copy of the workbook a call `STRESSED_VAR(A1:B9,,99%)` reads `STRESSED_VAR("7",
A1:B9,"omitted",99%)`, with marks that no cell can hold. The number leads from the
engine's callback to the site: the cell, and what each argument says, from which the address of a bad
cell follows.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import partial

from cachetools import LRUCache

from ... import errors
from ...arguments.history_cache import is_handle
from ...catalogue import Catalogue
from ...cells.algebra import Cell, CellBlock, ErrorValue, Given, Value, is_grid, resolved
from ...dispatch import CallContext, Outcome, call
from ...errors import Address, Code, Place
from ...ooxml import formulas
from ...ooxml.formulas import Call, Leaf, Node, Operation
from ...ooxml.hidden_rows import HiddenRows
from ...ooxml.references import Area, Cells, Key, Names, area
from .excel_rules import CALL_RULES, SIGN_RULES, digits, matrices, pointwise, rule, texts
from .excel_rules.arrays import EACH, each
from .excel_rules.conditional import CONDITIONAL, conditional
from .excel_rules.defined import NAMED, Defined
from .excel_rules.own_row import own_cell
from .excel_rules.subtotals import HiddenRowsPassedOver
from .facts import WorkbookFacts
from .ranges import BLANK_CELL, RANGE, Ranges
from .rewriting import PREFIX, NotHere, Rewriter
from .sentences import foreign_sentence, shown, unknown_function

_FIT = f"{PREFIX}FIT"
_WHY = "STRESSVAR_WHY"
_MOST_OUTCOMES = 256  # of calls, kept for the same calls elsewhere in the workbook

Result = Cell | list[list[Cell]]


@dataclass
class CallSite:
    """One call of ours in one cell."""

    cell: Key
    name: str
    arguments: tuple[Node, ...]
    whole: bool = False  # the formula is this call and nothing else
    outcome: Outcome | None = None
    order: int = 0  # when it last ran


class CallSites:
    """The calls of one workbook, rewritten for the engine and answered by the catalogue."""

    def __init__(
        self,
        catalogue: Catalogue,
        names: Names,
        date1904: bool = False,
        ran: Callable[[int], None] | None = None,
        hidden: Callable[[str], HiddenRows] = lambda sheet: HiddenRows(),
    ) -> None:
        self._catalogue = catalogue
        self.names = names
        self._date1904 = date1904
        self._ran = ran
        self._sites: list[CallSite] = []
        self._by_cell: dict[Key, list[CallSite]] = {}
        self._defined = Defined(names, catalogue)
        self.facts = WorkbookFacts(names, self._defined, hidden)
        self.ranges = Ranges(names)
        rules: list[rule.CallRule | rule.SignRule] = [one() for one in CALL_RULES]
        rules += [HiddenRowsPassedOver(BLANK_CELL), *(one() for one in SIGN_RULES)]
        ours = frozenset(entry.name for entry in catalogue)
        self._rewriter = Rewriter(rules, ours, self._rewritten_call, self.ranges.handed_over)
        self._texts: dict[Key, str] = {}
        self._order = 0
        self._outcomes: LRUCache[tuple[Hashable, ...], Outcome] = LRUCache(_MOST_OUTCOMES)
        self._mark = (
            f"\ue000{secrets.token_hex(8)}:"  # before a site's number; no workbook knows it
        )

    # --- rewriting --------------------------------------------------------------------------------
    def rewrite(self, formula: str, cell: Key, array: bool = True) -> Node:
        """The formula as the engine gets it. Its sites are recorded.

        `array`: its result may be several cells; otherwise it is one, by the formula's own row.

        Raises: FileProblem, for a function that nobody here knows or a formula that cannot be read.
        """
        self._texts[cell] = formula
        try:
            tree, local = self._defined.written_out(formula, cell)
            at = rule.Place(cell, array, local, self.facts, _is_operation(tree, formula))
            new = self._rewriter.rewritten(tree, at)
        except formulas.TooLarge as problem:
            raise errors.NOT_EVALUATED(cell=shown(cell), what=problem) from None
        except formulas.Unreadable as problem:
            raise errors.UNREADABLE_FORMULA(cell=shown(cell), what=problem) from None
        except NotHere as unknown:
            raise unknown_function(
                shown(cell), str(unknown), (entry.name for entry in self._catalogue)
            ) from None
        except rule.Refused as problem:
            raise errors.NOT_EVALUATED(cell=shown(cell), what=problem) from None
        if isinstance(tree, Call) and tree.name in self._catalogue:
            self._sites[-1].whole = True  # parts are visited first
        return new if array else Operation(("@",), (own_cell(tree, new, at),))

    def _rewritten_call(self, node: Call, new: Call, at: rule.Place) -> Node:
        site = CallSite(at.cell, node.name, node.arguments)
        arguments = list(rule.marked(new.arguments))
        if node.name == _WHY and arguments and (target := _quoted_address(arguments[0], at)):
            arguments[0] = target  # so that the cell is calculated first
        marked = Call(node.name, (self._numbered(site), *arguments))
        return self.ranges.handed_over(marked, at)

    def _numbered(self, site: CallSite) -> Node:
        """The mark of a site, recorded."""
        self._sites.append(site)
        if site.name != _FIT:
            self._by_cell.setdefault(site.cell, []).append(site)
        return rule.text(f"{self._mark}{len(self._sites) - 1}")

    def pad_to_block(self, tree: Node, block: Area, cell: Key) -> Node:
        """A formula whose result is padded with #N/A, or cut, to a fixed block."""
        site = CallSite(cell, _FIT, ())  # should the engine fail, to name the cell
        size = (block.bottom - block.top + 1, block.right - block.left + 1)
        return rule.call(_FIT, self._numbered(site), tree, *map(rule.number, size))

    # --- answering --------------------------------------------------------------------------------
    def functions(self) -> dict[str, Callable[[list[Given]], Result]]:
        """What to register with the engine."""
        ours = {entry.name: self._answering(entry.name) for entry in self._catalogue}
        arrays = {name: self._on_ranges(f) for name, f in matrices.FUNCTIONS.items()}
        others = {_FIT: _on_cells(matrices.fit), matrices.FILTER: _on_cells(matrices.filter_rows)}
        others |= {EACH: lambda values: each(values, self._date1904), NAMED: _on_cells(_first)}
        others |= {CONDITIONAL: self._on_ranges(conditional)}
        others |= digits.functions() | texts.functions() | pointwise.functions(self._date1904)
        return {**arrays, **others, **ours, RANGE: self.ranges.take}

    def _on_ranges(
        self, function: Callable[[list[Given]], Result]
    ) -> Callable[[list[Given]], Result]:
        return lambda values: function([self.ranges.kept(value) for value in values])

    def _answering(self, name: str) -> Callable[[list[Given]], Result]:
        def answer(values: list[Given]) -> Result:
            site = self.site(values[0]) if values else None
            if site is None:  # reached by a way that is not rewritten, such as a name in INDIRECT
                return call(name, values, CallContext(self._date1904), self._catalogue).value
            site.outcome = self._outcome(site, values[1:])
            self._order += 1
            site.order = self._order
            if self._ran:
                self._ran(self._order)
            return site.outcome.value

        return answer

    def _outcome(self, site: CallSite, values: list[Given]) -> Outcome:
        """Of a call; of one that another site made of the same ranges and cells, what that gave.

        A name that stands for a call is one in every formula that uses it. A failure is made anew, for
        it may be of a history that was not loaded yet; and a handle, which is to load it.
        """
        given = [self.ranges.kept(value) for value in values]
        asked = (site.name, *map(_compared, given))
        if (known := self._outcomes.get(asked)) is not None:
            return known
        host = CallContext(self._date1904, why=partial(self._why, site))
        found = call(site.name, given, host, self._catalogue)
        large = any(isinstance(value, CellBlock) for value in values)
        if not (large or site.name == _WHY or found.failure or is_handle(found.value)):
            self._outcomes[asked] = found
        return found

    def site(self, mark: object) -> CallSite | None:
        """The site whose mark the engine handed back."""
        if isinstance(mark, str) and mark.startswith(self._mark):
            return self._sites[int(mark[len(self._mark) :])]
        return None

    def _why(self, site: CallSite, value: Value) -> str | None:
        argument = site.arguments[0]
        text = argument.text.strip('"') if isinstance(argument, Leaf) else ""
        target = area(text, site.cell[0]) or self.facts.area(argument, site.cell[0])
        if target is None:
            return None
        cell = target.sheet, target.top, target.left
        sentence = self.sentence(cell)
        if sentence is None and isinstance(value, ErrorValue):
            source = self.source(self._texts.get(cell, ""), target.sheet)
            sentence = foreign_sentence(cell, value.code, source)
        return sentence

    # --- explaining -------------------------------------------------------------------------------
    def calls_in(self, cell: Key) -> list[CallSite]:
        return self._by_cell.get(cell, [])

    def failed(self, cell: Key, code: Code | None = None) -> CallSite | None:
        """The call that a cell's error comes from: the first that failed on its own account."""
        sites = [s for s in self.calls_in(cell) if s.outcome and s.outcome.failure]
        if code:
            sites = [
                s
                for s in sites
                if s.outcome and s.outcome.failure and s.outcome.failure.code == code
            ]

        def passed_on(s: CallSite) -> tuple[bool, int]:
            assert s.outcome
            assert s.outcome.failure
            return s.outcome.failure.problem is errors.ERROR_CELL, s.order

        return min(sites, key=passed_on, default=None)

    def sentence(self, cell: Key, code: Code | None = None) -> str | None:
        """Why a cell of ours failed, with the address of the cell to blame."""
        site = self.failed(cell, code)
        return site.outcome.sentence(self._address(site)) if site and site.outcome else None

    def source(self, formula: str, sheet: str) -> Key | None:
        """The first failed cell of ours that a formula refers to."""
        failed = {site.cell for site in self._sites if site.outcome and site.outcome.failure}
        return self.first_of(Cells(failed), formula, sheet)

    def first_of(
        self, cells: Cells, formula: str, sheet: str, but: Key | None = None
    ) -> Key | None:
        """The first of these cells that a formula refers to, other than one cell."""
        for text in _references(formula):
            block = self.names.area(text, sheet)
            if block and (found := cells.first_in(block, but)):
                return found
        return None

    def table_at(self, cell: Key) -> str | None:
        """The function whose whole result, a grid, the cell shows; its #N/A are not failures."""
        for site in self.calls_in(cell):
            outcome = site.outcome
            if site.whole and outcome and not outcome.failure and is_grid(outcome.value):
                return site.name
        return None

    def _address(self, site: CallSite) -> Address:
        parameters = [p.name for p in self._catalogue[site.name].parameters]

        def found(place: Place) -> str | None:
            if place.argument not in parameters[: len(site.arguments)]:
                return None
            argument = site.arguments[parameters.index(place.argument)]
            block = self.facts.area(argument, site.cell[0])
            return block.at(place.row, place.column) if block else None

        return found


def _compared(given: Given) -> Hashable:
    """What is the same for the same argument: a large range itself, or its cells with their types."""
    if isinstance(given, CellBlock):
        return given
    if is_grid(given):
        return tuple(tuple((type(cell), cell) for cell in row) for row in given)
    return type(given), given


def _on_cells(function: Callable[[list[Value]], Result]) -> Callable[[list[Given]], Result]:
    return lambda values: function([resolved(value) for value in values])


def _first(values: list[Value]) -> Result:
    return values[0]  # type: ignore[return-value]


def _is_operation(tree: Node, formula: str) -> bool:
    """Whether a formula is an operation, with no brackets around it and not by a name."""
    return (
        isinstance(tree, Operation)
        and isinstance(formulas.parse(formula), Operation)
        and not formulas.bracketed(formula)
    )


def _references(formula: str) -> list[str]:
    """The references in a formula; none in one that cannot be read."""
    try:
        return list(formulas.references(formulas.parse(formula)))
    except formulas.Unreadable:
        return []


def _quoted_address(argument: Node, at: rule.Place) -> Node | None:
    """The reference in `"Prices!C47"`, which LibreOffice users type for STRESSVAR_WHY."""
    if not isinstance(argument, Leaf) or argument.kind != "text":
        return None
    inner = argument.text[1:-1]
    return rule.reference(inner) if area(inner, at.cell[0]) else None
