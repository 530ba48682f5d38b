"""xl-stressvar data update: what is kept, and what each bad answer of a publisher leaves behind."""

from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support import failed, value
from tests.unit.feeds.standin import (
    Answer,
    Publisher,
    continued,
    ecb,
    fred,
    gzipped,
    publisher,
    treasury,
)  # fmt: skip
from xl_stressvar.cli import main as cli
from xl_stressvar.crises import own
from xl_stressvar.feeds import http, publishers

FRED_10 = "id=DGS10"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(own.FOLDER, str(tmp_path / "factors"))
    return tmp_path / "factors"


@pytest.fixture
def web(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """All three publishers, on this computer; nothing waits."""
    monkeypatch.setattr(http, "PAUSES", (0.0, 0.0))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    with publisher() as told:
        for name in ("FRED", "TREASURY", "ECB"):
            monkeypatch.setattr(publishers, name, told.address)
        yield told


def update(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.main(["data", "update", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


@cache
def yields() -> dict[dt.date, float]:
    return continued("UST10Y", "2005-01-03", "2022-12-30")


GOOD = fred("DGS10", yields(), scale=100)


@pytest.mark.parametrize("header", ["DATE", "observation_date"])
def test_a_yield_of_fred_is_kept_with_its_provenance(web, folder, capsys, header) -> None:
    web.says[FRED_10] = fred("DGS10", yields(), header, 100)
    code, out, _ = update(capsys, "UST10Y", "--from", "fred")
    assert (code, out) == (0, "UST10Y: FRED DGS10, 2005-01-03 to 2022-12-30; public domain\n")
    facts = own.series("UST10Y").facts
    assert facts["source"] == "FRED DGS10"
    assert facts["address"].endswith("/graph/fredgraph.csv?id=DGS10")
    assert len(facts["sha256"]) == 64


def test_what_was_downloaded_gives_a_window_to_a_factor_by_name(web, folder, capsys) -> None:
    web.says[FRED_10] = GOOD
    failed("CRISIS_RETURNS", "COVID", "SPX;UST10Y")
    update(capsys, "UST10Y")
    assert len(value("CRISIS_RETURNS", "COVID", "SPX;UST10Y")) == 252
    rows = {row[0]: row[6] for row in value("CRISIS_WINDOWS", "2026-06-30")}
    assert rows["COVID"].endswith("CASH; your data: UST10Y (FRED DGS10, to 2022-12-30)")
    assert "your data" not in rows["GFC"]  # which the built-in data has


def test_built_in_figures_do_not_change(web, folder, capsys) -> None:
    """Nor do the columns of a sheet that names no factors."""
    before = [value("CRISIS_RETURNS", code) for code in ("GFC", "COVID", "LTCM")]
    known = dt.date(2008, 12, 16)  # elsewhere a level may differ, well within ten MAD
    moved = {day: level + 0.00001 * (day != known) for day, level in yields().items()}
    web.says[FRED_10] = fred("DGS10", moved, scale=100)
    assert update(capsys, "UST10Y")[0] == 0
    assert [value("CRISIS_RETURNS", code) for code in ("GFC", "COVID", "LTCM")] == before
    both = value("CRISIS_RETURNS", "GFC", "UST10Y")
    assert [row[1] for row in both] == [row[3 + 1] for row in before[0]]


@pytest.mark.parametrize("missing", [".", ""])
def test_a_day_without_a_number_is_no_day(web, folder, capsys, missing) -> None:
    holiday = dt.date(2020, 10, 12)  # Columbus Day: stocks trade, bonds do not
    assert holiday in yields()
    web.says[FRED_10] = fred(
        "DGS10", yields(), scale=100,
        line=lambda day, level: f"{day},{missing if day == holiday else f'{level:.6g}'}",
    )  # fmt: skip
    assert update(capsys, "UST10Y")[0] == 0
    (row,) = [r for r in value("CRISIS_RETURNS", "COVID", "UST10Y")[1:] if r[0] == 44116]
    before = dict(
        zip(own.series("UST10Y").days.tolist(), own.series("UST10Y").numbers, strict=True)
    )
    assert row[1] == pytest.approx(before[44113] * 3 / 365, rel=1e-12)  # its carry since Friday


def test_the_treasury_is_asked_where_fred_does_not_answer(web, folder, capsys) -> None:
    for year in range(2017, 2027):
        web.says[f"csv/{year}/"] = treasury(yields(), year)
    code, out, _ = update(capsys, "UST10Y")
    assert code == 0
    assert "US Treasury 10 Yr, 2017-01-03 to 2022-12-30" in out
    assert len(value("CRISIS_RETURNS", "COVID", "UST10Y")) == 252


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_ecb_has_every_currency_in_one_file(web, folder, capsys, newest_first) -> None:
    span = ("1999-01-04", "2023-12-29")
    rows = {code: continued(f"EUR{code}", *span) for code in ("USD", "GBP", "CHF", "MXN")}
    web.says["eurofxref-hist.zip"] = ecb(rows, newest_first)  # MXN says N/A until 2008
    code, out, _ = update(capsys, "GBPUSD", "EURCHF", "EURMXN")
    assert code == 0
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "EURUSD",
        "EURGBP",
        "EURCHF",
        "EURMXN",
    ]
    assert len(web.asked) == 1
    table = value("CRISIS_RETURNS", "2022-06-01:2023-05-31", "GBPUSD;EURCHF")
    assert table[-1][0] == 45077
    assert len(table) - 1 == 251  # NYSE days from 2022-06-01 to 2023-05-31


def test_a_rolling_series_keeps_what_it_no_longer_sends(web, folder, capsys) -> None:
    long, short = (continued("SPX", first, "2022-12-30") for first in ("2010-01-04", "2014-01-02"))
    web.says["id=SP500"] = [fred("SP500", long), fred("SP500", short)]
    for _ in range(2):
        assert update(capsys, "SPX")[0] == 0
    assert own.series("SPX").first == 40182


BAD = {
    "404": (Answer(status=404), "answered 404"),
    "429": (Answer(status=429, headers={"Retry-After": "0"}), "answered 429"),
    "500 for good": (Answer(status=500), "answered 500"),
    "HTML with 200": (Answer(b"<html>Log in</html>", "text/html"), "text/html"),
    "HTML that says it is CSV": (Answer(b"<!DOCTYPE html>\n<html></html>\n"), "begins with"),
    "cut short of its length": (Answer(GOOD.body[:40_000], missing=9_000), "is cut"),
    "cut within a line": (Answer(GOOD.body[:-9]), "is cut"),
    "cut after a digit": (Answer(GOOD.body[:-2]), "is cut"),
    "cut in gzip": (
        Answer(gzipped(GOOD).body[:-2000], headers={"Content-Encoding": "gzip"}), "is cut",
    ),
    "another series": (fred("DGS2", yields(), scale=100), "the column is DGS2"),
    "another series under this name": (
        fred("DGS10", continued("UST2Y", "2005-01-03", "2022-12-30"), scale=100), "not kept",
    ),
    "a day twice": (
        fred("DGS10", yields(), scale=100,
             line=lambda d, x: f"{d},{x:.6g}" + f"\n{d},{x:.6g}" * (d == dt.date(2020, 3, 2))),
        "2020-03-02 is there twice",
    ),
    "a day out of order": (
        fred("DGS10", yields(), scale=100,
             line=lambda d, x: f"{d if d != dt.date(2020, 3, 2) else '2019-03-02'},{x:.6g}"),
        "out of order",
    ),
    "a text for a number": (
        fred("DGS10", yields(), scale=100,
             line=lambda d, x: f"{d},{'n/a' if d == dt.date(2020, 3, 2) else x}"),
        "'n/a' of 2020-03-02 is not a number",
    ),
    "an eighth of the days missing": (
        fred("DGS10", {d: x for d, x in yields().items() if d.day not in (3, 9, 15, 21)}, scale=100),
        "of the weekdays",
    ),
    "a month missing": (
        fred("DGS10", {d: x for d, x in yields().items() if (d.year, d.month) != (2020, 3)}, scale=100),
        "nothing lies between 2020-02-28 and 2020-04-01",
    ),
    "a known fact that is false": (
        fred("DGS10", {d: x + 0.0001 * (d == dt.date(2008, 12, 16)) for d, x in yields().items()},
             scale=100),
        "2008-12-16 is 0.0238, and was 0.0237",
    ),
    "yields in decimals": (fred("DGS10", yields()), "not kept"),
    "a few days": (fred("DGS10", continued("UST10Y", "2017-01-03", "2017-02-28"), scale=100), "takes at least 60"),
    "nothing": (Answer(b""), "begins with ''"),
    "nothing but a header": (Answer(b"observation_date,DGS10\n"), "0 days"),
    "a page of bytes": (Answer(b"\xff\xfe\x00"), "not text"),
    "elsewhere, insecurely": (
        Answer(status=302, headers={"Location": "ftp://127.0.0.1/DGS10.csv"}), "insecure",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_answer_leaves_the_old_data_in_place_and_says_what_happened(
    web, folder, capsys, kind
) -> None:
    web.says[FRED_10] = GOOD
    assert update(capsys, "UST10Y", "--from", "fred")[0] == 0
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    web.says[FRED_10], told = BAD[kind]
    code, out, err = update(capsys, "UST10Y", "--from", "fred")
    assert (code, out) == (1, "")
    sentence = err.splitlines()[-1]
    assert told in sentence
    assert "Nothing was changed." in sentence
    assert len(sentence) <= 255 + len("UST10Y: ")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == kept


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_first_answer_keeps_nothing(web, folder, capsys, kind) -> None:
    web.says[FRED_10], _ = BAD[kind]
    assert update(capsys, "UST10Y", "--from", "fred")[0] == 1
    assert not folder.exists()


@pytest.mark.parametrize(
    "first",
    [Answer(status=500), Answer(status=503), Answer(status=429, headers={"Retry-After": "0"}),
     Answer(GOOD.body[:40_000], missing=9_000)],
    ids=["500", "503", "429", "cut"],
)  # fmt: skip
def test_a_busy_publisher_is_asked_again(web, folder, capsys, first) -> None:
    web.says[FRED_10] = [first, GOOD]
    assert update(capsys, "UST10Y")[0] == 0
    assert len(web.asked) == 2


def test_a_404_is_not_asked_again(web, folder, capsys) -> None:
    update(capsys, "WTI")
    assert len(web.asked) == 1


def test_gzip_is_unpacked(web, folder, capsys) -> None:
    web.says[FRED_10] = gzipped(GOOD)
    assert update(capsys, "UST10Y")[0] == 0


def test_an_answer_that_would_fill_the_memory_is_refused(web, folder, capsys, monkeypatch) -> None:
    monkeypatch.setattr(http, "MOST", 1000)
    web.says[FRED_10] = gzipped(GOOD)
    assert "more than" in update(capsys, "UST10Y", "--from", "fred")[2]


def test_older_data_does_not_take_the_place_of_newer(web, folder, capsys) -> None:
    web.says[FRED_10] = [
        GOOD,
        fred("DGS10", continued("UST10Y", "2005-01-03", "2021-12-31"), scale=100),
    ]
    update(capsys, "UST10Y")
    code, _, err = update(capsys, "UST10Y", "--from", "fred")
    assert code == 1
    assert "it ends 2021-12-31, and what is kept 2022-12-30" in err


def test_a_publisher_that_cannot_be_reached_is_tried_once_for_all(
    web, folder, capsys, monkeypatch
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    monkeypatch.setattr(publishers, "FRED", f"http://127.0.0.1:{port}")
    code, _, err = update(capsys, "WTI", "NASDAQ", "SPX")
    assert code == 1
    assert err.count("  FRED, ") == 1
    assert err.count("cannot be reached") == 3
    assert "HTTPS_PROXY" in err


def test_a_proxy_of_the_environment_is_asked_in_the_publisher_s_place(
    web, folder, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(publishers, "FRED", "http://fred.example")
    monkeypatch.setenv("http_proxy", web.address)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    web.says[FRED_10] = GOOD
    assert update(capsys, "UST10Y")[0] == 0
    assert web.asked == ["http://fred.example/graph/fredgraph.csv?id=DGS10"]


def test_the_certificates_of_a_company_are_read(web, folder, capsys, monkeypatch, tmp_path) -> None:
    """A bundle that is not there is said, and not passed over."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    web.says[FRED_10] = GOOD
    code, _, err = update(capsys, "UST10Y", "--from", "fred")
    assert code == 1
    assert "No such file" in err


def test_progress_is_told_before_each_series(web, folder, capsys) -> None:
    web.says[FRED_10] = GOOD
    err = update(capsys, "UST10Y", "WTI")[2]
    assert err.splitlines()[0] == "1 of 2: UST10Y …"
    assert "2 of 2: WTI …" in err


@pytest.mark.parametrize(
    ("factor", "told"),
    [("GOLD", "Nobody publishes"), ("XLF", "Nobody"), ("CASH", "Nobody"), ("EURCFH", "EURCHF"),
     ("EURRUB", "Nobody")],
)  # fmt: skip
def test_what_cannot_be_had_is_said_before_anybody_is_asked(
    web, folder, capsys, factor, told
) -> None:
    code, _, err = update(capsys, factor)
    assert code == 1
    assert told in err
    assert web.asked == []


def test_a_factor_is_not_asked_of_a_publisher_who_has_none(web, folder, capsys) -> None:
    assert "does not come from treasury" in update(capsys, "WTI", "--from", "treasury")[2]


def test_list_tells_what_was_downloaded(web, folder, capsys) -> None:
    web.says[FRED_10] = GOOD
    update(capsys, "UST10Y")
    assert cli.main(["data", "list", "UST10Y"]) == 0
    said = capsys.readouterr().out
    assert "UST10Y   1990-01-03 to 2022-12-30" in said
    assert "zipline_reloaded 3.2.1 (Apache-2.0); UST10Y (FRED DGS10, to 2022-12-30)" in said


def test_a_spoiled_file_says_so_and_can_be_renewed(web, folder, capsys) -> None:
    web.says[FRED_10] = GOOD
    update(capsys, "UST10Y")
    (folder / "UST10Y.csv").write_text("date,number\n2020-01-02,soon\n")
    code, sentence = failed("CRISIS_RETURNS", "COVID", "UST10Y")
    assert code == "#N/A"
    assert "cannot be read" in sentence
    assert cli.main(["data", "list", "UST10Y"]) == 0
    assert "cannot be read" in capsys.readouterr().out
    assert value("CRISIS_WINDOWS", "2026-06-30")
    assert update(capsys, "UST10Y")[0] == 0
    assert len(value("CRISIS_RETURNS", "COVID", "UST10Y")) == 252


def audited(table: object, window: str, label: str) -> object:
    report = dict(map(tuple, value("STRESS_AUDIT", table, [[60, 40]], window)))
    return report[label]


def test_the_audit_tells_which_columns_are_the_library_s_and_from_where(
    web, folder, capsys
) -> None:
    web.says[FRED_10] = GOOD
    update(capsys, "UST10Y")
    covid = value("CRISIS_RETURNS", "COVID", "SPX;UST10Y")
    told = "SPX: built in; UST10Y: UST10Y (FRED DGS10, to 2022-12-30)"
    assert audited(covid, "COVID", "Library data") == told
    gfc = value("CRISIS_RETURNS", "GFC", "SPX;UST10Y")
    assert audited(gfc, "GFC", "Library data") == "SPX, UST10Y: built in"
    gfc[5][1] += 1e-6
    assert audited(gfc, "GFC", "Library data") == "UST10Y: built in"
    assert audited([[*row] for row in gfc[1:]], "GFC", "Library data") == "none"  # without names


def test_the_audit_s_window_fingerprint_is_that_of_the_window_alone(folder) -> None:
    year = value("CRISIS_RETURNS", "2008-01-02:2009-12-31", "SPX;UST10Y")
    gfc = value("CRISIS_RETURNS", "GFC", "SPX;UST10Y")
    one, other = (audited(t, "GFC", "Window fingerprint") for t in (year, gfc))
    assert one == other == audited(gfc, "GFC", "Fingerprint") != audited(year, "GFC", "Fingerprint")


def test_levels_that_are_not_the_built_in_ones_are_refused_where_nothing_else_tells(
    web, folder, capsys
) -> None:
    """The 2-year yield under the name of the 30-year, of which no single level is known here."""
    wrong = continued("UST2Y", "2006-03-01", "2022-12-30")
    web.says["id=DGS30"] = fred("DGS30", wrong, scale=100)
    code, _, err = update(capsys, "UST30Y", "--from", "fred")
    assert code == 1
    assert "and in the built-in data" in err
    assert not folder.exists()
