"""Columns made of numbers and texts by their buffers are those of pyarrow's own ways, without pandas."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from xl_stressvar.batch.columns import (
    coded_column,
    nulls_of,
    number_column,
    numbers_of,
    text_column,
)
from xl_stressvar.batch.example import write_example


@pytest.mark.parametrize("kind", ["float64", "float32", "int32", "int64", "uint8", "date32"])
@pytest.mark.parametrize("rows", [slice(0, None), slice(3, 14), slice(8, 8)])
def test_numbers_and_nulls_are_those_that_pyarrow_gives(kind: str, rows: slice) -> None:
    values = [i if i % 3 else None for i in range(20)]
    type_ = getattr(pa, kind)()
    array = pa.array(values, pa.int32() if kind == "date32" else type_).cast(type_)[rows]
    null = [value is None for value in values[rows]]
    assert nulls_of(array).tolist() == null
    assert numbers_of(array)[~nulls_of(array)].tolist() == [
        v for v in values[rows] if v is not None
    ]


@pytest.mark.parametrize("kind", ["<i4", "<i8", "<f8"])
def test_a_column_of_numbers_is_the_one_that_pyarrow_makes(kind: str) -> None:
    values, null = np.arange(19).astype(kind), np.arange(19) % 4 == 0
    for missing in (None, null):
        column = number_column(values, missing)
        column.validate(full=True)
        assert column.equals(pa.array(values, mask=missing))


def test_a_column_of_texts_is_the_one_that_pyarrow_makes() -> None:
    names = ["", "é", None, "three words here"]
    assert text_column(names).equals(pa.array(names, pa.string()))
    codes = np.array([1, 0, 1], np.int32)
    assert coded_column(codes, ["a", "b"]).to_pylist() == ["b", "a", "b"]


def test_a_run_does_not_load_pandas(tmp_path: Path) -> None:
    job = write_example(tmp_path / "job", 20, 1500, 5, 3)
    code = (
        "import sys; from pathlib import Path; from xl_stressvar.batch import engines, job, run;"
        "run.run(job.read_job(Path(sys.argv[1])), engines.here, resume=False);"
        "sys.exit('pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, str(job)], check=True)
