"""What a kind of argument is.

A kind sits in the `Annotated` of a parameter. It reads the cells, and it is the one source of the
parameter's help: meaning, unit, shape, and how its default is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .. import errors
from ..errors import Place
from .argument import Argument


@dataclass(frozen=True)
class Kind:
    """What an argument is. `help` is one sentence, at most 255 characters, for the wizard."""

    help: str
    shape = "one value"
    expected = "a value"
    unit = ""
    is_range = False  # its cells are read up to the end of the range (`Argument.grid`)
    takes_errors = False  # an error cell in it is data, and no reason to fail
    shared = False  # what it reads may be handed to several calls: nobody writes to it

    def parse(self, argument: Argument) -> Any:
        """What the function takes. Raises StressVarError, at the cell, for what it cannot be."""
        raise NotImplementedError

    def show(self, default: Any) -> str:
        """How a default is typed in a formula, or described."""
        return str(default)


@dataclass(frozen=True)
class Bounded(Kind):
    """Numbers within bounds."""

    unit: str = ""
    least: float | None = None
    most: float | None = None
    positive: bool = False
    whole: bool = False

    def check(self, number: float, place: Place) -> float:
        """The number. Raises ImpossibleNumber if it is out of bounds."""
        if self.positive and number <= 0:
            raise errors.NOT_POSITIVE(place, value=number)
        if self.least is not None and number < self.least:
            raise errors.TOO_SMALL(place, value=number, least=self.least)
        if self.most is not None and number > self.most:
            raise errors.TOO_LARGE(place, value=number, most=self.most)
        if self.whole and number != int(number):
            raise errors.NOT_WHOLE(place, value=number)
        return number

    def show(self, default: Any) -> str:
        return "none" if default is None else f"{default:g}"
