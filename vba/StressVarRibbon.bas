Attribute VB_Name = "StressVarRibbon"
' The StressVaR tab: what its buttons do. The tab itself is generated into the add-in.
' Only Subs here: Excel would offer a Function of a module that is not private to every cell.
Option Explicit

Private Const TITLE As String = "StressVaR"

Private ribbon As IRibbonUI ' lost when VBA is reset; then a label keeps its old text
Private state As String

Public Sub SvRibbonLoaded(loaded As IRibbonUI)
    On Error Resume Next
    Set ribbon = loaded
    SvSaw "RibbonLoaded"
End Sub

' Asks Excel to ask again what the buttons can be used for, and what the engine's says.
Public Sub SvTabChanged()
    On Error Resume Next
    If Not ribbon Is Nothing Then ribbon.Invalidate
End Sub

' Whether there is a sheet to work on: in Protected View, on a chart or without a book there is none.
Public Sub SvHasSheet(control As IRibbonControl, ByRef returned As Variant)
    On Error Resume Next
    returned = False
    returned = (TypeName(ActiveSheet) = "Worksheet")
End Sub

' --- the engine ----------------------------------------------------------------------------------

Public Sub SvEngineLabel(control As IRibbonControl, ByRef returned As Variant)
    On Error Resume Next
    If state = "" Then state = "Engine: not started"
    returned = state
End Sub

Public Sub SvEngineTip(control As IRibbonControl, ByRef returned As Variant)
    On Error Resume Next
    returned = "Starts the engine, and says which version answers. " & SvEngineWork()
End Sub

Public Sub SvOnEngine(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    SvShowEngine SvEngineVersion()
    If SvEngineIsConnected() Then
        MsgBox state & "." & vbLf & SvEngineWork(), vbInformation, TITLE
    Else
        MsgBox SvWhyNoEngine(), vbExclamation, TITLE
    End If
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

' Writes on the button which engine answers.
Public Sub SvShowEngine(ByVal version As String)
    On Error Resume Next
    state = SvEngineState(version)
    If Not ribbon Is Nothing Then ribbon.InvalidateControl "svEngine"
End Sub

Public Sub SvOnHandles(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    SvShowHandles
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

' --- errors --------------------------------------------------------------------------------------

Public Sub SvOnNextError(control As IRibbonControl)
    Dim found As Collection, target As Object
    On Error GoTo failed
    SvBegin
    If ActiveCell Is Nothing Then Exit Sub
    Set found = SvErrorsOfOurs(ActiveSheet)
    If found.Count = 0 Then
        MsgBox "No StressVaR formula of this sheet shows an error.", vbInformation, TITLE
        Exit Sub
    End If
    Set target = SvNextCell(found, ActiveCell)
    target.Select
    SvSay "StressVaR: " & found.Count & " error(s). " & SvSentenceOf(target)
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

' The sentence; where it names a cell, the way there.
Public Sub SvOnExplain(control As IRibbonControl)
    Dim sentence As String, place As String
    On Error GoTo failed
    SvBegin
    If ActiveCell Is Nothing Then Exit Sub
    sentence = SvExplanation(ActiveCell)
    place = SvBlamed(ActiveCell)
    If place = "" Then
        MsgBox sentence, vbInformation, TITLE
    ElseIf MsgBox(sentence & vbLf & vbLf & "Go to that cell?", vbYesNo + vbInformation, TITLE) = vbYes Then
        Application.Goto Application.Range(place)
    End If
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

Public Sub SvOnRecalculate(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    If ActiveSheet Is Nothing Then Exit Sub
    SvRebind ActiveWorkbook
    SvRecalculate ActiveSheet
    SvShowEngine SvEngineVersion()
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

' --- working with formulas -----------------------------------------------------------------------

' The button's tag is the function: Excel's own dialog asks for the arguments.
Public Sub SvOnInsertFunction(control As IRibbonControl)
    Dim cell As Object, before As Variant
    On Error GoTo failed
    SvBegin
    If ActiveCell Is Nothing Then Exit Sub
    Set cell = ActiveCell
    before = SvTyped(cell)
    SvType cell, Array("=" & control.Tag & "()", IIf(before(1) = "@", "General", before(1)))
    If Not cell.FunctionWizard Then SvType cell, before ' Cancel
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

Public Sub SvOnFormatResults(control As IRibbonControl)
    Dim cell As Object, area As Object
    On Error GoTo failed
    SvBegin
    If TypeName(Selection) <> "Range" Then Exit Sub
    Set area = Application.Intersect(Selection, ActiveSheet.UsedRange)
    If area Is Nothing Then Exit Sub
    For Each cell In area.Cells
        If cell.HasFormula Then
            If SvAnchor(cell).Address = cell.Address Then SvFormatResult cell
        End If
    Next cell
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

Public Sub SvOnNewSheet(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    SvNewSheet
    Exit Sub
failed:
    SvTell Err.Number, "The sheet could not be written: " & Err.Description
End Sub

' --- templates and help --------------------------------------------------------------------------

Public Sub SvTemplates(control As IRibbonControl, ByRef returned As Variant)
    On Error Resume Next
    returned = SvTemplateMenu(New Collection)
    returned = SvTemplateMenu(SvTemplateFiles())
End Sub

' The button's tag is the file. A copy opens: the template itself stays as it is.
Public Sub SvOnTemplate(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    SvBookOpened Workbooks.Add(control.Tag)
    Exit Sub
failed:
    SvTell Err.Number, "The template cannot be opened: " & Err.Description
End Sub

Public Sub SvOnHelp(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    MsgBox "Type = and the name of a function, or choose it under Insert function: the dialog explains each argument." & vbLf & vbLf & "For an error, select the cell and choose Explain, or type =STRESSVAR_WHY(cell).", vbInformation, TITLE & " " & SV_VERSION
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

Public Sub SvOnRepairHelp(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    MsgBox SvRepairHelp(), vbInformation, TITLE
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

Public Sub SvOnCheck(control As IRibbonControl)
    On Error GoTo failed
    SvBegin
    If MsgBox("This opens new books, calculates in them for some minutes and writes a report that you can copy. Your own books stay as they are. Start?", vbOKCancel + vbQuestion, TITLE) <> vbOK Then Exit Sub
    SvCheckExcel
    Exit Sub
failed:
    SvTell Err.Number, Err.Description
End Sub

' What every button does first: Esc is an error from here on, events are listened to even after VBA was
' reset, and an engine that would not start may be tried again.
Private Sub SvBegin()
    SvEscIsAnError
    SvWatch
    SvEngineAgain
End Sub

' What went wrong with a button: never VBA's own box, whose End would forget all that the add-in knows.
Private Sub SvTell(ByVal number As Long, ByVal what As String)
    On Error Resume Next
    If number = SV_ESC Then what = "Stopped with Esc."
    MsgBox what, vbExclamation, TITLE
End Sub
