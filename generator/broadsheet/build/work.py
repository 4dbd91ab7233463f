"""Work: what a build must do, found out by comparing what there is with what the ledger knows.

This is the part of a session that takes most of the program; a build that finds nothing to do never gets here.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from broadsheet.build.album import ENOUGH
from broadsheet.build.amend import amend
from broadsheet.build.desk import Desk, check_everything, check_links_and_pictures, compiled_desk, lay_aside, stored_desk
from broadsheet.build.ledger import OutputRow
from broadsheet.build.outputs import folders_above
from broadsheet.build.session import DAMAGED, TEMPLATE, Session
from broadsheet.catalog.addresses import AddressBook, comparison_form
from broadsheet.catalog.catalog import Catalog, ListKey
from broadsheet.catalog.filed import FiledStory
from broadsheet.catalog.pieces import Names, Pairs
from broadsheet.catalog.records import Record
from broadsheet.codec import decode
from broadsheet.pages.bodies import first_word
from broadsheet.pages.booklet import booklets_of
from broadsheet.pages.plan import Checked, Survey, is_anchored, shown_pictures
from broadsheet.pages.sitemap import ADDRESSES_MAX, UNLISTED, is_listed
from broadsheet.pages.stamps import changes
from broadsheet.pages.subjects import Subject, subjects
from broadsheet.problems import Problem, Span

_WORDS_SOUGHT = 40  # more names than this that are linked otherwise: every body is looked at


@dataclass(slots=True)
class Work:
    """What a build has found out that it must do: to produce the `dirty` subjects. `planned`: output path -> one of them."""

    desk: Desk
    dirty: Sequence[Subject]
    planned: dict[str, str] = field(default_factory=dict)
    paths: Collection[str] = ()  # those that are planned, once everything was looked at
    removed: list[str] = field(default_factory=list)  # names of subjects that are no more
    stamps: dict[Subject, bytes] = field(default_factory=dict)
    causes: Causes = field(default_factory=lambda: Causes())  # why each of them is dirty, in words
    compiled: bool = False
    contested: bool = False  # two of the subjects that are produced claim one path
    amended: list[FiledStory] = field(default_factory=list)  # of a catalog that was not compiled: stories with other values
    lists: dict[ListKey, tuple[int, ...]] = field(default_factory=dict)  # and lists that grew


class Causes(MutableMapping[Subject, str]):
    """Why subjects are produced, by them. There may be as many as the archive has stories."""

    def __init__(self, causes: Mapping[Subject, str] | None = None) -> None:
        self._few = dict(causes or {})
        self._aside = Pairs()
        self._why: list[str] = []
        self._numbers = array("H")  # of the causes of those that were laid aside

    def lay_aside(self) -> Sequence[Subject]:
        """Hold all in one piece, and return the subjects."""
        why = {cause: number for number, cause in enumerate(dict.fromkeys(self._few.values()))}
        self._aside = Pairs(self._few)
        self._numbers.extend(map(why.__getitem__, self._few.values()))
        self._why = list(why)
        self._few = {}
        return self._aside

    def __getitem__(self, subject: Subject) -> str:
        found = self._few.get(subject)
        if found is None:
            place = self._aside.find(subject)
            if place is None:
                raise KeyError(subject)
            found = self._why[self._numbers[place]]
        return found

    def __setitem__(self, subject: Subject, cause: str) -> None:
        self._few[subject] = cause

    def __delitem__(self, subject: Subject) -> None:
        del self._few[subject]

    def __iter__(self) -> Iterator[Subject]:
        yield from self._few
        yield from (subject for subject in self._aside if subject not in self._few)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class Decision:
    """Finds out what a session must do."""

    session: Session

    def light(self, dirty: dict[Subject, str], problems: list[Problem], templates: set[str]) -> Work | None:
        """Return what is to be done where nothing changed but stories by themselves, `templates` and files; None: more than that.

        `dirty` are subjects whose outputs are damaged or have another template, `problems` those of the content.
        """
        session = self.session
        readings = session.readings
        stories = readings.changed_bodies()
        desk = stored_desk(
            session.root, session.config, session.options, session.inputs, stories, session.theme, session.ledger, session.outputs
        )
        desk.problems = problems
        desk.edition.pictures = session.album
        desk.stamps.links = session.ledger.get_meta("links")
        work = Work(desk, [], causes=Causes(dirty))
        if not readings.only_bodies:
            amendment = amend(desk.edition.catalog, desk.edition, readings)
            if amendment is None:
                return None
            work.amended, work.lists = amendment.stories, amendment.lists
            for amended in amendment.stories:
                desk.stamps.renew(amended)
            work.causes.update(amendment.causes)
        anchored = self._take_bodies(work, stories)
        work.dirty = list(work.causes)
        self._plan(work)
        work.paths = work.planned
        if anchored or self._collides(work):
            return None
        session.problems += problems
        if templates:
            session.problems += session.renderer(desk).check(desk.planner.templates())
        session.lap("plan")
        return work

    def _take_bodies(self, work: Work, stories: Iterable[Record]) -> bool:
        """Take note of what shows the bodies of stories; say whether a link leads to a place in one: it may have come or gone."""
        desk, anchored = work.desk, False
        for record in stories:
            filed = desk.edition.catalog.by_id(record.owner)
            if filed is not None:
                anchored = anchored or is_anchored(desk.stamps.links.values(), filed.permalink)
                filed.words = record.words
                work.causes.setdefault(("story", filed.id), "changed: its body")
                for booklet in booklets_of(desk.edition, filed):
                    work.causes.setdefault(booklet, "changed: a body in its edition")
                work.causes.update(dict.fromkeys(self._with_feeds_of(desk.edition.catalog, filed), "changed: a body in its feed"))
        return anchored

    def _with_feeds_of(self, catalog: Catalog, filed: FiledStory) -> Iterator[Subject]:
        """Yield the subjects whose feeds carry the body of a story."""
        feeds = self.session.config.feeds
        if feeds.content == "full":
            if filed.position in catalog.listed[-feeds.limit :]:
                yield ("feeds", "")
            yield from (key for key in filed.terms if filed.position in catalog.positions(key)[-feeds.limit :])

    def _collides(self, work: Work) -> bool:
        """Say whether one of the new paths of a light work could collide with any other, or cannot be published."""
        outputs = self.session.outputs
        for kind, key in work.dirty:
            outputs.of_subject(f"{kind}:{key}")  # at once, rather than one by one
        if work.contested or any(path in outputs and outputs[path].subject != subject for path, subject in work.planned.items()):
            return True
        fresh = [path for path in work.planned if path not in outputs]
        if not fresh:
            return False
        book = AddressBook()
        if not all(path.isascii() for path in fresh) or any(list(book.claim(path, Span(""))) for path in fresh):
            return True
        forms = {comparison_form(path) for path in fresh}
        sought = sorted({*forms, *(above for form in forms for above in folders_above(form))})
        row = self.session.ledger.row("SELECT group_concat(path, char(10)) FROM outputs")
        paths = row[0] if row and row[0] else ""
        if paths.isascii():  # their forms, all at once
            there = f"\n{paths.lower()}\n"
            return any(f"\n{form}\n" in there for form in sought)
        return not set(map(comparison_form, paths.split("\n"))).isdisjoint(sought)

    def full(self) -> Work:
        """Compile the catalog and return what is to be done where its stamps are not those of the ledger."""
        session = self.session
        session.reporter.stage("planning")
        found = session.readings.all_found(session.ledger)
        desk = compiled_desk(session.root, session.config, session.options, session.inputs, found, session.theme, session.ledger)
        session.lap("compile")
        self._take_pictures(desk)
        desk.stamps.keep()
        known = {row[0]: row[1:] for row in session.ledger.rows("SELECT name, stamp, reads FROM subjects")}
        anew = self._cause_of_all(desk)
        worn = set(session.outputs.subjects_of(session.outputs.damaged))
        work = Work(desk, [], compiled=True)
        for subject in subjects(desk.edition):
            row = known.pop(f"{subject[0]}:{subject[1]}", None)
            cause = "first build" if row is None else anew or (DAMAGED if subject in worn else "")
            if row is not None and not anew:
                stamp = work.stamps[subject] = desk.stamps.of(subject, row[1].split("\n") if row[1] else ())
                cause = _changed(subject[0], row[0], stamp) if stamp != row[0] else cause
            if cause:
                work.causes[subject] = cause
        work.dirty, work.removed = list(work.causes), sorted(known)
        session.lap("stamp")
        self._check(
            work, whole=bool(anew) or not session.last.get("clean") or session.last.get("names") != session.salts["names"]
        )
        session.problems += desk.problems
        if anew:
            session.problems += session.renderer(desk).check(desk.planner.templates())
        self._lay_aside(work)
        session.lap("plan")
        return work

    def _lay_aside(self, work: Work) -> None:
        """Hold little of what was looked at, for the time in which the pages are made."""
        lay_aside(work.desk)
        if work.planned:
            work.paths = Names(dict.fromkeys((*work.paths, *work.planned)))
            work.planned = {}
        if len(work.dirty) == len(work.causes):
            work.dirty = work.causes.lay_aside()

    def _take_pictures(self, desk: Desk) -> None:
        """Look at the pictures that pages show, and make their copies: what is wrong with one must be known before a page is."""
        session = self.session
        session.album.take(
            shown_pictures(desk.edition, desk.resolver, desk.links),
            lambda number: session.crew(number, ENOUGH),
            lambda number: session.reporter.stage("pictures", number),
            session.reporter.step,
        )
        desk.edition.pictures = session.album.taken or {}
        desk.problems += session.album.problems()
        session.lap("pictures")

    def _cause_of_all(self, desk: Desk) -> str:
        """Return why everything must be looked at again; empty when nothing asks for it."""
        session = self.session
        last = session.last
        if session.options.full:
            return "everything again: --full"
        if last.get("made") != session.salts["made"]:
            program = last.get("code") != session.salts["code"]
            return f"everything again: the {'program' if program else 'configuration, or a switch of the command line,'} changed"
        if last.get("said") != session.salts["said"]:
            return "everything again: the publication's own catalogues changed"
        if last.get("site") != session.site_digest(desk):
            return "everything again: what all pages show of the publication changed"
        return TEMPLATE if last.get("closures") != session.closures else ""

    def _check(self, work: Work, *, whole: bool) -> None:
        """Plan what is to be produced; claim its addresses, and check every link, picture and setting against them.

        `whole`: claim all addresses of the edition. Else only those of the changed subjects are looked at, unless one may
        collide.
        """
        session = self.session
        desk, outputs = work.desk, session.outputs
        if not whole:
            self._plan(work)
            kept = session.kept(work)
            whole = work.contested or outputs.may_conflict(work.planned, kept)
            if not whole:
                desk.resolver.addresses = {**kept, **work.planned}
                check_links_and_pictures(desk, self._known_links(work, kept))
        if whole:
            survey = check_everything(desk, (asset.permalink for asset in session.theme.assets))
            chosen = set(work.dirty)
            found = (paths for subject, paths in survey.paths.items() if subject in chosen)
            work.paths, work.planned = Names(path for paths in found for path in paths), {}
        self._follow_links_and_names(work)

    def _known_links(self, work: Work, kept: Mapping[str, OutputRow]) -> Checked | None:
        """Return what the check of all links found at the last time, if every one must still lead where it led then."""
        session = self.session
        readings = session.readings
        before = {record.owner: record for found in readings.before.values() for record in found.records}
        records = [record for found in readings.changed.values() for record in found.records]
        owned = {path: row.subject for path, row in session.outputs.rows.items() if path not in kept}
        if session.album.changed or readings.gone or owned != work.planned or len(before) != len(records):
            return None
        if any(r.kind != "story" or r.owner not in before or r.links != before[r.owner].links for r in records):
            return None
        known = Checked(
            dict(session.ledger.get_meta("links")),
            set(session.ledger.get_meta("linked_media")),
            [decode(Problem, each) for each in session.ledger.get_meta("link_problems")],
        )
        bodies = any(record.body != before[record.owner].body for record in records)
        anchors = any("#" in leads for leads in known.links.values())
        return None if bodies and anchors else known

    def _plan(self, work: Work) -> None:
        """Plan the subjects that are to be produced, without their views."""
        desk = work.desk
        survey = Survey()
        chosen = [subject for subject in work.dirty if subject[0] != "sitemap"]
        for subject in chosen:
            name = f"{subject[0]}:{subject[1]}"
            for page in desk.planner.pages(subject):
                path = survey.add(subject, page)
                work.contested |= work.planned.setdefault(path, name) != name
        if ("sitemap", "") in work.dirty:
            self._list_addresses(work, survey.addresses)
            for page in desk.planner.pages(("sitemap", "")):
                work.planned[survey.add(("sitemap", ""), page)] = "sitemap:"

    def _list_addresses(self, work: Work, planned: list[tuple[str, str]]) -> None:
        """Give the edition the addresses of all pages that people read, those that are `planned` among them."""
        session, edition = self.session, work.desk.edition
        touched = {f"{subject[0]}:{subject[1]}" for subject in work.dirty} | set(work.removed) | {""}

        @cache
        def addresses() -> list[tuple[str, str]]:
            marks = ",".join("?" * len(UNLISTED))
            rows = session.ledger.rows(f"SELECT permalink, modified, subject FROM outputs WHERE kind NOT IN ({marks})", UNLISTED)
            return sorted([*planned, *(row[:2] for row in rows if row[2] not in touched)])

        known = sum(number for kind, number in session.last.get("kinds", {}).items() if is_listed(kind))
        edition.few_addresses = known + len(planned) <= ADDRESSES_MAX
        edition.addresses = addresses

    def _follow_links_and_names(self, work: Work) -> None:
        """Add the subjects whose bodies have links that lead elsewhere now, or names that are linked otherwise."""
        session = self.session
        desk = work.desk
        if not session.last.get("clean"):
            return
        old: dict[str, str] = session.ledger.get_meta("links") or {}
        new = desk.stamps.links
        owners = dict.fromkeys(sorted(self._with_other_names(desk)), "a name is linked otherwise")
        owners |= dict.fromkeys(sorted(o for o in {*old, *new} if old.get(o) != new.get(o)), "a link leads elsewhere")
        added: dict[Subject, str] = {}
        for owner, cause in owners.items():
            added |= dict.fromkeys(self._subjects_with(desk, owner), cause)
        chosen = set(work.dirty)
        more = [subject for subject in sorted(added) if subject not in chosen]
        if more:
            extra = Work(desk, more)
            addresses = desk.edition.addresses
            self._plan(extra)
            desk.edition.addresses = addresses
            work.dirty = [*work.dirty, *more]
            work.causes.update({subject: added[subject] for subject in more})
            work.planned |= extra.planned

    def _with_other_names(self, desk: Desk) -> set[str]:
        """Return the owners of bodies that hold the first word of a name which is linked otherwise than at the last time."""
        session = self.session
        old = set(session.ledger.get_meta("linked") or ())
        changed = old.symmetric_difference(desk.planner.bodies.pairs())
        words = {word for word in (first_word(name) for name, _ in changed) if word}
        if len(words) > _WORDS_SOUGHT:
            return set(desk.stamps.bodies)
        query = "SELECT owner FROM bodies WHERE instr(html, ?) OR html = ''"  # a body that is not kept may hold any name
        return {row[0] for word in sorted(words) for row in session.ledger.rows(query, (word,))}

    def _subjects_with(self, desk: Desk, owner: str) -> list[Subject]:
        """Return the subjects whose pages show a body."""
        session = self.session
        catalog = desk.edition.catalog
        filed = catalog.by_id(owner)
        if filed is not None:
            full = session.config.feeds.content == "full"
            return [("story", owner), *booklets_of(desk.edition, filed), *((*filed.terms, ("feeds", "")) if full else ())]
        if any(page.path == owner for page, _ in catalog.pages):
            return [("page", owner)]
        return [key for key, term in catalog.terms.items() if term.entry and term.entry.path == owner]


def _changed(kind: str, old: bytes, new: bytes) -> str:
    found = " and ".join(changes(kind, old, new))
    return f"changed: {found}" if found else "it could not be made at the last time"
