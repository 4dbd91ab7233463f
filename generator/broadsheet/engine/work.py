"""Work: what a build must do, found out by comparing the stamps of everything with those in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from broadsheet.catalog.addresses import AddressBook, comparison_form
from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.lists import keys_of
from broadsheet.catalog.records import AT
from broadsheet.catalog.shards import pieces_of
from broadsheet.catalog.story import CatalogStory
from broadsheet.codec import decode
from broadsheet.content.filetypes import kind_of_text
from broadsheet.engine.assembly import Assembly, assemble, records_and_problems
from broadsheet.engine.faulty import blamed, is_to_be_held, last_published, left_as_published, without_what_they_show
from broadsheet.engine.ledger import OutputRow, SubjectRow, paths_of
from broadsheet.engine.pictures import ENOUGH
from broadsheet.engine.readings import Changes
from broadsheet.engine.session import Session
from broadsheet.model import TERM_KINDS
from broadsheet.pages.bodies import first_word
from broadsheet.pages.booklet import booklets_of
from broadsheet.pages.plan import Checked, path_of, shown_pictures
from broadsheet.pages.site import site_view
from broadsheet.pages.sitemap import is_listed
from broadsheet.pages.stamps import changes
from broadsheet.pages.subjects import GATHERING, OF_STORIES, Subject, subjects
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.render.renderer import Renderer
from broadsheet.sources import Sources

FILES = "file:"  # the name of the subject of all files that are published as they are
FULL_TEXT = "fulltext:"  # that of the index of full texts
_APART = (FILES, FULL_TEXT)  # what is no subject of the edition
_WORDS_SOUGHT = 40  # more names than this that are linked otherwise: every body is looked at
_UNREVIEWED = AT["unreviewed"]
_DAMAGED = "its file had been changed or removed"
_NOWHERE = Span("")
_GATHERED: tuple[Subject, ...] = tuple((kind, "") for kind in GATHERING)
_MARKUP = (b"&", b"\\", b"<")  # by which a text may hold a name that its bytes do not


@dataclass(slots=True)
class Work:
    """What a build has found out that it must do: to make the `dirty` subjects, each for a cause in words.

    `rows` are what the ledger knows of all subjects, by their names; `removed` the names of those that are no more. `anew`: what
    the ledger knows of outputs does not count.
    """

    assembly: Assembly
    rows: dict[str, SubjectRow]
    dirty: dict[Subject, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    anew: str = ""
    salts: dict[str, str] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)  # names of subjects that are left as they are for the sake of faulty articles
    said: Changes | None = None  # what stories say of themselves differently, where nothing else is different
    _paths: set[str] = field(default_factory=set)

    def known(self, subject: Subject) -> dict[str, OutputRow]:
        """Return the outputs of a subject as the last build left them, by path."""
        row = self.rows.get(name_of(subject))
        return {each.path: each for each in row.rows} if row else {}

    @property
    def paths(self) -> set[str]:
        """Return the paths of the outputs of all subjects, as the last build left them."""
        if not self._paths:
            self._paths = paths_of(row for name, row in self.rows.items() if name not in _APART)
        return self._paths

    def planned(self) -> list[SubjectRow]:
        """Return what is known of subjects that are planned, as those always are that gather what others left, or are no more."""
        names = {*map(name_of, self.dirty), *self.removed, *(f"{kind}:" for kind in GATHERING)}
        return [self.rows[name] for name in names if name in self.rows]


def name_of(subject: Subject) -> str:
    """Return the name of a subject in the ledger."""
    return f"{subject[0]}:{subject[1]}"


def subject_of(name: str) -> Subject:
    """Return the subject that has a name."""
    kind, _, key = name.partition(":")
    return kind, key


def lists_with(catalog: Catalog, story: CatalogStory) -> Iterator[Subject]:
    """Yield the subjects that list a story, or the original that it translates, if they have a page."""
    original = catalog.stories[catalog.originals.get(story.position, story.position)]
    for kind, key in keys_of(original, catalog.terms):
        if kind == "voice":
            yield ("actor", key)
        elif kind == "nation":
            yield ("country", catalog.country_slugs[key])
        elif kind == "all":
            yield ("front", "")
        else:
            yield (kind, key)


def subjects_of(catalog: Catalog, owner: str) -> list[Subject]:
    """Return the subjects whose own text is that of an owner."""
    if catalog.by_id(owner) is not None:
        return [("story", owner)]
    if any(page.path == owner for page, _ in catalog.pages):
        return [("page", owner)]
    return [key for key, term in catalog.terms.items() if term.entry and term.entry.path == owner]


def find_work(session: Session) -> Work:
    """Compile the catalog and return what is to be done. What is wrong with the content is added to the session's problems.

    With `keep_going` articles with errors of their own are set aside, and it is looked again, until there are no others.
    """
    before = list(session.problems)
    work = _find_work(session)
    while session.options.keep_going and _set_aside(session, work):
        session.problems = [problem for problem in before if problem not in session.set_aside]
        work = _find_work(session)
    return work


def _set_aside(session: Session, work: Work) -> bool:
    """Set aside the articles that there are errors about, if all errors are about articles, and return whether there were any."""
    errors = [problem for problem in session.problems if problem.is_error]
    missing = without_what_they_show(errors, session.inputs.texts) - session.unpictured
    if missing:
        session.unpictured |= missing
        session.set_aside += (problem for problem in errors if problem.code == "broken-media")
        return True
    found = blamed(errors, session.inputs.texts)
    if not found or found <= session.faulty.keys() or (not work.rows and session.store.has_entries()):
        return False
    readings = session.readings
    now = {path: each.records for path, each in readings.found() if path in found and path not in readings.changed}
    kept = now | last_published(readings, session.ledger)
    held = is_to_be_held(errors, session.inputs.texts, dict(readings.found()))
    source_dir, rows = session.config.source_dir, work.rows
    instead = {path: () if path in held else left_as_published(path, source_dir, kept, rows) for path in found}
    if None in instead.values():
        return False
    session.faulty |= {path: records for path, records in instead.items() if records is not None}
    session.set_aside += errors
    return True


def _find_work(session: Session) -> Work:
    session.reporter.stage("planning")
    records, problems = records_and_problems(session.readings, session.faulty, session.unpictured)
    said, ledger = None, session.ledger
    if session.is_settled and ledger is not None and not (session.faulty or session.unpictured):
        said = session.readings.changes_of_stories(session.config.kinds[len(TERM_KINDS) :])
    kept = _kept_catalog(session) if said is not None else None
    assembly = assemble(session.root, session.config, session.options, session.inputs, records, session.theme, kept)
    assembly.problems[:0] = problems
    if session.readings.places:
        from broadsheet.engine.texts import Texts, taken_in  # here: what follows is all there is to know of it

        texts, readings = assembly.edition.bodies, session.readings
        assert isinstance(texts, Texts)
        readings.handles = readings.handles or taken_in(session.scratch, readings.places)
        texts.places, texts.handles = readings.places, readings.handles
    session.lap("compile")
    _take_pictures(session, assembly)
    work = Work(assembly, session.subjects(), said=said)
    _Decision(session, work).run()
    assembly.problems += _unread(session.inputs.media, assembly.resolver.media)
    session.problems += assembly.problems
    if work.anew or not session.last.get("clean"):
        session.problems += renderer_of(session, assembly).check(assembly.planner.templates())
    session.lap("plan")
    return work


def _kept_catalog(session: Session) -> Outcome[Any] | None:
    """Return the catalog that was compiled; None where its problems name places in a file that was read now."""
    assert session.ledger is not None
    compiled, told = session.ledger.get("catalog")
    problems = tuple([decode(Problem, each) for each in told])
    places = {place.path for problem in problems for place in (problem.span, *problem.related) if place}
    return Outcome(compiled, problems) if places.isdisjoint(session.readings.changed) else None


def _unread(media: Iterable[str], linked: Collection[str]) -> Iterator[Problem]:
    """Report the documents in the content that are nowhere published."""
    for path in media:
        kind = kind_of_text(path)
        if kind and path not in linked:
            message = f"a `.{kind}` file is no article, and no page links to this one"
            hint = f"save the article as Markdown, text or HTML, or add `*.{kind}` to `ignore`"
            yield Problem("unread-file", message, Span(path), hint)


def renderer_of(session: Session, assembly: Assembly) -> Renderer:
    """Return a renderer of the edition's pages."""
    return Renderer(
        session.theme,
        site_view(assembly.edition, relative=session.options.relative),
        session.config.base_path,
        root=session.root,
        relative=session.options.relative,
        times={} if session.options.profile else None,
        languages=assembly.edition.languages,
    )


