"""CLEAN_PRICES and CLEAN_REPORT: what an export may hold, what is done about it, and what is asked."""

from __future__ import annotations

import datetime as dt

import pytest
from dateutil.easter import easter
from hypothesis import given
from hypothesis import strategies as st

from tests import own_book
from tests.support import OMITTED, ErrorValue, examples, failed, value, weekdays
from xl_stressvar.cleaning.days import of_text
from xl_stressvar.cleaning.numbers import written
from xl_stressvar.domain import dates
from xl_stressvar.errors import Code
from xl_stressvar.risk.price_quality import _easter

SERIAL = dates.serial(dt.date(2008, 9, 15))


def table(*rows: tuple) -> list[list]:
    """An export of one fund: its days and prices, under a header."""
    return [["Date", "Fund"], *map(list, rows)]


def prices(*cells: object) -> list:
    """What comes of such cells on days running."""
    days = weekdays(len(cells))
    return [row[1] for row in value("CLEAN_PRICES", table(*zip(days, cells, strict=True)))[1:]]


def report(grid: list[list], *more: object) -> dict[tuple, list]:
    """The rows of a report by kind and column."""
    header, *rows = value("CLEAN_REPORT", grid, *more)
    assert header[:3] == ["Finding", "Count", "First row"]
    return {(row[0], row[3]): row for row in rows}


# days


@pytest.mark.parametrize(
    "text",
    [
        "2008-09-15", "2008/9/15", "2008.09.15", "20080915", "15/09/2008", "9/15/2008", "15.9.08",
        "15-09-2008", "9/15/08", "15-Sep-2008", "15 September 2008", "15. September 2008", "Sep 15, 2008",
        "September 15 2008", "15-Sep-08", "Mon, 15 Sep 2008", "Mon 15/09/2008", "15 sept. 2008",
        "15 de septiembre de 2008", "15 settembre 2008", "2008-09-15 00:00:00", "2008-09-15T16:00Z",
        "15/09/2008 17:30", "9/15/2008 5:30 PM", "15.09.2008 ", "15. 9. 2008",
    ],
)  # fmt: skip
def test_a_day_is_read_in_any_of_its_usual_forms(text) -> None:
    found = of_text(text)
    assert found is not None
    assert {serial for serial in found if serial is not None} == {SERIAL}


@pytest.mark.parametrize(
    ("text", "month"),
    [("1 Mrz 2024", 3), ("1 März 2024", 3), ("1 mars 2024", 3), ("1 mai 2024", 5), ("1 juin 2024", 6),
     ("1 juil 2024", 7), ("1 août 2024", 8), ("1 déc 2024", 12), ("1 Dez 2024", 12), ("1 ene 2024", 1),
     ("1 ago 2024", 8), ("1 ott 2024", 10), ("1 giu 2024", 6), ("1 okt 2024", 10), ("1 mei 2024", 5)],
)  # fmt: skip
def test_months_have_names_in_seven_languages(text, month) -> None:
    found = of_text(text)
    assert found is not None
    assert found.day_first == dates.serial(dt.date(2024, month, 1))


@pytest.mark.parametrize(
    "text", ["32/01/2008", "2008-13-01", "Average 12", "1,234.50", "20081301", ""]
)
def test_what_is_no_day_is_none(text) -> None:
    assert of_text(text) is None


@pytest.mark.parametrize("cell", [20080915.0, "20080915", SERIAL, dt.date(2008, 9, 15)])
def test_a_day_may_be_a_number_or_a_date_cell(cell) -> None:
    later = {float: 20080916.0, str: "20080916"}.get(type(cell), SERIAL + 1)
    assert [row[0] for row in value("CLEAN_PRICES", table((cell, 1.0), (later, 2.0)))[1:]] == [
        SERIAL,
        SERIAL + 1,
    ]


