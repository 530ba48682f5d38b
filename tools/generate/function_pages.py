"""docs/functions/NAME.md: a page a function, and their part of the menu in mkdocs.yml.

All of it comes from the catalogue, from what the function answers to wrong inputs, and from the pages
and workbooks that use it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from tools.generate.drawn_sheet import as_html, drawn
from xl_stressvar.arguments.scalars import Choice, Flag
from xl_stressvar.catalogue import CATALOGUE, Catalogue, Entry, Parameter
from xl_stressvar.cells.algebra import OMITTED, ErrorValue, Given, Value
from xl_stressvar.dispatch import call
from xl_stressvar.errors import Code
from xl_stressvar.hosts.headless import evaluate
from xl_stressvar.ooxml.formulas import OMITTED as OMITTED_LEAF
from xl_stressvar.ooxml.formulas import calls, parse, printed
from xl_stressvar.ooxml.package import opened
from xl_stressvar.templates import question, templates

ROOT = Path(__file__).parents[2]
_WRITTEN = "<!-- written by make generate from the function's signature and docstring -->"
_MENU = re.compile(
    r"( *# the functions, written by tools.generate\n).*?( *# end of the functions\n)", re.DOTALL
)
_MOST_RELATED = 8
_MOST_TEMPLATES, _MOST_SHEETS = 4, 6
#: Where the method speaks of a family whose function it does not name.
_SECTION_OF_FAMILY = {
    "Windows and data": "What goes in",
    "Instruments": "Options, bonds, grids, currencies",
    "Audit and help": "",
}
#: What each argument of an example is replaced by, in words and in cells.
_WRONG: dict[str, Value] = {
    "a blank cell": None,
    "a text": "soon",
    "a number stored as text": "0.95",
    "an error cell": ErrorValue(Code.DIV0),
    "-1": -1.0,
    "0": 0.0,
    "1.5": 1.5,
    "5%": 0.05,
    "1,000,000": 1e6,
    "1E+308": 1e308,
    "COVID": "COVID",
    "one number for each of 3 assets": [[1.0, 2.0, 3.0]],
    "2 x 3 cells, one of them blank": [[0.1, 0.2, 0.3], [0.4, None, 0.6]],
    "2 x 3 cells, one of them a text": [[0.1, 0.2, 0.3], [0.4, "n/a", 0.6]],
    "prices in place of returns": [[100.0 + i % 7, 50.0 + i % 5] for i in range(30)],
    "nothing but blanks": [[None, ""], [None, None]],
}


def page(entry: Entry, catalogue: Catalogue = CATALOGUE) -> str:
    """The page of one function."""
    parts = [
        f"# {entry.name}",
        f"{entry.summary} {_WRITTEN}",
        f"    ={entry.signature}",
        *_arguments(entry),
        "## What it gives",
        f"{entry.returns.help}{columns(entry)}",
        *([entry.details] if entry.details else []),
        *_examples(entry, catalogue),
        *_errors(entry, catalogue),
        "## See also",
        *_see_also(entry, catalogue),
    ]
    return "\n\n".join(parts) + "\n"


def _arguments(entry: Entry) -> Iterator[str]:
    if not entry.parameters:
        yield "It takes no argument."
        return
    yield "## Arguments"
    if any(not p.required for p in entry.parameters):
        yield "Those in [brackets] may be left out: the default is then taken."
    rows = [f"| `{p.name}` | {_told(p)} | {default(p)} |" for p in entry.parameters]
    yield "| argument | what it is | default |\n|---|---|---|\n" + "\n".join(rows)


def _told(p: Parameter) -> str:
    """Meaning, unit, shape and allowed words of an argument, in a cell of a table."""
    told = [p.kind.help.replace("\n", " ")]
    if p.kind.unit not in ("", p.name):
        told.append(f"Unit: {p.kind.unit}.")
    if p.kind.shape != "one value":
        told.append(f"Cells: {p.kind.shape}.")
    if words := _words(p):
        told.append(f"Words: {words}.")
    return "<br>".join(told).replace("|", "\\|")


def _words(p: Parameter) -> str:
    if isinstance(p.kind, Flag):
        return "`TRUE`, `FALSE`"
    if not isinstance(p.kind, Choice) or all(word in p.kind.help for word in p.kind.words):
        return ""
    return ", ".join(f'`"{word}"`' for word in p.kind.words)


def default(p: Parameter) -> str:
    return "required" if p.required else p.shown_default


def columns(entry: Entry) -> str:
    """The shape of what a function gives back."""
    if entry.returns.lines:
        return " Label and value, a line each."
    if not entry.returns.columns:
        return "" if entry.returns.unit == "text" else f" *{entry.returns.unit}*"
    more = ", …" if entry.returns.repeats else ""
    return " Columns: " + ", ".join(name for name, _ in entry.returns.columns) + more + "."


def _examples(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    if entry.examples:
        yield "## Example"
    for formula, result in entry.examples:
        if entry.parameters:
            yield as_html(drawn(entry, formula, catalogue))
        yield f"In one cell, to check: `{formula}` gives `{result}`"


# --- errors -----------------------------------------------------------------------------------------
def _errors(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    refused = refusals(entry, catalogue)
    if not (entry.raises or refused):
        return
    yield "## Errors"
    if entry.raises:
        yield f"**Of its own:** {entry.raises}"
    if refused:
        yield (
            "What it says to a wrong argument, each kind of fault once. "
            "Every sentence there is: [the error index](../errors.md)."
        )
        rows = [f"| `{name}` is {given} | {code} | {told} |" for name, given, code, told in refused]
        yield "| given | error | what was seen, and the way out |\n|---|---|---|\n" + "\n".join(
            rows
        )


@cache
def refusals(entry: Entry, catalogue: Catalogue) -> list[tuple[str, str, str, str]]:
    """What the function answers to wrong arguments: argument, what it is, error value, sentence."""
    good = _good(entry)
    found: dict[str, tuple[str, str, str, str]] = {}
    for i, parameter in enumerate(entry.parameters):
        for given, value in _WRONG.items():
            failure = call(
                entry.name, [*good[:i], value, *good[i + 1 :]], catalogue=catalogue
            ).failure
            if failure is not None:
                told = failure.sentence().replace("|", "\\|")
                row = parameter.name, given, str(failure.code), told
                found.setdefault(failure.problem.name, row)
    return sorted(found.values(), key=lambda row: row[2], reverse=True)


def _good(entry: Entry) -> list[Given]:
    """The arguments of the first example, as cells; what it leaves out stays left out."""
    if not entry.examples:
        return [OMITTED for _ in entry.parameters]
    tree = parse(entry.examples[0][0].removeprefix("="))
    typed = next(c for c in calls(tree) if c.name == entry.name).arguments
    answers = iter(evaluate([f"={printed(a)}" for a in typed if a != OMITTED_LEAF]))
    given: list[Given] = [OMITTED if a == OMITTED_LEAF else next(answers).value for a in typed]
    return given + [OMITTED] * (len(entry.parameters) - len(given))


# --- where else -------------------------------------------------------------------------------------
def _see_also(entry: Entry, catalogue: Catalogue) -> Iterator[str]:
    items = []
    if parts := list(_method(entry)):
        items.append(f"**Method:** {', '.join(parts)}")
    if entry.reference:
        items.append(f"**Source:** {entry.reference}")
    if shown := list(_sheets(entry.name)):
        items.append(f"**In a template:** {'; '.join(shown)}")
    others = ", ".join(f"[{e.name}]({e.name}.md)" for e in related(entry, catalogue))
    items.append(f"**Related:** {others}; [all functions](../reference.md)")
    yield "\n".join(f"- {item}" for item in items)


def related(entry: Entry, catalogue: Catalogue) -> list[Entry]:
    """The functions that its text names, those whose text names it, and its neighbours."""
    order = list(catalogue)
    at = order.index(entry)
    named = [e for e in order if e is not entry and e.name in _names(_prose(entry))]
    naming = [e for e in order if e is not entry and entry.name in _names(_prose(e))]
    near = sorted((e for e in order if e.family == entry.family and e is not entry), key=lambda e: abs(order.index(e) - at))  # fmt: skip
    return list(dict.fromkeys([*named, *naming, *near]))[:_MOST_RELATED]


def _prose(entry: Entry) -> str:
    return " ".join([entry.doc, entry.returns.help, *(p.kind.help for p in entry.parameters)])


def _names(text: str) -> set[str]:
    return set(re.findall(r"[A-Z][A-Z0-9_]+", text))


def _method(entry: Entry) -> Iterator[str]:
    """Links to the parts of the method that name the function, or that its family goes by."""
    found = [title for title, text in _method_parts().items() if f"`{entry.name}`" in text]
    if any(p.name == "method" for p in entry.parameters):
        found.insert(0, "What comes out")
    if not found and entry.name.startswith("CRISIS") and entry.family == "Windows and data":
        found = ["The built-in data"]
    found = found or [_SECTION_OF_FAMILY.get(entry.family, "What comes out")]
    for title in filter(None, dict.fromkeys(found)):
        yield f"[{title}](../method.md#{slug(title)})"


@cache
def _method_parts() -> Mapping[str, str]:
    text = (ROOT / "docs" / "method.md").read_text("utf-8")
    parts = re.split(r"^##+ (.+)$", text, flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def slug(heading: str) -> str:
    """The anchor that the site gives a heading."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower())


