"""pack: exports that are as bad as real ones become a committee's pages, with the figures that pandas gives."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from tests import own_book
from tests.support import value
from tests.unit.cli.test_templates import run
from xl_stressvar.cli import holdings, main, packing
from xl_stressvar.errors import FileProblem
from xl_stressvar.tables import FileTable

pytestmark = [pytest.mark.slow, pytest.mark.artefacts]
AMOUNTS = dict(zip(own_book.NAMES, (30e6, 20e6, 25e6, 5e6, 8e6, 12e6), strict=True))
DESKS = ("Equities", "Equities", "Rates", "Commodities", "Equities", "Credit")
LIMIT = 2.5e6
CONFIDENCE, YEAR = 0.95, 250


@dataclass
class Pack:
    """What one run wrote and said."""

    path: Path
    code: int
    out: str
    err: str

    def __post_init__(self) -> None:
        self.book = openpyxl.load_workbook(self.path, data_only=True)

    def named(self, name: str):
        ((sheet, address),) = self.book.defined_names[name].destinations
        return self.book[sheet][address.replace("$", "")].value

    def rows(self, sheet: str, header: str) -> list[tuple]:
        """The rows below a header in the column B, to the first that is blank."""
        found = []
        below = False
        for row in self.book[sheet].iter_rows(min_col=2, values_only=True):
            if below and row[0] in (None, ""):
                break
            if below:
                found.append(row)
            below = below or row[0] == header
        return found


def exports(folder: Path) -> list[str]:
    """The own book and what a desk exports beside it, decimal commas and a total among them."""
    lines = ["Positions of 30/12/2024;;", "", "Instrument;ISIN;Amount"]
    lines += [
        f"{name};XS{i};{own_book.decimal_comma(x)}" for i, (name, x) in enumerate(AMOUNTS.items())
    ]
    lines += [f"Total;;{own_book.decimal_comma(sum(AMOUNTS.values()))}"]
    files = {
        "prices.csv": own_book.as_csv(),
        "positions.csv": "\r\n".join(lines).encode(),
        "groups.csv": "\n".join(
            ["Name;Desk", *map(";".join, zip(AMOUNTS, DESKS, strict=True))]
        ).encode(),
        "limits.csv": f"Figure;Limit\nstressed var;{own_book.decimal_comma(LIMIT)}\n".encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    given = [str(folder / name) for name in files]
    return ["pack", *given[:2], "--groups", given[2], "--limits", given[3]]


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("pack")
    target = folder / "new" / "committee.xlsx"
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", err)
        code = main.main(
            [*exports(folder), "-o", str(target), "--confidence", "95%", "--currency", "EUR",
             "--prepared-by", "A. Analyst", "--portfolio", "Pension II"]
        )  # fmt: skip
    return Pack(target, code, out.getvalue(), err.getvalue())


# the same by plain pandas, from the file alone


@pytest.fixture(scope="module")
def returns() -> pd.DataFrame:
    """Own returns, NaN where there is none: the weekly fund and the young ETF."""
    raw = pd.read_csv(
        io.BytesIO(own_book.as_csv()), sep=";", encoding="cp1252", skiprows=3, skipfooter=2, engine="python",
        index_col=0, na_values=[own_book.NO_PRICE], thousands=".", decimal=",",
    )  # fmt: skip
    raw.index = pd.to_datetime(raw.index, format="%d/%m/%Y", errors="coerce")
    prices = raw[raw.index.notna()].sort_index().astype(float)
    prices.loc[pd.Timestamp(own_book.WRONG), "German Equities"] = np.nan
    filled = prices.ffill(limit=3)
    first, last = map(pd.Timestamp, own_book.WEEKLY)
    filled.loc[first:last, "Credit Fund"] = prices.loc[first:last, "Credit Fund"]
    return filled.pct_change(fill_method=None)[1:]


@pytest.fixture(scope="module")
def whole(returns: pd.DataFrame) -> pd.DataFrame:
    """With proxies where there is no own return: least squares on library factors and on the other assets."""
    table = value("CRISIS_RETURNS", "1999-01-05:2022-12-30", "SPX;EURUSD;USDJPY")
    days = pd.to_datetime([row[0] for row in table[1:]], unit="D", origin="1899-12-30")
    factors = pd.DataFrame([row[1:] for row in table[1:]], days)
    out = returns.copy()
    for name in returns:
        blank = returns[name].isna()
        if not blank.any():
            continue
        others = returns.drop(columns=name).loc[:, lambda x, blank=blank: x[blank].notna().all()]
        x = factors.reindex(returns.index).join(others)
        fit = x.notna().all(axis=1) & ~blank
        design = np.column_stack([np.ones(fit.sum()), x[fit]])
        betas = np.linalg.lstsq(design, returns.loc[fit, name])[0][1:]
        out.loc[blank, name] = x[blank].fillna(0.0) @ betas
    return out


@pytest.fixture(scope="module")
def pnl(whole: pd.DataFrame) -> pd.Series:
    return whole @ pd.Series(AMOUNTS)


def var(pnl: pd.Series) -> float:
    return -float(np.percentile(pnl, 100 * (1 - CONFIDENCE)))


def test_it_exits_with_0_and_says_nothing_of_failures(pack: Pack) -> None:
    assert (pack.code, pack.err) == (0, "")


def test_the_stressed_figure_rests_on_own_prices_of_2008(pack: Pack, pnl: pd.Series) -> None:
    assert pack.named("stressed") == pytest.approx(var(pnl["2008-09-01":"2009-08-31"]), rel=1e-9)


def test_the_current_figure_is_that_of_the_latest_year(pack: Pack, pnl: pd.Series) -> None:
    assert pack.named("current") == pytest.approx(var(pnl[-YEAR:]), rel=1e-12)


def test_the_worst_year_is_the_highest_of_all(pack: Pack, pnl: pd.Series) -> None:
    every = [var(pnl[i : i + YEAR]) for i in range(len(pnl) - YEAR + 1)]
    assert pack.named("worst_year") == pytest.approx(max(every), rel=1e-9)


def test_the_trend_ends_with_the_current_figure(pack: Pack, pnl: pd.Series) -> None:
    trend = [
        row[:3]
        for row in pack.book["Work"].iter_rows(values_only=True)
        if row[3] == pack.named("stressed")
    ]
    assert len(trend) == 97
    for _, last, figure in trend[::16]:
        days = pnl[:last]
        assert figure == pytest.approx(var(days[-YEAR:]), rel=1e-9)
    assert trend[-1][1].date() == own_book.LAST


def test_the_backtest_counts_the_days_beyond_the_var_of_the_evening_before(
    pack: Pack, pnl: pd.Series
) -> None:
    beyond = sum(pnl.iloc[i] < -var(pnl[i - YEAR : i]) for i in range(len(pnl) - YEAR, len(pnl)))
    told = dict(row[:2] for row in pack.rows("Backtest", "Backtest of the current VaR, 250 days"))
    assert (told["Days"], told["Exceptions"]) == (YEAR, beyond)


def test_each_desk_alone_is_the_figure_of_its_assets(pack: Pack, whole: pd.DataFrame) -> None:
    desk = [name for name, of in zip(AMOUNTS, DESKS, strict=True) if of == "Equities"]
    alone = var((whole[desk] @ pd.Series(AMOUNTS)[desk])["2008-09-01":"2009-08-31"])
    told = {row[0]: row for row in pack.rows("Contributors", "By desk")}
    assert told["Equities"][2] == pytest.approx(alone, rel=1e-9)
    assert sum(told[name][3] for name in set(DESKS)) == pytest.approx(
        pack.named("stressed"), rel=1e-9
    )


def test_the_ten_worst_days_are_those_of_pandas(pack: Pack, pnl: pd.Series) -> None:
    worst = pnl.nsmallest(10)
    told = pack.rows("Scenarios", "The ten worst days of this book's history")
    assert [row[0] for row in told] == list(worst.index)
    assert [row[1] for row in told] == pytest.approx(list(worst), rel=1e-9)


def test_a_limit_is_compared_with_its_figure(pack: Pack) -> None:
    told = {row[0]: row for row in pack.rows("Answer", "Figure")}
    assert told["Stressed VaR"][3] == pytest.approx(pack.named("stressed") / LIMIT, rel=1e-12)
    assert told["Worst year"][2] == "none"


def test_the_title_states_the_answer(pack: Pack, pnl: pd.Series) -> None:
    stressed = var(pnl["2008-09-01":"2009-08-31"])
    told = (
        f"In 2008–09 this book would have lost EUR {stressed / 1e6:.1f}M or more on one day in twenty, "
        f"{stressed / var(pnl[-YEAR:]):.1f} times today."
    )
    assert pack.named("headline") == told
    assert told in pack.out


def test_the_first_page_warns_of_a_weak_proxy_and_of_the_spike(
    pack: Pack, returns: pd.DataFrame
) -> None:
    assert "Young ETF rests on a proxy that explains" in pack.named("warning")
    assert "Spikes in prices were left out." in pack.named("warning")
    assert pack.book["Answer"]["B4"].value == pack.named("warning")


@pytest.mark.parametrize(
    ("kind", "column"),
    [("spike", "German Equities"), ("stale", "Gold EUR"), ("slower rhythm", "Credit Fund"), ("young", "Young ETF"),
     ("missing weekdays", "Date"), ("error texts", "US Equities, German Equities, Euro Bonds"), ("newest first", "Date"),
     ("dates as text", "Date"), ("title rows", "Date"), ("footer", "Date"), ("blanks", "US Equities"),
     ("blanks", "German Equities")],
)  # fmt: skip
def test_every_flaw_is_in_the_report_and_printed(pack: Pack, kind: str, column: str) -> None:
    told = [(row[0], row[3]) for row in pack.rows("Cleaning", "Finding, the worst first")]
    assert (kind, column) in told
    assert any(
        line.startswith(f"{kind} (") and f", {column}, " in line for line in pack.out.splitlines()
    )


def test_the_days_that_a_proxy_fills_are_those_of_the_window(
    pack: Pack, returns: pd.DataFrame
) -> None:
    inside = returns["2008-09-01":"2009-08-31"]
    told = {row[0]: row[1:3] for row in pack.rows("Proxies", "Each asset in the window")}
    assert told == {
        name: (inside[name].notna().sum(), inside[name].isna().sum()) for name in inside
    }
    audit = dict(row[:2] for row in pack.rows("Audit", "This pack"))
    filled = f"{inside.isna().to_numpy().sum()} days of the window, "
    assert audit["Filled by proxies"].startswith(filled)


def test_the_first_page_says_what_the_backtest_and_the_window_say(pack: Pack) -> None:
    tested = dict(row[:2] for row in pack.rows("Backtest", "Backtest of the current VaR, 250 days"))
    review = {row[4]: row[5] for row in pack.book["Window"].iter_rows(min_col=1, values_only=True)}
    told = (
        f"Backtest of 250 days: current VaR {tested['Direction']}, {tested['Traffic light']}; "
        f"stressed VaR {pack.named('stressed_status')}.  Stress window: {review['Verdict']} since "
        f"{review['Review due']:%Y-%m-%d}."
    )
    assert told in [row[0].value for row in pack.book["Answer"]["B1:B40"]]


def test_the_page_of_the_cleaning_says_that_gaps_are_filled_and_spikes_left_out(pack: Pack) -> None:
    told = " ".join(str(row[0].value) for row in pack.book["Cleaning"]["B2:B3"])
    assert "Gaps of up to 3 rows take the price before them" in told
    assert "spikes are left out and become gaps" in told
    assert "no other price" not in told


def test_the_formulas_are_live_and_the_prices_as_they_came(pack: Pack) -> None:
    formulas = openpyxl.load_workbook(pack.path)
    ((sheet, address),) = formulas.defined_names["stressed"].destinations
    cell = formulas[sheet][address.replace("$", "")].value
    assert "STRESSED_VAR(" in getattr(cell, "text", cell)
    shown = [list(row[:7]) for row in formulas["Prices"].iter_rows(values_only=True)]
    assert [
        [x or "" for x in row][: len(own)] for row, own in zip(shown, own_book.rows(), strict=False)
    ] == own_book.rows()


def test_its_checks_agree_and_the_one_that_needs_a_plain_table_is_not_made(pack: Pack) -> None:
    assert (
        pack.named("checks_verdict")
        == "6 checks against plain Excel agree; 1 not checked: see Checks."
    )


def test_what_is_told_is_on_the_first_page(pack: Pack) -> None:
    assert (
        pack.book["Answer"]["B3"].value
        == "Pension II  ·  as of 2024-12-30  ·  prepared by A. Analyst  ·  DRAFT"
    )


def test_a_book_that_rests_on_weak_proxies_alone_has_no_figure_in_its_title(
    tmp_path: Path, capsys
) -> None:
    given = exports(tmp_path)
    rows = [
        row for row in own_book.rows() if not row or row[0][-4:] not in map(str, range(2007, 2018))
    ]
    (tmp_path / "prices.csv").write_text("\n".join(";".join(row) for row in rows))
    code, out, _ = run(capsys, *given, "-o", str(tmp_path / "late.xlsx"))
    assert code == 0
    assert "What 2008–09 would cost this book is not known: its proxies explain too little." in out


def test_the_change_since_the_last_pack_is_told(pack: Pack, tmp_path: Path, capsys) -> None:
    target = tmp_path / "second.xlsx"
    given = exports(tmp_path)
    text = (tmp_path / "positions.csv").read_text().replace("30.000.000,00", "60.000.000,00")
    (tmp_path / "positions.csv").write_text(text)
    code, out, _ = run(
        capsys,
        *given,
        "-o",
        str(target),
        "--confidence",
        "0.95",
        "--previous",
        str(pack.path),
        "--final",
        "--json",
    )
    second = Pack(target, code, out, "")
    summary = json.loads(out)
    assert (summary["target"], summary["failed"]) == (str(target), False)
    assert summary["headline"] == second.named("headline")
    assert summary["warning"] == second.named("warning").strip()
    told = {row[0]: row for row in second.rows("Answer", "Figure")}
    change = second.named("stressed") / pack.named("stressed") - 1
    assert told["Stressed VaR"][4] == pytest.approx(change, rel=1e-12)
    assert change > 0
    assert second.book["Answer"]["B3"].value.endswith("FINAL")
    assert second.book["Answer"]["B12"].value.endswith("Last: 2024-12-30.")


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("positions.csv", "Gold EUR", "Gold USD", "positions.csv has Gold USD, which is none of the columns of prices. Did you mean Gold EUR?"),
        ("positions.csv", "Gold EUR", "Euro Bonds", "positions.csv has Euro Bonds twice"),
        ("limits.csv", "stressed var", "stresed var", "limit on stresed var, which is no figure of the pack. Did you mean Stressed VaR"),
        ("prices.csv", "03/08/2011", "31/02/2011", "Nothing was written."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_and_nothing_is_written(
    file: str, old: str, new: str, said: str, tmp_path: Path, capsys
) -> None:
    given = exports(tmp_path)
    data = (tmp_path / file).read_bytes()
    (tmp_path / file).write_bytes(data.replace(old.encode(), new.encode(), 1))
    code, _, err = run(capsys, *given, "-o", str(tmp_path / "a.xlsx"))
    assert code == 1
    assert said in err
    assert not (tmp_path / "a.xlsx").exists()


def table(*rows: list) -> FileTable:
    width = max(map(len, rows))
    return FileTable([[*row, *[None] * (width - len(row))] for row in rows], "")


def test_amounts_are_read_under_the_sign_that_fits_all_of_them() -> None:
    assert holdings.amounts(table(["A", "1.000"], ["B", "2.000,50"]), "p", None) == {
        "A": 1000,
        "B": 2000.5,
    }
    assert holdings.amounts(table(["A", "(1,000)"], ["B", 5.0]), "p", ".") == {"A": -1000, "B": 5}


@pytest.mark.parametrize(
    ("as_of", "lines"),
    [
        (None, []),
        (dt.date(2024, 12, 30), []),
        (dt.date(2020, 12, 31), [(
            "The first page says as of 2020-12-31; the figures are those of the last price, 2024-12-30."
        )]),
    ],
)  # fmt: skip
def test_a_day_of_the_report_that_is_not_the_last_price_s_is_said(as_of, lines) -> None:
    assert packing.other_day(as_of, 45656) == lines  # 45656: 2024-12-30 as Excel counts days


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["A", "1.000"], ["B", "2.000"]], "can be a thousand or a little more than one"),
        ([["A", 1.0, 2.0], ["B", 3.0, 4.0]], "several columns of numbers: column 2, column 3"),
        ([["A", "B"], ["C", "D"]], "no column of names with a column of numbers"),
        ([["A", 1.0], ["a", 2.0]], "has a twice"),
    ],
)
def test_amounts_that_are_not_certain_are_refused(rows: list[list], said: str) -> None:
    with pytest.raises(FileProblem, match=said):
        holdings.amounts(table(*rows), "p.csv", None)


def test_of_several_columns_the_one_called_amount_counts() -> None:
    rows = [["Name", "Weight", "Amount"], ["A", 0.4, 40.0], ["B", 0.6, 60.0]]
    assert holdings.amounts(table(*rows), "p", None) == {"A": 40, "B": 60}
