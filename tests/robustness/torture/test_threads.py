"""Many threads, little room for histories, and histories that the store tells apart by their middle alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import numpy as np
import pytest

from tests.robustness.torture import slices
from xl_stressvar.arguments import daily
from xl_stressvar.arguments.history_cache import HistoryCache
from xl_stressvar.cells.algebra import OMITTED
from xl_stressvar.dispatch import call, calling
from xl_stressvar.functions import data
from xl_stressvar.hosts import excel_addin

pytestmark = pytest.mark.torture

THREADS = 16
EACH = 600 if slices.FULL else 200  # calls
LIMIT = 400_000  # bytes: some 60 of the histories below

POSITIONS = [[60.0, -30.0, 25.5, 15.0]]
CALLS = [
    ("STRESSED_VAR", (POSITIONS, OMITTED, 0.95)),
    ("STRESSED_ES", (POSITIONS, OMITTED, 0.9, 10.0, "normal")),
    ("CURRENT_VAR", (POSITIONS, 0.9, 1.0, "historical", 40.0)),
    ("CRISIS_CORR", ()),
    ("LOAD_HISTORY", ()),
    ("VAR_CONTRIBUTION", (POSITIONS, OMITTED, 0.9, 1.0, "normal")),
]


def histories(count: int) -> list[list[list[float]]]:
    """The same numbers with the rows in the middle in another order: the same sum, start and end."""
    random = np.random.default_rng(16)
    rows = random.normal(0, 0.01, (60, 4))
    return [
        np.concatenate([rows[:2], random.permutation(rows[2:-2]), rows[-2:]]).tolist()
        for _ in range(count)
    ]


@pytest.fixture
def cramped(monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryCache]:
    """A small store in the place of the process's, and threads that take turns often."""
    cache = HistoryCache(limit=LIMIT)
    for module in (calling, daily, data, excel_addin):
        monkeypatch.setattr(module, "HISTORY_CACHE", cache)
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield cache
    sys.setswitchinterval(before)


def test_sixteen_threads_answer_as_one_does(cramped: HistoryCache) -> None:
    given = histories(150)
    asked = [(name, [rows, *rest]) for rows in given for name, rest in CALLS]
    want = [repr(call(name, arguments).value) for name, arguments in asked]
    assert len(set(want)) > len(given)  # an answer of another history would be seen

    def work(thread: int) -> list[str]:
        random = Random(thread)
        wrong = []
        for _ in range(EACH):
            i = random.randrange(len(asked))
            found = repr(call(*asked[i]).value)
            if found != want[i]:
                wrong.append(f"{asked[i][0]} of history {i // len(CALLS)}: {found} for {want[i]}")
        return wrong

    with ThreadPoolExecutor(THREADS) as pool:
        wrong = [line for lines in pool.map(work, range(THREADS)) for line in lines]
    assert not wrong
    assert cramped.bytes <= LIMIT
