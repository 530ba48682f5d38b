"""docs/gallery.md: every template by what one looks for, its sheets, and the picture of its first page."""

from __future__ import annotations

from pathlib import Path

from tools.templates.start_here.workbook import GROUPS
from xl_stressvar.templates import questions, templates

FIRST = "start_here"
_LEAD = """# Gallery

Each template workbook answers one question on its first page, here as it prints, with real data; the other sheets say
why. `xl-stressvar new NAME` gives you a copy, `xl-stressvar new --all -o books` all of them, and
`xl-stressvar render BOOK` prints one to PDF. For data of your own begin with the first of them.

Drawn by LibreOffice in the font Carlito, which is as wide as Calibri; Excel's letters differ a little. \
<!-- pictures by tools/docs/render_gallery.py, text by make generate -->"""
#: What every template has, and nobody chooses one by.
_EVERYWHERE = ("Checks", "Notes")


def gallery() -> str:
    groups = {group: [t.name for t in members] for group, members in GROUPS.items()}
    parts = [_LEAD]
    for group, names in {**groups, "All of them": [FIRST]}.items():
        parts.append(f"## {group}")
        parts += [_template(name) for name in names]
    return "\n\n".join(parts) + "\n"


def _template(name: str) -> str:
    (_, asked), *others = questions(templates()[name])
    sheets = "\n".join(f"- *{sheet}*: {text}" for sheet, text in others if sheet not in _EVERYWHERE)
    return "\n\n".join(
        part
        for part in (
            f"### {asked}",
            f"`{name}.xlsx`",
            f"![First page of {name}: {asked}](gallery/{name}.png)",
            sheets and f"Behind it:\n\n{sheets}",
        )
        if part
    )


def write(root: Path) -> None:
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "gallery.md").write_text(gallery(), "utf-8", newline="\n")
