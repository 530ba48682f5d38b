"""The page on proxies: what each asset rests on, and the figure if all of them were by proxy."""

from __future__ import annotations

from tools.templates.committee_pack.machine import ASSETS, block
from tools.templates.toolkit.builder import TemplateWorkbook
from tools.templates.toolkit.parts import Content, TemplateCell
from tools.templates.toolkit.sheet import TemplateSheet
from tools.templates.toolkit.style import RIGHT

WIDTHS = (2.0, 40.0, 13.0, 13.0, 26.0, 13.0, 16.0, 17.0, 15.0, 60.0)
_ALL = ("Stressed VaR by the betas", "Noise that they leave out", "Both together", "Share of the noise")


def proxies(workbook: TemplateWorkbook, sheet: TemplateSheet) -> None:
    sheet.foot_first()
    young = 'SUMIFS(found_dates,found_kinds,"young",found_columns,B{row})>stress_start'
    whole = "PROXY_VAR(whole_rows,proxy_factors,book,stress_window,confidence_level,horizon)"
    lines: list[list[Content]] = [["Stressed VaR as reported", "=stressed"]]
    for i, label in enumerate(_ALL, 1):
        unit = "percent" if i == len(_ALL) else ""
        lines.append([label, TemplateCell(f'=IFERROR(INDEX({whole},{i},2),"not known")', unit, f"by_proxy_{i}")])
    told = sheet.table(["If every asset were by proxy, PROXY_VAR", "Value"], lines, ["", "book money"], align=RIGHT)
    with sheet.right(told):
        sheet.boxes(("How to read this", """
            R² is the share of an asset's daily moves that its proxy explains. The rest is missing from the stressed figure, so
            it understates the loss; PROXY_VAR adds it back as noise. Regulators ask that a proxy be justified
            asset by asset (EBA/GL/2012/2): a small error of the whole may be two large ones that cancel.
            """))
    fit = "PROXY_FIT(whole_rows,proxy_factors)"
    rows: list[list[Content]] = []
    for i in range(1, ASSETS + 1):
        rows.append([
            f'=IF(asset_count>={i},INDEX(asset_names,1,{i}),"")',
            _there(f"days_in_window-INDEX(filled,{i},7)"),
            _there(f"INDEX(filled,{i},7)"),
            _there(f'IF(own_covers,IF({young},"proxy","own prices"),"proxy by factors")'),
            _there(f'IF(LEFT(E{{row}},5)="proxy",IF(own_covers,INDEX(filled,{i},4),INDEX(filled,{i},6)),"")'),
            None, None, _there('IF(ISNUMBER(H{row}),SUMIFS(amounts,names,B{row})*H{row},"")'),
            _there('IF(ISNUMBER(F{row}),IF(F{row}<least_r2,"Weak: what","What")&" the proxy leaves out is missing from the '
                   'stressed figure.","")'),
        ])
    of_factors = block(fit, ASSETS, 2, skip=1).replace("SEQUENCE(1,2)", f"COLUMNS({fit})-2+2*(SEQUENCE(1,2)-1)")
    rows[0][5] = TemplateCell(of_factors, "percent", spill=(ASSETS, 2))
    table = sheet.table(["Each asset in the window", "Own days", "Filled days", "Rests on", "R²", "R² by factors", "Noise a day",
                         "In money", "What follows"], rows,
                        ["", "count", "count", "text", "percent", "percent", "fine percent", "book money", "text"])
    workbook.name("proxy_assets", table.column(table.header[0]))
    workbook.name("proxy_r2", table.column("R²"))
    workbook.name("noises", table.column("In money"))
    workbook.check("noise", "The noise that proxies leave out, PROXY_VAR", "=ROUND(by_proxy_2,6)",
                   "=ROUND(NORM.S.INV(confidence_level)*SQRT(horizon*SUMSQ(noises)),6)",
                   within=2e-6, made=f"AND(ISNUMBER(by_proxy_2),asset_count<={ASSETS})")


def _there(formula: str) -> str:
    """Blank in a row without an asset."""
    return f'=IF(B{{row}}="","",{formula})'
