"""Capital."""

from typing import Annotated

from ..arguments.scalars import Choice, Number
from ..arguments.series import NumberSeries
from ..cells.results import NONE, Report, Returns, or_none
from ..domain import Vector
from ..domain.equality import above, difference, equal
from ..risk.capital import basel

Multiplier = Annotated[
    float, Number("Multiplier of the current VaR; 3 at least in Basel 2.5.", least=0)
]
Averaging = Annotated[
    int, Number("How many of the latest values the average takes.", "values", least=1, whole=True)
]


def capital_req(
    current_var: Annotated[
        Vector, NumberSeries("Current VaR: one number, or a series, oldest first.", "money")
    ],
    stressed_var: Annotated[
        Vector, NumberSeries("Stressed VaR: one number, or a series, oldest first.", "money")
    ],
    multiplier: Multiplier = 3,
    rule: Annotated[
        str,
        Choice(
            "max: the greater of the two. basel2.5: the sum of two maxima. us: with a floor.",
            words=basel.RULES,
        ),
    ] = "max",
    averaging_days: Averaging = 60,
    stressed_multiplier: Annotated[
        float, Number("Multiplier of the stressed VaR; as multiplier if left out.", least=0)
    ]
    | None = None,
    stressed_averaging: Annotated[
        int,
        Number(
            "How many stressed values the average takes; as averaging_days if left out.",
            "values",
            least=1,
            whole=True,
        ),
    ]
    | None = None,
) -> Annotated[float, Returns("Capital requirement.", "money")]:
    """Capital required for a current and a stressed VaR, by one of three rules.

    Raises: NotEnoughData for a series shorter than its average.
    Ref: BCBS 158 (2011); 12 CFR 217.204 and 217.206.

    >>> =CAPITAL_REQ(100, 250)
    750
    """
    return basel.requirement(
        current_var,
        stressed_var,
        rule,
        multiplier,
        multiplier if stressed_multiplier is None else stressed_multiplier,
        averaging_days,
        averaging_days if stressed_averaging is None else stressed_averaging,
    )


def capital_multiplier(
    exceptions: Annotated[
        int, Number("Backtesting exceptions in 250 days at 99%.", "count", least=0, whole=True)
    ],
    rule: Annotated[
        str, Choice("basel2.5: 3.00 to 4.00. frtb: 1.50 to 2.00.", words=basel.MULTIPLIER_RULES)
    ] = "basel2.5",
) -> Annotated[float, Returns("Multiplier of the average.", "ratio")]:
    """The capital multiplier that so many backtesting exceptions in 250 days lead to.

    basel2.5: 3 up to 4 exceptions, then 3.40, 3.50, 3.65, 3.75, 3.85, and 4 from 10 on. frtb: 1.50
    up to 4, then 1.70, 1.76, 1.83, 1.88, 1.92, and 2 from 10 on. Supervisors may ask for more.

    Ref: BCBS 22 (1996), table 2; Basel MAR32.9, table 1.

    >>> =CAPITAL_MULTIPLIER(5)
    3.4
    """
    return basel.multiplier(exceptions, rule)


def capital_check(
    capital: Annotated[float, Number("Capital held.", "money", least=0)],
    requirement: Annotated[
        float, Number("Capital required, as from CAPITAL_REQ.", "money", least=0)
    ],
    total_assets: Annotated[
        float, Number("Total assets, for the leverage requirement.", "money", least=0)
    ]
    | None = None,
    leverage_ratio: Annotated[
        float, Number("Least capital over total assets, as a decimal.", "decimal", least=0, most=1)
    ] = 0.03,
) -> Annotated[
    Report,
    Returns(
        "Requirement, headroom, status, what to do about it.",
        lines=(
            ("Requirement", "money"),
            ("Capital", "money"),
            ("Headroom", "money"),
            ("Capital to raise", "money"),
            ("Largest position scale", "ratio"),
            ("Leverage requirement", "money"),
        ),
    ),
]:
    """Whether capital covers its requirement and the leverage ratio, and what would mend a breach.

    Headroom and capital to raise go by the larger of the two; numbers that differ by rounding alone
    are equal, and the headroom is then 0. The position scale is capital over the
    requirement alone: smaller positions mend that one; the leverage ratio asks for fewer assets or
    more capital. A requirement of zero is met by any position and shows n/a.

    Ref: BCBS 270 (2014), leverage ratio of 3%.

    >>> =INDEX(CAPITAL_CHECK(400, 450), 4, 2)
    BREACH
    """
    leverage = None if total_assets is None else total_assets * leverage_ratio
    by_leverage = leverage is not None and above(leverage, requirement)
    needed = leverage if leverage is not None and by_leverage else requirement
    headroom = difference(capital, needed)
    scale = 1.0 if equal(capital, requirement) else capital / requirement if requirement else NONE
    return Report(
        [
            ("Requirement", requirement),
            ("Capital", capital),
            ("Headroom", headroom),
            ("Status", "BREACH" if headroom < 0 else "OK"),
            ("Capital to raise", max(-headroom, 0.0)),
            ("Largest position scale", scale),
            ("Leverage requirement", or_none(leverage)),
            ("Binding constraint", "leverage ratio" if by_leverage else "requirement"),
        ]
    )
