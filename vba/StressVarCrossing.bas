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
Private Const LONGEST_SENTENCE As Long = 255
Private Const MOST_BLANKS_LOOKED_AT As Long = 1000

' Runs a worksheet function. Never raises, never shows a box: what fails is an error value with a sentence.
Public Function SvCall(ByVal functionName As String, ByRef arguments As Variant) As Variant
    SvCall = SvCallFrom(SvCaller(), functionName, arguments)
End Function

' The same from a given cell, or from none. Arrays go ByRef throughout: ByVal would copy every cell.
Public Function SvCallFrom(ByVal caller As Object, ByVal functionName As String, ByRef arguments As Variant) As Variant
    Dim key As String, values As Variant, context As String, refused As String, answer As Variant
    On Error GoTo failed
    key = SvKey(caller)
    SvCallBegins key
    refused = SvArguments(arguments, caller, values, context)
    If refused = "" Then
        answer = SvAsk(functionName, values, context)
    Else
        answer = refused
    End If
    SvCallFrom = SvShow(answer, arguments, key)
    SvCallEnds
    Exit Function
failed:
    SvCallFrom = SvFail(SvBug(functionName, Err.Description), arguments, key)
    SvCallEnds
End Function

' STRESSVAR_WHY is answered here: only Excel knows which cell is meant.
Public Function SvWhy(ByVal cell As Variant) As Variant
    Dim key As String, sentence As String
    On Error GoTo nothingKnown
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
Public Function SvArguments(ByRef arguments As Variant, ByVal caller As Object, ByRef values As Variant, ByRef context As String) As String
    Dim i As Long, counts1904 As Boolean
    values = Array()
    context = ""
    counts1904 = SvCounts1904(arguments, caller)
    If UBound(arguments) >= 0 Then ReDim values(0 To UBound(arguments))
    For i = 0 To UBound(arguments)
        If IsObject(arguments(i)) Then
            If arguments(i).Areas.Count > 1 Then
                SvArguments = SvFailure(ERROR_VALUE, i + 1, SV_SEVERAL_AREAS)
                Exit Function
            End If
            values(i) = SvRangeValue(arguments(i))
            context = context & "R"
        Else
            values(i) = arguments(i)
            context = context & "V"
        End If
    Next i
    context = IIf(counts1904, "4", "0") & context
End Function

' The date system is that of the book in which the first range stands; without one, the caller's.
Private Function SvCounts1904(ByRef arguments As Variant, ByVal caller As Object) As Boolean
    Dim i As Long
    For i = 0 To UBound(arguments)
        If IsObject(arguments(i)) Then
            SvCounts1904 = SvBookCounts1904(arguments(i).Worksheet.Parent)
            Exit Function
        End If
    Next i
    If Not caller Is Nothing Then SvCounts1904 = SvBookCounts1904(caller.Worksheet.Parent)
End Function

Private Function SvBookCounts1904(ByVal book As Object) As Boolean
    On Error Resume Next ' a host that runs VBA but has no such property counts from 1900
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

' The engine's answer, or the text of a failure. A dead engine is started again, once.
Private Function SvAsk(ByVal functionName As String, ByRef values As Variant, ByVal context As String) As Variant
    Dim attempt As Long, engine As Object
    For attempt = 1 To 2
        On Error Resume Next
        Err.Clear
        Set engine = SvEngine()
        If Err.Number = 0 Then
            SvAsk = engine.CallUDF(SV_ENGINE_MODULE, "STRESSVAR_CALL", Array(functionName, values, context))
            If Err.Number = 0 Then Exit Function
        End If
        If Not SvEngineIsDead(Err.Number) Then
            SvAsk = SvBug(functionName, Err.Description)
            Exit Function
        End If
        Set engine = Nothing
        SvDropEngine
    Next attempt
    SvEngineFailed
    SvAsk = SvFailure(ERROR_NA, 0, SV_ENGINE_GONE)
End Function

' --- back ----------------------------------------------------------------------------------------

' What the cell shows of an answer; the sentence of a failure is kept for STRESSVAR_WHY.
Public Function SvShow(ByRef answer As Variant, ByRef arguments As Variant, ByVal key As String) As Variant
    If SvIsFailure(answer) Then
        SvShow = SvFail(answer, arguments, key)
    Else
        SvSucceeded key
        SvCalledFrom key
        SvShow = SvWithErrors(answer)
    End If
End Function

Private Function SvFail(ByVal failure As String, ByRef arguments As Variant, ByVal key As String) As Variant
    Dim parts As Variant, sentence As String, position As Long, followsError As Boolean
    parts = Split(failure, "|", 7)
    position = CLng(parts(2))
    sentence = parts(6)
    On Error Resume Next ' an address that cannot be had must not hide the error itself
    If position > 0 And InStr(sentence, Chr$(26)) > 0 Then
        sentence = Replace(sentence, Chr$(26), SvAddress(arguments(position - 1), CLng(parts(3)), CLng(parts(4))))
    End If
    If position > 0 And parts(5) = "1" Then SvHandleLost LCase$(Trim$(SvFirstCell(arguments(position - 1))))
    If position > 0 Then followsError = IsError(arguments(position - 1))
    If followsError And SvHasFailedHere() Then
        ' a function inside this formula failed just now: its sentence says more than ours
    ElseIf Not SvIsUncalculated(arguments) Then
        SvRemember key, SvShortened(sentence)
    End If
    On Error GoTo 0
    SvFail = CVErr(CLng(parts(1)))
