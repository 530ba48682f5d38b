"""Every module by a grammar of VBA: antlr4-vba, after [MS-VBAL]. It takes a second for some twenty lines."""

from __future__ import annotations

import re
from typing import Any

import pytest
from antlr4 import CommonTokenStream, InputStream
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from tests.artefacts.vba.sources import committed

#: One process for all: what the grammar's automaton has learned of one module serves the next.
pytestmark = [pytest.mark.artefacts, pytest.mark.xdist_group("grammar")]
SOURCES = committed()
#: Lines of a stored class module that the grammar does not have.
NOT_EXPORTED = re.compile(
    r"^Attribute VB_(?:Base|TemplateDerived|Customizable) = .*\n", re.MULTILINE
)
#: And what an exported one begins with.
EXPORTED = "VERSION 1.0 CLASS\nBEGIN\n  MultiUse = -1\nEND\n"


class _Mistakes(ErrorListener):
    def __init__(self) -> None:
        self.found: list[str] = []

    def syntaxError(
        self, recognizer: Any, symbol: Any, line: int, column: int, text: str, _: Any
    ) -> None:
        self.found.append(f"line {line}, {column}: {text}")


def mistakes(source: str, is_class: bool = False) -> list[str]:
    text = NOT_EXPORTED.sub("", source)
    if is_class:
        text = EXPORTED + text
    seen = _Mistakes()
    lexer = vbaLexer(InputStream(text.replace("\n", "\r\n")))
    parser = vbaParser(CommonTokenStream(lexer))
    parser.buildParseTrees = False
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(seen)
    parser.startRule()
    return seen.found


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_is_vba(name: str) -> None:
    assert mistakes(SOURCES[name], is_class=name.endswith(".cls")) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    End If\n", ""),
        ("Public Sub SvDropEngine()", "Public Sub SvDropEngine("),
        (" Then\n", "\n"),
        ("Set connected = Nothing", "Set connected = "),
    ],
)
def test_a_mistake_would_be_seen(before: str, after: str) -> None:
    source = SOURCES["StressVarEngine.bas"]
    assert before in source
    assert mistakes(source.replace(before, after, 1)) != []
