"""Where to begin: the templates by question, the functions, and a test of the add-in on this machine."""

from __future__ import annotations

from pathlib import Path

from tools.templates.bank_disclosure_and_capital import workbook as bank_disclosure_and_capital
from tools.templates.beyond_var import workbook as beyond_var
from tools.templates.calm_vs_stressed import workbook as calm_vs_stressed
from tools.templates.committee_pack import workbook as committee_pack
from tools.templates.march_2020 import workbook as march_2020
from tools.templates.nonlinear_books import workbook as nonlinear_books
from tools.templates.personal_portfolio import workbook as personal_portfolio
from tools.templates.several_windows import workbook as several_windows
from tools.templates.start_here.self_test import self_test
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import CHECKS, Content, Template, TemplateCell, between, enter
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import FIRST, HEADER, ROW_POINTS
from tools.templates.when_stress_departs import workbook as when_stress_departs
from tools.templates.window_and_backtest import workbook as window_and_backtest
from xl_stressvar.catalogue import CATALOGUE

WIDTHS = (2.0, 26.0, 30.0, 24.0, 24.0, 18.0, 18.0, 18.0)
#: The templates as a reader would look for them.
GROUPS: dict[str, tuple[Template, ...]] = {
    "For my book": (committee_pack.TEMPLATE,),
    "The figure": (calm_vs_stressed.TEMPLATE, several_windows.TEMPLATE),
    "Why it is so high": (when_stress_departs.TEMPLATE,),
    "Capital and limits": (bank_disclosure_and_capital.TEMPLATE, march_2020.TEMPLATE),
    "Is it still right": (window_and_backtest.TEMPLATE,),
    "Beyond it": (beyond_var.TEMPLATE, nonlinear_books.TEMPLATE),
    "For yourself": (personal_portfolio.TEMPLATE,),
}
_SUMMARY, _SIGNATURE = 100, 82  # characters a line in the columns of the function list

TEMPLATE = Template("start_here", "Start here", "The templates, the functions, and a test of the add-in", {
    "Start here": "Which template answers my question?",
    "Functions": "Which functions are there?",
    "Self-test": "Does the add-in compute right on this machine?",
    **CHECKS,
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    self_test(workbook, workbook.sheet(
        "Self-test",
        "Each line is one formula against a figure that somebody else published. Recalculate (Ctrl+Alt+F9 in "
        "Excel): every line must say TRUE.", widths=(2.0, 58.0, 16.0, 16.0, 14.0, 12.0, 76.0)))
    _functions(workbook.sheet(
        "Functions",
        "In brackets: what may be left out. The formula wizard and docs/reference.md say more.",
        widths=(2.0, 27.0, 19.0, 84.0, 68.0)))
    _start(workbook, workbook.sheet(
        "Start here",
        "Stressed value at risk: what today's portfolio would lose if a past crisis came back. Each template "
        "answers one question on real data; replace the yellow cells, then the data, by yours.",
        widths=WIDTHS))
    workbook.close()


def _start(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Self-test", TemplateCell('=IF(self_test_failed=0,"all agree",self_test_failed&" disagree")', "text")),
        ("Try it: VaR", TemplateCell("=tried", "million")),
        ("Version", TemplateCell("=STRESSVAR_VERSION()", "text", "version")),
    ])
    rows: list[list[Content]] = []
    for group, members in GROUPS.items():
        for template in members:
            name = template.name
            for tab, asked in template.questions.items():
                first = tab == "Answer"
                rows.append([group if first and template is members[0] else None,
                             TemplateCell(name, link=f"external:{name}.xlsx") if first else None,
                             TemplateCell(tab, link=f"external:{name}.xlsx#'{tab}'!A1"), asked, *[None] * 3])
    sheet.table(["Looking for", "Template", "Sheet", "Its question", *[""] * 3], rows)
    sheet.table(
        ["Try it (yellow cells)", "Value", "Unit"],
        [
            ["Volatility a day", enter("try_volatility", 0.012, "fine percent",
                                       between(0, 1, "1.2% in the article's calm market.")), "a day"],
            ["Value", enter("try_value", 100, "money", between(-1e9, 1e9, "USD million.")), "USD million"],
            ["Confidence", enter("try_confidence", 0.95, "percent",
                                 between(0.5, 0.9999, "Between 50% and 99.99%.")), "level"],
            ["One-day VaR", TemplateCell("=PARAM_VAR(try_volatility,try_value,try_confidence)", name="tried"),
             "USD million"],
        ],
        ["", "money", "text"],
    )
    workbook.check("tried", "Try it: PARAM_VAR", "=tried",
                   "=NORM.S.INV(try_confidence)*try_volatility*ABS(try_value)")
    sheet.boxes(("How to use a template", """
        Copy it first, or take a fresh copy with "xl-stressvar new NAME". The links open the templates that lie
        beside this file. Yellow cells are inputs and say what may be typed. Sheets called Data hold daily
        returns, and say how to put yours in their place.

        "The article" in a template is the one on stressed VaR whose cases these templates follow. Its figures
        are illustrations; where real data says otherwise, both are shown, with the reason.

        A figure with the letters #NAME? means that the add-in is not loaded; any other error has a reason:
        =STRESSVAR_WHY(cell) says it.

        Every template ends with Checks: our functions against plain Excel formulas.
        """), ("Limits", """
        Stressed VaR tells what a past crisis would do, not what the next one will. It is one figure among
        several: the template beyond_var shows the others. No macro is needed to open or print a template.
        """))


def _functions(sheet: TemplateSheet) -> None:
    header = ("Function", "Family", "What it gives", "Arguments")
    for column, title in enumerate(header, FIRST):
        sheet.put(sheet.row, column, title, HEADER)
    sheet.freeze(sheet.row, columns=0)
    sheet.row += 1
    for entry in CATALOGUE:
        arguments = entry.signature.partition("(")[2].removesuffix(")") or "none"
        lines = max(-(-len(entry.summary) // _SUMMARY), -(-len(arguments) // _SIGNATURE))
        cells: list[Content] = [TemplateCell(entry.name), entry.family, entry.summary, arguments]
        for column, content in enumerate(cells, FIRST):
            sheet.put(sheet.row, column, content, {"text_wrap": True, "valign": "top"})
        if lines > 1:
            sheet.height(sheet.row, lines * ROW_POINTS)
        sheet.row += 1
    sheet.row += 1
