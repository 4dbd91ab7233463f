"""Taxonomies of a foreign archive beside tags and categories: what each is called in a publication, and its declaration."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadsheet.content.slugs import slug_of
from broadsheet.content.taxonomies import RESERVED, fault_of, in_words
from broadsheet.content.yamltext import Value
from broadsheet.importing.keys import NAMES
from broadsheet.importing.post import ForeignTaxonomy
from broadsheet.importing.values import text_of
from broadsheet.model import AUTHORS

_MOST = 40  # more are no taxonomies of a newsroom's, and every story would be asked for each
_TOPICS = ("topics", "subjects", "keywords")  # which are tags where a site has none


def taxonomies_of(names: Iterable[tuple[str, str]]) -> dict[str, ForeignTaxonomy]:
    """Return the taxonomies that become some of ours, by their names here; `names` are keys, each with the word for one term.

    What is a tag, a section or a key of ours in another sense becomes none.
    """
    found: dict[str, ForeignTaxonomy] = {}
    for key, singular in names:
        name = AUTHORS if key.lower() in NAMES["authors"] else slug_of(key)
        if key.lower() in (*NAMES["tags"], *NAMES["sections"], *RESERVED) or fault_of(name)[0] or len(found) == _MOST:
            continue
        words = {"label": in_words(name), "singular": in_words(singular.lower())} if singular else {"label": in_words(name)}
        found.setdefault(name, ForeignTaxonomy(key, words))
    return found


def declared_by(kind: str, settings: Mapping[str, Value]) -> dict[str, ForeignTaxonomy]:
    """Return the taxonomies that the configuration of a site of Hugo's or Zola's declares."""
    said = settings.get("taxonomies")
    if kind == "hugo" and isinstance(said, Mapping):
        plurals = [(text_of(plural), singular) for singular, plural in said.items()]
        tagged = any(plural == "tags" for plural, _ in plurals)
        return taxonomies_of(pair for pair in plurals if pair[0] and (tagged or pair[0] not in _TOPICS))
    if kind == "zola" and isinstance(said, list | tuple):
        return taxonomies_of((text_of(each.get("name")), "") for each in said if isinstance(each, Mapping) and each.get("name"))
    return {}


def topics_of(settings: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the taxonomies that are the tags of a site of Hugo's, where it has none of that name."""
    said = settings.get("taxonomies")
    names = [text_of(name) for name in said.values()] if isinstance(said, Mapping) else []
    return () if "tags" in names else tuple(name for name in names if name in _TOPICS)


def names_of(taxonomies: Mapping[str, ForeignTaxonomy]) -> dict[str, tuple[str, ...]]:
    """Return under which paths of front matter the terms of each taxonomy stand; those of authors are known."""
    return {name: (each.key.lower(), f"taxonomies.{each.key.lower()}") for name, each in taxonomies.items() if name != AUTHORS}
