"""The add-in's VBA, compiled and run by LibreOffice from the built .xlam; only the engine is a stand-in.

What LibreOffice cannot run, and is therefore left to docs/excel-checklist.md:

- Application.Caller is empty in it, so a call is given its cell by the test (SvCallFrom);
- a cell does not show a VBA error value as an error, so what a call gives back is looked at instead;
- it has no Formula2, HasSpill or SpillParent: a formula is its own anchor, as in Excel before 2021;
- its SpecialCells finds other cells than Excel's: what works on those is test_vba_in_memory.py;
- it cannot copy an argument that was left out, nor intersect several areas;
- Excel's events, the function wizard and the tab do not exist: their procedures are compiled here, and
  run nowhere. Of OnTime, MacroOptions, StatusBar, Calculation and Esc a stand-in takes down how they are used;
- it has no cell that is yet to be calculated, whose failure is not worth a sentence;
- LinkSources and ChangeLink do nothing: which links are changed is tested, changing them is not;
- CreateObject knows no COM here: starting, losing and ending the engine is tests/hosts/wine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.artefacts.vba.sources import committed
from tests.hosts.libreoffice.office import Book, Office
from tools.addin import xlam
from xl_stressvar import __version__
from xl_stressvar.catalogue import CATALOGUE

pytestmark = pytest.mark.libreoffice

LIBRARY = "StressVar"
HERE = Path(__file__).parent
MODULE = "Rem Attribute VBA_ModuleType=VBAModule\nOption VBASupport 1\n"
CLASS = "Rem Attribute VBA_ModuleType=VBAClassModule\nOption VBASupport 1\nOption ClassModule\n"
# in the class modules nothing can be called from outside; they are compiled when they are made
STANDARD = sorted(Path(name).stem for name in committed() if name.endswith(".bas"))
ENGINE = "xl_stressvar.hosts.excel_addin"
PRICES = [["Date", "SPX", "UST"], [39692, 100, 50], [39693, 101, None], [39694, None, 52]]


HELP_ORDERS = ("Application.", "ThisWorkbook.IsAddin", "ThisWorkbook.Saved")


def ordering(source: str, *orders: str) -> str:
    """A module that gives its orders to the stand-in for Excel."""
    for order in orders:
        assert order in source
        source = source.replace(order, f"StandInExcel().{order.split('.')[1]}")
    return source


@pytest.fixture(scope="module")
def book(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The add-in with the stand-in in it, and two sheets of data."""
    path = xlam.build_xlam(tmp_path_factory.mktemp("vba") / xlam.NAME)
    with office.addin(path) as opened:
        modules = opened.modules(LIBRARY)
        engine, start = modules["StressVarEngine"], modules["StressVarStart"]
        assert engine.count("CreateObject(ENGINE)") == 1
        # it cannot give events to a class: its procedures are compiled, and run nowhere
        assert "Set watcher.App = Application" in start
        opened.modules(
            LIBRARY,
            {
                "StressVarEngine": engine.replace("CreateObject(ENGINE)", "StandInEngine()"),
                "StressVarStart": start.replace("Set watcher.App = Application", ""),
                "StressVarExcel": ordering(modules["StressVarExcel"], "Application."),
                "StressVarHelp": ordering(modules["StressVarHelp"], *HELP_ORDERS),
                "StandInApplication": CLASS + (HERE / "vba_standin_excel.cls").read_text(),
                "StandInTests": MODULE + (HERE / "vba_standin.bas").read_text(),
                "StandIn": CLASS + (HERE / "vba_standin.cls").read_text(),
            },
        )
        for name in ("Prices", "Blocks"):
            opened.add_sheet(name)
        for i, row in enumerate(PRICES, 1):
            for column, value in zip("ABC", row, strict=True):
                opened.put("Prices", f"{column}{i}", value)
        yield opened


def run(book: Book, function: str, *arguments: object) -> str:
    return str(book.basic(f"{LIBRARY}.{function}", *arguments))


def test(book: Book, function: str, *arguments: object) -> str:
    return run(book, f"StandInTests.Test{function}", *arguments)


test.__test__ = False  # type: ignore[attr-defined]  # what it calls is a test of the stand-in module


def call(book: Book, plan: str, arguments: str = "1", cell: str = "", absent: bool = False) -> str:
    """What a call shows, with an engine that does as planned."""
    test(book, "Plan", plan, absent)
    return test(book, "Call", cell, "CURRENT_VAR", arguments)


def steps(book: Book, *lines: str) -> list[str]:
    """The results of several steps in one run: "call<tab>cell<tab>arguments", see vba_standin.bas."""
    return test(book, "Steps", "\n".join(lines)).split("\n")[: len(lines)]


