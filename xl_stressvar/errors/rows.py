"""Sentences about rows that are not what they seem: their time, their holes, their unit."""

from __future__ import annotations

from .taxonomy import BadInput, ImpossibleNumber, NotEnoughData, add

# rows and time
STRANGE_STEP = add(
    "strange_step",
    BadInput,
    "The dates in {place} step by {days:day} (the median), so the rows are neither daily, weekly nor "
    "monthly.",
    "Give daily, weekly or monthly rows.",
)
HORIZON_TOO_SHORT = add(
    "horizon_too_short",
    ImpossibleNumber,
    "The rows are {frequency}: they give no {horizon}-day figure.",
    "Type {span} or more for horizon_days, or give daily rows.",
)
HOLE_IN_LATEST = add(
    "hole_in_latest",
    NotEnoughData,
    "The latest {lookback:row} cross a hole: no row between {before} and {after}, and {rows:row} "
    "follow it.",
    "Add the missing rows, or type {rows} or less for lookback.",
)
THIN_WINDOW = add(
    "thin_window",
    NotEnoughData,
    "The history has {rows:row} in {window}, which has about {expected} {units}.",
    "Add the missing rows, or choose a window that the history covers.",
)
ONLY_BROKEN_WINDOWS = add(
    "only_broken_windows",
    NotEnoughData,
    "No {length:row} running lie on one side of the holes in the history; the first is between "
    "{before} and {after}.",
    "Add the missing rows, or search for a shorter window.",
)
TOO_MANY_UNDATED = add(
    "too_many_undated",
    NotEnoughData,
    "The history has {rows:row} and no dates, too many to be one crisis (the most is {most}).",
    "Add a first column of dates, or select the rows of the crisis alone.",
)
FREQUENCIES_DIFFER = add(
    "frequencies_differ",
    BadInput,
    "The rows in {place} are {one} and those of the history {other}.",
    "Give both at the same frequency: a week's return is no day's.",
)
# units
RETURN_BELOW_ALL = add(
    "return_below_all",
    BadInput,
    "{place} is {value}, a return below -100%, and the positions are amounts.",
    "Give returns as decimals (1% is 0.01); for P&L in money the positions are 1.",
)
TOO_VOLATILE = add(
    "too_volatile",
    BadInput,
    "{place} moves by {percent} from row to row, and the positions are amounts.",
    "Divide percent by 100 and basis points by 10000; a wrong price: see HISTORY_CHECK; "
    "for P&L in money the positions are 1.",
)
LEVELS = add(
    "levels",
    BadInput,
    "{place} is never below {least}, so it holds prices or other levels, not returns.",
    "Make returns of them with TO_RETURNS; for P&L in money the positions are 1.",
)
NOTHING_MOVES = add(
    "nothing_moves",
    NotEnoughData,
    "No column of {place} moves on any row.",
    "Check the range: it may hold a formula that was never filled, or one price repeated.",
)
LONG_ONLY = add(
    "long_only",
    ImpossibleNumber,
    "The loss of {value} is above all that is held, {held}, and nothing is short.",
    "Check the units: returns are decimals (1% is 0.01).",
)
VOLATILITY_UNIT = add(
    "volatility_unit",
    ImpossibleNumber,
    "{place} is {value}, a volatility of {percent} a day.",
    "Type 1.2% or 0.012 for 1.2% a day; divide an annual one by the root of 252.",
)
SHIFT_UNIT = add(
    "shift_unit",
    ImpossibleNumber,
    "{place} is {value} basis points, next to nothing.",
    "Type 200 for 2%: a basis point is 0.01%.",
)
TOO_FEW_TO_OVERLAP = add(
    "too_few_to_overlap",
    NotEnoughData,
    "{place} has {rows:row} without a hole; a return over so many days takes at least {least}.",
    "Give fewer days, or more rows.",
)
