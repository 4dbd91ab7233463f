"""Fields: the keys of a mapping, what each takes, and the walk that reads a mapping by its table of fields.

The tables themselves are in `schema`; parsers of single values are in `values`, those of nested records in `records`.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from broadsheet.content.holding import held_elsewhere, keys_within
from broadsheet.content.nodes import NULLS, Entry, Mapping, Node, Scalar, described, is_null, node_of, shortened
from broadsheet.model import Named
from broadsheet.problems import Problem, Span, did_you_mean

if TYPE_CHECKING:
    from datetime import tzinfo


OwnParsers = Lookup[str, Callable[["Reading", str, Node], Any]]


@dataclass(slots=True)
class Reading:
    """What the parsers of one file share: its path, the publication's zone, labels and keys, and the problems met so far.

    `own` has the parsers of the keys that are the publication's own, by their names.
    """

    path: str
    timezone: tzinfo
    labels: tuple[str, ...] = ()
    extra_keys: tuple[str, ...] = ()
    own: OwnParsers = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def beside(self, path: str) -> Reading:
        """Return the reading of a file beside this one; its problems are noted with those of this one."""
        return Reading(path, self.timezone, self.labels, self.extra_keys, self.own, self.problems)

    def span(self, node: Node) -> Span:
        """Return the place of a node."""
        return Span(self.path, node.line, node.column)

    def report(self, code: str, message: str, node: Node, hint: str = "") -> None:
        """Take note of a problem, at the place of a node."""
        self.problems.append(Problem(code, message, self.span(node), hint))

    def wrong_type(self, key: str, node: Node, takes: str, hint: str = "") -> None:
        """Report a value of a type that its key does not take."""
        self.report("wrong-type", f"`{key}` takes {takes}, found {described(node)}", node, hint)


_new = tuple.__new__  # makes a named tuple in half the time that its class takes

# A parser is given a key (`image.alt` in a nested mapping) and the node under it. It returns the value, or None when it is absent
# or faulty; a fault has then been reported.
Parser = Callable[[Reading, str, Node], Any]


class Fault(NamedTuple):
    """What is wrong with a text: the code of the problem, what is said of the key, and the hint."""

    code: str
    what: str
    hint: str = ""


class Text:
    """A parser of values that are written as one text.

    `parse` is given the text without the space around it, and returns the value, None where there is none, or the fault. `takes`
    says in words what it takes; `placed` that the value is a name with its place.
    """

    __slots__ = ("parse", "placed", "takes")

    def __init__(self, parse: Callable[[str, Reading], Any], takes: str = "text", *, placed: bool = False) -> None:
        self.parse = parse
        self.takes = takes
        self.placed = placed

    def __call__(self, reading: Reading, key: str, node: Node) -> Any:  # noqa: ANN401
        """Parse a node."""
        if not isinstance(node, Scalar):
            reading.wrong_type(key, node, self.takes)
            return None
        value = self.parse(node.text.strip(), reading)
        if type(value) is Fault:
            reading.report(value.code, f"`{key}` {value.what}", node, value.hint)
            return None
        if self.placed:
            return _new(Named, (value, _new(Span, (reading.path, node.line, node.column)))) if value else None
        return value


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A key, the type that it takes in words, its parser and what it is for.

    `also` are accepted synonyms. `attribute` names the record's attribute where it is not the key; `-` stands for none (the value
    is only checked).
    """

    key: str
    takes: str
    parse: Parser
    help: str
    also: tuple[str, ...] = ()
    required: bool = False
    attribute: str = ""


class Table(tuple[Field, ...]):
    """The fields of a kind of mapping.

    `by_name` has by each name of a field its key, parser, attribute (empty for none), and whether it has several names. `shown`:
    what it describes has a page, which other generators could hold back. `own`: it may have keys of the publication's own.
    """

    by_name: dict[str, tuple[str, Parser, str, bool]]
    required: tuple[Field, ...]
    shown: bool
    own: bool

    def __new__(cls, *fields: Field, shown: bool = False, own: bool = False) -> Table:
        """Return the table of these fields."""
        table = super().__new__(cls, fields)
        table.by_name = {
            name: (known.key, known.parse, (known.attribute or known.key).strip("-"), bool(known.also))
            for known in table
            for name in (known.key, *known.also)
        }
        table.required = tuple(known for known in table if known.required)
        table.shown = shown
        table.own = own
        return table


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
    "published": "`draft: true` keeps a story back",
    "publishdate": "did you mean `publish_at`?",
    "redirect_from": "did you mean `aliases`?",
    "subtitle": "did you mean `standfirst`?",
    "taxonomies": "write `tags: […]`, `section: …` and so on by themselves",
    "url": "set `slug`; an old address goes into `aliases`, a source into `source`",
}


class Values(NamedTuple):
    """What a mapping gave: parsed values by attribute, and what stood under each key, faulty or not."""

    parsed: dict[str, Any]
    given: dict[str, Entry]


