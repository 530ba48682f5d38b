"""The engine on a server: the hosts' questions over HTTP, and what is refused."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.hosts.mistakes import every_question
from tests.hosts.questions import Ref
from tests.hosts.web.wire import Request, unlike_direct
from xl_stressvar import __version__, errors
from xl_stressvar.arguments.history_cache import HISTORY_CACHE
from xl_stressvar.cli.main import main
from xl_stressvar.hosts.web import server

PAGE = "https://intranet.example.com"
CALLS = every_question()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server for pages from PAGE, on this computer alone."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    started = asyncio.run_coroutine_threadsafe(server.serve("127.0.0.1", 0, [PAGE], None), loop)
    try:
        yield started.result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def post(
    port: int, body: bytes, method: str = "POST", path: str = "/answer", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    sent = {"Content-Type": server.BYTES, "Origin": PAGE} | {
        k.replace("_", "-"): v for k, v in headers.items()
    }
    try:
        connection.request(method, path, body, {k: v for k, v in sent.items() if v})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def body_of(asked: dict[str, Any], buffers: list[bytes] = []) -> bytes:  # noqa: B006
    text = json.dumps(asked).encode()
    return len(text).to_bytes(4, "little") + text + b"".join(buffers)


def written(request: Request) -> bytes:
    asked = {"date1904": False, "ranges": request.ranges, "calls": request.calls}
    return body_of(asked, request.buffers)


def answers(port: int, request: Request) -> list[dict[str, Any]]:
    status, headers, found = post(port, written(request))
    assert (status, headers["Content-Type"]) == (200, "application/json"), found
    return json.loads(found)


# --- the questions --------------------------------------------------------------------------------
@pytest.mark.slow
def test_every_question_has_its_answer_also_when_many_ask_at_once(port: int) -> None:
    """Ranges as cells and as bytes, from four users."""

    def ask(part: int) -> list[str]:
        asked = CALLS[part::8]
        found = []
        for start in range(0, len(asked), 50):
            some = asked[start : start + 50]
            request = Request(packed=part % 2 == 0)
            for one in some:
                request.add(*one)
            found += [
                line
                for one, got in zip(some, answers(port, request), strict=True)
                for line in unlike_direct(one, got)
            ]
        return found

    with ThreadPoolExecutor(4) as users:
        found = [line for lines in users.map(ask, range(8)) for line in lines]
    assert not found, "\n".join(found)


def test_a_function_that_only_the_add_in_knows_is_said_to_be_newer_than_the_server(
    port: int,
) -> None:
    request = Request()
    request.add("PARAM_VAR", (0.012, 100.0))
    request.add("OF_TOMORROW", (1.0,))
    request.add("PARAM_VAR", (0.012, 100.0))
    first, unknown, last = answers(port, request)
    assert first == last
    assert "v" in first
    want = errors.SERVER_VERSION(version=__version__, function="OF_TOMORROW")
    assert unknown == {"e": str(want.code), "m": want.sentence()}


def test_cells_of_two_users_with_one_address_keep_their_handles(port: int) -> None:
    """In a browser a cell that shows another handle gives the old one free."""
    HISTORY_CACHE.clear()
    for number in (0.01, 0.02):
        request = Request()
        request.add("LOAD_HISTORY", ([[number], [0.02], [0.03]],), cell="Sheet1!A1")
        assert "v" in answers(port, request)[0]
    assert not HISTORY_CACHE._handles.abandoned


# --- who may ask ----------------------------------------------------------------------------------
EMPTY = body_of({"date1904": False, "ranges": [], "calls": []})


def test_a_page_from_the_configured_origin_may_ask_and_read(port: int) -> None:
    status, headers, found = post(port, EMPTY)
    assert (status, found) == (200, b"[]")
    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers["Vary"] == "Origin"
    assert headers["Cache-Control"] == "no-store"
    assert headers["Server"] is None


def test_a_browser_that_asks_first_is_told_what_is_allowed(port: int) -> None:
    status, headers, _ = post(port, b"", "OPTIONS", Content_Type="")
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == PAGE
    assert headers["Access-Control-Allow-Methods"] == "POST"
    assert headers["Access-Control-Allow-Headers"] == "Content-Type"


@pytest.mark.parametrize("method", ["POST", "OPTIONS"])
@pytest.mark.parametrize("origin", ["https://evil.example", f"{PAGE}.evil.example", "null", "*"])
def test_another_page_is_refused_before_anything_is_calculated(
    origin: str, method: str, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "answered", None)
    status, headers, _ = post(port, EMPTY, method, Origin=origin)
    assert status == 403
    assert headers["Access-Control-Allow-Origin"] is None


def test_a_form_of_another_page_that_sends_no_origin_is_refused_by_its_type(port: int) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""):
        assert post(port, EMPTY, Origin="", Content_Type=kind)[0] in (400, 415)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/answer", 405), ("POST", "/", 404), ("GET", "/../x", 404)],
)
def test_there_is_nothing_else_to_ask(method: str, path: str, status: int, port: int) -> None:
    assert post(port, EMPTY, method, path)[0] == status


# --- what is no request ---------------------------------------------------------------------------
def _asked(**more: Any) -> bytes:
    return body_of({"date1904": False, "ranges": [], "calls": [], **more})


def _packed(**more: Any) -> bytes:
    facts = {"rows": 1, "columns": 1, "head": None, "left": None, "beyond": 0, **more}
    return body_of({"date1904": False, "ranges": [facts], "calls": []}, [b"\0" * 8])


def _call(**more: Any) -> bytes:
    return _asked(ranges=[[[1]]], calls=[{"f": "PARAM_VAR", "a": [], "p": [], "c": "", **more}])


@pytest.mark.parametrize(
    "body",
    [
        b"", b"\0\0\0\0", b"\xff\xff\xff\xff{}", body_of([]), body_of({}), EMPTY + b"more",
        _asked(date1904=1), _asked(calls=[{}] * 5001), _asked(calls=["x"]), _asked(ranges=["x"]),
        _asked(ranges=[[]]), _asked(ranges=[[[]]]), _asked(ranges=[[[1], [1, 2]]]), _asked(ranges=[[[[1]]]]),
        _asked(ranges=[[[{"e": 1}]]]), _packed(rows=2), _packed(rows=-1, columns=-1), _packed(rows=1.0),
        _packed(beyond=10**9), _packed(beyond=-1), _packed(head=[1, 2]), _packed(left=[]), _packed(left=["a"], head=["b"]),
        _packed(columns=10**6, beyond=10**6), _call(f=1), _call(a={}), _call(a=[1]), _call(a=[{}]), _call(a=[{"r": 1}]),
        _call(a=[{"r": -1}]), _call(a=[{"r": True}]), _call(a=[{"v": [1]}]), _call(p=[1]), _call(w=1), _call(p=5),
        (200_000).to_bytes(4, "little") + b"[" * 200_000,
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(server.Refused) as refused:
        server.answered(body)
    assert refused.value.status == 400


def test_more_than_the_largest_request_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST_BYTES", 20)
    with pytest.raises(server.Refused) as refused:
        server.answered(EMPTY)
    assert refused.value.status == 413


def test_a_fault_of_ours_is_told_without_what_was_asked(
    port: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(body: bytes) -> bytes:
        raise LookupError("a cell of the user")

    monkeypatch.setattr(server, "answered", broken)
    status, _, found = post(port, EMPTY)
    assert (status, found) == (500, b"500\n")
    assert "LookupError" in caplog.text
    assert "a cell of the user" not in caplog.text


# --- the command ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--listen", "8000"], "'8000' is not an address and a port to listen on."),
        (["--listen", "127.0.0.1:99999"], "is not an address and a port"),
        (["--listen", "999.0.0.1:80"], "is not an address and a port"),
        (["--listen", "risk.example.com:80"], "is not an address and a port"),
        (["--listen", "0.0.0.0:8000"], "0.0.0.0:8000 can be reached from other computers"),
        (["--listen", "[::]:8000"], "can be reached from other computers"),
        (["--listen", "127.0.0.1:0", "--origin", "*"], "'*' is not where a page comes from."),
        (
            ["--listen", "127.0.0.1:0", "--origin", f"{PAGE}/folder"],
            "is not where a page comes from.",
        ),
        (["--listen", "127.0.0.1:0", "--certificate", "none.pem"], "There is no file none.pem."),
    ],
)
def test_what_is_not_safe_or_not_clear_is_refused_before_anything_listens(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "--origin", PAGE, *options]) == 1
    assert says in capsys.readouterr().err


@pytest.mark.parametrize("left_out", ["--listen", "--origin"])
def test_neither_address_nor_origin_is_chosen_for_the_user(left_out: str) -> None:
    given = {"--listen": "127.0.0.1:0", "--origin": PAGE}
    del given[left_out]
    with pytest.raises(SystemExit) as ended:
        main(["serve", *(word for pair in given.items() for word in pair)])
    assert ended.value.code == 2


def test_a_certificate_that_is_none_is_said(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.pem").write_text("no certificate")
    options = ["--listen", "127.0.0.1:0", "--certificate", str(tmp_path / "bad.pem")]
    assert main(["serve", "--origin", PAGE, *options]) == 1
    assert "bad.pem cannot be read" in capsys.readouterr().err


def test_without_its_part_the_command_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "xl_stressvar.hosts.web.server", None)
    assert main(["serve", "--listen", "127.0.0.1:0", "--origin", PAGE]) == 1
    assert 'pip install "xl-stressvar[server]"' in capsys.readouterr().err


def test_it_listens_at_the_given_address_and_at_no_other(port: int) -> None:
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.1", port)) == 0
    with socket.socket() as other:
        other.settimeout(5)
        assert other.connect_ex(("127.0.0.2", port)) != 0


def test_a_sheet_range_with_blank_rows_below_is_taken(port: int) -> None:
    request = Request(packed=True)
    request.add("CRISIS_VOL", (Ref("History"),))
    request.ranges[0]["beyond"] = 1000
    assert "v" in answers(port, request)[0]
