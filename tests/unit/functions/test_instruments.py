"""Tables of options and bonds, grids and gammas: how they are read, and refused in words."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest

from tests.support import OMITTED, failed, value

HISTORY = [["SPX", "SPX VOL"], [-0.1, 0.2], [0.05, -0.05], [0.0, 0.0]]
OPTIONS = [
    ["name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate"],
    ["Put", "SPX", "put", -10.0, 1280.0, 1216.0, 0.25, 0.2, 0.02],
    ["Call", "spx", "CALL", 5.0, 1280.0, 1300.0, 1.0, 0.2, 0.02],
]
BONDS = [
    ["name", "curve", "face", "coupon", "years", "yield"],
    ["Ten", "UST10Y", 100.0, 0.04, 10.0, 0.038],
    ["Two", "UST2Y", 100.0, 0.03, 2.0, 0.024],
]
CHANGES = [["UST2Y", "UST10Y"], [0.02, 0.02], [-0.001, 0.0005], [0.0, 0.0]]
GRID = [[-0.2, -8.0], [-0.1, -1.0], [0.0, 0.0], [0.1, 1.0]]


def edited(table, row, column, cell):
    out = deepcopy(table)
    out[row][column] = cell
    return out


def column(table, name):
    return [row[table[0].index(name)] for row in table[1:]]


# --- what is read -----------------------------------------------------------------------------------
def test_columns_stand_in_any_order_and_case() -> None:
    shuffled = [row[::-1] for row in OPTIONS]
    shuffled[0] = [name.upper() for name in shuffled[0]]
    assert value("OPTION_PNL", HISTORY, shuffled) == value("OPTION_PNL", HISTORY, OPTIONS)


def test_a_yield_left_out_is_none() -> None:
    with_yield = [[*row, "yield" if i == 0 else 0.0] for i, row in enumerate(OPTIONS)]
    assert value("OPTION_PNL", HISTORY, with_yield) == value("OPTION_PNL", HISTORY, OPTIONS)


def test_frequency_left_out_is_twice_a_year() -> None:
    often = [[*row, "frequency" if i == 0 else 2.0] for i, row in enumerate(BONDS)]
    assert value("BOND_PNL", CHANGES, often) == value("BOND_PNL", CHANGES, BONDS)


def test_where_nothing_moves_nothing_is_lost() -> None:
    assert value("OPTION_PNL", HISTORY, OPTIONS)[-1] == [0.0, 0.0]
    assert value("BOND_PNL", CHANGES, BONDS)[-1] == [0.0, 0.0]
    assert value("GRID_PNL", [[0.0]], GRID) == [[0.0]]


def test_without_a_column_of_its_own_a_volatility_is_held() -> None:
    spot_alone = [[row[0]] for row in HISTORY]
    still = [HISTORY[0], *([row[0], 0.0] for row in HISTORY[1:])]
    assert value("OPTION_PNL", spot_alone, OPTIONS) == value("OPTION_PNL", still, OPTIONS)
    assert value("OPTION_PNL", spot_alone, OPTIONS) != value("OPTION_PNL", HISTORY, OPTIONS)


def test_dates_and_names_go_through_to_the_figures() -> None:
    changes = value("CRISIS_CHANGES", "GFC", [["UST2Y", "UST10Y"]])
    pnl = value("BOND_PNL", changes, BONDS)
    assert pnl[0] == ["Date", "Ten", "Two"]
    assert column(pnl, "Date") == column(changes, "Date")
    found = value("VAR_CONTRIBUTION", pnl, [[1, 1]], "GFC")
    assert [row[0] for row in found[1:3]] == ["Ten", "Two"]
    total = value("STRESSED_VAR", pnl, [[1, 1]])
    assert sum(row[4] for row in found[1:3]) == pytest.approx(total, rel=1e-12)


def test_a_surface_reads_the_first_factor_down_and_the_second_across() -> None:
    steps = [-0.2, -0.1, 0.0, 0.1]
    surface = [[None, *steps], *([x, *(100 * x + 7 * x * y for y in steps)] for x in steps)]
    for word in ("spline", "linear"):
        ((found,),) = value("GRID_PNL", [[0.05, -0.15]], surface, word)
        assert found == pytest.approx(5 - 7 * 0.05 * 0.15, rel=1e-12)


def test_a_move_on_the_edge_of_a_grid_is_in_it() -> None:
    found = value("GRID_PNL", [[-0.2 * (1 + 1e-14)], [0.1]], GRID)
    np.testing.assert_allclose(found, [[-8.0], [1.0]], rtol=1e-14)


def test_the_crisis_shows_where_delta_lies() -> None:
    """A short three-month 95% put in the GFC: by delta VaR is far too low, by a spline right."""
    spx = value("CRISIS_RETURNS", "GFC", "SPX")
    put = [OPTIONS[0], ["Put", "SPX", "put", -1.0, 100.0, 95.0, 0.25, 0.25, 0.02]]
    ((_, delta, gamma, *_),) = value("OPTION_VALUE", "put", 100, 95, 0.25, 0.25, 0.02)
    steps = [x / 100 for x in range(-15, 16, 5)]
    shocked = value("OPTION_PNL", [["SPX"], *([x] for x in steps)], put)[1:]
    grid = [[x, *p] for x, p in zip(steps, shocked, strict=True)]
    full = value("STRESSED_VAR", value("OPTION_PNL", spx, put), 1)
    straight, bent, lines, spline = (
        value("STRESSED_VAR", pnl, 1) / full - 1
        for pnl in (
            value("DELTA_GAMMA_PNL", spx, -100 * delta),
            value("DELTA_GAMMA_PNL", spx, -100 * delta, -1e4 * gamma),
            value("GRID_PNL", spx, grid, "linear"),
            value("GRID_PNL", spx, grid),
        )
    )
    assert -0.45 < straight < -0.25
    assert -0.1 < bent < -0.02
    assert 0.01 < lines < 0.06
    assert abs(spline) < 0.002


# --- what is refused --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        (edited(OPTIONS, 1, 1, "DAX"), "#VALUE!", "(Put, underlying) is DAX, which is not a column"),
        (edited(OPTIONS, 1, 2, "P"), "#VALUE!", "'P', which is not a type of option. Use one of call, put"),
        (edited(OPTIONS, 2, 6, -0.5), "#NUM!", "(Call, years) is -0.5. It must be 0 or more"),
        (edited(OPTIONS, 2, 6, 90.0), "#NUM!", "90 days are 0.25"),
        (edited(OPTIONS, 1, 7, 20.0), "#NUM!", "a volatility of 2000% a year. Type 20% or 0.2"),
        (edited(OPTIONS, 1, 7, 0.0), "#NUM!", "(Put, volatility) is 0. It must be greater than 0"),
        (edited(OPTIONS, 1, 8, 5.0), "#NUM!", "a rate of 500% a year"),
        (edited(OPTIONS, 1, 4, None), "#VALUE!", "(Put, spot) is blank"),
        (edited(OPTIONS, 0, 6, "expiry"), "#VALUE!", "no column years"),
        ([[*row, "x"] for row in OPTIONS], "#VALUE!", "column 'x', which is not used here"),
        ([[*row, row[0]] for row in OPTIONS], "#VALUE!", "the column name again"),
        (edited(OPTIONS, 2, 0, "put"), "#VALUE!", "the name put again"),
        (OPTIONS[1:], "#VALUE!", "no header row"),
        (OPTIONS[:1], "#VALUE!", "no row below it"),
    ],
)  # fmt: skip
def test_an_option_that_is_none_is_refused_in_words(table, code, said) -> None:
    got, sentence = failed("OPTION_PNL", HISTORY, table)
    assert (got, said in sentence) == (code, True), sentence


@pytest.mark.parametrize(
    ("table", "code", "said"),
    [
        (edited(BONDS, 1, 1, "UST30Y"), "#VALUE!", "(Ten, curve) is UST30Y, which is not a column"),
        (edited(BONDS, 1, 3, 4.0), "#NUM!", "a rate of 400% a year"),
        (edited(BONDS, 1, 5, 3.8), "#NUM!", "a rate of 380% a year"),
        (edited(BONDS, 1, 4, 0.0), "#NUM!", "It must be greater than 0"),
        (edited(BONDS, 1, 4, 3650.0), "#NUM!", "3650 years"),
        ([[*row, "frequency" if i == 0 else 3.0] for i, row in enumerate(BONDS)], "#NUM!", "3 coupons"),
    ],
)  # fmt: skip
def test_a_bond_that_is_none_is_refused_in_words(table, code, said) -> None:
    got, sentence = failed("BOND_PNL", CHANGES, table)
    assert (got, said in sentence) == (code, True), sentence


@pytest.mark.parametrize(
    ("history", "code", "said"),
    [
        ([["SPX", "SPX VOL"], [0.0, 0.0], [0.1, -0.2]], "#NUM!", "day 2 the volatility of Put would be 0"),
        ([["SPX", "SPX VOL"], [0.1, 5.0]], "#NUM!", "would be 5.2: it moves by 5"),
        ([["SPX"], [-1.01]], "#VALUE!", "a return below -100%"),
        ([["SPX"], *([-1.0 if i % 2 else 1.0] for i in range(20))], "#VALUE!", "percent by 100"),
        ([["SPX", "SPX VOL"], *([0.0, (-1.0) ** i] for i in range(20))], "#VALUE!", "changes of a volatility"),
        ([["SPX", "SPX VOL"], *([0.0, 0.2] for i in range(20))], "#VALUE!", "holds levels"),
        ([[0.1], [0.2]], "#VALUE!", "no header row"),
    ],
)  # fmt: skip
def test_moves_that_options_cannot_make_are_refused_in_words(history, code, said) -> None:
    got, sentence = failed("OPTION_PNL", history, OPTIONS)
    assert (got, said in sentence) == (code, True), sentence


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ([2.0], "#VALUE!", "moves by 200%"),
        ([0.05 * (-1) ** i for i in range(20)], "#VALUE!", "basis points by 10000"),
        ([0.04] * 20, "#VALUE!", "holds levels, not changes of a yield"),
        ([-0.24], "#NUM!", "the yield of Ten would be -0.202"),
    ],
)
def test_changes_that_yields_cannot_make_are_refused_in_words(changes, code, said) -> None:
    history = [["UST2Y", "UST10Y"], *([0.0, x] for x in changes)]
    got, sentence = failed("BOND_PNL", history, BONDS)
    assert (got, said in sentence) == (code, True), sentence


@pytest.mark.parametrize(
    ("history", "grid", "code", "said"),
    [
        ([[0.0], [-0.21]], GRID, "#N/A", "On day 2 column 1 moves by -0.21, beyond the grid's -0.2 to 0.1"),
        ([[0.0, 0.1]], GRID, "#VALUE!", "a grid of 1 factor, and the history has 2 columns"),
        ([[0.0]], GRID[::-1], "#VALUE!", "not above the move before it"),
        ([[0.0]], GRID[1:], "#N/A", "3 moves; spline takes at least 4"),
        ([[0.0]], [[100 * m, p] for m, p in GRID], "#VALUE!", "a move of -20"),
        ([[0.0]], [[m, 50 + p] for m, p in GRID], "#VALUE!", "50 at a move of 0: a value, or a P&L?"),
        ([[0.0]], [[m] for m, _ in GRID], "#VALUE!", "4 x 1"),
    ],
)  # fmt: skip
def test_a_grid_that_does_not_serve_is_refused_in_words(history, grid, code, said) -> None:
    got, sentence = failed("GRID_PNL", history, grid)
    assert (got, said in sentence) == (code, True), sentence


def test_three_moves_are_enough_for_lines() -> None:
    assert value("GRID_PNL", [[-0.05]], GRID[1:], "linear") == [[-0.5]]


@pytest.mark.parametrize(
    ("gamma", "said"),
    [
        ([[1.0, 2.0], [3.0, 4.0]], "is 2, and 3 on the other side"),
        ([[1.0, 2.0, 3.0]], "1 x 3 for 2 assets"),
    ],
)
def test_a_gamma_that_does_not_fit_is_refused_in_words(gamma, said) -> None:
    code, sentence = failed("DELTA_GAMMA_PNL", [[0.1, 0.2]], [[1, 1]], gamma)
    assert (code, said in sentence) == ("#VALUE!", True), sentence


def test_gamma_is_one_number_an_asset_or_a_matrix() -> None:
    row = value("DELTA_GAMMA_PNL", [[0.1, 0.2]], [[1, 1]], [[4, 6]])
    matrix = value("DELTA_GAMMA_PNL", [[0.1, 0.2]], [[1, 1]], [[4, 0], [0, 6]])
    assert row == matrix == [[pytest.approx(0.3 + 0.02 + 0.12)]]
    assert np.shape(value("DELTA_GAMMA_PNL", [["A"], [0.1]], 5, OMITTED)) == (2, 1)
