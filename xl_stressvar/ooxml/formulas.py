"""A formula as a tree: read by the calculation engine's parser, printed by this module.

The engine's own tree loses what the rules need (digits of numbers, `_xlfn.` before names, the brackets
around a formula), so each leaf keeps its text as written and the printer is ours. A formula is the
text without its leading `=`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import is_
from typing import Any, Literal, NamedTuple

import formualizer

Kind = Literal["number", "text", "logical", "error", "reference", "omitted", "array"]


class Leaf(NamedTuple):
    """What has no parts, as it is written: `1.50`, `"a"`, `Prices!A1:B9`, `Table[Column]`, `{1,2}`.

    A reference may be a defined name. An omitted argument has no text.
    """

    kind: Kind
    text: str


class Call(NamedTuple):
    """A function call. `name` is upper case, without marks or the file that it is saved with."""

    name: str
    arguments: tuple[Node, ...]
    written: str = ""  # as a file writes the name: _xlfn.CONCAT, [1]!F; "" for the name itself

    @property
    def qualified(self) -> bool:
        """Whether the function is that of a file: `[1]!F(`, `'C:\\x.xlam'!F(`."""
        return "!" in self.written


class Applied(NamedTuple):
    """A call of what a formula gives: `LAMBDA(x,x+1)(2)`."""

    function: Node
    arguments: tuple[Node, ...]


class Operation(NamedTuple):
    """One operand before (`%`, `#`) or behind (`-`, `+`, `@`) a sign, or several with signs between.

    Signs that bind alike, from the left, make one operation: `a-b+c` is `("-", "+")` of three, so that
    a sum of two hundred cells is not two hundred levels deep.
    """

    signs: tuple[str, ...]
    operands: tuple[Node, ...]

    @property
    def sign(self) -> str:
        """The first sign; the others bind alike."""
        return self.signs[0]


Node = Leaf | Call | Applied | Operation
OMITTED = Leaf("omitted", "")

# how files mark functions younger than the format, or not built in; lower or upper case
_MARKS = re.compile(r"(?:_xlfn\.|_xlws\.|_xll\.|_xludf\.)+", re.IGNORECASE)
_PARAMETER = re.compile(r"\b_xlpm\.")  # before the names that LET and LAMBDA give
#: signs that calculate; the others make references
CALCULATING = frozenset(("+", "-", "*", "/", "^", "&", "=", "<", ">", "<>", "<=", ">=", "%"))
COMPARING = frozenset(("=", "<", ">", "<>", "<=", ">="))
_CELL = re.compile(r"\$?[A-Za-z]{1,3}\$?\d{1,7}")
# a reference to a sheet that is gone, as files hold it: the engine reads only the error
_LOST = re.compile(
    r'("(?:[^"]|"")*")|#REF!\$?[A-Za-z]{0,3}\$?\d{0,7}(?::\$?[A-Za-z]{0,3}\$?\d{0,7})?'
)
_BARE_COLUMN = re.compile(r"(\[\[#[^\[\]]+\]),\s*([^\[\]]+)\]")
_PREFIX, _POSTFIX = 7, 8
_RANK = {
    **dict.fromkeys(COMPARING, 1), "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5, ",": 8, " ": 9,
    ":": 10,
}  # fmt: skip


class Unreadable(ValueError):
    """No formula; the text says why."""


class TooLarge(Unreadable):
    """A formula with more parts than the engine's parser takes."""


# --- reading ----------------------------------------------------------------------------------------
@lru_cache(maxsize=256)  # the formulas of names, and those of cells whose errors are explained
def parse(formula: str) -> Node:
    """The tree of a formula.

    Raises: Unreadable.
    """
    return _node(_parsed(formula))


def operands(formula: str) -> list[str] | None:
    """The references of a formula, also of one with too many parts for a tree; None if unreadable."""
    try:
        found = formualizer.tokenize(f"={_found(formula)}").tokens()
    except formualizer.TokenizerError:
        return None
    return [token.value for token in found if token.subtype == formualizer.TokenSubType.Range]


def places(formula: str) -> tuple[bytes, list[tuple[int, int, str]]]:
    """A formula in bytes, and its references: from which byte to which, and their text.

    Raises: Unreadable.
    """
    found = []
    waiting = [_parsed(formula)]
    while waiting:
        tree = waiting.pop()
        token = tree.get_source_token() if tree.node_type() == "Reference" else None
        if token:
            found.append((token.start - 1, token.end - 1, token.value))
        waiting += tree.children()
    return _found(formula).encode(), sorted(found)


