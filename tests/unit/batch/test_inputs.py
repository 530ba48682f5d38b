"""Input files: read alike from every format, and refused by file, row and column before anything runs."""

from __future__ import annotations

import copy
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet
import pytest

from tests.unit.batch import jobs
from xl_stressvar.batch import sources
from xl_stressvar.batch.hierarchy import read_hierarchy
from xl_stressvar.batch.job import InputFile, read_job
from xl_stressvar.batch.plan import Plan, fingerprint_of, load_plan, make_folder, make_plan
from xl_stressvar.batch.returns import read_returns
from xl_stressvar.errors import StressVarError

ENDINGS = (".parquet", ".csv", ".xlsx")
Rows = jobs.Rows


def plan(path: Path) -> Plan:
    job = read_job(path)
    make_folder(job.out)
    fingerprint, facts = fingerprint_of(job)
    make_plan(job, fingerprint, facts)
    return load_plan(str(job.out), fingerprint)


def refused(path: Path) -> str:
    with pytest.raises(StressVarError) as caught:
        plan(path)
    assert not list((path.parent / "out").glob("plan/*")), "nothing is planned"
    return caught.value.sentence()


def changed(rows: Rows, row: int, column: int, cell: object) -> Rows:
    out = copy.deepcopy(rows)
    out[row][column] = cell
    return out


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_gives_the_same_plan(tmp_path: Path, ending: str) -> None:
    found = plan(jobs.job(tmp_path / "a", ending=ending))
    rows = jobs.returns()
    assert found.history.names == jobs.FACTORS
    # a workbook written by openpyxl has 16 digits
    np.testing.assert_allclose(found.history.values, [row[1:] for row in rows[1:]], rtol=1e-15)
    assert found.history.day_name(0) == "2007-12-31"
    assert found.names == [f"P{i + 1}" for i in range(7)]
    expected = np.zeros((7, 4))
    for name, factor, amount in jobs.positions()[1:]:
        expected[int(name[1:]) - 1, jobs.FACTORS.index(factor)] = amount
    assert np.array_equal(found.weights(0, 7), expected)


def test_nodes_are_the_sums_of_what_lies_below(tmp_path: Path) -> None:
    found = plan(jobs.job(tmp_path))
    each = found.weights(0, 7)
    assert found.named(7, 14) == [
        ("Total", "total"), ("EQUITY", "desk"), ("EQUITY / Cash", "book"), ("EQUITY / Options", "book"),
        ("RATES", "desk"), ("RATES / Swaps", "book"), ("RATES / Repo", "book"),
    ]  # fmt: skip
    expected = [each, each[:3], each[:2], each[2:3], each[3:], each[3:5], each[5:]]
    summed = [some.sum(axis=0) for some in expected]
    np.testing.assert_allclose(found.weights(7, 14), summed, rtol=1e-14)
    np.testing.assert_allclose(found.weights(5, 9), [*each[5:], *summed[:2]], rtol=1e-14)


def test_without_a_hierarchy_there_is_the_total(tmp_path: Path) -> None:
    found = plan(jobs.job(tmp_path, hierarchy=None))
    assert [node.name for node in found.nodes] == ["Total"]


def test_names_match_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    rows = [["Amount", "PORTFOLIO", "Factor"], [1.5, "P 1", "spx"], [2.5, "p  1", " GOLD "]]
    found = plan(jobs.job(tmp_path, positions=rows, hierarchy="Portfolio,desk\np 1,A\n"))
    assert found.names == ["P 1"]
    assert found.weights(0, 1).tolist() == [[1.5, 0, 0, 2.5]]


def test_portfolios_may_have_numbers_for_names(tmp_path: Path) -> None:
    rows = [["portfolio", "factor", "amount"], [1001, "SPX", 5], [1002, "Gold", 6]]
    for ending in ENDINGS:
        folder = tmp_path / ending[1:]
        found = plan(jobs.job(folder, ending=ending, positions=rows, hierarchy=None))
        assert found.names == ["1001", "1002"]


def test_a_portfolio_may_go_on_in_the_next_stretch_of_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "_ROWS", 2)
    found = plan(jobs.job(tmp_path))
    assert len(found.names) == 7
    rows = changed(jobs.positions(), 3, 1, jobs.positions()[1][1])
    sentence = refused(jobs.job(tmp_path / "b", positions=rows))
    assert sentence.startswith("positions.parquet, row 3, column factor is a second amount of ")


