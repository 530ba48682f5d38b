"""Series into the user's folder: downloaded, or from a file of the firm's; whole or not at all."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from .. import __version__, errors
from ..crises import coverage, own
from ..crises.factors import ALL, CORE, CURRENCIES
from ..domain import dates, nearest
from ..ooxml.files import written
from . import checks
from .checks import Refused
from .http import Asked
from .publishers import Get, Publisher, publisher

_NAME = re.compile(r"[A-Z][A-Z0-9_.&-]{0,30}")
_DATE = ("date", "day", "datum")


def columns(factors: Iterable[str]) -> tuple[str, ...]:
    """The columns that factors are made from, each once; all of a group for its word.

    Raises FileProblem for a factor that is not known, or of which nobody publishes newer data.
    """
    out: dict[str, None] = {}
    for factor in factors:
        if factor in (CORE.word, CURRENCIES.word):
            every = [c for f in coverage.WORDS[factor].factors for c in f.columns]
            out |= dict.fromkeys(column for column in every if ALL[column].feeds)
            continue
        if factor not in ALL:
            raise errors.NO_SUCH_FEED(factor=factor, hint=_hint(factor))
        needed = ALL[factor].columns
        if not needed or not all(ALL[column].feeds for column in needed):
            raise errors.NOTHING_NEWER(factor=factor)
        out |= dict.fromkeys(needed)
    return tuple(out)


def _hint(factor: str) -> tuple[str]:
    near = nearest(factor, ALL)
    if near:
        return (f"Did you mean {' or '.join(near)}?",)
    return ("See: xl-stressvar data list.",)


def by_default() -> tuple[str, ...]:
    """The columns of the eleven, and what was downloaded before."""
    before = (code for code in own.codes() if code in ALL and ALL[code].feeds)
    return tuple(dict.fromkeys((*columns([CORE.word]), *before)))


def update(column: str, get: Get, today: dt.date, only: str = "") -> own.Series:
    """Download a column and keep it. Raises FileProblem: then everything is as it was.

    only: the one publisher to ask; else the next is asked where one does not give what it should.
    """
    feeds = [feed for feed in ALL[column].feeds if feed.startswith(only)]
    if not feeds:
        raise errors.NOT_OF_THIS_FEED(factor=column, source=only)
    failures = []
    for feed in feeds:
        try:
            return _updated(column, publisher(feed), get, today)
        except errors.StressVarError as failure:
            failures.append(failure)
    raise failures[0]


def _updated(column: str, source: Publisher, get: Get, today: dt.date) -> own.Series:
    digest = hashlib.sha256()

    def heard(address: str, asked: Asked) -> bytes:
        body = get(address, asked)
        digest.update(body)
        return body

    texts = source.rows(heard, _since(column), today)
    kept = _kept(column)
    divisor = 100.0 if ALL[column].unit == "yield, decimal" else 1.0
    try:
        levels = checks.numbers(texts, divisor)
        checks.whole(levels, column)
        checks.facts(column, levels)
        checks.built_in_agrees(column, levels)
        checks.kept_agrees(kept, levels)
    except Refused as refused:
        raise errors.FEED_REFUSED(
            source=source.title, series=source.series, reason=(str(refused),)
        ) from None
    facts = {
        "factor": f"{column}, {ALL[column].description}",
        "holds": own.LEVELS,
        "unit": ALL[column].unit,
        "source": f"{source.title} {source.series}",
        "address": source.address(),
        "terms": source.terms,
        "fetched": today.isoformat(),
        "sha256": digest.hexdigest(),
        "written by": f"xl-stressvar {__version__}",
    }
    return _keep(column, facts, _joined(kept, levels))


def _since(column: str) -> dt.date:
    """From when on a publisher with a file a year is asked: a year that the built-in data has too."""
    return dates.date(int(checks.known_days(column)[-1])).replace(month=1, day=1)


def _joined(kept: own.Series | None, levels: Mapping[dt.date, float]) -> dict[dt.date, float]:
    """The new levels, behind those kept from before their first day: some publishers give ten years."""
    if kept is None:
        return dict(levels)
    first = min(levels)
    before = zip(map(dates.date, kept.days.tolist()), kept.numbers.tolist(), strict=True)
    return {day: number for day, number in before if day < first} | dict(levels)


def add(file: Path, holds: str, today: dt.date, replace: bool = False) -> list[own.Series]:
    """Keep the columns of a firm's file, each a factor. Raises FileProblem: then none is kept."""
    try:
        body = file.read_bytes()
        text = body.decode("utf-8-sig")
    except FileNotFoundError:
        raise errors.NO_FILE(file=file.name) from None
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not text in UTF-8"
        raise errors.NOT_READ(file=file.name, reason=reason) from None
    try:
        table = _own_table(text, holds)
        for name, numbers in table.items():
            checks.whole(numbers)
            if not replace:
                checks.kept_agrees(_kept(name), numbers)
    except Refused as refused:
        raise errors.OWN_REFUSED(file=file.name, reason=(str(refused),)) from None
    facts = {
        "holds": holds,
        "source": f"file {file.name}",
        "added": today.isoformat(),
        "sha256": hashlib.sha256(body).hexdigest(),
        "written by": f"xl-stressvar {__version__}",
    }
    return [
        _keep(name, {"factor": name} | facts, numbers if replace else _joined(_kept(name), numbers))
        for name, numbers in table.items()
    ]


