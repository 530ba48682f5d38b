"""What can go wrong, and the sentence a person reads when it does.

    StressVarError            the base: one failed cell, one sentence
    ├── BadInput              #VALUE!  wrong type, shape or choice
    ├── ImpossibleNumber      #NUM!    a number that cannot be
    ├── NotEnoughData         #N/A     valid, but missing or too little
    └── ErrorCell             the error that an argument already held, passed on

Every sentence is an entry of the table below (class, what was seen, what to do), so that the docs'
error index and the tests read the same words as the user. A kernel raises the entry; whoever knows
where the number stood adds the place; a host that knows the sheet turns the place into an address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

MAX_SENTENCE = 255  # Excel's limit for text in many places, the wizard's among them
_MAX_FACT = 60  # one long name must not push the advice out of the sentence


class Code(StrEnum):
    """The error values of a worksheet. Ours are the first three; the rest only pass through."""

    VALUE = "#VALUE!"
    NUM = "#NUM!"
    NA = "#N/A"
    DIV0 = "#DIV/0!"
    REF = "#REF!"
    NAME = "#NAME?"
    NULL = "#NULL!"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    GETTING_DATA = "#GETTING_DATA"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the call: the argument, and the cell inside it (rows and columns from 0)."""

    argument: str
    row: int | None = None
    column: int | None = None
    label: str = ""  # what a person calls that row and column, when it has names

    def __str__(self) -> str:
        if self.label:
            return f"{self.argument} ({self.label})"
        parts = []
        if self.row is not None:
            parts.append(f"row {self.row + 1}")
        if self.column is not None:
            parts.append(f"column {self.column + 1}")
        return f"{self.argument} ({', '.join(parts)})" if parts else self.argument


Address = Callable[[Place], str | None]


class StressVarError(Exception):
    """A failed worksheet call: which problem, the facts of it, and where."""

    code = Code.VALUE

    def __init__(self, problem: Problem, place: Place | None, facts: dict[str, object]) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.place = place
        self.facts = facts

    def at(self, place: Place) -> StressVarError:
        """The same failure, at a place that the raiser could not know."""
        return type(self)(self.problem, place, self.facts)

    def within(self, argument: str) -> StressVarError:
        """The same failure, blamed on an argument if no place was given."""
        return self if self.place else self.at(Place(argument))

    def sentence(self, address: Address | None = None) -> str:
        """What a person reads, at most 255 characters; `address` names the cell if it can."""
        facts = {name: _short(value) for name, value in self.facts.items()}
        facts["place"] = self._where(address)
        text = self.problem.text.format_map(facts)
        return text if len(text) <= MAX_SENTENCE else text[: MAX_SENTENCE - 1] + "…"

    def __str__(self) -> str:
        return self.sentence()

    def _where(self, address: Address | None) -> str:
        if self.place is None:
            return "the input"
        cell = address(self.place) if address else None
        if not cell:
            return str(self.place)
        return f"{cell} ({self.place.label or self.place.argument})"


class BadInput(StressVarError):
    code = Code.VALUE


class ImpossibleNumber(StressVarError):
    code = Code.NUM


class NotEnoughData(StressVarError):
    code = Code.NA


class ErrorCell(StressVarError):
    """An argument held an error already: the same error comes back."""

    def __init__(self, problem: Problem, place: Place | None, facts: dict[str, object]) -> None:
        super().__init__(problem, place, facts)
        self.code = Code(str(facts["error"]))


