Attribute VB_Name = "StressVarCheck"
' Check this Excel: what a macro can see of docs/excel-checklist.md, tried in new books and written into
' a sheet, beside it the same as text for an issue. Nothing here touches a book of the user's.
Option Explicit
Option Private Module

Private Const TITLE As String = "StressVaR"
Private Const DAYS_1904 As Long = 1462 ' between the two date systems
Private Const FIRST_DAY As Long = 39692 ' 2008-09-01, counted from 1900
Private Const IN_WINDOW As String = "100,""2008-09-01:2008-09-04"",75%)"
Private Const EXPECTED_VAR As String = "1.25" ' of -2%, 1%, -1%, 2% on 100 at 75%, as the reference works it out

' --- the whole check -----------------------------------------------------------------------------

Public Sub SvCheckExcel()
    Dim book As Object, other As Object, part As Variant, number As Long
    SvNewReport
    Set book = SvNewBook(False)
    Set other = SvNewBook(True)
    On Error GoTo stopped
    For Each part In Array("machine", "engine", "functions", "arguments", "dates", "errors", "spill", "array", "protected", "handle", "esc", "templates", "speed", "wizard", "events")
        SvSay "StressVaR: checking " & part & " ..."
        SvCheckPart CStr(part), book, other
    Next part
stopped:
    number = Err.Number
    On Error Resume Next
    book.Close False
    other.Close False
    SvUnsay
    On Error GoTo 0
    If number <> 0 Then Err.Raise number
    SvWriteReport
End Sub

Public Sub SvCheckPart(ByVal part As String, ByVal book As Object, ByVal other As Object)
    Dim number As Long, what As String
    On Error GoTo failed
    Select Case part
        Case "machine": SvCheckMachine book
        Case "engine": SvCheckEngine
        Case "functions": SvCheckFunctions book.Worksheets("Scratch")
        Case "arguments": SvCheckArguments book.Worksheets("Scratch")
        Case "dates": SvCheckDates book, other
        Case "errors": SvCheckErrors book
        Case "spill": SvCheckSpill book.Worksheets("Scratch")
        Case "array": SvCheckArray book.Worksheets("Scratch")
        Case "protected": SvCheckProtected book.Worksheets("Scratch")
        Case "handle": SvCheckHandle book
        Case "esc": SvCheckEsc book.Worksheets("Scratch")
        Case "templates": SvCheckTemplates
        Case "speed": SvCheckSpeed book
        Case "wizard": SvCheckWizard book.Worksheets("Scratch")
        Case "events": SvCheckEvents
    End Select
    Exit Sub
failed:
    number = Err.Number
    what = Err.Description
    If number = SV_ESC Then Err.Raise SV_ESC
    SvNote part, "no error", SvErrorText(number) & " " & what
End Sub

' A book with the sheets Data (four days of the reference's example and four others), Hidden and Scratch.
Public Function SvNewBook(ByVal from1904 As Boolean) As Object
    Dim i As Long, returns As Variant, first As Long
    Set SvNewBook = Application.Workbooks.Add()
    SvNewBook.Date1904 = from1904
    SvNewBook.Worksheets(1).Name = "Data"
    SvNewBook.Worksheets.Add(After:=SvNewBook.Worksheets("Data")).Name = "Hidden"
    SvNewBook.Worksheets.Add(After:=SvNewBook.Worksheets("Hidden")).Name = "Scratch"
    returns = Array(-0.02, 0.01, -0.01, 0.02, 0.1, -0.1, 0.1, -0.1)
    first = FIRST_DAY + IIf(from1904, -DAYS_1904, 0)
    With SvNewBook.Worksheets("Data")
        .Range("A1").Value2 = "Date"
        .Range("B1").Value2 = "A"
        For i = 0 To UBound(returns)
            .Cells(i + 2, 1).Value2 = first + i
            .Cells(i + 2, 2).Value2 = returns(i)
        Next i
    End With
End Function

' What a formula gives in a cell, as a text that is the same in every country.
Private Function SvGives(ByVal cell As Object, ByVal formula As String) As String
    cell.NumberFormat = "General"
    SvSetFormula cell, formula
    cell.Calculate
    SvGives = SvShownAs(cell.Value2)
End Function

' --- its steps -----------------------------------------------------------------------------------

