"""An auditor with the report, the history and numpy gets the number and the fingerprint again."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import numpy as np
import pytest

from tests.support import OMITTED, failed, gfc, value

FACTORS = ("SPX", "UST10Y", "WTI", "CASH")
HISTORY = gfc(*FACTORS)
BOOK = [[60.0, 30.0, 10.0, 10.0]]


def report(*arguments) -> dict[str, Any]:
    return dict(value("STRESS_AUDIT", *arguments))


@pytest.mark.parametrize("confidence", [0.95, 0.975, 0.99])
@pytest.mark.parametrize("horizon", [1, 10])
@pytest.mark.parametrize("window", ["GFC", "2008-10-01:2009-03-31"])
def test_the_figure_can_be_redone_from_the_report_and_the_history(
    confidence, horizon, window
) -> None:
    told = report(HISTORY, BOOK, window, confidence, horizon)
    dates = np.array([row[0] for row in HISTORY[1:]])
    returns = np.array([row[1:] for row in HISTORY[1:]], dtype=float)
    amounts = np.array([told[f"Position: {name}"] for name in HISTORY[0][1:]])
    inside = (dates >= told["First day"]) & (dates <= told["Last day"])
    assert inside.sum() == told["Days"]
    pnl = returns[inside] @ amounts
    assert told["Method"] == "historical"
    redone = -np.percentile(pnl, 100 * (1 - told["Confidence"])) * told["Horizon in days"] ** 0.5
    assert told["Stressed VaR"] == pytest.approx(redone, rel=1e-12)
    assert told["Stressed VaR"] == value("STRESSED_VAR", HISTORY, BOOK, window, confidence, horizon)
    worst = np.argsort(pnl)[: int(told["Tail days"])]
    assert told["Tail days"] == np.ceil(len(pnl) * round(1 - confidence, 12))
    names = [dt.date.fromordinal(int(d) + 693594).isoformat() for d in dates[inside][worst]]
    assert told["Tail dates"] == ", ".join(names)
    assert told["Exact zeros"] == (returns[inside] == 0).sum()
    assert told["Exact zeros by asset"].endswith(f"CASH {len(pnl)}")


def test_the_fingerprint_can_be_redone_from_its_description() -> None:
    rows = HISTORY[1:]
    digest = hashlib.sha256()
    digest.update(np.array([row[1:] for row in rows], dtype="<f8").tobytes())
    digest.update(np.array([row[0] for row in rows], dtype="<f8").tobytes())
    digest.update("\n".join(HISTORY[0][1:]).encode("utf-8"))
    assert report(HISTORY, BOOK)["Fingerprint"] == digest.hexdigest()


def test_a_plain_history_is_fingerprinted_by_its_values_alone() -> None:
    told = report([[-0.02], [0.01], [0.0], [0.02]], 100, OMITTED, 0.75)
    assert (
        told["Fingerprint"]
        == hashlib.sha256(np.array([-0.02, 0.01, 0, 0.02], dtype="<f8").tobytes()).hexdigest()
    )
    assert told["Twelve months"] == "unknown: no dates"
    assert told["Tail dates"] == "day 1"


def test_the_fingerprint_takes_minus_zero_as_zero_and_names_without_blanks_around() -> None:
    plain = [["A", "B"], [0.0, 0.01], [-0.02, 0.0]]
    odd = [[" A", "B "], [-0.0, 0.01], [-0.02, 0.0]]
    digest = hashlib.sha256(np.array([0, 0.01, -0.02, 0], dtype="<f8").tobytes() + b"A\nB")
    for history in (plain, odd):
        told = report(history, [[1, 1]], OMITTED, 0.51, 1, "normal")
        assert told["Fingerprint"] == digest.hexdigest()


def rounded(history) -> str:
    return report(history, BOOK)["Fingerprint to 12 digits"]


def test_the_rounded_fingerprint_can_be_redone_from_its_description() -> None:
    rows = HISTORY[1:]
    lines = [",".join(f"{float(f'{x:.15g}'):.11e}" for x in row[1:]) for row in rows]
    lines += [dt.date.fromordinal(int(row[0]) + 693594).isoformat() for row in rows]
    lines += HISTORY[0][1:]
    assert rounded(HISTORY) == hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("digits", [15, 17])  # LibreOffice; Excel, Python
def test_the_rounded_fingerprint_is_the_same_after_a_save_with_15_digits(digits) -> None:
    saved = [
        HISTORY[0],
        *([row[0], *(float(f"{x:.{digits}g}") for x in row[1:])] for row in HISTORY[1:]),
    ]
    assert rounded(saved) == rounded(HISTORY)


def test_the_rounded_fingerprint_is_the_same_where_15_digits_end_at_a_half() -> None:
    # rounded to 12 digits at once the first is ...012 and the second, as saved, ...013 or ...012
    whole = 0.0123456789012500023
    for sign in (1, -1):
        long = [["A"], [sign * whole], [sign * 0.01234567890124999997], [-0.02], [0.03]]
        saved = [["A"], *([float(f"{row[0]:.15g}")] for row in long[1:])]
        told = [
            report(h, 100, OMITTED, 0.51, 1, "normal")["Fingerprint to 12 digits"]
            for h in (long, saved)
        ]
        assert told[0] == told[1]


def test_the_rounded_fingerprint_changes_with_the_twelfth_digit() -> None:
    changed = gfc(*FACTORS)
    changed[7][1] *= 1 + 2e-11
    assert rounded(changed) != rounded(HISTORY)


@pytest.mark.parametrize("cell", [(0, 2), (1, 0), (1, 1), (100, 3), (252, 4)])
def test_the_fingerprint_changes_with_any_cell(cell) -> None:
    changed = gfc(*FACTORS)
    i, j = cell
    old = changed[i][j]
    changed[i][j] = (
        old + "x" if isinstance(old, str) else old - 1 if j == 0 else np.nextafter(old, 9)
    )
    assert report(changed, BOOK)["Fingerprint"] != report(HISTORY, BOOK)["Fingerprint"]


def test_the_fingerprint_does_not_change_with_the_order_of_the_rows() -> None:
    turned = [HISTORY[0], *HISTORY[:0:-1]]
    assert report(turned, BOOK) == report(HISTORY, BOOK)


@pytest.mark.parametrize(
    ("method", "rule", "read"),
    [  # 252 days at 99%: positions 2.51 (INC) and 1.53 (EXC) from 0, rank ceil(2.52) = 3
        ("historical", "0.49 x the 3rd worst day + 0.51 x the 4th", 2),
        ("historical exc", "0.47 x the 2nd worst day + 0.53 x the 3rd", 2),
        ("historical rank", "the 3rd worst day", 1),
        ("filtered", "rescaled by volatility, 1-c): 0.49 x the 3rd worst day + 0.51 x the 4th", 0),
        ("normal", "sample deviation", 0),
    ],
)
def test_the_quantile_rule_is_spelled_out(method, rule, read) -> None:
    told = report(HISTORY, BOOK, "GFC", 0.99, 1, method)
    assert rule in told["Quantile rule"]
    assert told["Days read"].count("(") == read


@pytest.mark.parametrize(
    ("window", "twelve"),
    [
        ("GFC", "yes"),
        ("2008-09-01:2009-08-21", "yes"),  # 355 days
        ("2008-09-02:2009-08-21", "no"),
        ("2008-09-15:2009-08-31", "no"),
        ("2008-10-01:2009-03-31", "no"),
    ],
)
def test_whether_the_window_is_twelve_months(window, twelve) -> None:
    assert report(HISTORY, BOOK, window, 0.95)["Twelve months"] == twelve


def test_equal_losses_are_listed_by_date() -> None:
    told = report([[-0.01], [0.01]] * 150, 100, OMITTED, 0.95)
    assert told["Tail dates"] == ", ".join(f"day {i}" for i in range(1, 30, 2))


def test_of_several_windows_the_one_that_counts() -> None:
    windows = "2009-03-01:2009-08-31;2008-09-01:2009-02-28"
    told = report(HISTORY, BOOK, windows, 0.95)
    assert told["Window"] == "2008-09-01:2009-02-28"
    assert told["Windows compared"].count(";") == 1
    assert told["Stressed VaR"] == value("STRESSED_VAR", HISTORY, BOOK, windows, 0.95)


def test_a_window_that_fails_stops_the_report() -> None:
    code, sentence = failed("STRESS_AUDIT", HISTORY, BOOK, "GFC;LTCM")
    assert code == "#N/A"
    assert "LTCM" in sentence


def test_the_worst_window_is_reported_by_its_days() -> None:
    told = report(HISTORY, BOOK, "WORST")
    assert told["Days"] == 250
    assert told["Stressed VaR"] == value("STRESSED_VAR", HISTORY, BOOK, "WORST")
    assert told["Twelve months"] == "yes"
