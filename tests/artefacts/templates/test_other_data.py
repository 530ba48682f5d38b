"""Other data in the templates: the answers follow it, or an error says what to do."""

from __future__ import annotations

import operator
import re
from dataclasses import dataclass

import numpy as np
import pytest
from openpyxl.utils.datetime import from_excel

from tests.artefacts.templates.committed import delivered, named, table, written
from tests.artefacts.templates.recalculation import Edit, recalculated


@dataclass(frozen=True)
class Sample:
    """Figures that a reader looks at first, the sheets of daily data, and the one with 2008-09."""

    answers: tuple[str, ...]
    sheets: tuple[str, ...] = ("Data",)
    crisis: str = "Data"
    gap: str = ""  # a cell of returns that the answers need; else one late in the crisis


BOTH = ("Data", "Crisis data")
SAMPLES = {
    "calm_vs_stressed.xlsx": Sample(
        ("calm_historical", "stressed_historical", "times", "stressed_sum"), gap="Data!C988"
    ),
    "several_windows.xlsx": Sample(
        ("stressed_highest", "book_highest", "spread"), ("Data", "Book data"), gap="Data!B567"
    ),
    "bank_disclosure_and_capital.xlsx": Sample(
        ("real_max", "real_basel", "real_us", "real_frtb", "current_average"),
        BOTH, "Crisis data", gap="Data!B167",
    ),
    "when_stress_departs.xlsx": Sample(
        ("mixed_ratio", "volatility_effect", "failed_var", "stressed_limit"), gap="Data!B61"
    ),
    "window_and_backtest.xlsx": Sample(
        ("stressed_rate", "current_rate", "stressed_var", "covid_var", "worst_var"),
        BOTH, "Crisis data",
    ),
    "march_2020.xlsx": Sample(
        ("worst_loss", "capital_before", "capital_stressed"), BOTH, "Crisis data"
    ),
    "beyond_var.xlsx": Sample(
        ("stressed_var", "stressed_es", "deepest", "both_pnl", "ruin_distance")
    ),
    "personal_portfolio.xlsx": Sample(("real_var", "current_var", "ltcm_var", "ltcm_ratio")),
}  # fmt: skip
#: All but those whose windows are no dates of one crisis in the data.
DATED = (
    "window_and_backtest.xlsx",
    "march_2020.xlsx",
    "beyond_var.xlsx",
    "personal_portfolio.xlsx",
)
TEN_YEARS = 3653
GFC = (39692, 40056)  # 2008-09-01 to 2009-08-31 as serials
every = pytest.mark.parametrize("name", sorted(SAMPLES))
dated = pytest.mark.parametrize("name", sorted(DATED))


def shifted(
    name: str, sheet: str, days: int, first: float = 0, last: float = 1e9
) -> dict[str, float | str | None]:
    """The dates of a sheet between two days, so many days later: on weekdays if it is fewer than 7."""
    move = weekdays_later if abs(days) < 7 else operator.add
    return {
        f"{sheet}!A{row}": move(line["A"], days)
        for row, line in table(name, sheet).items()
        if first <= line["A"] <= last
    }


def weekdays_later(day: float, days: int) -> float:
    epoch = np.datetime64("1899-12-30")
    return float((np.busday_offset(epoch + int(day), days, roll="forward") - epoch).astype(int))


def newest_first(name: str, sheet: str) -> dict[str, float | str | None]:
    rows = table(name, sheet)
    columns = {column for line in rows.values() for column in line}
    turned = zip(rows, reversed(rows.values()), strict=True)
    return {
        f"{sheet}!{column}{row}": line.get(column) for row, line in turned for column in columns
    }


def late_in_the_crisis(name: str) -> int:
    """A row of the sheet with 2008-09, a hundred before its last."""
    return list(table(name, SAMPLES[name].crisis))[-100]


@every
def test_data_with_the_newest_day_first_gives_the_same_answers(name: str) -> None:
    edit: dict[str, float | str | None] = {}
    for sheet in SAMPLES[name].sheets:
        edit |= newest_first(name, sheet)
    found, answers = recalculated(name, edit), SAMPLES[name].answers
    if name in DATED:
        assert found.sentences == []
    assert found.named(*answers) == pytest.approx(named(delivered(name), *answers), rel=1e-9)
    assert found.disagreeing() == set(), found.sentences


@every
def test_a_gap_in_returns_is_named_and_not_taken_for_zero(name: str) -> None:
    sample = SAMPLES[name]
    where = sample.gap or f"{sample.crisis}!C{late_in_the_crisis(name)}"
    sheet, _, address = where.partition("!")
    told = recalculated(name, {where: None}).sentences
    assert any(re.search(rf"{sheet}'?!{address}\b.* is blank", text) for text in told), told[:3]
    assert any("A blank is never taken as zero" in text for text in told), told[:3]