Private Sub SvCheckMachine(ByVal book As Object)
    SvNote "Excel", "", Application.Version & ", build " & Application.Build
    SvNote "System (the bits are Excel's)", "", Application.OperatingSystem
    SvNote "Language of Excel, country, decimal sign, list separator", "", Application.LanguageSettings.LanguageID(2) & ", " & Application.International(1) & ", " & Application.International(3) & ", " & Application.International(5)
    SvNote "Calculation by hand", "", SvShownAs(Application.Calculation = -4135)
    SvNote "Dynamic arrays", "", SvShownAs(SvHasFormula2(book.Worksheets(1).Range("Z1")))
    SvNote "Add-in", "", SV_VERSION & ", " & ThisWorkbook.FullName
    SvNote "The add-in is hidden", "TRUE", SvShownAs(ThisWorkbook.IsAddin)
End Sub

Private Function SvHasFormula2(ByVal cell As Object) As Boolean
    Dim formula As String
    On Error GoTo classic
    formula = cell.Formula2
    SvHasFormula2 = True
classic:
End Function

Private Sub SvCheckEngine()
    Dim begun As Double, version As String
    begun = Timer
    version = SvEngineVersion()
    SvNote "Engine", SV_VERSION, IIf(version = "", SvWhyNoEngine(), version)
    SvNote "Seconds until it answered", "", Format$(Timer - begun, "0.0")
End Sub

' Every example of the reference: what the function's page says it gives.
Private Sub SvCheckFunctions(ByVal sheet As Object)
    Dim example As Variant, passed As Long, seen As String
    For Each example In SvStoredRows("example")
        seen = SvTableOf(sheet, CStr(example(1)), CStr(example(2)))
        If seen = "" Then
            passed = passed + 1
        Else
            SvNote CStr(example(1)), CStr(example(2)), seen
        End If
    Next example
    SvNote "Examples of the reference that give what it says", CStr(SvStoredRows("example").Count), CStr(passed)
End Sub

' "" if a formula gives the expected table, {1,2;3,4}, to four digits; otherwise what it gives.
Private Function SvTableOf(ByVal sheet As Object, ByVal formula As String, ByVal expected As String) As String
    Dim wantedRows As Variant, wanted As Variant, i As Long, j As Long, area As Object, same As Boolean
    wantedRows = Split(Replace(Replace(expected, "{", ""), "}", ""), ";")
    sheet.Cells.ClearContents
    SvEnterTable sheet.Range("A1"), formula, UBound(wantedRows) + 1, UBound(Split(wantedRows(0), ",")) + 1
    Set area = SvResultArea(sheet.Range("A1"))
    same = True
    For i = 0 To UBound(wantedRows)
        wanted = Split(wantedRows(i), ",")
        For j = 0 To UBound(wanted)
            SvTableOf = SvTableOf & IIf(j > 0, ",", IIf(i > 0, ";", "")) & SvShownAs(area.Cells(i + 1, j + 1).Value2)
            If Not SvIsNear(area.Cells(i + 1, j + 1).Value2, CStr(wanted(j))) Then same = False
        Next j
    Next i
    If same Then SvTableOf = ""
End Function

' A formula that gives a table: it spills, or fills as many cells as an array formula.
Private Sub SvEnterTable(ByVal cell As Object, ByVal formula As String, ByVal rowCount As Long, ByVal columnCount As Long)
    If rowCount * columnCount = 1 Or SvHasFormula2(cell) Then
        SvSetFormula cell, formula
    Else
        cell.Resize(rowCount, columnCount).FormulaArray = formula
    End If
    cell.Worksheet.Calculate
End Sub

Private Sub SvCheckArguments(ByVal sheet As Object)
    Dim cell As Object
    sheet.Cells.ClearContents
    Set cell = sheet.Range("A1")
    SvNote "A range", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!A1:B9," & IN_WINDOW)
    SvNote "Whole columns", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!A:B," & IN_WINDOW)
    SvNote "An argument left out in the middle", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!B2:B5,100,,75%)")
    SvNote "Several areas", "#2015", SvGives(cell, "=STRESSED_VAR((Data!A1:B5,Data!A6:B9)," & IN_WINDOW)
    SvNote "Their sentence", "Data!A1:B5,A6:B9 is a selection of several areas. Select one block of cells.", SvSentenceOf(cell)
End Sub

