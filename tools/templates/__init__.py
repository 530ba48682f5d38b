"""The template workbooks: one module each, with a `write(path)`, on one toolbox and one look."""

from __future__ import annotations

from pathlib import Path

from tools.templates import (
    bank_disclosure_and_capital,
    beyond_var,
    calm_vs_stressed,
    march_2020,
    personal_portfolio,
    several_windows,
    start_here,
    when_stress_departs,
    window_and_backtest,
    your_data,
)
from tools.templates.toolkit.bake import Writer, bake

#: File name to the template that writes it.
BOOKS: dict[str, Writer] = {
    "calm_vs_stressed.xlsx": calm_vs_stressed.write,
    "several_windows.xlsx": several_windows.write,
    "bank_disclosure_and_capital.xlsx": bank_disclosure_and_capital.write,
    "when_stress_departs.xlsx": when_stress_departs.write,
    "your_data.xlsx": your_data.write,
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
