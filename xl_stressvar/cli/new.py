"""`xl-stressvar new TEMPLATE [-o FILE]`: a fresh copy of a template, and never over another file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import errors
from . import did_you_mean


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("template", metavar="TEMPLATE", help="one of: xl-stressvar templates")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE",
        help="the copy, or the folder for it (default: TEMPLATE.xlsx, here)",
    )
    parser.add_argument(
        "--xlwings",
        action="store_true",
        help="as .xlsm with xlwings' settings: for xlwings' own add-in and its Import Functions",
    )


def run(options: argparse.Namespace) -> int:
    from ..templates import templates

    found = templates()
    name = options.template.removesuffix(".xlsx")
    if name not in found:
        hint = did_you_mean(name, found, "templates")
        raise errors.NO_SUCH_TEMPLATE(template=options.template, hint=hint)
    ending = ".xlsm" if options.xlwings else ".xlsx"
    target = options.output or Path(f"{name}{ending}")
    if target.is_dir():
        target /= f"{name}{ending}"
    if target.suffix.lower() != ending:
        raise errors.NAME_ENDING(file=target.name, ending=ending)
    data = found[name].read_bytes()
    _copy(_for_xlwings(data) if options.xlwings else data, target)
    print(target)
    return 0


def _for_xlwings(template: bytes) -> bytes:
    """With the sheet in which xlwings' add-in looks up the module of the functions, and this Python."""
    from ..install.identity import UDF_MODULE
    from ..ooxml.macro_enabled import macro_enabled

    settings = {"UDF Modules": UDF_MODULE}
    if sys.platform == "win32":
        settings["Interpreter_Win"] = str(Path(sys.executable).with_name("pythonw.exe"))
    return macro_enabled(template, "xlwings.conf", settings)


def _copy(data: bytes, target: Path) -> None:
    """Exclusively created: of two at the same time, one is refused. A half copy does not stay."""
    made = False
    try:
        with target.open("xb") as file:
            made = True
            file.write(data)
    except FileExistsError:
        raise errors.ALREADY_THERE(file=target.name) from None
    except OSError as problem:
        if made:
            target.unlink()
        reason = problem.strerror or "the system refused"
        raise errors.NOT_WRITTEN(file=target.name, reason=reason) from None
