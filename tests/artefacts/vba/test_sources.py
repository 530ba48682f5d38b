"""The VBA of the add-in: generated from the catalogue, complete, and free of what is not allowed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, get_type_hints

import pytest

from tests.artefacts.vba.sources import FOLDER, PROCEDURE, code, committed, parameters
from tools.addin import vba
from tools.addin.help import argument_descriptions, intellisense, rows
from tools.addin.ribbon import ribbon
from xl_stressvar import __version__, errors
from xl_stressvar.catalogue import CATALOGUE, Catalogue
from xl_stressvar.cells.results import Report
from xl_stressvar.dispatch import call
from xl_stressvar.hosts.excel_addin import ADDRESS, SENTINEL

FUNCTIONS = vba.functions()
SOURCES = committed()


def with_dummy() -> Catalogue:
    from tests.hosts.excel.dummy_host import twice

    return CATALOGUE.with_function("Audit and help", twice)


@pytest.mark.parametrize("name", vba.generated())
def test_the_committed_module_is_what_would_be_generated(name: str) -> None:
    assert (FOLDER / "generated" / name).read_text("ascii") == vba.generated()[name], (
        "make generate"
    )


def test_every_function_has_its_names_order_and_optional_arguments() -> None:
    found = {m["name"]: parameters(m["parameters"]) for m in PROCEDURE.finditer(FUNCTIONS)}
    assert found == {
        e.name: [(vba.PREFIX + p.name, not p.required) for p in e.parameters] for e in CATALOGUE
    }


def test_a_function_hands_on_every_argument_in_order() -> None:
    for entry in CATALOGUE:
        if entry.name == "STRESSVAR_WHY":
            continue
        handed = ", ".join(vba.PREFIX + p.name for p in entry.parameters)
        assert f'    {entry.name} = SvCall("{entry.name}", Array({handed}))\n' in FUNCTIONS


def test_a_function_added_to_the_catalogue_shows_up_everywhere() -> None:
    catalogue = with_dummy()
    assert "Public Function TWICE(the_number, Optional the_times)" in vba.functions(catalogue)
    known = vba.known(catalogue)
    assert 'Case "TWICE": SvColumnUnits = "number"' in known
    assert re.search(r"\bTWICE\b", known.split("SvFunctionNames = Split(")[1].split(")")[0])
    assert 'tag="TWICE"' in ribbon(catalogue)
    assert ("help", "TWICE", "A number times two.") in [tuple(row[:3]) for row in rows(catalogue)]
    assert '<x14:definedName name="TWICE">' in argument_descriptions(catalogue)
    assert '<Function Name="TWICE" ' in intellisense(catalogue)


def test_a_function_carries_its_description_and_its_group_in_the_wizard() -> None:
    for entry in CATALOGUE:
        head = (
            rf"Public Function {entry.name}\(.*\)\n"
            rf"Attribute {entry.name}\.VB_Description = (.*)\n"
            rf'Attribute {entry.name}\.VB_ProcData\.VB_Invoke_Func = " \\n20"\n'
        )
        found = re.search(head, FUNCTIONS)
        assert found, entry.name
        shown = entry.summary.replace("²", "2")  # an Attribute line has no ChrW
        assert _unquoted(found[1]) == shown
        assert shown.isascii()


def test_a_sentence_that_a_constant_cannot_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """ChrW in a Const would stop the whole project from compiling."""
    odd = replace(errors.BUG, seen="A gap of 5 − 3 days.")
    monkeypatch.setitem(vba.SENTENCES, "SV_BUG", odd)
    with pytest.raises(ValueError, match="no letter beyond ASCII"):
        vba.sentences()


def _unquoted(expression: str) -> str:
    """The text of `"abc" & ChrW(8730) & "d"`."""
    text = ""
    for part in re.findall(r'"((?:[^"]|"")*)"|ChrW\((\d+)\)', expression):
        text += chr(int(part[1])) if part[1] else part[0].replace('""', '"')
    return text


def test_characters_beyond_ascii_are_written_with_chrw() -> None:
    assert vba.literal('a "√" b') == '"a """ & ChrW(8730) & """ b"'
    assert vba.literal("") == '""'


# --- what VBA would not compile or Excel would refuse ---------------------------------------------
@pytest.mark.parametrize("name", SOURCES)
def test_a_module_declares_its_variables_and_fits_in_vba(name: str) -> None:
    source = SOURCES[name]
    assert source.isascii()
    assert "\nOption Explicit\n" in source
    assert "\t" not in source
    assert source.endswith("\n")
    logical = source.replace(" _\n", " ").split("\n")
    assert max(map(len, logical)) <= 1023 or max(map(len, source.split("\n"))) <= 1023
    for procedure in re.split(r"^End (?:Sub|Function)$", source, flags=re.MULTILINE):
        assert procedure.count(" _\n") <= 24 * max(
            1, procedure.count("Array(") + procedure.count("Split(")
        )


@pytest.mark.parametrize("name", SOURCES)
def test_excel_offers_no_function_but_ours(name: str) -> None:
    """A public function of a module that is not private would be in every cell's list."""
    if "\nOption Private Module\n" in SOURCES[name]:
        return
    offered = {
        m["name"] for m in PROCEDURE.finditer(SOURCES[name])
        if (m["scope"], m["kind"]) == ("Public", "Function")
    }  # fmt: skip
    assert offered == ({e.name for e in CATALOGUE} if name == "StressVarFunctions.bas" else set())


