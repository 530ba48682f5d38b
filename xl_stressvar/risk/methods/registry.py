"""The methods by name: the words of every `method` argument. A new method is one line here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from ...domain import plain
from .age_weighted import AgeWeighted
from .base import Method
from .cornish_fisher import CornishFisher
from .evt import Evt
from .ewma import Ewma
from .filtered import Filtered
from .garch import Garch
from .historical import HISTORICAL, HISTORICAL_EXC, HISTORICAL_RANK
from .monte_carlo import MonteCarlo
from .normal import NORMAL
from .student_t import StudentT
from .volatility_scaled import VolatilityScaled

_WITH_PARAMETER = re.compile(r"(.*\D)[\s_-]+(\d*\.?\d+)")


class Registry(Mapping[str, Method]):
    """Methods by name, in the order in which they are shown."""

    def __init__(self, *methods: Method) -> None:
        self._methods = {method.name: method for method in methods}
        self._spelled = {
            plain(word): method for method in methods for word in (method.name, *method.aliases)
        }

    def __getitem__(self, name: str) -> Method:
        return self._methods[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._methods)

    def __len__(self) -> int:
        return len(self._methods)

    def with_method(self, method: Method) -> Registry:
        """The registry with one method more."""
        return Registry(*self._methods.values(), method)

    def find(self, text: str) -> Method | None:
        """The method that a text names, however it is spelled, or by an alias; None for no method.

        A number behind the name, as in `name 0.97`, goes to the method if it takes one. Raises what
        the method raises for the number.
        """
        if found := self._spelled.get(plain(text)):
            return found
        split = _WITH_PARAMETER.fullmatch(text.strip())
        named = split and self._spelled.get(plain(split[1]))
        return named.with_parameter(float(split[2])) if split and named else None


METHODS = Registry(
    HISTORICAL,
    HISTORICAL_EXC,
    HISTORICAL_RANK,
    NORMAL,
    StudentT(),
    CornishFisher(),
    MonteCarlo(),
    Ewma(),
    Filtered(),
    VolatilityScaled(),
    AgeWeighted(),
    Garch(),
    Evt(),
)


def in_words(names: Sequence[str], last: str = "or") -> tuple[str, ...]:
    """A list for a sentence: its last two are one entry, `ewma or filtered`."""
    return tuple(names) if len(names) < 2 else (*names[:-2], f"{names[-2]} {last} {names[-1]}")
