"""The edition of a build: compiled from records, or fetched from the ledger, with all that producing its pages takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadsheet.build.bodies import StoredBodies, reading_again
from broadsheet.build.found import Found
from broadsheet.build.inputs import Inputs
from broadsheet.build.ledger import Ledger
from broadsheet.build.report import BuildOptions
from broadsheet.build.stored import StoredShards, load_catalog
from broadsheet.catalog.addresses import AddressBook
from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.compiler import compile_catalog
from broadsheet.catalog.pieces import Names, Pairs, Pieces
from broadsheet.catalog.records import Links, Record
from broadsheet.catalog.shelf import Shelf
from broadsheet.config import Config
from broadsheet.content.scan import SourceFile
from broadsheet.language.languages import Languages, check_catalogues
from broadsheet.language.own import LOCALE
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.links import Addresses, LinkResolver
from broadsheet.pages.plan import (
    Checked,
    Survey,
    check_links,
    check_pictures,
    check_settings,
    claim_all,
    media_copies,
    path_of,
    variant_copies,
)
from broadsheet.pages.stamps import Stamps
from broadsheet.pages.subjects import Planner
from broadsheet.problems import Problem, Span
from broadsheet.render.theme import Theme

_FEW = 100  # stamps of bodies


@dataclass(slots=True)
class Desk:
    """An edition with its planner, stamps and link resolver. `links` are those of the bodies that have any, by their owners."""

    edition: Edition
    resolver: LinkResolver
    planner: Planner
    stamps: Stamps
    links: Mapping[str, Links] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    checked: Checked = field(default_factory=Checked)


def compiled_desk(
    root: Path,
    config: Config,
    options: BuildOptions,
    inputs: Inputs,
    found: Iterable[tuple[str, Found]],
    theme: Theme,
    ledger: Ledger | None,
) -> Desk:
    """Compile the catalog of what was read. Its problems are those of the reading and of the catalog."""
    problems: list[Problem] = []
    links: dict[str, Links] = {}
    stamps = BodyStamps()

    def records() -> Iterator[Record]:
        for _, each in found:
            problems.extend(each.problems)
            for record in each.records:
                stamps.put(record.owner, record.body)
                if record.links:
                    links[record.owner] = record.links
                yield record

    shelf = Shelf(ledger.path.parent if ledger else None)
    spoken = Languages(config.language, root / LOCALE)
    outcome = compile_catalog(
        records(), config, clock=options.clock, drafts=options.drafts, shelf=shelf, countries=spoken.words.countries
    )
    bodies = StoredBodies(ledger, stamps, OwnersFiles(lambda: inputs.texts, config), reading_again(root, config))
    catalog = outcome.value.with_bodies(bodies)
    desk = _desk(catalog, config, options, inputs, theme, AddressBook(), stamps, spoken)
    desk.links = links
    desk.problems = [*problems, *outcome.problems, *check_catalogues(spoken)]
    return desk


def stored_desk(
    root: Path,
    config: Config,
    options: BuildOptions,
    inputs: Inputs,
    changed: Iterable[Record],
    theme: Theme,
    ledger: Ledger,
    addresses: Addresses,
) -> Desk:
    """Return the edition that was published last, with other bodies of the stories in `changed`."""
    stamps = StoredStamps(ledger, {record.owner: record.body for record in changed})
    files = OwnersFiles(lambda: inputs.texts, config)
    bodies = StoredBodies(ledger, stamps, files, reading_again(root, config))
    catalog = load_catalog(ledger, bodies, config.source_dir)
    desk = _desk(catalog, config, options, inputs, theme, addresses, stamps, Languages(config.language, root / LOCALE))
    desk.stamps.kept = ledger.get_meta("shown") or b""
    desk.edition.know_shards(StoredShards(ledger))
    desk.planner.bodies.known_pairs = lambda: ledger.get_meta("linked")
    return desk


def _desk(
    catalog: Catalog,
    config: Config,
    options: BuildOptions,
    inputs: Inputs,
    theme: Theme,
    addresses: Addresses,
    stamps: Mapping[str, bytes],
    spoken: Languages,
) -> Desk:
    media, static = frozenset(inputs.media), frozenset(inputs.static)
    edition = Edition(catalog, config, options.clock, media, static, assets=theme.addresses, spoken=spoken)
    return desk_of(edition, addresses, stamps)


def desk_of(edition: Edition, addresses: Addresses, stamps: Mapping[str, bytes]) -> Desk:
    """Return the desk of an edition; `stamps` are the digests of its bodies by their owners."""
    resolver = LinkResolver(edition, addresses)
    return Desk(edition, resolver, Planner(edition, Bodies(edition, resolver)), Stamps(edition, stamps))


class StoredStamps(Mapping[str, bytes]):
    """The digests of bodies in the ledger by their owners, and in their place those in `changed`.

    They are fetched one by one, and all at once when many are asked for: they lie between the bodies.
    """

    def __init__(self, ledger: Ledger, changed: Mapping[str, bytes]) -> None:
        self._ledger = ledger
        self._known = dict(changed)
        self._left = _FEW  # that may be fetched one by one

    def __getitem__(self, owner: str) -> bytes:
        if owner not in self._known and self._left > 0:
            self._left -= 1
            row = self._ledger.row("SELECT stamp FROM bodies WHERE owner = ?", (owner,))
            if row is None:
                raise KeyError(owner)
            self._known[owner] = row[0]
        return self._known[owner] if owner in self._known else self._all()[owner]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> Mapping[str, bytes]:
        if self._left >= 0:
            self._left = -1
            self._known = {**dict(self._ledger.rows("SELECT owner, stamp FROM bodies")), **self._known}
        return self._known


class BodyStamps(Mapping[str, bytes]):
    """The digests of bodies by their owners; empty ones are those of empty bodies."""

    def __init__(self) -> None:
        self._few: dict[str, bytes] = {}
        self._ids = Names()
        self._digests = Pieces()  # of the bodies of stories, by the places of their ids

    def put(self, owner: str, digest: bytes) -> None:
        """Take note of a body."""
        self._few[owner] = digest

    def lay_aside(self, ids: Names, others: Iterable[str]) -> None:
        """Hold those of stories, by their ids, in one piece, and of the rest only those of some other owners."""
        self._ids, self._digests = ids, Pieces.of(self._few.get(story_id, b"") for story_id in ids)
        self._few = {owner: self._few[owner] for owner in others}

    def __getitem__(self, owner: str) -> bytes:
        found = self._few.get(owner)
        if found is None:
            place = self._ids.find(owner)
            if place is None:
                raise KeyError(owner)
            found = self._digests[place]
        return found

    def __iter__(self) -> Iterator[str]:
        yield from self._few
        yield from (story_id for story_id in self._ids if story_id not in self._few)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def lay_aside(desk: Desk) -> None:
    """Hold in memory what pages are made from again and again, and of the rest where it is: everything was looked at."""
    catalog, stamps, addresses = desk.edition.catalog, desk.stamps.bodies, desk.resolver.addresses
    if isinstance(stamps, BodyStamps):
        entries = [term.entry.path for term in catalog.terms.values() if term.entry]
        stamps.lay_aside(catalog.ids(), [*entries, *(page.path for page, _ in catalog.pages)])
    desk.resolver.addresses = Names(addresses)
    desk.links = {}
    listed = Pairs(desk.edition.addresses())
    desk.edition.addresses = lambda: listed
    desk.edition.catalog = catalog.copied()


class OwnersFiles(Mapping[str, SourceFile]):
    """The file that each body is in, looked for when it is asked for. `texts` gives all of them."""

    def __init__(self, texts: Callable[[], Iterable[SourceFile]], config: Config) -> None:
        self._texts = texts
        self._prefix = f"{config.source_dir}/stories/"
        self._files: dict[str, SourceFile] = {}

    def __getitem__(self, owner: str) -> SourceFile:
        if not self._files:
            self._files = {file.path: file for file in self._texts()}
            stems = {path.removeprefix(self._prefix).rpartition(".")[0]: file for path, file in self._files.items()}
            self._files = stems | self._files
            lines = {f"{path.removeprefix(self._prefix).removesuffix('.jsonl')}": file for path, file in self._files.items()}
            self._files |= lines
        return self._files[owner if owner in self._files else owner.partition("#")[0]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def check_everything(desk: Desk, assets: Iterable[str]) -> Survey:
    """Claim every address and check every link, picture and setting; the problems are the desk's."""
    survey = Survey()
    book = AddressBook()
    desk.resolver.addresses = book
    desk.problems += claim_all(desk.planner, survey, book, assets)
    check_links_and_pictures(desk)
    for copy in media_copies(desk.edition, desk.resolver.media):
        desk.problems += book.claim(path_of(copy), copy.span)
    for path, (source, _) in variant_copies(desk.edition).items():
        desk.problems += book.claim(path, Span(source))
    return survey


def check_links_and_pictures(desk: Desk, known: Checked | None = None) -> None:
    """Check every link, picture and setting against the addresses of the resolver; the problems are the desk's.

    `known`: what the check of the links found at the last time, where it would find the same.
    """
    desk.checked = known or check_links(desk.edition, desk.resolver, desk.links)
    desk.resolver.media |= desk.checked.media
    desk.problems += desk.checked.problems
    desk.stamps.links = desk.checked.links
    desk.problems += check_settings(desk.edition, desk.resolver)
    desk.problems += check_pictures(desk.edition, desk.resolver)
