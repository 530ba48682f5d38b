"""What the risk figures are about: a history, a portfolio on it, a window, a confidence.

Labels (names, dates, where a row stood in the sheet) are handled here once; the kernels see float64
arrays. Histories run oldest first, whatever the order in the sheet.
"""

from .arrays import Days, Matrix, Vector
from .book import Book, Regime
from .confidence import Confidence
from .frequency import DAILY, MONTHLY, SEVEN_DAY, WEEKLY, Frequency
from .groups import Group, Groups
from .history import LONG, History, Origin
from .names import matched, nearest, plain
from .portfolio import MOST_VOLATILE, LinearPortfolio, Portfolio, Positions
from .window import WORST, Window, Worst

__all__ = [
    "DAILY",
    "LONG",
    "MONTHLY",
    "MOST_VOLATILE",
    "SEVEN_DAY",
    "WEEKLY",
    "WORST",
    "Book",
    "Confidence",
    "Days",
    "Frequency",
    "Group",
    "Groups",
    "History",
    "LinearPortfolio",
    "Matrix",
    "Origin",
    "Portfolio",
    "Positions",
    "Regime",
    "Vector",
    "Window",
    "Worst",
    "matched",
    "nearest",
    "plain",
]