def heard(book: Book) -> list[str]:
    return test(book, "Heard").splitlines()


def failure(
    number: int = 2015, place: str = "0/0/0", sentence: str = "Words.", load: int = 0
) -> str:
    """A failed call in the engine's form; the stand-in writes ~ for Chr 27, ^ for Chr 26, / for |."""
    return f"answer ~SV/{number}/{place}/{load}/{sentence}"


# --- compiling ------------------------------------------------------------------------------------
def test_libreoffice_reads_the_committed_modules(book: Book) -> None:
    found = book.modules(LIBRARY)
    expected = {Path(name).stem for name in committed()}
    assert expected <= set(found)
    texts = found["StressVarTexts"].replace("\r\n", "\n").split("\n' ", 1)[1]
    assert texts.strip() == committed()["StressVarTexts.bas"].split("\n' ", 1)[1].strip()


@pytest.mark.parametrize("module", STANDARD)
def test_a_module_compiles(book: Book, module: str) -> None:
    source = book.modules(LIBRARY)[module]
    probe = f"\nPublic Function Probe{module}()\n    Probe{module} = 42\nEnd Function\n"
    book.modules(LIBRARY, {module: source + probe})
    try:
        assert book.basic(f"{LIBRARY}.{module}.Probe{module}") == 42
    finally:
        book.modules(LIBRARY, {module: source})


def test_a_module_that_does_not_compile_would_be_seen(book: Book) -> None:
    broken = MODULE + "Option Explicit\nPublic Function Fine()\n    Fine = 42\nEnd Function\n"
    book.modules(LIBRARY, {"Broken": broken + "Sub Wrong()\n    undeclared = 1 +\nEnd Sub\n"})
    try:
        assert book.basic(f"{LIBRARY}.Broken.Fine") is None  # no error either: it just does not run
    finally:
        book.modules(LIBRARY, {"Broken": broken})
    assert book.basic(f"{LIBRARY}.Broken.Fine") == 42


def test_every_function_is_offered_and_hands_its_arguments_on(book: Book) -> None:
    for entry in CATALOGUE:
        if entry.name == "STRESSVAR_WHY":
            continue
        test(book, "Plan", "answer 7", False)
        shown = run(book, f"StressVarFunctions.{entry.name}", *range(1, len(entry.parameters) + 1))
        assert float(shown) == 7
        numbers = "; ".join(str(i) for i, _ in enumerate(entry.parameters, 1))
        assert heard(book) == [f"{ENGINE} {entry.name}({numbers}) 0{'V' * len(entry.parameters)}|"]


# --- what goes to the engine ----------------------------------------------------------------------
def test_ranges_go_as_values_and_the_context_says_which_they_are(book: Book) -> None:
    assert call(book, "answer 1", "Prices!A1:B3; 0.95; Prices!B2") == "1"
    table = '{"Date","SPX";39692,100;39693,101}'
    assert heard(book) == [f"{ENGINE} CURRENT_VAR({table}; 0.95; 100) 0RVR|"]


def test_the_engine_hears_which_cell_calls_in_the_same_words_each_time(book: Book) -> None:
    test(book, "Plan", "answer 1|answer 1|answer 1", False)
    for cell in ("Blocks!E5", "Blocks!E5", "Prices!E5"):
        test(book, "Call", cell, "CURRENT_VAR", "1")
    first, again, other = (line.split(" 0V|")[1] for line in heard(book))
    assert first == again != other
    assert first.endswith("|Blocks|5|5")
    assert other.endswith("|Prices|5|5")


def test_a_function_without_arguments_is_asked_too(book: Book) -> None:
    call(book, "answer 1", "")
    assert heard(book) == [f"{ENGINE} CURRENT_VAR() 0|"]


def test_several_areas_are_refused_and_named(book: Book) -> None:
    # by its parts: LibreOffice's Intersect, which asks whether to keep the sentence, fails on areas
    refused = test(book, "Arguments", "1; Prices!A1:A2,B3:B4")
    assert refused == (
        '"\x1bSV|2015|2|0|0|0|\x1a is a selection of several areas. Select one block of cells."'
    )
    assert test(book, "Arguments", "1; Prices!A1:A2") == '""'
    assert test(book, "Address", "Prices!A1:A2,B3:B4", 0, 0) == "Prices!A1:A2,B3:B4"


