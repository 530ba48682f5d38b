Attribute VB_Name = "StressVarHandles"
' Histories behind handles (LOAD_HISTORY) live in the engine and are gone with it. When a handle turns
' out to be unknown, the cells that make handles are calculated again, and with them all that follow.
Option Explicit
Option Private Module

Private Const MAKES_HANDLES As String = "LOAD_HISTORY("
Private Const BY_HAND As Long = -4135 ' xlCalculationManual

Private lost As Boolean ' a handle was unknown since the cells were last calculated again
Private tried As Collection ' the handles for which that was done, with this engine

' Once for each handle and engine: one that no cell makes would calculate for ever.
Public Sub SvHandleLost(ByVal handle As String)
    If tried Is Nothing Then Set tried = New Collection
    On Error GoTo again
    tried.Add handle, handle
    lost = True
again:
End Sub

Public Sub SvForgetHandles()
    lost = False
    Set tried = Nothing
End Sub

' Whether there is something to load; asks no second time.
Public Function SvHandlesToLoad() As Boolean
    SvHandlesToLoad = lost
    lost = False
End Function

Public Sub SvLoadHistories()
    Dim book As Object, sheet As Object
    On Error Resume Next ' a sheet that refuses must not keep the others
    For Each book In Application.Workbooks
        For Each sheet In book.Worksheets
            SvLoadSheet sheet
        Next sheet
    Next book
    If Application.Calculation <> BY_HAND Then Application.Calculate ' by hand, F9 now suffices
End Sub

Private Sub SvLoadSheet(ByVal sheet As Object)
    Dim found As Object, cell As Object
    Set found = SvFormulaCells(sheet)
    If found Is Nothing Then Exit Sub
    For Each cell In found.Cells
        If SvMakesHandle(cell.Formula) Then cell.Dirty
    Next cell
End Sub

Public Function SvMakesHandle(ByVal formula As String) As Boolean
    SvMakesHandle = (SvCallAt(UCase$(formula), MAKES_HANDLES) > 0)
End Function
