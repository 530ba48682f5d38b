"""The kinds of arguments that are one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .. import errors
from ..cells.algebra import is_number, quoted
from ..domain import MOST_VOLATILE, Confidence, dates, plain
from ..errors import Place, StressVarError
from .argument import Argument
from .kind import Bounded, Kind


class Number(Bounded):
    """One number; a whole one comes out as an int."""

    expected = "a number"

    def parse(self, argument: Argument) -> float:
        number = self.check(argument.number(argument.scalar(self.expected)), argument.place())
        return int(number) if self.whole else number


class Volatility(Number):
    """A volatility per day, as a decimal."""

    def check(self, number: float, place: Place) -> float:
        """Raises ImpossibleNumber for a negative one, and for one that no day has."""
        return of_a_day(super().check(number, place), place)


class RowCount(Number):
    """A number of rows; left out, as many as make a year at the frequency of the history."""

    def show(self, default: Any) -> str:
        """How the default is described."""
        return "a year of rows" if default is None else super().show(default)


def of_a_day(volatility: float, place: Place) -> float:
    """The volatility; raises ImpossibleNumber for one above 50% a day: percent, or of a year."""
    if volatility > MOST_VOLATILE:
        percent = f"{100 * volatility:.10g}%"
        raise errors.VOLATILITY_UNIT(place, value=volatility, percent=percent)
    return volatility


class ConfidenceLevel(Kind):
    """0.99, 99% and 99 are the same."""

    unit = "probability"
    expected = "a confidence such as 99%"

    def parse(self, argument: Argument) -> Confidence:
        number = argument.number(argument.scalar(self.expected))
        level = number / 100 if 50 < number < 100 else number
        if 0.5 < level < 1:
            confidence = Confidence(level)
            if 0.5 < confidence.level < 1:  # so close to either, it is rounded to it
                return confidence
        raise self._refuse(number, argument.place())

    @staticmethod
    def _refuse(number: float, place: Place) -> StressVarError:
        """1%, 0.05 or 5 were typed for 99% and 95%: the tail for the level. 1 may be either.

        1.01 may be 101% or 1.01%, so it is shown as it came.
        """
        if number == 1:
            return errors.CONFIDENCE_HINT(place, value="1, which is 100%", meant="99%")
        if 1 < number < 2:
            return errors.CONFIDENCE(place, value=f"{number:.10g}")
        percent = 100 * number if number < 1 else number
        if 0 < percent < 50:
            return errors.CONFIDENCE_HINT(
                place, value=f"{percent:.10g}%", meant=f"{100 - percent:.10g}%"
            )
        return errors.CONFIDENCE(place, value=f"{percent:.10g}%")


@dataclass(frozen=True)
class Choice(Kind):
    """A word from a list; case, spaces, - and _ do not matter. Aliases map to the words."""

    words: tuple[str, ...] = ()
    aliases: Mapping[str, str] | None = None
    expected = "a text"

    def parse(self, argument: Argument) -> Any:
        cell = argument.scalar(f"a {argument.name} such as {self.words[0]}")
        if isinstance(cell, str) and (found := self.find(cell)):
            return found
        raise errors.NOT_TEXT(
            argument.place(), value=quoted(cell), expected=f"a {argument.name}", choices=self.words
        )

    def find(self, text: str) -> Any:
        """What a text stands for: its word; None if it is none of them."""
        spelled = {plain(word): word for word in self.words}
        spelled |= {plain(alias): word for alias, word in (self.aliases or {}).items()}
        return spelled.get(plain(text))

    def show(self, default: Any) -> str:
        return f'"{default}"'


class Flag(Kind):
    """TRUE or FALSE (1 and 0 count)."""

    expected = "TRUE or FALSE"

    def parse(self, argument: Argument) -> bool:
        cell = argument.scalar(self.expected)
        if isinstance(cell, bool):
            return cell
        if is_number(cell) and cell in (0, 1):
            return bool(cell)
        if isinstance(cell, str) and cell.strip().upper() in ("TRUE", "FALSE"):
            return cell.strip().upper() == "TRUE"
        raise errors.NOT_TEXT(
            argument.place(),
            value=quoted(cell),
            expected="TRUE or FALSE",
            choices=("TRUE", "FALSE"),
        )

    def show(self, default: Any) -> str:
        return "TRUE" if default else "FALSE"


class Day(Kind):
    """A date: a serial from 1950 on, a date cell, or ISO text. Comes out as a serial."""

    unit = "date"
    expected = "a date"

    def parse(self, argument: Argument) -> int:
        cell = argument.scalar(self.expected)
        day = argument.day(cell)
        if day is None or (is_number(cell) and day < dates.SINCE_1950):
            raise errors.NOT_A_DATE(argument.place(), value=quoted(cell))
        return day

    def show(self, default: Any) -> str:
        return "today" if default is None else dates.iso(default)


class Anything(Kind):
    """Passed on as it is."""

    expected = "a cell"

    def parse(self, argument: Argument) -> Any:
        return argument.value
