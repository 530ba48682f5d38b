"""`xl-stressvar doctor`."""

from ..windows.command_line import add
from ..windows.command_line import doctor as run

__all__ = ["add", "run"]
