"""A method owns its facts: one that is defined here, and registered, answers everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from tests.robustness.badinput.good import arguments
from tests.support import OMITTED, column, failed, value
from tools.generate.reference import reference
from xl_stressvar import errors
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.dispatch import call
from xl_stressvar.domain import Book, Confidence, Matrix, Regime, Vector
from xl_stressvar.risk.methods import registry
from xl_stressvar.risk.methods.allocation import tail_day_gradient
from xl_stressvar.risk.methods.base import PnlMethod, Tail
from xl_stressvar.risk.methods.registry import METHODS, Registry


@dataclass(frozen=True)
class WorstDay(PnlMethod):
    """The k-th worst day, whatever the confidence: a number behind the name is k."""

    name: str = "worst day"
    help = "Minus the P&L of the worst day there was."
    aliases = ("maximum loss",)
    stressed: bool = True
    rank: int = 1

    def least_days(self, confidence: Confidence) -> int:
        return self.rank

    def with_parameter(self, number: float) -> WorstDay:
        if number != int(number) or number < 1:
            raise errors.NOT_WHOLE(value=number)
        return replace(self, name=f"worst day {number:g}", rank=int(number))

    def var_of(self, pnl: Matrix, confidence: Confidence, regime: Regime) -> Vector:
        if pnl.shape[-1] < self.rank:
            raise errors.TOO_FEW_DAYS(days=pnl.shape[-1], what="method worst day", least=self.rank)
        return -np.sort(pnl, axis=-1)[:, self.rank - 1]

    es_of = var_of

    def marginal(self, which: Tail, book: Book, confidence: Confidence) -> Vector:
        return tail_day_gradient(book.unit_pnl.values, book.pnl, (self.rank - 1, 0.0))

    def rule(self, days: int, confidence: Confidence) -> str:
        return f"minus the P&L of the worst of {days} days"

    def days_read(self, book: Book, confidence: Confidence) -> list[int]:
        return [int(np.argmin(book.pnl))]


ENTRIES = [e for e in CATALOGUE if any(p.name == "method" for p in e.parameters)]
STRESSED = [e for e in ENTRIES if not e.name.startswith(("CURRENT", "VAR_SERIES"))]
WITH_DECAY = ("ewma", "filtered", "volatility scaled", "age weighted")
NAMED = [m.name for m in METHODS.values() if m.stressed]  # in stressed figures
HISTORY = [[-0.02, 0.01], [0.01, -0.03], [-0.01, -0.01], [0.02, 0.01]]
BOOK = [[100.0, 10.0]]


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The one line of the registry, for one test."""
    added = METHODS.with_method(WorstDay())
    monkeypatch.setattr(registry, "METHODS", added)
    return added


def kind(entry):
    return next(p.kind for p in entry.parameters if p.name == "method")


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.name)
def test_a_registered_method_answers_in_every_function_that_takes_one(entry) -> None:
    given = arguments(entry)
    at = [p.name for p in entry.parameters].index("method")
    given[at] = "Maximum-Loss"
    outcome = call(entry.name, given)
    if entry.name == "VAR_INTERVAL":  # which it has none of, and the sentence says so
        assert outcome.sentence() == (
            "method is worst day, for which there is no confidence interval. "
            "Use historical, historical exc, historical rank or normal."
        )
        return
    assert outcome.failure is None, outcome.sentence()
    assert outcome.value != call(entry.name, arguments(entry)).value


@pytest.mark.usefixtures("registered")
def test_its_figures_components_and_audit_are_its_own() -> None:
    assert value("STRESSED_VAR", HISTORY, BOOK, OMITTED, 0.9, 1, "worst day") == pytest.approx(1.9)
    table = value("VAR_CONTRIBUTION", HISTORY, BOOK, OMITTED, 0.9, 1, "worst day")
    assert [row[4] for row in table[1:4]] == pytest.approx([2, -0.1, 1.9])
    told = dict(value("STRESS_AUDIT", HISTORY, BOOK, OMITTED, 0.9, 1, "worst day"))
    assert told["Method"] == "worst day"
    assert told["Quantile rule"] == "minus the P&L of the worst of 4 days"
    assert told["Days read"] == "day 1 (-1.9)"


@pytest.mark.usefixtures("registered")
def test_its_refusals_are_sentences() -> None:
    few = [[0.01], [0.02]]
    error, sentence = failed("STRESSED_VAR", few, 1, OMITTED, 0.9, 1, "worst day 3")
    assert error == "#N/A"
    assert "method worst day. It takes at least 3 days" in sentence
    error, sentence = failed("STRESSED_VAR", HISTORY, BOOK, OMITTED, 0.9, 1, "worst day 1.5")
    assert error == "#NUM!"
    assert sentence.startswith("method is 1.5")
    error, sentence = failed("STRESSED_VAR", HISTORY, BOOK, OMITTED, 0.9, 1, "worst night")
    assert error == "#VALUE!"
    assert sentence.endswith("evt, worst day.")


