"""`calc`: a workbook in, a copy with every value calculated out.

Formulas, charts, styles, names, tables and macros of the copy are those of the input, byte for byte;
only the sheets that hold formulas are written anew, with new values in the cells that have them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ... import errors
from ...catalogue import CATALOGUE, Catalogue
from ...ooxml.files import written
from ...ooxml.package import Package, opened
from ...ooxml.references import Area, Key, address
from .plan import Plan, Scope
from .results import CellError, Difference, addresses, collected, differences
from .solve import Solved, solved
from .workbook import Progress

_MEANT, _MOST_MEANT = "intended_na_", 10_000  # names; cells of one
ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam")


@dataclass
class CalcReport:
    """What `calc` did."""

    target: Path
    formulas: int = 0
    ours: int = 0  # formulas that call a function of ours
    calculated: int = 0  # formulas; the others keep the values of the file
    errors: list[CellError] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # what cannot be calculated here, and why
    outdated: str = ""  # formulas whose values in the file were not those of their inputs
    differences: list[Difference] = field(default_factory=list)  # of a check
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
    everything: bool = False,
    changed: Sequence[str] = (),
) -> CalcReport:
    """Calculate the workbook `src` into the copy `dst`, in this process and without limits.

    Calculated is what must be: our functions, formulas without a stored value, and what reads these.
    `everything`: every formula. `changed`: addresses of inputs with new values, `Sheet!A1:B9`; what
    reads them is calculated too.

    Raises: FileProblem, if the workbook cannot be calculated; then nothing has been written.
    """
    data, report = calculated(
        src, dst, progress=progress, catalogue=catalogue, everything=everything, changed=changed
    )
    written(data, report.target, like=src)
    return report


def calculated(
    src: Path,
    dst: Path | None = None,
    *,
    progress: Progress | None = None,
    catalogue: Catalogue = CATALOGUE,
    everything: bool = False,
    changed: Sequence[str] = (),
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
    found = solved(package, catalogue, progress, Scope(everything, _blocks(changed, package)))
    failures = collected(found.book, found.values, _meant(package))
    sheets = {key[0] for key in found.book.formulas}
    parts = [part for sheet, part in found.book.parts.items() if sheet in sheets]
    data = package.with_parts({part.part: part.data() for part in parts})
    report = _report(target, found, time.perf_counter() - started)
    report.errors = failures
    return data, report


def _meant(package: Package) -> set[Key]:
    """The cells whose #N/A the workbook means: those under names that begin with `intended_na_`."""
    first = next(iter(package.sheets))
    spelled = {sheet.casefold(): sheet for sheet in package.sheets}
    found: set[Key] = set()
    for sheet, name in package.names.formulas:
        if not name.startswith(_MEANT):
            continue
        block = package.names.area(name, sheet or first)
        if block and (block.bottom - block.top + 1) * (block.right - block.left + 1) <= _MOST_MEANT:
            found |= {
                (spelled.get(block.sheet.casefold(), block.sheet), row, column)
                for row in range(block.top, block.bottom + 1)
                for column in range(block.left, block.right + 1)
            }
    return found


def check(
    src: Path, *, progress: Progress | None = None, catalogue: Catalogue = CATALOGUE
) -> CalcReport:
    """Calculate every formula of a workbook and compare with its values; nothing is written.

    Raises: FileProblem.
    """
    started = time.perf_counter()
    if not src.name:
        raise errors.NOT_A_WORKBOOK(file=str(src))
    found = solved(opened(src), catalogue, progress, Scope(everything=True))
    report = _report(src, found, time.perf_counter() - started)
    report.differences = differences(found.book, found.values)
    return report


def _report(target: Path, found: Solved, seconds: float) -> CalcReport:
    book, plan = found.book, found.plan
    macros = (f"{name}: a sheet of Excel 4 macros" for name in book.macro_sheets)
    total = sum(len(part.formulas) for part in book.parts.values()) - len(book.external)
    return CalcReport(
        target,
        formulas=total,
        ours=book.ours,
        calculated=len(book.formulas),
        kept=[*macros, *(_kept(plan) if plan else _kept_of_all(found))],
        outdated=addresses(sorted(plan.differing)) if plan else "",
        seconds=seconds,
    )


def _kept_of_all(found: Solved) -> list[str]:
    tables = [f"{address(key)}: a data table (What-If Analysis)" for key in found.data_tables]
    external = [f"{address(key)}: refers to another workbook" for key in found.book.external]
    return [*tables, *external]


def _kept(plan: Plan) -> list[str]:
    """What cannot be calculated here, by reason; then what is stale."""
    reasons: dict[str, list[Key]] = {}
    for key, reason in plan.lacking.items():
        reasons.setdefault(reason.removeprefix("it "), []).append(key)
    lines = [f"{addresses(keys)}: {reason}" for reason, keys in reasons.items()]
    if plan.stale:
        reason = "not calculated, although what it reads has changed"
        lines.append(f"{addresses(sorted(plan.stale))}: {reason}")
    return lines


def _blocks(changed: Sequence[str], package: Package) -> tuple[Area, ...]:
    """The blocks that addresses or names mean; without a sheet, on the first.

    Raises: FileProblem.
    """
    first = next(iter(package.sheets))
    sheets = {sheet.casefold() for sheet in package.sheets}
    found = []
    for text in changed:
        block = package.names.area(text, first)
        if block is None or block.sheet.casefold() not in sheets:
            raise errors.NO_SUCH_RANGE(range=text, file=package.file)
        found.append(block)
    return tuple(found)


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
