Attribute VB_Name = "StressVarBooks"
' Books that come from elsewhere: formulas that Excel could not bind to our functions, and links to
' the add-in's folder on another computer.
Option Explicit
Option Private Module

Private Const ERROR_NAME As Long = 2029
Private Const FORMULA_CELLS As Long = -4123 ' xlCellTypeFormulas
Private Const ERROR_CELLS As Long = 16 ' xlErrors
Private Const EXCEL_LINKS As Long = 1 ' xlExcelLinks
Private Const BY_HAND As Long = -4135 ' xlCalculationManual

Private Const MOST_CELLS As Long = 100000 ' of a sheet that is looked through for our functions
Private Const CHECKS As Long = 20 ' calculations of a book after which it needs no more looking at

Private lastCalledFrom As String ' the book in which one of our functions ran last
Private looks As Collection ' by book: how many of its calculations were looked at
Private callNames As Variant ' the functions as a formula calls them: NAME(

' Notes that our functions are bound in a book: it needs no mending. The key is that of a sentence.
Public Sub SvCalledFrom(ByVal key As String)
    If key <> "" Then lastCalledFrom = Left$(key, InStr(key, "|") - 1)
End Sub

Public Sub SvBookOpened(ByVal book As Object)
    Dim calls As Boolean
    On Error Resume Next ' a book that cannot be mended must still open
    If book.IsAddin Then Exit Sub
    SvRelink book
    SvRebind book
    calls = SvCallsOurs(book)
    If calls Then SvStartEngineSoon
End Sub

' Whether a formula of a book calls one of our functions. In a sheet that takes long to look through,
' none is seen: all that is lost is the early start of the engine.
Public Function SvCallsOurs(ByVal book As Object) As Boolean
    Dim sheet As Object
    For Each sheet In book.Worksheets
        With sheet.UsedRange
            If CDbl(.Rows.Count) * .Columns.Count <= MOST_CELLS Then
                If SvAnyIsOurs(.Formula) Then SvCallsOurs = True
            End If
        End With
        If SvCallsOurs Then Exit Function
    Next sheet
End Function

Private Function SvAnyIsOurs(ByRef formulas As Variant) As Boolean
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

' A book that Excel did not write shows its stored values until it is calculated, then #NAME?.
Public Sub SvBookCalculated(ByVal book As Object)
    On Error Resume Next
    If SvIsToBeLookedAt(book.FullName) Then SvRebind book
End Sub

' Whether a book that was calculated may still need mending; counts how often it was asked.
Public Function SvIsToBeLookedAt(ByVal bookName As String) As Boolean
    Dim seen As Long
    If bookName = lastCalledFrom Then Exit Function
    If looks Is Nothing Then Set looks = New Collection
    On Error Resume Next ' the first time nothing was counted
    seen = looks.Item(bookName)
    looks.Remove bookName
    On Error GoTo 0
    looks.Add seen + 1, bookName
    SvIsToBeLookedAt = (seen < CHECKS)
End Function

' A formula saved on another computer names the add-in by its folder there.
Private Sub SvRelink(ByVal book As Object)
    Dim links As Variant, i As Long, alerts As Boolean, saved As Boolean
    links = book.LinkSources(EXCEL_LINKS)
    If IsEmpty(links) Then Exit Sub
    alerts = Application.DisplayAlerts
    saved = book.Saved
    On Error Resume Next ' a protected sheet refuses; the other links are still to be changed
    Application.DisplayAlerts = False
    For i = LBound(links) To UBound(links)
        If SvIsOtherCopy(links(i), ThisWorkbook.FullName) Then book.ChangeLink links(i), ThisWorkbook.FullName, EXCEL_LINKS
    Next i
    Application.DisplayAlerts = alerts
    book.Saved = saved
End Sub

' Whether a link leads to a file of our name in another folder.
Public Function SvIsOtherCopy(ByVal link As String, ByVal own As String) As Boolean
    SvIsOtherCopy = (LCase$(SvFileName(link)) = LCase$(SvFileName(own)) And LCase$(link) <> LCase$(own))
End Function

Public Function SvFileName(ByVal path As String) As String
    Dim parts As Variant
    parts = Split(Replace(path, "/", "\"), "\")
    If UBound(parts) >= 0 Then SvFileName = parts(UBound(parts))
End Function

' Enters our formulas anew if one of them shows #NAME?: Excel then finds the functions. How the book
' calculates and whether it counts as saved stay as they were.
Public Sub SvRebind(ByVal book As Object)
    Dim mode As Long, events As Boolean, saved As Boolean, sheet As Object
    If Not SvShowsOurName(book) Then Exit Sub
    mode = Application.Calculation
    events = Application.EnableEvents
    saved = book.Saved
    On Error GoTo restore
    Application.EnableEvents = False
    Application.Calculation = BY_HAND
    For Each sheet In book.Worksheets
        If Not sheet.ProtectContents Then SvEnterAnew sheet
    Next sheet
restore:
    On Error Resume Next
    Application.Calculation = mode
    Application.EnableEvents = events
    book.Saved = saved
End Sub

Private Function SvShowsOurName(ByVal book As Object) As Boolean
    Dim sheet As Object, cell As Object, found As Object
    For Each sheet In book.Worksheets
        Set found = SvErrorCells(sheet)
        If Not found Is Nothing Then
            For Each cell In found.Cells
                If SvIsNameError(cell.Value2) Then
                    If SvUsesOurs(cell.Formula) Then
                        SvShowsOurName = True
                        Exit Function
                    End If
                End If
            Next cell
        End If
    Next sheet
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

Public Function SvFormulaCells(ByVal sheet As Object) As Object
    Set SvFormulaCells = Nothing
    On Error Resume Next
    Set SvFormulaCells = sheet.UsedRange.SpecialCells(FORMULA_CELLS)
End Function

Private Sub SvEnterAnew(ByVal sheet As Object)
    Dim cell As Object, found As Object
    Set found = SvFormulaCells(sheet)
    If found Is Nothing Then Exit Sub
    For Each cell In found.Cells
        If SvUsesOurs(cell.Formula) Then
            If SvAnchor(cell).Address = cell.Address Then SvEnterCell cell ' never a cell that is only spilled into
        End If
    Next cell
End Sub

Private Sub SvEnterCell(ByVal cell As Object)
    On Error Resume Next ' a merged or locked cell stays as it is
    If SvIsFixedArray(cell) Then
        cell.CurrentArray.FormulaArray = SvWithoutPath(cell.FormulaArray, ThisWorkbook.Name)
    Else
        SvSetFormula cell, SvWithoutPath(SvFormula(cell), ThisWorkbook.Name)
    End If
End Sub

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
