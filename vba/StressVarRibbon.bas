Attribute VB_Name = "StressVarRibbon"
' The StressVaR tab: what its buttons do. The tab itself is generated into the add-in.
' Only Subs here: Excel would offer a Function of a module that is not private to every cell.
Option Explicit

Private Const TITLE As String = "StressVaR"

Private ribbon As IRibbonUI ' lost when VBA is reset; then a label keeps its old text
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
    On Error GoTo failed
    SvWatch
    SvEngineAgain
    SvShowEngine SvEngineVersion()
    MsgBox state, vbInformation, TITLE
    Exit Sub
failed:
    SvTell Err.Description
End Sub

' Writes on the button which engine answers.
Public Sub SvShowEngine(ByVal version As String)
    state = SvEngineState(version)
    If Not ribbon Is Nothing Then ribbon.InvalidateControl "svEngine"
End Sub

' --- errors --------------------------------------------------------------------------------------

Public Sub SvOnNextError(control As IRibbonControl)
    Dim found As Collection, target As Object
    If ActiveSheet Is Nothing Then Exit Sub
    On Error GoTo failed
    Set found = SvErrorsOfOurs(ActiveSheet)
    If found.Count = 0 Then
        MsgBox "No StressVaR formula of this sheet shows an error.", vbInformation, TITLE
        Exit Sub
    End If
    Set target = SvNextCell(found, ActiveCell)
    target.Select
    Application.StatusBar = "StressVaR: " & found.Count & " error(s). " & SvSentenceOf(target)
    Application.OnTime Now + TimeSerial(0, 0, 20), "'" & ThisWorkbook.Name & "'!SvClearStatus"
    Exit Sub
failed:
    SvTell Err.Description
End Sub

Public Sub SvClearStatus()
    Application.StatusBar = False
End Sub

Public Sub SvOnExplain(control As IRibbonControl)
    If ActiveCell Is Nothing Then Exit Sub
    On Error GoTo failed
    MsgBox SvExplanation(ActiveCell), vbInformation, TITLE
    Exit Sub
failed:
    SvTell Err.Description
End Sub

Public Sub SvOnRecalculate(control As IRibbonControl)
    Dim cell As Object, area As Object
    If ActiveSheet Is Nothing Then Exit Sub
    On Error GoTo failed
    SvWatch
    SvEngineAgain
    SvRebind ActiveWorkbook
    Set area = SvFormulaCells(ActiveSheet)
    If area Is Nothing Then Exit Sub
    For Each cell In area.Cells
        If SvUsesOurs(cell.Formula) Then cell.Dirty
    Next cell
    Application.Calculate
    Exit Sub
failed:
    SvTell Err.Description
End Sub

' --- working with formulas -----------------------------------------------------------------------

' The button's tag is the function: Excel's own dialog asks for the arguments.
Public Sub SvOnInsertFunction(control As IRibbonControl)
    Dim cell As Object, before As Variant
    If ActiveCell Is Nothing Then Exit Sub
    On Error GoTo failed
    Set cell = ActiveCell
    before = SvTyped(cell)
    SvType cell, Array("=" & control.Tag & "()", IIf(before(1) = "@", "General", before(1)))
    If Not cell.FunctionWizard Then SvType cell, before ' Cancel
    Exit Sub
failed:
    SvTell Err.Description
End Sub

Public Sub SvOnFormatResults(control As IRibbonControl)
    Dim cell As Object, area As Object
    If TypeName(Selection) <> "Range" Then Exit Sub
    On Error GoTo failed
    Set area = Application.Intersect(Selection, ActiveSheet.UsedRange)
    If area Is Nothing Then Exit Sub
    For Each cell In area.Cells
        If cell.HasFormula Then
            If SvAnchor(cell).Address = cell.Address Then SvFormatResult cell
        End If
    Next cell
    Exit Sub
failed:
    SvTell Err.Description
End Sub

Public Sub SvOnNewSheet(control As IRibbonControl)
    SvNewSheet
End Sub

' --- templates and help --------------------------------------------------------------------------

Public Sub SvTemplates(control As IRibbonControl, ByRef returned As Variant)
    returned = SvTemplateMenu(SvTemplateFiles())
End Sub

' The button's tag is the file. A copy opens: the template itself stays as it is.
Public Sub SvOnTemplate(control As IRibbonControl)
    On Error GoTo failed
    SvBookOpened Workbooks.Add(control.Tag)
    Exit Sub
failed:
    SvTell "The template cannot be opened: " & Err.Description
End Sub

Public Sub SvOnHelp(control As IRibbonControl)
    MsgBox "Type = and the name of a function, or choose it under Insert function: the dialog explains each argument." & vbLf & vbLf & "For an error, select the cell and choose Explain, or type =STRESSVAR_WHY(cell).", vbInformation, TITLE & " " & SV_VERSION
End Sub

' What went wrong with a button: never VBA's own box, whose End would forget all that the add-in knows.
Private Sub SvTell(ByVal what As String)
    MsgBox what, vbExclamation, TITLE
End Sub
