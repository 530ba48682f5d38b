' Late-bound calls, as the add-in's VBA makes them.
Const UDF = "xl_stressvar.hosts.excel"
Dim engine, result, i, j
Set engine = CreateObject("StressVaR.Engine")
WScript.Echo "loaded = " & engine.CallUDF("wine_udfs", "LOADED", Array())

' scalars
Show "param_var", engine.CallUDF(UDF, "PARAM_VAR", Array(0.012, 100, 0.95))
Show "text", engine.CallUDF(UDF, "STRESSVAR_VERSION", Array())
result = engine.CallUDF(UDF, "PARAM_VAR", Array("abc", 100))
Show "refused", result
WScript.Echo "refused type = " & TypeName(result)

' a two-dimensional array, as Range.Value2 gives
Dim prices(2, 0)
prices(0, 0) = 100: prices(1, 0) = 110: prices(2, 0) = 99
result = engine.CallUDF(UDF, "TO_RETURNS", Array(prices))
WScript.Echo "column bounds = " & UBound(result, 1) & "," & UBound(result, 2)
Show "column 0", result(0, 0)
Show "column 1", result(1, 0)

' nested arrays, and a 1 x N result
result = engine.CallUDF(UDF, "TO_RETURNS", Array(Array(Array(100, 200), Array(110, 150))))
WScript.Echo "row bounds = " & UBound(result)
Show "row 0", result(0)
Show "row 1", result(1)
WScript.Echo "nested shape = " & engine.CallUDF("wine_udfs", "SHAPE", Array(Array(Array(1, 2, 3), Array(4, 5, 6))))

' the one function of the add-in: name, arguments, which of them are ranges
Show "addin", engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array("PARAM_VAR", Array(0.012, 100, 0.95), "0VVV"))
Show "addin refused", Mid(engine.CallUDF("xl_stressvar.hosts.excel_addin", "STRESSVAR_CALL", Array("PARAM_VAR", Array("abc", 100), "0VV")), 2)

' 5,000 days of 50 assets, all with the return (day - 2500) / 100,000; 2 held of each
Dim history(4999, 49), positions(0, 49)
For i = 0 To 4999
  For j = 0 To 49
    history(i, j) = (i - 2500) / 100000
  Next
Next
For j = 0 To 49
  positions(0, j) = 2
Next
Show "large", engine.CallUDF(UDF, "STRESSED_VAR", Array(history, positions))
WScript.Echo "large shape = " & engine.CallUDF("wine_udfs", "SHAPE", Array(history))

' what Python raises is an error of the call, not the end of the server
On Error Resume Next
result = engine.CallUDF("no_such_module", "X", Array())
WScript.Echo "raised = " & (Err.Number <> 0) & " " & (InStr(Err.Description, "no_such_module") > 0)
Err.Clear
Show "after", engine.CallUDF(UDF, "PARAM_VAR", Array(0.012, 100, 0.95))

Sub Show(name, value)
  If VarType(value) = 5 Then value = FormatNumber(value, 6, True, False, False)
  WScript.Echo name & " = " & value
End Sub
