"""Options and bonds in a job have the figures that the worksheet functions give for them."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import openpyxl
import pandas as pd
import pytest

import xl_stressvar as sv
from tests.unit.batch import jobs, killing
from tests.unit.batch.held import (
    BOND,
    BONDS,
    OPTION,
    OPTIONS,
    Rows,
    bonds,
    calculate,
    job,
    options,
    returns,
)
from xl_stressvar.batch import engines, finish
from xl_stressvar.batch.instruments import Held, load_held, write_held
from xl_stressvar.batch.job import read_job
from xl_stressvar.batch.report import write_report
from xl_stressvar.batch.verify import verify
from xl_stressvar.domain import History, Positions, dates
from xl_stressvar.errors import FileProblem
from xl_stressvar.risk.instruments.bonds import Bonds

pytestmark = pytest.mark.xdist_group("batch")

NORMAL = (
    'name = "normal"\nwindow = "2008-02-01:2008-09-30"\nmethod = "normal"\nconfidence = 0.975\n'
)
TWO = (
    'name = "two"\nwindow = ["2008-02-01:2008-09-30", "2008-10-01:2009-03-31"]\nhorizon_days = 10\n'
)


def history(rows: Rows) -> History:
    days = np.array([dates.serial(row[0]) for row in rows[1:]])
    return History(np.array([row[1:] for row in rows[1:]]), tuple(rows[0][1:]), days)


def by_factor(daily: History, held: Rows, listed: Rows, bonds: Rows, whose: set[str]) -> History:
    """What portfolios make, by the worksheet functions: a column of money a factor."""
    out = dict.fromkeys(daily.labels(), 0.0)
    for portfolio, factor, amount in held[1:]:
        if portfolio in whose:
            out[factor] = out[factor] + amount * daily.values[:, daily.labels().index(factor)]
    for function, rows in (("OPTION_PNL", listed), ("BOND_PNL", bonds)):
        mine = [[f"{row[0]} {row[1]}", *row[2:]] for row in rows[1:] if row[0] in whose]
        if mine:
            pnl = sv.ask(function, daily, pd.DataFrame(mine, columns=rows[0][1:]))
            for row, column in zip(mine, np.asarray(pnl, dtype=float).T[-len(mine) :], strict=True):
                out[row[1]] = out[row[1]] + column
    there = {name: column for name, column in out.items() if np.ndim(column)}
    return History(np.column_stack(list(there.values())), tuple(there), daily.dates)


def test_figures_are_those_of_the_cell_functions(tmp_path: Path) -> None:
    """P3, P1 and P6 hold options, P1 and P5 bonds; the nodes hold those of the portfolios below them."""
    calculate(job(tmp_path, measures=[jobs.MEASURE, NORMAL, TWO]))
    asked = {
        "worst": ("WORST", 0.99, 1, "historical"),
        "normal": ("2008-02-01:2008-09-30", 0.975, 1, "normal"),
        "two": (["2008-02-01:2008-09-30", "2008-10-01:2009-03-31"], 0.99, 10, "historical"),
    }
    p = [f"P{i + 1}" for i in range(7)]
    nodes = [p, p[:3], p[:2], p[2:3], p[3:], p[3:5], p[5:]]
    found = iter(jobs.results(tmp_path))
    for whose in [*([name] for name in p), *nodes]:
        columns = by_factor(history(returns()), jobs.positions(), OPTIONS, BONDS, set(whose))
        money = History(columns.values.sum(axis=1)[:, None], ("P&L",), columns.dates)
        for measure, (window, *arguments) in asked.items():
            row = next(found)
            one, ones = Positions(np.ones((1, 1))), Positions(np.ones((1, columns.assets)))
            alone = f"{row['start']}:{row['end']}"
            var = sv.stressed_var(money, one, window, *arguments)
            assert row["var"] == pytest.approx(var, rel=1e-12)
            es = sv.stressed_es(money, one, alone, *arguments)
            assert row["es"] == pytest.approx(es, rel=1e-12)
            if window == "WORST":
                start, end, _ = sv.worst_window(money, one, None, *arguments)
                assert (row["start"], row["end"]) == (start.date(), end.date())
            else:
                assert alone in window
            apart = sv.var_contribution(columns, ones, window, *arguments)["Component VaR"]
            given = dict(zip(row["factor"], row["component"], strict=True))
            assert given.keys() <= set(columns.labels())
            scale = 1e-12 * float(np.abs(columns.values).max())
            for factor in columns.labels():
                assert given.get(factor, 0.0) == pytest.approx(apart[factor], rel=1e-12, abs=scale)
            assert sum(row["component"]) == pytest.approx(row["var"], rel=1e-12)
            assert measure == row["measure"]
    assert next(found, None) is None


@pytest.mark.slow
def test_two_hundred_random_portfolios_have_the_windows_and_figures_of_the_cells(
    tmp_path: Path,
) -> None:
    rng = np.random.default_rng(200)
    names = [f"Q{i}" for i in range(200)]
    held: Rows = [["portfolio", "factor", "amount"]]
    held += [[name, "SPX", float(rng.normal(0, 1e6))] for name in names[:150]]
    listed, debt = options(names[50:], each=2, seed=8), bonds(names[100:], seed=9)
    daily = returns(700)
    path = job(
        tmp_path, returns=daily, positions=held, options=listed, bonds=debt, hierarchy=None,
        settings="block = 77\ncomponents = false",
    )  # fmt: skip
    calculate(path)
    found = {row["portfolio"]: row for row in jobs.results(tmp_path)}
    assert len(found) == 201
    for name in names:
        columns = by_factor(history(daily), held, listed, debt, {name})
        money = History(columns.values.sum(axis=1)[:, None], ("P&L",), columns.dates)
        one, row = Positions(np.ones((1, 1))), found[name]
        var = sv.stressed_var(money, one, "WORST", 0.99)
        assert row["var"] == pytest.approx(var, rel=1e-12)
        start, end, _ = sv.worst_window(money, one, None, 0.99)
        assert (row["start"], row["end"]) == (start.date(), end.date())


@pytest.mark.parametrize("method", ["historical", "filtered", "monte carlo", "volatility scaled"])
def test_components_of_nodes_add_up_to_their_parent(tmp_path: Path, method: str) -> None:
    measure = (
        f'name = "a"\nwindow = "2008-02-01:2008-09-30"\nmethod = "{method}"\nconfidence = 0.95\n'
    )
    calculate(job(tmp_path, measures=[measure]))
    rows = finish.node_rows(tmp_path / "out")
    for name in ("Total", "EQUITY", "RATES"):
        parent = next(r for r in rows if r["portfolio"] == name)
        below = [r["component_of_parent"] for r in rows if r["parent"] == name]
        assert len(below) == 2
        assert sum(below) == pytest.approx(parent["var"])


def test_a_child_with_instruments_has_its_share_of_the_days_that_count(tmp_path: Path) -> None:
    """By hand: the loss of each desk on the two days between which the firm's VaR lies."""
    calculate(job(tmp_path))
    rows = finish.node_rows(tmp_path / "out")
    total = rows[0]
    p = [f"P{i + 1}" for i in range(7)]
    daily = history(returns())
    desks = [
        by_factor(daily, jobs.positions(), OPTIONS, BONDS, set(whose)).values.sum(axis=1)
        for whose in (p[:3], p[3:])
    ]
    assert daily.dates is not None
    first, last = (
        int(np.searchsorted(daily.dates, dates.serial(total[k]))) for k in ("start", "end")
    )
    window = slice(first, last + 1)
    order = np.argsort((desks[0] + desks[1])[window])
    at = 0.01 * (len(order) - 1)
    low, part = int(at), at - int(at)
    for name, pnl in zip(("EQUITY", "RATES"), desks, strict=True):
        days = pnl[window][order[low : low + 2]]
        found = next(r for r in rows if r["portfolio"] == name)["component_of_parent"]
        assert found == pytest.approx(-(days[0] + part * (days[1] - days[0])), rel=1e-9)


