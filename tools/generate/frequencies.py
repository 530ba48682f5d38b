"""The table of docs/bad-inputs.md: what each function makes of a history of each frequency.

Every entry is what the function says when it is asked, so the page cannot promise what it does not do.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterator

from xl_stressvar.arguments.daily import DailyRange
from xl_stressvar.arguments.raw import RawTable
from xl_stressvar.arguments.series import DailyForecast
from xl_stressvar.catalogue import CATALOGUE, Entry, Parameter
from xl_stressvar.cells.algebra import OMITTED, Cell, ErrorValue, Value
from xl_stressvar.dispatch import call
from xl_stressvar.domain import dates

_INTRODUCTION = """## Rows of every frequency

What a function makes of a history whose rows are not daily, or that has a hole: a figure by the rules of \
[rows and time](method.md#rows-and-time), or a refusal. Asked for 90% with a position of 100 in one asset over \
{days} days (what a monthly row spans; where a column says so, over one) and the defaults otherwise; prices, \
P&L and factors have the rows of the history. The histories:

{histories}"""
_HORIZON = 21.0
_ASKED: dict[str, Value] = {
    "positions": 100.0,
    "loss": 5.0,
    "shocks": [[-0.1]],
    "confidence": 0.9,
    "as_of": "2026-06-30",
    "currencies": "USD",
    "grid": [[-0.5, -40.0], [0.0, 0.0], [0.5, 60.0], [1.0, 130.0]],
    "delta": 100.0,
    "groups": "Equity",
    "trades": -40.0,
    "options": [
        ["name", "underlying", "type", "quantity", "spot", "strike", "years", "volatility", "rate"],
        ["Put", "SPX", "put", -10.0, 100.0, 95.0, 0.25, 0.2, 0.02],
    ],
    "bonds": [
        ["name", "curve", "face", "coupon", "years", "yield"],
        ["Bond", "SPX", 100.0, 0.04, 10.0, 0.04],
    ],
}
_CRISIS = dt.date(2008, 8, 29), dt.date(2009, 9, 4)
_RECENT = dt.date(2026, 1, 5)


def _every(step: int, first: dt.date, last: dt.date) -> list[dt.date]:
    return [first + dt.timedelta(k) for k in range(0, (last - first).days + 1, step)]


def _weekdays(first: dt.date, last: dt.date) -> list[dt.date]:
    return [day for day in _every(1, first, last) if day.weekday() < 5]


def _month_ends(first: int, last: int) -> list[dt.date]:
    firsts = [
        dt.date(y + m // 12, m % 12 + 1, 1) for y in range(first, last + 1) for m in range(1, 13)
    ]
    return [day - dt.timedelta(1) for day in firsts]


#: A history in words, and its days.
HISTORIES: dict[str, tuple[str, Callable[[], list[dt.date]]]] = {
    "daily": ("weekdays from August 2008 to September 2009", lambda: _weekdays(*_CRISIS)),
    "seven-day": (
        "every day from June 2008 to September 2009, as of a market that never closes",
        lambda: _every(1, dt.date(2008, 6, 1), _CRISIS[1]),
    ),
    "weekly": (
        "Fridays from August 2007 to September 2009",
        lambda: _every(7, dt.date(2007, 8, 31), _CRISIS[1]),
    ),
    "weekly, 1 day": (
        "the same Fridays, asked over one day",
        lambda: _every(7, dt.date(2007, 8, 31), _CRISIS[1]),
    ),
    "monthly": ("the ends of the months of 2004 to 2009", lambda: _month_ends(2004, 2009)),
    "two blocks": (
        "the daily rows, and below them the weekdays of 2026 to the end of September, with nothing between",
        lambda: _weekdays(*_CRISIS) + _weekdays(_RECENT, dt.date(2026, 9, 30)),
    ),
    "every third day": (
        "a row every three days from August 2008 to September 2009",
        lambda: _every(3, *_CRISIS),
    ),
}


def history(days: list[dt.date], kind: str = "returns") -> list[list[Cell]]:
    """Header, dates and one asset whose returns, or changes of a yield, swing without repetition; or its prices."""
    size = 0.001 if kind == "yields" else 0.03
    moves = [size * math.sin(7 * i * i + 1) for i in range(len(days))]
    numbers = [100 * (1 + move) for move in moves] if kind == "prices" else moves
    table: list[list[Cell]] = [["Date", "SPX"]]
    table += [[float(dates.serial(day)), x] for day, x in zip(days, numbers, strict=True)]
    return table


def of_rows() -> Iterator[Entry]:
    """The functions that take dated rows, and can tell their frequency."""
    for entry in CATALOGUE:
        if any(_is_rows(p) for p in entry.parameters):
            yield entry


def _is_rows(parameter: Parameter) -> bool:
    kind = parameter.kind
    return isinstance(kind, DailyRange | RawTable) and not isinstance(kind, DailyForecast)


def arguments(entry: Entry, name: str) -> list[Value]:
    """A plain question to a function, on a history by its name."""
    asked = _ASKED | {"horizon_days": 1.0 if name.endswith("1 day") else _HORIZON}
    days = HISTORIES[name][1]()
    yields = any(parameter.name == "bonds" for parameter in entry.parameters)
    kind = "yields" if yields else "returns"
    return [_argument(parameter, days, kind, asked) for parameter in entry.parameters]


def _argument(
    parameter: Parameter, days: list[dt.date], kind: str, asked: dict[str, Value]
) -> Value:
    if _is_rows(parameter) and parameter.name != "fx":  # the library's exchange rates
        return history(days, "prices" if parameter.name in ("prices", "levels") else kind)
    if isinstance(parameter.kind, DailyForecast):
        return 0.02
    if parameter.required and parameter.name not in asked:
        raise LookupError(f"give {parameter.name} an example in {__name__}")
    return asked.get(parameter.name, OMITTED)


def frequencies() -> str:
    """The section: a row a function, a column a history, the sentences below it."""
    sentences: list[str] = []
    lines = [
        f"| function | {' | '.join(HISTORIES)} |",
        f"|---|{'---|' * len(HISTORIES)}",
    ]
    for entry in of_rows():
        answers = [_answer(entry, name, sentences) for name in HISTORIES]
        lines.append(f"| {entry.name} | {' | '.join(answers)} |")
    listed = "\n".join(f"- **{name}**: {words}." for name, (words, _) in HISTORIES.items())
    numbered = "\n".join(f"{i}. {sentence}" for i, sentence in enumerate(sentences, 1))
    introduction = _INTRODUCTION.format(days=int(_HORIZON), histories=listed)
    return (
        f"{introduction}\n\n"
        + "\n".join(lines)
        + f"\n\nThe refusals, by their number:\n\n{numbered}"
    )


def _answer(entry: Entry, name: str, sentences: list[str]) -> str:
    """`figure`, or the error value and the number of its sentence."""
    outcome = call(entry.name, arguments(entry, name))
    if outcome.failure is None:
        return "figure" if _any_row(outcome.value) else "#N/A in every row"
    sentence = outcome.failure.sentence()
    if sentence not in sentences:
        sentences.append(sentence)
    return f"{outcome.value} ({sentences.index(sentence) + 1})"


def _any_row(value: object) -> bool:
    """Whether a row of a table, or a single value, has no error in it."""
    rows = value if isinstance(value, list) else [[value]]
    body = rows[1:] if len(rows) > 1 else rows
    return any(not any(isinstance(cell, ErrorValue) for cell in row) for row in body)
