' The server is ended between two calls, or inside one.
' Arguments: "between" or "inside", and the file that says the call has begun.
Dim engine, result, process
Set engine = CreateObject("StressVaR.Engine")
process = engine.CallUDF("wine_udfs", "PROCESS", Array())
WScript.Echo "process = " & process
On Error Resume Next
If WScript.Arguments(0) = "between" Then
  CreateObject("WScript.Shell").Run "taskkill /f /pid " & process, 0, True
  result = engine.CallUDF("wine_udfs", "PROCESS", Array())
Else
  result = engine.CallUDF("wine_udfs", "SLEEP", Array(WScript.Arguments(1), 60))
End If
WScript.Echo "error = " & (Err.Number <> 0)
Err.Clear
Set engine = Nothing
WScript.Echo "let go = " & (Err.Number = 0)
