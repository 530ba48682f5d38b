"""Catalogue to what Excel and the page read: the same bytes for the same catalogue."""

from __future__ import annotations

import json
from typing import Any

from ... import __version__
from ...catalogue import CATALOGUE, Catalogue, Entry


def identity(entry: Entry) -> str:
    """The id by which metadata and page know a function: letters and digits fit every rule."""
    return entry.name.replace("_", "")


def functions(base: str, catalogue: Catalogue = CATALOGUE) -> list[dict[str, Any]]:
    """Every parameter a matrix of anything, so that ranges, literals and arrays come as they are."""
    return [
        {
            "id": identity(entry),
            "name": entry.name,
            "description": entry.summary,
            "helpUrl": f"{base}/demo.html#{entry.name}",
            "parameters": [
                {
                    "name": p.name,
                    "description": p.kind.help,
                    "type": "any",
                    "dimensionality": "matrix",
                }
                | ({} if p.required else {"optional": True})
                for p in entry.parameters
            ],
            "result": {"type": "any", "dimensionality": "matrix"},
            # the addresses are for the cell that a sentence blames
            "options": {"requiresAddress": True, "requiresParameterAddresses": True},
        }
        for entry in catalogue
    ]


def functions_json(base: str, catalogue: Catalogue = CATALOGUE) -> str:
    """What Excel reads."""
    facts = {"allowErrorForDataTypeAny": True, "functions": functions(base, catalogue)}
    return json.dumps(facts, indent=1, ensure_ascii=False) + "\n"


def catalogue_js(
    engine: dict[str, Any], templates: dict[str, str], catalogue: Catalogue = CATALOGUE
) -> str:
    """What the page knows: the functions with their help, the engine's files, the templates.

    engine: the address of a server, or our file with its integrity and those of Pyodide's files;
    templates: the question of each.
    """
    known = {
        identity(entry): {
            "name": entry.name,
            "family": entry.family,
            "summary": entry.summary,
            "signature": entry.signature,
            "returns": entry.returns.help,
            "raises": entry.raises,
            "examples": entry.examples,
            "parameters": [
                {"name": p.name, "help": p.kind.help, "default": p.shown_default}
                for p in entry.parameters
            ],
        }
        for entry in catalogue
    }
    lines = [
        f"export const {name} = {json.dumps(value, indent=1, ensure_ascii=False)};"
        for name, value in {
            "VERSION": __version__,
            "ENGINE": engine,
            "TEMPLATES": templates,
            "FUNCTIONS": known,
        }.items()
    ]
    return "\n".join(["// Written by xl-stressvar web.", *lines, ""])
