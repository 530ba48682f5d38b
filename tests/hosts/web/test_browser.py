"""Pane, worker and demo page in Chromium, under the policy that the server's notes give."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.hosts.web.browser import Browser, chromium, served
from tests.hosts.web.conftest import PYODIDE, TOOLS
from tests.hosts.web.questions import ALL, CALLS, FAULTS, IN_PYODIDE, answers_of, said_of, unlike
from tests.hosts.web.wire import recalculation
from xl_stressvar import templates
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.web import pyodide

pytestmark = pytest.mark.web

STATE = 'document.getElementById("state").textContent'
EXCEL = 'import("/tests/standin.js")'


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


class Pane(NamedTuple):
    browser: Browser
    over: dict[str, bytes | None]
    types: dict[str, str]  # of files, if wrong
    address: str
    disconnect: Callable[[], None]


@pytest.fixture(scope="module")
def pane(browser: Browser, folder: Path) -> Iterator[Pane]:
    """The pane once Python is there, wholly."""
    over: dict[str, bytes | None] = {}
    types: dict[str, str] = {}
    with ExitStack() as server:
        address = server.enter_context(served(folder, over, types=types))
        browser.resize(360, 900)
        browser.open(f"{address}/taskpane.html")
        browser.until(f"{STATE}.startsWith('Ready')")
        yield Pane(browser, over, types, address, server.close)


def text_of(browser: Browser, name: str) -> str:
    return re.sub(r"\n+", "\n", browser.run("document.getElementById(given[0]).innerText", name))


def test_every_question_has_its_answer_in_chromium(pane: Pane) -> None:
    found = unlike(CALLS, answers_of(pane.browser, pane.over))
    assert not found, "\n".join(found)


def test_the_policy_forbade_nothing(pane: Pane) -> None:
    assert pane.browser.run("self.forbidden") == []


def test_a_search_finds_functions_by_what_they_are_for(pane: Pane) -> None:
    pane.browser.run(
        "(document.getElementById('search').value = 'worst window',"
        " document.getElementById('search').dispatchEvent(new Event('input')))"
    )
    listed = text_of(pane.browser, "list").split("\n")
    assert "WORST_WINDOW" in listed
    assert len(listed) < len(CATALOGUE) / 2
    pane.browser.run(
        "[...document.querySelectorAll('#list button')].find((b) => b.textContent === 'WORST_WINDOW').click()"
    )
    assert CATALOGUE["WORST_WINDOW"].summary in text_of(pane.browser, "help")
    assert pane.browser.run("document.activeElement.id") == "help"


def test_the_example_of_a_function_goes_into_the_selected_cell(pane: Pane) -> None:
    pane.browser.run("document.querySelector('#help button').click()")
    written = pane.browser.until(
        f"(await {EXCEL}).options.written.length && (await {EXCEL}).options.written"
    )
    assert written == [CATALOGUE["WORST_WINDOW"].examples[0][0]]


def test_the_pane_says_why_the_selected_cell_fails_and_helps_with_its_function(pane: Pane) -> None:
    pane.browser.run(
        f"await (await {EXCEL}).call('PARAM_VAR', [{{value: 0.01}}, {{value: 100}}, {{value: 0.01}}], 'Risk!C7')"
    )
    pane.browser.run(
        f"Object.assign((await {EXCEL}).options, {{cell: 'Risk!C7', formula: '=1+PARAM_VAR(1%,100,1%)'}})"
    )
    pane.browser.run(f"await (await {EXCEL}).options.selected()")
    want = call("PARAM_VAR", [0.01, 100.0, 0.01]).sentence()
    assert text_of(pane.browser, "why") == f"Why does Risk!C7 fail?\n{want}"
    assert text_of(pane.browser, "help").startswith("PARAM_VAR")
    pane.browser.run(f"Object.assign((await {EXCEL}).options, {{cell: 'Risk!C8', formula: ''}})")
    pane.browser.run(f"await (await {EXCEL}).options.selected()")
    assert pane.browser.run("document.getElementById('why').hidden")


def test_a_crisis_is_drawn_with_its_figures_in_words(pane: Pane) -> None:
    shown = pane.browser.until("document.querySelector('#chart svg')?.getAttribute('aria-label')")
    level, levels = 100.0, [100.0]
    for row in call("CRISIS_RETURNS", ["GFC", "SPX"]).value[1:]:
        level *= 1 + row[1]
        levels.append(level)
    assert shown == f"GFC, SPX, start = 100: lowest {min(levels):.1f}, last {level:.1f}"


def test_a_template_opens_as_a_new_workbook(pane: Pane) -> None:
    assert pane.browser.run("document.querySelectorAll('#templates button').length") == len(
        templates.templates()
    )
    pane.browser.run("document.querySelector('#templates button').click()")
    (book,) = pane.browser.until(
        f"(await {EXCEL}).options.books.length && (await {EXCEL}).options.books"
    )
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(book))) as package:
        assert b"_xldudf_" in package.read("xl/worksheets/sheet2.xml") + package.read(
            "xl/worksheets/sheet1.xml"
        )


def test_the_formulas_of_another_add_in_are_taken_over(pane: Pane) -> None:
    pane.browser.run(
        f"Object.assign((await {EXCEL}).sheets, {{Book: [['=[1]!PARAM_VAR(1%,100)', 'text', 5], ['=SUM(A1)', null, null]]}})"
    )
    pane.browser.run("document.getElementById('takeover').click()")
    told = pane.browser.until("document.getElementById('taken').textContent")
    assert told == "1 formula is now calculated here."
    assert pane.browser.run(f"(await {EXCEL}).sheets.Book") == [
        ["=PARAM_VAR(1%,100)", "text", 5], ["=SUM(A1)", None, None]
    ]  # fmt: skip


def test_nothing_is_wider_than_a_pane_of_320_pixels(pane: Pane) -> None:
    pane.browser.run("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    pane.browser.run("(document.body.style.width = '320px')")
    wide = pane.browser.run(
        "[...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > 320.5)"
        ".map((one) => one.outerHTML.slice(0, 80))"
    )
    assert wide == []


def test_a_second_window_calculates_too_and_is_then_without_network_as_the_first(
    pane: Pane,
) -> None:
    """It has a Python of its own, to which the first one's handles are unknown; and a server whose types are wrong
    but for scripts, which are all that a browser insists on."""
    pane.types.update(dict.fromkeys((".wasm", ".whl", ".zip", ".json", ".css"), "text/plain"))
    history = "{value: [[0.01], [-0.01], [0.02]]}"
    load = f"await (await {EXCEL}).call('LOAD_HISTORY', [{history}], 'A!A1')"
    use = f"await (await {EXCEL}).call('CRISIS_VOL', [{{value: given[0]}}], 'A!A2')"
    var = f"await (await {EXCEL}).call('PARAM_VAR', [{{value: 0.01}}, {{value: 100}}], 'A!A3')"
    want = {"v": [[call("PARAM_VAR", [0.01, 100.0]).value]]}
    handle = pane.browser.run(load)["v"][0][0]
    with pane.browser.another_window():
        pane.browser.open(f"{pane.address}/taskpane.html")
        pane.browser.until(f"{STATE}.startsWith('Ready')")
        assert pane.browser.run(use, handle)["e"] == "#N/A"
        pane.browser.until(f"(await {EXCEL}).options.recalculations === 1", 20)
        assert pane.browser.run(load)["v"] == [[handle]]
        assert "v" in pane.browser.run(use, handle)
        assert pane.browser.run(var) == want  # once scipy is there too
        pane.disconnect()
        assert "v" in pane.browser.run(use, handle)
    assert "v" in pane.browser.run(use, handle)
    assert pane.browser.run(var) == want
    pane.browser.run("document.querySelector('#templates button').click()")
    pane.browser.until(f"{STATE}.includes('Is the network there?')", 20)


def test_every_question_has_its_answer_under_microsofts_own_runtime(
    browser: Browser, folder: Path
) -> None:
    runtime = TOOLS / "node_modules/@microsoft/office-js/dist/custom-functions-runtime.debug.js"
    over: dict[str, bytes | None] = {
        "tests/custom-functions-runtime.js": runtime.read_bytes(),
        "tests/questions.json": json.dumps(recalculation(CALLS, ALL)).encode(),
    }
    with served(folder, over) as address:
        browser.open(f"{address}/tests/runtime.html")
        browser.until("self.stage === 'functions' || self.stage === 'all'")
        answers = browser.run(
            "await (await import('/tests/runtime.js')).ask(await (await fetch('/tests/questions.json')).json())"
        )
    found = unlike(CALLS, answers)
    assert not found, "\n".join(found)


def test_the_demo_page_calculates_without_excel(browser: Browser, folder: Path) -> None:
    prices = call("CRISIS_RETURNS", ["GFC", [["SPX"], ["UST10Y"], ["GOLD"]]]).value
    book = [[1_000_000.0], [500_000.0], [250_000.0]]
    want = call("STRESSED_VAR", [prices, book, "GFC", 0.99, 10.0]).value
    cell = "document.getElementById(given[0]).textContent"
    with served(folder, {}) as address:
        browser.resize(900, 900)
        browser.open(f"{address}/demo.html#PARAM_VAR")
        browser.until("document.getElementById('E2').textContent")
        assert browser.run(cell, "E2") == f"{want:,.0f}"
        assert text_of(browser, "help").startswith("PARAM_VAR")
        browser.run(
            "(document.getElementById('formula').value = '=PARAM_VAR(1%,100,1%)',"
            " document.getElementById('formula').dispatchEvent(new Event('change')))"
        )
        browser.until("document.getElementById('E2').textContent === '#NUM!'")
        assert text_of(browser, "said") == call("PARAM_VAR", [0.01, 100.0, 0.01]).sentence()


@pytest.mark.parametrize("what", [*FAULTS, *IN_PYODIDE])
def test_a_faulty_folder_is_said_in_the_pane_and_in_the_cell(
    what: str, browser: Browser, folder: Path
) -> None:
    state, got = said_of((FAULTS | IN_PYODIDE)[what], browser, folder)
    assert state.endswith("with HOSTING.txt.")
    assert got == {"e": "#N/A", "hover": state}


def test_without_scipy_the_functions_that_need_none_still_answer(
    browser: Browser, folder: Path
) -> None:
    scipy = json.loads((PYODIDE / pyodide.LOCK).read_text("utf-8"))["packages"]["scipy"][
        "file_name"
    ]
    with served(folder, {f"pyodide/{scipy}": None}) as address:
        browser.open(f"{address}/taskpane.html")
        browser.until(f"{STATE}.includes('SciPy')")
        vol, var = browser.run(
            f"await Promise.all([(await {EXCEL}).call('CRISIS_VOL', [{{value: [[0.01], [-0.01], [0.02]]}}], 'A!A1'),"
            f" (await {EXCEL}).call('PARAM_VAR', [{{value: 0.01}}, {{value: 100}}], 'A!A2')])"
        )
    assert vol["v"] == call("CRISIS_VOL", [[[0.01], [-0.01], [0.02]]]).value
    assert var["e"] == "#N/A"
    assert "SciPy" in var["hover"]
