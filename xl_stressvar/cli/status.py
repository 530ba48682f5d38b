"""`xl-stressvar status`."""

from ..install.command_line import add
from ..install.command_line import status as run

__all__ = ["add", "run"]