def _take_pictures(session: Session, assembly: Assembly) -> None:
    """Look at the pictures that pages show, and make their copies: what is wrong with one must be known before a page is."""
    ledger, pictures = session.ledger, session.pictures
    known = (ledger.get("pictures") or {}) if ledger is not None and session.last.get("made") == session.salts["made"] else {}
    pictures.take(
        shown_pictures(assembly.edition, assembly.resolver, assembly.links),
        known,
        lambda number: session.crew(number, ENOUGH),
        lambda number: session.reporter.stage("pictures", number),
        session.reporter.step,
    )
    assembly.edition.pictures = pictures.taken
    assembly.problems += pictures.problems()
    session.lap("pictures")


@dataclass(slots=True)
class _Decision:
    session: Session
    work: Work
    known: Checked = field(init=False)  # what the check of all links found at the last time

    def __post_init__(self) -> None:
        ledger = self.session.ledger
        links, problems = (ledger.get("links") if ledger is not None else None) or ({}, {})
        found = {owner: [decode(Problem, each) for each in those] for owner, those in problems.items()}
        self.known = Checked(dict(links), found)

    def run(self) -> None:
        """Compare every stamp; plan what is dirty; check what these claim and where links lead."""
        work, assembly = self.work, self.work.assembly
        stamps, catalog = assembly.stamps, assembly.edition.catalog
        work.salts = {"site": _digest(repr(site_view(assembly.edition, relative=self.session.options.relative)))}
        if work.said is None:
            redirects = [(each.alias, each.target) for each in catalog.redirects]
            work.salts["addresses"] = _digest(repr((catalog.links, redirects)))
            work.salts["linked"] = _digest(repr(assembly.planner.bodies.pairs()))
        else:  # they are compiled
            work.salts |= {name: self.session.last[name] for name in ("addresses", "linked")}
        work.anew = self._cause_of_all()
        damaged = self._damaged()
        reached = None if work.anew or damaged or work.said is None else self._reached(work.said)
        gone = {name: row for name, row in work.rows.items() if name not in _APART} if reached is None else {}
        for subject in subjects(assembly.edition) if reached is None else reached:
            name = name_of(subject)
            gone.pop(name, None)
            row = work.rows.get(name)
            if row is None:
                work.dirty[subject] = work.anew if self.session.options.full else "first build"
            elif work.anew:
                work.dirty[subject] = work.anew
            elif subject[0] not in GATHERING:
                stamp = stamps.of(subject, row.reads)
                if stamp != row.stamp:
                    work.dirty[subject] = _changed(subject[0], row.stamp, stamp)
            if name in damaged:
                work.dirty.setdefault(subject, _DAMAGED)
        work.removed = set(gone)
        self.session.lap("stamp")
        ways = self.session.ways
        ways.add("everything made" if work.anew else "what differs made")
        if work.anew or not self._plan_dirty():
            ways.add("everything planned")
            assembly.paths.clear()
            assembly.plan_everything()
        self._follow_links_and_names()
        self._leave_what_shows_faulty_articles()

    def _leave_what_shows_faulty_articles(self) -> None:
        """Take out of what is to be made all pages with the text of an article that is set aside: nobody knows it any more."""
        work = self.work
        for records in self.session.faulty.values():
            for subject in (subject for record in records for subject in self._subjects_with(record[1])):
                if work.dirty.pop(subject, None):
                    work.left.add(name_of(subject))

    def _reached(self, changes: Changes) -> list[Subject]:
        """Return the subjects that can have another stamp, where nothing changed but what some stories say of themselves.

        Those are the stories, the stories that were seen to show them, and every list that holds them.
        """
        session, assembly = self.session, self.work.assembly
        catalog = assembly.edition.catalog
        assert session.ledger is not None
        session.ways.add("lists asked")
        changed = {new.owner: story for _, new in changes if (story := catalog.by_id(new.owner))}
        others = assembly.stamps.keep(session.ledger.get("shown"), [story.position for story in changed.values()])
        found: dict[Subject, None] = dict.fromkeys(("story", story_id) for story_id in changed)
        for name, row in self.work.rows.items():
            if row.reads and not changed.keys().isdisjoint(row.reads) and name.startswith("story:"):
                found[subject_of(name)] = None
        for old, new in changes:
            story = changed.get(new.owner)
            if story is not None:
                listing = (subject for subject in lists_with(catalog, story) if name_of(subject) in self.work.rows)
                found |= dict.fromkeys((*listing, *((single, "") for single in OF_STORIES)))
                if old.values[_UNREVIEWED] or new.values[_UNREVIEWED]:
                    found["opml", ""] = None
                if story.position in others and assembly.edition.has("search"):
                    found |= dict.fromkeys(pieces_of(catalog, story.day, (old.values[AT["title"]], story.title)))
        return list(found)

    def _cause_of_all(self) -> str:
        """Return why everything must be made again; empty when nothing asks for it."""
        session, last = self.session, self.session.last
        if session.options.full:
            return "everything again: --full"
        if last.get("made") != session.salts["made"]:
            program = last.get("code") != session.salts["code"]
            return f"everything again: the {'program' if program else 'configuration, or a switch of the command line,'} changed"
        if last.get("said") != session.salts["said"]:
            return "everything again: the publication's own catalogues changed"
        if last.get("templates") != session.salts["templates"]:
            return "everything again: a template changed"
        if last.get("site") != self.work.salts["site"]:
            return "everything again: what all pages show of the publication changed"
        return ""

    def _damaged(self) -> set[str]:
        """Return the names of the subjects of which an output is not as it was left."""
        damaged = self.session.outputs.damaged
        if not damaged:
            return set()
        return {name for name, row in self.work.rows.items() if not damaged.isdisjoint(row.paths.split("\n"))}

    def _plan_dirty(self) -> bool:
        """Plan the dirty subjects, and check links; False where everything has to be planned.

        That is so when one of them claims an address that could be another one's, and when there is an error anyhow: then all
        that is wrong is said.
        """
        session, work, assembly = self.session, self.work, self.work.assembly
        if any(problem.is_error for problem in (*session.problems, *assembly.problems)):
            return False
        if not session.last.get("clean") or session.last.get("names") != session.salts["names"]:
            return False
        edition = assembly.edition
        planned, before = work.planned(), work.paths
        kept = before - paths_of(planned)
        others = paths_of(work.rows[name] for name in _APART if name in work.rows)
        fresh: set[str] = set()
        listed = _number_listed(work.rows.values()) - _number_listed(planned)
        for subject in [*(subject for subject in work.dirty if subject[0] not in GATHERING), *_GATHERED]:
            edition.number_of_addresses = listed  # which only the last one asks for
            for page in assembly.plan(subject):
                path = path_of(page)
                listed += is_listed(page.kind)
                if path in fresh or path in kept:
                    return False
                fresh.add(path)
        now = {*kept, *fresh}
        if _may_collide(now - before, before | others):
            return False
        assembly.resolver.addresses = now.union(path for path, _ in assembly.files())
        found = len(assembly.problems)
        if now != before or session.last.get("addresses") != work.salts["addresses"]:
            assembly.check_links()
        else:
            session.ways.add("links as known")
            assembly.check_links(self._to_be_checked(), self.known)
        if _may_collide({path for path, _ in assembly.copies()} - others, now | others):
            del assembly.problems[found:]
            return False
        return True

    def _to_be_checked(self) -> set[str]:
        """Return the owners of bodies whose links may lead elsewhere although every address is what it was."""
        readings = self.session.readings
        leads = self.known.links
        owners = {record.owner for record in (*readings.new_records(), *readings.old_records())}
        owners |= {owner for owner, each in leads.items() if "#" in each or "\1" in each}  # places in pages, and pictures
        return owners

    def _follow_links_and_names(self) -> None:
        """Add the subjects whose bodies have links that lead elsewhere now, or names that are linked otherwise."""
        work, assembly, last = self.work, self.work.assembly, self.session.last
        if work.anew:
            return
        owners: dict[str, str] = {}
        if last.get("linked") != work.salts["linked"]:
            owners = dict.fromkeys(self._with_other_names(), "a name is linked otherwise")
        old, new = self.known.links, assembly.checked.links
        owners |= dict.fromkeys((o for o in {*old, *new} if old.get(o) != new.get(o)), "a link leads elsewhere")
        for owner in sorted(owners):
            for subject in self._subjects_with(owner):
                if subject not in work.dirty:
                    work.dirty[subject] = owners[owner]
                    assembly.plan(subject)

    def _with_other_names(self) -> Iterator[str]:
        """Yield the owners of bodies that may hold a name which is linked otherwise than at the last time."""
        session, assembly = self.session, self.work.assembly
        assert session.ledger is not None
        sources = Sources.of(session.root, session.config)
        old = {tuple(pair) for pair in session.ledger.get("linked") or ()}
        changed = old.symmetric_difference(assembly.planner.bodies.pairs())
        words = sorted({first_word(name).encode("utf-8", "surrogatepass") for name, _ in changed} - {b""})
        sought = (*words, *_MARKUP)
        everywhere = len(words) > _WORDS_SOUGHT
        plain = {file.path for file in session.inputs.texts if file.role == "article" and file.path.endswith(".md")}
        for path, found in session.readings.found():
            owners = [record[1] for record in found.records]
            if everywhere or path not in plain:
                yield from owners
                continue
            try:
                data = sources.read(path)
            except OSError:
                data = _MARKUP[0]
            if any(word in data for word in sought):
                yield from owners

    def _subjects_with(self, owner: str) -> list[Subject]:
        """Return the subjects whose pages show a body."""
        edition = self.work.assembly.edition
        story = edition.catalog.by_id(owner)
        if story is not None:
            full = self.session.config.feeds.content == "full"
            return [("story", owner), *booklets_of(edition, story), *((*story.terms, ("feeds", "")) if full else ())]
        return subjects_of(edition.catalog, owner)


def _number_listed(rows: Iterable[SubjectRow]) -> int:
    """Return how many addresses a site map has of some subjects."""
    return sum([row.addresses.count("\t") for row in rows])


def _may_collide(added: Collection[str], before: Collection[str]) -> bool:
    """Say whether one of the added paths could collide with any other, or cannot be published."""
    if not added:
        return False
    book = AddressBook()
    forms = {*comparison_form("\n".join(before)).split("\n")}
    folders = {form.rpartition("/")[0] for form in forms}
    folders |= {above for folder in folders for above in _folders_above(folder)}
    for path in added:
        form = comparison_form(path)
        if form in forms or form in folders or any(above in forms for above in _folders_above(form)):
            return True
        if book.claim(path, _NOWHERE):
            return True
    return False


def _folders_above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _changed(kind: str, old: bytes, new: bytes) -> str:
    found = " and ".join(changes(kind, old, new))
    return f"changed: {found}" if found else "it could not be made at the last time"


def _digest(text: str) -> str:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
