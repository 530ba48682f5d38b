"""`python -m xl_stressvar.install install`: the commands without the rest of the command line.

The offline bundle uses it: its Python has only what the engine needs.
"""

from __future__ import annotations

import argparse
import sys

from . import command_line
from .commands import COMMANDS

BROKEN = 3  # as the whole command line has it


def main(arguments: list[str]) -> int:
    """Run a command; never a traceback."""
    parser = argparse.ArgumentParser(prog="python -m xl_stressvar.install")
    parser.add_argument("command", choices=COMMANDS)
    command_line.add(parser)
    options = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # a folder may have letters that the console lacks
        sys.stdout.reconfigure(errors="replace")
    try:
        report = COMMANDS[options.command](all_users=options.all_users)
    except Exception as bug:  # noqa: BLE001  install.cmd must say something, and go on
        what = " ".join(f"{type(bug).__name__}: {bug}".split())[:200]
        print(
            f"{options.command} met something it was not built for ({what}). Please report it.",
            file=sys.stderr,
        )
        return BROKEN
    print(*report.lines, sep="\n")
    return report.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
