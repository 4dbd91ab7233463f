"""Wire copy: what a news item of NewsML, NITF or ninjs says of itself, as a post."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from broadsheet.catalog.countries import country_register
from broadsheet.catalog.terms import name_key
from broadsheet.content.alternative import is_file_name
from broadsheet.content.yamltext import Value
from broadsheet.extract.structure.bylines import read_byline
from broadsheet.extract.structure.datelines import read_dateline
from broadsheet.importing.bodies import without_headline
from broadsheet.importing.dates import date_of, instant_of
from broadsheet.importing.keys import Keys
from broadsheet.importing.post import Held, Post, PostPicture, Site, Skipped
from broadsheet.importing.wirebody import BY, without_byline, without_head
from broadsheet.importing.wirexml import WireItem
from broadsheet.language.cldr import shortest
from broadsheet.model import ACTOR_KINDS, LABELS

# Names in lower case, as `Keys` asks for them; those of a key in the order in which they are believed.
_NAMES = {
    "title": (
        "headline", "headlines", "headline.hl1", "hedline.hl1", "headline_main", "headline_simple", "title",
        "slugline",
    ),
    "date": (
        "firstpublished", "firstcreated", "contentcreated", "date.issue", "dateline.story.date", "pubdata.date.publication",
        "versioncreated",
    ),
    "updated": ("versioncreated", "contentmodified"),
    "standfirst": (
        "description_text", "description_html", "description_xhtml", "description_richtext", "descriptions", "description",
        "abstract", "abstract.p", "standfirst",
    ),
    "lang": ("lang", "language", "language.tag", "baselang"),
    "publish_at": ("embargoed", "date.release", "date.release.norm"),
    "expires_at": ("expires", "date.expire"),
    "pubstatus": ("pubstatus", "management-status"),
}  # fmt: skip
_BYLINES = ("authors", "byline", "by", "creator")
_PLACES = ("located", "dateline.location", "dateline")
_SOURCES = (
    "source",
    "infosources",
    "infosource",
    "creditline",
    "distributor",
    "provider",
    "doc.copyright.holder",
    "copyrightholder",
)
_ABOUT = (
    "subject", "subjects", "keyword", "keywords", "key-list.keyword", "tobject.tobject.subject", "person", "people",
    "organisation", "organisations", "place", "places", "identified-content.person", "identified-content.org",
    "identified-content.location", "evloc",
)  # fmt: skip
_PERSONS = frozenset(("person", "people", "identified-content.person"))
_ORGANISATIONS = frozenset(("organisation", "organisations", "identified-content.org", "org"))
_WHERE = frozenset(
    ("place", "places", "identified-content.location", "evloc", "geoarea", "country", "location", "poi", "statprov", "city")
)
_NOT_WRITING = frozenset(("editor", "producer", "translator", "photographer", "source"))
_ISO = re.compile(
    r"(?:iso3166[-_]?1?[-_]?a[23]?[:/]|cvx\.iptc\.org/iso3166-1a[23]/|countrycode[:/]|isocc[:/])([A-Za-z]{2,3})/?\Z",
    re.IGNORECASE,
)
_NO_PLACE = re.compile(r"\d{4}-\d\d-\d\d")
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"\w+")
_CODED = frozenset((*_BYLINES, *_SOURCES, "associations", "headlines", "descriptions", "description", "service", "embargoed"))
_PLAIN = frozenset(("text", "value", "lang", "name", "role"))
_USABLE, _LONGEST_STANDFIRST, _LONGEST_TAG = "usable", 1_000, 80


def identity(item: WireItem) -> tuple[str, str, str]:
    """Return what identifies an item in all its versions, the number of this one (for comparing), and when it was made."""
    values = {name.lower(): value for name, value in item.values.items()}
    ident = words(values.get("guid")) or words(values.get("uri")) or words(_of(values.get("doc-id"), "id-string"))
    version = words(values.get("version"))
    made = date_of(words(values.get("versioncreated")) or words(_of(values.get("date.issue"), "norm")))
    return ident, version.zfill(20) if version.isdecimal() else version, instant_of(made)


def language(item: WireItem) -> str:
    """Return the language of an item; empty where it does not say."""
    return Keys(item.values, _NAMES).take("lang", lambda value: _language(words(value))) or ""


def withdrawn(item: WireItem) -> str:
    """Return which other item this one takes back; empty for none. In NITF a notice of its own says so."""
    status = words(item.values.get("management-idref-status")).lower()
    return words(item.values.get("management-doc-idref")) if status and status != _USABLE else ""


def post_of(item: WireItem, site: Site, key: str, *, held: bool = False) -> Post | Skipped:
    """Return an item as a post; `held` says that another item takes it back."""
    if item.no_text:
        return Skipped(item.span, f"it is of the type {item.no_text.lower()}, no text")
    keys = Keys(item.values, _NAMES)
    keys.used.update(dict.fromkeys(item.of_body, "body"))
    title, standfirst = words(keys.take("title", words)), _standfirst(keys)
    if not item.body.strip() and not standfirst:
        return Skipped(item.span, "it holds no text")
    date, updated = keys.take("date", _date) or "", keys.take("updated", _date) or ""
    if updated and instant_of(updated) < instant_of(date):
        updated, keys.used = "", {path: became for path, became in keys.used.items() if became != "updated"}
    publish_at, state = _held(keys)
    about = _About(keys)
    ours = dict(_further(item, keys, about))
    authors = tuple(_authors(keys))
    lang = keys.take("lang", lambda value: _language(words(value))) or ""
    expires_at = keys.take("expires_at", _date) or ""
    picture = _picture(keys)
    keys.drop("guid", "uri", "standard", "standardversion", "conformance", "version", "profile")
    kept = {**_read_again(item, about, authors), **keys.rest()}
    inner = without_head(item.body, title)
    told = (("header of the text", "its headline, subjects and day are metadata"),) if len(inner) < len(item.body) else ()
    body, authors = without_byline(without_headline(inner, title), authors, words(_of(ours.get("source"), "name")))
    return Post(
        span=item.span, key=key, title=title, date=date, updated=updated, held="draft" if held else state,
        publish_at=publish_at or date, expires_at=expires_at, lang=lang if lang != site.language else "", authors=authors,
        sections=tuple(_sections(keys)), tags=tuple(about.tags), standfirst=standfirst, picture=picture,
        body=body, form=item.form,
        base=item.span.path,
        used=keys.used, kept=kept, lost=(*item.lost, *told), ours=ours,
    )  # fmt: skip


def words(value: object) -> str:
    """Return the one text that a value holds: its own, that under the usual names, or that of its first part."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return next(
            (
                found
                for found in (words(value.get(name)) for name in ("text", "value", "name", "tag", "norm", "literal"))
                if found
            ),
            "",
        )
    if isinstance(value, list):
        return next((found for found in map(words, value) if found), "")
    return ""


