"""What an article of a Markdown site has from above: what its generator gives to all that lies in a folder, or to every article.

What holds an article back is asked of it, and a few keys of what it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.editions import is_published
from broadsheet.importing.files import inside, read_text
from broadsheet.importing.keys import Keys
from broadsheet.importing.post import Site
from broadsheet.importing.values import first_text, read_data, read_matter, text_of, texts_of

_PLAIN = re.compile(r"\b(permalink|draft)\b[\"']?\s*:\s*(true|false)\b")
_ADDRESS = re.compile(r"\bpermalink\b[^`\"';]{0,120}([`\"'])(/(?:(?!\1).){0,400})\1(?!\s*\+)")
_FILLED = re.compile(r"\$\{\s*(?:data\.)?([\w.]+)\s*\}")
_BRACES = re.compile(r"\{([^{}]*)\}")
Given = Callable[[Path, Path, Site], Iterator[Mapping[str, Value]]]


def inherited(kind: str, path: Path, folder: Path, site: Site, values: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the article at a path below the folder of the content has from above; `values` are its own."""
    if kind == "nikola":  # in which a tag may say so, too
        tags = [tag.lower() for tag in texts_of(values.get("tags"), ",")]
        return {name: "true" for name in ("draft", "private") if name in tags}
    found: dict[str, Value] = {}
    for given in _GIVEN[kind](path, folder, site) if kind in _GIVEN else ():
        found |= given
    return found


def forget() -> None:
    """Forget what was read of another archive, or of this one an import ago."""
    _lists.cache_clear()
    _titles.cache_clear()
    _data.cache_clear()
    _program.cache_clear()


def _hugo(path: Path, folder: Path, site: Site) -> Iterator[Mapping[str, Value]]:
    """Yield what cascades: of the configuration, then of the lists above, outermost first; or that it is not published."""
    if not is_published(path.relative_to(folder).with_suffix("").as_posix(), site):
        yield {"isdraft": "true"}
    address = f"/{path.relative_to(folder).with_suffix('').as_posix().removesuffix('/index')}"
    cascades = [site.details.get("cascade")]
    cascades += [values.get("cascade") for above in _folders(path, folder) for values in _lists(above, site.root)]
    for cascade in cascades:
        for each in cascade if isinstance(cascade, list) else [cascade]:
            if isinstance(each, Mapping) and _is_meant(each.get("target") or each.get("_target"), address):
                yield each


def _is_meant(target: Value | None, address: str) -> bool:
    """Say whether a cascade is for the article at an address."""
    if not isinstance(target, Mapping):
        return True
    pattern = text_of(target.get("path")).replace("**", "*")
    braces = _BRACES.search(pattern)
    patterns = [_BRACES.sub(part.replace("\\", ""), pattern, count=1) for part in braces[1].split(",")] if braces else [pattern]
    fits = not pattern or any(fnmatchcase(address, each) for each in patterns)
    return fits and text_of(target.get("kind")) in ("", "page", "{page,section}")


def _zola(path: Path, folder: Path, site: Site) -> Iterator[Mapping[str, Value]]:
    """Yield that an article lies in a section that is held back: none of its own keys can bring it out.

    `render` is not about the pages of a section, only about the list of them.
    """
    sections = (values for above in _folders(path, folder) for values in _lists(above, site.root))
    if any(Keys({name: value for name, value in values.items() if name != "render"}).held() for values in sections):
        yield {"isdraft": "true"}


def _jekyll(path: Path, folder: Path, site: Site) -> Iterator[Mapping[str, Value]]:
    """Yield the defaults of the configuration that are for an article, the most special last; and that it lies in a folder that
    Jekyll does not publish.
    """
    if any(not _is_published(part[1:], site.details) for part in path.relative_to(folder).parts[:-1] if part.startswith("_")):
        yield {"isdraft": "true"}
    where = path.relative_to(site.root).as_posix()
    collections = [part[1:] for part in where.split("/")[:-1] if part.startswith("_")]
    said = site.details.get("collections")
    for name in collections:
        pattern = (
            first_text(each, "permalink") if isinstance(said, Mapping) and isinstance(each := said.get(name), Mapping) else ""
        )
        yield {"permalink": pattern} if pattern else {}
    known: list[tuple[int, bool, Mapping[str, Value]]] = []
    defaults = site.details.get("defaults")
    for each in defaults if isinstance(defaults, list) else []:
        scope, given = (each.get("scope"), each.get("values")) if isinstance(each, Mapping) else ("", "")
        scope = scope if isinstance(scope, Mapping) else {}
        place, kind = text_of(scope.get("path")).strip("/"), text_of(scope.get("type"))
        is_there = not place or where == place or where.startswith(f"{place}/") or fnmatchcase(where, place)
        is_kind = kind in ("", *collections) or (kind in ("page", "pages") and not collections)
        if isinstance(given, Mapping) and is_there and (is_kind or (kind == "post" and "posts" in collections)):
            known.append((len(place), bool(kind), given))
    yield from (given for _, _, given in sorted(known, key=lambda each: each[:2]))