@pytest.mark.parametrize(
    ("where", "values"),
    [
        ("A1:C4", '{"Date","SPX","UST";39692,100,50;39693,101,empty;39694,empty,52}'),
        ("B1:B9", '{"SPX";100;101}'),  # all-blank rows at the end go, others stay
        ("B2:C8", "{100,50;101,empty;empty,52}"),
        ("B:B", '{"SPX";100;101}'),  # a whole column
        ("B2:B1048576", "{100;101}"),
        ("2:3", "{39692,100,50;39693,101,empty}"),  # whole rows stop at the last column in use
        ("B2", "100"),
        ("E5", "empty"),
        ("E5:E9", "empty"),  # one blank is left
        ("C4:C4", "52"),
        ("A1:C1", '{"Date","SPX","UST"}'),
    ],
)
def test_a_range_is_cut_to_what_is_in_use(book: Book, where: str, values: str) -> None:
    assert test(book, "Range", f"Prices!{where}") == values


def test_a_formula_that_shows_nothing_is_blank_at_the_end(book: Book) -> None:
    book.put("Blocks", "A1", 1)
    book.put("Blocks", "A2", '=""')
    book.put("Blocks", "A3", "  ")
    assert test(book, "Range", "Blocks!A1:A3") == "1"


# --- what comes back ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("12.5", "12.5"),
        ("text", '"text"'),
        # errors inside tables become error values; a row stays flat, which Excel spills as a row
        ("table", '{"Date",#2042,0.5;39692,TRUE,#2007}'),
        ("row", '[1,#2036,"x"]'),
        ("~SV/2042", "#2042"),  # a result that is one error cell, which is no failure
        ("~SV", '"\x1bSV"'),  # only the whole sign counts
        # a user's own text that begins with the sign: the engine marks it, and nothing raises
        ("~SV/T/~SV/2042", '"\x1bSV|2042"'),
        ("~SV/T/", '""'),
        ("~SV/x", '"\x1bSV|x"'),
        ("~SV/2042/1", '"\x1bSV|2042|1"'),
        ("imitation", '{"\x1bSV|x",1,0;"\x1bSV|2042",2,0}'),
    ],
)
def test_an_answer_is_shown_with_real_error_values(book: Book, answer: str, shown: str) -> None:
    assert call(book, f"answer {answer}") == shown


@pytest.mark.parametrize("number", [2000, 2007, 2015, 2023, 2029, 2036, 2042, 2043, 2045, 2050])
def test_a_failure_is_its_error_value(book: Book, number: int) -> None:
    assert call(book, failure(number)) == f"#{number}"


def test_what_python_raises_is_a_sentence_with_its_last_line(book: Book) -> None:
    plan = "plan\traise Traceback/  File x/ValueError: bad/"
    _, shown, sentence = steps(book, plan, "call\tPrices!J2", "sentence\tPrices!J2")
    assert shown == "#2015"
    assert sentence.startswith("CURRENT_VAR met something it was not built for (ValueError: bad).")


# --- addresses ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "column", "address"),
    [
        (47, 2, "Prices!C47"),
        (3, 0, "Prices!B3:C3"),
        (0, 2, "Prices!C1:C99"),
        (0, 0, "Prices!B1:C99"),
    ],
)
def test_a_cell_of_an_argument_has_its_address(
    book: Book, row: int, column: int, address: str
) -> None:
    assert test(book, "Address", "Prices!B1:C99", row, column) == address


def test_the_sentence_names_the_cell_and_explain_can_go_there(book: Book) -> None:
    plan = failure(place="2/3/1", sentence="^ (2008-09-02, UST) is blank.")
    *_, sentence, place = steps(
        book, f"plan\t{plan}", "call\tPrices!J3\t1; Prices!C1:C4", "sentence\tPrices!J3",
        "place\tPrices!J3",
    )  # fmt: skip
    assert sentence == "Prices!C3 (2008-09-02, UST) is blank."
    assert place.endswith(("Prices'!$C$3", "Prices!$C$3"))


@pytest.mark.parametrize(
    ("sheet", "prefix"),
    [
        ("Prices", "Prices!"), ("Sheet1", "Sheet1!"), ("P_L", "P_L!"),
        ("My prices", "'My prices'!"), ("Bob's", "'Bob''s'!"), ("P&L", "'P&L'!"), ("Börse", "'Börse'!"),
        # these would be read as a number, a cell or a row
        ("2008", "'2008'!"), ("Q1", "'Q1'!"), ("fx2", "'fx2'!"), ("R", "'R'!"), ("r1c1", "'r1c1'!"),
        ("GFC2008", "'GFC2008'!"), ("CRISIS2008", "CRISIS2008!"),
    ],
)  # fmt: skip
def test_a_sheet_is_quoted_where_a_formula_needs_it(book: Book, sheet: str, prefix: str) -> None:
    assert run(book, "StressVarSentences.SvSheetPrefix", sheet) == prefix


