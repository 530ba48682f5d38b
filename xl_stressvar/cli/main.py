"""`xl-stressvar`: the command line. Each command is a small module beside this one, imported when used.

Exit codes: 0 done, 1 a formula of ours came back as an error or the file was refused, 2 the command
line itself was wrong, 3 something that should not happen. Answers go to stdout, the rest to stderr.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import keyword
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from types import FrameType, ModuleType
from typing import TextIO

from .. import __version__
from ..errors import StressVarError

log = logging.getLogger("xl_stressvar")

# name: what it does. The module of the name beside this one has add(parser) and run(options) -> int.
COMMANDS = {
    "demo": "recalculate a template on 2008-09 data: calm against stressed",
    "calc": "calculate a workbook into a copy, without a spreadsheet program",
    "eval": "calculate formulas typed here",
    "batch": "calculate many portfolios into a folder of results, on one machine or a cluster",
    "import": "make a workbook of prices of a raw export: CSV, Excel or LibreOffice",
    "pack": "make the pages for a committee of exports of prices and positions",
    "functions": "list the worksheet functions, or explain one",
    "templates": "list the template workbooks, each with its question",
    "new": "take a fresh copy of a template workbook",
    "render": "print a workbook to PDF, if LibreOffice is on this computer",
    "data": "list the crisis data, bring it up to date, or add your own",
    "libreoffice": "write the LibreOffice add-in of this installation",
    "web": "write the add-in for Excel on the web and on the Mac, for a web server",
    "serve": "calculate for the web add-in of a firm that wants no Python in the browser",
    "install": "connect Excel on this PC with this installation (Windows)",
    "uninstall": "undo what install did",
    "status": "say what is installed for Excel",
    "doctor": "test each part of the Excel connection, with remedies",
}
FAILED, INTERRUPTED, BROKEN = 1, 130, 3
_ENDED = 128  # and the number of the signal, as shells have it


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; never a traceback."""
    arguments = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as hosts.server, before numpy loads
    _streams()
    name = next((word for word in arguments if not word.startswith("-")), None)
    command = _command(name) if name in COMMANDS else None
    try:
        shown = [arguments[0]] if arguments[0] in COMMANDS else COMMANDS
        options = _parser(name, command, shown).parse_args(arguments)
        assert command is not None
        with _signals():
            code: int = command.run(options)
            sys.stdout.flush()
        return code
    except StressVarError as refused:
        return _said(refused.sentence(), FAILED)
    except KeyboardInterrupt:
        return _said("Stopped; nothing was written.", INTERRUPTED)
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        _silence(sys.stdout)
        return 0
    except MemoryError:
        return _said("The system has not enough memory for this. Close other programs.", FAILED)
    except OSError as refused:  # such as a full disk behind `>`
        _silence(sys.stdout)
        return _said(f"The system refused: {refused.strerror or refused}.", FAILED)
    except SystemExit:
        raise
    except BaseException as bug:
        # a traceback helps nobody here; the sentence says what to send
        log.debug("%s failed", name, exc_info=True)
        kind = "" if type(bug).__name__ == "Bug" else f"{type(bug).__name__}: "
        what = " ".join(f"{kind}{bug}".split())[:200]
        return _said(
            f"xl-stressvar met something it was not built for ({what}). Please report it.", BROKEN
        )


def _parser(
    name: str | None, command: ModuleType | None, shown: Iterable[str] = COMMANDS
) -> argparse.ArgumentParser:
    """Of all commands, or of the one that is meant for certain."""
    parser = argparse.ArgumentParser(
        prog="xl-stressvar", description="Stressed VaR worksheet functions, without a spreadsheet."
    )
    parser.add_argument("--version", action="version", version=f"xl-stressvar {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for each in shown:
        summary = COMMANDS[each]
        sub = commands.add_parser(
            each, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
        )
        if each == name and command is not None:
            command.add(sub)
    return parser


def _command(name: str | None) -> ModuleType:
    module = f"{name}_" if keyword.iskeyword(str(name)) else name
    return importlib.import_module(f".{module}", __package__)


def _streams() -> None:
    """Standard streams that take any text, also where a service or pythonw has none."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115
        elif hasattr(stream, "reconfigure"):  # a Windows console may lack √ or ’
            stream.reconfigure(errors="replace")


@contextlib.contextmanager
def _signals() -> Iterator[None]:
    """A polite end from outside is an exception, so that what is half done is taken back."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    polite = [getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")]
    ours = [number for number in polite if number and signal.getsignal(number) == signal.SIG_DFL]
    for number in ours:
        signal.signal(number, _end)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(_ENDED + number)


def _silence(stream: TextIO) -> None:
    """What could not be written is not tried again when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _said(sentence: str, code: int) -> int:
    with contextlib.suppress(OSError):
        print(sentence, file=sys.stderr, flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
