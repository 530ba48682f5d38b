Attribute VB_Name = "StressVarSheets"
' What the tab writes into sheets: number formats for results, and a new sheet of live formulas.
Option Explicit
Option Private Module

Private Const TITLE As String = "StressVaR"
Private Const EARLIEST_DATE As Long = 16802 ' 1950-01-01 counted from 1904: no history is older
Private Const COLUMN_CHART As Long = 51 ' xlColumnClustered
Private Const MOST_LOOKED_AT As Double = 1000 ' cells of a column that are looked at for ####
Private Const A_RANGE As Long = 8 ' what InputBox is to ask for

' --- formats -------------------------------------------------------------------------------------

' Formats a formula's result, the spilled cells too, by the units that its function declares.
Public Sub SvFormatResult(ByVal anchor As Object)
    Dim functionName As String, units As String, area As Object, i As Long
    functionName = SvFirstOfOurs(SvFormula(anchor))
    units = SvColumnUnits(functionName)
    If units = "" Then Exit Sub
    Set area = SvResultArea(anchor)
    If units <> "lines" Then
        For i = 1 To area.Columns.Count
            SvFormatCells area.Columns(i), SvUnitOf(units, i)
        Next i
    ElseIf area.Columns.Count = 2 Then
        For i = 1 To area.Rows.Count
            SvFormatCells area.Cells(i, 2), SvUnitOfLine(SvLineUnits(functionName), CStr(area.Cells(i, 1).Value2))
        Next i
    End If
    If InStr(units, "|") > 0 And area.Rows.Count > 1 Then area.Rows(1).Font.Bold = True
    SvWiden area
End Sub

' Widens the columns in which a number of the result has no room, and only as far as the result needs.
Private Sub SvWiden(ByVal area As Object)
    Dim i As Long
    For i = 1 To area.Columns.Count
        If SvShowsHashes(SvFirstRows(area.Columns(i), MOST_LOOKED_AT)) Then area.Columns(i).AutoFit
    Next i
End Sub

Private Function SvShowsHashes(ByVal some As Object) As Boolean
    Dim cell As Object
    For Each cell In some.Cells
        If VarType(cell.Value2) = vbDouble And Left$(cell.Text, 2) = "##" Then SvShowsHashes = True
    Next cell
End Function

Private Sub SvFormatCells(ByVal some As Object, ByVal unit As String)
    some.NumberFormat = SvFormatOf(some, unit)
End Sub

' The format of cells in a unit. Where a history has no dates, its days are numbered from 1.
Public Function SvFormatOf(ByVal some As Object, ByVal unit As String) As String
    Dim cell As Object
    SvFormatOf = SvNumberFormat(unit)
    If unit <> "date" Then Exit Function
    For Each cell In some.Cells
        If VarType(cell.Value2) = vbDouble Then
            If cell.Value2 < EARLIEST_DATE Then SvFormatOf = SvNumberFormat("count")
            Exit Function
        End If
    Next cell
End Function

' The cells that a formula's result fills.
Public Function SvResultArea(ByVal anchor As Object) As Object
    Set SvResultArea = anchor
    On Error Resume Next
    If anchor.HasArray Then Set SvResultArea = anchor.CurrentArray
    If anchor.HasSpill Then Set SvResultArea = anchor.SpillingToRange
End Function

' The unit of a column, from 1: units are separated by |, and a last one with * repeats.
Public Function SvUnitOf(ByVal units As String, ByVal position As Long) As String
    Dim parts As Variant, last As Long
    parts = Split(units, "|")
    last = UBound(parts)
    If position - 1 <= last Then
        SvUnitOf = Replace(parts(position - 1), "*", "")
    ElseIf Right$(units, 1) = "*" Or last = 0 Then
        SvUnitOf = Replace(parts(last), "*", "")
    End If
End Function

' The unit of a report's line by its label: units are label=unit, separated by |.
Public Function SvUnitOfLine(ByVal units As String, ByVal label As String) As String
    Dim pair As Variant, parts As Variant, start As String
    For Each pair In Split(units, "|")
        parts = Split(pair, "=")
        start = Replace(parts(0), "*", "")
        If parts(0) = label Or (start <> parts(0) And Left$(label, Len(start)) = start) Then SvUnitOfLine = parts(1)
    Next pair
End Function

' --- a new sheet ---------------------------------------------------------------------------------

' Asks for prices and positions; writes a sheet of live formulas beside them, with a chart.
Public Sub SvNewSheet()
    Dim prices As Object, positions As Object, sheet As Object
    If ActiveWorkbook Is Nothing Then Exit Sub
    Set prices = SvAskRange("Select the prices: a column an asset, a row a day, with the row of names and the column of dates.")
    If prices Is Nothing Then Exit Sub
    Set positions = SvAskRange("Select the positions: money in each asset, in the same order, or two columns of names and amounts.")
    If positions Is Nothing Then Exit Sub
    Set sheet = ActiveWorkbook.Worksheets.Add(After:=ActiveSheet)
    SvFillSheet sheet, SvReference(prices), SvReference(positions)
    SvAddChart sheet
End Sub

Private Function SvAskRange(ByVal prompt As String) As Object
    Set SvAskRange = Nothing
    On Error Resume Next ' Cancel gives False, which is no object
    Set SvAskRange = Application.InputBox(prompt, TITLE, Type:=A_RANGE)
    If SvAskRange Is Nothing Then Exit Function
    If SvAskRange.Areas.Count = 1 Then Exit Function
    MsgBox Replace(SV_SEVERAL_AREAS, "{place}", "This"), vbExclamation, TITLE
    Set SvAskRange = Nothing
