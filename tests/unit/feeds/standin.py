"""A publisher on this computer: gives what a test tells it to, and counts how often it was asked."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

from xl_stressvar.crises import library, nyse
from xl_stressvar.domain import dates

TODAY = dt.date(2026, 11, 27)


@dataclass
class Answer:
    body: bytes = b""
    kind: str = "text/csv"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    missing: int = 0  # bytes that the length promises and that never come


@dataclass
class Publisher:
    """What it says to each address, by the part that the address holds; lists are said in turn."""

    says: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    address: str = ""

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        for part, said in self.says.items():
            if part in path:
                return said.pop(0) if isinstance(said, list) else said
        return Answer(status=404)


@contextmanager
def publisher() -> Iterator[Publisher]:
    """Listening on loopback until the end of the block."""
    told = Publisher()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = told.answer(self.path)
            self.send_response(said.status)
            self.send_header("Content-Type", said.kind)
            self.send_header("Content-Length", str(len(said.body) + said.missing))
            for name, value in said.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said.body)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def continued(column: str, first: str, last: str) -> dict[dt.date, float]:
    """The built-in levels of a column in a span, and behind them its last one, a little up and down."""
    levels = library.levels((column,))[column]
    found = {
        dates.date(day): float(level)
        for day, level in zip(library.calendar().tolist(), levels, strict=True)
        if np.isfinite(level) and first <= dates.iso(day) <= last
    }
    end = max(found)
    for i, day in enumerate(nyse.days(dates.serial(end) + 1, dates.parse_iso(last) or 0)):
        found[dates.date(day)] = found[end] * (1 + 0.01 * np.sin(i))
    return found


def fred(
    series: str, rows: dict[dt.date, float], header: str = "observation_date", scale: float = 1.0,
    line: Callable[[dt.date, float], str] = lambda day, level: f"{day},{level:.6g}",
) -> Answer:  # fmt: skip
    lines = [line(day, level * scale) for day, level in rows.items()]
    return Answer("\n".join([f"{header},{series}", *lines, ""]).encode())


def treasury(rows: dict[dt.date, float], year: int, column: str = "10 Yr") -> Answer:
    """A year, newest first, as the Treasury has it."""
    lines = [
        f"{day:%m/%d/%Y},0.11,{100 * level:.6g}"
        for day, level in reversed(rows.items())
        if day.year == year
    ]
    return Answer("\n".join([f'Date,"1 Mo","{column}"', *lines, ""]).encode())


def ecb(columns: dict[str, dict[dt.date, float]], newest_first: bool = True) -> Answer:
    """All currencies in a zip; a day on which one is not quoted says N/A."""
    days = sorted(set().union(*columns.values()), reverse=newest_first)
    text = ["Date," + ",".join(columns) + ","]
    for day in days:
        cells = (f"{rows[day]:.6g}" if day in rows else "N/A" for rows in columns.values())
        text.append(f"{day}," + ",".join(cells) + ",")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("eurofxref-hist.csv", "\n".join([*text, ""]))
    return Answer(packed.getvalue(), "application/zip")


def gzipped(answer: Answer) -> Answer:
    return Answer(gzip.compress(answer.body), answer.kind, headers={"Content-Encoding": "gzip"})
