"""Each command that README and pages quote is one that the command line takes, with its options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import pytest

from tests.support import ROOT
from xl_stressvar.cli import main

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
_INLINE = re.compile(r"`xl-stressvar ([a-z][^`\n]*)`")
_BLOCK = re.compile(r"^ {4,}\S*xl-stressvar ([a-z].*)$", re.MULTILINE)


def quoted() -> Iterator[tuple[str, str]]:
    """(page, what follows the program's name); what stands two spaces behind it is a remark."""
    for path in PAGES:
        text = path.read_text("utf-8")
        for line in [*_INLINE.findall(text), *_BLOCK.findall(text)]:
            yield path.name, re.split(r"  +", line)[0]


QUOTED = sorted(set(quoted()))


def test_there_are_commands_to_look_at() -> None:
    assert len(QUOTED) > 40
    assert {page for page, _ in QUOTED} >= {"README.md", "quickstart.md", "it.md"}


@pytest.mark.parametrize(("page", "line"), QUOTED)
def test_a_quoted_command_is_taken(
    page: str, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name, *rest = shlex.split(line)
    assert name in main.COMMANDS
    if rest:  # a name alone speaks of the command
        try:
            main._parser(name, main._command(name)).parse_args([name, *rest])
        except SystemExit:
            pytest.fail(capsys.readouterr().err)
