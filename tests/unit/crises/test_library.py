"""The built-in crisis data: what the sources, the calendar and the arithmetic must give.

Unless said otherwise an expected number is from the project's data sheet, section "Checks every
build must pass" (S&P moves, GFC volatilities and correlations) or "sources" (spans and coverage).
"""

import csv
import gzip
import hashlib
import re
import subprocess
import sys
from datetime import date
from importlib import resources

import numpy as np
import pytest

from xl_stressvar.crises.factors import FACTORS
from xl_stressvar.crises.library import load
from xl_stressvar.crises.transformations import par_bond_return

FX = {"EURUSD", "GBPUSD", "USDJPY"}
RATES = {"UST2Y", "UST10Y", "UST30Y"}
GFC = ("2008-09-01", "2009-08-31")


def serial(iso):
    """The serial by Excel's rule: 1899-12-30 is day 0 for every date after February 1900."""
    return (date.fromisoformat(iso) - date(1899, 12, 30)).days


def iso(day):
    return date.fromordinal(int(day) + date(1899, 12, 30).toordinal()).isoformat()


def during(start, end):
    """Rows of the library from start to end, both included."""
    dates = load().dates
    return (dates >= serial(start)) & (dates <= serial(end))


def on(day, code):
    """One factor's return on one day."""
    (row,) = np.flatnonzero(load().dates == serial(day))
    return load().column(code)[row]


def covers(code, start, end):
    """The catalogue's rule: a row within 5 days of each end, no gap over 12 days inside."""
    library = load()
    days = library.dates[during(start, end) & ~np.isnan(library.column(code))]
    if not len(days):
        return False
    ends = days[0] - serial(start) <= 5 and serial(end) - days[-1] <= 5
    return bool(ends and np.diff(days).max() <= 12)


def test_serials_are_those_of_the_1900_date_system():
    assert load().dates[0] == serial("1950-01-03")
    assert 39706 in load().dates  # 2008-09-15, the serial Excel shows for that day


def test_dates_rise_strictly_and_are_weekdays():
    dates = load().dates
    assert (np.diff(dates) > 0).all()
    assert {date.fromisoformat(iso(day)).weekday() for day in dates} <= {0, 1, 2, 3, 4}


def test_the_calendar_is_the_exchange_s():
    """Closures (New York Stock Exchange notices): 11 Sept 2001, storm Sandy, state funerals."""
    dates = set(load().dates.tolist())
    closed = ("2001-09-11", "2001-09-14", "2004-06-11", "2007-01-02", "2012-10-29", "2012-10-30")
    assert not dates & set(map(serial, closed))
    assert {serial("1998-08-31"), serial("2008-10-13"), serial("2001-09-17")} <= dates
    assert np.diff(load().dates).max() == 7  # 2001-09-10 to 2001-09-17 is the longest closure


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        ("1987-10-19", -20.47),
        ("2008-09-15", -4.71),
        ("2008-09-29", -8.81),
        ("2008-10-15", -9.03),
        ("2020-03-16", -11.98),
    ],
)
def test_the_great_falls_of_the_index_are_right(day, percent):
    # Expected to two decimals of a percent: half a unit of the last one, 0.005.
    assert on(day, "SPX") * 100 == pytest.approx(percent, abs=0.005)


def test_the_crisis_year_has_252_returns_of_every_factor():
    returns = load().returns[during(*GFC)]
    assert returns.shape == (252, 11)
    assert not np.isnan(returns).any()


@pytest.mark.parametrize(
    ("code", "percent"),
    [("SPX", 45.2), ("UST10Y", 13.8), ("WTI", 75.4), ("GOLD", 31.2), ("EURUSD", 17.0)],
)
def test_volatilities_of_the_crisis_year_are_right(code, percent):
    returns = load().column(code)[during(*GFC)]
    volatility = returns.std(ddof=1) * np.sqrt(252) * 100
    assert volatility == pytest.approx(percent, abs=0.3)  # the data sheet's own tolerance


@pytest.mark.parametrize(
    ("code", "expected", "tolerance"),
    [
        ("UST10Y", -0.34, 0.01),  # the data sheet gives two decimals: one unit of the last
        ("WTI", 0.41, 0.01),
        # "about 0": within one standard error of a correlation of zero, 1/√252 (it is -0.056).
        ("GOLD", 0.0, 252**-0.5),
    ],
)
def test_correlations_with_equities_in_the_crisis_year_are_right(code, expected, tolerance):
    rows = during(*GFC)
    rho = np.corrcoef(load().column("SPX")[rows], load().column(code)[rows])[0, 1]
    assert rho == pytest.approx(expected, abs=tolerance)


ALL = {factor.code for factor in FACTORS}
LTCM = {"SPX", "WTI", "GOLD", "CASH"} | RATES  # the NASDAQ series starts in 1999, the euro too
BLACK_MONDAY = {"SPX", "WTI", "GOLD", "CASH"}
COVID = {"SPX", "CASH"} | FX  # gold stops on 2020-03-13


