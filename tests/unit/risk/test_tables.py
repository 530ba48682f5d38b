"""Tables of windows and days, proxies, and the checks before and after."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, gfc, value
from xl_stressvar.domain import dates


def serial(text: str) -> int:
    day = dates.parse_iso(text)
    assert day is not None
    return day


def by_header(rows):
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


# --- stressed var table -----------------------------------------------------------------------------
def library(*factors: str, windows=("LTCM", "GFC")):
    rows = [value("CRISIS_RETURNS", w, [list(factors)]) for w in windows]
    return [rows[0][0]] + [r for block in rows for r in block[1:]]


def test_the_table_tells_what_is_covered_and_marks_the_worst() -> None:
    history = library("SPX", "UST10Y")
    rows = {r["Window"]: r for r in by_header(value("STRESSED_VAR_TABLE", history, [[60.0, 40.0]]))}
    assert list(rows) == ["GFC", "COVID", "LTCM", "BLACK_MONDAY"]
    assert rows["GFC"]["Status"] == "worst"
    assert rows["LTCM"]["Status"] == "ok"
    for code in ("GFC", "LTCM"):
        for name, figure in (("STRESSED_VAR", "Stressed VaR"), ("STRESSED_ES", "Stressed ES")):
            assert rows[code][figure] == value(name, history, [[60.0, 40.0]], code)
    for code in ("COVID", "BLACK_MONDAY"):
        assert {str(rows[code][k]) for k in ("Days", "Stressed VaR", "Stressed ES")} == {"#N/A"}
        assert f"does not cover {code}" in rows[code]["Status"]
    assert rows["COVID"]["Start"] == serial("2020-02-01")


def test_a_month_that_cannot_resolve_99_percent_says_so_in_its_row() -> None:
    history = library("SPX", windows=("GFC", "BLACK_MONDAY_CRASH"))
    history = [history[0], *sorted(history[1:])]
    rows = by_header(
        value("STRESSED_VAR_TABLE", history, 1.0, "BLACK_MONDAY_CRASH;2008-09-01:2009-08-31")
    )
    assert rows[0]["Status"].startswith("22 days cannot resolve 99%")
    assert rows[1]["Status"] == "worst"
    assert rows[1]["Window"] == "2008-09-01:2009-08-31"


def test_the_table_of_an_undated_history_has_one_row() -> None:
    rows = by_header(value("STRESSED_VAR_TABLE", column(np.sin(np.arange(250.0)).tolist()), 1.0))
    assert [(r["Start"], r["End"], r["Days"], r["Status"]) for r in rows] == [
        (1, 250, 250, "worst")
    ]


def test_the_table_does_not_search_for_the_worst() -> None:
    assert failed("STRESSED_VAR_TABLE", gfc(), [[60.0, 40.0]], "WORST")[0] == "#VALUE!"


# --- var series -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "method", ["historical", "normal", "student t", "ewma", "filtered", "monte carlo"]
)
def test_each_day_of_the_series_is_a_current_var_of_the_rows_before(method) -> None:
    history, w = gfc(), [[60.0, 40.0]]
    rows = value("VAR_SERIES", history, w, 0.95, 10, method, 240)
    assert rows[0] == ["Date", "VaR"]
    assert [row[0] for row in rows[1:]] == [row[0] for row in history[241:]]
    for k in (0, len(rows) - 2):
        until = history[: 241 + k]
        want = value("CURRENT_VAR", until, w, 0.95, 10, method, 240)
        assert rows[1 + k][1] == pytest.approx(want, rel=1e-12)


def test_a_series_takes_one_row_more_than_its_lookback() -> None:
    p = column([0.01, -0.01] * 125)
    assert failed("VAR_SERIES", p, 1.0)[0] == "#N/A"
    assert len(value("VAR_SERIES", p, 1.0, 0.99, 1, "normal", 249)) == 2


# --- proxies ----------------------------------------------------------------------------------------
def young(days: int, betas=(1.5, -0.5), noise: float = 0.0):
    factors = gfc("SPX", "UST10Y", "CASH")
    rng = np.random.default_rng(9)
    rows = [
        [row[0], 0.001 + betas[0] * row[1] + betas[1] * row[2] + noise * rng.normal()]
        for row in factors[-days:]
    ]
    return [["Date", "Fund"], *rows], factors


def test_the_betas_alone_rebuild_the_crisis() -> None:
    history, factors = young(100)
    rows = value("PROXY_HISTORY", history, factors, "2008-09-01:2008-12-31")
    assert rows[0] == ["Date", "Fund"]
    inside = [r for r in factors[1:] if r[0] <= serial("2008-12-31")]
    assert [r[0] for r in rows[1:]] == [r[0] for r in inside]
    want = [1.5 * r[1] - 0.5 * r[2] for r in inside]  # no intercept
    np.testing.assert_allclose([r[1] for r in rows[1:]], want, rtol=1e-9, atol=1e-12)


def test_the_fit_is_numpys_least_squares() -> None:
    history, factors = young(150, noise=0.01)
    fit = by_header(value("PROXY_FIT", history, factors))[0]
    y = np.array([r[1] for r in history[1:]])
    x = np.array([[1.0, r[1], r[2]] for r in factors[-150:]])
    beta, ssr, _, _ = np.linalg.lstsq(x, y, rcond=None)
    assert (fit["SPX"], fit["UST10Y"], fit["CASH"]) == pytest.approx((*beta[1:], 0.0), rel=1e-9)
    assert fit["R²"] == pytest.approx(1 - ssr[0] / ((y - y.mean()) ** 2).sum(), rel=1e-9)
    assert fit["Residual volatility"] == pytest.approx(np.sqrt(ssr[0] / (150 - 2 - 1)), rel=1e-9)
    assert fit["Days"] == 150


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda h, f: (h[:60], f), "#N/A", "shares 59 dates"),
        (lambda h, f: (h, [[*r, 2 * r[1]] if i else [*r, "TWICE"] for i, r in enumerate(f)]),
         "#NUM!", "TWICE moves only with"),
        (lambda h, f: (h, [[*r, 0.01] if i else [*r, "RENT"] for i, r in enumerate(f)]),
         "#NUM!", "RENT does not move"),
        (lambda h, f: ([[r[0], 0.0] if i else r for i, r in enumerate(h)], f),
         "#NUM!", "Fund does not move"),
        (lambda h, f: (h, [r[1:] for r in f]), "#N/A", "factors has no dates"),
    ],
)  # fmt: skip
def test_a_proxy_that_cannot_be_fitted_is_refused_by_name(change, code, words) -> None:
    history, factors = change(*young(100))
    for name in ("PROXY_FIT", "PROXY_HISTORY"):
        error, sentence = failed(name, history, factors)
        assert error == code
        assert words in sentence


def test_factors_that_do_not_cover_the_window_are_said_to() -> None:
    history, factors = young(100)
    error, sentence = failed("PROXY_HISTORY", history, factors, "COVID")
    assert error == "#N/A"
    assert sentence.startswith("factors: ")


# --- history check ----------------------------------------------------------------------------------
def finds(history):
    """What is found, but for the frequency: these histories have a row on every day of the week."""
    rows = [tuple(row[:3]) for row in value("HISTORY_CHECK", history)[1:]]
    return [row for row in rows if row[2] != "frequency"] or [("n/a", "n/a", "ok")]


def test_a_frequency_other_than_daily_is_told_with_what_it_means() -> None:
    start = serial("2008-01-02")
    moves = np.random.default_rng(2).normal(0, 0.01, 30).tolist()
    weekly = [[float(start + 7 * i), move] for i, move in enumerate(moves)]
    ((row, column, kind, advice, date),) = value("HISTORY_CHECK", weekly)[1:]
    assert (row, column, kind, date) == (1, "Date", "frequency", start)
    assert (
        advice == "The rows are weekly: a year is 52 of them, and the shortest horizon is 5 days."
    )
    fortnightly = [[float(start + 14 * i), move] for i, move in enumerate(moves)]
    (_, _, kind, advice, _) = value("HISTORY_CHECK", fortnightly)[1]
    assert (kind, advice[:21]) == ("frequency", "14 days from row to r")


def test_of_an_asset_that_trades_seldom_the_days_that_moved_are_judged() -> None:
    rng = np.random.default_rng(4)
    moves = rng.normal(0, 0.01, 100)
    moves[np.isin(np.arange(100) % 9, (0, 2, 4, 6))] = 0.0  # 44%, never five running
    assert finds([[x] for x in moves.tolist()]) == [("n/a", "n/a", "ok")]
    moves[50] = 0.4
    assert finds([[x] for x in moves.tolist()]) == [(51, "column 1", "outlier")]


def test_every_kind_of_finding_is_found_where_it_stands() -> None:
    rng = np.random.default_rng(1)
    day = serial("2020-01-01")
    rows: list[list[object]] = [["Date", "A", "B"]]
    rows += [[float(day + i), *rng.normal(0, 0.01, 2).tolist()] for i in range(60)]
    assert finds(rows) == [("n/a", "n/a", "ok")]
    rows[5][1] = rows[6][1] = None
    for i in range(10, 15):
        rows[i][2] = 0.0
    for i in range(16, 20):
        rows[i][2] = 0.0  # four: not stale
    rows[25][1] = -0.5
    rows[30][0] = rows[29][0]
    rows[35][0] = rows[15][0]
    for row in rows[50:]:
        row[0] += 12  # type: ignore[operator]
    assert finds(rows) == [
        (31, "Date", "doubled date"),
        (36, "Date", "doubled date"),
        (26, "A", "outlier"),
        (51, "Date", "gap"),
        (11, "B", "stale"),
        (6, "A", "blank"),
    ]


def test_of_one_kind_the_worst_is_told_first_with_its_date_and_its_row_in_the_sheet() -> None:
    moves = np.random.default_rng(3).normal(0, 0.01, 60)
    moves[10], moves[40] = -0.2, 98.68  # a crisis day, and a price 100 times too large
    moves[20:25] = 0.0
    days = [float(serial("2020-01-01") + i) for i in range(60)]
    rows = [["Date", "A"], *map(list, zip(days[::-1], moves[::-1].tolist(), strict=True))]
    found = [row for row in value("HISTORY_CHECK", rows)[1:] if row[2] != "frequency"]
    assert [(row[0], row[2], row[4]) for row in found] == [
        (21, "outlier", days[40]),
        (51, "outlier", days[10]),
        (37, "stale", days[24]),
    ]


def test_the_rows_that_alignment_drops_are_told_with_the_column_to_blame() -> None:
    rows = [["Old", "Young", "Older"]] + [[0.01 * (-1) ** i + i / 1e4] * 3 for i in range(40)]
    for row in rows[1:21]:
        row[1] = None
    rows[1][0] = None
    found = {row[2]: row for row in value("HISTORY_CHECK", rows)[1:]}
    assert found["rows lost"][:2] == [2, "Young"]
    assert found["rows lost"][3].startswith(
        "ALIGN_HISTORY drops 20 of 40 rows, 19 of them for want of"
    )


@pytest.mark.parametrize("turned", [1, -1])
@pytest.mark.parametrize("hole", [0, 30])
def test_the_rows_told_as_lost_are_those_that_alignment_drops(hole, turned) -> None:
    """A gap of two rows is filled from the row before it; but not from one across a hole in the dates."""
    first = serial("2020-01-01")
    rows = [[first + i + hole * (i >= 20), 100 + (-1.0) ** i, 50 + (-1.0) ** i] for i in range(40)]
    rows[20][2] = rows[21][2] = None  # the first two behind the hole
    for row in rows[30:36]:  # too many to be filled
        row[1] = None
    rows = rows[::turned]
    kept = value("ALIGN_HISTORY", rows)
    dropped = 40 - len(kept)
    assert dropped == (8 if hole else 6)
    found = {row[2]: row for row in value("HISTORY_CHECK", rows)[1:]}
    assert found["rows lost"][3].startswith(f"ALIGN_HISTORY drops {dropped} of 40 rows, 6 of them")
    assert found["rows lost"][0] == (31 if turned == 1 else 5)


@pytest.mark.parametrize("turned", [1, -1])
def test_weekly_rows_among_daily_ones_are_told(turned) -> None:
    start = serial("2020-01-01")
    days = [start + i for i in range(60)] + [start + 60 + 7 * i for i in range(10)]
    rows = [[float(d), 0.01 * (-1) ** i + i / 1e4] for i, d in enumerate(days)][::turned]
    (found,) = [row for row in value("HISTORY_CHECK", rows)[1:] if row[2] == "weekly rows"]
    assert found[3].startswith("10 rows are a week apart, 2020-03-01 to 2020-05-03")
    few = [[float(start + i), 0.01 * (-1) ** i] for i in range(60)] + [[float(start + 66), 0.01]]
    assert "weekly rows" not in [row[2] for row in value("HISTORY_CHECK", few[::turned])[1:]]


def test_a_date_out_of_order_is_found_in_histories_newest_first_too() -> None:
    day = serial("2020-01-01")
    days = [day - i for i in range(20)]
    days[10] = day + 3
    assert finds(dated(days)) == [(11, "Date", "unsorted date")]


def dated(days: list[int]) -> list[list[float]]:
    return [[float(d), 0.01 * (-1) ** i + i * 1e-4] for i, d in enumerate(days)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({9: 60}, [(10, "Date", "unsorted date")]),  # one day far ahead: no gap behind it
        ({9: -60}, [(10, "Date", "unsorted date")]),
        ({9: 10, 10: 9}, [(11, "Date", "unsorted date")]),  # exchanged
        ({19: 50}, [(20, "Date", "gap")]),
        ({0: -30}, [(2, "Date", "gap")]),
        ({5: 4, 9: 60}, [(6, "Date", "doubled date"), (10, "Date", "unsorted date")]),
    ],
)
@pytest.mark.parametrize("turned", [1, -1])
def test_only_the_dates_at_fault_are_found(change, expected, turned) -> None:
    day = serial("2020-01-01")
    days = [day + turned * change.get(i, i) for i in range(20)]
    assert finds(dated(days)) == expected


def test_a_text_among_the_returns_is_refused_as_everywhere() -> None:
    assert failed("HISTORY_CHECK", [[0.01], ["n/a"], [0.02]])[0] == "#VALUE!"


# --- window review ----------------------------------------------------------------------------------
def test_the_review_is_due_five_years_after_the_end_or_after_a_newer_crisis() -> None:
    review = dict(value("WINDOW_REVIEW", "GFC", "2014-08-30"))
    assert review["Review due"] == serial("2014-08-31")
    assert review["Verdict"] == "in date"
    assert dict(value("WINDOW_REVIEW", "GFC", "2014-08-31"))["Verdict"] == "review due"
    long = dict(value("WINDOW_REVIEW", "GFC", "2021-06-30", 50.0))
    assert long["Verdict"] == "review due"
    assert long["Why"] == "a newer crisis"
    assert long["Newer crises"] == "COVID"
    covid = dict(value("WINDOW_REVIEW", "COVID", "2024-01-31"))
    assert covid["Age in years"] == pytest.approx(3, abs=0.01)
    assert (covid["Verdict"], covid["Newer crises"]) == ("in date", "none")


def test_a_leap_day_is_reviewed_on_the_last_of_february() -> None:
    review = dict(value("WINDOW_REVIEW", "2019-03-01:2020-02-29", "2020-06-30", 1.0))
    assert review["Review due"] == serial("2021-02-28")


# --- several portfolios -----------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["CURRENT_VAR", "CURRENT_ES", "STRESSED_VAR", "STRESSED_ES"])
@pytest.mark.parametrize("method", ["historical", "monte carlo", "cornish fisher"])
def test_a_matrix_of_portfolios_gives_a_column(name, method) -> None:
    books = [[60.0, 40.0], [0.0, 100.0], [-50.0, 30.0]]
    tail = (0.975, 1, method) if name.startswith("C") else (OMITTED, 0.975, 1, method)
    got = value(name, gfc(), books, *tail)
    want = [[value(name, gfc(), [w], *tail)] for w in books]
    np.testing.assert_allclose(got, want, rtol=1e-13)
    one_asset = value(name, gfc("SPX"), [[1.0], [2.0]], *tail)
    np.testing.assert_allclose(one_asset[1], 2 * np.array(one_asset[0]), rtol=1e-12)
