"""Two numbers within 1e-12 of the larger are equal where a figure decides."""

from __future__ import annotations

import pytest

from xl_stressvar.domain.equality import above, below, difference, digits_apart, equal


@pytest.mark.parametrize("scale", [1.0, -1.0, 1e-9, 1e12])
def test_rounding_is_equal_and_more_is_not(scale: float) -> None:
    assert equal(scale, scale * (1 + 9e-13))
    assert not equal(scale, scale * (1 + 2e-12))


def test_a_sum_that_misses_its_limit_by_rounding_meets_it() -> None:
    assert 2.2 * 3 != 6.6
    assert not below(6.6, 2.2 * 3)
    assert not above(2.2 * 3, 6.6)
    assert difference(6.6, 2.2 * 3) == 0
    assert difference(6.5, 6.6) == pytest.approx(-0.1)


def test_zero_equals_only_itself() -> None:
    assert equal(0.0, 0.0)
    assert not equal(0.0, 1e-300)


@pytest.mark.parametrize(
    ("value", "limit", "text"),
    [
        (1.0000000002, 1.0, "1.0000000002"),
        (0.749999999999, 0.75, "0.749999999999"),
        (5.0000000001, 5.0, "5.0000000001"),
        (0.7, 0.75, "0.7"),
    ],
)
def test_a_number_is_shown_with_the_digits_that_tell_it_from_its_limit(
    value: float, limit: float, text: str
) -> None:
    assert digits_apart(value, limit) == text
