"""What need not be calculated keeps the value that Excel stored; a stale figure is never written."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.hosts.headless.books import cells, make, members, replaced, values
from xl_stressvar import errors
from xl_stressvar.errors import FileProblem
from xl_stressvar.hosts.headless import CalcReport, calc, check, evaluate

EXCEL = 191029  # what Excel of Microsoft 365 writes as the version of its calculation


def saved_by_excel(path: Path, fill: Callable[[Any], object]) -> Path:
    """A workbook whose values are those of a complete calculation, as far as it says."""

    def filled(book: Any) -> None:
        book.set_calc_mode("auto", EXCEL)
        book.calc_on_load = False
        fill(book)

    return make(path, filled)


def book(path: Path, *cells_of_first: tuple[str, str | float, object]) -> Path:
    """A sheet Risk with these formulas (or numbers) and the values stored for them."""

    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Risk")
        for address, content, value in cells_of_first:
            if isinstance(content, str) and content.startswith("="):
                sheet.write_formula(address, content, None, value)
            else:
                sheet.write(address, content)

    return saved_by_excel(path, fill)


def done(path: Path, **options: Any) -> tuple[dict[str, object], CalcReport]:
    target = path.with_name("out.xlsx")
    report = calc(path, target, **options)
    return values(target, 1), report


OURS = "=PARAM_VAR(A1,100,97.72498680518208%)"  # two standard deviations: 200 A1


def test_only_ours_and_what_reads_it_is_calculated(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 0.01, None), ("B1", "=A1*2", 0.02), ("B2", OURS, 0),
        ("B3", "=B2+1", 0), ("B4", "=B3+B1", 0), ("B5", "=B1", 8),
    )  # fmt: skip
    found, report = done(path)
    assert (found["B1"], found["B5"]) == (0.02, 8)
    assert [found[f"B{i}"] for i in (2, 3, 4)] == pytest.approx([2, 3, 3.02])
    assert (report.formulas, report.calculated, report.ours, report.kept) == (5, 3, 1, [])


def test_a_kept_value_stays_as_it_is_written(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("A1", 0.01, None), ("B1", "=A1*3", 7), ("B2", OURS, 0))
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    assert "<v>7</v>" in text
    replaced(path, {"xl/worksheets/sheet1.xml": text.replace("<v>7</v>", "<v>7.0000E0</v>")})
    done(path)
    assert cells(tmp_path / "out.xlsx", 1)["B1"][1].text == "7.0000E0"


def test_a_sheet_with_nothing_to_calculate_is_copied_byte_for_byte(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        other = workbook.add_worksheet("Other")
        other.write_formula("A1", "=BDP(1)", None, 5)
        workbook.add_worksheet("Risk").write_formula("A1", "=PARAM_VAR(1,1)", None, 0)

    path = saved_by_excel(tmp_path / "a.xlsx", fill)
    done(path)
    before, after = members(path), members(tmp_path / "out.xlsx")
    assert [n for n in before if before[n] != after[n]] == ["xl/worksheets/sheet2.xml"]


UNKNOWN = [
    '=BDP("SPX Index","PX_LAST")', "=RISKNORMAL(0,1)", "=MYMACRO(A1)", '=STOCKHISTORY("MSFT",A1)',
    '=GETPIVOTDATA("x",A1)', "=SUM('[1]Prices'!A1:A9)", "=MAP(A1:A3,LAMBDA(x,x))", "=B9+1",
    '=TEXT(A1,"0.0E+00")', "=1" + "+1" * 300,
]  # fmt: skip


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_what_is_not_known_here_keeps_its_value_beside_ours(tmp_path: Path, unknown: str) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 0.01, None), ("B9", unknown, 0.02), ("B2", OURS, 0),
        ("B3", "=PARAM_VAR(B9,100,97.72498680518208%)", 0), ("B4", "=B9*2", 0.5),
    )  # fmt: skip
    found, report = done(path)
    assert found["B9"] == 0.02
    assert found["B4"] == 0.5
    assert [found["B2"], found["B3"]] == pytest.approx([2, 4])
    assert report.failed == 0


def test_what_is_kept_is_listed_by_function(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 0.01, None), ("B2", OURS, 0),
        *((f"C{i}", f"=BDP({i})", i) for i in range(1, 13)), ("D1", "=MYMACRO(1)", 1),
    )  # fmt: skip
    _, report = done(path)
    assert report.kept == ["Risk!C1:C12: calls BDP", "Risk!D1: calls MYMACRO"]


def test_a_pivot_a_data_table_and_another_workbook_do_not_stop_ours(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 0.01, None), ("B2", OURS, 0), ("C1", '=GETPIVOTDATA("x",A9)', 3),
        ("D1", "=[1]Prices!A1", 4), ("E2", 5, None),
    )  # fmt: skip
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    table = '<c r="E2"><f t="dataTable" ref="E2:E3" dt2D="0" dtr="0" r1="A1"/><v>5</v></c>'
    assert '<c r="E2"><v>5</v></c>' in text
    replaced(path, {"xl/worksheets/sheet1.xml": text.replace('<c r="E2"><v>5</v></c>', table)})
    found, report = done(path)
    assert [found[a] for a in ("C1", "D1", "E2")] == [3, 4, 5]
    assert found["B2"] == pytest.approx(2)
    assert report.kept == [
        "Risk!C1: calls GETPIVOTDATA", "Risk!D1: refers to another workbook",
        "Risk!E2: is a data table (What-If Analysis)",
    ]  # fmt: skip


# --- never stale ------------------------------------------------------------------------------------
def test_ours_that_reads_a_kept_cell_which_reads_ours_is_refused(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 0.01, None), ("B2", OURS, 0), ("B3", "=BDP(B2)", 3), ("B4", "=B3", 4),
        ("B5", "=PARAM_VAR(B4,1)", 5),
    )  # fmt: skip
    with pytest.raises(FileProblem) as refused:
        done(path)
    assert refused.value.sentence() == (
        "Risk!B5 must be calculated, but reads Risk!B3, which keeps an old value: it calls BDP. "
        "Replace that formula by its value, or calculate the workbook in Excel."
    )
    assert not (tmp_path / "out.xlsx").exists()


def test_what_reads_only_stale_cells_is_kept_with_them_and_listed(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("A1", 0.01, None),
        ("B2", OURS, 0),
        ("B3", "=BDP(B2)", 3),
        ("B4", "=B3", 4),
    )
    found, report = done(path)
    assert (found["B3"], found["B4"]) == (3, 4)
    assert report.kept == [
        "Risk!B3: calls BDP", "Risk!B3:B4: not calculated, although what it reads has changed",
    ]  # fmt: skip


def test_ours_and_an_unknown_function_in_one_formula_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("B2", "=PARAM_VAR(BDP(1),100)", 0))
    with pytest.raises(FileProblem, match="Risk!B2 calls BDP"):
        done(path)


def test_a_formula_without_a_value_is_calculated_and_what_reads_it(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("A1", 3, None),
        ("B1", "=A1*2", 1),
        ("B2", "=B1+1", 1),
        ("B3", "=A1", 1),
    )
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    replaced(path, {"xl/worksheets/sheet1.xml": text.replace("<f>A1*2</f><v>1</v>", "<f>A1*2</f>")})
    found, report = done(path)
    assert (found["B1"], found["B2"], found["B3"]) == (6, 7, 1)
    assert report.calculated == 2


def test_an_unknown_function_without_a_value_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("B1", "=BDP(1)", 1))
    text = members(path)["xl/worksheets/sheet1.xml"].decode()
    replaced(path, {"xl/worksheets/sheet1.xml": text.replace("<v>1</v>", "")})
    with pytest.raises(FileProblem, match="Risk!B1 calls BDP"):
        done(path)


def test_what_reads_a_changed_range_is_calculated(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 3, None), ("A2", 4, None), ("B1", "=A1*2", 1), ("B2", "=SUM(B1:B1)", 1),
        ("B3", "=A2*2", 1), ("C1", "=BDP(A1)", 9),
    )  # fmt: skip
    found, report = done(path, changed=["Risk!A1"])
    assert [found[a] for a in ("B1", "B2", "B3", "C1")] == [6, 6, 1, 9]
    assert report.kept[1].startswith("Risk!C1: not calculated, although")
    with pytest.raises(FileProblem, match=r"Nowhere!A1 is no range of a\.xlsx"):
        done(path, changed=["Nowhere!A1"])


@pytest.mark.parametrize(
    "settings",
    ['calcId="191029" fullCalcOnLoad="1"', 'calcId="124519"', "", 'calcId="191029" calcCompleted="0"',
     'calcId="191029" calcOnSave="0"', 'calcId="191029" forceFullCalc="1"'],
)  # fmt: skip
def test_a_file_whose_values_are_not_those_of_a_calculation_is_calculated_whole(
    tmp_path: Path, settings: str
) -> None:
    path = book(tmp_path / "a.xlsx", ("A1", 3, None), ("B1", "=A1*2", 1))
    text = members(path)["xl/workbook.xml"].decode()
    assert '<calcPr calcId="191029"/>' in text
    replaced(path, {"xl/workbook.xml": text.replace('calcId="191029"', settings)})
    assert done(path)[0]["B1"] == 6


def test_a_changed_input_is_recognised_by_what_ours_reads(tmp_path: Path) -> None:
    """A program has put 3 into A1 and left the values that hung on 2."""
    path = book(
        tmp_path / "a.xlsx", ("A1", 3, None), ("B1", "=A1*2", 4), ("B2", "=B1/100", 0.04),
        ("B3", "=PARAM_VAR(B2,100,97.72498680518208%)", 8), ("B4", "=B1+1", 5), ("B5", "=A1*5", 10),
        ("C1", "=TODAY()", 39000), ("C2", "=PARAM_VAR(0.01,C1,97.72498680518208%)", 0),
    )  # fmt: skip
    found, report = done(path)
    assert [found[f"B{i}"] for i in (1, 2, 3, 4)] == pytest.approx([6, 0.06, 12, 7])
    assert report.outdated == "Risk!B1:B2"
    assert found["B5"] == 10  # nothing of ours reads it: as in the file
    assert (found["C1"], found["C2"]) == (39000, pytest.approx(780))  # the clock is not asked


def test_a_kept_cell_of_another_value_here_is_left_if_ours_does_not_read_it(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("A1", 0.01, None),
        ("B1", '=TEXT(A1,"0,00%")', "1,00%"),
        ("B2", OURS, 0),
    )
    found, report = done(path)
    assert found["B1"] == "1,00%"
    assert report.outdated == ""


# --- ways of reading --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "formula",
    ["=SUM(B:B)", "=SUM(2:2)", "=SUM(Here)", "=SUM(OFFSET(B1,0,0,3,1))", '=SUM(INDIRECT("B2"))',
     "=SUM(B1:INDEX(B1:B3,2))", "=SUM(Dynamic)", "=Risk!$B$2", "=SUM(B1:B2 A2:C2)", "=SUM(Through)"],
)  # fmt: skip
def test_every_way_to_read_a_changed_cell_is_seen(tmp_path: Path, formula: str) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Risk")
        sheet.write("A1", 0.01)
        sheet.write_formula("B2", OURS, None, 0)
        workbook.define_name("Here", "=Risk!$B$1:$B$3")
        workbook.define_name("Dynamic", "=OFFSET(Risk!$B$1,0,0,COUNT(Risk!$A:$A)+2,1)")
        workbook.define_name("Through", "=Here")
        other = workbook.add_worksheet("Other")
        other.write_formula(
            "A1", formula.replace("B", "Risk!B", 1) if "Risk" not in formula else formula
        )
        sheet.write_formula("D4", formula, None, 77)

    path = saved_by_excel(tmp_path / "a.xlsx", fill)
    found, _ = done(path)
    assert found["D4"] == pytest.approx(2)


def test_a_hash_of_a_kept_result_is_what_it_covered(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Risk")
        sheet.write_dynamic_array_formula("A1:A3", "=SEQUENCE(3)", None, 1)
        sheet.write("A2", 2)
        sheet.write("A3", 3)
        workbook.define_name("All", "=_xlfn.ANCHORARRAY(Risk!$A$1)")
        for i, text in enumerate(("Risk!A1#", "All", "_xlfn.ANCHORARRAY(A1)", "A1:A3")):
            formula = f"=PARAM_VAR(0.01,SUM({text}),97.72498680518208%)"
            sheet.write_formula(i, 2, formula, None, 0)

    found, _ = done(saved_by_excel(tmp_path / "a.xlsx", fill))
    assert [found[f"C{i}"] for i in (1, 2, 3, 4)] == pytest.approx([0.12] * 4)


def test_a_result_that_grows_reaches_cells_that_it_did_not_cover(tmp_path: Path) -> None:
    def fill(workbook: Any) -> None:
        sheet = workbook.add_worksheet("Risk")
        sheet.write("A1", 4)
        sheet.write_dynamic_array_formula("B1:B1", "=SEQUENCE(A1)", None, 1)
        sheet.write_formula("C1", "=SUM(B3:B9)", None, 0)

    found, _ = done(saved_by_excel(tmp_path / "a.xlsx", fill), changed=["A1"])
    assert found["C1"] == 7


def test_a_circle_keeps_its_values_unless_ours_reaches_it(tmp_path: Path) -> None:
    circle = (("A1", 0.01, None), ("B1", "=C1/2", 2), ("C1", "=B1+2", 4), ("B2", OURS, 0))
    found, _ = done(book(tmp_path / "a.xlsx", *circle, ("D1", "=PARAM_VAR(0.01,C1)", 0)))
    assert (found["B1"], found["C1"]) == (2, 4)
    assert found["D1"] == pytest.approx(0.04 * 2.3263478740408408)  # z of 99%, tables
    reached = [*circle[:2], ("C1", "=B1+B2", 4), circle[3], ("D1", "=PARAM_VAR(C1,1)", 0)]
    with pytest.raises(FileProblem, match="Risk!D1 must be calculated, but reads Risk!"):
        done(book(tmp_path / "b.xlsx", *reached))


# --- everything, check, eval ------------------------------------------------------------------------
def test_everything_is_calculated_on_demand(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ("A1", 3, None),
        ("B1", "=A1*2", 1),
        ("B2", "=BDP(1)", 5),
        ("B3", "=B2*2", 1),
    )
    found, report = done(path, everything=True)
    assert (found["B1"], found["B2"], found["B3"]) == (6, 5, 10)
    assert report.kept == ["Risk!B2: calls BDP"]


def test_a_check_lists_what_differs_and_writes_nothing(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx", ("A1", 3, None), ("B1", "=A1*2", 6 + 1e-12), ("B2", "=A1&1", "31"),
        ("B3", "=A1=3", False), ("B4", "=A1+1", 5), ("B5", "=NA()", "#N/A"), ("B6", "=BDP(1)", 5),
    )  # fmt: skip
    report = check(path)
    assert [(d.address, d.stored, d.calculated) for d in report.differences] == [
        ("Risk!B3", False, True), ("Risk!B4", 5, 4),
    ]  # fmt: skip
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_typed_formulas_read_kept_values(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ("B1", "=BDP(1)", 5))
    (answer,) = evaluate(["=B1*2"], path)
    assert answer.value == 10


# --- the fuzzer -------------------------------------------------------------------------------------
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("said", [True, False])
def test_no_figure_comes_from_a_stale_input(tmp_path: Path, seed: int, said: bool) -> None:
    """Inputs change at random places of graphs that mix kept, unknown and calculated cells.

    Some programs say which (`said`); what others have changed is seen by what ours reads.

    Each formula adds up cells above it, so a full calculation is done beside the test's eyes, here with
    the unknown function as that of two times its argument. The cells written must be those of the full
    calculation, or hold the old value and be listed; or the book is refused.
    """
    chance = random.Random(seed)
    inputs, rows = 8, 60
    old = [float(chance.randint(1, 99)) for _ in range(inputs)]
    changed = chance.sample(range(inputs), 2)
    new = [v + 1000 if i in changed else v for i, v in enumerate(old)]
    reads = [sorted(chance.sample(range(i), 2)) for i in range(inputs, rows)]
    # what an unknown function would give for other inputs, nobody here can see unless it is said
    weights = (6, 1 if said else 0, 1, 2)
    kinds = [chance.choices(("sum", "unknown", "ours", "range"), weights)[0] for _ in reads]

    def full(start: list[float]) -> list[float]:
        found = list(start)
        for kind, (a, b) in zip(kinds, reads, strict=True):
            given = sum(found[a : b + 1]) if kind == "range" else found[a] + found[b]
            found.append(given * (2 if kind in ("unknown", "ours") else 1))
        return found

    texts = {
        "sum": "=A{0}+A{1}", "range": "=SUM(A{0}:A{1})", "unknown": "=BDP(A{0}+A{1})",
        "ours": "=PARAM_VAR(0.01,(A{0}+A{1})*100,97.72498680518208%)",
    }  # fmt: skip
    stored = full(old)
    content: list[tuple[str, str | float, object]] = [
        (f"A{i + 1}", value, None) for i, value in enumerate(new)
    ]
    for i, (kind, (a, b)) in enumerate(zip(kinds, reads, strict=True), inputs):
        content.append((f"A{i + 1}", texts[kind].format(a + 1, b + 1), stored[i]))
    path = book(tmp_path / "a.xlsx", *content)
    try:
        found, report = done(path, changed=[f"Risk!A{i + 1}" for i in changed] if said else [])
    except FileProblem as refused:
        if refused.problem is not errors.MIXED:
            raise
        return
    want = full(new)
    listed = next((line for line in report.kept if "although" in line), "")
    stale = {i for i in range(rows) if found[f"A{i + 1}"] != pytest.approx(want[i], rel=1e-9)}
    for i in stale:
        assert found[f"A{i + 1}"] == stored[i]
        assert kinds[i - inputs] != "ours"
    assert not said or bool(stale) == bool(listed)
