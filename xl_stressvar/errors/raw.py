"""Sentences about raw exports: what cannot be read for certain is told, not guessed."""

from __future__ import annotations

from .taxonomy import BadInput, FileProblem, NotEnoughData, add

# the table
NO_DAYS = add(
    "no_days",
    BadInput,
    "{place} has no column of dates beside numbers.",
    "Select the whole export: a row a day, the date in a column left of the prices.",
)
NO_PRICES = add(
    "no_prices",
    NotEnoughData,
    "{place} has dates, and not one price beside them.",
    "Select the columns of prices too, or export the data again.",
)
SECOND_DAYS = add(
    "second_days",
    BadInput,
    "{place} begins a second column of dates: each series has days of its own.",
    "Export them with one column of dates, or clean each series alone.",
)
ROW_WITHOUT_DAY = add(
    "row_without_day",
    BadInput,
    "{place} is {value} where a date is expected, and numbers stand beside it.",
    "Type the date, or delete the row.",
)
# days
NO_SUCH_DAY = add(
    "no_such_day",
    BadInput,
    "{place} is {value}, which no calendar has under the order of {order}.",
    "Correct the date there, or say with day_first which comes first: TRUE for the day.",
)
ORDERS_MIXED = add(
    "orders_mixed",
    BadInput,
    "{place} is {value}, with the {one} first, and {other} has the {two} first.",
    "One column takes one order: export the dates again, as 2008-09-15 if that can be had.",
)
DAY_OR_MONTH = add(
    "day_or_month",
    BadInput,
    "{place} is {value}: the day or the month first? Every date in the column can be read both ways.",
    "Say so with day_first: TRUE for day/month, FALSE for month/day.",
)
HALF_CONVERTED = add(
    "half_converted",
    BadInput,
    "{place} is the text {value}, and the days up to the 12th are dates: day and month were swapped in "
    "those when the file was opened.",
    "Import the file anew, its dates as text.",
)
DAY_TWICE = add(
    "day_twice",
    BadInput,
    "{place} is {date} again, with other prices than {other}.",
    "Keep the row that is right.",
)
# numbers
POINT_OR_COMMA = add(
    "point_or_comma",
    BadInput,
    "{place} is {value}: is its sign decimal, or does it part thousands? The whole column can be read both "
    "ways.",
    'Say so with decimal: "." or ",".',
)
OTHER_DECIMAL = add(
    "other_decimal",
    BadInput,
    "{place} is {value}, which is no number with {sign} as the decimal sign, as {why} says.",
    "Correct the number, or export the column with one decimal sign.",
)
NOT_READ_AS_NUMBER = add(
    "not_read_as_number",
    BadInput,
    "{place} is {value} among prices.",
    "Type the price, or n/a if there is none.",
)
# filling
FILL_WITHOUT_FACTOR = add(
    "fill_without_factor",
    NotEnoughData,
    "{place} has no row near {date}, where {asset} is to be filled.",
    "Give factors that reach over every day to be filled, or begin the history later.",
)
# files
NOT_A_TABLE = add(
    "not_a_table",
    FileProblem,
    "{file} holds no table that can be read: {reason}.",
    "Give a .csv or .txt file, or a workbook saved as .xlsx, .xls or .ods.",
)
NO_SUCH_SHEET = add(
    "no_such_sheet", FileProblem, "{file} has no sheet {sheet}.", "It has: {sheets}."
)
TEXT_FILE = add(
    "text_file",
    FileProblem,
    "{file} is a text file, not an Excel workbook.",
    "For prices: xl-stressvar import or pack; else open it in Excel and save it as .xlsx.",
)
# what is packed beside prices
NO_AMOUNTS = add(
    "no_amounts",
    FileProblem,
    "{file} has no column of names with a column of numbers right of it.",
    "Give a row an asset: its name, and its amount.",
)
TWO_AMOUNTS = add(
    "two_amounts",
    FileProblem,
    "{file} has several columns of numbers: {columns}.",
    "Call the one that counts Amount, or leave the others out.",
)
AMOUNT_TWO_WAYS = add(
    "amount_two_ways",
    FileProblem,
    "{file}: {text} can be a thousand or a little more than one, as every amount there.",
    "Give --decimal point or --decimal comma.",
)
AMOUNT_NOT_READ = add(
    "amount_not_read",
    FileProblem,
    "{file}: {text}, the amount of {name}, is no number like the others.",
    "Correct it there.",
)
TWICE_NAMED = add("twice_named", FileProblem, "{file} has {name} twice.", "Give each name one row.")
NOT_AMONG_PRICES = add(
    "not_among_prices",
    FileProblem,
    "{file} has {name}, which is none of the columns of prices.",
    "{hint}",
)
NO_SUCH_FIGURE = add(
    "no_such_figure",
    FileProblem,
    "{file} has a limit on {name}, which is no figure of the pack.",
    "{hint}",
)
NO_PREVIOUS = add(
    "no_previous",
    FileProblem,
    "{file} is no committee pack with figures.",
    "Give a workbook that this command has written, as it was handed out.",
)
NO_DATE = add("no_date", FileProblem, "{text} is no date.", "Give it as 2024-12-31.")
NO_CRISIS = add(
    "no_crisis",
    FileProblem,
    "--window {text} is no crisis window.",
    "{reason}",
)
