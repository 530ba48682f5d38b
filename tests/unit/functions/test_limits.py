"""Limits that are ours are said as such, in place of minutes of waiting or more rows than a sheet has."""

from __future__ import annotations

import numpy as np
import pytest

from xl_stressvar.dispatch import call
from xl_stressvar.functions import data_quality


@pytest.mark.slow
def test_a_matrix_that_would_take_minutes_to_repair_is_refused() -> None:
    identity = np.eye(501).tolist()
    outcome = call("NEAREST_CORR", [identity])
    assert str(outcome.value) == "#NUM!"
    assert "matrix is 501 x 501; more than 500 x 500 are not repaired here." in str(
        outcome.sentence()
    )
    small = np.eye(500).tolist()
    assert call("NEAREST_CORR", [small]).value == small


def test_findings_beyond_what_a_sheet_holds_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_quality, "_MOST_FINDINGS", 2)
    history = [[0.01], [None], [0.02], [None], [0.03], [None], [-0.01]]
    rows = call("HISTORY_CHECK", [history]).value
    assert isinstance(rows, list)
    assert [row[2] for row in rows] == ["Finding", "blank", "blank", "more"]
    assert rows[-1][3] == "1 more than fit here: mend these first."