# --- the sentences --------------------------------------------------------------------------------
def test_a_sentence_is_kept_by_cell_and_cleared_by_success(book: Book) -> None:
    plan = "|".join([failure(sentence=s) for s in ("One.", "Other.", "Again.")] + ["answer 1"])
    seen = steps(
        book, f"plan\t{plan}",
        "call\tPrices!K1", "call\tBlocks!K1", "sentence\tPrices!K1", "sentence\tBlocks!K1",
        "call\tPrices!K1", "sentence\tPrices!K1",
        "pause", "call\tPrices!K1", "sentence\tPrices!K1", "sentence\tBlocks!K1",
    )  # fmt: skip
    assert seen[3:5] == ["One.", "Other."]
    assert seen[6] == "Again."
    assert seen[8:] == ["1", "", "Other."]


def test_the_other_function_of_a_formula_does_not_clear_it(book: Book) -> None:
    """=STRESSED_VAR(...)/CURRENT_VAR(...): the first fails, the second succeeds, the cell is an error."""
    plan = failure(sentence="The first.") + "|answer 1" * 4
    seen = steps(
        book, f"plan\t{plan}",
        "call\tPrices!K2", "call\tPrices!K2", "call\tPrices!K2", "sentence\tPrices!K2",
        # another cell has been calculated since: the next call is of a new calculation
        "call\tPrices!K3", "call\tPrices!K2", "sentence\tPrices!K2",
    )  # fmt: skip
    assert seen[1:5] == ["#2015", "1", "1", "The first."]
    assert seen[6:] == ["1", ""]


def test_a_function_that_only_passes_an_error_on_leaves_the_better_sentence(book: Book) -> None:
    """=STRESSED_VAR(TO_RETURNS(...)): the inner one has said what is wrong."""
    inner, outer = failure(2042, sentence="Inner."), failure(2042, "1/0/0", "Outer.")
    seen = steps(
        book, f"plan\t{inner}|{outer}|{outer}",
        "call\tPrices!K4\t1", "call\tPrices!K4\t#2042", "sentence\tPrices!K4",
        "pause", "call\tPrices!K4\t#2042", "sentence\tPrices!K4",
    )  # fmt: skip
    assert seen[2:4] == ["#2042", "Inner."]
    assert seen[5:] == ["#2042", "Outer."]  # an error from elsewhere


def test_outside_a_cell_nothing_is_kept(book: Book) -> None:
    assert call(book, failure(2036)) == "#2036"


def test_a_long_sentence_is_cut_as_a_cell_needs_it(book: Book) -> None:
    plan = failure(sentence="x" * 400)
    *_, sentence = steps(book, f"plan\t{plan}", "call\tPrices!K5", "sentence\tPrices!K5")
    assert sentence == "x" * 254 + "…"


# --- the engine's death ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("number", "dead"),
    [
        # winerror.h and rpc: server unavailable, call failed, disconnected, server died, not registered
        (429, True), (462, True), (0x800706BA, True), (0x800706BE, True), (0x800706BF, True),
        (0x80010108, True), (0x80010007, True), (0x80010012, True), (0x80040154, True),
        (0x80080005, True), (0x800401FD, True), (91, True),
        # it answered, or is busy: E_FAIL, DISP_E_EXCEPTION, RPC_E_CALL_REJECTED, type mismatch
        (0, False), (0x80004005, False), (0x80020009, False), (0x80010001, False), (13, False),
    ],
)  # fmt: skip
def test_errors_that_mean_nobody_is_there(book: Book, number: int, dead: bool) -> None:
    signed = number - (1 << 32) if number >> 31 else number
    assert run(book, "StressVarEngine.SvEngineIsDead", signed) == str(dead)


def test_an_engine_that_died_is_started_again_once(book: Book) -> None:
    plan = "plan\tanswer 1|answer 2|die 462|answer 3"
    seen = steps(book, plan, "call", "call", "started", "call", "started")
    assert seen[1:] == ["1", "2", "1", "3", "2"]


def test_an_engine_that_dies_twice_is_given_up(book: Book) -> None:
    plan = "plan\tdie 462|die -2147023174|answer 3"
    seen = steps(book, plan, "call\tPrices!K6\t1", "started", "sentence\tPrices!K6")
    assert seen[1:3] == ["#2042", "2"]
    assert seen[3].startswith("The engine behind Excel does not answer.")


