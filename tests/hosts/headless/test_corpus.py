"""Formulas of finance workbooks give what Excel's documentation prints: the rows of corpus/*.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hosts.headless.books import calculated
from tests.hosts.headless.corpus import Block, agrees, blocks, written


@pytest.mark.parametrize("block", blocks(), ids=lambda block: block.name)
def test_the_formulas_of_a_block_give_what_is_printed(tmp_path: Path, block: Block) -> None:
    found, _ = calculated(written(tmp_path / "a.xlsx", block))
    wrong = [
        f"={row.formula}: {found.get(f'Z{i}')}, not {row.value} ({row.page})"
        for i, row in enumerate(block.rows, 1)
        if not agrees(found.get(f"Z{i}"), row.ours or row.value)
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("found", "printed"),
    [(1.06, "1.0"), (4.001, "4"), ("4", "4.0"), (True, "1"), ("a", "b"), (0.0, "#N/A")],
)
def test_another_value_does_not_agree(found: object, printed: str) -> None:
    assert not agrees(found, printed)


def test_there_are_more_than_two_hundred_and_none_twice() -> None:
    formulas = [(block.name, row.formula) for block in blocks() for row in block.rows]
    assert len(formulas) > 200
    assert len(set(formulas)) == len(formulas)
