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

' The cells of a sheet in which a formula of ours shows an error, by row.
Public Function SvErrorsOfOurs(ByVal sheet As Object) As Collection
    Dim cell As Object, area As Object
    Set SvErrorsOfOurs = New Collection
    Set area = SvErrorCells(sheet)
    If area Is Nothing Then Exit Function
    For Each cell In area.Cells
        If SvUsesOurs(cell.Formula) Then SvErrorsOfOurs.Add cell
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
        anchor.Dirty
        anchor.Calculate
    End If
    SvExplanation = SvSentenceOf(cell)
    If SvExplanation <> "" Then Exit Function
    If Not IsError(cell.Value2) Then
        SvExplanation = "The cell has been calculated again and shows no error any more."
    ElseIf cell.Value2 = CVErr(ERROR_SPILL) Then
        SvExplanation = "The table has no room: clear the cells below and to the right of it."
    Else
        SvExplanation = "The error does not come from a StressVaR function: look at the cells that this formula uses."
    End If
End Function

' --- templates -----------------------------------------------------------------------------------

' The templates' files, from the engine: VBA's own Dir$ cannot read a folder named in the letters of
' another country. None if the engine does not answer.
Public Function SvTemplateFiles() As Collection
    Dim files As Collection, found As Variant, i As Long
    Set files = New Collection
    Set SvTemplateFiles = files
    If SvEngineVersion() = "" Then Exit Function
    On Error Resume Next ' an engine of another version may not know
    found = SvEngine().CallUDF(SV_ENGINE_MODULE, "STRESSVAR_TEMPLATES", Array())
    If Not IsArray(found) Then found = Array(found)
    For i = LBound(found) To UBound(found)
        If LCase$(Right$(found(i), 5)) = ".xlsx" Then files.Add found(i)
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
