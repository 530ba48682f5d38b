Attribute VB_Name = "StressVarStart"
' What the add-in does when Excel loads it, and what waits until Excel takes orders.
' Only Subs here: Excel would offer a Function of a module that is not private to every cell.
Option Explicit

Private watcher As StressVarEvents

Public Sub SvStart()
    SvWatch
    SvSoon "SvStartLater" ' the books are not ready yet
End Sub

' Listens to Excel's events; anew if VBA was reset.
Public Sub SvWatch()
    If Not watcher Is Nothing Then Exit Sub
    Set watcher = New StressVarEvents
    Set watcher.App = Application
End Sub

Public Sub SvStartLater()
    Dim book As Object
    On Error Resume Next ' no message: nobody asked for anything
    For Each book In Application.Workbooks
        SvBookOpened book
    Next book
End Sub

Public Sub SvStartEngineSoon()
    SvSoon "SvStartEngine"
End Sub

' Starts the engine before a cell waits for it: on a cold PC its libraries take seconds to load.
Public Sub SvStartEngine()
    Dim version As String
    On Error Resume Next
    SvEscIsAnError
    If Not SvEngineIsConnected() Then SvSay "StressVaR: starting the engine ..."
    version = SvEngineVersion()
    SvUnsay
    SvShowEngine version
End Sub

' After a calculation in which a handle was unknown; inside it Excel takes no orders.
Public Sub SvLoadSoon()
    If SvHandlesToLoad() Then SvSoon "SvLoadLater"
End Sub

Public Sub SvLoadLater()
    On Error Resume Next
    SvEscIsAnError
    SvLoadHistories
End Sub

Public Sub SvClearStatus()
    On Error Resume Next
    SvUnsay
End Sub