@pytest.fixture
def taken() -> Iterator[None]:
    """Another program's pages at the port that Dask's would take."""
    with socket.socket() as other:
        with contextlib.suppress(OSError):  # some program has it already
            other.bind(("127.0.0.1", 8787))
            other.listen()
        yield


@pytest.mark.slow
@pytest.mark.usefixtures("taken")
def test_every_engine_and_every_split_gives_the_same_digest(tmp_path: Path) -> None:
    def found(engine: engines.Engine, block: int) -> str:
        folder = tmp_path / f"{type(engine).__name__} {block}"
        totals = calculate(job(folder, settings=f"block = {block}"), engine).totals
        assert totals is not None
        return totals.digest

    one = found(engines.here, 3)
    assert found(engines.here, 5) == one
    assert found(engines.Pool(2), 3) == one
    run = killing.start(job(tmp_path / "dask"), "--scheduler", "local", "--workers", "1")
    out, err = killing.ended(run)
    assert out.splitlines()[-1] == f"Digest of all figures: {one}"
    assert err == ""


def test_a_portfolio_whose_option_cannot_be_valued_fails_and_the_others_go_on(
    tmp_path: Path,
) -> None:
    rows = [list(row) for row in OPTIONS]
    for row in rows[1:]:
        row[2] = "Gold" if row[0] != "P3" else "SPX"
        row[8] = 0.001 if row[0] == "P3" else row[8]
    outcome = calculate(job(tmp_path, options=rows))
    failed = {r["portfolio"]: r for r in jobs.results(tmp_path) if r["error"]}
    assert failed.keys() == {"P3", "Total", "EQUITY", "EQUITY / Options"}
    assert outcome.failed == 4
    assert failed["P3"]["error"] == "#NUM!"
    assert "the volatility of Option 0 would be" in failed["P3"]["why"]
    assert failed["P3"]["component"] == []


