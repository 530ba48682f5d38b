"""The headless host: workbooks and single formulas, calculated without a spreadsheet program."""

from __future__ import annotations

from .calc import CalcReport, calc, check, default_target
from .evaluate import Answer, evaluate
from .results import CellError, error_lines

__all__ = [
    "Answer",
    "CalcReport",
    "CellError",
    "calc",
    "check",
    "default_target",
    "error_lines",
    "evaluate",
]
