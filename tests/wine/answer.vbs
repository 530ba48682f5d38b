' One call to whatever engine is registered, and where it has its templates.
Dim engine
Set engine = CreateObject("StressVaR.Engine")
WScript.Echo "value = " & FormatNumber(engine.CallUDF("xl_stressvar.hosts.excel", "PARAM_VAR", Array(0.012, 100, 0.95)), 6)
WScript.Echo "templates = " & engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_TEMPLATES", Array())
