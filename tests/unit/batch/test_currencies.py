"""A job in several currencies has the figures of returns that were put into one first."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import openpyxl
import pytest

import xl_stressvar as sv
from tests.unit.batch import jobs
from xl_stressvar.batch import engines
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.report import write_report
from xl_stressvar.batch.run import run
from xl_stressvar.crises import coverage
from xl_stressvar.domain import History, Positions, dates
from xl_stressvar.errors import StressVarError

CODES = {"SPX": "USD", "UST10Y": "usd", "EURUSD": "EUR", "Gold": "JPY"}


def positions(**changes: object) -> jobs.Rows:
    rows = jobs.positions()
    codes = CODES | changes
    return [[*rows[0], "currency"], *([*row, codes[row[1]]] for row in rows[1:])]


def job(folder: Path, rows: jobs.Rows, settings: str, ending: str = ".parquet") -> Path:
    folder.mkdir(exist_ok=True)
    jobs.save(folder / f"fx{ending}", jobs.rates())
    return jobs.job(
        folder, ending=ending, positions=rows, settings=f"block = 3\n{settings}".rstrip()
    )


def refused(path: Path) -> str:
    with pytest.raises(StressVarError) as caught:
        run(read_job(path), engines.here, resume=False)
    return caught.value.sentence()


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
def test_figures_are_those_of_returns_in_the_base(tmp_path: Path, ending: str) -> None:
    path = job(tmp_path, positions(), f'base = "EUR"\nfx = "fx{ending}"', ending)
    run(read_job(path), engines.here, resume=False)
    rows, fx = jobs.returns(), np.array([row[1:] for row in jobs.rates()[1:]])
    local = np.array([row[1:] for row in rows[1:]])
    euros = 1 / (1 + fx[:, 0])  # of a dollar; of a yen over the dollar
    growth = np.column_stack([euros, euros, np.ones(len(fx)), euros / (1 + fx[:, 1])])
    days = np.array([dates.serial(row[0]) for row in rows[1:]])
    history = History((1 + local) * growth - 1, jobs.FACTORS, days)
    held = np.zeros((7, 4))
    for name, factor, amount in jobs.positions()[1:]:
        held[int(name[1:]) - 1, jobs.FACTORS.index(factor)] = amount
    nodes = [held.sum(axis=0), held[:3].sum(axis=0)]
    found = jobs.results(tmp_path)
    for row, amounts in zip(found, [*held, *nodes], strict=False):
        alone = Positions(amounts[None, :])
        assert row["var"] == pytest.approx(sv.stressed_var(history, alone, "WORST"), rel=1e-9)
        start, end, _ = sv.worst_window(history, alone)
        assert (row["start"], row["end"]) == (start.date(), end.date())
        assert sum(row["component"]) == pytest.approx(row["var"], rel=1e-12)


def test_built_in_rates_are_taken_where_none_are_given(tmp_path: Path) -> None:
    days, euro = coverage.daily(("EURUSD",))
    days, euro = days[-800:-400], euro[-800:-400, 0]
    local = np.random.default_rng(3).normal(0, 0.01, len(days))
    rows = [
        ["Date", "DAX"],
        *([dates.date(d), r] for d, r in zip(days, local.tolist(), strict=True)),
    ]
    held = [["portfolio", "factor", "amount", "currency"], ["P1", "DAX", 5e6, "EUR"]]
    path = jobs.job(
        tmp_path / "a", returns=rows, hierarchy=None, positions=held, settings='base = "USD"'
    )
    run(read_job(path), engines.here, resume=False)
    history = History(((1 + local) * (1 + euro) - 1)[:, None], ("DAX",), days)
    expected = sv.stressed_var(history, Positions(np.array([[5e6]])), "WORST")
    assert jobs.results(tmp_path / "a")[0]["var"] == pytest.approx(expected, rel=1e-12)
    held[1][3] = "XXX"
    path = jobs.job(
        tmp_path / "b", returns=rows, hierarchy=None, positions=held, settings='base = "USD"'
    )
    sentence = refused(path)
    assert sentence.startswith("positions.parquet (DAX) needs XXX in USD, and the built-in rates")


def test_a_job_without_a_base_is_as_before_and_refuses_a_column_of_currencies(
    tmp_path: Path,
) -> None:
    assert refused(job(tmp_path / "a", positions(), "")).startswith(
        "positions.parquet has a column currency, and the job does not say in which currency to add"
    )
    assert refused(job(tmp_path / "b", jobs.positions(), 'base = "EUR"')).startswith(
        "positions.parquet has no column currency."
    )
    assert refused(job(tmp_path / "c", positions(), 'fx = "fx.parquet"')).startswith(
        "job.toml lacks base."
    )
    assert refused(job(tmp_path / "d", positions(), 'base = "euro"')).startswith(
        "base of job.toml is 'euro', which is not the code of a currency."
    )


@pytest.mark.parametrize("ending", [".parquet", ".csv", ".xlsx"])
@pytest.mark.parametrize(
    ("cell", "says"),
    [
        (None, "is blank where a name is expected."),
        ("Dollar", "is Dollar, which is not the code of a currency."),
        ("GBP", "is GBP, and SPX is in USD further up."),
    ],
)
def test_a_wrong_currency_is_refused_by_file_row_and_column(
    tmp_path: Path, ending: str, cell: object, says: str
) -> None:
    rows = positions()
    at = [i for i, row in enumerate(rows) if row[1] == "SPX"][1]
    rows[at][3] = cell
    where = {
        ".parquet": f"positions.parquet, row {at}, column currency ",
        ".csv": f"positions.csv, line {at + 1}, field 4 ",
        ".xlsx": f"positions.xlsx, Sheet!D{at + 1} ",
    }[ending]
    sentence = refused(job(tmp_path, rows, f'base = "EUR"\nfx = "fx{ending}"', ending))
    assert sentence.startswith(where + says)


def test_a_day_without_a_rate_is_told_with_its_rate(tmp_path: Path) -> None:
    path = job(tmp_path, positions(), 'base = "EUR"\nfx = "fx.parquet"')
    jobs.save(tmp_path / "fx.parquet", jobs.rates()[:300])
    assert refused(path).startswith(
        "There is no rate of EURUSD on 2009-02-20, a row of the history."
    )


def test_the_report_says_in_which_currency_it_is(tmp_path: Path) -> None:
    path = job(tmp_path, positions(), 'base = "EUR"\nfx = "fx.parquet"')
    plan = run(read_job(path), engines.here, resume=False).plan
    write_report(tmp_path / "out", plan, tmp_path / "report.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "report.xlsx")["Audit"]
    lines = {row[0]: row[1] for row in sheet.iter_rows(min_row=4, max_col=2, values_only=True)}
    assert lines["Currency"] == "EUR"
    assert str(lines["fx: fx.parquet"]).startswith("SHA-256 ")


def test_another_rate_does_all_anew(tmp_path: Path) -> None:
    path = job(tmp_path, positions(), 'base = "EUR"\nfx = "fx.parquet"')
    run(read_job(path), engines.here, resume=False)
    rows = jobs.rates()
    rows[50][1] += 1e-4
    jobs.save(tmp_path / "fx.parquet", rows)
    assert run(read_job(path), engines.here, resume=True).kept == 0
