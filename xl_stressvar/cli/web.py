"""`xl-stressvar web OUT --base URL --pyodide FOLDER`: the add-in for Excel on the web and on the Mac."""

from __future__ import annotations

import argparse
from pathlib import Path

from . import outputs


def add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("output", type=Path, metavar="OUT", help="the folder to write")
    parser.add_argument(
        "--base", required=True, metavar="URL", help="https address of that folder on your server"
    )
    parser.add_argument(
        "--pyodide",
        type=Path,
        metavar="FOLDER",
        help="the unpacked distribution of Pyodide, which calculates in the browser",
    )
    parser.add_argument(
        "--engine",
        default="",
        metavar="URL",
        help="instead of it: the address of a server of yours where xl-stressvar serve calculates",
    )
    outputs.add_force(parser)
    parser.epilog = "Nothing is downloaded. What the server must do stands in OUT/HOSTING.txt."


def run(options: argparse.Namespace) -> int:
    from ..hosts.web.site import build, require_place, site

    require_place(options.output, options.force)  # before the work
    files = site(options.base, options.pyodide, options.engine)
    build(options.output, files, options.force)
    size = sum(map(len, files.values())) / 1e6
    print(
        f"{options.output}: {len(files)} files, {size:.0f} MB. Put them on your server as HOSTING.txt says."
    )
    return 0
