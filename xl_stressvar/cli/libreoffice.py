"""`xl-stressvar libreoffice [-o OUT]`: the LibreOffice add-in of this installation."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import outputs


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("stressvar.oxt"),
        metavar="OUT",
        help="the extension to write (default: %(default)s)",
    )
    outputs.add_force(parser)
    parser.epilog = "Install it in LibreOffice 25.2 or later: Tools > Extensions > Add."


def run(options: argparse.Namespace) -> int:
    from ..hosts.libreoffice.extension import build_oxt, installed_paths

    outputs.check(options.output, ".oxt", options.force)
    out = build_oxt(options.output, installed_paths())
    print(f"{out}: open LibreOffice, Tools > Extensions > Add, and choose it.")
    return 0
