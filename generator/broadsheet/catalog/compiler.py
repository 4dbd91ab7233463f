"""Compile the catalog: resolve every name that stories and registers use, put the stories in order, give each its address.

Pure: the clock, the sources and the settings come in as arguments. What cannot be resolved comes back as problems, all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from broadsheet.catalog.addresses import story_permalink, term_permalink
from broadsheet.catalog.catalog import Catalog, FiledActor, FiledCountry, FiledStory, Redirect, TermKey
from broadsheet.catalog.countries import CountryRegister, country_register
from broadsheet.catalog.redirects import compile_redirects
from broadsheet.catalog.terms import NameRegister, Term, name_key
from broadsheet.config import Config
from broadsheet.model import ActorKind, Body, Entry, FreePage, Named, Story, TermKind
from broadsheet.problems import Outcome, Problem, did_you_mean

_NAMED_KINDS: tuple[TermKind, ...] = ("actor", "tag", "section", "dossier")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that was read of a publication: records with their bodies, and the paths of its media."""

    stories: Sequence[tuple[Story, Body]]
    entries: Sequence[tuple[Entry, Body]] = ()
    pages: Sequence[tuple[FreePage, Body]] = ()


def compile_catalog(sources: Sources, config: Config, *, clock: str, drafts: bool = False) -> Outcome[Catalog]:
    """Compile what was read into the catalog of what is published.

    `clock` is an instant (`YYYY-MM-DDTHH:MM:SSZ`) against which embargoes and expiries are judged. Names in stories that are not
    published make no terms. The catalog is complete even when there are problems; it must not be published when one is an error.
    """
    return _Compiler(config).run(sources, clock, drafts)


def is_published(story: Story, clock: str, drafts: bool) -> bool:
    """Say whether a story is out at `clock`: no draft (unless wanted), past its embargo, before its expiry."""
    if story.draft and not drafts:
        return False
    if story.publish_at and story.publish_at.instant > clock:
        return False
    return not (story.expires_at and story.expires_at.instant <= clock)


