Attribute VB_Name = "StressVarBooks"
' Books that come from elsewhere: formulas that Excel could not bind to our functions, and links to the
' add-in's folder on another computer.
'
' A book is looked at when it opens. If its formulas do not call our functions, that is all, for good.
' If they do, it waits until one of our functions is called from it, which proves that they are bound;
' until then it is looked at after a calculation too, because a book that Excel did not write shows its
' stored values until it is calculated, then #NAME?.
Option Explicit
Option Private Module

Private Const EXCEL_LINKS As Long = 1 ' xlExcelLinks
Private Const MOST_FORMULAS As Long = 5000 ' of a book that are read when it opens
Private Const MOST_ERRORS As Long = 5000 ' of a book that are looked at for #NAME?
Private Const MOST_LOOKS As Long = 2 ' at a book that waits, each after a calculation of it

Private waiting As Collection ' by full name: the name, a tab, how often it was looked at
Private calculated As Collection ' the full names of those that were calculated since

Public Sub SvBookOpened(ByVal book As Object)
    Dim calls As Variant
    On Error Resume Next ' a book that cannot be mended must still open
    If book.IsAddin Then Exit Sub
    SvRelink book
    calls = SvCallsOurs(book)
    If IsNull(calls) Then calls = (book.CalculationVersion = 0) ' not calculated by this Excel or a later one
    If Not calls Then Exit Sub
    SvRebind book
    SvWaitFor book, 0
    If Not SvEngineIsConnected() Then SvStartEngineSoon
End Sub

' Whether a formula of a book calls one of our functions; Null if the first ones do not and there are more.
Public Function SvCallsOurs(ByVal book As Object) As Variant
    Dim sheet As Object, found As Object, area As Object, allowed As Double
    allowed = MOST_FORMULAS
    SvCallsOurs = False
    For Each sheet In book.Worksheets
        Set found = SvFormulaCells(sheet)
        If Not found Is Nothing Then
            For Each area In found.Areas
                If SvSize(area) > allowed Then SvCallsOurs = Null
                If allowed < 1 Then Exit Function
                If SvAnyIsOurs(SvFirstRows(area, allowed).Formula) Then
                    SvCallsOurs = True
                    Exit Function
                End If
                allowed = allowed - SvSize(area)
            Next area
        End If
    Next sheet
End Function

' --- books that wait -----------------------------------------------------------------------------

Private Sub SvWaitFor(ByVal book As Object, ByVal looks As Long)
    If waiting Is Nothing Then Set waiting = New Collection
    SvNoLongerWaitFor book.FullName
    If looks < MOST_LOOKS Then waiting.Add book.Name & vbTab & looks, book.FullName
End Sub

Private Sub SvNoLongerWaitFor(ByVal fullName As String)
    On Error Resume Next ' it does not wait
    waiting.Remove fullName
End Sub

' One of our functions is called from a book: they are bound. The key is that of a sentence.
Public Sub SvCalledFrom(ByVal key As String)
    If key = "" Or SvWaitingBooks() = 0 Then Exit Sub
    SvNoLongerWaitFor Left$(key, InStr(key, "|") - 1)
End Sub

Public Function SvWaitingBooks() As Long
    If Not waiting Is Nothing Then SvWaitingBooks = waiting.Count
End Function

' A sheet of a book was calculated. Of most books nothing is to be done, and nothing is.
Public Sub SvSheetCalculated(ByVal sheet As Object)
    Dim fullName As String
    If SvWaitingBooks() = 0 Then Exit Sub
    If calculated Is Nothing Then Set calculated = New Collection
    fullName = sheet.Parent.FullName
    On Error Resume Next ' it is in the list
    calculated.Add fullName, fullName
End Sub

' All calculation is over: each book that waits and was calculated is looked at, once for all its sheets.
Public Sub SvAllCalculated()
    Dim fullName As Variant, these As Collection
    If calculated Is Nothing Then Exit Sub
    If SvIsCopying() Then Exit Sub ' the next time
    Set these = calculated
    Set calculated = Nothing
    On Error Resume Next ' a book may have been closed
    For Each fullName In these
        SvLookAgain CStr(fullName)
    Next fullName
End Sub

Private Sub SvLookAgain(ByVal fullName As String)
    Dim parts As Variant, book As Object
    parts = Split(waiting.Item(fullName), vbTab) ' raises if it no longer waits
    SvNoLongerWaitFor fullName
    Set book = Application.Workbooks(parts(0))
    If book.FullName <> fullName Then Exit Sub ' saved under another name: it works by now
    SvWaitFor book, CLng(parts(1)) + 1
    SvRebind book
End Sub

' --- mending -------------------------------------------------------------------------------------

' A formula saved on another computer names the add-in by its folder there. What saves itself, perhaps
' before the eyes of others, is left alone.
Private Sub SvRelink(ByVal book As Object)
    Dim links As Variant, i As Long, alerts As Boolean, saved As Boolean
    links = book.LinkSources(EXCEL_LINKS)
    If IsEmpty(links) Then Exit Sub
    If SvSavesItself(book) Then Exit Sub
    alerts = Application.DisplayAlerts
    saved = book.Saved
    On Error Resume Next ' a protected sheet refuses; the other links are still to be changed
    For i = LBound(links) To UBound(links)
        If SvIsOtherCopy(links(i), ThisWorkbook.FullName) Then
            Application.DisplayAlerts = False
            book.ChangeLink links(i), ThisWorkbook.FullName, EXCEL_LINKS
        End If
    Next i
    Application.DisplayAlerts = alerts
    book.Saved = saved
End Sub

Private Function SvSavesItself(ByVal book As Object) As Boolean
    On Error Resume Next ' Excel before AutoSave
    SvSavesItself = book.AutoSaveOn
End Function

' Enters our formulas anew if one of them shows #NAME?: Excel then finds the functions. How the book
' calculates and whether it counts as saved stay as they were.
Public Sub SvRebind(ByVal book As Object)
    Dim before As Variant, saved As Boolean, sheet As Object, onlyErrors As Boolean
    If Not SvShowsOurName(book) Then Exit Sub
    onlyErrors = SvSavesItself(book)
    saved = book.Saved
    before = SvPause()
    On Error GoTo restore
    For Each sheet In book.Worksheets
        If Not sheet.ProtectContents Then SvEnterAnew sheet, onlyErrors
    Next sheet
restore:
    SvResume before
    If saved Then book.Saved = True
End Sub

Private Function SvShowsOurName(ByVal book As Object) As Boolean
    Dim sheet As Object, cell As Object, found As Object, looked As Long
    For Each sheet In book.Worksheets
        Set found = SvErrorCells(sheet)
        If Not found Is Nothing Then
            For Each cell In found.Cells
                looked = looked + 1
                If looked > MOST_ERRORS Then Exit Function
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

Private Sub SvEnterAnew(ByVal sheet As Object, ByVal onlyErrors As Boolean)
    Dim cell As Object, found As Object
    If onlyErrors Then
        Set found = SvErrorCells(sheet)
    Else
        Set found = SvFormulaCells(sheet)
    End If
    If found Is Nothing Then Exit Sub
    For Each cell In found.Cells
        If SvUsesOurs(cell.Formula) Then
            If SvAnchor(cell).Address = cell.Address Then SvEnterCell cell ' never a cell that is only spilled into
        End If
    Next cell
End Sub
