"""The pictures of docs/method.md of what a desk watches: horizons, other weights, windows, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tools.docs.drawing import CRISIS, DASHED, LOOKBACK, Picture, ask, canvas, returns
from tools.templates.toolkit.style import CALM, INK, LOSSES, MUTED, OTHER, STRESSED
from xl_stressvar.domain import dates

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SPRING = "2019-02-06:2020-04-30"  # 250 days, then those that are drawn
DECADE = "2000-01-01:2009-12-31"
ERA = "1986-01-01:2022-12-28"
C99 = 0.99


# --- how fast a method reacts ---


def reactions() -> Picture:
    history = returns(SPRING, "SPX")
    methods = ("garch", "volatility scaled", "age weighted", "historical")
    series = {m: ask("VAR_SERIES", history, 100.0, C99, 1, m, LOOKBACK)[1:] for m in methods}
    days = [dates.date(int(day)) for day, _ in series["historical"]]
    var = {
        m: np.array([v if isinstance(v, float) else np.nan for _, v in rows])
        for m, rows in series.items()
    }
    losses = -100 * np.array([row[1] for row in history[1 + LOOKBACK :]])
    twice = {m: days[int(np.argmax(v > 2 * v[0]))] for m, v in var.items()}
    without = np.isnan(var["garch"])
    last = int(np.flatnonzero(~without)[-1])

    def draw() -> Figure:
        from matplotlib.dates import DateFormatter, MonthLocator

        figure, panel = canvas(4.2)
        panel.vlines(days, 0, losses.clip(0), LOSSES.colour, lw=1.5)
        looks: dict[str, tuple[str, Any, float]] = {
            "garch": (OTHER.colour, "-", 1.5),
            "volatility scaled": (INK, "-", 1.5),
            "age weighted": (INK, DASHED, 1.5),
            "historical": (STRESSED.colour, "-", 2.6),
        }
        for method, (colour, dash, width) in looks.items():
            panel.step(
                days, var[method], where="mid", color=colour, ls=dash, lw=width, label=method
            )
        panel.text(days[last], np.nanmax(var["garch"]) + 0.2, "garch, until no fit", ha="right")
        panel.legend(loc="upper left", frameon=False, title="99% VaR by")
        panel.xaxis.set_major_locator(MonthLocator())
        panel.xaxis.set_major_formatter(DateFormatter("%Y-%m"))
        panel.set(
            title="S&P 500: VaR before each day, and its loss (bars)",
            ylabel="One day, % of the position",
            ylim=(0, None),
        )
        return figure

    peaks = "; ".join(
        f"{m} from {v[0]:.2f} to {np.nanmax(v):.2f}, twice its start on {twice[m]}"
        for m, v in var.items()
    )
    return Picture(
        "reactions",
        "How fast a method reacts",
        f"From the same {LOOKBACK} days `garch` has twice its VaR on {twice['garch']}, `volatility scaled` on "
        f"{twice['volatility scaled']}, `age weighted` on {twice['age weighted']} and `historical` on {twice['historical']}. What "
        f"follows the volatility falls with it too, and a fit may fail: on {without.sum()} of the {len(days)} days no GARCH(1,1) with "
        f"α + β below 1 fits best.",
        f"99% one-day VaR of the S&P 500, in percent, day by day from {days[0]} to {days[-1]}, with the daily losses, "
        f"the largest {losses.max():.2f}. By method, the highest: {peaks}. The line of garch ends on {days[last]}, where fits fail.",
        draw,
    )  # fmt: skip


# --- a fitted tail ---


def fitted_tail() -> Picture:
    history = returns(DECADE, "SPX")
    losses = np.sort([-100 * row[1] for row in history[1:]])[::-1]
    n = len(losses)
    levels = 1 - np.geomspace(0.1, 1e-4, 40)
    lines = {
        m: np.array([ask("CURRENT_VAR", history, 100.0, float(c), 1, m, n) for c in levels])
        for m in ("evt", "normal")
    }
    above = levels[
        np.flatnonzero(lines["evt"] > lines["normal"])[0]
    ]  # from which evt is the higher
    rare = 0.9999
    evt, normal = (ask("CURRENT_VAR", history, 100.0, rare, 1, m, n) for m in ("evt", "normal"))

    def draw() -> Figure:
        figure, panel = canvas(4.2)
        k = np.arange(1, n // 10 + 1)
        panel.plot(losses[: len(k)], (k - 0.5) / n, "o", ms=4, color=CALM.colour, mec=INK, mew=0.5,
                   label="a day's loss")  # fmt: skip
        panel.plot(lines["evt"], 1 - levels, color=STRESSED.colour, lw=2, label="evt")
        panel.plot(lines["normal"], 1 - levels, color=INK, ls=DASHED, lw=1.5, label="normal")
        panel.axhline(1 / n, color=MUTED, lw=0.8)
        panel.text(13, 1.1 / n, f"one day in {n:,}", ha="right", size=8)
        panel.set_yscale("log")
        panel.set(
            title=f"The worst tenth of {n:,} days of the S&P 500",
            xlabel="Loss of a day = VaR, % of the position",
            ylabel="Share of days that lose more = 1 − c",
            yticks=[0.1, 0.01, 0.001, 0.0001],
            yticklabels=["10%", "1%", "0.1%", "0.01%"],
        )
        panel.minorticks_off()
        panel.legend(loc="upper right", frameon=False)
        return figure

    return Picture(
        "fitted-tail",
        "A tail fitted to the large losses",
        f"`evt` follows the losses beyond their 90th percentile and goes on where there are no days left to count: "
        f"{evt:.1f}% at 99.99%, where `normal` says {normal:.1f}% and the worst day was {losses[0]:.1f}%.",
        f"Losses of the S&P 500 from {DECADE[:4]} to 2009 against the share of the {n:,} days that lost more, on a "
        f"logarithmic scale. The line of evt runs through the points and beyond them to {evt:.2f}% at 99.99%; that of "
        f"normal falls short of it from {above:.1%} on and ends at {normal:.2f}%. The largest loss is {losses[0]:.2f}%.",
        draw,
    )  # fmt: skip


# --- longer horizons ---


def horizons() -> Picture:
    history = returns(CRISIS, "SPX")
    days = np.arange(1, 21)
    by_root = [ask("STRESSED_VAR", history, 100.0, CRISIS, C99, float(h)) for h in days]
    overlapping = []
    for h in days.tolist():
        rows = ask("OVERLAPPING_RETURNS", history, float(h)) if h > 1 else history
        overlapping.append(ask("CURRENT_VAR", rows, 100.0, C99, 1, "historical", len(rows) - 1))
    ten = by_root[9], overlapping[9]

    def draw() -> Figure:
        figure, panel = canvas(3.9)
        panel.plot(days, by_root, color=INK, ls=DASHED, lw=1.8)
        panel.plot(days, overlapping, "o-", color=STRESSED.colour, ms=4, lw=1.8)
        panel.text(13.4, by_root[13] + 0.6, "one day × √days", ha="right")
        panel.text(13, 20.4, "overlapping returns", va="top")
        for value, step in zip(ten, (1.6, -1.8), strict=True):
            panel.plot(10, value, "D", color=LOSSES.colour, mec=INK, ms=7, zorder=3)
            panel.text(
                10.2, value + step, f"{value:.2f}%", ha="left" if step < 0 else "right", va="center"
            )
        panel.set(
            title="99% VaR of the S&P 500 over more days",
            xlabel="Days of the horizon (trading days, September 2008 to August 2009)",
            ylabel="% of the position",
            xticks=[1, 5, 10, 15, 20],
            xlim=(0, 20.5),
            ylim=(0, None),
        )
        return figure

    return Picture(
        "horizons",
        "Ten days: the root of time, or ten days",
        f"Over ten days the root of time makes {ten[0]:.2f}%, what ten days running lost {ten[1]:.2f}%: bad days were "
        f"followed by rebounds. In a market that trends the two change places.",
        f"99% stressed VaR of the S&P 500 by days of horizon, 1 to 20, in percent: one day times the root of days rises "
        f"from {by_root[0]:.2f} to {by_root[-1]:.2f}; that of overlapping returns from {overlapping[0]:.2f} to "
        f"{overlapping[-1]:.2f}. At ten days {ten[0]:.2f} and {ten[1]:.2f}.",
        draw,
    )  # fmt: skip


# --- windows against each other ---


def windows() -> Picture:
    history = returns(ERA, "SPX")
    series = ask("WINDOW_SERIES", history, 100.0)[1:]
    ranked = ask("WINDOW_RANKING", history, 100.0, 5)[1:]
    ends, var = [dates.date(int(row[1])) for row in series], [row[2] for row in series]
    spans = [
        (int(rank), dates.date(int(start)), dates.date(int(end)), value, share)
        for rank, start, end, value, share in ranked
    ]

    def draw() -> Figure:
        figure, panel = canvas(3.9)
        for rank, start, end, value, _ in spans:
            panel.fill_between([start, end], 0, value, color=CALM.colour, lw=0, zorder=0)
            panel.text(
                start + (end - start) / 2, value + 0.15, str(rank), ha="center", weight="bold"
            )
        panel.plot(ends, var, color=STRESSED.colour, lw=1.2)
        panel.set(
            title="99% VaR of the S&P 500 by the year that ends there",
            xlabel="End of the window of 250 days; shaded: the five worst that share no day",
            ylabel="One day, % of the position",
            ylim=(0, max(var) * 1.12),
        )
        return figure

    told = "; ".join(f"{r}: {s} to {e}, {v:.2f}" for r, s, e, v, _ in spans)
    return Picture(
        "windows",
        "Which window, and the next worst",
        f"`WINDOW_SERIES` shows what `WINDOW_RANKING` chooses from. Of the windows that share no day the second has "
        f"{spans[1][4]:.0%} of the VaR of the first and the fifth {spans[4][4]:.0%}: the choice of the window is most of the figure.",
        f"99% historical VaR of the S&P 500 by windows of 250 days from {spans_year(ends)}, in percent, with the five worst "
        f"windows that share no day shaded. By rank: {told}.",
        draw,
    )  # fmt: skip


def spans_year(ends: list[Any]) -> str:
    return f"{ends[0]:%Y} to {ends[-1]:%Y}"


# --- where it comes from ---

HELD = {  # asset: its desk, and money of a book of 100 invested
    "SPX": ("Equity", 40.0),
    "NASDAQ": ("Equity", 20.0),
    "UST10Y": ("Rates", 50.0),
    "WTI": ("Commodities", 10.0),
    "GOLD": ("Commodities", 10.0),
    "EURUSD": ("Currencies", -30.0),
}


def desks() -> Picture:
    history = returns(CRISIS, *HELD)
    amounts, groups = [[m for _, m in HELD.values()]], [[d for d, _ in HELD.values()]]
    table = ask("GROUP_CONTRIBUTION", history, amounts, groups, CRISIS, C99)[1:]
    rows = {row[1]: row for row in table if row[0] == 1 and "iversification" not in str(row[1])}
    total = next(row for row in table if row[1] == "Total")
    alone = {name: float(row[2]) for name, row in rows.items()}
    parts = {name: float(row[3]) for name, row in rows.items()}
    var, off = float(total[3]), sum(alone.values()) - float(total[3])

    def draw() -> Figure:
        figure, panel = canvas(3.9)
        reached = 0.0
        for y, name in zip(range(len(rows), 0, -1), rows, strict=True):
            value = parts[name]
            panel.barh(y + 0.18, alone[name], 0.32, color=CALM.colour, ec=INK, lw=0.6)
            panel.barh(y - 0.18, value, 0.32, left=reached, color=STRESSED.colour, ec=INK, lw=0.6)
            panel.text(alone[name] + 0.1, y + 0.18, f"{alone[name]:.2f}", va="center")
            end = max(reached, reached + value)
            panel.text(end + 0.1, y - 0.18, f"{value:+.2f}", va="center")
            reached += value
            panel.vlines(reached, y - 1.02, y - 0.34, MUTED, lw=0.8)
        panel.barh(0.18, var + off, 0.32, color=CALM.colour, ec=INK, lw=0.6)
        panel.barh(-0.18, var, 0.32, color=STRESSED.colour, ec=INK, lw=0.6)
        panel.text(var + off + 0.1, 0.18, f"{var + off:.2f}", va="center")
        panel.text(var + 0.1, -0.18, f"{var:.2f}, the VaR", va="center")
        panel.set(
            title="99% stressed VaR of four desks",
            xlabel="% of the money invested",
            yticks=range(len(rows) + 1),
            yticklabels=["Sum", *reversed(rows)],
            xlim=(0, 8.8),
        )
        panel.text(0.1, len(rows) + 0.18, "VaR of the desk alone", va="center")
        panel.text(0.1, len(rows) - 0.18, "its component of the VaR", va="center", color="white")
        return figure

    told = "; ".join(f"{name} {alone[name]:.2f} and {parts[name]:.2f}" for name in alone)
    lower = [name for name, value in parts.items() if value < 0]
    return Picture(
        "desks",
        "Where it comes from, desk by desk",
        f"Alone the desks' VaRs add up to {var + off:.2f}%, {off:.2f} more than the VaR; the components add up to it. "
        f"{' and '.join(lower)} {'has a component' if len(lower) == 1 else 'have components'} below zero, for on the worst "
        f"days of the book {'it' if len(lower) == 1 else 'they'} gained.",
        f"Two bars a desk of a book from September 2008 to August 2009, its VaR alone and its component of the VaR, each "
        f"beginning where the one above it ends, in percent of the money invested: {told}. Those alone add up to "
        f"{var + off:.2f}, the components to the VaR, {var:.2f}.",
        draw,
    )  # fmt: skip


PICTURES = (reactions, fitted_tail, horizons, windows, desks)
