"""`xl-stressvar status`."""

from ..windows.command_line import add
from ..windows.command_line import status as run

__all__ = ["add", "run"]
