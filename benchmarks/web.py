"""The web add-in in Chromium: processor time of all its processes, from nothing to figures.

The floor of the start is Pyodide with numpy alone, in the same browser. Needs what `make test-web` sets up.
"""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from sys import stderr

import psutil

from benchmarks.timing import SEED, Result
from tests.hosts.web.browser import Browser, chromium, served
from xl_stressvar.cli.main import main

ROOT = Path(__file__).parents[1]
DAYS, ASSETS = 2500, 100
ROUNDS, CALLS = 5, 10
MANY = 2000

PAGE = b"<!doctype html><title>bench</title>"
BARE = (
    "(self.python = await (await import('/pyodide/pyodide.mjs')).loadPyodide({indexURL: '/pyodide/'}),"
    " await self.python.loadPackage('numpy'), self.python.runPython('import numpy'), 1)"
)
START = (
    "(self.ask = (await import('/engine.js')).startWorker((stage) => { self.stage = stage; }), 1)"
)
#: A history of so many returns, new each time; asked as bytes or as cells.
ASK = f"""(async (as, times) => {{
  const {{sent}} = await import('/cells.js');
  let seed = {SEED} + (self.made = (self.made || 0) + 1);
  const next = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648 - 0.5;
  for (let i = 0; i < times; i++) {{
    const rows = self.rows = Array.from({{length: {DAYS}}}, () => Array.from({{length: {ASSETS}}}, () => 0.02 * next()));
    const range = as === 'bytes' ? sent(rows) : {{text: JSON.stringify(rows), numbers: null}};
    if (as !== 'nothing') await self.asked('CURRENT_VAR', [range, null]);
  }}
  return 1;
}})(...given)"""
ASKED = f"""(self.asked = async (name, [range, handle]) => {{
  const history = range ? {{r: 0}} : {{v: handle}};
  const book = {{r: range ? 1 : 0}};
  const texts = [...(range ? [range.text] : []), JSON.stringify([Array({ASSETS}).fill(100)])];
  const all = [history, book, null, null, null, {{v: {DAYS}}}];  // over every row
  const call = {{f: name, a: name === 'LOAD_HISTORY' ? [history] : all, p: [], c: ''}};
  const request = `{{"date1904":false,"calls":[${{JSON.stringify(call)}}],"ranges":[${{texts.join(',')}}]}}`;
  const answer = JSON.parse(await self.ask(request, range?.numbers ? [range.numbers] : []))[0];
  if (!answer.v) throw Error(answer.m);
  return answer;
}}, 1)"""
HANDLE = "(self.handle = (await self.asked('LOAD_HISTORY', [(await import('/cells.js')).sent(self.rows), null])).v[0][0])"
BY_HANDLE = "(async (n) => { for (let i = 0; i < n; i++) await self.asked('CURRENT_VAR', [null, self.handle]); return 1; })(...given)"
SMALL = """(async (n, together) => {
  const call = {f: 'PARAM_VAR', a: [{v: 0.012}, {v: 100}], p: [], c: ''};
  const one = (calls) => self.ask(JSON.stringify({date1904: false, ranges: [], calls}), []);
  if (together) await one(Array(n).fill(call));
  else for (let i = 0; i < n; i++) await one([call]);
  return 1;
})(...given)"""


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "site"
        pyodide = str(ROOT / ".build" / "web" / "pyodide")
        with redirect_stdout(stderr):
            main(["web", str(folder), "--base", "https://addins.example.com", "--pyodide", pyodide])
        with served(folder, {"bench.html": PAGE}) as address:
            return _measured(f"{address}/bench.html")


def _measured(page: str) -> list[Result]:
    with chromium() as browser:
        browser.open(page)
        bare = _spent(lambda: browser.run(BARE))
    with chromium() as browser:
        browser.open(page)
        first = _spent(
            lambda: _until(browser, START, "self.stage === 'functions' || self.stage === 'all'")
        )
        rest = _spent(lambda: _until(browser, "1", "self.stage === 'all'"))
        browser.run(ASKED)
        made = _each(lambda: browser.run(ASK, "nothing", CALLS), CALLS)
        as_bytes = _each(lambda: browser.run(ASK, "bytes", CALLS), CALLS) - made
        as_cells = _each(lambda: browser.run(ASK, "cells", CALLS), CALLS) - made
        browser.run(HANDLE)
        by_handle = _each(lambda: browser.run(BY_HANDLE, 10 * CALLS), 10 * CALLS)
        alone = _each(lambda: browser.run(SMALL, 10 * CALLS, False), 10 * CALLS)
        together = _each(lambda: browser.run(SMALL, MANY, True), MANY)
    floor, size = "Pyodide with numpy", f"{DAYS:,} x {ASSETS}"
    return [
        Result("until the functions answer", first, floor, bare, 1.2),
        Result("until scipy is there too", first + rest, floor, bare, 1.85),
        Result(
            f"{size}, new numbers as bytes", as_bytes, "the same as cells in JSON", as_cells, 0.15
        ),
        Result(f"{size}, by handle", by_handle, "the same as bytes", as_bytes, 0.03),
        Result(f"a call of {MANY:,} together", together, "a call alone", alone, 0.2),
    ]


def _until(browser: Browser, script: str, there: str) -> None:
    browser.run(script)
    browser.until(there)


def _each(done: Callable[[], object], times: int) -> float:
    return statistics.median(_spent(done) for _ in range(ROUNDS)) / times


def _spent(done: Callable[[], object]) -> float:
    """Processor time of the browser's processes."""
    before = _so_far()
    done()
    return _so_far() - before


def _so_far() -> float:
    total = 0.0
    for process in psutil.Process().children(recursive=True):
        try:
            took = process.cpu_times()
        except psutil.NoSuchProcess:  # ended meanwhile
            continue
        total += took.user + took.system
    return total
