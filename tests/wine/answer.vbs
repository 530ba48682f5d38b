' One call to whatever engine is registered.
Dim engine
Set engine = CreateObject("StressVaR.Engine")
WScript.Echo "value = " & FormatNumber(engine.CallUDF("xl_stressvar.hosts.excel", "PARAM_VAR", Array(0.012, 100, 0.95)), 6)
