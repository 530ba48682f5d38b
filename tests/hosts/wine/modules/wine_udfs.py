"""Functions of the tests, served by the engine beside the real ones."""

import os
import sys
import time

import xlwings as xw


@xw.func
@xw.ret("raw")
def PROCESS():
    """The server's process number, to tell one server from another and to end it."""
    return [[os.getpid()]]


@xw.func
@xw.ret("raw")
def LOADED():
    """Which of the heavy packages have been imported."""
    return [[" ".join(m for m in ("numpy", "pandas", "scipy") if m in sys.modules) or "none"]]


@xw.func
@xw.arg("file", "raw")
@xw.arg("seconds", "raw")
@xw.ret("raw")
def SLEEP(file, seconds):
    """A long calculation that says in a file that it has begun."""
    with open(file, "w") as note:
        note.write(str(os.getpid()))
    time.sleep(seconds)
    return [["awake"]]


@xw.func
@xw.arg("cells", "raw")
@xw.ret("raw")
def SHAPE(cells):
    """What arrived, as text."""
    rows = cells if isinstance(cells, (tuple, list)) else ((cells,),)
    rows = rows if isinstance(rows[0], (tuple, list)) else (rows,)
    return [[f"{len(rows)}x{len(rows[0])}"]]