def test_what_a_living_engine_refuses_is_not_asked_again(book: Book) -> None:
    assert steps(book, "plan\traise ValueError|answer 3", "call", "started")[1:] == ["#2015", "1"]
    assert len(heard(book)) == 1


# every number that CreateObject was seen to give, or may: VBA's own, COM's, Windows' (policy, virus
# scanner, file gone, wrong bits, memory), .NET's
START_ERRORS = [
    70, 429, 0x80070002, 0x80070003, 0x8007000E, 0x800700C1, 0x800704EC, 0x80010105, 0x8001010A,
    0x80040154, 0x80080005, 0x80131700,
]  # fmt: skip


@pytest.mark.parametrize("number", START_ERRORS)
def test_a_start_that_fails_is_tried_once_and_the_next_cells_do_not_wait(
    book: Book, number: int
) -> None:
    signed = number - (1 << 32) if number >> 31 else number
    seen = steps(
        book, f"absent\t{signed}", "call\tPrices!L1", "started", "sentence\tPrices!L1",
        "call\tPrices!L2", "call\tPrices!L3", "started", "sentence\tPrices!L3", "plan\tanswer 1",
        "call",
    )  # fmt: skip
    assert seen[1] == seen[4] == seen[5] == "#2042"
    assert seen[2] == seen[6] == "1"
    shown = f"0x{number:08X}" if number >> 31 else str(number)
    assert f"(error {shown})" in seen[3]
    assert seen[7] == seen[3]
    assert seen[9] == "1"  # a button forgets the failure


@pytest.mark.parametrize(
    ("number", "system", "begins"),
    [
        (0, "Windows (64-bit) NT 10.00", "The engine behind Excel does not answer."),
        (429, "Windows (64-bit) NT 10.00", "Excel finds no StressVaR engine (error 429)."),
        (-2147221164, "Windows (32-bit) NT 10.00", "Excel finds no StressVaR engine (error 0x80040154)."),
        (-2147023636, "Windows (64-bit) NT 10.00", "The engine behind Excel does not start (error 0x800704EC)."),
        (429, "Macintosh (Intel) 16.80", "This add-in needs Excel on Windows."),
        (18, "Windows (64-bit) NT 10.00", "The calculation was stopped with Esc."),
    ],
)  # fmt: skip
def test_the_sentence_says_why_there_is_no_engine(
    book: Book, number: int, system: str, begins: str
) -> None:
    sentence = run(book, "StressVarEngine.SvSentenceOfStart", number, system)
    assert sentence.startswith(begins)
    assert len(sentence) <= 255


@pytest.mark.parametrize(
    ("failures", "seconds", "resting"),
    [
        (0, 0, False), (1, 0, True), (1, 9.9, True), (1, 10, False), (2, 59, True), (2, 61, False),
        (3, 299, True), (3, 301, False), (4, 1799, True), (9, 1799, True), (9, 1801, False),
        (9, -1, False),  # the clock was set back
    ],
)  # fmt: skip
def test_the_rest_after_a_failure_grows(
    book: Book, failures: int, seconds: float, resting: bool
) -> None:
    assert run(book, "StressVarEngine.SvIsResting", failures, seconds) == str(resting)


def test_an_answer_makes_the_rest_short_again(book: Book) -> None:
    seen = steps(book, "plan", "fails", "fails", "fails", "failures", "answered", "failures")
    assert seen[4] == "3"
    assert seen[6] == "0"


def test_esc_during_a_call_is_a_sentence(book: Book) -> None:
    seen = steps(book, "plan\tdie 18|answer 3", "call\tPrices!L4", "started", "sentence\tPrices!L4")
    assert seen[1:3] == ["#2042", "1"]
    assert seen[3].startswith("The calculation was stopped with Esc.")


def test_every_call_makes_esc_an_error(book: Book) -> None:
    seen = steps(book, "plan\tanswer 1|answer 1", "call\tPrices!L5", "why\tPrices!L5", "esc")
    assert seen[3] == "2"  # twice


def test_the_engine_counts_its_calls(book: Book) -> None:
    seen = steps(book, "plan\tanswer 1|answer 2", "work", "call", "call", "work")
    before, after = (
        int(re.sub(r"\D.*", "", line.replace(",", "")) or 0) for line in (seen[1], seen[4])
    )
    assert after == before + 2
    assert re.fullmatch(r"[\d,]+ calls since Excel started, \d+\.\d ms each\.", seen[4])


