"""The add-in's VBA in pyOpenVBA's Excel in memory: real Formula2, SpecialCells, protection, several books.

What that Excel lacks and our code asks for is added here: whether a book is an add-in, its links, its date
system, AutoSave, timers, the Esc setting, CreateObject, which gives an engine that takes down what it is
asked, SpecialCells that a protected sheet refuses, and IsError, which is True of an argument left out. A formula never calls our functions in it and shows #NAME?; that they are called is played by
SvCallFrom. It cannot compare error values, so the two lines that do are rewritten; and as it takes its time,
a book counts as large from 50 formulas on in place of 5,000, an array formula as long from 40 characters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.apps.excel._model import Application, Range, Workbook, Worksheet
from pyopenvba.interpreter import _runtime
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._objects import MemberSpec, VBAObject, method
from pyopenvba.interpreter._values import EMPTY, MISSING, VBAArray, error, to_bool

from tests.artefacts.vba.sources import committed
from xl_stressvar.hosts.excel_addin import answer

REWRITTEN = {
    "LONGEST_ARRAY_FORMULA As Long = 255": "LONGEST_ARRAY_FORMULA As Long = 40",
    "MOST_FORMULAS As Long = 5000": "MOST_FORMULAS As Long = 50",
    "(value = CVErr(ERROR_NAME))": '(CStr(value) = "Error " & ERROR_NAME)',
    "cell.Value2 = CVErr(ERROR_SPILL)": 'CStr(cell.Value2) = "Error " & ERROR_SPILL',
}
AUTOMATIC, BY_HAND = -4105, -4135
STAND_IN = """
Public Function ContextOf(ByVal caller As Object, ByVal one As Object, ByVal other As Object) As String
    Dim values As Variant, context As String
    SvArguments Array(one, other, 7), caller, values, context
    ContextOf = context
End Function
Public Function Gives(ByVal caller As Object, ByVal functionName As String, ByVal history As Object, ByVal window As Object) As String
    Dim found As Variant, i As Long
    If functionName = "WORST_WINDOW" Then
        found = SvCallFrom(caller, functionName, Array(history, 100, 8, 0.75))
    Else
        found = SvCallFrom(caller, functionName, Array(history, 100, window, 0.75))
    End If
    If IsArray(found) Then
        Gives = CStr(found(0)) & " " & CStr(found(1))
    Else
        Gives = CStr(found)
    End If
End Function
Public Function ShownBy(ByVal caller As Object, ByVal argument As Object) As String
    ShownBy = CStr(SvCallFrom(caller, "CURRENT_VAR", Array(argument)))
End Function
Public Function LeftOut(ByVal caller As Object, Optional ByVal second As Variant) As String
    LeftOut = CStr(SvCallFrom(caller, "CURRENT_VAR", Array(1)))
    LeftOut = CStr(SvCallFrom(caller, "STRESSED_VAR", Array(1, second)))
    LeftOut = SvRecalled(SvKey(caller))
End Function
Public Function Calls(ByVal book As Object) As String
    Calls = "unknown"
    If Not IsNull(SvCallsOurs(book)) Then Calls = CStr(SvCallsOurs(book))
End Function
Public Function Histories() As String
    Dim line As Variant
    For Each line In SvHandleLines()
        Histories = Histories & line & vbLf
    Next line
End Function
Public Function Checked(ByVal part As String) As String
    Dim line As Variant
    SvNewReport
    SvCheckPart part, SvNewBook(False), SvNewBook(True)
    For Each line In SvReportLines()
        Checked = Checked & line & vbTab & SvVerdict(line) & vbLf
    Next line
End Function
Public Function ErrorsIn(ByVal sheet As Object) As String
    Dim cell As Object
    For Each cell In SvErrorsOfOurs(sheet)
        ErrorsIn = ErrorsIn & cell.Address(False, False) & " "
    Next cell
