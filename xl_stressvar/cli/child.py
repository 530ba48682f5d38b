"""Work done in a process of its own, with a limit of memory and of time.

A formula of a few characters can ask for all memory or for hours, inside native code that nothing
interrupts. The process that the user started therefore neither reads a workbook nor calculates: a child
does, and hands back what is to be written and said. If it is ended, nothing has been written.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import math
import multiprocessing
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, Self

from ..errors import StressVarError
from . import quantities

GIGABYTE = 1 << 30
_PAUSE = 0.1  # seconds between two reports of one stage
_BACKSTOP = 5  # seconds of processor time above the limit, should the parent be gone

#: Called with a stage, how far it is, and of how much (0 if unknown).
Report = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Limits:
    """Bytes of address space, and seconds."""

    memory: int = 4 * GIGABYTE
    seconds: float = 600.0

    @property
    def shown_memory(self) -> str:
        return f"{self.memory / GIGABYTE:.4g} GB"

    @property
    def shown_seconds(self) -> str:
        return f"{self.seconds:.4g} s"


class OutOfMemory(Exception):
    """The child asked for more memory than the limit."""


class OutOfTime(Exception):
    """The child worked for longer than the limit."""


class BrokenDown(Exception):
    """The child's native code ended it."""


class Bug(Exception):
    """The child met something that it was not built for; the text says what."""


class There(Exception):
    """A traceback of the child."""


_ENDS: dict[str, type[Exception]] = {"memory": OutOfMemory, "crash": BrokenDown}
# how a process ends when native code is refused memory: abort(), or the system's own choice
_OF_MEMORY = (-signal.SIGABRT, -9, 0xC0000409, 0xC0000017, 3)


def add_limits(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--memory", type=quantities.positive, default=Limits.memory / GIGABYTE, metavar="GB",
        help="the most memory to take (default: %(default)g; macOS keeps no such limit)",
    )  # fmt: skip
    parser.add_argument(
        "--time", type=quantities.positive, default=Limits.seconds, metavar="SECONDS",
        help="the most time to take (default: %(default)g)",
    )  # fmt: skip


def limits(options: argparse.Namespace) -> Limits:
    """What the user allows."""
    return Limits(int(options.memory * GIGABYTE), options.time)


class Child:
    """`work(*arguments, report)` in a process, which ends at the latest with the `with`.

    It is forked where that is safe and costs milliseconds; else it is a new Python, to which the
    function must be known by its name and the arguments be values. Start it before any thread.
    """

    def __init__(
        self, work: Callable[..., Any], arguments: tuple[Any, ...], limits: Limits
    ) -> None:
        self._limits = limits
        self._deadline = time.monotonic() + limits.seconds
        context: Any = multiprocessing.get_context("fork" if _may_fork() else "spawn")
        self._pipe, theirs = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_child, args=(theirs, limits, work, arguments), daemon=True
        )
        with _undisturbed():  # a signal between the fork and the note of it would lose the child
            self._process.start()
        theirs.close()
        #: what it reported last
        self.last: tuple[str, int, int] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self._pipe.close()

    def result(self, report: Report | None = None) -> Any:
        """What the work returned.

        Raises: StressVarError, as the work did; OutOfMemory, OutOfTime, BrokenDown, Bug.
        """
        while True:
            left = max(self._deadline - time.monotonic(), 0)
            ready = wait([self._pipe, self._process.sentinel], left)
            if not ready:
                raise OutOfTime
            try:
                kind, said = self._pipe.recv()
            except (EOFError, OSError):  # it ended in the middle of its work
                self._process.join()
                lack = self._process.exitcode in _OF_MEMORY
                raise (OutOfMemory if lack else BrokenDown) from None
            if kind == "done":
                return said
            if kind == "refused":
                raise said
            if kind == "bug":
                raise Bug(said[0]) from There(said[1])
            if kind in _ENDS:
                raise _ENDS[kind]
            self.last = said
            if report:
                report(*said)


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals wait until the end, where the system can make them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(
        signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    )
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _may_fork() -> bool:
    """Whether this process has one thread, on a system whose libraries bear it."""
    return sys.platform == "linux" and len(os.listdir("/proc/self/task")) == 1


def _child(
    pipe: Connection, limits: Limits, work: Callable[..., Any], arguments: tuple[Any, ...]
) -> None:
    said, last = "", 0.0

    def report(stage: str, done: int, of: int) -> None:
        nonlocal said, last
        now = time.monotonic()
        if stage != said or now - last > _PAUSE:
            said, last = stage, now
            pipe.send(("at", (stage, done, of)))

    try:
        _alone()
        _limit(limits)
        answer: tuple[str, Any] = "done", work(*arguments, report)
        pipe.send(answer)
    except BrokenPipeError:  # nobody waits any more
        return
    except StressVarError as refused:
        pipe.send(("refused", refused))
    except MemoryError:
        pipe.send(("memory", None))
    except BaseException as bug:  # noqa: BLE001 - a panic of native code is no Exception
        crash = type(bug).__name__ == "PanicException"
        what = " ".join(f"{type(bug).__name__}: {bug}".split())
        pipe.send(("crash", None) if crash else ("bug", (what, traceback.format_exc())))


def _alone() -> None:
    """What ends the parent ends the child too, and what native code says as it ends is nobody's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the child
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
    faulthandler.disable()
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(silence, stream)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        parent = multiprocessing.parent_process()
        if parent is not None and os.getppid() != parent.pid:  # which ended before that
            os._exit(1)


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":
        from . import job

        job.limit(limits.memory, limits.seconds + _BACKSTOP)
        return
    import resource

    seconds = math.ceil(limits.seconds) + _BACKSTOP
    wanted = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: limits.memory,
    }
    for which, most in wanted.items():
        hard = resource.getrlimit(which)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS knows no limit of memory
            resource.setrlimit(which, (most, hard))
