"""The Checks sheet: our cells against plain Excel formulas, a row and a name `test_...` each."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.toolkit.parts import Check, TemplateCell, between, enter
from tools.templates.toolkit.sheet import TemplateSheet

TOLERANCE = 1e-12
LEAD = ("Each row compares one of our cells with the same figure by Excel's own functions. After a change "
        "of inputs every row must still say TRUE.")
NOT_CHECKED = "not checked"
WIDTHS = (2.0, 68.0, 26.0, 26.0, 12.0, 12.0, 12.0, 112.0)
_FITS = 112  # characters of the last column
_HEADER = ("What is compared", "Our cell", "Plain Excel", "Difference", "Allowed", "Agrees", "Plain formula")


def _shown(formula: str) -> str:
    """As much of a formula as fits; the cell of the figure holds it whole."""
    return formula if len(formula) <= _FITS else formula[: _FITS - 2] + " …"


def _made(check: Check, formula: str) -> str:
    """The formula, or that there is nothing to compare."""
    return f'=IF({check.made},{formula[1:]},"{NOT_CHECKED}")' if check.made else formula


def write(sheet: TemplateSheet, checks: Sequence[Check]) -> None:
    """Fill the sheet; `checks_failed` and `checks_verdict` name the count and the sentence of it."""
    n = len(checks)
    top = sheet.row + 7  # the first check's row, from 1 as in an address: below the controls
    verdicts = f"G{top}:G{top + n - 1}"
    left_out = f'COUNTIF({verdicts},"{NOT_CHECKED}")'
    agree = (f'IF({left_out}=0,"All {n} checks against plain Excel agree.",{n}-{left_out}&" checks against plain Excel agree; "&'
             f'{left_out}&" not checked: see Checks.")')
    told = f'=IF(checks_failed=0,{agree},checks_failed&" of {n} checks against plain Excel disagree: see Checks.")'
    sheet.table(
        ["Control", "Value"],
        [
            ["Difference allowed (of figures above 1: relative)",
             enter("tolerance", TOLERANCE, "tiny", between(0, 1e-6, "1E-12 as delivered."))],
            # an error in a row is neither TRUE nor FALSE: it counts as disagreeing
            ["Checks that disagree", TemplateCell(f"={n}-COUNTIF({verdicts},TRUE)-{left_out}", "count", "checks_failed")],
            ["Verdict", TemplateCell(told, "text", "checks_verdict")],
        ],
        ["", "count"],
    )
    table = sheet.table(
        _HEADER,
        [[check.what, _made(check, check.ours), _made(check, check.plain), _made(check, "=ABS(C{row}-D{row})"),
          check.within or "=tolerance", TemplateCell(_made(check, "=E{row}<=F{row}*MAX(1,ABS(D{row}))"), "flag", check.name),
          _shown(check.plain[1:])] for check in checks],
        ["", "full", "full", "tiny", "tiny", "flag", "text"],
    )
    assert top == table.top + 2
    sheet.tint_verdicts(verdicts)
    sheet.page.freeze_panes(table.top + 1, 0)
