"""Workers: outputs made and written by several processes, which share what was prepared by being forked from it.

Nothing is copied and nothing is pickled but a few words on each output that is done. Pages do not depend on one another, so the
bytes are the same for any number of workers. Where a system cannot fork, one process does it all.
"""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from broadsheet.problems import Problem

_BATCH = 32  # outputs between two reports of a worker
_ENOUGH = 400  # outputs that are worth a second process
_MOST = 8


@dataclass(frozen=True, slots=True)
class Done:
    """An output that was brought to its bytes: their digest (empty when the page failed) and whether a file was written."""

    path: str
    digest: str
    written: bool
    problems: tuple[Problem, ...] = ()


Work = Callable[[str], Done]


def workers_for(outputs: int, wanted: int = 0) -> int:
    """Return how many processes to use: those wanted, or as many as the machine has cores when there is enough to do."""
    if "fork" not in multiprocessing.get_all_start_methods():
        return 1
    if wanted:
        return wanted
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, _MOST) if outputs >= _ENOUGH else 1


def work_all(paths: Sequence[str], work: Work, workers: int) -> Iterator[Done]:
    """Do the work for each path, in no particular order.

    Raises the OSError that a worker met, or one that says that a worker was killed; what is done until then stays done.
    """
    if workers == 1:
        yield from map(work, paths)
        return
    context = multiprocessing.get_context("fork")
    processes = []
    connections: list[Any] = []
    try:
        for number in range(workers):
            receiving, sending = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(paths[number::workers], work, sending), daemon=True)
            process.start()
            sending.close()
            processes.append(process)
            connections.append(receiving)
        yield from _collect(connections)
        for process in processes:
            process.join()
            if process.exitcode:
                raise OSError(errno.ECHILD, f"a worker process ended with status {process.exitcode}")
    finally:
        for process in processes:
            process.terminate()
            process.join()


def _collect(connections: list[Any]) -> Iterator[Done]:
    while connections:
        for ready in wait(connections):
            assert isinstance(ready, Connection)
            try:
                batch = ready.recv()
            except EOFError:
                connections.remove(ready)
                continue
            if isinstance(batch, OSError):
                raise batch
            yield from batch


def _run(paths: Sequence[str], work: Work, sending: Connection) -> None:
    """Work in a child process, reporting in batches."""
    batch: list[Done] = []
    try:
        for path in paths:
            batch.append(work(path))
            if len(batch) == _BATCH:
                sending.send(batch)
                batch = []
        sending.send(batch)
    except BrokenPipeError:  # the build ended before us
        return
    except OSError as error:
        sending.send(OSError(error.errno, error.strerror, error.filename))
    except KeyboardInterrupt:  # the parent says so
        return
    finally:
        sending.close()
