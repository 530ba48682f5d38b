"""`python -m xl_stressvar.install install`: the commands without the rest of the command line.

The offline bundle uses it: its Python has only what the engine needs.
"""

from __future__ import annotations

import sys

from .commands import COMMANDS


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"Usage: python -m xl_stressvar.install {'|'.join(COMMANDS)}")
        return 2
    report = COMMANDS[arguments[0]]()
    print(*report.lines, sep="\n")
    return report.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
