"""Figures of the real crisis, where the data has the assets that are filled in."""

from __future__ import annotations

from tools.templates.toolkit.source import NO_DATA

KNOWN = "ROWS(positions)=COLUMNS(factors)"


def real(expression: str) -> str:
    """The formula of a figure on real data, or that there is none."""
    return f'=IF({KNOWN},{expression},"{NO_DATA}")'