@dated
def test_other_dates_are_followed(name: str) -> None:
    """Two weekdays later, which no check may notice: the crisis loses a day or gains one."""
    edit: dict[str, float | str | None] = {}
    for sheet in SAMPLES[name].sheets:
        edit |= shifted(name, sheet, 2)
    found = recalculated(name, edit)
    assert found.sentences == []
    assert found.disagreeing() == set()


@dated
def test_another_day_changes_the_answers(name: str) -> None:
    """A crash in the middle of the crisis is seen by the first figure that depends on it."""
    sheet, row, answers = SAMPLES[name].crisis, late_in_the_crisis(name), SAMPLES[name].answers
    edit: Edit = {f"{sheet}!B{r}": -0.3 for r in range(row, row + 20)}
    found = recalculated(name, edit)
    assert found.named(*answers) != named(delivered(name), *answers)
    assert found.disagreeing() == set()


@dated
def test_a_hole_in_the_dates_is_not_bridged(name: str) -> None:
    sheet = SAMPLES[name].crisis
    first = table(name, sheet)[late_in_the_crisis(name)]["A"]
    told = recalculated(name, shifted(name, sheet, 20, first)).sentences
    assert any("2008-09-01" in text for text in told), told[:3]


@dated
def test_without_2008_the_error_says_what_the_data_covers(name: str) -> None:
    sheet = SAMPLES[name].crisis
    found = recalculated(name, shifted(name, sheet, TEN_YEARS))
    told = [text for text in found.sentences if "2008-09-01" in text]
    rows = list(table(name, sheet).values())
    last = from_excel(rows[-1]["A"] + TEN_YEARS).date()
    assert any(str(last) in text for text in told), told[:3]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("calm_vs_stressed.xlsx", "does not cover 2008-09-01:2009-08-31"),
        ("bank_disclosure_and_capital.xlsx", "does not cover LTCM"),
        ("when_stress_departs.xlsx", "does not cover 2008-09-01:2009-08-31"),
    ],
)
def test_no_crisis_history_is_an_error_that_says_so(name: str, said: str) -> None:
    earlier = shifted(name, SAMPLES[name].crisis, -TEN_YEARS, last=GFC[1])
    told = recalculated(name, earlier).sentences
    cure = rf"{said}.*Extend the history, or choose a window"
    assert any(re.search(cure, text) for text in told), told[:3]


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_assets_of_another_name_and_other_returns_leave_no_error_and_no_false_check(
    name: str,
) -> None:
    edit: dict[str, float | str | None] = {}
    for sheet in SAMPLES[name].sheets:
        page, rows = written(name)[sheet], table(name, sheet)
        for title in page[min(rows) - 1][1:]:
            if str(title.value).isupper():
                column = title.column_letter
                edit[f"{sheet}!{title.coordinate}"] = f"My {title.value}"
                edit |= {f"{sheet}!{column}{row}": line[column] * 0.5 for row, line in rows.items()}
    assert len(edit) > 200
    found = recalculated(name, edit)
    # months that cannot resolve 99%, markets without data in a crisis: the rows say so beside it
    meant = {
        "several_windows.xlsx": r"'(Crash months'![E-G]1[678]|60-30-10 book'![E-G]1[68]):"
    }.get(name, "nothing")
    assert [text for text in found.sentences if not re.match(meant, text)] == []
    assert found.disagreeing() == set()


def test_amounts_without_data_leave_the_recipe_standing() -> None:
    """A fourth line is filled in, and the sheet of real returns has three assets."""
    name = "personal_portfolio.xlsx"
    fourth = {f"correlation_{i}_4": 0.3 for i in (1, 2, 3)}
    found = recalculated(name, {"amount_4": 3, "volatility_4": 0.6, **fourth})
    assert found.sentences == []
    recipe, real, failed = found.named("recipe_var", "real_var", "checks_failed")
    assert recipe == pytest.approx(2.5 * delivered_recipe(3.0, 0.6), rel=1e-12)
    assert (real, failed) == ("no data", 0)
    assert found.named("checks_verdict") == [
        "12 checks against plain Excel agree; 8 not checked: see Checks."
    ]


def delivered_recipe(amount: float, volatility: float) -> float:
    """One-day 95% VaR of the template's three assets and another, all correlations 0.8, by hand."""
    risks = np.array([60 * 0.15, 30 * 0.06, 10 * 0.30, amount * volatility]) / np.sqrt(252)
    both = np.full((4, 4), 0.8) + 0.2 * np.eye(4)
    return 1.6448536269514722 * float(np.sqrt(risks @ both @ risks))
