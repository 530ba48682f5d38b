"""From a bank's disclosed VaR to its capital: the article's rule, the rules in force, the limits."""

from __future__ import annotations

from pathlib import Path

from tools.templates.bank_disclosure_and_capital.desks import desk_limits, risk_factors
from tools.templates.bank_disclosure_and_capital.frtb import frtb
from tools.templates.bank_disclosure_and_capital.pla import pla
from tools.templates.bank_disclosure_and_capital.rules import rules
from tools.templates.bank_disclosure_and_capital.sources import sources
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import (
    CHECKS,
    Chart,
    ChartSeries,
    Content,
    Template,
    TemplateBlock,
    TemplateCell,
    between,
    enter,
)
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import ARTICLE, CALM, RIGHT, STRESSED, TALL, TWO

#: Annual report 2018, page 61, table 23: VaR over one day, stressed VaR over ten, USD million.
SUNTRUST = {"Window end": (2, 42), "Average": (2, 60), "High": (3, 103), "Low": (1, 25)}
#: Risk report Pillar 3 2020, page 177, table 96, year to 31 December 2019: both over ten days at 99%, EUR million.
SOCGEN = {"Window end": (85, 112), "Average": (71, 119), "High": (113, 213), "Low": (40, 49)}
#: The same report, page 176, table 95: multiplier × the average of 60 days, and the risk-weighted assets.
SOCGEN_AVERAGES, SOCGEN_RWA = (310, 534), (3881, 6678)
BANKS = {"disclosure": "Disclosure", "book": "Trading book"}
REPORT = (("Requirement", "money"), ("Capital", "money"), ("Headroom", "money"), ("Status", "text"),
          ("Capital to raise", "money"), ("Largest position scale", "percent"),
          ("Leverage requirement", "money"), ("Binding constraint", "text"))

TEMPLATE = Template("bank_disclosure_and_capital", "Bank disclosure and capital", "From stressed VaR to capital, by rule and by limit", {
    "Answer": "How much capital does a bank's stressed VaR require?",
    "Rules": "What do the rules in force make of the same figures?",
    "FRTB": "What would the FRTB ask for?",
    "Limits": "Is the allocated capital enough, and which constraint binds?",
    "Desk limits": "Which desks are above their limits?",
    "Sources": "Where does it come from?",
    "Risk factors": "Which risk factors may be modelled?",
    "PLA test": "May the desk use its model?",
    **CHECKS,
    "Prices seen": "",
    "Series": "",
    "Data": "",
    "Crisis data": "",
})


def write(path: Path) -> None:
    workbook = TemplateWorkbook(path, TEMPLATE)
    _answer(workbook, workbook.sheet(
        "Answer",
        "The article's two examples: a bank's disclosure, and a trading book of USD 50 billion. USD million.",
        widths=TWO, answer="The article's rule: USD {disclosure_capital|0} million for the bank of the disclosure, "
        "{book_capital|0} million ({book_capital/equity|1%} of equity) for the trading book."))
    rules(workbook, workbook.sheet(
        "Rules",
        "The article's rule beside three others: on its own figures, and on 60 real days of autumn 2008. USD "
        "million.", TALL, says=["data_says", "crisis_data_says"]))
    frtb(workbook, workbook.sheet(
        "FRTB",
        "Its internal-models capital for the real book at the end of 2008, step by step, on the stress year 1998-99. USD "
        "million.", widths=TALL, answer="Capital of {frtb_capital|1} million: the multiplier times an IMCC of {frtb_imcc|1}."))
    _limits(workbook, workbook.sheet(
        "Limits",
        "A trading desk against its allocated capital, and a bank against the leverage ratio. USD million.", widths=TALL,
        answer="The desk needs {desk_need|0} million and has {desk_capital|0}; the bank is bound by the {binds|}."))
    desk_limits(workbook, workbook.sheet(
        "Desk limits",
        "Six desks of an illustration, their one-day stressed VaR on real data of 2008-09, and their limits. USD million.",
        widths=(2.0, 40.0, 15.0, 15.0, 15.0, 30.0, 15.0, 6.0)))
    sources(workbook, workbook.sheet(
        "Sources",
        "Stressed VaR or expected shortfall by desk and book, and what trades would do to it. One day, USD million.",
        widths=(2.0, 40.0, 15.0, 17.0, 15.0, 15.0, 15.0, 15.0)))
    pla(workbook, workbook.sheet(
        "PLA test",
        "The attribution test of the FRTB on a year of real days, and the charge for risk factors that may not be modelled.", widths=TALL,
        answer="It is {pla_zone|}: Spearman {pla_spearman|2}, Kolmogorov-Smirnov {pla_distance|2}."))
    prices = workbook.grid("Prices seen", "Days on which a real price of each risk factor was seen", [
        "An illustration: four risk factors, a column each. Your own: paste the days over them, in any order."], [22.0] * 4)
    risk_factors(workbook, workbook.sheet(
        "Risk factors",
        "The risk factor eligibility test of the FRTB, on the days on the sheet Prices seen."), prices)
    workbook.close()


