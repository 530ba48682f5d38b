"""The one list of worksheet functions, read from their signatures.

Everything else is generated from it: VBA, wizard text, LibreOffice metadata, the reference.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from keyword import iskeyword
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from .arguments.kind import Kind
from .cells.results import Returns
from .errors import BadInput, ImpossibleNumber, NotEnoughData
from .functions import (
    attribution,
    audit,
    backtesting,
    capital,
    cleaning,
    crises,
    currency,
    data,
    data_quality,
    decompose,
    eligibility,
    frtb,
    groups,
    instruments,
    limits,
    parametric,
    proxies,
    scenario_sets,
    scenarios,
    series,
    statistics,
    stress_report,
    var,
    what_if,
    window_choice,
    window_search,
)

MAX_HELP = 255  # the function wizard's limit for a description
MAX_NAMES = 254  # and for the argument names together with their count


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: Kind
    required: bool
    default: Any

    @property
    def shown_default(self) -> str:
        """The default as a user would type or describe it; empty for a required argument."""
        return "" if self.required else self.kind.show(self.default)


def spelled(name: str) -> str:
    """A parameter's name as Python takes it: `yield_` for yield."""
    return f"{name}_" if iskeyword(name) else name


@dataclass(frozen=True)
class Entry:
    """One worksheet function, read from its Python function."""

    function: Callable[..., Any]
    family: str

    @cached_property
    def name(self) -> str:
        return self.function.__name__.upper()

    @cached_property
    def _hints(self) -> dict[str, Any]:
        return get_type_hints(self.function, include_extras=True)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(
            Parameter(
                name.rstrip("_"),
                _found(self._hints[name], Kind),
                spec.default is inspect.Parameter.empty,
                None if spec.default is inspect.Parameter.empty else spec.default,
            )
            for name, spec in inspect.signature(self.function).parameters.items()
        )

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name, as the reference spells it."""
        return next(p for p in self.parameters if p.name == name)

    @cached_property
    def returns(self) -> Returns:
        found: Returns = _found(self._hints["return"], Returns)
        return found

    @property
    def least(self) -> int:
        return sum(p.required for p in self.parameters)

    @cached_property
    def doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        """The first sentence: the wizard's text."""
        return " ".join(self.doc.split("\n\n")[0].split())

    @cached_property
    def details(self) -> str:
        """The docstring between the summary and the labelled parts."""
        paragraphs = self.doc.split("\n\n")[1:]
        return "\n\n".join(p for p in paragraphs if not re.match(r"Raises:|Ref:|>>>", p))

    def _labelled(self, label: str) -> str:
        found = re.search(
            rf"^{label}: (.*?)(?=^Ref:|^Raises:|^>>>|\n\n|\Z)", self.doc, re.MULTILINE | re.DOTALL
        )
        return " ".join(found[1].split()) if found else ""

    @property
    def raises(self) -> str:
        """What fails and how, as the user sees it: the error value in place of the class."""
        text = self._labelled("Raises")
        for kind in (BadInput, ImpossibleNumber, NotEnoughData):
            text = text.replace(kind.__name__, kind.code)
        return text

    @property
    def reference(self) -> str:
        return self._labelled("Ref")

    @cached_property
    def examples(self) -> tuple[tuple[str, str], ...]:
        """(formula, what it shows) pairs; tests run them."""
        return tuple(re.findall(r"^>>> (=.*)\n(.+)$", self.doc, re.MULTILINE))

    @property
    def signature(self) -> str:
        """`NAME(required, [optional])`."""
        shown = (p.name if p.required else f"[{p.name}]" for p in self.parameters)
        return f"{self.name}({', '.join(shown)})"


def _found(hint: Any, wanted: type) -> Any:
    """The annotation of the wanted class inside `Annotated[...]`, or inside `Annotated | None`."""
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, wanted):
                return extra
    for inner in get_args(hint):
        if get_origin(inner) is Annotated:
            return _found(inner, wanted)
    raise TypeError(f"no {wanted.__name__} in {hint}")


