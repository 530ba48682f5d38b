"""What the pictures of the method share: data and figures asked of the engine, one look, one width."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.templates.toolkit.style import INK, MUTED
from xl_stressvar.dispatch import call

if TYPE_CHECKING:  # only a drawing needs it, the numbers and the section do not
    from matplotlib.figure import Figure

FACTORS = ["SPX", "UST10Y", "WTI"]
POSITIONS = [[60.0, 30.0, 10.0]]  # of a book worth 100: results are in percent of it
CALM_YEAR, CRISIS = "2006-01-01:2006-12-31", "2008-09-01:2009-08-31"
LOOKBACK = 250
PANDEMIC = "2018-06-18:2020-12-31"  # its first year is the lookback of the first day drawn
DASHED = (0, (2, 1.5))
WIDTH = 5.2  # inches: as wide as a phone shows without making letters smaller

LOOK = {
    "svg.fonttype": "path",  # the letters are drawn: the same wherever it is shown
    "svg.hashsalt": "method",
    "font.family": "DejaVu Sans",  # comes with matplotlib
    "font.size": 9,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
}


@dataclass(frozen=True)
class Picture:
    name: str
    title: str
    teaches: str  # under the picture
    alt: str  # the picture in words, with its numbers
    draw: Callable[[], Figure]


def ask(function: str, *arguments: Any) -> Any:
    """What a sheet would show for the function; an error is not drawn but raised."""
    outcome = call(function, arguments)
    if outcome.failure:
        raise outcome.failure
    return outcome.value


@cache
def returns(window: str, *factors: str) -> list[list[Any]]:
    rows: list[list[Any]] = ask("CRISIS_RETURNS", window, [list(factors)])
    return rows


def book(window: str) -> list[list[Any]]:
    return returns(window, *FACTORS)


def pnl(window: str) -> np.ndarray:
    """(days,) percent of the book."""
    return np.asarray(np.array([row[1:] for row in book(window)[1:]]) @ np.array(POSITIONS[0]))


def stressed(function: str, window: str, *arguments: Any) -> float:
    return float(ask(function, book(window), POSITIONS, window, *arguments))


def canvas(height: float, rows: int = 1, **options: Any) -> tuple[Figure, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH, height), layout="tight")
    return figure, figure.subplots(rows, **options)
