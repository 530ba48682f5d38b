Attribute VB_Name = "StressVarSentences"
' Why a cell failed: the sentences, by workbook, sheet and the first cell of the formula.
Option Explicit
Option Private Module

Private Const SAME_FORMULA As Double = 0.2 ' seconds between calls that may belong to one formula

Private sentences As Collection ' the sentence, a tab, and where the cell is that it blames
Private current As String ' the cell that called last
Private hasFailed As Boolean ' whether a function of its formula has failed in this calculation
Private endedAt As Double ' when its last call was over, by Timer

' Excel does not say where a formula begins; calls of one cell without a pause belong together.
Public Sub SvCallBegins(ByVal key As String)
    If key = "" Or key <> current Or Abs(Timer - endedAt) > SAME_FORMULA Then hasFailed = False
    current = key
End Sub

Public Sub SvCallEnds()
    endedAt = Timer
End Sub

Public Function SvHasFailedHere() As Boolean
    SvHasFailedHere = hasFailed
End Function

' The place is the address of the blamed cell with its book, "" if none is named.
Public Sub SvRemember(ByVal key As String, ByVal sentence As String, ByVal place As String)
    If key = "" Then Exit Sub
    SvForget key
    sentences.Add Replace(sentence, vbTab, " ") & vbTab & place, key
    hasFailed = True
End Sub

' A success clears the cell's sentence, unless another function of the same formula has just failed:
' =STRESSED_VAR(...)/CURRENT_VAR(...) shows the error of the first though the second succeeds.
Public Sub SvSucceeded(ByVal key As String)
    If Not hasFailed Then SvForget key
End Sub

Public Sub SvForget(ByVal key As String)
    If sentences Is Nothing Then Set sentences = New Collection
    If key = "" Or sentences.Count = 0 Then Exit Sub
    On Error Resume Next ' nothing was kept
    sentences.Remove key
End Sub

Public Function SvRecalled(ByVal key As String) As String
    SvRecalled = SvKept(key, 0)
End Function

' The sentence of a key, or the place that it blames; "" if nothing was kept.
Public Function SvKept(ByVal key As String, ByVal part As Long) As String
    If sentences Is Nothing Then Exit Function
    On Error Resume Next ' nothing was kept
    SvKept = Split(sentences.Item(key), vbTab)(part)
End Function

' The sentence behind a cell that shows an error, or "".
Public Function SvSentenceOf(ByVal cell As Object) As String
    If Not IsError(cell.Cells(1, 1).Value2) Then Exit Function
    SvSentenceOf = SvRecalled(SvKey(SvAnchor(cell)))
End Function

' The address, with its book, of the cell that this sentence blames, or "".
Public Function SvBlamed(ByVal cell As Object) As String
    If IsError(cell.Cells(1, 1).Value2) Then SvBlamed = SvKept(SvKey(SvAnchor(cell)), 1)
End Function

' What a sentence is kept by; "" outside a cell.
Public Function SvKey(ByVal cell As Object) As String
    If cell Is Nothing Then Exit Function
    SvKey = cell.Worksheet.Parent.FullName & "|" & cell.Worksheet.Name & "|" & cell.Row & "|" & cell.Column
End Function

' The cell that holds the formula whose result this cell shows.
Public Function SvAnchor(ByVal cell As Object) As Object
    Set SvAnchor = cell.Cells(1, 1)
    On Error Resume Next ' Excel before dynamic arrays knows no HasSpill
    If SvAnchor.HasArray Then Set SvAnchor = SvAnchor.CurrentArray.Cells(1, 1)
    If cell.Cells(1, 1).HasSpill Then Set SvAnchor = cell.Cells(1, 1).SpillParent
End Function

' The cell that is being calculated, or Nothing (a macro, the wizard).
Public Function SvCaller() As Object
    Set SvCaller = Nothing
    On Error Resume Next
    If TypeName(Application.Caller) = "Range" Then Set SvCaller = Application.Caller.Cells(1, 1)
End Function

' The part of an argument that a failure blames, by row and column (from 1, 0 for all).
Public Function SvPart(ByVal source As Object, ByVal rowNumber As Long, ByVal columnNumber As Long) As Object
    If rowNumber > 0 And columnNumber > 0 Then
        Set SvPart = source.Cells(rowNumber, columnNumber)
    ElseIf rowNumber > 0 Then
        Set SvPart = source.Rows(rowNumber)
    ElseIf columnNumber > 0 Then
        Set SvPart = source.Columns(columnNumber)
    Else
        Set SvPart = source
    End If
End Function

' Prices!C47
Public Function SvAddress(ByVal part As Object) As String
    SvAddress = SvSheetPrefix(part.Worksheet.Name) & part.Address(False, False)
End Function

' A sheet's name as a formula writes it: in quotes unless it is a plain word that is no address.
Public Function SvSheetPrefix(ByVal sheetName As String) As String
    Dim i As Long, plain As Boolean
    plain = Not (Left$(sheetName, 1) Like "[0-9]" Or SvLooksLikeAddress(UCase$(sheetName)))
    For i = 1 To Len(sheetName)
        If Not (Mid$(sheetName, i, 1) Like "[A-Za-z0-9_]") Then plain = False
    Next i
    If plain Then
        SvSheetPrefix = sheetName & "!"
    Else
        SvSheetPrefix = "'" & Replace(sheetName, "'", "''") & "'!"
    End If
End Function

' Whether a name in capitals reads as A1, R, C or R1C1.
Private Function SvLooksLikeAddress(ByVal sheetName As String) As Boolean
    Dim rest As String
    rest = sheetName
    Do While Right$(rest, 1) Like "[0-9]"
        rest = Left$(rest, Len(rest) - 1)
    Loop
    If rest = sheetName Then
        SvLooksLikeAddress = (rest = "R" Or rest = "C" Or rest = "RC" Or rest Like "R#*C")
    Else
        SvLooksLikeAddress = (rest Like "[A-Z]" Or rest Like "[A-Z][A-Z]" Or rest Like "[A-Z][A-Z][A-Z]" Or rest Like "R#*C")
    End If
End Function