@pytest.mark.parametrize(
    ("start", "end", "codes"),  # the windows of the catalogue
    [
        (*GFC, ALL),
        ("1998-08-01", "1999-07-31", LTCM),
        ("1998-08-01", "1998-10-31", LTCM),
        ("1987-10-01", "1988-09-30", BLACK_MONDAY),
        ("1987-10-01", "1987-10-31", BLACK_MONDAY),
        ("2020-02-01", "2021-01-31", COVID),
        ("2020-02-01", "2020-03-31", COVID),
    ],
)
def test_each_window_is_covered_by_exactly_the_factors_that_have_it(start, end, codes):
    assert {code for code in load().codes if covers(code, start, end)} == codes


def test_a_factor_that_covers_a_window_has_every_day_of_it():
    """The loader promises no holes to the functions that take a window without a check."""
    for start, end in (GFC, ("1998-08-01", "1999-07-31"), ("1987-10-01", "1988-09-30")):
        for code in filter(lambda code: covers(code, start, end), load().codes):
            assert not np.isnan(load().column(code)[during(start, end)]).any(), (code, start)


@pytest.mark.parametrize(
    ("code", "first", "last"),  # of the returns: a day after the first level
    [
        ("SPX", "1950-01-04", "2022-12-28"),
        ("NASDAQ", "1999-01-05", "2018-12-31"),
        ("UST2Y", "1990-01-03", "2017-03-29"),
        ("UST10Y", "1990-01-03", "2017-03-29"),
        ("UST30Y", "1990-01-03", "2017-03-29"),
        ("WTI", "1986-01-03", "2019-01-03"),
        ("GOLD", "1979-01-02", "2020-03-13"),
        ("EURUSD", "1999-01-05", "2022-12-28"),
        ("GBPUSD", "1999-01-05", "2022-12-28"),
        ("USDJPY", "1999-01-05", "2022-12-28"),
        ("CASH", "1950-01-03", "2022-12-28"),
    ],
)
def test_no_series_is_carried_beyond_its_own_span(code, first, last):
    known = load().dates[~np.isnan(load().column(code))]
    assert (iso(known[0]), iso(known[-1])) == (first, last)


def test_only_the_thirty_year_bond_has_a_hole_and_it_is_the_one_of_2002_to_2006():
    """The Treasury published no 30-year yield from 2002-02-19 to 2006-02-08."""
    for code in load().codes:
        known = np.flatnonzero(~np.isnan(load().column(code)))
        inside = load().column(code)[known[0] : known[-1] + 1]
        if code != "UST30Y":
            assert not np.isnan(inside).any(), code
            continue
        empty = load().dates[known[0] : known[-1] + 1][np.isnan(inside)]
        # One day more than the yields: the first new yield has no yesterday.
        assert (iso(empty[0]), iso(empty[-1])) == ("2002-02-19", "2006-02-09")
        assert len(empty) == during("2002-02-19", "2006-02-09").sum()


def test_a_london_holiday_does_not_lose_the_fall_of_that_day():
    """1998-08-31: no gold price in London, the S&P 500 fell 6.8%."""
    assert on("1998-08-31", "SPX") == pytest.approx(-0.068, abs=0.0005)  # given to 0.1 point
    assert on("1998-08-31", "GOLD") == 0.0
    # 273.4 on Friday 28 August, 279.0 on 1 September: the whole move, in the source's digits.
    assert on("1998-09-01", "GOLD") == pytest.approx(279.0 / 273.4 - 1, rel=1e-12)


def test_a_bond_earns_only_its_carry_on_a_day_carried_over_a_holiday():
    """Columbus Day 2008-10-13: stocks trade, bonds do not; 10-year 3.89% on the Friday before."""
    # Three days since Friday; the tolerance is float rounding.
    assert on("2008-10-13", "UST10Y") == pytest.approx(0.0389 * 3 / 365, rel=1e-12)


def test_crosses_against_the_dollar_come_from_the_published_euro_rates():
    """2008-09-09 to 10: EURUSD 1.4144, 1.4094; EURGBP 0.803, 0.802; EURJPY 152.9, 150.52 (ECB)."""
    # Same arithmetic from the published digits: the tolerance is float rounding.
    pound = (1.4094 / 0.802) / (1.4144 / 0.803) - 1
    yen = (150.52 / 1.4094) / (152.9 / 1.4144) - 1
    assert on("2008-09-10", "EURUSD") == pytest.approx(1.4094 / 1.4144 - 1, rel=1e-12)
    assert on("2008-09-10", "GBPUSD") == pytest.approx(pound, rel=1e-12)
    assert on("2008-09-10", "USDJPY") == pytest.approx(yen, rel=1e-12)


