"""Tables of instruments: read alike from every format, and refused by file, row and column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.unit.batch import jobs
from tests.unit.batch.held import (
    BONDS,
    ENDINGS,
    OPTION,
    OPTIONS,
    bonds,
    calculate,
    job,
    options,
    refused,
    returns,
)
from xl_stressvar.batch import instruments

pytestmark = pytest.mark.xdist_group("batch")


def place(ending: str, file: str, row: int, column: int, name: str) -> str:
    return {
        ".parquet": f"{file}.parquet, row {row}, column {name}",
        ".csv": f"{file}.csv, line {row + 1}, field {column + 1}",
        ".xlsx": f"{file}.xlsx, Sheet!{'ABCDEFGHIJKL'[column]}{row + 1}",
    }[ending]


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("file", "row", "column", "cell", "says"),
    [
        ("options", 4, 0, None, " is blank where a name is expected."),
        ("options", 2, 1, None, " is blank where a name is expected."),
        ("options", 2, 1, "Option 0", " is the name Option 0 again."),
        ("options", 3, 2, "SPY", " (Option 2, underlying) is SPY, which is not a column of the history."),
        ("options", 3, 3, "cal", " (Option 2, type) is 'cal', which is not a type of option."),
        ("options", 1, 4, None, " (Option 0, quantity) is blank. A blank is never taken as zero"),
        ("options", 1, 7, 90.0, " (Option 0, years) is 90 years."),
        ("options", 9, 8, 20.0, " (Option 2, volatility) is 20, a volatility of 2000% a year."),
        ("options", 9, 8, -0.2, " (Option 2, volatility) is -0.2."),
        ("bonds", 2, 2, "EUR 10Y", " (Bond 1, curve) is EUR 10Y, which is not a column of the history."),
        ("bonds", 4, 7, 3.0, " (Bond 1, frequency) is 3 coupons a year."),
        ("bonds", 1, 4, 3.0, " (Bond 0, coupon) is 3, a rate of 300% a year."),
    ],
)  # fmt: skip
def test_a_wrong_instrument_is_refused_by_file_row_and_column(
    tmp_path: Path, ending: str, file: str, row: int, column: int, cell: object, says: str
) -> None:
    rows = [list(each) for each in (OPTIONS if file == "options" else BONDS)]
    rows[row][column] = cell
    sentence = refused(job(tmp_path, ending=ending, **{file: rows}))
    assert sentence.startswith(place(ending, file, row, column, rows[0][column]) + says)


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ((), "options.csv has no column portfolio. Add it; the columns are portfolio, name, underlying,"),
        (("portfolio", "portfolio"), "options.csv, line 1, field 12 is the column portfolio again."),
        (("portfolio", "delta"), "options.csv, line 1, field 12 is the column 'delta', which is not used"),
    ],
)  # fmt: skip
def test_a_table_with_other_columns_is_refused(
    tmp_path: Path, columns: Sequence[str], says: str
) -> None:
    body = [[*row[1:], *[row[0]] * len(columns)] for row in OPTIONS[1:]]
    path = job(tmp_path, ending=".csv", options=[[*OPTION[1:], *columns], *body])
    assert refused(path).startswith(says)


def test_a_table_without_a_row_is_refused(tmp_path: Path) -> None:
    sentence = refused(job(tmp_path, ending=".csv", bonds=BONDS[:1]))
    assert sentence.startswith("bonds.csv has a header and no row below it.")


def test_yield_and_frequency_may_be_left_out_and_columns_stand_in_any_order(tmp_path: Path) -> None:
    zero = [[*row[:-1], 0.0] for row in OPTIONS[1:]]
    calculate(job(tmp_path / "a", options=[[*OPTION], *zero]))
    without = [row[-2::-1] for row in [OPTION, *zero]]
    calculate(job(tmp_path / "b", options=without, bonds=[row[:-1] for row in BONDS]))
    assert jobs.results(tmp_path / "a") == jobs.results(tmp_path / "b")


def test_a_portfolio_of_instruments_alone_needs_its_place_in_the_hierarchy(tmp_path: Path) -> None:
    alone = options(["P8"])
    sentence = refused(job(tmp_path, options=alone))
    assert sentence.startswith("hierarchy.csv has no row for portfolio P8.")
    rest = job(tmp_path / "b", options=alone, hierarchy=f"{jobs.HIERARCHY}P8,RATES,Repo\n")
    calculate(rest)
    row = next(r for r in jobs.results(tmp_path / "b") if r["portfolio"] == "P8")
    assert row["var"] > 0
    assert set(row["factor"]) <= {"SPX", "Gold"}


def test_names_of_portfolios_match_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    spelled = [[f" {row[0].lower()} ", *row[1:]] for row in OPTIONS[1:]]
    calculate(job(tmp_path / "a", options=[[*OPTION], *spelled]))
    calculate(job(tmp_path / "b"))
    assert jobs.results(tmp_path / "a") == jobs.results(tmp_path / "b")


def test_returns_that_cannot_move_the_instruments_are_refused_at_once(tmp_path: Path) -> None:
    rows = returns()
    in_percent = [rows[0], *([*row[:-1], 100 * row[-1]] for row in rows[1:])]
    sentence = refused(job(tmp_path, returns=in_percent))
    assert sentence.startswith("returns.parquet (")
    assert "no move of changes of a yield as a decimal" in sentence


def test_a_file_of_instruments_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def slow(*given: Any) -> Any:
        found = instruments.read_instruments(*given)
        jobs.save(tmp_path / "options.parquet", options(["P2"]))
        return found

    path = job(tmp_path)
    monkeypatch.setattr("xl_stressvar.batch.plan.read_instruments", slow)
    assert refused(path).startswith("options.parquet changed while it was read.")


def test_instruments_are_in_the_base_and_in_another_currency_they_are_refused(
    tmp_path: Path,
) -> None:
    """P7 alone holds shares in euros; the figures of the rest are those of a job without currencies."""
    local = [row for row in jobs.positions() if row[1] != "EURUSD"]
    held = [[*row, "USD"] for row in local] + [["P7", "EURUSD", 1e6, "EUR"]]
    held[0][3] = "currency"
    for folder in ("a", "c"):
        (tmp_path / folder).mkdir()
        jobs.save(tmp_path / folder / "fx.csv", jobs.rates())
    dollars = 'block = 3\nfx = "fx.csv"\nbase = "USD"'
    calculate(job(tmp_path / "a", positions=held, settings=dollars))
    calculate(job(tmp_path / "b", positions=local))
    pairs = zip(jobs.results(tmp_path / "a"), jobs.results(tmp_path / "b"), strict=True)
    for row, plain in list(pairs)[:6]:
        assert (row["start"], row["var"]) == (
            plain["start"],
            pytest.approx(plain["var"], rel=1e-12),
        )
    euros = dollars.replace("USD", "EUR")
    sentence = refused(job(tmp_path / "c", positions=held, settings=euros, ending=".csv"))
    assert sentence.startswith("options.csv, line 2, field 3 is ")
    assert "whose returns are in USD, and options and bonds are valued in EUR" in sentence


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("name", ["007", "1E5", " 12.50", "12"])
def test_a_portfolio_whose_name_looks_like_a_number_is_that_of_its_positions(
    tmp_path: Path, ending: str, name: str
) -> None:
    positions = [jobs.POSITIONS[0], [name, "SPX", 1000.0]]
    path = job(
        tmp_path, ending=ending, positions=positions, hierarchy=None,
        options=options([name]), bonds=bonds([name]),
    )  # fmt: skip
    assert calculate(path).plan.names == [name.strip()]
