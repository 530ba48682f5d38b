"""`xl-stressvar install`."""

from ..install.command_line import add
from ..install.command_line import install as run

__all__ = ["add", "run"]
