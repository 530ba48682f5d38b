Attribute VB_Name = "StressVarCrossing"
' From a cell to the engine and back: what every worksheet function does.
'
' Arguments cross as plain values (Range.Value2), in one call; a failed call comes back as one text,
' described in xl_stressvar/hosts/excel_addin.py, and is shown as a real error value.
Option Explicit
Option Private Module

Public Const SV_ENGINE_MODULE As String = "xl_stressvar.hosts.excel_addin"
Private Const ERROR_VALUE As Long = 2015
Private Const ERROR_NA As Long = 2042

' Runs a worksheet function. Never raises, never shows a box: what fails is an error value with a sentence.
Public Function SvCall(ByVal functionName As String, ByRef arguments As Variant) As Variant
    SvCall = SvCallFrom(SvCaller(), functionName, arguments)
End Function

' The same from a given cell, or from none. Arrays go ByRef throughout: ByVal would copy every cell.
Public Function SvCallFrom(ByVal caller As Object, ByVal functionName As String, ByRef arguments As Variant) As Variant
    Dim key As String, values As Variant, context As String, refused As String, answer As Variant
    On Error GoTo failed
    SvEscIsAnError
    key = SvKey(caller)
    SvCalledFrom key
    SvCallBegins key
    refused = SvArguments(arguments, caller, values, context)
    If refused = "" Then
        answer = SvAsk(functionName, values, context & "|" & key)
    Else
        answer = refused
    End If
    SvCallFrom = SvShow(answer, arguments, key)
    SvCallEnds
    Exit Function
failed:
    SvCallFrom = SvFail(SvBroken(functionName, Err.Number, Err.Description), arguments, key)
    SvCallEnds
End Function

' STRESSVAR_WHY is answered here: only Excel knows which cell is meant.
Public Function SvWhy(ByVal cell As Variant) As Variant
    Dim key As String, sentence As String
    On Error GoTo nothingKnown
    SvEscIsAnError
    key = SvKey(SvCaller())
    SvCallBegins key
    If IsObject(cell) Then sentence = SvSentenceOf(cell)
    If sentence <> "" Then
        SvSucceeded key
        SvWhy = sentence
        SvCallEnds
        Exit Function
    End If
nothingKnown:
    SvWhy = SvFail(SvFailure(ERROR_NA, 0, SV_NO_EXPLANATION), Array(), key)
    SvCallEnds
End Function

' --- out -----------------------------------------------------------------------------------------

' Fills values and context for the engine. Gives back "", or the text of a failure.
'
' The context is the date system of the caller's book, 0 for 1900 and 4 for 1904, then a letter an argument:
' R is a range of a book that counts from 1900, r one of a book that counts from 1904, V a value, which
' counts as the caller does.
Public Function SvArguments(ByRef arguments As Variant, ByVal caller As Object, ByRef values As Variant, ByRef context As String) As String
    Dim i As Long
    values = Array()
    context = IIf(SvCallerCounts1904(caller), "4", "0")
    If UBound(arguments) >= 0 Then ReDim values(0 To UBound(arguments))
    For i = 0 To UBound(arguments)
        If IsObject(arguments(i)) Then
            If arguments(i).Areas.Count > 1 Then
                SvArguments = SvFailure(ERROR_VALUE, i + 1, SV_SEVERAL_AREAS)
                Exit Function
            End If
            values(i) = SvRangeValue(arguments(i))
            context = context & IIf(SvBookCounts1904(arguments(i).Worksheet.Parent), "r", "R")
        Else
            values(i) = arguments(i)
            context = context & "V"
        End If
    Next i
End Function

' Without a cell (a macro, the wizard) it is the book in front that is meant.
Private Function SvCallerCounts1904(ByVal caller As Object) As Boolean
    If caller Is Nothing Then
        SvCallerCounts1904 = SvBookCounts1904(ActiveWorkbook)
    Else
        SvCallerCounts1904 = SvBookCounts1904(caller.Worksheet.Parent)
    End If