# --- what a user must never meet ------------------------------------------------------------------
#: Modules whose procedures Excel itself calls: buttons, events, timers, loading.
WAYS_IN = ("StressVarRibbon.bas", "StressVarStart.bas", "StressVarEvents.cls", "ThisWorkbook.cls")
#: Called by our own code alone, or without anything in them that could fail.
INSIDE = {"SvStart", "SvWatch", "SvStartEngineSoon", "SvLoadSoon", "SvBegin"}


def procedures(source: str) -> dict[str, list[str]]:
    """The lines inside each procedure, without comments."""
    found = {}
    for text in re.split(r"^End (?:Sub|Function)$", code(source), flags=re.MULTILINE):
        head = PROCEDURE.search(text)
        if head:
            found[head["name"]] = [
                line.strip() for line in text[head.end() :].split("\n") if line.strip()
            ]
    return found


@pytest.mark.parametrize("name", WAYS_IN)
def test_every_way_in_has_a_handler_before_its_first_step(name: str) -> None:
    """VBA's own box has an End button, which would reset the add-in: connection and sentences gone."""
    checked = 0
    for procedure, lines in procedures(SOURCES[name]).items():
        if procedure in INSIDE:
            continue
        steps = [line for line in lines if not line.startswith("Dim ")]
        assert steps[0] in ("On Error Resume Next", "On Error GoTo failed"), procedure
        checked += 1
    assert checked >= 2


def test_an_event_does_what_the_tests_of_it_call() -> None:
    """No other program gives events to a class: tests/hosts/memory calls what stands in them."""
    events = procedures(SOURCES["StressVarEvents.cls"])
    does = {
        "App_WorkbookOpen": ["SvBookOpened Wb"],
        "App_SheetCalculate": ["SvSheetCalculated Sh"],
        "App_AfterCalculate": ["SvAllCalculated", "SvLoadSoon"],
    }
    for event, steps in does.items():
        # texts are empty in what `procedures` gives
        assert events[event] == ["On Error Resume Next", 'SvSaw ""', *steps]
    book = procedures(SOURCES["ThisWorkbook.cls"])
    assert book["Workbook_Open"] == ["On Error Resume Next", "SvStart"]
    # a plan that is left when the add-in closes would open it again
    assert book["Workbook_BeforeClose"] == ["On Error Resume Next", "SvUnsay"]


def test_a_button_sets_esc_before_it_works_and_tells_what_failed() -> None:
    for procedure, lines in procedures(SOURCES["StressVarRibbon.bas"]).items():
        if procedure.startswith("SvOn"):
            assert "SvBegin" in lines[:4], procedure
            assert lines[-2] == "failed:", procedure
            assert lines[-1].startswith("SvTell Err.Number, "), procedure
    assert procedures(SOURCES["StressVarRibbon.bas"])["SvBegin"][0] == "SvEscIsAnError"
    calls = procedures(SOURCES["StressVarCrossing.bas"])
    for procedure in ("SvCallFrom", "SvWhy"):
        assert "SvEscIsAnError" in calls[procedure], procedure


def test_excels_own_state_is_changed_in_one_place() -> None:
    """Calculation, events, the status bar and timers are given back where they are taken."""
    borrowed = re.compile(
        r"Application\.(?:Calculation|StatusBar|EnableCancelKey)\b = |Application\.OnTime"
    )
    at = {name for name, source in SOURCES.items() if borrowed.search(code(source))}
    assert at == {"StressVarExcel.bas", "StressVarCheck.bas"}  # the check tries Esc
    everywhere = "\n".join(map(code, SOURCES.values()))
    assert not re.search(r"\.Dirty\b|Application\.CalculateFull", everywhere)
    assert not re.search(r"MacroOptions", code(SOURCES["StressVarStart.bas"]))


