"""The nine further windows, the other currencies and the exchange-traded funds.

Unless said otherwise an expected number is from the project's data sheet, section "New sources".
"""

from __future__ import annotations

from datetime import date
from importlib import resources

import numpy as np
import pytest

from tests.support import OMITTED, failed, gfc, value
from xl_stressvar.crises import coverage, library, nyse, sources
from xl_stressvar.crises.factors import ALL, CORE, CURRENCIES, FUNDS, GROUPS
from xl_stressvar.crises.windows import BY_NAME, CRISES
from xl_stressvar.domain import dates


def serial(iso: str) -> int:
    return (date.fromisoformat(iso) - date(1899, 12, 30)).days


def on(day: str, code: str) -> float:
    (row,) = np.flatnonzero(library.calendar() == serial(day))
    return float(library.returns(code)[row])


def during(code: str, window: str) -> np.ndarray:
    return library.returns(code)[coverage.rows(BY_NAME[window])]


NEW = {  # start, end, alias; then of the S&P 500: volatility, 99% one-day VaR, correlation with UST10Y
    "BONDS_1994": ("1994-01-03", "1994-12-30", "", 9.8, 1.61, 0.63),
    "ASIA": ("1997-07-01", "1998-06-30", "1997", 17.5, 2.28, 0.04),
    "DOTCOM": ("2000-03-10", "2001-03-09", "2000", 21.8, 2.71, -0.24),
    "SEP11": ("2001-09-01", "2002-08-31", "2001", 23.9, 3.41, -0.35),
    "EURO": ("2011-07-01", "2012-06-30", "2011", 23.5, 4.44, -0.62),
    "TAPER": ("2013-05-01", "2014-04-30", "2013", 11.4, 2.09, -0.14),
    "CHINA": ("2015-06-01", "2016-05-31", "2015", 16.6, 2.75, -0.46),
    "VOLMAGEDDON": ("2018-02-01", "2019-01-31", "2018", 17.7, 3.26, None),
    "RATES_2022": ("2022-01-01", "2022-12-28", "", 24.2, 3.76, None),
}


@pytest.mark.parametrize("code", NEW)
def test_a_further_window_has_its_days_and_its_alias(code: str) -> None:
    start, end, alias, *_ = NEW[code]
    window = BY_NAME[code]
    assert (dates.iso(window.start), dates.iso(window.end)) == (start, end)
    assert not alias or BY_NAME[alias] is window


@pytest.mark.parametrize("code", NEW)
def test_what_stocks_did_in_a_further_window(code: str) -> None:
    *_, volatility, var, correlation = NEW[code]
    table = value("CRISIS_RETURNS", code, "SPX")
    assert value("CRISIS_VOL", table, code, True)[-1][-1] * 100 == pytest.approx(
        volatility, abs=0.05
    )
    assert value("STRESSED_VAR", table, 100, code) == pytest.approx(var, abs=0.005)
    if correlation is not None:
        rho = np.corrcoef(during("SPX", code), during("UST10Y", code))[0, 1]
        assert rho == pytest.approx(correlation, abs=0.005)


@pytest.mark.parametrize(
    ("day", "code", "percent"),
    [
        # "The worst one-day percentage losses", tradermike.net, September 2008, for those until then
        ("1997-10-27", "SPX", -6.87),
        ("1998-08-31", "SPX", -6.80),
        ("2000-04-14", "NASDAQ", -9.67),
        ("2001-01-02", "NASDAQ", -7.23),
        ("2008-12-01", "SPX", -8.93),  # Wikipedia, largest daily changes in the S&P 500
    ],
)
def test_the_great_falls_of_the_further_windows_are_right(day, code, percent) -> None:
    assert on(day, code) * 100 == pytest.approx(percent, abs=0.005)


def test_the_further_windows_are_not_compared_by_default() -> None:
    rows = value("STRESSED_VAR_TABLE", gfc(), [[60, 40]])
    assert [row[0] for row in rows[1:]] == ["GFC", "COVID", "LTCM", "BLACK_MONDAY"]


@pytest.mark.parametrize("word", ["ALL", "all", [["ALL"]]])
def test_all_compares_every_built_in_window(word) -> None:
    rows = value("STRESSED_VAR_TABLE", gfc(), [[60, 40]], word)
    assert [row[0] for row in rows[1:]] == [crisis.code for crisis in CRISES]
    assert len(rows) == 17


def test_all_stands_alone() -> None:
    code, sentence = failed("STRESSED_VAR_TABLE", gfc(), [[60, 40]], "GFC;ALL")
    assert (code, "ALL alone" in sentence) == ("#VALUE!", True)