End Function
"""


_parsed = cache(_runtime.parse_module)


class Engine(VBAObject):
    """What CreateObject gives: it takes down what it is asked."""

    vba_type_name = "Engine"

    def __init__(self, excel: Excel) -> None:
        self.excel = excel

    @method
    def CallUDF(self, module: object, name: object, arguments: object) -> object:
        self.excel.asked.append(str(name))
        if self.excel.genuine:
            function, values, context = plain(arguments)
            return crossed(answer(function, values, context))
        return self.excel.answer(str(name))


def plain(value: object) -> Any:
    """A value of VBA's as COM hands it to Python: a range as a tuple of rows, an array as one flat tuple."""
    if not isinstance(value, VBAArray):
        return None if value is EMPTY else value
    if value.dimensions == 1:
        return tuple(map(plain, value.items))
    (top, bottom), (left, right) = value.bounds
    return tuple(
        tuple(plain(value.get([i, j])) for j in range(left, right + 1))
        for i in range(top, bottom + 1)
    )


def crossed(grid: list[list[Any]]) -> object:
    """A result as COM hands it to VBA: a single cell, a flat row, or a table."""
    if len(grid) > 1:
        by_column = [row[j] for j in range(len(grid[0])) for row in grid]
        return VBAArray([(0, len(grid) - 1), (0, len(grid[0]) - 1)], items=by_column)
    row = grid[0]
    return row[0] if len(row) == 1 else VBAArray([(0, len(row) - 1)], items=list(row))