End Function

Private Function SvReference(ByVal source As Object) As String
    SvReference = SvSheetPrefix(source.Worksheet.Name) & source.Address
    If Not source.Worksheet.Parent Is ActiveWorkbook Then SvReference = source.Address(External:=True)
End Function

' The lines of a new sheet: label, formula or value, unit, each separated by a tab.
Public Function SvSheetLines(ByVal prices As String, ByVal positions As String) As Variant
    Dim history As String, today As String, crisis As String
    history = "TO_RETURNS(" & prices & ")"
    today = history & "," & positions & ",$B$4,$B$5,$B$6)"
    crisis = history & "," & positions & ",$B$3,$B$4,$B$5,$B$6)"
    SvSheetLines = Array( _
        "Stressed VaR" & vbTab & vbTab & "title", _
        "Inputs" & vbTab & vbTab & "heading", _
        "Crisis window" & vbTab & "WORST" & vbTab & "text", _
        "Confidence" & vbTab & "0.99" & vbTab & "percent", _
        "Horizon in days" & vbTab & "1" & vbTab & "count", _
        "Method" & vbTab & "historical" & vbTab & "text", _
        "Results" & vbTab & vbTab & "heading", _
        "Current VaR" & vbTab & "=CURRENT_VAR(" & today & vbTab & "money", _
        "Stressed VaR" & vbTab & "=STRESSED_VAR(" & crisis & vbTab & "money", _
        "Stressed over current" & vbTab & "=STRESS_RATIO(" & crisis & vbTab & "ratio", _
        "Capital, 3 x the greater" & vbTab & "=CAPITAL_REQ($B$8,$B$9)" & vbTab & "money", _
        "If a cell shows an error" & vbTab & "=IFERROR(STRESSVAR_WHY($B$9),""no error"")" & vbTab & "text")
End Function

Private Sub SvFillSheet(ByVal sheet As Object, ByVal prices As String, ByVal positions As String)
    Dim lines As Variant, parts As Variant, i As Long
    lines = SvSheetLines(prices, positions)
    For i = 0 To UBound(lines)
        parts = Split(lines(i), vbTab)
        sheet.Cells(i + 1, 1).Value2 = parts(0)
        If Left$(parts(1), 1) = "=" Then
            SvSetFormula sheet.Cells(i + 1, 2), parts(1)
        ElseIf parts(1) Like "#*" Then
            sheet.Cells(i + 1, 2).Value2 = Val(parts(1)) ' Val reads a point in every country
        ElseIf parts(1) <> "" Then
            sheet.Cells(i + 1, 2).Value2 = parts(1)
        End If
        SvStyle sheet.Rows(i + 1), parts(2)
    Next i
    sheet.Range("B3:B6").Interior.Color = RGB(255, 248, 219)
    sheet.Range("C3").Value2 = "a code such as GFC or COVID, two dates, or WORST: the worst year of these prices"
    sheet.Columns(1).ColumnWidth = 28
    sheet.Columns(2).ColumnWidth = 18
End Sub

Private Sub SvStyle(ByVal sheetRow As Object, ByVal unit As String)
    If unit = "title" Or unit = "heading" Then
        sheetRow.Font.Bold = True
        sheetRow.Font.Size = IIf(unit = "title", 16, 12)
    Else
        sheetRow.Cells(1, 2).NumberFormat = SvNumberFormat(unit)
        sheetRow.Cells(1, 2).HorizontalAlignment = -4152 ' xlRight
    End If
End Sub

Private Sub SvAddChart(ByVal sheet As Object)
    Dim holder As Object
    With sheet.Range("D7:I22")
        Set holder = sheet.ChartObjects.Add(.Left, .Top, .Width, .Height)
    End With
    holder.Chart.ChartType = COLUMN_CHART
    holder.Chart.SetSourceData sheet.Range("A8:B9")
    holder.Chart.HasLegend = False
    holder.Chart.HasTitle = True
    holder.Chart.ChartTitle.Text = "Value at risk: today, and in the crisis"
End Sub

' --- what handles hold ---------------------------------------------------------------------------

' A new book with a line for each history that the engine keeps.
Public Sub SvShowHandles()
    Dim handles As Collection, sheet As Object, i As Long
    Set handles = SvHandleLines()
    If handles.Count = 0 Then
        MsgBox "The engine keeps no history behind a handle, or does not answer.", vbInformation, TITLE
        Exit Sub
    End If
    Set sheet = Application.Workbooks.Add().Worksheets(1)
    SvWriteLine sheet, 1, "Handle" & vbTab & "Days" & vbTab & "Assets" & vbTab & "First date" & vbTab & "Last date" & vbTab & "Cells"
    For i = 1 To handles.Count
        SvWriteLine sheet, i + 1, handles.Item(i)
    Next i
    sheet.Rows(1).Font.Bold = True
    sheet.Range("A:F").EntireColumn.AutoFit
    sheet.Parent.Saved = True
End Sub

' Texts separated by tabs, a cell each; what begins with = stays a text.
Public Sub SvWriteLine(ByVal sheet As Object, ByVal rowNumber As Long, ByVal text As String)
    Dim parts As Variant, i As Long
    parts = Split(text, vbTab)
    For i = 0 To UBound(parts)
        sheet.Cells(rowNumber, i + 1).NumberFormat = "@"
        sheet.Cells(rowNumber, i + 1).Value2 = parts(i)
    Next i
End Sub
