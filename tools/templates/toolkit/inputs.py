"""Inputs that several templates have: amounts, a period, a confidence."""

from __future__ import annotations

import datetime as dt

from tools.templates.toolkit.parts import Content, between, dates_between, enter
from tools.templates.toolkit.style import Look

MONEY = between(-1e6, 1e6, "USD million; short is negative.")
LEVEL = between(0.5, 0.9999, "Between 50% and 99.99%; 99% needs 100 days or more.")
ANY_DAY = dates_between(dt.date(1950, 1, 1), dt.date(2100, 1, 1), "A day that the crisis data covers.")
CRISIS = (dt.date(2008, 9, 1), dt.date(2009, 8, 31))


def amounts(held: dict[str, tuple[str, float]]) -> list[list[Content]]:
    """A row an asset: its label; the name of its cell, and USD million as delivered."""
    return [[label, enter(name, amount, "money", MONEY), "USD million"]
            for label, (name, amount) in held.items()]


def period(title: str, name: str, days: tuple[dt.date, dt.date], allowed: Look) -> list[list[Content]]:
    """The rows of a period's first and last day, named `NAME_start` and `NAME_end`."""
    return [[f"{title}: {which} day", enter(f"{name}_{end}", day, "date", allowed), "date"]
            for which, end, day in zip(("first", "last"), ("start", "end"), days, strict=True)]
