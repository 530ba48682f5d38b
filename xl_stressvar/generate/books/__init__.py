"""The template workbooks: one module each, with a `write(path)`, on one toolbox and one look."""

from __future__ import annotations

from pathlib import Path

from . import (
    beyond_var,
    calm_vs_stressed,
    march_2020,
    personal_portfolio,
    start_here,
    window_and_backtest,
)
from .bake import Writer, bake

#: File name to the template that writes it.
BOOKS: dict[str, Writer] = {
    "calm_vs_stressed.xlsx": calm_vs_stressed.write,
    "window_and_backtest.xlsx": window_and_backtest.write,
    "march_2020.xlsx": march_2020.write,
    "beyond_var.xlsx": beyond_var.write,
    "personal_portfolio.xlsx": personal_portfolio.write,
    "start_here.xlsx": start_here.write,
}


def workbooks(root: Path) -> None:
    """Write every template, values computed, into `workbooks/`."""
    for name, write in BOOKS.items():
        bake(write, root / "workbooks" / name)
