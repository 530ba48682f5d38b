Attribute VB_Name = "StressVarHandles"
' Histories behind handles (LOAD_HISTORY) live in the engine and are gone with it. When a handle turns
' out to be unknown, the formulas that make handles are entered anew: Excel then calculates them, on
' whatever sheet they are, and all that follows from them.
Option Explicit
Option Private Module

Private Const MAKES_HANDLES As String = "LOAD_HISTORY("
Private Const WAIT_FOR_USER As Long = 5 ' seconds, while cells are being copied

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

' Whether there is something to load; asks no second time. While the user copies cells it has to wait:
' entering a formula would end that.
Public Function SvHandlesToLoad() As Boolean
    If Not lost Then Exit Function
    If SvIsCopying() Then Exit Function
    SvHandlesToLoad = True
    lost = False
End Function

' With calculation by hand the cells that follow wait for F9, as everything does then.
Public Sub SvLoadHistories()
    Dim cell As Object, before As Variant, locked As Long
    before = SvPause()
    On Error Resume Next ' a cell that refuses must not keep the others
    For Each cell In SvHandleCells()
        If cell.Worksheet.ProtectContents And cell.Locked Then
            cell.Calculate
            locked = locked + 1
        Else
            SvEnterCell cell
        End If
    Next cell
    SvResume before
    If locked > 0 Then SvSay "StressVaR: histories on a protected sheet were loaded again: press Ctrl+Alt+F9."
End Sub

' The cells of all open books that make handles.
Public Function SvHandleCells() As Collection
    Dim book As Object, sheet As Object, found As Object, cell As Object, cells As Collection
    Set cells = New Collection
    Set SvHandleCells = cells
    On Error Resume Next ' a sheet that refuses must not keep the others
    For Each book In Application.Workbooks
        For Each sheet In book.Worksheets
            Set found = SvFormulaCells(sheet)
            If Not found Is Nothing Then
                For Each cell In found.Cells
                    If SvMakesHandle(cell.Formula) Then cells.Add cell
                Next cell
            End If
        Next sheet
    Next book
End Function

Public Function SvMakesHandle(ByVal formula As String) As Boolean
    If Left$(formula, 1) = "=" Then SvMakesHandle = (SvCallAt(UCase$(formula), MAKES_HANDLES) > 0)
End Function

' --- what handles hold ---------------------------------------------------------------------------

' The histories that the engine keeps behind handles, a line each: handle, days, assets, first date, last
' date and the cells that show it, separated by tabs.
Public Function SvHandleLines() As Collection
    Dim held As Collection, cells As Collection, cell As Object, lines As Collection, places As String, i As Long
    Set lines = New Collection
    Set SvHandleLines = lines
    Set held = SvRowsOf(SvAskEngine("STRESSVAR_HANDLES"))
    If held.Count > 0 Then Set cells = SvHandleCells()
    For i = 1 To held.Count
        places = ""
        For Each cell In cells
            If SvShownText(cell) = Split(held.Item(i), vbTab)(0) Then places = places & " " & SvAddress(cell)
        Next cell
        lines.Add held.Item(i) & vbTab & Trim$(places)
    Next i
End Function

Private Function SvShownText(ByVal cell As Object) As String
    If VarType(cell.Value2) = vbString Then SvShownText = LCase$(Trim$(cell.Value2))
End Function

' The rows of a table as texts, cells separated by tabs. A table of one row comes as a flat array.
Public Function SvRowsOf(ByVal found As Variant) As Collection
    Dim rows As Collection, text As String, i As Long, j As Long
    Set rows = New Collection
    Set SvRowsOf = rows
    If Not IsArray(found) Then Exit Function
    If SvDimensions(found) = 1 Then
        rows.Add Join(found, vbTab)
        Exit Function
    End If
    For i = LBound(found, 1) To UBound(found, 1)
        text = ""
        For j = LBound(found, 2) To UBound(found, 2)
            text = text & IIf(j = LBound(found, 2), "", vbTab) & CStr(found(i, j))
        Next j
        rows.Add text
    Next i
End Function

' What the engine answers to a question of the tab's; Empty if it does not, as one of another version.
Public Function SvAskEngine(ByVal functionName As String) As Variant
    Dim engine As Object
    On Error Resume Next
    Set engine = SvEngine()
    If Not engine Is Nothing Then SvAskEngine = engine.CallUDF(SV_ENGINE_MODULE, functionName, Array())
End Function
