"""xl-stressvar data add: a firm's own factors, by the same rules as what is downloaded."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support import failed, value
from tests.unit.feeds.standin import continued
from xl_stressvar.cli import main as cli
from xl_stressvar.crises import own

PRICES = continued("SPX", "2007-01-03", "2009-12-31")  # any real days and prices


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(own.FOLDER, str(tmp_path / "factors"))
    return tmp_path / "factors"


def table(rows: dict[dt.date, float], header: str = "Date,DESK_A", delimiter: str = ",") -> str:
    lines = [f"{day}{delimiter}{number:.8g}" for day, number in rows.items()]
    return "\n".join([header, *lines, ""])


def add(tmp_path: Path, text: str, *options: str) -> int:
    file = tmp_path / "own.csv"
    file.write_text(text, "utf-8")
    return cli.main(["data", "add", str(file), *options])


def test_prices_become_a_factor_of_every_function(folder, tmp_path, capsys) -> None:
    assert add(tmp_path, table(PRICES)) == 0
    assert capsys.readouterr().out == "DESK_A: file own.csv, 2007-01-03 to 2009-12-31\n"
    rows = value("CRISIS_RETURNS", "GFC", "SPX;desk_a")
    assert rows[0] == ["Date", "SPX", "DESK_A"]
    assert all(row[1] == pytest.approx(row[2], abs=1e-6) for row in rows[1:])
    assert value("CRISIS_RETURNS", "GFC", "OWN")[0] == ["Date", "DESK_A"]
    assert value("CRISIS_SHOCKS", "GFC", "DESK_A")[1][0] == "DESK_A"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_newest_first_and_other_delimiters_are_read(folder, tmp_path, delimiter) -> None:
    newest_first = dict(reversed(PRICES.items()))
    header = f"date{delimiter}Desk_A"
    assert add(tmp_path, table(newest_first, header, delimiter)) == 0
    assert own.series("DESK_A").first == 39085


def test_returns_are_taken_as_they_are(folder, tmp_path) -> None:
    returns = {day: 0.01 if day.day % 2 else -0.01 for day in PRICES}
    assert add(tmp_path, table(returns), "--returns") == 0
    rows = value("CRISIS_RETURNS", "GFC", "DESK_A")
    assert rows[1] == [39693, -0.01]  # 2 September 2008
    assert failed("CRISIS_CHANGES", "GFC", "DESK_A")[0] == "#VALUE!"


def test_several_columns_are_several_factors(folder, tmp_path) -> None:
    lines = [f"{day},{level},{2 * level}" for day, level in PRICES.items()]
    assert add(tmp_path, "\n".join(["date,A1_X,B1_X", *lines, ""])) == 0
    assert own.codes() == ("A1_X", "B1_X")


SPOILED = {
    "no file": ("", "begins with ''"),
    "a header that is none": (table(PRICES, "x,DESK_A"), "where date is expected"),
    "a name that is built in": (table(PRICES, "Date,SPX"), "SPX is built in; name yours MY_SPX"),
    "a name that is a word": (table(PRICES, "Date,ETF"), "built in"),
    "a name that is a path": (table(PRICES, "Date,../X"), "no name for a factor"),
    "no column": ("date\n2020-01-02\n", "one column a factor"),
    "cut": (table(PRICES)[:-1], "cut"),
    "a line too short": (table(PRICES) + "2010-01-04\n", "cut"),
    "a date of another form": (table(PRICES).replace("2008-09-15", "15/09/2008"), "'15/09/2008'"),
    "a day twice": (table(PRICES).replace("2008-09-15", "2008-09-16"), "2008-09-16 is there twice"),
    "a text": (table(PRICES) + "2010-01-04,n/a\n", "'n/a' of 2010-01-04"),
    "a decimal comma": (table(PRICES, "Date;DESK_A", ";").replace(".", ","), "is not a number"),
    "a price of zero": (table(PRICES) + "2010-01-04,0\n", "prices above 0"),
    "no Fridays": (table({d: x for d, x in PRICES.items() if d.weekday() < 4}), "of the weekdays"),
    "a month missing": (
        table({d: x for d, x in PRICES.items() if (d.year, d.month) != (2008, 10)}),
        "nothing lies between 2008-09-30 and 2008-11-03",
    ),
    "a Sunday": (table(PRICES) + "2010-01-03,1115\n", "2010-01-03 is no weekday"),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_what_does_not_pass_is_not_kept(folder, tmp_path, capsys, kind) -> None:
    text, told = SPOILED[kind]
    assert add(tmp_path, text) == 1
    said = capsys.readouterr().err
    assert told in said
    assert "Nothing was changed." in said
    assert not folder.exists()


def test_one_bad_column_keeps_none(folder, tmp_path) -> None:
    lines = [f"{day},{level},{-level}" for day, level in PRICES.items()]
    assert add(tmp_path, "\n".join(["date,A1_X,B1_X", *lines, ""])) == 1
    assert own.codes() == ()


def test_prices_given_for_returns_are_refused(folder, tmp_path, capsys) -> None:
    assert add(tmp_path, table(PRICES), "--returns") == 1
    assert "1% is 0.01" in capsys.readouterr().err


def test_kept_figures_change_only_when_asked_to(folder, tmp_path, capsys) -> None:
    assert add(tmp_path, table(PRICES)) == 0
    other = {day: 3 * level for day, level in PRICES.items()}
    assert add(tmp_path, table(other)) == 1
    assert "in what is kept" in capsys.readouterr().err
    assert own.series("DESK_A").numbers[0] == pytest.approx(PRICES[dt.date(2007, 1, 3)])
    assert add(tmp_path, table(other), "--replace") == 0
    assert own.series("DESK_A").numbers[0] == pytest.approx(3 * PRICES[dt.date(2007, 1, 3)])


def test_a_file_goes_on_where_the_last_one_ended(folder, tmp_path) -> None:
    days = sorted(PRICES)
    assert add(tmp_path, table({d: PRICES[d] for d in days[:500]})) == 0
    assert add(tmp_path, table({d: PRICES[d] for d in days[400:]})) == 0
    assert len(own.series("DESK_A").days) == len(days)


def test_a_program_that_runs_on_takes_up_what_was_added(folder, tmp_path) -> None:
    assert add(tmp_path, table(PRICES)) == 0
    before = value("CRISIS_RETURNS", "GFC", "DESK_A")
    tilted = {day: level * (1 + 1e-4 * i) for i, (day, level) in enumerate(PRICES.items())}
    assert add(tmp_path, table(tilted), "--replace") == 0
    assert value("CRISIS_RETURNS", "GFC", "DESK_A") != before


def test_a_folder_that_cannot_be_made_is_said(tmp_path, monkeypatch, capsys) -> None:
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv(own.FOLDER, str(tmp_path / "taken" / "factors"))
    assert add(tmp_path, table(PRICES)) == 1
    assert "Not a directory" in capsys.readouterr().err


def test_a_mistyped_own_factor_is_met_with_its_name(folder, tmp_path) -> None:
    add(tmp_path, table(PRICES))
    assert "Did you mean DESK_A?" in failed("CRISIS_RETURNS", "GFC", "DESKA")[1]
