"""What the system says of a file or a folder, as one of our sentences."""

from __future__ import annotations

from .files import NO_FILE, NOT_READ, NOT_WRITTEN
from .taxonomy import StressVarError

_REFUSED = "the system refused"  # where it gives no reason


def unreadable(file: str, problem: OSError) -> StressVarError:
    """The failure of a file that cannot be read, or is not there."""
    if isinstance(problem, FileNotFoundError):
        return NO_FILE(file=file)
    return NOT_READ(file=file, reason=problem.strerror or _REFUSED)


def unwritable(file: str, problem: OSError) -> StressVarError:
    """The failure of a file or folder that cannot be written."""
    return NOT_WRITTEN(file=file, reason=problem.strerror or _REFUSED)
