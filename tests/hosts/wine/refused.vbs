' What any macro may try with the engine. Each line says whether it got an answer, and the error's text.
Dim engine, code
Set engine = CreateObject("StressVaR.Engine")
code = "open(r'" & WScript.Arguments(0) & "', 'w').write('x')"
On Error Resume Next
Try "Exec", "engine.Exec(code)"
Try "Eval", "engine.Eval(code)"
Try "Module", "engine.Module(""subprocess"")"
Try "Builtin", "engine.Builtin()"
Try "ShowConsole", "engine.ShowConsole()"
Try "Call", "engine.Call(""x"")"
Try "GetAttr", "engine.GetAttr(engine, ""CallUDF"")"
Try "functions", "engine.functions(""os"")"
Try "__init__", "engine.[__init__]()"
Try "another module", "engine.CallUDF(""os"", ""system"", Array(""cmd /c echo x > "" & WScript.Arguments(0)))"
Try "xlwings' functions", "engine.CallUDF(""xl_stressvar.hosts.excel"", ""STRESSVAR_VERSION"", Array())"
Try "the tests' module", "engine.CallUDF(""wine_udfs"", ""PROCESS"", Array())"
Try "another function", "engine.CallUDF(""xl_stressvar.hosts.excel_addin"", ""iso"", Array(1))"
Try "a function by path", "engine.CallUDF(""xl_stressvar.hosts.excel_addin"", ""templates.templates"", Array())"
Try "ours", "engine.CallUDF(""xl_stressvar.hosts.excel_addin"", ""STRESSVAR_CALL"", Array(""PARAM_VAR"", Array(0.012, 100, 0.95), ""0VVV""))"

Sub Try(name, expression)
  Dim found
  Err.Clear
  found = Eval(expression)
  If Err.Number = 0 Then
    WScript.Echo name & " = answered"
  Else
    WScript.Echo name & " = refused"
  End If
End Sub
