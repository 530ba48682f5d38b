Attribute VB_Name = "StressVarFormulas"
' Formulas as texts and in cells: which are ours, how they are read and entered again.
Option Explicit
Option Private Module

Private Const ERROR_NAME As Long = 2029
Private Const FORMULA_CELLS As Long = -4123 ' xlCellTypeFormulas
Private Const ERROR_CELLS As Long = 16 ' xlErrors
Private Const LONGEST_ARRAY_FORMULA As Long = 255 ' that Excel lets a macro enter
Private Const MOST_CELLS As Double = 200000 ' of a protected sheet that are looked at

Private callNames As Variant ' the functions as a formula calls them: NAME(

' --- texts ---------------------------------------------------------------------------------------

' Whether a formula calls one of our functions.
Public Function SvUsesOurs(ByVal formula As String) As Boolean
    SvUsesOurs = (SvFirstOfOurs(formula) <> "")
End Function

' The first of our functions in a formula, or "".
Public Function SvFirstOfOurs(ByVal formula As String) As String
    Dim i As Long, found As Long, first As Long
    If Left$(formula, 1) <> "=" Then Exit Function
    If IsEmpty(callNames) Then callNames = Split(Join(SvFunctionNames(), "( ") & "(", " ")
    formula = UCase$(formula) ' to compare as text would take ten times as long
    For i = LBound(callNames) To UBound(callNames)
        found = SvCallAt(formula, callNames(i))
        If found > 0 And (first = 0 Or found < first) Then
            first = found
            SvFirstOfOurs = Left$(callNames(i), Len(callNames(i)) - 1)
        End If
    Next i
End Function

' Where NAME( stands in a formula, but not as the end of a longer name; 0 if nowhere.
Public Function SvCallAt(ByVal formula As String, ByVal callName As String) As Long
    Dim found As Long
    found = InStr(formula, callName)
    Do While found > 1
        If Not (Mid$(formula, found - 1, 1) Like "[A-Z0-9_.]") Then
            SvCallAt = found
            Exit Function
        End If
        found = InStr(found + 1, formula, callName)
    Loop
End Function

Public Function SvAnyIsOurs(ByRef formulas As Variant) As Boolean
    Dim formula As Variant
    If Not IsArray(formulas) Then
        SvAnyIsOurs = SvUsesOurs(formulas)
        Exit Function
    End If
    For Each formula In formulas
        If SvUsesOurs(formula) Then
            SvAnyIsOurs = True
            Exit Function
        End If
    Next formula
End Function

' Whether a formula may be entered anew without being asked: one that calls out of the book would do so
' again, and perhaps for the first time.
Public Function SvStaysInBook(ByVal formula As String) As Boolean
    Dim word As Variant
    formula = UCase$(formula)
    SvStaysInBook = True
    For Each word In Array("|", "WEBSERVICE(", "RTD(", "CALL(", "REGISTER", "IMAGE(", "STOCKHISTORY(", "CUBE", "PY(")
        If InStr(formula, word) > 0 Then SvStaysInBook = False
    Next word
End Function

' Whether a link leads to a file of our name in another folder.
Public Function SvIsOtherCopy(ByVal link As String, ByVal own As String) As Boolean
    SvIsOtherCopy = (LCase$(SvFileName(link)) = LCase$(SvFileName(own)) And LCase$(link) <> LCase$(own))
End Function

