"""Kupiec's regions of non-rejection at 95% test confidence: which counts of exceptions pass.

Source: Kupiec (1995), the table of non-rejection regions for 99% and 95% VaR. For 255 days at 99%
the table has no lower end; the exact likelihood ratio of no exceptions at all is 5.13.
"""

from __future__ import annotations

import pytest

from tests.support import value


def p_value(exceptions: int, days: int, confidence: float) -> float:
    ((_, p),) = value("KUPIEC_TEST", exceptions, days, confidence)  # type: ignore[misc]
    return p


@pytest.mark.parametrize(
    ("days", "confidence", "below", "above"),
    [
        (510, 0.99, 1, 11),
        (1000, 0.99, 4, 17),
        (255, 0.95, 6, 21),
        (510, 0.95, 16, 36),
        (1000, 0.95, 37, 65),
    ],
)
def test_the_region_ends_where_kupiec_says(days, confidence, below, above) -> None:
    assert p_value(below, days, confidence) < 0.05 <= p_value(below + 1, days, confidence)
    assert p_value(above, days, confidence) < 0.05 <= p_value(above - 1, days, confidence)


def test_255_days_at_99_percent_pass_below_seven() -> None:
    assert p_value(7, 255, 0.99) < 0.05 <= p_value(6, 255, 0.99)
    ((statistic, p),) = value("KUPIEC_TEST", 0, 255, 0.99)  # type: ignore[misc]
    assert statistic == pytest.approx(5.13, abs=5e-3)
    assert p < 0.05
