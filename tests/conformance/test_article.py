"""Every number of the article (docs/article.md), from one formula each.

The case numbers are the article's. A formula is typed as in a sheet and evaluated through the same
call that every host makes; the tolerance is half a unit of the digits the article prints. Where the
article's illustration and real data differ, the row says which of the two it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from xl_stressvar.cells.algebra import OMITTED, ErrorValue
from xl_stressvar.dispatch import call

_TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|\d+\.?\d*|[A-Z][A-Z0-9_.]*|[-+*/(),;{}%])')


class Formula:
    """A worksheet formula of literals, + - * /, INDEX, MAX, ROWS and the catalogue's functions."""

    def __init__(self, text: str) -> None:
        self.tokens = _TOKEN.findall(text.removeprefix("="))
        assert "".join(self.tokens) == re.sub(r'\s(?=(?:[^"]*"[^"]*")*[^"]*$)', "", text[1:])
        self.at = 0

    def evaluate(self) -> object:
        result = self.sum()
        assert self.at == len(self.tokens), self.tokens[self.at :]
        return result

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        assert not wanted or token in wanted, (token, wanted)
        self.at += 1
        return token

    def sum(self):
        result = self.product()
        while self.peek() in ("+", "-"):
            sign, other = self.take(), self.product()
            result = result + other if sign == "+" else result - other
        return result

    def product(self):
        result = self.factor()
        while self.peek() in ("*", "/"):
            sign, other = self.take(), self.factor()
            result = result * other if sign == "*" else result / other
        return result

    def factor(self):
        token = self.take()
        if token == "-":
            return -self.factor()
        if token == "(":
            result = self.sum()
            self.take(")")
        elif token == "{":
            result = self.array()
        elif token[0] == '"':
            result = token[1:-1]
        elif token[0].isdigit():
            result = float(token)
        else:
            result = self.function(token)
        while self.peek() == "%":
            self.take()
            result /= 100
        return result

    def array(self) -> list[list[object]]:
        rows: list[list[object]] = [[]]
        while True:
            rows[-1].append(self.factor())
            mark = self.take(",", ";", "}")
            if mark == "}":
                return rows
            if mark == ";":
                rows.append([])

    def arguments(self) -> Iterator[object]:
        self.take("(")
        while True:
            yield OMITTED if self.peek() in (",", ")") else self.sum()
            if self.take(",", ")") == ")":
                return

    def function(self, name: str):
        values = list(self.arguments())
        if name == "INDEX":
            grid, row, column = values
            return grid[int(row) - 1][int(column) - 1]
        if name == "ROWS":
            return len(values[0])
        if name == "MAX":
            return max(values)
        return call(name, values).value