def bracketed(formula: str) -> bool:
    """Whether brackets stand around the whole of an operation."""
    if not formula.lstrip().startswith("("):
        return False
    tree = _parsed(formula)
    sign = tree.get_source_token() if tree.node_type() == "BinaryOp" else None
    before = _bare(formula.encode()[: sign.start - 1].decode()) if sign else ""
    return before.count("(") > before.count(")")


def _found(formula: str) -> str:
    """The formula as the engine's parser takes it: #REF!A1 as #REF!, [[#This Row],a] as [[#This Row],[a]]."""
    if "#REF!" in formula:
        formula = _LOST.sub(lambda match: match[1] or "#REF!", formula)
    return _BARE_COLUMN.sub(r"\1,[\2]]", formula) if "[[#" in formula else formula


def _parsed(formula: str) -> Any:
    try:
        return formualizer.parse(f"={_found(formula)}")
    except (formualizer.ParserError, formualizer.TokenizerError) as problem:
        message = str(problem)
    if "limit exceeded" in message:
        raise TooLarge("it has too many parts")
    raise Unreadable(_complaint(message, formula))


def _complaint(message: str, formula: str) -> str:
    if "parsing string" in message:
        return "a quotation mark is not closed"
    if "unmatched '['" in message:
        return "a [ is not closed"
    if "too deep" in message:
        return "it is nested more than 72 deep; Excel allows 64"
    bare = _bare(formula)
    if "Unmatched opening" in message:
        return f"a {'(' if bare.count('(') > bare.count(')') else '{'} is not closed"
    if "closer" in message or "Mismatched" in message:
        return f"a {')' if bare.count(')') >= bare.count('(') else '}'} has no opening bracket"
    return "it cannot be read"


def _bare(formula: str) -> str:
    """The formula without what stands in quotes or [brackets]."""
    return re.sub(r"\"[^\"]*\"|'[^']*'|\[[^\[\]]*\]", "", formula)


def _node(tree: Any) -> Node:
    kind = tree.node_type()
    if kind == "Reference":
        return Leaf("reference", tree.get_source_token().value)
    if kind == "Literal":
        return _literal(tree.get_source_token().value)
    if kind == "Omitted":
        return OMITTED
    if kind == "Array":
        return Leaf("array", tree.to_formula()[1:])
    if kind == "BinaryOp":
        return _joined(_operation(tree))
    parts = tuple(map(_node, tree.children()))
    if kind == "Function":
        written = tree.get_source_token().value[:-1].rstrip()
        return _call(written, parts)
    if kind == "Call":
        function, *arguments = parts
        if isinstance(function, Leaf) and function.kind == "reference":  # F (1)
            return _call(function.text, tuple(arguments))
        return Applied(function, tuple(arguments))
    if kind == "UnaryOp":
        return Operation((tree.get_operator(),), parts)
    raise Unreadable("it cannot be read")


def _operation(tree: Any) -> Operation:
    signs: list[str] = []
    operands: list[Node] = []
    rank = _RANK[tree.get_operator()]
    while tree.node_type() == "BinaryOp" and _RANK[tree.get_operator()] == rank:
        signs.append(tree.get_operator())
        tree, right = tree.children()
        operands.append(_node(right))
    operands.append(_node(tree))
    return Operation(tuple(reversed(signs)), tuple(reversed(operands)))


def _call(written: str, arguments: tuple[Node, ...]) -> Call:
    name = _MARKS.sub("", written.rpartition("!")[2]).upper()
    return Call(name, arguments, "" if written == name else written)


def _literal(text: str) -> Leaf:
    first = text[0]
    if first == '"':
        return Leaf("text", text)
    if first == "#":
        return Leaf("error", text)
    return Leaf("number" if first.isdigit() or first == "." else "logical", text)


def _joined(node: Operation) -> Node:
    """`A1 : B2` as the reference A1:B2; any other operation as it is."""
    if node.signs == (":",) and all(
        isinstance(end, Leaf) and end.kind == "reference" and _CELL.fullmatch(end.text)
        for end in node.operands
    ):
        return Leaf("reference", ":".join(end.text for end in node.operands))  # type: ignore[union-attr]
    return node