def _sheets(name: str) -> Iterator[str]:
    """The templates with most sheets whose formulas call the function, and those sheets."""
    using = []
    for template, (asked, sheets) in _formulas().items():
        if names := [f"*{sheet}*" for sheet, called in sheets.items() if name in called]:
            using.append((f"[{template}](../gallery.md#{slug(asked)})", names))
    using.sort(key=lambda one: -len(one[1]))
    for link, names in using[:_MOST_TEMPLATES]:
        yield f"{link}, {', '.join(names[:_MOST_SHEETS])}"


@cache
def _formulas() -> Mapping[str, tuple[str, Mapping[str, set[str]]]]:
    """Each template's question, and the functions that the formulas of each of its sheets call."""
    found = {}
    for template, path in templates().items():
        book = opened(path)
        sheets = {}
        for sheet, part in book.sheets.items():
            formulas = re.findall(r"<f[^>]*>([^<]*)</f>", book.read(part).decode("utf-8"))
            sheets[sheet] = set(re.findall(r"\b([A-Z][A-Z0-9_]+)\(", " ".join(formulas)))
        found[template] = question(path), sheets
    return found


# --- files ------------------------------------------------------------------------------------------
def menu(text: str, catalogue: Catalogue = CATALOGUE) -> str:
    """mkdocs.yml with the functions between its two marks."""
    lines = []
    for family in catalogue.families:
        lines.append(f"      - {family}:")
        lines += [
            f"          - {e.name}: functions/{e.name}.md" for e in catalogue if e.family == family
        ]
    return _MENU.sub(lambda m: m[1] + "".join(f"{line}\n" for line in lines) + m[2], text)


def write(root: Path, catalogue: Catalogue = CATALOGUE) -> None:
    """docs/functions/*.md and the menu."""
    folder = root / "docs" / "functions"
    folder.mkdir(parents=True, exist_ok=True)
    for entry in catalogue:
        (folder / f"{entry.name}.md").write_text(page(entry, catalogue), "utf-8", newline="\n")
    text = menu((ROOT / "mkdocs.yml").read_text("utf-8"), catalogue)
    (root / "mkdocs.yml").write_text(text, "utf-8", newline="\n")
