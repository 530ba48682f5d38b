"""The kind of every `method` argument: its words and its help are the registry's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import errors
from ..arguments.argument import Argument
from ..arguments.scalars import Choice
from ..errors import StressVarError
from ..risk.methods import registry
from ..risk.methods.base import Method


class MethodChoice(Choice):
    """A method by its name, with a number behind it where the method takes one.

    stressed: whether the function gives a stressed figure, for which some methods are not made.
    """

    expected = "a method such as historical"
    stressed: bool

    def __init__(self, stressed: bool = True) -> None:
        object.__setattr__(self, "stressed", stressed)  # a kind is frozen

    @property
    def words(self) -> tuple[str, ...]:
        """The names of the methods that may be typed here."""
        return tuple(m.name for m in registry.METHODS.values() if m.stressed or not self.stressed)

    @property
    def aliases(self) -> Mapping[str, str]:
        """Other words for them."""
        return {alias: word for word in self.words for alias in registry.METHODS[word].aliases}

    @property
    def help(self) -> str:
        """The wizard's text."""
        return f"How the tail is read: {', '.join(registry.in_words(self.words))}."

    def parse(self, argument: Argument) -> Method:
        """The method; raises BadInput for what is none, or is none for this function."""
        method: Method = super().parse(argument)
        if self.stressed and not method.stressed:
            raise errors.METHOD_ONLY_CURRENT(
                argument.place(), method=method.name, methods=registry.in_words(self.words)
            )
        return method

    def find(self, text: str) -> Method | None:
        """The method that a text names."""
        try:
            return registry.METHODS.find(text)
        except StressVarError as failure:
            raise failure.within("method") from None

    def show(self, default: Any) -> str:
        """The name of a method, as it is typed in a formula."""
        return f'"{default}"'
