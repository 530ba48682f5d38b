"""The sentence that answers a sheet's question fills its lines: no last line of a few words."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import Any

import pytest

from tools.templates import TEMPLATES
from tools.templates.toolkit import style
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.prose import lines

LEAST = 4  # words


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_no_title_leaves_a_few_words_for_its_last_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    titles: list[tuple[str, int]] = []
    made = TemplateWorkbook.sheet

    def noted(self: TemplateWorkbook, *given: Any, **named: Any) -> Any:
        told = signature(made).bind(self, *given, **named)
        told.apply_defaults()
        room = style.title_length(told.arguments["widths"][style.FIRST :])
        titles.append(
            (told.arguments["answer"] or self.template.tabs[told.arguments["name"]], room)
        )
        return made(self, *given, **named)

    monkeypatch.setattr(TemplateWorkbook, "sheet", noted)
    TEMPLATES[name](tmp_path / name)
    assert titles
    left_over = [
        text
        for text, room in titles
        if len(cut := list(lines(text, room))) > 1 and _words(cut[-1]) < LEAST
    ]
    assert left_over == []


def _words(line: str) -> int:
    """The words of a line, a figure counted as one."""
    texts = line[1:].split('"')[1::2] if line.startswith("=") else [line]
    return len(" ".join(texts).split()) + (len(texts) - 1 if line.startswith("=") else 0)
