"""One history for one content: never a stale one, never more than its bytes; and handles."""

from __future__ import annotations

import gc
import re
import tracemalloc
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.support import OMITTED, CallContext, failed, gfc, value
from xl_stressvar.arguments.argument import Argument
from xl_stressvar.arguments.daily import DailyTable
from xl_stressvar.arguments.history_cache import (
    HISTORY_CACHE,
    HistoryCache,
    _BehindHandle,
    _FromRange,
)
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


def kept(cache: HistoryCache, cells: list[list[object]]) -> History:
    numbers = Argument("history", cells).numbers
    assert numbers is not None
    return cache.history(numbers, (), lambda: History(numbers.matrix))


def use(h: History) -> None:
    """Derive from a history and from a part of it what functions derive: arrays."""
    part = h[slice(5, len(h) - 5)]
    for history in (h, part):
        history.derived("square", lambda history=history: history.values**2)
    assert part.derived("square", lambda: pytest.fail("known")) is not None


@pytest.mark.slow
def test_memory_stays_bounded_over_many_changing_histories() -> None:
    """Without help from the garbage collector: nothing that is evicted may keep itself alive."""
    cache = HistoryCache(limit=2_000_000)
    made: list[weakref.ref[History]] = []
    gc.disable()
    tracemalloc.start()
    try:
        for _ in range(200):
            h = kept(cache, grid(100, 50))
            use(h)
            use(cache.behind(cache.load(h), "history") or pytest.fail("unknown"))
            made.append(weakref.ref(h))
            assert cache.bytes <= 2_000_000
        assert tracemalloc.get_traced_memory()[0] < 3_000_000
        del h
        assert 3 < sum(reference() is not None for reference in made) < 20
    finally:
        tracemalloc.stop()
        gc.enable()


def test_what_is_derived_from_a_history_counts_at_once() -> None:
    cache = HistoryCache()
    h = kept(cache, grid(100, 10))
    before = cache.bytes
    h.derived("mean", lambda: np.zeros(1000))
    assert 8000 <= cache.bytes - before < 10_000
    loaded = cache.behind(cache.load(h), "history")
    assert loaded is not None
    before = cache.bytes
    loaded[slice(2, 9)].derived("mean", lambda: np.zeros(1000))
    assert 8000 <= cache.bytes - before < 10_000


def test_what_is_derived_pushes_out_other_histories_and_not_its_own() -> None:
    cache = HistoryCache(limit=400_000)
    first, second = grid(100, 10), grid(100, 10)
    old, h = kept(cache, first), kept(cache, second)
    h.derived("draws", lambda: np.zeros(23_500))
    assert kept(cache, second) is h
    assert kept(cache, first) is not old


def test_a_history_evicted_while_in_use_is_no_longer_counted() -> None:
    cache = HistoryCache(limit=100_000)
    h = kept(cache, grid(100, 10))
    for _ in range(10):
        kept(cache, grid(100, 10))
    before = cache.bytes
    h.derived("mean", lambda: np.zeros(1000))
    assert cache.bytes == before


def test_a_history_larger_than_the_cache_stays_until_the_next() -> None:
    cache = HistoryCache(limit=10_000)
    cells = grid(100, 10)
    h = kept(cache, cells)
    assert kept(cache, cells) is h
    assert cache.behind(cache.load(h), "history") is not None
    kept(cache, grid(100, 10))
    assert kept(cache, cells) is not h


@pytest.mark.parametrize("loads", [False, True])
@pytest.mark.slow
def test_many_histories_make_a_new_one_no_slower(monkeypatch, loads) -> None:
    """How often sizes are looked at, since a time cannot be asserted."""
    looks = []
    for entry in (_FromRange, _BehindHandle):
        size = entry.size.fget  # type: ignore[attr-defined]
        monkeypatch.setattr(
            entry, "size", property(lambda e, size=size: looks.append(1) or size(e))
        )
    cache = HistoryCache(limit=4_000_000)
    for i in range(3000):
        cells = [[i * 1e-6], *([0.01 * j] for j in range(99))]
        h = kept(cache, cells)  # type: ignore[arg-type]
        if loads:
            cache.load(h)
    assert len(cache) > 500
    assert len(looks) < 3 * 3000


@pytest.mark.slow
def test_threads_get_the_history_of_their_own_content() -> None:
    cache = HistoryCache(limit=100_000)
    ranges = [grid(60, 4) for _ in range(30)]

    def ask(i: int) -> bool:
        cells = ranges[i % 30]
        numbers = Argument("history", cells).numbers
        assert numbers is not None
        h = cache.history(numbers, (), lambda: History(numbers.matrix))
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