@pytest.mark.parametrize(("day_first", "month"), [(True, 4), (False, 3)])
def test_day_first_decides_where_both_readings_fit(day_first, month) -> None:
    grid = table(("03/04/2008", 1.0), ("04/04/2008", 2.0))
    day = value("CLEAN_PRICES", grid, day_first)[1][0]
    assert dates.date(day).month == month
    error, sentence = failed("CLEAN_PRICES", grid)
    assert error == "#VALUE!"
    assert "row 2, column 1" in sentence
    assert "day_first" in sentence


def test_one_day_beyond_the_twelfth_tells_the_order_of_all() -> None:
    grid = table(("03/04/2008", 1.0), ("15/04/2008", 2.0))
    assert dates.date(value("CLEAN_PRICES", grid)[1][0]) == dt.date(2008, 4, 3)


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [("15/04/2008", "04/16/2008", "month first"), ("04/16/2008", "15/04/2008", "day first")],
)
def test_two_orders_in_one_column_are_refused_at_the_second(first, second, word) -> None:
    sentence = failed("CLEAN_PRICES", table((first, 1.0), (second, 2.0)))[1]
    assert "row 3" in sentence
    assert word in sentence


def test_an_order_that_is_told_and_does_not_fit_is_refused() -> None:
    sentence = failed("CLEAN_PRICES", table(("15/04/2008", 1.0), ("16/04/2008", 2.0)), False)[1]
    assert "'15/04/2008'" in sentence
    assert "month, day, year" in sentence


def test_a_day_that_no_calendar_has_is_refused_also_in_the_last_row() -> None:
    grid = table(("28/02/2023", 1.0), ("29/02/2023", 2.0))
    assert "'29/02/2023'" in failed("CLEAN_PRICES", grid)[1]


def test_dates_that_a_spreadsheet_has_half_converted_are_refused() -> None:
    # 11/04 and 12/04 became 4 November and 4 December; 14/04 stayed text
    grid = table(
        (dt.date(2008, 11, 4), 1.0), (dt.date(2008, 12, 4), 1.0), ("14/04/2008", 1.0), ("15/04/2008", 1.0)
    )  # fmt: skip
    assert "swapped" in failed("CLEAN_PRICES", grid)[1]
    assert report(grid)["unreadable", "Date"][1] == 1


# numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", 1234.56), ("1,234.56", 1234.56), ("1 234,56", 1234.56), ("1'234.56", 1234.56),
        ("1\u202f234,56", 1234.56), ("12,34,567.8", 1234567.8), ("0,5", 0.5), (",5", 0.5),
        ("1.234.567", 1234567), ("EUR 1,5", 1.5), ("$1.50", 1.5), ("1.50 USD", 1.5), ("(1.50)", -1.5),
        ("1.50-", -1.5), ("−1,5", -1.5), ("-$1.50", -1.5), ("12.5%", 0.125), ("1.5E+03", 1500), ("101", 101),
    ],
)  # fmt: skip
def test_a_number_is_read_in_any_of_its_usual_forms(text, number) -> None:
    assert prices(text, text) == [pytest.approx(number, rel=1e-15)] * 2


@pytest.mark.parametrize(
    "text", ["1.2.3", "1,23,4.5", "12.34.567", "abc", "101-16", "1.5 m", "(1.5", "1,2,3"]
)
def test_what_is_no_number_is_refused_at_its_cell(text) -> None:
    error, sentence = failed("CLEAN_PRICES", table((SERIAL, 1.0), (SERIAL + 1, text)))
    assert error == "#VALUE!"
    assert "2008-09-16, Fund" in sentence
    assert text in sentence


@pytest.mark.parametrize(("decimal", "number"), [(",", 1.234), (".", 1234.0)])
def test_decimal_decides_where_both_readings_fit(decimal, number) -> None:
    grid = table((SERIAL, "1,234"), (SERIAL + 1, "1,235"))
    assert value("CLEAN_PRICES", grid, OMITTED, decimal)[1][1] == number
    error, sentence = failed("CLEAN_PRICES", grid)
    assert error == "#VALUE!"
    assert "'1,234'" in sentence
    assert "decimal" in sentence


