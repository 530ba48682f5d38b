"""Whether a risk factor may be modelled."""

from typing import Annotated

from .. import domain
from ..arguments.lists import DayList
from ..cells.results import NONE, Report, Returns
from ..domain.dates import Serial, as_of_or_today, iso
from ..risk.capital import rfet as eligibility
from ..risk.capital.rfet import LEAST, LEAST_IN_PERIOD, MANY, PERIOD, Eligibility
from .parameters import AsOf


def rfet(
    dates: Annotated[
        domain.Days, DayList("The days on which a real price was seen, in any order.")
    ],
    as_of: AsOf | None = None,
) -> Annotated[
    Report,
    Returns(
        "Observations, each of the two ways to pass, result.",
        lines=(
            ("First day", "date"),
            ("Last day", "date"),
            ("Observations", "count"),
            ("Fewest in 90 days", "count"),
            ("Those 90 days from", "date"),
            ("Those 90 days to", "date"),
            ("Periods of 90 days with too few", "count"),
            ("Not eligible since", "date"),
        ),
    ),
]:
    """The risk factor eligibility test of FRTB: whether real prices were seen often enough.

    Over the twelve months that end on as_of: eligible with at least 24 observations and no 90 calendar days
    running, inside those months, with fewer than 4; or with at least 100. A day counts once, however many
    prices it had; days after as_of do not count. Not eligible since: the first day on and since which the
    test, on the days given, is failed.

    Ref: BCBS, MAR31.13 (2019), the risk factor eligibility test.

    >>> =INDEX(RFET({"2026-01-05";"2026-01-06"}, "2026-06-30"), 3, 2)
    2
    """
    today = as_of_or_today(as_of)
    found = eligibility.test(dates, today)
    return Report(
        [
            ("First day", Serial(found.first)),
            ("Last day", Serial(today)),
            ("Observations", found.observations),
            (f"At least {LEAST}", _passed(found.observations >= LEAST)),
            ("Fewest in 90 days", found.fewest),
            ("Those 90 days from", Serial(found.start)),
            ("Those 90 days to", Serial(found.start + PERIOD - 1)),
            ("Periods of 90 days with too few", found.short_periods),
            ("At least 4 in any 90 days", _passed(found.fewest >= LEAST_IN_PERIOD)),
            (f"At least {MANY}", _passed(found.observations >= MANY)),
            ("Result", "eligible" if found.eligible else "not eligible"),
            ("Why", _why(found)),
            ("Not eligible since", NONE if found.since is None else Serial(found.since)),
        ]
    )


def _passed(passed: bool) -> str:
    return "pass" if passed else "fail"


def _why(found: Eligibility) -> str:
    """What passed, or all that failed."""
    if found.observations >= MANY:
        return f"{found.observations} observations, at least {MANY}"
    if found.eligible:
        return (
            f"{found.observations} observations, and at least {found.fewest} in any {PERIOD} days"
        )
    few = f"{found.observations} observations, fewer than {LEAST}"
    ends = f"{iso(found.start)} to {iso(found.start + PERIOD - 1)}"
    gap = f"{found.fewest} in the {PERIOD} days {ends}, fewer than {LEAST_IN_PERIOD}"
    failed = [few] * (found.observations < LEAST) + [gap] * (found.fewest < LEAST_IN_PERIOD)
    return "; ".join(failed)
