"""The names under which Windows and Excel know us. Changing one orphans what is installed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PROG_ID = "StressVaR.Engine"  # what VBA passes to CreateObject
CLSID = "{1CEC1F47-39F4-4CF7-BBA9-8BCC25844064}"
TITLE = "StressVaR engine"
ADDIN = "stressvar.xlam"
SERVER = "xl_stressvar.hosts.server"  # the module that COM starts
ENGINE_MODULE = "xl_stressvar.hosts.excel_addin"  # the module whose functions the engine answers
UDF_MODULE = "xl_stressvar.hosts.excel"  # what xlwings' own add-in imports


def data_folder(environ: Mapping[str, str]) -> Path:
    """%LOCALAPPDATA%\\StressVaR: the engine's log, and the bundle's Python if that is installed."""
    return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "StressVaR"


def log_file(environ: Mapping[str, str]) -> Path:
    return data_folder(environ) / "server.log"
