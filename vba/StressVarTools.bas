Attribute VB_Name = "StressVarTools"
' What the tab's buttons work with: errors of a sheet and their explanation, the menu of templates.
Option Explicit
Option Private Module

Private Const ERROR_SPILL As Long = 2045

' What the tab says of the engine; "" is none.
Public Function SvEngineState(ByVal version As String) As String
    If version = "" Then
        SvEngineState = "Engine: does not answer"
    ElseIf version = SV_VERSION Then
        SvEngineState = "Engine: " & version & " ready"
    Else
        SvEngineState = "Engine " & version & ", add-in " & SV_VERSION & ": update one"
    End If
End Function

' --- errors --------------------------------------------------------------------------------------

' The cell that comes next after another, by row; after the last comes the first.
Public Function SvNextCell(ByVal candidates As Collection, ByVal current As Object) As Object
    Dim cell As Object, first As Object, following As Object
    For Each cell In candidates
        If first Is Nothing Then Set first = cell
        If SvComesAfter(first, cell) Then Set first = cell
        If SvComesAfter(cell, current) Then
            If following Is Nothing Then Set following = cell
            If SvComesAfter(following, cell) Then Set following = cell
        End If
    Next cell
    If following Is Nothing Then Set following = first
    Set SvNextCell = following
End Function

' The cells of a sheet in which a formula of ours shows an error.
Public Function SvErrorsOfOurs(ByVal sheet As Object) As Collection
    Dim cell As Object, area As Object, errors As Collection
    Set errors = New Collection
    Set SvErrorsOfOurs = errors
    Set area = SvErrorCells(sheet)
    If area Is Nothing Then Set area = SvProtectedCells(sheet)
    If area Is Nothing Then Exit Function
    For Each cell In area.Cells
        If IsError(cell.Value2) Then
            If SvUsesOurs(cell.Formula) Then errors.Add cell
        End If
    Next cell
End Function

Public Function SvComesAfter(ByVal cell As Object, ByVal other As Object) As Boolean
    SvComesAfter = (cell.Row > other.Row Or (cell.Row = other.Row And cell.Column > other.Column))
End Function

' The sentence behind a cell. It is calculated first: what is kept may be of another session, or of the
' cell that stood here before rows were inserted.
Public Function SvExplanation(ByVal cell As Object) As String
    Dim anchor As Object
    If Not IsError(cell.Value2) Then
        SvExplanation = "This cell shows no error."
        Exit Function
    End If
    Set anchor = SvAnchor(cell)
    If SvUsesOurs(anchor.Formula) Then
        If SvIsNameError(anchor.Value2) Then SvRebind anchor.Worksheet.Parent
        SvForget SvKey(anchor)
        anchor.Calculate
    End If
    SvExplanation = SvSentenceOf(cell)
    If SvExplanation <> "" Then Exit Function
    If Not IsError(cell.Value2) Then
        SvExplanation = "The cell has been calculated again and shows no error any more."
    ElseIf SvIsNameError(cell.Value2) Then
        SvExplanation = SvNameExplained(anchor)
    ElseIf cell.Value2 = CVErr(ERROR_SPILL) Then
        SvExplanation = SvSpillExplained(anchor)
    Else
        SvExplanation = "The error does not come from a StressVaR function: look at the cells that this formula uses."
    End If
End Function

' Why a cell still shows #NAME? after its functions were looked for.
Private Function SvNameExplained(ByVal anchor As Object) As String
    If Not SvUsesOurs(anchor.Formula) Then
        SvNameExplained = "Excel does not know a name in this formula, and it is not one of a StressVaR function: check its spelling."
    ElseIf SvIsTooLong(anchor) Then
        SvNameExplained = "This array formula is longer than the 255 characters that Excel lets an add-in enter. Press F2, then Ctrl+Shift+Enter."
    ElseIf Not SvStaysInBook(anchor.Formula) Then
        SvNameExplained = "This formula also calls out of the book, so the add-in does not enter it for you. If you trust it, press F2, then Enter."
    ElseIf anchor.Worksheet.ProtectContents Then
        SvNameExplained = "The sheet is protected, so the add-in cannot enter this formula anew: unprotect it, then choose Recalculate."
    Else
        SvNameExplained = "Excel does not know another name in this formula: check the spelling of each function and range name."
    End If
End Function

