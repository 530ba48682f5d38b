"""Ask for the server's process, keep the engine for some seconds, ask again."""

import sys
import time

from win32com.client import dynamic

engine = dynamic.Dispatch("StressVaR.Engine")
print("before =", engine.CallUDF("wine_udfs", "PROCESS", ()))
time.sleep(float(sys.argv[1]))
print("after =", engine.CallUDF("wine_udfs", "PROCESS", ()))
