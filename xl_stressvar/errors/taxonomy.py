"""The classes of failures, and what an entry of the tables is."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

MAX_SENTENCE = 255  # Excel's limit for text in many places, the wizard's among them
_ROUND, _SAME = 8, 1e-12  # digits up to which a number looks round; relative rounding
_MOST_OF_A_FACT = (60, 40, 25, 15)  # long names must not push the advice out of the sentence


class Code(StrEnum):
    """The error values of a worksheet. Ours are the first three; the rest only pass through."""

    VALUE = "#VALUE!"
    NUM = "#NUM!"
    NA = "#N/A"
    DIV0 = "#DIV/0!"
    REF = "#REF!"
    NAME = "#NAME?"
    NULL = "#NULL!"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    GETTING_DATA = "#GETTING_DATA"
    CONNECT = "#CONNECT!"
    BLOCKED = "#BLOCKED!"
    UNKNOWN = "#UNKNOWN!"
    FIELD = "#FIELD!"
    BUSY = "#BUSY!"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the call: the argument, and the cell inside it (rows and columns from 0)."""

    argument: str
    row: int | None = None
    column: int | None = None
    label: str = ""  # what a person calls that row and column, when it has names

    def __str__(self) -> str:
        if self.label:
            return f"{self.argument} ({self.label})"
        parts = []
        if self.row is not None:
            parts.append(f"row {self.row + 1}")
        if self.column is not None:
            parts.append(f"column {self.column + 1}")
        return f"{self.argument} ({', '.join(parts)})" if parts else self.argument


Address = Callable[[Place], str | None]


class StressVarError(Exception):
    """A failed worksheet call: which problem, the facts of it, and where."""

    code = Code.VALUE
    samples: tuple[int, ...] | None = None  # of many measured at once those that it befell

    def __init__(self, problem: Problem, place: Place | None, facts: dict[str, object]) -> None:
        super().__init__(problem.name)
        self.problem = problem
        self.place = place
        self.facts = facts

    def __reduce__(self) -> tuple[object, ...]:
        """Between processes: the problem by its name, each fact as what it says."""
        facts = {
            name: fact if isinstance(fact, (str, int, float, tuple)) else str(fact)
            for name, fact in self.facts.items()
        }
        return _again, (self.problem.name, self.place, facts)

    def at(self, place: Place) -> StressVarError:
        """The same failure, at a place that the raiser could not know."""
        return type(self)(self.problem, place, self.facts)

    def within(self, argument: str) -> StressVarError:
        """The same failure, blamed on an argument if no place was given."""
        return self if self.place else self.at(Place(argument))

    def about(self, subject: str) -> StressVarError:
        """The same failure, with the one of several windows (or days) that it befell in front."""
        return type(self)(self.problem, self.place, self.facts | {"subject": subject})

    def of_samples(self, samples: Iterable[int]) -> Self:
        """The same failure, of some only of the samples that were measured at once; the facts: the first's."""
        self.samples = tuple(samples)
        return self

    def sentence(self, address: Address | None = None) -> str:
        """What a person reads, at most 255 characters; `address` names the cell if it can."""
        text = ""
        for most in _MOST_OF_A_FACT:
            text = self._sentence(address, most)
            if len(text) <= MAX_SENTENCE:
                return text
        return text[: MAX_SENTENCE - 1] + "…"

    def _sentence(self, address: Address | None, most: int) -> str:
        facts = {name: _short(value, most) for name, value in self.facts.items()}
        facts["place"] = self._where(address, most)
        text = _COUNTING.vformat(self.problem.text, (), facts)
        subject = facts.get("subject", "")
        return text if subject in text else f"{subject}: {text}"

    def __str__(self) -> str:
        return self.sentence()

    def _where(self, address: Address | None, most: int) -> str:
        if self.place is None:
            return "the input"
        place = replace(self.place, label=_short(self.place.label, most))
        cell = address(place) if address else None
        return f"{cell} ({place.label or place.argument})" if cell else str(place)


class BadInput(StressVarError):
    """An argument of the wrong type, shape or choice: #VALUE! in a cell."""

    code = Code.VALUE


class ImpossibleNumber(StressVarError):
    """A number that cannot be, as an argument or as a result: #NUM! in a cell."""

    code = Code.NUM


class NotEnoughData(StressVarError):
    """Data that is too short, or does not cover the window: #N/A in a cell."""

    code = Code.NA


class ErrorCell(StressVarError):
    """An argument held an error already: the same error comes back."""

    def __init__(self, problem: Problem, place: Place | None, facts: dict[str, object]) -> None:
        super().__init__(problem, place, facts)
        self.code = Code(str(facts["error"]))


class FileProblem(StressVarError):
    """What the command line refuses as a whole: a workbook, a formula; shown without a code."""


class InstallProblem(StressVarError):
    """Something on this PC that keeps the add-in from working; shown without a code."""


class _Counting(string.Formatter):
    """`{days:day}` is 1 day, 2 days."""

    def format_field(self, value: object, noun: str) -> str:
        return f"{value} {noun}{'' if value == '1' else 's'}" if noun else str(value)


_COUNTING = _Counting()


def _short(value: object, most: int) -> str:
    if isinstance(value, tuple):  # a list of choices is advice, not a name that ran away
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    # a sheet shows -0 as 0; of a line break in a name only the space is kept
    text = _digits(value) if isinstance(value, float) else _one_line(str(value))
    return text if len(text) <= most else text[: most - 1] + "…"


def _digits(value: float) -> str:
    """A number in ten digits; in more where those would show another one, such as 1 for 1.0000000002.

    Up to 1e-12 of itself a number counts as the rounder one everywhere.
    """
    text = f"{value + 0.0:.10g}"
    if value - value != 0 or len(text.lstrip("-0.").partition("e")[0]) > _ROUND:
        return text
    for digits in range(11, 17):
        if abs(float(text) - value) <= _SAME * abs(value):
            break
        text = f"{value:.{digits}g}"
    return text


def _one_line(text: str) -> str:
    shown = "".join(c if c.isprintable() else " " for c in text[:MAX_SENTENCE])
    return " ".join(shown.split())


@dataclass(frozen=True, slots=True)
class Problem:
    """One entry of the table: an error class, what was seen, and what to do about it."""

    name: str
    kind: type[StressVarError]
    seen: str
    cure: str

    @property
    def text(self) -> str:
        return f"{self.seen} {self.cure}"

    def __call__(self, place: Place | None = None, **facts: object) -> StressVarError:
        return self.kind(self, place, facts)


PROBLEMS: dict[str, Problem] = {}


def add(name: str, kind: type[StressVarError], seen: str, cure: str) -> Problem:
    PROBLEMS[name] = problem = Problem(name, kind, seen, cure)
    return problem


def _again(name: str, place: Place | None, facts: dict[str, object]) -> StressVarError:
    return PROBLEMS[name].kind(PROBLEMS[name], place, facts)