@pytest.mark.parametrize("file", ["options", "bonds"])
def test_another_instrument_does_all_anew_and_the_same_ones_nothing(
    tmp_path: Path, file: str
) -> None:
    path = job(tmp_path)
    first = calculate(path)
    again = calculate(path, resume=True)
    assert (again.done, again.kept) == (0, 5)
    assert first.totals == again.totals
    rows = [list(row) for row in (OPTIONS if file == "options" else BONDS)]
    rows[1][4] *= 1.5
    jobs.save(tmp_path / f"{file}.parquet", rows)
    with pytest.raises(FileProblem, match=rf"{file}\.parquet is not what the results were"):
        verify(read_job(path))
    other = calculate(path, resume=True)
    assert other.kept == 0
    assert other.totals != first.totals


def test_a_part_with_instruments_that_is_cut_off_is_done_again(tmp_path: Path) -> None:
    path = job(tmp_path)
    first = calculate(path)
    file = tmp_path / "out/parts/part-0000002.parquet"
    file.write_bytes(file.read_bytes()[:-100])
    again = calculate(path, resume=True)
    assert (again.done, again.kept) == (1, 4)
    assert again.totals == first.totals


def test_a_sample_with_instruments_that_is_redone_is_the_same(tmp_path: Path) -> None:
    path = job(tmp_path, measures=[jobs.MEASURE, NORMAL])
    calculate(path)
    found = verify(read_job(path), sample=1000)
    assert (found.figures, found.differences) == (28, [])


def test_the_report_names_the_files_of_instruments(tmp_path: Path) -> None:
    plan = calculate(job(tmp_path)).plan
    write_report(tmp_path / "out", plan, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    lines = {row[0]: row[1] for row in book["Audit"].iter_rows(max_col=2, values_only=True)}
    assert str(lines["options: options.parquet"]).startswith("SHA-256 ")
    assert str(lines["bonds: bonds.parquet"]).startswith("SHA-256 ")
    assert "9 options, 4 bonds" in book["Summary"]["A2"].value


def test_however_many_instruments_are_valued_at_a_time_the_figures_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = calculate(job(tmp_path / "a")).totals
    monkeypatch.setattr("xl_stressvar.risk.instruments.mixed._AT_ONCE", 1000)  # two of 400 days
    assert calculate(job(tmp_path / "b")).totals == one


def test_the_same_contract_in_several_portfolios_is_valued_once_in_a_node(tmp_path: Path) -> None:
    """P1 holds an option and P2 as much of it sold: nothing is left of it in their book."""
    option, debt = OPTIONS[1], BONDS[1]
    listed = [
        list(OPTION),
        *([p, name, *option[2:]] for p, name in (("P1", "a"), ("P2", "b"), ("P4", "c"))),
    ]
    listed[2][4] = -listed[1][4]
    held = [list(BOND), *([p, *debt[1:]] for p in ("P1", "P3"))]
    plan = calculate(job(tmp_path, options=listed, bonds=held)).plan
    total, cash = (cast(list[Any], plan.instruments(7 + i)) for i in (0, 2))
    assert [len(each.names) for each in total] == [1, 1]
    assert total[0].quantities.tolist() == [listed[1][4]]
    assert total[1].faces.tolist() == [2 * debt[3]]
    assert cash[0].quantities.tolist() == [0.0]
    for item in (7, 9):
        whose = {f"P{i + 1}" for i in (range(7) if item == 7 else range(2))}
        columns = by_factor(history(returns()), jobs.positions(), listed, held, whose)
        money = History(columns.values.sum(axis=1)[:, None], ("P&L",), columns.dates)
        var = sv.stressed_var(money, Positions(np.ones((1, 1))), "WORST", 0.99)
        assert jobs.results(tmp_path)[item]["var"] == pytest.approx(var, rel=1e-12)


def test_a_long_name_takes_its_own_room_alone(tmp_path: Path) -> None:
    names = ("x" * 30_000, *map(str, range(9_999)))
    numbers = [np.ones(10_000) for _ in range(5)]
    bonds = Bonds(names, ("USD 10Y",) * 10_000, *numbers)
    write_held(tmp_path, {"bonds": Held("bonds", bonds, np.array([0, 10_000]))})
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1e6
    (found,) = load_held(tmp_path)
    assert found.table.names == names
