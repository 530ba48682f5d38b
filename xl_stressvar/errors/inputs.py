"""Sentences about what was selected and typed: cells, histories, positions, windows."""

from __future__ import annotations

from .taxonomy import BadInput, ErrorCell, ImpossibleNumber, NotEnoughData, add

# cells and shapes
ERROR_CELL = add(
    "error_cell",
    ErrorCell,
    "{place} already holds {error}.",
    "Mend that cell first; this one follows.",
)
HANDLE_UNKNOWN = add(
    "handle_unknown",
    NotEnoughData,
    "{place} is the handle {handle}, whose history is no longer in memory.",
    "Calculate everything anew: Ctrl+Alt+F9 in Excel, Ctrl+Shift+F9 in LibreOffice.",
)
MISSING = add("missing", BadInput, "{place} is needed.", "Give {expected}.")
TOO_MANY = add(
    "too_many",
    BadInput,
    "{function} takes at most {most:argument}.",
    "Remove {extra:argument} at its end.",
)
BLANK = add(
    "blank",
    BadInput,
    "{place} is blank.",
    "A blank is never taken as zero: type the number; for a history with gaps see ALIGN_HISTORY, then FILL_HISTORY.",
)
BLANK_ARGUMENT = add(
    "blank_argument",
    BadInput,
    "{place} is blank.",
    "Type {expected}. For a default leave the argument out; a blank cell is not left out.",
)
ALL_BLANK = add(
    "all_blank",
    BadInput,
    "{place} holds nothing but blanks.",
    "Select the cells that hold {expected}.",
)
SWAPPED = add(
    "swapped",
    BadInput,
    "history holds what looks like positions, and positions what looks like a history.",
    "Exchange the two: the history comes first, then the positions.",
)
DECIMAL_COMMA = add(
    "decimal_comma",
    BadInput,
    "{first} and {second} look like one number that a decimal comma parted in two.",
    "Type a point, as 0.012 for 0,012. If they are two numbers, look at {blamed}.",
)
TEXT = add(
    "text",
    BadInput,
    "{place} holds the text '{text}' among numbers.",
    "Replace it by a number, or leave it out of the selection.",
)
TEXT_FOR_NUMBER = add(
    "text_for_number",
    BadInput,
    "{place} is the text '{text}' where a number is needed.",
    "Type a number there, and check the order of the arguments.",
)
TEXT_FOR_RANGE = add(
    "text_for_range",
    BadInput,
    "{place} is the text '{text}', not a range of cells.",
    "Select the cells that hold {expected}; an address takes no quotes.",
)
NUMBER_AS_TEXT = add(
    "number_as_text",
    BadInput,
    "{place} holds '{text}', a number stored as text.",
    "Convert it: Data > Text to Columns > Finish. Inside a formula type it without quotes.",
)
COMMA_AS_TEXT = add(
    "comma_as_text",
    BadInput,
    "{place} holds '{text}', a number with a comma stored as text.",
    "Convert it: Data > Text to Columns > Next > Next > Advanced, and say there which sign is decimal.",
)
DATE_AS_TEXT = add(
    "date_as_text",
    BadInput,
    "{place} holds '{text}', a date stored as text.",
    "Convert it: Data > Text to Columns > Date; or type it as 2008-09-15.",
)
BOOLEAN = add("boolean", BadInput, "{place} holds {text}, not a number.", "Replace it by a number.")
NOT_FINITE = add(
    "not_finite",
    ImpossibleNumber,
    "{place} is not a finite number.",
    "Replace it by an ordinary number.",
)
OVERFLOW = add(
    "overflow",
    ImpossibleNumber,
    "The result is too large for a cell, or has no value.",
    "Check the size of the numbers and the units of the positions.",
)
ONE_VALUE = add(
    "one_value",
    BadInput,
    "{place} has {rows} x {columns} cells where one value is expected.",
    "Select the single cell that holds {expected}.",
)
NOT_TEXT = add(
    "not_text", BadInput, "{place} is {value}, which is not {expected}.", "Use one of {choices}."
)
TOO_SMALL = add("too_small", ImpossibleNumber, "{place} is {value}.", "It must be {least} or more.")
TOO_LARGE = add("too_large", ImpossibleNumber, "{place} is {value}.", "It must be {most} or less.")
NOT_POSITIVE = add(
    "not_positive", ImpossibleNumber, "{place} is {value}.", "It must be greater than 0."
)
NOT_WHOLE = add("not_whole", ImpossibleNumber, "{place} is {value}.", "It must be a whole number.")
NOT_A_DATE = add(
    "not_a_date",
    BadInput,
    "{place} is {value}, which is not a date.",
    "Type a date such as 2008-09-01, or use DATE(2008,9,1).",
)
CONFIDENCE = add(
    "confidence",
    ImpossibleNumber,
    "{place} is {value}; it must lie between 50% and 100%, exclusive.",
    "Type 99% or 0.99.",
)
CONFIDENCE_HINT = add(
    "confidence_hint",
    ImpossibleNumber,
    "{place} is {value}; it must lie between 50% and 100%, exclusive.",
    "Did you mean {meant}?",
)
# histories
NO_NUMBERS = add(
    "no_numbers",
    BadInput,
    "{place} holds no row of numbers.",
    "Select {expected}.",
)
ONE_CELL = add(
    "one_cell",
    BadInput,
    "{place} holds the text '{text}' and nothing else, as if only the first cell of a table had been entered.",
    "Enter its formula as an array formula over all of its cells, or nest it here.",
)
NO_NAME = add(
    "no_name",
    BadInput,
    "{place} is blank where a name is expected.",
    "Type the asset's name there.",
)
NAME_NOT_TEXT = add(
    "name_not_text",
    BadInput,
    "{place} is {value} where a name is expected.",
    "Type the asset's name.",
)
NO_LABEL = add(
    "no_label", BadInput, "{place} is blank where a name is expected.", "Type a name there."
)
LABEL_NOT_TEXT = add(
    "label_not_text",
    BadInput,
    "{place} is {value} where a name is expected.",
    "Type a name there; one that is a number takes a letter more.",
)
NAME_TWICE = add(
    "name_twice", BadInput, "{place} is the name {name} again.", "Give every asset its own name."
)
NUMBER_OR_NAME = add(
    "number_or_name",
    BadInput,
    "{place} is '{text}', a number stored as text: data, or a name?",
    "If it is data, convert it: Data > Text to Columns > Finish. If it is a name, add a letter.",
)
NUMBERS_AS_NAMES = add(
    "numbers_as_names",
    BadInput,
    "{place} holds {value}, all whole, above numbers smaller than 1: names?",
    "Put a letter before each name (T{value}), or select the range without this row.",
)
DATE_TWICE = add(
    "date_twice", BadInput, "{place} has the date {date} twice.", "Keep one row per day."
)
DATES_UNSORTED = add(
    "dates_unsorted",
    BadInput,
    "{place} breaks the order of the dates at {date}.",
    "Sort the rows by date, up or down.",
)
BAD_ROW_DATE = add(
    "bad_row_date",
    BadInput,
    "{place} is {value}, which is not a date.",
    "Every row of a date column needs a date cell, or a text such as 2008-09-15.",
)
PRICES = add(
    "prices",
    ImpossibleNumber,
    "{place} holds nothing but numbers above 1, a gain of 100% in every asset every day: prices?",
    "Returns are needed here: make them with TO_RETURNS.",
)
ONLY_DATES = add(
    "only_dates",
    BadInput,
    "{place} is a date column alone.",
    "Select the columns of numbers beside it too.",
)
# positions
POSITIONS_SHAPE = add(
    "positions_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets:asset}.",
    "Give one number per asset, as a row or a column, or two columns: name and amount.",
)
POSITIONS_UNNAMED = add(
    "positions_unnamed",
    BadInput,
    "{place} has names, but there is no header row in the {table}.",
    "Include the header row there, or give plain numbers in the order of the columns.",
)
UNKNOWN_NAME = add(
    "unknown_name",
    BadInput,
    "{place} is {name}, which the {table} does not have.",
    "Use the names it has: {names}.",
)
MISSING_NAME = add(
    "missing_name",
    BadInput,
    "{place} has no amount for {name}.",
    "Add a row for it; type 0 if nothing is held.",
)
GROUPS_SHAPE = add(
    "groups_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets:asset}.",
    "Give one group per asset, as a row or a column, or a row per asset: its name, then its groups.",
)
NO_GROUP = add(
    "no_group",
    BadInput,
    "{place} has no group for {name}.",
    "Add a row for it: its name, then its groups.",
)
# windows
UNKNOWN_WINDOW = add(
    "unknown_window",
    BadInput,
    "{place} is '{value}', which is not a crisis window.",
    "Use {codes}, or two dates.",
)
UNKNOWN_WINDOW_NEAR = add(
    "unknown_window_near",
    BadInput,
    "{place} is '{value}', which is not a crisis window.",
    "Did you mean {near}? CRISIS_WINDOWS lists them all; or type dates such as 2008-09-01:2009-08-31.",
)
CONFIDENCE_AS_WINDOW = add(
    "confidence_as_window",
    BadInput,
    "{place} is {value}, which is no crisis window but looks like a confidence.",
    "To leave the window out, leave its place empty, as in (B1:F253, H2:H5, , {value}).",
)
ALL_ALONE = add(
    "all_alone",
    BadInput,
    "{place} names ALL beside other windows.",
    "Give ALL alone: it stands for every built-in window.",
)
WINDOW_BACKWARDS = add(
    "window_backwards",
    BadInput,
    "{place} ends {end}, before it starts {start}.",
    "Swap the two dates.",
)
ONE_WINDOW = add(
    "one_window",
    BadInput,
    "{place} names several windows where one is expected.",
    "Give one code, or two dates.",
)
ONE_DATE = add(
    "one_date",
    BadInput,
    "{place} is the single date {date}, and a window has two.",
    "Give its start and its end: two cells, or a text such as 2008-09-01:2009-08-31.",
)
WORST_ALONE = add(
    "worst_alone",
    BadInput,
    "{place} names WORST beside other windows.",
    "Give WORST alone: it already looks at every 250 days of the history.",
)
WORST_NOT_HERE = add(
    "worst_not_here",
    BadInput,
    "{place} is WORST, which this function does not search for.",
    "Give one code, or two dates; WORST_WINDOW finds the dates of the worst year.",
)
UNDATED = add(
    "undated",
    NotEnoughData,
    "The history has no dates, so the window {window} cannot be found in it.",
    "Add a first column of dates, or leave the window out to use every row.",
)
NOT_COVERED = add(
    "not_covered",
    NotEnoughData,
    "The history does not cover {window}: it has {first} to {last}.",
    "Extend the history, or choose a window inside it.",
)
NO_CRISIS_UNDATED = add(
    "no_crisis_undated",
    NotEnoughData,
    "The history has no dates, so no built-in crisis can be found in it.",
    "Add a first column of dates.",
)
NO_CRISIS_COVERED = add(
    "no_crisis_covered",
    NotEnoughData,
    "The history covers no built-in crisis of twelve months: it has {first} to {last}.",
    "Extend it; CRISIS_WINDOWS lists their dates.",
)
GAP_IN_WINDOW = add(
    "gap_in_window",
    NotEnoughData,
    "The history does not cover {window}: it has no row between {before} and {after}.",
    "Fill the gap, or choose a window that avoids it.",
)