FAMILIES: dict[str, tuple[Callable[..., Any], ...]] = {
    "Windows and data": (
        crises.crisis_windows,
        crises.crisis_returns,
        crises.crisis_changes,
        crises.crisis_shocks,
        cleaning.clean_prices,
        cleaning.clean_report,
        data.to_returns,
        data.overlapping_returns,
        currency.in_currency,
        data.align_history,
        data_quality.history_check,
        proxies.proxy_history,
        proxies.proxy_fit,
        proxies.fill_history,
        proxies.fill_fit,
        data.load_history,
        data_quality.window_review,
        window_choice.window_report,
    ),
    "Statistics": (
        statistics.crisis_vol,
        statistics.crisis_corr,
        statistics.crisis_cov,
        statistics.nearest_corr,
        statistics.stress_corr,
    ),
    "VaR and ES": (
        parametric.param_var,
        parametric.portfolio_var,
        var.current_var,
        var.current_es,
        var.stressed_var,
        var.stressed_es,
        var.stress_ratio,
        series.stressed_var_table,
        series.worst_window,
        window_search.window_ranking,
        window_search.window_series,
        series.var_series,
        series.ratio_series,
        stress_report.stress_report,
        decompose.var_contribution,
        groups.group_contribution,
        what_if.what_if,
        proxies.proxy_var,
        decompose.stress_attribution,
        decompose.var_interval,
        parametric.approx_stressed_var,
    ),
    "Capital": (
        capital.capital_req,
        capital.capital_multiplier,
        capital.capital_check,
        frtb.liquidity_es,
        frtb.frtb_stressed_es,
        frtb.frtb_imcc,
        frtb.frtb_ses,
        frtb.frtb_capital,
    ),
    "Backtesting": (
        backtesting.backtest_var,
        backtesting.backtest_stressed_var,
        backtesting.var_exceptions,
        backtesting.kupiec_test,
        backtesting.christoffersen_test,
        backtesting.traffic_light,
        backtesting.backtest_es,
        attribution.pla_test,
        eligibility.rfet,
    ),
    "Instruments": (
        instruments.grid_pnl,
        instruments.option_value,
        instruments.option_pnl,
        instruments.bond_value,
        instruments.bond_pnl,
        instruments.delta_gamma_pnl,
    ),
    "Scenarios": (
        scenarios.scenario_pnl,
        scenarios.scenario_propagate,
        scenarios.rate_shock_pnl,
        scenarios.spread_shock_pnl,
        scenarios.reverse_stress,
        scenarios.crisis_replay,
        scenario_sets.scenario_library,
        scenario_sets.scenario_table,
        limits.limit_check,
    ),
    "Audit and help": (audit.stress_audit, audit.stressvar_why, audit.stressvar_version),
}


class Catalogue:
    """The functions by name. `CATALOGUE` is the one that hosts and generators read."""

    def __init__(self, families: dict[str, tuple[Callable[..., Any], ...]]) -> None:
        self.families = families
        self._entries = {
            entry.name: entry
            for family, functions in families.items()
            for entry in (Entry(function, family) for function in functions)
        }

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Entry:
        return self._entries[name]

    def with_function(self, family: str, function: Callable[..., Any]) -> Catalogue:
        """A catalogue with one function more."""
        return Catalogue(self.families | {family: (*self.families.get(family, ()), function)})

    def problems(self) -> list[str]:
        """What is wrong with the entries: the self-check that tests run."""
        found = []
        for e in self:
            names = ",".join(p.name for p in e.parameters)
            optional = [not p.required for p in e.parameters]
            if not e.summary.endswith(".") or len(e.summary) > MAX_HELP:
                found.append(f"{e.name}: the summary must be one sentence of {MAX_HELP} characters")
            if len(names) + len(e.parameters) > MAX_NAMES:
                found.append(f"{e.name}: argument names too long for the wizard")
            if optional != sorted(optional):
                found.append(f"{e.name}: a required argument after an optional one")
            if re.fullmatch(r"[A-Z]{1,3}\d+", e.name):
                found.append(f"{e.name}: the name is a cell address")
            for p in e.parameters:
                if not p.kind.help.endswith(".") or len(p.kind.help) > MAX_HELP:
                    found.append(
                        f"{e.name}: help of {p.name} must end in a period and fit the wizard"
                    )
        return found


CATALOGUE = Catalogue(FAMILIES)
