"""Publication: what a session decided is made, written and recorded.

The order is what makes a crash harmless: paths are claimed, then written, and what they hold is recorded at the very end, in one
transaction with everything else that this build has learnt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from broadsheet.build.fulltext import SUBJECT, FullText, full_text
from broadsheet.build.produce import Made, Produced, Producer
from broadsheet.build.publish import digest_of
from broadsheet.build.report import Report, stops
from broadsheet.build.session import DAMAGED, TEMPLATE, Session, mark_of
from broadsheet.build.store import Publisher
from broadsheet.build.stored import StoredShards, store_catalog, store_facts, store_lists, store_shards, story_row
from broadsheet.build.tables import Lines
from broadsheet.build.vetting import published, vet
from broadsheet.build.work import Work
from broadsheet.build.workers import Beside, Crew, batches_of, may_have_help
from broadsheet.catalog.addresses import output_path
from broadsheet.catalog.pieces import Names, Pairs
from broadsheet.codec import encode
from broadsheet.pages.aging import next_turn
from broadsheet.pages.plan import media_copies, path_of, static_copies, variant_copies
from broadsheet.pages.replies import next_closing
from broadsheet.pages.sitemap import news_until
from broadsheet.pages.subjects import GATHERING, SEARCHED, Subject
from broadsheet.pictures.variants import FOLDER, Variant
from broadsheet.problems import Problem, Span, in_order
from broadsheet.sources import Sources

PICTURE = "picture"  # the kind of an output that is a copy of a picture
_MAKE_ENOUGH = 120  # subjects that are worth a second process
_BATCH = 100
_TABLES: Subject = ("tables", "")
_SITEMAP: Subject = ("sitemap", "")


@dataclass(slots=True)
class Publication:
    """Does a session's work. `kept`: the outputs that are left as they are; `made` counts what was done to the others."""

    session: Session
    work: Work
    copies: dict[str, str] = field(init=False)  # output path -> source
    variants: dict[str, tuple[str, Variant]] = field(init=False)  # output path -> source, which copy of it
    planned: Collection[str] = field(init=False)  # what is made or looked at; in a whole publication also what is left as it is
    texts: FullText = field(default_factory=FullText)
    files: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    failed: bool = False
    lines: Lines = field(default_factory=Lines)
    _ahead: Lines = field(default_factory=Lines)  # the same, of what was going to be produced
    empty: bool = False  # there was nothing in the output folder
    _produced: set[str] = field(default_factory=lambda: {"file:"})  # names of the subjects whose outputs were looked at

    def run(self) -> Report:
        """Publish, unless something foreign is in the way. Raises OSError when the machine fails."""
        session, outputs = self.session, self.session.outputs
        self.texts = full_text(self.work.desk, session.ledger, outputs, session.salts["made"])
        before = self._scope_whole() if self.work.compiled else self._scope_some()
        publisher = session.store.publisher(outputs)
        fresh = [path for path in self.planned if path not in outputs]
        worn = [path for path in outputs.damaged if path in self.planned]
        # What may be written is looked at, and the folders on the way to it: one may have become a link since it was made.
        session.problems += publisher.check({*fresh, *worn, *self.work.paths}, self.planned)
        session.problems += vet(session.root, session.config, self._fresh_copies())
        if stops(session.problems, session.options):
            return session.refuse()
        gone = sorted(path for path in before if path not in self.planned)
        self.files = len(outputs) + len(fresh) - len(gone)
        self.empty = not outputs and not session.store.has_entries()
        first = not outputs and not self.empty
        rearranged = bool(fresh or gone or first)
        if fresh:
            session.ledger.claim(sorted(fresh))
        publisher.begin(fresh if gone else (), gone)
        del fresh[:], worn[:]
        if not first:
            self.planned = self.work.paths = ()
        session.lap("begin")
        with session.ledger.transaction():
            self._make()
            publisher.finish(gone)
            session.lap("make and write")
            self._record(gone)
        session.album.prune()
        session.lap("record")
        if first:
            session.problems += _leftovers(publisher, self.planned, session.store.name)
        return Report(
            problems=in_order(session.problems),
            published=True,
            output=session.folder,
            kinds={kind: number for kind, number in sorted(self.kinds.items()) if number},
            files=self.files,
            read=len(session.readings.changed),
            rendered=self.counts["rendered"],
            written=self.counts["written"],
            unchanged=self.files - self.counts["written"],
            removed=publisher.removed,
            rearranged=rearranged,
            profile=session.profile,
        )

    def _scope_whole(self) -> set[str]:
        """Find out what the whole edition consists of; return the paths of the last one."""
        session, edition = self.session, self.work.desk.edition
        copies = (*static_copies(edition), *media_copies(edition, self.work.desk.resolver.media))
        self.copies = {path_of(copy): copy.source for copy in copies}
        self.variants = variant_copies(edition)
        assets = {output_path(asset.permalink) for asset in session.theme.assets}
        kept = {path: row.kind for path, row in session.kept(self.work).items() if row.subject not in ("file:", SUBJECT)}
        self.kinds.update(kept.values())
        self.kinds.update({"data": len(self.texts.kept)})
        planned = (*kept, *self.work.paths, *self.copies, *self.variants, *assets, *self.texts.paths)
        self.planned = Names(dict.fromkeys(planned))
        return set(session.outputs.rows)

    def _scope_some(self) -> set[str]:
        """Find out what of the edition is made or looked at again; return those of its paths that the last one has."""
        session = self.session
        rows = session.ledger.rows("SELECT path, template, kind FROM outputs WHERE subject = 'file:'")
        self.copies = {path: source for path, source, kind in rows if source and kind == "file"}
        self.variants = self._worn_variants(rows)
        names = [f"{subject[0]}:{subject[1]}" for subject in self.work.dirty]
        names += [SUBJECT] if self.texts.files else []
        before = {path for name in names for path in session.outputs.of_subject(name)}
        self.kinds.update(session.last["kinds"])
        self.kinds.subtract(session.outputs[path].kind for path in before)
        self.kinds.subtract({"file": sum(kind == "file" for _, _, kind in rows), PICTURE: len(self.variants)})
        self.planned = {*self.work.paths, *(row[0] for row in rows), *self.texts.files}
        return before

    def _worn_variants(self, rows: list[tuple[Any, ...]]) -> dict[str, tuple[str, Variant]]:
        """Return the copies of pictures that are not as they were left."""
        session = self.session
        worn = {path: source for path, source, kind in rows if kind == PICTURE and path in session.outputs.damaged}
        found = {}
        for path, source in worn.items():
            for variant in session.album.variants(session.album[source]) if source in session.album else ():
                if output_path(FOLDER + variant.name) == path:
                    found[path] = (source, variant)
        return found

    def _make(self) -> None:
        session, work = self.session, self.work
        producer = self._producer()
        chosen = Pairs(subject for subject in work.dirty if subject[0] not in (*GATHERING, SEARCHED))
        crew = session.crew(len(chosen), _MAKE_ENOUGH)
        producer.helped = self._may_have_help(crew)
        beside = self._begin_gathering(producer) if producer.helped else None
        session.reporter.stage("publishing", len(chosen))
        if session.profile:
            session.profile.workers = max(session.profile.workers, crew.size)
        batches = batches_of(chosen, crew.size, _BATCH)
        if crew.size > 1 and not crew.distant:
            self._make_common(len(chosen))
        with self._described(crew, producer):
            for number, result in enumerate(crew.work("produce", producer.produce_all, batches)):
                if number == 0:
                    self._make_beside(producer)  # now, while the workers are at work
                self._note_all([Produced.of(values) for values in result])
            if not batches:
                self._make_beside(producer)
        there = {each.subject: each for each in map(Produced.of, (beside and beside.found()) or ())}
        if self.lines.changed != self._ahead.changed:
            there.pop(_TABLES, None)
        for subject in self._gathering():
            if subject == _TABLES and subject not in there:
                self._take_tables(self.lines)
            self._note_all([there.get(subject) or producer.produce(subject)])
        self._copy(producer)
        producer.writer.flush()

    def _may_have_help(self, crew: Crew) -> bool:
        """Say whether some of the work of a small build may be done beside it."""
        session = self.session
        small = crew.size == 1 and not crew.distant and session.options.workers != 1
        return small and session.store.shared and not session.profile and may_have_help()

    def _begin_gathering(self, producer: Producer) -> Beside | None:
        """Have another process produce what gathers what others leave, as far as it can be told before what they will leave."""
        session, work = self.session, self.work
        if work.compiled:
            return None
        if work.desk.edition.has("tables"):
            self._ahead = Lines.ahead(work.desk.planner, session.ledger, work.dirty)
        subjects = [_TABLES] if self._ahead and not self._ahead.many else []
        subjects += [_SITEMAP] if _SITEMAP in work.dirty and work.desk.edition.few_addresses else []
        if not subjects:
            return None

        def produce() -> list[tuple[Any, ...]]:
            self._take_tables(self._ahead)
            produced = [producer.produce(subject).plain() for subject in subjects]
            producer.writer.flush()
            return produced

        return Beside(produce)

    def _take_tables(self, lines: Lines) -> None:
        """Give the edition what its tables are made from."""
        session, edition = self.session, self.work.desk.edition
        edition.tables = {} if self.work.compiled else lines.amended(edition.catalog, session.outputs, session.store)
        edition.lines = cache(lambda: dict(session.ledger.rows("SELECT name, line FROM subjects WHERE line != ''")))

    def _make_beside(self, producer: Producer) -> None:
        """Store what was compiled, and make what is made of that as a whole."""
        if self.work.compiled:
            self._store_edition()
        self._note_all([producer.produce(subject) for subject in self.work.dirty if subject[0] == SEARCHED])

    def _make_common(self, subjects: int) -> None:
        """Make what every process would make for itself, before there are several: they share it."""
        desk = self.work.desk
        if subjects < len(desk.edition.catalog.stories):
            return
        if desk.edition.has("linked-names"):
            desk.planner.bodies.names()
        desk.edition.reads.clear()

    def _described(self, crew: Crew, producer: Producer) -> AbstractContextManager[None]:
        """Write down what distant workers must know, for the length of a block."""
        session = self.session
        if not crew.distant or session.job is None:
            return nullcontext()
        from broadsheet.build.snapshot import snapshot

        return snapshot(session.job, self.work, producer, session.inputs.texts)

    def _producer(self) -> Producer:
        session, desk = self.session, self.work.desk
        return Producer(
            planner=desk.planner,
            stamps=desk.stamps,
            make_renderer=lambda: session.renderer(desk),
            writer=session.store.writer(empty=self.empty),
            known=session.outputs,
            damaged=session.outputs.damaged,
            salts=session.template_salts(desk),
            settings=session.salts["made"],
            cards=session.cards,
            stamped=self.work.compiled,
            timed=session.options.profile,
        )

    def _note_all(self, batch: list[Produced]) -> None:
        """Record several subjects that were produced."""
        ledger = self.session.ledger
        subjects: list[tuple[Any, ...]] = []
        for produced in batch:
            name = f"{produced.subject[0]}:{produced.subject[1]}"
            if self.session.outputs.moved:
                self._produced.add(name)
            known = None if ledger.fresh else ledger.row("SELECT line, why, stamp FROM subjects WHERE name = ?", (name,))
            subjects.append(self._subject_row(name, produced, known or ("", "", b"")))
            self.lines.note(name, known[0] if known else "", produced.line)
            self._count(produced.outputs)
            self.session.reporter.step()
        ledger.put("subjects", subjects)
        ledger.put("outputs", [made.row for produced in batch for made in produced.outputs])

    def _subject_row(self, name: str, produced: Produced, known: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return what the ledger is to know of a subject; `known` are its line, its reason and its stamp until now."""
        session, work = self.session, self.work
        session.problems += produced.problems
        if session.profile:
            session.profile.note(*produced.subject, produced.seconds, produced.spent)
        failed = any(made.failed for made in produced.outputs)
        self.failed = self.failed or failed
        _, why, stamp = known
        cause = work.causes.get(produced.subject, why)
        if not why or any(made.rendered for made in produced.outputs):
            why = cause
        # Without a catalog that was compiled the stamp of a list is not known: the next one that is compiled looks at it again.
        if produced.stamp or failed or (not work.compiled and cause not in (DAMAGED, TEMPLATE)):
            stamp = b"" if failed else produced.stamp
        return (name, stamp, "\n".join(produced.reads), produced.line, why)

    def _count(self, outputs: Iterable[Made]) -> None:
        for made in outputs:
            self.counts["rendered"] += made.rendered
            self.counts["written"] += made.written
            self.kinds[made.row.kind] += 1

    def _gathering(self) -> Iterator[Subject]:
        """Yield the subjects that gather what the others left, where that differs."""
        work = self.work
        if work.desk.edition.has("tables") and (self.lines or _TABLES in work.dirty):
            work.causes.setdefault(_TABLES, "changed: a line of it")
            yield _TABLES
        if _SITEMAP in work.dirty:
            yield _SITEMAP

    def _copy(self, producer: Producer) -> None:
        """Publish the files that are published as they are, and those of the theme."""
        session = self.session
        marks = {**session.inputs.media, **session.inputs.static}
        made = [
            producer.copy(path, source, mark_of(marks[source], session.config), partial(self._published, source))
            for path, source in self.copies.items()
        ]
        for path, (source, variant) in self.variants.items():
            copy = partial(session.album.copy, source, variant)
            made.append(producer.copy(path, source, b"copy", copy, kind=PICTURE))
        for asset in session.theme.assets:
            data = asset.data
            made.append(producer.copy(output_path(asset.permalink), "", b"asset", lambda data=data: data))  # type: ignore[misc]
        for path, data in self.texts.files.items():
            made.append(producer.copy(path, "", digest_of(data), lambda data=data: data, kind="data", subject=SUBJECT))  # type: ignore[misc]
        session.ledger.put("outputs", (each.row for each in made))
        self._count(made)

    def _published(self, source: str) -> bytes:
        return published(self.session.config, source, Sources.of(self.session.root, self.session.config).read(source))

    def _fresh_copies(self) -> list[str]:
        """Return the files that are copied and are not the ones that were vetted at the last time."""
        session = self.session
        marks = {**session.inputs.media, **session.inputs.static}
        known = {path: session.outputs[path].fingerprint for path in self.copies if path in session.outputs}
        return [source for path, source in self.copies.items() if known.get(path) != mark_of(marks[source], session.config)]

    def _store_edition(self) -> None:
        """Take note of what was read and compiled."""
        work, ledger = self.work, self.session.ledger
        self.session.readings.store(ledger)
        self.session.album.store(ledger)
        ledger.take("subjects", [(name,) for name in work.removed], "name")
        store_catalog(ledger, work.desk.edition.catalog)
        self._store_facts(grown=True)
        checked = work.desk.checked
        ledger.put_meta(links=dict(checked.links), linked_media=tuple(sorted(checked.media)))
        ledger.put_meta(link_problems=tuple(map(encode, checked.problems)), linked=tuple(work.desk.planner.bodies.pairs()))
        ledger.put_meta(problems=tuple(map(encode, work.desk.problems)))
        store_shards(ledger, work.desk.edition.shards if work.desk.edition.has("search") else {}, whole=True)

    def _store_facts(self, *, grown: bool) -> None:
        desk, ledger = self.work.desk, self.session.ledger
        store_facts(ledger, desk.edition.catalog, grown=grown)
        ledger.put_meta(shown=desk.stamps.kept_stamps())

    def _record(self, gone: list[str]) -> None:
        """Take note of all that this build has learnt."""
        session, work, ledger = self.session, self.work, self.session.ledger
        catalog = work.desk.edition.catalog
        ledger.take("outputs", [(path,) for path in gone], "path")
        untouched = (row for row in session.outputs.moved_rows() if row.subject not in self._produced)
        ledger.put("outputs", list(untouched))
        if not work.compiled:
            session.readings.store(ledger)
            session.album.store(ledger)
            edited = (catalog.by_id(key) for kind, key in work.dirty if kind == "story")
            changed = {filed.id: filed for filed in (*edited, *work.amended) if filed}
            ledger.put("stories", list(map(story_row, changed.values())))
            store_lists(ledger, work.lists)
            shards = work.desk.edition.shards
            assert isinstance(shards, StoredShards)
            store_shards(ledger, shards.changed, whole=False)
            if work.amended:
                self._store_facts(grown=bool(work.lists))
        turn = next_turn(session.options.clock) if work.desk.edition.has("age-notice") else ""
        edition = work.desk.edition
        ledger.put_meta(fulltext=self.texts.digest)
        until = [instant for instant in (catalog.until, news_until(edition), next_closing(edition), turn) if instant]
        ledger.put_meta(
            build={
                **session.salts,
                "clean": not self.failed,
                "clock": session.options.clock,
                "asked": (session.options.base_url, session.options.relative, session.options.drafts),
                "until": min(until, default=""),
                "closures": session.closures,
                "references": session.templates.references,
                "site": session.site_digest(work.desk),
                "kinds": {kind: number for kind, number in sorted(self.kinds.items()) if number},
            }
        )


def _leftovers(publisher: Publisher, paths: Iterable[str], place: str) -> list[Problem]:
    """Report, once, files that were in the folder before the first build that the ledger knows of."""
    found = publisher.leftovers(dict.fromkeys(paths))
    if not found:
        return []
    shown = ", ".join(f"`{path}`" for path in found[:3]) + (f" and {len(found) - 3} more" if len(found) > 3 else "")
    hint = "remove them by hand if an earlier build left them"
    return [Problem("leftover-output", f"no build owns {shown}", Span(place), hint)]
