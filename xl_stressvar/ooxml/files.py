"""Files written whole or not at all, and zips whose bytes depend on nothing but what is in them."""

from __future__ import annotations

import contextlib
import io
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

from .. import errors

_OURS, _ABANDONED = ".xl-stressvar-", 86_400.0  # name of a file being written; seconds
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the format's first day
_UNIX = 3  # as if packed there, on every system
_READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes], compression: int) -> bytes:
    """A zip of the files, by name and in their order; `compression` is one of zipfile's.

    No build time and no operating system shows in the bytes.
    """
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = compression
            info.create_system = _UNIX
            info.external_attr = _READABLE
            archive.writestr(info, data)
    return packed.getvalue()


def written(data: bytes, target: Path, like: Path | None = None) -> None:
    """The bytes into the target, whole or not at all.

    A new file has the rights of a new file, and none that the file `like` has not.

    A temporary file in the same folder takes its place at the end; whatever interrupts, even the
    keyboard, leaves neither it nor half a target. Only a process that is killed outright may leave
    the temporary one: its name is hidden and says whose it is, and a later run removes it.

    Raises: FileProblem.
    """
    temporary = None
    try:
        if target.exists() and not target.is_file():  # a device, a pipe: never put a file there
            raise errors.NOT_WRITTEN(file=target.name, reason="it is not an ordinary file")
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=_OURS, suffix=".tmp")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_rights(target, like))
        temporary.replace(target)
        temporary = None
    except OSError as problem:
        raise errors.unwritable(target.name, problem) from None
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink()
    _sweep(target.parent)


def _rights(target: Path, like: Path | None) -> int:
    if target.exists():
        return target.stat().st_mode & 0o777
    most = like.stat().st_mode & 0o666 | 0o200 if like is not None and like.exists() else 0o666
    return most & ~_umask()


def _sweep(folder: Path) -> None:
    """Remove what killed runs left behind; younger files may belong to a run that is at work."""
    with contextlib.suppress(OSError):
        for left in folder.glob(f"{_OURS}*.tmp"):
            if time.time() - left.stat().st_mtime > _ABANDONED:
                left.unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
