"""`xl-stressvar render BOOK [-o OUT.pdf]`: a workbook as it prints.

LibreOffice draws the pages from the values that the workbook holds: formulas are taken out of a
copy first, so that it need not know our functions, and computes nothing of its own. Whatever leads
out of the copy is taken out too.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .. import errors
from . import outputs

if TYPE_CHECKING:
    from lxml import etree

    from ..ooxml.package import Package

_NOT_PRINTED = "not_printed"  # a defined name
# what a workbook may be connected with, beside what it says is outside
_CONNECTIONS = ("externalLink", "connections", "queryTable")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="BOOK", help="a workbook, .xlsx or .xlsm")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT.pdf",
        help="the PDF, or the folder for it (default: BOOK.pdf, beside the workbook)",
    )
    parser.add_argument(
        "--all", action="store_true",
        help="also the sheets that a workbook lists under the name not_printed, such as data",
    )  # fmt: skip
    outputs.add_force(parser)
    parser.epilog = "The pages show the values that the workbook holds; nothing is recalculated."


def run(options: argparse.Namespace) -> int:
    target: Path = options.output or options.workbook.with_suffix(".pdf")
    if target.is_dir():
        target /= options.workbook.with_suffix(".pdf").name
    outputs.check(target, ".pdf", options.force)
    render(options.workbook, target, everything=options.all)
    print(target)
    return 0


def render(workbook: Path, target: Path, everything: bool = False) -> None:
    """The workbook as a PDF at `target`, whole or not at all.

    everything: also the sheets that it lists as not to be printed.

    Raises: FileProblem.
    """
    from ..ooxml.files import written
    from . import office

    values = values_only(workbook, everything)
    program = office.found()
    with tempfile.TemporaryDirectory(prefix="xl-stressvar-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder, f"book{workbook.suffix.lower()}")
        copy.write_bytes(values)
        reason = office.to_pdf(program, copy)
        made = copy.with_suffix(".pdf")
        if not made.is_file():
            raise errors.NOT_RENDERED(file=workbook.name, reason=reason)
        outputs.make_folder(target)
        written(made.read_bytes(), target, like=workbook)


def values_only(workbook: Path, everything: bool = True) -> bytes:
    """The workbook with values in place of its formulas, and without what leads out of it.

    everything: with all its sheets in sight, also those that it lists as not to be printed. All else is kept byte for byte.

    Raises: FileProblem, also if a formula of ours has no value.
    """
    from ..ooxml.package import opened
    from ..ooxml.sheet import has_formulas
    from ..ooxml.xml import parsed, serialised, tag

    package = opened(workbook)
    parts = {}
    for sheet, part in package.sheets.items():
        data = package.read(part)
        if not has_formulas(data):
            continue
        root = parsed(data, workbook.name)
        for cell in root.iter(tag("c")):
            for formula in cell.findall(tag("f")):
                if (
                    not cell.findtext(tag("v"))
                    and cell.get("t") != "str"
                    and any(_ours(formula.text or ""))
                ):
                    raise errors.NOT_CALCULATED(cell=f"{sheet}!{cell.get('r')}", file=workbook.name)
                cell.remove(formula)
                cell.attrib.pop("cm", "")
        parts[part] = serialised(root)
    if not everything and (hidden := _not_printed(package)):
        root = parsed(package.read(package.workbook), workbook.name)
        names = next(root.iterfind(tag("definedNames")))
        for i, each in enumerate(root.iterfind(f"{tag('sheets')}/{tag('sheet')}")):
            if each.get("name") not in hidden:
                continue
            each.set("state", "hidden")  # what is hidden is not printed, unless it has a print area
            for name in names.findall(f"{tag('definedName')}[@localSheetId='{i}']"):
                names.remove(name)
        parts[package.workbook] = serialised(root)
    for part in package.members:
        if part.lower().endswith(".rels"):
            root = parsed(package.read(part), workbook.name)
            outside = [relation for relation in root if _leads_out(relation)]
            for relation in outside:
                root.remove(relation)
            if outside:
                parts[part] = serialised(root)
    return package.with_parts(parts)


def _not_printed(package: Package) -> set[str]:
    """The sheets under the name not_printed, a text with ; between; but for the first, none is left."""
    listed = package.names.formulas.get(("", _NOT_PRINTED), "").strip('="').split(";")
    hidden = {sheet for sheet in package.sheets if sheet in listed}
    return hidden if len(hidden) < len(package.sheets) else set()


def _leads_out(relation: etree._Element) -> bool:
    target = relation.get("Target") or ""
    return (
        (relation.get("TargetMode") or "Internal").strip().lower() != "internal"
        or ":" in target  # http:, file:, c:
        or target.startswith(("//", "\\"))
        or (relation.get("Type") or "").rpartition("/")[2] in _CONNECTIONS
    )


def _ours(formula: str) -> Iterator[str]:
    from ..catalogue import CATALOGUE

    return (entry.name for entry in CATALOGUE if f"{entry.name}(" in formula)
