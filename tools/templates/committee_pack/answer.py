"""The first page: one A4 that states the answer."""

from __future__ import annotations

from tools.templates.committee_pack.machine import Ranges
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Chart, ChartSeries, Content, TemplateBlock, TemplateCell
from tools.templates.toolkit.says import iso
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import CAPTION, DISAGREES, LEAD, OTHER, RIGHT, STRESSED

WIDTHS = (2.0, 27.0, 14.0, 14.0, 10.0, 14.0, 3.0, 27.0, 15.0, 15.0, 10.0)
LEFT, MIDDLE, END = 1, 7, len(WIDTHS) - 1
FIGURES = ("Stressed VaR", "Current VaR", "Stressed ES", "Worst year")
_FROM = {"Stressed VaR": "stressed", "Current VaR": "current", "Stressed ES": "stressed_es", "Worst year": "worst_year"}
_BEFORE = {"Stressed VaR": "previous_stressed", "Current VaR": "previous_current"}


def money(value: str) -> str:
    """A figure in words: USD 3.1M."""
    size = f"ABS({value})"
    scaled = ",".join(f'IF({size}>={limit},FIXED({value}/{limit},1)&"{letter}"'
                      for limit, letter in (("1E+9", "bn"), ("1E+6", "M"), ("1E+3", "K")))
    return f'IF(currency="","",currency&" ")&{scaled},FIXED({value},2))))'


def title() -> str:
    years = ('YEAR(stress_start)&IF(YEAR(stress_end)=YEAR(stress_start),"","–"&RIGHT(YEAR(stress_end),2))')
    odds = ('IF(ABS(confidence_level-0.95)<1E-9,"twenty",IF(ABS(confidence_level-0.99)<1E-9,"a hundred",'
            'FIXED(1/(1-confidence_level),0)))')
    days = 'IF(horizon=1,"on one day in "&ODDS,"over "&horizon&" days, one time in "&ODDS)'.replace("ODDS", odds)
    against = ('IF(times>=1,FIXED(times,1)&" times today","less than today’s "&TODAY_VAR)'
               .replace("TODAY_VAR", money("current")))
    told = (f'"In "&{years}&" this book would have lost "&{money("stressed")}&" or more "&{days}&", "&{against}&"."')
    weak = "IF(own_covers,FALSE,MIN(proxy_r2)<least_r2)"
    unknown = f'"What "&{years}&" would cost this book is not known: its proxies explain too little."'
    return f'=IF(ISNUMBER(times),IF({weak},{unknown},{told}),"No stressed figure yet: see the warning below.")'


def answer(workbook: TemplateWorkbook, sheet: TemplateSheet, ranges: Ranges) -> TemplateBlock:
    """Write the page. Returns: its table of contributors."""
    sheet.put(0, LEFT, workbook.template.sheets["Answer"], LEAD, {"font_size": 12})
    sheet.put(0, END, TemplateCell('=IF(logo="","",logo)'), LEAD, {"align": "right", "font_size": 12})
    sheet.height(1, 30)
    sheet.put(1, LEFT, TemplateCell(title(), name="headline"), {"bold": True, "font_size": 17, "font_color": "#14304F"})
    about = ('=portfolio&"  ·  as of "&TEXTDAY&"  ·  prepared by "&IF(prepared_by="","(no name)",prepared_by)&"  ·  "'
             '&UPPER(status)').replace("TEXTDAY", iso("as_of"))
    sheet.put(2, LEFT, about, LEAD)
    sheet.put(3, LEFT, TemplateCell("=warning", name="warning_shown"), {"bold": True, "font_color": DISAGREES["bg_color"]})
    sheet.row = 5
    _figures(workbook, sheet)
    sheet.row = 5
    largest = _contributors(sheet)
    sheet.row = 13
    sheet.chart(Chart(
        "line", "VaR of today's book over the year to each day",
        "Two lines over the years: the VaR of today's book in the year to each day, highest in 2009 and low since, and the "
        "stressed VaR as a level.",
        [ChartSeries("VaR in the year to each day", ranges.trend_days, ranges.trend_var, STRESSED),
         ChartSeries("Stressed VaR", ranges.trend_days, ranges.trend_stressed, OTHER)],
        unit="whole money", figures=False, dates=True), rows=16, across=range(LEFT, END + 1))
    _behind(sheet)
    return largest


