"""The engine on a server, for a firm that wants no Python in the browser: host.py's calls over HTTP.

    POST /answer
    Content-Type: application/octet-stream

The body is four bytes, the length of a JSON text as a little-endian number; the text; and the numbers of
its packed ranges, one after the other. The answer is JSON. Nothing is kept of a request but what the
history cache keeps by content, and nothing is written down.

A browser names the page that asks as the Origin; only those that were configured are answered, and a
page from elsewhere is refused before anything is calculated. Who may ask at all is for the web server in
front, which has the firm's sign-on.
"""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ... import __version__, errors
from ...catalogue import CATALOGUE, Catalogue
from .host import answers

MOST_BYTES = 32 << 20  # of a request
MOST_CELLS = MOST_BYTES // 8  # of a range, with the blank rows below its numbers
MOST_CALLS = 5000
THREADS = 4  # the numbers are numpy's, which lets others calculate beside it
PATIENCE = 60  # seconds for a request to come in
BYTES = "application/octet-stream"

log = logging.getLogger("xl_stressvar")


class Refused(Exception):
    """What is not a request of the add-in; with the status to answer."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


def answered(body: bytes, catalogue: Catalogue = CATALOGUE) -> bytes:
    """The answers to a request, as JSON. Raises: Refused."""
    if len(body) > MOST_BYTES:
        raise Refused(413, f"more than {MOST_BYTES >> 20} MB")
    length = int.from_bytes(body[:4], "little")
    try:
        asked = json.loads(body[4 : 4 + length].decode())
    except (ValueError, RecursionError):
        raise Refused(400, "no JSON") from None
    _check(asked)
    known = [one for one in asked["calls"] if one["f"] in catalogue]
    # cells of other users have the same addresses, and show other handles
    calls = [{**one, "c": ""} for one in known]
    found = iter(answers({**asked, "calls": calls}, _buffers(asked, body[4 + length :]), catalogue))
    return json.dumps(
        [next(found) if one["f"] in catalogue else _unknown(one["f"]) for one in asked["calls"]]
    ).encode()


def _unknown(name: str) -> dict[str, Any]:
    failure = errors.SERVER_VERSION(version=__version__, function=name)
    return {"e": str(failure.code), "m": failure.sentence()}


def _buffers(asked: Mapping[str, Any], numbers: bytes) -> list[bytes]:
    """The numbers of each packed range."""
    found, start = [], 0
    for one in asked["ranges"]:
        if isinstance(one, dict):
            end = start + 8 * one["rows"] * one["columns"]
            found.append(numbers[start:end])
            start = end
    if start != len(numbers):
        raise Refused(400, "other numbers than the ranges say")
    return found


# --- the form of a request ------------------------------------------------------------------------
def _check(asked: Any) -> None:
    """That host.py can read it. Raises: Refused."""
    if not (
        isinstance(asked, dict)
        and isinstance(asked.get("date1904"), bool)
        and isinstance(asked.get("ranges"), list)
        and isinstance(asked.get("calls"), list)
        and len(asked["calls"]) <= MOST_CALLS
    ):
        raise Refused(400, "no request")
    if not all(
        _is_packed(one) if isinstance(one, dict) else _is_grid(one) for one in asked["ranges"]
    ):
        raise Refused(400, "no range")
    if not all(_is_call(one, len(asked["ranges"])) for one in asked["calls"]):
        raise Refused(400, "no call")


def _is_packed(one: Mapping[str, Any]) -> bool:
    rows, columns, beyond = (one.get(name) for name in ("rows", "columns", "beyond"))
    if not (_is_count(rows) and _is_count(columns) and _is_count(beyond) and rows and columns):
        return False
    head, left = one.get("head"), one.get("left")
    beside = 0 if left is None else 1
    return (
        (rows + beyond + 1) * (columns + 1) <= MOST_CELLS
        and (head is None or _is_row(head, columns + beside))
        and (left is None or _is_row(left, rows))
    )


def _is_grid(one: Any) -> bool:
    return (
        isinstance(one, list)
        and bool(one)
        and isinstance(one[0], list)
        and bool(one[0])
        and all(_is_row(row, len(one[0])) for row in one)
    )


def _is_row(row: Any, length: int) -> bool:
    return isinstance(row, list) and len(row) == length and all(map(_is_cell, row))


def _is_cell(cell: Any) -> bool:
    return not isinstance(cell, (list, dict)) or (
        isinstance(cell, dict) and isinstance(cell.get("e"), str)
    )


def _is_count(number: Any) -> bool:
    return type(number) is int and 0 <= number <= MOST_CELLS


def _is_call(one: Any, ranges: int) -> bool:
    return (
        isinstance(one, dict)
        and isinstance(one.get("f"), str)
        and isinstance(one.get("a"), list)
        and all(_is_argument(argument, ranges) for argument in one["a"])
        and isinstance(one.get("p", []), list)
        and all(place is None or isinstance(place, str) for place in one.get("p", []))
        and isinstance(one.get("w", ""), str)
    )


def _is_argument(argument: Any, ranges: int) -> bool:
    if argument is None:
        return True
    if not isinstance(argument, dict):
        return False
    if "r" in argument:
        return _is_count(argument["r"]) and argument["r"] < ranges
    return "v" in argument and _is_cell(argument["v"])


# --- HTTP -----------------------------------------------------------------------------------------
class _Answers(RequestHandler):
    def initialize(self, origins: Collection[str], threads: ThreadPoolExecutor) -> None:
        self.origins = origins
        self.threads = threads

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")

    def prepare(self) -> None:
        origin = self.request.headers.get("Origin")
        if origin is None:  # no browser
            return
        if origin not in self.origins:
            self._refuse(Refused(403, "another page"))
            return
        self.set_header("Access-Control-Allow-Origin", origin)
        self.set_header("Vary", "Origin")

    def options(self) -> None:
        """What a browser asks before the page may."""
        self.set_header("Access-Control-Allow-Methods", "POST")
        self.set_header("Access-Control-Allow-Headers", "Content-Type")
        self.set_header("Access-Control-Max-Age", "7200")
        self.set_status(204)

    async def post(self) -> None:
        # a form of any page can send other types without asking first
        if self.request.headers.get("Content-Type") != BYTES:
            self._refuse(Refused(415, f"not {BYTES}"))
            return
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self.threads, answered, self.request.body)
        except Refused as refused:
            self._refuse(refused)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(found)

    def _refuse(self, refused: Refused) -> None:
        self.set_status(refused.status)
        self.set_header("Content-Type", "text/plain")
        self.finish(f"{refused}\n")

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain")
        self.finish(f"{status_code}\n")

    def log_exception(self, kind: Any, problem: Any, traceback: Any) -> None:
        """The kind alone: a message may quote a cell."""
        if not isinstance(problem, HTTPError):
            log.error("a request failed: %s", kind.__name__)


def application(origins: Iterable[str]) -> Application:
    """The engine for pages from these origins, such as https://intranet.example.com."""
    facts = {"origins": frozenset(origins), "threads": ThreadPoolExecutor(THREADS)}
    return Application([("/answer", _Answers, facts)], log_function=lambda _: None)


async def serve(
    address: str, port: int, origins: Iterable[str], certificate: ssl.SSLContext | None
) -> int:
    """Listen at this address and no other; gives the port, which is chosen if 0 was given."""
    sockets = bind_sockets(port, address)
    server = HTTPServer(
        application(origins),
        ssl_options=certificate,
        max_body_size=2 * MOST_BYTES,
        body_timeout=PATIENCE,
        idle_connection_timeout=PATIENCE,
    )
    server.add_sockets(sockets)
    return int(sockets[0].getsockname()[1])
