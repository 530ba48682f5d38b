"""The page of common questions: each formula gives, as it stands, the number that follows it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from tests.support import ROOT
from xl_stressvar.crises import library
from xl_stressvar.hosts.headless import evaluate

PAGE = (ROOT / "docs" / "questions.md").read_text("utf-8")
ASKED = re.findall(r"^    (=.+)\n\ngives ([\d.,]+)[,. ]", PAGE, re.MULTILINE)


def test_each_formula_is_followed_by_its_number() -> None:
    assert len(ASKED) == len(re.findall(r"^    =", PAGE, re.MULTILINE)) > 5


@pytest.mark.parametrize(("formula", "told"), ASKED)
def test_a_formula_gives_the_number_that_follows_it(formula: str, told: str) -> None:
    (answer,) = evaluate([formula])
    assert answer.error is None, answer.why
    decimals = len(told.rstrip(".,").partition(".")[2])
    assert f"{float(str(answer.value)):,.{decimals}f}" == told.rstrip(".,")


def test_the_figures_of_the_linear_books_by_plain_numpy() -> None:
    data = library.load()
    window = (data.dates >= 39692) & (data.dates <= 40056)  # 2008-09-01 to 2009-08-31
    returns = data.returns[window][:, [data.codes.index(code) for code in ("SPX", "UST10Y")]]
    of = {book: -np.quantile(returns @ book, 0.01) for book in ((60, 40), (60, -40))}
    assert f"and {of[60, 40]:.3f} without the exchange rate" in PAGE
    assert f"gives {of[60, -40]:.3f}." in PAGE
    assert f"gives {of[60, 40] * 10**0.5:.2f}." in PAGE
