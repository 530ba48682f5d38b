"""`xl-stressvar data list | update [FACTOR …] | add FILE`: the crisis data on this computer."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .. import errors

if TYPE_CHECKING:
    from ..crises.own import Series
    from ..feeds.publishers import Get

FAILED = 1


def add(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(title="commands", metavar="COMMAND", required=True, dest="verb")
    each = verbs.add_parser("list", help="every factor: from where, from when, until when")
    each.add_argument(
        "factors", nargs="*", metavar="FACTOR", help="these alone, or words such as FX"
    )
    update = verbs.add_parser(
        "update",
        help="download newer data from FRED, the US Treasury and the ECB",
        description="Download newer data. Everything is checked before it is kept; a series that does "
        "not pass leaves the old one in place. Built-in figures do not change: what is downloaded "
        "stands before and after them, and a sheet asks for it by name.",
    )
    update.add_argument(
        "factors",
        nargs="*",
        metavar="FACTOR",
        help="factors, or CORE or FX; default: CORE, and what was downloaded before",
    )
    update.add_argument(
        "--from",
        dest="source",
        choices=("fred", "treasury", "ecb"),
        default="",
        help="ask this one",
    )
    own = verbs.add_parser("add", help="keep factors of your own, from a CSV file")
    own.add_argument("file", type=Path, metavar="FILE", help="days down, a name over each column")
    own.add_argument(
        "--returns", action="store_true", help="the numbers are returns as decimals, not prices"
    )
    own.add_argument(
        "--replace", action="store_true", help="in place of what is kept, whatever it says"
    )
    parser.epilog = "The folder is XL_STRESSVAR_DATA of the environment, if it is set."


def run(options: argparse.Namespace) -> int:
    if options.verb == "list":
        return _list([word.upper() for word in options.factors])
    if options.verb == "update":
        return _update([word.upper() for word in options.factors], options.source)
    return _add(options)


def _list(asked: Sequence[str]) -> int:
    from ..crises import coverage, own
    from ..crises.factors import ALL, GROUPS

    for group in GROUPS:
        codes = [f.code for f in group.factors if not asked or {f.code, group.word} & {*asked}]
        if codes:
            print(f"{group.word}: {group.title.lower()}")
        for code in codes:
            built_in = ", ".join(
                dict.fromkeys(str(it.package) for c in ALL[code].columns for it in ALL[c].sources)
            )
            theirs = _told(column for column in ALL[code].columns if column in own.codes())
            print(f"  {code:<8} {_span(code)}  {ALL[code].description}")
            print(f"           {'; '.join(filter(None, (built_in, theirs)))}")
    mine = [c for c in coverage.own_factors() if not asked or {c, coverage.OWN} & {*asked}]
    if mine:
        print(f"{coverage.OWN}: your own")
    for code in mine:
        print(f"  {_told([code])}")
    print(f"Your data: {own.folder()}", file=sys.stderr)
    return 0


def _span(code: str) -> str:
    """From when until when there are returns; nothing where the user's file is spoiled."""
    from ..crises import coverage

    try:
        return coverage.span(code)
    except errors.StressVarError:
        return " " * len("1990-01-03 to 2017-03-29")


def _told(columns: Iterable[str]) -> str:
    """What the user's series of columns are, or why one cannot be read."""
    from ..crises import own

    said = []
    for column in columns:
        try:
            series = own.series(column)
        except errors.StressVarError as failure:
            said.append(failure.sentence())
            continue
        if series is not None:
            said.append(series.told)
    return ", ".join(said)


def _update(factors: Sequence[str], source: str) -> int:
    from ..feeds import keep

    columns = keep.columns(factors) if factors else keep.by_default()
    today = dt.datetime.now(dt.UTC).date()
    get, failed = _remembering(), 0
    for i, column in enumerate(columns, 1):
        print(f"{i} of {len(columns)}: {column} …", file=sys.stderr, flush=True)
        try:
            print(_kept(keep.update(column, get, today, source)))
        except errors.StressVarError as failure:
            failed += 1
            print(f"{column}: {failure.sentence()}", file=sys.stderr)
    return FAILED if failed else 0


def _remembering() -> Get:
    """Asks for each address once, and no publisher again who could not be reached.

    One file of the ECB has every currency; and off the network nobody waits once a series.
    """
    from ..feeds.http import Asked, get

    known: dict[str, bytes] = {}
    silent: dict[str, errors.StressVarError] = {}

    def ask(address: str, asked: Asked) -> bytes:
        if asked.source in silent:
            raise silent[asked.source]
        if address not in known:
            print(f"  {asked.source}, {asked.series}", file=sys.stderr, flush=True)
            try:
                known[address] = get(address, asked)
            except errors.StressVarError as failure:
                if failure.problem is errors.FEED_UNREACHABLE:
                    silent[asked.source] = failure
                raise
        return known[address]

    return ask


def _add(options: argparse.Namespace) -> int:
    from ..crises import own
    from ..feeds import keep

    holds = own.RETURNS if options.returns else own.LEVELS
    today = dt.datetime.now(dt.UTC).date()
    for series in keep.add(options.file, holds, today, options.replace):
        print(_kept(series))
    return 0


def _kept(series: Series) -> str:
    from ..domain import dates

    span = f"{dates.iso(series.first)} to {dates.iso(series.last)}"
    terms = series.facts.get("terms", "")
    return f"{series.code}: {series.facts['source']}, {span}" + (f"; {terms}" if terms else "")
