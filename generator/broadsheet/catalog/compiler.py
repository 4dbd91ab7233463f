"""Compile the catalog: resolve every name that stories and registers use, put the stories in order, give each its address.

Pure: the clock, the records and the settings come in as arguments. What cannot be resolved comes back as problems, all of them.
Stories are read from their packed records field by field, twice and one at a time: to put them in order, and to file them. A
whole tree of objects for each would cost more than all the rest, and all of them at once more memory than the catalog.
"""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from broadsheet.catalog.addresses import story_permalink, term_permalink
from broadsheet.catalog.catalog import Catalog, Redirect
from broadsheet.catalog.countries import CountryRegister, country_register
from broadsheet.catalog.editions import ReadStory, group_editions, originals_of
from broadsheet.catalog.facts import Facts, FactsMaker, packed_voices
from broadsheet.catalog.filed import FiledActor, FiledCountry, FiledStory, TermKey, pack_rest
from broadsheet.catalog.lists import lists_of, number_of
from broadsheet.catalog.merging import merged
from broadsheet.catalog.pieces import Pieces
from broadsheet.catalog.records import Record, entry_of, page_of
from broadsheet.catalog.redirects import compile_redirects
from broadsheet.catalog.shelf import Shelf
from broadsheet.catalog.stories import Stories, StoryLinks, StoryMaker
from broadsheet.catalog.terms import NameRegister, Term, name_key
from broadsheet.codec import decode, field_index
from broadsheet.config import Config
from broadsheet.content.slugs import slug_of
from broadsheet.model import ActorKind, Entry, FreePage, Moment, Named, Story, TermKind
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

_NOBODY: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # speakers and claimants
_NAMED_KINDS: tuple[TermKind, ...] = ("actor", "tag", "section", "dossier")
_Fields = tuple[Any, ...]  # a packed story's values, in the order of `Story`'s fields; a name is (text, (path, line, column))
_ID, _PATH, _TITLE, _DATE, _SLUG = (field_index(Story, name) for name in ("id", "path", "title", "date", "slug"))
_SECTIONS, _TAGS, _DOSSIERS = (field_index(Story, name) for name in ("sections", "tags", "dossiers"))
_ACTORS, _COUNTRIES, _QUOTES, _CLAIMS = (field_index(Story, name) for name in ("actors", "countries", "quotes", "claims"))
_UPDATED, _EVENTS, _IMAGE, _UNREVIEWED = (field_index(Story, name) for name in ("updated", "events", "image", "unreviewed"))
_LABELS, _BREAKING_UNTIL, _ALIASES = (field_index(Story, name) for name in ("labels", "breaking_until", "aliases"))
_STANDFIRST, _LANG = field_index(Story, "standfirst"), field_index(Story, "lang")
_TRANSLATION_OF = field_index(Story, "translation_of")
_COMMENTS_UNTIL = field_index(Story, "comments_until")
_DRAFT, _PUBLISH_AT, _EXPIRES_AT = (field_index(Story, name) for name in ("draft", "publish_at", "expires_at"))


def compile_catalog(
    records: Iterable[Record],
    config: Config,
    *,
    clock: str,
    drafts: bool = False,
    shelf: Shelf | None = None,
    countries: Mapping[str, str] = MappingProxyType({}),
) -> Outcome[Catalog]:
    """Compile what was read into the catalog of what is published.

    `clock` is an instant (`YYYY-MM-DDTHH:MM:SSZ`) against which embargoes and expiries are judged. Names in stories that are not
    published make no terms. Packed stories are laid aside on the shelf. `countries`: their names by code, where the
    publication is not in English. The catalog is complete even when there are problems; it
    must not be published when one is an error.
    """
    register = country_register(countries)
    return _Compiler(config, clock, drafts, Shelf() if shelf is None else shelf, register).run(records)


class _Voices(NamedTuple):
    """Who is quoted in a story and who claims, as packed names, and which keys hold what extraction found."""

    position: int
    quoted: list[_Fields | None]
    claiming: list[_Fields | None]
    extracted: frozenset[str]


