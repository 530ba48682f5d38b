"""Ask for the server's process and keep the engine until another client has it too; then ask again.

Arguments: the file that says this client has the engine, and that of the other. Without: no waiting.
"""

import sys
import time
from pathlib import Path

from win32com.client import dynamic

engine = dynamic.Dispatch("StressVaR.Engine")
print("before =", engine.CallUDF("wine_udfs", "PROCESS", ()))
if sys.argv[1:]:
    own, other = map(Path, sys.argv[1:])
    own.write_text("here")
    until = time.monotonic() + 60
    while not other.exists() and time.monotonic() < until:
        time.sleep(0.1)
print("after =", engine.CallUDF("wine_udfs", "PROCESS", ()))
