"""JOB.toml: what is not a setting, or not one of its values, is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.batch import jobs
from xl_stressvar.batch.job import read_job
from xl_stressvar.domain import Confidence, Window, Worst, dates
from xl_stressvar.errors import StressVarError

FILES = 'returns = "r.csv"\npositions = "p.csv"\nout = "out"\n'


def refused(folder: Path, text: str) -> str:
    path = folder / "job.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(StressVarError) as caught:
        read_job(path)
    return caught.value.sentence()


def test_a_job_is_read_with_its_defaults(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    path.write_text(f"{FILES}[[measure]]\n{jobs.MEASURE}", "utf-8")
    job = read_job(path)
    assert job.returns.path == tmp_path / "r.csv"
    assert job.out == tmp_path / "out"
    assert (job.hierarchy, job.block, job.components) == (None, 1024, True)
    (measure,) = job.measures
    assert isinstance(measure.windows, Worst)
    assert measure.var.confidence == Confidence(0.99)
    assert measure.var.method.name == "historical"
    assert measure.es.tail == "es"


def test_a_window_may_be_two_days_of_toml_and_a_file_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "job.toml"
    days = "window = [2008-09-01, 2009-08-31]"
    sheet = '{ file = "r.xlsx", sheet = "Returns" }'
    path.write_text(f'{FILES.replace(chr(34) + "r.csv" + chr(34), sheet)}[[measure]]\nname = "x"\n{days}')  # fmt: skip
    job = read_job(path)
    assert job.returns.sheet == "Returns"
    (window,) = job.measures[0].windows
    assert window == Window(dates.parse_iso("2008-09-01"), dates.parse_iso("2009-08-31"))


def test_a_file_that_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_bytes("Schlußkurse".encode("cp1252"))
    with pytest.raises(StressVarError, match=r"raw\.csv is not a job: it is not text in UTF-8\."):
        read_job(tmp_path / "raw.csv")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("returns = ", "job.toml is not a job: "),
        ('returns = "r.csv"', "job.toml lacks positions. Add a line such as positions = "),
        (FILES, "job.toml lacks measure. Add a line such as [[measure]]"),
        (f"{FILES}[[measure]]\nwindow = 'GFC'", "job.toml, in a [[measure]], lacks name."),
        (f"{FILES}return = 1", "return of job.toml is no setting of a job. There are: returns,"),
        (f"{FILES}[[measure]]\nname = 'a'\nwindows = 'GFC'", "windows in [[measure]] of job.toml is no"),
        (f"{FILES}block = 0\n[[measure]]\nname = 'a'", "block of job.toml is 0. It takes a whole number"),
        (f"{FILES}components = 1\n[[measure]]\nname = 'a'", "components of job.toml is 1. It takes true"),
        (f"{FILES}hierarchy = 5\n[[measure]]\nname = 'a'", "hierarchy of job.toml is 5. It takes a text"),
        (f"{FILES}[[measure]]\nname = 'a'\n[[measure]]\nname = 'a'", "job.toml has two measures of the"),
        (f"{FILES}[[measure]]\nname = 'a'\nconfidence = 0.05", "confidence of measure a is 5%"),
        (f"{FILES}[[measure]]\nname = 'a'\nwindow = 'CFG'", "window of measure a is 'CFG', which is not"),
        (f"{FILES}[[measure]]\nname = 'a'\nwindow = {{ a = 1 }}", "window of measure a is {'a': 1}. It"),
        (f"{FILES}[[measure]]\nname = 'a'\nmethod = 'historic'", "method of measure a is"),
        (f"{FILES}[[measure]]\nname = 'a'\nhorizon_days = nan", "horizon_days of measure a is not a"),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_where_it_stands(tmp_path: Path, text: str, says: str) -> None:
    assert refused(tmp_path, text).startswith(says)


def test_a_job_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StressVarError, match=r"There is no file job\.toml"):
        read_job(tmp_path / "job.toml")
