"""People of Markdown sites: the names of authors of whom an article gives only what the site calls them by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.keys import Keys
from broadsheet.importing.post import Site
from broadsheet.importing.siteconfig import settings_of
from broadsheet.importing.values import first_text, read_matter, text_of

# Where sites, those of Docusaurus among them, say who their authors are.
_PEOPLE = tuple(
    f"{folder}{name}.{suffix}"
    for folder in ("_data/", "src/_data/", "blog/", "")
    for name in ("authors", "people", "team")
    for suffix in ("yml", "yaml", "json")
)
_NAMED = ("name", "full_name", "fullname", "display_name", "title")


def authors_of(keys: Keys, kind: str, site: Site) -> tuple[str, ...]:
    """Return the names of the authors of an article; `kind` is that of the generator."""
    split = ";" if kind == "pelican" else ""
    folder = text_of(site.details.get("collections_dir")).strip("/")
    return tuple(dict.fromkeys(_author(site.root, name, kind, folder) for name in keys.texts("authors", split)))


@lru_cache(maxsize=4_096)
def _author(root: Path, name: str, kind: str, folder: str) -> str:
    """Return the name of an author of whom a story gives only what the site calls them by; `folder` is that of collections."""
    if kind in ("jekyll", "eleventy", "markdown") and " " not in name:
        beside = f"{folder}/_authors/{name}.md".lstrip("/")
        if "/" not in name and inside(root, root / beside):
            values = read_matter(read_text(root / beside, beside)[0], beside).values or {}
            return first_text(values, *_NAMED) or name
        for place in (place for place in _PEOPLE if inside(root, root / place)):
            known = settings_of(root, (place,)).get(name.lower())
            found = first_text(known, *_NAMED) if isinstance(known, Mapping) else ""
            if found:
                return found
    if kind == "hugo" and re.fullmatch(r"[\w.-]+", name):
        for place in (f"content/authors/{name}/_index.md", f"content/authors/{name}.md", f"content/authors/{name}/index.md"):
            if inside(root, root / place):
                values = read_matter(read_text(root / place, place)[0], place).values or {}
                return name_in(values) or name
    return unescape(name)


def name_in(values: Mapping[str, Value]) -> str:
    """Return what the text on an author of a site of Hugo's says that they are called."""
    return unescape(first_text(values, "display_name", "name", "title"))