def _own_table(text: str, holds: str) -> dict[str, dict[dt.date, float]]:
    """A file's columns by name: a first column of ISO days, a name over each of the others."""
    delimiter = next((d for d in "\t;" if d in text.partition("\n")[0]), ",")
    lines = [
        [cell.strip() for cell in line]
        for line in csv.reader(io.StringIO(text), delimiter=delimiter)
        if line
    ]
    header = lines[0] if lines else [""]
    if header[0].casefold() not in _DATE:
        raise Refused(f"it begins with '{header[0][:20]}' where date is expected")
    names = [name.upper() for name in header[1:]]
    for name in names:
        if not _NAME.fullmatch(name):
            raise Refused(
                f"'{name[:20]}' is no name for a factor: a letter, then letters and digits"
            )
        if name in ALL or name in coverage.WORDS or name in (coverage.OWN, "ALL"):
            raise Refused(f"{name} is built in; name yours MY_{name}")
    if not names or len(set(names)) < len(names):
        raise Refused("it takes one column a factor, each with a name of its own")
    if not text.endswith("\n") or any(len(line) != len(header) for line in lines):
        raise Refused("its last line is cut, or a line is longer or shorter than the first")
    days = [_own_day(line[0]) for line in lines[1:]]
    order = -1 if len(days) > 1 and days[0] > days[-1] else 1
    days, rows = days[::order], lines[1:][::order]
    for before, day in pairwise(days):
        if day <= before:
            raise Refused(f"{day} is there {'twice' if day == before else 'out of order'}")
    table = {}
    for j, name in enumerate(names, 1):
        texts = {day: row[j] for day, row in zip(days, rows, strict=True) if row[j]}
        table[name] = checks.numbers(texts)
        least = min(table[name].values(), default=1.0)
        if holds == own.LEVELS and least <= 0:
            raise Refused(f"{name} has {least:.6g}, and a return takes prices above 0")
        if holds == own.RETURNS and (least < -1 or max(table[name].values(), default=0.0) > 1):
            raise Refused(f"{name} has returns beyond 100%; 1% is 0.01")
    return table


def _own_day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Refused(f"'{text[:20]}' is not a day such as 2008-09-15") from None


def _kept(column: str) -> own.Series | None:
    """What is kept; a file that cannot be read any more counts as none, so that it can be renewed."""
    try:
        return own.series(column)
    except errors.StressVarError:
        return None


def _keep(column: str, facts: Mapping[str, str], levels: Mapping[dt.date, float]) -> own.Series:
    rows = {day.isoformat(): f"{level:.12g}" for day, level in sorted(levels.items())}
    try:
        own.folder().mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise errors.unwritable(str(own.folder()), problem) from None
    written(own.text(facts, rows).encode(), own.path(column))
    series = own.series(column)
    assert series is not None
    return series
