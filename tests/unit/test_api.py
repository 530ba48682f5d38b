"""The Python API: what is exported, how pandas goes in and comes out, and how it refuses."""

from __future__ import annotations

import datetime as dt
import inspect
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

import xl_stressvar as sv
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.frames import cells

BOOK = {"SPX": 60.0, "UST10Y": 30.0, "WTI": 10.0}


@pytest.fixture(scope="module")
def returns() -> pd.DataFrame:
    return sv.crisis_returns("GFC", list(BOOK))


def test_the_exported_names() -> None:
    assert sv.__all__ == [
        "BadInput", "Bonds", "Grid", "History", "ImpossibleNumber", "NotEnoughData", "Options",
        "Positions", "StressVarError", "Window", "WorstWindow", "ask", "bonds", "calc", "call",
        "crisis_corr", "crisis_returns", "crisis_windows", "current_es", "current_var", "evaluate",
        "grid", "group_contribution", "history", "options", "overlapping_returns", "positions",
        "ratio_series", "stress_attribution", "stress_ratio", "stress_report", "stressed_es",
        "stressed_var", "stressed_var_table", "var_contribution", "var_series", "what_if",
        "window_ranking", "window_series", "worst_window",
    ]  # fmt: skip


@pytest.mark.parametrize("name", sv.__all__)
def test_an_exported_name_is_there_and_documented(name: str) -> None:
    assert getattr(sv, name).__doc__
    assert name in dir(sv)


def test_a_name_that_is_not_exported_is_missing() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = sv.nothing  # type: ignore[attr-defined]


def loaded(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}; import sys; print(*sys.modules)"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_the_import_alone_brings_nothing() -> None:
    added = loaded("import xl_stressvar") - loaded("pass")
    assert added <= {"xl_stressvar"}


def test_a_figure_brings_neither_pandas_nor_what_calculates_workbooks() -> None:
    there = loaded(
        "import xl_stressvar as sv; sv.stressed_var([0.01, -0.02, 0.01], 1, confidence=0.6)"
    )
    assert not there & {"pandas", "scipy.stats", "lxml", "formualizer", "xlwings"}


@pytest.mark.parametrize(
    "name", [n for n in sv.__all__ if n.upper() in CATALOGUE and n not in ("crisis_windows",)]
)
def test_a_function_has_the_arguments_and_defaults_of_its_worksheet_function(name: str) -> None:
    ours = inspect.signature(getattr(sv, name)).parameters
    entry = CATALOGUE[name.upper()]
    theirs = {p.name: p for p in entry.parameters if p.name in ours}
    assert list(ours) == list(theirs) == [p.name for p in entry.parameters][: len(ours)]
    for parameter in theirs.values():
        default = ours[parameter.name].default
        if parameter.required:
            assert default is inspect.Parameter.empty
        elif default is None or parameter.default is None:
            assert default == parameter.default
        else:
            theirs_default = parameter.default  # of a window its code, of a method its name
            shown = (getattr(theirs_default, fact, None) for fact in ("code", "level", "name"))
            assert default == next((s for s in shown if s is not None), theirs_default)


def test_stressed_var_is_the_percentile_of_the_p_and_l(returns: pd.DataFrame) -> None:
    pnl = returns[list(BOOK)] @ list(BOOK.values())
    assert sv.stressed_var(returns, BOOK, "GFC") == pytest.approx(-pnl.quantile(0.01), rel=1e-12)
    assert sv.stressed_var(returns, BOOK, confidence=0.95) == pytest.approx(-pnl.quantile(0.05))


def test_every_way_to_give_a_history_gives_the_same_figure(returns: pd.DataFrame) -> None:
    wanted = sv.stressed_var(returns, BOOK)
    tokyo = returns.tz_localize("Asia/Tokyo")
    texts = returns.set_axis([f"{day:%Y-%m-%d}" for day in returns.index])
    days = returns.set_axis([day.date() for day in returns.index])
    for history in (returns[::-1], tokyo, texts, days, sv.history(returns)):
        assert sv.stressed_var(history, BOOK, "GFC") == wanted
    assert sv.stressed_var(returns.to_numpy(), [60, 30, 10]) == wanted
    assert sv.stressed_var(returns @ [60, 30, 10], 1) == pytest.approx(wanted, rel=1e-12)


def test_every_way_to_give_positions_gives_the_same_figure(returns: pd.DataFrame) -> None:
    wanted = sv.stressed_var(returns, BOOK)
    turned = dict(reversed(BOOK.items()))
    for held in (pd.Series(turned), np.array([60.0, 30, 10]), (60, 30, 10), sv.positions(turned)):
        assert sv.stressed_var(returns, held) == wanted  # type: ignore[arg-type]


def test_every_way_to_name_a_window_gives_the_same_figure(returns: pd.DataFrame) -> None:
    wanted = sv.stressed_var(returns, BOOK, "GFC")
    first, last = dt.date(2008, 9, 1), dt.date(2009, 8, 31)
    stamps = pd.Timestamp(first), pd.Timestamp(last)
    for window in (
        "2008",
        ["GFC"],
        (first, last),
        stamps,
        sv.Window(39692, 40056),
        sv.Window(39692, 40056, "GFC"),
    ):
        assert sv.stressed_var(returns, BOOK, window) == wanted