# --- printing ---------------------------------------------------------------------------------------
def printed(node: Node) -> str:
    """The formula of a tree, with no bracket more than it needs."""
    if isinstance(node, Leaf):
        return node.text
    if isinstance(node, Call):
        return f"{node.written or node.name}({_listed(node.arguments)})"
    if isinstance(node, Applied):
        function = printed(node.function)
        called = function if isinstance(node.function, (Call, Applied)) else f"({function})"
        return f"{called}({_listed(node.arguments)})"
    sign = node.sign
    if len(node.operands) == 1:
        (operand,) = node.operands
        if sign in "%#":
            return f"{_within(operand, _POSTFIX)}{sign}"
        return f"{sign}{_within(operand, _PREFIX)}"
    rank = _RANK[sign]
    first, *others = node.operands
    out = [_within(first, rank)]
    for sign, operand in zip(node.signs, others, strict=True):
        out += [sign, _within(operand, rank + 1)]
    text = "".join(out)
    return f"({text})" if sign == "," else text  # a union


def _listed(arguments: tuple[Node, ...]) -> str:
    return ",".join(map(printed, arguments))


def _within(operand: Node, rank: int) -> str:
    text = printed(operand)
    return f"({text})" if _rank(operand) < rank else text


def _rank(node: Node) -> int:
    if not isinstance(node, Operation):
        return 99
    if len(node.operands) == 1:
        # what a sign stands before begins where it begins: 2^-1 needs no brackets
        return _POSTFIX if node.sign in "%#" else _PREFIX
    return 99 if node.sign == "," else _RANK[node.sign]  # a union has its own brackets


def plain(formula: str) -> str:
    """The formula without the marks of the file, as a user reads it."""
    return _PARAMETER.sub("", _MARKS.sub("", formula))


# --- looking and changing ---------------------------------------------------------------------------
def parts(node: Node) -> tuple[Node, ...]:
    """What stands directly below a node."""
    if isinstance(node, Leaf):
        return ()
    if isinstance(node, Operation):
        return node.operands
    return node.arguments if isinstance(node, Call) else (node.function, *node.arguments)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, from left to right."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, Leaf):
            waiting.extend(reversed(parts(node)))


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with each node replaced by what `change` makes of it, leaves first; itself, if by none."""
    if isinstance(node, Leaf):
        return change(node)
    above = parts(node)
    below = tuple([changed(part, change) for part in above])
    same = all(map(is_, above, below))
    return change(node if same else with_parts(node, below))


def with_parts(node: Node, below: tuple[Node, ...]) -> Node:
    """The same node with other parts."""
    if isinstance(node, Operation):
        return Operation(node.signs, below)
    if isinstance(node, Call):
        return Call(node.name, below, node.written)
    return Applied(below[0], below[1:]) if isinstance(node, Applied) else node


def references(node: Node) -> Iterator[str]:
    """The texts of the references and names in a formula."""
    return (n.text for n in walk(node) if isinstance(n, Leaf) and n.kind == "reference")


def calls(node: Node) -> Iterator[Call]:
    return (n for n in walk(node) if isinstance(n, Call))


def calculates(node: Node) -> bool:
    """Whether a formula has an operator."""
    return any(isinstance(n, Operation) and n.sign in CALCULATING for n in walk(node))


def local_names(node: Node) -> frozenset[str]:
    """The names that LET or LAMBDA give in a formula, and that it may call; upper case."""
    return frozenset(
        argument.text.upper()
        for call in calls(node)
        if call.name in ("LET", "LAMBDA")
        for argument in call.arguments
        if isinstance(argument, Leaf) and argument.kind == "reference"
    )


_OTHER_BOOK = re.compile(r"'(?:[^']|'')*\[|\[[^@#\[\]]+\]")


def is_external(node: Node) -> bool:
    """Whether it reads another workbook: `[1]Sheet!A1`, `'[1]My Sheet'!A1`, `[1]!Name`, `[1]!F(2)`."""
    return any(isinstance(n, (Leaf, Call)) and is_external_part(n) for n in walk(node))


def is_external_part(node: Leaf | Call) -> bool:
    """The same for a reference, or a function, by itself."""
    if isinstance(node, Leaf):
        return node.kind == "reference" and bool(_OTHER_BOOK.match(node.text))
    return node.qualified and bool(_OTHER_BOOK.match(node.written))
