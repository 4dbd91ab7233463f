"""Compile the catalog: resolve every name that stories and registers use, put the stories in order, give each its address.

Pure: the clock, the records and the settings come in as arguments. What cannot be resolved comes back as problems, all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from broadsheet.catalog.addresses import StoryAddresses, term_permalink
from broadsheet.catalog.catalog import Catalog, Redirect, is_before_christ
from broadsheet.catalog.countries import CountryRegister, country_register
from broadsheet.catalog.editions import group_editions, originals_of
from broadsheet.catalog.held import held_entries
from broadsheet.catalog.lists import lists_of
from broadsheet.catalog.merging import merged
from broadsheet.catalog.records import AT, PlacedName, Record, Values, entry_of, page_of, span_of, terms_of
from broadsheet.catalog.redirects import compile_redirects
from broadsheet.catalog.story import CatalogStory, PlainPlace, StoryMention, TermKey
from broadsheet.catalog.terms import NameRegister, Term, name_key
from broadsheet.config import Config, Onward
from broadsheet.content.slugs import slug_of
from broadsheet.model import UNDATED, ActorKind, Entry, FreePage, HeldBack, Named, TermKind, known_of
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

T = TypeVar("T")
Instant = tuple[str, ...] | None  # a moment, as it is written and in UTC
_ID, _PATH, _TITLE, _DATE, _SLUG = (AT[name] for name in ("id", "path", "title", "date", "slug"))
_SECTIONS, _TAGS, _DOSSIERS = (AT[name] for name in ("sections", "tags", "dossiers"))
_ACTORS, _COUNTRIES, _PLACES, _QUOTES, _CLAIMS = (AT[name] for name in ("actors", "countries", "places", "quotes", "claims"))
_LABELS, _BREAKING_UNTIL, _ALIASES, _UNREVIEWED = (AT[name] for name in ("labels", "breaking_until", "aliases", "unreviewed"))
_DRAFT, _PUBLISH_AT, _EXPIRES_AT, _COMMENTS_UNTIL = (AT[name] for name in ("draft", "publish_at", "expires_at", "comments_until"))


def compile_catalog(
    records: Iterable[Record],
    config: Config,
    *,
    clock: str,
    drafts: bool = False,
    countries: Mapping[str, str] = MappingProxyType({}),
) -> Outcome[Catalog]:
    """Compile what was read into the catalog of what is published.

    `clock` is an instant (`YYYY-MM-DDTHH:MM:SSZ`) against which dates, embargoes and expiries are judged. Names in stories that
    are not published make no terms. `countries`: their names by code, where the publication is not in English. The catalog is
    complete even when there are problems; it must not be published when one is an error. Costs some 30 µs a story.
    """
    return _Compiler(config, clock, drafts, country_register(countries)).run(records)


@dataclass(slots=True)
class _Compiler:
    config: Config
    clock: str
    drafts: bool
    countries: CountryRegister
    registers: dict[TermKind, NameRegister] = field(init=False)  # of all kinds but countries
    problems: list[Problem] = field(default_factory=list)
    actor_facts: dict[str, tuple[ActorKind | None, str]] = field(default_factory=dict)  # slug -> first stated kind, country
    used_countries: set[str] = field(default_factory=set)
    held: dict[str, HeldBack] = field(default_factory=dict)  # ids
    changes: set[str] = field(default_factory=set)  # instants to come at which time alone changes something
    codes: dict[str, str] = field(default_factory=dict)  # a country as written -> its code
    country_slugs: dict[str, str] = field(default_factory=dict)  # code -> slug
    keys: dict[TermKind, _Made[TermKey]] = field(init=False)
    plain_actors: dict[tuple[Any, ...], StoryMention] = field(default_factory=dict)  # by mentions that say of no country
    bare: _Made[StoryMention] = field(default_factory=lambda: _Made(StoryMention))  # of which no more is said than the name

    def __post_init__(self) -> None:
        kinds = self.config.kinds
        self.registers = {kind: NameRegister(kind) for kind in kinds if kind != "country"}
        self.keys = {kind: _Made(_key_maker(kind)) for kind in kinds}

    def run(self, records: Iterable[Record]) -> Outcome[Catalog]:
        """Resolve in the order that keeps slugs stable: register files first, then stories from the oldest."""
        entries: list[Entry] = []
        found: list[FreePage] = []
        read: list[Record] = []
        aside: list[Values] = []  # of stories that are not published for their errors
        for record in records:
            if record.kind == "story":
                read.append(record)
            elif record.kind == "entry":
                entries.append(entry_of(record))
            elif record.kind == "aside":
                aside.append(record.values)
            else:
                found.append(page_of(record))
        self._add_entries(entries)
        out = [record for record in read if not self._holds_story(record.values)]
        out.sort(key=lambda record: (record.values[_DATE][1], record.values[_ID]))
        stories = self._stories(out)
        self._name_voices(stories)
        editions = group_editions([record.values for record in read], stories)
        self.problems += editions.problems
        named = {key for story in stories for key in story.terms}
        waiting = (record.values for record in read if record.values[_ID] in self.held) if self.held else ()
        terms = self._terms(named, held_entries((*waiting, *aside), stories, named, self.registers, self.countries))
        pages = [(page, self.config.permalinks.page.format(slug=page.slug)) for page in found]
        pages = sorted((pair for pair in pages if not self._holds(*_standing(pair[0]))), key=lambda pair: pair[1])
        aliases = [*_story_aliases(stories), *_page_aliases(pages), *_moved(self.config.redirects)]
        former = self._former_addresses(terms, aliases)
        owners = {story.permalink: story.path for story in stories} if aliases else {}
        redirects = compile_redirects(aliases, owners)
        originals = originals_of(stories, editions.value)
        catalog = Catalog(
            stories=stories,
            terms=terms,
            lists=lists_of(stories, terms, originals),
            country_codes=self.countries.codes,
            pages=tuple(pages),
            redirects=tuple(sorted((*redirects.value, *former), key=lambda redirect: redirect.alias)),
            editions=editions.value,
            originals=originals,
            kinds=self.config.kinds,
            until=min(self.changes, default=""),
            held=self.held,
        )
        return Outcome(catalog, (*self.problems, *redirects.problems))

    def _holds_story(self, values: Values) -> bool:
        """Say whether a story is held back, and note why."""
        comments = values[_COMMENTS_UNTIL]
        if comments and comments[1] > self.clock:
            self.changes.add(comments[1])
        undated = self.config.undated == "hold" and values[_DATE][2] == UNDATED
        why: HeldBack | None = (
            "undated" if undated else self._holds(values[_DATE], values[_DRAFT], values[_PUBLISH_AT], values[_EXPIRES_AT])
        )
        if why:
            self.held[values[_ID]] = why
        return bool(why)

    def _holds(self, date: Instant, draft: bool, published: Instant, expires: Instant) -> HeldBack | None:
        """Say why something is not out: a draft (unless wanted), expired, before its embargo ends, or dated in the future."""
        clock = self.clock
        early = date is not None and date[1] > clock and not self.config.future
        if not (early or draft or published or expires):  # nearly always
            return None
        if draft and not self.drafts:
            return "draft"
        ahead = [moment[1] for moment in (early and date, published, expires) if moment and moment[1] > clock]
        self.changes.update(ahead)
        if expires and expires[1] <= clock:
            return "expired"
        if published and published[1] > clock:
            return "embargo"
        return "future" if early else None

    def _is_breaking(self, values: Values) -> bool:
        """Say whether the label "breaking" still stands: until it runs out, by itself after a day."""
        until: str = values[_BREAKING_UNTIL][1] if values[_BREAKING_UNTIL] else _a_day_after(values[_DATE][1])
        if until > self.clock:
            self.changes.add(until)
        return until > self.clock

    def _add_entries(self, entries: Sequence[Entry]) -> None:
        known = merged(entries)
        self.problems += known.problems
        for kind, register in self.registers.items():
            self.problems += register.add_entries(e for e in known.value if e.kind == kind)
        self.problems += self.countries.add_entries(e for e in entries if e.kind == "country")

    def _stories(self, out: Sequence[Record]) -> list[CatalogStory]:
        """Return the stories that are out, from the oldest, each with its terms."""
        address = StoryAddresses(self.config.permalinks.story)
        section_keys, dossier_keys, tag_keys = self.keys["section"], self.keys["dossier"], self.keys["tag"]
        own = [taxonomy.name for taxonomy in self.config.taxonomies]
        stories = []
        for position, record in enumerate(out):
            values = record.values
            sections = self._slugs("section", values[_SECTIONS])
            dossiers = self._slugs("dossier", values[_DOSSIERS])
            actors, actor_keys = self._actors(values)
            countries, country_keys = self._countries(values)
            tags = self._slugs("tag", values[_TAGS])
            permalink = address.of(_known(values), values[_SLUG], sections[0] if sections else "")
            breaking = "breaking" in values[_LABELS] and self._is_breaking(values)
            terms = (
                *[section_keys[slug] for slug in sections],
                *[dossier_keys[slug] for slug in dossiers],
                *actor_keys,
                *country_keys,
                *[tag_keys[slug] for slug in tags],
                *[self.keys[kind][slug] for kind in own for slug in self._slugs(kind, terms_of(values, kind))],
            )
            stories.append(
                CatalogStory(
                    values,
                    record.stamp,
                    record.body,
                    record.words,
                    position,
                    permalink,
                    breaking,
                    sections,
                    dossiers,
                    actors,
                    countries,
                    tags,
                    terms,
                    places=self._places(values),
                )
            )
        return stories

    def _slugs(self, kind: TermKind, names: tuple[str, ...]) -> tuple[str, ...]:
        """Return the slugs of the terms that some names mean, each once."""
        if not names:
            return names
        register = self.registers[kind]
        slugs = tuple([register.known.get(name) or register.resolve(name) for name in names])
        return slugs if len(slugs) < 2 or len(set(slugs)) == len(slugs) else tuple(dict.fromkeys(slugs))

    def _actors(self, values: Values) -> tuple[tuple[StoryMention, ...], list[TermKey]]:
        known, path = self.plain_actors, values[_PATH]
        actors = [known.get(mention) or self._actor(mention, path) for mention in values[_ACTORS]]
        found = {actor[0]: actor for actor in actors}
        if len(found) < len(actors):  # the first that is said of each counts
            for slug, role, country in reversed(actors):
                found[slug] = StoryMention(slug, role or found[slug].role, country or found[slug].country)
        keys = self.keys["actor"]
        return tuple(found.values()), [keys[slug] for slug in found]

    def _actor(self, mention: tuple[Any, ...], path: str) -> StoryMention:
        """Return the actor whom a story mentions, and note what it is and where it is from, if nobody has said so yet."""
        name, role, stated_in, stated_kind = mention
        slug = self.registers["actor"].resolve(name)
        country = self._code(stated_in, path) if stated_in else ""
        kind, stated = self.actor_facts.get(slug, (None, ""))
        self.actor_facts[slug] = (kind or stated_kind, stated or country)
        actor = StoryMention(slug, role, country) if role or country else self.bare[slug]
        if not stated_in:  # a country has its place in the source, which a problem names
            self.plain_actors[mention] = actor
        return actor

    def _countries(self, values: Values) -> tuple[tuple[StoryMention, ...], list[TermKey]]:
        found: dict[str, StoryMention] = {}
        codes, slugs = self.codes, self.country_slugs
        for name, role in values[_COUNTRIES]:
            code = codes.get(name[0]) or self._code(name, values[_PATH])
            if code:
                slug = slugs.get(code) or slugs.setdefault(code, self.countries.slug(code))
                before = found.get(slug)
                role = before.role if before and before.role else role
                found[slug] = StoryMention(slug, role) if role else self.bare[slug]
        keys = self.keys["country"]
        return tuple(found.values()), [keys[slug] for slug in found]

    def _places(self, values: Values) -> tuple[PlainPlace, ...]:
        path = values[_PATH]
        return tuple([(name, kind, self._code(country, path) if country else "") for name, kind, country in values[_PLACES]])

    def _code(self, name: PlacedName, path: str) -> str:
        """Return the code of a country that a story names; empty, and a problem, when there is none."""
        code = self.codes.get(name[0])
        if code is None:
            resolved = self.countries.resolve(Named(name[0], span_of(name, path)))
            if isinstance(resolved, Problem):
                self.problems.append(resolved)
                return ""
            code = self.codes[name[0]] = resolved
            self.used_countries.add(code)
        return code

    def _name_voices(self, stories: Iterable[CatalogStory]) -> None:
        """Resolve who is quoted and who claims, now that every actor is known; a voice that is no actor keeps its bare name."""
        for story in stories:
            values = story.values
            quotes, claims = values[_QUOTES], values[_CLAIMS]
            if quotes or claims:
                extracted = {each[0] for each in values[_UNREVIEWED]}  # nobody has misspelt what extraction found
                story.speakers = tuple([self._voice(story, quote[1], "quotes" in extracted) for quote in quotes])
                story.claimants = tuple([self._voice(story, claim[2], "claims" in extracted) for claim in claims])

    def _voice(self, story: CatalogStory, name: PlacedName | None, extracted: bool) -> str:
        if name is None:
            return ""
        register = self.registers["actor"]
        slug = register.slugs.get(name_key(name[0]), "")
        if not slug and not extracted:
            hint = did_you_mean(name[0], (register.names[actor.slug] for actor in story.actors), 0.85)
            if hint:
                found = f"`{name[0]}` is not among the actors of the story"
                self.problems.append(Problem("unknown-speaker", found, span_of(name, story.path), hint))
        return slug

    def _terms(self, named: set[TermKey], held: set[TermKey]) -> dict[TermKey, Term]:
        """Return the terms of stories (`named`), those of entries but for the `held` ones, and what is above them."""
        terms: dict[TermKey, Term] = {}
        for kind, register in self.registers.items():
            parents = {slug: self._parent(register, entry) for slug, entry in sorted(register.entries.items())}
            slugs = {slug for k, slug in named if k == kind} | {slug for slug in register.entries if (kind, slug) not in held}
            above = slugs
            while above := {parents.get(slug, "") for slug in above} - slugs - {""}:
                slugs |= above
            for slug in sorted(slugs):
                terms[(kind, slug)] = self._term(kind, slug, parents.get(slug, ""))
            self.held.update((register.entries[slug].path, "entry") for k, slug in held if k == kind and slug not in slugs)
        for key, term in terms.items():
            if key[0] == "actor" and term.country:
                self.used_countries.add(term.country)
        entries = {code: ("country", self.countries.slug(code)) for code in self.countries.entries}
        for code in sorted(self.used_countries | {code for code, key in entries.items() if key not in held}):
            country = self._country_term(code)
            terms[country.key] = country
        self.held.update((self.countries.entries[code].path, "entry") for code, key in entries.items() if key not in terms)
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
        return self._code((named.text, named.span.line, named.span.column), named.span.path)

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


class _Made(dict[str, T]):
    """Values by slugs, each made when it is first asked for: many stories have them in common."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, slug: str) -> T:
        made = self[slug] = self._make(slug)
        return made


