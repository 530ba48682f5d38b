"""Stand-ins for pywin32, so that the genuine xlwings COM server code runs where there is no Windows.

Only what xlwings touches while it is imported and while CallUDF runs on plain values: no COM object
is ever made, so classes are empty, and a name that nobody calls needs no body. Import this in a
process of its own (calludf_server.py): for the time of the import it passes the process off as
Windows.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import importlib
import sys
import types


class DateTime(dt.datetime):
    """What pywin32 makes of a Date: a datetime with a time zone."""


class ComError(Exception):
    pass


class COMException(ComError):
    """What pywin32 turns into an error of the caller's."""

    def __init__(self, description: str = "", scode: int = 0) -> None:
        super().__init__(f"{scode} {description}")


class Iid(str):
    __slots__ = ()


class Dispatch:
    """IDispatch and the classes around it; nothing on Linux is ever one of them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        raise ComError("no COM here")


class Silent(types.ModuleType):
    """A module in which every name is a function that does nothing."""

    __path__: tuple[str, ...] = ()

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *args, **kwargs: None


class Library:
    """A DLL: every function of it answers 0."""

    def __getattr__(self, name: str) -> Library:
        return self

    def __call__(self, *args: object, **kwargs: object) -> int:
        return 0


class Book:
    """A workbook, as far as xlwings looks at one."""

    def __init__(self, date1904: bool) -> None:
        self.Date1904 = date1904
        self.Hwnd = 0
        self.Application = self
        self.Worksheets: list[object] = []  # none with code in it, which xlwings PRO would run


class Cells:
    """A range argument: its plain values, and the book that it stands in. Crosses processes."""

    def __init__(self, values: object, date1904: bool = False) -> None:
        self.Value2 = values
        self.Parent = Book(date1904)
        self.Row = self.Column = self.Count = 1
        self.Rows = self.Columns = self.Application = self

    @property
    def Value(self) -> object:
        raise AssertionError("the plain values are wanted, in which a date is a serial")

    @property
    def Worksheet(self) -> Cells:
        return self

    @property
    def _oleobj_(self) -> Cells:
        return self

    def GetTypeInfo(self) -> Cells:
        return self

    def GetTypeAttr(self) -> Cells:
        return self

    iid = Iid("{00020846-0000-0000-C000-000000000046}")


def _unwrap(value: object) -> object:
    raise ComError("not a wrapped Python object")


MODULES: dict[str, dict[str, object]] = {
    "pywintypes": {"com_error": ComError, "IID": Iid, "TimeType": DateTime},
    "pythoncom": {
        "__file__": "pythoncom.dll",
        "com_error": ComError,
        "IID_IDispatch": "IDispatch",
        "TypeIIDs": {"IDispatch": Dispatch},
    },
    "win32api": {},
    "win32con": {},
    "win32event": {},
    "win32gui": {},
    "win32process": {"GetWindowThreadProcessId": lambda window: (0, 0)},
    "win32timezone": {
        "TimeZoneInfo": type("TimeZoneInfo", (), {"utc": staticmethod(lambda: dt.UTC)})
    },
    "win32com": {},
    "win32com.client": {
        "CDispatch": Dispatch,
        "Dispatch": Dispatch,
        "DispatchEx": Dispatch,
        "DispatchBaseClass": type("DispatchBaseClass", (), {}),
        "CoClassBaseClass": type("CoClassBaseClass", (), {}),
    },
    "win32com.server": {},
    "win32com.server.dispatcher": {},
    "win32com.server.exception": {"COMException": COMException},
    "win32com.server.policy": {"DefaultPolicy": type("DefaultPolicy", (), {})},
    "win32com.server.util": {"unwrap": _unwrap},
}


def import_xlwings() -> type:
    """The genuine `xlwings.com_server.XLPython`, imported as on Windows."""
    # these look at the platform too: let them see the real one
    for name in (
        "asyncio",
        "concurrent.futures",
        "locale",
        "numpy",
        "pandas",
        "shutil",
        "subprocess",
    ):
        importlib.import_module(name)
    for name, contents in MODULES.items():
        module = Silent(name)
        vars(module).update(contents)
        sys.modules[name] = module
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(sys.modules[parent], child, module)
    for name in ("windll", "oledll"):
        setattr(ctypes, name, Library())
    platform, pydll = sys.platform, ctypes.PyDLL
    sys.platform, ctypes.PyDLL = "win32", lambda *args, **kwargs: Library()  # type: ignore[misc]
    try:
        import xlwings.com_server
    finally:
        sys.platform, ctypes.PyDLL = platform, pydll  # type: ignore[misc]
    return xlwings.com_server.XLPython