# --- histories behind handles --------------------------------------------------------------------
def test_a_history_that_a_new_engine_lacks_is_loaded_again_once(book: Book) -> None:
    book.put("Blocks", "B1", "history:0123456789abcdef")
    book.put("Blocks", "B2", " History:0123456789ABCDEF")  # the same
    book.put("Blocks", "B3", "history:fedcba9876543210")
    lost, other = failure(2042, "1/0/0", load=1), failure(2042, "1/0/0")
    plan = f"plan\t{lost}|{lost}|{lost}|{other}|die 462|{lost}"
    seen = steps(
        book, plan,
        "call\tPrices!K7\tBlocks!B1", "load", "load",
        "call\tPrices!K7\tBlocks!B2", "load",
        "call\tPrices!K7\tBlocks!B3", "load",
        "call\tPrices!K7\tBlocks!B3", "load",  # another failure of a handle
        "call\tPrices!K7\tBlocks!B1", "load",  # of an engine started anew
    )  # fmt: skip
    assert seen[1:4] == ["#2042", "True", "False"]
    assert seen[5::2] == ["False", "True", "False", "True"]


def test_a_handle_in_a_formula_is_loaded_again_too(book: Book) -> None:
    seen = steps(book, f"plan\t{failure(2042, '1/0/0', load=1)}", "call\tPrices!K8\t1", "load")
    assert seen[1:] == ["#2042", "True"]


@pytest.mark.parametrize(
    ("formula", "makes"),
    [
        ("=LOAD_HISTORY(Data!A1:F253)", True),
        ("=stressed_var(load_history(A1:B9),C1)", True),
        (r"='C:\x\stressvar.xlam'!LOAD_HISTORY(A1:B9)", True),
        ("=MY_LOAD_HISTORY(A1)", False),
        ("=STRESSED_VAR(A1,C1)", False),
        ("type LOAD_HISTORY(A1:B9)", False),
        ("", False),
    ],
)
def test_a_cell_that_makes_a_handle_is_recognised(book: Book, formula: str, makes: bool) -> None:
    assert run(book, "StressVarHandles.SvMakesHandle", formula) == str(makes)


# --- books from elsewhere -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("formula", "first"),
    [
        ("=STRESSED_VAR(A1:B9,C1)", "STRESSED_VAR"),
        ("=stressed_var(A1)", "STRESSED_VAR"),
        ("=1+CURRENT_VAR(A1)/STRESSED_VAR(B1)", "CURRENT_VAR"),
        ("=IFERROR(STRESSED_VAR_TABLE(A1),0)", "STRESSED_VAR_TABLE"),
        (r"='C:\Users\x\stressvar.xlam'!STRESSED_VAR(A1)", "STRESSED_VAR"),
        ("=MY_STRESSED_VAR(A1)", ""),
        ("=MY_STRESSED_VAR(A1)+STRESSED_VAR(A1)", "STRESSED_VAR"),
        ("=STRESSED_VAR", ""),
        ("STRESSED_VAR(A1)", ""),
        ("=SUM(A1)", ""),
        ("", ""),
    ],
)
def test_a_formula_of_ours_is_recognised(book: Book, formula: str, first: str) -> None:
    assert run(book, "StressVarFormulas.SvFirstOfOurs", formula) == first


@pytest.mark.parametrize("number", [2007, 2015, 2029, 2042])
def test_only_name_makes_formulas_to_be_entered_anew(book: Book, number: int) -> None:
    assert test(book, "NameError", number) == str(number == 2029)


@pytest.mark.parametrize(
    ("link", "other"),
    [
        (r"C:\Users\ann\AppData\Roaming\Microsoft\Excel\XLSTART\stressvar.xlam", True),
        (r"D:\tools\STRESSVAR.XLAM", True),
        ("https://firm.example/shared/stressvar.xlam", True),
        (r"C:\Users\bob\XLSTART\stressvar.xlam", False),
        (r"c:\users\BOB\xlstart\StressVar.xlam", False),
        (r"C:\Users\bob\prices.xlsx", False),
        (r"C:\Users\bob\my stressvar.xlam", False),
        ("", False),
    ],
)
def test_a_link_to_another_copy_of_the_add_in_is_recognised(
    book: Book, link: str, other: bool
) -> None:
    own = r"C:\Users\bob\XLSTART\stressvar.xlam"
    assert run(book, "StressVarFormulas.SvIsOtherCopy", link, own) == str(other)


