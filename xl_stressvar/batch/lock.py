"""One run at a time on a folder; the system lets go of the lock when its holder ends, however."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import errors

_NAME = "run.lock"


@contextlib.contextmanager
def locked(out: Path) -> Iterator[None]:
    """The folder for this run alone. Raises FileProblem if another one is at work on it."""
    try:
        handle = os.open(out / _NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as problem:
        raise errors.unwritable(f"{out.name}/{_NAME}", problem) from None
    try:
        try:
            _lock(handle)
        except OSError:
            raise errors.RUN_AT_WORK(folder=str(out)) from None
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
