"""`xl-stressvar new TEMPLATE [-o FILE]`: fresh copies of templates, and never over another file."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .. import errors
from . import did_you_mean

#: Templates of earlier versions, and where what they did is done now.
_GIVEN_UP = {
    "your_data": "Its place is taken by committee_pack: xl-stressvar new committee_pack, or xl-stressvar pack PRICES POSITIONS.",
}


def add(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument(
        "template", nargs="?", metavar="TEMPLATE", help="one of: xl-stressvar templates"
    )
    which.add_argument(
        "--all", action="store_true", help="every template, side by side, so that their links live"
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="the copy, or the folder for it (default: TEMPLATE.xlsx, here); with --all a folder",
    )
    parser.add_argument(
        "--xlwings",
        action="store_true",
        help="as .xlsm with xlwings' settings: for xlwings' own add-in and its Import Functions",
    )


def run(options: argparse.Namespace) -> int:
    from ..templates import templates

    found = templates()
    ending = ".xlsm" if options.xlwings else ".xlsx"
    if options.all:
        folder = Path(options.output or ".")
        wanted = {folder / f"{name}{ending}": name for name in found}
    else:
        name = options.template.removesuffix(".xlsx")
        if name not in found:
            hint = (
                (_GIVEN_UP[name],) if name in _GIVEN_UP else did_you_mean(name, found, "templates")
            )
            raise errors.NO_SUCH_TEMPLATE(template=options.template, hint=hint)
        wanted = {_target(options.output, f"{name}{ending}"): name}
    for target in wanted:
        if target.exists():
            raise errors.ALREADY_THERE(file=target.name)
    _write({target: _read(found[name], options.xlwings) for target, name in wanted.items()})
    print(*wanted, sep="\n")
    return 0


def _target(output: str | None, name: str) -> Path:
    """The file that was named, or the name of the template in the folder that was."""
    target = Path(output or name)
    # a folder that is not there yet is known by the slash, which a Path forgets
    if target.is_dir() or (output or "").endswith(("/", os.sep)):
        target /= name
    if target.suffix.lower() != Path(name).suffix:
        raise errors.NAME_ENDING(file=target.name, ending=Path(name).suffix)
    return target


def _read(template: Path, for_xlwings: bool) -> bytes:
    data = template.read_bytes()
    return _for_xlwings(data) if for_xlwings else data


def _write(copies: dict[Path, bytes]) -> None:
    """All of them, or none: what was written before a failure is taken away again."""
    written: list[Path] = []
    try:
        for target, data in copies.items():
            _copy(data, target)
            written.append(target)
    except errors.StressVarError:
        for target in written:
            target.unlink(missing_ok=True)
        raise


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
        if not target.parent.exists():
            target.parent.mkdir(parents=True)
        with target.open("xb") as file:
            made = True
            file.write(data)
    except FileExistsError:
        raise errors.ALREADY_THERE(file=target.name) from None
    except OSError as problem:
        if made:
            target.unlink()
        raise errors.unwritable(target.name, problem) from None
