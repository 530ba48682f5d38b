"""The worksheet functions for Python: pandas in, floats and pandas out, failures as exceptions.

`ask` puts Python values to any function of the catalogue, read by the very kinds that read a sheet's
cells: what is refused there is refused here, in the same sentence. The functions below it are the
ones asked most, with their types. Meaning, unit and limits of each argument are in the reference.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from . import errors
from .catalogue import CATALOGUE, Entry, Parameter, spelled
from .dispatch import read, run
from .domain import History, Portfolio, Positions, Window
from .frames import cells, listed, shown, surface

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    #: Daily returns as decimals, a column an asset, days as the index; or one series of P&L.
    Returns = History | pd.DataFrame | pd.Series[float] | np.ndarray[Any, Any]
    #: Money in each asset, by name or in the order of the columns; short is negative. Or a portfolio
    #: that values itself.
    Holdings = (
        Positions | Portfolio | Mapping[str, float] | pd.Series[float] | Sequence[float] | float
    )
    #: "GFC", "2008-09-01:2009-08-31", a first and a last day, several such texts, or "WORST".
    Windows = str | Window | tuple[dt.date, dt.date] | Sequence[str]


class WorstWindow(NamedTuple):
    """The first and last day of a window, numbers from 1 without dates; and the VaR over it."""

    start: pd.Timestamp | int
    end: pd.Timestamp | int
    var: float


def ask(name: str, /, *arguments: Any, **named: Any) -> Any:
    """Any worksheet function on Python values: ask("CRISIS_VOL", returns, window="GFC").

    Arguments by place or by the names of the reference; None leaves one out. Floats and texts come
    back as they are, matrices as arrays, tables and reports as pandas.

    Raises: BadInput, ImpossibleNumber or NotEnoughData, whose text is the sentence of a cell;
    TypeError for arguments that the function does not have.
    """
    entry = _entry(name)
    result = _result(entry, arguments, named)
    return shown(result, [column for column, _ in entry.returns.columns])


def _entry(name: str) -> Entry:
    if name.upper() not in CATALOGUE:
        raise AttributeError(f"there is no worksheet function {name!r}")
    return CATALOGUE[name.upper()]


def _result(entry: Entry, arguments: Sequence[Any], named: Mapping[str, Any]) -> Any:
    """What the function itself gives, before it is made ready to be shown."""
    bound = inspect.signature(entry.function).bind(*arguments, **named).arguments
    given = {
        parameter.name: _read(parameter, bound[spelled(parameter.name)])
        for parameter in entry.parameters
        if bound.get(spelled(parameter.name)) is not None
    }
    try:
        return run(entry, given)
    except (MemoryError, OverflowError):
        raise errors.OVERFLOW() from None


def history(returns: pd.DataFrame | pd.Series[float] | np.ndarray[Any, Any]) -> History:
    """Daily returns, read and checked once, to be asked many times.

    returns: (days, assets) decimals, newest or oldest first; days as the index, a column an asset.

    Raises: BadInput for a gap, or a day twice or out of order; ImpossibleNumber for prices.
    """
    return cast(History, _of_stressed_var("history", returns))


def positions(holdings: Mapping[str, float] | pd.Series[float] | Sequence[float]) -> Positions:
    """Signed money in each asset, by name or in the order of the columns.

    Raises: BadInput for an amount that is missing.
    """
    return cast(Positions, _of_stressed_var("positions", holdings))


def options(table: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Portfolio:
    """A book of European options that values itself: what a figure takes in the place of positions.

    table: an option a row, with the columns of OPTION_PNL: name (or the index), underlying, type,
    quantity, spot, strike, years, volatility, rate, and perhaps yield.

    Raises: BadInput for a column that is missing or unknown; ImpossibleNumber for percent or days.
    """
    return cast(Portfolio, _of("OPTION_PNL", "options", listed(table)))


def bonds(table: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Portfolio:
    """Bonds that value themselves on a history of changes of yields, as decimals.

    table: a bond a row, with the columns of BOND_PNL: name (or the index), curve, face, coupon, years,
    yield, and perhaps frequency.

    Raises: BadInput for a column that is missing or unknown; ImpossibleNumber for percent or days.
    """
    return cast(Portfolio, _of("BOND_PNL", "bonds", listed(table)))


def grid(pnl: pd.DataFrame, interpolation: str = "spline") -> Portfolio:
    """P&L at moves of a factor, as a portfolio on a history of that factor.

    pnl: moves as the index, a column an instrument; or moves of a second factor as the columns.
    interpolation: spline or linear.

    Raises: BadInput for moves out of order, and for values in place of P&L.
    """
    found = _of("GRID_PNL", "grid", surface(pnl))
    word = _of("GRID_PNL", "interpolation", interpolation)
    return cast(Portfolio, replace(found, interpolation=word))


def _of_stressed_var(argument: str, value: Any) -> Any:
    return _of("STRESSED_VAR", argument, value)


def _of(function: str, argument: str, value: Any) -> Any:
    return _read(CATALOGUE[function].parameter(argument), value)


def _read(parameter: Parameter, value: Any) -> Any:
    """A value as the parameter's kind reads it from cells; what was read before passes as it is."""
    if isinstance(value, (History, Positions)) or hasattr(value, "pnl_on"):
        return value
    if isinstance(value, Window):
        value = value.code or str(value)
    return read(parameter, cells(value))


