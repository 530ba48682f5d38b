"""Repeat this user's registration for all users, or remove it (argument: remove).

Windows activates classes from HKEY_CURRENT_USER; Wine 8 looks for them in HKEY_LOCAL_MACHINE only.
"""

import sys
import winreg

from xl_stressvar.install.registry import registered_command, registration, unregister, write
from xl_stressvar.install.winregistry import WindowsRegistry

everyone = WindowsRegistry(winreg.HKEY_LOCAL_MACHINE)
if sys.argv[1:] == ["remove"]:
    unregister(everyone)
else:
    command = registered_command(WindowsRegistry())
    assert command, "install has registered nothing"
    write(everyone, registration(command))