def test_components_add_up_to_the_var(returns: pd.DataFrame) -> None:
    parts = sv.var_contribution(returns, BOOK)
    assert list(parts.index) == [*BOOK, "Total", "Diversification benefit"]
    var = sv.stressed_var(returns, BOOK)
    assert parts.loc[list(BOOK), "Component VaR"].sum() == pytest.approx(var, rel=1e-12)
    assert np.isnan(parts.loc["Total", "Incremental VaR"])


def test_the_worst_window_can_be_asked_for_again(returns: pd.DataFrame) -> None:
    start, end, var = sv.worst_window(returns, BOOK, 100)
    assert isinstance(start, pd.Timestamp)
    assert len(returns.loc[start:end]) == 100
    assert sv.stressed_var(returns.loc[start:end], BOOK, (start, end)) == var  # type: ignore[misc, arg-type]
    undated = sv.worst_window([0.01, -0.02, 0.01, 0.01, -0.03, 0.01], 100, 4, 0.75)
    assert (undated.start, undated.end) == (2, 5)


def test_tables_come_back_with_days_and_names(returns: pd.DataFrame) -> None:
    series = sv.var_series(returns, BOOK, lookback=200)
    assert series.index.equals(returns.index[200:])
    table = sv.stressed_var_table(returns, BOOK, ["GFC", "COVID"])
    assert table.loc["GFC", "Start"] == pd.Timestamp("2008-09-01")
    assert np.isnan(table.loc["COVID", "Stressed VaR"])
    corr = sv.crisis_corr(returns)
    assert corr.loc["SPX", "WTI"] == pytest.approx(returns["SPX"].corr(returns["WTI"]))
    assert sv.crisis_windows().loc["GFC", "Trading days"] == 252
    assert list(sv.stress_attribution(returns, BOOK, lookback=100).index[[0, -1]]) == [
        "Current VaR",
        "Stressed VaR",
    ]


def test_any_function_of_the_catalogue_can_be_asked(returns: pd.DataFrame) -> None:
    assert sv.ask("capital_req", 1, 2, multiplier=4) == 8
    vol = sv.ask("CRISIS_VOL", returns, annualise=False)
    assert vol == pytest.approx(returns.std().to_numpy()[None, :])
    report = sv.ask("CAPITAL_CHECK", 40, 50)
    assert report["Status"] == "BREACH"
    assert list(sv.ask("KUPIEC_TEST", 5, 224)) == ["LR", "p"]


@pytest.mark.parametrize(
    ("change", "kind", "said"),
    [
        ({"positions": {"SPX": 60.0}}, sv.BadInput, "no amount for UST10Y"),
        ({"positions": {**BOOK, "WTI": float("nan")}}, sv.BadInput, "WTI) is blank"),
        ({"window": "COVID"}, sv.NotEnoughData, "does not cover COVID"),
        ({"window": "TULIPS"}, sv.BadInput, "TULIPS"),
        ({"confidence": 5}, sv.ImpossibleNumber, "Did you mean 95%?"),
        ({"method": "guess"}, sv.BadInput, "historical rank"),
        ({"horizon_days": -1}, sv.ImpossibleNumber, "horizon_days"),
    ],
)
def test_what_a_cell_refuses_python_refuses_in_the_same_words(
    returns: pd.DataFrame, change: dict[str, object], kind: type[Exception], said: str
) -> None:
    arguments = {"history": returns, "positions": BOOK, "window": "GFC"} | change
    with pytest.raises(kind, match=said.replace(")", r"\)").replace("?", r"\?")):
        sv.stressed_var(**arguments)  # type: ignore[arg-type]


def test_a_gap_and_prices_are_refused(returns: pd.DataFrame) -> None:
    with pytest.raises(sv.BadInput, match=r"2008-09-29, SPX\) is blank"):
        sv.stressed_var(returns.where(returns["SPX"] > -0.08), BOOK)
    with pytest.raises(sv.ImpossibleNumber, match="prices"):
        sv.history(100 * (1 + returns).cumprod())


def test_what_python_itself_would_refuse_stays_so(returns: pd.DataFrame) -> None:
    with pytest.raises(TypeError, match="colour"):
        sv.ask("STRESSED_VAR", returns, BOOK, colour="red")
    with pytest.raises(AttributeError, match="SRESSED_VAR"):
        sv.ask("SRESSED_VAR", returns, BOOK)
    with pytest.raises(TypeError, match="one portfolio"):
        sv.stressed_var(returns, [[60, 30, 10], [10, 30, 60]])  # type: ignore[list-item]
    with pytest.raises(sv.StressVarError):
        sv.ask("STRESSVAR_WHY", 1)


def test_a_number_too_large_is_refused_not_infinite() -> None:
    with pytest.raises(sv.ImpossibleNumber):
        sv.stressed_var([-1e308, 1e308, -1e308], [10], confidence=0.6)


def test_a_missing_number_or_day_is_a_blank() -> None:
    frame = pd.DataFrame({"A": [0.1, np.nan]}, index=pd.to_datetime(["2020-01-02", None]))
    assert cells(frame)[1:] == [[pd.Timestamp("2020-01-02"), 0.1], [None, None]]  # type: ignore[index]
