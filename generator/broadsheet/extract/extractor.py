"""The extractor: an article's text in, findings out, each finder given what it needs of the others' results.

`_RULES` has what finds in texts of a language: made from extractor, article and parts, it answers `findings`, `topics` and
`left_out`.

Left out: what becomes of findings (`content/findings.py`), and where they are kept (`findings/`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from broadsheet.catalog.terms import name_key
from broadsheet.extract.countries.countries import CountryReport, read_countries
from broadsheet.extract.countries.localities import find_localities
from broadsheet.extract.countries.places import FORMER, load_gazetteer
from broadsheet.extract.dates.anchored import PUBLISHED, TEXT
from broadsheet.extract.dates.dates import find_dates
from broadsheet.extract.dates.edtf import last_year
from broadsheet.extract.dates.events import find_events
from broadsheet.extract.document.document import Document
from broadsheet.extract.document.lexicon import load_lexicon
from broadsheet.extract.finding import Evidence, Finding
from broadsheet.extract.identity.actors import Actor, gather_actors
from broadsheet.extract.identity.bearers import Naming, find_bearers, named_in
from broadsheet.extract.identity.identity import Identities, read_identities
from broadsheet.extract.identity.office_mentions import find_offices
from broadsheet.extract.identity.registered_organisations import with_registers
from broadsheet.extract.language_model import CONFIDENCE as MODEL_CONFIDENCE
from broadsheet.extract.language_model import RULE as MODEL_RULE
from broadsheet.extract.language_model import LanguageModel
from broadsheet.extract.locations import find_locations
from broadsheet.extract.organisations.clusters import gather_organisations
from broadsheet.extract.organisations.known_organisations import KnownOrganisations, load_organisations
from broadsheet.extract.organisations.organisations import find_organisations
from broadsheet.extract.people.clusters import gather_people
from broadsheet.extract.people.name_groups import find_relatives, group_names
from broadsheet.extract.people.people import PersonMention, find_people
from broadsheet.extract.people.roles import PlaceMention, StatedRole, find_roles
from broadsheet.extract.standing import primary_countries
from broadsheet.extract.statements.attributions import attribution_findings, read_attributions
from broadsheet.extract.structure.article import Article, Parts, read_parts
from broadsheet.extract.topics.commonplaces import commonplaces, subjects_among
from broadsheet.extract.topics.frequencies import Frequencies, combined, load_background
from broadsheet.extract.topics.keyphrases import find_keyphrases
from broadsheet.extract.topics.sections import find_sections
from broadsheet.extract.topics.subjects import Subject, SubjectIndex, index_subjects
from broadsheet.extract.topics.tags import find_tags
from broadsheet.extract.topics.topics import find_topics
from broadsheet.extract.unruled import WithoutRules
from broadsheet.extract.whole import Wholes
from broadsheet.language.tongue import UNKNOWN
from broadsheet.model import LABELS, Entry, TermKind

VERSION = "1"
_DATED = 0.8  # from which a date that was found is the one that relative dates are counted from
_PLACED = 0.5
_SURE = 0.8  # from which findings are published
_FEWEST_ACTORS = 3  # of one country, and two in three of all, that tell which a text is of
_HEARD, _UNHEARD = 0.95, 0.9  # of a language
_FIRST_YEAR = "0001"  # of metadata's calendar
_TITLES, _PAST = ("before the name", "before a list"), ("former", "ex-", "late ")
_LONG_AGO, _NEWS = 6, 3  # years after which few are still what they were; sentences
_KEYPHRASES, _SUBJECTS, _KEYPHRASE = 12, 3, 0.4
_UNDATED = {PUBLISHED: "no day of publication to count from", TEXT: "no date before it to count from"}
_SAID: Mapping[str, str] = {
    "breaking news": "breaking",
    "comment": "opinion",
    "live updates": "live",
    "live blog": "live",
    "explained": "explainer",
}


class LeftOut(NamedTuple):
    """What looked like a value of a key and is none, with the reason; of the key `body`, a line that does not belong to it."""

    field: str
    evidence: Evidence
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in an article: findings in the order of their keys, topics, what was left out and why, the body's text.

    `fault` says why there is no article in the text, and what to do about it. `whole`: most of the text looked like no part of an
    article, and nothing was left out.
    """

    findings: tuple[Finding, ...] = ()
    topics: tuple[Finding, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    body: str = ""
    fault: tuple[str, str] = ("", "")
    whole: bool = False


@dataclass(frozen=True)
class Extractor:
    """Extracts articles by the registers of a publication.

    `labels` are its own; a `model` proposes organisations; `frequencies` are those of its own articles, where it has frozen them;
    `language` is the publication's; `home` are the codes of the countries whose news it tells.
    """

    registers: tuple[Entry, ...] = ()
    labels: tuple[str, ...] = ()
    model: LanguageModel | None = None
    frequencies: Frequencies | None = None
    language: str = "en"
    home: tuple[str, ...] = ()

    def extract(self, article: Article) -> Extraction:
        """Return what is found in an article. Linear in its length; the same article and registers give the same findings."""
        parts = read_parts(article)
        rules = _RULES.get(parts.language.partition("-")[0])
        found = rules(self, article, parts) if rules else WithoutRules(article, parts)
        left_out = [LeftOut("body", Evidence(part.start, part.end, part.value), part.rule) for part in parts.dropped]
        left_out += found.left_out()
        place = _Placing(article, parts)
        findings = tuple(place(finding) for finding in (*self._tongue(parts.language), *found.findings()))
        return Extraction(
            findings, tuple(map(place, found.topics)), tuple(map(place.left_out, left_out)), parts.body, parts.fault, parts.whole
        )

    def _tongue(self, language: str) -> Iterator[Finding]:
        """Yield the language of a text that is not in the publication's."""
        if language.partition("-")[0] != self.language.partition("-")[0]:
            yield Finding("lang", language, (), "small words", _UNHEARD if language == UNKNOWN else _HEARD)

    @cached_property
    def identities(self) -> Identities:
        """The actors of the registers."""
        return read_identities(self.registers)

    @cached_property
    def organisations(self) -> KnownOrganisations:
        """The organisations that are known by name, those of the registers among them."""
        return with_registers(load_organisations(), self.registers)

    @cached_property
    def usual(self) -> Frequencies:
        """The frequencies that words are weighed by."""
        return combined(self.frequencies, load_background()) if self.frequencies else load_background()

    @cached_property
    def tags(self) -> SubjectIndex:
        """The tags of the registers."""
        return index_subjects(self.subjects("tag"))

    @cached_property
    def sections(self) -> tuple[Subject, ...]:
        """The sections of the registers."""
        return tuple(self.subjects("section"))

    @cached_property
    def known_labels(self) -> Mapping[str, str]:
        """The labels that a story may have, by how pages word them, in small letters."""
        return {**_SAID, **{label.casefold(): label for label in (*LABELS, *self.labels)}}

    def subjects(self, kind: TermKind) -> Iterator[Subject]:
        """Yield the entries of one kind as subjects."""
        for entry in self.registers:
            if entry.kind == kind:
                name = entry.name.text if entry.name else entry.key
                yield Subject(entry.key, name, tuple(alias.text for alias in entry.aliases))


class _English:
    """All that is looked for in one article in English, each thing once."""

    def __init__(self, extractor: Extractor, article: Article, parts: Parts) -> None:
        self._extractor = extractor
        self._parts = parts
        self._document: Document = parts.document
        self._published = article.published or _stated_day(parts.findings)
        self._dates = find_dates(self._document, date.fromisoformat(self._published) if self._published else None)
        phrases = tuple(load_gazetteer().scan(self._document.tokens))
        self.people: tuple[PersonMention, ...] = find_people(self._document, load_lexicon(), phrases)
        self._spans = [(mention.start, mention.end) for mention in self.people]
        self.countries: CountryReport = read_countries(self._document, load_gazetteer(), self._spans, phrases)
        self.actors: tuple[Actor, ...] = self._actors(self._spans)
        self._topics = find_topics(self._document)
        self.topics: tuple[Finding, ...] = tuple(topic.finding for topic in self._topics)

    def findings(self) -> Iterator[Finding]:
        """Yield the findings of every key, each id once."""
        seen: set[str] = set()
        for finding in self._all():
            if (known := finding.id) not in seen:
                seen.add(known)
                yield finding

    def _all(self) -> Iterator[Finding]:
        yield from (finding for finding in self._parts.findings if finding.field not in ("section", "labels"))
        yield from self._sections()
        yield from self._labels()
        yield from (actor.finding for actor in self.actors)
        yield from self._proposed()
        yield from self._standing()
        yield from self._tags()
        named = sorted(mention for actor in self.actors for mention in actor.mentions)
        wholes = Wholes(self._document, self._dates, named)
        for finding in attribution_findings(self._document, read_attributions(self._document, named)):
            yield _without_empty(wholes.complete(finding) if finding.field == "claims" else finding)
        events = find_events(self._document, self._dates, self._published)
        yield from (wholes.complete(event.finding) for event in events if event.date >= _FIRST_YEAR)

    def left_out(self) -> Iterator[LeftOut]:
        """Yield names that are no countries here, and dates without a value because what they are counted from is not known."""
        yield from (LeftOut("countries", Evidence(n.start, n.end, n.text), n.reason) for n in self.countries.not_countries)
        if not self._published:
            for mention in self._dates:
                if not mention.value and mention.anchor in _UNDATED:
                    place = Evidence(mention.start, mention.end, mention.text)
                    yield LeftOut("events", place, _UNDATED[mention.anchor])

    def _actors(self, spans: list[tuple[int, int]]) -> tuple[Actor, ...]:
        places = [PlaceMention(m.start, m.end, m.code) for m in self.countries.mentions if m.confidence >= _PLACED]
        roles = [role for role in find_roles(self._document, self.people, places, load_lexicon()) if not self._is_of_old(role)]
        codes = {place.code for place in places}
        scene = Naming(self._document.text, self._published, self._document.headline, codes, load_lexicon().words["renowned"])
        bearers = find_bearers(self.people, roles, scene)
        names = [
            bearer.name(m.text) if bearer else named_in(self._document.text, m)
            for m, bearer in zip(self.people, bearers, strict=True)
        ]
        first, last = self._document.headline or (0, 0)
        heads = frozenset(n for n, m in enumerate(self.people) if first <= m.start < last and " " in m.text)
        relatives = find_relatives(self._document, self.people, load_lexicon().words["relative"])
        people = gather_people(self.people, group_names(names, heads, relatives), roles, self._document.headline)
        self.organisations = find_organisations(
            self._document, spans, self.countries.mentions, publisher=self._parts.publisher, known=self._extractor.organisations
        )
        organisations = gather_organisations(self.organisations)
        identities = self._extractor.identities
        offices = find_offices(self._document, self.countries.mentions, identities.offices, spans)
        known = {mention: bearer for mention, bearer in zip(self.people, bearers, strict=True) if bearer}
        return gather_actors(people, organisations, identities, self._published, offices, known)

    def _is_of_old(self, role: StatedRole) -> bool:
        """Say whether a title stands in a sentence of long ago only, when it was borne: "In 1975 President Gerald Ford …".

        What a text begins with is its news, and that is of today whatever else the sentence tells.
        """
        if role.rule not in _TITLES or not self._published or role.text.lower().startswith(_PAST):
            return False
        sentence, titles = self._document.sentence_at(role.start), load_lexicon().words["title"]
        if sentence is None or titles.isdisjoint(role.text.split()) or sentence in self._document.sentences[:_NEWS]:
            return False
        years = [last_year(mention.value) for mention in self._dates if sentence.start <= mention.start < sentence.end]
        return bool(years) and max(years) <= int(self._published[:4]) - _LONG_AGO

    def _proposed(self) -> Iterator[Finding]:
        """Yield the organisations that only the language model finds."""
        if self._extractor.model is None:
            return
        taken = [(start, end) for actor in self.actors for start, end, _ in actor.evidence]
        taken += [(mention.start, mention.end) for mention in self.countries.mentions]
        found: dict[str, list[Evidence]] = {}
        for proposal in self._extractor.model.propose(self._document, taken):
            found.setdefault(proposal.text, []).append(Evidence(*proposal))
        for name, evidence in found.items():
            value = {"name": name, "kind": "organisation"}
            yield Finding("actors", value, tuple(evidence), MODEL_RULE, MODEL_CONFIDENCE, name_key(name))

    def _sections(self) -> Iterator[Finding]:
        labels = [finding.evidence[0] for finding in self._parts.findings if finding.field == "section"]
        yield from (section.finding for section in find_sections(labels, self._topics, self._extractor.sections))

    def _labels(self) -> Iterator[Finding]:
        for finding in self._parts.findings:
            label = self._extractor.known_labels.get(str(finding.value).casefold()) if finding.field == "labels" else None
            if label:
                yield replace(finding, value=label)

    def _standing(self) -> Iterator[Finding]:
        """Yield the countries that the text is about, and the places in them."""
        mentions, home = self.countries.mentions, self._extractor.home
        localities = find_localities(self._document, mentions, self._spans, home)
        found = primary_countries(self._document, sorted((*mentions, *localities)), self.organisations, self._published, home)
        code, actors = self._country_of_actors()
        standings = [replace(each, confidence=max(each.confidence, _SURE)) if each.code == code else each for each in found]
        for standing in standings:
            evidence = tuple(Evidence(mention.start, mention.end, mention.text) for mention in standing.mentions)
            rule = max(standing.mentions, key=lambda mention: mention.confidence).how
            yield Finding("countries", standing.code, evidence, rule, standing.confidence)
        if actors and all(standing.code != code for standing in standings):
            evidence = tuple(sorted(place for actor in actors for place in actor.evidence))
            yield Finding("countries", code, evidence, "its actors", _SURE)
        yield from find_locations(self._document, standings, self.organisations)

    def _country_of_actors(self) -> tuple[str, list[Actor]]:
        """Return the country that most of the actors are of: a text about officials and bodies need not name it."""
        theirs = [a for a in self.actors if a.confidence >= _SURE and a.country and not a.country.startswith(FORMER)]
        ((code, most),) = Counter(actor.country for actor in theirs).most_common(1) or [("", 0)]
        most_are = most >= _FEWEST_ACTORS and most * 3 >= len(theirs) * 2
        return (code, [actor for actor in theirs if actor.country == code]) if most_are else ("", [])

    def _tags(self) -> Iterator[Finding]:
        index = self._extractor.tags
        yield from (tag.finding for tag in find_tags(self._document, index))
        known = {name.casefold() for subject in index.subjects.values() for name in (subject.name, *subject.aliases)}
        known |= {name.casefold() for actor in self.actors for name in (actor.name, actor.shown)}
        apart = [(start, end) for actor in self.actors for start, end, _ in actor.evidence]
        apart += [(mention.start, mention.end) for mention in self.countries.mentions]
        unwanted = commonplaces(self._document, frozenset(known))
        phrases = find_keyphrases(self._document, self._extractor.usual, _KEYPHRASES, unwanted, apart)
        for phrase in subjects_among(self._document, phrases)[:_SUBJECTS]:
            place = Evidence(phrase.start, phrase.end, self._document.text[phrase.start : phrase.end])
            yield Finding("tags", phrase.text, (place,), "keyphrase", _KEYPHRASE)


_RULES: Mapping[str, type[_English]] = {"en": _English}  # `language/ruled.py` has the same languages


class _Placing:
    """Gives evidence its place in the file, and the words that stand there; what does not stand there is no evidence."""

    def __init__(self, article: Article, parts: Parts) -> None:
        self._text = article.text
        self._places = parts.places

    def __call__(self, finding: Finding) -> Finding:
        evidence = tuple(filter(None, map(self._in_file, finding.evidence)))
        return Finding(finding.field, finding.value, evidence, finding.rule, finding.confidence, finding.key)

    def left_out(self, left: LeftOut) -> LeftOut:
        """Return what was left out with its place in the file; with none where it stands nowhere there."""
        return left._replace(evidence=self._in_file(left.evidence) or left.evidence._replace(start=0, end=0))

    def _in_file(self, evidence: Evidence) -> Evidence | None:
        if self._places is None:
            return evidence._replace(text=self._text[evidence.start : evidence.end])
        start, end = self._places.of(evidence.start, evidence.end) if evidence.start < evidence.end else (0, 0)
        if start == end:  # it stands in the page's metadata
            start = self._text.find(evidence.text)
            end = start + len(evidence.text)
        return Evidence(start, end, evidence.text) if 0 <= start < end else None


def _stated_day(findings: Iterable[Finding]) -> str:
    """Return the day of publication that an article states with enough confidence, or nothing."""
    days = (str(f.value)[:10] for f in findings if f.field == "date" and f.confidence >= _DATED)
    return next(days, "")


def _without_empty(finding: Finding) -> Finding:
    """Return a finding without the parts of its value that say nothing."""
    if isinstance(finding.value, str):
        return finding
    return replace(
        finding, value={key: text for key, text in finding.value.items() if text}, key=finding.key or str(finding.value)
    )


@lru_cache(maxsize=1)
def program_digest() -> str:
    """Return the digest of the tables and rules of extraction: other ones may find something else."""
    state = sha256()
    here = Path(__file__).parent
    ours = {path.relative_to(here).as_posix(): path for path in here.rglob("*") if path.suffix != ".pyc" and path.is_file()}
    ours["countries.tsv"] = here.parent / "catalog" / "countries.tsv"
    ours["tongue.py"] = here.parent / "language" / "tongue.py"
    for name in sorted(ours):
        state.update(f"{name}\0".encode())
        state.update(ours[name].read_bytes())
    return state.hexdigest()[:32]
