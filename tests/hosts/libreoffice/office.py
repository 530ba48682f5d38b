"""LibreOffice for tests: one office process, our add-in in it, workbooks in, values out.

    with Office.start(folder) as office:
        values = office.recalculate(path)              {sheet: {address: value}}
        with office.book(path) as book:
            book.put("Sheet1", "B2", 0.05)
            book.values()["Sheet1"]["C3"]

A value is a float, a text, or an `ErrorValue`; an error that only Calc has is the text "Err:504".
The tests' Python has no `uno`: driver.py runs under LibreOffice's and talks JSON over pipes.
"""

from __future__ import annotations

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.support import ROOT
from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.errors import Code
from xl_stressvar.hosts.libreoffice import extension as libreoffice

SITE = ROOT / ".build" / "lo-site"  # numpy and scipy for LibreOffice's Python, if it is another one
LO_PYTHON = "/usr/bin/python3"  # the distribution's, which has uno
START_SECONDS = 90
SECONDS = 120  # for one request

#: LibreOffice Help, "Error Codes in LibreOffice Calc"; written out here to test the product's table.
CODES = {
    503: Code.NUM, 519: Code.VALUE, 521: Code.NULL, 524: Code.REF, 525: Code.NAME, 532: Code.DIV0,
    32767: Code.NA,
}  # fmt: skip

Values = dict[str, dict[str, Any]]

#: All is calculated on loading, and no file of locks is put beside a template while others pack it.
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
 <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
 <prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Misc">
 <prop oor:name="UseLocking" oor:op="fuse"><value>false</value></prop></item>
</oor:items>
"""


@cache
def missing() -> str:
    """Why the tests cannot run here; empty if they can."""
    if not shutil.which("soffice"):
        return "LibreOffice is not installed: run tools/setup_libreoffice.sh"
    if subprocess.run([LO_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode:
        return f"{LO_PYTHON} has no uno: run tools/setup_libreoffice.sh"
    if not _same_python() and not (SITE / "numpy").is_dir():
        return f"no numpy for {LO_PYTHON}: run tools/setup_libreoffice.sh"
    return ""


@cache
def _same_python() -> bool:
    """Whether compiled packages of this Python load in LibreOffice's."""
    tag = "import sys; print(sys.implementation.cache_tag)"
    found = subprocess.run([LO_PYTHON, "-c", tag], capture_output=True, text=True, check=True)
    return found.stdout.strip() == sys.implementation.cache_tag


def python_paths() -> list[str]:
    """Where LibreOffice's Python finds the package under test and its libraries."""
    if _same_python():
        return libreoffice.installed_paths()
    return [str(ROOT), str(SITE)]


class OfficeError(Exception):
    """The office failed, or did not answer in time."""


