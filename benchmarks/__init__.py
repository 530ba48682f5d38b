"""Speed as ratios: against what a user would take instead, and against the floor.

`make bench`, or `python -m benchmarks [name ...]`. Each benchmark is a module with `results()`; it runs
in a process of its own. Ratios are of medians taken turn about in one run, because seconds mean little
from one machine to the next.
"""

from __future__ import annotations
