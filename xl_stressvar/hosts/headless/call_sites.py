"""One calculation: every call of ours gets a number, so that a failure finds its cell.

In the engine's copy of the workbook a call `STRESSED_VAR(A1:B9,,99%)` reads `STRESSED_VAR("#7",
A1:B9,"omitted",99%)`, with marks that no cell can hold. The number leads from the engine's callback
to the site: the cell, and what each argument says, from which the address of a bad cell follows.

The engine takes long to hand a large range over, so each is handed over once: a cell of a sheet that
only the copy has calls XLSTRESSVAR.RANGE("#3", Prices!A1:Z999), its value stands for the range, and
our calls refer to that cell. What depends on what stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property, partial

from ... import errors
from ...catalogue import Catalogue
from ...cells.algebra import Cell, ErrorValue, Given, Value, is_grid, resolved
from ...dispatch import CallContext, Outcome, call
from ...errors import Address, Code, Place
from ...ooxml import formulas
from ...ooxml.hidden_rows import HiddenRows
from ...ooxml.references import Area, Cells, Key, Names, area
from .excel_rules import digits, matrices, pointwise
from .excel_rules.arrays import EACH, NAMED, WITHOUT_ERRORS, Arrays, Edit, calculates, each
from .excel_rules.defined import Defined
from .excel_rules.subtotals import Refused, Subtotals
from .formualizer import OMITTED_MARK, knows, misreads
from .sentences import foreign_sentence, shown

_FIT = "XLSTRESSVAR.FIT"
_FILTER = "XLSTRESSVAR.FILTER"
_WHY = "STRESSVAR_WHY"
_RANGE = "XLSTRESSVAR.RANGE"
RANGES_SHEET = "\ue001ranges"  # a name that no workbook has
_MIN_RANGE = 32  # cells
_MAX_RANGE = 1 << 22  # cells; a whole column is better clipped by the engine
_RANGE_MARK = "\ue001"  # no workbook holds it

Result = Cell | list[list[Cell]]


@dataclass
class CallSite:
    """One call of ours in one cell."""

    cell: Key
    name: str
    arguments: tuple[str, ...]
    whole: bool  # the formula is this call and nothing else
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
        self._hidden = cache(hidden)
        self._catalogue = catalogue
        self.names = names
        self._date1904 = date1904
        self._ran = ran
        self._sites: list[CallSite] = []
        self._by_cell: dict[Key, list[CallSite]] = {}
        self._defined = Defined(names, catalogue)
        self._ranges: dict[Area, int] = {}  # the row of each in the ranges' sheet
        self._placed = 0
        self._rows: dict[tuple[str, str], int | None] = {}  # of the arguments seen, by sheet
        self._given: dict[int, Given] = {}
        self._texts: dict[Key, str] = {}
        self.written: dict[Key, str] = {}  # the formulas of the workbook, as the user sees them
        self.blocks: list[Area] = []  # what its array formulas covered when it was saved
        self._without_formulas: dict[Area, bool] = {}
        self._order = 0

    # --- rewriting --------------------------------------------------------------------------------
    def rewrite(self, formula: str, cell: Key, array: bool = True) -> str:
        """The formula as the engine gets it. Its sites are recorded. `array`: its result may spill.

        Raises: FileProblem, for a function that nobody here knows or a formula that cannot be read.
        """
        self._texts[cell] = formula
        try:
            named = self._defined.written_out(formula, cell)
            text = self._defined.with_addresses(named, cell)
            found = formulas.calls(text)
            local = formulas.local_names(text)
        except formulas.Unreadable as problem:
            raise errors.UNREADABLE_FORMULA(cell=shown(cell), what=problem) from None
        size = partial(self._defined.size, sheet=cell[0])
        outer = (
            digits.ending(text)
            + digits.Digits(text, found, local, partial(self._typed, cell[0])).edits()
        )
        edits = Arrays(text, found, array, size, local).edits()
        for one in found:
            if one.name in self._catalogue:
                edits += self._rewritten_call(text, one, cell, local)
            elif one.name == "FORMULATEXT":
                edits.append((one.start, one.close + 1, self._text_of(text, one, cell)))
            elif one.name == "SINGLE":
                edits.append((one.start, one.open, "@("))
            elif one.name == "TEXT" and one.name not in local:
                _check_format(text, one, cell)
            elif one.name == "SUMPRODUCT" and any(
                not calculates(text[a:b]) for a, b in one.arguments
            ):
                edits.append((one.start, one.open, f"{matrices.SUMPRODUCT}("))
                edits += self._handed_over(text, one, cell, local)
            elif one.name in matrices.FUNCTIONS:
                edits.append((one.start, one.open, f"{one.name}("))
                edits += self._handed_over(text, one, cell, local)
            elif one.name in ("SUBTOTAL", "AGGREGATE") and one.name not in local:
                edits += self._subtotal(text, one, cell)
            elif one.name == "FILTER" and one.name not in local:
                edits.append((one.start, one.open, f"{_FILTER}("))
            elif not (one.qualified or one.name in local or one.name == NAMED or knows(one.name)):
                raise errors.FUNCTION_NOT_HERE(cell=shown(cell), function=one.name)
        return formulas.replaced(text, _outermost(outer + edits))

    def _subtotal(self, text: str, one: formulas.Call, cell: Key) -> list[Edit]:
        area_of = partial(self.names.area, sheet=cell[0])
        blank_cell = f"'{RANGES_SHEET}'!$B$1"
        try:
            return Subtotals(text, area_of, self._hidden, blank_cell).edits(one)
        except Refused as problem:
            raise errors.NOT_EVALUATED(cell=shown(cell), what=problem) from None

    def _typed(self, sheet: str, text: str) -> bool:
        """Whether a text is a range of cells without formulas, whose numbers somebody has typed."""
        block = self.names.area(text, sheet)
        if block is None or block.size == 1:
            return False
        if block not in self._without_formulas:
            none = self._calculated.first_in(block) is None
            self._without_formulas[block] = none and not any(map(block.meets, self.blocks))
        return self._without_formulas[block]

    @cached_property
    def _calculated(self) -> Cells:
        return Cells(self.written)

    def _text_of(self, text: str, one: formulas.Call, cell: Key) -> str:
        """FORMULATEXT as a constant: the engine knows only the rewritten formulas."""
        block = self.names.area(text[one.open : one.close], cell[0])
        if block is None:
            what = "FORMULATEXT takes the address of a cell"
            raise errors.NOT_EVALUATED(cell=shown(cell), what=what)
        shows = self.written.get((block.sheet, block.top, block.left))
        return '"' + shows.replace('"', '""') + '"' if shows else "NA()"

    def _rewritten_call(
        self, text: str, one: formulas.Call, cell: Key, local: set[str]
    ) -> list[tuple[int, int, str]]:
        arguments = tuple(text[a:b].strip() for a, b in one.arguments)
        site = CallSite(cell, one.name, arguments, formulas.is_whole_call(text, one))
        mark = f'"{_mark(len(self._sites))}"' + ("," if arguments else "")
        self._sites.append(site)
        self._by_cell.setdefault(cell, []).append(site)
        edits = [(one.start, one.open, f"{one.name}({mark}")]
        for (start, end), argument in zip(one.arguments, arguments, strict=True):
            if not argument:
                edits.append((start, end, f'"{OMITTED_MARK}"'))
            elif one.name == _WHY and (target := _quoted_address(argument, cell[0])):
                edits.append((start, end, target))  # so that the cell is calculated first
        return edits + self._handed_over(text, one, cell, local)

    def _handed_over(
        self, text: str, one: formulas.Call, cell: Key, local: set[str]
    ) -> list[tuple[int, int, str]]:
        """The large ranges among the arguments of a call, as the cells that stand for them."""
        edits = []
        for start, end in one.arguments:
            argument = text[start:end].strip()
            if not argument or argument.upper() in local:
                continue
            if row := self._range(argument, cell[0]):
                edits.append((start, end, f"'{RANGES_SHEET}'!$A${row}"))
        return edits

    def _range(self, argument: str, sheet: str) -> int | None:
        """The row that stands for a range, if the argument is nothing but a large one."""
        key = argument, sheet
        if key not in self._rows:
            self._rows[key] = self._range_row(argument, sheet)
        return self._rows[key]

    def _range_row(self, argument: str, sheet: str) -> int | None:
        if "@" in argument or "@" in (self.names.formula(argument, sheet) or ""):
            return None  # a cell of the range
        block = self.names.area(argument, sheet)
        if block is None:
            return None
        cells = (block.bottom - block.top + 1) * (block.right - block.left + 1)
        if not _MIN_RANGE <= cells <= _MAX_RANGE:
            return None
        return self._ranges.setdefault(block, len(self._ranges) + 1)

    def new_ranges(self) -> list[tuple[int, str]]:
        """Rows of the ranges' sheet that are still to be filled, and their formulas."""
        new = [(row, block) for block, row in self._ranges.items() if row > self._placed]
        self._placed = len(self._ranges)
        return [(row, f'{_RANGE}("{_mark(row)}",{block.at(None, None)})') for row, block in new]

    def pad_to_block(self, text: str, block: Area, cell: Key) -> str:
        """A formula whose result is padded with #N/A, or cut, to a fixed block."""
        self._sites.append(
            CallSite(cell, _FIT, (), False)
        )  # should the engine fail, to name the cell
        rows, columns = block.bottom - block.top + 1, block.right - block.left + 1
        return f'{_FIT}("{_mark(len(self._sites) - 1)}",{text},{rows},{columns})'

    # --- answering --------------------------------------------------------------------------------
    def functions(self) -> dict[str, Callable[[list[Given]], Result]]:
        """What to register with the engine."""
        ours = {entry.name: self._answering(entry.name) for entry in self._catalogue}
        arrays = {name: self._on_ranges(f) for name, f in matrices.FUNCTIONS.items()}
        others = {_FIT: _on_cells(matrices.fit), _FILTER: _on_cells(matrices.filter_rows)}
        others |= {WITHOUT_ERRORS: _on_cells(matrices.without_errors)}
        others |= {EACH: lambda values: each(values, self._date1904), NAMED: _on_cells(_first)}
        others |= digits.functions() | pointwise.functions(self._date1904)
        return {**arrays, **others, **ours, _RANGE: self._take}

    def _on_ranges(
        self, function: Callable[[list[Given]], Result]
    ) -> Callable[[list[Given]], Result]:
        return lambda values: function([self._kept(value) for value in values])

    def _take(self, values: list[Given]) -> Result:
        """Keep a range that the engine hands over; the text that stands for it."""
        mark, given = values
        self._given[int(str(mark)[1:])] = given
        return f"{_RANGE_MARK}{str(mark)[1:]}"

    def _kept(self, value: Given) -> Given:
        """The range that a text stands for; any other value as it is."""
        if isinstance(value, str) and value[:1] == _RANGE_MARK:
            return self._given[int(value[1:])]
        return value

    def _answering(self, name: str) -> Callable[[list[Given]], Result]:
        def answer(values: list[Given]) -> Result:
            site = self.site(values[0]) if values else None
            if site is None:  # reached by a way that is not rewritten, such as a name in INDIRECT
                return call(name, values, CallContext(self._date1904), self._catalogue).value
            host = CallContext(self._date1904, why=partial(self._why, site))
            site.outcome = call(name, [self._kept(v) for v in values[1:]], host, self._catalogue)
            self._order += 1
            site.order = self._order
            if self._ran:
                self._ran(self._order)
            return site.outcome.value

        return answer

    def site(self, mark: object) -> CallSite | None:
        """The site whose mark the engine handed back."""
        if isinstance(mark, str) and mark[:1] == "\ue000" and mark[1:].isdigit():
            return self._sites[int(mark[1:])]
        return None

    def _why(self, site: CallSite, value: Value) -> str | None:
        target = self.names.area(site.arguments[0].strip('"'), site.cell[0])
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
        for text in formulas.references(formula):
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
            text = site.arguments[parameters.index(place.argument)]
            block = self.names.area(text, site.cell[0])
            return block.at(place.row, place.column) if block else None

        return found


