"""What the risk figures are about: a history, a portfolio on it, a window, a confidence.

Labels (names, dates, where a row stood in the sheet) are handled here once; the kernels see float64
arrays. Histories run oldest first, whatever the order in the sheet.
"""

from .arrays import Days, Matrix, Vector
from .book import Book, Regime
from .confidence import Confidence
from .history import GAP_DAYS, LONG, History, Origin
from .names import matched, nearest, plain
from .portfolio import LinearPortfolio, Portfolio, Positions
from .window import WORST, Window, Worst

__all__ = [
    "GAP_DAYS",
    "LONG",
    "WORST",
    "Book",
    "Confidence",
    "Days",
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
