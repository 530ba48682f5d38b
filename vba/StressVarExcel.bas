Attribute VB_Name = "StressVarExcel"
' What belongs to Excel and to its user, and is only borrowed: how it calculates, events, Esc, the status
' bar, timers. Whatever is taken is given back as it was.
Option Explicit
Option Private Module

Public Const SV_ESC As Long = 18 ' the number of the error that Esc is, once Esc is an error

Private Const ESC_IS_AN_ERROR As Long = 2 ' xlErrorHandler
Private Const BY_HAND As Long = -4135 ' xlCalculationManual
Private Const SHOWN_FOR As Double = 20 ' seconds that a message stays in the status bar
Private Const A_DAY As Double = 86400 ' seconds

Private said As String ' our text in the status bar
Private clearsAt As Double ' when it is to go, 0 if nothing is planned

' Esc ends a macro in VBA's own box, whose End button forgets all that the add-in knows, unless it is an
' error. Excel forgets this setting when it is idle: it is set at every way in.
Public Sub SvEscIsAnError()
    On Error Resume Next ' not every host has it, and a cell's function may be refused it
    Application.EnableCancelKey = ESC_IS_AN_ERROR
End Sub

' --- calculation ---------------------------------------------------------------------------------

' Stops calculation and events while formulas are entered; gives back what SvResume needs.
Public Function SvPause() As Variant
    Dim mode As Long
    mode = Application.Calculation
    SvPause = Array(mode, Application.EnableEvents)
    Application.EnableEvents = False
    If mode <> BY_HAND Then Application.Calculation = BY_HAND ' to set it ends the user's copying
End Function

Public Sub SvResume(ByRef before As Variant)
    On Error Resume Next ' each of the two is to be tried
    Application.EnableEvents = before(1)
    If before(0) <> BY_HAND Then Application.Calculation = before(0)
End Sub

' Whether the user has cut or copied cells, which entering formulas would end.
Public Function SvIsCopying() As Boolean
    On Error Resume Next
    SvIsCopying = (Application.CutCopyMode <> 0)
End Function

' --- status bar and timers -----------------------------------------------------------------------

' A message that goes by itself.
Public Sub SvSay(ByVal what As String)
    On Error Resume Next
    Application.StatusBar = what
    said = what
    SvPlan "SvClearStatus", clearsAt, False
    clearsAt = CDbl(Now) + SHOWN_FOR / A_DAY
    SvPlan "SvClearStatus", clearsAt, True
End Sub

' Takes our message away, if it is still the one that shows: another program's stays.
Public Sub SvUnsay()
    On Error Resume Next
    SvPlan "SvClearStatus", clearsAt, False
    clearsAt = 0
    If said <> "" And CStr(Application.StatusBar) = said Then Application.StatusBar = False
    said = ""
End Sub

' Runs a procedure of the add-in as soon as Excel takes orders.
Public Sub SvSoon(ByVal procedureName As String)
    SvPlan procedureName, CDbl(Now), True
End Sub

' Plans a procedure, or takes back the plan for it. One that is left when the add-in closes would open
' it again.
Private Sub SvPlan(ByVal procedureName As String, ByVal moment As Double, ByVal planned As Boolean)
    If moment = 0 Then Exit Sub
    On Error Resume Next ' Excel may be busy; a plan may have run already
    If planned Then
        Application.OnTime CDate(moment), "'" & ThisWorkbook.Name & "'!" & procedureName
    Else
        Application.OnTime CDate(moment), "'" & ThisWorkbook.Name & "'!" & procedureName, , False
    End If
End Sub