@pytest.mark.parametrize(
    ("formula", "plain"),
    [
        (r"='C:\a b\stressvar.xlam'!CURRENT_VAR(A1)", "=CURRENT_VAR(A1)"),
        (r"=1/'C:\a\StressVar.xlam'!CURRENT_VAR('My sheet'!A1)", "=1/CURRENT_VAR('My sheet'!A1)"),
        (
            r"=SUM('x y'!A1)+'C:\it''s\stressvar.xlam'!CURRENT_VAR(1)",
            "=SUM('x y'!A1)+CURRENT_VAR(1)",
        ),
        ("=stressvar.xlam!A(1)+stressvar.xlam!B(2)", "=A(1)+B(2)"),
        ("=CURRENT_VAR('it''s'!A1)", "=CURRENT_VAR('it''s'!A1)"),
    ],
)
def test_the_folder_of_another_computer_is_taken_out(book: Book, formula: str, plain: str) -> None:
    assert run(book, "StressVarFormulas.SvWithoutPath", formula, "stressvar.xlam") == plain


@pytest.mark.parametrize(
    ("formula", "stays"),
    [
        ("=STRESSED_VAR(A1:B9,C1)", True),
        ('=PARAM_VAR(1,1)+WEBSERVICE("x")', False),
        ("=PARAM_VAR(1,1)+_xlfn.WEBSERVICE(A1)", False),
        ("=PARAM_VAR(cmd|'/c x'!A1,1)", False),  # DDE
        ('=PARAM_VAR(RTD("a",,"b"),1)', False),
        ('=PARAM_VAR(CALL("a","b","J"),1)', False),
        ('=param_var(image("x"),1)', False),
    ],
)
def test_a_formula_that_calls_out_of_the_book_is_not_entered_anew(
    book: Book, formula: str, stays: bool
) -> None:
    assert run(book, "StressVarFormulas.SvStaysInBook", formula) == str(stays)


# --- the tab --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("current", "following"), [("A1", "B2"), ("B2", "D2"), ("C2", "D2"), ("D2", "A3"), ("A3", "B2")]
)
def test_next_error_goes_by_row_and_around(book: Book, current: str, following: str) -> None:
    assert test(book, "Next", "Prices!A3; Prices!D2; Prices!B2", f"Prices!{current}") == following


def test_the_menu_of_templates_is_xml_with_the_files_in_it(book: Book) -> None:
    test(book, "Plan", "answer 0.1.0|answer files", False)
    xml = test(book, "Menu")
    menu = ElementTree.fromstring(xml)
    assert menu.tag == "{http://schemas.microsoft.com/office/2009/07/customui}menu"
    assert [(b.get("label"), b.get("tag")) for b in menu] == [
        ("start here", r"C:\P&L\start_here.xlsx"), ("a b", r"C:\P&L\a_b.xlsx"),
    ]  # fmt: skip
    assert {b.get("onAction") for b in menu} == {"SvOnTemplate"}


def test_the_templates_are_asked_of_the_engine(book: Book) -> None:
    test(book, "Plan", r"answer 0.1.0|answer C:\x\one.xlsx", False)
    assert test(book, "Menu").count("onAction") == 1
    assert [line.split("(")[0] for line in heard(book)] == [
        f"{ENGINE} STRESSVAR_VERSION", f"{ENGINE} STRESSVAR_TEMPLATES",
    ]  # fmt: skip
    test(
        book, "Plan", r"answer 0.1.0|answer C:\x", False
    )  # an engine of another version: the folder
    assert "No templates found" in test(book, "Menu")
    test(book, "Plan", "", True)
    assert "No templates found" in test(book, "Menu")


# --- orders to Excel, which a stand-in takes down -------------------------------------------------
HELP = f"help '{xlam.NAME}'!"


def test_loading_only_plans_a_look_at_the_open_books(book: Book) -> None:
    steps(book, "plan", "loads")
    assert heard(book) == [f"soon '{xlam.NAME}'!SvStartLater"]


@pytest.mark.parametrize("hidden_refused", [False, True])
def test_repair_help_registers_every_function_from_the_stored_texts(
    book: Book, hidden_refused: bool
) -> None:
    seen = steps(book, "plan", *["refuses"] * hidden_refused, "repair")
    assert seen[-1] == "The help for the function wizard is registered, until Excel is closed."
    told = [line for line in heard(book) if line.startswith(HELP)]
    assert told == [
        f"{HELP}{e.name}: {e.summary}" + (f" {len(e.parameters)}" if e.parameters else "")
        for e in CATALOGUE
    ]
    orders = [line for line in heard(book) if not line.startswith(HELP)]
    shown = [
        "events False",
        "screen False",
        "hidden False",
        "hidden True",
        "screen True",
        "events True",
    ]
    assert orders == shown * hidden_refused + ["saved True"]