def _of(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, Mapping) else None


def _each(value: object) -> Iterator[Any]:
    yield from value if isinstance(value, list) else (value,) if value else ()


def _date(value: Value) -> str:
    text = words(value)
    return date_of(text) or date_of(text.replace(" ", "T"))


def _language(text: str) -> str:
    return shortest(text.replace("_", "-")) if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", text) else ""


def _standfirst(keys: Keys) -> str:
    """Return the summary of an item; a caption or a line for machines is none."""

    def found(value: Value) -> str:
        for each in _each(value):
            role = words(_of(each, "role")).lower()
            text = " ".join(_TAG.sub(" ", words(each) or words(_of(each, "p"))).split())
            if text and not any(name in role for name in ("caption", "slug", "keyword")) and len(text) <= _LONGEST_STANDFIRST:
                return text
        return ""

    text: str = keys.take("standfirst", found) or ""
    return text


def _held(keys: Keys) -> tuple[str, Held]:
    """Return when an item may be published, and what holds it back: a doubt does."""
    said = keys.take("pubstatus", lambda value: [_status(each) for each in _each(value)]) or []
    word = next((each for each in said if each != _USABLE), "")
    state: Held = "" if word in ("", "embargoed") else "pending" if word == "withheld" else "draft"
    publish_at: str = keys.take("publish_at", _date) or ""
    is_embargoed = word == "embargoed" or keys.path("embargoed") or keys.path("date.release")
    return publish_at, "pending" if is_embargoed and not publish_at and not state else state


