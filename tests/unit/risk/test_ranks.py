"""Tail ranks ⌈n(1-c)⌉ are exact, against rationals made from the digits a person would type."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest

from tests.support import column, value
from xl_stressvar.domain import Confidence

TYPED = ("0.90", "0.95", "0.975", "0.99", "0.995", "0.999")
DAYS = range(1, 5001)


def exact(days: int, typed: str) -> int:
    return math.ceil(days * (1 - Fraction(typed)))


@pytest.mark.parametrize("typed", TYPED)
def test_the_rank_is_exact_for_every_length(typed: str) -> None:
    confidence = Confidence(float(typed))
    assert confidence.tail == 1 - Fraction(typed)
    assert [confidence.rank(n) for n in DAYS] == [exact(n, typed) for n in DAYS]


@pytest.mark.parametrize("typed", TYPED)
def test_the_fewest_days_are_the_first_with_a_whole_exceedance(typed: str) -> None:
    least = Confidence(float(typed)).least_days
    assert (least - 1) * (1 - Fraction(typed)) < 1 <= least * (1 - Fraction(typed))


def test_floats_would_be_one_off() -> None:
    """The trap is real: without rationals 5,000 lengths hold fifty wrong ranks at 99%."""
    wrong = [n for n in DAYS if int(np.ceil((1 - 0.99) * n)) != exact(n, "0.99")]
    assert {100, 300, 500} <= set(wrong)


@pytest.mark.parametrize("days", [100, 250, 252, 300, 500, 1000])
@pytest.mark.parametrize("typed", ["0.95", "0.975", "0.99"])
def test_the_worksheet_function_takes_that_day(days: int, typed: str) -> None:
    losses = column([float(-k) for k in range(days, 0, -1)])  # the k-th worst loses days + 1 - k
    got = value("CURRENT_VAR", losses, 1.0, float(typed), 1, "historical rank", float(days))
    assert got == days + 1 - exact(days, typed)
