"""The article's figures stand in the templates as delivered: its illustrations, and what follows from them."""

from __future__ import annotations

import pytest

from tests.artefacts.templates.committed import delivered, named

#: Book to named cell to the article's figure, and to how many decimals the article gives it.
FIGURES: dict[str, dict[str, tuple[float | str, int]]] = {
    "calm_vs_stressed": {
        "calm_article": (1.97, 2),
        "stressed_article": (5.76, 2),
    },
    "bank_disclosure_and_capital": {
        "disclosure_current": (30, 0),
        "disclosure_stressed": (80, 0),
        "disclosure_capital": (240, 0),
        "disclosure_ratio": (2.7, 1),
        "book_current": (100, 0),
        "book_stressed": (250, 0),
        "book_capital": (750, 0),
        "equity": (10_000, 0),
        "total_assets": (50_000, 0),
        "leverage_ratio": (0.03, 2),
        "desk_current": (50, 0),
        "desk_stressed": (150, 0),
        "desk_need": (450, 0),
        "desk_capital": (400, 0),
        "desk_short": (50, 0),
        "desk_scale": (0.889, 3),
    },
    "when_stress_departs": {
        "calm_ratio": (3.5, 1),  # volatility of 10% against 35%
        "entered": (110, 0),
        "spread_from": (100, 0),
        "spread_to": (500, 0),
        "failed_correlation": (0.65, 2),
    },
    "window_and_backtest": {"alert_rate": (0.01, 2), "confidence_level": (0.95, 2)},
    "beyond_var": {"shift_bp": (200, 0)},
    "personal_portfolio": {"vol_multiple": (2.5, 1), "crisis_correlation": (0.8, 1)},
}
#: What is said in words: book, sheet, a part of a cell.
TOLD = [
    ("when_stress_departs", "Attribution", "10% cash add to 110%"),
    ("when_stress_departs", "Attribution", "add to 110% of equity"),
    ("bank_disclosure_and_capital", "Limits", "BREACH"),
    ("bank_disclosure_and_capital", "Limits", "reduce positions to 88.9%"),
    ("window_and_backtest", "Answer", "should be breached on 5% of days"),
    ("window_and_backtest", "Answer", "more than 1% of days"),
    ("window_and_backtest", "Window review", "every 3 to 5 years"),
]


@pytest.mark.parametrize(
    ("book", "name"), [(book, name) for book, names in FIGURES.items() for name in names]
)
def test_a_figure_of_the_article_is_in_its_template(book: str, name: str) -> None:
    expected, decimals = FIGURES[book][name]
    (figure,) = named(delivered(f"{book}.xlsx"), name)
    assert isinstance(figure, (int, float))
    assert round(figure, decimals) == expected


def test_the_article_s_ratio_of_calm_and_stressed() -> None:
    book = delivered("calm_vs_stressed.xlsx")
    (row,) = [
        row for row in book["Answer"].iter_rows(values_only=True) if row[1] == "Article's VaR"
    ]
    assert round(row[4], 1) == 2.9


def test_the_article_s_volatilities_and_correlations_stand_beside_the_real_ones() -> None:
    """Real: 45%, 14%, -0.34 and 0.41, from the library's sources."""
    book = delivered("calm_vs_stressed.xlsx")
    rows = {row[1]: row[2:8] for row in book["Four steps"].iter_rows(values_only=True)}
    assert rows["Calm year, article"][:5] == (0.15, 0.06, "not given", -0.2, 0.4)
    assert rows["Crisis, article"][:5] == (0.32, 0.12, "not given", 0.65, 0.82)
    real = rows["Crisis, real data"]
    assert [round(real[i], 2) for i in (0, 1, 3, 4)] == [0.45, 0.14, -0.34, 0.41]


@pytest.mark.parametrize(("book", "sheet", "part"), TOLD)
def test_it_is_said_in_words(book: str, sheet: str, part: str) -> None:
    opened = delivered(f"{book}.xlsx")
    told = " ".join(
        str(cell).strip()
        for row in opened[sheet].iter_rows(values_only=True)
        for cell in row
        if cell
    )
    assert part in told
