"""Which members of the engine's object COM can reach: by name, and by number."""

import pythoncom
from win32com.client import dynamic
from xlwings.com_server import XLPython

engine = dynamic.Dispatch("StressVaR.Engine")._oleobj_
names = [*XLPython._public_methods_, "functions", "_loaded", "__class__", "__init__", "_NewEnum"]


def number(name):
    try:
        return engine.GetIDsOfNames(name)
    except pythoncom.com_error:
        return None


def refused(dispid, kind):
    """Whether there is no such member: any other error would come from one that is there."""
    try:
        engine.Invoke(dispid, 0, kind, True)
    except pythoncom.com_error as error:
        return error.hresult == -2147352573  # DISP_E_MEMBERNOTFOUND
    return False


known = [name for name in names if number(name) is not None]
print("names =", *known)
kinds = pythoncom.DISPATCH_METHOD, pythoncom.DISPATCH_PROPERTYGET, pythoncom.DISPATCH_PROPERTYPUT
there = {d for d in range(-10, 1100) for kind in kinds if not refused(d, kind)}
print("numbers =", there == {number("CallUDF")})
