"""The arguments that many functions share: one alias each, the one source of their help."""

from typing import Annotated

from .. import domain
from ..arguments.daily import DailyTable
from ..arguments.positions import PositionsRange
from ..arguments.scalars import Choice, ConfidenceLevel, Day, Flag, Number, RowCount
from ..arguments.windows import OneWindow, SeveralWindows, WindowChoice
from ..risk.methods import base
from .method_choice import MethodChoice

MOST_HORIZON = 10_000  # days; forty years
_HISTORY = (
    "Daily returns as decimals: a column an asset, a row a day; names on top and dates on the left "
    "if you have them. Or one column of P&L in money, with position 1."
)
History = Annotated[domain.History, DailyTable(_HISTORY, returns=True)]
AnyHistory = Annotated[domain.History, DailyTable(_HISTORY)]  # a handle may stand for prices
Positions = Annotated[
    domain.Positions,
    PositionsRange(
        "Money in each asset, in the order of the columns (short is negative), or two columns: "
        "name and amount."
    ),
]
Portfolios = Annotated[
    domain.Positions,
    PositionsRange(
        "Money in each asset, in the order of the columns (short is negative), or two columns: "
        "name and amount. Several portfolios: one a row."
    ),
]
Window = Annotated[
    domain.Window,
    OneWindow(
        'The crisis: a code such as "GFC" or 2008, "2008-09-01:2009-08-31", or two cells of dates.'
    ),
]
Windows = Annotated[
    WindowChoice,
    SeveralWindows(
        'The crisis: a code such as "GFC" or 2008, "2008-09-01:2009-08-31", two cells of dates; '
        'several, ";" between (the worst counts); or "WORST", the worst 250 days of the history.'
    ),
]
Confidence = Annotated[
    domain.Confidence, ConfidenceLevel("How sure: 99%, 0.99 and 99 are the same; from 50% to 100%.")
]
HorizonDays = Annotated[
    float,
    Number(
        "Days that the loss may take: the one-day figure times their square root. A weekly row spans 5, "
        "a monthly one 21.",
        unit="days",
        least=1,
        most=MOST_HORIZON,
    ),
]
Method = Annotated[base.Method, MethodChoice()]
MeasureWord = Annotated[
    str,
    Choice(
        "What is taken apart: var, the value at risk, or es, the expected shortfall.",
        words=("var", "es"),
        aliases={"value at risk": "var", "expected shortfall": "es"},
    ),
]
CurrentMethod = Annotated[base.Method, MethodChoice(stressed=False)]
Lookback = Annotated[
    int,
    RowCount(
        "How many of the latest rows count as today; left out, a year of them: 250 daily, 52 weekly, "
        "12 monthly.",
        unit="rows",
        least=1,
        whole=True,
    ),
]
WindowLength = Annotated[
    int,
    RowCount(
        "Rows of the window; left out, a year of them: 250 daily, 52 weekly, 12 monthly.",
        "rows",
        least=2,
        whole=True,
    ),
]
AsOf = Annotated[int, Day("The day to judge from; today if left out.")]
Annualise = Annotated[
    bool,
    Flag(
        "TRUE: per year, times the root of the rows in one (252 daily, 52 weekly, 12 monthly). FALSE: "
        "per row, as PORTFOLIO_VAR wants it of daily ones."
    ),
]

C99 = domain.Confidence(0.99)
