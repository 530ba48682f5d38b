Attribute VB_Name = "StressVarEngine"
' The engine: one Python process for the whole of Excel, which COM starts and ends.
Option Explicit
Option Private Module

Private Const ENGINE As String = "StressVaR.Engine"
Private Const REST_SECONDS As Double = 10 ' before a start that failed is tried again

Private connected As Object
Private failedAt As Double

Public Function SvEngine() As Object
    If connected Is Nothing Then
        If failedAt > 0 And SvSecondsSince(failedAt) < REST_SECONDS Then Err.Raise 429 ' or every cell would wait for it
        Set connected = CreateObject(ENGINE)
        SvForgetHandles
        failedAt = 0
    End If
    Set SvEngine = connected
End Function

Public Sub SvDropEngine()
    Set connected = Nothing
End Sub

Public Sub SvEngineFailed()
    If failedAt = 0 Or SvSecondsSince(failedAt) >= REST_SECONDS Then failedAt = SvNow()
End Sub

' Forgets that the engine would not start: the user asked for another try.
Public Sub SvEngineAgain()
    failedAt = 0
    Set connected = Nothing
End Sub

Public Function SvEngineIsConnected() As Boolean
    SvEngineIsConnected = Not connected Is Nothing
End Function

' The errors that mean: nobody there (any more). All others come from an engine that is alive.
Public Function SvEngineIsDead(ByVal number As Long) As Boolean
    Select Case number
        Case 429 ' cannot create the object
            SvEngineIsDead = True
        Case 462, -2147023174, -2147023170, -2147023169 ' server unavailable; RPC failed (0x800706BA, BE, BF)
            SvEngineIsDead = True
        Case -2147417848, -2147418105, -2147418104, -2147418094 ' disconnected, server died (0x80010108, 07, 08, 12)
            SvEngineIsDead = True
        Case -2147221021, -2147220995, -2147221164, -2146959355 ' not running, not connected, not registered, did not start
            SvEngineIsDead = True
        Case 91 ' object not set
            SvEngineIsDead = True
    End Select
End Function

' The version that answers, or "" if none does.
Public Function SvEngineVersion() As String
    Dim answer As Variant
    answer = SvCall("STRESSVAR_VERSION", Array())
    If Not IsError(answer) Then SvEngineVersion = answer
End Function

Private Function SvNow() As Double
    SvNow = CDbl(Now) * 86400#
End Function

Private Function SvSecondsSince(ByVal moment As Double) As Double
    SvSecondsSince = SvNow() - moment
End Function
