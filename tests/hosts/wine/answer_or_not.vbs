' Whether an engine can be made, and the error's number if not.
Dim engine
On Error Resume Next
Set engine = CreateObject("StressVaR.Engine")
WScript.Echo "created = " & (Err.Number = 0)
WScript.Echo "number = " & Hex(Err.Number)
