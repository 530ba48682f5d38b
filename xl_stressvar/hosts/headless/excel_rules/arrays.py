"""Where arrays go in a formula: which arguments are one value, and which parts may have several.

In an array formula, in one that spills, and inside SUMPRODUCT and its like, Excel calculates
`ABS(A1:A5)` value by value. In any other formula it takes the cell of the range that lies in the
formula's own row or column, which a file of today writes `@A1:A5` and an older one does not. The
engine takes the first value, or refuses. So the first kind becomes a call that we answer ourselves,
value by value, and the second gets its `@`. The formula of a defined name is of the first kind.
"""

from __future__ import annotations

from ....cells.algebra import Cell, Given, is_grid, resolved
from ....ooxml.formulas import OMITTED, Applied, Call, Leaf, Node, Operation
from ..formualizer import one_by_one
from . import distributions, pointwise
from .rule import CallRule, Place, call, marked, number, text

EACH = "XLSTRESSVAR.EACH"
_TRUE = (Leaf("logical", "TRUE"), Leaf("number", "1"))
_EVERY = frozenset(range(32))

# functions all of whose arguments are one value each
_SINGLE = """
    ABS ACCRINT ACOS ACOSH ACOT ACOTH ADDRESS ARABIC ASIN ASINH ATAN ATAN2 ATANH BASE BESSELI BESSELJ
    BESSELK BESSELY BETA.DIST BETA.INV BETADIST BETAINV BIN2DEC BIN2HEX BIN2OCT BINOM.DIST
    BINOM.DIST.RANGE BINOM.INV BINOMDIST BITAND BITLSHIFT BITOR BITRSHIFT BITXOR CEILING CEILING.MATH
    CEILING.PRECISE CHAR CHIDIST CHIINV CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CLEAN CODE COMBIN
    COMBINA CONCATENATE CONFIDENCE CONFIDENCE.NORM CONFIDENCE.T CONVERT COS COSH COT COTH CRITBINOM CSC
    CSCH CUMIPMT CUMPRINC DATE DATEDIF DATEVALUE DAY DAYS DAYS360 DB DDB DEC2BIN DEC2HEX DEC2OCT DECIMAL
    DEGREES DELTA DOLLAR DOLLARDE DOLLARFR EDATE EFFECT EOMONTH ERF ERF.PRECISE ERFC ERFC.PRECISE
    ERROR.TYPE EVEN EXACT EXP EXPON.DIST EXPONDIST F.DIST F.DIST.RT F.INV F.INV.RT FACT FACTDOUBLE FDIST
    FIND FINV FISHER FISHERINV FIXED FLOOR FLOOR.MATH FLOOR.PRECISE FV GAMMA GAMMA.DIST GAMMA.INV
    GAMMADIST GAMMAINV GAMMALN GAMMALN.PRECISE GAUSS GESTEP HEX2BIN HEX2DEC HEX2OCT HOUR HYPGEOM.DIST
    HYPGEOMDIST IFS INT IPMT ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISO.CEILING
    ISODD ISOWEEKNUM ISPMT ISTEXT LEFT LEN LN LOG LOG10 LOGINV LOGNORM.DIST LOGNORM.INV LOGNORMDIST LOWER
    MID MINUTE MOD MONTH MROUND N NEGBINOM.DIST NEGBINOMDIST NOMINAL NORM.DIST NORM.INV NORM.S.DIST
    NORM.S.INV NORMDIST NORMINV NORMSDIST NORMSINV NOT NPER NUMBERVALUE OCT2BIN OCT2DEC OCT2HEX ODD
    PDURATION PERMUT PERMUTATIONA PHI PMT POISSON POISSON.DIST POWER PPMT PRICE PROPER PV QUOTIENT RADIANS
    RATE REPLACE REPT RIGHT ROMAN ROUND ROUNDDOWN ROUNDUP RRI SEARCH SEC SECH SECOND SIGN SIN SINH SLN
    SQRT SQRTPI STANDARDIZE SUBSTITUTE SWITCH SYD T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T TAN TANH
    TBILLEQ TBILLPRICE TBILLYIELD TDIST TEXT TEXTAFTER TEXTBEFORE TIME TIMEVALUE TINV TRIM TRUNC UNICHAR
    UNICODE UPPER VALUE VALUETOTEXT WEEKDAY WEEKNUM WEIBULL WEIBULL.DIST YEAR YEARFRAC YIELD
"""
# functions some of whose arguments are, with the places of those
_MIXED = """
    LARGE 1, SMALL 1, PERCENTILE 1, PERCENTILE.INC 1, PERCENTILE.EXC 1, QUARTILE 1, QUARTILE.INC 1,
    QUARTILE.EXC 1, PERCENTRANK 1, PERCENTRANK.INC 1, PERCENTRANK.EXC 1, RANK 0, RANK.EQ 0, RANK.AVG 0,
    INDEX 1 2, MATCH 0, XMATCH 0, VLOOKUP 0 2, HLOOKUP 0 2, LOOKUP 0, XLOOKUP 0, COUNTIF 1, SUMIF 1,
    AVERAGEIF 1, COUNTIFS 1 3 5 7 9, SUMIFS 2 4 6 8 10, AVERAGEIFS 2 4 6 8 10, MAXIFS 2 4 6 8 10,
    MINIFS 2 4 6 8 10, CHOOSE 0, FORECAST 0, FORECAST.LINEAR 0, WORKDAY 0 1, NETWORKDAYS 0 1,
    WORKDAY.INTL 0 1, NETWORKDAYS.INTL 0 1, Z.TEST 1, ZTEST 1
"""
PLACES: dict[str, frozenset[int]] = dict.fromkeys(_SINGLE.split(), _EVERY) | {
    name: frozenset(map(int, places))
    for name, *places in (entry.split() for entry in _MIXED.split(","))
}
# functions of any range that give one value
_TOTAL = """
    AND AVERAGE AVERAGEA AVEDEV COLUMNS CORREL COUNT COUNTA COUNTBLANK COVAR COVARIANCE.P COVARIANCE.S
    DEVSQ GEOMEAN HARMEAN INTERCEPT IRR KURT MAX MAXA MDETERM MEDIAN MIN MINA NPV OR PEARSON PRODUCT ROWS
    RSQ SKEW SLOPE STDEV STDEV.P STDEV.S STDEVP STEYX SUBTOTAL SUM SUMPRODUCT SUMSQ TEXTJOIN TODAY TRIMMEAN
    VAR VAR.P VAR.S VARP XIRR XNPV XOR NOW PI NA TRUE FALSE
"""
TOTALS = frozenset(_TOTAL.split())
_CHOOSING = frozenset(("IF", "IFERROR", "IFNA"))
# in an ordinary formula an array is reduced to one cell inside these, and in no other function
REDUCING = _CHOOSING | {
    *_SINGLE.split(), "AND", "OR", "SUM", "AVERAGE", "MIN", "MAX", "COUNT", "PRODUCT", "STDEV",
    "STDEV.S", "STDEV.P", "VAR", "VAR.S", "VAR.P", "MEDIAN", "PERCENTILE", "PERCENTILE.INC", "LARGE",
    "SMALL", "VLOOKUP", "HLOOKUP", "COUNTIF", "SUMIF", "RANK",
}  # fmt: skip