def _short(value: object) -> str:
    if isinstance(value, tuple):  # a list of choices is advice, not a name that ran away
        return ", ".join(map(str, value))
    text = f"{value:.10g}" if isinstance(value, float) else str(value)
    return text if len(text) <= _MAX_FACT else text[: _MAX_FACT - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of the table: an error class, what was seen, and what to do about it."""

    name: str
    kind: type[StressVarError]
    seen: str
    cure: str

    @property
    def text(self) -> str:
        return f"{self.seen} {self.cure}"

    def __call__(self, place: Place | None = None, **facts: object) -> StressVarError:
        return self.kind(self, place, facts)


PROBLEMS: dict[str, Problem] = {}


def _problem(name: str, kind: type[StressVarError], seen: str, cure: str) -> Problem:
    PROBLEMS[name] = problem = Problem(name, kind, seen, cure)
    return problem


# --- the table of sentences -----------------------------------------------------------------------
# cells and shapes
ERROR_CELL = _problem(
    "error_cell",
    ErrorCell,
    "{place} already holds {error}.",
    "Mend that cell first; this one follows.",
)
MISSING = _problem("missing", BadInput, "{place} is needed.", "Type {expected} there.")
TOO_MANY = _problem(
    "too_many", BadInput, "{function} takes at most {most} arguments.", "Remove the last {extra}."
)
BLANK = _problem(
    "blank",
    BadInput,
    "{place} is blank.",
    "A blank is never taken as zero: type the number, or clean the gaps with ALIGN_HISTORY first.",
)
BLANK_ARGUMENT = _problem(
    "blank_argument",
    BadInput,
    "{place} is blank.",
    "Type {expected} there; a default needs the argument left out.",
)
ALL_BLANK = _problem(
    "all_blank",
    BadInput,
    "{place} holds nothing but blanks.",
    "Select the cells that hold {expected}.",
)
TEXT = _problem(
    "text",
    BadInput,
    "{place} holds the text '{text}' among numbers.",
    "Replace it by a number, or leave it out of the selection.",
)
NUMBER_AS_TEXT = _problem(
    "number_as_text",
    BadInput,
    "{place} holds '{text}', a number stored as text.",
    "Convert it: Data > Text to Columns > Finish.",
)
BOOLEAN = _problem(
    "boolean", BadInput, "{place} holds {text}, not a number.", "Replace it by a number."
)
NOT_FINITE = _problem(
    "not_finite", ImpossibleNumber, "{place} is not a finite number.", "Replace it by a number."
)
OVERFLOW = _problem(
    "overflow",
    ImpossibleNumber,
    "The result is too large for a cell, or has no value.",
    "Check the size of the numbers and the units of the positions.",
)
ONE_VALUE = _problem(
    "one_value",
    BadInput,
    "{place} has {rows} x {columns} cells where one value is expected.",
    "Select the single cell that holds {expected}.",
)
NOT_TEXT = _problem(
    "not_text", BadInput, "{place} is {value}, which is not {expected}.", "Use one of {choices}."
)
TOO_SMALL = _problem(
    "too_small", ImpossibleNumber, "{place} is {value}.", "It must be {least} or more."
)
TOO_LARGE = _problem(
    "too_large", ImpossibleNumber, "{place} is {value}.", "It must be {most} or less."
)
NOT_POSITIVE = _problem(
    "not_positive", ImpossibleNumber, "{place} is {value}.", "It must be greater than 0."
)
NOT_WHOLE = _problem(
    "not_whole", ImpossibleNumber, "{place} is {value}.", "It must be a whole number."
)
NOT_A_DATE = _problem(
    "not_a_date",
    BadInput,
    "{place} is {value}, which is not a date.",
    "Type a date such as 2008-09-01, or use DATE(2008,9,1).",
)
CONFIDENCE = _problem(
    "confidence",
    ImpossibleNumber,
    "{place} is {value}; it must lie between 50% and 100%, exclusive.",
    "Type 99% or 0.99.",
)
CONFIDENCE_HINT = _problem(
    "confidence_hint",
    ImpossibleNumber,
    "{place} is {value}; it must lie between 50% and 100%, exclusive.",
    "Did you mean {meant}?",
)
# histories
NO_NUMBERS = _problem(
    "no_numbers",
    BadInput,
    "{place} holds no row of numbers.",
    "Select daily returns: one column an asset, one row a day.",
)
NO_NAME = _problem("no_name", BadInput, "{place} is a blank header.", "Give that column a name.")
NAME_NOT_TEXT = _problem(
    "name_not_text",
    BadInput,
    "{place} is {value} where a name is expected.",
    "Type the asset's name.",
)
NAME_TWICE = _problem(
    "name_twice", BadInput, "{place} is the name {name} again.", "Give every asset its own name."
)
DATE_TWICE = _problem(
    "date_twice", BadInput, "{place} has the date {date} twice.", "Keep one row a day."
)
DATES_UNSORTED = _problem(
    "dates_unsorted",
    BadInput,
    "{place} breaks the order of the dates at {date}.",
    "Sort the rows by date, up or down.",
)
BAD_ROW_DATE = _problem(
    "bad_row_date",
    BadInput,
    "{place} is not a date.",
    "Every row of a date column needs a date such as 2008-09-15.",
)
ONLY_DATES = _problem(
    "only_dates",
    BadInput,
    "{place} is a date column alone.",
    "Select the return columns beside it too.",
)
# positions
POSITIONS_SHAPE = _problem(
    "positions_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets} assets in the history.",
    "Give one number an asset, as a row or a column, or two columns: name and amount.",
)
POSITIONS_UNNAMED = _problem(
    "positions_unnamed",
    BadInput,
    "{place} has names, but the {table} has no header row.",
    "Include the header row in the {table}, or give plain numbers in the order of its columns.",
)
UNKNOWN_NAME = _problem(
    "unknown_name",
    BadInput,
    "{place} is {name}, which the {table} does not have.",
    "Its names are {names}.",
)
MISSING_NAME = _problem(
    "missing_name",
    BadInput,
    "{place} has no amount for {name}.",
    "Add a row for it; type 0 if nothing is held.",
)
# windows
UNKNOWN_WINDOW = _problem(
    "unknown_window",
    BadInput,
    "{place} is '{value}', which is not a crisis window.",
    "Use {codes}, or dates such as 2008-09-01:2009-08-31.",
)
WINDOW_BACKWARDS = _problem(
    "window_backwards",
    BadInput,
    "{place} ends {end}, before it starts {start}.",
    "Swap the two dates.",
)
ONE_WINDOW = _problem(
    "one_window",
    BadInput,
    "{place} names several windows where one is expected.",
    "Give one code, or two dates.",
)
WORST_NOT_HERE = _problem(
    "worst_not_here",
    BadInput,
    "{place} is WORST, which this function does not search for.",
    "Give one code, or two dates; WORST_WINDOW finds the dates of the worst year.",
)
UNDATED = _problem(
    "undated",
    NotEnoughData,
    "The history has no dates, so the window {window} cannot be found in it.",
    "Add a first column of dates, or leave the window out to use every row.",
)
NOT_COVERED = _problem(
    "not_covered",
    NotEnoughData,
    "The history does not cover {window}: it has {first} to {last}.",
    "Extend the history, or choose a window inside it.",
)
GAP_IN_WINDOW = _problem(
    "gap_in_window",
    NotEnoughData,
    "The history does not cover {window}: it has no row from {before} to {after}.",
    "Fill the gap, or choose a window that avoids it.",
)
# enough data
TAIL_TOO_THIN = _problem(
    "tail_too_thin",
    NotEnoughData,
    "{days} days cannot resolve {confidence}.",
    "It takes at least {least} days: use a longer window, a lower confidence, or method normal.",
)
TOO_FEW_DAYS = _problem(
    "too_few_days",
    NotEnoughData,
    "{days} days are too few for {what}.",
    "It takes at least {least}.",
)
TOO_FEW_FOR_LOOKBACK = _problem(
    "too_few_for_lookback",
    NotEnoughData,
    "The history has {days} days; lookback asks for the latest {lookback}.",
    "Extend the history, or give a shorter lookback.",
)
TOO_FEW_TO_AVERAGE = _problem(
    "too_few_to_average",
    NotEnoughData,
    "{place} has {days} values; the average asks for {averaging}.",
    "Extend the series, or set the averaging days.",
)
SERIES_LENGTHS = _problem(
    "series_lengths",
    BadInput,
    "current_var has {current} values and stressed_var {stressed}; rule us compares them day by day.",
    "Give both the same days.",
)
# impossible numbers
CONSTANT_COLUMN = _problem(
    "constant_column",
    ImpossibleNumber,
    "{name} does not move in the window, so it has no correlation.",
    "Leave it out, or choose a window in which it moved.",
)
RATIO_DENOMINATOR = _problem(
    "ratio_denominator",
    ImpossibleNumber,
    "The current VaR is {value}; a ratio to it has no meaning.",
    "Look at STRESSED_VAR and CURRENT_VAR themselves.",
)
PRICE_NOT_POSITIVE = _problem(
    "price_not_positive",
    ImpossibleNumber,
    "{place} is {value}; a return needs prices above 0.",
    "Correct the price, or use differences as a P&L column.",
)
ONE_ROW = _problem(
    "one_row", NotEnoughData, "{place} has {rows} row of prices.", "Returns take at least two."
)
NOTHING_COMPLETE = _problem(
    "nothing_complete",
    NotEnoughData,
    "{place} has no row in which every column holds a number.",
    "Allow longer gaps with max_fill, or drop the column with the most blanks.",
)
# the built-in library
UNKNOWN_FACTOR = _problem(
    "unknown_factor",
    BadInput,
    "{place} is '{value}', which is not a library factor.",
    "Use {codes}.",
)
FACTOR_NOT_COVERED = _problem(
    "factor_not_covered",
    NotEnoughData,
    "The library's {factor} does not cover {window}: it has {spans}.",
    "Leave it out, or choose another window.",
)
LIBRARY_NOT_COVERED = _problem(
    "library_not_covered",
    NotEnoughData,
    "No library factor covers {window}: the library has {spans}.",
    "Choose a window inside it, or use your own data.",
)
BETAS_SHAPE = _problem(
    "betas_shape",
    BadInput,
    "{place} has {betas} numbers for {factors} factors.",
    "Give one beta a factor.",
)
# capital, backtests, scenarios
LENGTHS_DIFFER = _problem(
    "lengths_differ", BadInput, "{place} has {count} values and {other} has {others}.",
    "Give both the same number, in the same order.",
)
HORIZONS_ASCEND = _problem(
    "horizons_ascend", ImpossibleNumber,
    "{place} does not ascend: {value} days follow {before}.",
    "Sort the horizons up, each once, and their ES values with them.",
)
FIRST_HORIZON = _problem(
    "first_horizon", ImpossibleNumber, "{place} starts at {value} days and the base is {base}.",
    "The first horizon must be the base, with the ES of all risk factors beside it.",
)
REDUCED_SET = _problem(
    "reduced_set", ImpossibleNumber,
    "The reduced risk factors explain {share} of the full ES (average of {days}), below 75%.",
    "Add risk factors to the reduced set; for one day's ratio give the last 60 values of both.",
)
MORE_THAN_DAYS = _problem(
    "more_than_days", ImpossibleNumber, "{place} is {value}, more than the {days} observations.",
    "Check which number is which.",
)
ONE_PNL = _problem(
    "one_pnl", BadInput, "{place} has {columns} columns of numbers where one is expected.",
    "Select one column, with its dates on the left if you have them.",
)
DAYS_DIFFER = _problem(
    "days_differ", BadInput, "{place} has {count} days and pnl has {others}.",
    "Give one number for all days, or exactly one for each day of pnl.",
)
DATES_DIFFER = _problem(
    "dates_differ", BadInput, "{place} has {date} where pnl has {other}.",
    "Select the same days in both, or leave the dates of one out.",
)
STILL_BOOK = _problem(
    "still_book", ImpossibleNumber,
    "The portfolio does not gain or lose in the window, so no scenario of it loses {loss}.",
    "Check the positions, or choose a window in which they moved.",
)
SHOCKS_SHAPE = _problem(
    "shocks_shape", BadInput, "{place} is {rows} x {columns} for {assets} assets.",
    "Give one shock an asset, as a row or a column; several scenarios one a row.",
)
NO_SHOCK = _problem(
    "no_shock", BadInput, "{place} has no shock.", "Type at least one; the blanks follow from it."
)
SHOCK_OUT_OF_RANGE = _problem(
    "shock_out_of_range", ImpossibleNumber,
    "{place} is {value}, but in the window {name} never moved so (not at all, or only with others).",
    "Leave it blank, or choose a window in which it moved on its own.",
)
STRESSED_VAR_ZERO = _problem(
    "stressed_var_zero", ImpossibleNumber,
    "The stressed VaR of the latest days is 0; nothing can be compared with it.",
    "Check the stressed VaR, or leave out the days without positions.",
)
# other
FACTOR_TWICE = _problem(
    "factor_twice", BadInput, "{place} names {name} twice.", "Name each factor once."
)
NOT_PURE = _problem(
    "not_pure",
    BadInput,
    "{place} must be a range of numbers in one row or one column.",
    "Select a single row or column.",
)
NOT_SQUARE = _problem(
    "not_square", BadInput, "{place} is {rows} x {columns}.", "Select as many rows as columns."
)
UNKNOWN_FUNCTION = _problem(
    "unknown_function", BadInput, "The engine behind Excel is version {version} and has no {function}.",
    "Bring both to one version: pip install -U xl-stressvar, then xl-stressvar install.",
)
NO_EXPLANATION = _problem(
    "no_explanation",
    NotEnoughData,
    "Nothing is recorded for this cell.",
    "Recalculate it, then ask again.",
)
BUG = _problem(
    "bug",
    BadInput,
    "{function} met something it was not built for ({what}).",
    "Please report this formula with its inputs.",
)