@dataclass(slots=True)
class _Compiler:
    config: Config
    registers: dict[TermKind, NameRegister] = field(default_factory=lambda: {kind: NameRegister(kind) for kind in _NAMED_KINDS})
    countries: CountryRegister = field(default_factory=country_register)
    problems: list[Problem] = field(default_factory=list)
    actor_facts: dict[str, tuple[ActorKind | None, str]] = field(default_factory=dict)  # slug -> first stated kind, country
    used_countries: set[str] = field(default_factory=set)

    def run(self, sources: Sources, clock: str, drafts: bool) -> Outcome[Catalog]:
        """Resolve in the order that keeps slugs stable: register files first, then stories from the oldest."""
        self._add_entries([entry for entry, _ in sources.entries])
        out = [story for story, _ in sources.stories if is_published(story, clock, drafts)]
        out.sort(key=lambda story: (story.date.instant, story.id))
        filed = [self._file(position, story) for position, story in enumerate(out)]
        filed = [self._name_voices(story) for story in filed]
        bodies = {story.id: body for story, body in sources.stories}
        bodies |= {entry.path: body for entry, body in sources.entries}
        bodies |= {page.path: body for page, body in sources.pages}
        editions = self._editions(filed, sources)
        originals = _originals(filed, editions)
        postings = _postings(item for item in filed if item.position not in originals)
        terms = self._terms({key for item in filed for key in item.terms}, bodies)
        pages = [(page, self._page_permalink(page)) for page, _ in sources.pages if drafts or not page.draft]
        pages.sort(key=lambda pair: pair[1])
        redirects = compile_redirects(_aliases(filed, pages), {story.permalink: story.story.path for story in filed})
        catalog = Catalog(
            stories=tuple(filed),
            terms=terms,
            postings=postings,
            country_slugs={term.code: term.slug for term in terms.values() if term.code},
            country_codes=self.countries.codes,
            pages=tuple(pages),
            redirects=redirects.value,
            links=_links(filed, terms, pages),
            bodies=bodies,
            editions=editions,
            originals=originals,
            listed=tuple(item.position for item in filed if item.position not in originals),
        )
        return Outcome(catalog, (*self.problems, *redirects.problems))

    def _add_entries(self, entries: Sequence[Entry]) -> None:
        for kind in _NAMED_KINDS:
            self.problems += self.registers[kind].add_entries(e for e in entries if e.kind == kind)
        self.problems += self.countries.add_entries(e for e in entries if e.kind == "country")
        self.used_countries.update(self.countries.entries)

    def _file(self, position: int, story: Story) -> FiledStory:
        sections = self._slugs("section", story.sections)
        return FiledStory(
            story=story,
            position=position,
            permalink=story_permalink(self.config.permalinks.story, story, sections[0] if sections else ""),
            sections=sections,
            tags=self._slugs("tag", story.tags),
            dossiers=self._slugs("dossier", story.dossiers),
            actors=self._actors(story),
            countries=self._countries(story),
            speakers=(),
            claimants=(),
        )

    def _slugs(self, kind: TermKind, names: Iterable[Named]) -> tuple[str, ...]:
        register = self.registers[kind]
        return tuple(dict.fromkeys(register.resolve(named.text) for named in names))

    def _actors(self, story: Story) -> tuple[FiledActor, ...]:
        found: dict[str, FiledActor] = {}
        for mention in story.actors:
            slug = self.registers["actor"].resolve(mention.name.text)
            country = self._code(mention.country) if mention.country else ""
            kind, stated = self.actor_facts.get(slug, (None, ""))
            self.actor_facts[slug] = (kind or mention.kind, stated or country)
            known = found.get(slug, FiledActor(slug))
            found[slug] = FiledActor(slug, known.role or mention.role, known.country or country)
        return tuple(found.values())

    def _countries(self, story: Story) -> tuple[FiledCountry, ...]:
        found: dict[str, FiledCountry] = {}
        for mention in story.countries:
            code = self._code(mention.name)
            if code:
                slug = self.countries.slug(code)
                known = found.get(slug)
                found[slug] = FiledCountry(slug, known.role if known and known.role else mention.role)
        return tuple(found.values())

    def _code(self, named: Named) -> str:
        code = self.countries.resolve(named)
        if isinstance(code, Problem):
            self.problems.append(code)
            return ""
        self.used_countries.add(code)
        return code

    def _name_voices(self, filed: FiledStory) -> FiledStory:
        """Resolve who is quoted and who claims, now that every actor is known; a voice that is no actor keeps its bare name."""
        speakers = tuple(self._voice(filed, quote.speaker) for quote in filed.story.quotes)
        claimants = tuple(self._voice(filed, claim.attributed_to) for claim in filed.story.claims)
        return replace(filed, speakers=speakers, claimants=claimants)

    def _voice(self, filed: FiledStory, named: Named | None) -> str:
        if named is None:
            return ""
        register = self.registers["actor"]
        slug = register.slugs.get(name_key(named.text), "")
        if not slug:
            hint = did_you_mean(named.text, (register.names[actor.slug] for actor in filed.actors), 0.85)
            if hint:
                self.problems.append(
                    Problem("unknown-speaker", f"`{named.text}` is not among the actors of the story", named.span, hint)
                )
        return slug

    def _terms(self, named: set[TermKey], bodies: Mapping[str, Body]) -> dict[TermKey, Term]:
        terms: dict[TermKey, Term] = {}
        used = {slug for kind, slug in named if kind == "actor"}
        for kind, register in self.registers.items():
            parents = {slug: self._parent(register, entry) for slug, entry in sorted(register.entries.items())}
            slugs = sorted({slug for k, slug in named if k == kind} | set(register.entries) | set(parents.values()) - {""})
            for slug in slugs:
                terms[(kind, slug)] = self._term(kind, slug, parents.get(slug, ""), bodies)
        for slug in sorted(used | set(self.registers["actor"].entries)):
            country = terms[("actor", slug)].country
            if country:
                self.used_countries.add(country)
        for code in sorted(self.used_countries):
            term = self._country_term(code, bodies)
            terms[term.key] = term
        return terms

    def _term(self, kind: TermKind, slug: str, parent: str, bodies: Mapping[str, Body]) -> Term:
        register = self.registers[kind]
        entry = register.entries.get(slug)
        actor_kind, country = self.actor_facts.get(slug, (None, "")) if kind == "actor" else (None, "")
        if entry and entry.country:
            country = self._code(entry.country)
        if entry:
            for role in entry.roles:
                if role.country:
                    self._code(role.country)
        return Term(
            kind=kind,
            slug=slug,
            name=register.names[slug],
            permalink=term_permalink(self.config.permalinks, kind, slug),
            entry=entry,
            body=bodies.get(entry.path) if entry else None,
            aliases=tuple(alias.text for alias in entry.aliases) if entry else (),
            actor_kind=(entry.actor_kind if entry else None) or actor_kind,
            country=country,
            parent=parent,
        )

    def _country_term(self, code: str, bodies: Mapping[str, Body]) -> Term:
        entry = self.countries.entries.get(code)
        slug = self.countries.slug(code)
        return Term(
            kind="country",
            slug=slug,
            name=self.countries.name(code),
            permalink=term_permalink(self.config.permalinks, "country", slug),
            entry=entry,
            body=bodies.get(entry.path) if entry else None,
            code=code,
            official=self.countries.records[code].official,
            aliases=tuple(alias.text for alias in entry.aliases) if entry else (),
        )

    def _parent(self, register: NameRegister, entry: Entry) -> str:
        if entry.parent is None:
            return ""
        parent = register.resolve(entry.parent.text)
        above = parent
        seen = {entry.key}
        while above and above not in seen:
            seen.add(above)
            upper = register.entries.get(above)
            above = register.resolve(upper.parent.text) if upper and upper.parent else ""
        if above:
            found = f"`{entry.parent.text}` is below `{entry.key}` itself"
            self.problems.append(Problem("bad-value", found, entry.parent.span, "take the parent out of one of the two files"))
            return ""
        return parent

    def _page_permalink(self, page: FreePage) -> str:
        return self.config.permalinks.page.format(slug=page.slug)

    def _editions(self, filed: Sequence[FiledStory], sources: Sources) -> dict[str, tuple[int, ...]]:
        """Group the editions of one story in several languages; a story may name another by id, slug or address."""
        known: dict[str, str] = {}
        for story, _ in sources.stories:
            known.setdefault(story.slug, story.id)
        known |= {story.id: story.id for story, _ in sources.stories}
        known |= {story.permalink: story.story.id for story in filed}
        roots = {story.id: story.id for story, _ in sources.stories}
        for story, _ in sources.stories:
            original = story.translation_of
            if original is None:
                continue
            if original.text not in known:
                hint = (
                    did_you_mean(original.text, known)
                    or "write the path of the other story below content/stories, without suffix"
                )
                self.problems.append(Problem("unknown-story", f"`{original.text}` is not a story", original.span, hint))
                continue
            old, new = roots[story.id], roots[known[original.text]]
            roots = {key: new if root == old else root for key, root in roots.items()}
        groups: dict[str, list[int]] = defaultdict(list)
        for item in filed:
            groups[roots[item.story.id]].append(item.position)
        return {s.story.id: tuple(groups[roots[s.story.id]]) for s in filed if len(groups[roots[s.story.id]]) > 1}