def _answer(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.answers([
        ("Disclosure: capital", TemplateCell("=disclosure_capital", "whole million")),
        ("Stressed ÷ current", TemplateCell("=disclosure_ratio", "ratio")),
        ("Trading book: capital", TemplateCell("=book_capital", "whole million")),
        ("Share of its equity", TemplateCell("=book_capital/equity", "percent")),
    ])
    money = between(0, 1e7, "USD million.")
    level = between(0.5, 0.9999, "The confidence of the VaR that the bank publishes.")
    days = between(1, 250, "The holding period of the published VaR, in days.")
    multiplier = between(1, 10, "At least 3 in the rules, more after backtesting exceptions.")
    delivered = {"disclosure": (30, 80, 0.95, 1, 3), "book": (100, 250, 0.99, 10, 3)}
    what = (("Current VaR", "current", "money", money), ("Stressed VaR", "stressed", "money", money),
            ("Confidence", "level", "percent", level), ("Holding period, days", "days", "count", days),
            ("Multiplier", "multiplier", "money", multiplier))
    rows: list[list[Content]] = [
        [label, *(enter(f"{bank}_{name}", delivered[bank][i], unit, rule) for bank in BANKS)]
        for i, (label, name, unit, rule) in enumerate(what)]
    rows.append(["Equity", None, enter("equity", 10_000, "whole money", money)])
    inputs = sheet.table(["Inputs (change the yellow cells)", *BANKS.values()], rows, ["", "money", "money"])
    result = sheet.table(["Result", *BANKS.values()], [
        ["Stressed ÷ current", *(TemplateCell(f"={b}_stressed/{b}_current", "ratio", f"{b}_ratio") for b in BANKS)],
        ["Multiplier × current VaR", *(f"={b}_multiplier*{b}_current" for b in BANKS)],
        ["Multiplier × stressed VaR", *(f"={b}_multiplier*{b}_stressed" for b in BANKS)],
        ["Capital: the greater of the two",
         *(TemplateCell(f"=CAPITAL_REQ({b}_current,{b}_stressed,{b}_multiplier)", name=f"{b}_capital")
           for b in BANKS)],
        ["Stressed VaR at 99%, 10 days",
         *(TemplateCell(f"={b}_stressed*NORM.S.INV(99%)/NORM.S.INV({b}_level)*SQRT(10/{b}_days)",
                        name=f"{b}_regulatory") for b in BANKS)],
        ["Multiplier × that", *(TemplateCell(f"={b}_multiplier*{b}_regulatory", name=f"{b}_regulatory_capital")
                                for b in BANKS)],
    ], ["", "money", "money"])
    sheet.chart(Chart(
        "column", "VaR, and the capital it takes, USD million",
        "Columns of current VaR, stressed VaR and capital: 30, 80 and 240 million in the disclosure, 100, 250 "
        "and 750 million in the trading book.",
        [ChartSeries("Current VaR", inputs.top_row("Disclosure", "Trading book"),
                     inputs.row("Current VaR", "Disclosure", "Trading book"), CALM),
         ChartSeries("Stressed VaR", inputs.top_row("Disclosure", "Trading book"),
                     inputs.row("Stressed VaR", "Disclosure", "Trading book"), STRESSED),
         ChartSeries("Capital", inputs.top_row("Disclosure", "Trading book"),
                     result.row("Capital: the greater of the two", "Disclosure", "Trading book"), ARTICLE)],
        unit="whole money"),
        beside=[inputs, result])
    for b, (current, stressed, *_, multiplier_) in delivered.items():
        workbook.check(f"{b}_capital", f"{BANKS[b]}: CAPITAL_REQ, the article's rule", f"={b}_capital",
                       f"={b}_multiplier*MAX({b}_current,{b}_stressed)")
        workbook.check(f"article_{b}", f"{BANKS[b]}: as the article prints it, on its own figures",
                       f"=CAPITAL_REQ({current},{stressed},{multiplier_})",
                       "=240" if b == "disclosure" else "=750")
    published = sheet.table(["As published: SunTrust Banks, 2018", "VaR, 1 day", "sVaR, 10 days",
                             "Ratio, 10 days"],
                            [[label, *SUNTRUST[label], "=D{row}/(C{row}*SQRT(10))"] for label in SUNTRUST],
                            ["", "whole money", "whole money", "ratio"])
    workbook.check("published_ratio", "SunTrust, average of 2018: stressed ÷ VaR, both on ten days",
                   f"={published.at('Average', 'Ratio, 10 days')}", "=60/(2*SQRT(10))")
    lines = SOCGEN | {"Multiplier × 60-day average": SOCGEN_AVERAGES}
    with sheet.right(published):
        other = sheet.table(["As published: Société Générale, 2019", "VaR, 10 days", "sVaR, 10 days", "Ratio"],
                            [[label, *lines[label], "=I{row}/H{row}"] for label in lines],
                            ["", "whole money", "whole money", "ratio"])
    parts = [f"MAX({other.at('Window end', h)},{other.at('Multiplier × 60-day average', h)})" for h in other.header[1:3]]
    sheet.table(["What that is by Basel 2.5", "EUR million"], [
        ["Capital: the two maxima added", TemplateCell("=" + "+".join(parts), name="published_capital")],
        ["Of it for stressed VaR, the second", TemplateCell(f"={parts[1]}/published_capital", "percent", "published_share")],
    ], ["", "whole money"])
    workbook.check("published_capital", "Société Générale: two maxima added, against its risk-weighted assets ÷ 12.5",
                   "=published_capital", f"=({SOCGEN_RWA[0]}+{SOCGEN_RWA[1]})/12.5", within=0.002)
    sheet.boxes(("How to read this", """
        The article's rule is max(3 × current VaR, 3 × stressed VaR). Stressed VaR is the greater as long as
        the present is calmer than the crisis, so it alone sets the capital.

        The disclosure quotes 95% over one day; the rules want 99% over ten days. On a normal distribution
        {disclosure_stressed|0} million become {disclosure_regulatory|0}, and the capital
        {disclosure_regulatory_capital|0} million, not {disclosure_capital|0}: look at the basis of a
        published VaR before you multiply.

        The trading book's {book_capital|0} million are {book_capital/equity|1%} of its equity. That leaves
        credit and operational risk, and the leverage ratio, which the sheet Limits compares.
        """), ("Two real banks' figures", """
        Source of the first table: SunTrust Banks, annual report 2018, page 61, table 23, whole USD million;
        stressed VaR at 99%, USD. A one-day VaR of 2 may be anything from 1.5 to 2.5, so the ratio is rough: its
        message is that a real bank's stressed VaR can be far more than the article's 2.7 times.

        Source of the second: Société Générale, Risk report Pillar 3 2020, pages 176 and 177, tables 95 and 96, at 31
        December 2019, EUR; its stress window was September 2008 to September 2009, reviewed every year (page 170).
        Stressed VaR took {published_share|0%} of the two together, {published_capital|0} million. Divided by 12.5 its
        risk-weighted assets say the same.

        Such tables mix holding periods: bring both figures to the same days before you compare. For
        another bank, type the figures of its Pillar 3 report into the yellow cells, with their confidence
        and holding period.
        """))


def _limits(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    money = between(0, 1e7, "USD million.")
    desk = sheet.table(["Inputs: trading desk", "Value"], [
        ["Current VaR", enter("desk_current", 50, "money", money)],
        ["Stressed VaR", enter("desk_stressed", 150, "money", money)],
        ["Multiplier", enter("desk_multiplier", 3, "money", between(1, 10, "3 or more."))],
        ["Capital allocated", enter("desk_capital", 400, "money", money)],
    ], ["", "money"])
    told = sheet.report(["The desk", "Result"],
                        "=CAPITAL_CHECK(desk_capital,"
                        "CAPITAL_REQ(desk_current,desk_stressed,desk_multiplier))", REPORT, RIGHT)
    need, short, scale = (told.at(label, "Result") for label in (
        "Requirement", "Capital to raise", "Largest position scale"))
    ways = sheet.table(["Two ways out", "Stressed VaR", "Requirement", "Capital", "Headroom"], [
        [label, f"=desk_stressed*{factor}", f"=desk_multiplier*MAX(desk_current,desk_stressed)*{factor}",
         f"=desk_capital+{more}", "=E{row}-D{row}"]
        for label, factor, more in (("As it is", "1", "0"), ("Reduce positions", f"MIN(1,{scale})", "0"),
                                    ("Raise capital", "1", short))],
        ["", "money", "money", "money", "money"])
    sheet.chart(Chart(
        "column", "Requirement and capital, USD million",
        "Columns of requirement and capital: 450 against 400 million as it is; 400 against 400 after reducing "
        "positions to 88.9%; 450 against 450 after raising 50 million.",
        ways.series_of_columns({"Requirement": STRESSED, "Capital": CALM}, "As it is", "Raise capital"),
        unit="whole money", limits=(0, None)), beside=[desk, told])
    sheet.row = max(sheet.row, ways.bottom + 2)
    bank = sheet.table(["Inputs: the bank", "Value"], [
        ["Total assets", enter("total_assets", 50_000, "whole money", money)],
        ["Leverage ratio, at least", enter("leverage_ratio", 0.03, "percent", between(
            0.001, 0.5, "3% in Basel III; more for the largest banks."))],
        ["Capital", TemplateCell("=equity", "whole money")],
        ["Requirement from VaR", TemplateCell("=book_capital", "whole money")],
    ], ["", "money"])
    report = sheet.report(["The bank", "Result"],
                          "=CAPITAL_CHECK(equity,book_capital,total_assets,leverage_ratio)", REPORT, RIGHT)
    leverage, binds = (report.at(label, "Result") for label in (
        "Leverage requirement", "Binding constraint"))
    bars = sheet.table(["What the bank must hold, and holds", "USD million"], [
        ["Stressed VaR rule", "=book_capital"], ["Leverage ratio", f"={leverage}"], ["Capital", "=equity"],
    ], ["", "whole money"])
    sheet.chart(Chart(
        "bar", "The bank's two constraints and its capital, USD million",
        "Bars of the two requirements and the capital: 750 million by stressed VaR, 1,500 by the leverage "
        "ratio of 3%, against capital of 10,000 million.",
        [ChartSeries("USD million", bars.column(bars.header[0]), bars.column("USD million"), ARTICLE)],
        unit="whole money"), beside=[bank, report])
    sheet.row = max(sheet.row, bars.bottom + 2)
    _check_limits(workbook, told, report, ways)
    workbook.name("desk_scale", scale)
    workbook.name("desk_short", short)
    workbook.name("desk_need", need)
    workbook.name("leverage_need", leverage)
    workbook.name("binds", binds)
    sheet.boxes(("How to read this", """
        The desk needs {desk_need|0} million and has {desk_capital|0}. Either reduce positions to
        {desk_scale|1%} of today's, or raise {desk_short|0} million: VaR scales with positions, so both close
        the same gap.

        The bank's binding constraint is the {binds|}: it asks for {leverage_need|0} million whatever the
        risk, stressed VaR for {book_capital|0}. The two cross at total assets of
        {book_capital/leverage_ratio|0} million.

        The leverage ratio does not see risk, and VaR does not see size. A limit on one is no limit on the other.
        """))


def _check_limits(workbook: TemplateWorkbook, told: TemplateBlock, report: TemplateBlock, ways: TemplateBlock) -> None:
    need = "desk_multiplier*MAX(desk_current,desk_stressed)"
    rows = {"Requirement": need, "Headroom": f"desk_capital-{need}",
            "Capital to raise": f"MAX(0,{need}-desk_capital)", "Largest position scale": f"desk_capital/({need})"}
    for label, plain in rows.items():
        name = label.lower().replace(" ", "_")
        workbook.check(f"desk_{name}", f"The desk: {label.lower()}", f"={told.at(label, 'Result')}",
                       f"={plain}")
    workbook.check("desk_mended", "The desk after reducing positions: no gap left",
                   f"=MIN(0,ROUND({ways.at('Reduce positions', 'Headroom')},9))", "=0")
    workbook.check("bank_leverage", "The bank: leverage requirement",
                   f"={report.at('Leverage requirement', 'Result')}", "=leverage_ratio*total_assets")
    workbook.check("bank_binds", "The bank: the leverage ratio binds (1) or not (0)",
                   f'=IF({report.at("Binding constraint", "Result")}&""="leverage ratio",1,0)',  # &"": LibreOffice
                   "=IF(leverage_ratio*total_assets>book_multiplier*MAX(book_current,book_stressed),1,0)")
    for label, printed in (("Requirement", 450), ("Capital to raise", 50), ("Largest position scale", 0.889)):
        row = [label for label, _ in REPORT].index(label) + 1
        workbook.check(f"article_{label.lower().replace(' ', '_')}", f"Article: {label.lower()}, as printed",
                       f"=ROUND(INDEX(CAPITAL_CHECK(400,CAPITAL_REQ(50,150)),{row},2),3)", f"={printed}")