def test_one_number_tells_the_sign_of_its_column_and_of_no_other() -> None:
    grid = [["Date", "A", "B"], [SERIAL, "1,234", 1.0], [SERIAL + 1, "1,5", 2.0]]
    assert value("CLEAN_PRICES", grid)[1][1] == 1.234
    grid[1][2] = "1,234"
    assert "B" in failed("CLEAN_PRICES", grid)[1]


@pytest.mark.parametrize(("decimal", "why"), [(OMITTED, "as row 2 says"), (",", "as decimal says")])
def test_a_number_with_another_decimal_sign_is_refused(decimal, why) -> None:
    grid = table((SERIAL, "1,5"), (SERIAL + 1, "1.75"))
    sentence = failed("CLEAN_PRICES", grid, OMITTED, decimal)[1]
    assert "'1.75'" in sentence
    assert why in sentence


@pytest.mark.parametrize(
    "cell",
    ["#N/A N/A", "#N/A Invalid Security", "#N/A", "n.a.", "N/A", "-", "--", "NaN", "null", "k.A.", "", " ",
     None, ErrorValue(Code.NA), ErrorValue(Code.DIV0)],
)  # fmt: skip
def test_an_error_or_a_word_for_nothing_is_a_blank(cell) -> None:
    grid = [["Date", "A", "B"], [SERIAL, 1.0, cell], [SERIAL + 1, 1.0, 2.0]]
    assert value("CLEAN_PRICES", grid)[1] == [SERIAL, 1.0, ""]


# the table


def test_what_stands_around_the_table_is_left_out() -> None:
    grid = [
        ["Report of 15/09/2008", None, None, None],
        [None] * 4,
        [None, "As of", dt.date(2008, 9, 16), None],
        ["No", "Date", "A", None],
        [1.0, SERIAL, 1.0, None],
        [None] * 4,
        [2.0, SERIAL + 1, 2.0, None],
        ["No", "Date", "A", None],
        [3.0, SERIAL + 2, 3.0, None],
        [None, "Average", 2.0, None],
        ["Source: desk", None, None, None],
    ]
    assert value("CLEAN_PRICES", grid) == [
        ["Date", "A"], [SERIAL, 1.0], [SERIAL + 1, 2.0], [SERIAL + 2, 3.0],
    ]  # fmt: skip
    kinds = {kind: row[1] for (kind, _), row in report(grid).items()}
    assert kinds == {
        "title rows": 2, "footer": 2, "rows that are no day": 1, "blank rows": 1,
        "columns before the dates": 1,
    }  # fmt: skip


def test_the_names_are_those_of_the_row_in_which_they_differ() -> None:
    grid = [
        [None, "SPX", "DAX"],
        ["Date", "PX_LAST", "PX_LAST"],
        [SERIAL, 1.0, 2.0],
        [SERIAL + 1, 1.0, 2.0],
    ]
    assert value("CLEAN_PRICES", grid)[0] == ["Date", "SPX", "DAX"]


def test_names_may_be_numbers_under_the_word_date() -> None:
    grid = [["Date", 7203.0, 6758.0], [SERIAL, 1.0, 2.0], [SERIAL + 1, 1.0, 2.0]]
    assert value("CLEAN_PRICES", grid)[0] == ["Date", "7203", "6758"]


@pytest.mark.parametrize(
    ("header", "word"), [(["Date", "A", None], "blank where a name"), (["Date", "A", "a"], "again")]
)
def test_a_name_that_is_missing_or_doubled_is_refused(header, word) -> None:
    assert word in failed("CLEAN_PRICES", [header, [SERIAL, 1.0, 2.0], [SERIAL + 1, 1.0, 2.0]])[1]


def test_an_export_without_header_has_none() -> None:
    assert value("CLEAN_PRICES", [["15/09/2008", "1,5"], ["16/09/2008", "1,6"]]) == [
        [SERIAL, 1.5],
        [SERIAL + 1, 1.6],
    ]


