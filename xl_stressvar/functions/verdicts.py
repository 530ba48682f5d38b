"""What a backtest amounts to, in a sentence that a risk committee can minute."""

from ..domain import Confidence
from ..domain.equality import below
from ..risk import backtests
from ..risk.backtests.record import Record
from ..risk.backtests.stressed import Review, Status
from ..risk.backtests.var import SIGNIFICANT, Direction, Hits, Light, Transitions


def percent(share: float) -> str:
    """0.0123 as 1.23%."""
    return f"{100 * share:.3g}%"


def chance(probability: float) -> str:
    """A probability as a percentage; what is next to nothing, or has underflowed, as <0.01%."""
    return "<0.01%" if probability < 0.0001 else percent(probability)


def _count(number: int, noun: str, ending: str = "s") -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}{ending}"


def of_var(record: Record, hits: Hits, confidence: Confidence) -> str:
    """Whether VaR is too low, in line, or too conservative; whether exceptions cluster."""
    n, x, p = len(hits), int(hits.sum()), float(confidence.tail)
    direction = backtests.var.direction(x, n, p)
    opening = {
        Direction.TOO_LOW: "VaR is too low",
        Direction.IN_LINE: f"VaR is in line with its confidence of {confidence}",
        Direction.TOO_CONSERVATIVE: "VaR is too conservative",
    }[direction]
    text = (
        f"{opening}: {_count(x, 'exception')} in {_count(n, 'day')} against {n * p:.3g} expected "
        f"(Kupiec p {chance(backtests.var.kupiec(x, n, p).p)})."
    )
    light, _ = backtests.var.traffic_light(x, n, p)
    if direction is Direction.IN_LINE and x > n * p and light is not Light.GREEN:
        # Kupiec asks of both sides, the Basel zones of too many alone: they turn yellow first
        text += f" The Basel traffic light is {light} all the same."
    order = backtests.var.independence(hits, record.joined)
    if below(order.p, SIGNIFICANT):
        t = Transitions.of(hits, record.joined)
        clustered = t.after_exception > t.after_calm
        text += (
            f" Exceptions {'cluster' if clustered else 'alternate with calm days'} (independence p "
            f"{chance(order.p)}){': VaR follows the market too slowly' if clustered else ''}."
        )
    if direction is Direction.IN_LINE and backtests.var.kupiec(0, n, p).p >= SIGNIFICANT:
        text += " So few days cannot show a VaR that is too high."
    return text


def of_stressed(review: Review) -> str:
    """Whether breaches of stressed VaR call for a review, and why there may be so many."""
    facts = (
        f"{_count(review.breaches, 'breach', 'es')} in "
        f"{_count(review.days, 'day')} ({percent(review.breaches / review.days)}) against an alert "
        f"rate of {percent(review.alert_rate)}"
    )
    if review.status is Status.OK:
        return f"No breach calls for a review: {facts}."
    surprise = f"at that rate so many or more have a chance of {chance(review.chance)}"
    reasons = ", and ".join(review.reasons)
    if review.status is Status.WATCH:
        return f"Watch: {facts}; {surprise}, so it may be chance. If it lasts: {reasons}."
    return f"Review the stressed VaR: {facts}; {surprise}. Likely reason: {reasons}."