def read_fields(table: Table, mapping: Mapping | None, reading: Reading, within: str = "") -> Values:
    """Read a mapping by its table of fields. Unknown keys are warnings; required keys are the work of `missing_keys`.

    `within` is the key that holds the mapping, for messages.
    """
    parsed: dict[str, Any] = {}
    given: dict[str, Entry] = {}
    names, own = table.by_name, reading.own if table.own else ()
    first: dict[str, str] = {}
    path = reading.path
    under = mapping.under if mapping else {}
    for key, entry in under.items():
        known = names.get(key)
        if known is None or key in own:
            _read_other(key, under, table, reading, within, parsed)
            continue
        name, parse, attribute, shared = known
        if shared and first.setdefault(name, key) != key:
            _report_synonyms(key, first[name], under, reading)
            continue
        value, plain, line, _, column = entry
        if type(value) is str and type(parse) is Text:  # nearly always, and no node has to be made
            if plain and value in NULLS:
                continue
            found = parse.parse(value.strip(), reading)
            if type(found) is Fault:
                found = parse(reading, f"{within}.{key}" if within else key, node_of(entry))
            elif parse.placed:
                found = _new(Named, (found, _new(Span, (path, line, column)))) if found else None
        else:
            node = node_of(entry)
            if is_null(node):
                continue
            found = parse(reading, f"{within}.{key}" if within else key, node)
        given[name] = entry
        if found is not None and attribute:
            parsed[attribute] = found
    return _new(Values, (parsed, given))


def missing_keys(
    table: Table,
    given: Container[str],
    place: Span,
    reading: Reading,
    within: str = "",
    where_to: str = "",
    otherwise: Lookup[str, str] = MappingProxyType({}),
) -> None:
    """Report each required key that was not given, at `place`.

    `within` is the key that holds the mapping; `where_to` ends the hint, such as ` to the front matter`;
    `otherwise` is what else can be done where a key is missing, by its name.
    """
    for known in table.required:
        if known.key not in given:
            where = f" in `{within}`" if within else ""
            hint = f"add `{known.key}: …` ({known.takes}){where_to}{otherwise.get(known.key, '')}"
            reading.problems.append(Problem("missing-key", f"`{known.key}` is missing{where}", place, hint))


def _read_other(key: str, under: dict[str, Entry], table: Table, reading: Reading, within: str, parsed: dict[str, Any]) -> None:
    """Read a key of the publication's own; report any other."""
    entry = under[key]
    place = Span(reading.path, entry[2], entry[3])
    if table.shown and not within and _report_held(key, under, table, reading):
        return
    if table.own and key in reading.own:
        node = node_of(entry)
        value = None if is_null(node) else reading.own[key](reading, key, node)
        parsed["fields"] = (*parsed.get("fields", ()), *([(key, value)] if value else ()))
    elif key not in reading.extra_keys:
        where = f" in `{within}`" if within else ""
        hint = _meant(key, table, tuple(reading.own) if table.own else ())
        if within and is_null(node_of(entry)) and " " in key:
            hint = "in `{…}`, quote a value that contains a comma"
        reading.problems.append(Problem("unknown-key", f"unknown key `{shortened(key)}`{where}", place, hint))


def _report_held(key: str, under: dict[str, Entry], table: Table, reading: Reading) -> bool:
    """Report the keys by which other generators hold a page back, this one and those within it; say whether there are any."""
    own = reading.own if table.own else ()
    within = keys_within(key, under)
    beside = {**under, **within, **{name: under[name] for name in ("date",) if name in under}}
    where, instead = (f"in `{key}`, ", f" outside of `{key}`") if within else ("", "")
    number = len(reading.problems)
    for each in within or (key,):
        held = held_elsewhere(each, beside, table.by_name, reading.extra_keys, own, reading.timezone)
        if held:
            place = Span(reading.path, *beside[each][2:4])
            reading.problems.append(Problem("held-elsewhere", where + held[0], place, held[1] + instead))
    return len(reading.problems) > number


@lru_cache(maxsize=1_024)  # an archive that was moved here has the same unknown keys in every file
def _meant(key: str, table: Table, own: tuple[str, ...]) -> str:
    ignored = (
        "it is ignored; declare it in `fields` or `taxonomies`, or name it in `extra_keys`"
        if table.own and table.shown
        else "it is ignored"
    )
    return _ELSEWHERE.get(key.lower()) or did_you_mean(key, (*table.by_name, *own), 0.75) or ignored


def _report_synonyms(key: str, first: str, under: dict[str, Entry], reading: Reading) -> None:
    place, earlier = (Span(reading.path, *under[each][2:4]) for each in (key, first))
    message = f"`{key}` means the same as `{first}` in line {earlier.line}"
    reading.problems.append(Problem("duplicate-key", message, place, "keep one of the two", (earlier,)))