def test_a_portfolio_that_comes_back_in_another_spelling_is_refused(tmp_path: Path) -> None:
    named = [("P 1", "SPX"), ("P 2", "SPX"), ("p  1", "Gold")]
    rows = [["portfolio", "factor", "amount"], *([name, of, 1.5] for name, of in named)]
    sentence = refused(jobs.job(tmp_path, positions=rows, hierarchy=None))
    assert sentence.startswith("positions.parquet, row 3, column portfolio is portfolio P 1 again")


@pytest.mark.parametrize("rows_together", [2, 3, 100])
@pytest.mark.parametrize("of_rows", [1, 4, 100])
def test_texts_that_a_file_has_by_number_are_read_as_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_together: int, of_rows: int
) -> None:
    monkeypatch.setattr(sources, "_ROWS", rows_together)
    expected = plan(jobs.job(tmp_path / "plain"))
    path = jobs.job(tmp_path / "numbered")
    columns = [list(column) for column in zip(*jobs.positions()[1:], strict=True)]
    portfolios = pa.DictionaryArray.from_arrays(  # one name of no row, and none in order
        pa.array([7 - int(name[1:]) for name in columns[0]], pa.int8()),
        pa.array([f"P{7 - i}" for i in range(8)]),
    )
    table = pa.table([portfolios, *map(pa.array, columns[1:])], jobs.positions()[0])
    pa.parquet.write_table(table, path.parent / "positions.parquet", row_group_size=of_rows)
    found = plan(path)
    assert found.names == expected.names
    assert np.array_equal(found.weights(0, 14), expected.weights(0, 14))


POSITION_CELLS: list[tuple[int, int, object, str]] = [
    (2, 0, None, "is blank where a name is expected."),
    (2, 0, "  ", "is blank where a name is expected."),
    (2, 1, None, "is blank where a name is expected."),
    (2, 1, "SPY", "is SPY, which the returns does not have."),
    (2, 2, None, "is blank. A blank is never taken as zero"),
    (4, 0, "P1", ""),
    (7, 0, "P1", "is portfolio P1 again, after rows of other portfolios. Sort the file by portfolio."),
]  # fmt: skip


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("row", "column", "cell", "says"), POSITION_CELLS)
def test_a_wrong_position_is_refused_by_file_row_and_column(
    tmp_path: Path, ending: str, row: int, column: int, cell: object, says: str
) -> None:
    if not says:
        says = "is a second amount of"
        column = 1
        rows = changed(changed(jobs.positions(), 4, 0, "P1"), 4, 1, jobs.positions()[1][1])
    else:
        rows = changed(jobs.positions(), row, column, cell)
    where = {
        ".parquet": f"row {row}, column {rows[0][column]}",
        ".csv": f"line {row + 1}, field {column + 1}",
        ".xlsx": f"Sheet!{'ABC'[column]}{row + 1}",
    }[ending]
    sentence = refused(jobs.job(tmp_path, ending=ending, positions=rows))
    assert sentence.startswith(f"positions{ending}, {where} {says}")


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("many", "holds the text 'many' among numbers."),
        ("1.000,5", "holds '1.000,5', a number with a comma stored as text."),
        ("nan", "holds the text 'nan' among numbers."),
        ("1e999", "is not a finite number."),
        ("1_000", "holds the text '1_000' among numbers."),
    ],
)
def test_a_field_of_a_text_file_that_is_no_number_is_refused_as_in_a_cell(
    tmp_path: Path, cell: str, says: str
) -> None:
    quoted = f'"{cell}"'
    rows = changed(jobs.positions(), 5, 2, quoted)
    sentence = refused(jobs.job(tmp_path, ending=".csv", positions=rows))
    assert sentence.startswith(f"positions.csv, line 6, field 3 {says}")


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(
    ("row", "column", "cell", "says"),
    [
        (5, 2, None, " (2008-01-04, UST10Y) is blank. A blank is never taken as zero"),
        (0, 3, "spx", " is the name spx again. Give every asset its own name."),
        (0, 3, "", " is blank where a name is expected."),
        (8, 0, "2008-01-08", " is 2008-01-08 again"),
    ],
)
def test_a_wrong_return_is_refused_by_file_row_and_column(
    tmp_path: Path, ending: str, row: int, column: int, cell: object, says: str
) -> None:
    rows = changed(jobs.returns(), row, column, cell)
    if column == 0 and ending != ".csv":
        rows[row][0] = rows[row - 1][0]
    where = {
        ".parquet": f"row {row}, column {rows[0][column]}" if row else f"column {cell}",
        ".csv": f"line {row + 1}, field {column + 1}",
        ".xlsx": f"Sheet!{'ABCD'[column]}{row + 1}",
    }[ending]
    where = where if cell != "" or ending != ".parquet" else ""
    sentence = refused(jobs.job(tmp_path, ending=ending, returns=rows))
    name = f"returns{ending}, {where}" if where else f"returns{ending}"
    if "again" in says and column == 0:
        assert sentence.startswith(name)
        assert "2008-01-08" in sentence
    else:
        assert sentence.startswith(f"{name}{says}")


