"""`xl-stressvar eval FORMULA ... [--book IN] [--json]`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from . import child, json_line, limited, plain, printable

if TYPE_CHECKING:
    from ..cells.algebra import Cell
    from ..hosts.headless import Answer


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "formulas", nargs="+", metavar="FORMULA", help="a formula in quotes, with or without its ="
    )
    parser.add_argument(
        "--book", type=Path, metavar="IN", help="a workbook that the formulas may refer to"
    )
    parser.add_argument("--json", action="store_true", help="one object a line, in order")
    child.add_limits(parser)
    parser.epilog = (
        """Example: xl-stressvar eval '=STRESSED_VAR(CRISIS_RETURNS("GFC",{"SPX","UST10Y"}),{60,40})'. """
        "References without a sheet are to the book's first. Dates are serials, as in a sheet."
    )


def run(options: argparse.Namespace) -> int:
    formulas: list[str] = options.formulas

    def subject(stage: str, number: int) -> str | None:
        if not stage.startswith("formula"):
            return None if options.book else "The formula"
        return "The formula" if len(formulas) == 1 else formulas[number - 1].strip()

    text, code = limited.run(
        _evaluated,
        (formulas, options.book, options.json),
        child.limits(options),
        subject,
        options.book,
    )
    print(text)
    return int(code)


def _evaluated(
    formulas: list[str], book: Path | None, as_json: bool, report: child.Report
) -> tuple[str, int]:
    """What to print, and the exit code."""
    from ..domain.dates import OFFSET_1904
    from ..hosts.headless import evaluate
    from ..ooxml.package import opened

    answers = evaluate(formulas, book, progress=report)
    later = OFFSET_1904 if book and opened(book).date1904 else 0
    blocks = []
    for i, answer in enumerate(answers):
        if as_json:
            blocks.append(_as_json(answer))
        else:
            if i and (isinstance(answer.value, list) or isinstance(answers[i - 1].value, list)):
                blocks.append("")
            blocks.append(_as_text(answer, later))
    return "\n".join(blocks), 1 if any(answer.error for answer in answers) else 0


def _as_json(answer: Answer) -> str:
    shown: dict[str, object]
    if answer.error:
        shown = {"formula": answer.formula, "error": str(answer.error), "why": answer.why}
    else:
        shown = {"formula": answer.formula, "value": plain(answer.value)}
    return json_line(shown)


def _as_text(answer: Answer, later: int) -> str:
    """later: what serials of the book lack to be those that count from 1900."""
    if answer.error:
        return printable(f"{answer.error}  {answer.why}")
    if not isinstance(answer.value, list):
        return _cell(answer.value)
    from .shown import with_dates

    texts = [
        [_cell(cell) for cell in row] for row in with_dates(answer.formula, answer.value, later)
    ]
    widths = [max(map(len, column)) for column in zip(*texts, strict=True)]
    numeric = [
        any(isinstance(cell, float) and not isinstance(cell, bool) for cell in column)
        for column in zip(*answer.value, strict=True)
    ]
    return "\n".join(
        "  ".join(
            text.rjust(width) if right else text.ljust(width)
            for text, width, right in zip(row, widths, numeric, strict=True)
        ).rstrip()
        for row in texts
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return f"{cell:.10g}" if isinstance(cell, float) else printable(str(cell))
