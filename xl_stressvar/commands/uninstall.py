"""`xl-stressvar uninstall`."""

from ..windows.command_line import add
from ..windows.command_line import uninstall as run

__all__ = ["add", "run"]
