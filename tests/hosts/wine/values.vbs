' Late-bound calls, as the add-in's VBA makes them; argument: which road, addin or xlwings.
Const ADDIN = "xl_stressvar.hosts.excel_addin"
Const UDF = "xl_stressvar.hosts.excel"
Dim engine, road, result, i, j
road = WScript.Arguments(0)
If road = "addin" Then
  Set engine = CreateObject("StressVaR.Engine")
  WScript.Echo "loaded = " & engine.CallUDF("wine_udfs", "LOADED", Array())
Else
  Set engine = CreateObject("StressVaR.Tests.Xlwings")
End If

' scalars
Show "param_var", Asked("PARAM_VAR", Array(0.012, 100, 0.95))
Show "text", Asked("STRESSVAR_VERSION", Array())
result = Asked("PARAM_VAR", Array("abc", 100))
Show "refused", Replace(result, Chr(27), "ESC ")
WScript.Echo "refused type = " & TypeName(result)

' a two-dimensional array, as Range.Value2 gives
Dim prices(2, 0)
prices(0, 0) = 100: prices(1, 0) = 110: prices(2, 0) = 99
result = Asked("TO_RETURNS", Array(prices))
WScript.Echo "column bounds = " & UBound(result, 1) & "," & UBound(result, 2)
Show "column 0", result(0, 0)
Show "column 1", result(1, 0)

' nested arrays, and a 1 x N result
result = Asked("TO_RETURNS", Array(Array(Array(100, 200), Array(110, 150))))
WScript.Echo "row bounds = " & UBound(result)
Show "row 0", result(0)
Show "row 1", result(1)

' 5,000 days of 50 assets, all with the return (day - 2500) / 100,000; 2 held of each; all days looked back
Dim history(4999, 49), positions(0, 49)
For i = 0 To 4999
  For j = 0 To 49
    history(i, j) = (i - 2500) / 100000
  Next
Next
For j = 0 To 49
  positions(0, j) = 2
Next
Show "large", Asked("CURRENT_VAR", Array(history, positions, 0.99, 1, "historical", 5000))

If road = "addin" Then
  WScript.Echo "nested shape = " & engine.CallUDF("wine_udfs", "SHAPE", Array(Array(Array(1, 2, 3), Array(4, 5, 6))))
  WScript.Echo "large shape = " & engine.CallUDF("wine_udfs", "SHAPE", Array(history))
  ' what Python raises is an error of the call, not the end of the server
  On Error Resume Next
  result = engine.CallUDF("wine_udfs", "FAIL", Array())
  WScript.Echo "raised = " & (Err.Number <> 0) & " " & Err.Description
  Err.Clear
  On Error GoTo 0
  Show "after", Asked("PARAM_VAR", Array(0.012, 100, 0.95))
End If

Function Asked(name, arguments)
  If road = "addin" Then
    Asked = engine.CallUDF(ADDIN, "STRESSVAR_CALL", Array(name, arguments, "0" & String(UBound(arguments) + 1, "V")))
  Else
    Asked = engine.CallUDF(UDF, name, arguments)
  End If
End Function

Sub Show(name, value)
  If VarType(value) = 5 Then value = FormatNumber(value, 6, True, False, False)
  WScript.Echo name & " = " & value
End Sub
