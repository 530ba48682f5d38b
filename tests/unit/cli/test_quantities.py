"""Numbers behind options: what makes no sense is refused as typed, in words, before any work."""

from __future__ import annotations

import pytest

from xl_stressvar.cli import main, quantities
from xl_stressvar.functions.parameters import MOST_HORIZON

PACK = ("pack", "prices.csv", "positions.csv")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ((*PACK, "--horizon", "0"), "--horizon: 0 is not a whole number from 1 to 10,000"),
        ((*PACK, "--horizon", "1.5"), "--horizon: 1.5 is not a whole number from 1 to 10,000"),
        ((*PACK, "--horizon", "ten"), "--horizon: ten is not a whole number from 1 to 10,000"),
        ((*PACK, "--capital", "much"), "--capital: much is not an amount of money"),
        ((*PACK, "--capital", "-5"), "--capital: -5 is not an amount of money"),
        ((*PACK, "--capital", "nan"), "--capital: nan is not an amount of money"),
        ((*PACK, "--confidence", "high"), "--confidence: high is not from 50% to 99.99%"),
        ((*PACK, "--confidence", "101%"), "--confidence: 101% is not from 50% to 99.99%"),
        (("eval", "=1", "--memory", "x"), "--memory: x is not a positive number"),
        (("eval", "=1", "--time", "0"), "--time: 0 is not a positive number"),
        (("batch", "job.toml", "--workers", "x"), "--workers: x is not a whole number from 1 to 1,024"),
    ],
)  # fmt: skip
def test_a_number_that_makes_no_sense_is_refused_as_typed(line, said, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main.main(line)
    captured = capsys.readouterr()
    assert (ended.value.code, captured.out) == (2, "")
    assert said in captured.err


def test_the_longest_horizon_is_that_of_the_functions() -> None:
    assert quantities.whole(MOST_HORIZON)("10000") == 10_000


@pytest.mark.parametrize("text", ["99%", "99", "0.99", " 99 % "])
def test_a_level_is_read_as_a_percentage_or_a_share(text) -> None:
    assert quantities.confidence(text) == pytest.approx(0.99)
