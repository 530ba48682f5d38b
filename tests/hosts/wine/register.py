"""Write the registration that install writes, without an add-in; argument: another server's module.

With `wine_xlwings` it is xlwings' own server that is registered, under the class of the tests.
"""

import sys
import winreg

from xl_stressvar.install import identity
from xl_stressvar.install.machine import here
from xl_stressvar.install.registry import registration, write
from xl_stressvar.install.winregistry import WindowsRegistry

pc = here("register")
module = sys.argv[1] if sys.argv[1:] else identity.SERVER
command = pc.command.replace(identity.SERVER, module)
if module == "wine_xlwings":
    import wine_xlwings

    identity.CLSID, identity.PROG_ID = wine_xlwings.CLSID, wine_xlwings.PROG_ID
    write(WindowsRegistry(winreg.HKEY_LOCAL_MACHINE), registration(command))
else:
    write(pc.registry, registration(command))
