"""Answers CallUDF calls over its standard streams, in pickles: the engine process of Excel.

Calls of our add-in's module go to our own engine object, all others to xlwings'.

Request: (module, function, args), or ("?", module, "") for what xlwings knows of its functions, or
("vba", module, "") for the VBA that its Import Functions writes, or ("book", function, (date1904, *args)) for
a call from a workbook.
Answer: ("ok", value) or ("raised", text).
"""

from __future__ import annotations

import importlib
import io
import pickle
import sys
from types import SimpleNamespace

from tests.hosts.excel import standins
from tests.hosts.excel.engine import FUNCTIONS
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


def generated(module_name: str) -> str:
    """What xlwings' own generator writes into a book's VBA for a module."""
    from xlwings import udfs

    text = io.StringIO()
    book = SimpleNamespace(Name="book.xlsm")
    udfs.generate_vba_wrapper(module_name, importlib.import_module(module_name), text, book)
    return text.getvalue()


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
            elif module == "vba":
                answer = ("ok", generated(name))
            elif module == "book":  # the book whose VBA calls, which xlwings hands on
                udfs = importlib.import_module("xlwings.udfs")
                setattr(udfs, "Dispatch", lambda book: book)  # noqa: B010  of Windows alone
                answer = ("ok", server.CallUDF(FUNCTIONS, name, args[1:], standins.Book(args[0])))
            else:
                asked = engine if module == ENGINE_MODULE else server
                answer = ("ok", asked.CallUDF(module, name, args))
        except Exception as error:  # noqa: BLE001  whatever it is, the test is to see it
            answer = ("raised", f"{type(error).__name__}: {error}")
        pickle.dump(answer, out)
        out.flush()


if __name__ == "__main__":
    main()
