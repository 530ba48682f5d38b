"""Dates come out in the date system of the sheet; numbers that only look like dates do not move."""

from __future__ import annotations

import pytest

from tests.support import OMITTED, CallContext, gfc, value

MAC = CallContext(date1904=True)
OFFSET = 1462  # days between 1900-01-00 as Excel counts, and 1904-01-01


def in_1904(grid):
    return [grid[0], *([row[0] - OFFSET, *row[1:]] for row in grid[1:])]


PNL = [["Date", "P&L"], *([39692.0 + i, -5.0 if i == 7 else 1.0] for i in range(20))]
CALLS = [
    ("CRISIS_WINDOWS", ("2026-06-30",), (2, 3)),
    ("CRISIS_RETURNS", ("GFC", "SPX"), (0,)),
    ("TO_RETURNS", ([["Date", "A"], [39692.0, 1.0], [39693.0, 2.0], [39694.0, 3.0]],), (0,)),
    ("ALIGN_HISTORY", ([["Date", "A"], [39692.0, 1.0], [39693.0, 2.0], [39694.0, 3.0]],), (0,)),
    ("STRESSED_VAR_TABLE", (gfc(), [[60.0, 40.0]], "GFC"), (1, 2)),
    ("WORST_WINDOW", (gfc(), [[60.0, 40.0]], 250), (0, 1)),
    ("VAR_SERIES", (gfc(), [[60.0, 40.0]], 0.99, 1, "historical", 250), (0,)),
    ("RATIO_SERIES", (gfc(), [[60.0, 40.0]], "GFC", 0.99, 1, "historical", 250), (0,)),
    ("CRISIS_REPLAY", (gfc(), [[60.0, 40.0]], "GFC"), (0,)),
    ("PROXY_HISTORY", (gfc("NASDAQ"), gfc("SPX"), "GFC"), (0,)),
    ("VAR_EXCEPTIONS", (PNL, 2.0), (0,)),
]


@pytest.mark.parametrize(
    ("name", "arguments", "columns"), CALLS, ids=lambda x: x if isinstance(x, str) else ""
)
def test_a_table_shows_its_dates_in_the_sheets_own_system(name, arguments, columns) -> None:
    then = [in_1904(a) if isinstance(a, list) and a[0][0] == "Date" else a for a in arguments]
    plain, mac = value(name, *arguments), value(name, *then, host=MAC)
    for one, two in zip(plain, mac, strict=True):
        for j, (a, b) in enumerate(zip(one, two, strict=True)):
            assert b == (a - OFFSET if j in columns and isinstance(a, float) else a)


def test_day_numbers_of_an_undated_history_do_not_move() -> None:
    bare = [row[1:] for row in gfc()[1:]]
    for name, rest in (
        ("CRISIS_REPLAY", ([[60.0, 40.0]],)),
        ("WORST_WINDOW", ([[60.0, 40.0]], 250)),
        ("VAR_EXCEPTIONS", (2.0,)),
    ):
        history = [[row[0]] for row in bare] if name == "VAR_EXCEPTIONS" else bare
        assert value(name, history, *rest, host=MAC) == value(name, history, *rest)


@pytest.mark.parametrize(
    ("name", "arguments", "labels"),
    [
        ("WINDOW_REVIEW", ("GFC", "2026-06-30"), {"Start", "End", "Review due"}),
        ("STRESS_AUDIT", (gfc(), [[60.0, 40.0]], "GFC"), {"First day", "Last day"}),
    ],
)
def test_a_report_shows_its_dates_in_the_sheets_own_system(name, arguments, labels) -> None:
    then = [in_1904(a) if isinstance(a, list) and a[0][0] == "Date" else a for a in arguments]
    plain, mac = value(name, *arguments), value(name, *then, host=MAC)
    moved = {a[0] for a, b in zip(plain, mac, strict=True) if a[1] != b[1]}
    assert moved == labels
    for a, b in zip(plain, mac, strict=True):
        assert b[1] == (a[1] - OFFSET if a[0] in labels else a[1])


def test_omitted_as_of_is_today_in_either_system() -> None:
    assert value("CRISIS_WINDOWS", OMITTED, host=MAC)[1][5] == value("CRISIS_WINDOWS")[1][5]
