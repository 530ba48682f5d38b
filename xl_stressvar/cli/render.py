"""`xl-stressvar render BOOK [-o OUT.pdf]`: a workbook as it prints.

LibreOffice draws the pages from the values that the workbook holds: formulas are taken out of a
copy first, so that it need not know our functions, and computes nothing of its own.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .. import errors

SECONDS = 180
#: Where LibreOffice is if it is not on the path.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("workbook", type=Path, metavar="BOOK", help="a workbook, .xlsx or .xlsm")
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT.pdf",
        help="the PDF, or the folder for it (default: BOOK.pdf, beside the workbook)",
    )
    parser.epilog = "The pages show the values that the workbook holds; nothing is recalculated."


def run(options: argparse.Namespace) -> int:
    target: Path = options.output or options.workbook.with_suffix(".pdf")
    if target.is_dir():
        target /= options.workbook.with_suffix(".pdf").name
    if target.suffix.lower() != ".pdf":
        raise errors.NAME_ENDING(file=target.name, ending=".pdf")
    render(options.workbook, target)
    print(target)
    return 0


def render(workbook: Path, target: Path) -> None:
    """The workbook as a PDF at `target`, whole or not at all.

    Raises: FileProblem.
    """
    from ..ooxml.files import written

    values = values_only(workbook)
    office = _office()
    with tempfile.TemporaryDirectory(prefix="xl-stressvar-") as folder:
        copy = Path(folder, f"book{workbook.suffix.lower()}")
        copy.write_bytes(values)
        reason = _convert(office, copy)
        made = copy.with_suffix(".pdf")
        if not made.is_file():
            raise errors.NOT_RENDERED(file=workbook.name, reason=reason)
        written(made.read_bytes(), target)


def values_only(workbook: Path) -> bytes:
    """The workbook with values in place of its formulas; everything else byte for byte.

    Raises: FileProblem, also if a formula of ours has no value.
    """
    from ..ooxml.package import opened
    from ..ooxml.xml import parsed, serialised, tag

    package = opened(workbook)
    parts = {}
    for sheet, part in package.sheets.items():
        root = parsed(package.read(part), workbook.name)
        for cell in root.iter(tag("c")):
            formula = cell.find(tag("f"))
            if formula is None:
                continue
            if (
                not cell.findtext(tag("v"))
                and cell.get("t") != "str"
                and any(_ours(formula.text or ""))
            ):
                raise errors.NOT_CALCULATED(cell=f"{sheet}!{cell.get('r')}", file=workbook.name)
            cell.remove(formula)
            cell.attrib.pop("cm", "")
        parts[part] = serialised(root)
    return package.with_parts(parts)


def _ours(formula: str) -> Iterator[str]:
    from ..catalogue import CATALOGUE

    return (entry.name for entry in CATALOGUE if f"{entry.name}(" in formula)


def _office() -> str:
    for name in ("soffice", "libreoffice", *_PLACES):
        found = shutil.which(name)
        if found:
            return found
    raise errors.NO_OFFICE()


def _convert(office: str, copy: Path) -> str:
    """Run LibreOffice with a profile of its own, and give back why it may have failed."""
    profile = copy.with_name("profile").as_uri()
    order = [office, "--headless", "--norestore", f"-env:UserInstallation={profile}",
             "--convert-to", "pdf", "--outdir", str(copy.parent), str(copy)]  # fmt: skip
    try:
        done = subprocess.run(
            order, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {SECONDS} seconds"
    except OSError as problem:
        return problem.strerror or "it does not start"
    said = done.stderr.decode(sys.getdefaultencoding(), "replace").strip().splitlines()
    return (said[-1] if said else f"exit code {done.returncode}")[:100]
