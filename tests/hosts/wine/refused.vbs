' What any macro may try with the engine: each line says whether it got an answer.
Dim engine, code, found
Set engine = CreateObject("StressVaR.Engine")
code = "open(r'" & WScript.Arguments(0) & "', 'w').write('x')"
On Error Resume Next
engine.Exec code
Said "Exec"
found = engine.Eval(code)
Said "Eval"
found = engine.Module("subprocess")
Said "Module"
found = engine.Builtin()
Said "Builtin"
engine.ShowConsole
Said "ShowConsole"
found = engine.Call("x")
Said "Call"
found = engine.GetAttr(engine, "CallUDF")
Said "GetAttr"
found = engine.functions("os")
Said "functions"
found = engine.CallUDF("os", "system", Array("cmd /c echo x > " & WScript.Arguments(0)))
Said "another module"
found = engine.CallUDF("xl_stressvar.hosts.excel", "STRESSVAR_VERSION", Array())
Said "xlwings' functions"
found = engine.CallUDF("wine_udfs", "PROCESS", Array())
Said "the tests' module"
found = engine.CallUDF("xl_stressvar.hosts.excel_addin", "iso", Array(1))
Said "another function"
found = engine.CallUDF("xl_stressvar.hosts.excel_addin", "templates.templates", Array())
Said "a function by path"
found = engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array("PARAM_VAR", Array(0.012, 100, 0.95), "0VVV"))
Said "ours"

Sub Said(name)
  If Err.Number = 0 Then
    WScript.Echo name & " = answered"
  Else
    WScript.Echo name & " = refused"
  End If
  Err.Clear
End Sub
