"""Times of the engine as a client sees them: lines `name = milliseconds`."""

import statistics
import time

import pythoncom
from win32com.client import VARIANT, dynamic

ADDIN = "xl_stressvar.hosts.excel_addin"
LEFT_OUT = VARIANT(pythoncom.VT_ERROR, -2147352572)
clock = time.perf_counter


def asked(name, *arguments):
    return engine.CallUDF(ADDIN, "STRESSVAR_CALL", (name, arguments, "0" + "V" * len(arguments)))


def timed(work):
    began = clock()
    result = work()
    return (clock() - began) * 1000, result


start, engine = timed(lambda: dynamic.Dispatch("StressVaR.Engine"))
print(f"start = {start:.1f}")
first, value = timed(lambda: asked("PARAM_VAR", 0.012, 100.0, 0.95))
print(f"first value = {first:.1f}")
small = [timed(lambda: asked("PARAM_VAR", 0.012, 100.0, 0.95))[0] for _ in range(300)]
print(f"small call = {statistics.median(small):.2f}")
days = tuple((((i * 7919) % 2000 - 1000) / 1e5,) * 50 for i in range(2000))
held = ((2.0,) * 50,)
whole = (0.99, 1.0, "historical", 2000.0)  # the lookback takes all days
large = [timed(lambda: asked("CURRENT_VAR", days, held, *whole)) for _ in range(7)]
print(f"2000x50 = {statistics.median(t for t, _ in large):.1f}")
print(f"value of it = {large[0][1]:.6f}")
crossing = [timed(lambda: engine.CallUDF("wine_udfs", "SHAPE", (days,)))[0] for _ in range(7)]
print(f"2000x50 crossing alone = {statistics.median(crossing):.1f}")
left_out = asked("STRESSED_VAR", ((-0.02,), (0.01,), (-0.01,), (0.02,)), 100.0, LEFT_OUT, 0.75)
print(f"left out = {left_out:.6f}")
