"""A sheet of formulas against figures that others published."""

from __future__ import annotations

from dataclasses import dataclass

from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Content, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet

ARTICLE = "The article on stressed VaR"


@dataclass(frozen=True)
class Published:
    """A formula, the figure that was published for it, half a unit of its last digit, and where."""

    formula: str
    figure: float
    within: float
    source: str


PUBLISHED = (
    Published("PARAM_VAR(1.2%,100,95%)", 1.97, 0.005, f"{ARTICLE}: calm market"),
    Published("PARAM_VAR(3.5%,100,95%)", 5.76, 0.005, f"{ARTICLE}: stressed market"),
    Published("CAPITAL_REQ(30,80)", 240, 0, f"{ARTICLE}: a large bank's disclosure"),
    Published("CAPITAL_REQ(100,250)", 750, 0, f"{ARTICLE}: capital of a trading book"),
    Published("INDEX(CAPITAL_CHECK(400,450),6,2)", 0.889, 0.0005, f"{ARTICLE}: positions to 88.9%"),
    Published('INDEX(CRISIS_WINDOWS("2026-06-30"),2,5)', 250, 5, f"{ARTICLE}: about 250 business days"),
    Published("CAPITAL_MULTIPLIER(5)", 3.4, 0, "Basel 2.5 (BCBS 158; EU CRR Article 366): plus factor 0.40"),
    Published('CAPITAL_MULTIPLIER(7,"frtb")', 1.83, 0, "FRTB (Basel MAR33; EU CRR Article 325bf)"),
    Published("INDEX(TRAFFIC_LIGHT(4),1,2)", 0.8922, 0.00005, "BCBS 22 (1996), table 2: 4 exceptions in 250 days"),
    Published("INDEX(TRAFFIC_LIGHT(9),1,2)", 0.9997, 0.00005, "BCBS 22 (1996), table 2: 9 exceptions in 250 days"),
    Published("INDEX(KUPIEC_TEST(15,1000),1,1)", 2.1892, 0.00005, "A published tutorial: 15 of 1,000 days at 99%"),
    Published("INDEX(NEAREST_CORR({1,1,0;1,1,1;0,1,1}),1,2)", 0.7607, 0.00005,
              "Higham, IMA J. Numer. Anal. 22 (2002), section 4"),
    Published('INDEX(CRISIS_RETURNS("1987-10-16:1987-10-20","SPX"),3,2)', -0.2047, 0.00005,
              "List of largest daily changes of the S&P 500: 19 October 1987"),
    Published('INDEX(CRISIS_RETURNS("2020-03-13:2020-03-17","SPX"),3,2)', -0.1198, 0.00005,
              "List of largest daily changes of the S&P 500: 16 March 2020"),
)


def self_test(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    """The sheet; names `self_test_failed`, and a `test_published_...` for each line."""
    top = sheet.row + 2  # of the first line, as in an address
    verdicts = f"F{top}:F{top + len(PUBLISHED) - 1}"
    rows: list[list[Content]] = [
        [each.formula, f"={each.formula}", each.figure, each.within,
         # a sum of last digits: 1e-12 for a figure that is published exactly
         TemplateCell("=ABS(C{row}-D{row})<=E{row}+1E-12*ABS(D{row})", "flag", f"test_published_{i}"), each.source]
        for i, each in enumerate(PUBLISHED, 1)
    ]
    sheet.table(["Formula", "Here", "Published", "To within", "Agrees", "Where it was published"], rows,
                ["", "number", "number", "short", "flag", "text"])
    sheet.tint_verdicts(verdicts)
    sheet.table(["All in all", "Value"],
                [["Lines that disagree",
                  TemplateCell(f"={len(PUBLISHED)}-COUNTIF({verdicts},TRUE)", "count", "self_test_failed")]],
                ["", "count"])
    n, x, p = 1000, 15, 0.01
    for name, at, plain in (
        ("light", 9, "BINOM.DIST(4,250,1%,TRUE)"),
        ("kupiec", 11, f"-2*({n - x}*LN({1 - p})+{x}*LN({p})-{n - x}*LN({1 - x / n})-{x}*LN({x / n}))"),
        ("capital", 3, "MAX(3*30,3*80)"),
    ):
        workbook.check(f"self_{name}", f"Self-test, line {at}: {PUBLISHED[at - 1].formula}",
                       f"='Self-test'!C{top + at - 1}", f"={plain}")
    sheet.boxes(("How to read this", """
        A line that says FALSE, or an error, means that this machine computes something else than the add-in's
        authors saw: do not use its figures, and report it with the version on the first sheet.

        "To within" is half a unit of the last digit that was published.
        """))
