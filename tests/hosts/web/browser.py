"""A browser to drive by the W3C's WebDriver protocol, and a server of the add-in's folder."""

from __future__ import annotations

import base64
import functools
import json
import os
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from xl_stressvar.hosts.web.site import POLICY

HERE = Path(__file__).parent
OFFICE = b'<script src="https://appsforoffice.microsoft.com/lib/1/hosted/office.js"></script>'
STANDIN = b'<script type="module" src="tests/excel.js"></script>'


class _Handler(SimpleHTTPRequestHandler):
    """The folder under the policy; below tests/ what stands in for Excel; and what a test puts over files."""

    extensions_map = {  # noqa: RUF012
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript", ".wasm": "application/wasm",
    }  # fmt: skip

    def __init__(
        self, *args: Any, over: Mapping[str, bytes | None], policy: str, types: Mapping[str, str],
        **options: Any,
    ) -> None:  # fmt: skip
        self.over = over
        self.policy = policy
        self.types = types
        super().__init__(*args, **options)

    def log_message(self, *args: object) -> None:
        pass

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def do_GET(self) -> None:
        name = self.path.partition("?")[0].removeprefix("/")
        data = self.over[name] if name in self.over else self._read(name)
        if data is None:
            self.send_error(404)
            return
        self.send_response(200)
        kind = self.types.get(name) or self.types.get(Path(name).suffix)
        self.send_header("Content-Type", kind or self.guess_type(name))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _read(self, name: str) -> bytes | None:
        folder = HERE if name.startswith("tests/") else Path(self.directory)
        path = folder / name.removeprefix("tests/")
        data = path.read_bytes() if path.is_file() else None
        return data.replace(OFFICE, STANDIN) if data and name == "taskpane.html" else data


@contextmanager
def served(
    folder: Path,
    over: Mapping[str, bytes | None],
    policy: str = POLICY,
    types: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """The address of the folder.

    over: other contents of files, None for one that is missing. types: wrong types of files, by name or ending.
    """
    handler = functools.partial(
        _Handler,
        directory=str(folder),
        over=over,
        policy=policy,
        types={} if types is None else types,
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


class Browser:
    """One window."""

    def __init__(self, driver: str, session: str) -> None:
        self._at = f"{driver}/session/{session}"
        _asked("POST", f"{self._at}/timeouts", {"script": 580_000, "pageLoad": 60_000})

    def open(self, address: str) -> None:
        _asked("POST", f"{self._at}/url", {"url": address})

    def run(self, script: str, *arguments: object) -> Any:
        """What an expression gives, once it is there; `given` are the arguments."""
        body = (
            "const given = Array.from(arguments), done = given.pop();"
            f"(async () => ({script}))().then((v) => done({{v}}), (e) => done({{problem: String(e && e.stack || e)}}));"
        )
        got = _asked("POST", f"{self._at}/execute/async", {"script": body, "args": list(arguments)})
        assert "problem" not in got, got["problem"]
        return got.get("v")

    def until(self, script: str, seconds: float = 400) -> Any:
        """The same, once it is true."""
        end = time.monotonic() + seconds
        while not (found := self.run(script)):
            assert time.monotonic() < end, f"{script} did not become true"
            time.sleep(0.2)
        return found

    @contextmanager
    def another_window(self) -> Iterator[None]:
        """What is asked inside is asked of a second window."""
        first = _asked("GET", f"{self._at}/window")
        second = _asked("POST", f"{self._at}/window/new", {"type": "window"})["handle"]
        _asked("POST", f"{self._at}/window", {"handle": second})
        try:
            yield
        finally:
            _asked("DELETE", f"{self._at}/window")
            _asked("POST", f"{self._at}/window", {"handle": first})

    def resize(self, width: int, height: int) -> None:
        _asked("POST", f"{self._at}/window/rect", {"width": width, "height": height})

    def picture(self, path: Path) -> None:
        path.write_bytes(base64.b64decode(_asked("GET", f"{self._at}/screenshot")))

    def close(self) -> None:
        _asked("DELETE", self._at)


def _asked(method: str, address: str, body: Mapping[str, Any] | None = None) -> Any:
    data = json.dumps(body or {}).encode() if method == "POST" else None
    request = urllib.request.Request(
        address, data, {"Content-Type": "application/json"}, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=600) as response:
            return json.load(response)["value"]
    except urllib.error.HTTPError as refused:
        raise AssertionError(refused.read().decode()[:2000]) from None


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless, with nothing of an earlier one: the engine of Excel on Windows and of most browsers."""
    options = {
        "args": ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    }
    with _driven(
        "chromedriver", {"browserName": "chrome", "goog:chromeOptions": options}
    ) as browser:
        yield browser


@contextmanager
def webkit() -> Iterator[Browser]:
    """On a screen of its own: the engine of Safari and of Excel for the Mac's pane."""
    # a program that comes with the library, for its tests
    (program,) = Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")
    options = {"binary": str(program), "args": ["--automation"]}
    with _screen() as display:
        drawn = {
            "DISPLAY": display,
            "LIBGL_ALWAYS_SOFTWARE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        }
        with _driven("WebKitWebDriver", {"webkitgtk:browserOptions": options}, drawn) as browser:
            yield browser


@contextmanager
def _screen() -> Iterator[str]:
    read, write = os.pipe()
    process = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1200x900x24"],
        pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _driven(
    program: str, wanted: Mapping[str, Any], drawn: Mapping[str, str] | None = None
) -> Iterator[Browser]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [program, f"--port={port}"], env={**os.environ, **(drawn or {})},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    driver = f"http://127.0.0.1:{port}"
    try:
        _until_it_listens(driver)
        started = _asked("POST", f"{driver}/session", {"capabilities": {"alwaysMatch": wanted}})
        browser = Browser(driver, started["sessionId"])
        try:
            yield browser
        finally:
            browser.close()
    finally:
        process.terminate()
        process.wait(20)


def _until_it_listens(driver: str) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            _asked("GET", f"{driver}/status")
            return
        except OSError:
            assert time.monotonic() < end, "the browser's driver did not start"
            time.sleep(0.1)
