"""WINDOW_REPORT: rank, worst, ratio, data and age of a stress window."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, failed, value

AS_OF = "2026-06-30"


def report(*arguments: object) -> dict[str, object]:
    return dict(map(tuple, value("WINDOW_REPORT", *arguments)))


@pytest.fixture(scope="module")
def decade() -> list[list[object]]:
    return value("CRISIS_RETURNS", "2004-01-02:2013-12-31", "SPX;UST10Y;CASH")


BOOK = [[60, 30, 10]]


def test_its_figures_are_those_of_the_functions_alone(decade) -> None:
    got = report(decade, BOOK, "GFC", AS_OF)
    assert got["Stressed VaR"] == value("STRESSED_VAR", decade, BOOK, "GFC")
    assert got["Current VaR"] == value("CURRENT_VAR", decade, BOOK)
    assert got["Stressed to current"] == value("STRESS_RATIO", decade, BOOK, "GFC")
    worst = value("WORST_WINDOW", decade, BOOK, got["Days"])[0]
    names = ("first day", "last day", "VaR")
    assert [got[f"Worst window, {name}"] for name in names] == worst
    assert got["Below the worst by"] == pytest.approx(1 - got["Stressed VaR"] / worst[2])


def test_a_calm_window_is_told_for_what_it_is(decade) -> None:
    got = report(decade, BOOK, "2005-01-03:2005-12-30", AS_OF)
    assert got["Rank"] > got["Windows ranked"] / 2
    assert got["Below the worst by"] > 0.5
    assert got["Warning"] == "stressed VaR is below current VaR: review the window"
    assert report(decade, BOOK, "GFC", AS_OF)["Warning"] == "none"


def test_an_asset_at_rest_has_no_data_of_its_own(decade) -> None:
    assert report(decade, BOOK, "GFC", AS_OF)["Assets without own data"] == "CASH"


def test_twelve_months_or_not(decade) -> None:
    assert report(decade, BOOK, "GFC", AS_OF)["Twelve months"] == "yes"
    assert report(decade, BOOK, "2008-07-01:2008-12-31", AS_OF)["Twelve months"] == "no"


@pytest.mark.parametrize(
    ("as_of", "verdict"), [("2014-08-30", "in date"), ("2014-08-31", "review due")]
)
def test_review_is_due_five_years_after_the_end(decade, as_of, verdict) -> None:
    got = report(decade, BOOK, "GFC", as_of)
    assert (got["Review due"], got["Verdict"]) == (41882, verdict)


def test_student_t_is_ranked_by_normal(decade) -> None:
    got, normal = (
        report(decade, BOOK, "GFC", AS_OF, 0.99, 1, method) for method in ("student t", "normal")
    )
    assert got["Rank"] == normal["Rank"]
    assert got["Stressed VaR"] == value("STRESSED_VAR", decade, BOOK, "GFC", 0.99, 1, "student t")


def test_a_line_that_cannot_be_had_says_why_and_the_others_stand() -> None:
    got = report([[0.01], [-0.02], [0.01], [0.02]], 100, OMITTED, AS_OF, 0.75)
    assert (
        got["Current VaR"] == "4 days given, too few for a current VaR. It takes at least 250 days."
    )
    assert got["Stressed to current"] == got["Warning"] == "n/a"
    assert (got["Rank"], got["Verdict"]) == (1, "unknown: no dates")


def test_a_window_that_is_not_covered_is_refused(decade) -> None:
    assert failed("WINDOW_REPORT", decade, BOOK, "COVID", AS_OF)[0] == "#N/A"