BOOK = 'CRISIS_RETURNS("{0}",{{"SPX","UST10Y","WTI"}}),{{60,30,10}},"{0}"'
SPX = 'CRISIS_RETURNS("1987-10-01:2021-01-31",{"SPX"}),100'
ARTICLE = [
    # 1. calm against stressed: 95% daily VaR of 100M
    ("1 calm VaR 1.97M", "=PARAM_VAR(0.012,100,95%)", 1.97, 0.005),
    ("1 stressed VaR 5.76M", "=PARAM_VAR(0.035,100,95%)", 5.76, 0.005),
    ("1 ratio 2.9", "=PARAM_VAR(0.035,100,95%)/PARAM_VAR(0.012,100,95%)", 2.9, 0.05),
    # 2. the mechanics: the real figures that stand beside the article's (ARTICLE 2, DATA)
    ("2 about 250 business days", '=INDEX(CRISIS_WINDOWS("2026-06-30"),2,5)', 250, 5),
    ("2 from 1 September 2008", '=INDEX(CRISIS_WINDOWS("2026-06-30"),2,3)', 39692, 0),
    ("2 to 31 August 2009", '=INDEX(CRISIS_WINDOWS("2026-06-30"),2,4)', 40056, 0),
    (
        "2 S&P volatility, real",
        '=INDEX(CRISIS_VOL(CRISIS_RETURNS("GFC",{"SPX"})),1,1)',
        0.45,
        0.005,
    ),
    (
        "2 10-year volatility, real",
        '=INDEX(CRISIS_VOL(CRISIS_RETURNS("GFC",{"UST10Y"})),1,1)',
        0.14,
        0.005,
    ),
    (
        "2 equity-bond correlation, real",
        '=INDEX(CRISIS_CORR(CRISIS_RETURNS("GFC",{"SPX","UST10Y"})),1,2)',
        -0.34,
        0.005,
    ),
    (
        "2 equity-oil correlation, real",
        '=INDEX(CRISIS_CORR(CRISIS_RETURNS("GFC",{"SPX","WTI"})),1,2)',
        0.41,
        0.005,
    ),
    # ... and the same VaR formula on the article's crisis and calm parameters, for 60M of stocks and
    # 30M of bonds (the article gives no bond-commodity correlation), by hand:
    # √(19.2² + 3.6² + 2·0.65·19.2·3.6) = 21.713, × 1.64485/√252; calm √(9² + 1.8² − 2·0.2·9·1.8) = 8.8182
    (
        "2 VaR on the article's crisis parameters",
        "=PORTFOLIO_VAR({0.32,0.12},{1,0.65;0.65,1},{60,30},95%)/15.8745",
        2.2498,
        0.00005,
    ),
    (
        "2 VaR on the article's calm parameters",
        "=PORTFOLIO_VAR({0.15,0.06},{1,-0.2;-0.2,1},{60,30},95%)/15.8745",
        0.9137,
        0.00005,
    ),
    # the article's equity-commodity correlations, 0.4 calm and 0.82 stressed: 60M and 10M, both at
    # the article's equity volatility (it gives none for commodities); by hand, with 0.32 and 0.15:
    # 0.32·√(60² + 10² + 2·0.82·60·10) = 0.32·√4684 = 21.901; 0.15·√4180 = 9.6979; × 1.64485/15.8745
    (
        "2 commodities at the article's 0.82",
        "=PORTFOLIO_VAR({0.32,0.32},{1,0.82;0.82,1},{60,10},95%)/15.8745",
        2.2693,
        0.00005,
    ),
    (
        "2 commodities at the article's 0.4",
        "=PORTFOLIO_VAR({0.15,0.15},{1,0.4;0.4,1},{60,10},95%)/15.8745",
        1.0049,
        0.00005,
    ),
    # 3. several windows: the crash months have 22 to 64 days
    ("3 October 1987 has 22 days", '=INDEX(CRISIS_WINDOWS("2026-06-30"),8,5)', 22, 0),
    ("3 August to October 1998 have 64", '=INDEX(CRISIS_WINDOWS("2026-06-30"),7,5)', 64, 0),
    # 4. a large bank's disclosure, in $M
    ("4 capital 240", "=CAPITAL_REQ(30,80)", 240, 0),
    ("4 ratio 2.7", "=CAPITAL_REQ(30,80)/CAPITAL_REQ(30,30)", 2.7, 0.05),
    # 5. when stressed departs from current VaR
    (
        "5a volatility 10% against 35%: 3-4 times",
        "=PARAM_VAR(35%/15.8745,100,95%)/PARAM_VAR(10%/15.8745,100,95%)",
        3.5,
        0.5,
    ),
    # 5b: 60% stocks, 30% bonds, 10% commodities, 10% cash are worth 110, not 100
    ("5b the weights add to 110%", "=SCENARIO_PNL({60,30,10,10},{1,1,1,1})", 110, 1e-12),
    (
        "5c spreads 100 to 500 bp cost 4% a year of duration",
        "=SPREAD_SHOCK_PNL(100,1,100,500)",
        -4,
        1e-12,
    ),
    # 6. capital of a $50bn book, in $M, and the rules side by side
    ("6 capital 750", "=CAPITAL_REQ(100,250)", 750, 0),
    ("6 Basel 2.5 adds two maxima", '=CAPITAL_REQ(100,250,3,"basel2.5")', 1050, 0),
    ("6 US rule", '=CAPITAL_REQ(100,250,3,"us")', 1050, 0),
    ("6 against 10bn equity", "=INDEX(CAPITAL_CHECK(10000,CAPITAL_REQ(100,250)),4,2)", "OK", 0),
    # 7. review every 3 to 5 years: 2014-08-31 is five after the end of the window
    ("7 2008 is due", '=INDEX(WINDOW_REVIEW("GFC","2026-06-30",5),6,2)', "review due", 0),
    ("7 in 2012 it was not, at 5", '=INDEX(WINDOW_REVIEW("GFC","2012-08-30",5),6,2)', "in date", 0),
    ("7 nor at 3", '=INDEX(WINDOW_REVIEW("GFC","2012-08-30",3),6,2)', "in date", 0),
    (
        "7 but from September, at 3",
        '=INDEX(WINDOW_REVIEW("GFC","2012-09-03",3),6,2)',
        "review due",
        0,
    ),
    ("7 with a newer crisis", '=INDEX(WINDOW_REVIEW("GFC","2022-06-30",20),6,2)', "review due", 0),
    # 8. backtesting
    (
        "8 a 95% VaR should be breached on 5% of days",
        "=INDEX(BACKTEST_VAR({1;2},3,95%),4,2)",
        0.05,
        1e-12,
    ),
    (
        "8 a 95% stressed VaR on no more than 1%",
        "=INDEX(BACKTEST_STRESSED_VAR({1;2},3,95%),4,2)",
        0.01,
        1e-12,
    ),
    # 10. limits
    ("10 requirement 450", "=CAPITAL_REQ(50,150)", 450, 0),
    ("10 a breach", "=INDEX(CAPITAL_CHECK(400,CAPITAL_REQ(50,150)),4,2)", "BREACH", 0),
    ("10 raise 50M", "=INDEX(CAPITAL_CHECK(400,CAPITAL_REQ(50,150)),5,2)", 50, 0),
    (
        "10 or reduce positions to 88.9%",
        "=INDEX(CAPITAL_CHECK(400,CAPITAL_REQ(50,150)),6,2)",
        0.889,
        0.0005,
    ),
    # 11. what if rates rise 200 bp? A 7-year duration, by hand
    ("11 rates up 200 bp", "=RATE_SHOCK_PNL(100,7,200)", -14, 1e-12),
    # and what would wipe out 25 of 100? By hand: one asset has to fall by 25%
    ("11 reverse stress", "=INDEX(REVERSE_STRESS({0.01;-0.02;0.01},100,25),2,2)", -0.25, 1e-12),
    # expected shortfall beyond stressed VaR, by hand: the worst 4 x 49.5% = 1.98 days, (2 + 0.98·1)/1.98
    ("11 expected shortfall", "=STRESSED_ES({-0.02;-0.01;-0.005;0.01},100,,50.5%)", 1.505, 0.0005),
    # 12. the leverage ratio of case 6's bank: 3% of 50bn
    ("12 leverage requirement", "=INDEX(CAPITAL_CHECK(10000,750,50000),7,2)", 1500, 0),
    ("12 which one binds", "=INDEX(CAPITAL_CHECK(10000,750,50000),8,2)", "leverage ratio", 0),
    # a personal portfolio, by hand: 2.5% daily volatilities, correlation 0.8, 60 and 40:
    # 1.6449 · √(1.5² + 1² + 2·0.8·1.5·1) = 3.9098
    (
        "12 volatilities x 2.5, correlation 0.8",
        "=APPROX_STRESSED_VAR({0.01,0.01},{1,0.2;0.2,1},{60,40},2.5,0.8,95%)",
        3.9098,
        0.0001,
    ),
]


