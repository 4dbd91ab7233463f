"""What the configuration of a Markdown generator says: read, never run."""

from __future__ import annotations

import ast
import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing.files import NO_ARTICLES, inside, read_text, walk
from broadsheet.importing.post import Skipped
from broadsheet.importing.values import first_text, from_python, read_data, text_of

_TITLES = ("title", "sitename", "blog_title", "name")
_BASES = ("baseurl", "base_url", "url", "siteurl", "site_url")
_LANGUAGES = ("defaultcontentlanguage", "default_language", "default_lang", "languagecode", "lang", "language", "locale")
_INPUT = re.compile(r"\binput[\"']?\s*:\s*(?:[\"']([^\"'\n]+)[\"']|(\w+))")
_CONSTANT = re.compile(r"\b(?:const|let|var)\s+(\w+)\s*=\s*[\"']([^\"'\n]*)[\"']")
_FILLED_IN = re.compile(r"\$\{\s*(\w+)\s*\}")
_COPIED = re.compile(r"\baddPassthroughCopy\(\s*(?:[\"'`]([^\"'`\n]+)[\"'`]|\{([^{}]*)\})")
_PAIR = re.compile(r"\[?[\"'`]([^\"'`\n]+)[\"'`]\]?\s*:\s*[\"'`]([^\"'`\n]*)[\"'`]")
_DATA = (".json", ".yaml", ".yml", ".toml")
_ASKED = re.compile(  # by templates and programs
    r"\bcollections(?:\.([A-Za-z_][\w-]*)(?![\w-]*\()|\[\s*[\"']([^\"'\n]+)[\"']\s*\])|\bgetFilteredByTag\(\s*[\"'`]([^\"'`\n]+)[\"'`]"
)
_ASKING = (".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".pug", ".webc", ".vto", ".html", ".js", ".cjs", ".mjs", ".ts")
_MOST_DATA, _LARGEST_DATA = 100, 256 * 1024  # files, and bytes of each
_UNASKED = frozenset(("node_modules", "_site", "vendor"))
_ZONES = ("timezone", "time_zone")


def settings_of(root: Path, names: Iterable[str]) -> dict[str, Value]:
    """Return what the first of these files that are there say together, by names in lower case."""
    found: dict[str, Value] = {}
    for name in names:
        paths = sorted(root.glob(name)) if "*" in name else [root / name]
        for path in paths:
            if inside(root, path):
                said = _said(path)
                stem, _, part = path.stem.lower().partition(".")
                if "*" in name and stem not in ("config", "hugo"):
                    # `config/_default/permalinks.toml` says what stands below `permalinks`, `languages.fr.toml` below `fr` of it.
                    below: dict[str, Value] = {part: said} if part else said
                    known = found.get(stem, {})
                    found[stem] = {**below, **known} if isinstance(known, Mapping) else known
                else:
                    found = {**{key.lower(): value for key, value in said.items()}, **found}
    return found


def data_in(content: Path) -> dict[str, Value]:
    """Return what the files of data below the content say, by their names; of large ones nothing."""
    paths = [path for path in sorted((content / "_data").glob("*.*")) if path.suffix in _DATA and inside(content, path)]
    small = (path for path in paths[:_MOST_DATA] if path.stat().st_size <= _LARGEST_DATA)
    return {path.stem: read_data(read_text(path, path.name)[0], path.name, path.suffix) for path in small}


def collections_in(source: Path) -> tuple[str, ...]:
    """Return the tags by which templates and programs of Eleventy's list articles: these say of one that it is a post."""
    paths = [path for path in walk(source, source, _UNASKED) if isinstance(path, Path) and path.suffix in _ASKING]
    paths += [path for path in (source / ".eleventy.js",) if inside(source, path)]
    texts = (read_text(path, path.name)[0] for path in paths if path.stat().st_size <= _LARGEST_DATA)
    return tuple(sorted({name for text in texts for found in _ASKED.findall(text) for name in found if name}))


def _said(path: Path) -> dict[str, Value]:
    text, _ = read_text(path, path.name)
    if path.suffix in (".js", ".cjs", ".mjs"):  # of a program in JavaScript only folders are looked for
        named = dict(_CONSTANT.findall(text))
        text = _FILLED_IN.sub(lambda match: named.get(match[1], match[0]), text)
        found = _INPUT.search(text)
        asked = found[1] or named.get(found[2], "") if found else ""
        return {"input": asked, "passthroughcopy": _copied(text)}
    return _assigned(text) if path.suffix == ".py" else read_data(text, path.name, path.suffix)


def _copied(text: str) -> dict[str, Value]:
    """Return the folders that Eleventy copies as they are, with those below the site in which they come to stand."""
    found: dict[str, Value] = {}
    for path, pairs in _COPIED.findall(text):
        found |= {path: path} if path else dict(_PAIR.findall(pairs))
    return found


def copied_in(settings: Mapping[str, Value], source: Path, content: Path) -> Iterator[tuple[Path, str]]:
    """Yield the folders of files that Eleventy copies as they are, with their addresses; those of articles are none of them."""
    said = settings.get("passthroughcopy")
    for path, target in said.items() if isinstance(said, Mapping) else ():
        folder = source / posixpath.normpath(path)
        if "*" in path or not folder.is_dir() or not folder.resolve().is_relative_to(source.resolve()):
            continue
        place = source / posixpath.normpath(text_of(target))
        below = place.relative_to(content if path == target and place.is_relative_to(content) else source).as_posix()
        if not content.is_relative_to(folder) and not any(map(_is_text, walk(folder, source))):
            yield folder, f"/{below}".removesuffix(".")


def _is_text(path: Path | Skipped) -> bool:
    return isinstance(path, Path) and path.suffix.lower() == ".md" and path.stem.lower() not in NO_ARTICLES


def _assigned(text: str) -> dict[str, Value]:
    """Return the names that a Python file gives to plain values."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, Value] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = from_python(ast.literal_eval(node.value))
            except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                continue
    return found


def title_in(settings: Mapping[str, Value]) -> str:
    """Return the title of the site; Hugo's may be that of its language."""
    languages = settings.get("languages")
    said = languages.get(text_of(settings.get("defaultcontentlanguage")) or "en") if isinstance(languages, Mapping) else ""
    return first_text(settings, *_TITLES) or (first_text(said, "title") if isinstance(said, Mapping) else "")


def base_in(settings: Mapping[str, Value]) -> str:
    """Return the web address of the site; Jekyll parts it in two."""
    url, path = text_of(settings.get("url")), text_of(settings.get("baseurl"))
    joined = url.rstrip("/") + "/" + path.strip("/") if url and path and "://" not in path else ""
    base = joined or next((text for text in (text_of(settings.get(name)) for name in _BASES) if "://" in text), "")
    return base.rstrip("/") + "/" if base.startswith(("http://", "https://")) else ""


def language_in(settings: Mapping[str, Value]) -> str:
    """Return the language of the site."""
    return first_text(settings, *_LANGUAGES).replace("_", "-").partition(".")[0]


def zone_in(settings: Mapping[str, Value]) -> str:
    """Return the name of the site's time zone."""
    return first_text(settings, *_ZONES)