def _known(values: Values) -> str:
    iso, _, edtf = values[_DATE]
    return known_of(edtf) or "undated" if edtf else iso


def _standing(page: FreePage) -> tuple[Instant, bool, Instant, Instant]:
    return page.date, page.draft, page.publish_at, page.expires_at


def _key_maker(kind: TermKind) -> Callable[[str], TermKey]:
    return lambda slug: (kind, slug)


def _story_aliases(stories: Iterable[CatalogStory]) -> Iterator[Redirect]:
    for story in stories:
        for text, span in story.values[_ALIASES]:
            yield Redirect(text, story.permalink, story.title, Span(*span))


def _moved(told: Iterable[Onward]) -> Iterator[Redirect]:
    for alias, target in told:
        yield Redirect(alias.text, target.text, target.text, alias.span)


def _page_aliases(pages: Iterable[tuple[FreePage, str]]) -> list[Redirect]:
    return [Redirect(alias.text, permalink, page.title, alias.span) for page, permalink in pages for alias in page.aliases]


def _a_day_after(instant: str) -> str:
    """Return the instant 24 hours later; at the end of the calendar, its end."""
    if is_before_christ(instant):
        return instant
    try:
        later = datetime.fromisoformat(instant) + timedelta(days=1)
    except OverflowError:
        return "9999-12-31T23:59:59Z"
    return f"{later.year:04d}{later.strftime('-%m-%dT%H:%M:%SZ')}"
