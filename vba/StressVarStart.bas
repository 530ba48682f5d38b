Attribute VB_Name = "StressVarStart"
' What the add-in does when Excel loads it.
Option Explicit

Private Const CATEGORY As String = "StressVaR"

Private watcher As StressVarEvents
Private registered As Boolean

Public Sub SvStart()
    SvWatch
    Application.OnTime Now, SvMacro("SvStartLater") ' the books and the wizard are not ready yet
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

' Help for the function wizard; Excel takes it only while a book is open.
Public Sub SvRegisterOnce()
    If registered Then Exit Sub
    If ActiveWorkbook Is Nothing Then Exit Sub
    registered = True
    SvRegisterFunctions
    ThisWorkbook.Saved = True
End Sub

Public Sub SvDescribe(ByVal functionName As String, ByVal description As String, ByVal argumentHelp As Variant)
    On Error Resume Next ' one function that Excel refuses must not keep the others from their help
    If UBound(argumentHelp) < 0 Then
        Application.MacroOptions Macro:=SvMacro(functionName), Description:=description, Category:=CATEGORY
    Else
        Application.MacroOptions Macro:=SvMacro(functionName), Description:=description, Category:=CATEGORY, ArgumentDescriptions:=argumentHelp
    End If
End Sub

' After a calculation in which a handle was unknown; inside it Excel takes no orders.
Public Sub SvLoadSoon()
    If SvHandlesToLoad() Then Application.OnTime Now, SvMacro("SvLoadLater")
End Sub

Public Sub SvLoadLater()
    SvLoadHistories
End Sub

Private Function SvMacro(ByVal procedureName As String) As String
    SvMacro = "'" & ThisWorkbook.Name & "'!" & procedureName
End Function
