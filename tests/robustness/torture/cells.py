"""Random cells for any worksheet function: plausible by the kind of each argument, or broken.

A new function needs no line here, and a new kind of argument only a maker; without one the test says
so. A `World` keeps the arguments of one call in step, so that most calls get as far as the numbers.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from xl_stressvar.arguments.currencies import CurrencyCode, CurrencyRange
from xl_stressvar.arguments.daily import DailyRange
from xl_stressvar.arguments.export import RawExport
from xl_stressvar.arguments.instruments import BondTable, GammaRange, GridRange, OptionTable
from xl_stressvar.arguments.kind import Kind
from xl_stressvar.arguments.lists import DayList, GroupRange, Names, ScenarioSet
from xl_stressvar.arguments.matrices import SquareMatrix
from xl_stressvar.arguments.positions import PositionsRange
from xl_stressvar.arguments.raw import RawTable
from xl_stressvar.arguments.scalars import Anything, Choice, ConfidenceLevel, Day, Flag, Number
from xl_stressvar.arguments.series import DailyForecast, DailyPnl, NumberSeries
from xl_stressvar.arguments.shocks import ShockRange
from xl_stressvar.arguments.windows import Factors, OneWindow, SeveralWindows
from xl_stressvar.catalogue import Entry
from xl_stressvar.cells.algebra import OMITTED, Cell, ErrorValue, Value
from xl_stressvar.crises.factors import FACTORS
from xl_stressvar.crises.scenarios import SETS
from xl_stressvar.crises.windows import BY_NAME
from xl_stressvar.domain import dates
from xl_stressvar.errors import Code

Grid = list[list[Cell]]
RHYTHMS = ("daily", "seven-day", "weekly", "monthly", "two blocks", "irregular")
SLOW_METHOD = "monte carlo"  # 131,072 draws a call: asked for now and then only


@dataclass
class World:
    """What the arguments of one call have in common."""

    random: Random
    days: int
    assets: int
    dated: bool
    names: list[str] | None
    first: int  # the serial of the first day
    scale: float  # the size of a typical number
    newest_first: bool
    shape: str  # of the numbers' distribution
    length: int  # of a series
    rhythm: str  # of the dated rows

    @staticmethod
    def of(random: Random) -> World:
        assets = random.choice([1, 1, 2, 2, 3, 5])
        names = [f"Asset {j}" for j in range(assets)] if random.random() < 0.6 else None
        days = random.choice([2, 5, 20, 61, 100, 120, 250, 251, 260, 270, 300])
        return World(
            random,
            days,
            assets,
            dated=random.random() < 0.6,
            names=names,
            first=random.choice([39692, 39692, 39692, 39600, 32000, 43862, 20000]),
            scale=random.choice([0.01] * 12 + [1.0, 1e6, 1e-12, 1e12, 1e150, 1e-160, 0.0]),
            newest_first=random.random() < 0.2,
            shape=random.choice(["normal"] * 4 + ["fat", "ties", "step", "jump", "twins"]),
            length=random.choice([1, assets, assets, assets, 3, 60, 61, 120]),
            rhythm=random.choice(["daily"] * 6 + [*RHYTHMS]),
        )

    def number(self) -> float:
        """One number of the world."""
        x = self.random.gauss(0, 1)
        if self.shape == "fat":
            x = x / (abs(self.random.gauss(0, 1)) + 0.05)
        elif self.shape == "ties":
            x = round(x)
        elif self.shape == "step":
            x = 1.0 + x * 1e-13
        elif self.shape == "jump" and self.random.random() < 0.01:
            x = x * 1e8
        return x * self.scale

    def calendar(self) -> list[float]:
        """The days of the rows, oldest first; now and then with a gap."""
        day, out = self.first, []
        hole = self.days * 2 // 3 if self.rhythm == "two blocks" else None
        for row in range(self.days):
            if row == hole:
                day += 6000
            while self.rhythm in ("daily", "two blocks") and dates.date(day).weekday() > 4:
                day += 1
            out.append(float(day))
            day += self._step(row) + (20 if self.random.random() < 0.0005 else 0)
        return out

    def _step(self, row: int) -> int:
        match self.rhythm:
            case "weekly":
                return 7
            case "monthly":
                return (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[row % 12]
            case "irregular":
                return 1 + (row * row) % 9
        return 1

    def table(self, columns: int, names: list[str] | None, number: Callable[[], float]) -> Grid:
        rows: Grid = [[number() for _ in range(columns)] for _ in range(self.days)]
        if self.shape == "twins" and columns > 1:
            for row in rows:
                row[-1] = row[0]
        if self.dated:
            rows = [[day, *row] for day, row in zip(self.calendar(), rows, strict=True)]
            if self.newest_first:
                rows.reverse()
        if names:
            rows.insert(0, ["Date", *names] if self.dated else list(names))
        return rows


# --- what is plausible for a kind -------------------------------------------------------------------
def _number(kind: Number, name: str, world: World) -> Cell:
    random = world.random
    least = kind.least if kind.least is not None else (0.0 if kind.positive else -5.0)
    most = kind.most if kind.most is not None else least + 300.0
    if kind.whole:
        plenty = {"lookback": [2, 60, 100, 250], "length": [2, 60, 100], "observations": [60, 250]}
        if name in plenty and random.random() < 0.8:
            return float(random.choice(plenty[name]))
        return float(random.randint(math.ceil(least), math.floor(min(most, least + 30))))
    typical = [least, most, (least + most) / 2, random.uniform(least, most), 0.5, 1.0]
    typical.append(100 * abs(world.scale))
    return random.choice([x for x in typical if least <= x <= most and (x or not kind.positive)])


def _series(kind: NumberSeries, name: str, world: World) -> Value:
    random = world.random
    if name == "horizons":
        return [[10.0, 20.0, 40.0, 60.0, 120.0][: random.randint(2, 5)]]
    if name == "es_values":
        length = random.randint(1, 5)
    else:
        length = world.assets if name in ("volatilities", "positions") else world.length
    numbers = [abs(world.number()) for _ in range(length)]
    if length == 1:
        return numbers[0]
    return [[x] for x in numbers] if random.random() < 0.5 else [list(numbers)]


def _confidence(kind: ConfidenceLevel, name: str, world: World) -> Cell:
    return world.random.choice(
        [0.99, 0.95, 0.9, 0.975, 99.0, 97.5, 0.51, 0.5000001, 0.999, 0.9999999, 0.123 / 0.13]
    )


def _choice(kind: Choice, name: str, world: World) -> Cell:
    words = [*kind.words, *(kind.aliases or {})]
    word = world.random.choice(words)
    if word == SLOW_METHOD and world.random.random() < 0.97:
        word = words[0]
    return world.random.choice([word, word.upper(), word.replace(" ", "_")])


def _flag(kind: Flag, name: str, world: World) -> Cell:
    return world.random.choice([True, False, 1.0, 0.0, "true"])


def _day(kind: Day, name: str, world: World) -> Cell:
    return world.random.choice(
        [46203.0, "2026-06-30", dt.date(2026, 6, 30), 61.0, 2958465.0, 39692.5]
    )


def _window(kind: OneWindow, name: str, world: World) -> Value:
    random = world.random
    calendar = world.calendar()
    first, last = calendar[0], calendar[-1]
    inside = f"{dates.iso(int(first))}:{dates.iso(int(last))}"
    one: list[Value] = [
        *[inside] * 9,
        "GFC",
        2008.0,
        "2020",
        random.choice(sorted(BY_NAME)),
        [[first, last]],
        [[dt.date(2008, 9, 1)], [dt.date(2008, 12, 31)]],
    ]
    if isinstance(kind, SeveralWindows):
        one += ["WORST", "WORST", f"{inside};GFC", [["GFC"], [inside]], [["GFC", 2020.0]]]
    return random.choice(one)


def _factors(kind: Factors, name: str, world: World) -> Value:
    codes = world.random.sample([f.code for f in FACTORS], world.random.randint(1, 4))
    return world.random.choice([";".join(codes), [list(codes)], [[c] for c in codes]])  # type: ignore[list-item]


def _history(kind: DailyRange, name: str, world: World) -> Value:
    positive = name in ("prices", "levels")
    names = world.names
    columns = world.assets
    if name == "factors":
        columns = world.random.randint(1, 3)
        names = [f"Factor {j}" for j in range(columns)] if world.names else None
    if name == "fx":
        columns, names = 3, ["EURUSD", "GBPUSD", "USDJPY"]

    def number() -> float:
        return abs(100 * world.number()) + 1e-9 if positive else world.number()

    grid = world.table(columns, names, number)
    if (kind.blanks or isinstance(kind, RawTable)) and world.random.random() < 0.7:
        for _ in range(world.random.randint(1, 5)):
            row = world.random.choice(grid)
            row[world.random.randrange(len(row))] = None
    return grid


def _pnl(kind: DailyPnl, name: str, world: World) -> Value:
    if isinstance(kind, DailyForecast):
        if world.random.random() < 0.7:
            return abs(2.33 * world.scale)
        return world.table(1, ["Limit"] if world.names else None, lambda: abs(world.number()))
    return world.table(1, ["P&L"] if world.names else None, world.number)


def _positions(kind: PositionsRange, name: str, world: World) -> Value:
    random = world.random
    sizes = [
        random.choice([0.0, 1.0, -1.0, 100.0, random.uniform(-1e3, 1e3), 1e12, 1e-12])
        for _ in range(world.assets)
    ]
    if world.names and random.random() < 0.5:
        pairs: Grid = [[n.upper(), s] for n, s in zip(world.names, sizes, strict=True)]
        random.shuffle(pairs)
        return pairs
    if random.random() < 0.15:
        return [list(sizes), [2 * s for s in sizes]]
    return random.choice([[list(sizes)], [[s] for s in sizes]])


def _matrix(kind: SquareMatrix, name: str, world: World) -> Value:
    n = world.assets
    grid: Grid = [[1.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            grid[i][j] = grid[j][i] = world.random.choice(
                [0.0, 0.3, 0.999999, 1.0, -1.0, world.random.uniform(-1, 1)]
            )
    return grid


def _shocks(kind: ShockRange, name: str, world: World) -> Value:
    random = world.random
    scale = world.scale

    def shock() -> Cell:
        return None if kind.blanks and random.random() < 0.4 else random.gauss(0, 1) * scale

    if random.random() < 0.3:
        return [[shock()] for _ in range(world.assets)]
    rows = [[shock() for _ in range(world.assets)] for _ in range(random.choice([1, 1, 1, 3]))]
    return [list(world.names), *rows] if world.names and random.random() < 0.3 else rows  # type: ignore[list-item]


def _names(kind: Names, name: str, world: World) -> Value:
    names = list(world.names or ("SPX", "GOLD"))
    return [[each] for each in names] if world.random.random() < 0.5 else [names]  # type: ignore[list-item]


def _export(kind: RawExport, name: str, world: World) -> Value:
    """A table as it may be exported: a title above, dates and prices as texts now and then."""
    world.dated = True
    grid = world.table(world.assets, world.names, lambda: 100 + abs(world.number()))
    for _ in range(world.random.randint(0, 5)):
        row = world.random.choice(grid)
        j = world.random.randrange(len(row))
        row[j] = world.random.choice(
            ["1,234.50", "1.234,50", "n/a", "", "03/04/2008", None, "#N/A"]
        )
    return [["Prices", *[None] * (len(grid[0]) - 1)], *grid]


def _groups(kind: GroupRange, name: str, world: World) -> Value:
    groups = [f"Desk {i % 2}" for i in range(world.assets)]
    if world.names and world.random.random() < 0.5:
        pairs = zip(world.names, groups, strict=True)
        return [[each, group, "Bank"] for each, group in pairs]
    return [groups]  # type: ignore[list-item]


def _days(kind: DayList, name: str, world: World) -> Value:
    days: list[Cell] = [*world.calendar()]
    world.random.shuffle(days)
    return [[day] for day in days]


def _scenarios(kind: ScenarioSet, name: str, world: World) -> Value:
    if world.random.random() < 0.4:
        return world.random.choice([*SETS])
    names = world.names or ["SPX", "GOLD"]
    return [[f"case {i}", each, world.number()] for i in range(2) for each in names]


def _currency(kind: CurrencyCode, name: str, world: World) -> Value:
    return world.random.choice(["USD", "EUR", "gbp", "JPY", "CHF"])


def _currencies(kind: CurrencyRange, name: str, world: World) -> Value:
    codes = [world.random.choice(["USD", "EUR", "gbp", "JPY"]) for _ in range(world.assets)]
    if world.names and world.random.random() < 0.5:
        return [[each, code] for each, code in zip(world.names, codes, strict=True)]
    return [[code] for code in codes]


def _options(kind: OptionTable, name: str, world: World) -> Value:
    random = world.random
    rows: Grid = [[column.name for column in kind.table]]
    for i in range(random.randint(1, 4)):
        underlying = random.choice(world.names or ["Asset 0"])
        rows.append(
            [f"Option {i}", underlying, random.choice(["call", "put"]), random.choice([-10.0, 1.0]),
             100.0, random.choice([50.0, 100.0, 1e6]), random.choice([0.0, 0.25, 10.0]),
             random.choice([0.01, 0.2, 2.0]), random.choice([-0.01, 0.05]), 0.0]
        )  # fmt: skip
    return rows


def _bonds(kind: BondTable, name: str, world: World) -> Value:
    random = world.random
    rows: Grid = [[column.name for column in kind.table]]
    for i in range(random.randint(1, 4)):
        curve = random.choice(world.names or ["Asset 0"])
        rows.append(
            [f"Bond {i}", curve, random.choice([-100.0, 1e6]), random.choice([0.0, 0.05]),
             random.choice([0.01, 5.0, 30.25]), random.choice([-0.01, 0.0, 0.05]),
             random.choice([1.0, 2.0])]
        )  # fmt: skip
    return rows


def _grid(kind: GridRange, name: str, world: World) -> Value:
    steps: list[Cell] = [-1.0, -0.2, -0.05, 0.0, 0.1, 10.0]
    rows: Grid = [[move, *(0.0 if move == 0 else world.number() for _ in steps)] for move in steps]
    if world.assets == 2:
        rows[3] = [0.0] * 7
        return [[None, *steps], *rows]
    return [["Move", *(f"Book {j}" for j in range(6))], *rows] if world.names else rows


def _gamma(kind: GammaRange, name: str, world: World) -> Value:
    if world.random.random() < 0.5:
        return [[world.number() for _ in range(world.assets)]]
    return _matrix(SquareMatrix(""), name, world)


def _anything(kind: Anything, name: str, world: World) -> Value:
    return world.random.choice([1.0, "Sheet1!A1", ErrorValue(Code.NUM), [[1.0, 2.0]]])


MAKERS: dict[type[Kind], Callable[[Any, str, World], Value]] = {
    Number: _number,
    NumberSeries: _series,
    ConfidenceLevel: _confidence,
    Choice: _choice,
    Flag: _flag,
    Day: _day,
    OneWindow: _window,
    Factors: _factors,
    DailyRange: _history,
    DailyPnl: _pnl,
    PositionsRange: _positions,
    SquareMatrix: _matrix,
    ShockRange: _shocks,
    Names: _names,
    DayList: _days,
    GroupRange: _groups,
    RawExport: _export,
    ScenarioSet: _scenarios,
    OptionTable: _options,
    BondTable: _bonds,
    GridRange: _grid,
    GammaRange: _gamma,
    CurrencyCode: _currency,
    CurrencyRange: _currencies,
    Anything: _anything,
}


def maker(kind: Kind) -> Callable[[Any, str, World], Value]:
    """The maker of the nearest class that has one."""
    for base in type(kind).__mro__:
        if base in MAKERS:
            return MAKERS[base]
    raise LookupError(f"give {type(kind).__name__} a maker in {__name__}")


# --- what is broken ---------------------------------------------------------------------------------
CELLS: Sequence[Cell] = (
    None, "", "  ", "x", "1.5", "1,5", "99%", "nan", "inf", "-", ";", ":", "GFC", "WORST", "WORST;GFC",
    "GFC;;GFC", "2008-09-01:", ":2009-01-01", "2008-13-45:2009-01-01", "9999-12-31:0001-01-01", "Date",
    "😀" * 40, "a" * 300, "\x00", "a\nb", "=1+1", True, False, 0.0, -0.0, -1.0, 0.5, 1.0, 2.0, 3.5, 49.0,
    50.0, 99.0, 100.0, 101.0, 1e-12, -1e-12, 1e-300, 5e-324, 1e15, 1e16 + 2, 2.0**53, 1e100, 1e154, 1e200,
    1e308, -1e308, 1.7976931348623157e308, math.inf, -math.inf, math.nan, 10**30, 10**400, -(10**400),
    39692, 39692.0, 2008.0, 61.0, 60.0, 2958465.0, 2958466.0, dt.date(2008, 9, 15), dt.date(1, 1, 1),
    dt.datetime(2008, 9, 15, 12, 30), dt.date(9999, 12, 31), *map(ErrorValue, Code),
)  # fmt: skip


def _broken(value: Value, random: Random) -> Value:
    """The argument, spoiled in one of many ways."""
    if not isinstance(value, list) or random.random() < 0.25:
        return random.choice(
            [random.choice(CELLS), [[random.choice(CELLS)]], [], [[]], [[None]], OMITTED,
             [[random.choice(CELLS) for _ in range(3)] for _ in range(random.randint(1, 3))]]
        )  # fmt: skip
    grid: Grid = [list(row) for row in value]
    if not grid or not grid[0]:
        return random.choice(CELLS)
    i = random.choice([0, len(grid) - 1, random.randrange(len(grid))])
    j = random.choice([0, len(grid[i]) - 1, random.randrange(len(grid[i]))])
    match random.randrange(13):
        case 0 | 1 | 2 | 3:
            grid[i][j] = random.choice(CELLS)
        case 4:
            for row in grid:
                row[j] = random.choice(CELLS)
        case 5:
            del grid[i]
        case 6:
            grid.insert(i, list(grid[i]))
        case 7:
            random.shuffle(grid)
        case 8:
            grid = [list(row) for row in zip(*grid, strict=True)]
        case 9:
            grid = [[*row, row[-1]] for row in grid]
        case 10:
            constant = random.choice([0.0, 1.0, 1e-12, 1e308])
            grid = [
                [constant if isinstance(c, float) and k else c for k, c in enumerate(r)]
                for r in grid
            ]
        case 11:
            factor = random.choice([1e-320, 1e-160, 1e12, 1e160, 1e305, -1.0, 0.0])
            grid = [
                [c * factor if isinstance(c, float) and k else c for k, c in enumerate(r)]
                for r in grid
            ]
        case _:
            grid = grid[: random.randint(0, 3)]
    return grid


def call_of(entry: Entry, random: Random) -> list[Value]:
    """The arguments of one call: about half as they should be, the rest with one or two broken."""
    world = World.of(random)
    values: list[Value] = []
    for p in entry.parameters:
        undated = isinstance(p.kind, OneWindow) and not world.dated
        left_out = not p.required and random.random() < (0.9 if undated else 0.4)
        values.append(OMITTED if left_out else maker(p.kind)(p.kind, p.name, world))
    for _ in range(random.choice([0, 0, 0, 1, 1, 2])):
        if values:
            i = random.randrange(len(values))
            values[i] = _broken(values[i], random)
    if random.random() < 0.02:
        values = [*values, random.choice(CELLS)] if random.random() < 0.5 else values[:-1]
    while values and values[-1] is OMITTED and random.random() < 0.5:
        values.pop()
    return values
