"""The line that says what a sheet of data holds; or the first thing that keeps the answers from it, and the cure."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.toolkit.parts import TemplateBlock

PNL = "Portfolio P&L"
HOLE = 12  # days without a row of daily ones, beyond which a hole begins
#: A period that a book cannot do without: its first and last day as formulas, and how a reader calls it.
Needed = tuple[str, str, str]


def says(tab: str, block: TemplateBlock, names: tuple[str, str, str, str, str], under: str, needs: Sequence[Needed],
         least: tuple[int, int], optional: bool = False) -> str:
    """The line as an expression. Each cure begins with `Mend` and fits across a page.

    names: of the assets' names, the returns, the amounts, and the days without the first and without the last. under: the count of days below the table.
    least: assets and days that the book takes at least. optional: amounts without data of their own are no fault.
    """
    assets, returns, amounts, later, earlier = names
    fewest, shortest = least
    days, last = block.column("Date"), block.top_row(PNL, PNL).partition(":")[0]
    n, rows = f"COLUMNS({assets})", f"ROWS({days})"
    span = f'{iso(f"MIN({days})")}&" to "&{iso(f"MAX({days})")}'
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
    rhythm = _rhythm(days, later, earlier)
    faults[f'{rhythm}<>"daily"'] = (
        f'"its rows are "&{rhythm}&", and this template shows one-day figures. Paste daily rows; the functions take "&'
        f'{rhythm}&" ones over a longer horizon_days."')
    other = f"{n}<>ROWS({amounts})"
    if optional:
        del faults[other]
    for first, final, what in needs:
        faults[f"OR(MIN({days})>{first}+5,MAX({days})<{final}-5)"] = (
            f'{span}&" does not cover {what}, "&{iso(first)}&" to "&{iso(final)}&". Add days, or choose other dates in '
            'the inputs."')
    told = f'"{tab}: "&{n}&IF({n}=1," asset, "," assets, ")&COUNT({days})&" days, "&{span}&{_holes(days, later, earlier)}&"."'
    if optional:
        told += f'&IF({other}," No real figures for "&ROWS({amounts})&" amounts.","")'
    for fault, cure in reversed(faults.items()):
        told = f'IF({fault},"Mend {tab}: "&{cure},{told})'
    return told


def _longer(later: str, earlier: str, than: int) -> str:
    """How many steps between the rows are longer than so many days, whichever way the rows run."""
    return f"SUMPRODUCT(({later}-{earlier}>{than})+({earlier}-{later}>{than}))"


def _rhythm(days: str, later: str, earlier: str) -> str:
    """The frequency in a word, as most of the steps between the rows have it."""
    half = f"(ROWS({days})-1)/2"
    return (f'IF({_longer(later, earlier, 26)}>{half},"monthly",'
            f'IF({_longer(later, earlier, 4)}>{half},"weekly","daily"))')


def _holes(days: str, later: str, earlier: str) -> str:
    """What to add where daily rows have holes: their number, and how many days follow the last."""
    holes = _longer(later, earlier, HOLE)
    behind = f"SUMPRODUCT(MAX(({later}-{earlier}>{HOLE})*{later},({earlier}-{later}>{HOLE})*{earlier}))"
    return f'IF({holes}=0,"",", holes: "&{holes}&", days behind the last: "&COUNTIF({days},">="&{behind}))'


def iso(day: str) -> str:
    """A day as 2008-09-15: not by TEXT, whose codes change with the language of Excel."""
    return f'YEAR({day})&"-"&RIGHT("0"&MONTH({day}),2)&"-"&RIGHT("0"&DAY({day}),2)'
