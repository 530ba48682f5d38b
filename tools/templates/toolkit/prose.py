"""Prose for sheets: paragraphs cut into lines, with figures of the sheet inside.

A field `{expression|2}` becomes the value with two decimals, `{expression|0%}` a percentage,
`{expression|}` the value as it is, `{expression|words}` one of several words: the line is then a formula. Where there
is no such figure it says n/a. FIXED, not TEXT: the format codes of TEXT change with the language of Excel.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap

_FIELD = re.compile(r"\{([^{}|]+)\|(?:(\d?)(%?)|(words))\}")
_WIDTH, _WORDS = 5, 24  # characters that a figure, or the name of a crisis, is taken to need
_MARK = 0xE000  # a field is hidden behind private characters while lines are cut


def lines(text: str, width: int, bullet: str = "") -> Iterator[str]:
    """The lines of a text whose paragraphs are parted by blank lines, each after a bullet."""
    fields = [_value(" ".join(it.split()), *form) for it, *form, _ in _FIELD.findall(text)]
    marks = iter(range(len(fields)))
    bare = _FIELD.sub(lambda it: chr(_MARK + next(marks)) * (_WORDS if it[4] else _WIDTH), text)
    indent = " " * max(2 * len(bullet) - 2, 0)  # as wide as the bullet in a proportional font
    for paragraph in re.split(r"\n\s*\n", bare.strip()):
        for i, line in enumerate(wrap(" ".join(paragraph.split()), width - len(bullet))):
            yield _filled((indent if i else bullet) + line, fields)


def one_line(text: str) -> str:
    """A text that is not cut."""
    return next(lines(text, 1000))


def _value(expression: str, decimals: str, percent: str) -> str:
    if not decimals:
        return expression
    # the cell shows its own error; a sentence about it stays one
    if percent:
        return f'IFERROR(FIXED(100*({expression}),{decimals})&"%","n/a")'
    return f'IFERROR(FIXED({expression},{decimals}),"n/a")'


def _filled(line: str, fields: list[str]) -> str:
    """The line, as a formula if it holds fields."""
    pieces = re.split(f"([{chr(_MARK)}-{chr(_MARK + 999)}])\\1+", line)
    if len(pieces) == 1:
        return line
    texts = ['"' + piece.replace('"', '""') + '"' for piece in pieces[::2]]
    values = [fields[ord(mark) - _MARK] for mark in pieces[1::2]]
    parts = [part for pair in zip(texts, [*values, '""'], strict=True) for part in pair]
    return "=" + "&".join(part for part in parts if part != '""')
