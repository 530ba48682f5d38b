"""What a rule is: one way in which Excel reads a formula and the engine does not.

A rule takes a node as the workbook has it, and the same node with its parts already rewritten, and
gives what stands for it in the engine's copy. It sees only the calls and signs that it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Protocol

from ....ooxml.formulas import OMITTED, Call, Leaf, Node, Operation
from ....ooxml.hidden_rows import HiddenRows
from ....ooxml.references import Area, Key
from ..formualizer import OMITTED_MARK


class Facts(Protocol):
    """What a rule may ask of the workbook that a formula stands in; `sheet` is the formula's."""

    def size(self, node: Node, sheet: str) -> int:
        """How many cells a node refers to; 0 if it is no reference. A named constant is as one."""

    def area(self, node: Node, sheet: str) -> Area | None:
        """The block that a node refers to."""

    def is_typed(self, node: Node, sheet: str) -> bool:
        """Whether a node is a range of cells without formulas, whose numbers somebody has typed."""

    def kept_block(self, node: Node, sheet: str) -> Area | None:
        """What a formula covers that keeps its value, if a node refers to its cell."""

    def hidden(self, sheet: str) -> HiddenRows:
        """The hidden rows of a sheet; of all sheets, if it has no name."""

    def text_at(self, block: Area) -> str | None:
        """The formula in the first cell of a block, as the formula bar shows it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands."""

    cell: Key
    whole: bool  # arrays stay whole there, and are not reduced to the cell of the formula's own row
    local: frozenset[str]  # the names that LET and LAMBDA give in the formula, upper case
    facts: Facts
    outermost: bool = False  # it is the whole formula, without brackets around it

    def size(self, node: Node) -> int:
        return self.facts.size(node, self.cell[0])

    def area(self, node: Node) -> Area | None:
        return self.facts.area(node, self.cell[0])

    def is_typed(self, node: Node) -> bool:
        return self.facts.is_typed(node, self.cell[0])


class Refused(Exception):
    """What the formula asks for cannot be calculated here; the text says what."""


class CallRule:
    """A rule of calls. `shows`: the smallest formula of a difference, and `excel`, what Excel gives.

    The formula stands in D2 of a sheet whose A1:B3 hold 1, 2, 4 and a, b, c. A rule with a different
    need of cells has a test of its own, and "" here.
    """

    names: ClassVar[Iterable[str]]
    shows: ClassVar[str] = ""
    excel: ClassVar[object] = None

    def __call__(self, node: Call, new: Call, at: Place) -> Node:
        raise NotImplementedError


class SignRule:
    """A rule of operators, as `CallRule`."""

    signs: ClassVar[Iterable[str]]
    shows: ClassVar[str] = ""
    excel: ClassVar[object] = None

    def __call__(self, node: Operation, new: Operation, at: Place) -> Node:
        raise NotImplementedError


def call(name: str, *arguments: Node) -> Call:
    return Call(name, arguments)


def binary(sign: str, left: Node, right: Node) -> Operation:
    return Operation((sign,), (left, right))


def text(value: str) -> Leaf:
    return Leaf("text", '"' + value.replace('"', '""') + '"')


def number(value: int) -> Leaf:
    return Leaf("number", str(value))


def reference(address: str) -> Leaf:
    return Leaf("reference", address)


def marked(arguments: Iterable[Node]) -> tuple[Node, ...]:
    """The arguments of a function of ours: those left out as a text that no workbook holds."""
    return tuple(text(OMITTED_MARK) if a == OMITTED else a for a in arguments)
