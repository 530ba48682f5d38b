"""Sentences about the methods that fit or weigh: decays, GARCH, the generalised Pareto tail; attribution of P&L."""

from __future__ import annotations

from .taxonomy import BadInput, ImpossibleNumber, NotEnoughData, add

DECAY = add(
    "decay",
    ImpossibleNumber,
    "{place} has the decay {value} behind its name.",
    "Type one between 0.5 and 1, such as ewma 0.94.",
)
NO_GARCH_FIT = add(
    "no_garch_fit",
    ImpossibleNumber,
    "No GARCH(1,1) with alpha + beta below 1 fits the P&L best.",
    "Use method filtered, or other days.",
)
TOO_MUCH_TO_FIT = add(
    "too_much_to_fit",
    ImpossibleNumber,
    "So many windows or assets would take method garch minutes.",
    "Use method filtered, or fewer at a time.",
)
BELOW_THRESHOLD = add(
    "below_threshold",
    ImpossibleNumber,
    "{place} is {value}; method evt fits the tail beyond the 90th percentile only.",
    "Type 90% or more, or use method historical.",
)
TOO_FEW_EXCESSES = add(
    "too_few_excesses",
    NotEnoughData,
    "{days:day} lost more than the 90th percentile of the losses; method evt fits at least {least}.",
    "Use more days, or method historical.",
)
NO_PARETO_FIT = add(
    "no_pareto_fit",
    ImpossibleNumber,
    "No generalised Pareto distribution fits the tail of the losses best.",
    "Use method historical, or other days.",
)
NO_TAIL_MEAN = add(
    "no_tail_mean",
    ImpossibleNumber,
    "The fitted tail has the shape {shape}: from 1 on it has no mean, and so no expected shortfall.",
    "Use VaR, method historical, or other days.",
)
PNL_STILL = add(
    "pnl_still",
    ImpossibleNumber,
    "{place} does not move, so it has no correlation with the other.",
    "Check the selection, or choose days in which the desk traded.",
)
PLA_DATES_DIFFER = add(
    "pla_dates_differ",
    BadInput,
    "{place} has {date} where the other P&L has {other}.",
    "Select the same days in both, or leave the dates of one out.",
)
