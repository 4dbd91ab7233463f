"""Publication: what a session decided is made, written and recorded.

The order is what makes a crash harmless: the output's own list names every path before it is written, and what the outputs hold
is recorded at the very end, in one transaction with everything else that this build has learnt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from zlib import crc32

from broadsheet.catalog.addresses import output_path
from broadsheet.codec import decode, encode
from broadsheet.config import Config
from broadsheet.engine.faulty import KEPT, last_published
from broadsheet.engine.fulltext import FullText, full_text
from broadsheet.engine.ledger import OutputRow, SubjectRow, paths_of
from broadsheet.engine.make import Made, Maker, States
from broadsheet.engine.moved import moved_pages
from broadsheet.engine.outputs import Outputs
from broadsheet.engine.provenance import inputs_of
from broadsheet.engine.publish import MARK, Publisher, digest_of
from broadsheet.engine.report import Report, stops
from broadsheet.engine.session import Session
from broadsheet.engine.store import Store, Writer
from broadsheet.engine.timelimit import undone
from broadsheet.engine.work import FILES, FULL_TEXT, Work, name_of, renderer_of
from broadsheet.engine.workers import Crew, batches_of
from broadsheet.pages.aging import next_turn
from broadsheet.pages.manifest import MANIFEST, SUMS, Digests, texts_of
from broadsheet.pages.page import WITHHELD
from broadsheet.pages.plan import media_copies, path_of, static_copies, variant_copies
from broadsheet.pages.replies import next_closing
from broadsheet.pages.sitemap import news_until
from broadsheet.pages.subjects import GATHERING, Subject
from broadsheet.pictures.original import CLEANING
from broadsheet.problems import Problem, Span, in_order
from broadsheet.sources import Identity, Sources

PICTURE = "picture"  # the kind of an output that is a copy of a picture
_MAKE_ENOUGH = 120  # subjects that are worth a second process
_BATCH = 50
_NOTHING = SubjectRow.of(())
_PARTS = 512  # of the ledger, in which subjects are


@dataclass(slots=True)
class Publication:
    """Does a session's work. `rows` are what the ledger will know of subjects, `states` of the outputs that were brought."""

    session: Session
    work: Work
    copies: dict[str, CopiedFile] = field(default_factory=dict)
    texts: FullText = field(default_factory=FullText)
    told: list[Problem] = field(default_factory=list)  # what is wrong with the files that are copied
    rows: dict[str, SubjectRow] = field(default_factory=dict)
    states: States = field(default_factory=dict)
    origins: dict[str, bytes] = field(default_factory=dict)  # digests of the files that were copied now
    changed: set[str] = field(default_factory=set)  # names of the subjects of which the ledger knows something else
    rendered: int = 0
    written: int = 0
    failed: bool = False

    def run(self) -> Report:
        """Publish, unless something foreign is in the way. Raises OSError when the machine fails."""
        session, work = self.session, self.work
        outputs, ledger = session.outputs, session.ledger
        assert ledger is not None
        self.copies = dict(self._copies())
        self.texts = full_text(session, work, work.rows.get(FULL_TEXT))
        publisher = Publisher(session.store)
        made = {path for subject in work.dirty for path in work.assembly.paths[subject]}
        planned = self._planned(made)
        owned = set(outputs.places) - {MARK}
        if MARK not in outputs or not session.last.get("clean"):  # of a page that could not be made only the list may know
            owned.update(publisher.listed())
        session.problems += publisher.check(made | (planned - owned) | (planned & outputs.damaged), planned, owned)
        self._vet()
        session.problems += self.told
        if stops(session.problems, session.options):
            return session.refuse()
        gone = sorted(owned - planned)
        empty = not owned and not session.store.has_entries()
        work.assembly.paths.clear()  # before there are several processes
        del made
        rearranged = planned != owned
        listed = MARK in outputs and not rearranged
        publisher.begin(planned, owned, listed=listed)
        session.lap("begin")
        with undone(lambda: None if owned else publisher.finish(sorted(planned), ())), ledger.transaction():
            session.readings.store()
            self.rows = {name: row for name, row in work.rows.items() if name not in work.removed}
            for name in work.left & self.rows.keys():
                self._put(name, self.rows[name]._replace(stamp=b""))  # the next build asks again
            maker = self._make(session.store.writer(empty=empty))
            now = outputs.amended(self.states, set(outputs.places) - planned - {MARK})
            last = self._sum_up(maker, now)
            publisher.finish(gone, planned)
            now = now.amended(last if listed else {**last, MARK: publisher.mark()}, ())
            session.lap("make and write")
            kinds = self._kinds()
            self._record(now, kinds)
        session.pictures.prune()
        session.lap("record")
        if not owned and not empty:
            session.problems += _leftovers(session.store, planned)
        files = len(now) - 1
        return Report(
            problems=in_order((*session.problems, *session.set_aside)),
            left=tuple(sorted(session.faulty)),
            moved=tuple(moved_pages(work)),
            published=True,
            output=session.folder,
            kinds=kinds,
            held=Counter(work.assembly.edition.catalog.held.values()),
            files=files,
            changed=tuple(session.readings.changed),
            rendered=self.rendered,
            written=self.written,
            unchanged=files - self.written,
            removed=publisher.removed,
            rearranged=rearranged,
            profile=session.profile,
            ways=tuple(sorted(session.ways)),
        )

    def _planned(self, made: set[str]) -> set[str]:
        """Return every path that will be published."""
        kept = self.work.paths - paths_of(self.work.planned())
        gathered = (path for kind in GATHERING for path in self.work.assembly.paths[(kind, "")])
        return kept.union(made, gathered, self.copies, self.texts.paths)

    def _make(self, writer: Writer) -> Maker:
        session, work = self.session, self.work
        dirty = [subject for subject in work.dirty if subject[0] not in GATHERING]
        maker = Maker(
            work=work,
            make_renderer=partial(renderer_of, session, work.assembly),
            writer=writer,
            states=session.outputs,
            cards=session.cards,
            timed=session.options.profile,
        )
        crew = session.crew(len(dirty), _MAKE_ENOUGH)
        session.reporter.stage("publishing", len(dirty))
        if session.profile:
            session.profile.workers = max(session.profile.workers, crew.size)
        if crew.size > 1 and not crew.distant:
            self._make_common(maker)
        with self._described(crew):
            for result in crew.work("make", maker.make_all, batches_of(dirty, crew.size, _BATCH)):
                for subject, values in result:
                    self._note(tuple(subject), Made.of(values))
                    session.reporter.step()
        self._gather(maker)
        self._copy(maker.writer)
        maker.writer.flush()
        return maker

    def _described(self, crew: Crew) -> AbstractContextManager[None]:
        """Write down what distant workers must know, for the length of a block."""
        if not crew.distant:
            return nullcontext()
        from broadsheet.engine.distant import Pooled, snapshot  # here: most builds have none

        assert isinstance(crew, Pooled)
        return snapshot(crew, self.session.readings, self.work, self.session.outputs)

    def _make_common(self, maker: Maker) -> None:
        """Make what every process would make for itself, before there are several: they share it."""
        edition = self.work.assembly.edition
        maker.prepare()
        if edition.has("linked-names"):
            self.work.assembly.planner.bodies.names()
        if edition.has("search"):
            bool(edition.index)
        self.work.assembly.stamps.prepare()

    def _note(self, subject: Subject, made: Made) -> None:
        name = name_of(subject)
        self.rows[name] = made.row
        self.changed.add(name)
        self.states.update(made.states)
        self.session.problems += made.problems
        self.rendered += made.rendered
        self.written += made.written
        self.failed = self.failed or made.failed
        if self.session.profile:
            self.session.profile.note(*subject, made.seconds, made.spent)

    def _gather(self, maker: Maker) -> None:
        """Make what gathers what the others left, where one of them left something else: the tables, then the site maps."""
        edition = self.work.assembly.edition
        if self._leaves_something_else("tables", "line"):
            edition.lines = {name: row.line for name, row in self.rows.items() if row.line}
            self._make_gathering(maker, "tables")
        if self._leaves_something_else("sitemap", "addresses"):
            lines = (line for row in self.rows.values() if row.addresses for line in row.addresses.split("\n"))
            edition.addresses = sorted([(permalink, date) for permalink, _, date in (line.partition("\t") for line in lines)])
            self._make_gathering(maker, "sitemap")

    def _leaves_something_else(self, kind: str, what: str) -> bool:
        """Say whether what gathers something of all subjects must be made, because one of them leaves something else."""
        work = self.work
        if (kind, "") in work.dirty or not self.session.last.get("clean"):
            return True
        names = {*self.changed, *work.removed} - {FILES}
        known = ((work.rows.get(name, _NOTHING), self.rows.get(name, _NOTHING)) for name in names)
        return any(getattr(before, what) != getattr(now, what) for before, now in known)

    def _make_gathering(self, maker: Maker, kind: str, stamp: bytes = b"") -> States:
        subject: Subject = (kind, "")
        made = maker.make(subject)
        self._note(subject, made._replace(row=made.row._replace(stamp=stamp, why=made.row.why or "changed: a line of it")))
        return made.states

    def _sum_up(self, maker: Maker, outputs: Outputs) -> States:
        """Make the manifest of all other outputs and their sources; return its states."""
        edition, planner = self.work.assembly.edition, self.work.assembly.planner
        if not edition.has("manifest"):
            return {}
        inputs: Digests = ((), b"")
        if edition.has("provenance"):
            inputs = inputs_of(self.session, edition, planner.templates(), self.rows[FILES].rows)
        edition.manifest = texts_of(edition.config.base_url, outputs.digests_but({MARK, MANIFEST, SUMS}), inputs)
        stamp = digest_of(edition.manifest[0])
        before = self.work.rows.get("manifest:")
        if before and before.stamp == stamp and ("manifest", "") not in self.work.dirty:
            return {}
        states = self._make_gathering(maker, "manifest", stamp)
        maker.writer.flush()
        return states

    def _copies(self) -> Iterator[tuple[str, CopiedFile]]:
        """Yield the files that are published as they are, those of the theme, and the copies of pictures, by their paths."""
        session, edition = self.session, self.work.assembly.edition
        marks = {**session.inputs.media, **session.inputs.static}
        for copy in (*static_copies(edition), *media_copies(edition, self.work.assembly.resolver.media)):
            source = copy.source
            yield (
                path_of(copy),
                CopiedFile("file", source, mark_of(marks[source], session.config), partial(self._published, source)),
            )
        for path, (source, variant) in variant_copies(edition).items():
            yield path, CopiedFile(PICTURE, source, variant.name.encode(), partial(session.pictures.copy, source, variant))
        for asset in session.theme.assets:
            yield output_path(asset.permalink), CopiedFile("file", "", b"asset", lambda data=asset.data: data)  # type: ignore[misc]

    def _copy(self, writer: Writer) -> None:
        """Publish the files that are published as they are."""
        work = self.work
        known = {each.path: each for name in (FILES, FULL_TEXT) for each in work.rows.get(name, _NOTHING).rows}
        rows = []
        for path, copy in self.copies.items():
            before = known.get(path)
            if before and copy.mark and before.mark == copy.mark and path in self.session.outputs:
                rows.append(before)
            else:
                rows.append(self._bring(writer, path, copy.read(), copy))
        self._put(FILES, SubjectRow.of(rows))
        if self.texts.files:
            made = [self._bring(writer, path, data, CopiedFile("data")) for path, data in self.texts.files.items()]
            self._put(FULL_TEXT, SubjectRow.of(made, self.texts.digest))
        elif not self.texts.kept and FULL_TEXT in self.rows:
            del self.rows[FULL_TEXT]
            self.changed.add(FULL_TEXT)

    def _put(self, name: str, row: SubjectRow) -> None:
        if self.rows.get(name) != row:
            self.rows[name] = row
            self.changed.add(name)

    def _bring(self, writer: Writer, path: str, data: bytes, copy: CopiedFile) -> OutputRow:
        digest = digest_of(data)
        left = self.session.outputs.get(path)
        if left is None or left[0] != digest:
            written, state = writer.bring(path, data)
            self.written += written
            self.states[path] = (digest, state)
        return OutputRow(path, copy.kind, copy.source, "/" + path, "", copy.mark, self.origins.get(copy.source, b""))

    def _published(self, source: str) -> bytes:
        from broadsheet.engine.vetting import published  # here: few builds copy a file

        data = Sources.of(self.session.root, self.session.config).read(source)
        self.origins[source] = digest_of(data)
        return published(self.session.config, source, data)

    def _vet(self) -> None:
        """Look at the files that are copied, where they are not the ones that were vetted at the last time."""
        session, fresh = self.session, set(self._fresh_copies())
        copied = {copy.source for copy in self.copies.values()}
        kept = [decode(Problem, each) for each in session.last.get("told", ())]
        self.told = [each for each in kept if each.span and each.span.path in copied - fresh]
        if fresh:
            from broadsheet.engine.vetting import vet  # here: as above

            self.told += vet(session.root, session.config, sorted(fresh))

    def _fresh_copies(self) -> list[str]:
        """Return the files that are copied and are not the ones that were vetted at the last time."""
        known = {each.path: each.mark for each in self.work.rows.get(FILES, _NOTHING).rows}
        copies = ((path, copy) for path, copy in self.copies.items() if copy.kind == "file" and copy.source)
        return [copy.source for path, copy in copies if known.get(path) != copy.mark]

    def _kinds(self) -> dict[str, int]:
        """Return how many outputs there are of each kind: as many as there were, and what is different."""
        known, names = self.session.last.get("kinds"), {*self.changed, *self.work.removed}
        if not (known and self.work.rows):
            return dict(sorted(_kinds_of(self.rows.values()).items()))
        now, before = (_kinds_of(rows[name] for name in names if name in rows) for rows in (self.rows, self.work.rows))
        return dict(sorted((Counter(known) + now - before).items()))

    def _record(self, outputs: Outputs, kinds: Mapping[str, int]) -> None:
        """Take note of all that this build has learnt."""
        session, work, ledger = self.session, self.work, self.session.ledger
        assert ledger is not None
        assembly = work.assembly
        edition, catalog = assembly.edition, assembly.edition.catalog
        kept = last_published(session.readings, ledger)
        ledger.put(KEPT, {path: kept.get(path, ()) for path in session.faulty})
        turn = next_turn(session.options.clock) if edition.has("age-notice") else ""
        until = [instant for instant in (catalog.until, news_until(edition), next_closing(edition), turn) if instant]
        checked = assembly.checked
        problems = {owner: [encode(each) for each in found] for owner, found in checked.problems.items()}
        self._record_subjects()
        ledger.put("outputs", outputs.plain())
        ledger.put("pictures", session.pictures.plain())
        ledger.put("links", (checked.links, problems))
        ledger.put("shown", assembly.stamps.kept)
        if work.said is None:
            ledger.put("catalog", (catalog.plain(), list(map(encode, assembly.told))))
        if session.last.get("linked") != work.salts["linked"]:
            ledger.put("linked", assembly.planner.bodies.pairs())
        build = {
            **session.salts,
            **work.salts,
            "closures": session.closures,
            "clean": not self.failed and not session.faulty and not session.unpictured,
            "clock": session.options.clock,
            "asked": (session.options.base_url, session.options.relative, session.options.drafts),
            "until": min(until, default=""),
            "kinds": kinds,
            "held": dict(Counter(catalog.held.values())),
            "files": len(outputs) - 1,
            "problems": [encode(problem) for problem in (*assembly.problems, *self.told)],
            "told": [encode(problem) for problem in self.told],
        }
        ledger.put("build", build)

    def _record_subjects(self) -> None:
        """Put down what is known of subjects now, in parts of which most are as they were."""
        ledger = self.session.ledger
        assert ledger is not None
        if self.session.options.full:
            ledger.empty("subjects:")  # nobody has looked at what it knew
        dirty = {_part_of(name) for name in (*self.changed, *self.work.removed)}
        parts: dict[str, dict[str, tuple[object, ...]]] = {part: {} for part in dirty}
        for name, row in self.rows.items():
            part = _part_of(name)
            if part in parts:
                parts[part][name] = tuple(row)
        for part, rows in sorted(parts.items()):
            ledger.put(part, rows)


