"""The Calc add-in: a UNO component that hands every call on to xl_stressvar.

This file is copied into the .oxt, beside functions.json and pythonpath.txt. It must start quickly
(LibreOffice loads it at the first formula that uses it) and must not fail to load: xl_stressvar is
imported at the first call, and if that cannot be done every function shows #NAME?, and STRESSVAR_WHY
and STRESSVAR_VERSION say why.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from typing import Any

import unohelper
from com.sun.star.lang import Locale, XLocalizable, XServiceName
from com.sun.star.sheet import LocalizedName, XAddIn, XCompatibilityNames
from xlstressvar import XStressVarAddIn  # from types.idl; exists inside LibreOffice only

_FOLDER = os.path.dirname(os.path.abspath(__file__))


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


_FACTS = json.loads(_read("functions.json"))
_FUNCTIONS: dict[str, Any] = _FACTS["functions"]
_ENGLISH = Locale("en", "US", "")
_NO_NAME = struct.unpack("<d", struct.pack("<II", 525, 0x7FF80000))[0]  # Calc's #NAME? as a double
_FOR_SENTENCES = ("STRESSVAR_WHY", "STRESSVAR_VERSION")

_host: Any = None
_trouble = ""


def _load() -> Any:
    """xl_stressvar's host module, or None; tried once."""
    global _host, _trouble
    if _host is None and not _trouble:
        paths = os.environ.get("XL_STRESSVAR_PYTHONPATH", "").split(os.pathsep)
        paths += _read("pythonpath.txt").splitlines()
        sys.path[:0] = [p for p in paths if p and p not in sys.path]
        try:
            from xl_stressvar.hosts.libreoffice import host  # no package knows this file

            _host = host
        except Exception as error:  # noqa: BLE001  # whatever is wrong with the installation, Calc must go on
            _trouble = (
                f"LibreOffice's Python {sys.version_info[0]}.{sys.version_info[1]} cannot load "
                f"xl_stressvar ({str(error)[:90]}). Install it for that Python, build the "
                "extension again, and restart LibreOffice."
            )
    return _host


def _method(name: str) -> Any:
    def function(self: Any, document: Any, *arguments: Any) -> Any:
        host = _load()
        if host is None:
            return ((_trouble if name in _FOR_SENTENCES else _NO_NAME,),)
        return host.answer(name, arguments, document)

    return function


_BASES: Any = (
    unohelper.Base,
    XStressVarAddIn,
    XAddIn,
    XCompatibilityNames,
    XLocalizable,
    XServiceName,
)


class AddIn(*_BASES):  # type: ignore[misc]
    """Names and help for Calc's wizard (their English spelling and misspelling are LibreOffice's)."""

    def __init__(self, context: Any) -> None:
        self.locale = _ENGLISH

    def getServiceName(self) -> str:  # noqa: N802
        return str(_FACTS["service"])

    def setLocale(self, locale: Any) -> None:  # noqa: N802
        self.locale = locale

    def getLocale(self) -> Any:  # noqa: N802
        return self.locale

    def getProgrammaticFuntionName(self, shown: str) -> str:  # noqa: N802
        return next((m for m, facts in _FUNCTIONS.items() if facts["name"] == shown), "")

    def getDisplayFunctionName(self, method: str) -> str:  # noqa: N802
        return str(_FUNCTIONS[method]["name"]) if method in _FUNCTIONS else ""

    def getFunctionDescription(self, method: str) -> str:  # noqa: N802
        return str(_FUNCTIONS[method]["help"]) if method in _FUNCTIONS else ""

    def getDisplayArgumentName(self, method: str, position: int) -> str:  # noqa: N802
        return self._argument(method, position, 0)

    def getArgumentDescription(self, method: str, position: int) -> str:  # noqa: N802
        return self._argument(method, position, 1)

    def _argument(self, method: str, position: int, which: int) -> str:
        """Calc counts the hidden document as position 0."""
        parameters = _FUNCTIONS.get(method, {}).get("parameters", [])
        return str(parameters[position - 1][which]) if 0 < position <= len(parameters) else ""

    def getProgrammaticCategoryName(self, method: str) -> str:  # noqa: N802
        return "Add-In"

    def getDisplayCategoryName(self, method: str) -> str:  # noqa: N802
        return str(_FACTS["category"])

    def getCompatibilityNames(self, method: str) -> Any:  # noqa: N802
        return (LocalizedName(_ENGLISH, self.getDisplayFunctionName(method)),)


for _name, _facts in _FUNCTIONS.items():
    setattr(AddIn, _name, _method(_facts["name"]))

g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816  # the name pyuno looks for
g_ImplementationHelper.addImplementation(
    AddIn, _FACTS["service"] + "Impl", (_FACTS["service"], "com.sun.star.sheet.AddIn")
)
