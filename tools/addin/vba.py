"""Catalogue to VBA: the functions of the add-in, what its tab knows of them, and its sentences.

The modules written by hand lie in vba/, the generated ones in vba/generated/. All of it is ASCII: a
VBA project is stored in one code page, and other characters are written with ChrW. The help for the
function wizard is not here but in the workbook (tools/addin/help.py), where Excel itself stores it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from tools.addin.vba_project import Module
from xl_stressvar import __version__, errors
from xl_stressvar.catalogue import CATALOGUE, Catalogue, Entry
from xl_stressvar.errors import Problem

FOLDER = Path(__file__).parents[2] / "vba"
#: Before every parameter, because VBA keeps one casing of an identifier for the whole project: a
#: variable elsewhere must not change what the wizard shows.
PREFIX = "the_"
_WRITTEN = "' Written by `make generate` from the functions' signatures and docstrings."
_PUBLIC = "\nOption Explicit\n"
_PRIVATE = "\nOption Explicit\nOption Private Module\n"

#: Excel's number formats of the units in which functions return; a unit not listed is General.
FORMATS = {
    "money": "#,##0.00",
    "percent": "0.00%",
    "ratio": "0.00",
    "correlation": "0.00",
    "number": "0.0000",
    "count": "#,##0",
    "years": "0.0",
    "date": "yyyy-mm-dd",
    "probability": "0.00%",
}
#: How a module says in which group of the wizard a function is: no shortcut key, and the first group
#: after those built in, which tools/addin/help.py names.
BUILT_IN_GROUPS = 19
_IN_GROUP = rf" \n{BUILT_IN_GROUPS + 1}"
LINES = "lines"  # instead of units: a report, whose lines have them
#: Sentences that VBA itself says, as constants.
SENTENCES: dict[str, Problem] = {
    "SV_SEVERAL_AREAS": errors.SEVERAL_AREAS,
    "SV_ENGINE_GONE": errors.ENGINE_GONE,
    "SV_ENGINE_NOT_FOUND": errors.ENGINE_NOT_FOUND,
    "SV_ENGINE_NOT_STARTED": errors.ENGINE_NOT_STARTED,
    "SV_NEEDS_WINDOWS": errors.NEEDS_WINDOWS,
    "SV_STOPPED": errors.STOPPED,
    "SV_NO_EXPLANATION": errors.NO_EXPLANATION,
    "SV_BUG": errors.BUG,
}


def literal(text: str) -> str:
    """A text as VBA writes it."""
    parts = re.findall(r"[ -~]+|[^ -~]", text)
    shown = (
        '"' + part.replace('"', '""') + '"' if part.isascii() else f"ChrW({ord(part)})"
        for part in parts
    )
    return " & ".join(shown) or '""'


def functions(catalogue: Catalogue = CATALOGUE) -> str:
    """The worksheet functions: each hands its arguments on."""
    lines = ['Attribute VB_Name = "StressVarFunctions"', _WRITTEN + _PUBLIC]
    for entry in catalogue:
        shown = [("" if p.required else "Optional ") + PREFIX + p.name for p in entry.parameters]
        handed = [PREFIX + p.name for p in entry.parameters]
        lines.append(f"Public Function {entry.name}({', '.join(shown)})")
        lines.append(f'Attribute {entry.name}.VB_Description = "{_attribute(entry.summary)}"')
        lines.append(f'Attribute {entry.name}.VB_ProcData.VB_Invoke_Func = "{_IN_GROUP}"')
        if entry.name == "STRESSVAR_WHY":  # only Excel knows which cell is meant
            lines.append(f"    {entry.name} = SvWhy({handed[0]})")
        else:
            lines.append(f'    {entry.name} = SvCall("{entry.name}", Array({", ".join(handed)}))')
        lines.append("End Function\n")
    return "\n".join(lines)


def _attribute(text: str) -> str:
    """A text in an Attribute line, which takes no ChrW."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return plain.replace('"', '""')


