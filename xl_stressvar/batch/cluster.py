"""Blocks worked off by Dask: workers of a scheduler somewhere, or a cluster of this machine."""

from __future__ import annotations

import contextlib
import logging
import re
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError
from typing import Any

from .. import errors
from .engines import Engine, one_thread
from .work import Done, Task, work

LOCAL = "local"
_ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://\S+:\d+")
_PATIENCE = 300.0  # seconds that a run waits while there is no worker at all
_LOOK = 2.0  # seconds between two looks at the workers
_ANSWER = 15  # seconds within which a scheduler answers
_SETTINGS = {
    "distributed.worker.profile.enabled": False,  # it samples every 10 ms
    # a worker that is not back within 15 s, on a busy machine, is given up for good by its nanny: with
    # the last one gone the tasks fail, and a run never ends
    "distributed.deploy.lost-worker-timeout": "10m",
    "distributed.scheduler.allowed-failures": 10,
    "distributed.admin.system-monitor.gil.enabled": False,
}


def cluster(address: str, workers: int, patience: float = _PATIENCE) -> Engine:
    """The workers of the scheduler at an address; `local`: so many of a cluster of this machine.

    Raises FileProblem for what is no address, and if dask is not installed.
    """
    if address != LOCAL and not _ADDRESS.fullmatch(address):
        raise errors.NO_ADDRESS(address=address)
    try:
        import dask
        import distributed
    except ImportError:
        raise errors.PART_MISSING(part="dask with distributed", extra="cluster") from None

    def run(tasks: Sequence[Task]) -> Iterator[Done]:
        if not tasks:
            return
        dask.config.set(_SETTINGS)
        logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what counts is said in words
        with contextlib.ExitStack() as stack:
            stack.enter_context(one_thread())
            where = _local(stack, distributed, workers) if address == LOCAL else address
            client = stack.enter_context(_client(distributed, where))
            try:
                yield from _worked(distributed, client, tasks, where, patience)
            except (CancelledError, OSError):
                raise errors.SCHEDULER_LOST(address=where) from None

    return run


def _local(stack: contextlib.ExitStack, distributed: Any, workers: int) -> Any:
    """A cluster of this machine, that ends with the run."""
    return stack.enter_context(
        distributed.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            # without one its pages would take the port 8787, which another run may have
            scheduler_kwargs={"dashboard": False, "dashboard_address": "127.0.0.1:0"},
            silence_logs=logging.CRITICAL,
            memory_limit=None,
        )
    )


def _client(distributed: Any, where: Any) -> Any:
    try:
        return distributed.Client(where, timeout=_ANSWER)
    except (OSError, ValueError):  # a timeout is an OSError
        raise errors.NO_SCHEDULER(address=where) from None


def _worked(
    distributed: Any, client: Any, tasks: Sequence[Task], where: Any, patience: float
) -> Iterator[Done]:
    """Each task as it is done. Raises FileProblem if no worker is there for too long."""
    left = set(client.map(work, tasks, pure=False, retries=2))
    seen = time.monotonic()
    while left:
        with contextlib.suppress(TimeoutError):
            finished, left = distributed.wait(left, timeout=_LOOK, return_when="FIRST_COMPLETED")
            for future in finished:
                yield _result(distributed, future)
                future.release()
            seen = time.monotonic()
            continue
        if client.status != "running":
            raise errors.SCHEDULER_LOST(address=str(where))
        if client.ncores():
            seen = time.monotonic()
        elif time.monotonic() - seen > patience:
            raise errors.NO_WORKERS(address=str(where), seconds=f"{patience:.0f}")


def _result(distributed: Any, future: Any) -> Done:
    try:
        done: Done = future.result()
    except distributed.KilledWorker:  # too many workers ended on this block
        allowed = _SETTINGS["distributed.scheduler.allowed-failures"]
        raise errors.WORKERS_DIE(deaths=allowed) from None
    return done
