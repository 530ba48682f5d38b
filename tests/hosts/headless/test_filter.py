"""FILTER as Excel has it: by rows or by columns."""

from __future__ import annotations

import pytest

from xl_stressvar.hosts.headless import evaluate


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=FILTER({1,2;3,4;5,6},{1;0;1})", [[1, 2], [5, 6]]),
        ("=FILTER({1,2,3;4,5,6},{1,0,1})", [[1, 3], [4, 6]]),
        ("=SUM(FILTER({1,2,3;4,5,6},{FALSE,TRUE,FALSE}))", 7),
        ("=_xlfn._xlws.FILTER({1;2;3},{1;2;3}>1)", [[2], [3]]),
        ("=FILTER({1;2;3},{0;0;0},9)", 9),
        ("=STDEV.S(FILTER({1;2;5;9},{1;1;1;0}))", 13**0.5 / 3**0.5),  # of 1, 2, 5 by hand
    ],
)
def test_filter_gives_what_excel_gives(formula, expected) -> None:
    (answer,) = evaluate([formula])
    assert answer.error is None, answer.why
    want = pytest.approx(expected) if isinstance(expected, float) else expected
    assert answer.value == want


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("=FILTER({1,2;3,4},{1;0;1})", "#VALUE!"),
        ('=FILTER({1;2},{1;"x"})', "#VALUE!"),
        ("=FILTER({1;2},{0;0})", "#CALC!"),
        ("=FILTER({1;2},{#N/A;1})", "#N/A"),
    ],
)
def test_filter_refuses_what_excel_refuses(formula, code) -> None:
    (answer,) = evaluate([formula])
    assert str(answer.error) == code
