"""`python -m tools.generate [--check] [name ...]`: write every generated file anew.

A target is a name and a function that writes its files under a root. Each is run into an empty
folder; its files are then compared with those of the project, and replaced whole where they differ.
With --check nothing is written: what differs is listed, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tools.addin import vba, xlam
from tools.generate import badinputs, excel_report, function_pages, gallery, reference, validation
from tools.templates import workbooks
from tools.templates.toolkit.bake import same as same_workbook

Target = Callable[[Path], None]


def addin(root: Path) -> None:
    """Where install finds it."""
    folder = root / "xl_stressvar" / "install"
    folder.mkdir(parents=True)
    xlam.build_xlam(folder / xlam.NAME)


#: Name to function. Add yours here: nothing else has to know of it.
TARGETS: dict[str, Target] = {
    # these two refuse a function that lacks a vector, its line of the contract or an example before minutes are spent
    "validation": validation.write,
    "bad-inputs": badinputs.write,
    "vba": vba.write,
    "addin": addin,
    "workbooks": workbooks,
    "gallery": gallery.write,
    "reference": reference.write,
    "functions": function_pages.write,  # after the workbooks, whose formulas it names
    "excel-report": excel_report.write,
}
#: How files of an ending are compared, where bytes are too strict.
SAME: dict[str, Callable[[Path, Path], bool]] = {".xlsx": same_workbook}
ROOT = Path(__file__).parents[2]


def same_bytes(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def stale(root: Path, fresh: Path) -> Iterator[Path]:
    """The files under `fresh` that `root` lacks or has otherwise, as relative paths."""
    for new in sorted(path for path in fresh.rglob("*") if path.is_file()):
        name = new.relative_to(fresh)
        old = root / name
        equal = SAME.get(new.suffix, same_bytes)
        if not (old.is_file() and equal(old, new)):
            yield name


def generate(root: Path, names: list[str], write: bool = True) -> list[Path]:
    """Run targets, and give back the files that were not up to date, written unless told not to."""
    changed = []
    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            fresh = Path(folder)
            TARGETS[name](fresh)
            for file in stale(root, fresh):
                changed.append(file)
                if write:
                    _put(fresh / file, root / file)
    return changed


def _put(new: Path, old: Path) -> None:
    """Replace a file whole, also across file systems."""
    old.parent.mkdir(parents=True, exist_ok=True)
    beside = old.with_name(f".{old.name}.new")
    shutil.copyfile(new, beside)
    os.replace(beside, old)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.generate", description="Write every generated file anew."
    )
    parser.add_argument(
        "names",
        nargs="*",
        choices=[[], *TARGETS],
        metavar="name",
        help=f"one or more of: {', '.join(TARGETS)}; all if left out",
    )
    parser.add_argument(
        "--check", action="store_true", help="compare only; exit code 1 if a file differs"
    )
    chosen = parser.parse_args(arguments)
    try:
        changed = generate(ROOT, chosen.names or list(TARGETS), write=not chosen.check)
    except LookupError as missing:  # a function that is not whole yet, most likely
        print(f"{missing}. The steps are in CONTRIBUTING.md, Adding a function.", file=sys.stderr)
        return 1
    for file in changed:
        print(f"{'not up to date' if chosen.check else 'written'}: {file.as_posix()}")
    if not changed:
        print("everything is up to date")
    return 1 if chosen.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
