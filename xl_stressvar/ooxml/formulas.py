"""Formulas as text: the calls in them, what each argument says, and how a filled-down copy reads.

Knows strings, quoted sheet names, [structured references], {array constants} and nested calls; knows
no engine. A formula is the text without its leading `=`. Positions count characters from 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from .columns import column_letters, column_number
from .references import MAX_COLUMN, MAX_ROW

_STRING = r'"(?:[^"]|"")*"'
_QUOTED = r"'(?:[^']|'')*'"
_TOKEN = re.compile(
    rf"(?P<string>{_STRING})|(?P<quoted>{_QUOTED})|(?P<error>#[A-Z/0]+[!?]|#N/A)"
    r"|(?P<number>(?:\d+\.?\d*|\.\d+)(?:E[+-]?\d+)?(?![\w.]))"
    r"|(?P<word>\$?[\w\\][\w.\\?$]*)|(?P<space>\s+)|(?P<sign>.)",
    re.IGNORECASE | re.DOTALL,
)
MAX_NESTED = 128  # the engine's reader and ours go down one call a level
_PAIRED = re.compile(r"""["'(){}\[\]]""")  # what opens or closes something
# how files mark functions younger than the format, or not built in; lower or upper case
_MARKS = re.compile(r"(?:_xlfn\.|_xlws\.|_xll\.|_xludf\.)+", re.IGNORECASE)
_PARAMETER = re.compile(r"\b_xlpm\.")  # before the names that LET and LAMBDA give


class Unreadable(ValueError):
    """Brackets or quotes that do not pair."""


class Token(NamedTuple):
    kind: str  # string, quoted, bracket, error, number, word, space, sign
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Call:
    """One function call. `name` is upper case, without marks or the file it is saved with."""

    name: str
    start: int  # of the name, with its marks
    open: int  # behind the opening bracket
    close: int  # of the closing bracket
    arguments: tuple[tuple[int, int], ...]  # from, to; none at all for `F()`
    qualified: bool  # `[1]!F(`, `'C:\\x.xlam'!F(`


@dataclass
class _Open:
    sign: str
    name: str = ""
    start: int = 0
    open: int = 0
    qualified: bool = False
    commas: list[int] = field(default_factory=list)


@lru_cache(maxsize=64)  # a formula is looked at from several sides, one after the other
def tokens(formula: str) -> tuple[Token, ...]:
    """The tokens; `[...]`, nested or not, is one of kind bracket."""
    found: list[Token] = []
    at = 0
    while at < len(formula):
        if formula[at] == "[":
            end = _bracket_end(formula, at)
            found.append(Token("bracket", formula[at:end], at))
            at = end
            continue
        for match in _TOKEN.finditer(formula, at):
            text = match[0]
            if text == "[":
                break
            if text == '"' or text == "'":
                raise Unreadable("a quotation mark is not closed")
            # without the detour over Token's own __new__: there are many
            found.append(tuple.__new__(Token, (match.lastgroup, text, at)))
            at += len(text)
    return tuple(found)


def _bracket_end(formula: str, at: int) -> int:
    depth = 0
    while at < len(formula):
        sign = formula[at]
        if sign == "'":  # escapes the next character in a column's name
            at += 1
        elif sign == "[":
            depth += 1
        elif sign == "]":
            depth -= 1
            if depth == 0:
                return at + 1
        at += 1
    raise Unreadable("a [ is not closed")


_JOINED = frozenset(("word", "quoted", "bracket"))  # what a reference is written with


def calls(formula: str) -> list[Call]:
    """Every call, in order of where it starts.

    Raises: Unreadable.
    """
    if not _PAIRED.search(formula):
        return []
    found: list[Call] = []
    stack: list[_Open] = []
    run = -1  # where the unbroken run of words, quotes, brackets and ! began
    previous: Token | None = None
    for token in tokens(formula):
        kind, text, at = token
        if text == "(":
            if previous is not None and previous.kind == "word":
                qualified = formula[run : previous.start].endswith("!")
                start = run if qualified else previous.start
                name = _MARKS.sub("", previous.text).upper()
                stack.append(_Open("(", name, start, at + 1, qualified))
            else:
                stack.append(_Open("("))
            if len(stack) > MAX_NESTED:
                what = f"its brackets are nested more than {MAX_NESTED} deep; Excel allows 64"
                raise Unreadable(what)
        elif text == "{":
            stack.append(_Open("{"))
        elif text == ")" or text == "}":
            if not stack or stack[-1].sign != ("(" if text == ")" else "{"):
                raise Unreadable(f"a {text} has no opening bracket")
            top = stack.pop()
            if top.name:
                found.append(_call(top, formula, at))
        elif text == "," and stack and stack[-1].name:
            stack[-1].commas.append(at)
        run = (at if run < 0 else run) if kind in _JOINED or text == "!" else -1
        previous = token
    if stack:
        raise Unreadable(f"a {stack[-1].sign} is not closed")
    return sorted(found, key=lambda call: call.start)


