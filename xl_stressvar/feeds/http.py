"""One answer of a server: whole, of the right kind, or a sentence that says what happened.

Proxies come from the environment (HTTPS_PROXY, NO_PROXY) or from the settings of Windows and macOS; the
certificates that are trusted are the system's, and those that SSL_CERT_FILE, REQUESTS_CA_BUNDLE or
CURL_CA_BUNDLE name.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import io
import os
import ssl
import time
import urllib.error
import urllib.request
import zlib
from dataclasses import dataclass
from functools import cache
from typing import IO
from urllib.parse import urlsplit

from .. import __version__, errors

SECONDS = 30.0
PAUSES = (1.0, 4.0)  # seconds before the second try, and the third
LONGEST_PAUSE = 30.0  # that a server may ask for
MOST = 64 << 20  # bytes of an answer, packed or not
BUSY = (429, 500, 502, 503, 504)
_KINDS = (
    "text/csv", "application/csv", "text/plain", "application/octet-stream", "application/zip",
    "application/x-zip-compressed", "application/vnd.ms-excel", "application/x-zip",
)  # fmt: skip
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_OF_PYTHON = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # which it reads itself


@dataclass(frozen=True)
class Asked:
    """What is asked of whom: for the sentences."""

    source: str
    series: str

    def problem(self, problem: errors.Problem, **facts: object) -> errors.StressVarError:
        """The failure of this question."""
        return problem(None, source=self.source, series=self.series, **facts)


def get(address: str, asked: Asked) -> bytes:
    """The body of the answer. Raises FileProblem, with the source's name, for anything else."""
    pauses = [*PAUSES, None]
    for pause in pauses:
        try:
            return _once(address, asked)
        except _Busy as busy:
            if pause is None:
                raise busy.problem from None
            time.sleep(pause if busy.wait is None else min(busy.wait, LONGEST_PAUSE))
    raise AssertionError("the last try returns or raises")


class _Busy(Exception):
    """An answer that may be another one a little later."""

    def __init__(self, problem: errors.StressVarError, wait: float | None = None) -> None:
        super().__init__()
        self.problem = problem
        self.wait = wait


def _once(address: str, asked: Asked) -> bytes:
    request = urllib.request.Request(
        address, headers={"User-Agent": f"xl-stressvar/{__version__}", "Accept-Encoding": "gzip"}
    )
    try:
        with _opener().open(request, timeout=SECONDS) as answer:
            kind = answer.headers.get_content_type()
            if kind not in _KINDS:
                raise asked.problem(errors.FEED_OTHER_KIND, kind=kind)
            body = answer.read(MOST + 1)
            if answer.length and len(body) <= MOST:  # of a read with a limit Python does not say
                raise http.client.IncompleteRead(body, answer.length)
            packed = answer.headers.get("Content-Encoding", "").strip().lower()
    except urllib.error.HTTPError as refused:
        problem = asked.problem(errors.FEED_STATUS, status=refused.code)
        refused.close()
        if refused.code in BUSY:
            raise _Busy(problem, _seconds(refused.headers.get("Retry-After"))) from None
        raise problem from None
    except http.client.IncompleteRead:
        raise _Busy(asked.problem(errors.FEED_CUT)) from None
    except (OSError, http.client.HTTPException) as problem:
        reason = getattr(problem, "reason", None) or problem
        said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        raise _Busy(asked.problem(errors.FEED_UNREACHABLE, reason=said)) from None
    return _unpacked(body, packed, asked)


def _unpacked(body: bytes, packed: str, asked: Asked) -> bytes:
    """The body without gzip, if it came in it; none of more than MOST bytes."""
    if packed in ("gzip", "x-gzip"):
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as inside:
                body = inside.read(MOST + 1)
        except (OSError, EOFError, zlib.error):
            raise asked.problem(errors.FEED_CUT) from None
    if len(body) > MOST:
        raise asked.problem(errors.FEED_TOO_LARGE, most=MOST >> 20)
    return body


def _seconds(text: str | None) -> float | None:
    with contextlib.suppress(TypeError, ValueError):
        return max(float(text or ""), 0.0)
    return None


class _NoDowngrade(urllib.request.HTTPRedirectHandler):
    """A secure address does not lead to an insecure one, nor any to another kind of address."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str,
        headers: http.client.HTTPMessage, newurl: str,
    ) -> urllib.request.Request | None:  # fmt: skip
        schemes = urlsplit(req.full_url).scheme, urlsplit(newurl).scheme
        if schemes[1] not in ("http", "https") or schemes == ("https", "http"):
            fp.close()
            raise urllib.error.URLError("it leads to an insecure address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


@cache
def _certificates(**named: str | None) -> ssl.SSLContext:
    """Certificates of the system and of the company: a tenth of a second to read, so read once."""
    context = ssl.create_default_context()
    for name in _BUNDLES:
        if place := named[name]:
            folder = os.path.isdir(place)
            context.load_verify_locations(None if folder else place, place if folder else None)
    return context


def _opener() -> urllib.request.OpenerDirector:
    """One that asks through the environment's proxies."""
    context = _certificates(**{name: os.environ.get(name) for name in (*_BUNDLES, *_OF_PYTHON)})
    return urllib.request.build_opener(_NoDowngrade, urllib.request.HTTPSHandler(context=context))