def test_an_integer_and_a_decimal_are_numbers_and_nan_is_blank(tmp_path: Path) -> None:
    rows = jobs.returns(100)
    columns = [pa.array(column) for column in zip(*rows[1:], strict=True)]
    columns[1] = pa.array([0, *[1] * 99])
    columns[2] = columns[2].cast(pa.decimal128(20, 12), safe=False)
    path = tmp_path / "r.parquet"
    pa.parquet.write_table(pa.Table.from_arrays(columns, names=rows[0]), path)
    history = read_returns(InputFile(path))
    assert history.values[:3, 0].tolist() == [0, 1, 1]
    assert history.values[0, 1] == pytest.approx(rows[1][2], abs=1e-12)
    columns[3] = pa.array([float("nan"), *columns[3].to_pylist()[1:]])
    pa.parquet.write_table(pa.Table.from_arrays(columns, names=rows[0]), path)
    with pytest.raises(StressVarError, match=r"r.parquet, row 1, column EURUSD .* is blank"):
        read_returns(InputFile(path))


TEXTS = {
    "texts": pa.string(),
    "large texts": pa.large_string(),
    "numbered texts": pa.dictionary(pa.int8(), pa.string()),
}


def with_column(folder: Path, column: int, values: pa.Array) -> Path:
    """A job whose positions have other values in a column."""
    path = jobs.job(folder, hierarchy=None)
    columns = [pa.array(cells) for cells in zip(*jobs.positions()[1:], strict=True)]
    columns[column] = values
    table = pa.table(columns, jobs.positions()[0])
    pa.parquet.write_table(table, folder / "positions.parquet")
    return path


@pytest.mark.parametrize("kind", TEXTS.values(), ids=TEXTS)
def test_amounts_that_parquet_has_as_texts_are_read_as_those_of_a_text_file(
    tmp_path: Path, kind: pa.DataType
) -> None:
    texts = [" 2.5 ", "+3", "1e5", *(str(row[2]) for row in jobs.positions()[4:])]
    found = plan(with_column(tmp_path, 2, pa.array(texts).cast(kind)))
    assert sorted(found.weights(0, 1)[0].tolist()) == [0, 2.5, 3, 1e5]


@pytest.mark.parametrize("kind", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize(
    ("cell", "says"),
    [("many", "holds the text 'many'"), (" ", "is blank."), ("nan", "holds the text 'nan'")],
)
def test_a_text_of_parquet_that_is_no_number_is_refused_where_it_stands(
    tmp_path: Path, kind: pa.DataType, cell: str, says: str
) -> None:
    texts = [str(row[2]) for row in jobs.positions()[1:]]
    texts[4] = cell
    sentence = refused(with_column(tmp_path, 2, pa.array(texts).cast(kind)))
    assert sentence.startswith(f"positions.parquet, row 5, column amount {says}")


def test_a_portfolio_may_be_a_decimal(tmp_path: Path) -> None:
    numbers = pa.array([Decimal(row[0][1:]) for row in jobs.positions()[1:]])
    assert plan(with_column(tmp_path, 0, numbers)).names == list("1234567")


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (float("nan"), "is blank where a name is expected."),
        (2.0**53 + 2, "is 9.007199255e+15 where a name is expected."),  # or one more?
    ],
)
def test_a_number_that_is_no_certain_name_is_refused(
    tmp_path: Path, value: float, says: str
) -> None:
    numbers = pa.array([*(float(row[0][1:]) for row in jobs.positions()[1:-1]), value])
    sentence = refused(with_column(tmp_path, 0, numbers))
    assert sentence.startswith(f"positions.parquet, row 21, column portfolio {says}")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("P1,SPX,1\n\n\nP2,SPX,many\n", 5),
        ('"P\n1",SPX,1\nP2,SPX,many\n', 4),
        ('P1,SPX,1\r\n\r\n"P2",SPX,many\r\n', 4),
    ],
    ids=["empty lines", "a name of two lines", "of Windows"],
)
def test_a_line_is_that_of_an_editor(tmp_path: Path, text: str, line: int) -> None:
    path = jobs.job(tmp_path, ending=".csv", hierarchy=None)
    (tmp_path / "positions.csv").write_bytes(f"portfolio,factor,amount\n{text}".encode())
    assert refused(path).startswith(f"positions.csv, line {line}, field 3 holds the text 'many'")


