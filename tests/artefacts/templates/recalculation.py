"""A template with other cells, calculated: what its cells then say.

A template is loaded once and asked many questions. Each changes cells in a copy of the process, before
the first evaluation: the engine follows changes that come after one only in part.
"""

from __future__ import annotations

import multiprocessing
import tempfile
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple

from tests.artefacts.templates.committed import committed, delivered, destination, written
from tests.artefacts.templates.package import edited
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.algebra import Cell
from xl_stressvar.hosts.headless import CellError
from xl_stressvar.hosts.headless.results import collected
from xl_stressvar.hosts.headless.solve import whole
from xl_stressvar.hosts.headless.workbook import Workbook
from xl_stressvar.ooxml.package import opened
from xl_stressvar.ooxml.references import Key

#: Cells by name, or by address as in Data!B7; None empties one.
Edit = Mapping[str, float | str | None]
_Changes = Mapping[Key, float | str | None]


@dataclass(frozen=True)
class Recalculated:
    """A template after a change: the cells that were changed or calculated, and the errors."""

    name: str
    cells: Mapping[Key, Cell]
    errors: list[CellError]

    def value(self, sheet: str, address: str) -> object:
        row, column = coordinate_to_tuple(address)
        try:
            return self.cells[sheet, row, column]
        except KeyError:
            return delivered(self.name)[sheet].cell(row, column).value

    def named(self, *wanted: str) -> list[object]:
        """The values of named cells."""
        return [self.value(*destination(written(self.name), name)) for name in wanted]

    def disagreeing(self) -> set[str]:
        """The checks that do not say TRUE."""
        checks = [name for name in written(self.name).defined_names if name.startswith("test_")]
        verdicts = dict(zip(checks, self.named(*checks), strict=True))
        return {name for name, verdict in verdicts.items() if verdict is not True}

    @property
    def sentences(self) -> list[str]:
        """What the errors say, each after its address."""
        return [f"{error.address}: {error.sentence}" for error in self.errors]


def recalculated(
    name: str, edit: Edit, frozen: Callable[[str], bool] | None = None
) -> Recalculated:
    """The template with other cells. frozen: whether a formula keeps its value as delivered."""
    changes = {_key(name, where): content for where, content in edit.items()}
    if "fork" in multiprocessing.get_all_start_methods():
        return _in_a_copy(name, changes, _loaded(name, frozen))
    return _calculated(name, changes, _loaded.__wrapped__(name, frozen))


@lru_cache(maxsize=2)
def _loaded(name: str, frozen: Callable[[str], bool] | None) -> Workbook:
    """Ready for its first evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        path = committed(name)
        if frozen:
            path = edited(path, Path(folder, name), {}, frozen)
        return whole(opened(path), CATALOGUE)


def _key(name: str, where: str) -> Key:
    sheet, mark, address = where.rpartition("!")
    if not mark:
        sheet, address = destination(written(name), where)
    row, column = coordinate_to_tuple(address)
    return sheet, row, column


def _in_a_copy(name: str, changes: _Changes, workbook: Workbook) -> Recalculated:
    def answer(end: Connection) -> None:
        try:
            end.send(_calculated(name, changes, workbook))
        except Exception as failure:  # noqa: BLE001 - raised where the question was asked
            end.send(failure)

    here, there = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=answer, args=(there,))
    with here:
        with there, warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: pytest-xdist's, idle
            process.start()
        found = here.recv()
    process.join()
    if isinstance(found, Exception):
        raise found
    assert isinstance(found, Recalculated)
    return found


def _calculated(name: str, changes: _Changes, workbook: Workbook) -> Recalculated:
    for key, content in changes.items():
        workbook.engine.set_value(*key, content)
    workbook.evaluate()
    values = workbook.values()
    errors = collected(workbook, values)
    return Recalculated(name, dict(changes) | values, errors)
