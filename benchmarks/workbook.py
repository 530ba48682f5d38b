"""A workbook of 2,000 and 20,000 formulas over 250 x 50 returns, as whole processes.

`calc` reads worksheet functions of ours. LibreOffice gets the same workbook, with our add-in, and the
same figures in built-in functions, which is what one would write without us; the package `formulas`
knows no others. Both are run if they are here (for `formulas`, XL_STRESSVAR_BENCH_PYTHON names a Python
that has it).
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import xlsxwriter

from benchmarks.timing import Result, returns
from tests.hosts.libreoffice.office import python_paths
from xl_stressvar.hosts.libreoffice import extension as libreoffice

DAYS, ASSETS, FEW, MANY, MIXED = 250, 50, 2000, 20_000, 16_500
DATA, BOOK = "Data!$A$2:$AX$251", "Data!$BA$2:$BA$51"
FORMULAS = """
import sys, formulas
book = formulas.ExcelModel().loads(sys.argv[1]).finish()
book.calculate()
book.write(dirpath=sys.argv[2])
"""
# what the command does, in one process: with the numbers' libraries, as the child loads them
INSIDE = """
import sys, pathlib
import xl_stressvar.cli.main, xl_stressvar.cli.calc
from xl_stressvar.hosts.headless import calc
calc(*map(pathlib.Path, sys.argv[1:]))
"""


def results() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        ours = [sys.executable, "-m", "xl_stressvar.cli", "calc"]
        mixed = desk(here / "mixed.xlsx", MIXED)
        few, many, plain = (
            written(here / "few.xlsx", FEW, native=False),
            written(here / "many.xlsx", MANY, native=False),
            written(here / "plain.xlsx", FEW, native=True),
        )
        took = {"few": whole([*ours, str(few)], 3), "plain": whole([*ours, str(plain)], 3)}
        saved = as_saved_by_excel(plain.with_stem("plain-calculated"), here / "saved.xlsx")
        took["saved"] = whole([*ours, str(saved)], 3)
        took["many"] = whole([*ours, str(many)], 1)
        took["mixed"] = whole([*ours, str(mixed)], 1)
        inside = [sys.executable, "-c", INSIDE, str(few), str(here / "inside.xlsx")]
        without = whole(inside, 3)
        found = []
        if office := shutil.which("soffice"):
            profile = recalculating(here / "profile")
            libreoffice.unpack(here / "bundled" / "xl_stressvar", python_paths())
            command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless",
                       f"-env:BUNDLED_EXTENSIONS={(here / 'bundled').as_uri()}",
                       "--convert-to", "xlsx", "--outdir", str(here / "lo")]  # fmt: skip
            whole([*command, str(few)], 1)  # makes the rest of the profile
            assert risk_column(here / "lo" / few.name) == risk_column(
                few.with_stem("few-calculated")
            )
            with_ours = whole([*command, str(few)], 3)
            built_in = whole([*command, str(plain)], 3)
            found += [
                Result(named("few"), took["few"], "LibreOffice with our add-in", with_ours, 0.5),
                Result(named("few"), took["few"], "LibreOffice, built-in functions", built_in),
                Result(named("plain"), took["plain"], "LibreOffice, likewise", built_in),
                Result(
                    named("saved"), took["saved"], "LibreOffice, which calculates", built_in, 0.5
                ),
            ]
        if other := os.environ.get("XL_STRESSVAR_BENCH_PYTHON"):
            other_took = whole([other, "-W", "ignore", "-c", FORMULAS, str(plain), folder], 1)
            them = "the package formulas"
            found.append(Result(named("few"), took["few"], them, other_took, 0.15))
            found.append(Result(named("plain"), took["plain"], them, other_took))
        found.append(
            Result(named("few"), took["few"], "the same without a child process", without, 1.1)
        )
        found.append(
            Result(f"{MANY:,} formulas", took["many"], f"{FEW:,} formulas", took["few"], 12)
        )
        found.append(
            Result(
                f"{MIXED:,} mixed formulas", took["mixed"], f"{MANY:,} formulas", took["many"], 1
            )
        )
        return found


def risk_column(path: Path) -> list[float]:
    """The figures, to the digits that LibreOffice keeps in a file."""
    sheet = openpyxl.load_workbook(path, data_only=True)["Risk"]
    return [float(f"{row[0].value:.12g}") for row in sheet.iter_rows(max_col=1)]


def named(what: str) -> str:
    return f"{FEW:,} formulas" + {
        "plain": ", built-in functions for both",
        "saved": ", with the values that Excel stored, which stay",
    }.get(what, "")


def written(path: Path, formulas: int, native: bool) -> Path:
    """The figures at a hundred confidences, and sums of what stands above."""
    book = xlsxwriter.Workbook(str(path))
    book.calc_on_load = False
    risk, data = book.add_worksheet("Risk"), book.add_worksheet("Data")
    data.write_row(0, 0, [f"A{j}" for j in range(ASSETS)])
    for i, row in enumerate(returns(DAYS, ASSETS).tolist()):
        data.write_row(i + 1, 0, row)
    data.write_column(1, 52, [100.0 + j for j in range(ASSETS)])
    for i in range(formulas):
        tail = 0.01 + 0.0004 * (i % 100)
        if i % 4 == 3:
            risk.write_formula(i, 0, f"=A{i}*2-A{i - 1}")
        elif native:
            risk.write_array_formula(
                i, 0, i, 0, f"{{=-PERCENTILE(MMULT({DATA},{BOOK}),{tail:.4f})}}"
            )
        else:
            name = ("STRESSED_VAR", "STRESSED_ES")[i % 2]
            risk.write_formula(i, 0, f"={name}({DATA},{BOOK},,{1 - tail:.4f})")
    book.close()
    return path


def as_saved_by_excel(calculated: Path, path: Path) -> Path:
    """A calculated book with the mark of today's Excel, whose values `calc` keeps."""
    with (
        zipfile.ZipFile(calculated) as old,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            data = old.read(item)
            if item.filename == "xl/workbook.xml":
                assert b'calcId="124519"' in data
                data = data.replace(b'calcId="124519"', b'calcId="191029"')
            new.writestr(item.filename, data)
    return path


def desk(path: Path, formulas: int) -> Path:
    """A book as desks have them: whole columns, lookups, names, texts, conditions, spills, some of ours."""
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    book.calc_on_load = False
    risk, trades, data = map(book.add_worksheet, ("Risk", "Trades", "Data"))
    for i, row in enumerate(returns(DAYS, ASSETS).tolist()):
        data.write_row(i + 1, 0, row)
    data.write_row(0, 0, [f"A{j}" for j in range(ASSETS)])
    data.write_column(1, 52, [100.0 + j for j in range(ASSETS)])
    for i in range(500):  # asset, amount, side
        trades.write_row(i, 0, [f"A{i % ASSETS}", 1000.0 + 7 * i, ("buy", "sell")[i % 2]])
    book.define_name("Haircut", "=0.15")
    book.define_name("Amounts", "=Trades!$B$1:$B$500")
    kinds = (
        '=SUMIFS(Trades!B:B,Trades!A:A,A{r},Trades!C:C,"buy")',
        "=VLOOKUP(A{r},Trades!A:C,2,FALSE)",
        "=INDEX(Trades!B:B,MATCH(A{r},Trades!A:A,0))",
        "=IFERROR(B{r}/C{r},0)*(1-Haircut)",
        '=A{r}&": "&TEXT(E{r},"0.0%")',
        "=COUNTIF(Trades!A:A,A{r})",
        '=A:A&"/"&MATCH(A:A,Trades!A$1:A$500,0)',
        "=SUMPRODUCT((Trades!A$1:A$500=A{r})*(Trades!B$1:B$500))",
        "=ROUND(NPV(0.05,B{r},C{r},D{r}),2)",
        "=MAX(Amounts)-B{r}",
        "=IF(AND(B{r}>C{r},G{r}>5),EDATE(39706,G{r}),EOMONTH(39706,1))",
    )
    for i in range(formulas // (len(kinds) + 1)):
        risk.write(i, 0, f"A{i % ASSETS}")
        for j, kind in enumerate(kinds, 1):
            risk.write_formula(i, j, kind.format(r=i + 1), None, "")
        confidence = 0.99 - 0.0004 * (i % 100)
        risk.write_formula(
            i, len(kinds) + 1, f"=STRESSED_VAR({DATA},{BOOK},,{confidence:.4f})", None, ""
        )
    risk.write_dynamic_array_formula("N1", '=FILTER(Trades!A1:B500,Trades!C1:C500="buy")', None, "")
    book.close()
    return path


def recalculating(profile: Path) -> Path:
    """A LibreOffice profile that calculates on loading, as a user would set it."""
    item = (
        '<item oor:path="/org.openoffice.Office.Calc/Formula/Load">'
        '<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>'
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + item + "</oor:items>"
    )
    return profile


def whole(command: list[str], rounds: int) -> float:
    """Median seconds of processor time of a process and its children, from start to end."""
    took = []
    for _ in range(rounds):
        before = spent()
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        took.append(spent() - before)
    return statistics.median(took)


def spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
