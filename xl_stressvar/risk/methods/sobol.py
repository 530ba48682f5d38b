"""Scrambled Sobol normal draws, the same on every machine.

The direction numbers are scipy's (Joe & Kuo 2008). The scrambling is our own and fixed: a linear
matrix scramble (Matoušek 1998) and a digital shift, drawn from a counter, so that neither a version
of scipy nor of numpy can change a number. Points keep 17 bits and sit in the middle of their 2¹⁷
strata: every single component has exactly the same draws, in its own order.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ...domain import Matrix, Vector, special

BITS = 17
DRAWS = 1 << BITS
BLOCK = 16  # components that lie together in cache: 1 MB each
HELD = 4  # blocks kept
_CHUNK = 256  # components whose direction numbers are fetched together

Bits = NDArray[np.uint32]


def normals(first: int, count: int) -> Matrix:
    """(count, 2¹⁷) standard normal draws of the components first, first+1, ..."""
    block, start = divmod(first, BLOCK)
    if block < HELD and start + count <= BLOCK:
        return _held(block)[start : start + count]
    return _components(first, count)


@cache
def _held(block: int) -> Matrix:
    return _components(block * BLOCK, BLOCK)


def _components(first: int, count: int) -> Matrix:
    out = np.empty((count, DRAWS))
    for row, j in zip(out, range(first, first + count), strict=True):
        # "clip": no point lies outside, and without it numpy fills a copy of the row first
        np.take(_strata(), _points(j), out=row, mode="clip")
    return out


@cache
def _strata() -> Vector:
    """The normal quantiles of the middles of 2¹⁷ equal strata."""
    return np.asarray(special.ndtri((np.arange(DRAWS) + 0.5) / DRAWS))


def _points(j: int) -> Bits:
    """The scrambled Sobol integers of a component: the shift, and one direction doubling at a time."""
    directions = _directions(j // _CHUNK)[:, j % _CHUNK]
    stream = _Stream(j)
    points = np.array([stream.bits(BITS)], dtype=np.uint32)
    scramble = _matrix(stream)
    for direction in directions:
        points = np.concatenate([points, points ^ _apply(scramble, int(direction))])
    return points


def _matrix(stream: _Stream) -> list[int]:
    """The rows of a random lower triangular bit matrix with ones on its diagonal, high bit first."""
    rows = []
    for r in range(BITS):
        diagonal = 1 << (BITS - 1 - r)
        rows.append(diagonal | (stream.bits(r) << (BITS - r) if r else 0))
    return rows


def _apply(matrix: list[int], digits: int) -> np.uint32:
    out = 0
    for row in matrix:
        out = out << 1 | ((row & digits).bit_count() & 1)
    return np.uint32(out)


class _Stream:
    """Random bits from a counter: SplitMix64 (Steele, Lea & Flood 2014), seeded by the component."""

    def __init__(self, seed: int) -> None:
        self.state = (seed + 1) * 0xD1B54A32D192ED03 % 2**64

    def bits(self, count: int) -> int:
        self.state = (self.state + 0x9E3779B97F4A7C15) % 2**64
        z = self.state
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ z >> 27) * 0x94D049BB133111EB % 2**64
        return (z ^ z >> 31) >> (64 - count)


@cache
def _directions(chunk: int) -> Bits:
    """(17, 256) the first direction numbers of 256 components, in units of 2⁻¹⁷."""
    found = _from_table(chunk)
    return _from_sequence(chunk) if found is None else found


def _from_table(chunk: int) -> Bits | None:
    """From scipy's table of polynomials, by the recurrence of Bratley & Fox (1988).

    The public way below takes a second, nearly all of it for importing the rest of scipy.stats. The
    table is a private file, so a scipy that has it elsewhere, or otherwise, is no error.
    """
    scipy = find_spec("scipy")
    if scipy is None or scipy.origin is None:
        return None
    try:
        with np.load(Path(scipy.origin).parent / "stats" / "_sobol_direction_numbers.npz") as table:
            part = slice(chunk * _CHUNK, (chunk + 1) * _CHUNK)
            polynomials, given = table["poly"][part], table["vinit"][part]
    except (OSError, KeyError, ValueError):
        return None
    degrees = np.array([int(p).bit_length() - 1 for p in polynomials])
    if len(degrees) < _CHUNK or degrees.max() > given.shape[1]:
        return None
    if chunk == 0:
        given[0] = 1  # the first component is van der Corput's
        degrees[0] = BITS
    numbers = np.zeros((BITS, _CHUNK), dtype=np.int64)
    components = np.arange(_CHUNK)
    for k in range(BITS):
        new = numbers[np.maximum(k - degrees, 0), components]
        for back in range(1, min(k, degrees.max()) + 1):
            has = polynomials >> np.maximum(degrees - back, 0) & (back <= degrees)
            new = new ^ np.where(has & 1, numbers[k - back] << back, 0)
        numbers[k] = np.where(k < degrees, given[:, min(k, given.shape[1] - 1)], new)
    return (numbers << np.arange(BITS - 1, -1, -1)[:, None]).astype(np.uint32)


def _from_sequence(chunk: int) -> Bits:
    """Read off the unscrambled sequence, in whose Gray-code order point 2^(k+1)-1 is direction k."""
    from scipy.stats import qmc

    sequence = qmc.Sobol((chunk + 1) * _CHUNK, scramble=False)
    out = np.empty((BITS, _CHUNK), dtype=np.uint32)
    reached = 0
    for k in range(BITS):
        index = 2 ** (k + 1) - 1
        sequence.fast_forward(index - reached)
        out[k] = sequence.random(1)[0, chunk * _CHUNK :] * DRAWS
        reached = index + 1
    return out