' The same days in a book that counts from 1900 and in one that counts from 1904.
Private Sub SvCheckDates(ByVal book As Object, ByVal other As Object)
    Dim cell As Object, there As String
    other.Worksheets("Scratch").Range("C1").Value2 = FIRST_DAY - DAYS_1904
    other.Worksheets("Scratch").Range("D1").Value2 = FIRST_DAY + 3 - DAYS_1904
    Set cell = other.Worksheets("Scratch").Range("A1")
    there = "'[" & book.Name & "]Data'!A1:B9"
    SvNote "1904: own history", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!A1:B9," & IN_WINDOW)
    SvNote "1904: own history, window in own cells", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!A1:B9,100,C1:D1,75%)")
    SvNote "1904: history of a 1900 book", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(" & there & "," & IN_WINDOW)
    SvNote "1904: history of a 1900 book, window in own cells", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(" & there & ",100,C1:D1,75%)")
    SvNote "1904: the first date of a history of a 1900 book", CStr(FIRST_DAY - DAYS_1904), SvGives(cell, "=INDEX(WORST_WINDOW(" & there & ",100,8,75%),1,1)")
    Set cell = book.Worksheets("Scratch").Range("A1")
    SvNote "1900: the first date of a history of a 1904 book", CStr(FIRST_DAY), SvGives(cell, "=INDEX(WORST_WINDOW('[" & other.Name & "]Data'!A1:B9,100,8,75%),1,1)")
End Sub

Private Sub SvCheckErrors(ByVal book As Object)
    Dim cell As Object, gap As Object
    Set cell = book.Worksheets("Scratch").Range("A1")
    Set gap = book.Worksheets("Data").Range("B4")
    gap.ClearContents
    SvNote "A blank in the history", "#2015", SvGives(cell, "=STRESSED_VAR(Data!A1:B9," & IN_WINDOW)
    SvNote "The sentence names the cell", "TRUE", SvShownAs(InStr(SvSentenceOf(cell), "Data!B4") > 0)
    SvNote "STRESSVAR_WHY says the same", SvSentenceOf(cell), SvGives(book.Worksheets("Scratch").Range("C1"), "=STRESSVAR_WHY(A1)")
    SvNote "Explain leads to the cell", gap.Address(External:=True), SvBlamed(cell)
    gap.Value2 = -0.01
    SvNote "Mended", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Data!A1:B9," & IN_WINDOW)
    SvNote "No sentence any more", "#2042", SvGives(book.Worksheets("Scratch").Range("C1"), "=STRESSVAR_WHY(A1)")
End Sub

Private Sub SvCheckSpill(ByVal sheet As Object)
    If Not SvHasFormula2(sheet.Range("A1")) Then Exit Sub
    sheet.Cells.ClearContents
    sheet.Range("A1").Formula2 = "=CRISIS_CORR({1,2;2,4;3,5})"
    SvNote "A table spills", "$A$1:$B$2", SvResultArea(sheet.Range("A1")).Address
    SvNote "Its formula has no @", "=CRISIS_CORR({1,2;2,4;3,5})", sheet.Range("A1").Formula2
    sheet.Range("D1").Value2 = "Column"
    sheet.Range("D2").Value2 = 1
    sheet.ListObjects.Add 1, sheet.Range("D1:D2"), , 1
    SvNote "In a table (Ctrl+T)", "#2045", SvGives(sheet.Range("D2"), "=CRISIS_CORR({1,2;2,4;3,5})")
    SvNote "Explain there", "Inside an Excel table (Ctrl+T)", Left$(SvExplanation(sheet.Range("D2")), 30)
    sheet.ListObjects(1).Delete
End Sub

Private Sub SvCheckArray(ByVal sheet As Object)
    Dim longFormula As String
    sheet.Cells.ClearContents
    sheet.Range("A1:B2").FormulaArray = "=CRISIS_CORR({1,2;2,4;3,5})"
    SvNote "An array formula (Ctrl+Shift+Enter)", "1", SvShownAs(sheet.Range("B2").Value2)
    longFormula = "=CRISIS_CORR({1,2;2,4;3,5})*(1" & Replace(Space$(130), " ", "+0") & ")"
    On Error Resume Next
    sheet.Range("D1:E2").FormulaArray = longFormula
    SvNote "An array formula of more than 255 characters is refused", "TRUE", SvShownAs(Err.Number <> 0)
End Sub

Private Sub SvCheckProtected(ByVal sheet As Object)
    sheet.Cells.ClearContents
    SvSetFormula sheet.Range("A1"), "=PARAM_VAR(""x"",1)"
    SvSetFormula sheet.Range("A3"), "=PARAM_VAR(""y"",1)"
    sheet.Calculate
    SvNote "Errors that Next error finds", "2", CStr(SvErrorsOfOurs(sheet).Count)
    sheet.Protect
    SvNote "Excel gives the error cells of a protected sheet", "", SvShownAs(Not SvErrorCells(sheet) Is Nothing)
    SvNote "Errors that Next error finds on a protected sheet", "2", CStr(SvErrorsOfOurs(sheet).Count)
    sheet.Unprotect
End Sub

' The engine is let go and started anew; where another Excel holds it too, it goes on and knows the handle.
Private Sub SvCheckHandle(ByVal book As Object)
    Dim cell As Object
    book.Worksheets("Scratch").Activate
    book.Worksheets("Scratch").Cells.ClearContents
    SvSetFormula book.Worksheets("Hidden").Range("A1"), "=LOAD_HISTORY(Data!A1:B9)"
    Set cell = book.Worksheets("Scratch").Range("A1")
    SvNote "A handle of another sheet", EXPECTED_VAR, SvGives(cell, "=STRESSED_VAR(Hidden!A1," & IN_WINDOW)
    SvDropEngine
    Application.Wait Now + TimeSerial(0, 0, 5)
    cell.Calculate
    SvNote "After the engine was let go (#2042: it had ended)", "", SvShownAs(cell.Value2)
    SvLoadHistories
    Application.Calculate
    SvNote "After the histories were loaded again", EXPECTED_VAR, SvShownAs(cell.Value2)
    book.Worksheets("Hidden").Cells.ClearContents
End Sub

Private Sub SvCheckEsc(ByVal sheet As Object)
    Dim seen As String
    Application.EnableCancelKey = 1
    seen = SvGives(sheet.Range("A1"), "=PARAM_VAR(0.012,100,95%)")
    SvNote "A cell's function makes Esc an error (2)", "2", CStr(Application.EnableCancelKey)
    SvEscIsAnError
End Sub

' Each template, opened as its button does: formulas that found no function.
Private Sub SvCheckTemplates()
    Dim file As Variant, book As Object, sheet As Object, cell As Object, found As Object, unknown As Long, withAt As Long, count As Long
    For Each file In SvTemplateFiles()
        Set book = Application.Workbooks.Add(file)
        SvBookOpened book
        Application.Calculate
        For Each sheet In book.Worksheets
            Set found = SvFormulaCells(sheet)
            If Not found Is Nothing Then
                For Each cell In found.Cells
                    If SvUsesOurs(cell.Formula) Then
                        count = count + 1
                        If SvIsNameError(cell.Value2) Then unknown = unknown + 1
                        If InStr(SvFormula(cell), "=@") > 0 Then withAt = withAt + 1
                    End If
                Next cell
            End If
        Next sheet
        book.Close False
    Next file
    SvNote "Formulas of the templates", "", CStr(count)
    SvNote "of which show #NAME?", "0", CStr(unknown)
    SvNote "of which have an @", "0", CStr(withAt)
End Sub

Private Sub SvCheckSpeed(ByVal book As Object)
    Dim sheet As Object, begun As Double
    Set sheet = book.Worksheets("Hidden")
    sheet.Range("A1:AX250").Formula = "=SIN(ROW()*COLUMN())/50"
    sheet.Range("A1:AX250").Value2 = sheet.Range("A1:AX250").Value2
    sheet.Range("A252:AX252").Value2 = 1
    begun = Timer
    book.Worksheets("Scratch").Range("A1:A200").Formula = "=CURRENT_VAR(Hidden!$A$1:$AX$250,Hidden!$A$252:$AX$252,0.9+ROW()/10000)"
    book.Worksheets("Scratch").Calculate
    SvNote "Milliseconds a formula, 200 over 250 x 50 cells (ten times as many while the VBA editor is open)", "", Format$((Timer - begun) * 5, "0.0")
    SvNote "Engine", "", SvEngineWork()
End Sub

' No macro can read what the wizard shows: the user is asked.
Private Sub SvCheckWizard(ByVal sheet As Object)
    Dim cell As Object, texts As Variant, told As Long
    For Each texts In SvStoredRows("help")
        If texts(0) = "STRESSED_VAR" Then Exit For
    Next texts
    sheet.Activate
    sheet.Cells.ClearContents
    Set cell = sheet.Range("A1")
    cell.Select
    SvSetFormula cell, "=STRESSED_VAR()"
    MsgBox "Excel's dialog for STRESSED_VAR opens next. Look whether it shows this description and, for the first argument, this help; then choose Cancel." & vbLf & vbLf & texts(1) & vbLf & vbLf & texts(2), vbInformation, TITLE
    cell.FunctionWizard
    told = MsgBox("Did the dialog show both texts?", vbYesNo + vbQuestion, TITLE)
    SvNote "The wizard shows description and argument help (told by the user)", "TRUE", SvShownAs(told = vbYes)
End Sub

Private Sub SvCheckEvents()
    Dim eventName As Variant
    For Each eventName In Array("RibbonLoaded", "WorkbookOpen", "SheetCalculate", "AfterCalculate", "WindowActivate", "SheetActivate")
        SvNote "Event " & eventName & ", times", "", CStr(SvTimesSeen(CStr(eventName)))
    Next eventName
    SvNote "AfterCalculate comes", "TRUE", SvShownAs(SvTimesSeen("AfterCalculate") > 0)
    SvNote "Books that wait to be mended", "0", CStr(SvWaitingBooks())
End Sub
