"""LIMIT_CHECK and RFET: statuses at their edges, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support import failed, value
from xl_stressvar.domain import dates

AS_OF = dt.date(2026, 6, 30)
FIRST = dt.date(2025, 7, 1)


def status(measure: float, limit: float = 100, warn: float = 0.8) -> list[object]:
    return value("LIMIT_CHECK", "Desk", measure, limit, warn)[1][3:]


def test_a_measure_of_just_the_limit_is_watched_and_has_no_headroom() -> None:
    assert status(100) == [1, "watch", 0]


@pytest.mark.parametrize("factor", [1 + 4e-13, 1 - 4e-13])
def test_two_numbers_within_the_last_digits_are_equal(factor: float) -> None:
    assert status(100 * factor) == [1, "watch", 0]
    assert status(80 * factor)[1] == "watch"


def test_beyond_the_last_digits_they_are_not() -> None:
    assert status(100 * (1 + 4e-12))[1] == "breach"
    assert status(80 * (1 - 4e-12))[1] == "ok"


@pytest.mark.parametrize(
    ("measure", "expected"), [(-5, "ok"), (0, "ok"), (79, "ok"), (80, "watch"), (101, "breach")]
)
def test_a_status_by_its_usage(measure: float, expected: str) -> None:
    assert status(measure)[1] == expected


def test_the_total_counts_and_does_not_add() -> None:
    rows = value(
        "LIMIT_CHECK", [["A"], ["B"], ["C"], ["D"]], [[120], [90], [130], [1]], [[100]] * 4
    )
    assert rows[-1] == ["Total of 4", "n/a", "n/a", "n/a", "2 breach, 1 watch, 1 ok", "n/a"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (([["A"], ["B"]], [[1]], [[1], [2]]), "#VALUE!", "measures has 1 value"),
        (([["A"], ["B"]], [[1], [2]], [[1]]), "#VALUE!", "limits has 1 value"),
        (([["A"], ["a"]], [[1], [2]], [[1], [2]]), "#VALUE!", "the name a again"),
        (([["A"], [7]], [[1], [2]], [[1], [2]]), "#VALUE!", "7 where a name is expected"),
        (("A", 1, 0), "#NUM!", "greater than 0"),
        (("A", 1, 1, 1.5), "#NUM!", "1 or less"),
    ],
)
def test_lists_that_do_not_fit_are_refused(arguments, code, told) -> None:
    assert failed("LIMIT_CHECK", *arguments)[0] == code
    assert told in failed("LIMIT_CHECK", *arguments)[1]


def rfet(days: list[dt.date], as_of: dt.date = AS_OF) -> dict[str, object]:
    cells = [[dates.serial(day)] for day in days]
    return dict(map(tuple, value("RFET", cells, as_of.isoformat())))


def every(step: int, first: dt.date = FIRST, count: int = 400) -> list[dt.date]:
    days = (first + dt.timedelta(days=step * k) for k in range(count))
    return [day for day in days if day <= AS_OF]


def test_a_price_every_third_week_has_four_in_any_90_days_but_not_24_a_year() -> None:
    report = rfet(every(21))
    assert (report["At least 24"], report["At least 4 in any 90 days"]) == ("fail", "pass")
    assert report["Result"] == "not eligible"
    assert report["Why"] == "18 observations, fewer than 24"


def test_24_prices_are_enough_and_23_are_not() -> None:
    days = every(15)[:24]
    assert rfet(days)["At least 24"] == "pass"
    assert rfet(days[:23])["At least 24"] == "fail"


def test_several_prices_a_day_are_one() -> None:
    assert rfet(every(15) * 3)["Observations"] == len(every(15))


def test_a_hundred_prices_are_enough_however_they_lie() -> None:
    """All of them in the first months, and none in the last 200 days."""
    report = rfet(every(1)[:100])
    assert (report["At least 4 in any 90 days"], report["Result"]) == ("fail", "eligible")
    assert report["Not eligible since"] == "n/a"
    assert rfet(every(1)[:99])["Result"] == "not eligible"


def test_the_day_a_year_before_is_outside_and_the_last_day_inside() -> None:
    assert rfet([FIRST, AS_OF])["Observations"] == 2
    assert rfet([FIRST - dt.timedelta(days=1), AS_OF + dt.timedelta(days=1)])["Observations"] == 0


def test_the_twelve_months_of_a_leap_day_begin_on_the_first_of_march() -> None:
    assert rfet([AS_OF], dt.date(2024, 2, 29))["First day"] == dates.serial(dt.date(2023, 3, 1))


def test_since_when_a_factor_fails_is_the_day_from_which_it_has_failed() -> None:
    """A price a week until the end of 2025, then none: 90 days with 3 are full on 14 March 2026.

    The last four prices are of 9, 16, 23 and 30 December; the 90 days from the 10th end on 9 March.
    """
    days = every(7, dt.date(2024, 7, 2), 79)
    assert days[-4:] == [dt.date(2025, 12, day) for day in (9, 16, 23, 30)]
    since = dates.date(int(rfet(days)["Not eligible since"]))
    assert since == dt.date(2025, 12, 10) + dt.timedelta(days=89)


def test_days_may_come_in_any_order_and_as_texts() -> None:
    assert rfet(every(15)[::-1]) == rfet(every(15))
    cells = [[day.isoformat()] for day in every(15)]
    assert dict(map(tuple, value("RFET", cells, "2026-06-30"))) == rfet(every(15))


def test_a_day_that_is_none_is_refused_where_it_stands() -> None:
    code, sentence = failed("RFET", [["2026-01-05"], ["soon"]], "2026-06-30")
    assert (code, "row 2" in sentence) == ("#VALUE!", True)


def test_prices_of_long_ago_are_told_without_delay() -> None:
    report = rfet([dt.date(1990, 1, 2)], dt.date(2200, 1, 1))
    assert report["Observations"] == 0
    assert dates.date(int(report["Not eligible since"])).year == 1990
