"""STRESS_REPORT: every line is what the function for it alone gives, or says why there is none."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, call, column, dated, failed, gfc, value
from xl_stressvar.crises.windows import CRISES
from xl_stressvar.risk.methods.registry import METHODS

STRESSED = [m.name for m in METHODS.values() if m.stressed]
BOOK = [[60.0, 30.0, 10.0]]
LABELS = [
    "Window", "Current VaR", "Current ES", "Stressed VaR", "Stressed ES", "Stressed to current",
    "Worst built-in crisis", "Worst built-in crisis, VaR", "Worst window, first day",
    "Worst window, last day", "Worst window, VaR", "Diversification benefit", "Largest contributor",
    "Largest contributor, share", "Capital, rule max", "Capital, rule basel2.5",
]  # fmt: skip


def report(*arguments: object) -> dict[str, object]:
    return dict(map(tuple, value("STRESS_REPORT", *arguments)))


def alone(history, book, window, c, horizon, method, lookback) -> dict[str, object]:
    """The same lines, each from its own function: the second way to the same report."""
    call_ = (c, horizon, method)
    current = value("CURRENT_VAR", history, book, *call_, lookback)
    stressed = value("STRESSED_VAR", history, book, window, *call_)
    searched = call("WORST_WINDOW", (history, book, OMITTED, *call_))
    lines = ["Worst window, first day", "Worst window, last day", "Worst window, VaR"]
    worst = (
        dict(zip(lines, searched.value[0], strict=True))
        if not searched.failure
        else (
            {
                lines[2]: searched.sentence()
            }  # its days may be known, by the method that searches for it
        )
    )
    parts = value("VAR_CONTRIBUTION", history, book, window, *call_)[1:]
    largest = max(parts[:-2], key=lambda row: row[4])
    vars_: dict[str, float] = {}
    for crisis in CRISES:
        found = call("STRESSED_VAR", (history, book, crisis.code, *call_))
        if crisis.twelve_months and found.failure is None:
            vars_[crisis.code] = found.value
    code = max(vars_, key=vars_.__getitem__)
    return {
        "Window": f"{window} (2008-09-01:2009-08-31)",
        "Current VaR": current,
        "Current ES": value("CURRENT_ES", history, book, *call_, lookback),
        "Stressed VaR": stressed,
        "Stressed ES": value("STRESSED_ES", history, book, window, *call_),
        "Stressed to current": value("STRESS_RATIO", history, book, window, *call_, lookback),
        "Worst built-in crisis": code,
        "Worst built-in crisis, VaR": vars_[code],
        **worst,
        "Diversification benefit": parts[-1][2],
        "Largest contributor": largest[0],
        "Largest contributor, share": largest[5],
        "Capital, rule max": value("CAPITAL_REQ", current, stressed),
        "Capital, rule basel2.5": value("CAPITAL_REQ", current, stressed, OMITTED, "basel2.5"),
    }


@pytest.fixture(scope="module")
def built_in() -> list[list[object]]:
    """Of three crises of twelve months: DOTCOM and SEP11 at the start, and the GFC."""
    return value("CRISIS_RETURNS", "2000-03-10:2009-12-31", "SPX;UST10Y;WTI")


@pytest.mark.parametrize("method", STRESSED)
def test_on_the_built_in_data_each_line_is_that_of_its_function(built_in, method) -> None:
    call_ = ("GFC", 0.975, 10, method, 250)
    got = report(built_in, BOOK, *call_)
    assert list(got) == LABELS
    for label, want in alone(built_in, BOOK, *call_).items():
        assert got[label] == (want if isinstance(want, str) else pytest.approx(want, rel=1e-12)), (
            label
        )


def test_a_quiet_window_is_shown_beside_the_worst(built_in) -> None:
    got = report(built_in, BOOK, "2005-01-03:2005-12-30")
    assert got["Worst built-in crisis"] == "GFC"
    assert got["Worst built-in crisis, VaR"] == value("STRESSED_VAR", built_in, BOOK, "GFC")
    assert got["Stressed to current"] < 1
    assert got["Worst window, VaR"] >= got["Worst built-in crisis, VaR"]


def test_of_two_blocks_each_figure_is_that_of_its_own_side() -> None:
    crisis, recent = gfc(), dated(np.random.default_rng(2).normal(0, 0.005, (260, 2)), 45663)
    history = [*crisis, *recent]
    got = report(history, [[60.0, 40.0]])
    assert got["Current VaR"] == value("CURRENT_VAR", recent, [[60.0, 40.0]])
    assert got["Stressed VaR"] == value("STRESSED_VAR", crisis, [[60.0, 40.0]], "GFC")
    assert got["Worst built-in crisis"] == "GFC"
    assert got["Worst window, last day"] <= crisis[-1][0]
    assert not [label for label in LABELS[1:] if str(got[label]).endswith(".")]


def test_a_history_without_2008_says_so_in_each_line_that_needs_it() -> None:
    recent = dated(np.random.default_rng(2).normal(0, 0.005, (300, 2)), 45663)
    got = report(recent, [[60.0, 40.0]])
    why = (
        "The history does not cover GFC (2008-09-01:2009-08-31): it has 2025-01-06 to 2026-02-27. "
        "Extend the history, or choose a window inside it."
    )
    missing = [label for label in LABELS if got[label] == why]
    assert missing == [
        "Stressed VaR", "Stressed ES", "Stressed to current", "Diversification benefit",
        "Largest contributor", "Largest contributor, share", "Capital, rule max",
        "Capital, rule basel2.5",
    ]  # fmt: skip
    assert "no built-in crisis" in str(got["Worst built-in crisis"])
    assert got["Worst built-in crisis"] == got["Worst built-in crisis, VaR"]
    assert got["Current VaR"] == value("CURRENT_VAR", recent, [[60.0, 40.0]])
    worst = value("WORST_WINDOW", recent, [[60.0, 40.0]])[0]
    assert [got[f"Worst window, {n}"] for n in ("first day", "last day", "VaR")] == worst


def test_of_pnl_vectors_the_whole_is_its_only_part() -> None:
    rows = gfc("SPX")[1:]
    pnl = [[day, 1e6 * x] for day, x in rows]
    got = report([["Date", "Desk"], *pnl], 1)
    assert got["Stressed VaR"] == value("STRESSED_VAR", pnl, 1, "GFC")
    assert (got["Diversification benefit"], got["Largest contributor"]) == (0, "Desk")
    assert got["Largest contributor, share"] == pytest.approx(1, rel=1e-12)


def test_an_undated_history_has_every_row_for_a_window_and_no_crisis() -> None:
    pnl = column(np.random.default_rng(6).normal(0, 1, 300).tolist())
    got = report(pnl, 1)
    assert got["Window"] == "every row"
    assert got["Stressed VaR"] == value("STRESSED_VAR", pnl, 1)
    assert str(got["Worst built-in crisis"]).startswith("The history has no dates")
    assert got["Worst window, first day"] >= 1
    short = report(column([0.01, -0.02, 0.01, 0.02]), 100, OMITTED, 0.75)
    assert "4" in str(short["Current VaR"])
    assert "4" in str(short["Worst window, VaR"])
    assert short["Stressed VaR"] == -0.25


def test_a_method_that_a_part_has_no_figure_by_leaves_the_benefit_out_alone() -> None:
    rng = np.random.default_rng(8)
    calm, jump = 0.01 * rng.standard_t(7, 300), np.zeros(300)
    jump[7] = -0.4
    history = dated(np.column_stack([calm, jump]), 39692)
    got = report(history, [[1000.0, 1.0]], OMITTED, 0.99, 1, "cornish fisher")
    assert isinstance(got["Stressed VaR"], float)
    assert "cornish fisher" in str(got["Diversification benefit"])
    assert isinstance(got["Largest contributor, share"], float)


def test_a_book_that_gains_has_no_ratio_and_one_without_risk_no_share() -> None:
    gains = column([1.0, 2.0, 1.5, 1.0] * 70)
    got = report(gains, 1, OMITTED, 0.75)
    assert "current VaR" in str(got["Stressed to current"])
    flat = report(gfc(), [[0.0, 0.0]])
    assert (flat["Stressed VaR"], flat["Largest contributor, share"]) == (0, "n/a")


def test_every_sentence_fits_a_cell_and_wrong_arguments_still_fail() -> None:
    got = report(column([0.01, -0.02] * 3), 100)
    assert all(len(str(cell)) <= 255 for cell in got.values())
    assert failed("STRESS_REPORT", gfc(), [[1.0]])[0] == "#VALUE!"
    assert failed("STRESS_REPORT", gfc(), [[1.0, 1.0]], "WORST")[0] == "#VALUE!"
    assert failed("STRESS_REPORT", gfc(), [[1.0, 1.0]], OMITTED, 0.99, 1, "age weighted")[0] == (
        "#VALUE!"
    )
