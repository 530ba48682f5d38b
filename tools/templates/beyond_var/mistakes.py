"""A sheet of common mistakes, what to do instead, and which template shows it."""

from __future__ import annotations

from tools.templates.toolkit.parts import TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet

#: Mistake, why it is one, what to do instead, the template that shows it.
MISTAKES = (
    ("Stopping at VaR", "It says how often a loss is larger, not how much larger.",
     "Report expected shortfall beside it: STRESSED_ES.", "beyond_var"),
    ("One window only", "A portfolio that was safe in 2008 may not be in 1998 or 2020.",
     "Compare windows and report the highest: STRESSED_VAR_TABLE.", "several_windows"),
    ("Only looking back", "No window holds what has not happened: rates +200 bp, say.",
     "Ask what if: RATE_SHOCK_PNL, SCENARIO_PROPAGATE.", "beyond_var"),
    ("Never asking what would be ruin", "Limits then rest on shocks that someone found easy.",
     "Turn the question round: REVERSE_STRESS.", "beyond_var"),
    ("A window that nobody reviews", "Portfolio and markets change; the choice goes stale.",
     "Review every 3 to 5 years and after a crisis: WINDOW_REVIEW.",
     "window_and_backtest"),
    ("Never backtesting the stressed figure", "Breaches on more than 1% of days would tell early.",
     "Count them: BACKTEST_STRESSED_VAR.", "window_and_backtest"),
    ("Trusting diversification", "Correlations of calm years need not hold: see what the crisis did.",
     "Measure the crisis correlation: CRISIS_CORR, VAR_CONTRIBUTION.", "calm_vs_stressed"),
    ("99% from a month of data", "22 days have no 1% tail; the function refuses.",
     "Twelve months, as regulators ask, or 95%.", "several_windows"),
    ("Capital for current VaR only", "It is lowest on the eve of a crisis.",
     "Hold capital for stressed VaR: CAPITAL_REQ.", "march_2020"),
    ("Taking a gap for a zero", "A missing price becomes a calm day, and VaR too low.",
     "Find gaps and mend them in sight: HISTORY_CHECK, ALIGN_HISTORY.", "committee_pack"),
)


def mistakes(sheet: TemplateSheet) -> None:
    sheet.table(
        ["Mistake", "Why it matters", "What to do instead", "Template"],
        [[what, why, instead, TemplateCell(template, link=f"external:{template}.xlsx")]
         for what, why, instead, template in MISTAKES],
    )
