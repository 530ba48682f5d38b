"""What is remembered stays within its bytes, and nothing wrong is remembered."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from xl_stressvar.domain import History, LinearPortfolio, Origin
from xl_stressvar.domain.cache import Cache


def test_the_longest_unused_is_forgotten_first() -> None:
    cache = Cache(limit=3000)
    made: list[int] = []

    def get_or_make(key: int) -> None:
        cache.get_or_make(key, lambda: made.append(key) or np.zeros(50))  # type: ignore[func-returns-value]

    for key in (1, 2, 3, 1, 4, 1, 2):
        get_or_make(key)
    assert made == [1, 2, 3, 4, 2]
    assert cache.bytes <= 3000


def test_what_is_too_large_is_made_anew() -> None:
    cache = Cache(limit=1000)
    first = cache.get_or_make("a", lambda: np.zeros(1000))
    assert cache.get_or_make("a", lambda: np.zeros(1000)) is not first
    assert (len(cache), cache.bytes) == (0, 0)


def test_a_failure_is_not_remembered() -> None:
    cache = Cache()
    with pytest.raises(ZeroDivisionError):
        cache.get_or_make("a", lambda: 1 / 0)
    assert cache.get_or_make("a", lambda: 7) == 7


def test_threads_see_one_object_for_a_key() -> None:
    cache = Cache(limit=1 << 20)
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda i: cache.get_or_make(i % 5, lambda: np.full(10, i % 5)), range(500))
        )
    assert len({id(x) for x in found}) == 5
    assert all((x == i % 5).all() for i, x in enumerate(found))


def test_a_part_of_a_history_shares_what_is_derived_from_the_same_rows() -> None:
    h = History(np.random.default_rng(1).normal(size=(50, 3)))
    part = h[slice(10, 30)]
    assert part[slice(5, 10)].values.base is not None
    assert h.cov is h.cov
    assert part.cov is h[slice(10, 30)].cov
    assert part[slice(5, 10)].cov is h[slice(15, 20)].cov
    assert not np.array_equal(h.cov, part.cov)
    assert LinearPortfolio(np.ones(3)).pnl_on(h) is LinearPortfolio(np.ones(3)).pnl_on(h)
    assert h.standing_at(Origin("factors")).cov is h.cov


def test_other_numbers_share_nothing_that_was_derived() -> None:
    h = History(np.random.default_rng(1).normal(size=(50, 3)))
    assert not np.array_equal(replace(h, values=2 * h.values).cov, h.cov)
    part = h[slice(10, 30)]
    assert not np.array_equal(replace(part, values=2 * part.values).cov, part.cov)


def test_a_history_goes_at_once_with_all_that_is_derived_from_it() -> None:
    h = History(np.random.default_rng(1).normal(size=(50, 3)))
    part = h[slice(10, 30)]
    h.cov, part.cov, LinearPortfolio(np.ones(3)).pnl_on(h)
    gone, cache = weakref.ref(h), weakref.ref(h.cache)
    gc.disable()
    try:
        del h
        assert gone() is None
        assert part.cov.shape == (3, 3)
        del part
        assert cache() is None
    finally:
        gc.enable()


def test_the_bytes_of_a_key_and_of_what_an_array_is_a_part_of_count() -> None:
    cache = Cache(limit=100_000)
    cache.get_or_make(("pnl", bytes(20_000)), lambda: 1.0)
    assert 20_000 < cache.bytes < 22_000
    cache.get_or_make("part", lambda: np.zeros(5000)[:10])
    assert 60_000 < cache.bytes < 64_000


def test_whoever_counts_a_cache_hears_of_its_growth() -> None:
    cache, heard = Cache(limit=3000), []
    cache.on_growth = lambda: heard.append(cache.bytes)
    for key in (1, 2, 1, 3):
        cache.get_or_make(key, lambda: np.zeros(10))
    assert heard == sorted(set(heard))
    assert len(heard) == 3


def test_a_pnl_cannot_be_written_to() -> None:
    h = History(np.ones((5, 2)))
    with pytest.raises(ValueError, match="read-only"):
        LinearPortfolio(np.ones(2)).pnl_on(h)[0] = 7.0
