"""The web add-in's functions in Pyodide under node: the hosts' questions, and what Excel does differently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.hosts.mistakes import MISTAKES
from tests.hosts.questions import Call, Ref
from tests.hosts.web.conftest import under_node
from tests.hosts.web.questions import ALL, CALLS, unlike
from tests.hosts.web.wire import recalculation
from xl_stressvar.dispatch import call

pytestmark = pytest.mark.web

#: Functions that refuse a blank, keep it, or read a whole export.
BLANKS = {"STRESSED_VAR", "ALIGN_HISTORY", "CRISIS_VOL", "GRID_PNL", "CLEAN_PRICES", "PARAM_VAR"}


def _has_blanks_or_zeros(argument: object) -> bool:
    if not isinstance(argument, Ref):
        return False
    rows = ALL[argument.sheet]
    return any(c is None or (type(c) is float and c == 0) for row in rows for c in row)


WITH_BLANKS = [one for one in CALLS if one[0] in BLANKS and any(map(_has_blanks_or_zeros, one[1]))]
A_BLANK: Call = ("CRISIS_VOL", (Ref("Gaps"),))
ZEROS: Call = ("SCENARIO_PNL", (Ref("Portfolios"), [[0.1, 0.0]]))
DATED: Call = ("CRISIS_RETURNS", ("GFC", "SPX"))
FAILS = MISTAKES["blank in a history"].asked
LOST: Call = ("STRESSED_VAR", ("history:0123456789abcdef", 1.0))
#: STRESSVAR_WHY(Out!A1), in a cell below what that holds.
WHY = {
    "sheets": {"Out": [[None]]}, "blank": None, "from": 10,
    "calls": [{"name": "STRESSVAR_WHY", "args": [{"sheet": "Out", "ref": "A1"}]}],
}  # fmt: skip
WORKBOOKS = {
    "all": [recalculation(CALLS, ALL)],
    "blanks as 0": [recalculation(WITH_BLANKS, ALL, blank=0)],
    "blanks as null": [recalculation([A_BLANK], ALL), recalculation([ZEROS], ALL)],
    "1904": [recalculation([DATED], {}, options={"date1904": True})],
    "why": [recalculation([FAILS], ALL), WHY],
    "lost": [recalculation([LOST, LOST], {}), recalculation([LOST], {})],
}


@pytest.fixture(scope="module")
def answered(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return under_node(folder, WORKBOOKS, tmp_path_factory.mktemp("node"))


def test_every_question_has_its_answer_in_the_browsers_python(answered) -> None:
    found = unlike(CALLS, answered["all"]["answers"][0])
    assert not found, "\n".join(found)


def test_blanks_that_excel_hands_over_as_0_are_blank_again_and_zeros_stay(answered) -> None:
    """Excel did so until the summer of 2024, and nothing tells which it is."""
    assert len(WITH_BLANKS) > 20
    found = unlike(WITH_BLANKS, answered["blanks as 0"]["answers"][0])
    assert not found, "\n".join(found)
    assert answered["blanks as 0"]["reads"] > 0


def test_an_excel_that_hands_over_null_is_not_asked_for_blanks_once_it_has(answered) -> None:
    got = answered["blanks as null"]
    assert got["reads"] == 0
    assert not unlike([A_BLANK, ZEROS], [one for answers in got["answers"] for one in answers])


def test_a_workbook_that_counts_from_1904_gets_its_dates_so(answered) -> None:
    (((got,),)) = answered["1904"]["answers"]
    want: Any = call(*DATED).value
    assert got["v"][1][0] == want[1][0] - 1462


def test_why_names_the_cell_of_a_failed_one(answered) -> None:
    (failed,), (why,) = answered["why"]["answers"]
    assert why["v"] == [[failed["said"]]]
    assert failed["said"].startswith("Blank!B5 (")


def test_unknown_handles_ask_excel_for_one_full_recalculation(answered) -> None:
    assert answered["lost"]["recalculations"] == 1
