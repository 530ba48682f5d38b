"""`xl-stressvar uninstall`."""

from ..install.command_line import add
from ..install.command_line import uninstall as run

__all__ = ["add", "run"]
