"""A question to a library, and the data that all questions share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

DATA = Path(__file__).parent.parent / "vectors" / "data"
BOOK = (60.0, 30.0, 10.0)  # money in SPX, UST10Y, WTI; and in A, B, C
ASSETS = ["SPX", "UST10Y", "WTI"]
GFC = {"data": "gfc", "columns": ["Date", *ASSETS]}
THREE = {"data": "three"}
THREE_DATED = {"data": "three", "weekdays_from": "2001-01-01"}  # more rows than undated ones may be
EVERY_DAY = "2001-01-01:2002-11-29"
OMITTED = {"omitted": True}

EXACT = {"relative": 1e-12, "reason": "the same arithmetic in another order"}
CLOSE = {"relative": 1e-9, "reason": "the library's own quadrature or root search"}


@dataclass(frozen=True)
class Question:
    """One call of ours, and how a library answers it."""

    id: str
    function: str
    arguments: list[Any]
    library: str
    how: str
    answer: Callable[[], Any]
    method: str = ""
    at: dict[str, Any] = field(default_factory=dict)
    tolerance: dict[str, Any] = field(default_factory=lambda: dict(EXACT))


@cache
def frame(name: str) -> pd.DataFrame:
    data = pd.read_csv(DATA / f"{name}.csv", float_precision="round_trip")
    return data.set_index("Date") if "Date" in data else data


def returns(name: str) -> pd.DataFrame:
    return frame("gfc")[ASSETS] if name == "gfc" else frame(name)


def pnl(name: str) -> np.ndarray:
    """The P&L of the book, (days,)."""
    return returns(name).to_numpy() @ np.array(BOOK)


BOOKS = {"gfc": (GFC, "GFC"), "three": (THREE_DATED, EVERY_DAY)}
