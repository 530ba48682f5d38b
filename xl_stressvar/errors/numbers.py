"""Sentences about what cannot be computed: too little data, impossible numbers, the library."""

from __future__ import annotations

from .taxonomy import BadInput, ImpossibleNumber, NotEnoughData, add

# enough data
TAIL_TOO_THIN = add(
    "tail_too_thin",
    NotEnoughData,
    "{days:day} cannot resolve {confidence}.",
    "It takes at least {least:day}: use a longer window, a lower confidence, or method normal.",
)
TOO_FEW_DAYS = add(
    "too_few_days",
    NotEnoughData,
    "{days:day} given, too few for {what}.",
    "It takes at least {least:day}.",
)
TOO_FEW_FOR_LOOKBACK = add(
    "too_few_for_lookback",
    NotEnoughData,
    "The history has {days:day}; lookback asks for the latest {lookback}.",
    "Extend the history, or give a shorter lookback.",
)
TOO_FEW_TO_AVERAGE = add(
    "too_few_to_average",
    NotEnoughData,
    "{place} has {days:value}; the average asks for {averaging}.",
    "Extend the series, or set the averaging days.",
)
TOO_FEW_TO_COMPARE = add(
    "too_few_to_compare",
    NotEnoughData,
    "{place} has {days:value}; the 75% rule averages {averaging}.",
    "Extend the series, or give the latest value of each alone.",
)
SERIES_LENGTHS = add(
    "series_lengths",
    BadInput,
    "current_var has {current:value} and stressed_var {stressed}; rule us compares them day by day.",
    "Give both the same days.",
)
TOO_SHORT_TO_SEARCH = add(
    "too_short_to_search",
    NotEnoughData,
    "The history has {days:day}; the search for the worst window asks for {length}.",
    "Extend the history, or name a window.",
)
NO_DAY_AFTER_LOOKBACK = add(
    "no_day_after_lookback",
    NotEnoughData,
    "The history has {days:day}; none has {lookback:day} before it.",
    "Extend the history, or give a shorter lookback.",
)
TOO_FEW_COMMON_DAYS = add(
    "too_few_common_days",
    NotEnoughData,
    "{place} shares {days:date} with the history; the betas take at least {least}.",
    "Extend either so that more dates meet, or use fewer factors.",
)
PROXY_UNDATED = add(
    "proxy_undated",
    NotEnoughData,
    "{place} has no dates, so its days cannot be matched with those of the other.",
    "Add a first column of dates.",
)
DRAWS_TOO_FEW = add(
    "draws_too_few",
    NotEnoughData,
    "{draws:draw} cannot resolve {confidence}.",
    "Use a lower confidence, or method normal, which gives the same for linear positions.",
)
# methods
CORNISH_FISHER = add(
    "cornish_fisher",
    ImpossibleNumber,
    "Skewness {skewness} with excess kurtosis {kurtosis} is outside the domain of cornish fisher.",
    "Its quantile would fall where it must rise: use method historical or student t.",
)
NO_MOVE_TO_FILTER = add(
    "no_move_to_filter",
    ImpossibleNumber,
    "The P&L is 0 on every day, so method {method} has no volatility to divide by.",
    "Check the positions and the window, or use method historical.",
)
TOO_MUCH_TO_DRAW = add(
    "too_much_to_draw",
    ImpossibleNumber,
    "So many assets or days would take method monte carlo minutes.",
    "Use method normal, which gives the same for linear positions, or fewer at a time.",
)
METHOD_HAS_NO_INTERVAL = add(
    "method_has_no_interval",
    BadInput,
    "{place} is {method}, for which there is no confidence interval.",
    "Use {methods}.",
)
METHOD_ONLY_CURRENT = add(
    "method_only_current",
    BadInput,
    "{place} is {method}, which has no place in a stressed figure.",
    "Use {methods}.",
)
NO_VOLATILITY = add(
    "no_volatility",
    ImpossibleNumber,
    "The portfolio does not move in the {regime} days, so there is no volatility to compare.",
    "Check the positions, or choose days in which they moved.",
)
# impossible numbers
CONSTANT_COLUMN = add(
    "constant_column",
    ImpossibleNumber,
    "{name} does not move in the window, so it has no correlation.",
    'Leave it out by naming the others, as CRISIS_RETURNS("GFC","SPX;WTI") does, or choose a window in which it moved.',
)
RATIO_DENOMINATOR = add(
    "ratio_denominator",
    ImpossibleNumber,
    "The current VaR is {value}; a ratio to it has no meaning.",
    "Look at STRESSED_VAR and CURRENT_VAR themselves.",
)
PRICE_NOT_POSITIVE = add(
    "price_not_positive",
    ImpossibleNumber,
    "{place} is {value}; a return needs prices above 0.",
    "Correct the price, or use differences as a P&L column.",
)
ONE_ROW = add(
    "one_row", NotEnoughData, "{place} has {rows:row} of prices.", "Returns take at least two."
)
NOTHING_COMPLETE = add(
    "nothing_complete",
    NotEnoughData,
    "{place} has no row in which every column holds a number.",
    "Allow longer gaps with max_fill, or drop the column with the most blanks.",
)
NOT_SYMMETRIC = add(
    "not_symmetric",
    ImpossibleNumber,
    "{place} is {value}, and its mirror across the diagonal is {other}.",
    "A correlation matrix is symmetric: make the two equal.",
)
DIAGONAL_NOT_ONE = add(
    "diagonal_not_one",
    ImpossibleNumber,
    "{place} on the diagonal is {value}; an asset's correlation with itself is 1.",
    "Give correlations; covariances are divided by both volatilities first.",
)
NOT_A_CORRELATION = add(
    "not_a_correlation",
    ImpossibleNumber,
    "{place} is {value}; a correlation lies between -1 and 1.",
    "Correct it; 80% is 0.8.",
)
NOT_POSSIBLE_TOGETHER = add(
    "not_possible_together",
    ImpossibleNumber,
    "The correlations in {place} cannot all hold at once (smallest eigenvalue {smallest}).",
    "Repair the matrix with NEAREST_CORR.",
)
NO_NEAREST = add(
    "no_nearest",
    ImpossibleNumber,
    "{place} is too far from any correlation matrix for the repair to settle.",
    "Check its entries: a correlation lies between -1 and 1.",
)
ASSETS_DIFFER = add(
    "assets_differ",
    BadInput,
    "{place} is for {count:asset} and volatilities for {others}.",
    "Give one of each for every asset, in the same order.",
)
MATRIX_TOO_LARGE = add(
    "matrix_too_large",
    ImpossibleNumber,
    "{place} has {assets:asset}; a matrix of more than {most} x {most} is refused.",
    "Select fewer assets; the VaR functions need no matrix and take any number.",
)
REPAIR_TOO_LARGE = add(
    "repair_too_large",
    ImpossibleNumber,
    "{place} is {assets} x {assets}; more than {most} x {most} are not repaired here.",
    "Repair blocks of it, or assets grouped by sector.",
)
PROXY_STILL = add(
    "proxy_still",
    ImpossibleNumber,
    "{name} does not move on the days that both histories have.",
    "Leave it out, or extend the histories.",
)
COLLINEAR = add(
    "collinear",
    ImpossibleNumber,
    "{name} moves only with the factors before it, so its beta is not determined.",
    "Leave it out.",
)
# capital, backtests, scenarios
LENGTHS_DIFFER = add(
    "lengths_differ",
    BadInput,
    "{place} has {count:value} and {other} has {others}.",
    "Give both the same number, in the same order.",
)
HORIZONS_ASCEND = add(
    "horizons_ascend",
    ImpossibleNumber,
    "{place} does not ascend: {value} follows {before}.",
    "Sort the horizons up, each once, and their ES values with them.",
)
FIRST_HORIZON = add(
    "first_horizon",
    ImpossibleNumber,
    "{place} starts at {value:day} and the base is {base}.",
    "The first horizon must be the base, with the ES of all risk factors beside it.",
)
REDUCED_SET = add(
    "reduced_set",
    ImpossibleNumber,
    "The reduced risk factors explain {share} of the full ES ({days}), below 75%.",
    "Add risk factors to the reduced set; for one day's ratio give the last 60 values of both.",
)
MORE_THAN_DAYS = add(
    "more_than_days",
    ImpossibleNumber,
    "{place} is {value}, more than the {days:observation}.",
    "Check the order of the arguments.",
)
ONE_PNL = add(
    "one_pnl",
    BadInput,
    "{place} has {columns:column} of numbers where one is expected.",
    "Select one column, with its dates on the left if you have them.",
)
DAYS_DIFFER = add(
    "days_differ",
    BadInput,
    "{place} has {count:day} and pnl has {others}.",
    "Give one number for all days, or exactly one for each day of pnl.",
)
DATES_DIFFER = add(
    "dates_differ",
    BadInput,
    "{place} has {date} where pnl has {other}.",
    "Select the same days in both, or leave the dates of one out.",
)
ES_BELOW_VAR = add(
    "es_below_var",
    ImpossibleNumber,
    "{place} is below var on every day, and an ES is never below the VaR of the same confidence.",
    "Check the order of the arguments, and that both have the same confidence.",
)
STILL_BOOK = add(
    "still_book",
    ImpossibleNumber,
    "The portfolio does not gain or lose in the window, so no scenario of it loses {loss}.",
    "Check the positions, or choose a window in which they moved.",
)
SHOCKS_SHAPE = add(
    "shocks_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets:asset}.",
    "Give one shock per asset, as a row or a column; several scenarios one per row.",
)
NO_SHOCK = add(
    "no_shock", BadInput, "{place} has no shock.", "Type at least one; the blanks follow from it."
)
SHOCK_OUT_OF_RANGE = add(
    "shock_out_of_range",
    ImpossibleNumber,
    "{place} is {value}; in the window {name} never moved that way: not at all, or only in step with others.",
    "Leave it blank (cash may be 0), or choose a window in which it moved on its own.",
)
STRESSED_VAR_ZERO = add(
    "stressed_var_zero",
    ImpossibleNumber,
    "The stressed VaR of the latest days is 0; nothing can be compared with it.",
    "Check the stressed VaR, or leave out the days without positions.",
)
# other
NOT_PURE = add(
    "not_pure",
    BadInput,
    "{place} must be a range of numbers in one row or one column.",
    "Select a single row or column.",
)
NOT_SQUARE = add(
    "not_square",
    BadInput,
    "{place} is {rows} x {columns}.",
    "A matrix has as many rows as columns: select all of it.",
)
SEVERAL_AREAS = add(
    "several_areas",
    BadInput,
    "{place} is a selection of several areas.",
    "Select one block of cells.",
)
ENGINE_GONE = add(
    "engine_gone",
    NotEnoughData,
    "The engine behind Excel does not answer.",
    "Choose Recalculate on the StressVaR tab; if that does not help, run: xl-stressvar install.",
)
ENGINE_NOT_FOUND = add(
    "engine_not_found",
    NotEnoughData,
    "Excel finds no StressVaR engine (error {number}).",
    "Run: xl-stressvar install. An Excel that runs as administrator does not see what was installed "
    "for one user: start Excel normally.",
)
ENGINE_NOT_STARTED = add(
    "engine_not_started",
    NotEnoughData,
    "The engine behind Excel does not start (error {number}).",
    "Run: xl-stressvar doctor, which says why; then choose Recalculate on the StressVaR tab.",
)
NEEDS_WINDOWS = add(
    "needs_windows",
    NotEnoughData,
    "This add-in needs Excel on Windows.",
    "On a Mac use LibreOffice, or recalculate the book with: xl-stressvar calc.",
)
STOPPED = add(
    "stopped",
    NotEnoughData,
    "The calculation was stopped with Esc.",
    "Choose Recalculate on the StressVaR tab.",
)
UNKNOWN_FUNCTION = add(
    "unknown_function",
    BadInput,
    "The engine behind Excel is version {version} and has no {function}.",
    "Bring both to one version: pip install -U xl-stressvar, then xl-stressvar install.",
)
SERVER_VERSION = add(
    "server_version",
    BadInput,
    "The calculation server is version {version} and has no {function}.",
    "Let IT bring the server and the add-in's folder to one version of xl-stressvar.",
)
NO_EXPLANATION = add(
    "no_explanation",
    NotEnoughData,
    "Nothing is recorded for this cell.",
    "Recalculate it, then ask again.",
)
NOT_AN_ADDRESS = add(
    "not_an_address",
    BadInput,
    "{place} is {value}, which is not the address of a cell.",
    'In LibreOffice type it as text, such as "Sheet1.B5".',
)
WHICH_SHEET = add(
    "which_sheet",
    BadInput,
    "{place} is {value}, and several sheets have a call there.",
    'Add the sheet, as in "{example}".',
)
BUG = add(
    "bug",
    BadInput,
    "{function} met something it was not built for ({what}).",
    "Please report this formula with its inputs.",
)
