"""`calc`: values, spills, what stays untouched."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from tests.hosts.headless.books import (
    POSITIONS,
    RETURNS,
    calculated,
    cells,
    error_at,
    make,
    members,
    replaced,
    values,
    with_formulas,
    with_rows,
    write_data,
)
from xl_stressvar.arguments.scalars import Number
from xl_stressvar.catalogue import CATALOGUE
from xl_stressvar.cells.results import Returns
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.headless import calc, call_sites

# PERCENTILE.INC is numpy's default quantile (Hyndman and Fan's type 7); lookback 250
PNL = RETURNS @ POSITIONS
VAR = -np.quantile(PNL[-250:], 0.01)


def test_values_are_those_of_plain_numpy(tmp_path: Path) -> None:
    path = with_formulas(
        tmp_path / "a.xlsx",
        "=CURRENT_VAR(Data!A1:D301,Data!G1:H3)",
        "=CURRENT_VAR(Rets,Pos,95%)*2",
        "=PARAM_VAR(0.01,100,0.99,10)",
        "=-_xlfn.PERCENTILE.INC(MMULT(Data!B52:D301,Data!H1:H3),0.01)",
        "=SUM(A1:A2)",
    )
    found, report = calculated(path)
    assert_allclose(found["A1"], VAR, rtol=1e-12)
    assert_allclose(found["A2"], -2 * np.quantile(PNL[-250:], 0.05), rtol=1e-12)
    assert_allclose(found["A3"], 2.3263478740408408 * math.sqrt(10), rtol=1e-12)  # z of 99%, tables
    assert_allclose(found["A4"], VAR, rtol=1e-12)
    assert_allclose(found["A5"], found["A1"] + found["A2"], rtol=1e-15)  # type: ignore[operator]
    assert (report.formulas, report.ours, report.errors, report.failed) == (5, 3, [], 0)


def test_only_the_sheets_with_formulas_change(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        sheet.write_formula(
            "A1", "=CURRENT_VAR(Rets,Pos)", book.add_format({"num_format": "0.00"}), 1
        )
        sheet.write("B1", "kept")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Risk!$A$1:$A$3"})
        sheet.insert_chart("D2", chart)
        sheet.conditional_format("A1:A3", {"type": "3_color_scale"})
        sheet.add_table("F1:G3", {"name": "Tab"})
        sheet.data_validation("B2", {"validate": "list", "source": ["a", "b"]})
        (tmp_path / "vba.bin").write_bytes(b"any macros")
        book.add_vba_project(str(tmp_path / "vba.bin"))

    path = make(tmp_path / "a.xlsm", fill)
    report = calc(path)
    assert report.target == tmp_path / "a-calculated.xlsm"
    before, after = members(path), members(report.target)
    assert list(before) == list(after)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet2.xml"]
    assert before["xl/vbaProject.bin"] == b"any macros"
    old, new = cells(path), cells(report.target)
    assert list(old) == list(new)
    assert [c.get("s") for c in old.values()] == [c.get("s") for c in new.values()]
    for element in ("conditionalFormatting", "drawing", "tableParts", "dataValidations"):
        assert element.encode() in after["xl/worksheets/sheet2.xml"]
    assert_allclose(values(report.target)["A1"], VAR, rtol=1e-12)


@pytest.mark.parametrize(
    "formula",
    [
        "=CURRENT_VAR(Rets,Pos,,,)",
        "=CURRENT_VAR(Rets,Pos,,1,)",
        "=CURRENT_VAR(Rets,Pos, , , ,)",
        "=MAX(0,CURRENT_VAR(Rets,Pos,,),0)",
        "=IF(TRUE,CURRENT_VAR(Rets,Pos,,1,),)",
        "=CAPITAL_REQ(CURRENT_VAR(Rets,Pos,,),CURRENT_VAR(Rets,Pos,),1,)",
        "=TheVar",
        "=TheVarAgain+0",
        "=_xll.CURRENT_VAR(Rets,Pos)",
        "=[1]!CURRENT_VAR(Rets,Pos)",
        "=CURRENT_VAR(Data!A:D,Pos)",
        "=CURRENT_VAR(Data!$A$1:$D$301,Pos)",
        "=_xlfn.SINGLE(CURRENT_VAR(Rets,Pos))",
        "=_xlfn.LET(_xlpm.p,Pos,CURRENT_VAR(Rets,_xlpm.p))",
    ],
)
def test_the_same_figure_however_it_is_written(tmp_path: Path, formula: str) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        book.define_name("TheVar", "=CURRENT_VAR(Rets,Pos,,,,)")
        book.define_name("TheVarAgain", "=1*TheVar")
        book.add_worksheet("Risk").write_formula("A1", formula)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert report.errors == []
    assert_allclose(found["A1"], VAR, rtol=1e-12)
    assert report.ours == 1


def test_an_argument_of_zero_is_not_an_omitted_one(tmp_path: Path) -> None:
    _, report = calculated(with_formulas(tmp_path / "a.xlsx", "=CURRENT_VAR(Rets,Pos,,0)"))
    assert report.errors[0].sentence.startswith("horizon_days is 0.")


def test_table_columns_are_arguments(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        columns = [{"header": "day"}, {"header": "pnl"}]
        sheet.add_table(
            "F1:G4", {"name": "Tab", "columns": columns, "data": [[1, -2.0], [2, 1.0], [3, 3]]}
        )
        sheet.write_formula("A1", "=CAPITAL_REQ(Tab[day],Tab[day],1,,3)")
        sheet.write_formula("A2", "=SUM(Tab[pnl])")

        columns = [
            {"header": "vol"},
            {
                "header": "var",
                "formula": "=PARAM_VAR([@vol],100)+PARAM_VAR(Rows[[#This Row],[vol]],100)",
            },
        ]
        sheet.add_table(
            "I1:J4", {"name": "Rows", "columns": columns, "data": [[0.01], [0.02], ["x"]]}
        )

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert (found["A1"], found["A2"]) == (3.0, 2.0)
    assert_allclose([found["J2"], found["J3"]], [4.6526957480816815, 9.305391496163363], rtol=1e-12)
    assert [error.address for error in report.errors] == ["Risk!J4"]
    assert report.errors[0].sentence.startswith("Risk!I4 (volatility) is the text 'x'")


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=INDEX(Tab[my pnl],2)", 20),
        ("=INDEX(Tab,3,1)", 3),
        ("=INDEX(Pnls,2)", 20),
        ("=SUM(OFFSET(Tab[my pnl],1,0,2,1))", 50),
        ("=SUM(Tab[[day]:[my pnl]])+COUNTA(Tab[#Headers])", 68),
        ("=Tab[@[my pnl]]+Tab[@day]", 11),
        ("=_xlfn.LET(_xlpm.Pnls,2,_xlpm.Pnls+1)", 3),
        ("=LET(Pnls,2,Pnls+1)", 3),
    ],
)
def test_a_table_column_is_a_range_to_every_function(
    tmp_path: Path, formula: str, expected: float
) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        columns = [{"header": "day"}, {"header": "my pnl"}]
        data = [[1, 10], [2, 20], [3, 30]]
        sheet.add_table("F1:G4", {"name": "Tab", "columns": columns, "data": data})
        book.define_name("Pnls", "=Tab[my pnl]")
        sheet.write_formula("A2", formula)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert report.errors == []
    assert found["A2"] == expected


def test_a_spill_grows_over_blank_cells_and_says_its_extent(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        book.add_worksheet("Risk").write_dynamic_array_formula("B2", "=CRISIS_CORR(Data!B2:D301,)")

    path = make(tmp_path / "a.xlsx", fill)
    found, report = calculated(path)
    assert report.errors == []
    corr = np.corrcoef(RETURNS, rowvar=False)
    spilled = [[found[f"{c}{r}"] for c in "BCD"] for r in (2, 3, 4)]
    assert_allclose(np.array(spilled, float), corr, atol=1e-12)
    out = cells(tmp_path / "out.xlsx")
    assert out["B2"][0].get("ref") == "B2:D4"
    assert out["B2"].get("cm") == "1"


def test_what_a_shrunken_spill_leaves_behind_is_removed(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        bold = book.add_format({"bold": True})
        sheet.write_dynamic_array_formula("B2:F9", "=CRISIS_CORR(Data!B2:D301)", None, 5)
        for r in range(1, 9):
            for c in range(1, 6):
                if (r, c) != (1, 1):
                    sheet.write_number(r, c, 77, bold if c == 5 else None)
        sheet.write("H9", 8)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert report.errors == []
    assert set(found) == {f"{c}{r}" for c in "BCD" for r in (2, 3, 4)} | {"H9"}
    out = cells(tmp_path / "out.xlsx")
    assert "E3" not in out
    assert out["F3"].get("s")  # the format of an emptied cell stays
    assert 77 not in found.values()


def test_a_spill_onto_a_users_value_is_an_error_that_names_it(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        sheet.write_dynamic_array_formula("B2", "=CRISIS_CORR(Data!B2:D301)")
        sheet.write("C3", "mine")

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    error = error_at(report, "Risk!B2")
    assert (error.code, error.counted) == ("#SPILL!", True)
    assert "C3 is in the way" in error.sentence
    assert set(found) == {"B2", "C3"}


def test_an_ordinary_formula_shows_the_first_value_and_covers_nothing(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>CRISIS_CORR(Data!B2:D301)</f></c><c r="B1"><v>5</v></c></row>'
        '<row r="2"><c r="A2"><f>CRISIS_VOL(Data!B2:D301,,FALSE)</f><v>3</v></c></row>'
    )
    found, report = calculated(with_rows(tmp_path / "a.xlsx", rows))
    assert report.errors == []
    assert found["A1"] == 1.0
    assert_allclose(found["A2"], RETURNS[:, 0].std(ddof=1), rtol=1e-12)
    assert set(found) == {"A1", "A2", "B1"}
    assert found["B1"] == 5


def test_an_array_formula_keeps_its_block(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book)
        sheet = book.add_worksheet("Risk")
        sheet.write_array_formula("A1:E4", "{=CRISIS_CORR(Data!B2:D301)}")
        sheet.write_array_formula("G1:H2", "{=CRISIS_CORR(Data!B2:D301)}")
        sheet.write_array_formula("J1:K2", "{=PARAM_VAR(0.01,100)}")
        sheet.write("I1", 9)

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    corr = np.corrcoef(RETURNS, rowvar=False)
    assert_allclose([found[c] for c in ("A1", "B1", "A2", "C3", "H1")],
                    [1, corr[0, 1], corr[0, 1], 1, corr[0, 1]], atol=1e-12)  # fmt: skip
    assert [found[c] for c in ("D1", "E4", "A4", "C4")] == ["#N/A"] * 4
    assert found["I1"] == 9
    assert "I2" not in found
    assert found["J1"] == found["K2"]
    assert cells(tmp_path / "out.xlsx")["A1"][0].get("ref") == "A1:E4"
    assert {e.code for e in report.errors} == {"#N/A"}
    assert len(report.errors) == 11  # the padding is listed
    assert report.failed == 0  # and not counted


def test_shared_formulas_are_read_as_filled_down(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><v>0.1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">'
        "PARAM_VAR(A1,$A$1,,)</f></c></row>"
        '<row r="2"><c r="A2"><v>0.2</v></c><c r="B2"><f t="shared" si="0"/><v>9</v></c></row>'
        '<row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="str"><f t="shared" si="0"/><v>x</v></c></row>'
    )
    path = with_rows(tmp_path / "a.xlsx", rows)
    found, report = calculated(path)
    assert_allclose(
        [found["B1"], found["B2"]], [0.023263478740408408, 0.046526957480816815], rtol=1e-12
    )
    assert error_at(report, "Risk!B3").sentence.startswith("Risk!A3 (volatility) is the text")
    out = cells(tmp_path / "out.xlsx")
    assert (out["B2"][0].get("si"), out["B2"][0].text) == ("0", None)
    assert [out["B3"].get("t"), out["A3"].get("t"), found["A3"]] == ["e", "s", "0"]


def test_stale_types_are_replaced_with_the_values(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="e"><f>1+1</f><v>#N/A</v></c><c r="B1" t="str"><f>2&gt;1</f><v>a</v></c>'
        '<c r="C1" t="b"><f>" a"&amp;CHAR(8)</f><v>1</v></c><c r="D1" t="str"><f>1/3</f></c>'
        '<c r="E1" t="e" vm="1"><f>Z99</f><v>#VALUE!</v></c>'
        '<c r="F1"><f>1E+20</f></c><c r="G1"><f>DATE(2008,9,1)</f></c><c><f>"h"</f></c></row>'
    )
    found, _ = calculated(with_rows(tmp_path / "a.xlsx", rows))
    assert found == {
        "A1": 2.0, "B1": True, "C1": " a_x0008_", "D1": 1 / 3, "E1": 0.0,
        "F1": 1e20, "G1": 39692.0, "H1": "h",
    }  # fmt: skip
    out = cells(tmp_path / "out.xlsx")
    assert out["C1"][1].get("{http://www.w3.org/XML/1998/namespace}space") == "preserve"
    assert out["E1"].get("vm") is None


@pytest.mark.parametrize("date1904", [False, True])
def test_dates_follow_the_date_system_of_the_workbook(tmp_path: Path, date1904: bool) -> None:
    def fill(book: Any) -> None:
        data = book.add_worksheet("Data")
        for i, row in enumerate(RETURNS):  # from 2008-06-01 on
            data.write_row(i, 0, [39600 - (1462 if date1904 else 0) + i, *row.tolist()])
        sheet = book.add_worksheet("Risk")
        window = '"2008-06-01:2008-12-31"'  # rows 1 to 214
        sheet.write_formula("A1", f"=STRESSED_VAR(Data!A1:D300,Data!F1:H1,{window})")
        sheet.write_formula("A2", "=STRESSED_VAR(Data!A1:D300,Data!F1:H1,A3:B3)")
        sheet.write_formula("A3", "=DATE(2008,6,1)")
        sheet.write_formula("B3", "=DATE(2008,12,31)")
        sheet.write_formula("A4", "=YEAR(Data!A1)")
        data.write_row(0, 5, POSITIONS.tolist())

    path = make(tmp_path / "a.xlsx", fill, date_1904=date1904)
    found, report = calculated(path)
    assert report.errors == []
    expected = -np.quantile(PNL[:214], 0.01)
    assert_allclose([found["A1"], found["A2"]], expected, rtol=1e-12)
    assert (found["A3"], found["A4"]) == (39600 - (1462 if date1904 else 0), 2008)


def test_formulas_that_read_other_workbooks_keep_their_values(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f>[1]Prices!A1</f><v>42</v></c><c r="B1"><f>A1*2</f><v>0</v></c>'
        '<c r="C1"><f>CURRENT_VAR([1]Prices!A1:B9,1)</f><v>7</v></c></row>'
    )
    found, report = calculated(with_rows(tmp_path / "a.xlsx", rows))
    assert found == {"A1": 42, "B1": 84, "C1": 7}
    assert [kept.partition(":")[0] for kept in report.kept] == ["Risk!A1", "Risk!C1"]
    assert report.formulas == 1


def test_a_data_table_keeps_its_values(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1"><f t="dataTable" ref="A1:A2" dt2D="0" dtr="0" r1="C1"/><v>5</v></c>'
        '<c r="B1"><f>A1+A2</f></c></row><row r="2"><c r="A2"><v>6</v></c></row>'
    )
    found, report = calculated(with_rows(tmp_path / "a.xlsx", rows))
    assert found == {"A1": 5, "A2": 6, "B1": 11}
    assert report.kept == ["Risk!A1: a data table (What-If Analysis)"]


def test_why_answers_for_the_cell_that_it_is_given(tmp_path: Path) -> None:
    path = with_formulas(
        tmp_path / "a.xlsx",
        "=STRESSVAR_WHY(A2)",
        "=CURRENT_VAR(Rets,Pos,1%)",
        '=STRESSVAR_WHY("A2")',
        "=STRESSVAR_WHY(A5)",
        "=1/0",
        "=STRESSVAR_WHY(A7)",
        "=A2*2",
        "=STRESSVAR_WHY(Pos)",
    )
    found, report = calculated(path)
    assert found["A1"] == found["A3"] == error_at(report, "Risk!A2").sentence
    assert "Did you mean 99%?" in str(found["A1"])
    assert found["A4"] == error_at(report, "Risk!A5").sentence
    assert found["A6"] == "Risk!A7 passes on the #NUM! of Risk!A2. Mend that cell first."
    assert error_at(report, "Risk!A8").sentence.startswith("Nothing is recorded")


def test_a_function_added_to_the_catalogue_is_there(tmp_path: Path) -> None:
    def twice(
        number: Annotated[float, Number("A number.")],
    ) -> Annotated[float, Returns("Twice the number.")]:
        """Twice the number."""
        return 2 * number

    path = with_formulas(tmp_path / "a.xlsx", "=TWICE(21)+TWICE(0)")
    more = CATALOGUE.with_function("Dummy", twice)
    report = calc(path, tmp_path / "out.xlsx", catalogue=more)
    assert (report.ours, values(tmp_path / "out.xlsx")["A1"]) == (1, 42)


def test_progress_counts_our_calls(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = with_formulas(tmp_path / "a.xlsx", *["=CURRENT_VAR(Rets,Pos)"] * 3)
    calc(path, tmp_path / "out.xlsx", progress=lambda *step: seen.append(step))
    assert [step for step in seen if step[0] == "calculating"] == [
        ("calculating", done, 3) for done in range(4)
    ]


def test_a_workbook_without_formulas_is_copied(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx")
    report = calc(path)
    assert (report.formulas, members(path)) == (0, members(report.target))


def test_a_sheet_name_with_a_quote_is_no_trouble(tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        write_data(book, "A & B")
        sheet = book.add_worksheet("Bob's")
        sheet.write_dynamic_array_formula("A1", "=CRISIS_CORR('A & B'!B2:D301)")
        sheet.write_formula("F1", "=CURRENT_VAR('A & B'!A1:D301,'A & B'!G1:G3)")

    found, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert found["C3"] == 1.0
    error = error_at(report, "'Bob''s'!F1")
    assert error.sentence.startswith("'A & B'!G1 (positions)")


def test_a_row_and_its_cells_without_addresses_are_counted(tmp_path: Path) -> None:
    path = with_formulas(tmp_path / "a.xlsx")
    rows = "<row><c><v>3</v></c><c><f>A1*2</f></c></row><row><c><f>B1+1</f></c></row>"
    sheet = "xl/worksheets/sheet2.xml"
    replaced(path, {sheet: members(with_rows(tmp_path / "b.xlsx", rows))[sheet]})
    found, _ = calculated(path)
    assert found == {"A1": 3, "B1": 6, "A2": 7}


# --- the same call twice -------------------------------------------------------------------------
@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The functions that were run, in the order in which they were."""
    found: list[str] = []

    def noting(name: str, *rest: Any) -> Any:
        found.append(name)
        return call(name, *rest)

    monkeypatch.setattr(call_sites, "call", noting)
    return found


