"""The snapshot: an edition and what is known of its outputs, in a file for the workers of another machine or another program.

It is a scratch ledger: the catalog as the ledger keeps it, of bodies the digests only, the outputs, and a few values. It is
written before the first page is made and removed with the build; a worker that does not find it any more stops.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from broadsheet.build.album import PICTURES
from broadsheet.build.bodies import StoredBodies, put_bodies
from broadsheet.build.cards import Cards
from broadsheet.build.configuration import STATE
from broadsheet.build.desk import OwnersFiles, desk_of
from broadsheet.build.found import file_of, plain_file
from broadsheet.build.ledger import Ledger, OutputRow, make_scratch, open_scratch
from broadsheet.build.produce import Producer
from broadsheet.build.publish import Brought
from broadsheet.build.reading import Reader
from broadsheet.build.remote import Job
from broadsheet.build.store import Writer
from broadsheet.build.stored import load_catalog, store_catalog, store_facts, store_lists
from broadsheet.build.work import Work
from broadsheet.content.scan import SourceFile
from broadsheet.language.languages import Languages
from broadsheet.language.own import LOCALE
from broadsheet.model import Body
from broadsheet.pages.edition import Edition
from broadsheet.pages.site import site_view
from broadsheet.pictures.cabinet import Cabinet
from broadsheet.pictures.original import Original
from broadsheet.render.renderer import Renderer
from broadsheet.render.theme import load_theme


@contextlib.contextmanager
def snapshot(job: Job, work: Work, producer: Producer, files: Iterable[SourceFile]) -> Iterator[None]:
    """Write a snapshot for the workers of a job, and remove it at the end of the block."""
    try:
        ledger = make_scratch(job.snapshot)
        try:
            with ledger.transaction():
                _fill(ledger, work, producer, files)
        finally:
            ledger.connection.close()
        yield
    finally:
        job.snapshot.unlink(missing_ok=True)


def _fill(ledger: Ledger, work: Work, producer: Producer, files: Iterable[SourceFile]) -> None:
    desk, edition = work.desk, work.desk.edition
    store_catalog(ledger, edition.catalog)
    store_lists(ledger, work.lists)
    store_facts(ledger, edition.catalog, grown=True)
    ledger.put("bodies", ((owner, stamp, "", b"") for owner, stamp in desk.stamps.bodies.items()))
    ledger.put("outputs", producer.known.values())
    ledger.put_meta(
        edition={
            "media": tuple(sorted(edition.media)),
            "static": tuple(sorted(edition.static)),
            "assets": dict(edition.assets),
            "pictures": {path: tuple(original) for path, original in edition.pictures.items()},
        },
        shown=desk.stamps.kept_stamps(),
        addresses=tuple(desk.resolver.addresses),
        files=tuple(map(plain_file, files)),
        made={
            "damaged": tuple(sorted(producer.damaged)),
            "salts": dict(producer.salts),
            "settings": producer.settings,
            "stamped": producer.stamped,
            "timed": producer.timed,
        },
    )


def producer_of(ledger: Ledger, job: Job, bodies: Ledger, reader: Reader, writer: Writer) -> Producer:
    """Return what produces the pages of a snapshot. `bodies` holds those that were read here, and is given those that will be."""
    root = Path(job.root)
    theme = load_theme(root, job.config).value
    made, about = ledger.get_meta("made"), ledger.get_meta("edition")
    stamps = dict(ledger.rows("SELECT owner, stamp FROM bodies"))
    files = OwnersFiles(lambda: map(file_of, ledger.get_meta("files")), job.config)
    catalog = load_catalog(ledger, _KeptBodies(bodies, stamps, files, lambda file: reader.read(file)[1]), job.config.source_dir)
    media, static = frozenset(about["media"]), frozenset(about["static"])
    pictures = {path: Original(*values) for path, values in about["pictures"].items()}
    edition = Edition(
        catalog,
        job.config,
        job.clock,
        media,
        static,
        pictures=pictures,
        assets=about["assets"],
        spoken=Languages(job.config.language, root / LOCALE),
    )
    desk = desk_of(edition, frozenset(ledger.get_meta("addresses")), stamps)
    desk.stamps.kept = ledger.get_meta("shown")
    site = site_view(desk.edition, relative=job.relative)
    times: dict[str, list[float]] | None = {} if made["timed"] else None
    return Producer(
        planner=desk.planner,
        stamps=desk.stamps,
        make_renderer=lambda: Renderer.of(
            theme,
            site,
            job.config.base_path,
            root=root,
            relative=job.relative,
            times=times,
            languages=edition.languages,
        ),
        writer=writer,
        known=_Known(ledger),
        damaged=frozenset(made["damaged"]),
        salts=made["salts"],
        settings=made["settings"],
        cards=Cards.of(root, job.config.images, Cabinet(root / STATE / PICTURES)),
        stamped=made["stamped"],
        timed=made["timed"],
    )


class _KeptBodies(StoredBodies):
    """Bodies of which all are kept that were read again."""

    def _read(self, owner: str, stamp: bytes) -> Body:
        if self.ledger is not None:
            put_bodies(self.ledger, self.read(self.files[owner]))
        return self._stored(owner, stamp) or StoredBodies._read(self, owner, stamp)


class _Known(Mapping[str, OutputRow]):
    """The outputs of the last build, each fetched when it is asked for."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def __getitem__(self, path: str) -> OutputRow:
        row = self._ledger.row("SELECT * FROM outputs WHERE path = ?", (path,))
        if row is None:
            raise KeyError(path)
        return OutputRow._make(row)

    def __iter__(self) -> Iterator[str]:
        return (row[0] for row in self._ledger.rows("SELECT path FROM outputs"))

    def __len__(self) -> int:
        return len(self._ledger.rows("SELECT path FROM outputs"))


@dataclass(slots=True)
class GuardedWriter:
    """Writes as long as the snapshot is there: a worker must not go on when its build has died and another one has begun."""

    writer: Writer
    path: Path

    def bring(self, path: str, data: bytes) -> Brought:
        """Bring one output to `data`."""
        if not self.path.exists():
            raise FileNotFoundError(2, "the build that this work is for has ended, or its folder is not shared", str(self.path))
        return self.writer.bring(path, data)

    def flush(self) -> None:
        """Wait until everything is written."""
        self.writer.flush()


def open_snapshot(job: Job) -> Ledger:
    """Open the snapshot of a job. Raises OSError where it is not to be seen."""
    if not job.snapshot.is_file():
        raise FileNotFoundError(
            2, "a worker does not see this file: is the folder shared, under the same path?", str(job.snapshot)
        )
    return open_scratch(job.snapshot)
