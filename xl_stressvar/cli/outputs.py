"""Where a command writes: under the right ending, and over another file only if told to."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import errors


def add_force(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--force", action="store_true", help="replace a file that is there already")


def check(target: Path, ending: str, force: bool) -> None:
    """Refuse a target under another ending, or one that would be replaced.

    Raises: FileProblem.
    """
    if target.suffix.lower() != ending:
        raise errors.NAME_ENDING(file=target.name, ending=ending)
    if not force and (target.exists() or target.is_symlink()):
        raise errors.WOULD_REPLACE(file=target.name)


def make_folder(target: Path) -> None:
    """The folder of a target, made if it is not there.

    Raises: FileProblem.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise errors.unwritable(f"Folder {target.parent.name}", problem) from None