def _figures(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    rows: list[list[Content]] = []
    for figure in FIGURES:
        now = _FROM[figure]
        limit = f'SUMIFS(limit_amounts,limit_names,"{figure}")'
        before = _BEFORE.get(figure)
        rows.append([
            figure, f"={now}", TemplateCell(f'=IF({limit}>0,{limit},"none")', "book money"),
            '=IF(ISNUMBER(D{row}),C{row}/D{row},"")',
            f'=IF(N({before})>0,C{{row}}/{before}-1,"–")' if before else "–"])
    block = sheet.table(["Figure", "Now", "Limit", "Use", "Since last"], rows,
                        ["", "book money", "book money", "whole percent", "change"], align=RIGHT)
    use = block.column("Use").rpartition("!")[2].replace("$", "")
    sheet.page.conditional_format(use, {"type": "cell", "criteria": ">", "value": 1,
                                        "format": workbook.file.add_format(DISAGREES)})
    told = ('=IF(COUNT(E7:E10)=0,"No limits given.",COUNTIF(E7:E10,">1")&" limits breached, "&COUNTIFS(E7:E10,">="&watch,'
            'E7:E10,"<=1")&" on watch, of "&COUNT(E7:E10)&".")&IF(N(previous_as_of)>0,"  Last: "&DAY_BEFORE&".",'
            '"  No previous report.")')
    sheet.put(11, LEFT, told.replace("DAY_BEFORE", iso("previous_as_of")), LEAD)


def _contributors(sheet: TemplateSheet) -> TemplateBlock:
    rows: list[list[Content]] = []
    for k in range(1, 6):
        at = f"MATCH({k},ranks,0)"
        rows.append([f'=IFERROR(INDEX(ranked_assets,{at}),"")',
                     '=IF(H{row}="","",SUMIFS(amounts,names,H{row}))',
                     f'=IFERROR(INDEX(ranked_parts,{at}),"")',
                     '=IF(ISNUMBER(J{row}),J{row}/stressed,"")'])
    return sheet.table(["Five largest contributors", "Amount", "Part of VaR", "Share"], rows,
                ["", "book money", "book money", "whole percent"], left=MIDDLE, align=RIGHT)


def _behind(sheet: TemplateSheet) -> None:
    lines = [
        '="Window "&A&" to "&B&", confidence "&FIXED(100*confidence_level,1)&"%, "&horizon&"-day, historical. Current: the '
        'latest "&lookback&" days. "&data_behind'.replace("&A&", f"&{iso('stress_start')}&").replace(
            "&B&", f"&{iso('stress_end')}&"),
        "=findings_told",
        "=status_told",
        '="Worst year of this book’s own history: "&A&" to "&B&"."'.replace("&A&", f"&{iso('worst_first')}&").replace(
            "&B&", f"&{iso('worst_last')}&"),
    ]
    for column in range(LEFT, END + 1):
        sheet.put(sheet.row, column, "What stands behind it" if column == LEFT else None, CAPTION)
    sheet.row += 1
    for line in lines:
        sheet.put(sheet.row, LEFT, line)
        sheet.row += 1
    for column, label in ((LEFT, "Prepared by"), (MIDDLE, "Approved by")):
        signed = '=IF(prepared_by="","",prepared_by)' if column == LEFT else None
        sheet.put(sheet.row + 1, column, label, LEAD)
        sheet.put(sheet.row + 1, column + 1, signed, {"bottom": 1})
        for further in (column + 2, column + 3):
            sheet.put(sheet.row + 1, further, None, {"bottom": 1})
    sheet.row += 3
