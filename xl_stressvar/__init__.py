"""Stressed VaR for spreadsheets: what would today's portfolio lose if a past crisis came back?

In Python: `import xl_stressvar as sv`, then `sv.stressed_var(returns, positions, "GFC")`. What is
exported is in `__all__` and on the page docs/python.md; each name is loaded when it is first used.
"""

__version__ = "0.1.0"

__all__ = [
    "BadInput",
    "Bonds",
    "Grid",
    "History",
    "ImpossibleNumber",
    "NotEnoughData",
    "Options",
    "Positions",
    "StressVarError",
    "Window",
    "WorstWindow",
    "ask",
    "bonds",
    "calc",
    "call",
    "crisis_corr",
    "crisis_returns",
    "crisis_windows",
    "current_es",
    "current_var",
    "evaluate",
    "grid",
    "group_contribution",
    "history",
    "options",
    "overlapping_returns",
    "positions",
    "ratio_series",
    "stress_attribution",
    "stress_ratio",
    "stress_report",
    "stressed_es",
    "stressed_var",
    "stressed_var_table",
    "var_contribution",
    "var_series",
    "what_if",
    "window_ranking",
    "window_series",
    "worst_window",
]

TYPE_CHECKING = False  # as in typing, whose import would take longer than this module does
if TYPE_CHECKING:
    from .api import (
        WorstWindow,
        ask,
        bonds,
        crisis_corr,
        crisis_returns,
        crisis_windows,
        current_es,
        current_var,
        grid,
        history,
        options,
        positions,
        stress_attribution,
        stress_ratio,
        stressed_es,
        stressed_var,
        stressed_var_table,
        var_contribution,
        var_series,
        worst_window,
    )
    from .api_desk import (
        group_contribution,
        overlapping_returns,
        ratio_series,
        stress_report,
        what_if,
        window_ranking,
        window_series,
    )
    from .dispatch import call
    from .domain import History, Positions, Window
    from .errors import BadInput, ImpossibleNumber, NotEnoughData, StressVarError
    from .hosts.headless.calc import calc
    from .hosts.headless.evaluate import evaluate
    from .risk.instruments.bonds import Bonds
    from .risk.instruments.grid import Grid
    from .risk.instruments.options import Options
else:
    _ELSEWHERE = {
        **dict.fromkeys(
            (
                "group_contribution",
                "overlapping_returns",
                "ratio_series",
                "stress_report",
                "what_if",
                "window_ranking",
                "window_series",
            ),
            ".api_desk",
        ),
        "call": ".dispatch",
        "calc": ".hosts.headless",
        "evaluate": ".hosts.headless",
        "Bonds": ".risk.instruments.bonds",
        "Grid": ".risk.instruments.grid",
        "Options": ".risk.instruments.options",
        **dict.fromkeys(("History", "Positions", "Window"), ".domain"),
        **dict.fromkeys(
            ("BadInput", "ImpossibleNumber", "NotEnoughData", "StressVarError"), ".errors"
        ),
    }

    def __getattr__(name: str) -> object:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(_ELSEWHERE.get(name, ".api"), __name__), name)
        globals()[name] = found
        return found

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
