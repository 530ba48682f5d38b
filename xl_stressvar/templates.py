"""The template workbooks that come with the package."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_PACKAGE = Path(__file__).parent


def folder() -> Path:
    """Where the templates are: inside an installed package, or at the top of a checkout."""
    inside = _PACKAGE / "workbooks"
    return inside if inside.is_dir() else _PACKAGE.parent / "workbooks"


def templates() -> dict[str, Path]:
    """The templates by name, sorted."""
    return {path.stem: path for path in sorted(folder().glob("*.xlsx"))}


def question(template: Path) -> str:
    """The question that a template answers: the title of its first sheet."""
    return next((asked for _, asked in questions(template)), "")


def questions(template: Path) -> Iterator[tuple[str, str]]:
    """The sheets that answer a question, in order, each with its title: B1, a sentence that asks."""
    with zipfile.ZipFile(template) as package:
        texts = [
            "".join(map(str, each.itertext())) for each in _parsed(package, "xl/sharedStrings.xml")
        ]
        sheets = _parsed(package, "xl/workbook.xml").iter(f"{_MAIN}sheet")
        for i, sheet in enumerate(sheets, 1):
            for cell in _parsed(package, f"xl/worksheets/sheet{i}.xml").iter(f"{_MAIN}c"):
                if cell.get("r") == "B1" and cell.get("t") == "s":
                    asked = texts[int(cell.findtext(f"{_MAIN}v") or 0)]
                    if asked.endswith("?"):
                        yield str(sheet.get("name")), asked


def _parsed(package: zipfile.ZipFile, part: str) -> etree._Element:
    from lxml import etree  # the offline bundle, which asks only where they are, has none

    return etree.fromstring(package.read(part))
