"""Profit and loss attribution of a trading desk."""

from typing import Annotated

from .. import domain
from ..arguments.series import DailyPnl
from ..cells.results import Report, Returns
from ..risk.backtests import pla


def pla_test(
    hypothetical: Annotated[
        domain.History,
        DailyPnl("Hypothetical P&L: the desk's own revaluation, one number a day; dates on its left."),
    ],
    theoretical: Annotated[
        domain.History,
        DailyPnl("Risk-theoretical P&L: by the risk model, of the same days as the hypothetical one."),
    ],
) -> Annotated[
    Report,
    Returns(
        "Two statistics with their zones, and the zone of the desk.",
        lines=(("Days", "count"), ("Spearman correlation", "number"),
               ("Kolmogorov-Smirnov distance", "number")),
    ),
]:  # fmt: skip
    """The attribution test of FRTB: whether the risk model's daily P&L follows that of the desk.

    Spearman correlation: green above 0.80, red below 0.70. Kolmogorov-Smirnov, the largest distance of the
    two distributions: green below 0.09, red above 0.12. Between them, the boundaries included, amber. The
    desk has the worse of its two zones. The rule takes 250 days; any number from 2 on is answered.

    Raises: BadInput for P&Ls of other days; ImpossibleNumber for one that does not move.
    Ref: Basel MAR32, profit and loss attribution; CRR Article 325bg.

    >>> =INDEX(PLA_TEST({1;2;3;4;5}, {1;2;3;5;4}), 2, 2)
    0.9
    """
    found = pla.attribute(hypothetical, theoretical)
    return Report(
        [
            ("Days", found.days),
            ("Spearman correlation", found.spearman),
            ("Spearman zone", str(found.spearman_zone)),
            ("Kolmogorov-Smirnov distance", found.distance),
            ("Kolmogorov-Smirnov zone", str(found.distance_zone)),
            ("Zone", str(found.zone)),
        ]
    )
