"""Workers: the processes that a build shares its work with.

A crew calls one method of a context for each of many batches, in whichever process has time. Forked processes share what was
prepared without a copy; those of an executor (`concurrent.futures.Executor`: a process pool, a Dask cluster) prepare it for
themselves from a description. Batches do not depend on one another, so the result is the same for any number of processes.
"""

from __future__ import annotations

import contextlib
import errno
import marshal
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from broadsheet.engine.lifeline import keep, release, tie
from broadsheet.problems import place_of

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_MOST = 8
_AHEAD = 2  # batches that wait for each worker, so that none is idle while this process does one itself
Task = Callable[[Any], Any]  # of plain values, to plain values: they cross between processes by `marshal`


class Crew(Protocol):
    """Those who do the work. `distant`: they share nothing with this process but the files."""

    size: int
    distant: bool

    def work(self, name: str, work: Task, batches: Sequence[Any]) -> Iterator[Any]:
        """Yield the result of each batch, in no particular order. `name` tells a distant process which work it is.

        Raises the OSError that a worker met, or one that says that a worker was killed; what is done until then stays done.
        """


class Forks:
    """Processes forked for each work, which share all that was prepared. This one is one of them, or all: it works, too.

    So there is no process that holds everything and only waits. What a process changes, it has for itself from then on.
    """

    distant = False

    def __init__(self, size: int) -> None:
        self.size = size

    def work(self, name: str, work: Task, batches: Sequence[Any]) -> Iterator[Any]:
        """Share the batches among processes, each taking the next one when it is done with the last."""
        del name
        others = min(self.size, len(batches)) - 1
        if others < 1:
            yield from map(work, batches)
            return
        import multiprocessing  # here: most builds need no second process

        context = multiprocessing.get_context("fork")
        processes = []
        connections: list[Any] = []
        try:
            for _ in range(others):
                ours, theirs = context.Pipe()
                keep(ours.fileno())
                connections.append(ours)
                process = context.Process(target=_serve, args=(work, theirs, os.getpid()), daemon=True)
                process.start()
                theirs.close()
                processes.append(process)
            yield from _share(connections, batches, work)
            for process in processes:
                process.join()
                if process.exitcode:
                    raise OSError(errno.ECHILD, f"a worker process ended with status {process.exitcode}")
        finally:
            for process in processes:
                process.terminate()
                process.join()
            for connection in connections:
                release(connection.fileno())
                connection.close()


def begin(function: Callable[[], bytes]) -> Callable[[], bytes]:
    """Begin to call a function in a process of its own, and return what waits for its result. It must not change anything."""
    reading, writing = os.pipe()
    keep(reading)
    parent = os.getpid()
    child = os.fork()
    if not child:
        try:
            tie(parent)
            data = function()
            with os.fdopen(writing, "wb") as pipe:
                pipe.write(data)
            os._exit(0)
        finally:
            os._exit(1)

    def wait() -> bytes:
        release(reading)
        with os.fdopen(reading, "rb") as pipe:
            data = pipe.read()
        return function() if os.waitpid(child, 0)[1] else data

    os.close(writing)
    return wait


def crew_for(size: int, wanted: int, enough: int) -> Crew:
    """Return as many workers as wanted, or as the machine has cores when there are `enough` things to do."""
    if not wanted:
        wanted = min(cores(), _MOST) if size >= enough else 1
    return Forks(wanted if hasattr(os, "fork") else 1)


def cores() -> int:
    """Return the number of cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def batches_of(things: Sequence[Any], workers: int, most: int) -> list[list[Any]]:
    """Cut things into batches of at most `most`, several for each worker. Neighbours do not fall to the same one."""
    number = max(1, min(len(things), workers * 4 if workers > 1 else 1), -(-len(things) // most))
    return [list(things[at::number]) for at in range(min(number, len(things)))]


def _share(connections: list[Any], batches: Sequence[Any], work: Task) -> Iterator[Any]:
    from multiprocessing.connection import wait

    waiting = list(range(len(batches) - 1, -1, -1))
    given: dict[Any, list[int]] = {connection: [] for connection in connections}
    while given or waiting:
        _hand_out(given, waiting, batches)
        if waiting:
            yield work(batches[waiting.pop()])
        for ready in wait(list(given), 0 if waiting else None) if given else ():
            try:
                answer = ready.recv_bytes()  # type: ignore[union-attr]
            except (EOFError, ConnectionError):
                waiting += reversed(given.pop(ready)[1:])  # what a worker that was killed had not begun, others do
                continue
            result = result_in(answer)
            del given[ready][0]
            _hand_out(given, waiting, batches)
            yield result


def _hand_out(given: dict[Any, list[int]], waiting: list[int], batches: Sequence[Any]) -> None:
    """Give each worker a few batches, by their numbers, and leave one for this process; when all is done, tell them to end."""
    for most in range(1, _AHEAD + 1):
        for connection, numbers in given.items():
            if len(waiting) > (most > 1) and len(numbers) < most:
                numbers.append(waiting.pop())
                _send(connection, batches[numbers[-1]])
    if not any(given.values()):
        for connection in given:
            _send(connection, None)


def _send(connection: Any, thing: Any) -> None:  # noqa: ANN401
    """Send a batch to a worker; one that was killed is noticed when its end of the line is read."""
    with contextlib.suppress(ConnectionError):
        connection.send_bytes(marshal.dumps(thing))


def _serve(work: Task, connection: Connection, parent: int) -> None:
    """Task in a child process until there is nothing more to do."""
    tie(parent)
    try:
        while True:
            batch = marshal.loads(connection.recv_bytes())  # from our own parent
            if batch is None:
                return
            connection.send_bytes(answer_of(work, batch))
    except (EOFError, ConnectionError, KeyboardInterrupt):  # the build ended before us
        return
    finally:
        connection.close()


def answer_of(work: Task, batch: Any) -> bytes:  # plain values  # noqa: ANN401
    """Do one batch; return its result as bytes that cross between processes, or what went wrong with the machine."""
    try:
        return marshal.dumps(((), work(batch)))
    except OSError as error:
        return marshal.dumps(((error.errno or errno.EIO, error.strerror or str(error), place_of(error)), None))


def result_in(answer: bytes) -> Any:  # noqa: ANN401
    """Return the result in what a worker answered. Raises the OSError that it met."""
    fault, result = marshal.loads(answer)  # from our own worker
    if fault:
        raise OSError(*fault)
    return result
