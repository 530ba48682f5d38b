' One call to whatever engine is registered, and where it has its templates.
Dim engine, files, i
Set engine = CreateObject("StressVaR.Engine")
WScript.Echo "value = " & FormatNumber(engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array("PARAM_VAR", Array(0.012, 100, 0.95), "0VVV")), 6)
files = engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_TEMPLATES", Array())
For i = 0 To UBound(files)
  If InStr(files(i), "start_here") > 0 Then WScript.Echo "templates = " & files(i)
Next
