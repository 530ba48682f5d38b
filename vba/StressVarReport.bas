Attribute VB_Name = "StressVarReport"
' What Check this Excel found: lines of check, expected, seen, written into a sheet and as text for an issue.
Option Explicit
Option Private Module

Private Const TITLE As String = "StressVaR"

Private lines As Collection ' check, expected, seen: separated by tabs
Private seenEvents As Collection ' how often each of Excel's events came, by name

' --- events --------------------------------------------------------------------------------------

Public Sub SvSaw(ByVal eventName As String)
    Dim count As Long
    If seenEvents Is Nothing Then Set seenEvents = New Collection
    count = SvTimesSeen(eventName)
    On Error Resume Next ' the first time
    seenEvents.Remove eventName
    seenEvents.Add count + 1, eventName
End Sub

Public Function SvTimesSeen(ByVal eventName As String) As Long
    If seenEvents Is Nothing Then Exit Function
    On Error Resume Next ' it never came
    SvTimesSeen = seenEvents.Item(eventName)
End Function

' --- lines ---------------------------------------------------------------------------------------

Public Sub SvNewReport()
    Set lines = New Collection
End Sub

Public Function SvReportLines() As Collection
    Set SvReportLines = lines
End Function

' Without an expectation it is for people to read.
Public Sub SvNote(ByVal what As String, ByVal expected As String, ByVal seen As String)
    lines.Add SvPlain(what) & vbTab & SvPlain(expected) & vbTab & SvPlain(seen)
End Sub

Private Function SvPlain(ByVal text As String) As String
    SvPlain = Replace(Replace(Replace(text, vbTab, " "), vbCr, " "), vbLf, " ")
End Function

Public Function SvShownAs(ByVal value As Variant) As String
    If IsError(value) Then
        SvShownAs = "#" & Val(Mid$(CStr(value), InStr(CStr(value), " ") + 1))
    ElseIf VarType(value) = vbBoolean Then
        SvShownAs = IIf(value, "TRUE", "FALSE")
    ElseIf VarType(value) = vbString Then
        SvShownAs = value
    ElseIf Not IsEmpty(value) Then
        SvShownAs = Trim$(Str$(CDbl(Format$(value, "0.00000E+00"))))
        If Left$(SvShownAs, 1) = "." Then SvShownAs = "0" & SvShownAs
        If Left$(SvShownAs, 2) = "-." Then SvShownAs = "-0" & Mid$(SvShownAs, 2)
    End If
End Function

Public Function SvIsNear(ByVal value As Variant, ByVal wanted As String) As Boolean
    wanted = Replace(Trim$(wanted), """", "")
    If VarType(value) = vbDouble And (wanted Like "#*" Or wanted Like "-#*") Then
        SvIsNear = (Abs(value - Val(wanted)) <= 0.0001 * Abs(Val(wanted)) + 0.000000001)
    Else
        SvIsNear = (SvShownAs(value) = wanted)
    End If
End Function

' --- the report ----------------------------------------------------------------------------------

' Whether a check's line is as expected: "ok", "DIFFERS", or "" where nothing is expected.
Public Function SvVerdict(ByVal text As String) As String
    Dim parts As Variant
    parts = Split(text, vbTab)
    If parts(1) = "" Then Exit Function
    SvVerdict = IIf(parts(1) = parts(2), "ok", "DIFFERS")
End Function

' A line as a row of a table in an issue.
Public Function SvPasted(ByVal text As String) As String
    SvPasted = "| " & Replace(Replace(text, "|", "/") & vbTab & SvVerdict(text), vbTab, " | ") & " |"
End Function

Public Sub SvWriteReport()
    Dim sheet As Object, i As Long, different As Long
    Set sheet = Application.Workbooks.Add().Worksheets(1)
    SvWriteLine sheet, 1, "Check" & vbTab & "Expected" & vbTab & "Seen" & vbTab & "Result" & vbTab & vbTab & "| check | expected | seen | result |"
    SvWriteLine sheet, 2, vbTab & vbTab & vbTab & vbTab & vbTab & "|---|---|---|---|"
    For i = 1 To lines.Count
        SvWriteLine sheet, i + 2, lines.Item(i) & vbTab & SvVerdict(lines.Item(i)) & vbTab & vbTab & SvPasted(lines.Item(i))
        If SvVerdict(lines.Item(i)) = "DIFFERS" Then different = different + 1
    Next i
    sheet.Rows(1).Font.Bold = True
    sheet.Range("A:D").ColumnWidth = 40
    MsgBox different & " of " & lines.Count & " lines differ from what is expected. The text for an issue is copied: paste it there.", vbInformation, TITLE
    sheet.Range("F1").Resize(lines.Count + 2, 1).Copy
End Sub