@dataclass(frozen=True, slots=True)
class CopiedFile:
    """A file that is published as it is. `mark` stands for its bytes; empty where these decide."""

    kind: str
    source: str = ""
    mark: bytes = b""
    read: Callable[[], bytes] = bytes


def mark_of(identity: Identity, config: Config) -> bytes:
    """Return what stands for the bytes of a file that is published as it is, or cleaned, once it was vetted."""
    return repr((identity, config.images.metadata, config.media, config.static.active, CLEANING)).encode()


def _part_of(name: str) -> str:
    """Return the part of the ledger that a subject is in."""
    return f"subjects:{crc32(name.encode('utf-8', 'surrogatepass')) % _PARTS:03d}"


def _kinds_of(rows: Iterable[SubjectRow]) -> Counter[str]:
    return Counter([each.kind.removeprefix(WITHHELD) for row in rows for each in row.rows])


def _leftovers(store: Store, paths: set[str]) -> list[Problem]:
    """Report, once, files that were in the folder before the first build that the ledger knows of."""
    found = [path for path in store.shown() if path not in paths]
    if not found:
        return []
    shown = ", ".join(f"`{path}`" for path in found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    hint = "remove them by hand if an earlier build left them"
    return [Problem("leftover-output", f"no build owns {shown}", Span(store.name), hint)]
