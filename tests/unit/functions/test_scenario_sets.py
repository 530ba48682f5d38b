"""SCENARIO_LIBRARY and SCENARIO_TABLE: what a set is, what it does to a portfolio, and what it refuses."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, failed, gfc, value
from xl_stressvar.crises.windows import CRISES

BOOK = [[60, 40]]
OWN = [["Fall", "SPX", -0.2], ["Fall", "UST10Y", 0.05], ["Rates", "UST10Y", -0.1]]


def library(*arguments: object) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for scenario, factor, shock, _ in value("SCENARIO_LIBRARY", *arguments)[1:]:
        found.setdefault(scenario, {})[factor] = shock
    return found


def test_a_replay_is_there_for_every_built_in_crisis() -> None:
    assert list(library()) == [f"{crisis.name} ({crisis.code})" for crisis in CRISES]


def test_in_1994_bonds_fell_with_stocks_and_in_2008_they_rose() -> None:
    found = library("replay", "SPX;UST10Y")
    assert found["Bond market sell-off of 1994 (BONDS_1994)"]["UST10Y"] < -0.05
    assert found["Global financial crisis (GFC)"]["UST10Y"] > 0.05


def test_a_crisis_without_the_factors_is_left_out() -> None:
    assert list(library("replay", "XLF")) == [
        f"{c.name} ({c.code})" for c in CRISES if c.code in ("GFC", "EURO", "TAPER", "CHINA")
    ]


def test_the_supervisory_set_is_of_its_tables() -> None:
    """Tables 1B and 3B: 1.252 to 1.138 USD/pound, 157.4 to 153.9 yen/USD; 1A and 3A: BBB less 10-year."""
    (shocks,) = library("supervisory").values()
    assert shocks["GBPUSD"] == pytest.approx(1.138 / 1.252 - 1, rel=1e-12)
    assert shocks["USDJPY"] == pytest.approx(153.9 / 157.4 - 1, rel=1e-12)
    assert shocks["CREDIT SPREAD"] == pytest.approx((6.0 - 1.1 - (5.4 - 4.3)) / 100, abs=1e-12)
    assert shocks["VOLATILITY"] == pytest.approx(51.2 / 27.6 - 1, rel=1e-12)


def test_every_row_says_where_it_comes_from() -> None:
    for name in ("replay", "article", "supervisory"):
        assert all(len(row[3]) > 20 for row in value("SCENARIO_LIBRARY", name)[1:])


def test_factors_that_no_scenario_moves_are_named() -> None:
    code, sentence = failed("SCENARIO_LIBRARY", "supervisory", "GOLD;WTI")
    assert (code, "GOLD, WTI" in sentence) == ("#N/A", True)


def test_a_set_becomes_a_table_of_pnl_with_the_worst_marked() -> None:
    rows = value("SCENARIO_TABLE", gfc(), BOOK)
    assert len(rows) == len(CRISES) + 1
    worst = [row for row in rows[1:] if row[3] == "worst"]
    assert [row[1] for row in worst] == [min(row[1] for row in rows[1:])]


def test_own_scenarios_come_as_rows_with_or_without_a_header_and_a_source() -> None:
    bare = value("SCENARIO_TABLE", gfc(), BOOK, OWN)
    assert bare[1][:3] == ["Fall", pytest.approx(-0.2 * 60 + 0.05 * 40), "none"]
    headed = [["Scenario", "Factor", "Shock", "Source"], *[[*row, "board"] for row in OWN]]
    assert value("SCENARIO_TABLE", gfc(), BOOK, headed) == bare


def test_the_library_s_own_rows_can_be_given_back() -> None:
    rows = value("SCENARIO_LIBRARY", "replay")
    assert value("SCENARIO_TABLE", gfc(), BOOK, rows) == value("SCENARIO_TABLE", gfc(), BOOK)


def test_an_asset_without_a_shock_is_listed_as_propagated() -> None:
    rows = value("SCENARIO_TABLE", gfc(), BOOK, OWN)
    assert rows[2][2] == "SPX"
    alone = value("SCENARIO_PROPAGATE", [row[1:] for row in gfc()[1:]], [[None, -0.1]])
    assert rows[2][1] == pytest.approx(60 * alone[0][0] - 0.1 * 40, rel=1e-9)


def test_a_scenario_that_moves_nothing_held_does_not_stop_the_others() -> None:
    rows = value("SCENARIO_TABLE", gfc(), BOOK, "article")
    assert [str(row[1])[:4] for row in rows[2:]] == ["#N/A", "#N/A"]
    assert "CREDIT SPREAD" in rows[2][3]
    assert rows[1][3] == "worst"


def test_names_need_not_match_in_case() -> None:
    table = gfc()
    table[0] = ["Date", "spx", "Ust10y"]
    assert value("SCENARIO_TABLE", table, BOOK, OWN)[1][2] == "none"


def test_a_shock_that_the_window_never_saw_is_refused_in_its_row() -> None:
    table = [[*row[:2], 0.0 if i else "CASH"] for i, row in enumerate(gfc())]
    rows = value("SCENARIO_TABLE", table, BOOK, [["Cash", "CASH", -0.1], ["Fall", "SPX", -0.1]])
    assert str(rows[1][1]) == "#N/A"
    assert "CASH never moved" in rows[1][3]
    assert rows[2][3] == "worst"


def test_a_window_that_is_not_covered_is_told_in_each_row_that_needs_it() -> None:
    rows = value("SCENARIO_TABLE", gfc(), BOOK, OWN, "COVID")
    assert rows[1][3] == "worst"  # whose assets all have a shock
    assert "does not cover COVID" in rows[2][3]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("replays", "replay, article, supervisory"),
        ([["Fall", "SPX"], ["Fall", "UST10Y"]], "three columns"),
        ([["Fall", "SPX", -0.1], ["Fall", "spx", -0.2]], "names spx twice"),
        ([["Fall", None, -0.1], ["Fall", "SPX", -0.2]], "blank where a name is expected"),
        ([["Fall", "SPX", None], ["Rise", "SPX", 0.2]], "blank"),
        ([["Fall", 2008, -0.1], ["Rise", "SPX", 0.2]], "where a name is expected"),
        ([["Scenario", "Factor", "Shock"], [None, None, None]], "no row of numbers"),
    ],
)
def test_a_set_that_cannot_be_read_is_refused(given: object, told: str) -> None:
    code, sentence = failed("SCENARIO_TABLE", gfc(), BOOK, given)
    assert code == "#VALUE!"
    assert told in sentence


def test_a_history_without_names_cannot_be_matched() -> None:
    code, sentence = failed("SCENARIO_TABLE", [row[1:] for row in gfc()[1:]], BOOK)
    assert (code, "header row" in sentence) == ("#VALUE!", True)


def test_set_left_out_is_replay() -> None:
    assert value("SCENARIO_LIBRARY", OMITTED) == value("SCENARIO_LIBRARY", "replay")


def test_a_single_row_is_a_scenario() -> None:
    assert [row[0] for row in value("SCENARIO_TABLE", gfc(), BOOK, OWN[:1])[1:]] == ["Fall"]


def test_a_row_of_blanks_is_said_to_be_blank() -> None:
    code, sentence = failed("SCENARIO_TABLE", gfc(), BOOK, [[None, None, None]])
    assert code == "#VALUE!"
    assert "blank" in sentence


@pytest.mark.parametrize("empty", [[], [[]], [[None]], [[None, None, None]]])
def test_a_set_of_nothing_is_refused(empty: list[list[None]]) -> None:
    history = [["A"], [0.01], [-0.01], [0.02]]
    assert failed("SCENARIO_TABLE", history, 100.0, empty)[0] == "#VALUE!"