def test_the_engine_is_started_before_a_cell_waits_for_it(book: Book) -> None:
    steps(book, f"plan\tanswer {__version__}", "start")
    ask = f"{ENGINE} STRESSVAR_VERSION() 0|"
    told = heard(book)
    assert told[0] == "status StressVaR: starting the engine ..."
    assert [line for line in told if "Clear" not in line][1:] == [ask, "status False"]


def test_a_message_takes_back_the_plan_of_the_one_before(book: Book) -> None:
    steps(book, "plan", "say\tOne", "say\tTwo", "unsay")
    clear = f"'{xlam.NAME}'!SvClearStatus"
    assert heard(book) == [
        "status One", f"soon {clear}", "status Two", f"not {clear}", f"soon {clear}", f"not {clear}",
        "status False",
    ]  # fmt: skip


def test_the_text_of_another_program_stays_in_the_status_bar(book: Book) -> None:
    steps(book, "plan", "say\tOurs", "status\tTheirs", "unsay")
    assert heard(book)[-1] != "status False"


@pytest.mark.parametrize(
    ("mode", "given_back"), [(-4105, ["calculation -4135", "calculation -4105"]), (-4135, [])]
)
def test_calculation_and_events_are_given_back(
    book: Book, mode: int, given_back: list[str]
) -> None:
    """To set the mode empties the clipboard, so by hand it is not set at all."""
    steps(book, "plan", f"mode\t{mode}", "pause excel")
    told = heard(book)
    assert [line for line in told if line.startswith("calculation")] == given_back
    assert [line for line in told if line.startswith("events")] == ["events False", "events True"]


def test_while_cells_are_copied_histories_wait(book: Book) -> None:
    book.put("Blocks", "B4", "history:00000000000000aa")
    plan = failure(2042, "1/0/0", load=1)
    seen = steps(
        book,
        f"plan\t{plan}",
        "call\tPrices!K9\tBlocks!B4",
        "copies\t1",
        "load",
        "copies\t0",
        "load",
    )
    assert seen[3] == "False"
    assert seen[5] == "True"


@pytest.mark.parametrize(("typed", "back"), [
    (12.5, "12.5 General"), (None, "empty General"), ("=2*3", "6 General"),
])  # fmt: skip
def test_what_stood_in_a_cell_comes_back_after_cancel(
    book: Book, typed: float | str | None, back: str
) -> None:
    book.put("Blocks", "F1", typed)
    assert test(book, "Retyped", "Blocks!F1") == f"2 {back}"


def test_the_new_sheets_formulas_have_no_more_arguments_than_their_functions(book: Book) -> None:
    formulas = test(book, "SheetFormulas").splitlines()
    assert len(formulas) == 5
    assert formulas[1] == (
        "=STRESSED_VAR(TO_RETURNS(Prices!$A$1:$C$9),Book!$A$1:$B$2,$B$3,$B$4,$B$5,$B$6)"
    )
    for formula in formulas:
        name = formula[1 : formula.index("(")]
        if name in CATALOGUE:
            inner = re.sub(r"TO_RETURNS\([^)]*\)", "history", formula)
            assert inner.count(",") < len(CATALOGUE[name].parameters)


@pytest.mark.parametrize(
    ("units", "position", "unit"),
    [("money", 1, "money"), ("money", 3, "money"), ("text|date|percent*", 2, "date"),
     ("text|date|percent*", 9, "percent"), ("text|money", 3, "")],
)  # fmt: skip
def test_a_column_has_its_unit(book: Book, units: str, position: int, unit: str) -> None:
    assert run(book, "StressVarSheets.SvUnitOf", units, position) == unit


@pytest.mark.parametrize(
    ("label", "unit"),
    [("Start", "date"), ("Days", "count"), ("Starting", ""), ("Position: UST", "money"), ("", "")],
)
def test_a_line_of_a_report_has_its_unit(book: Book, label: str, unit: str) -> None:
    units = "Start=date|Days=count|Position: *=money"
    assert run(book, "StressVarSheets.SvUnitOfLine", units, label) == unit


@pytest.mark.parametrize(
    ("unit", "where", "shown"),
    [
        ("date", "A1:A4", "yyyy-mm-dd"),
        ("date", "A2", "yyyy-mm-dd"),
        ("date", "B2:B4", "#,##0"),  # days of a history without dates
        ("date", "B3", "#,##0"),
        ("money", "B2:B4", "#,##0.00"),
    ],
)
def test_days_without_dates_are_numbers(book: Book, unit: str, where: str, shown: str) -> None:
    assert test(book, "FormatOf", f"Prices!{where}", unit) == shown
