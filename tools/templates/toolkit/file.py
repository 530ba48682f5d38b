"""The workbook file that the sheets of a template are written to: its formats and its names."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import xlsxwriter

from tools.templates.toolkit.parts import Template
from tools.templates.toolkit.style import BASE, Look
from xl_stressvar import __version__

CREATED = dt.datetime(2026, 1, 1)  # fixed, so that the same sources make the same file
_HIDDEN = 3  # place in a name of XlsxWriter: it writes hidden names, but has no call for them
#: Names that a reader's own formulas want, whether or not a page uses them.
DATA = frozenset({"history", "positions", "returns", "pnl", "factors"})
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_NAME = re.compile(r"(?![A-Za-z]{1,3}\d+$)(?![rRcC]\d*$)[A-Za-z_][A-Za-z0-9_]*")


class TemplateFile:
    """An empty page for each sheet of a template."""

    def __init__(self, path: Path, template: Template) -> None:
        self.template = template
        self.file = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
        self.file.calc_on_load = False  # the values inside are computed, not to be thrown away
        self.file.set_calc_mode("auto", 191029)
        self.file.set_size(2400, 1500)
        self.file.set_properties(
            {
                "title": template.title,
                "subject": template.topic,
                "comments": f"Computed with xl-stressvar version {__version__}.",
                "created": CREATED,
            }
        )
        self.pages = {tab: self.file.add_worksheet(tab) for tab in template.tabs}
        self._formats: dict[str, Any] = {}
        self._names: set[str] = set()
        self._read = set(DATA)  # by a reader: what the Name Manager shows

    def format(self, *looks: Look) -> Any:
        """The format of looks laid over each other, later ones on top; one object for each."""
        merged = BASE | {k: v for look in looks for k, v in look.items()}
        key = repr(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format(merged)
        return self._formats[key]

    def name(self, name: str, where: str) -> None:
        """Define a name for the whole workbook."""
        if not _NAME.fullmatch(name) or name.casefold() in self._names:
            raise ValueError(f"{name!r} is no name, is a cell address, or is taken")
        self._names.add(name.casefold())
        self.file.define_name(name, f"={where}")

    def show(self, text: str) -> None:
        """Keep the names in a formula, or a name, in the Name Manager."""
        self._read.update(_WORD.findall(text))

    def hide_names(self) -> None:
        """Leave out of the Name Manager what is machinery: names that only checks, tests and charts use."""
        for name in self.file.defined_names:
            name[_HIDDEN] = name[_HIDDEN] or name[0] not in self._read
