' Beside the add-in's own modules while tests run: the engine's place, and calls that a test cannot make
' from outside because they take cells, arrays or error values. SHOWN is how a test sees a value:
' 1.5, "text", TRUE, empty, #2042, a table as {1,2;3,4}, a flat array as [1,2].
Option Explicit

Private plan As String ' what the engine does at its next calls: die 462|answer table|raise some words
Private heard As String ' the calls it got
Private started As Long ' how often it was started
Private absent As Long ' the error of a start that fails, 0 for one that works
Private excel As Object ' in the place of Application

' --- the engine ----------------------------------------------------------------------------------
Public Function TestPlan(steps As String, isAbsent As Boolean) As String
    plan = steps
    heard = ""
    started = 0
    absent = IIf(isAbsent, 429, 0)
    SvDropEngine
    SvEngineAgain
    Set excel = Nothing
End Function

Public Function TestHeard() As String
    TestHeard = heard
End Function

' Stands where the add-in says CreateObject.
Public Function StandInEngine() As Object
    started = started + 1
    If absent <> 0 Then Err.Raise absent
    Set StandInEngine = New StandIn
End Function

' Stands where the add-in gives Excel orders.
Public Function StandInExcel() As Object
    If excel Is Nothing Then Set excel = New StandInApplication
    Set StandInExcel = excel
End Function

Public Sub StandInHears(what As String)
    heard = heard & what & vbLf
End Sub

' What the stand-in's CallUDF does.
Public Function StandInAnswer(moduleName As String, functionName As String, ByVal arguments As Variant) As Variant
    Dim nextStep As String, rest As Long, i As Long, shown As String
    If functionName = "STRESSVAR_CALL" Then
        shown = arguments(0) & "("
        For i = 0 To UBound(arguments(1))
            shown = shown & IIf(i = 0, "", "; ")
            shown = shown & Shown_(arguments(1)(i))
        Next i
        heard = heard & moduleName & " " & shown & ") " & arguments(2) & vbLf
    Else
        heard = heard & moduleName & " " & functionName & vbLf
    End If
    rest = InStr(plan & "|", "|")
    nextStep = Left(plan, rest - 1)
    plan = Mid(plan, rest + 1)
    If Left(nextStep, 4) = "die " Then Err.Raise CLng(Mid(nextStep, 5))
    If Left(nextStep, 6) = "raise " Then Err.Raise 1001, , Replace(Mid(nextStep, 7), "/", vbLf)
    StandInAnswer = Answer_(Mid(nextStep, 8))
End Function

' The shapes that xlwings' CallUDF gives back: arrays start at 0, a single row is flat. ~ is Chr 27, ^ Chr 26.
Private Function Answer_(what As String) As Variant
    Dim table(1, 2) As Variant, row(2) As Variant
    Select Case what
    Case "table"
        table(0, 0) = "Date": table(0, 1) = Chr(27) & "SV|2042": table(0, 2) = 0.5
        table(1, 0) = 39692: table(1, 1) = True: table(1, 2) = Chr(27) & "SV|2007"
        Answer_ = table
    Case "row"
        row(0) = 1: row(1) = Chr(27) & "SV|2036": row(2) = "x"
        Answer_ = row
    Case "imitation"
        table(0, 0) = Chr(27) & "SV|x": table(0, 1) = 1: table(0, 2) = 0
        table(1, 0) = Chr(27) & "SV|T|" & Chr(27) & "SV|2042": table(1, 1) = 2: table(1, 2) = 0
        Answer_ = table
    Case "files"
        Answer_ = Array("C:\P&L\start_here.xlsx", "C:\P&L\a_b.xlsx")
    Case Else
        Answer_ = Replace(Replace(Replace(what, "~", Chr(27)), "^", Chr(26)), "/", "|")
        If IsNumeric(what) Then Answer_ = Val(what)
    End Select
End Function

' --- how a value is shown ------------------------------------------------------------------------
Public Function Shown_(ByVal value As Variant) As String
    Dim i As Long, j As Long
    If IsArray(value) Then
        If UBound(value) < LBound(value) Then
            Shown_ = "[]"
        ElseIf SvDimensions(value) = 1 Then
            For i = LBound(value) To UBound(value)
                Shown_ = Shown_ & IIf(i = LBound(value), "[", ",") & Shown_(value(i))
            Next i
            Shown_ = Shown_ & "]"
        Else
            For i = LBound(value, 1) To UBound(value, 1)
                Shown_ = Shown_ & IIf(i = LBound(value, 1), "{", ";")
                For j = LBound(value, 2) To UBound(value, 2)
                    Shown_ = Shown_ & IIf(j = LBound(value, 2), "", ",") & Shown_(value(i, j))
                Next j
            Next i
            Shown_ = Shown_ & "}"
        End If
    ElseIf IsError(value) Then
        Shown_ = "#" & Mid(CStr(value), 7)
    ElseIf IsEmpty(value) Then
        Shown_ = "empty"
    ElseIf VarType(value) = vbString Then
        Shown_ = """" & value & """"
    ElseIf VarType(value) = vbBoolean Then
        Shown_ = IIf(value, "TRUE", "FALSE")
    Else
        Shown_ = Trim(Str(value))
        If Left(Shown_, 1) = "." Then Shown_ = "0" & Shown_
    End If
End Function