def is_many(node: Node, whole: bool, at: Place) -> bool:
    """Whether a node may have several values. `whole`: a range is not reduced to one cell."""
    if isinstance(node, Leaf):
        if node.kind == "reference":
            cells = at.size(node)
            return whole and cells > 1 if cells else True  # a name for who knows what
        return node.kind == "array"
    if isinstance(node, Operation):
        if node.sign == "#":
            return True
        if node.sign == "@":
            return False
        if node.sign == ":":  # A1:INDEX(...)
            return whole
        return any(is_many(operand, whole, at) for operand in node.operands)
    return isinstance(node, Applied) or _is_many_call(node, whole, at)


def _is_many_call(node: Call, whole: bool, at: Place) -> bool:
    if node.name in TOTALS:
        return False
    if node.name == "AGGREGATE":
        return len(node.arguments) == 4 and is_many(node.arguments[3], True, at)
    places = _EVERY if node.name in _CHOOSING else PLACES.get(node.name)
    if places is None or node.name in at.local:
        return True
    parts = [part for i, part in enumerate(node.arguments) if i in places]
    if node.name == "INDEX" and any(part in (OMITTED, Leaf("number", "0")) for part in parts):
        return True  # a whole row or column
    return any(is_many(part, whole, at) for part in parts)


# --- rules ------------------------------------------------------------------------------------------
class FirstCell(CallRule):
    """N of a range is that of its first cell; of an array, or of +A1:A5, that of every value."""

    names = ("N",)
    shows, excel = "=N(A1:A3)", 1

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        if len(node.arguments) != 1 or not at.size(node.arguments[0]):
            return new
        return call(f"{pointwise.PREFIX}N", call("INDEX", *new.arguments, number(1), number(1)))


