"""The program that COM starts when VBA says CreateObject("StressVaR.Engine").

It is xlwings' own COM server under our class: one process for all of a user's Excels, which ends when
the last of them lets go. COM waits only so long for a server to register its class, and on a cold PC
with a virus scanner numpy, and pandas where it is installed, can take longer than that; so the class is
registered first, and they load with the first call.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from ..install import identity

LOG_LIMIT = 1_000_000  # bytes; a longer log starts anew

log = logging.getLogger("xl_stressvar")


class _Absent(MetaPathFinder):
    """Makes packages look as if they were not installed."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> None:
        if fullname in self.names:
            raise ModuleNotFoundError(f"{fullname} waits until the class is registered")


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Importing these packages fails inside; outside it works as ever."""
    finder = _Absent(set(names))
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)


@contextmanager
def _without_excel_classes() -> Iterator[None]:
    """xlwings generates classes for Excel's objects at import and can do without.

    Generating takes seconds on the first run. We are given values, never Excel's objects.
    """
    from win32com.client import gencache

    def skip(*_: Any, **__: Any) -> None:
        raise ImportError

    original = gencache.EnsureModule
    gencache.EnsureModule = skip
    try:
        yield
    finally:
        gencache.EnsureModule = original


def xlwings_server() -> Any:
    """xlwings' server module, imported without the packages that it tries for its converters.

    Ours are raw values, which need none of them.
    """
    with (
        without("numpy", "pandas", "polars", "matplotlib", "PIL", "plotly"),
        _without_excel_classes(),
    ):
        from xlwings import com_server
    return com_server


def log_to(file: Path) -> None:
    """Errors go to a file: a program without a window has nowhere else to say them."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.exists() and file.stat().st_size > LOG_LIMIT:
        file.unlink()
    handler = logging.FileHandler(file, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)


def main(arguments: list[str]) -> int:
    if not any(a.lower() in {"-embedding", "/embedding"} for a in arguments):
        print("Excel starts this program by itself. To try it: xl-stressvar doctor")
        return 2
    log_to(identity.log_file(os.environ))
    # before numpy loads: products of this size lose more to waiting for other threads than they win
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        xlwings_server().serve(identity.CLSID)
    except Exception:
        log.exception("the engine did not start")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
