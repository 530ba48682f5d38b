"""Keep a file open, as an engine keeps its log, while a second file is there. Arguments: the two."""

import os
import sys
import time

held, sign = map(os.path.expandvars, sys.argv[1:])
with open(held, "a"):
    open(sign, "w").close()
    until = time.monotonic() + 120
    while os.path.exists(sign) and time.monotonic() < until:
        time.sleep(0.1)
