"""A series goes on where the method has no figure, and says so in that row; a search cannot."""

from __future__ import annotations

import numpy as np
import pytest

from tests.support import OMITTED, column, failed, value
from xl_stressvar.crises import library
from xl_stressvar.domain import dates

C, LENGTH = 0.975, 250
#: Days of the S&P 500, by number, of which some windows of 250 and not all have no figure.
PARTLY = {"cornish fisher": (1160, 290), "evt": (5160, 290), "garch": (201, 252)}
LESS = [m for m in PARTLY if m != "garch"]  # which searches by filtered


def days(method: str) -> list[float]:
    data = library.load()
    returns = data.returns[:, data.codes.index("SPX")]
    start, count = PARTLY[method]
    return [float(x) for x in returns[np.isfinite(returns)][start : start + count]]


@pytest.mark.parametrize("method", PARTLY)
def test_a_day_without_a_figure_is_an_error_in_its_own_row(method) -> None:
    pnl = days(method)
    series = value("VAR_SERIES", column(pnl), 1, C, 1, method, LENGTH)[1:]
    seen = set()
    for day, var in series:
        before = column(pnl[int(day) - 1 - LENGTH : int(day) - 1])
        if str(var) == "#NUM!":
            assert failed("CURRENT_VAR", before, 1, C, 1, method, LENGTH)[0] == "#NUM!"
        else:
            assert value("CURRENT_VAR", before, 1, C, 1, method, LENGTH) == pytest.approx(var, 1e-9)
        seen.add(str(var) == "#NUM!")
    assert len(series) == len(pnl) - LENGTH
    assert seen == {True, False}


@pytest.mark.parametrize("method", LESS)
def test_the_ratio_of_such_a_day_is_the_same_error(method) -> None:
    pnl = days(method)
    var = [row[1] for row in value("VAR_SERIES", column(pnl), 1, C, 1, method, LENGTH)[1:]]
    good = next(i for i, x in enumerate(var) if isinstance(x, float))
    dated = [[36526.0 + i, x] for i, x in enumerate(pnl)]
    stress = f"{dates.iso(36526 + good)}:{dates.iso(36526 + good + LENGTH - 1)}"
    rows = value("RATIO_SERIES", dated, 1, stress, C, 1, method, LENGTH)[1:]
    assert [str(row[2]) == "#NUM!" for row in rows] == [str(x) == "#NUM!" for x in var]
    assert [row[1] for row in rows] == var


@pytest.mark.parametrize("method", LESS)
def test_a_window_without_a_figure_is_an_error_in_its_own_row(method) -> None:
    pnl = days(method)
    rows = value("WINDOW_SERIES", column(pnl), 1, LENGTH, C, 1, method, 1)[1:]
    for start, end, var in rows:
        alone = column(pnl[int(start) - 1 : int(end)])
        if str(var) == "#NUM!":
            assert failed("STRESSED_VAR", alone, 1, OMITTED, C, 1, method)[0] == "#NUM!"
        else:
            assert value("STRESSED_VAR", alone, 1, OMITTED, C, 1, method) == pytest.approx(var)
    assert len({str(row[2]) == "#NUM!" for row in rows}) == 2


@pytest.mark.parametrize("method", LESS)
def test_a_search_names_the_first_window_without_a_figure(method) -> None:
    pnl = days(method)
    rows = value("WINDOW_SERIES", column(pnl), 1, LENGTH, C, 1, method, 1)[1:]
    first = next(row for row in rows if str(row[2]) == "#NUM!")
    for name, arguments in (("WORST_WINDOW", (LENGTH,)), ("WINDOW_RANKING", (2, LENGTH))):
        error, said = failed(name, column(pnl), 1, *arguments, C, 1, method)
        assert error == "#NUM!"
        assert said.startswith(f"days {first[0]:.0f} to {first[1]:.0f}: ")


@pytest.mark.parametrize("name", ["VAR_SERIES", "RATIO_SERIES", "WINDOW_SERIES"])
def test_a_series_without_any_figure_is_refused_with_the_reason(name) -> None:
    """One loss a hundred times the rest bends the tail too far for cornish fisher wherever it lies."""
    pnl = [0.01, -0.01] * 20
    pnl[20] = -1.0
    given = {"VAR_SERIES": (C, 1, "cornish fisher", 30), "RATIO_SERIES": (OMITTED, C, 1, "cornish fisher", 30),
             "WINDOW_SERIES": (30, C, 1, "cornish fisher", 1)}[name]  # fmt: skip
    error, said = failed(name, column(pnl), 1, *given)
    assert error == "#NUM!"
    assert "outside the domain of cornish fisher" in said
    if name != "RATIO_SERIES":  # whose stress window has no figure either
        assert said.startswith("days 1 to 30: ")
