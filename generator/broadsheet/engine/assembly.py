"""The assembly of an edition: the catalog compiled, everything planned, and every address, link and picture checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from broadsheet.catalog.addresses import AddressBook, output_path
from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.compiler import compile_catalog
from broadsheet.catalog.records import Links, Record, without_picture
from broadsheet.config import Config
from broadsheet.content.scan import SourceFile
from broadsheet.engine.faulty import Records
from broadsheet.engine.readings import Inputs, Readings, problems_in, records_in
from broadsheet.engine.report import BuildOptions
from broadsheet.engine.texts import Read, Texts
from broadsheet.language.languages import Languages, check_catalogues
from broadsheet.language.own import LOCALE
from broadsheet.pages.bodies import Bodies
from broadsheet.pages.edition import Edition
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.page import Page
from broadsheet.pages.plan import (
    Checked,
    check_links,
    check_pictures,
    check_redirects,
    check_settings,
    media_copies,
    path_of,
    static_copies,
    variant_copies,
)
from broadsheet.pages.sitemap import is_listed
from broadsheet.pages.stamps import Stamps
from broadsheet.pages.subjects import Planner, Subject, subjects
from broadsheet.problems import Outcome, Problem, Span
from broadsheet.render.theme import Theme

if TYPE_CHECKING:
    from broadsheet.engine.reading import Reader

_NOTHING: Mapping[str, Records] = MappingProxyType({})


@dataclass(slots=True)
class Assembly:
    """An edition with its planner, stamps and link resolver. `links` are those of the bodies that have any, by their owners.

    `paths` are those that the pages of each planned subject claim, in order. The pages themselves are planned again when
    they are made: to keep them would take each process as much memory as half of the records.
    """

    edition: Edition
    resolver: LinkResolver
    planner: Planner
    stamps: Stamps
    links: Mapping[str, Links]
    theme: Theme
    problems: list[Problem]
    told: Sequence[Problem]  # what is wrong with the catalog
    checked: Checked = field(default_factory=Checked)
    paths: dict[Subject, list[str]] = field(default_factory=dict)

    def plan(self, subject: Subject) -> list[Page]:
        """Plan a subject, and take note of the paths that its pages claim."""
        pages = list(self.planner.pages(subject))
        self.paths[subject] = list(map(path_of, pages))
        return pages

    def plan_everything(self) -> None:
        """Plan every subject and claim its addresses: whatever two things claim is a problem."""
        book = AddressBook()
        met: set[tuple[Span | None, tuple[Span, ...]]] = set()  # two sources that meet on a page also meet on its twin and feeds
        for path, span in self._claims():
            for problem in book.claim(path, span):
                if (problem.span, problem.related) not in met:
                    met.add((problem.span, problem.related))
                    self.problems.append(problem)
        self.resolver.addresses = set(chain.from_iterable(self.paths.values())).union(path for path, _ in self.files())
        self.check_links()
        for path, span in self.copies():
            self.problems += book.claim(path, span)

    def _claims(self) -> Iterator[tuple[str, Span]]:
        listed = 0
        last: Subject = ("sitemap", "")  # which asks for the number of all addresses
        for subject in (*(subject for subject in subjects(self.edition) if subject != last), last):
            self.edition.number_of_addresses = listed
            pages = self.plan(subject)
            for page, path in zip(pages, self.paths[subject], strict=True):
                listed += is_listed(page.kind)
                yield path, page.span
        yield from self.files()

    def files(self) -> Iterator[tuple[str, Span]]:
        """Yield path and origin of each file that is published whatever pages show."""
        yield from ((path_of(copy), copy.span) for copy in static_copies(self.edition))
        yield from ((output_path(asset.permalink), Span("templates/static")) for asset in self.theme.assets)

    def copies(self) -> Iterator[tuple[str, Span]]:
        """Yield path and origin of each file that is published because pages show it, once links are checked."""
        yield from ((path_of(copy), copy.span) for copy in media_copies(self.edition, self.resolver.media))
        yield from ((path, Span(source)) for path, (source, _) in variant_copies(self.edition).items())

    def check_links(self, owners: set[str] | None = None, known: Checked | None = None) -> None:
        """Check every link, picture and setting against the addresses of the resolver.

        With `owners`, links only in their bodies; what is true of the others is `known`.
        """
        links = self.links if owners is None else {owner: links for owner, links in self.links.items() if owner in owners}
        found = check_links(self.edition, self.resolver, links)
        if owners is not None and known is not None:
            kept = {owner: leads for owner, leads in known.links.items() if owner not in owners and owner in self.links}
            problems = {owner: each for owner, each in known.problems.items() if owner in kept}
            found = Checked({**kept, **found.links}, {**problems, **found.problems})
        self.checked = found
        self.resolver.media.update(found.media(self.edition))
        self.problems += (problem for each in found.problems.values() for problem in each)
        self.problems += check_settings(self.edition, self.resolver)
        self.problems += check_redirects(self.edition, self.resolver)
        self.problems += check_pictures(self.edition, self.resolver)


def assemble(
    root: Path,
    config: Config,
    options: BuildOptions,
    inputs: Inputs,
    records: Iterable[Record],
    theme: Theme,
    kept: Outcome[Any] | None = None,
) -> Assembly:
    """Compile the catalog of records, and make ready what plans its pages. Its problems are those of the catalog.

    `kept`: what `Catalog.plain` gave of one that differs in nothing but what stories say of themselves, and its problems.
    """
    digests: dict[str, bytes] = {}
    links: dict[str, Links] = {}

    def noted() -> Iterator[Record]:
        for record in records:
            if record.kind != "aside":
                digests[record.owner] = record.body
                if record.links:
                    links[record.owner] = record.links
            yield record

    spoken = Languages(config.language, root / LOCALE)
    if kept is None:
        clock, countries = options.clock, spoken.words.countries
        catalog, problems = compile_catalog(noted(), config, clock=clock, drafts=options.drafts, countries=countries)
    else:
        catalog, problems = Catalog.of(kept.value, noted(), config.kinds), kept.problems
    media, static = frozenset(inputs.media), frozenset(inputs.static)
    edition = Edition(catalog, config, options.clock, media, static, assets=theme.addresses, spoken=spoken)
    edition.bodies = Texts(digests, SourcesOfOwners(lambda: inputs.texts, config), reading_again(root, config))
    resolver = LinkResolver(edition, set())
    planner, stamps = Planner(edition, Bodies(edition, resolver)), Stamps(edition, digests)
    found = [*problems, *check_catalogues(spoken)]
    return Assembly(edition, resolver, planner, stamps, links, theme, found, problems)


def records_and_problems(
    sources: Readings, instead: Mapping[str, Records] = _NOTHING, unpictured: Collection[str] = ()
) -> tuple[list[Record], list[Problem]]:
    """Return everything that was found in the texts.

    `instead`: what stands for the records of some of them, whose errors are left out: their own are set aside; `unpictured`:
    those whose picture is.
    """
    records: list[Record] = []
    problems: list[Problem] = []
    for path, found in sources.found():
        if path in instead:
            records += map(Record._make, instead[path])
            records += (each._replace(kind="aside") for each in records_in(found) if each.kind == "story")
            problems += [problem for problem in problems_in(found) if not problem.is_error]
            continue
        records += map(without_picture, records_in(found)) if path in unpictured else records_in(found)
        if found.problems:
            problems += problems_in(found)
    return records, problems


def reading_again(root: Path, config: Config) -> Read:
    """Return what reads a file of a publication once more."""

    @cache
    def reader() -> Reader:
        from broadsheet.engine.reading import Reader  # here: most builds read no file twice

        return Reader.of(root, config)

    return lambda file: reader().read(file)[2]


class SourcesOfOwners:
    """The file that each body is in, looked for when it is asked for. `texts` gives all of them."""

    def __init__(self, texts: Callable[[], Iterable[SourceFile]], config: Config) -> None:
        self._texts = texts
        self._prefix = f"{config.source_dir}/stories/"
        self._files: dict[str, SourceFile] = {}

    def __call__(self, owner: str) -> SourceFile:
        """Return the file that a body is in."""
        if not self._files:
            self._files = {file.path: file for file in self._texts()}
            stems = {path.removeprefix(self._prefix).rpartition(".")[0]: file for path, file in self._files.items()}
            self._files = stems | self._files
            lines = {path.removeprefix(self._prefix).removesuffix(".jsonl"): file for path, file in self._files.items()}
            self._files |= lines
        return self._files[owner if owner in self._files else owner.partition("#")[0]]