' --- calls ---------------------------------------------------------------------------------------
' An argument is a range as Sheet!A1:B2, #2042, a number, or nothing for one that is left out.
Public Function Argument_(what As String) As Variant
    Dim at As Long
    at = InStr(what, "!")
    If at > 0 Then
        Set Argument_ = ThisWorkbook.Worksheets(Left(what, at - 1)).Range(Mid(what, at + 1))
    ElseIf Left(what, 1) = "#" Then
        Argument_ = CVErr(CLng(Mid(what, 2)))
    Else
        Argument_ = Val(what)
    End If
End Function

Public Function Arguments_(listed As String) As Variant
    Dim parts As Variant, found() As Variant, i As Long
    If listed = "" Then
        Arguments_ = Array()
        Exit Function
    End If
    parts = Split(listed, "; ")
    ReDim found(0 To UBound(parts))
    For i = 0 To UBound(parts)
        If InStr(parts(i), "!") > 0 Then
            Set found(i) = Argument_(CStr(parts(i)))
        Else
            found(i) = Argument_(CStr(parts(i)))
        End If
    Next i
    Arguments_ = found
End Function

' A call of a function in a cell (or in none, ""): what the cell shows.
Public Function TestCall(cell As String, functionName As String, listed As String) As String
    Dim caller As Object
    If cell <> "" Then Set caller = Argument_(cell)
    TestCall = Shown_(SvCallFrom(caller, functionName, Arguments_(listed)))
End Function

' What the engine would be given, or the text of a failure.
Public Function TestArguments(listed As String) As String
    Dim values As Variant, context As String
    TestArguments = Shown_(SvArguments(Arguments_(listed), Nothing, values, context))
End Function

' Several steps in one run, because LibreOffice forgets what a module's object variables hold when a run
' ends: a line each, its parts separated by tabs; the results likewise.
Public Function TestSteps(listed As String) As String
    Dim line As Variant, parts As Variant, ending As Double, result As String
    For Each line In Split(listed, vbLf)
        parts = Split(line & vbTab & vbTab, vbTab)
        result = ""
        Select Case parts(0)
        Case "plan": TestPlan CStr(parts(1)), False
        Case "absent"
            TestPlan "", True
            absent = CLng(parts(1))
        Case "again": SvEngineAgain
        Case "fails": SvEngineFailed 429
        Case "answered": SvEngineAnswered 0.1
        Case "failures": result = CStr(SvFailedStarts())
        Case "call": result = TestCall(CStr(parts(1)), "CURRENT_VAR", CStr(parts(2)))
        Case "why": result = Shown_(SvWhy(Argument_(CStr(parts(1)))))
        Case "sentence": result = SvRecalled(SvKey(Argument_(CStr(parts(1)))))
        Case "place": result = SvKept(SvKey(Argument_(CStr(parts(1)))), 1)
        Case "work": result = SvEngineWork()
        Case "started": result = CStr(started)
        Case "load": result = CStr(SvHandlesToLoad())
        Case "loads": SvStart
        Case "refuses": StandInExcel().refusesHidden = True
        Case "repair": result = SvRepairHelp()
        Case "start": SvStartEngine
        Case "say": SvSay CStr(parts(1))
        Case "unsay": SvUnsay
        Case "status": StandInExcel().StatusBar = CStr(parts(1))
        Case "mode": StandInExcel().mode = CLng(parts(1))
        Case "copies": StandInExcel().copies = CLng(parts(1))
        Case "esc": result = CStr(StandInExcel().escSet)
        Case "pause excel": SvResume SvPause()
        Case "pause"
            ending = Timer + 0.4
            Do While Timer < ending
            Loop
        End Select
        TestSteps = TestSteps & result & vbLf
    Next line
End Function

Public Function TestRange(where As String) As String
    TestRange = Shown_(SvRangeValue(Argument_(where)))
End Function

Public Function TestAddress(where As String, row As Long, column As Long) As String
    TestAddress = SvAddress(SvPart(Argument_(where), row, column))
End Function

Public Function TestNext(listed As String, current As String) As String
    Dim cells As New Collection, part As Variant
    For Each part In Split(listed, "; ")
        cells.Add Argument_(CStr(part))
    Next part
    TestNext = SvNextCell(cells, Argument_(current)).Address(False, False)
End Function

Public Function TestNameError(number As Long) As Boolean
    TestNameError = SvIsNameError(CVErr(number))
End Function

Public Function TestMenu() As String
    TestMenu = SvTemplateMenu(SvTemplateFiles())
End Function

' What is typed anew after the Cancel of Insert function: a cell's text and format.
Public Function TestRetyped(where As String) As String
    Dim cell As Object, before As Variant
    Set cell = Argument_(where)
    before = SvTyped(cell)
    SvType cell, Array("=1+1", "General")
    TestRetyped = Shown_(cell.Value2) & " "
    SvType cell, before
    TestRetyped = TestRetyped & Shown_(cell.Value2) & " " & cell.NumberFormat
End Function

Public Function TestFormatOf(where As String, unit As String) As String
    TestFormatOf = SvFormatOf(Argument_(where), unit)
End Function

' The lines of a new sheet that hold formulas, as the sheet gets them.
Public Function TestSheetFormulas() As String
    Dim line As Variant
    For Each line In SvSheetLines("Prices!$A$1:$C$9", "Book!$A$1:$B$2")
        If Left(Split(line, vbTab)(1), 1) = "=" Then TestSheetFormulas = TestSheetFormulas & Split(line, vbTab)(1) & vbLf
    Next line
End Function