def _postings(filed: Iterable[FiledStory]) -> dict[TermKey, tuple[int, ...]]:
    lists: dict[TermKey, list[int]] = defaultdict(list)
    for item in filed:
        for key in item.terms:
            lists[key].append(item.position)
    return {key: tuple(positions) for key, positions in lists.items()}


def _originals(filed: Sequence[FiledStory], editions: Mapping[str, tuple[int, ...]]) -> dict[int, int]:
    """Return, for each edition that is a translation, the edition that stands in the lists for it."""
    found: dict[int, int] = {}
    for group in set(editions.values()):
        first = next((p for p in group if filed[p].story.translation_of is None), group[0])
        found |= {position: first for position in group if position != first}
    return found


def _links(filed: Iterable[FiledStory], terms: Mapping[TermKey, Term], pages: Iterable[tuple[FreePage, str]]) -> dict[str, str]:
    links = {item.story.path: item.permalink for item in filed if "#" not in item.story.id}
    links |= {term.entry.path: term.permalink for term in terms.values() if term.entry}
    links |= {page.path: permalink for page, permalink in pages}
    return links


def _aliases(filed: Iterable[FiledStory], pages: Iterable[tuple[FreePage, str]]) -> list[Redirect]:
    found = [Redirect(alias.text, item.permalink, item.story.title, alias.span) for item in filed for alias in item.story.aliases]
    found += [Redirect(alias.text, permalink, page.title, alias.span) for page, permalink in pages for alias in page.aliases]
    return found
