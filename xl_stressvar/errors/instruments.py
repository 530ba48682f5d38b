"""Sentences about currencies, options, bonds and grids of P&L."""

from __future__ import annotations

from .taxonomy import BadInput, ImpossibleNumber, NotEnoughData, add

# units of moves
MOVE_BELOW_ALL = add(
    "move_below_all",
    BadInput,
    "{place} is {value}, a return below -100%.",
    "Give returns as decimals: 1% is 0.01.",
)
MOVE_UNIT = add(
    "move_unit",
    BadInput,
    "{place} moves by {percent} from row to row, no move of {what} as a decimal.",
    "Divide percent by 100 and basis points by 10000.",
)
MOVE_LEVELS = add(
    "move_levels",
    BadInput,
    "{place} is never below {least}, so it holds levels, not {what}.",
    "Make them of the levels first: returns with TO_RETURNS, changes by subtraction.",
)
# currencies
NOT_A_CURRENCY = add(
    "not_a_currency",
    BadInput,
    "{place} is {value}, which is not the code of a currency.",
    "Type its three letters, such as USD, EUR or JPY.",
)
CURRENCIES_SHAPE = add(
    "currencies_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets:asset}.",
    "Give one code per asset, as a row or a column, or two columns: name and code.",
)
MISSING_CURRENCY = add(
    "missing_currency",
    BadInput,
    "{place} has no currency for {name}.",
    "Add a row for it; type the base currency if it needs no conversion.",
)
NO_PAIRS = add(
    "no_pairs",
    BadInput,
    "{place} has no column that is a rate of two currencies.",
    "Name its columns like EURUSD: the return of one EUR in USD.",
)
NO_RATE = add(
    "no_rate",
    NotEnoughData,
    "{place} needs {local} in {base}, and {rates} cannot be chained to it over one common currency.",
    "Give fx a column such as {local}{base}.",
)
NO_RATE_THAT_DAY = add(
    "no_rate_that_day",
    NotEnoughData,
    "There is no rate of {pair} on {day}, a row of the history.",
    "Give fx that has this day, or leave the row out of the history.",
)
FX_ROWS = add(
    "fx_rows",
    BadInput,
    "{place} has {rows:row} and the history {others}, and not both have dates to match them by.",
    "Give both a first column of dates, or the same rows.",
)
FX_UNDATED = add(
    "fx_undated",
    NotEnoughData,
    "The history has no dates, so the library's rates cannot be matched with its rows.",
    "Add a first column of dates, or give fx with the same rows.",
)
# tables of instruments
NO_HEADER = add(
    "no_header",
    BadInput,
    "{place} has no header row.",
    "Its first row holds the names of its columns: {columns}.",
)
MISSING_COLUMN = add(
    "missing_column",
    BadInput,
    "{place} has no column {column}.",
    "Add it; the columns are {columns}.",
)
UNKNOWN_COLUMN = add(
    "unknown_column",
    BadInput,
    "{place} is the column {column}, which is not used here.",
    "Leave it out of the selection, or name it one of {columns}.",
)
COLUMN_TWICE = add(
    "column_twice", BadInput, "{place} is the column {column} again.", "Keep one of the two."
)
NO_INSTRUMENT = add(
    "no_instrument",
    BadInput,
    "{place} has a header and no row below it.",
    "Give each instrument a row.",
)
INSTRUMENT_TWICE = add(
    "instrument_twice",
    BadInput,
    "{place} is the name {name} again.",
    "Give every instrument its own name.",
)
NO_UNDERLYING = add(
    "no_underlying",
    BadInput,
    "{place} is {name}, which is not a column of the history.",
    "Use the names it has: {names}.",
)
UNDERLYING_UNNAMED = add(
    "underlying_unnamed",
    BadInput,
    "{place} names columns of the history, which has no header row.",
    "Include the header row there.",
)
ANNUAL_VOLATILITY = add(
    "annual_volatility",
    ImpossibleNumber,
    "{place} is {value}, a volatility of {percent} a year.",
    "Type 20% or 0.2 for 20% a year; at most {most}.",
)
RATE_UNIT = add(
    "rate_unit",
    ImpossibleNumber,
    "{place} is {value}, a rate of {percent} a year.",
    "Type 5% or 0.05 for 5%; it must lie between {least} and {most}.",
)
YEARS_UNIT = add(
    "years_unit",
    ImpossibleNumber,
    "{place} is {value} years.",
    "Type years, {most} or less: 90 days are 0.25, six months 0.5.",
)
VOLATILITY_GONE = add(
    "volatility_gone",
    ImpossibleNumber,
    "On {day} the volatility of {name} would be {value}: it moves by {move}.",
    "It must stay above 0 and at most {most}: check the column {column}, changes as decimals.",
)
YIELD_GONE = add(
    "yield_gone",
    ImpossibleNumber,
    "On {day} the yield of {name} would be {value}: it moves by {move}.",
    "Give changes of yields as decimals: 1 bp is 0.0001.",
)
COUPON_FREQUENCY = add(
    "coupon_frequency",
    ImpossibleNumber,
    "{place} is {value} coupons a year.",
    "Use one of {choices}.",
)
# grids
GRID_SHAPE = add(
    "grid_shape",
    BadInput,
    "{place} is {rows} x {columns}.",
    "One factor: a column of moves, then a P&L column an instrument. Two: moves of the second across "
    "the top, the corner left blank.",
)
GRID_FACTORS = add(
    "grid_factors",
    BadInput,
    "{place} is a grid of {factors:factor}, and the history has {assets:column}.",
    "Give the history one column a factor, in the order of the grid.",
)
GRID_ORDER = add(
    "grid_order",
    BadInput,
    "{place} is {value}, not above the move before it.",
    "Sort the moves, each once, from the lowest to the highest.",
)
GRID_TOO_SMALL = add(
    "grid_too_small",
    NotEnoughData,
    "{place} has {moves:move}; {interpolation} takes at least {least}.",
    "Add moves, or use interpolation linear.",
)
GRID_UNIT = add(
    "grid_unit",
    BadInput,
    "{place} is a move of {value}.",
    "Type moves as decimals, -20% or -0.2, between -1 and {most}.",
)
GRID_NOT_PNL = add(
    "grid_not_pnl",
    BadInput,
    "{place} is {value} at a move of 0: a value, or a P&L?",
    "Subtract the value at no move: a grid holds P&L, 0 where nothing moves.",
)
BEYOND_GRID = add(
    "beyond_grid",
    NotEnoughData,
    "On {day} {name} moves by {move}, beyond the grid's {least} to {most}.",
    "Extend the grid: nothing is known of the P&L there.",
)
GAMMA_SHAPE = add(
    "gamma_shape",
    BadInput,
    "{place} is {rows} x {columns} for {assets:asset}.",
    "Give one number per asset, or a matrix of assets by assets.",
)
GAMMA_NOT_SYMMETRIC = add(
    "gamma_not_symmetric",
    BadInput,
    "{place} is {value}, and {other} on the other side of the diagonal.",
    "Make the two equal: each is the change of one asset's delta with the other.",
)