# ... and at the ends of the article's ranges, volatilities x 2-3 and correlations 0.7-0.9, by hand
# with daily volatilities of 1% x m: 1.64485·m·√(0.6² + 0.4² + 2·r·0.6·0.4)
ARTICLE += [
    (
        f"12 volatilities x {m}, correlation {r}",
        f"=APPROX_STRESSED_VAR({{0.01,0.01}},{{1,0.2;0.2,1}},{{60,40}},{m},{r},95%)",
        1.6448536 * m * (0.36 + 0.16 + 0.48 * r) ** 0.5,
        0.00005,
    )
    for m, r in ((2, 0.7), (2, 0.9), (3, 0.7), (3, 0.9))
]


@pytest.mark.parametrize(
    ("formula", "expected", "tolerance"),
    [row[1:] for row in ARTICLE],
    ids=[row[0] for row in ARTICLE],
)
def test_the_articles_numbers(formula, expected, tolerance) -> None:
    got = Formula(formula).evaluate()
    if isinstance(expected, str):
        assert got == expected
    else:
        assert got == pytest.approx(expected, abs=tolerance or 1e-12)


@pytest.mark.parametrize("window", ["COVID_CRASH", "LTCM_CRASH", "BLACK_MONDAY_CRASH"])
def test_3_crash_months_resolve_95_percent_but_not_99(window) -> None:
    assert Formula(f'=STRESSED_VAR({SPX},"{window}",95%)').evaluate() > 0
    refused = Formula(f'=STRESSED_VAR({SPX},"{window}",99%)').evaluate()
    assert isinstance(refused, ErrorValue)
    assert str(refused) == "#N/A"