End Function

Private Function SvFirstCell(ByVal argument As Variant) As String
    If IsObject(argument) Then
        SvFirstCell = argument.Cells(1, 1).Value2
    Else
        SvFirstCell = argument
    End If
End Function

Public Function SvIsFailure(ByRef answer As Variant) As Boolean
    If VarType(answer) = vbString Then SvIsFailure = (Left$(answer, 4) = Chr$(27) & "SV|" And InStr(5, answer, "|") > 0)
End Function

' A failure of our own, in the form that the engine's have. {place} becomes the address.
Public Function SvFailure(ByVal number As Long, ByVal position As Long, ByVal sentence As String) As String
    SvFailure = Chr$(27) & "SV|" & number & "|" & position & "|0|0|0|" & Replace(sentence, "{place}", Chr$(26))
End Function

' Of a traceback only the last line says what happened.
Public Function SvBug(ByVal functionName As String, ByVal what As String) As String
    Dim textLines As Variant, i As Long, lastLine As String
    textLines = Split(Replace(what, vbCr, ""), vbLf)
    For i = 0 To UBound(textLines)
        If Trim$(textLines(i)) <> "" Then lastLine = Trim$(textLines(i))
    Next i
    SvBug = SvFailure(ERROR_VALUE, 0, Replace(Replace(SV_BUG, "{function}", functionName), "{what}", Left$(lastLine, 60)))
End Function

' The result with real error values in place of their texts.
Public Function SvWithErrors(ByRef answer As Variant) As Variant
    Dim i As Long, j As Long
    If Not IsArray(answer) Then
        SvWithErrors = SvErrorOr(answer)
        Exit Function
    End If
    If SvDimensions(answer) = 1 Then
        For i = LBound(answer) To UBound(answer)
            If VarType(answer(i)) = vbString Then answer(i) = SvErrorOr(answer(i))
        Next i
    Else
        For i = LBound(answer, 1) To UBound(answer, 1)
            For j = LBound(answer, 2) To UBound(answer, 2)
                If VarType(answer(i, j)) = vbString Then answer(i, j) = SvErrorOr(answer(i, j))
            Next j
        Next i
    End If
    SvWithErrors = answer
End Function

Private Function SvErrorOr(ByVal value As Variant) As Variant
    SvErrorOr = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 4) = Chr$(27) & "SV|" Then SvErrorOr = CVErr(CLng(Mid$(value, 5)))
End Function

Public Function SvDimensions(ByRef found As Variant) As Long
    Dim last As Long
    SvDimensions = 1
    On Error GoTo done
    last = UBound(found, 2)
    SvDimensions = 2
done:
End Function

Private Function SvShortened(ByVal sentence As String) As String
    SvShortened = sentence
    If Len(sentence) > LONGEST_SENTENCE Then SvShortened = Left$(sentence, LONGEST_SENTENCE - 1) & ChrW$(8230)
End Function

' Whether an argument has a cell that Excel has yet to calculate: a formula that is blank. Excel will
' call again, so that the failure is not worth a sentence.
Private Function SvIsUncalculated(ByRef arguments As Variant) As Boolean
    Dim i As Long, block As Object
    For i = 0 To UBound(arguments)
        If IsObject(arguments(i)) Then
            Set block = Application.Intersect(arguments(i), arguments(i).Worksheet.UsedRange)
            If Not block Is Nothing Then
                If SvMayHaveFormulas(block) Then
                    If SvHasBlankFormula(block) Then SvIsUncalculated = True
                End If
            End If
        End If
    Next i
End Function

Private Function SvHasBlankFormula(ByVal block As Object) As Boolean
    Dim found As Variant, i As Long, j As Long, looked As Long
    found = block.Value2
    If Not IsArray(found) Then
        SvHasBlankFormula = IsEmpty(found) ' a single cell, and it has a formula
        Exit Function
    End If
    For i = 1 To UBound(found, 1)
        For j = 1 To UBound(found, 2)
            If IsEmpty(found(i, j)) Then
                looked = looked + 1
                If block.Cells(i, j).HasFormula Then SvHasBlankFormula = True
                If SvHasBlankFormula Or looked > MOST_BLANKS_LOOKED_AT Then Exit Function
            End If
        Next j
    Next i
End Function

Private Function SvMayHaveFormulas(ByVal block As Object) As Boolean
    Dim every As Variant
    every = block.HasFormula ' True, False, or Null if only some cells have one
    If IsNull(every) Then
        SvMayHaveFormulas = True
    Else
        SvMayHaveFormulas = every
    End If
End Function
