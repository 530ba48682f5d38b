"""docs/excel-checklist.md to the issue form for whoever opens the add-in in a real Excel."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
BY_HAND = "## Then by hand"  # the part of the page that a person fills in
FORM = Path(".github", "ISSUE_TEMPLATE", "excel-report.yml")
_HEAD = """# written by make generate from docs/excel-checklist.md
name: Excel report
description: The checklist, gone through in one Excel
labels: [excel]
body:
  - type: markdown
    attributes:
      value: |
        One report for each Excel tried. Fill the last column of as many tables as you like: seen as expected, or what
        was seen instead. Figures and names of yours are not needed.
  - type: textarea
    id: check-this-excel
    attributes:
      label: What Check this Excel copied
      description: StressVaR > Check and repair > Check this Excel, then paste.
"""
_PART = """  - type: textarea
    id: {id}
    attributes:
      label: {label}
      value: |
{table}
"""


def form(page: str) -> str:
    """The form: a text area a table of the page's last part, already filled with the table."""
    recorded = page.split(BY_HAND)[1]
    parts = re.findall(r"(?:\*\*(.+?)\*\*\n\n)?((?:^\|.*\|\n)+)", recorded, re.MULTILINE)
    out = [_HEAD]
    for title, table in parts:
        label = title or "Which Excel"
        lines = "\n".join(f"        {line}" for line in table.splitlines())
        name = re.sub(r"\W+", "-", label.casefold())
        out.append(_PART.format(id=name, label=label, table=lines))
    return "".join(out)


def write(root: Path) -> None:
    """The target of `make generate`."""
    target = root / FORM
    target.parent.mkdir(parents=True)
    target.write_text(form((ROOT / "docs" / "excel-checklist.md").read_text("utf-8")), "utf-8")
