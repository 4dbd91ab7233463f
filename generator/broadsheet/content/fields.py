"""Fields: the keys of a mapping, what each takes, and the walk that reads a mapping by its table of fields.

The tables themselves are in `schema`; parsers of single values are in `values`, those of nested records in `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.nodes import Mapping, Node, Scalar, described, is_null, shortened
from broadsheet.problems import Problem, Span, did_you_mean

if TYPE_CHECKING:
    from datetime import tzinfo


class Given(NamedTuple):
    """A node under its key (`image.alt` in a nested mapping), in its file."""

    path: str
    key: str
    node: Node

    @property
    def span(self) -> Span:
        """Return the place of the value."""
        return Span(self.path, self.node.line, self.node.column)


@dataclass(slots=True)
class Reading:
    """What the parsers of one file share: the publication's zone and labels, and the problems met so far."""

    timezone: tzinfo
    labels: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: str, message: str, span: Span, hint: str = "") -> None:
        """Take note of a problem."""
        self.problems.append(Problem(code, message, span, hint))

    def wrong_type(self, given: Given, takes: str, hint: str = "") -> None:
        """Report a value of a type that its key does not take."""
        self.report("wrong-type", f"`{given.key}` takes {takes}, found {described(given.node)}", given.span, hint)


# A parser returns the value, or None when it is absent or faulty; a fault has then been reported.
Parser = Callable[[Reading, Given], Any]


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A key, the type that it takes in words, its parser and what it is for.

    `also` are accepted synonyms. `attribute` names the record's attribute where it is not the key; `-` stands for none (the value
    is only checked). Fields are compared by identity, because tables of them are looked up for each mapping.
    """

    key: str
    takes: str
    parse: Parser
    help: str
    also: tuple[str, ...] = ()
    required: bool = False
    attribute: str = ""


# What other generators call it, or what ours has in its place.
_ELSEWHERE = {
    "archived_url": "write it as `archived` in `citations`",
    "cover": "did you mean `image`?",
    "deck": "did you mean `standfirst`?",
    "dek": "did you mean `standfirst`?",
    "excerpt": "did you mean `standfirst`?",
    "expirydate": "did you mean `expires_at`?",
    "image_alt": "write `image: {src: …, alt: …}`",
    "image_caption": "write `image: {src: …, alt: …, caption: …}`",
    "language": "did you mean `lang`?",
    "last_modified_at": "did you mean `updated`?",
    "lastmod": "did you mean `updated`?",
    "modified": "did you mean `updated`?",
    "people": "did you mean `actors`?",
    "permalink": "set `slug`, or `permalinks` in broadsheet.yaml; an old address goes into `aliases`",
    "published": "write `draft: true` to keep a story back",
    "publishdate": "did you mean `publish_at`?",
    "redirect_from": "did you mean `aliases`?",
    "subtitle": "did you mean `standfirst`?",
    "url": "set `slug`; an old address goes into `aliases`, a source into `source`",
}


class Values(NamedTuple):
    """What a mapping gave: parsed values by attribute, and what stood under each key, faulty or not."""

    parsed: dict[str, Any]
    given: dict[str, Given]


@lru_cache(maxsize=64)  # there are a score of tables
def _by_name(fields: tuple[Field, ...]) -> MappingProxyType[str, tuple[str, Parser, str]]:
    """Return key, parser and attribute (`-` for none) of each field, by each name that it has."""
    return MappingProxyType(
        {name: (known.key, known.parse, known.attribute or known.key) for known in fields for name in (known.key, *known.also)}
    )


def read_fields(fields: tuple[Field, ...], mapping: Mapping | None, path: str, reading: Reading, within: str = "") -> Values:
    """Read a mapping by its table of fields. Unknown keys are warnings; required keys are the work of `missing_keys`.

    `within` is the key that holds the mapping, for messages.
    """
    values = Values({}, {})
    if mapping is None:
        return values
    by_name = _by_name(fields)
    first: dict[str, Scalar] = {}
    for key, node in mapping.entries:
        known = by_name.get(key.text)
        if known is None:
            _report_unknown(key, node, by_name, path, reading, within)
            continue
        name, parse, attribute = known
        if name in first:
            _report_synonyms(key, first[name], path, reading)
            continue
        first[name] = key
        if is_null(node):
            continue
        given = Given(path, f"{within}.{key.text}" if within else key.text, node)
        values.given[name] = given
        value = parse(reading, given)
        if value is not None and attribute != "-":
            values.parsed[attribute] = value
    return values


def missing_keys(
    fields: tuple[Field, ...], given: dict[str, Given], span: Span, reading: Reading, within: str = "", where_to: str = ""
) -> bool:
    """Report each required key that was not given, at `span`, and say whether there was one.

    `within` is the key that holds the mapping; `where_to` ends the hint, such as ` to the front matter`.
    """
    missing = [known for known in _required(fields) if known.key not in given]
    for known in missing:
        where = f" in `{within}`" if within else ""
        hint = f"add `{known.key}: …` ({known.takes}){where_to}"
        reading.report("missing-key", f"`{known.key}` is missing{where}", span, hint)
    return bool(missing)


@lru_cache(maxsize=64)
def _required(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(known for known in fields if known.required)


def _report_unknown(key: Scalar, node: Node, known: Iterable[str], path: str, reading: Reading, within: str) -> None:
    where = f" in `{within}`" if within else ""
    hint = _ELSEWHERE.get(key.text.lower()) or did_you_mean(key.text, known, 0.75) or "it is ignored"
    if within and is_null(node) and " " in key.text:
        hint = "in `{…}`, quote a value that contains a comma"
    reading.report("unknown-key", f"unknown key `{shortened(key.text)}`{where}", Span(path, key.line, key.column), hint)


def _report_synonyms(key: Scalar, first: Scalar, path: str, reading: Reading) -> None:
    first_span = Span(path, first.line, first.column)
    message = f"`{key.text}` means the same as `{first.text}` in line {first.line}"
    reading.problems.append(
        Problem("duplicate-key", message, Span(path, key.line, key.column), "keep one of the two", (first_span,))
    )