def _call(top: _Open, formula: str, close: int) -> Call:
    starts = [top.open, *(comma + 1 for comma in top.commas)]
    ends = [*top.commas, close]
    spans = tuple(zip(starts, ends, strict=True))
    if len(spans) == 1 and not formula[top.open : close].strip():
        spans = ()
    return Call(top.name, top.start, top.open, close, spans, top.qualified)


def plain(formula: str) -> str:
    """The formula without the marks of the file, as a user reads it."""
    return _PARAMETER.sub("", _MARKS.sub("", formula))


def replaced(formula: str, edits: list[tuple[int, int, str]]) -> str:
    """The formula with `(from, to, new text)` put in; edits do not overlap."""
    out = []
    at = 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        out += [formula[at:start], text]
        at = end
    return "".join([*out, formula[at:]])


def is_whole_call(formula: str, call: Call) -> bool:
    """Whether the formula is this call and nothing else."""
    return not formula[: call.start].strip() and not formula[call.close + 1 :].strip()


def names(formula: str) -> list[Token]:
    """The words that may be defined names or tables: no calls, no sheets, nothing behind a sheet."""
    listed = [token for token in tokens(formula) if token.kind != "space"]
    before = ["", *(token.text for token in listed)]
    after = [*(token.text for token in listed[1:]), ""]
    return [
        token
        for token, left, right in zip(listed, before, after, strict=False)
        if token.kind == "word" and right not in ("(", "!") and left != "!"
    ]


def spans(formula: str) -> list[tuple[int, int]]:
    """From where to where the texts go that may be references, such as `Prices!A1:B9`, `Table[A]`."""
    found: list[tuple[int, int]] = []
    open_ = False
    for token in tokens(formula):
        if token.kind in ("word", "quoted", "bracket", "number") or token.text in ("!", ":"):
            found.append((found.pop()[0] if open_ else token.start, token.end))
            open_ = True
        else:
            open_ = False
    return found


def references(formula: str) -> list[str]:
    """The texts that may be references."""
    return [formula[start:end] for start, end in spans(formula)]


def local_names(formula: str) -> set[str]:
    """The names that LET or LAMBDA give in a formula, and that it may call; upper case."""
    if not re.search(r"\b(LET|LAMBDA)\(", formula, re.IGNORECASE):
        return set()
    return {
        formula[start:end].strip().upper()
        for one in calls(formula)
        if one.name in ("LET", "LAMBDA")
        for start, end in one.arguments
    }


def is_external(formula: str) -> bool:
    """Whether it reads another workbook: `[1]Sheet!A1`, `'[1]My Sheet'!A1`, `[1]!Name`."""
    if "[" not in formula:
        return False
    previous = ""
    for token in tokens(formula):
        in_table = re.search(r"[\w\]]$", previous)
        if token.kind == "bracket" and not in_table and re.fullmatch(r"\[[^@#\[\]]+\]", token.text):
            return True
        if token.kind == "quoted" and "[" in token.text:
            return True
        previous = token.text
    return False


_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")
_ROW = re.compile(r"(\$?)(\d{1,7})")


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as it reads when filled that far down and right (shared formulas)."""
    listed = list(tokens(formula))
    out = []
    for i, token in enumerate(listed):
        left = listed[i - 1].text if i else ""
        right = listed[i + 1].text if i + 1 < len(listed) else ""
        text = token.text
        if token.kind in ("word", "number") and right not in ("(", "!"):
            if match := _CELL.fullmatch(text):
                text = _moved_column(match[1], match[2], columns) + _moved_row(
                    match[3], match[4], rows
                )
            elif ":" in (left, right):
                if match := _COLUMN.fullmatch(text):
                    text = _moved_column(match[1], match[2], columns)
                elif match := _ROW.fullmatch(text):
                    text = _moved_row(match[1], match[2], rows)
        out.append(text)
    return "".join(out)


def _moved_column(fixed: str, letters: str, by: int) -> str:
    # beyond the edge it wraps round, as Excel's relative references do
    number = column_number(letters) if fixed else (column_number(letters) + by - 1) % MAX_COLUMN + 1
    return fixed + column_letters(number)


def _moved_row(fixed: str, digits: str, by: int) -> str:
    number = int(digits) if fixed else (int(digits) + by - 1) % MAX_ROW + 1
    return f"{fixed}{number}"