def current_var(
    history: Returns,
    positions: Holdings,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> float:
    """Value at risk on the latest days; a loss is positive, in the unit of the positions.

    Raises: NotEnoughData for fewer days than lookback, or fewer than the tail needs.
    """
    return _number("CURRENT_VAR", history, positions, confidence, horizon_days, method, lookback)


def current_es(
    history: Returns,
    positions: Holdings,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> float:
    """Expected shortfall on the latest days: the mean loss beyond VaR.

    Raises: NotEnoughData for fewer days than lookback, or fewer than the tail needs.
    """
    return _number("CURRENT_ES", history, positions, confidence, horizon_days, method, lookback)


def stressed_var(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
) -> float:
    """Value at risk of today's positions as if the crisis came back; of several, the worst.

    window: left out, GFC for a history with dates and every row of one without.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    """
    return _number("STRESSED_VAR", history, positions, window, confidence, horizon_days, method)


def stressed_es(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
) -> float:
    """Expected shortfall of today's positions as if the crisis came back; of several, the worst.

    Raises: NotEnoughData if the history does not cover a window, or the tail needs more days.
    """
    return _number("STRESSED_ES", history, positions, window, confidence, horizon_days, method)


def stress_ratio(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> float:
    """How many times the current VaR the stressed VaR is.

    Raises: ImpossibleNumber if the current VaR is zero or a gain.
    """
    return _number(
        "STRESS_RATIO", history, positions, window, confidence, horizon_days, method, lookback
    )


def stressed_var_table(
    history: Returns,
    positions: Holdings,
    windows: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
) -> pd.DataFrame:
    """Stressed VaR and ES in each crisis, a row each; NaN and the reason where there is none."""
    return ask_table(
        "STRESSED_VAR_TABLE", history, positions, windows, confidence, horizon_days, method
    )


def var_contribution(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    measure: str = "var",
) -> pd.DataFrame:
    """Which assets the stressed VaR comes from, or with measure "es" the ES: a row an asset, then the totals.

    Columns: Position, Standalone VaR, Marginal VaR, Component VaR (they sum to the VaR), Share,
    Incremental VaR; or the same of ES.

    Raises: NotEnoughData if the history does not cover the window, or the tail needs more days.
    """
    return ask_table(
        "VAR_CONTRIBUTION", history, positions, window, confidence, horizon_days, method, measure
    )


def stress_attribution(
    history: Returns,
    positions: Holdings,
    window: Windows | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> pd.Series[float]:
    """What takes current VaR to stressed VaR: volatility, correlation, shape of the tail.

    Raises: ImpossibleNumber for a portfolio that does not move in the current or stressed days.
    """
    return cast(
        "pd.Series[float]",
        ask_table(
            "STRESS_ATTRIBUTION",
            history,
            positions,
            window,
            confidence,
            horizon_days,
            method,
            lookback,
        )["VaR"],
    )


def worst_window(
    history: Returns,
    positions: Holdings,
    length: int | None = None,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
) -> WorstWindow:
    """The window of so many days with the highest VaR; of equals the earliest.

    Raises: NotEnoughData for a history shorter than length.
    """
    found = ask_table("WORST_WINDOW", history, positions, length, confidence, horizon_days, method)
    ((start, end, var),) = found.itertuples(index=False)
    return WorstWindow(start, end, var)


def var_series(
    history: Returns,
    positions: Holdings,
    confidence: float = 0.99,
    horizon_days: float = 1,
    method: str = "historical",
    lookback: int | None = None,
) -> pd.Series[float]:
    """VaR day by day, each from the lookback days before it, as a fair backtest wants it.

    Raises: NotEnoughData if no day has so many days before it.
    """
    found = ask_table("VAR_SERIES", history, positions, confidence, horizon_days, method, lookback)
    return cast("pd.Series[float]", found["VaR"])


def crisis_returns(
    window: str | Window | tuple[dt.date, dt.date] = "GFC", factors: Sequence[str] | None = None
) -> pd.DataFrame:
    """Built-in daily returns of a crisis, a column a factor: a history for the functions above.

    factors: such as ["SPX", "UST10Y"]; left out, all that cover the window.

    Raises: NotEnoughData for a factor that does not cover the window.
    """
    return ask_table("CRISIS_RETURNS", window, factors)


def crisis_windows() -> pd.DataFrame:
    """The built-in crises: dates, trading days, age, and the factors that cover them."""
    return ask_table("CRISIS_WINDOWS")


def crisis_corr(
    history: Returns,
    window: str | Window | tuple[dt.date, dt.date] | None = None,
    kind: str = "pearson",
) -> pd.DataFrame:
    """Correlations between the assets in a crisis, named in rows and columns.

    Raises: ImpossibleNumber for an asset that does not move in the window.
    """
    import pandas as pd

    daily = history if isinstance(history, History) else _of_stressed_var("history", history)
    return pd.DataFrame(
        ask("CRISIS_CORR", daily, window, kind), index=daily.labels(), columns=daily.labels()
    )


def _number(name: str, *arguments: Any) -> float:
    found = ask(name, *arguments)
    if not isinstance(found, float):
        raise TypeError(f"one portfolio is wanted here; for several: ask({name!r}, ...)")
    return found


def ask_table(name: str, *arguments: Any) -> pd.DataFrame:
    """`ask`, of a function that gives a table."""
    return cast("pd.DataFrame", ask(name, *arguments))
