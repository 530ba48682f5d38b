"""Where a formula takes one value and is given many: Excel's rules, which the engine lacks.

In an array formula, in one that spills, and inside SUMPRODUCT and its like, Excel calculates
`ABS(A1:A5)` value by value. In any other formula it takes the cell of the range that lies in the
formula's own row or column, which a file of today writes `@A1:A5` and an older one does not. The
engine takes the first value, or refuses. So the first kind becomes a call that we answer ourselves,
value by value, and the second gets its `@`. The formula of a defined name is of the first kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ....cells.algebra import Cell, Given, is_grid, resolved
from ....ooxml import formulas
from ....ooxml.formulas import Call
from ..formualizer import OMITTED_MARK, one_by_one
from . import pointwise

EACH = "XLSTRESSVAR.EACH"
NAMED = "XLSTRESSVAR.NAMED"  # around the formula of a name, written out: inside, arrays stay whole
Edit = tuple[int, int, str]
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
_PLACES: dict[str, frozenset[int]] = dict.fromkeys(_SINGLE.split(), _EVERY) | {
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
_TOTALS = frozenset(_TOTAL.split())
_CHOOSING = frozenset(("IF", "IFERROR", "IFNA"))
# in an ordinary formula an array is reduced to one cell inside these, and in no other function
_REDUCING = _CHOOSING | {
    *_SINGLE.split(), "AND", "OR", "SUM", "AVERAGE", "MIN", "MAX", "COUNT", "PRODUCT", "STDEV",
    "STDEV.S", "STDEV.P", "VAR", "VAR.S", "VAR.P", "MEDIAN", "PERCENTILE", "PERCENTILE.INC", "LARGE",
    "SMALL", "VLOOKUP", "HLOOKUP", "COUNTIF", "SUMIF", "RANK",
}  # fmt: skip
_NUMBERED = {
    "ROW": "SEQUENCE(ROWS({0}),1,ROW({0}))",
    "COLUMN": "SEQUENCE(1,COLUMNS({0}),COLUMN({0}))",
}
WITHOUT_ERRORS = "XLSTRESSVAR.WITHOUTERRORS"
# AGGREGATE by its number, where it takes an array
OF_ARRAYS = {
    "14": "LARGE", "15": "SMALL", "16": "PERCENTILE.INC", "17": "QUARTILE.INC", "18": "PERCENTILE.EXC",
    "19": "QUARTILE.EXC",
}  # fmt: skip
_COUNTING = frozenset(("COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "MATCH", "ROW", "ROWS", "COLUMNS"))
_PLAIN = _COUNTING | {"MIN", "MAX"}
_FOUND = "xlstressvar_found"
_FINDING = {*_PLACES, *_TOTALS, "INDIRECT", "OFFSET"}  # what may say where a range is
_OPERATORS = frozenset("+-*/^&=<>%")
_REFERRING = frozenset(("OFFSET", "INDEX", "INDIRECT", "CHOOSE", "IF", "IFS", "SWITCH", "XLOOKUP"))


@dataclass(frozen=True)
class Arrays:
    """The calls and the references of one formula. `size`: how many cells a text refers to, or 0."""

    text: str
    found: list[Call]
    array: bool  # an array formula, or one that spills
    size: Callable[[str], int]
    local: set[str]  # names that LET gives

    def edits(self) -> list[Edit]:
        """What makes the engine calculate as Excel does."""
        edits: list[Edit] = []
        for one in self.found:
            places = _PLACES.get(one.name, frozenset())
            if one.name in self.local or one.qualified:
                continue
            if one.name == "N" and self.size(self.text[one.open : one.close].strip()):
                # of a range it is that of the first cell; of an array, or +A1:A5, of every value
                edits += [(one.open, one.open, "INDEX("), (one.close, one.close, ",1,1)")]
                continue
            single = [part for i, part in enumerate(one.arguments) if i in places]
            whole = self._whole(one.open)
            if one.name in _NUMBERED and whole and (text := self._numbers(one)):
                edits.append((one.start, one.close + 1, text))
                continue
            own = one.name in pointwise.NAMES
            if one.name == "LOOKUP" and len(one.arguments) == 3:
                edits += self._lookup(one, whole)
            elif one.name == "AGGREGATE":
                edits += self._aggregate(one)
            elif one.name == "OFFSET":
                edits += self._offset(one)
            elif own or any(self._many(*part, whole) for part in single):
                called = f"{pointwise.PREFIX}{one.name}(" if own else f'{EACH}("{one.name}",'
                edits.append((one.start, one.open, called))
                edits += [
                    (start, end, f'"{OMITTED_MARK}"')
                    for start, end in one.arguments
                    if not self.text[start:end].strip()
                ]
            if not whole:
                parts = ((b - len(self.text[a:b].lstrip()), b) for a, b in single)
                edits += [(a, a, "@") for a, b in parts if self.size(self.text[a:b].strip()) > 1]
        return edits + [(at, at, "@") for at in self._reduced_operands()]

    def _lookup(self, one: Call, whole: bool) -> list[Edit]:
        """LOOKUP of a vector by another: the engine's gives up at the first error, its MATCH does not.

        LOOKUP(2,1/(A1:A9="x"),B1:B9) finds the last x that way.
        """
        value, vector, result = one.arguments
        many = self._many(*value, whole)
        match, index = (f'{EACH}("{name}",' if many else f"{name}(" for name in ("MATCH", "INDEX"))
        return [
            (one.start, one.open, f"LET({_FOUND},{match}"),
            (vector[1], result[0], f",1),{index}"),
            (one.close, one.close, f",{_FOUND})"),
        ]

    def _aggregate(self, one: Call) -> list[Edit]:
        """AGGREGATE of an array: the function that it stands for, with or without the errors."""
        parts = [self.text[a:b].strip() for a, b in one.arguments]
        if len(parts) != 4 or parts[0] not in OF_ARRAYS or parts[1] not in ("4", "6"):
            return []  # as the engine has it, or refused
        _, _, array, rank = one.arguments
        name = OF_ARRAYS[parts[0]]
        called = f'{EACH}("{name}",' if self._many(*rank, True) else f"{name}("
        before, behind = (f"{WITHOUT_ERRORS}(", "),") if parts[1] == "6" else ("", ",")
        return [(one.start, array[0], called + before), (array[1], rank[0], behind)]

    def _offset(self, one: Call) -> list[Edit]:
        """OFFSET with a height or width below 0, which the engine refuses: up or left from the cell.

        The size is written twice; one that counts something cannot be negative and stays.
        """
        edits: list[Edit] = []
        for place, size in zip(one.arguments[1:3], one.arguments[3:5], strict=False):
            text = self.text[slice(*size)].strip()
            found = formulas.calls(text)
            never = found and found[0].name in _COUNTING and formulas.is_whole_call(text, found[0])
            if not text or text.isdigit() or never:
                continue
            if _PLAIN.issuperset(c.name for c in found):
                zero = "" if self.text[slice(*place)].strip() else "0"
                edits += [
                    (place[1], place[1], f"{zero}+MIN(0,{text}+1)*(({text})<0)"),
                    (size[0], size[0], "ABS("),
                    (size[1], size[1], ")"),
                ]
        return edits

    def _numbers(self, one: Call) -> str | None:
        """ROW or COLUMN of a range: all its numbers, where the engine gives the first."""
        inside = [c.name for c in self.found if one.open <= c.start < one.close]
        if len(one.arguments) != 1 or not _FINDING.issuperset(inside):
            return None
        text = self.text[one.open : one.close]
        if self.size(text.strip()) == 1 or not (inside or self.size(text.strip())):
            return None
        return _NUMBERED[one.name].format(text)

    def _whole(self, at: int) -> bool:
        """Whether arrays are kept whole at a place, and not reduced to one cell."""
        around = (one.name for one in self.found if one.open <= at < one.close)
        return self.array or any(name not in _REDUCING for name in around)

    def _many(self, start: int, end: int, whole: bool) -> bool:
        """Whether a part of the formula may have several values."""
        at = start
        for one in self.found:
            if at <= one.start and one.close < end:  # the next call that is not inside another
                if self._bare_many(self.text[at : one.start], whole) or self._call_many(one, whole):
                    return True
                at = one.close + 1
        return self._bare_many(self.text[at:end], whole)

    def _call_many(self, one: Call, whole: bool) -> bool:
        if one.name in _TOTALS:
            return False
        if one.name == "AGGREGATE":
            return len(one.arguments) == 4 and self._many(*one.arguments[3], True)
        places = _EVERY if one.name in _CHOOSING else _PLACES.get(one.name)
        if places is None or one.name in self.local:
            return True
        parts = [part for i, part in enumerate(one.arguments) if i in places]
        if one.name == "INDEX" and any(self.text[a:b].strip() in ("", "0") for a, b in parts):
            return True  # a whole row or column
        return any(self._many(*part, whole) for part in parts)

    def _bare_many(self, text: str, whole: bool) -> bool:
        """The same for a part without calls."""
        if any(token.text in ("{", "#") for token in formulas.tokens(text)):
            return True
        if text.strip()[:1] == ":" or text.strip()[-1:] == ":":
            return whole  # A1:INDEX(...)
        return any(self._reference_many(text[a:b], whole) for a, b in formulas.spans(text))

    def _reference_many(self, text: str, whole: bool) -> bool:
        if cells := self.size(text):
            return whole and cells > 1
        word = text[:1].isalpha() or text[:1] in ("_", "\\", "'")
        return word and text.upper() not in ("TRUE", "FALSE")  # a name for who knows what

    def _reduced_operands(self) -> Iterator[int]:
        """Where the ranges begin that an operator takes one cell of."""
        if self.array or _OPERATORS.isdisjoint(self.text):
            return
        for start, end in formulas.spans(self.text):
            before, after = self.text[:start].rstrip()[-1:], self.text[end:].lstrip()[:1]
            operand = before in _OPERATORS or after in _OPERATORS
            if operand and self.size(self.text[start:end]) > 1 and not self._whole(start):
                yield start


def calculates(text: str) -> bool:
    """Whether a formula has an operator, outside of strings and sheets' names."""
    return any(token.kind == "sign" and token.text in _OPERATORS for token in formulas.tokens(text))


def goes_through_arrays(text: str, size: Callable[[str], int]) -> bool:
    """Whether the formula of a name calculates with arrays; one that may be a range does not count."""
    found = formulas.calls(text)
    if found and formulas.is_whole_call(text, found[0]) and found[0].name in _REFERRING:
        return False
    many = any(token.text == "{" for token in formulas.tokens(text)) or any(
        size(reference) > 1 for reference in formulas.references(text)
    )
    return many and (bool(found) or calculates(text))


def each(values: list[Given], date1904: bool) -> Cell | list[list[Cell]]:
    """A function of the engine, named first, value by value."""
    name = str(values[0])
    arguments = [resolved(value) for value in values[1:]]
    places = _PLACES[name]
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
