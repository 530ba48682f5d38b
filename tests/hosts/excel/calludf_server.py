"""Answers CallUDF calls over its standard streams, in pickles: the engine process of Excel.

Calls of our add-in's module go to our own engine object, all others to xlwings'.

Request: (module, function, args), or ("?", module, "") for what xlwings knows of its functions.
Answer: ("ok", value) or ("raised", text).
"""

from __future__ import annotations

import importlib
import pickle
import sys

from tests.hosts.excel import standins
from xl_stressvar.hosts.com_engine import Engine
from xl_stressvar.install.identity import ENGINE_MODULE


def functions(module_name: str) -> dict[str, object]:
    """What xlwings' importer would find in a module: name -> its own record."""
    module = importlib.import_module(module_name)
    found = (getattr(module, name) for name in dir(module))
    records = (f.__xlfunc__ for f in found if hasattr(f, "__xlfunc__"))
    return {
        record["name"]: {
            "arguments": [(a["name"], "optional" in a, a["doc"]) for a in record["args"]],
            "doc": record["ret"]["doc"],
            "category": record["category"],
        }
        for record in records
    }


def main() -> None:
    out, sys.stdout = sys.stdout.buffer, sys.stderr  # a stray print must not end up in the answers
    server, engine = standins.import_xlwings()(), Engine()
    while True:
        try:
            module, name, args = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        try:
            if module == "?":
                answer = ("ok", functions(name))
            else:
                asked = engine if module == ENGINE_MODULE else server
                answer = ("ok", asked.CallUDF(module, name, args))
        except Exception as error:  # noqa: BLE001  whatever it is, the test is to see it
            answer = ("raised", f"{type(error).__name__}: {error}")
        pickle.dump(answer, out)
        out.flush()


if __name__ == "__main__":
    main()
