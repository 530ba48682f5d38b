"""Every function × argument × kind of wrong: an error of the right class with a sentence that names
the place, or a number that is legitimate; never a bug, NaN, infinity, empty text or nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from tests.robustness.badinput import good, wrong
from tests.robustness.badinput.expected import allowed
from tests.support import ROOT
from tools.generate.badinputs import bad_inputs
from xl_stressvar.arguments.scalars import Anything
from xl_stressvar.catalogue import CATALOGUE, Entry
from xl_stressvar.cells.algebra import ErrorValue
from xl_stressvar.dispatch import Outcome, call
from xl_stressvar.errors import MAX_SENTENCE

#: Facts of several arguments at once, or of none: their sentences name what they are about.
NAMES_NO_ARGUMENT = {
    "overflow", "tail_too_thin", "too_few_days", "series_lengths", "cornish_fisher",
    "no_move_to_filter", "ratio_denominator", "no_volatility", "still_book", "reduced_set",
    "constant_column", "proxy_still", "stressed_var_zero",
}  # fmt: skip
# the shape or length of one argument shows in the fit of another, whose sentence may be the one
OTHERS_FIT = {
    "positions_shape", "shocks_shape", "assets_differ", "days_differ", "lengths_differ",
    "too_few_to_average", "betas_shape", "first_horizon", "dates_differ", "not_positive",
    "too_few_for_lookback", "too_few_common_days", "unknown_name", "missing_name", "undated",
    "not_covered", "more_than_days", "proxy_undated", "too_short_to_search",
    "no_day_after_lookback", "not_possible_together", "factor_not_covered", "library_not_covered",
    "shock_out_of_range", "gap_in_window", "currencies_shape", "missing_currency", "no_rate",
    "no_rate_that_day", "fx_rows", "no_underlying", "underlying_unnamed", "volatility_gone",
    "yield_gone", "beyond_grid", "grid_factors", "gamma_shape",
}  # fmt: skip


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda e: e.name)
def test_every_function_has_a_good_call(entry: Entry) -> None:
    arguments = good.arguments(entry)  # a new parameter needs a line in good.py
    assert len(arguments) == len(entry.parameters)
    if entry.name != "STRESSVAR_WHY":  # which no headless call can answer
        outcome = call(entry.name, arguments)
        assert outcome.failure is None, outcome.sentence()


def complaints(outcome: Outcome, name: str, blanks: bool = False) -> Iterator[str]:
    """What no outcome may be; a blank only where a function says that it gives some."""
    if outcome.failure is None:
        cells = outcome.value if isinstance(outcome.value, list) else [[outcome.value]]
        for cell in (c for row in cells for c in row):
            if isinstance(cell, float):
                if not math.isfinite(cell):
                    yield f"gave {cell}"
            elif not (
                isinstance(cell, (bool, ErrorValue)) or (isinstance(cell, str) and (cell or blanks))
            ):
                yield f"gave {cell!r}"
        return
    sentence = outcome.sentence() or ""
    problem = outcome.failure.problem.name
    if problem == "bug":
        yield f"BUG: {sentence}"
    if not sentence or len(sentence) > MAX_SENTENCE or "\n" in sentence:
        yield f"no good sentence: {sentence!r}"
    if not sentence.endswith((".", "?")):
        yield f"the advice is cut: {sentence!r}"
    if name not in sentence and problem not in NAMES_NO_ARGUMENT | OTHERS_FIT:
        yield f"does not name {name}: {sentence!r}"


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("entry", [e for e in CATALOGUE if e.parameters], ids=lambda e: e.name)
def test_a_wrong_argument_is_refused_by_name_and_class(entry: Entry) -> None:
    found = []
    for i, parameter in enumerate(entry.parameters):
        if isinstance(parameter.kind, Anything):
            continue
        for kind in wrong.KINDS:
            arguments = good.arguments(entry)
            spoiled = wrong.spoiled(kind, arguments[i])
            if spoiled is None:
                continue
            arguments[i] = spoiled[0]
            outcome = call(entry.name, arguments)
            code = str(outcome.value) if outcome.failure else "number"
            right = allowed(parameter, kind)
            if code not in right:
                found.append(f"{parameter.name}, {kind}: {code}, not {right}; {outcome.sentence()}")
            wrongs = complaints(outcome, parameter.name, entry.returns.blanks)
            found += [f"{parameter.name}, {kind}: {c}" for c in wrongs]
    assert not found, "\n".join(found)


def test_the_page_of_wrong_inputs_is_what_the_parsers_say() -> None:
    page = ROOT / "docs" / "bad-inputs.md"
    assert page.read_text("utf-8") == bad_inputs(), "make generate"
