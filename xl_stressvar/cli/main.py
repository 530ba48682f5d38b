"""`xl-stressvar`: the command line. Each command is a small module beside this one, imported when used.

Exit codes: 0 done, 1 a formula of ours came back as an error or the file was refused, 2 the command
line itself was wrong, 3 something that should not happen. Answers go to stdout, the rest to stderr.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from types import ModuleType

from .. import __version__
from ..errors import StressVarError

log = logging.getLogger("xl_stressvar")

# name: what it does. The module of the name beside this one has add(parser) and run(options) -> int.
COMMANDS = {
    "demo": "recalculate a template on 2008-09 data: calm against stressed",
    "calc": "calculate a workbook into a copy, without a spreadsheet program",
    "eval": "calculate formulas typed here",
    "functions": "list the worksheet functions, or explain one",
    "templates": "list the template workbooks, each with its question",
    "new": "take a fresh copy of a template workbook",
    "render": "print a workbook to PDF, if LibreOffice is on this computer",
    "libreoffice": "write the LibreOffice add-in of this installation",
    "install": "connect Excel on this PC with this installation (Windows)",
    "uninstall": "undo what install did",
    "status": "say what is installed for Excel",
    "doctor": "test each part of the Excel connection, with remedies",
}
FAILED, INTERRUPTED, BROKEN = 1, 130, 3


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; never a traceback."""
    arguments = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as hosts.server, before numpy loads
    name = next((word for word in arguments if not word.startswith("-")), None)
    command = _command(name) if name in COMMANDS else None
    try:
        options = _parser(name, command).parse_args(arguments)
        _utf8()
        assert command is not None
        code: int = command.run(options)
        sys.stdout.flush()
        return code
    except StressVarError as refused:
        return _said(refused.sentence(), FAILED)
    except KeyboardInterrupt:
        return _said("Stopped; nothing was written.", INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:  # a traceback helps nobody here; the sentence says what to send
        log.debug("%s failed", name, exc_info=True)
        what = " ".join(f"{type(bug).__name__}: {bug}".split())[:200]
        return _said(
            f"xl-stressvar met something it was not built for ({what}). Please report it.", BROKEN
        )


def _parser(name: str | None, command: ModuleType | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xl-stressvar", description="Stressed VaR worksheet functions, without a spreadsheet."
    )
    parser.add_argument("--version", action="version", version=f"xl-stressvar {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for each, summary in COMMANDS.items():
        sub = commands.add_parser(
            each, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
        )
        if each == name and command is not None:
            command.add(sub)
    return parser


def _command(name: str | None) -> ModuleType:
    return importlib.import_module(f".{name}", __package__)


def _utf8() -> None:
    """A Windows console may have a code page that lacks √ or ’."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _said(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
