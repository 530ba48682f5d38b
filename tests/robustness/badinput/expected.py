"""What may come of a wrong argument, by the catalogue's conventions: #VALUE! for a wrong type, shape
or choice, #NUM! for an impossible number, #N/A for too little; an error cell comes back as itself.

A number may come back only where `NUMBERS` says why it is legitimate.
"""

from __future__ import annotations

from tests.robustness.badinput.wrong import SPOILED
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import Parameter

VALUE, NUM, NA, ERROR = "#VALUE!", "#NUM!", "#N/A", "#DIV/0!"
ALWAYS_VALUE = {
    "blank", "empty text", "spaces", "text", "number as text", "empty grid", "empty row",
    "all blank", "row of texts", "row of booleans", "separator alone", "text inside",
    "number as text inside", "boolean inside", "date inside", "header without rows",
}  # fmt: skip
NOT_FINITE = {"infinity", "not a number", "infinity inside", "not a number inside"}
NUMERIC = {
    "huge", "huge negative", "denormal", "negative", "zero", "minus zero",
    "a fraction", "huge inside", "huge negative inside", "zeros",
}  # fmt: skip
ONE_CELL = {"Number", "ConfidenceLevel", "Choice", "Flag", "Day", "CurrencyCode"}
LISTS = {  # of texts or days
    "Names", "GroupRange", "DayList", "ScenarioSet", "CurrencyRange", "CurrencyCode",
}  # fmt: skip
NAMED = LISTS | {"Choice", "Flag", "Day", "OneWindow", "SeveralWindows", "Factors"}  # no numbers

_SAME = "the same numbers in another shape"
_FITS = "fits the arguments beside it, or needs no more than it has"
_SIZE = "a number of that size has a result that fits a cell"
_READ = "CLEAN_PRICES is there to take it, and CLEAN_REPORT tells"
_FORGIVEN = "blank rows at the end of a selection are passed over, as in a column selected whole"
#: Why a number may come back, by kind of argument ("" is any) and kind of wrong.
NUMBERS: dict[tuple[str, str], str] = {
    ("", "1 x 1"): "a range of one cell is that cell",
    ("", "transposed"): _SAME,
    ("", "blank rows below"): _FORGIVEN,
    ("Flag", "boolean"): "TRUE is a flag",
    ("Flag", "boolean inside"): "TRUE is a flag",
    ("Flag", "zero"): "0 is FALSE",
    ("Flag", "minus zero"): "0 is FALSE",
    **{
        (kind, wrong): "a list of one is a list"
        for kind in ("DayList", "Names")
        for wrong in ("1 x 1", "first row alone", "last row alone", "first column alone")
    },
    **{
        ("DayList", wrong): "one more day, in any order"
        for wrong in ("date", "date inside", "unsorted", "newest first")
    },
    **{
        ("ScenarioSet", wrong): "one scenario is enough"
        for wrong in ("first row alone", "last row alone", "header without rows", "zeros")
    },
    ("ScenarioSet", "a column more"): "a fourth column tells the source",
    ("ScenarioSet", "a blank column more"): "a fourth column tells the source",
    ("Names", "text inside"): "n/a may be a name",
    ("GroupRange", "text inside"): "n/a may be a name",
    **{
        ("GroupRange", wrong): "one text an asset is one level of groups"
        for wrong in ("row of texts", "first column alone", "last column alone")
    },
    ("DayList", "blank inside"): _FORGIVEN,
    ("Day", "date"): "a date is wanted",
    ("Day", "date inside"): "a date is wanted",
    **{("Number", wrong): _SIZE for wrong in NUMERIC},
    **{
        (kind, wrong): "blank cells among the windows are passed over"
        for kind in ("OneWindow", "SeveralWindows", "Factors")
        for wrong in ("blank inside", "a blank column more", "blank row above")
    },
    ("SeveralWindows", "doubled header"): "the same window twice has the same worst",
    ("SeveralWindows", "first row alone"): "one window is enough",
    ("SeveralWindows", "last row alone"): "one window is enough",
    ("SeveralWindows", "header without rows"): "one window is enough",
    **{
        ("Factors", wrong): "one factor is enough"
        for wrong in ("first row alone", "last row alone", "header without rows")
    },
    **{("NumberSeries", wrong): _SIZE for wrong in NUMERIC},
    **{
        ("NumberSeries", wrong): _FITS
        for wrong in (
            "row of two", "column of two", "first row alone", "last row alone",
            "first column alone", "last column alone", "a row more", "a column more", "constant",
        )
    },
    ("NumberSeries", "blank inside"): _FORGIVEN,
    ("SquareMatrix", "singular"): "correlations of 1 are possible",
    ("SquareMatrix", "not PSD"): "NEAREST_CORR and STRESS_CORR are there to repair it",
    ("SquareMatrix", "beyond 1"): "NEAREST_CORR takes any symmetric matrix with 1 on its diagonal",
    **{
        (kind, wrong): _SIZE
        for kind in ("DailyTable", "RawTable", "DailyPnl", "DailyForecast", "ShockRange")
        for wrong in NUMERIC
    },
    **{
        ("PositionsRange", wrong): _SIZE
        for wrong in ("huge inside", "huge negative inside", "zeros")
    },
    ("PositionsRange", "row of two"): _SAME,
    ("PositionsRange", "column of two"): _SAME,
    ("PositionsRange", "a row more"): "a matrix is one portfolio a row, in four functions",
    **{
        (kind, wrong): _FITS
        for kind in ("DailyTable", "RawTable", "DailyPnl")
        for wrong in (
            "row of two", "column of two", "2 x 3", "last row alone", "first row alone",
            "last column alone", "constant", "newest first", "a day missing", "a month missing",
        )
    },
    ("DailyTable", "blank inside"): "ALIGN_HISTORY takes blanks",
    **{
        ("RawTable", wrong): "HISTORY_CHECK finds it"
        for wrong in ("blank inside", "unsorted", "a day twice")
    },
    **{
        ("ShockRange", wrong): "one scenario, a column of one asset's, or several, one a row"
        for wrong in ("row of two", "column of two", "a row more", "first column alone")
    },
    **{("RawExport", wrong): _READ for wrong in SPOILED},
    ("ShockRange", "blank inside"): "SCENARIO_PROPAGATE fills blanks",
    **{("GridRange", wrong): _SIZE for wrong in ("huge inside", "huge negative inside")},
    **{
        ("GridRange", wrong): "one more move, or one instrument more"
        for wrong in ("a row more", "a column more")
    },
    **{
        ("GammaRange", wrong): "one gamma an asset, of any size"
        for wrong in (
            "huge inside", "huge negative inside", "zeros",
            "row of two", "column of two", "first row alone", "last row alone",
            "first column alone", "last column alone",
        )
    },
}  # fmt: skip
#: Codes besides #VALUE! and #NUM! for a number, where too little is left.
TOO_LITTLE = {"DailyTable", "NumberSeries", "Number"}


