"""Draw the pictures of docs/method.md and write their section: python -m tools.docs.plot_method

With --check nothing is written; exit code 1 if the page or a picture is not what the engine gives
now (but for the last digits of a line's points; it needs the matplotlib of the `docs` group). Each
VaR and ES, in the pictures and in the sentences about them, is the answer of a worksheet function to
the built-in data.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.docs import plot_desk
from tools.docs.drawing import (
    CALM_YEAR,
    CRISIS,
    DASHED,
    LOOK,
    LOOKBACK,
    PANDEMIC,
    POSITIONS,
    Picture,
    ask,
    book,
    canvas,
    pnl,
    returns,
    stressed,
)
from tools.templates.toolkit.style import CALM, INK, LOSSES, MUTED, STRESSED
from xl_stressvar.domain import Confidence, dates
from xl_stressvar.risk.methods import tail
from xl_stressvar.risk.methods.registry import METHODS

if TYPE_CHECKING:  # only a drawing needs it, the numbers and the section do not
    from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
PAGE, FOLDER = ROOT / "docs" / "method.md", ROOT / "docs" / "method"
_NUMBER = re.compile(r"-?\d+\.?\d*")
_ID = re.compile(r'(?<=id=")[^"]+|(?<=#)\w+')
BEGIN, END = "<!-- written by tools/docs/plot_method.py -->\n", "<!-- end of what it writes -->\n"

LEVELS = (0.95, 0.99)


# --- two years of one book ---


def two_years() -> Picture:
    var_calm, var = (stressed("STRESSED_VAR", window) for window in (CALM_YEAR, CRISIS))
    es_calm, es = (stressed("STRESSED_ES", window) for window in (CALM_YEAR, CRISIS))

    def draw() -> Figure:
        figure, panels = canvas(4.6, 2, sharex=True, sharey=True)
        for panel, window, name, role, values, heights, side in (
            (panels[0], CALM_YEAR, "Calm: 2006", CALM, (var_calm, es_calm), (54, 38), "right"),
            (panels[1], CRISIS, "Crisis: September 2008 to August 2009", STRESSED, (var, es), (38, 54), "left"),
        ):  # fmt: skip
            days = pnl(window)
            panel.hist(days, np.arange(-7, 8.01, 0.25), color=role.colour, edgecolor=INK, lw=0.4)
            panel.set(title=f"{name}, {len(days)} days", ylabel="Days")
            for label, value, dash, height in zip(
                ("VaR", "ES"), values, ("-", DASHED), heights, strict=True
            ):
                panel.vlines(-value, 0, height, LOSSES.colour, dash, lw=2)
                panel.text(-value, height + 2, f"99% {label} {value:.2f}%", ha=side)
        panels[1].set_xlabel("P&L of a day, % of the book's value")
        return figure

    return Picture(
        "two-years",
        "One book in a calm year and in a crisis",
        f"The positions are the same and only the year differs: VaR and ES are read from the left tail, and "
        f"in the crisis the VaR is {var / var_calm:.1f} times that of the calm year.",
        f"Two histograms on one scale of the daily P&L of a book of 60% S&P 500, 30% ten-year Treasury and "
        f"10% WTI oil. In 2006 the days lie close to zero: 99% VaR {var_calm:.2f}% and ES {es_calm:.2f}% of "
        f"the book. From September 2008 to August 2009 they spread far: VaR {var:.2f}%, ES {es:.2f}%.",
        draw,
    )


# --- where in the tail the numbers fall ---


def worst_days() -> Picture:
    history = [book(CRISIS)[0], *book(CRISIS)[-LOOKBACK:]]
    losses = np.sort(-pnl(CRISIS)[-LOOKBACK:])[::-1][:7]
    c99 = Confidence(0.99)
    found = [
        (label, 1 + sum(quantile(LOOKBACK, c99)), ask("CURRENT_VAR", history, POSITIONS, 0.99, 1, method))
        for label, method, quantile in (
            ("PERCENTILE.EXC", "historical exc", tail.exc),
            ("rank", "historical rank", tail.rank),
            ("PERCENTILE.INC", "historical", tail.inc),
        )
    ]  # fmt: skip
    es = ask("CURRENT_ES", history, POSITIONS)
    weights = tail.mean_weights(LOOKBACK, c99.tail)

    def draw() -> Figure:
        figure, panel = canvas(4.0)
        days = np.arange(1, len(losses) + 1)
        panel.plot(days, losses, color=MUTED, lw=1, zorder=1)
        for i, (day, loss) in enumerate(zip(days, losses, strict=True)):
            share = weights[i] / weights[0] if i < len(weights) else 0
            fill = "full" if share == 1 else "left" if share else "none"
            panel.plot(day, loss, "o", ms=12, color=STRESSED.colour, mec=STRESSED.colour,
                       fillstyle=fill, markerfacecoloralt="white",
                       mfc="white" if fill == "none" else STRESSED.colour)  # fmt: skip
        panel.hlines(es, 0.6, 3.4, LOSSES.colour, DASHED, lw=2, zorder=0)
        panel.text(0.6, es + 0.15, f"99% ES {es:.2f}%: the mean of days 1, 2 and half of day 3")
        spots = (
            (4.5, 5.7, 0),
            (4.5, 5.36, 0),
            (0.7, 5.1, 1),
        )  # x and y of a label; its side to the line
        for (label, place, value), (x, y, side) in zip(found, spots, strict=True):
            panel.plot(place, value, "D", ms=5, color=LOSSES.colour, mec=INK, zorder=3)
            line = {"arrowstyle": "-", "color": MUTED, "shrinkB": 5, "relpos": (side, 0.5)}
            panel.annotate(f"{label}\nplace {place:.4g}: {value:.2f}%", (place, value), (x, y), va="center",
                           arrowprops=line)  # fmt: skip
        panel.set(
            title="The worst days of 250, and 99% VaR by three definitions",
            xlabel="Day, counted from the worst (1)",
            ylabel="Loss of the day, % of the book's value",
            ylim=(3.5, 6.3),
        )
        return figure

    places = "; ".join(
        f"{label} at place {place:.4g}, {value:.2f}%" for label, place, value in found
    )
    return Picture(
        "worst-days",
        "Where in the tail the numbers fall",
        "One per cent of 250 days is two and a half days: ES is the mean of just these, and each definition of "
        "the percentile reads another place, so a redone VaR agrees only by the same definition.",
        f"The seven largest daily losses of the same book in the 250 days to August 2009, in percent: "
        f"{', '.join(f'{loss:.2f}' for loss in losses)}. On the line through them lies the 99% VaR by each "
        f"definition: {places}. The ES, {es:.2f}%, is the mean of the worst two days and half of the third.",
        draw,
    )  # fmt: skip


# --- one window, every method ---


def every_method() -> Picture:
    names = [name for name, method in METHODS.items() if method.stressed]
    found = {m: [stressed("STRESSED_VAR", CRISIS, c, 1, m) for c in LEVELS] for m in names}

    def draw() -> Figure:
        figure, panel = canvas(4.3)
        rows = np.arange(len(found))[::-1]
        panel.hlines(rows, *np.transpose(list(found.values())), MUTED, lw=1, zorder=0)
        for i, (role, marker) in enumerate(((CALM, "o"), (STRESSED, "D"))):
            values = [both[i] for both in found.values()]
            style = {"color": role.colour, "mec": INK, "ms": 7}
            panel.plot(values, rows, marker, label=f"{LEVELS[i]:.0%}", **style)
            align, step = (("right", -0.25), ("left", 0.25))[i]
            for row, value in zip(rows, values, strict=True):
                panel.text(value + step, row, f"{value:.2f}", va="center", ha=align)
        panel.set(
            title=f"VaR of the same {len(pnl(CRISIS))} days by method",
            xlabel="VaR of a day, % of the book's value",
            yticks=rows,
            yticklabels=found,
            xlim=(0, 9),
        )
        panel.legend(title="Confidence", loc="upper right", frameon=False)
        return figure

    both = "; ".join(f"{m} {low:.2f} and {high:.2f}" for m, (low, high) in found.items())
    return Picture(
        "every-method",
        "One window, every method",
        f"A VaR means little without the name of its method: of the same crisis `ewma` makes "
        f"{found['ewma'][1]:.2f}% and `normal` {found['normal'][1]:.2f}% at 99%, for the first reads the window at "
        f"its most volatile day and the second leaves out the fat tail.",
        f"A row a method, with two dots: the one-day VaR of the same book from September 2008 to August 2009 at "
        f"95% and at 99% confidence, in percent of the book: {both}.",
        draw,
    )  # fmt: skip


# --- current VaR through a crisis ---


def through_2020() -> Picture:
    history = returns(PANDEMIC, "SPX")
    series = ask("VAR_SERIES", history, 100.0)[1:]
    var = np.array([value for _, value in series])
    losses = -100 * np.array([row[1] for row in history[1 + LOOKBACK :]])
    stress = ask("STRESSED_VAR", returns(CRISIS, "SPX"), 100.0, CRISIS)
    days = [dates.date(int(day)) for day, _ in series]
    worst = losses.argmax()
    before = days.index(dt.date(2020, 2, 21))  # the last day before the losses began
    after = days.index(dt.date(2020, 3, 31))

    def draw() -> Figure:
        from matplotlib.dates import DateFormatter, MonthLocator

        figure, panel = canvas(3.9)
        panel.vlines(days, 0, losses.clip(0), LOSSES.colour, lw=1.2)
        panel.step(days, var, where="mid", color=INK, lw=1.8)
        panel.axhline(stress, color=STRESSED.colour, ls=DASHED, lw=2)
        panel.text(days[-1], stress + 0.25, f"stressed VaR {stress:.2f}%", ha="right")
        panel.text(days[-1], var[-1] + 0.25, "current VaR, 250 days", ha="right")
        panel.text(days[worst + 6], losses[worst] - 0.6, f"losses, up to {losses[worst]:.2f}%")
        panel.xaxis.set_major_locator(MonthLocator((1, 7)))
        panel.xaxis.set_minor_locator(MonthLocator())
        panel.xaxis.set_major_formatter(DateFormatter("%Y-%m"))
        panel.set(
            title="99% VaR of the S&P 500 through the pandemic",
            ylabel="One day, % of the position",
            ylim=(0, 13),
        )
        return figure

    return Picture(
        "through-2020",
        "Current and stressed VaR as a crisis begins",
        f"Current VaR rises only after the losses, from {var[before]:.2f}% to {var[after]:.2f}% within six weeks; stressed "
        f"VaR stood at {stress:.2f}% before the first of them, and still {(losses > stress).sum()} days lost more.",
        f"One-day 99% historical VaR of the S&P 500 from {days[0]:%B %Y} to {days[-1]:%B %Y}, with the daily losses. "
        f"Current VaR is {var[before]:.2f}% on {days[before]} and {var[after]:.2f}% on {days[after]}. Stressed VaR, from "
        f"September 2008 to August 2009, is a level line at {stress:.2f}%. The largest loss is {losses[worst]:.2f}% on {days[worst]}.",
        draw,
    )  # fmt: skip


# --- page and files ---

PICTURES = (two_years, worst_days, every_method, through_2020, *plot_desk.PICTURES)


def section(pictures: Sequence[Picture]) -> str:
    """The part of the page between the two marks."""
    return "\n".join(
        f"### {p.title}\n\n![{p.alt}](method/{p.name}.svg)\n\n{p.teaches}\n" for p in pictures
    )


def svg(picture: Picture) -> bytes:
    """The same bytes on every machine: no date, no random names, no font of the reader's."""
    from matplotlib import style

    out = io.BytesIO()
    words = {"Title": picture.title, "Description": picture.alt, "Date": None, "Creator": None}
    with style.context(["default", LOOK]):
        picture.draw().savefig(out, format="svg", metadata=words)
    return out.getvalue()


def same(one: bytes, other: bytes) -> bool:
    """Whether two files are alike; another processor may round a point, and so its id, otherwise."""
    texts = [_ID.sub("", data.decode()) for data in (one, other)]
    numbers = [[float(number) for number in _NUMBER.findall(text)] for text in texts]
    return _NUMBER.sub("", texts[0]) == _NUMBER.sub("", texts[1]) and all(
        abs(a - b) < 0.01 for a, b in zip(*numbers, strict=True)
    )


def main(arguments: Sequence[str]) -> int:
    pictures = [picture() for picture in PICTURES]
    head, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    page = head + BEGIN + "\n" + section(pictures) + "\n" + END + rest.partition(END)[2]
    wanted = {FOLDER / f"{p.name}.svg": svg(p) for p in pictures} | {PAGE: page.encode()}
    if arguments == ["--check"]:
        stale = [p for p, data in wanted.items() if not (p.exists() and same(p.read_bytes(), data))]
        for path in stale:
            print(f"{path.relative_to(ROOT)} is not what the engine gives: run python -m tools.docs.plot_method")  # fmt: skip
        return bool(stale)
    FOLDER.mkdir(exist_ok=True)
    for path, data in wanted.items():
        path.write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