@pytest.mark.parametrize(
    ("day", "code", "percent"),
    [
        ("2015-01-15", "EURCHF", -14.4),
        ("2016-06-24", "EURGBP", 5.4),
        ("2022-02-28", "EURRUB", 24.8),
        ("2021-12-21", "EURTRY", -26.6),
        ("2008-09-29", "XLF", -13.2),
        ("2011-08-08", "XLF", -9.5),
        ("2016-06-24", "VGK", -11.3),
    ],
)
def test_the_great_moves_of_currencies_and_funds_are_right(day, code, percent) -> None:
    assert on(day, code) * 100 == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(
    ("code", "percent"), [("XLF", 86.9), ("XLE", 63.6), ("LQD", 21.6), ("EEM", 75.3)]
)
def test_volatilities_of_the_funds_in_the_crisis_year(code, percent) -> None:
    assert during(code, "GFC").std(ddof=1) * 252**0.5 * 100 == pytest.approx(percent, abs=0.05)


@pytest.mark.parametrize(("code", "expected"), [("LQD", 0.32), ("TLT", -0.40)])
def test_correlations_of_the_funds_in_the_crisis_year(code, expected) -> None:
    rho = np.corrcoef(during("SPY", "GFC"), during(code, "GFC"))[0, 1]
    assert rho == pytest.approx(expected, abs=0.005)


def test_a_fund_on_the_index_moves_with_the_index() -> None:
    """SPY tracks the S&P 500; until its close a quarter of an hour later it may move on by percents."""
    days = slice(*np.searchsorted(library.calendar(), [serial("2008-01-03"), serial("2016-07-02")]))
    apart = library.returns("SPY")[days] - library.returns("SPX")[days]
    assert np.abs(apart.mean()) < 0.0002  # dividends of 2% a year are 0.00008 a day
    assert np.median(np.abs(apart)) < 0.001


def test_the_funds_have_every_nyse_day_of_their_span() -> None:
    """2,141 days from 2008-01-02 to 2016-07-01, so 2,140 returns."""
    for factor in FUNDS.factors:
        known = np.flatnonzero(np.isfinite(library.returns(factor.code)))
        first, last = library.calendar()[known[[0, -1]]]
        assert (dates.iso(first), dates.iso(last)) == ("2008-01-03", "2016-07-01")
        assert len(known) == known[-1] - known[0] + 1 == 2140


def test_one_euro_in_dollars_is_not_a_second_time_among_the_currencies() -> None:
    assert len(CURRENCIES.factors) == 34  # the 35 with more than 3,000 days, less the dollar
    assert len(FUNDS.factors) == 23
    assert len(ALL) == 11 + 34 + 23


def test_pounds_and_yen_per_euro_agree_with_the_crosses() -> None:
    """EURGBP × GBPUSD is EURUSD, and EURUSD × USDJPY is EURJPY, day by day."""
    rows = coverage.rows(BY_NAME["GFC"])
    eurgbp, gbpusd, eurusd, usdjpy, eurjpy = (
        1 + library.returns(code)[rows] for code in ("EURGBP", "GBPUSD", "EURUSD", "USDJPY", "EURJPY")
    )  # fmt: skip
    np.testing.assert_allclose(eurgbp * gbpusd, eurusd, rtol=1e-14)
    np.testing.assert_allclose(eurusd * usdjpy, eurjpy, rtol=1e-14)


def test_a_group_s_word_is_those_of_it_that_cover_the_window() -> None:
    header = value("CRISIS_RETURNS", "GFC", "ETF")[0]
    assert header == ["Date", *(factor.code for factor in FUNDS.factors)]
    assert "EURISK" not in value("CRISIS_RETURNS", "GFC", "FX")[0]  # not quoted from December 2008
    assert value("CRISIS_RETURNS", "COVID", "CORE") == value("CRISIS_RETURNS", "COVID")
    assert value("CRISIS_RETURNS", "GFC", "xlf; core")[0][1:3] == ["XLF", "SPX"]


def test_a_word_whose_factors_do_not_reach_the_window_says_so() -> None:
    assert failed("CRISIS_RETURNS", "LTCM", "ETF")[0] == "#N/A"


def test_a_factor_that_does_not_reach_the_window_is_named() -> None:
    code, sentence = failed("CRISIS_RETURNS", "COVID", "SPX;XLF")
    assert (code, "XLF does not cover COVID" in sentence) == ("#N/A", True)
    assert "2008-01-03 to 2016-07-01" in sentence
    assert "data update" not in sentence  # there is no newer data of the funds


def test_one_that_can_be_downloaded_says_how() -> None:
    assert "xl-stressvar data update UST10Y" in failed("CRISIS_RETURNS", "COVID", "UST10Y")[1]


