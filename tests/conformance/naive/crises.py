"""Plain loops for what the functions of crises, scenarios and limits do with arrays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence


def moves(returns: Sequence[float], days: int) -> list[float]:
    """Compound returns over so many rows, one after the other."""
    out = []
    for last in range(days - 1, len(returns)):
        value = 1.0
        for r in returns[last - days + 1 : last + 1]:
            value *= 1 + r
        out.append(value - 1)
    return out


def fall(returns: Sequence[float]) -> tuple[float, int, int]:
    """The deepest fall: every peak against every later trough; depth, rows of peak (-1: before) and trough."""
    index = [1.0]
    for r in returns:
        index.append(index[-1] * (1 + r))
    best = (0.0, -1, -1)
    for i in range(len(index)):
        for j in range(i, len(index)):
            depth = index[j] / index[i] - 1
            if depth < best[0] - 1e-15:
                best = (depth, i - 1, j - 1)
    return best


def rfet(seen: Sequence[dt.date], as_of: dt.date) -> tuple[int, int, int, bool]:
    """Observations, fewest in 90 days, periods with fewer than 4, eligible: day by day."""
    first = as_of.replace(year=as_of.year - 1) + dt.timedelta(days=1)
    days = {day for day in seen if first <= day <= as_of}
    fewest, short, start = 10**9, 0, first
    while start + dt.timedelta(days=89) <= as_of:
        count = sum(start + dt.timedelta(days=k) in days for k in range(90))
        fewest = min(fewest, count)
        short += count < 4
        start += dt.timedelta(days=1)
    return len(days), fewest, short, (len(days) >= 24 and fewest >= 4) or len(days) >= 100


def limit(measure: float, limit_: float, warn: float) -> tuple[float, str, float]:
    share = measure / limit_
    status = "breach" if share > 1 else "watch" if share >= warn else "ok"
    return share, status, limit_ - measure


def scenario_pnl(
    columns: Mapping[str, Sequence[float]], held: Mapping[str, float], shocks: Mapping[str, float]
) -> float:
    """P&L of a scenario that shocks one column: the others move by their beta on it, times its shock."""
    (given,) = [name for name in columns if name in shocks]
    x = columns[given]
    mean = sum(x) / len(x)
    total = 0.0
    for name, y in columns.items():
        if name == given:
            total += held[name] * shocks[given]
            continue
        mean_y = sum(y) / len(y)
        covariance = sum((a - mean) * (b - mean_y) for a, b in zip(x, y, strict=True))
        beta = covariance / sum((a - mean) ** 2 for a in x)
        total += held[name] * beta * shocks[given]
    return total


def rank(pnl: Sequence[float], start: int, length: int, confidence: float) -> tuple[int, int]:
    """Place and number of windows, by the rank rule: the k-th worst, k = ceil(n(1-c))."""
    k = -(-length * round((1 - confidence) * 1000) // 1000)
    figures = [-sorted(pnl[i : i + length])[k - 1] for i in range(len(pnl) - length + 1)]
    return 1 + sum(f > figures[start] for f in figures), len(figures)


def windows_apart(
    pnl: Sequence[float], length: int, count: int, confidence: float
) -> list[tuple[int, float]]:
    """Start and VaR by the rank rule of the worst windows that share no day, the worst first."""
    k = -(-length * round((1 - confidence) * 1000) // 1000)
    figures = [-sorted(pnl[i : i + length])[k - 1] for i in range(len(pnl) - length + 1)]
    found: list[tuple[int, float]] = []
    while len(found) < count:
        left = [i for i in range(len(figures)) if all(abs(i - j) >= length for j, _ in found)]
        if not left:
            break
        best = min(left, key=lambda i: (-figures[i], i))
        found.append((best, figures[best]))
    return found


def ratios(
    pnl: Sequence[float], window: int, lookback: int, confidence: float
) -> list[tuple[float, float | None]]:
    """VaR by the rank rule of the rows before each day; that of the first rows over it, if it is a loss."""

    def var(days: Sequence[float]) -> float:
        k = -(-len(days) * round((1 - confidence) * 1000) // 1000)
        return -sorted(days)[k - 1]

    stressed = var(pnl[:window])
    current = [var(pnl[day - lookback : day]) for day in range(lookback, len(pnl))]
    return [(x, stressed / x if x > 0 else None) for x in current]


def proxy_var(
    asset: Sequence[float], factor: Sequence[float], crisis: Sequence[float], z: float, k: int
) -> tuple[float, float]:
    """Of one unit: the k-th worst of beta times a factor's crisis, and z times the residual deviation."""
    n = len(asset)
    my, mx = sum(asset) / n, sum(factor) / n
    sxy = sum((y - my) * (x - mx) for y, x in zip(asset, factor, strict=True))
    beta = sxy / sum((x - mx) ** 2 for x in factor)
    left = sum((y - my - beta * (x - mx)) ** 2 for y, x in zip(asset, factor, strict=True))
    return -sorted(beta * x for x in crisis)[k - 1], z * (left / (n - 2)) ** 0.5
