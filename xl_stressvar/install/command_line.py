"""The four Windows commands as the command line wants them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from . import commands


def add(parser: argparse.ArgumentParser) -> None:
    """None of them takes an argument."""


def _run(command: Callable[[], commands.Report]) -> Callable[[argparse.Namespace], int]:
    def run(_: argparse.Namespace) -> int:
        report = command()
        print("\n".join(report.lines))
        return report.code

    return run


install = _run(commands.install)
uninstall = _run(commands.uninstall)
status = _run(commands.status)
doctor = _run(commands.doctor)
