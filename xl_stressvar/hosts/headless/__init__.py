"""The headless host: workbooks and single formulas, calculated without a spreadsheet program."""

from __future__ import annotations

from .calc import CalcReport, calc, default_target
from .evaluate import Answer, evaluate
from .results import CellError, grouped

__all__ = ["Answer", "CalcReport", "CellError", "calc", "default_target", "evaluate", "grouped"]