def _is_published(name: str, settings: Mapping[str, Value]) -> bool:
    """Say whether Jekyll publishes what lies in the folder `_NAME`: posts, collections that are put out, and what is included."""
    said = settings.get("collections")
    put_out = said.get(name) if isinstance(said, Mapping) else None
    is_put_out = isinstance(put_out, Mapping) and text_of(put_out.get("output")).lower() == "true"
    return (
        name in ("posts", "drafts")
        or is_put_out
        or any(fnmatchcase(f"_{name}", each) for each in texts_of(settings.get("include")))
    )


def _pelican(_path: Path, _folder: Path, site: Site) -> Iterator[Mapping[str, Value]]:
    said = site.details.get("default_metadata")
    if isinstance(said, Mapping):
        yield said
    for pair in said if isinstance(said, list) else []:
        if isinstance(pair, list) and len(pair) > 1:
            yield {text_of(pair[0]): pair[1]}


def _eleventy(path: Path, folder: Path, site: Site) -> Iterator[Mapping[str, Value]]:
    """Yield the data that stand beside an article, or beside those of its folder: JSON, and of JavaScript what is plain."""
    stems = [*(above / above.name for above in _folders(path, folder)), path.with_suffix("")]
    for stem in stems:
        for suffix in (".json", ".11tydata.json"):
            yield _data(stem.with_name(f"{stem.name}{suffix}"), site.root)
        for suffix in (".11tydata.js", ".11tydata.mjs", ".11tydata.cjs"):
            yield _program(stem.with_name(f"{stem.name}{suffix}"), site.root)


_GIVEN: dict[str, Given] = {"hugo": _hugo, "zola": _zola, "jekyll": _jekyll, "pelican": _pelican, "eleventy": _eleventy}


def _folders(path: Path, folder: Path) -> list[Path]:
    """Return the folders in which an article lies, outermost first."""
    above = [each for each in path.parents if each.is_relative_to(folder)]
    return above[::-1]


def title_of_list(path: Path, folder: Path, lang: str, root: Path, name: str) -> str:
    """Return what the folder `name`, in which an article lies, is called by the text on it; empty where it does not say."""
    above = next((each for each in _folders(path, folder) if each.name == name and each != folder), None)
    titles = _titles(above, root) if above else {}
    return titles.get(f"_index.{lang}") or titles.get("_index", "")


@lru_cache(maxsize=4_096)
def _titles(above: Path, root: Path) -> Mapping[str, str]:
    places = sorted(place for place in above.glob("_index*.*") if inside(root, place))
    return {place.stem: Keys(values).title() for place, values in zip(places, _lists(above, root), strict=True)}


@lru_cache(maxsize=4_096)
def _lists(above: Path, root: Path) -> tuple[Mapping[str, Value], ...]:
    """Return what the texts on a folder say, one a language."""
    places = sorted(place for place in above.glob("_index*.*") if inside(root, place))
    return tuple(read_matter(read_text(place, place.name)[0], place.name).values or {} for place in places)


@lru_cache(maxsize=4_096)
def _program(place: Path, root: Path) -> Mapping[str, Value]:
    """Return what data in JavaScript say of the addresses of articles, and whether they are out; they are not run."""
    text = read_text(place, place.name)[0] if inside(root, place) else ""
    address = _ADDRESS.search(text)
    filled = _FILLED.sub(r"{{ \1 }}", address[2]) if address else "${"
    said: dict[str, Value] = {"permalink": "{{ a program's }}"} if "permalink" in text else {}
    said |= {match[1]: match[2] for match in _PLAIN.finditer(text)}
    return said if "${" in filled else said | {"permalink": filled}


@lru_cache(maxsize=4_096)
def _data(place: Path, root: Path) -> Mapping[str, Value]:
    return read_data(read_text(place, place.name)[0], place.name, ".json") if inside(root, place) else {}
