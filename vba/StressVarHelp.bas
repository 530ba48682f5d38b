Attribute VB_Name = "StressVarHelp"
' The help for the function wizard is stored in the add-in, as Excel itself stores it, and needs no macro.
' Repair help registers it by macro, for an Excel that does not read the stored form.
'
' The texts lie in the add-in's own sheet: a row each of what it is (help, example), the function, texts.
Option Explicit
Option Private Module

Private Const CATEGORY As String = "StressVaR"

' The rows of the add-in's sheet of one kind: arrays of their texts, without the kind.
Public Function SvStoredRows(ByVal kind As String) As Collection
    Dim found As Variant, i As Long, rows As Collection
    Set rows = New Collection
    Set SvStoredRows = rows
    found = ThisWorkbook.Worksheets(1).UsedRange.Value2
    If Not IsArray(found) Then Exit Function
    For i = LBound(found, 1) To UBound(found, 1)
        If CStr(found(i, 1)) = kind Then rows.Add SvTextsOfRow(found, i)
    Next i
End Function

Private Function SvTextsOfRow(ByRef found As Variant, ByVal rowNumber As Long) As Variant
    Dim texts() As String, last As Long, j As Long
    For j = 2 To UBound(found, 2)
        If CStr(found(rowNumber, j)) <> "" Then last = j - 2
    Next j
    ReDim texts(0 To last)
    For j = 0 To last
        texts(j) = CStr(found(rowNumber, j + 2))
    Next j
    SvTextsOfRow = texts
End Function

' Registers the help; what became of it, as a sentence.
Public Function SvRepairHelp() As String
    Dim refused As Long
    refused = SvRegisterAll()
    If refused > 0 Then refused = SvRegisterShown()
    ThisWorkbook.Saved = True
    If refused = 0 Then
        SvRepairHelp = "The help for the function wizard is registered, until Excel is closed."
    Else
        SvRepairHelp = "Excel refused the help for " & refused & " functions. Open a book, then try again."
    End If
End Function

' "Cannot edit a macro on a hidden workbook", says Excel, and an add-in is hidden: then it is an
' ordinary book for that moment, and its window may be seen.
Private Function SvRegisterShown() As Long
    Dim front As Object, events As Boolean, updating As Boolean
    On Error Resume Next ' whatever Excel refuses, the add-in must be hidden again
    Set front = ActiveWindow
    events = Application.EnableEvents
    updating = Application.ScreenUpdating
    Application.EnableEvents = False
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    SvRegisterShown = SvRegisterAll()
    ThisWorkbook.IsAddin = True
    front.Activate
    Application.ScreenUpdating = updating
    Application.EnableEvents = events
End Function

' How many functions Excel refused.
Private Function SvRegisterAll() As Long
    Dim texts As Variant
    For Each texts In SvStoredRows("help")
        If Not SvRegister(texts) Then SvRegisterAll = SvRegisterAll + 1
    Next texts
End Function

' One function: its name, its description, the help for its arguments.
Private Function SvRegister(ByVal texts As Variant) As Boolean
    Dim macroName As String, help() As String, i As Long
    macroName = "'" & ThisWorkbook.Name & "'!" & texts(0)
    On Error Resume Next ' one function that Excel refuses must not keep the others from their help
    If UBound(texts) < 2 Then
        Application.MacroOptions Macro:=macroName, Description:=texts(1), Category:=CATEGORY
    Else
        ReDim help(0 To UBound(texts) - 2)
        For i = 2 To UBound(texts)
            help(i - 2) = texts(i)
        Next i
        Application.MacroOptions Macro:=macroName, Description:=texts(1), Category:=CATEGORY, ArgumentDescriptions:=help
    End If
    SvRegister = (Err.Number = 0)
End Function
