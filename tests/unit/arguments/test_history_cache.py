"""One history for one content: never a stale one, never more than its bytes; and handles."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.support import OMITTED, failed, gfc, value
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.daily import DailyTable
from xl_stressvar.arguments.history_cache import HISTORY_CACHE, HistoryCache, _Entry
from xl_stressvar.domain import History, LinearPortfolio

RNG = np.random.default_rng(7)


def grid(rows: int = 40, columns: int = 3) -> list[list[object]]:
    return np.round(RNG.normal(0, 0.01, (rows, columns)), 6).tolist()  # type: ignore[no-any-return]


def parsed(cells: object, name: str = "history", date1904: bool = False) -> History:
    return DailyTable("").parse(Argument(name, cells, date1904))  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def _empty() -> None:
    HISTORY_CACHE.clear()


def test_the_same_content_is_the_same_history_in_whatever_rows() -> None:
    cells = grid()
    assert parsed(cells) is parsed(tuple(map(tuple, cells)))


@pytest.mark.parametrize(("i", "j", "cell"), [
    (0, 0, 0.5), (39, 2, 0.5), (20, 1, 0.5), (20, 1, 1e-300), (20, 1, 7),
])  # fmt: skip
def test_one_changed_cell_is_another_history(i, j, cell) -> None:
    cells = grid()
    before = parsed(cells).values.copy()
    cells[i][j] = cell
    after = parsed(cells).values
    assert after[i, j] == cell
    assert np.count_nonzero(before != after) == 1


def test_contents_with_the_same_key_are_told_apart() -> None:
    """Two middle rows swapped: first and last rows and the sum stay."""
    cells = grid()
    first = parsed(cells)
    cells[10], cells[20] = cells[20], cells[10]
    second = parsed(cells)
    assert second is not first
    np.testing.assert_array_equal(second.values, cells)


def test_header_dates_argument_and_date_system_are_part_of_the_content() -> None:
    cells = [["Date", "A", "B", "C"], *([40000.0 + i, *row] for i, row in enumerate(grid()))]
    named = parsed(cells)
    cells[0][1] = "Z"
    assert parsed(cells).names == ("Z", "B", "C")
    assert named.names == ("A", "B", "C")
    assert parsed(cells, "factors").origin.argument == "factors"
    later = parsed(cells, date1904=True).dates
    assert later is not None
    assert later[0] == 41462
    cells[5][0] = 40004.5
    dates = parsed(cells).dates
    assert dates is not None
    assert dates[4] == 40004


def test_true_is_never_taken_for_one() -> None:
    cells = grid()
    cells[3][1] = 1.0
    assert value("CRISIS_VOL", cells)
    cells[3][1] = True
    assert "TRUE" in failed("CRISIS_VOL", cells)[1]
    cells[3][1] = 1.0
    assert value("CRISIS_VOL", cells)


def test_the_store_stays_within_its_bytes() -> None:
    store = HistoryCache(limit=200_000)
    for _ in range(50):
        cells = grid(100, 10)
        numbers = Argument("history", cells).numbers
        assert numbers is not None
        h = store.history(numbers, (), lambda numbers=numbers: History(numbers.matrix))
        h.cov  # noqa: B018  what hangs on it counts too
        LinearPortfolio(np.ones(10)).pnl_on(h)
        assert store.bytes <= 200_000 + h.cache.bytes
    assert 10 < len(store) < 50


def test_what_hangs_on_histories_in_use_is_counted_too() -> None:
    """The total that the store keeps is what its entries take, but for the one in use."""
    store = HistoryCache(limit=10**9)
    made = []
    for _ in range(20):
        numbers = Argument("history", grid(100, 10)).numbers
        assert numbers is not None
        made.append((numbers, store.history(numbers, (), lambda n=numbers: History(n.matrix))))
    for numbers, h in [*made, *made[::-1]]:
        assert store.history(numbers, (), lambda: pytest.fail("known")) is h
        LinearPortfolio(RNG.normal(size=10)).pnl_on(h)
    store.load(History(np.ones((5, 2))))
    assert store._total == store.bytes


def test_many_histories_make_a_new_one_no_slower(monkeypatch) -> None:
    """How often sizes are looked at, since a time cannot be asserted."""
    looks = []
    size = _Entry.size.fget
    monkeypatch.setattr(_Entry, "size", property(lambda e: looks.append(1) or size(e)))
    store = HistoryCache(limit=2_000_000)
    for i in range(3000):
        cells = [[i * 1e-6], *([0.01 * j] for j in range(99))]
        numbers = Argument("history", cells).numbers
        assert numbers is not None
        store.history(numbers, (), lambda numbers=numbers: History(numbers.matrix))
    assert len(store) > 500
    assert len(looks) < 6 * 3000


def test_threads_get_the_history_of_their_own_content() -> None:
    store = HistoryCache(limit=100_000)
    ranges = [grid(60, 4) for _ in range(30)]

    def ask(i: int) -> bool:
        cells = ranges[i % 30]
        numbers = Argument("history", cells).numbers
        assert numbers is not None
        h = store.history(numbers, (), lambda: History(numbers.matrix))
        near = np.isclose(
            LinearPortfolio(np.ones(4)).pnl_on(h), h.values @ np.ones(4), rtol=0, atol=1e-16
        )
        return bool((h.values == cells).all()) and bool(near.all())  # a hedged day's P&L is 0

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(2000)))


# --- handles --------------------------------------------------------------------------------------
def test_a_handle_stands_for_the_history_in_every_function() -> None:
    rows = gfc("SPX", "UST10Y", "GOLD")
    handle = value("LOAD_HISTORY", rows)
    assert isinstance(handle, str)
    book = [[60.0, 30.0, 10.0]]
    for name, arguments in [
        ("STRESSED_VAR", [book]), ("STRESSED_ES", [book, "GFC", 0.975]),
        ("CURRENT_VAR", [book]), ("STRESS_AUDIT", [book]), ("VAR_CONTRIBUTION", [book]),
        ("CRISIS_VOL", []), ("CRISIS_CORR", []), ("HISTORY_CHECK", []), ("LOAD_HISTORY", []),
        ("WORST_WINDOW", [book]), ("REVERSE_STRESS", [book, 10.0]), ("PROXY_FIT", [rows]),
    ]:  # fmt: skip
        assert value(name, handle, *arguments) == value(name, rows, *arguments), name
    assert value("PROXY_FIT", rows, handle) == value("PROXY_FIT", rows, rows)
    assert value("STRESSED_VAR", [[handle]], book) == value("STRESSED_VAR", rows, book)


def test_a_handle_changes_with_the_content_and_only_with_it() -> None:
    rows = gfc("SPX", "UST10Y")
    handle = value("LOAD_HISTORY", rows)
    assert value("LOAD_HISTORY", gfc("SPX", "UST10Y")) == handle
    for i, j, cell in [(0, 1, "S&P"), (5, 2, 0.0101), (1, 0, 39690)]:
        changed = gfc("SPX", "UST10Y")
        changed[i][j] = cell
        assert value("LOAD_HISTORY", changed) != handle
    plain = [row[1:] for row in rows[1:]]
    wide = [a + b for a, b in zip(plain[:-1:2], plain[1::2], strict=False)]
    even = plain[: 2 * len(wide)]
    assert value("LOAD_HISTORY", wide) != value("LOAD_HISTORY", even)  # the same numbers in a row


def test_an_old_handle_keeps_its_history() -> None:
    rows = gfc("SPX", "UST10Y")
    handle, before = value("LOAD_HISTORY", rows), value("STRESSED_VAR", rows, [[1.0, 1.0]])
    rows[5][1] = -0.5
    value("LOAD_HISTORY", rows)
    assert value("STRESSED_VAR", handle, [[1.0, 1.0]]) == before


def test_after_a_restart_the_sentence_says_what_to_press() -> None:
    handle = value("LOAD_HISTORY", gfc("SPX"))
    HISTORY_CACHE.clear()
    code, sentence = failed("STRESSED_VAR", handle, 1.0)
    assert code == "#N/A"
    assert str(handle) in sentence
    assert "Ctrl+Alt+F9" in sentence


def test_a_failure_behind_a_handle_names_day_and_asset_but_no_cell() -> None:
    rows = gfc("SPX", "CASH")
    handle = value("LOAD_HISTORY", rows)
    error, sentence = failed("CRISIS_CORR", handle)
    assert (error, "CASH" in sentence) == ("#NUM!", True)
    assert "row" not in sentence


def test_handles_are_the_last_to_be_forgotten() -> None:
    store = HistoryCache(limit=100_000)
    handle = store.load(parsed(grid(40, 3)))
    for _ in range(50):
        cells = grid(100, 10)
        numbers = Argument("history", cells).numbers
        assert numbers is not None
        store.history(numbers, (), lambda numbers=numbers: History(numbers.matrix))
    assert store.behind(handle, "history") is not None


def test_a_text_that_is_no_handle_is_refused_as_before() -> None:
    assert failed("STRESSED_VAR", "Prices", 1.0)[0] == "#VALUE!"
    assert failed("STRESSED_VAR", "history:xyz", 1.0, OMITTED)[0] == "#VALUE!"
