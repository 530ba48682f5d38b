"""The line that says what a sheet of data holds; or the first thing that keeps the answers from it, and the cure."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.toolkit.parts import TemplateBlock

PNL = "Portfolio P&L"
#: A period that a book cannot do without: its first and last day as formulas, and how a reader calls it.
Needed = tuple[str, str, str]


def says(tab: str, block: TemplateBlock, names: tuple[str, str, str], under: str, needs: Sequence[Needed],
         least: tuple[int, int]) -> str:
    """The line as an expression. Each cure begins with `Mend` and fits across a page.

    names: of the assets' names, the returns and the amounts. under: the count of days below the table.
    least: assets and days that the book takes at least.
    """
    assets, returns, amounts = names
    fewest, shortest = least
    days, last = block.column("Date"), block.top_row(PNL, PNL).partition(":")[0]
    n, rows = f"COLUMNS({assets})", f"ROWS({days})"
    span = f'{_iso(f"MIN({days})")}&" to "&{_iso(f"MAX({days})")}'
    missing = f"{rows}*{n}-COUNT({returns})"
    faults = {
        f'{last}&""<>"{PNL}"': f'"its column {PNL} is gone. Undo, insert columns before the last asset, then paste."',
        f"COLUMN({last})<>COLUMN({days.partition(':')[0]})+{n}+1":
            '"columns stand before its first asset or after its last, unread. Delete them, and insert them between."',
        f"{n}<>ROWS({amounts})":
            f'"it has "&{n}&" assets, and there are "&ROWS({amounts})&" amounts. Insert or delete columns there, or rows of '
            'amounts, between the first and the last."',
        f"{n}<{fewest}": f'"this template compares {fewest} assets or more. Insert a column and a row of amounts."',
        f"{under}>0":
            f'"days below its table, unread: "&{under}&". Insert rows inside the table, move them there, and fill down the '
            'columns on the right."',
        f"COUNT({days})<{rows}": f'"rows without a date: "&{rows}-COUNT({days})&". Type the dates, or delete the rows."',
        f"{rows}<{shortest}": f'"it has "&{rows}&" days, and this template takes {shortest} or more. Add earlier days."',
        f"{missing}>0":
            f'"returns missing: "&{missing}&". A blank is never taken as zero: type them, or delete their rows."',
    }
    for first, final, what in needs:
        faults[f"OR(MIN({days})>{first}+5,MAX({days})<{final}-5)"] = (
            f'{span}&" does not cover {what}, "&{_iso(first)}&" to "&{_iso(final)}&". Add days, or choose other dates in '
            'the inputs."')
    told = f'"{tab}: "&{n}&IF({n}=1," asset, "," assets, ")&COUNT({days})&" days, "&{span}&"."'
    for fault, cure in reversed(faults.items()):
        told = f'IF({fault},"Mend {tab}: "&{cure},{told})'
    return told


def _iso(day: str) -> str:
    """A day as 2008-09-15: not by TEXT, whose codes change with the language of Excel."""
    return f'YEAR({day})&"-"&RIGHT("0"&MONTH({day}),2)&"-"&RIGHT("0"&DAY({day}),2)'
