"""European options by Black, Scholes and Merton: values and sensitivities.

sign: 1 for a call, -1 for a put. spot, strike: prices of one unit. years: to expiry, 0 or more.
volatility: a year, above 0. rate, dividend: continuously compounded, a year. All broadcast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...domain import Matrix, Vector, special

Numbers = float | Vector | Matrix


def value(
    sign: Numbers,
    spot: Numbers,
    strike: Numbers,
    years: Numbers,
    volatility: Numbers,
    rate: Numbers,
    dividend: Numbers,
) -> Matrix:
    """The value; at expiry the payoff, and for a spot of 0 what is certain."""
    held = spot * np.exp(
        -np.multiply(dividend, years)
    )  # the spot without the dividends till expiry
    paid = strike * np.exp(-np.multiply(rate, years))
    deviation = volatility * np.sqrt(years)
    with np.errstate(divide="ignore", invalid="ignore"):
        d = np.log(held / paid) / deviation + 0.5 * deviation
    d = np.where(np.isnan(d), 0.0, d)  # expired at the strike: worth nothing either way
    gain = held * special.ndtr(sign * d) - paid * special.ndtr(sign * (d - deviation))
    return np.asarray(np.maximum(sign * gain, 0.0))  # not below 0 by rounding


@dataclass(frozen=True)
class Sensitivities:
    """What a value does: delta and gamma to the spot, vega per 1.00 of volatility, theta and rho a year.

    None where it has none: an option that expires now, exactly at the strike.
    """

    value: float
    delta: float | None
    gamma: float | None
    vega: float
    theta: float | None
    rho: float


def sensitivities(
    sign: float,
    spot: float,
    strike: float,
    years: float,
    volatility: float,
    rate: float,
    dividend: float,
) -> Sensitivities:
    """Value and sensitivities of one option; at expiry those of the payoff."""
    worth = float(value(sign, spot, strike, years, volatility, rate, dividend))
    if years == 0:
        return _expired(sign, spot, strike, rate, dividend, worth)
    held, paid = spot * np.exp(-dividend * years), strike * np.exp(-rate * years)
    deviation = volatility * np.sqrt(years)
    d = np.log(held / paid) / deviation + deviation / 2
    density = np.exp(-(d**2) / 2) / np.sqrt(2 * np.pi)
    spot_side = sign * held * float(special.ndtr(sign * d))
    strike_side = sign * paid * float(special.ndtr(sign * (d - deviation)))
    decay = held * density * volatility / (2 * np.sqrt(years))
    return Sensitivities(
        value=worth,
        delta=spot_side / spot,
        gamma=float(held * density / (spot**2 * deviation)),
        vega=float(held * density * np.sqrt(years)),
        theta=float(dividend * spot_side - rate * strike_side - decay),
        rho=float(years * strike_side),
    )


def _expired(
    sign: float, spot: float, strike: float, rate: float, dividend: float, worth: float
) -> Sensitivities:
    if spot == strike:
        return Sensitivities(worth, None, None, 0.0, None, 0.0)
    exercised = sign if worth > 0 else 0.0
    theta = exercised * (dividend * spot - rate * strike)
    return Sensitivities(worth, exercised, 0.0, 0.0, theta, 0.0)
