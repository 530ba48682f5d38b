"""`xl-stressvar new TEMPLATE [-o FILE]`: a fresh copy of a template, and never over another file."""

from __future__ import annotations

import argparse
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


def run(options: argparse.Namespace) -> int:
    from ..templates import templates

    found = templates()
    name = options.template.removesuffix(".xlsx")
    if name not in found:
        hint = did_you_mean(name, found, "templates")
        raise errors.NO_SUCH_TEMPLATE(template=options.template, hint=hint)
    target = options.output or Path(f"{name}.xlsx")
    if target.is_dir():
        target /= f"{name}.xlsx"
    if target.suffix.lower() != ".xlsx":
        raise errors.NAME_ENDING(file=target.name, ending=".xlsx")
    _copy(found[name].read_bytes(), target)
    print(target)
    return 0


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
