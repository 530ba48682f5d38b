"""The questions to the web add-in, wherever it runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from tests.hosts.mistakes import SHEETS, every_question
from tests.hosts.questions import Call, sheets
from tests.hosts.web.browser import Browser, served
from tests.hosts.web.wire import recalculation, unlike_excel

CALLS = every_question()
ALL = {**sheets(), **SHEETS}


def unlike(asked: list[Call], answers: list[dict[str, Any]]) -> list[str]:
    """What differs from direct calls, in the answers of the stand-in of Excel."""
    return [
        line for one, got in zip(asked, answers, strict=True) for line in unlike_excel(one, got)
    ]


def answers_of(
    browser: Browser, over: dict[str, bytes | None], asked: list[Call] = CALLS
) -> list[dict[str, Any]]:
    """The answers to questions, asked of the pane that is open."""
    over["tests/questions.json"] = json.dumps(recalculation(asked, ALL)).encode()
    return browser.run(
        "await (await import('/tests/ask.js')).ask(await (await fetch('tests/questions.json')).json(),"
        " (await import('/functions.js')).sentence)"
    )


# --- a folder that is not as it was written -------------------------------------------------------
class Fault(NamedTuple):
    """Files that are changed or missing, by the start of their names, or that come under a wrong type."""

    name: str
    content: bytes | None = b"changed"
    type: str = ""


#: What is said at once, before any Python runs.
FAULTS = {
    "the functions' zip is changed": Fault("xl_stressvar-"),
    "the functions' zip is missing": Fault("xl_stressvar-", None),
    "worker.js is missing": Fault("worker.js", None),
    "worker.js has a wrong type": Fault("worker.js", type="text/plain"),
    "Pyodide's script is missing": Fault("pyodide/pyodide.mjs", None),
    "Pyodide's script has a wrong type": Fault(
        "pyodide/pyodide.mjs", type="application/octet-stream"
    ),
    "the pane's script is missing": Fault("taskpane.js", None),
    "the pane's script has a wrong type": Fault("taskpane.js", type="text/plain"),
    "a script that others need is missing": Fault("cells.js", None),
    "the list of packages is changed": Fault("pyodide/pyodide-lock.json", b"{}"),
    "a script is cut off": Fault("catalogue.js", b"export const ENGINE = {"),
}
#: What Pyodide itself finds, later.
IN_PYODIDE = {
    "the interpreter is cut off": Fault("pyodide/pyodide.asm.wasm", b"\0asm\1\0\0\0"),
    "the standard library is changed": Fault("pyodide/python_stdlib.zip"),
    "numpy is changed": Fault("pyodide/numpy-"),
}


def said_of(
    fault: Fault, browser: Browser, folder: Path, seconds: float = 60
) -> tuple[str, dict[str, Any]]:
    """What the pane and a cell say of a faulty folder."""
    files = [p.relative_to(folder).as_posix() for p in folder.rglob("*")]
    (name,) = (one for one in files if one.startswith(fault.name))
    over = {} if fault.type else {name: fault.content}
    with served(folder, over, types={name: fault.type}) as address:
        browser.open(f"{address}/taskpane.html")
        state = browser.until(
            "((said) => said.includes('could not be started') && said)(document.getElementById('state').textContent)",
            seconds,
        )
        return state, browser.run(
            "await (await import('/tests/standin.js')).call('PARAM_VAR', [{value: 1}, {value: 2}], 'A!A1')"
        )
