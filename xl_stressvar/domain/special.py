"""scipy.special, loaded at its first use: that takes longer than numpy, and many calls need none."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:
    from scipy import special

    return getattr(special, name)