End Function

Private Function SvBookCounts1904(ByVal book As Object) As Boolean
    On Error Resume Next ' no book, or a host that runs VBA but has no such property: from 1900
    SvBookCounts1904 = book.Date1904
End Function

' The values of a range. Whole columns stop at the last row in use, all-blank rows at the end are cut.
Public Function SvRangeValue(ByVal source As Object) As Variant
    Dim rowCount As Long, columnCount As Long, lastUsed As Long, keptRows As Long, found As Variant
    rowCount = source.Rows.Count
    columnCount = source.Columns.Count
    If rowCount = 1 And columnCount = 1 Then
        SvRangeValue = source.Value2
        Exit Function
    End If
    With source.Worksheet.UsedRange
        lastUsed = .Row + .Rows.Count - source.Row
        rowCount = SvWithin(rowCount, lastUsed)
        If columnCount = source.Worksheet.Columns.Count Then
            columnCount = SvWithin(columnCount, .Column + .Columns.Count - source.Column)
        End If
    End With
    found = source.Resize(rowCount, columnCount).Value2
    If IsArray(found) Then
        keptRows = SvRowsKept(found)
        If keptRows < rowCount Then found = source.Resize(keptRows, columnCount).Value2
    End If
    SvRangeValue = found
End Function

Private Function SvWithin(ByVal wanted As Long, ByVal available As Long) As Long
    SvWithin = wanted
    If wanted > available Then SvWithin = available
    If SvWithin < 1 Then SvWithin = 1
End Function

' How many rows are left when all-blank ones are cut at the end; at least one.
Public Function SvRowsKept(ByRef found As Variant) As Long
    Dim i As Long, j As Long
    For i = UBound(found, 1) To LBound(found, 1) + 1 Step -1
        For j = LBound(found, 2) To UBound(found, 2)
            If Not SvIsBlank(found(i, j)) Then
                SvRowsKept = i - LBound(found, 1) + 1
                Exit Function
            End If
        Next j
    Next i
    SvRowsKept = 1
End Function

Public Function SvIsBlank(ByVal value As Variant) As Boolean
    If IsEmpty(value) Then
        SvIsBlank = True
    ElseIf VarType(value) = vbString Then
        SvIsBlank = (Len(Trim$(value)) = 0)
    End If
End Function

' The engine's answer, or the text of a failure. An engine that died is started again, once; one that
' does not start is tried once.
Private Function SvAsk(ByVal functionName As String, ByRef values As Variant, ByVal context As String) As Variant
    Dim attempt As Long, engine As Object, number As Long, what As String, begun As Double
    For attempt = 1 To 2
        Set engine = SvEngine()
        If engine Is Nothing Then
            SvAsk = SvFailure(ERROR_NA, 0, SvWhyNoEngine())
            Exit Function
        End If
        begun = Timer
        On Error Resume Next
        SvAsk = engine.CallUDF(SV_ENGINE_MODULE, "STRESSVAR_CALL", Array(functionName, values, context))
        number = Err.Number
        what = Err.Description
        On Error GoTo 0
        If number = 0 Then
            SvEngineAnswered Timer - begun
            Exit Function
        End If
        If Not SvEngineIsDead(number) Then
            SvAsk = SvBroken(functionName, number, what)
            Exit Function
        End If
        Set engine = Nothing
        SvDropEngine
    Next attempt
    SvEngineFailed 0
    SvAsk = SvFailure(ERROR_NA, 0, SV_ENGINE_GONE)
End Function

' What is said of an error that nobody foresaw; Esc is one that the user wanted.
Private Function SvBroken(ByVal functionName As String, ByVal number As Long, ByVal what As String) As String
    If number = SV_ESC Then
        SvBroken = SvFailure(ERROR_NA, 0, SV_STOPPED)
    Else
        SvBroken = SvBug(functionName, what)
    End If
End Function
