"""What trades would do to VaR, before they are made."""

from typing import Annotated

from .. import domain
from ..arguments.positions import PositionsRange
from ..cells.algebra import Cell
from ..cells.results import Report, Returns
from ..domain import Book, LinearPortfolio
from ..risk.measure import Measure
from ..risk.methods.base import Tail
from ..risk.methods.historical import HISTORICAL
from ..risk.stressed import default_window
from .parameters import (
    C99,
    Confidence,
    History,
    HorizonDays,
    Lookback,
    Method,
    Positions,
    Window,
)


def what_if(
    history: History,
    positions: Positions,
    trades: Annotated[
        domain.Positions,
        PositionsRange(
            "Money bought (sold is negative) in each asset, in the form of positions: one number an "
            "asset, 0 where nothing is traded, or two columns, name and amount."
        ),
    ],
    window: Window | None = None,
    confidence: Confidence = C99,
    horizon_days: HorizonDays = 1,
    method: Method = HISTORICAL,
    lookback: Lookback | None = None,
) -> Annotated[
    Report,
    Returns(
        "Current and stressed VaR before the trades, after them, and the change.",
        lines=(
            ("Current VaR before", "money"),
            ("Current VaR after", "money"),
            ("Current VaR change", "money"),
            ("Stressed VaR before", "money"),
            ("Stressed VaR after", "money"),
            ("Stressed VaR change", "money"),
        ),
    ),
]:
    """What trades would do to current and stressed VaR, before they are made.

    Before is the VaR of the positions, after that of positions plus trades, change after less before:
    below 0 the trades lower the risk. Trades have one amount for every asset: 0 where nothing is traded.
    Current VaR is on the latest lookback rows, stressed VaR on the window.

    Raises: BadInput for trades that do not fit the assets; NotEnoughData if the history does not cover
    the window, or has fewer rows than lookback.
    Ref: Garman (1996), Improving on VaR, Risk 9(5): incremental VaR of a trade.

    >>> =INDEX(WHAT_IF({-0.02;0.01;-0.01;0.02}, 100, -60, , 75%, 1, "historical", 4), 6, 2)
    -0.75
    """
    measure = Measure(Tail.VAR, method, confidence, horizon_days)
    before = Book.of(history, positions)
    traded = trades.on(history).weights
    after = Book.of(history, LinearPortfolio(before.positions + traded))
    asked = window or default_window(history)
    lines: list[tuple[str, Cell]] = []
    for name, was, becomes in (
        ("Current VaR", before.latest(lookback), after.latest(lookback)),
        ("Stressed VaR", before.during(asked), after.during(asked)),
    ):
        now, then = measure(was), measure(becomes)
        lines += [(f"{name} before", now), (f"{name} after", then), (f"{name} change", then - now)]
    return Report(lines)