def _status(value: object) -> str:
    """Return a status without its scheme: `canceled` for `stat:canceled`."""
    text = (
        value
        if isinstance(value, str)
        else next((words(_of(value, name)) for name in ("qcode", "uri", "name") if _of(value, name)), "")
    )
    return re.split(r"[:/]", text.strip().lower())[-1]


def _authors(keys: Keys) -> Iterator[str]:
    for name in _BYLINES:
        value = keys.peek(name)
        found = list(dict.fromkeys(author for each in _each(value) for author in _names(each)))
        if found:
            keys.used[keys.path(name)] = "authors"
            yield from found
            return


def _names(value: object) -> Iterator[str]:
    """Yield the names in a byline, or of one of several authors who write."""
    role = words(_of(value, "role")).lower()
    text = words(value)
    if not text or any(each in role for each in _NOT_WRITING):
        return
    line = text if BY.match(text) else f"By {text}"
    found = read_byline(line)
    yield from (each.name for each in found) if found else (BY.sub("", text, count=1),)


def _sections(keys: Keys) -> Iterator[str]:
    """Yield the desks: what Superdesk calls services, each with a name and a code."""
    value = keys.peek("service")
    names = [words(_of(each, "name")) for each in _each(value) if isinstance(each, Mapping) and "code" in each]
    if any(names):
        keys.used[keys.path("service")] = "section"
        yield from dict.fromkeys(name for name in names if name)


def _further(item: WireItem, keys: Keys, about: _About) -> Iterator[tuple[str, Value]]:
    """Yield the keys of ours that only wire copy fills."""
    labels = [
        label for each in _each(keys.peek("genre") or keys.peek("genres")) for label in LABELS if words(each).lower() == label
    ]
    if labels:
        yield "labels", list(dict.fromkeys(labels))
    place = _placed(keys)
    start = " ".join(_TAG.sub(" ", item.body[:2_000]).split())
    if place and not start.casefold().startswith(place.casefold()) and read_dateline(start) is None:
        yield "dateline", place
    if about.actors:
        yield "actors", list(about.actors.values())
    if about.countries:
        yield "countries", list(about.countries)
    for name in _SOURCES:
        source = words(keys.peek(name)) or words(_of(keys.peek(name), "org"))
        if source and not source.startswith(("http:", "https:")):
            keys.used[keys.path(name)] = "source"
            yield "source", {"name": source}
            return


def _placed(keys: Keys) -> str:
    """Return where an item was filed from. It stays below `imported`, too, where it says more than a name."""
    for name in _PLACES:
        value = keys.peek(name)
        place = words(value)
        if place and not _NO_PLACE.match(place) and len(place) <= 60 and not (name == "dateline" and not isinstance(value, str)):
            if isinstance(value, str):
                keys.used[keys.path(name)] = "dateline"
            return place.rstrip(" ,–—-")
    return ""


class _About:
    """What an item is about: tags, actors and countries. A place that is no country has no key of ours, and is kept."""

    def __init__(self, keys: Keys) -> None:
        self.tags: dict[str, None] = {}
        self.actors: dict[str, dict[str, Value]] = {}
        self.countries: dict[str, None] = {}
        self.kept: dict[str, Value] = {}  # what says more than the names that were taken
        for name in _ABOUT:
            value = keys.peek(name)
            entries = list(_each(value))
            became = [self._take(name, each) for each in entries]
            if any(became):
                keys.used[keys.path(name)] = next(each for each in became if each)
                if not all(became) or not all(isinstance(each, str) for each in entries):
                    self.kept[keys.path(name)] = value

    def _take(self, name: str, entry: object) -> str:
        """Take what an entry names; return the key of ours that it became, empty for none."""
        kind = words(_of(entry, "type")).rpartition(":")[2].lower()
        text = _named(entry)
        code = _country(entry)
        if code or kind in _WHERE or name in _WHERE:
            code = code or (_country_named(text) if kind in ("", "country", "geoarea") else "")
            self.countries |= {code: None} if code else {}
            return "countries" if code else ""
        actor = 0 if kind == "person" or name in _PERSONS else 1 if kind in _ORGANISATIONS or name in _ORGANISATIONS else -1
        if text and actor >= 0:
            self.actors.setdefault(name_key(text), {"name": text, "kind": ACTOR_KINDS[actor]})
            return "actors"
        if text and len(text) <= _LONGEST_TAG:
            self.tags[text] = None
            return "tags"
        return ""