@pytest.mark.parametrize("name", SOURCES)
def test_no_dll_no_shell_no_other_program(name: str) -> None:
    words = set(re.findall(r"\w+", code(SOURCES[name]).casefold()))
    assert not words & {"declare", "shell", "lib", "kill", "sendkeys", "environ", "open", "wscript"}
    created = re.findall(r"CreateObject\((.*?)\)", SOURCES[name])
    assert set(created) <= {"ENGINE"}


@pytest.mark.parametrize("name", SOURCES)
def test_blocks_are_closed(name: str) -> None:
    openers: list[str] = []
    closes = {"End If": "If", "End Sub": "Sub", "End Function": "Function", "End With": "With",
              "End Select": "Select", "Loop": "Do"}  # fmt: skip
    for line in code(SOURCES[name]).split("\n"):
        line = line.strip()
        bare = re.sub(r"^(Public|Private) ", "", line)
        if line in closes:
            assert openers.pop() == closes[line], line
        elif re.match(r"Next\b", line):
            assert openers.pop() == "For", line
        elif re.match(r"If .* Then$", line):
            openers.append("If")
        elif found := re.match(r"(Sub|Function|With|Select|Do|For)\b", bare):
            openers.append(found[1])
    assert openers == []


def test_no_procedure_is_defined_twice() -> None:
    names = [
        m["name"].casefold()
        for name, source in SOURCES.items()
        if not name.endswith(".cls")
        for m in PROCEDURE.finditer(source)
        if m["scope"] == "Public"
    ]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SOURCES)
def test_every_procedure_that_is_called_exists_where_it_can_be_seen(name: str) -> None:
    public = {
        m["name"]
        for source in SOURCES.values()
        for m in PROCEDURE.finditer(source)
        if m["scope"] == "Public"
    }
    constants = {
        c for source in SOURCES.values() for c in re.findall(r"Public Const (\w+)", source)
    }
    own = {m["name"] for m in PROCEDURE.finditer(SOURCES[name])}
    used = set(re.findall(r"\b(?:Sv[A-Z]\w*|SV_\w+|Help_\w+)\b", code(SOURCES[name])))
    assert used <= public | own | constants


@pytest.mark.parametrize("name", SOURCES)
def test_calls_give_as_many_arguments_as_the_procedure_has(name: str) -> None:
    declared = {
        m["name"]: parameters(m["parameters"])
        for s in SOURCES.values()
        for m in PROCEDURE.finditer(s)
    }
    for line in code(SOURCES[name]).split("\n"):
        if PROCEDURE.match(line):
            continue
        for found in re.finditer(r"\b(Sv\w+)\(", line):
            if found[1] in declared:
                given = _count(line[found.end() :])
                assert given == len(declared[found[1]]), line
        statement = re.match(r"\s*(?:If .* Then |Else )?(Sv\w+)(?: ([^=(].*))?$", line)
        if statement and statement[1] in declared and not re.match(r"\s*Sv\w+ = ", line):
            given = _count((statement[2] or "") + ")")
            assert given == len(declared[statement[1]]), line


def _count(rest: str) -> int:
    """How many arguments stand before the bracket that closes the list."""
    depth, commas, seen = 0, 0, False
    for c in rest:
        if c == ")" and depth == 0:
            break
        depth += (c == "(") - (c == ")")
        commas += c == "," and depth == 0
        seen |= not c.isspace()
    return commas + 1 if seen else 0


@pytest.mark.parametrize("name", SOURCES)
def test_every_name_that_is_used_is_declared(name: str) -> None:
    """Option Explicit would stop the whole project at the first that is not."""
    source = code(SOURCES[name])
    module = set(
        re.findall(r"^(?:Public|Private|Dim)(?: Const| WithEvents)? (\w+)", source, re.MULTILINE)
    )
    for text in re.split(r"^End (?:Sub|Function)$", source, flags=re.MULTILINE):
        head = PROCEDURE.search(text)
        if not head:
            continue
        local = {n for n, _ in parameters(head["parameters"])} | {head["name"]}
        for dim in re.findall(r"^\s*Dim (.+)$", text, re.MULTILINE):
            local |= {re.match(r"\w+", part.strip())[0] for part in re.split(r",(?![^()]*\))", dim)}  # type: ignore[index]
        body = text[head.end() :]
        assigned = set(re.findall(r"^\s*(?:Set )?(\w+) = ", body, re.MULTILINE))
        assigned |= set(re.findall(r"^\s*For (?:Each )?(\w+) ", body, re.MULTILINE))
        assigned |= set(re.findall(r"Then (?:Set )?(\w+) = ", body))
        assert assigned <= local | module, f"{name} {head['name']}"


