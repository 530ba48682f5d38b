"""`calc`: a workbook in, a copy with every value calculated out.

Formulas, charts, styles, names, tables and macros of the copy are those of the input, byte for byte;
only the sheets that hold formulas are written anew, with new values in the cells that have them.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from ... import errors
from ...catalogue import CATALOGUE, Catalogue
from ...ooxml.files import written
from ...ooxml.package import opened
from .results import CellError, collected
from .workbook import Progress, Workbook

ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam")


@dataclass
class CalcReport:
    """What `calc` did."""

    target: Path
    formulas: int = 0
    ours: int = 0  # formulas that call a function of ours
    errors: list[CellError] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # addresses left with their old values, and why
    seconds: float = 0.0

    @property
    def failed(self) -> int:
        """How many formulas of ours came back as an error."""
        return sum(error.counted for error in self.errors)


def default_target(src: Path) -> Path:
    return src.with_name(f"{src.stem}-calculated{src.suffix}")


def calc(
    src: Path,
    dst: Path | None = None,
    *,
    progress: Progress | None = None,
    catalogue: Catalogue = CATALOGUE,
) -> CalcReport:
    """Calculate the workbook `src` into the copy `dst`, in this process and without limits.

    Raises: FileProblem, if the workbook cannot be calculated; then nothing has been written.
    """
    data, report = calculated(src, dst, progress=progress, catalogue=catalogue)
    written(data, report.target, like=src)
    return report


def calculated(
    src: Path,
    dst: Path | None = None,
    *,
    progress: Progress | None = None,
    catalogue: Catalogue = CATALOGUE,
) -> tuple[bytes, CalcReport]:
    """The copy that is to be written, and the report of it.

    Raises: FileProblem.
    """
    started = time.perf_counter()
    if not src.name:  # "." and its like: a folder
        raise errors.NOT_A_WORKBOOK(file=str(src))
    target = _checked_target(src, dst or default_target(src))
    package = opened(src)
    _check_ending(src, target)
    book = Workbook(package, catalogue, progress)
    book.evaluate()
    found = collected(book)
    changed = {part.part: part.data() for part in book.parts.values() if part.formulas}
    data = package.with_parts(changed)
    return data, CalcReport(
        target, len(book.formulas), book.ours, found, book.kept, time.perf_counter() - started
    )


def _checked_target(src: Path, dst: Path) -> Path:
    """The file that a target leads to, which must not be the input by any of its names."""
    try:
        target = Path(os.path.realpath(dst))
        same = target.exists() and src.exists() and os.path.samefile(src, target)
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "that is no name for a file"
        raise errors.NOT_WRITTEN(file=dst.name.replace("\0", "?"), reason=reason) from None
    if same or os.path.realpath(src) == str(target):
        raise errors.SAME_FILE(file=target.name)
    if target.is_dir():
        raise errors.NOT_WRITTEN(file=target.name, reason="it is a folder")
    return target


def _check_ending(src: Path, target: Path) -> None:
    ending = src.suffix.lower()
    if target.suffix.lower() not in ENDINGS and ending not in ENDINGS:
        raise errors.MISNAMED(file=src.name)
    if ending in ENDINGS and target.suffix.lower() != ending:
        raise errors.OTHER_ENDING(file=target.name, ending=ending)
