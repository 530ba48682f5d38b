"""The template workbooks: a folder each, its sheets beside it, on one toolbox and one look.

A template's `workbook` module has its `TEMPLATE`, what a list says of it, and `write(path)`.
"""

from __future__ import annotations

from pathlib import Path

from tools.templates.bank_disclosure_and_capital import workbook as bank_disclosure_and_capital
from tools.templates.beyond_var import workbook as beyond_var
from tools.templates.calm_vs_stressed import workbook as calm_vs_stressed
from tools.templates.committee_pack import workbook as committee_pack
from tools.templates.march_2020 import workbook as march_2020
from tools.templates.nonlinear_books import workbook as nonlinear_books
from tools.templates.personal_portfolio import workbook as personal_portfolio
from tools.templates.several_windows import workbook as several_windows
from tools.templates.start_here import workbook as start_here
from tools.templates.toolkit.bake import Writer, bake
from tools.templates.when_stress_departs import workbook as when_stress_departs
from tools.templates.window_and_backtest import workbook as window_and_backtest

#: File name to what writes it, in the order of a reader's questions.
TEMPLATES: dict[str, Writer] = {
    f"{module.TEMPLATE.name}.xlsx": module.write
    for module in (
        calm_vs_stressed,
        several_windows,
        bank_disclosure_and_capital,
        when_stress_departs,
        committee_pack,
        window_and_backtest,
        march_2020,
        beyond_var,
        nonlinear_books,
        personal_portfolio,
        start_here,
    )
}


def workbooks(root: Path) -> None:
    """Write every template, values computed, into `workbooks/`."""
    for name, write in TEMPLATES.items():
        bake(write, root / "workbooks" / name)