class Excel:
    """One Excel with the add-in's modules, and counts of what they ask of it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.counts: Counter[str] = Counter()
        self.planned: list[str] = []
        self.asked: list[str] = []
        self.answer: Callable[[str], object] = lambda name: 1.0
        self.start_fails = 0
        self.genuine = False  # whether our own Python answers
        self._complete()
        monkeypatch.setattr(_runtime, "parse_module", _parsed)  # the same modules for every test
        self.app = ExcelApplication()
        self.own = self.app.add_workbook()
        self.own.is_addin = True
        monkeypatch.setattr(self.app.interpreter.host, "create", self._create)
        for name, source in sorted(committed().items()):
            if name.endswith(".bas") and name != "StressVarRibbon.bas":
                for before, after in REWRITTEN.items():
                    source = source.replace(before, after)
                self.app.add_module(source, name=name.removesuffix(".bas"))
        self.app.add_module(
            "Public Sub SvShowEngine(ByVal version As String)\nEnd Sub\n", name="Tab"
        )
        self.app.add_module(STAND_IN, name="StandIn")

    # --- what tests do ---------------------------------------------------------------------------
    def book(self, *sheets: dict[str, str], protect: int = 0, **properties: object) -> Workbook:
        """A book with these formulas and texts by address, a mapping a sheet."""
        book = self.app.add_workbook()
        for i, cells in enumerate(sheets):
            sheet = book.sheets_[0] if i == 0 else self._add_sheet(book)
            for address, content in cells.items():
                kind = "FormulaArray" if content.startswith("{=") else "Formula2"
                self.range(sheet, address).vba_set(
                    kind, content.strip("{}") if kind == "FormulaArray" else content
                )
            if i < protect:
                sheet.vba_get("Protect")
        for name, value in properties.items():
            setattr(book, name, value)
        book.saved = True
        self.counts.clear()
        return book

    def _add_sheet(self, book: Workbook) -> Worksheet:
        sheets = book.vba_get("Worksheets")
        return sheets.vba_get("Add", [], {"After": book.sheets_[-1]})

    def range(self, sheet: Worksheet, address: str) -> Range:
        found = sheet.vba_get("Range", [address])
        assert isinstance(found, Range)
        return found

    def run(self, procedure: str, *arguments: object) -> Any:
        return self.app.run(procedure, *arguments)

    def calculated(self, book: Workbook) -> None:
        """The events of one calculation of a book, as Excel raises them: each sheet's, then the last."""
        for sheet in book.sheets_:
            self.run("SvSheetCalculated", sheet)
        self.run("SvAllCalculated")

    # --- what that Excel lacks -------------------------------------------------------------------
    def _create(self, name: str) -> object:
        self.counts["CreateObject"] += 1
        if self.start_fails:
            raise error(self.start_fails, "it does not start")
        return Engine(self)

    def _complete(self) -> None:
        for name, attribute, default in (
            ("IsAddin", "is_addin", False),
            ("AutoSaveOn", "auto_save", False),
            ("CalculationVersion", "calculation_version", 191029),
            ("Date1904", "date1904", False),
        ):
            self.give(
                Workbook, name, lambda book, a=attribute, d=default: getattr(book, a, d),
                setter=lambda book, value, a=attribute: setattr(book, a, to_bool(value)),
            )  # fmt: skip
        self.give(Workbook, "LinkSources", lambda book, kind=MISSING: getattr(book, "links", EMPTY))
        self.give(Application, "Caller", lambda app: EMPTY)  # a macro's
        self.give(Application, "OperatingSystem", lambda app: "Windows (64-bit) NT 10.00")
        self.give(
            Application, "EnableCancelKey", lambda app: 1, setter=self._counted("EnableCancelKey")
        )
        self.give(Application, "OnTime", self._planning(), kind="method")
        self._refuse_special_cells_of_protected_sheets()
        is_error = INTRINSICS["iserror"]
        self.monkeypatch.setitem(
            INTRINSICS,
            "iserror",
            lambda vba, given, named: given == [MISSING] or is_error(vba, given, named),
        )
        self._count(Range, "SpecialCells")
        self._count(Range, "Calculate")
        self._count(Application, "Calculate")
        for name in ("Formula", "Formula2", "FormulaArray"):
            self._count(Range, name, setter=True)
        self._count(Application, "Calculation", setter=True)

    def _refuse_special_cells_of_protected_sheets(self) -> None:
        spec = Range._vba_members["specialcells"]

        def special(area: Range, Type: object = MISSING, Value: object = MISSING) -> object:  # noqa: N803 - VBA's own
            if to_bool(area.sheet.vba_get("ProtectContents")):
                raise error(1004, "You cannot use this command on a protected sheet.")
            return spec.getter(area, Type, Value)

        self.monkeypatch.setitem(Range._vba_members, "specialcells", replace(spec, getter=special))

    def give(
        self, kind_of: type[VBAObject], name: str, getter: Callable[..., object], setter: Any = None,
        kind: str = "property",
    ) -> None:  # fmt: skip
        parameters = tuple(getter.__code__.co_varnames[1 : getter.__code__.co_argcount])
        parameters = tuple(p for p in parameters if p not in ("a", "d"))
        spec = MemberSpec(name, kind, getter=getter, setter=setter, parameters=parameters)
        self.monkeypatch.setitem(kind_of._vba_members, name.lower(), spec)

    def _counted(self, name: str) -> Callable[[Any, object], None]:
        return lambda _, value: self.counts.update([f"{name}={value}"])

    def _planning(self) -> Callable[..., None]:
        def on_time(
            application: object, moment: object, procedure: object,
            latest: object = MISSING, schedule: object = MISSING,
        ) -> None:  # fmt: skip
            if schedule is MISSING:
                self.planned.append(str(procedure).split("!")[-1])

        return on_time

    def _count(self, kind_of: type[VBAObject], name: str, setter: bool = False) -> None:
        """Have a member of that Excel count how often it is used."""
        spec = kind_of._vba_members[name.lower()]
        part = "setter" if setter else "getter"
        inner = getattr(spec, part)

        def counting(*arguments: Any, **named: Any) -> Any:
            self.counts[name] += 1
            return inner(*arguments, **named)

        self.monkeypatch.setitem(
            kind_of._vba_members, name.lower(), replace(spec, **{part: counting})
        )
