"""The engine and the genuine CallUDF, in a process of their own, because the stand-ins for pywin32 pass that process off
as Windows while xlwings is imported."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Any

from tests.support import ROOT

FUNCTIONS = "xl_stressvar.hosts.excel"
ADDIN = "xl_stressvar.hosts.excel_addin"


class Excel:
    """What VBA sees of the engine."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.hosts.excel.calludf_server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )

    def ask(self, module: str, name: str, args: object) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        pickle.dump((module, name, args), self._process.stdin)
        self._process.stdin.flush()
        kind, value = pickle.load(self._process.stdout)
        if kind == "raised":
            raise RuntimeError(value)
        return value

    def udf(self, name: str, *args: object) -> Any:
        """A function as xlwings' own add-in calls it."""
        return self.ask(FUNCTIONS, name, args)

    def udf_in(self, date1904: bool, name: str, *args: object) -> Any:
        """The same from a workbook with a date system of its own."""
        return self.ask("book", name, (date1904, *args))

    def addin(self, name: str, *args: object, context: str = "0") -> Any:
        """A function as our add-in calls it."""
        return self.ask(ADDIN, "STRESSVAR_CALL", (name, args, context))

    def functions(self, module: str = FUNCTIONS) -> dict[str, Any]:
        """What xlwings' importer finds in a module."""
        return self.ask("?", module, "")

    def vba(self, module: str = FUNCTIONS) -> str:
        """What xlwings' Import Functions writes."""
        return self.ask("vba", module, "")

    def close(self) -> None:
        for stream in (self._process.stdin, self._process.stdout):
            assert stream
            stream.close()
        self._process.wait(30)
