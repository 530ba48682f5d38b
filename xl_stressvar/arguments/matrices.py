"""The kind of a square matrix, and how a range of nothing but numbers is read as a whole."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np

from .. import errors
from ..domain import Matrix
from .argument import Argument
from .kind import Kind

_NUMBERS = {float, int}  # types that are numbers, whatever they hold
_MANY = 1024  # cells that are worth converting as a whole


def whole_matrix(argument: Argument) -> Matrix | None:
    """A range of nothing but finite numbers, converted as a whole; None for any other argument."""
    if argument.cells < _MANY:
        return finite_numbers(argument.rows, {float})  # a whole number may stand for an error
    numbers = argument.numbers
    if numbers is None or numbers.head is not None or numbers.left is not None:
        return None
    return numbers.matrix


def finite_numbers(rows: Sequence[Any], types: set[type] = _NUMBERS) -> Matrix | None:
    """Rows of nothing but finite numbers of these types; None for any other."""
    cells = list(chain.from_iterable(rows))
    if not cells or not set(map(type, cells)) <= types or len(set(map(len, rows))) > 1:
        return None
    if not math.isfinite(sum(cells)):  # nor is the sum if one of them is not
        return None
    return np.array(cells, dtype=np.float64).reshape(len(rows), -1)


class SquareMatrix(Kind):
    """N x N numbers."""

    is_range = True
    expected = "a square matrix of numbers"
    shape = "assets x assets"

    def parse(self, argument: Argument) -> Any:
        matrix = whole_matrix(argument)
        if matrix is None:
            grid = argument.grid()
            if not grid:
                raise errors.ALL_BLANK(argument.place(), expected=self.expected)
            cells = [
                [argument.number(c, i, j) for j, c in enumerate(row)] for i, row in enumerate(grid)
            ]
            matrix = np.array(cells)
        if matrix.shape[0] != matrix.shape[1]:
            raise errors.NOT_SQUARE(argument.place(), rows=matrix.shape[0], columns=matrix.shape[1])
        return matrix
