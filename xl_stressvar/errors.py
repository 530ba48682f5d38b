"""What can go wrong, and the sentence a person reads when it does.

    StressVarError            the base: one failed cell, one sentence
    ├── BadInput              #VALUE!  wrong type, shape or choice
    ├── ImpossibleNumber      #NUM!    a number that cannot be
    ├── NotEnoughData         #N/A     valid, but missing or too little
    ├── ErrorCell             the error that an argument already held, passed on
    ├── FileProblem           a workbook that cannot be calculated; no cell failed, nothing is written
    └── InstallProblem        something on this PC that keeps the add-in from working

Every sentence is an entry of the table below (class, what was seen, what to do), so that the docs'
error index and the tests read the same words as the user. A kernel raises the entry; whoever knows
where the number stood adds the place; a host that knows the sheet turns the place into an address.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

MAX_SENTENCE = 255  # Excel's limit for text in many places, the wizard's among them
_MOST_OF_A_FACT = (60, 40, 25, 15)  # long names must not push the advice out of the sentence


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

    def about(self, subject: str) -> StressVarError:
        """The same failure, with the one of several windows (or days) that it befell in front."""
        return type(self)(self.problem, self.place, self.facts | {"subject": subject})

    def sentence(self, address: Address | None = None) -> str:
        """What a person reads, at most 255 characters; `address` names the cell if it can."""
        text = ""
        for most in _MOST_OF_A_FACT:
            text = self._sentence(address, most)
            if len(text) <= MAX_SENTENCE:
                return text
        return text[: MAX_SENTENCE - 1] + "…"

    def _sentence(self, address: Address | None, most: int) -> str:
        facts = {name: _short(value, most) for name, value in self.facts.items()}
        facts["place"] = self._where(address, most)
        text = self.problem.text.format_map(facts)
        subject = facts.get("subject", "")
        return text if subject in text else f"{subject}: {text}"

    def __str__(self) -> str:
        return self.sentence()

    def _where(self, address: Address | None, most: int) -> str:
        if self.place is None:
            return "the input"
        place = replace(self.place, label=_short(self.place.label, most))
        cell = address(place) if address else None
        return f"{cell} ({place.label or place.argument})" if cell else str(place)


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


class FileProblem(StressVarError):
    """What the command line refuses as a whole: a workbook, a formula; shown without a code."""


class InstallProblem(StressVarError):
    """Something on this PC that keeps the add-in from working; shown without a code."""


def _short(value: object, most: int) -> str:
    if isinstance(value, tuple):  # a list of choices is advice, not a name that ran away
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    # a sheet shows -0 as 0; of a line break in a name only the space is kept
    text = f"{value + 0.0:.10g}" if isinstance(value, float) else _one_line(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"


def _one_line(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text[:MAX_SENTENCE])
    return " ".join(shown.split())


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
HANDLE_UNKNOWN = _problem(
    "handle_unknown",
    NotEnoughData,
    "{place} is the handle {handle}, whose history is no longer in memory.",
    "Calculate everything anew: Ctrl+Alt+F9 in Excel, Ctrl+Shift+F9 in LibreOffice.",
)
MISSING = _problem("missing", BadInput, "{place} is needed.", "Give {expected}.")
TOO_MANY = _problem(
    "too_many", BadInput, "{function} takes at most {most} arguments.", "Remove the last {extra}."
)
BLANK = _problem(
    "blank",
    BadInput,
    "{place} is blank.",
    "A blank is never taken as zero: type the number; for a history with gaps see ALIGN_HISTORY.",
)
BLANK_ARGUMENT = _problem(
    "blank_argument",
    BadInput,
    "{place} is blank.",
    "Type {expected}. For a default leave the argument out; a blank cell is not left out.",
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
TEXT_FOR_NUMBER = _problem(
    "text_for_number",
    BadInput,
    "{place} is the text '{text}' where a number is needed.",
    "Type a number there, and check the order of the arguments.",
)
TEXT_FOR_RANGE = _problem(
    "text_for_range",
    BadInput,
    "{place} is the text '{text}', not a range of cells.",
    "Select the cells that hold {expected}; an address takes no quotes.",
)
NUMBER_AS_TEXT = _problem(
    "number_as_text",
    BadInput,
    "{place} holds '{text}', a number stored as text.",
    "Convert it: Data > Text to Columns > Finish.",
)
COMMA_AS_TEXT = _problem(
    "comma_as_text",
    BadInput,
    "{place} holds '{text}', a number with a comma stored as text.",
    "Convert it: Data > Text to Columns > Next > Next > Advanced, and say there which sign is decimal.",
)
DATE_AS_TEXT = _problem(
    "date_as_text",
    BadInput,
    "{place} holds '{text}', a date stored as text.",
    "Convert it: Data > Text to Columns > Date; or type it as 2008-09-15.",
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
    "Select {expected}.",
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
NUMBER_OR_NAME = _problem(
    "number_or_name",
    BadInput,
    "{place} is '{text}', a number stored as text: data, or a name?",
    "If it is data, convert it: Data > Text to Columns > Finish. If it is a name, add a letter.",
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
    "{place} is {value}, which is not a date.",
    "Every row of a date column needs a date cell, or a text such as 2008-09-15.",
)
ONLY_DATES = _problem(
    "only_dates",
    BadInput,
    "{place} is a date column alone.",
    "Select the columns of numbers beside it too.",
)
# positions
POSITIONS_SHAPE = _problem(
    "positions_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets} assets.",
    "Give one number an asset, as a row or a column, or two columns: name and amount.",
)
POSITIONS_UNNAMED = _problem(
    "positions_unnamed",
    BadInput,
    "{place} has names, but there is no header row in the {table}.",
    "Include the header row there, or give plain numbers in the order of the columns.",
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
ONE_DATE = _problem(
    "one_date",
    BadInput,
    "{place} is the single date {date}, and a window has two.",
    "Give its start and its end: two cells, or a text such as 2008-09-01:2009-08-31.",
)
WORST_ALONE = _problem(
    "worst_alone",
    BadInput,
    "{place} names WORST beside other windows.",
    "Give WORST alone: it already looks at every 250 days of the history.",
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
    "The history does not cover {window}: it has no row between {before} and {after}.",
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
TOO_SHORT_TO_SEARCH = _problem(
    "too_short_to_search",
    NotEnoughData,
    "The history has {days} days; the search for the worst window asks for {length}.",
    "Extend the history, or name a window.",
)
NO_DAY_AFTER_LOOKBACK = _problem(
    "no_day_after_lookback",
    NotEnoughData,
    "The history has {days} days; none has {lookback} days before it.",
    "Extend the history, or give a shorter lookback.",
)
TOO_FEW_COMMON_DAYS = _problem(
    "too_few_common_days",
    NotEnoughData,
    "{place} shares {days} dates with the history; the betas take at least {least}.",
    "Extend either so that more dates meet, or use fewer factors.",
)
PROXY_UNDATED = _problem(
    "proxy_undated",
    NotEnoughData,
    "{place} has no dates, so its days cannot be matched with the other's.",
    "Add a first column of dates.",
)
DRAWS_TOO_FEW = _problem(
    "draws_too_few",
    NotEnoughData,
    "{draws} draws cannot resolve {confidence}.",
    "Use a lower confidence, or method normal, which gives the same for linear positions.",
)
# methods
CORNISH_FISHER = _problem(
    "cornish_fisher",
    ImpossibleNumber,
    "Skewness {skewness} with excess kurtosis {kurtosis} is outside the domain of cornish fisher.",
    "Its quantile would fall where it must rise: use method historical or student t.",
)
NO_MOVE_TO_FILTER = _problem(
    "no_move_to_filter",
    ImpossibleNumber,
    "The P&L is 0 on every day, so method filtered has no volatility to divide by.",
    "Check the positions and the window, or use method historical.",
)
TOO_MUCH_TO_DRAW = _problem(
    "too_much_to_draw",
    ImpossibleNumber,
    "So many assets or days would take method monte carlo minutes.",
    "Use method normal, which gives the same for linear positions, or fewer at a time.",
)
METHOD_HAS_NO_INTERVAL = _problem(
    "method_has_no_interval",
    BadInput,
    "{place} is {method}, for which there is no confidence interval.",
    "Use historical, historical exc, historical rank or normal.",
)
NO_VOLATILITY = _problem(
    "no_volatility",
    ImpossibleNumber,
    "The portfolio does not move in the {regime} days, so there is no volatility to compare.",
    "Check the positions, or choose days in which they moved.",
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
NOT_SYMMETRIC = _problem(
    "not_symmetric",
    ImpossibleNumber,
    "{place} is {value}, and its mirror across the diagonal is {other}.",
    "A correlation matrix is symmetric: make the two equal.",
)
DIAGONAL_NOT_ONE = _problem(
    "diagonal_not_one",
    ImpossibleNumber,
    "{place} on the diagonal is {value}; an asset's correlation with itself is 1.",
    "Give correlations; covariances are divided by both volatilities first.",
)
NOT_A_CORRELATION = _problem(
    "not_a_correlation",
    ImpossibleNumber,
    "{place} is {value}; a correlation lies between -1 and 1.",
    "Correct it; 80% is 0.8.",
)
NOT_POSSIBLE_TOGETHER = _problem(
    "not_possible_together",
    ImpossibleNumber,
    "The correlations in {place} cannot all hold at once (smallest eigenvalue {smallest}).",
    "Repair the matrix with NEAREST_CORR.",
)
NO_NEAREST = _problem(
    "no_nearest",
    ImpossibleNumber,
    "{place} is too far from any correlation matrix for the repair to settle.",
    "Check its entries: a correlation lies between -1 and 1.",
)
ASSETS_DIFFER = _problem(
    "assets_differ",
    BadInput,
    "{place} is for {count} assets and volatilities for {others}.",
    "Give one of each for every asset, in the same order.",
)
MATRIX_TOO_LARGE = _problem(
    "matrix_too_large",
    ImpossibleNumber,
    "{place} has {assets} assets; a matrix of more than {most} x {most} is refused.",
    "Select fewer assets; the VaR functions need no matrix and take any number.",
)
PROXY_STILL = _problem(
    "proxy_still",
    ImpossibleNumber,
    "{name} does not move on the days that both histories have.",
    "Leave it out, or extend the histories.",
)
COLLINEAR = _problem(
    "collinear",
    ImpossibleNumber,
    "{name} moves only with the factors before it, so its beta is not determined.",
    "Leave it out.",
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
    "The reduced risk factors explain {share} of the full ES ({days}), below 75%.",
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
    "{place} is {value}; in the window {name} never moved that way: not at all, or only in step with others.",
    "Leave it blank (cash may be 0), or choose a window in which it moved on its own.",
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
SEVERAL_AREAS = _problem(
    "several_areas", BadInput, "{place} is a selection of several areas.", "Select one block of cells."
)
ENGINE_GONE = _problem(
    "engine_gone", NotEnoughData, "The engine behind Excel does not answer.",
    "Choose Recalculate on the StressVaR tab; if that does not help, run: xl-stressvar install.",
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
NOT_AN_ADDRESS = _problem(
    "not_an_address",
    BadInput,
    "{place} is {value}, which is not the address of a cell.",
    'In LibreOffice type it as text, such as "Sheet1.B5".',
)
WHICH_SHEET = _problem(
    "which_sheet",
    BadInput,
    "{place} is {value}, and several sheets have a call there.",
    'Add the sheet, as in "{example}".',
)
BUG = _problem(
    "bug",
    BadInput,
    "{function} met something it was not built for ({what}).",
    "Please report this formula with its inputs.",
)
# workbooks on the headless road: the file
NO_FILE = _problem(
    "no_file", FileProblem, "There is no file {file}.", "Check the name and the folder."
)
NOT_READ = _problem(
    "not_read", FileProblem, "{file} cannot be read: {reason}.", "Close it elsewhere, or check its rights."
)
NOT_A_WORKBOOK = _problem(
    "not_a_workbook", FileProblem, "{file} is not an Excel workbook.",
    "Give a file saved as .xlsx or .xlsm.",
)
WRONG_FORMAT = _problem(
    "wrong_format", FileProblem, "{file} is {kind}, which is not read here.",
    "Open it in Excel or LibreOffice and save it as .xlsx (with macros: .xlsm).",
)
ENCRYPTED = _problem(
    "encrypted", FileProblem, "{file} is protected with a password.",
    "Open it, remove the password (File > Info > Protect Workbook) and save a copy.",
)
DAMAGED = _problem(
    "damaged", FileProblem, "{file} is damaged: a part of it cannot be read.",
    "Open it in Excel, let it repair the file, and save it anew.",
)
HOSTILE = _problem(
    "hostile", FileProblem, "{file} holds XML with a document type, which no spreadsheet program writes.",
    "Do not use this file unless you know who made it.",
)
TOO_BIG = _problem(
    "too_big", FileProblem, "{file} unpacks to more than {most}.",
    "Remove sheets or pictures that the calculation does not need.",
)
SAME_FILE = _problem(
    "same_file", FileProblem, "{file} is the input itself, which is never written over.",
    "Give another name behind -o.",
)
MISNAMED = _problem(
    "misnamed", FileProblem, "{file} holds an .xlsx workbook under another ending.",
    "Rename it to end in .xlsx (with macros: .xlsm), or name the copy behind -o.",
)
OTHER_ENDING = _problem(
    "other_ending", FileProblem, "{file} must end in {ending} as the input does.",
    "Excel refuses a workbook whose ending does not match; change the name behind -o.",
)
NOT_WRITTEN = _problem(
    "not_written", FileProblem, "{file} could not be written: {reason}.",
    "Close it if it is open, check the folder and its free space, or choose another behind -o.",
)
NO_SUCH_FUNCTION = _problem(
    "no_such_function", FileProblem, "There is no worksheet function {function}.", "{hint}"
)
# templates and their pictures
NO_SUCH_TEMPLATE = _problem(
    "no_such_template", FileProblem, "There is no template {template}.", "{hint}"
)
ALREADY_THERE = _problem(
    "already_there", FileProblem, "{file} is there already, and is left alone.",
    "Choose another name with -o, or move it away.",
)
NAME_ENDING = _problem(
    "name_ending", FileProblem, "{file} does not end in {ending}.", "Change the name behind -o."
)
NOT_CALCULATED = _problem(
    "not_calculated", FileProblem, "{cell} of {file} has a formula without a value.",
    "Calculate the workbook first, with xl-stressvar calc or in Excel.",
)
NO_OFFICE = _problem(
    "no_office", FileProblem, "LibreOffice, which draws the pages, is not found on this computer.",
    "Install it, or print the workbook to PDF from Excel.",
)
NOT_RENDERED = _problem(
    "not_rendered", FileProblem, "LibreOffice made no PDF of {file}: {reason}.",
    "Open the workbook in LibreOffice and choose File > Export As > PDF.",
)
# workbooks: the formulas that cannot be calculated at all
FUNCTION_NOT_HERE = _problem(
    "function_not_here", FileProblem, "{cell} calls {function}, which is not known here.",
    "Nothing is calculated with a gap: replace it, or calculate the workbook in Excel.",
)
UNREADABLE_FORMULA = _problem(
    "unreadable_formula", FileProblem, "{cell} is not a complete formula: {what}.",
    "Correct its brackets, quotes and commas.",
)
SEMICOLONS = _problem(
    "semicolons", FileProblem, "{cell} parts its arguments with semicolons.",
    "Here they are parted by commas, and decimals have a point: =PARAM_VAR(0.012, 100, 95%).",
)
NOT_EVALUATED = _problem(
    "not_evaluated", FileProblem, "{cell} cannot be calculated here: {what}.",
    "Rewrite that formula in plainer steps, or calculate the workbook in Excel.",
)
# workbooks: error cells that no function of ours made
PASSED_ON = _problem(
    "passed_on", ErrorCell, "{cell} passes on the {error} of {source}.", "Mend that cell first."
)
IN_TABLE = _problem(
    "in_table", ErrorCell, "{cell} has no number in the table of {function}.",
    "Its row says why; the rest of the table stands.",
)
BEYOND_RESULT = _problem(
    "beyond_result", ErrorCell, "{cell} lies beyond the {rows} x {columns} result of {function}.",
    "Enter the array formula over that many rows and columns.",
)
NO_ROOM = _problem(
    "no_room", ErrorCell, "{cell} has no room for its result: {blocker} is in the way.",
    "Clear the cells below and to the right of it.",
)
DIVIDED_BY_ZERO = _problem(
    "divided_by_zero", ErrorCell, "{cell} divides by zero or by a blank cell.", "Check its divisor."
)
NOT_FOUND = _problem(
    "not_found", ErrorCell, "{cell} is {error}: its formula looks for something that is not there.",
    "Check what it looks up, or the size of the range it fills.",
)
NAME_NOT_KNOWN = _problem(
    "name_not_known", ErrorCell, "{cell} uses a name that the workbook does not define.",
    'Check the spelling of the names in its formula; a text such as "GFC" needs quotes.',
)
LOST_REFERENCE = _problem(
    "lost_reference", ErrorCell, "{cell} refers to a cell or sheet that is not there.",
    "Enter the reference again.",
)
WRONG_KIND = _problem(
    "wrong_kind", ErrorCell, "{cell} calculates with a value of the wrong kind or size, such as text.",
    "Check the cells that its formula uses.",
)
NO_SUCH_NUMBER = _problem(
    "no_such_number", ErrorCell, "{cell} asks for a number that does not exist or is too large.",
    "Check the numbers that its formula uses.",
)
OTHER_ERROR = _problem(
    "other_error", ErrorCell, "{cell} shows {error}.", "Check its formula and the cells that it uses."
)
# the add-in on Windows
NOT_WINDOWS = _problem(
    "not_windows", InstallProblem, "xl-stressvar {command} is for Excel on Windows; this is {system}.",
    "Use xl-stressvar calc to calculate a workbook here, or the LibreOffice add-in.",
)
STORE_PYTHON = _problem(
    "store_python", InstallProblem,
    "This Python came from the Microsoft Store, which hides from Excel what it registers.",
    "Install Python from python.org, or use the offline bundle, and run install with that one.",
)
PYTHON_PART = _problem(
    "python_part", InstallProblem, "This Python lacks {part}, which the engine needs.",
    "Run: python -m pip install --force-reinstall xl-stressvar",
)
NO_FOLDER = _problem(
    "no_folder", InstallProblem, "Windows does not say where {variable} is.",
    "Sign out and in again, then run install in an ordinary command window.",
)
ADDIN_NOT_BUILT = _problem(
    "addin_not_built", InstallProblem, "This copy of xl-stressvar has no {file} inside.",
    "Install it from a released package; in a source folder run make generate first.",
)
FOREIGN_FILE = _problem(
    "foreign_file", InstallProblem,
    "Excel's startup folder already has a {file} that install did not write.",
    "Move that file away if you do not need it, then run install again.",
)
FOREIGN_CLASS = _problem(
    "foreign_class", InstallProblem, "Another program has registered the name {name}.",
    "Uninstall that program, then run install again.",
)
FILE_IN_USE = _problem(
    "file_in_use", InstallProblem, "Windows would not let {file} be changed: {reason}.",
    "Close every Excel window, then try again.",
)
REGISTRY_REFUSED = _problem(
    "registry_refused", InstallProblem, "Windows would not let the engine be registered: {reason}.",
    "Ask your IT department to allow writing to HKEY_CURRENT_USER, Software, Classes.",
)
NO_START = _problem(
    "no_start", InstallProblem, "The engine did not start: {reason}.",
    "Run install again; if that does not help, show {log} to your IT department.",
)
NO_CALL = _problem(
    "no_call", InstallProblem, "The engine started but did not answer: {reason}.",
    "Run install again with the Python that has xl-stressvar.",
)
# building the offline bundle
NOT_EMBEDDABLE = _problem(
    "not_embeddable", FileProblem, "{file} is not an embeddable Python for Windows.",
    "Take the file of that name from the release page of CPython.",
)
OTHER_HASH = _problem(
    "other_hash", FileProblem, "{file} is not the file that was asked for: its SHA-256 is {found}.",
    "Get it again from its source, and compare the hash.",
)
