Attribute VB_Name = "StressVarStart"
' What the add-in does when Excel loads it, and what waits until Excel takes orders.
Option Explicit

Private Const CATEGORY As String = "StressVaR"

Private watcher As StressVarEvents
Private registered As Boolean
Private refused As Boolean ' whether Excel would not take the help for a function

Public Sub SvStart()
    SvWatch
    SvSoon "SvStartLater" ' the books and the wizard are not ready yet
End Sub

' Listens to Excel's events; anew if VBA was reset.
Public Sub SvWatch()
    If Not watcher Is Nothing Then Exit Sub
    Set watcher = New StressVarEvents
    Set watcher.App = Application
End Sub

Public Sub SvStartLater()
    Dim book As Object
    SvRegisterOnce
    For Each book In Application.Workbooks
        SvBookOpened book
    Next book
End Sub

Private Sub SvSoon(ByVal procedureName As String)
    Application.OnTime Now, "'" & ThisWorkbook.Name & "'!" & procedureName
End Sub

' --- help for the function wizard ----------------------------------------------------------------

Public Sub SvRegisterSoon()
    If Not registered Then SvSoon "SvRegisterOnce"
End Sub

' Excel takes help only while a book is open.
Public Sub SvRegisterOnce()
    If registered Then Exit Sub
    If ActiveWorkbook Is Nothing Then Exit Sub
    registered = True
    refused = False
    SvRegisterFunctions
    If refused Then SvRegisterShown
    ThisWorkbook.Saved = True
End Sub

' "Cannot edit a macro on a hidden workbook", says Excel, and an add-in is hidden: then it is an
' ordinary book for that moment.
Private Sub SvRegisterShown()
    Dim front As Object, events As Boolean, updating As Boolean
    On Error Resume Next ' whatever Excel refuses, the add-in must be hidden again
    Set front = ActiveWindow
    events = Application.EnableEvents
    updating = Application.ScreenUpdating
    Application.EnableEvents = False
    Application.ScreenUpdating = False
    ThisWorkbook.IsAddin = False
    SvRegisterFunctions
    ThisWorkbook.IsAddin = True
    front.Activate
    Application.ScreenUpdating = updating
    Application.EnableEvents = events
End Sub

Public Sub SvDescribe(ByVal functionName As String, ByVal description As String, ByVal argumentHelp As Variant)
    Dim macroName As String
    macroName = "'" & ThisWorkbook.Name & "'!" & functionName
    On Error Resume Next ' one function that Excel refuses must not keep the others from their help
    If UBound(argumentHelp) < 0 Then
        Application.MacroOptions Macro:=macroName, Description:=description, Category:=CATEGORY
    Else
        Application.MacroOptions Macro:=macroName, Description:=description, Category:=CATEGORY, ArgumentDescriptions:=argumentHelp
    End If
    If Err.Number <> 0 Then refused = True
End Sub

' --- the engine ----------------------------------------------------------------------------------

Public Sub SvStartEngineSoon()
    SvSoon "SvStartEngine"
End Sub

' Starts the engine before a cell waits for it: on a cold PC its libraries take seconds to load.
Public Sub SvStartEngine()
    Dim version As String
    On Error Resume Next ' no message: nobody asked for anything
    If Not SvEngineIsConnected() Then Application.StatusBar = "StressVaR: starting the engine ..."
    version = SvEngineVersion()
    Application.StatusBar = False
    SvShowEngine version
End Sub

' After a calculation in which a handle was unknown; inside it Excel takes no orders.
Public Sub SvLoadSoon()
    If SvHandlesToLoad() Then SvSoon "SvLoadLater"
End Sub

Public Sub SvLoadLater()
    SvLoadHistories
End Sub
