"""A raw export made into prices, and a report of what that took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from ..arguments.export import DayFirst, DecimalSign, Export, RawExport
from ..cells.algebra import Cell
from ..cells.results import NONE, Returns, Table
from ..cleaning.asked import Asked
from ..cleaning.clean import Cleaned, clean
from ..cleaning.notes import Note
from ..domain import dates
from ..risk.data_quality import DATE_COLUMN
from ..risk.price_quality import price_findings

Range = Annotated[
    Export,
    RawExport(
        "The export as it came: title rows, texts, error cells and a footer may stay; the dates left of "
        "the prices."
    ),
]
FirstOfDates = Annotated[
    bool,
    DayFirst(
        "Whether 03/04 is 3 April. Needed where every date in the column can be read both ways."
    ),
]
Decimal = Annotated[
    str,
    DecimalSign(
        'The decimal sign of numbers stored as text, "." or ",". Needed for a column that both fit.'
    ),
]
_COLUMNS = (
    ("Finding", "text"),
    ("Count", "count"),
    ("First row", "count"),
    ("Column", "text"),
    ("First date", "date"),
    ("What was done, or is to be done", "text"),
)
#: What was done, in the order of how much of the data it touched.
_DONE = (
    "no price at all", "unsorted days", "doubled days", "rows that are no day", "rows without a price",
    "error texts", "columns before the dates", "percent", "currency", "thousands", "numbers as text",
    "dates as text", "newest first", "title rows", "footer", "blank rows",
)  # fmt: skip
_FIRST = _DONE[:1]  # which comes before what was found in the prices


def clean_prices(
    range: Range, day_first: FirstOfDates | None = None, decimal: Decimal | None = None
) -> Annotated[
    Table,
    Returns(
        "Dates, names and prices, oldest first; a blank where there is no price.",
        columns=(("Date", "date"), ("asset", "number")),
        repeats=True,
        blanks=True,
    ),
]:
    """A raw export made into a table of prices: dates, names, numbers, oldest first.

    Left out: title rows, footers, blank rows, a header that is repeated, what stands left of the dates,
    rows and columns without a price, a row that is there twice. Dates may be cells, or texts such as
    15/09/2008, 9/15/08, 15.9.2008, 15-Sep-2008, 2008-09-15 or 20080915, with a time of day, months by their
    names in seven languages. Numbers stored as text may have a decimal comma, signs between thousands, a
    currency, brackets or a minus behind for negative ones. Error cells and texts such as #N/A N/A, n.a. or
    - become blanks, which come back as empty text. No price is changed, and nothing is guessed: the order
    of day and month is one for the column of dates, the decimal sign one for each column, and where both
    readings fit, day_first or decimal is asked for. CLEAN_REPORT lists what was done.

    Raises: BadInput at the cell for what cannot be read, or read for certain, for a day with two
    different rows, for a second column of dates; NotEnoughData without a price.

    >>> =CLEAN_PRICES({"Export of 3 June","";"Date","Fund";"15.09.2008","1,5";"16.09.2008","n.a.";"17.09.2008","1,25"})
    {"Date","Fund";39706,1.5;39708,1.25}
    """
    cleaned = _cleaned(range, day_first, decimal)
    if cleaned.problems:
        raise cleaned.problems[0]
    table = Table.of_days(cleaned.date_label, cleaned.days, cleaned.names, cleaned.numbers)
    return table.with_blanks()


def clean_report(
    range: Range, day_first: FirstOfDates | None = None, decimal: Decimal | None = None
) -> Annotated[Table, Returns("A row a kind and column, the worst first.", columns=_COLUMNS)]:
    """What CLEAN_PRICES does to an export, and what is odd about the prices: by kind, worst first.

    It finds where CLEAN_PRICES refuses: unreadable is a cell that has to be mended first, or an
    order that has to be told. Then what was found in the prices: spike (leaps to double or half, or
    more, beyond 10 x 1.4826 x MAD, and comes back the next time), leap (and stays), not positive, stale
    (6 equal prices running or more), slower rhythm (8 weeks or months running, with one price each, among daily rows),
    young and ended (10 rows or more without a price before the first or after the last), hole (12 days or
    more without a row), blanks, missing weekdays (without a row, New Year, Good Friday and Christmas
    aside). Then what was done. Rows count from the top of the selection, in its own order.

    Raises: BadInput without a column of dates beside prices; NotEnoughData without a price.
    Ref: Rousseeuw & Croux (1993) for the MAD.

    >>> =INDEX(CLEAN_REPORT({"Date","Fund";"15.09.2008","1,5";"16.09.2008","n.a.";"17.09.2008","1,25"}), 2, 1)
    missing weekdays
    """
    cleaned = _cleaned(range, day_first, decimal)
    rows = [*_unreadable(cleaned), *_done(cleaned, _FIRST)]
    if not cleaned.problems:
        rows += _found(cleaned)
    rows += _done(cleaned, _DONE[len(_FIRST) :])
    if not rows:
        rows = [["ok", NONE, NONE, NONE, NONE, "Nothing to do: it is a table of prices."]]
    return Table([name for name, _ in _COLUMNS], rows)


def _cleaned(export: Export, day_first: bool | None, decimal: str | None) -> Cleaned:
    argument, grid, date1904 = export
    return clean(Asked(argument, grid, date1904, day_first, decimal))


def _unreadable(cleaned: Cleaned) -> Iterator[list[Cell]]:
    """Each way in which cells cannot be read, with its first cell."""
    counts: dict[str, int] = {}
    for problem in cleaned.problems:
        counts[problem.problem.name] = counts.get(problem.problem.name, 0) + 1
    for problem in cleaned.problems:
        count = counts.pop(problem.problem.name, 0)
        place = problem.place
        if not count or place is None or place.row is None or place.column is None:
            continue
        column = _called(cleaned, place.column)
        yield ["unreadable", count, place.row + 1, column, NONE, problem.sentence()]


def _called(cleaned: Cleaned, column: int) -> str:
    """What a column of the export is called."""
    if column == cleaned.days_column:
        return cleaned.date_label
    if column in cleaned.columns:
        return cleaned.name(cleaned.columns.index(column))
    return f"column {column + 1}"


def _found(cleaned: Cleaned) -> Iterator[list[Cell]]:
    for f in price_findings(cleaned.numbers, cleaned.days):
        name = cleaned.date_label if f.column == DATE_COLUMN else cleaned.name(f.column)
        day = dates.Serial(cleaned.days[f.row])
        yield [f.kind, f.times, cleaned.rows[f.row] + 1, name, day, f.what]


def _done(cleaned: Cleaned, kinds: tuple[str, ...]) -> Iterator[list[Cell]]:
    """What was done, of these kinds: of the same kind and wording one row for all columns."""
    for kind in kinds:
        notes: dict[str, list[Note]] = {}
        for note in cleaned.notes:
            if note.kind == kind:
                notes.setdefault(note.what, []).append(note)
        for what, same in notes.items():
            first = same[0]
            name = first.name or cleaned.date_label
            if len(same) > 1:
                name = ", ".join(note.name for note in same)
            day: Cell = dates.Serial(first.day) if first.day else NONE
            yield [kind, sum(n.count for n in same), first.row + 1, name, day, what]
