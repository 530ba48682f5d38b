"""Scrambled Sobol normal draws, the same on every machine.

The direction numbers are those of Joe & Kuo (2008, SIAM J. Sci. Comput. 30, 2635-2654), as in
scipy.stats.qmc.Sobol. The first 1,024 components are shipped (`tools/data/sobol.py` writes the file),
for importing scipy.stats takes a second; the others come from scipy. The scrambling is our own and fixed: a linear
matrix scramble (Matoušek 1998) and a digital shift, drawn from a counter, so that neither a version
of scipy nor of numpy can change a number. Points keep 17 bits and sit in the middle of their 2¹⁷
strata: every single component has exactly the same draws, in its own order.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from ...domain import Matrix, Vector, special

BITS = 17
DRAWS = 1 << BITS
BLOCK = 16  # components that lie together in cache: 1 MB each
HELD = 4  # blocks kept
TABLED = 1024  # components whose direction numbers are shipped
_CHUNK = 256  # of the others, fetched together

Bits = NDArray[np.uint32]
Indices = NDArray[np.intp]


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


def _points(j: int) -> Indices:
    """(2¹⁷,) the scrambled Sobol integers of a component, as places among the strata.

    The shift, and one direction doubling at a time.
    """
    stream = _Stream(j)
    points = np.array([stream.bits(BITS)], dtype=np.uint32)
    scramble = _matrix(stream)
    for direction in _directions(j):
        points = np.concatenate([points, points ^ _apply(scramble, int(direction))])
    return points.astype(np.intp)  # where that has 32 bits, numpy takes no unsigned ones


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


def _directions(j: int) -> Bits:
    """(17,) the first direction numbers of a component, in units of 2⁻¹⁷."""
    return _table()[:, j] if j < TABLED else _chunk(j // _CHUNK)[:, j % _CHUNK]


@cache
def _table() -> Bits:
    """(17, 1024) the direction numbers of the first components.

    Direction k is an odd number of k+1 bits, counted from the highest bit; the file holds half of it.
    """
    packed = resources.files(__package__).joinpath("data", "directions.npz").read_bytes()
    with np.load(BytesIO(packed)) as file:
        odd = 2 * file["halves"].astype(np.uint32) + 1
    return np.asarray(odd << np.arange(BITS - 1, -1, -1, dtype=np.uint32)[:, None])


@cache
def _chunk(chunk: int) -> Bits:
    """(17, 256) the direction numbers of components beyond the table, from scipy."""
    return from_scipy((chunk + 1) * _CHUNK)[:, chunk * _CHUNK :]


def from_scipy(components: int) -> Bits:
    """(17, components) direction numbers, read off scipy's unscrambled sequence.

    In its Gray-code order, point 2^(k+1)-1 is direction k.
    """
    from scipy.stats import qmc  # takes longer to import than all the rest of a call

    sequence = qmc.Sobol(components, scramble=False)
    out = np.empty((BITS, components), dtype=np.uint32)
    reached = 0
    for k in range(BITS):
        index = 2 ** (k + 1) - 1
        sequence.fast_forward(index - reached)
        out[k] = sequence.random(1)[0] * DRAWS
        reached = index + 1
    return out
