"""Taxonomies of the publication's own, as `taxonomies` in broadsheet.yaml declares them: further kinds of terms beside tags.

The name of one is the key of stories that lists its terms, the folder of its register, and the folder of its pages. `authors` is
a key already, and a taxonomy when it is declared to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from broadsheet.config import Config, OwnField, Taxonomy
from broadsheet.content import values
from broadsheet.content.fields import Field, Reading, Table, read_fields
from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence, is_null, shortened
from broadsheet.content.own import TAKEN
from broadsheet.expressions import expression
from broadsheet.model import AUTHORS, FOLDERS
from broadsheet.problems import Problem, Span

_NAME = expression(r"[a-z][a-z0-9_-]{0,63}")
_OURS = {*FOLDERS, *FOLDERS.values()}
# What kinds of pages, lists, files and parts of an edition are called.
RESERVED = frozenset(
    (  # noqa: SIM905
        "all archive article booklet chunk comment comments crawlers data directory feed feeds file findings frequencies "
        "front fulltext headlines home hosting index jsonlines machine manifest map media missing nation news not-found "
        "offline opml page pages pair period picture redirect redirects role saved-page search share sidecar sitemap "
        "stories story tables voice words"
    ).split()
)
TAXONOMY = Table(
    Field("label", "text", values.line, "what pages call its terms, above their index; default: its name"),
    Field("singular", "text", values.line, "what pages call one of them; default: the label"),
)


def declared(settings: Mapping | None) -> Iterator[str]:
    """Yield the names of the taxonomies that a configuration declares, faulty ones, too."""
    node = settings.get("taxonomies") if settings else None
    yield from (name.text for name, _ in _each(node))


def _each(node: Node | None) -> Iterator[tuple[Scalar, Node | None]]:
    """Yield each name with what is said of it: of a mapping, or of a list of names."""
    if isinstance(node, Mapping):
        yield from node.entries
    elif isinstance(node, Sequence):
        yield from ((item, None) for item in node.items if isinstance(item, Scalar))


def read_taxonomies(reading: Reading, key: str, node: Node) -> tuple[Taxonomy, ...] | None:
    """Parse the declaration of taxonomies: a mapping of their names, or a list of them."""
    if not isinstance(node, Mapping) and not (isinstance(node, Sequence) and all(isinstance(i, Scalar) for i in node.items)):
        reading.wrong_type(key, node, "a mapping of names, or a list of them", f"write `{key}: {{series: {{label: Series}}}}`")
        return None
    found: dict[str, Taxonomy] = {}
    for name, said in _each(node):
        fault, hint = fault_of(name.text)
        if fault:
            reading.report("bad-value", f"`{key}` does not take the name `{shortened(name.text)}`: {fault}", name, hint)
            continue
        parsed: dict[str, Any] = {}
        if isinstance(said, Mapping):
            parsed = read_fields(TAXONOMY, said, reading, f"{key}.{name.text}").parsed
        elif said is not None and not is_null(said):
            hint = f"write `{name.text}: {{label: …}}`"
            reading.wrong_type(f"{key}.{name.text}", said, "a mapping of label and singular", hint)
        label = parsed.get("label") or in_words(name.text)
        found[name.text] = Taxonomy(name.text, label, parsed.get("singular") or label)
    return tuple(found.values())


def fault_of(name: str) -> tuple[str, str]:
    """Return what is wrong with a name, and what to do; nothing where it can be a taxonomy's."""
    if name in _OURS:
        return "such terms have pages anyhow", "take it out"
    if (name in TAKEN and name != AUTHORS) or name in RESERVED:
        return "Broadsheet has another use for it", "choose another name"
    if not _NAME.fullmatch(name):
        return "it is a key of stories and a folder", "begin with a small letter; use those, digits, `-` and `_`"
    return "", ""


def in_words(name: str) -> str:
    """Return a name as a heading: "Long reads" for `long-reads`."""
    words = name.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def declared_twice(config: Config, span: Span) -> Iterator[Problem]:
    """Report each key that is declared both as a taxonomy and as a field of its own."""
    fields = {field.name for field in config.fields}
    for taxonomy in config.taxonomies:
        if taxonomy.name in fields:
            found = f"`{taxonomy.name}` is in `taxonomies` and in `fields`"
            yield Problem("bad-value", found, span, "keep one of the two; stories show the terms of a taxonomy anyhow")


def listing_keys(config: Config) -> tuple[OwnField, ...]:
    """Return the keys of stories that list the terms of the publication's taxonomies, as further fields of its own."""
    return tuple(OwnField(each.name, "list", each.label, "none") for each in config.taxonomies if each.name != AUTHORS)