@dataclass(slots=True)
class _Compiler:
    config: Config
    clock: str
    drafts: bool
    shelf: Shelf
    countries: CountryRegister
    registers: dict[TermKind, NameRegister] = field(default_factory=lambda: {kind: NameRegister(kind) for kind in _NAMED_KINDS})
    problems: list[Problem] = field(default_factory=list)
    actor_facts: dict[str, tuple[ActorKind | None, str]] = field(default_factory=dict)  # slug -> first stated kind, country
    used_countries: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)  # instants to come at which time alone changes something
    codes: dict[str, str] = field(default_factory=dict)  # a country as written -> its code
    voices: list[_Voices] = field(default_factory=list)
    story_aliases: list[Redirect] = field(default_factory=list)

    def run(self, records: Iterable[Record]) -> Outcome[Catalog]:
        """Resolve in the order that keeps slugs stable: register files first, then stories from the oldest."""
        entries: list[Entry] = []
        found: list[FreePage] = []
        read: list[ReadStory] = []
        for record in records:
            if record.kind == "story":
                read.append(self._look_at(record))
            elif record.kind == "entry":
                entries.append(entry_of(record))
            else:
                found.append(page_of(record))
        self._add_entries(entries)
        out = sorted((story for story in read if story.published), key=lambda story: (story.instant, story.id))
        stories, facts, named = self._file_all(out)
        voices = {voices.position: self._name_voices(voices, facts) for voices in self.voices}
        editions = group_editions(read, stories.ids, stories.permalinks)
        numbers = array("Q", (number_of(story.id, story.instant) for story in out))
        del read, out
        self.problems += editions.problems
        terms = self._terms(named)
        pages = [(page, self._page_permalink(page)) for page in found]
        pages = sorted((pair for pair in pages if self.drafts or not pair[0].draft), key=lambda pair: pair[1])
        aliases = [*self.story_aliases, *_page_aliases(pages)]
        former = self._former_addresses(terms, aliases)
        owners = dict(zip(stories.permalinks, stories.paths, strict=True)) if aliases else {}
        redirects = compile_redirects(aliases, owners)
        stories.complete(Pieces.of(pack_rest(0, *voices.get(at, _NOBODY)) for at in range(len(stories))))
        originals = originals_of(stories, editions.value)
        facts.put("voices", Pieces.of(packed_voices(*voices.get(at, _NOBODY)) for at in range(len(stories))))
        lists, earlier = lists_of(facts, numbers, terms, originals)
        stories.complete(Pieces.of(pack_rest(state, *voices.get(at, _NOBODY)) for at, state in enumerate(earlier)))
        catalog = Catalog(
            stories=stories,
            terms=terms,
            lists=lists,
            country_slugs={term.code: term.slug for term in terms.values() if term.code},
            country_codes=self.countries.codes,
            pages=tuple(pages),
            redirects=tuple(sorted((*redirects.value, *former), key=lambda redirect: redirect.alias)),
            links=_links(stories, terms, pages),
            facts=facts,
            editions=editions.value,
            originals=originals,
            until=min(self.changes, default=""),
        )
        return Outcome(catalog, (*self.problems, *redirects.problems))

    def _file_all(self, out: Sequence[ReadStory]) -> tuple[Stories, Facts, set[TermKey]]:
        """Return the stories, filed one by one and laid aside, what lists want to know of them, and their terms."""
        stories, facts = StoryMaker(self.shelf), FactsMaker()
        named: set[TermKey] = set()
        for position, story in enumerate(out):
            filed = self._file(position, story)
            stories.add(filed)
            facts.add(filed)
            named.update(filed.terms)
        return stories.made(), facts.made(), named

    def _look_at(self, record: Record) -> ReadStory:
        values = marshal.loads(record.raw)  # our own bytes
        return ReadStory(
            values[_ID],
            values[_SLUG],
            values[_TRANSLATION_OF],
            values[_DATE][1],
            self._is_published(values),
            self.shelf.put(record.raw),
            record.words,
        )

    def _is_published(self, values: _Fields) -> bool:
        """Say whether a story is out: no draft (unless wanted), past its embargo, before its expiry."""
        if values[_DRAFT] and not self.drafts:
            return False
        published, expires = values[_PUBLISH_AT], values[_EXPIRES_AT]
        moments = (published, expires, values[_COMMENTS_UNTIL])
        self.changes.update(moment[1] for moment in moments if moment and moment[1] > self.clock)
        return not (published and published[1] > self.clock) and not (expires and expires[1] <= self.clock)

    def _is_breaking(self, values: _Fields) -> bool:
        """Say whether the label "breaking" still stands: until it runs out, by itself after a day."""
        if "breaking" not in values[_LABELS]:
            return False
        until = values[_BREAKING_UNTIL][1] if values[_BREAKING_UNTIL] else _a_day_after(values[_DATE][1])
        if until > self.clock:
            self.changes.add(until)
        return bool(until > self.clock)

    def _add_entries(self, entries: Sequence[Entry]) -> None:
        known = merged(entries)
        self.problems += known.problems
        for kind in _NAMED_KINDS:
            self.problems += self.registers[kind].add_entries(e for e in known.value if e.kind == kind)
        self.problems += self.countries.add_entries(e for e in entries if e.kind == "country")
        self.used_countries.update(self.countries.entries)

    def _file(self, position: int, story: ReadStory) -> FiledStory:
        values = marshal.loads(self.shelf[story.at])  # our own bytes
        filed = self._filed(position, values, story)
        if values[_QUOTES] or values[_CLAIMS]:
            extracted = frozenset([each[0] for each in values[_UNREVIEWED]])
            quoted, claiming = [quote[1] for quote in values[_QUOTES]], [claim[2] for claim in values[_CLAIMS]]
            self.voices.append(_Voices(position, quoted, claiming, extracted))
        self.story_aliases += [Redirect(alias[0], filed.permalink, values[_TITLE], Span(*alias[1])) for alias in values[_ALIASES]]
        return filed

    def _filed(self, position: int, values: _Fields, story: ReadStory) -> FiledStory:
        sections = self._slugs("section", values[_SECTIONS])
        iso, instant = values[_DATE]
        return FiledStory(
            packed=self.shelf,
            at=story.at,
            id=values[_ID],
            path=values[_PATH],
            title=values[_TITLE],
            standfirst=values[_STANDFIRST],
            labels=values[_LABELS],
            lang=values[_LANG],
            date=Moment(iso, instant),
            updated=Moment(*values[_UPDATED]) if values[_UPDATED] else None,
            position=position,
            permalink=story_permalink(self.config.permalinks.story, iso[:10], values[_SLUG], sections[0] if sections else ""),
            words=story.words,
            breaking=self._is_breaking(values),
            sections=sections,
            tags=self._slugs("tag", values[_TAGS]),
            dossiers=self._slugs("dossier", values[_DOSSIERS]),
            actors=self._actors(values),
            countries=self._countries(values),
            speakers=(),
            claimants=(),
            events=values[_EVENTS],
            image=values[_IMAGE],
            unreviewed=values[_UNREVIEWED],
        )

    def _slugs(self, kind: TermKind, names: Iterable[_Fields]) -> tuple[str, ...]:
        resolve = self.registers[kind].resolve
        return tuple(dict.fromkeys([resolve(named[0]) for named in names]))

    def _actors(self, values: _Fields) -> tuple[FiledActor, ...]:
        found: dict[str, FiledActor] = {}
        resolve, facts = self.registers["actor"].resolve, self.actor_facts
        for name, role, stated_in, stated_kind in values[_ACTORS]:
            slug = resolve(name[0])
            country = self._code(stated_in) if stated_in else ""
            kind, stated = facts.get(slug, (None, ""))
            facts[slug] = (kind or stated_kind, stated or country)
            known = found.get(slug)
            found[slug] = (
                FiledActor(slug, known.role or role, known.country or country) if known else FiledActor(slug, role, country)
            )
        return tuple(found.values())

    def _countries(self, values: _Fields) -> tuple[FiledCountry, ...]:
        found: dict[str, FiledCountry] = {}
        for name, role in values[_COUNTRIES]:
            code = self._code(name)
            if code:
                slug = self.countries.slug(code)
                known = found.get(slug)
                found[slug] = FiledCountry(slug, known.role if known and known.role else role)
        return tuple(found.values())

    def _code(self, named: _Fields) -> str:
        code = self.codes.get(named[0])
        if code is None:
            resolved = self.countries.resolve(_named(named))
            if isinstance(resolved, Problem):
                self.problems.append(resolved)
                return ""
            code = self.codes[named[0]] = resolved
            self.used_countries.add(code)
        return code

    def _name_voices(self, voices: _Voices, facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Resolve who is quoted and who claims, now that every actor is known; a voice that is no actor keeps its bare name."""
        extracted = voices.extracted  # nobody has misspelt what extraction found
        actors = facts.slugs(voices.position, "actor")
        quoted = tuple([self._voice(actors, named, "quotes" in extracted) for named in voices.quoted])
        return quoted, tuple([self._voice(actors, named, "claims" in extracted) for named in voices.claiming])

    def _voice(self, actors: Iterable[str], named: _Fields | None, extracted: bool) -> str:
        if named is None:
            return ""
        register = self.registers["actor"]
        slug = register.slugs.get(name_key(named[0]), "")
        if not slug and not extracted:
            hint = did_you_mean(named[0], (register.names[actor] for actor in actors), 0.85)
            if hint:
                found = f"`{named[0]}` is not among the actors of the story"
                self.problems.append(Problem("unknown-speaker", found, Span(*named[1]), hint))
        return slug

    def _terms(self, named: set[TermKey]) -> dict[TermKey, Term]:
        terms: dict[TermKey, Term] = {}
        for kind, register in self.registers.items():
            parents = {slug: self._parent(register, entry) for slug, entry in sorted(register.entries.items())}
            slugs = sorted({slug for k, slug in named if k == kind} | set(register.entries) | set(parents.values()) - {""})
            for slug in slugs:
                terms[(kind, slug)] = self._term(kind, slug, parents.get(slug, ""))
        for key, term in terms.items():
            if key[0] == "actor" and term.country:
                self.used_countries.add(term.country)
        for code in sorted(self.used_countries):
            country = self._country_term(code)
            terms[country.key] = country
        return terms

    def _term(self, kind: TermKind, slug: str, parent: str) -> Term:
        register = self.registers[kind]
        entry = register.entries.get(slug)
        actor_kind, country = self.actor_facts.get(slug, (None, "")) if kind == "actor" else (None, "")
        if entry and entry.country:
            country = self._entry_code(entry.country)
        for role in entry.roles if entry else ():
            if role.country:
                self._entry_code(role.country)
        return Term(
            kind=kind,
            slug=slug,
            name=register.names[slug],
            permalink=term_permalink(self.config.permalinks, kind, slug),
            entry=entry,
            aliases=tuple(alias.text for alias in entry.aliases) if entry else (),
            actor_kind=(entry.actor_kind if entry else None) or actor_kind,
            country=country,
            parent=parent,
        )

    def _entry_code(self, named: Named) -> str:
        return self._code((named.text, (named.span.path, named.span.line, named.span.column)))

    def _country_term(self, code: str) -> Term:
        entry = self.countries.entries.get(code)
        slug = self.countries.slug(code)
        return Term(
            kind="country",
            slug=slug,
            name=self.countries.name(code),
            permalink=term_permalink(self.config.permalinks, "country", slug),
            entry=entry,
            code=code,
            official=self.countries.official(code),
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

    def _former_addresses(self, terms: Mapping[TermKey, Term], others: Iterable[Redirect]) -> list[Redirect]:
        """Return a redirect from where each alias of a register entry would have a page, had nobody said whose name it is,
        and from the page of each entry that was merged into it.

        So a page that two actors had before they were merged is still reached. An address that something else has is left alone.
        """
        taken = {term.permalink for term in terms.values()} | {f"{redirect.alias.rstrip('/')}/" for redirect in others}
        found: dict[str, Redirect] = {}
        for key in sorted(terms):
            term = terms[key]
            entry = term.entry if term.kind != "country" else None
            slugs = [(slug_of(alias.text), alias.span) for alias in entry.aliases] if entry else []
            slugs += [(former.text, former.span) for former in entry.former] if entry else []
            for slug, span in slugs:
                address = term_permalink(self.config.permalinks, term.kind, slug)
                if address not in taken:
                    found.setdefault(address, Redirect(address, term.permalink, term.name, span))
        return list(found.values())


def _named(values: _Fields) -> Named:
    return decode(Named, values)


def _page_aliases(pages: Iterable[tuple[FreePage, str]]) -> list[Redirect]:
    return [Redirect(alias.text, permalink, page.title, alias.span) for page, permalink in pages for alias in page.aliases]


def _links(stories: Stories, terms: Mapping[TermKey, Term], pages: Iterable[tuple[FreePage, str]]) -> StoryLinks:
    links = {former.span.path: term.permalink for term in terms.values() if term.entry for former in term.entry.former}
    links |= {term.entry.path: term.permalink for term in terms.values() if term.entry}
    return StoryLinks(stories, links | {page.path: permalink for page, permalink in pages})


def _a_day_after(instant: str) -> str:
    """Return the instant 24 hours later; at the end of the calendar, its end."""
    try:
        later = datetime.fromisoformat(instant) + timedelta(days=1)
    except OverflowError:
        return "9999-12-31T23:59:59Z"
    return f"{later.year:04d}{later.strftime('-%m-%dT%H:%M:%SZ')}"
