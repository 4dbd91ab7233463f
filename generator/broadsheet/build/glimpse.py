"""A glimpse: the ledger read, and a build decided upon, without a byte being written."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from broadsheet.build.ledger import SCHEMA, Ledger, OutputRow
from broadsheet.build.produce import Producer
from broadsheet.build.publish import Brought, FileState, Writer
from broadsheet.build.session import Session
from broadsheet.build.work import Work
from broadsheet.pages.page import Page
from broadsheet.pages.subjects import GATHERING, Subject
from broadsheet.problems import Outcome
from broadsheet.render.renderer import Renderer

Rows = Iterable[tuple[Any, ...]]


class Glimpse(Ledger):
    """A ledger that is only read: what a build would put into it is forgotten."""

    keeps = False

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the connection, which may not write."""
        return self._connection

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Do nothing."""
        yield

    def put(self, table: str, rows: Rows) -> None:
        """Do nothing."""

    def take(self, table: str, keys: Rows, columns: str) -> None:
        """Do nothing."""

    def empty(self, *tables: str) -> None:
        """Do nothing."""

    def claim(self, paths: Iterable[str]) -> None:
        """Do nothing."""


@contextlib.contextmanager
def glimpse(path: Path) -> Iterator[Glimpse]:
    """Open the ledger at `path` for reading.

    Raises FileNotFoundError when there is none, sqlite3.DatabaseError for one of no use.

    SQLite would leave files beside a ledger that nobody writes, so it is told that nobody does, unless somebody seems to.
    """
    path.stat()
    beside = path.with_name(path.name + "-wal")
    written = beside.exists() and beside.stat().st_size > 0
    place = quote(os.fspath(path)) + "?mode=ro" + ("" if written else "&immutable=1")
    connection = sqlite3.connect(f"file:{place}", uri=True, isolation_level=None, timeout=60)
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version != SCHEMA:
            message = f"it is of version {version}, this program's is {SCHEMA}"
            raise sqlite3.DatabaseError(message)
        yield Glimpse(connection, path)
    finally:
        connection.close()


class _Nowhere(Writer):
    """A writer that writes nothing."""

    def bring(self, path: str, data: bytes) -> Brought:
        """Say that it was done."""
        del path, data
        return Brought(True, FileState(0, 0, 0))


class _Blank(Renderer):
    """A renderer of empty pages."""

    def render(self, page: Page, value: Any) -> Outcome[bytes]:  # noqa: ANN401
        """Return nothing."""
        del page, value
        return Outcome(b"")


def would_make(session: Session, work: Work, subject: Subject) -> dict[str, OutputRow] | None:
    """Return the outputs of a subject that would be made anew, by path; None where that cannot be told without making others."""
    if subject[0] in GATHERING:
        return None
    desk = work.desk
    real = session.renderer(desk)
    blank = _Blank(real.theme, real.site, real.base_path, real.root, real.relative, real.closures)
    producer = Producer(
        planner=desk.planner,
        stamps=desk.stamps,
        make_renderer=lambda: blank,
        writer=_Nowhere(""),
        known=session.outputs.rows,
        damaged=session.outputs.damaged,
        salts=session.template_salts(desk),
        settings=session.salts["made"],
        cards=session.cards,
    )
    return {made.row.path: made.row for made in producer.produce(subject).outputs if made.rendered}
