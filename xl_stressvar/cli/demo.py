"""`xl-stressvar demo`: the main job on real data, with no spreadsheet program and no questions."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path

from . import outputs

_DEFAULT = Path("demo/calm_vs_stressed.xlsx")
_METHODS = ("historical", "normal", "monte_carlo")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", "--output", type=Path, default=_DEFAULT, metavar="OUT",
        help="the recalculated workbook (default: %(default)s, which is written anew each time)",
    )  # fmt: skip
    outputs.add_force(parser)


def run(options: argparse.Namespace) -> int:
    from rich.console import Console
    from rich.table import Table

    from ..hosts.headless import calc, evaluate
    from ..templates import templates

    outputs.check(options.output, ".xlsx", options.force or options.output == _DEFAULT)
    template = templates()["calm_vs_stressed"]
    with contextlib.suppress(OSError):  # calc says what is wrong with the folder
        options.output.parent.mkdir(parents=True, exist_ok=True)
    report = calc(template, options.output)
    for error in report.errors:
        print(f"{error.address}  {error.code}  {error.sentence}", file=sys.stderr)

    names = [f"{year}_{method}" for method in _METHODS for year in ("calm", "stressed")]
    asked = evaluate([*(f"={name}" for name in names), "=checks_verdict"], options.output)
    if report.failed or any(answer.error for answer in asked):
        return 1
    *figures, verdict = (answer.value for answer in asked)

    table = Table(title="One-day 95% VaR of USD 100 million: 60 stocks, 30 treasuries, 10 oil")
    for heading in ("USD million", "calm (2006)", "stressed (2008-09)", "stressed ÷ calm"):
        table.add_column(heading, justify="left" if heading == "USD million" else "right")
    for i, method in enumerate(_METHODS):
        calm, stressed = (float(str(value)) for value in figures[2 * i : 2 * i + 2])
        table.add_row(
            method.replace("_", " "), f"{calm:.2f}", f"{stressed:.2f}", f"{stressed / calm:.1f}x"
        )
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(table)
    console.print(
        f"{verdict}\n{report.formulas:,} formulas recalculated in {report.seconds:.1f} s."
    )
    console.print(
        "The workbook, to open in Excel, or in LibreOffice with the add-in:", highlight=False
    )
    print(options.output.resolve())
    return 0
