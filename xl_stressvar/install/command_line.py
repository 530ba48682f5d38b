"""The four Windows commands as the command line wants them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from . import commands


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--all-users",
        action="store_true",
        default=None,
        help="the installation for all users of the PC, which an administrator makes",
    )


def _run(command: commands.Command) -> Callable[[argparse.Namespace], int]:
    def run(options: argparse.Namespace) -> int:
        report = command(all_users=options.all_users)
        print("\n".join(report.lines))
        return report.code

    return run


install = _run(commands.install)
uninstall = _run(commands.uninstall)
status = _run(commands.status)
doctor = _run(commands.doctor)
