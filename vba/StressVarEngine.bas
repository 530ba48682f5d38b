Attribute VB_Name = "StressVarEngine"
' The engine: one Python process for the whole of Excel, which COM starts and ends.
Option Explicit
Option Private Module

Private Const ENGINE As String = "StressVaR.Engine"
Private Const A_DAY As Double = 86400 ' seconds

Private connected As Object
Private failures As Long ' starts that failed since the engine last answered
Private failedAt As Double
Private failedWith As Long ' the error of the last of them; 0 if it started and did not live through a call
Private calls As Long ' that were answered
Private seconds As Double ' and how long they took together

' The engine, started if need be. Nothing if it does not start: after a failure it is left alone for a
' while, or every cell would wait for it.
Public Function SvEngine() As Object
    Dim number As Long
    If connected Is Nothing Then
        If Not SvIsResting(failures, SvNow() - failedAt) Then
            On Error Resume Next ' whatever the number: there is no engine
            Set connected = CreateObject(ENGINE)
            number = Err.Number
            On Error GoTo 0
            If connected Is Nothing Then
                SvEngineFailed number
            Else
                SvForgetHandles
            End If
        End If
    End If
    Set SvEngine = connected
End Function

Public Sub SvDropEngine()
    Set connected = Nothing
End Sub

Public Sub SvEngineFailed(ByVal number As Long)
    failures = failures + 1
    failedAt = SvNow()
    failedWith = number
    Set connected = Nothing
End Sub

' A call was answered, after so many seconds by Timer.
Public Sub SvEngineAnswered(ByVal took As Double)
    failures = 0
    calls = calls + 1
    If took >= 0 Then seconds = seconds + took ' not over midnight
End Sub

' Forgets that the engine would not start: the user asked for another try.
Public Sub SvEngineAgain()
    failures = 0
End Sub

Public Function SvFailedStarts() As Long
    SvFailedStarts = failures
End Function

' Whether an engine that failed so often, the last time so many seconds ago, is still left alone. A clock
' that was set back gives a time before the failure: then the rest is over.
Public Function SvIsResting(ByVal failedStarts As Long, ByVal elapsed As Double) As Boolean
    Dim rest As Double
    Select Case failedStarts
        Case Is < 1: rest = 0
        Case 1: rest = 10
        Case 2: rest = 60
        Case 3: rest = 300
        Case Else: rest = 1800
    End Select
    SvIsResting = (elapsed >= 0 And elapsed < rest)
End Function

' Why there is no engine, as a sentence.
Public Function SvWhyNoEngine() As String
    Dim system As String
    On Error Resume Next ' a host that does not say what it runs on
    system = Application.OperatingSystem
    SvWhyNoEngine = SvSentenceOfStart(failedWith, system)
End Function

Public Function SvSentenceOfStart(ByVal number As Long, ByVal system As String) As String
    If InStr(1, system, "Mac", vbTextCompare) > 0 Then
        SvSentenceOfStart = SV_NEEDS_WINDOWS
        Exit Function
    End If
    Select Case number
        Case 0
            SvSentenceOfStart = SV_ENGINE_GONE
        Case SV_ESC
            SvSentenceOfStart = SV_STOPPED
        Case 429, -2147221164, -2147221005 ' no such class, by each of its names (0x80040154, 0x800401F3)
            SvSentenceOfStart = Replace(SV_ENGINE_NOT_FOUND, "{number}", SvErrorText(number))
        Case Else
            SvSentenceOfStart = Replace(SV_ENGINE_NOT_STARTED, "{number}", SvErrorText(number))
    End Select
End Function

' An error's number as people look it up: VBA's own as it is, Windows' as 0x800704EC.
Public Function SvErrorText(ByVal number As Long) As String
    SvErrorText = CStr(number)
    If number < 0 Then SvErrorText = "0x" & Hex$(number)
End Function

Public Function SvEngineIsConnected() As Boolean
    SvEngineIsConnected = Not connected Is Nothing
End Function

' The errors of a call that mean: nobody there any more. All others come from an engine that is alive.
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

' How much the engine has done, for its button.
Public Function SvEngineWork() As String
    If calls = 0 Then
        SvEngineWork = "No calls yet."
    Else
        SvEngineWork = Format$(calls, "#,##0") & " calls since Excel started, " & Format$(1000 * seconds / calls, "0.0") & " ms each."
    End If
End Function

Private Function SvNow() As Double
    SvNow = CDbl(Now) * A_DAY
End Function
