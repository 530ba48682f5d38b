"""`xl-stressvar functions [NAME] [--json]`."""

from __future__ import annotations

import argparse
import json
import shutil
import textwrap
from itertools import groupby
from typing import TYPE_CHECKING, Any

from .. import errors
from . import did_you_mean

if TYPE_CHECKING:
    from ..catalogue import Entry, Parameter


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", nargs="?", metavar="NAME", help="explain this one")
    parser.add_argument("--json", action="store_true", help="one object a line")


def run(options: argparse.Namespace) -> int:
    from ..catalogue import CATALOGUE

    if options.name is None:
        _list(list(CATALOGUE), options.json)
        return 0
    name = options.name.strip().upper().removeprefix("=").partition("(")[0]
    if name not in CATALOGUE:
        known = [entry.name for entry in CATALOGUE]
        hint = did_you_mean(name, known, "functions")
        raise errors.NO_SUCH_FUNCTION(function=options.name, hint=hint)
    entry = CATALOGUE[name]
    print(json.dumps(_facts(entry), ensure_ascii=False) if options.json else _explained(entry))
    return 0


def _list(entries: list[Entry], as_json: bool) -> None:
    if as_json:
        for entry in entries:
            print(json.dumps(_facts(entry), ensure_ascii=False))
        return
    for i, (family, members) in enumerate(groupby(entries, key=lambda entry: entry.family)):
        print(("\n" if i else "") + family)
        for entry in members:
            print(f"  {entry.signature}")
            print(_wrapped(entry.summary, 6))


def _explained(entry: Entry) -> str:
    lines = [entry.signature, "", _wrapped(entry.summary)]
    lines += ["", *(_wrapped(p) for p in entry.details.split("\n\n"))] if entry.details else []
    if entry.parameters:
        lines += ["", "Arguments"]
        for p in entry.parameters:
            about = "; ".join(_about(p))
            lines += [f"  {p.name} ({about})", _wrapped(p.kind.help, 6)]
    lines += ["", "Result", _wrapped(entry.returns.help, 2)]
    for title, text in (("Fails", entry.raises), ("Reference", entry.reference)):
        lines += ["", title, _wrapped(text, 2)] if text else []
    if entry.examples:
        lines += ["", "Example"]
        lines += [f"  {formula}\n  {result}" for formula, result in entry.examples]
    return "\n".join(lines)


def _about(p: Parameter) -> list[str]:
    unit = [p.kind.unit] if p.kind.unit else []
    return [*unit, p.kind.shape, "needed" if p.required else f"default {p.shown_default}"]


def _facts(entry: Entry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "family": entry.family,
        "signature": entry.signature,
        "summary": entry.summary,
        "details": entry.details,
        "arguments": [
            {
                "name": p.name,
                "help": p.kind.help,
                "shape": p.kind.shape,
                "unit": p.kind.unit,
                "required": p.required,
                "default": None if p.required else p.shown_default,
            }
            for p in entry.parameters
        ],
        "returns": entry.returns.help,
        "raises": entry.raises,
        "reference": entry.reference,
        "examples": [{"formula": formula, "shows": shows} for formula, shows in entry.examples],
    }


def _wrapped(text: str, indent: int = 0) -> str:
    width = min(100, shutil.get_terminal_size((100, 24)).columns)
    pad = " " * indent
    return textwrap.fill(" ".join(text.split()), width, initial_indent=pad, subsequent_indent=pad)