def test_3_of_four_crises_the_highest_is_reported() -> None:
    crises = ("GFC", "COVID", "LTCM", "BLACK_MONDAY")
    each = [Formula(f'=STRESSED_VAR({SPX},"{code}",99%)').evaluate() for code in crises]
    assert Formula(f'=STRESSED_VAR({SPX},"{";".join(crises)}",99%)').evaluate() == max(each)


@pytest.mark.parametrize(
    ("window", "covered"),
    [("GFC", True), ("LTCM", True), ("COVID", False), ("BLACK_MONDAY", False)],
)
def test_3_the_60_30_10_book_is_covered_in_2008_and_1998_alone(window, covered) -> None:
    got = Formula(f"=STRESSED_VAR({BOOK.format(window)},95%)").evaluate()
    assert isinstance(got, float) is covered


def test_9_in_march_2020_current_var_jumped_towards_stressed_var() -> None:
    def current(last: str) -> object:
        history = f'CRISIS_RETURNS("2018-06-01:{last}",{{"SPX"}})'
        return Formula(f'=CURRENT_VAR({history},100,95%,1,"ewma")').evaluate()

    before, after = current("2020-02-19"), current("2020-03-31")
    stressed = Formula(f'=STRESSED_VAR({SPX},"GFC",95%)').evaluate()
    assert before < 0.5 * stressed < stressed < after  # within six weeks


def test_9_capital_for_stressed_var_covered_march_2020() -> None:
    # the worst ten days running of March 2020 against 3 x the 10-day 99% stressed VaR
    losses = [row[1] for row in Formula(f'=CRISIS_REPLAY({SPX},"COVID_CRASH")').evaluate()[1:]]
    worst = -min(sum(losses[i : i + 10]) for i in range(len(losses) - 9))
    capital = Formula(f'=CAPITAL_REQ(0,STRESSED_VAR({SPX},"GFC",99%,10))').evaluate()
    assert 0 < worst < capital


def test_12_stressed_var_is_lower_than_current_when_the_present_is_worse() -> None:
    history = 'CRISIS_RETURNS("1998-08-01:2009-06-30",{"SPX"}),100,"LTCM",95%'
    assert Formula(f"=STRESS_RATIO({history})").evaluate() < 1
