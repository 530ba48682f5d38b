"""What a template does about data that only it can meet: prices, gaps, windows without history."""

from __future__ import annotations

import re

import pytest

from tests.artefacts.templates.committed import (
    delivered,
    destination,
    table,
    written,
)
from tests.artefacts.templates.recalculation import recalculated
from tests.artefacts.templates.test_other_data import GFC, TEN_YEARS, shifted


def test_days_pasted_below_the_table_are_noticed() -> None:
    name = "calm_vs_stressed.xlsx"
    below = f"A{max(table(name, 'Data')) + 1}"
    assert written(name)["Data"][below].value is None
    assert recalculated(name, {f"Data!{below}": 40057}).disagreeing() == {"test_rows"}


def test_a_window_without_history_leaves_the_others_standing() -> None:
    name = "several_windows.xlsx"
    edit = shifted(name, "Data", TEN_YEARS, *GFC)
    assert len(edit) == 252
    found = recalculated(name, edit)
    (first, *_), *_ = delivered(name)["Answer"][destination(written(name), "year_windows")[1]]
    assert first.value == "Global financial crisis"
    assert re.search(
        r"does not cover GFC .*Extend the history", str(found.value("Answer", f"H{first.row}"))
    )
    # the next highest by the table as delivered
    assert found.named("stressed_highest", "highest_window") == [
        pytest.approx(6.7457, abs=5e-5),
        "Covid-19 pandemic",
    ]