def _named(entry: object) -> str:
    """Return the name in an entry; a code alone is none."""
    if isinstance(entry, str):
        return words(entry)
    names = ("name", "key", "tobject.subject.detail", "tobject.subject.matter", "tobject.subject.type", "text")
    return next((found for found in (words(_of(entry, name)) for name in names) if found), "")


@lru_cache(maxsize=1)
def _codes() -> Mapping[str, str]:
    return country_register().codes


def _country_named(text: str) -> str:
    return _codes().get(name_key(text), "") if len(text) > 3 else ""


def _country(entry: object) -> str:
    """Return the country whose ISO code an entry bears; empty for none."""
    if not isinstance(entry, Mapping):
        return ""
    own = words(entry.get("iso-cc"))
    scheme = words(entry.get("scheme")) + words(entry.get("code"))
    for text in (f"isocc:{own}" if own else "", scheme, *(words(entry.get(name)) for name in ("qcode", "uri", "literal"))):
        found = _ISO.search(text)
        if found:
            return _codes().get(name_key(found[1]), "")
    return ""


def _read_again(item: WireItem, about: _About, authors: tuple[str, ...]) -> dict[str, Value]:
    """Return what was read and says more than what it became: codes, the jobs of authors, the status of what is held."""
    kept = dict(about.kept)
    named = {word for name in authors for word in _WORD.findall(name.casefold())} | {"by", "and"}
    for name, value in item.values.items():
        low = name.lower()
        is_held = low in ("pubstatus", "management-status") and any(map(_is_held, _each(value)))
        has_more = low in _CODED and _says_more(value)
        has_jobs = low in _BYLINES and not set(_WORD.findall(words(value).casefold())) <= named
        if low in ("guid", "uri", "version") or is_held or has_more or has_jobs:
            kept[name] = value
    return kept


def _is_held(value: object) -> bool:
    return _status(value) != _USABLE


def _says_more(value: Value) -> bool:
    """Say whether a value has parts beside its text."""
    if isinstance(value, Mapping):
        return not value.keys() <= _PLAIN
    return isinstance(value, list) and (len(value) > 1 or any(map(_says_more, value)))


def _picture(keys: Keys) -> PostPicture | None:
    """Return the first picture that belongs to an item in ninjs and may be shown."""
    value = keys.peek("associations")
    named = list(value.items()) if isinstance(value, Mapping) else [("", each) for each in _each(value)]
    for _, each in sorted(named, key=lambda pair: pair[0] not in ("featuremedia", "mainpic")):
        entry = {name.lower(): said for name, said in each.items()} if isinstance(each, Mapping) else {}
        status = _status(entry.get("pubstatus") or _USABLE)
        src = _rendition(entry.get("renditions"))
        if (
            src
            and status == _USABLE
            and not words(entry.get("embargoed"))
            and words(entry.get("type")).lower() in ("", "picture", "graphic")
        ):
            keys.used["associations"] = "image"
            caption = words(entry.get("description_text")) or words(entry.get("descriptions")) or words(entry.get("headline"))
            said = (words(entry.get(name)) for name in ("body_text", "headline", "headlines"))
            alt = next((text for text in said if text and not is_file_name(text, src)), "")
            credit = words(entry.get("byline")) or words(entry.get("by")) or words(entry.get("creditline"))
            return PostPicture(src, alt[:300], caption, credit)
    return None


def _rendition(value: object) -> str:
    """Return the address of the largest copy of a picture."""
    every = [each for each in (value.values() if isinstance(value, Mapping) else _each(value)) if isinstance(each, Mapping)]
    shown = [
        each
        for each in every
        if "image" in (words(each.get("mimetype")) or words(each.get("contentType")) or words(each.get("contenttype")) or "image")
    ]
    best = max(shown, key=lambda each: int(width) if (width := words(each.get("width"))).isdecimal() else 0, default={})
    return words(best.get("href"))