def test_prices_as_large_as_serials_are_no_dates() -> None:
    error, sentence = failed(
        "CLEAN_PRICES", [["Nikkei", "DAX"], *([30000.0 + 900 * (i % 3), 1.0] for i in range(9))]
    )
    assert error == "#VALUE!"
    assert "no column of dates" in sentence


@pytest.mark.parametrize(
    "days", [[f"{d}/10/2008" for d in range(6, 26)], weekdays(20)], ids=["texts", "serials"]
)
def test_a_second_column_of_dates_is_refused(days) -> None:
    grid = [["Date", "A", "Day", "B"], *([day, 1.0, day, 2.0] for day in days)]
    assert "second column of dates" in failed("CLEAN_PRICES", grid)[1]


def test_a_column_without_a_price_is_left_out_and_told_first() -> None:
    grid = [["Date", "A", "B"], [SERIAL, 1.0, "#N/A N/A"], [SERIAL + 1, 2.0, "#N/A N/A"]]
    assert value("CLEAN_PRICES", grid)[0] == ["Date", "A"]
    assert value("CLEAN_REPORT", grid)[1][:4] == ["no price at all", 2, 2, "B"]


def test_a_row_that_is_there_twice_is_kept_once_and_two_prices_of_a_day_are_refused() -> None:
    grid = table((SERIAL, 1.0), (SERIAL, 1.0), (SERIAL + 1, 2.0))
    assert value("CLEAN_PRICES", grid) == [["Date", "Fund"], [SERIAL, 1.0], [SERIAL + 1, 2.0]]
    assert report(grid)["doubled days", "Date"][1:3] == [1, 3]
    grid[2][1] = 1.5
    error, sentence = failed("CLEAN_PRICES", grid)
    assert error == "#VALUE!"
    assert "2008-09-15 again" in sentence
    assert "row 2" in sentence


def test_days_in_disorder_are_sorted_and_told() -> None:
    grid = table((SERIAL + 1, 2.0), (SERIAL, 1.0), (SERIAL + 2, 3.0), (SERIAL + 3, 4.0))
    assert [row[1] for row in value("CLEAN_PRICES", grid)[1:]] == [1.0, 2.0, 3.0, 4.0]
    assert report(grid)["unsorted days", "Date"][2] == 3


def test_a_text_among_prices_is_refused_in_the_first_row_too() -> None:
    assert "'soon'" in failed("CLEAN_PRICES", table((SERIAL, "soon"), (SERIAL + 1, 2.0)))[1]


def test_a_row_of_numbers_without_a_date_is_refused() -> None:
    grid = table((SERIAL, 1.0), (None, 2.0), (SERIAL + 2, 3.0))
    assert "row 3" in failed("CLEAN_PRICES", grid)[1]


# the report


def test_the_report_lists_every_way_in_which_cells_cannot_be_read() -> None:
    grid = table(
        ("03/04/2008", "1,234"),
        ("04/04/2008", "1,235"),
        ("05/04/2008", "soon"),
        ("06/04/2008", "later"),
    )
    rows = [row[:4] for row in value("CLEAN_REPORT", grid)[1:] if row[0] == "unreadable"]
    assert rows == [
        ["unreadable", 1, 2, "Date"],
        ["unreadable", 2, 4, "Fund"],
        ["unreadable", 1, 2, "Fund"],
    ]


