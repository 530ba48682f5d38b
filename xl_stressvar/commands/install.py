"""`xl-stressvar install`."""

from ..windows.command_line import add
from ..windows.command_line import install as run

__all__ = ["add", "run"]
