"""xlwings' own COM server, as its own add-in starts it, under a class of the tests."""

import xlwings

CLSID = "{5E0B1F4C-8C52-4B0B-9C1F-6B1E3F0A7D21}"
PROG_ID = "StressVaR.Tests.Xlwings"

if __name__ == "__main__":
    xlwings.serve(CLSID)