@pytest.mark.slow
def test_the_report_names_every_flaw_of_the_own_book_the_worst_first() -> None:
    header, *rows = value("CLEAN_REPORT", own_book.grid())
    assert header[0] == "Finding"
    shape = [
        (row[0], row[1], row[3], dates.date(row[4]) if row[4] != "n/a" else None) for row in rows
    ]
    names = own_book.NAMES
    right = own_book.prices()
    closed = {
        j: sum(numbers[j] is None for numbers in right.values())
        for j in (own_book.US, own_book.GERMAN, own_book.BONDS)
    }
    young = sum(day < own_book.LAUNCH for day in right)
    assert shape[:4] == [
        ("spike", 1, names[own_book.GERMAN], own_book.WRONG),
        ("stale", 10, names[own_book.GOLD], own_book.STALE[0]),
        ("slower rhythm", 26, names[own_book.FUND], own_book.WEEKLY[0]),
        ("young", young, names[own_book.YOUNG], own_book.LAUNCH),
    ]
    assert {row[2]: row[1] for row in shape if row[0] == "blanks"} == {
        names[j]: count for j, count in closed.items()
    }
    told = {row[0]: row for row in rows}
    assert told["missing weekdays"][1] == 1
    assert str(own_book.MISSING) in told["missing weekdays"][5]
    assert told["error texts"][1] == sum(closed.values())
    assert own_book.NO_PRICE in told["error texts"][5]
    assert "a comma as the decimal sign" in told["numbers as text"][5]
    assert told["dates as text"][1] == told["newest first"][1] == len(right)
    assert "the day first" in told["dates as text"][5]
    assert (told["title rows"][1], told["footer"][1]) == (2, 2)
    assert told["thousands"][3] == ", ".join(
        names[j] for j in (own_book.US, own_book.GERMAN, own_book.FUND)
    )


@pytest.mark.slow
def test_the_row_is_that_of_the_user_s_own_sheet() -> None:
    grid = own_book.grid()
    row = next(row for row in value("CLEAN_REPORT", grid)[1:] if row[0] == "spike")
    cells = grid[int(row[2]) - 1]
    assert cells[0] == own_book.WRONG.strftime("%d/%m/%Y")


@pytest.mark.parametrize("after", [300.0, 33.0])
def test_a_price_that_leaps_and_stays_is_a_leap(after) -> None:
    cells = [100 + i % 3 for i in range(20)] + [after + i % 3 for i in range(20)]
    found = report(table(*zip(weekdays(40), cells, strict=True)))
    assert found["leap", "Fund"][1:3] == [1, 22]
    assert ("spike", "Fund") not in found


def test_a_quiet_table_has_nothing_to_do() -> None:
    days = weekdays(10)
    assert (
        value("CLEAN_REPORT", table(*((day, 100 + i) for i, day in enumerate(days))))[1][0] == "ok"
    )


@pytest.mark.parametrize("year", range(1990, 2060))
def test_easter_is_the_calendar_s(year) -> None:
    assert _easter(year) == easter(year)


# properties


@examples(100)
@given(
    st.floats(0.01, 1e7).map(lambda x: round(x, 2)), st.sampled_from([",.", ".,", " ,", "',", "'.", "\u00a0,"])
)  # fmt: skip
def test_a_number_is_read_back_however_it_is_written(number, signs) -> None:
    thousands, decimal = signs
    text = f"{number:,.2f}".replace(",", "T").replace(".", decimal).replace("T", thousands)
    found = written(text)
    assert found is not None
    assert decimal in found.signs
    assert found.value(decimal) == number


@examples(60)
@given(
    st.permutations(range(12)),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%y", "%d.%m.%Y", "%Y-%m-%d", "%d-%b-%Y"]),
)
def test_whatever_the_order_and_the_form_the_prices_are_the_same(order, form) -> None:
    days = [dt.date(2008, 9, 8) + dt.timedelta(i) for i in range(12)]
    rows = [[days[i].strftime(form), 100.0 + i] for i in order]
    assert [row[1] for row in value("CLEAN_PRICES", [["Date", "A"], *rows])[1:]] == [
        100.0 + i for i in range(12)
    ]


@examples(60)
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(), st.floats(), st.text(max_size=12), st.booleans(), st.dates(),
                st.sampled_from(["1,5", "15/09/2008", "Date", "n.a.", SERIAL, ErrorValue(Code.NA)]),
            ),
            min_size=3, max_size=3,
        ),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_whatever_is_selected_is_cleaned_or_refused_in_words(grid) -> None:
    from tests.support import call

    for name in ("CLEAN_PRICES", "CLEAN_REPORT"):
        outcome = call(name, [grid])
        if outcome.failure is not None:
            assert outcome.failure.problem.name != "bug"
            assert 0 < len(outcome.sentence()) <= 255