def test_a_call_that_stands_in_several_formulas_is_made_once(
    tmp_path: Path, asked: list[str]
) -> None:
    found, _ = calculated(
        with_formulas(
            tmp_path / "a.xlsx",
            "=CURRENT_VAR(Rets,Pos,95%)",
            "=2*CURRENT_VAR(Data!A1:D301,Data!G1:H3,95%)",
            "=CURRENT_VAR(Rets,Pos,97.5%)",
            "=CURRENT_VAR(Rets,Pos,TRUE)",
            "=CURRENT_VAR(Rets,Pos,1)",
        )
    )
    assert found["A2"] == 2 * float(found["A1"])  # type: ignore[arg-type]
    assert found["A3"] != found["A1"]
    assert (found["A4"], found["A5"]) == ("#VALUE!", "#NUM!")  # 1 and TRUE are two answers
    assert len(asked) == 4


def test_a_call_that_fails_is_made_anew_and_names_its_own_cells(
    tmp_path: Path, asked: list[str]
) -> None:
    def fill(book: Any) -> None:
        write_data(book).write("C5", "n.a.")
        sheet = book.add_worksheet("Risk")
        sheet.write_formula("A1", "=CURRENT_VAR(Rets,Pos)")
        sheet.write_formula("A2", "=CURRENT_VAR(Rets,Pos)")

    _, report = calculated(make(tmp_path / "a.xlsx", fill))
    assert [error.address for error in report.errors] == ["Risk!A1", "Risk!A2"]
    assert all(error.sentence.startswith("Data!C5 (") for error in report.errors)
    assert asked == ["CURRENT_VAR"] * 2


def test_a_history_is_loaded_by_every_cell_that_loads_it(tmp_path: Path, asked: list[str]) -> None:
    found, _ = calculated(
        with_formulas(
            tmp_path / "a.xlsx",
            "=LOAD_HISTORY(Rets)",
            "=LOAD_HISTORY(Rets)",
            "=CURRENT_VAR(A1,Pos)=CURRENT_VAR(Rets,Pos)",
        )
    )
    assert found["A3"] is True
    assert asked.count("LOAD_HISTORY") == 2