Public Function SvFileName(ByVal path As String) As String
    Dim parts As Variant
    parts = Split(Replace(path, "/", "\"), "\")
    If UBound(parts) >= 0 Then SvFileName = parts(UBound(parts))
End Function

' A formula without the folder of another computer's copy: 'C:\...\stressvar.xlam'!NAME( becomes NAME(.
Public Function SvWithoutPath(ByVal formula As String, ByVal addinName As String) As String
    Dim found As Long, start As Long, length As Long
    Do
        length = Len(addinName) + 2
        found = InStr(1, formula, addinName & "'!", vbTextCompare)
        If found > 0 Then
            start = SvOpeningQuote(formula, found)
        Else
            length = Len(addinName) + 1
            found = InStr(1, formula, addinName & "!", vbTextCompare)
            start = found
        End If
        If start = 0 Then Exit Do
        formula = Left$(formula, start - 1) & Mid$(formula, found + length)
    Loop
    SvWithoutPath = formula
End Function

' The quote before a position that opens a name; a doubled one is an apostrophe inside it.
Private Function SvOpeningQuote(ByVal formula As String, ByVal position As Long) As Long
    SvOpeningQuote = InStrRev(formula, "'", position)
    Do While SvOpeningQuote > 2
        If Mid$(formula, SvOpeningQuote - 1, 1) <> "'" Then Exit Do
        SvOpeningQuote = InStrRev(formula, "'", SvOpeningQuote - 2)
    Loop
End Function

' --- cells ---------------------------------------------------------------------------------------

' The formula as Excel with dynamic arrays writes it (without @), or the classic one.
Public Function SvFormula(ByVal cell As Object) As String
    On Error GoTo classic
    SvFormula = cell.Formula2
    Exit Function
classic:
    SvFormula = cell.Formula
End Function

Public Sub SvSetFormula(ByVal cell As Object, ByVal formula As String)
    On Error GoTo classic
    cell.Formula2 = formula
    Exit Sub
classic:
    cell.Formula = formula
End Sub

' What was typed into a cell, and the format it was typed in; SvType types it again. A number that is
' text keeps the apostrophe or the format that makes it one.
Public Function SvTyped(ByVal cell As Object) As Variant
    SvTyped = Array(cell.PrefixCharacter & SvFormula(cell), cell.NumberFormat)
End Function

Public Sub SvType(ByVal cell As Object, ByRef typed As Variant)
    cell.NumberFormat = typed(1) ' first: a formula typed as text would stay text
    SvSetFormula cell, typed(0)
End Sub

' Enters a formula of ours anew: Excel then finds the function, and calculates all that follows from it.
Public Sub SvEnterCell(ByVal cell As Object)
    On Error Resume Next ' a merged or locked cell stays as it is
    If Not SvStaysInBook(cell.Formula) Then Exit Sub
    If SvIsFixedArray(cell) Then
        cell.CurrentArray.FormulaArray = SvWithoutPath(cell.FormulaArray, ThisWorkbook.Name)
    Else
        SvSetFormula cell, SvWithoutPath(SvFormula(cell), ThisWorkbook.Name)
    End If
End Sub

' Whether a cell holds an array formula that Excel lets no macro enter, as it is too long.
Public Function SvIsTooLong(ByVal cell As Object) As Boolean
    On Error Resume Next
    If SvIsFixedArray(cell) Then SvIsTooLong = (Len(cell.FormulaArray) > LONGEST_ARRAY_FORMULA)
End Function

' An array formula of the classic kind. Where arrays spill, one over a single cell may become a dynamic one.
Private Function SvIsFixedArray(ByVal cell As Object) As Boolean
    Dim spills As Boolean
    If Not cell.HasArray Then Exit Function
    SvIsFixedArray = True
    On Error GoTo noSpilling ' Excel before dynamic arrays
    spills = cell.HasSpill
    SvIsFixedArray = (cell.CurrentArray.Count > 1 And Not spills)
noSpilling:
End Function

Public Function SvIsNameError(ByVal value As Variant) As Boolean
    If IsError(value) Then SvIsNameError = (value = CVErr(ERROR_NAME))
End Function

' The cells of a sheet that show errors from formulas, or Nothing.
Public Function SvErrorCells(ByVal sheet As Object) As Object
    Set SvErrorCells = Nothing
    On Error Resume Next ' SpecialCells raises if there are none
    Set SvErrorCells = sheet.UsedRange.SpecialCells(FORMULA_CELLS, ERROR_CELLS)
End Function

' The cells of a sheet that hold formulas, or Nothing; of a protected sheet others are among them.
Public Function SvFormulaCells(ByVal sheet As Object) As Object
    Set SvFormulaCells = Nothing
    On Error Resume Next
    Set SvFormulaCells = sheet.UsedRange.SpecialCells(FORMULA_CELLS)
    If SvFormulaCells Is Nothing Then Set SvFormulaCells = SvProtectedCells(sheet)
End Function

' Of a protected sheet Excel gives no cells by what they hold: all that are in use, as far as there are not
' too many. Nothing for any other sheet.
Public Function SvProtectedCells(ByVal sheet As Object) As Object
    Set SvProtectedCells = Nothing
    If sheet.ProtectContents Then Set SvProtectedCells = SvFirstRows(sheet.UsedRange, MOST_CELLS)
End Function

Public Function SvSize(ByVal area As Object) As Double
    SvSize = CDbl(area.Rows.Count) * area.Columns.Count
End Function

' As many whole rows of an area as have so many cells, at least one.
Public Function SvFirstRows(ByVal area As Object, ByVal cells As Double) As Object
    Dim rowCount As Double
    Set SvFirstRows = area
    If SvSize(area) <= cells Then Exit Function
    rowCount = Int(cells / area.Columns.Count)
    If rowCount < 1 Then rowCount = 1
    Set SvFirstRows = area.Resize(rowCount, area.Columns.Count)
End Function
