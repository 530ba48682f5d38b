"""Numbers on the command line: read, held against what makes sense, and refused in words."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable


def confidence(text: str) -> float:
    """A level as 99%, 99 or 0.99."""
    given = _read(text.strip().removesuffix("%"))
    level = given / 100 if given > 1 or text.strip().endswith("%") else given
    if not 0.5 <= level <= 0.9999:
        raise argparse.ArgumentTypeError(f"{text} is not from 50% to 99.99%")
    return level


def whole(most: int) -> Callable[[str], int]:
    """The `type` of an option that counts from 1 to `most`."""

    def read(text: str) -> int:
        number = _read(text)
        if not (1 <= number <= most and number.is_integer()):
            raise argparse.ArgumentTypeError(f"{text} is not a whole number from 1 to {most:,}")
        return int(number)

    return read


def positive(text: str) -> float:
    number = _read(text)
    if not 0 < number < 1e6:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number below 1,000,000")
    return number


def money(text: str) -> float:
    number = _read(text)
    if not 0 <= number < math.inf:
        raise argparse.ArgumentTypeError(f"{text} is not an amount of money, such as 2500000")
    return number


def _read(text: str) -> float:
    """The number, or NaN: argparse would name a function of ours for a ValueError."""
    try:
        return float(text)
    except ValueError:
        return math.nan
