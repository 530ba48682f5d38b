"""An export cleaned by our functions beside the same file read by plain pandas."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pytest

from tests import own_book
from tests.support import value
from xl_stressvar.cells.algebra import Cell
from xl_stressvar.domain import dates


def by_pandas() -> pd.DataFrame:
    """The prices of the own book as pandas reads its CSV, told all there is to know of its form."""
    frame = pd.read_csv(
        io.BytesIO(own_book.as_csv()),
        sep=";", encoding="cp1252", skiprows=len(own_book.TITLES), skipfooter=2, engine="python",
        decimal=",", thousands=".", na_values=[own_book.NO_PRICE], skip_blank_lines=True,
    )  # fmt: skip
    days = pd.to_datetime(frame.pop("Date"), format="%d/%m/%Y")
    return frame.set_index(days).sort_index()


def as_frame(table: list[list[Cell]]) -> pd.DataFrame:
    header, *rows = table
    days = pd.DatetimeIndex([dates.date(row[0]) for row in rows], name="Date")
    numbers = [[np.nan if cell == "" else cell for cell in row[1:]] for row in rows]
    return pd.DataFrame(numbers, index=days, columns=header[1:], dtype=float)


@pytest.mark.slow
@pytest.mark.parametrize(
    "cells", [own_book.grid, own_book.rows], ids=["as a sheet has it", "nothing but texts"]
)
def test_the_prices_are_those_that_pandas_reads(cells) -> None:
    wide = [row + [""] * (7 - len(row)) for row in cells()]
    ours = as_frame(value("CLEAN_PRICES", wide))
    pd.testing.assert_frame_equal(ours, by_pandas(), check_freq=False, check_index_type=False)


@pytest.mark.slow
def test_both_are_the_prices_that_were_written_but_for_the_wrong_one() -> None:
    right = own_book.prices()
    frame = by_pandas()
    assert len(frame) == len(right)
    wrong = [
        (day, j)
        for day, numbers in right.items()
        for j, (price, read) in enumerate(zip(numbers, frame.loc[str(day)], strict=True))
        if not (np.isnan(read) if price is None else read == price)
    ]
    assert wrong == [(own_book.WRONG, own_book.GERMAN)]
