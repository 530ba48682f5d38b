Attribute VB_Name = "StressVarRibbon"
' The StressVaR tab: what its buttons do. The tab itself is generated into the add-in.
Option Explicit

Private Const TITLE As String = "StressVaR"

Private ribbon As IRibbonUI
Private state As String

Public Sub SvRibbonLoaded(loaded As IRibbonUI)
    Set ribbon = loaded
End Sub

' --- the engine ----------------------------------------------------------------------------------

Public Sub SvEngineLabel(control As IRibbonControl, ByRef returned As Variant)
    If state = "" Then state = "Engine: not started"
    returned = state
End Sub

Public Sub SvOnEngine(control As IRibbonControl)
    SvEngineAgain
    state = SvEngineState(SvEngineVersion())
    If Not ribbon Is Nothing Then ribbon.InvalidateControl "svEngine"
    MsgBox state, vbInformation, TITLE
End Sub

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

Public Sub SvOnNextError(control As IRibbonControl)
    Dim found As Collection, target As Object
    If ActiveSheet Is Nothing Then Exit Sub
    Set found = SvErrorsOfOurs(ActiveSheet)
    If found.Count = 0 Then
        MsgBox "No StressVaR formula of this sheet shows an error.", vbInformation, TITLE
        Exit Sub
    End If
    Set target = SvNextCell(found, ActiveCell)
    target.Select
    Application.StatusBar = "StressVaR: " & found.Count & " error(s). " & SvSentenceOf(target)
    Application.OnTime Now + TimeSerial(0, 0, 20), "'" & ThisWorkbook.Name & "'!SvClearStatus"
End Sub

Public Sub SvClearStatus()
    Application.StatusBar = False
End Sub

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

Public Sub SvOnExplain(control As IRibbonControl)
    If ActiveCell Is Nothing Then Exit Sub
    MsgBox SvExplanation(ActiveCell), vbInformation, TITLE
End Sub

' The sentence behind a cell; a cell of a reopened book is calculated first.
Public Function SvExplanation(ByVal cell As Object) As String
    Dim anchor As Object
    If Not IsError(cell.Value2) Then
        SvExplanation = "This cell shows no error."
        Exit Function
    End If
    SvExplanation = SvSentenceOf(cell)
    If SvExplanation = "" Then
        Set anchor = SvAnchor(cell)
        anchor.Dirty
        anchor.Calculate
        SvExplanation = SvSentenceOf(cell)
    End If
    If SvExplanation = "" Then SvExplanation = "The error does not come from a StressVaR function: look at the cells that this formula uses."
End Function

Public Sub SvOnRecalculate(control As IRibbonControl)
    Dim cell As Object, area As Object
    If ActiveSheet Is Nothing Then Exit Sub
    SvEngineAgain
    SvRebind ActiveWorkbook
    Set area = SvFormulaCells(ActiveSheet)
    If area Is Nothing Then Exit Sub
    For Each cell In area.Cells
        If SvUsesOurs(cell.Formula) Then cell.Dirty
    Next cell
    Application.Calculate
End Sub

' --- working with formulas -----------------------------------------------------------------------

' The button's tag is the function: Excel's own dialog asks for the arguments.
Public Sub SvOnInsertFunction(control As IRibbonControl)
    Dim before As String
    If ActiveCell Is Nothing Then Exit Sub
    before = SvFormula(ActiveCell)
    On Error GoTo undo
    ActiveCell.Formula = "=" & control.Tag & "()"
    If ActiveCell.FunctionWizard Then
        SvSetFormula ActiveCell, ActiveCell.Formula ' so that a table spills
        Exit Sub
    End If
undo:
    On Error Resume Next
    SvSetFormula ActiveCell, before
End Sub

Public Sub SvOnFormatResults(control As IRibbonControl)
    Dim cell As Object, area As Object
    If TypeName(Selection) <> "Range" Then Exit Sub
    Set area = Application.Intersect(Selection, ActiveSheet.UsedRange)
    If area Is Nothing Then Exit Sub
    For Each cell In area.Cells
        If cell.HasFormula Then
            If SvAnchor(cell).Address = cell.Address Then SvFormatResult cell
        End If
    Next cell
End Sub

Public Sub SvOnNewSheet(control As IRibbonControl)
    SvNewSheet
End Sub

' --- templates and help --------------------------------------------------------------------------

Public Sub SvTemplates(control As IRibbonControl, ByRef returned As Variant)
    returned = SvTemplateMenu(SvTemplateNames())
End Sub

Public Sub SvOnTemplate(control As IRibbonControl)
    On Error GoTo failed
    Workbooks.Add SvFolder("workbooks") & control.Tag ' a copy: the template itself stays as it is
    Exit Sub
failed:
    MsgBox "The template " & control.Tag & " cannot be opened: " & Err.Description, vbExclamation, TITLE
End Sub

Public Sub SvOnHelp(control As IRibbonControl)
    Dim page As String
    page = SvFolder("help") & "index.html"
    If Dir$(page) <> "" Then
        ThisWorkbook.FollowHyperlink page
    Else
        MsgBox "Type = and the name of a function, or choose it under Insert function: the dialog explains each argument." & vbLf & vbLf & "For an error, select the cell and choose Explain, or type =STRESSVAR_WHY(cell).", vbInformation, TITLE & " " & SV_VERSION
    End If
End Sub

Private Function SvFolder(ByVal folderName As String) As String
    SvFolder = ThisWorkbook.path & Application.PathSeparator & folderName & Application.PathSeparator
End Function

Private Function SvTemplateNames() As Collection
    Dim fileName As String
    Set SvTemplateNames = New Collection
    On Error Resume Next ' no folder, no templates
    fileName = Dir$(SvFolder("workbooks") & "*.xlsx")
    Do While fileName <> ""
        SvTemplateNames.Add fileName
        fileName = Dir$()
    Loop
End Function

' The menu of templates, in the ribbon's own language.
Public Function SvTemplateMenu(ByVal names As Collection) As String
    Dim i As Long, shown As String
    SvTemplateMenu = "<menu xmlns=""http://schemas.microsoft.com/office/2009/07/customui"">"
    For i = 1 To names.Count
        shown = Replace(Replace(names.Item(i), ".xlsx", ""), "_", " ")
        SvTemplateMenu = SvTemplateMenu & "<button id=""svTemplate" & i & """ label=""" & SvXml(shown) & """ tag=""" & SvXml(names.Item(i)) & """ onAction=""SvOnTemplate""/>"
    Next i
    If names.Count = 0 Then SvTemplateMenu = SvTemplateMenu & "<button id=""svTemplate0"" label=""No templates beside the add-in"" enabled=""false""/>"
    SvTemplateMenu = SvTemplateMenu & "</menu>"
End Function

Public Function SvXml(ByVal text As String) As String
    SvXml = Replace(Replace(Replace(Replace(text, "&", "&amp;"), "<", "&lt;"), ">", "&gt;"), """", "&quot;")
End Function
