"""The seat: what a worker keeps ready for the build that it works for. Each of its threads has one of its own."""

from __future__ import annotations

import errno
import threading
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from broadsheet.build.album import PICTURES, Developer
from broadsheet.build.configuration import STATE
from broadsheet.build.found import file_of
from broadsheet.build.ledger import Ledger, make_scratch
from broadsheet.build.produce import Producer
from broadsheet.build.reading import Reader, read_batch
from broadsheet.build.remote import Job, differing, installed
from broadsheet.build.snapshot import GuardedWriter, open_snapshot, producer_of
from broadsheet.build.store import open_store
from broadsheet.pictures.cabinet import Cabinet
from broadsheet.sources import Sources


def seat_for(packed: bytes) -> Seat:
    """Return the seat of this thread, made ready for a job. Raises OSError when this worker cannot do it."""
    seats, here = _seats(), threading.get_ident()
    seat = seats.get(here)
    if seat is None or seat.packed != packed:
        if seat is not None:
            seat.leave()
        seat = seats[here] = Seat(packed)
    return seat


def leave() -> None:
    """Give up every seat of this process: nothing more will come."""
    seats = _seats()
    for thread in list(seats):
        seats.pop(thread).leave()


@cache
def _seats() -> dict[int, Seat]:
    return {}


class Seat:
    """A place to work at. The bodies of the files that were read at it stay there, for the pages that show them."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self._job = Job.unpacked(packed)
        others = differing(self._job.program, installed())
        if others:
            raise OSError(errno.ENOEXEC, f"a worker has another program than this process: {others}")
        self._reader = Reader.of(Path(self._job.root), self._job.config)
        self._bodies = make_scratch()
        self._snapshot: Ledger | None = None
        self._producer: Producer | None = None
        self._busy = threading.Lock()
        self._left = False

    def work(self, name: str, batch: list[Any]) -> list[tuple[Any, ...]]:
        """Do one batch of the work with a name."""
        try:
            with self._busy:
                return self._works[name](batch)
        finally:
            if self._left:
                self._close()

    def leave(self) -> None:
        """Let go of everything, at the latest when the batch that is being worked on is done."""
        self._left = True
        self._close()

    @property
    def _works(self) -> dict[str, Callable[[list[Any]], list[tuple[Any, ...]]]]:
        return {"read": self._read, "develop": self._develop, "produce": self._produce}

    def _develop(self, batch: list[str]) -> list[tuple[Any, ...]]:
        """Look at some pictures and make their copies; return what is known of them."""
        root = Path(self._job.root)
        return Developer(Sources.of(root, self._job.config), Cabinet(root / STATE / PICTURES), self._job.config.images).batch(
            batch
        )

    def _read(self, batch: list[Any]) -> list[tuple[str, bytes, bytes]]:
        """Read some files; return path, digest and what was found in each, packed."""
        found = read_batch(self._reader, self._bodies, list(map(file_of, batch)))
        return [(path, each.digest, each.packed()) for path, each in found]

    def _produce(self, batch: list[Any]) -> list[tuple[Any, ...]]:
        """Produce some subjects; return them as plain values."""
        if self._producer is None:
            self._producer = self._prepare()
        return self._producer.produce_all(batch)

    def _prepare(self) -> Producer:
        job = self._job
        store = open_store(job.output)
        self._snapshot = open_snapshot(job)
        if not store.is_marked():
            raise FileNotFoundError(
                errno.ENOENT, "a worker does not see the output: is it shared, under the same name?", job.output
            )
        writer = GuardedWriter(store.writer(f"-{uuid.uuid4().hex}"), job.snapshot)
        return producer_of(self._snapshot, job, self._bodies, self._reader, writer)

    def _close(self) -> None:
        if self._busy.acquire(blocking=False):  # a connection must not be closed while another thread uses it
            try:
                self._bodies.connection.close()
                if self._snapshot is not None:
                    self._snapshot.connection.close()
            finally:
                self._busy.release()
