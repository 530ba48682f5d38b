Attribute VB_Name = "StressVarAnswers"
' What the engine answered, as a cell shows it: values, error values, and the sentence behind a failure.
Option Explicit
Option Private Module

Private Const ERROR_VALUE As Long = 2015
Private Const LONGEST_SENTENCE As Long = 255
Private Const MOST_BLANKS_LOOKED_AT As Long = 1000

' What the cell shows of an answer; the sentence of a failure is kept for STRESSVAR_WHY.
Public Function SvShow(ByRef answer As Variant, ByRef arguments As Variant, ByVal key As String) As Variant
    If SvIsFailure(answer) Then
        SvShow = SvFail(answer, arguments, key)
    Else
        SvSucceeded key
        SvShow = SvWithErrors(answer)
    End If
End Function

Public Function SvFail(ByVal failure As String, ByRef arguments As Variant, ByVal key As String) As Variant
    Dim parts As Variant, sentence As String, place As String, blamed As Object, position As Long, followsError As Boolean
    parts = Split(failure, "|", 7)
    position = CLng(parts(2))
    sentence = parts(6)
    On Error Resume Next ' an address that cannot be had must not hide the error itself
    If position > 0 And InStr(sentence, Chr$(26)) > 0 Then
        Set blamed = SvPart(arguments(position - 1), CLng(parts(3)), CLng(parts(4)))
        sentence = Replace(sentence, Chr$(26), SvAddress(blamed))
        place = blamed.Address(External:=True)
    End If
    If position > 0 And parts(5) = "1" Then SvHandleLost LCase$(Trim$(SvFirstCell(arguments(position - 1))))
    If position > 0 Then followsError = SvHoldsError(arguments(position - 1))
    If followsError And SvHasFailedHere() Then
        ' a function inside this formula failed just now: its sentence says more than ours
    ElseIf Not SvIsUncalculated(arguments) Then
        SvRemember key, SvShortened(sentence), place
    End If
    On Error GoTo 0
    SvFail = CVErr(CLng(parts(1)))
End Function

' Whether an argument is one of Excel's errors. To IsError one that was left out is an error too, VBA's 448.
Private Function SvHoldsError(ByRef argument As Variant) As Boolean
    If IsError(argument) Then SvHoldsError = (CStr(argument) Like "* 2###") ' the word is of Excel's language
End Function

Private Function SvFirstCell(ByVal argument As Variant) As String
    If IsObject(argument) Then
        SvFirstCell = argument.Cells(1, 1).Value2
    Else
        SvFirstCell = argument
    End If
End Function

' Whether an answer is a failed call: seven fields, the first after the sign a number.
Public Function SvIsFailure(ByRef answer As Variant) As Boolean
    Dim fields As Variant
    If VarType(answer) <> vbString Then Exit Function
    If Left$(answer, 4) <> Chr$(27) & "SV|" Then Exit Function
    fields = Split(answer, "|", 7)
    If UBound(fields) = 6 Then SvIsFailure = (fields(1) Like "####")
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

' An error cell is the sign and a number; a text of the user's that begins with the sign comes after a T.
Private Function SvErrorOr(ByVal value As Variant) As Variant
    Dim rest As String
    SvErrorOr = value
    If VarType(value) <> vbString Then Exit Function
    If Left$(value, 4) <> Chr$(27) & "SV|" Then Exit Function
    rest = Mid$(value, 5)
    If rest Like "####" Then SvErrorOr = CVErr(CLng(rest))
    If Left$(rest, 2) = "T|" Then SvErrorOr = Mid$(rest, 3)
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
