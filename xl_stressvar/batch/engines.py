"""Who works blocks off: this process, or a pool of processes on this machine."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait as wait_for

from .. import errors
from .work import Done, Task, get_ready, work

#: Works tasks off, in any order, and tells of each as it is done. Raises FileProblem; what was told
#: before stays done.
Engine = Callable[[Sequence[Task]], Iterator[Done]]

ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_MOST_DEATHS = 5  # of a pool, one after another, without a part between them
_QUEUED = 2  # tasks handed over for each worker: one that ends takes few with it


def here(tasks: Sequence[Task]) -> Iterator[Done]:
    """One after another, in this process."""
    return map(work, tasks)


@dataclass
class Pool:
    """So many processes of this machine, one thread of linear algebra each."""

    workers: int
    _ahead: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Let the workers load what they need, so that they are ready when the tasks are."""
        self._ahead = _executor(self.workers)
        with _starting():
            for _ in range(self.workers):
                self._ahead.submit(get_ready)

    def stop(self) -> None:
        """End workers that were started and got no task."""
        if self._ahead is not None:
            _stop(self._ahead)
            self._ahead = None

    def __call__(self, tasks: Sequence[Task]) -> Iterator[Done]:
        """Each task as it is done. Raises FileProblem if the workers always die."""
        left, deaths = list(tasks), 0
        while left:
            executor, self._ahead = self._ahead, None
            workers = min(self.workers, len(left))
            try:
                for done in _in_pool(left, executor or _executor(workers), workers):
                    left = [task for task in left if task.block != done.block]
                    deaths = 0
                    yield done
            except BrokenProcessPool:  # one worker died, and the pool with it; the parts stay
                deaths += 1
                if deaths == _MOST_DEATHS:
                    raise errors.WORKERS_DIE(deaths=deaths) from None


def _executor(workers: int) -> ProcessPoolExecutor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_die_with_parent)


@contextlib.contextmanager
def _starting() -> Iterator[None]:
    """While tasks are handed over, by which workers start: what these take over from this process.

    One thread, and no Ctrl-C: it comes to every process of a terminal, and would end a worker that
    still loads with a traceback.
    """
    with one_thread(), _no_interrupt():
        yield


@contextlib.contextmanager
def one_thread() -> Iterator[None]:
    """While workers start: one thread of linear algebra each, which numpy asks for as it loads."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    os.environ.update(ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C waits, here until the end and in a process that is started for good; not on Windows."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def start_ahead(engine: Engine) -> None:
    """Before the inputs are read: have the workers of a pool load what they need meanwhile."""
    if isinstance(engine, Pool):
        engine.start()


def stop_idle(engine: Engine) -> None:
    """After a run: end what was started and not used."""
    if isinstance(engine, Pool):
        engine.stop()


def _in_pool(tasks: Sequence[Task], executor: ProcessPoolExecutor, workers: int) -> Iterator[Done]:
    """As many tasks as one pool gets done. Raises BrokenProcessPool if a worker dies."""
    waiting, running = iter(tasks), set[Future[Done]]()
    try:
        while True:
            with _starting():
                while len(running) < _QUEUED * workers and (task := next(waiting, None)):
                    running.add(executor.submit(work, task))
            if not running:
                break
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            # those that are done before the one that failed
            for future in sorted(finished, key=lambda f: f.exception() is not None):
                yield future.result()
    finally:
        _stop(executor)


def _stop(executor: ProcessPoolExecutor) -> None:
    """End the workers at once: a part that is half done is done anew, and never seen."""
    workers = list((executor._processes or {}).values())
    executor.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        with contextlib.suppress(OSError, ValueError):
            worker.terminate()
    for worker in workers:
        with contextlib.suppress(OSError, ValueError, AssertionError):
            worker.join(5)


def _die_with_parent() -> None:
    """In a worker: end when the process that started it does, and leave Ctrl-C to that one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        wait_for([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