def _on_cells(function: Callable[[list[Value]], Result]) -> Callable[[list[Given]], Result]:
    return lambda values: function([resolved(value) for value in values])


def _first(values: list[Value]) -> Result:
    return values[0]  # type: ignore[return-value]


def _outermost(edits: list[Edit]) -> list[Edit]:
    """Those edits that are not inside of what another writes anew."""
    wide = [(start, end) for start, end, _ in edits if end > start]
    return [edit for edit in edits if not any(start < edit[0] < end for start, end in wide)]


def _mark(number: int) -> str:
    return f"\ue000{number}"


def _check_format(text: str, one: formulas.Call, cell: Key) -> None:
    """Refuse a number format, written out in a formula, that the engine does not know."""
    start, end = one.arguments[-1] if one.arguments else (0, 0)
    written = text[start:end].strip()
    shape = written[1:-1].replace('""', '"')
    if written[:1] == '"' and misreads(shape):
        what = f"the number format {shape} of its TEXT is not known"
        raise errors.NOT_EVALUATED(cell=shown(cell), what=what)


def _quoted_address(argument: str, sheet: str) -> str | None:
    """The reference in `"Prices!C47"`, which LibreOffice users type for STRESSVAR_WHY."""
    inner = argument[1:-1]
    return inner if argument[:1] == '"' and area(inner, sheet) else None