def bond_by_cash_flows(y0, y1, years, days):
    """The return of the par bond, coupon by coupon as a textbook prices it."""
    price = 0.0
    for k in range(1, 2 * years + 1):
        flow = y0 / 2 + (1.0 if k == 2 * years else 0.0)
        price += flow / (1 + y1 / 2) ** k
    return price - 1 + y0 * days / 365


@pytest.mark.parametrize("years", [2, 10, 30])
@pytest.mark.parametrize(
    ("y0", "y1", "days"),
    [(0.0389, 0.0408, 4), (0.05, 0.05, 1), (0.08, 0.0016, 3), (0.01, 0.0, 1), (0.01, -0.002, 1)],
)
def test_a_par_bond_is_worth_the_sum_of_its_cash_flows(years, y0, y1, days):
    got = par_bond_return(np.array([y0]), np.array([y1]), years, np.array([days]))
    # 60 terms of order one, each exact to 1e-16, against a closed form.
    assert got[0] == pytest.approx(bond_by_cash_flows(y0, y1, years, days), abs=1e-13)


def test_a_one_year_bond_by_hand():
    """6% coupon, 4% yield: 0.03/1.02 + 1.03/1.02² = 1.019416; carry 6%·73/365 = 0.012."""
    got = par_bond_return(np.array([0.06]), np.array([0.04]), 1, np.array([73]))
    assert got[0] == pytest.approx(0.019416 + 0.012, abs=1e-6)  # worked to six decimals


@pytest.mark.parametrize(
    ("code", "years", "before", "after"),
    [("UST2Y", 2, 0.0105, 0.0082), ("UST10Y", 10, 0.0302, 0.0251), ("UST30Y", 30, 0.0383, 0.0357)],
)
def test_treasury_returns_are_those_of_par_bonds_of_their_maturity(code, years, before, after):
    """2009-03-17 to 18, when the Fed announced its purchases; yields of the US Treasury."""
    expected = bond_by_cash_flows(before, after, years, 1)
    assert on("2009-03-18", code) == pytest.approx(expected, abs=1e-13)  # float rounding


def test_the_columns_are_the_catalogue_s_in_its_order():
    codes = "SPX, NASDAQ, UST2Y, UST10Y, UST30Y, WTI, GOLD, EURUSD, GBPUSD, USDJPY, CASH"
    assert ", ".join(factor.code for factor in FACTORS) == ", ".join(load().codes) == codes
    assert load().returns.shape == (len(load().dates), 11)


def test_an_unknown_factor_is_named_with_those_there_are():
    with pytest.raises(KeyError, match=r"'OIL'.*SPX, NASDAQ"):
        load().column("OIL")


def test_no_return_is_infinite_or_below_minus_one():
    known = load().returns[~np.isnan(load().returns)]
    assert np.isfinite(known).all()
    assert known.min() > -1
    assert np.abs(known).max() < 0.34  # the largest: WTI, -33.4% on 1991-01-17 (FRED)


def test_cash_returns_nothing_on_every_day():
    assert (load().column("CASH") == 0).all()


def test_the_library_is_read_once_and_cannot_be_written():
    assert load() is load()
    for array in (load().dates, load().returns, load().column("SPX")):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_the_table_for_python_is_a_copy_by_day_and_code():
    frame = load().frame()
    assert frame.loc["2008-09-29", "SPX"] < -0.08
    frame.loc["2008-09-29", "SPX"] = 0.0
    assert load().frame().loc["2008-09-29", "SPX"] < -0.08


def test_loading_needs_no_pandas():
    """It is on the path of a call: pandas would cost a second of Excel's first calculation."""
    script = "import sys, xl_stressvar.crises.library as it; it.load(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_committed_table_is_the_one_whose_provenance_is_told():
    """A table edited by hand, or built without its provenance, has another SHA-256."""
    folder = resources.files("xl_stressvar.crises")
    table = gzip.decompress(folder.joinpath("data", "levels.csv.gz").read_bytes())
    told = folder.joinpath("PROVENANCE.md").read_text(encoding="utf-8")
    assert hashlib.sha256(table).hexdigest() in told
    for factor in FACTORS:
        assert f"| {factor.code} | {factor.description} |" in told
    assert not re.search(r"https?:|/tmp|/home|/work|pypi", told)  # no hosts, no machine's paths


def test_the_quarterly_gold_of_the_source_is_left_out():
    """Before 1978-12-29 the source has four prices a year: no daily levels."""
    folder = resources.files("xl_stressvar.crises")
    table = gzip.decompress(folder.joinpath("data", "levels.csv.gz").read_bytes()).decode()
    rows = csv.DictReader(table.splitlines())
    assert next(row["date"] for row in rows if row["GOLD"]) == "1978-12-29"


def test_the_packed_table_carries_no_time_and_no_file_name():
    """RFC 1952: flags in byte 3, modification time in bytes 4 to 7; both must be zero."""
    packed = resources.files("xl_stressvar.crises").joinpath("data", "levels.csv.gz").read_bytes()
    assert packed[3:8] == bytes(5)