@dataclass
class Office:
    process: subprocess.Popen[str]
    log: Path
    _books: Iterator[int] = field(default_factory=lambda: iter(range(10**9)))

    @staticmethod
    @contextmanager
    def start(
        folder: Path, catalogue: Catalogue = CATALOGUE, paths: Sequence[str] | None = None
    ) -> Iterator[Office]:
        """An office with its own profile and our add-in, both inside `folder`."""
        profile, bundled = folder / "profile", folder / "bundled"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, "utf-8")
        libreoffice.unpack(
            bundled / "xl_stressvar", python_paths() if paths is None else paths, catalogue
        )
        log = folder / "office.log"
        environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
        environment.pop("XL_STRESSVAR_PYTHONPATH", None)
        with log.open("w") as stderr:
            process = subprocess.Popen(
                [LO_PYTHON, str(Path(__file__).with_name("driver.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env=environment,
                start_new_session=True,  # a group of its own, to end it whole
            )
        office = Office(process, log)
        try:
            office._write(["soffice", profile.as_uri(), bundled.as_uri(), START_SECONDS])
            office._read(START_SECONDS + 10)
            yield office
            if process.poll() is None:
                office.ask("quit", seconds=30)
                process.wait(30)
        finally:
            office._end()

    def _end(self) -> None:
        """Nothing of ours stays behind, whatever happened."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        for stream in (self.process.stdin, self.process.stdout):
            if stream and not stream.closed:
                with suppress(BrokenPipeError):
                    stream.close()

    def ask(self, request: str, *arguments: Any, seconds: float = SECONDS) -> Any:
        self._write([request, *arguments])
        return self._read(seconds)

    def _write(self, message: list[Any]) -> None:
        assert self.process.stdin
        try:
            self.process.stdin.write(json.dumps(message) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise OfficeError(f"the office has ended: {self._tail()}") from None

    def _read(self, seconds: float) -> Any:
        """The answer; every answer is one line, so nothing of it waits in a buffer."""
        assert self.process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            if not selector.select(seconds):
                self._end()
                raise OfficeError(f"no answer within {seconds} s: {self._tail()}")
        line = self.process.stdout.readline()
        if not line:
            raise OfficeError(f"the office has ended: {self._tail()}")
        reply = json.loads(line)
        if "failed" in reply:
            raise OfficeError(reply["failed"])
        return reply["ok"]

    def _tail(self) -> str:
        return self.log.read_text("utf-8", "replace")[-2000:]

    # --- workbooks --------------------------------------------------------------------------
    @contextmanager
    def book(self, path: Path) -> Iterator[Book]:
        """A workbook, recalculated as it is loaded."""
        key = str(next(self._books))
        self.ask("open", str(path.resolve()), key)
        try:
            yield Book(self, key)
        finally:
            if self.process.poll() is None:
                self.ask("close", key)

    @contextmanager
    def addin(self, path: Path) -> Iterator[Book]:
        """An Excel add-in whose VBA may run."""
        key = str(next(self._books))
        self.ask("open_addin", str(path.resolve()), key)
        try:
            yield Book(self, key)
        finally:
            if self.process.poll() is None:
                self.ask("close", key)

    def recalculate(self, path: Path, save_as: Path | None = None) -> Values:
        """All cell values of a workbook, every formula calculated anew; optionally saved."""
        with self.book(path) as book:
            book.recalculate(everything=True)
            if save_as:
                book.save(save_as)
            return book.values()

    def evaluate(
        self, formulas: Sequence[tuple[str, int, int]], data: Sheets, scratch: Path
    ) -> list[list[list[Any]]]:
        """Each (formula, rows, columns) as a grid of values, over sheets of data, through .xlsx."""
        corners = write_book(scratch, formulas, data)
        values = self.recalculate(scratch)["Formulas"]
        return [
            [
                [values.get(xl_rowcol_to_cell(top + i, j)) for j in range(columns)]
                for i in range(rows)
            ]
            for top, (_, rows, columns) in zip(corners, formulas, strict=True)
        ]

    def wizard(self) -> dict[str, Any]:
        """What the function wizard shows: {name: [description, category, arguments]}."""
        found: dict[str, Any] = self.ask("describe")
        return found


@dataclass
class Book:
    office: Office
    key: str

    def put(self, sheet: str, address: str, value: float | str | None) -> None:
        """One cell: a number, a text, None for a blank, or a formula as typed in Calc."""
        self.office.ask("put", self.key, sheet, address, value)

    def paste(self, sheet: str, grid: Sequence[Sequence[float | str | None]]) -> None:
        """All of a sheet deleted, and these cells in its place from A1 on."""
        self.office.ask("paste", self.key, sheet, [list(row) for row in grid])

    def insert(self, sheet: str, lines: str, index: int) -> None:
        """An empty row or column (lines: Rows, Columns), before the one of that index from 0."""
        self.office.ask("insert", self.key, sheet, lines, index)

    def delete(self, sheet: str, lines: str, index: int) -> None:
        """Without the row or column (lines: Rows, Columns) of that index from 0."""
        self.office.ask("delete", self.key, sheet, lines, index)

    def copy_row(self, sheet: str, index: int) -> None:
        """The row of that index from 0 copied, and the copy inserted below it."""
        self.office.ask("copy_row", self.key, sheet, index)

    def recalculate(self, everything: bool = False) -> None:
        self.office.ask("recalculate", self.key, everything)

    def formula(self, sheet: str, address: str) -> str:
        """The formula as Calc shows it."""
        return str(self.office.ask("formula", self.key, sheet, address))

    def save(self, path: Path) -> None:
        self.office.ask("save", self.key, str(path.resolve()), path.suffix[1:])

    def add_sheet(self, name: str) -> None:
        self.office.ask("add_sheet", self.key, name)

    def modules(self, library: str, changed: Mapping[str, str] | None = None) -> dict[str, str]:
        """The Basic modules of the book, after some were replaced or added."""
        found: dict[str, str] = self.office.ask("modules", self.key, library, changed or {})
        return found

    def basic(self, function: str, *arguments: Any) -> Any:
        """Call "Library.Module.Function" of the book's VBA or Basic."""
        return self.office.ask("basic", self.key, function, arguments)

    def values(self) -> Values:
        raw = self.office.ask("values", self.key)
        return {
            sheet: {where: _value(value) for where, value in cells.items()}
            for sheet, cells in raw.items()
        }


def _value(raw: Any) -> Any:
    if isinstance(raw, dict):
        code = CODES.get(raw["error"])
        return ErrorValue(code) if code else f"Err:{raw['error']}"
    return raw


# --- workbooks to ask about -----------------------------------------------------------------------
Sheets = Mapping[str, Sequence[Sequence[Any]]]


def write_book(path: Path, formulas: Sequence[tuple[str, int, int]], data: Sheets) -> list[int]:
    """An .xlsx of data sheets and a sheet Formulas; the row at which each formula stands."""
    corners, top = [], 0
    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in data.items():
            sheet = book.add_worksheet(name)
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(i, j, cell)
        sheet = book.add_worksheet("Formulas")
        for formula, rows, columns in formulas:
            if rows == columns == 1:
                sheet.write_formula(top, 0, formula, None, -1)  # a wrong value, to be replaced
            else:
                sheet.write_array_formula(top, 0, top + rows - 1, columns - 1, formula, None, -1)
            corners.append(top)
            top += rows
    return corners
