"""`xl-stressvar serve --listen ADDRESS:PORT --origin URL`: the functions for a web add-in that has no Python."""

from __future__ import annotations

import argparse
import asyncio
import ipaddress
import re
import ssl
from pathlib import Path

from .. import errors

_ORIGIN = re.compile(r"https://[\w.-]+(:\d+)?|http://(localhost|127\.0\.0\.1)(:\d+)?")
_LISTEN = re.compile(r"(?P<address>[\d.]+|\[[\da-fA-F:]+\]):(?P<port>\d{1,5})")


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen", required=True, metavar="ADDRESS:PORT", help="of this computer, and nowhere else"
    )
    parser.add_argument(
        "--origin", required=True, action="append", metavar="URL",
        help="where the add-in's pages come from, such as https://intranet.example.com; may be repeated",
    )  # fmt: skip
    parser.add_argument("--certificate", type=Path, metavar="FILE", help="PEM, for https")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="the certificate's private key, PEM"
    )
    parser.epilog = (
        "Cells are sent to this computer, calculated and forgotten. Let the web server in front of it see to "
        "who may ask. Ends with Ctrl-C."
    )


def run(options: argparse.Namespace) -> int:
    address, port = _listen(options.listen)
    if not address.is_loopback and options.certificate is None:
        raise errors.NOT_ENCRYPTED(listen=options.listen)
    for origin in options.origin:
        if not _ORIGIN.fullmatch(origin):
            raise errors.NO_ORIGIN(origin=repr(origin))
    certificate = _certificate(options.certificate, options.key)
    try:
        from ..hosts.web.server import serve
    except ImportError:
        raise errors.PART_MISSING(part="tornado", extra="server") from None

    async def listening() -> None:
        at = await serve(str(address), port, options.origin, certificate)
        shown = f"[{address}]" if address.version == 6 else str(address)
        scheme = "http" if certificate is None else "https"
        pages = ", ".join(options.origin)
        print(f"{scheme}://{shown}:{at}/answer answers pages from {pages}.", flush=True)
        await asyncio.Event().wait()

    try:
        asyncio.run(listening())
    except KeyboardInterrupt:
        print("Stopped.")
    return 0


def _listen(text: str) -> tuple[ipaddress.IPv4Address | ipaddress.IPv6Address, int]:
    found = _LISTEN.fullmatch(text)
    try:
        if found and int(found["port"]) < 65536:
            return ipaddress.ip_address(found["address"].strip("[]")), int(found["port"])
    except ValueError:  # four numbers that are no address
        pass
    raise errors.NO_LISTENING(listen=repr(text))


def _certificate(certificate: Path | None, key: Path | None) -> ssl.SSLContext | None:
    if certificate is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as problem:  # ssl's own errors are among them
        raise errors.unreadable(certificate.name, problem) from None
    return context
