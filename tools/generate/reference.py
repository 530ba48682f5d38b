"""The list of functions and the error index, as Markdown; a page a function is in function_pages."""

from __future__ import annotations

import re
from pathlib import Path

from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.domain import Confidence
from xl_stressvar.errors import (
    PROBLEMS,
    BadInput,
    ErrorCell,
    FileProblem,
    ImpossibleNumber,
    InstallProblem,
    NotEnoughData,
)
from xl_stressvar.hosts.libreoffice.host import PERMITTED_DIFFERENCES
from xl_stressvar.risk.methods import registry
from xl_stressvar.risk.methods.base import Method

_SECTIONS = (
    ("#VALUE!: a wrong type, shape or choice", BadInput),
    ("#NUM!: a number that cannot be", ImpossibleNumber),
    ("#N/A: valid, but missing or too little", NotEnoughData),
    ("Errors of other cells, passed on as they are", ErrorCell),
    ("Files and commands: nothing is calculated", FileProblem),
    ("The installation on Windows", InstallProblem),
)
_WRITTEN = "<!-- written by make generate from the functions' signatures and docstrings -->"


def reference(catalogue: Catalogue = CATALOGUE) -> str:
    """docs/reference.md: every function by family, each with a page of its own; the methods."""
    parts = [
        "# All functions",
        (
            "A loss is positive in a VaR, an ES and a requirement; P&L is signed. Results are in the unit "
            "of the positions. An argument in [brackets] may be left out. The rules behind the numbers "
            "are in [the method](method.md), the errors in [the error index](errors.md). "
            f"Each function has a page: arguments, an example in cells, errors. {_WRITTEN}"
        ),
    ]
    for family in catalogue.families:
        rows = [
            f"| [{e.name}](functions/{e.name}.md){{#{e.name.lower()}}} | {e.summary} |"
            for e in catalogue
            if e.family == family
        ]
        parts += [f"## {family}", "| function | what it answers |\n|---|---|\n" + "\n".join(rows)]
    parts.append(_methods())
    return "\n\n".join(parts) + "\n"


def _methods() -> str:
    """Every method by which a tail is read, with its facts."""
    rows = [_method(method) for method in registry.METHODS.values()]
    head = "method | also | the VaR is | fewest days at 99% | interval | WORST by | stressed"
    return (
        "## Methods\n\n"
        "The words of every argument `method`; capitals, spaces, `-` and `_` do not matter. What each "
        "does, with formulas, is in [the method](method.md).\n\n"
        f"| {head} |\n|---|---|---|---|---|---|---|\n" + "\n".join(rows)
    )


def _method(method: Method) -> str:
    cells = (
        f"`{method.name}`",
        ", ".join(f"`{alias}`" for alias in method.aliases),
        method.help,
        str(method.least_days(Confidence(0.99))),
        "yes" if method.interval else "no",
        f"`{method.search_proxy}`",
        "yes" if method.stressed else "no",
    )
    return f"| {' | '.join(cells)} |"


def error_index() -> str:
    """docs/errors.md: every sentence by its error value: the cause that it names, and the cure."""
    sections = []
    for heading, kind in _SECTIONS:
        rows = [
            f"| {_blanks(p.seen)} | {_blanks(p.cure)} |"
            for p in sorted(PROBLEMS.values(), key=lambda p: p.seen)
            if p.kind is kind
        ]
        sections.append(f"## {heading}")
        sections.append("| cause | cure |\n|---|---|\n" + "\n".join(rows))
    return (
        "\n\n".join(
            [
                "# Error index",
                (
                    "Every sentence that a cell can have behind it: what was seen, then what to do. "
                    "`STRESSVAR_WHY`, the ribbon's Explain, `xl-stressvar calc` and `xl-stressvar eval` "
                    "show it with the words in *italics* filled in; *place* is the cell, or the argument. "
                    "<!-- written by make generate -->"
                ),
                *sections,
            ]
        )
        + "\n"
    )


def _blanks(text: str) -> str:
    text = re.sub(r"\{(\w+):(\w+)\}", r"*\1* \2s", text)
    return re.sub(r"\{(\w+)\}", r"*\1*", text).replace("|", "\\|")


def libreoffice_differences() -> str:
    """docs/libreoffice.md: where LibreOffice must differ, each shown by a test."""
    items = [f"{i}. {d.what}  \n   *{d.why}*" for i, d in enumerate(PERMITTED_DIFFERENCES, 1)]
    return (
        "\n\n".join(
            [
                "# LibreOffice: what differs",
                "The functions, numbers and sentences are those of Excel, save this list. In each case "
                "LibreOffice decides before, or after, the add-in is called. A test shows every line. "
                + _WRITTEN,
                *items,
            ]
        )
        + "\n"
    )


def write(root: Path) -> None:
    """docs/reference.md, docs/errors.md and docs/libreoffice.md."""
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "reference.md").write_text(reference(), "utf-8", newline="\n")
    (docs / "errors.md").write_text(error_index(), "utf-8", newline="\n")
    (docs / "libreoffice.md").write_text(libreoffice_differences(), "utf-8", newline="\n")