@pytest.mark.usefixtures("registered")
@pytest.mark.parametrize("typed", ["worst day 2", "Worst-Day 2", "WORST_DAY_2", "maximum loss  2"])
def test_a_number_behind_the_name_reaches_the_method(typed) -> None:
    got = value("CURRENT_VAR", column([-1.0, -3.0, -2.0]), 1, 0.9, 1, typed, 3)
    assert got == 2


@pytest.mark.parametrize("method", [m for m in METHODS if m not in WITH_DECAY])
def test_a_number_behind_a_method_that_takes_none_is_refused(method) -> None:
    error, sentence = failed("STRESSED_VAR", HISTORY, BOOK, OMITTED, 0.9, 1, f"{method} 0.97")
    assert error == "#VALUE!"
    assert "is not a method" in sentence


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.name)
def test_the_wizard_and_the_words_name_every_registered_method(entry, registered) -> None:
    words = kind(entry).words
    assert words == (*(NAMED if entry in STRESSED else METHODS), "worst day")
    assert kind(entry).aliases["maximum loss"] == "worst day"
    assert kind(entry).help == f"How the tail is read: {', '.join(words[:-2])}, evt or worst day."


def test_the_reference_lists_every_registered_method_with_its_facts(registered) -> None:
    page = reference()
    for method in registered.values():
        assert f"| `{method.name}` |" in page
        assert method.help in page
    assert (
        "| `worst day` | `maximum loss` | Minus the P&L of the worst day there was. | 1 |" in page
    )


def test_a_method_for_current_figures_alone_is_refused_in_stressed_ones(monkeypatch) -> None:
    added = METHODS.with_method(WorstDay(stressed=False))
    monkeypatch.setattr(registry, "METHODS", added)
    for entry in STRESSED:
        given = arguments(entry)
        given[[p.name for p in entry.parameters].index("method")] = "worst day"
        outcome = call(entry.name, given)
        assert str(outcome.value) == "#VALUE!", entry.name
        assert outcome.sentence() == (
            "method is worst day, which has no place in a stressed figure. Use historical, "
            "historical exc, historical rank, normal, student t, cornish fisher, monte carlo, ewma, "
            "filtered, volatility scaled, garch or evt."
        )
        assert "worst day" not in kind(entry).help
    for entry in set(ENTRIES) - set(STRESSED):
        given = arguments(entry)
        given[[p.name for p in entry.parameters].index("method")] = "worst day"
        assert call(entry.name, given).failure is None, entry.name


@pytest.mark.parametrize("method", METHODS.values(), ids=str)
def test_every_method_has_a_sentence_of_help_and_a_rule(method) -> None:
    assert method.help.endswith(".")
    assert method.rule(250, Confidence(0.99))


@pytest.mark.parametrize("method", METHODS.values(), ids=str)
@pytest.mark.parametrize("c", [0.9, 0.99])
def test_the_fewest_days_are_the_fewest_that_have_a_figure(method, c) -> None:
    least = method.least_days(Confidence(c))
    pnl = (0.01 * np.random.default_rng(3).normal(size=200)).tolist()
    few, enough = column(pnl[: least - 1]), column(pnl[:least])
    refused, _ = failed("CURRENT_VAR", few, 1, c, 1, method.name, least - 1)
    assert refused == "#N/A"
    outcome = call("CURRENT_VAR", [enough, 1, c, 1, method.name, least])
    # so few days may lie outside the domain of cornish fisher, or be fitted by no tail
    no_fit = (errors.CORNISH_FISHER, errors.NO_PARETO_FIT)
    assert outcome.failure is None or outcome.failure.problem in no_fit


@pytest.mark.slow
def test_no_module_but_a_methods_own_asks_which_method_it_has() -> None:
    import ast
    from pathlib import Path

    import xl_stressvar

    root = Path(xl_stressvar.__file__).parent
    names = {type(m).__name__ for m in METHODS.values()} | {"Method", "PnlMethod"}
    found = [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("isinstance", "issubclass")
        and any(isinstance(n, ast.Name) and n.id in names for n in ast.walk(node.args[1]))
    ]
    assert not found


@pytest.mark.parametrize("method", WITH_DECAY)
@pytest.mark.parametrize("decay", ["0.5", "1", "94"])
def test_a_decay_outside_of_a_half_to_one_is_refused(method, decay) -> None:
    error, sentence = failed("CURRENT_VAR", HISTORY, BOOK, 0.9, 1, f"{method} {decay}", 4)
    assert error == "#NUM!"
    assert sentence == (
        f"method has the decay {decay} behind its name. Type one between 0.5 and 1, such as ewma 0.94."
    )


@pytest.mark.parametrize("method", WITH_DECAY)
def test_the_decay_of_a_name_alone_may_be_typed_behind_it(method) -> None:
    own = "0.98" if method == "age weighted" else "0.94"
    history = column((0.01 * np.random.default_rng(5).normal(size=260)).tolist())
    plain, typed, other = (
        value("CURRENT_VAR", history, 100.0, 0.95, 1, text, 250)
        for text in (method, f"{method} {own}", f"{method} .6")
    )
    assert typed == plain != other
