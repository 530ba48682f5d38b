"""A zip whose bytes depend on nothing but the files in it: no build time, no operating system."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the format's first day
_UNIX = 3  # as if packed there, on every system
_READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes], compression: int) -> bytes:
    """The files, by name and in their order; `compression` is one of zipfile's."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = compression
            info.create_system = _UNIX
            info.external_attr = _READABLE
            archive.writestr(info, data)
    return packed.getvalue()
