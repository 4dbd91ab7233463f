"""Parsers of nested records: mentions, quotes, claims, events, pictures, corrections, sources, roles, links.

Each record has its own table of fields, which also drives the suggestions for unknown keys and the documentation.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from broadsheet.content import values
from broadsheet.content.alternative import is_file_name
from broadsheet.content.fields import Field, Parser, Reading, Table, missing_keys, read_fields
from broadsheet.content.nodes import Mapping, Node, Scalar, shortened
from broadsheet.model import (
    ACTOR_KINDS,
    CLAIM_STATUSES,
    COMMENT_STATUSES,
    CORRECTION_TYPES,
    PLACE_KINDS,
    PRECISIONS,
    ActorMention,
    Citation,
    Claim,
    Correction,
    CountryMention,
    Event,
    EventDate,
    Moment,
    Named,
    NamedLink,
    NamedPlace,
    Picture,
    Precision,
    Quote,
    Role,
    Source,
)
from broadsheet.problems import Problem

_LENGTHS: dict[Precision, int] = {"year": 4, "month": 7, "day": 10}
_STATED: dict[int, Precision] = {length: name for name, length in _LENGTHS.items()}

ACTOR_MENTION = Table(
    Field("name", "text", values.needed(values.named), "the actor's name, slug or alias", required=True),
    Field("role", "text", values.line, "the role as stated in this story"),
    Field("country", "country code or name", values.named, "the country that the actor acts for"),
    Field("kind", "person or organisation", values.choice(ACTOR_KINDS), "what the actor is"),
)
COUNTRY_MENTION = Table(
    Field("country", "country code or name", values.named, "the country", required=True, attribute="name"),
    Field("role", "text", values.line, "the country's role in this story"),
)
PLACE = Table(
    Field("name", "text", values.needed(values.line), "the place's name", required=True),
    Field("kind", " or ".join(PLACE_KINDS), values.choice(PLACE_KINDS), "a town, a state or landscape, or a smaller part of one"),
    Field("country", "country code or name", values.named, "the country it is in"),
)
COMMENT = Table(
    Field("author", "text", values.needed(values.line), "the name that is shown", required=True),
    Field("date", "date or date-time", values.moment, "when it was written", required=True),
    Field("text", "text", values.needed(values.prose), "the words; blank lines part paragraphs", required=True, also=("body",)),
    Field("status", " or ".join(COMMENT_STATUSES), values.choice(COMMENT_STATUSES), "what was decided of it", required=True),
    Field("reply_to", "text", values.named, "the name, without `.yaml`, of the file of the comment that it answers"),
    Field("editor", "boolean", values.boolean, "true: the newsroom's own reply"),
    Field("email", "text", values.line, "the author's address; never published", attribute="-"),
    Field("moderator", "text", values.line, "who decided; never published", attribute="-"),
    Field("moderated_at", "date or date-time", values.moment, "when it was decided; never published", attribute="-"),
    shown=True,
)
QUOTE = Table(
    Field("text", "text", values.needed(values.prose), "the words, without quotation marks", required=True),
    Field("speaker", "text", values.named, "who said it: an actor of the story"),
    Field("date", "date or date-time", values.moment, "when it was said"),
)
CLAIM = Table(
    Field("text", "text", values.needed(values.prose), "the statement", required=True),
    Field("status", " or ".join(CLAIM_STATUSES), values.choice(CLAIM_STATUSES), "what is known of it", required=True),
    Field("attributed_to", "text", values.named, "who makes the claim"),
)
EVENT = Table(
    Field("date", "day, month or year", values.partial_date, "when it happened", required=True),
    Field("text", "text", values.needed(values.prose), "what happened", required=True),
    Field("precision", "day, month or year", values.choice(PRECISIONS), "how much of the date is known"),
)
PICTURE = Table(
    Field("src", "path", values.media_path, "the file: beside the story, or from the root of the site", required=True),
    Field("alt", "text", values.line, "what the picture shows, for those who do not see it; required"),
    Field("caption", "text", values.line, "the caption"),
    Field("credit", "text", values.line, "who made it"),
)
CORRECTION = Table(
    Field("date", "date or date-time", values.moment, "when it was corrected", required=True),
    Field("type", " or ".join(CORRECTION_TYPES), values.choice(CORRECTION_TYPES), "what kind of note it is", required=True),
    Field("text", "text", values.needed(values.prose), "what was changed and why", required=True),
)
SOURCE = Table(
    Field("name", "text", values.line, "the source's name"),
    Field("url", "web address", values.web_address, "where it can be read"),
    Field("date", "date or date-time", values.moment, "when it appeared there"),
)
CITATION = Table(
    Field("name", "text", values.line, "the source's name"),
    Field("url", "web address", values.web_address, "where it can be read"),
    Field("archived", "web address", values.web_address, "an archived copy"),
)
ROLE = Table(
    Field("title", "text", values.needed(values.line), "the office", required=True),
    Field("organisation", "text", values.line, "where it was held"),
    Field("country", "country code or name", values.named, "the country it was held for"),
    Field("from", "day, month or year", values.partial_date, "when it began", attribute="since"),
    Field("to", "day, month or year", values.partial_date, "when it ended", attribute="until"),
)
NAMED_LINK = Table(
    Field("name", "text", values.needed(values.line), "the link's text", required=True),
    Field("url", "web address", values.needed(values.web_address), "where it leads", required=True),
)


Build = Callable[[Reading, str, Node, dict[str, Any]], Any]


def record(table: Table, build: Build, text_key: str = "") -> Parser:
    """Return a parser of a nested mapping. `text_key` names the field that a bare text stands for; empty where none does.

    `build` gets the parsed values by attribute; it is called only when no required key is missing or faulty.
    """
    keys = ", ".join(known.key for known in table)
    takes = f"{'text or ' if text_key else ''}a mapping of {keys}"
    alone = next((known for known in table if known.key == text_key), None)
    required = tuple(known.attribute or known.key for known in table.required)

    def parse(reading: Reading, key: str, node: Node) -> object:
        if alone and isinstance(node, Scalar):
            value = alone.parse(reading, key, node)
            return build(reading, key, node, {alone.attribute or alone.key: value}) if value else None
        if not isinstance(node, Mapping):
            reading.wrong_type(key, node, takes)
            return None
        parsed, given = read_fields(table, node, reading, key)
        for attribute in required:
            if attribute not in parsed:
                missing_keys(table, given, reading.span(node), reading, key)
                return None
        return build(reading, key, node, parsed)

    return parse


def plain(cls: Callable[..., Any]) -> Build:
    """Return a builder that calls `cls` with the parsed values as they are."""
    return lambda _reading, _key, _node, parsed: cls(**parsed)


def _event(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> Event | None:
    date: str = parsed["date"]
    stated = _STATED[len(date)]
    precision: Precision = parsed.get("precision", stated)
    if _LENGTHS[precision] > len(date):
        message = f"`{key}.precision` is `{precision}`, but `{date}` names only a {stated}"
        reading.report("bad-value", message, _child(node, "precision") or node, f"write `{stated}`, or complete the date")
        return None
    return Event(EventDate(date[: _LENGTHS[precision]], precision), parsed["text"])


def _picture(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> Picture | None:
    source: Named = parsed["src"]
    if not parsed.get("alt"):
        # An `alt` that is there but of a wrong type has been reported already.
        given = _child(node, "alt")
        if given is None or isinstance(given, Scalar):
            message = f"the picture `{shortened(source.text)}` has no `alt` text"
            hint = f"say what it shows: `{key}: {{src: {source.text}, alt: …}}`"
            reading.problems.append(Problem("missing-alt", message, source.span, hint))
        return None
    if is_file_name(parsed["alt"], source.text):
        message = (
            f"the `alt` text of the picture `{shortened(source.text)}` is the name of a file, which does not say what it shows"
        )
        reading.report(
            "image-without-alt", message, _child(node, "alt") or node, "say what it shows, for those who do not see it"
        )
    return Picture(**parsed)


def _source(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> Source | None:
    name, url = _name_and_address(reading, key, node, parsed)
    date: Moment | None = parsed.get("date")
    return Source(name, url, date) if name else None


def _citation(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> Citation | None:
    name, url = _name_and_address(reading, key, node, parsed)
    return Citation(name, url, parsed.get("archived", "")) if name else None


def _name_and_address(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> tuple[str, str]:
    """Return name and address of a source. A bare address stands under the name of its host."""
    name, url = parsed.get("name", ""), parsed.get("url", "")
    if isinstance(node, Scalar) and name.startswith(("http://", "https://")):
        name, url = "", name
        if values.web_address(reading, key, node) is None:
            return "", ""
    if not name and url:
        name = (urlsplit(url).hostname or url).removeprefix("www.")
    if not name and not _child(node, "url"):
        reading.report("missing-key", f"`{key}` has no `name`", node, "add `name: …` (text)")
    return name, url


def _role(reading: Reading, key: str, node: Node, parsed: dict[str, Any]) -> Role | None:
    since, until = parsed.get("since", ""), parsed.get("until", "")
    common = min(len(since), len(until))
    if until[:common] < since[:common]:
        message = f"`{key}.to` is `{until}`, which is before `from`, `{since}`"
        reading.report("bad-value", message, _child(node, "to") or node, "exchange the two, or correct one")
        return None
    return Role(**parsed)


def _child(node: Node, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


actor_mention = record(ACTOR_MENTION, plain(ActorMention), "name")
country_mention = record(COUNTRY_MENTION, plain(CountryMention), "country")
place = record(PLACE, plain(NamedPlace), "name")
quote = record(QUOTE, plain(Quote))
claim = record(CLAIM, plain(Claim))
event = record(EVENT, _event)
picture = record(PICTURE, _picture, "src")
correction = record(CORRECTION, plain(Correction))
source = record(SOURCE, _source, "name")
citation = record(CITATION, _citation, "name")
role = record(ROLE, _role)
named_link = record(NAMED_LINK, plain(NamedLink))
