"""The program that COM starts when VBA says CreateObject("StressVaR.Engine").

xlwings' COM server runs it, under our class and with our object (`com_engine`) in place of its own: one
process for all of a user's Excels, which ends when the last of them lets go. COM waits only so long
for a server to register its class, and on a cold PC with a virus scanner numpy, and pandas where it
is installed, can take longer than that; so the class is registered first, and they load with the first
call.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from ..install import identity
from ..install.pywin32 import without_generated_classes
from .com_engine import Engine
from .server_log import log_to

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


def xlwings_server() -> Any:
    """xlwings' server module, imported without the packages that it tries for its converters.

    Ours are raw values, which need none of them.
    """
    without_generated_classes()
    # pro: under another licence, and not in the offline bundle
    with without(
        "numpy", "pandas", "polars", "matplotlib", "PIL", "plotly", "xlwings.pro"
    ):  # fmt: skip
        from xlwings import com_server
    return com_server


def add_conda_folders(prefix: Path, add: Callable[[str], object] | None) -> None:
    """Let numpy find the DLLs of a conda environment that nobody has activated, as COM starts it."""
    if not (prefix / "conda-meta").is_dir():
        return
    folders = [prefix / "Library" / "mingw-w64" / "bin", prefix / "Library" / "bin"]
    for folder in filter(Path.is_dir, folders):
        os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
        if add:
            add(str(folder))


def serve(engine: Callable[[], object]) -> None:
    """Offer the object under our class until the last client has let go."""
    com_server = xlwings_server()
    com_server.XLPython = engine  # its `serve` makes one of these for each client
    com_server.serve(identity.CLSID)


def main(arguments: list[str], engine: Callable[[], object] = Engine) -> int:
    if not any(a.lower() in {"-embedding", "/embedding"} for a in arguments):
        print("Excel starts this program by itself. To try it: xl-stressvar doctor")
        return 2
    log_to(identity.log_file(os.environ))
    # before numpy loads: products of this size lose more to waiting for other threads than they win
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        add_conda_folders(Path(sys.prefix), getattr(os, "add_dll_directory", None))
        serve(engine)
    except Exception:
        log.exception("the engine did not start")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
