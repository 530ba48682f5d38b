"""What CreateObject("StressVaR.Engine") gives: an object with one method that answers our functions alone.

xlwings' own object runs any Python for whoever asks: every macro, script and document of the user
could have the engine write files and start programs. Here `CallUDF` knows the functions of
`excel_addin` by name, and nothing else can be reached.

They are called directly, and loaded once: xlwings would look at a module's file time at every call and
load that one module anew when pip has changed it, so that an open Excel ran a mixture of versions.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from ..install.identity import ENGINE_MODULE

NO_SUCH_MEMBER = -2147352573  # DISP_E_MEMBERNOTFOUND, as of a method that is not there: VBA's 438
FAILED = -2147467259  # E_FAIL

log = logging.getLogger("xl_stressvar")

Functions = Mapping[str, Callable[..., list[list[Any]]]]


class Engine:
    """The object behind the class. Only what is named in `_public_methods_` can be called over COM."""

    _public_methods_ = ("CallUDF",)

    def __init__(self) -> None:
        self._loaded: Functions | None = None
        self._broken: Exception | None = None

    def CallUDF(  # noqa: N802  the name that xlwings' server has for it
        self, module: str, function: str, arguments: Sequence[Any]
    ) -> Any:
        """The answer of one of our functions: a value, a flat row, or rows.

        Raises: COMException, for any other module or function, and if the engine cannot be loaded.
        """
        answer = self.functions(module).get(function)
        if answer is None:
            _raise(NO_SUCH_MEMBER, f"the engine has no {function} in {module}")
        try:
            return _shaped(answer(*arguments))
        except Exception as bug:
            log.exception("%s failed", function)
            _raise(FAILED, _said(bug))

    def functions(self, module: str) -> Functions:
        """The functions of a module that may be called; none of any module but ours."""
        return self._ours() if module == ENGINE_MODULE else {}

    def _ours(self) -> Functions:
        """Loaded with the first call: numpy takes longer than COM waits for a class.

        What kept it from loading keeps every cell from an answer, so it is tried once.
        """
        if self._broken is not None:
            _raise(FAILED, _said(self._broken))
        if self._loaded is None:
            try:
                from . import excel_addin
            except Exception as broken:
                log.exception("the functions could not be loaded")
                self._broken = broken
                _raise(FAILED, _said(broken))
            self._loaded = excel_addin.FUNCTIONS
        return self._loaded


def _shaped(grid: list[list[Any]]) -> Any:
    """As xlwings hands it to VBA: 1 x 1 as a value, 1 x N as a flat array, which Excel spills as a row."""
    if len(grid) > 1:
        return grid
    return grid[0] if len(grid[0]) > 1 else grid[0][0]


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"


def _raise(scode: int, description: str) -> NoReturn:
    from win32com.server.exception import COMException

    raise COMException(description=description, scode=scode) from None