Private Function SvSpillExplained(ByVal anchor As Object) As String
    Dim table As Object
    On Error Resume Next
    Set table = anchor.ListObject
    If table Is Nothing Then
        SvSpillExplained = "The table has no room: clear the cells below and to the right of it."
    Else
        SvSpillExplained = "Inside an Excel table (Ctrl+T) no formula may spill: move this one to a cell outside, or use INDEX to take one figure of it."
    End If
End Function

' --- calculating again ---------------------------------------------------------------------------

' Calculates our formulas of one sheet. Where the result is another one the formula is entered too, because
' Excel then calculates what follows from it, on any sheet.
Public Sub SvRecalculate(ByVal sheet As Object)
    Dim cells As Collection, together As Object, cell As Object, before As Variant, shown As Collection, i As Long
    Set cells = SvAnchorsOfOurs(sheet)
    If cells.Count = 0 Then Exit Sub
    Set shown = New Collection
    For Each cell In cells
        shown.Add SvResultArea(cell).Value2
        If together Is Nothing Then
            Set together = cell
        Else
            Set together = Application.Union(together, cell)
        End If
    Next cell
    before = SvPause()
    On Error GoTo restore
    together.Calculate
    For i = 1 To cells.Count
        If Not SvIsSame(shown.Item(i), SvResultArea(cells.Item(i)).Value2) Then SvEnterCell cells.Item(i)
    Next i
restore:
    SvResume before
End Sub

Private Function SvAnchorsOfOurs(ByVal sheet As Object) As Collection
    Dim found As Object, cell As Object, anchors As Collection
    Set anchors = New Collection
    Set SvAnchorsOfOurs = anchors
    Set found = SvFormulaCells(sheet)
    If found Is Nothing Then Exit Function
    For Each cell In found.Cells
        If SvUsesOurs(cell.Formula) Then
            If SvAnchor(cell).Address = cell.Address Then anchors.Add cell
        End If
    Next cell
End Function

' Whether two results, each a value or a table, are the same.
Public Function SvIsSame(ByVal before As Variant, ByVal after As Variant) As Boolean
    Dim i As Long, j As Long
    If IsArray(before) <> IsArray(after) Then Exit Function
    If Not IsArray(before) Then
        SvIsSame = SvIsSameCell(before, after)
        Exit Function
    End If
    If UBound(before, 1) <> UBound(after, 1) Or UBound(before, 2) <> UBound(after, 2) Then Exit Function
    For i = 1 To UBound(before, 1)
        For j = 1 To UBound(before, 2)
            If Not SvIsSameCell(before(i, j), after(i, j)) Then Exit Function
        Next j
    Next i
    SvIsSame = True
End Function

Private Function SvIsSameCell(ByVal before As Variant, ByVal after As Variant) As Boolean
    If VarType(before) = VarType(after) Then SvIsSameCell = (CStr(before) = CStr(after))
End Function

' --- templates -----------------------------------------------------------------------------------

' The templates' files, from the engine: VBA's own Dir$ cannot read a folder named in the letters of
' another country. None if the engine does not answer.
Public Function SvTemplateFiles() As Collection
    Dim files As Collection, listed As Variant, i As Long
    Set files = New Collection
    Set SvTemplateFiles = files
    If SvEngineVersion() = "" Then Exit Function
    listed = SvAskEngine("STRESSVAR_TEMPLATES")
    If Not IsArray(listed) Then listed = Array(listed)
    For i = LBound(listed) To UBound(listed)
        If LCase$(Right$(listed(i), 5)) = ".xlsx" Then files.Add listed(i)
    Next i
End Function

' The menu of templates, in the ribbon's own language.
Public Function SvTemplateMenu(ByVal files As Collection) As String
    Dim i As Long, shown As String
    SvTemplateMenu = "<menu xmlns=""http://schemas.microsoft.com/office/2009/07/customui"">"
    For i = 1 To files.Count
        shown = Replace(Replace(SvFileName(files.Item(i)), ".xlsx", ""), "_", " ")
        SvTemplateMenu = SvTemplateMenu & "<button id=""svTemplate" & i & """ label=""" & SvXml(shown) & """ tag=""" & SvXml(files.Item(i)) & """ onAction=""SvOnTemplate""/>"
    Next i
    If files.Count = 0 Then SvTemplateMenu = SvTemplateMenu & "<button id=""svTemplate0"" label=""No templates found"" enabled=""false""/>"
    SvTemplateMenu = SvTemplateMenu & "</menu>"
End Function

Public Function SvXml(ByVal text As String) As String
    SvXml = Replace(Replace(Replace(Replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), """", "&quot;")
End Function