@pytest.mark.parametrize(
    ("typed", "meant"), [("EURCFH", "EURCHF"), ("GOLDD", "GOLD"), ("USTY10", "UST10Y")]
)
def test_a_mistyped_factor_is_met_with_the_one_that_is_like_it(typed, meant) -> None:
    code, sentence = failed("CRISIS_RETURNS", "GFC", typed)
    assert code == "#VALUE!"
    assert meant in sentence


def test_one_that_is_like_none_is_met_with_the_eleven() -> None:
    assert "SPX, NASDAQ" in failed("CRISIS_RETURNS", "GFC", "BTC")[1]


def test_a_mistyped_window_is_met_with_the_one_that_is_like_it() -> None:
    assert "VOLMAGEDDON" in failed("CRISIS_RETURNS", "VOLMAGEDON")[1]


def test_an_unknown_window_lists_them_all() -> None:
    sentence = failed("CRISIS_RETURNS", 1995)[1]
    assert all(crisis.code in sentence for crisis in CRISES)


def test_the_data_of_the_package_stays_below_a_megabyte() -> None:
    data = resources.files("xl_stressvar.crises").joinpath("data")
    assert sum(len(file.read_bytes()) for file in data.iterdir()) < 1_000_000


def test_the_eleven_are_loaded_without_the_other_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are on the path of a call: what a sheet does not ask for costs it nothing."""
    for cached in (library.load, library.returns, library._file):
        cached.cache_clear()
    library.load()
    value("CRISIS_WINDOWS", "2026-06-30")
    assert library._file.cache_info().currsize == 1


def test_every_factor_knows_where_it_comes_from() -> None:
    for factor in ALL.values():
        for column in factor.columns:
            assert ALL[column].sources, (factor.code, column)
    used = {source.package for factor in ALL.values() for source in factor.sources}
    assert used == set(sources.PACKAGES)
    told = resources.files("xl_stressvar.crises").joinpath("PROVENANCE.md").read_text("utf-8")
    for factor in ALL.values():
        assert f"| {factor.code} | {factor.description} | {factor.unit} |" in told
        assert factor.caveat in told
    for package in sources.PACKAGES:
        assert f"| {package.name} | {package.version} | {package.licence} |" in told


def test_words_and_codes_are_apart() -> None:
    assert not set(ALL) & {*coverage.WORDS, coverage.OWN}
    assert len({factor.code for group in GROUPS for factor in group.factors}) == len(ALL)
    assert CORE.factors[0].code == "SPX"


def test_the_rule_of_the_exchange_s_holidays_gives_the_stored_calendar() -> None:
    """But for the closures that no rule foresees: 11 September, three presidents, storm Sandy."""
    first, last = serial("1998-01-01"), serial("2022-12-28")
    stored = {int(day) for day in library.calendar() if first <= day <= last}
    apart = {dates.iso(day) for day in stored ^ set(nyse.days(first, last))}
    assert apart == {
        "2001-09-11", "2001-09-12", "2001-09-13", "2001-09-14",
        "2004-06-11", "2007-01-02", "2018-12-05", "2012-10-29", "2012-10-30",
    }  # fmt: skip


@pytest.mark.parametrize(
    "day",  # NYSE Holidays and Trading Hours 2024 to 2026, and its notice on 9 January 2025
    ["2024-03-29", "2025-01-09", "2025-04-18", "2026-04-03", "2026-06-19", "2026-07-03"],
)
def test_days_after_the_stored_ones_on_which_the_exchange_is_closed(day: str) -> None:
    assert list(nyse.days(serial(day), serial(day))) == []


def test_changes_are_those_of_the_published_yields() -> None:
    """US Treasury, 10-year: 3.83% on 2008-08-29, 3.74% on 2 September; 2.53% and 2.37% in December."""
    rows = dict(value("CRISIS_CHANGES", "GFC", "UST10Y")[1:])
    assert rows[serial("2008-09-02")] == pytest.approx(-0.0009, abs=1e-12)
    assert rows[serial("2008-12-16")] == pytest.approx(-0.0016, abs=1e-12)


def test_changes_are_of_yields_alone() -> None:
    code, sentence = failed("CRISIS_CHANGES", "GFC", "UST10Y;SPX")
    assert (code, "SPX, which is no yield" in sentence) == ("#VALUE!", True)


def test_changes_left_out_are_those_of_the_yields_that_cover_the_window() -> None:
    assert value("CRISIS_CHANGES", "SEP11")[0] == [
        "Date",
        "UST2Y",
        "UST10Y",
    ]  # no 30-year from 2002
    assert failed("CRISIS_CHANGES", "COVID")[0] == "#N/A"
    assert value("CRISIS_CHANGES", OMITTED)[0] == ["Date", "UST2Y", "UST10Y", "UST30Y"]
