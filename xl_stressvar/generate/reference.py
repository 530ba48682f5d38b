"""The function reference and the error index, as Markdown."""

from __future__ import annotations

from pathlib import Path

from ..catalogue import CATALOGUE, Catalogue, Entry, Parameter
from ..errors import PROBLEMS

_CLASSES = (
    "`#VALUE!`: wrong type, shape or choice. `#NUM!`: an impossible number. `#N/A`: valid, but "
    "missing or too little. An error cell in an argument comes back as itself."
)
_WRITTEN = "Written by `make generate` from the functions' signatures and docstrings."


def reference(catalogue: Catalogue = CATALOGUE) -> str:
    """docs/reference.md: every function by family."""
    families: dict[str, list[Entry]] = {}
    for entry in catalogue:
        families.setdefault(entry.family, []).append(entry)
    parts = [
        "# Function reference",
        "A loss is positive in a VaR, an ES and a requirement; P&L is signed. Results are in the unit "
        "of the positions. An argument in [brackets] may be left out. The rules behind the numbers "
        "are in [the method](method.md), the errors in [the error index](errors.md). " + _WRITTEN,
        "| function | |\n|---|---|\n"
        + "\n".join(f"| [{e.name}](#{e.name.lower()}) | {e.summary} |" for e in catalogue),
    ]
    for family, entries in families.items():
        parts.append(f"## {family}")
        for entry in entries:
            related = [f"[{e.name}](#{e.name.lower()})" for e in entries if e is not entry]
            parts.append(_function(entry, related))
    return "\n\n".join(parts) + "\n"


def _function(entry: Entry, related: list[str]) -> str:
    parts = [f"### {entry.name}", entry.summary, f"    ={entry.signature}"]
    if entry.parameters:
        rows = [_row(p) for p in entry.parameters]
        parts.append("| argument | what | default |\n|---|---|---|\n" + "\n".join(rows))
    parts.append(f"**Returns** {entry.returns.help}{_columns(entry)}")
    if entry.details:
        parts.append(entry.details)
    if entry.raises:
        parts.append(f"**Errors** {entry.raises}")
    for formula, result in entry.examples:
        parts.append(f"**Example** `{formula}` gives `{result}`")
    if entry.reference:
        parts.append(f"**Source** {entry.reference}")
    if related:
        parts.append(f"**Related** {', '.join(related)}")
    return "\n\n".join(parts)


def _row(p: Parameter) -> str:
    shape = "" if p.kind.shape == "one value" else f" *{p.kind.shape}*"
    unit = f" ({p.kind.unit})" if p.kind.unit else ""
    default = "required" if p.required else p.shown_default
    return f"| `{p.name}` | {p.kind.help}{unit}{shape} | {default} |".replace("\n", " ")


def _columns(entry: Entry) -> str:
    if not entry.returns.columns:
        return "" if entry.returns.unit == "text" else f" *{entry.returns.unit}*"
    more = ", …" if entry.returns.repeats else ""
    return " Columns: " + ", ".join(name for name, _ in entry.returns.columns) + more + "."


def error_index() -> str:
    """docs/errors.md: every sentence, its error value, and what to do."""
    rows = [
        f"| {p.kind.code if p.name != 'error_cell' else 'as it is'} | {_blanks(p.seen)} "
        f"| {_blanks(p.cure)} |"
        for p in sorted(PROBLEMS.values(), key=lambda p: (p.kind.code, p.seen))
    ]
    return (
        "\n\n".join(
            [
                "# Error index",
                "Every sentence that a cell can have behind it. `STRESSVAR_WHY`, the ribbon's Explain, "
                "`xl-stressvar calc` and `xl-stressvar eval` show it with the place filled in. "
                + _WRITTEN,
                _CLASSES,
                "| error | what it says | what to do |\n|---|---|---|\n" + "\n".join(rows),
            ]
        )
        + "\n"
    )


def _blanks(text: str) -> str:
    return text.replace("{", "*").replace("}", "*").replace("|", "\\|")


def write(root: Path) -> None:
    """docs/reference.md and docs/errors.md."""
    docs = root / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    (docs / "reference.md").write_text(reference(), "utf-8", newline="\n")
    (docs / "errors.md").write_text(error_index(), "utf-8", newline="\n")
