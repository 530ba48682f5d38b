"""The pane with the engine on a server: xl-stressvar serve and Chromium."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from tests.hosts.web.browser import Browser, chromium, served
from tests.hosts.web.questions import CALLS, answers_of, unlike
from xl_stressvar.cli.main import main
from xl_stressvar.hosts.web.site import policy

pytestmark = pytest.mark.web

STATE = "document.getElementById('state').textContent"
ASK = "await (await import('/tests/standin.js')).call('PARAM_VAR', [{value: 0.01}, {value: 100}], 'A!A1')"


class Pane(NamedTuple):
    browser: Browser
    over: dict[str, bytes | None]
    server: subprocess.Popen[str]
    host: str


def started(port: int, origin: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "xl_stressvar.cli", "serve"]
    process = subprocess.Popen(
        [*command, "--listen", f"127.0.0.1:{port}", "--origin", origin],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert (
        process.stdout.readline()
        == f"http://127.0.0.1:{port}/answer answers pages from {origin}.\n"
    )
    return process


def ended(process: subprocess.Popen[str]) -> None:
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")
def pane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pane]:
    folder = tmp_path_factory.mktemp("web") / "stressvar"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    engine = f"http://127.0.0.1:{port}/answer"
    over: dict[str, bytes | None] = {}
    with chromium() as browser, served(folder, over, policy(engine)) as address:
        assert main(["web", str(folder), "--base", address, "--engine", engine]) == 0
        server = started(port, address)
        try:
            browser.open(f"{address}/taskpane.html")
            browser.until(f"{STATE}.startsWith('Ready')", 60)
            yield Pane(browser, over, server, f"127.0.0.1:{port}")
        finally:
            ended(server)


def test_questions_have_their_answers(pane: Pane) -> None:
    """A part of them; test_server.py asks all."""
    some = CALLS[::5]
    found = unlike(some, answers_of(pane.browser, pane.over, some))
    assert not found, "\n".join(found)


def test_the_pane_says_where_cells_are_calculated_and_the_policy_forbade_nothing(
    pane: Pane,
) -> None:
    assert pane.browser.run(STATE).endswith(f"Cells are calculated on {pane.host}.")
    assert pane.browser.run("self.forbidden") == []


def test_a_server_that_is_gone_is_said_in_pane_and_cell_and_welcome_when_it_is_back(
    pane: Pane,
) -> None:
    origin = pane.browser.run("location.origin")
    ended(pane.server)
    got = pane.browser.run(ASK)
    said = f"The calculation server {pane.host} does not answer, or not to this page."
    assert got["e"] == "#N/A"
    assert got["hover"].startswith(said)
    assert pane.browser.run(STATE) == got["hover"]
    again = started(int(pane.host.partition(":")[2]), origin)
    try:
        assert "v" in pane.browser.run(ASK)
        assert pane.browser.run(STATE).startswith("Ready")
    finally:
        ended(again)


def test_a_server_that_does_not_name_this_page_is_said(pane: Pane) -> None:
    """As a browser tells of a server without CORS: not at all."""
    again = started(int(pane.host.partition(":")[2]), "https://other.example.com")
    try:
        got = pane.browser.run(ASK)
    finally:
        ended(again)
    assert got["e"] == "#N/A"
    assert "--origin" in got["hover"]
