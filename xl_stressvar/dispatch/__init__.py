"""`call`: cells to arguments, to function, to cells. Every host comes through it.

calling.py  the call, and what it gave: an `Outcome`
binding.py  cells to arguments, and what only a host knows
slips.py    what to say of a call that failed by a slip of the hand
"""

from .binding import CallContext, read
from .calling import Outcome, call, run

__all__ = ["CallContext", "Outcome", "call", "read", "run"]
