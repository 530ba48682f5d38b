"""`xl-stressvar doctor`."""

from ..install.command_line import add
from ..install.command_line import doctor as run

__all__ = ["add", "run"]