class OwnFunction(CallRule):
    """VALUE, MOD, CEILING and their like are answered by us, value by value."""

    names = pointwise.NAMES
    shows, excel = '=VALUE("$1,000")', 1000

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return Call(f"{pointwise.PREFIX}{node.name}", marked(new.arguments))


class ExactCumulative(CallRule):
    """A distribution function that is cumulative, as its last argument says."""

    names = distributions.CUMULATIVE.keys()
    shows, excel = "=ROUND(POISSON.DIST(10000,10000,TRUE),4)", 0.5027  # R: ppois(10000, 10000)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        *numbers, last = new.arguments or (OMITTED,)
        if len(numbers) != distributions.FUNCTIONS[node.name][1] or last not in _TRUE:
            return new
        return Call(f"{pointwise.PREFIX}{node.name}", marked(numbers))


class ExactTail(CallRule):
    """The right tail or the inverse of a distribution."""

    names = distributions.OTHERS.keys()
    shows, excel = "=CHISQ.DIST.RT(200,2)>0", True  # exp(-100)

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        return Call(f"{pointwise.PREFIX}{node.name}", marked(new.arguments))


class ValueByValue(CallRule):
    """A function of single values that is given several answers each of them."""

    names = PLACES.keys() - pointwise.NAMES
    shows, excel = "=SUM(ABS({-1,2}))", 3

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        places = PLACES[node.name]
        if not any(is_many(a, at.whole, at) for i, a in enumerate(node.arguments) if i in places):
            return new
        return call(EACH, text(node.name), *marked(new.arguments))


def several(name: str, node: Node, whole: bool, at: Place, *arguments: Node) -> Call:
    """A call of a function, value by value if a node may have several."""
    if is_many(node, whole, at):
        return call(EACH, text(name), *arguments)
    return call(name, *arguments)


def each(values: list[Given], date1904: bool) -> Cell | list[list[Cell]]:
    """A function of the engine, named first, value by value."""
    name = str(values[0])
    arguments = [resolved(value) for value in values[1:]]
    places = PLACES[name]
    singles = [value if i in places else None for i, value in enumerate(arguments)]
    rows, columns = pointwise.shape(singles)
    calls = [
        [
            value if i in places else whole
            for i, (value, whole) in enumerate(zip(one, arguments, strict=True))
        ]
        for one in pointwise.in_turn(singles, rows, columns)
    ]
    results = one_by_one(name, calls, date1904)
    if not any(map(is_grid, singles)):
        return results[0]
    return [results[i * columns : (i + 1) * columns] for i in range(rows)]
