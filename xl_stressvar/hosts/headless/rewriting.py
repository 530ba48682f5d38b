"""A formula as the engine gets it: one visit of its tree, in which the rules act and calls are found."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field

from ...ooxml.formulas import Applied, Call, Leaf, Node, Operation
from .excel_rules import ANSWERED, matrices
from .excel_rules.arrays import PLACES, REDUCING
from .excel_rules.conditional import CONDITIONAL
from .excel_rules.defined import NAMED
from .excel_rules.rule import CallRule, Place, SignRule
from .formualizer import knows

PREFIX = "XLSTRESSVAR."  # of functions that only the engine's copy calls

_READS_RANGES = {*matrices.FUNCTIONS, CONDITIONAL}


class NotHere(Exception):
    """A function that nobody here knows. `args`: its name."""


@dataclass(frozen=True)
class Rewriter:
    """The rules, by what they look at. `ours`: the functions whose calls `site` rewrites;
    `handed_over`: a call with other cells for its large ranges."""

    rules: Iterable[CallRule | SignRule]
    ours: Container[str]
    site: Callable[[Call, Call, Place], Node]
    handed_over: Callable[[Call, Place], Call]
    _of_call: dict[str, list[CallRule]] = field(default_factory=dict)
    _of_sign: dict[str, list[SignRule]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for rule in self.rules:
            if isinstance(rule, CallRule):
                for name in rule.names:
                    self._of_call.setdefault(name, []).append(rule)
            else:
                for sign in rule.signs:
                    self._of_sign.setdefault(sign, []).append(rule)

    def rewritten(self, node: Node, at: Place) -> Node:
        """What stands for a node in the engine's copy.

        Raises: NotHere, Refused.
        """
        if isinstance(node, Leaf):
            return node
        if isinstance(node, Operation):
            return self._operation(node, at)
        if isinstance(node, Call):
            return self._call(node, at)
        inner = _inside(at, whole=True)
        function, *arguments = (self.rewritten(n, inner) for n in (node.function, *node.arguments))
        return Applied(function, tuple(arguments))

    def _operation(self, node: Operation, at: Place) -> Node:
        inner = _inside(at, at.whole)
        new: Node = Operation(node.signs, tuple(self.rewritten(o, inner) for o in node.operands))
        for rule in self._of_sign.get(node.sign, ()):
            assert isinstance(new, Operation)
            new = rule(node, new, at)
        return new

    def _call(self, node: Call, at: Place) -> Node:
        inner = _inside(at, at.whole or node.name not in REDUCING)
        single = PLACES.get(
            node.name, frozenset()
        )  # a range for one value is reduced, whatever it is in
        below = _inside(at, at.whole)
        arguments = (
            self.rewritten(a, below if i in single else inner) for i, a in enumerate(node.arguments)
        )
        new = Call(node.name, tuple(arguments), node.written)
        if node.name in self.ours:
            return self.site(node, new, at)
        if node.name.startswith(PREFIX) and not (node.name == node.written == NAMED):
            raise NotHere(node.name)
        if node.qualified or node.name in at.local:
            return new
        result = self._by_rules(node, new, below if single else inner)
        if not (node.name == NAMED or node.name in ANSWERED or knows(node.name)):
            raise NotHere(node.name)
        if isinstance(result, Call) and result.name in _READS_RANGES:
            return self.handed_over(result, inner)
        return result

    def _by_rules(self, node: Call, new: Call, at: Place) -> Node:
        for rule in self._of_call.get(node.name, ()):
            result = rule(node, new, at)
            if not isinstance(result, Call) or result.name != node.name:
                return result
            new = result
        return new


def _inside(at: Place, whole: bool) -> Place:
    """The place of what stands inside a node."""
    if at.whole == whole and not at.outermost:
        return at
    return Place(at.cell, whole, at.local, at.facts)
