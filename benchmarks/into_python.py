"""CURRENT_VAR over all days of a range, through the genuine CallUDF of xlwings (on stand-ins for pywin32).

The floor is numpy's fastest conversion of the same tuples, plus the figure itself.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import numpy as np

from benchmarks.timing import Result, as_tuples, medians, returns
from tests.hosts.excel import standins
from xl_stressvar.hosts.com import MISSING

OURS, THEIRS = "xl_stressvar.hosts.excel", "benchmarks.udfs"
SIZES = ((250, 50), (2500, 100))
FUNCTIONS = 200


def results() -> list[Result]:
    server: Any = standins.import_xlwings()()
    from xl_stressvar.arguments.history_cache import HISTORY_CACHE

    def var(history: object, positions: object, days: int) -> float:
        arguments = (history, positions, *[MISSING] * 3, float(days))
        return float(server.CallUDF(OURS, "CURRENT_VAR", arguments))

    found = []
    for days, assets in SIZES:
        matrix = returns(days, assets)
        rows, positions = as_tuples(matrix), (tuple([100.0] * assets),)
        book = np.full(assets, 100.0)
        want = -float(np.percentile(matrix @ book, 1))
        took = medians(
            {
                "first": lambda r=rows, p=positions, n=days: var(r, p, n),
                "kernel": lambda m=matrix, b=book: -np.percentile(m @ b, 1),
                "numpy": lambda r=rows, p=positions: server.CallUDF(THEIRS, "NUMPY_VAR", (r, p)),
                "frame": lambda r=rows, p=positions: server.CallUDF(THEIRS, "FRAME_VAR", (r, p)),
                **conversions(rows),
            },
            before=HISTORY_CACHE.clear,
        )
        handle = server.CallUDF(OURS, "LOAD_HISTORY", (rows,))
        for history in (rows, handle):
            assert abs(var(history, positions, days) / want - 1) < 1e-12
        took |= medians(
            {
                "again": lambda r=rows, p=positions, n=days: var(r, p, n),
                "handle": lambda h=handle, p=positions, n=days: var(h, p, n),
            }
        )
        floor = min(took[name] for name in conversions(rows))
        size = f"{days:,} x {assets}"
        floor_and_kernel = floor + took["kernel"]
        named = "numpy's conversion + kernel"
        found += [
            Result(f"{size}, first call", took["first"], named, floor_and_kernel, 1.3),
            Result(f"{size}, first call", took["first"], "xlwings' numpy converter", took["numpy"]),
            Result(f"{size}, first call", took["first"], "xlwings' DataFrame", took["frame"]),
        ]
        large = days > 1000  # a small range costs no more than the crossing itself
        found += [
            Result(
                f"{size}, {FUNCTIONS} calls on the unchanged range",
                took["first"] + (FUNCTIONS - 1) * took["again"],
                f"{FUNCTIONS} conversions by numpy",
                FUNCTIONS * floor,
                1.2 if large else None,
            ),
            Result(
                f"{size}, {FUNCTIONS} calls through a handle",
                FUNCTIONS * took["handle"],
                f"{FUNCTIONS} first calls",
                FUNCTIONS * took["first"],
                0.05 if large else None,
            ),
        ]
    return found


def conversions(rows: tuple[tuple[float, ...], ...]) -> dict[str, Callable[[], object]]:
    """numpy's ways from tuples of tuples to float64."""
    size = len(rows) * len(rows[0])
    return {
        "array": lambda: np.array(rows),
        "array of float": lambda: np.array(rows, dtype=np.float64),
        "fromiter": lambda: np.fromiter(chain.from_iterable(rows), np.float64, size),
    }