# --- what both sides must agree on ---------------------------------------------------------------
def test_vba_parses_the_text_that_python_writes() -> None:
    crossing, answers = SOURCES["StressVarCrossing.bas"], SOURCES["StressVarAnswers.bas"]
    assert chr(27) + "SV|" == SENTINEL
    assert 'Chr$(27) & "SV|"' in answers
    assert chr(26) == ADDRESS
    assert "Chr$(26)" in answers
    assert '"xl_stressvar.hosts.excel_addin"' in crossing
    assert '"STRESSVAR_CALL"' in crossing


def test_the_add_in_says_its_version_and_the_sentences_of_the_table() -> None:
    texts = SOURCES["StressVarTexts.bas"]
    assert f'SV_VERSION As String = "{__version__}"' in texts
    for name, problem in vba.SENTENCES.items():
        assert problem in errors.PROBLEMS.values()
        line = re.search(rf"^Public Const {name} As String = (.+)$", texts, re.MULTILINE)
        assert line
        assert _unquoted(line[1]) == problem.text


def test_the_new_sheet_uses_functions_of_the_catalogue() -> None:
    used = set(re.findall(r"\b([A-Z]{2,}(?:_[A-Z]+)+)\(", SOURCES["StressVarSheets.bas"]))
    assert {"STRESSED_VAR", "CURRENT_VAR", "TO_RETURNS"} <= used
    assert used <= {e.name for e in CATALOGUE}


def test_every_unit_has_a_number_format_or_is_text() -> None:
    seen = {u for e in CATALOGUE for u in vba.units(e).replace("*", "").split("|")}
    seen |= {u for e in CATALOGUE for _, u in e.returns.lines}
    assert seen <= set(vba.FORMATS) | {"text", vba.LINES}


PNL = [[float(x)] for x in (-3, 1, 2, -1, 1, 2, -2, 1, 1, 2)]
DAYS = [
    ["Date", "A", "B"],
    *([39692.0 + i, row[0] / 100, -row[0] / 200] for i, row in enumerate(PNL)),
]


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("WINDOW_REVIEW", ["GFC", "2026-06-30"]),
        ("CAPITAL_CHECK", [100.0, 80.0, 2000.0]),
        ("BACKTEST_VAR", [PNL, 2.0, 0.9]),
        ("BACKTEST_STRESSED_VAR", [PNL, 2.0, 0.9]),
        ("STRESS_AUDIT", [DAYS, [[1.0, 1.0]], "2008-09-01:2008-09-10", 0.9]),
    ],
)
def test_every_number_of_a_report_has_a_unit(name: str, arguments: list[Any]) -> None:
    report = call(name, arguments).value
    assert isinstance(report, list)
    numbers = [label for label, value in report if isinstance(value, float)]
    assert len(numbers) > 3
    lines = CATALOGUE[name].returns.lines
    patterns = [re.escape(label).replace(r"\*", ".*") for label, _ in lines]
    assert [label for label in numbers if not re.fullmatch("|".join(patterns), str(label))] == []
    labels = [str(label) for label, _ in report]
    assert [p for p in patterns if not any(re.fullmatch(p, label) for label in labels)] == []


def test_every_report_says_the_units_of_its_lines() -> None:
    hints = {e.name: get_type_hints(e.function)["return"] for e in CATALOGUE}
    assert {name for name, hint in hints.items() if hint is Report} == {
        e.name for e in CATALOGUE if e.returns.lines
    }


# [MS-VBAL] 3.3.5.2, the reserved identifiers
RESERVED = """
case call close const declare dim do else elseif end endif enum erase event exit for friend function
get global gosub goto if implements input let lock loop lset next on open option print private public put
raiseevent redim resume return rset seek select set static stop sub type unlock wend while with write any
as byref byval each in new shared until withevents optional paramarray preserve spc tab then to addressof
and eqv imp is like mod not or typeof xor me abs cbool cbyte ccur cdate cdbl cint clng clnglng clngptr
csng cstr cvar cverr date debug doevents fix int len lenb psgn scale sgn array circle inputb lbound ubound
boolean byte currency double integer long longlong longptr single variant true false nothing empty null
attribute rem
"""


@pytest.mark.parametrize("name", SOURCES)
def test_no_name_is_a_reserved_word(name: str) -> None:
    source = code(SOURCES[name])
    declared = re.findall(
        r"^(?:Public|Private)(?: Const| WithEvents)? (?!Sub|Function|Const|WithEvents)(\w+)",
        source,
        re.MULTILINE,
    )
    for head in PROCEDURE.finditer(source):
        declared += [head["name"], *(n for n, _ in parameters(head["parameters"]))]
    for dim in re.findall(r"^\s*Dim (.+)$", source, re.MULTILINE):
        declared += re.findall(r"(\w+)(?:\(.*?\))? As ", dim)
    declared += re.findall(r"^(\w+):$", source, re.MULTILINE)  # labels
    assert not {d.casefold() for d in declared} & set(RESERVED.split())