def test_ranges_never_push_out_a_handle_nor_handles_a_range() -> None:
    cache = HistoryCache(limit=100_000)
    cells = grid(100, 10)
    h = kept(cache, cells)
    handle = cache.load(h)
    for _ in range(50):
        kept(cache, grid(100, 10))
    assert cache.behind(handle, "history") is not None
    h = kept(cache, cells)
    for _ in range(50):
        cache.load(History(np.array(grid(100, 10))))
    assert kept(cache, cells) is h


def test_a_handle_in_use_outlives_those_that_are_not() -> None:
    cache = HistoryCache(limit=100_000)
    handle = cache.load(History(np.array(grid(100, 10))))
    unused = cache.load(History(np.array(grid(100, 10))))
    for _ in range(50):
        cache.load(History(np.array(grid(100, 10))))
        assert cache.behind(handle, "history") is not None
    assert cache.behind(unused, "history") is None


def ticks(cache: HistoryCache, cell: str, times: int = 50) -> list[str]:
    """The handles of a cell whose numbers change again and again."""
    handles = []
    for _ in range(times):
        handles.append(cache.load(History(np.array(grid(100, 10)))))
        cache.show(handles[-1], cell)
    return handles


def test_a_cell_that_makes_another_handle_gives_up_its_last_before_any_other_goes() -> None:
    cache = HistoryCache(limit=100_000)
    still = cache.load(History(np.array(grid(100, 10))))
    cache.show(still, "A1")
    handles = ticks(cache, "A2")
    assert cache.behind(still, "history") is not None
    assert cache.behind(handles[-1], "history") is not None
    assert cache.behind(handles[0], "history") is None


def test_a_handle_that_two_cells_show_is_given_up_by_both() -> None:
    cache = HistoryCache(limit=100_000)
    both = cache.load(History(np.array(grid(100, 10))))
    cache.show(both, "A1")
    cache.show(both, "A2")
    ticks(cache, "A2")
    assert cache.behind(both, "history") is not None
    ticks(cache, "A1")
    ticks(cache, "A2")
    assert cache.behind(both, "history") is None


def test_a_cell_that_shows_a_handle_again_keeps_it() -> None:
    cache = HistoryCache(limit=100_000)
    h = History(np.array(grid(100, 10)))
    ticks(cache, "A1", 3)
    first = cache.load(h)
    cache.show(first, "A1")
    ticks(cache, "A1", 2)
    cache.show(cache.load(h), "A1")  # undone
    ticks(cache, "A2")
    assert cache.behind(first, "history") is not None


def test_two_handles_in_one_formula_serve_it_both() -> None:
    host = CallContext(cell="[Book]Sheet!A1")
    rows, factors = gfc("GOLD"), gfc("SPX")
    handles = [value("LOAD_HISTORY", range_, host=host) for range_ in (rows, factors)]
    assert value("PROXY_FIT", *handles, host=host) == value("PROXY_FIT", rows, factors)


def test_call_tells_the_cache_which_cell_shows_a_handle(monkeypatch) -> None:
    cache = HistoryCache(limit=100_000)
    monkeypatch.setattr("xl_stressvar.functions.data.HISTORY_CACHE", cache)
    monkeypatch.setattr("xl_stressvar.dispatch.calling.HISTORY_CACHE", cache)
    still = str(value("LOAD_HISTORY", grid(100, 10), host=CallContext(cell="A1")))
    for _ in range(50):
        value("LOAD_HISTORY", grid(100, 10), host=CallContext(cell="A2"))
    assert cache.behind(still, "history") is not None


def test_a_handle_is_128_bits_and_one_of_an_earlier_version_is_known_for_what_it_is() -> None:
    handle = value("LOAD_HISTORY", gfc("SPX"))
    assert re.fullmatch("history:[0-9a-f]{32}", str(handle))
    code, sentence = failed("STRESSED_VAR", str(handle)[:-16], 1.0)
    assert (code, "Ctrl+Alt+F9" in sentence) == ("#N/A", True)


def test_a_text_that_is_no_handle_is_refused_as_before() -> None:
    assert failed("STRESSED_VAR", "Prices", 1.0)[0] == "#VALUE!"
    assert failed("STRESSED_VAR", "history:xyz", 1.0, OMITTED)[0] == "#VALUE!"