def known(catalogue: Catalogue = CATALOGUE) -> str:
    """What the tab knows of the functions: names, units."""
    entries = list(catalogue)
    lines = ['Attribute VB_Name = "StressVarCatalogue"', _WRITTEN + _PRIVATE]
    lines.append("Public Function SvFunctionNames() As Variant")
    lines.append(f'    SvFunctionNames = Split({_joined(e.name for e in entries)}, " ")')
    lines.append("End Function\n")
    lines.append("' The units of a result's columns, separated by |; * repeats the last.")
    lines.append("Public Function SvColumnUnits(ByVal functionName As String) As String")
    lines.append("    Select Case functionName")
    for entry in entries:
        lines.append(f'        Case "{entry.name}": SvColumnUnits = "{units(entry)}"')
    lines += ["    End Select", "End Function\n"]
    lines.append("' The units of a report's lines by their labels; * stands for any ending.")
    lines.append("Public Function SvLineUnits(ByVal functionName As String) As String")
    lines.append("    Select Case functionName")
    for entry in entries:
        if entry.returns.lines:
            listed = literal("|".join(map("=".join, entry.returns.lines)))
            lines.append(f'        Case "{entry.name}": SvLineUnits = {listed}')
    lines += ["    End Select", "End Function\n"]
    lines.append("Public Function SvNumberFormat(ByVal unit As String) As String")
    lines += ["    Select Case unit"]
    lines += [
        f"        Case {literal(u)}: SvNumberFormat = {literal(f)}" for u, f in FORMATS.items()
    ]
    lines += ['        Case Else: SvNumberFormat = "General"', "    End Select", "End Function\n"]
    return "\n".join(lines)


def _joined(names: Iterable[str]) -> str:
    """One long text in lines that VBA takes."""
    names = list(names)
    rows = [" ".join(names[i : i + 8]) for i in range(0, len(names), 8)]
    return ' _\n        & " " & '.join(f'"{row}"' for row in rows)


def units(entry: Entry) -> str:
    """`text|date|percent*` of a table, `lines` of a report, the one unit of anything else."""
    if entry.returns.lines:
        return LINES
    columns = "|".join(unit for _, unit in entry.returns.columns)
    return columns + "*" * entry.returns.repeats if columns else entry.returns.unit


def sentences() -> str:
    """What the add-in itself says; `{place}` becomes an address."""
    lines = ['Attribute VB_Name = "StressVarTexts"', _WRITTEN + _PRIVATE]
    lines.append(f'Public Const SV_VERSION As String = "{__version__}"')
    lines += [f"Public Const {name} As String = {_constant(p)}" for name, p in SENTENCES.items()]
    return "\n".join([*lines, ""])


def _constant(problem: Problem) -> str:
    if not problem.text.isascii():
        raise ValueError(
            f"{problem.name}: a constant of VBA takes no ChrW, so no letter beyond ASCII"
        )
    return literal(problem.text)


def generated(catalogue: Catalogue = CATALOGUE) -> dict[str, str]:
    """The generated modules, by file name."""
    return {
        "StressVarFunctions.bas": functions(catalogue),
        "StressVarCatalogue.bas": known(catalogue),
        "StressVarTexts.bas": sentences(),
    }


def modules(catalogue: Catalogue = CATALOGUE) -> list[Module]:
    """All modules of the add-in: documents first, as VBA projects have them, the rest by name."""
    texts = {path.name: path.read_text("ascii") for path in FOLDER.glob("*.[bc][al]s")}
    texts |= generated(catalogue)
    documents = ["ThisWorkbook.cls", "Sheet1.cls"]
    rest = sorted(texts.keys() - set(documents))
    return [Module.of(texts[name]) for name in (*documents, *rest)]


def write(root: Path) -> None:
    """vba/generated/ under a root."""
    folder = root / "vba" / "generated"
    folder.mkdir(parents=True)
    for name, text in generated().items():
        (folder / name).write_text(text, "ascii", newline="\n")