#: Of which one cell cannot be any part, a number that is none least of all.
TABLES = {"InstrumentTable", "GridRange"}
_KINDS = {kind for kind, _ in NUMBERS} | ONE_CELL | NAMED | TABLES


def _kind(parameter: Parameter) -> str:
    """The name of the argument's class, or of the one that it refines."""
    return next(c.__name__ for c in type(parameter.kind).__mro__ if c.__name__ in _KINDS)


def allowed(parameter: Parameter, wrong: str) -> set[str]:
    """The outcomes that are right; "number" is one."""
    kind = _kind(parameter)
    if kind == "RawExport" and wrong in SPOILED:  # CLEAN_REPORT lists what CLEAN_PRICES refuses
        return {"number"} if wrong == "error inside" else {"number", VALUE, NUM}
    if kind == "RawExport" and wrong != "error":
        return {VALUE}
    if wrong in ("error", "error inside"):
        return {ERROR}
    number = {"number"} if (kind, wrong) in NUMBERS or ("", wrong) in NUMBERS else set()
    if kind in ("Flag", "Day") and (kind, wrong) in NUMBERS:
        return number
    if wrong in ALWAYS_VALUE or wrong in ("boolean", "date"):
        return number | {VALUE}
    if wrong == "whole beyond floats":  # no cell holds one
        return {VALUE, NUM}
    if wrong in ("not PSD", "not symmetric", "beyond 1", "covariances"):
        return number | {NUM}
    if wrong in ("1 x 1", "transposed") and kind in ONE_CELL:
        return number
    if kind == "ScenarioSet" and wrong in NOT_FINITE | NUMERIC and wrong.endswith(" inside"):
        return {NUM} if wrong in NOT_FINITE else {"number"}  # its shocks are numbers
    if kind in NAMED or (kind in ONE_CELL and wrong not in NUMERIC | NOT_FINITE):
        return number | {VALUE}
    if kind in TABLES and wrong in ("infinity", "not a number"):
        return {VALUE}
    if wrong in NOT_FINITE:
        return {NUM}
    if wrong in NUMERIC and kind in ONE_CELL:
        return _numeric(parameter, wrong, number)
    return number | {VALUE, NUM} | ({NA} if kind in TOO_LITTLE else set())


def _numeric(parameter: Parameter, wrong: str, out: set[str]) -> set[str]:
    """A number in the place of another: outside its bounds it is impossible."""
    bounds = parameter.kind
    if not isinstance(bounds, Number):  # a confidence
        return {NUM}
    number = {
        "huge": 1e308, "huge inside": 1e308, "huge negative": -1e308,
        "huge negative inside": -1e308, "denormal": 5e-324, "negative": -1.0, "a fraction": 1.5,
    }.get(wrong, 0.0)  # fmt: skip
    outside = (
        (bounds.positive and number <= 0)
        or (bounds.least is not None and number < bounds.least)
        or (bounds.most is not None and number > bounds.most)
        or (bounds.whole and number != int(number))
    )
    return {NUM} if outside else out | {NUM, NA}
