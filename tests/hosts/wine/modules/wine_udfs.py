"""Functions of the tests, answered by the engine of `wine_engine` beside the real ones."""

import os
import sys
import time


def process():
    """The server's process number, to tell one server from another and to end it."""
    return [[os.getpid()]]


def loaded():
    """Which of the heavy packages have been imported, and which that never should be."""
    names = ("numpy", "pandas", "scipy", "xlwings.pro", "win32com.client.genpy")
    return [[" ".join(name for name in names if name in sys.modules) or "none"]]


def sleep(file, seconds):
    """A long calculation that says in a file that it has begun."""
    with open(file, "w") as note:
        note.write(str(os.getpid()))
    time.sleep(seconds)
    return [["awake"]]


def shape(cells):
    """What arrived, as text."""
    rows = cells if isinstance(cells, (tuple, list)) else ((cells,),)
    rows = rows if isinstance(rows[0], (tuple, list)) else (rows,)
    return [[f"{len(rows)}x{len(rows[0])}"]]


def fail():
    """A fault of the engine's own."""
    raise ZeroDivisionError("a fault of the tests")


FUNCTIONS = {
    "PROCESS": process,
    "LOADED": loaded,
    "SLEEP": sleep,
    "SHAPE": shape,
    "FAIL": fail,
}