def test_fields_may_be_parted_by_semicolons_or_tabs(tmp_path: Path) -> None:
    path = jobs.job(tmp_path, ending=".csv")
    expected = plan(path).weights(0, 14)
    for sign in ";\t":
        for name in ("returns.csv", "positions.csv", "hierarchy.csv"):
            file = tmp_path / name
            text = file.read_text("utf-8").replace(",", sign).replace(";", sign).replace("\t", sign)
            file.write_text(text, "utf-8")
        assert np.array_equal(plan(path).weights(0, 14), expected)


def edit(name: str, make: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(make((folder / name).read_bytes()))

    return change


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (edit("hierarchy.csv", lambda b: b.replace(b"P3,EQUITY,Options\n", b"")),
         "hierarchy.csv has no row for portfolio P3. Add one"),
        (edit("hierarchy.csv", lambda b: b + b"P9,RATES,Repo\n"),
         "hierarchy.csv, line 9, field 1 is portfolio P9, which has no positions."),
        (edit("hierarchy.csv", lambda b: b + b"p1,RATES,Repo\n"),
         "hierarchy.csv, line 9, field 1 is portfolio p1 again."),
        (edit("hierarchy.csv", lambda b: b.replace(b"P3,EQUITY", b"P3,")),
         "hierarchy.csv, line 4, field 2 is blank where a name is expected."),
        (edit("hierarchy.csv", lambda b: b"portfolio\nP1\n"), "hierarchy.csv has no column beside"),
        (edit("positions.csv", lambda b: b.replace(b"amount", b"value")),
         "positions.csv has no column amount. It needs the columns portfolio, factor, amount,"),
        (edit("positions.csv", lambda b: b.replace(b"factor", b"Amount")), "positions.csv has no column"),
        (edit("positions.csv", lambda b: b.partition(b"\n")[0] + b"\n"), "positions.csv has no position."),
        (edit("positions.csv", lambda b: b""), "positions.csv holds no table that can be read: "),
        (edit("positions.csv", lambda b: b + b"P7,SPX\n"), "positions.csv holds no table that can be "),
        (edit("returns.csv", lambda b: b""), "returns.csv holds no table that can be read: "),
        (lambda folder: (folder / "returns.csv").unlink(), "There is no file returns.csv."),
        (lambda folder: (folder / "hierarchy.csv").unlink(), "There is no file hierarchy.csv."),
    ],
)  # fmt: skip
def test_a_file_that_does_not_fit_is_refused(
    tmp_path: Path, change: Callable[[Path], None], says: str
) -> None:
    path = jobs.job(tmp_path, ending=".csv")
    change(tmp_path)
    assert refused(path).startswith(says)


def test_a_parquet_file_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = jobs.job(tmp_path)
    for name in ("positions.parquet", "returns.parquet"):
        whole = (tmp_path / name).read_bytes()
        (tmp_path / name).write_bytes(whole[:-200])
        assert refused(path).startswith(f"{name} holds no table that can be read: ")
        (tmp_path / name).write_bytes(whole)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    rows = [[*row, row[2]] for row in jobs.positions()]
    rows[0] = ["portfolio", "factor", "amount", "Amount"]
    assert refused(jobs.job(tmp_path, positions=rows)).startswith(
        "positions.parquet has two columns of the name amount."
    )


def test_a_window_that_the_returns_do_not_cover_is_refused_at_once(tmp_path: Path) -> None:
    path = jobs.job(tmp_path, measures=[jobs.MEASURE, 'name = "old"\nwindow = "LTCM"\n'])
    assert refused(path).startswith("Measure old: The history does not cover LTCM")


def test_prices_in_place_of_returns_are_refused_at_once(tmp_path: Path) -> None:
    rows = jobs.returns()
    rows[1:] = [[day, *(100 + 10 * value for value in row)] for day, *row in rows[1:]]
    assert refused(jobs.job(tmp_path, returns=rows)).startswith("returns.parquet ")


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(file: InputFile) -> object:
        jobs.save(tmp_path / "returns.parquet", jobs.returns(seed=9))
        return read_hierarchy(file)

    path = jobs.job(tmp_path)
    monkeypatch.setattr("xl_stressvar.batch.plan.read_hierarchy", slow)
    assert refused(path).startswith("returns.parquet changed while it was read.")
