"""How much: minutes in CI, a million calls and a thousand kills in full."""

from __future__ import annotations

import os

FULL = os.environ.get("XL_STRESSVAR_TORTURE", "ci") == "full"


def chunks(ci: int, full: int, size: int) -> list[range]:
    """The seeds to try, in ranges that workers share."""
    count = full if FULL else ci
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def name(seeds: range) -> str:
    return f"{seeds.start}-{seeds.stop - 1}"
