"""The built-in factors: what each is, where it comes from, and what to know before it is used.

The one place of these facts: PROVENANCE.md, the help of the arguments and `xl-stressvar data list` are
made from them. `library.py` turns the stored levels into returns.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from . import sources
from .sources import Source
from .transformations import Cross, ParBond, Ratio, Transformation, Zero

NO_DIVIDENDS = (
    "Closes without dividends: on the day a fund pays one its price falls by as much. A bond fund "
    "loses about 0.3% a month that way, so its mean return is too low; volatilities hardly change."
)
PEGGED = "Pegged to the euro, or nearly so, for most of its days: returns of zero or next to it."


@dataclass(frozen=True)
class Factor:
    """One column of the library.

    code, description: its name in a sheet, and what it is in words. kind: of market.
    unit: of the level. transformation: from levels to returns, and the columns that it needs.
    sources: of its own column, several where one continues the other; none for what is derived.
    feeds: where newer levels of its own column can be had, the first choice first; see `feeds/`.
    caveat: what to know before it is used, beyond what is said of all.
    """

    code: str
    description: str
    kind: str
    unit: str
    transformation: Transformation
    sources: tuple[Source, ...] = ()
    feeds: tuple[str, ...] = ()
    caveat: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return self.transformation.columns


@dataclass(frozen=True)
class Group:
    """Factors that lie in one file and are loaded together. word: what stands for all of them."""

    word: str
    file: str
    title: str
    factors: tuple[Factor, ...]


def _treasury(years: int, series: str, caveat: str = "") -> Factor:
    code = f"UST{years}Y"
    return Factor(
        code,
        f"{years}-year US Treasury, constant-maturity par bond",
        "rates",
        "yield, decimal",
        ParBond(code, years),
        (sources.treasury(f"{years}year"),),
        (f"fred {series}", f"treasury {years} Yr"),
        caveat,
    )


CORE = Group(
    "CORE",
    "levels",
    "Eleven factors of all asset classes",
    (
        Factor(
            "SPX",
            "S&P 500, price index without dividends",
            "equity",
            "index points",
            Ratio("SPX", "ratio of closes"),
            (sources.SPX_EARLY, sources.SPX_LATE),
            ("fred SP500",),
        ),
        Factor(
            "NASDAQ",
            "NASDAQ Composite, price index without dividends",
            "equity",
            "index points",
            Ratio("NASDAQ", "ratio of closes"),
            (sources.NASDAQ,),
            ("fred NASDAQCOM",),
        ),
        _treasury(2, "DGS2"),
        _treasury(10, "DGS10"),
        _treasury(30, "DGS30"),
        Factor(
            "WTI",
            "WTI crude oil, spot at Cushing",
            "energy",
            "USD a barrel",
            Ratio("WTI", "ratio of spot prices"),
            (sources.WTI,),
            ("fred DCOILWTICO",),
        ),
        Factor(
            "GOLD",
            "Gold, London price in US dollars",
            "metals",
            "USD a troy ounce",
            Ratio("GOLD", "ratio of prices"),
            (sources.GOLD,),
        ),
        Factor(
            "EURUSD",
            "One euro in US dollars",
            "fx",
            "USD for one EUR",
            Ratio("EURUSD", "ratio of fixings"),
            (sources.ecb("USD"),),
            ("ecb USD",),
        ),
        Factor(
            "GBPUSD",
            "One pound sterling in US dollars",
            "fx",
            "USD for one GBP",
            Cross("EURUSD", "EURGBP"),
        ),
        Factor(
            "USDJPY",
            "One US dollar in Japanese yen",
            "fx",
            "JPY for one USD",
            Cross("EURJPY", "EURUSD"),
        ),
        Factor("CASH", "Cash: a return of zero", "cash", "—", Zero()),
    ),
)

_CURRENCIES = {
    "AUD": "Australian dollars",
    "BGN": "Bulgarian levs",
    "BRL": "Brazilian reals",
    "CAD": "Canadian dollars",
    "CHF": "Swiss francs",
    "CNY": "Chinese yuan",
    "CZK": "Czech korunas",
    "DKK": "Danish kroner",
    "EEK": "Estonian kroons",
    "GBP": "pounds sterling",
    "HKD": "Hong Kong dollars",
    "HRK": "Croatian kunas",
    "HUF": "Hungarian forints",
    "IDR": "Indonesian rupiah",
    "ILS": "Israeli shekels",
    "INR": "Indian rupees",
    "ISK": "Icelandic krónur",
    "JPY": "Japanese yen",
    "KRW": "South Korean won",
    "LTL": "Lithuanian litas",
    "LVL": "Latvian lats",
    "MXN": "Mexican pesos",
    "MYR": "Malaysian ringgit",
    "NOK": "Norwegian kroner",
    "NZD": "New Zealand dollars",
    "PHP": "Philippine pesos",
    "PLN": "Polish zlotys",
    "RON": "Romanian lei",
    "RUB": "Russian roubles",
    "SEK": "Swedish kronor",
    "SGD": "Singapore dollars",
    "THB": "Thai baht",
    "TRY": "Turkish lira",
    "ZAR": "South African rand",
}
_NO_LONGER_FIXED = {"BGN", "EEK", "HRK", "LTL", "LVL", "RUB"}
_CAVEATS = dict.fromkeys(("BGN", "DKK", "EEK", "LTL", "LVL"), PEGGED) | {
    "ISK": "Not quoted between December 2008 and February 2018.",
    "RUB": "Not quoted after 1 March 2022.",
}


def _currency(currency: str, plural: str) -> Factor:
    code = f"EUR{currency}"
    return Factor(
        code,
        f"One euro in {plural}",
        "fx",
        f"{currency} for one EUR",
        Ratio(code, "ratio of fixings"),
        (sources.ecb(currency),),
        () if currency in _NO_LONGER_FIXED else (f"ecb {currency}",),
        _CAVEATS.get(currency, ""),
    )


CURRENCIES = Group(
    "FX",
    "currencies",
    "One euro in other currencies",
    tuple(_currency(currency, plural) for currency, plural in _CURRENCIES.items()),
)

_FUNDS = {
    "SPY": "S&P 500",
    "DIA": "Dow Jones Industrial Average",
    "XLB": "S&P 500 materials",
    "XLE": "S&P 500 energy",
    "XLF": "S&P 500 financials",
    "XLK": "S&P 500 technology",
    "XLU": "S&P 500 utilities",
    "EFA": "developed markets outside North America",
    "EEM": "emerging markets",
    "EPP": "Pacific without Japan",
    "EWG": "Germany",
    "EWJ": "Japan",
    "EWQ": "France",
    "EWU": "United Kingdom",
    "FXI": "China, large companies",
    "VGK": "Europe",
    "VPL": "Pacific",
    "CSJ": "US credit, 1 to 3 years",
    "LQD": "US investment-grade corporate bonds",
    "BND": "US bonds, all investment grade",
    "IEF": "US Treasuries, 7 to 10 years",
    "TLT": "US Treasuries, 20 years and more",
    "TIP": "US inflation-linked Treasuries",
}
_BONDS = {"CSJ", "LQD", "BND", "IEF", "TLT", "TIP"}

FUNDS = Group(
    "ETF",
    "funds",
    "Exchange-traded funds, listed in New York",
    tuple(
        Factor(
            ticker,
            f"Exchange-traded fund {ticker}: {what}",
            "bond fund" if ticker in _BONDS else "equity fund",
            "USD a share",
            Ratio(ticker, "ratio of closes"),
            (sources.fund(ticker),),
            caveat=NO_DIVIDENDS,
        )
        for ticker, what in _FUNDS.items()
    ),
)

GROUPS = (CORE, CURRENCIES, FUNDS)
FACTORS = CORE.factors
ALL = {factor.code: factor for group in GROUPS for factor in group.factors}
YIELDS = tuple(f.code for f in FACTORS if isinstance(f.transformation, ParBond))
#: The file that each column of levels lies in: the first group that needs it.
FILES = {
    column: group.file
    for group in reversed(GROUPS)
    for factor in group.factors
    for column in factor.columns
}


def stored(group: Group) -> tuple[str, ...]:
    """The columns of a group's file, in order."""
    return _once(
        column for f in group.factors for column in f.columns if FILES[column] == group.file
    )


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
