"""The theme: where templates are found, and the files that it publishes (its stylesheet and pictures)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import Config, ThemeProperty
from broadsheet.expressions import expression
from broadsheet.problems import Outcome, Problem, Span, did_you_mean
from broadsheet.sources import TEMPLATES, Sources, Walk, is_lock

_HERE = Path(__file__).resolve().parent
ASSETS = "static"
COMPILED = "compiled-templates"
SCRIPTS = ("appearance.js", "search.js", "fulltext.js")
STYLE = "style.css"
STORY_STYLE = "story.css"
_SUFFIXES = (".html", ".htm", ".xml", ".txt", ".css", ".epub", ".j2", ".jinja")
_SECTION = expression(r"^(?=/\* )", re.MULTILINE)
_ELSEWHERE = expression(r"/\*[^*]* Not on stories\. \*/")
_STRING = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
_COMMENT = expression(rf"({_STRING})|/\*(?!!).*?\*/", re.DOTALL)
_KEPT = expression(rf"({_STRING}|/\*!.*?\*/)", re.DOTALL)


def builtin_templates() -> Path:
    """Return the folder of the built-in templates: inside the installed package, or beside the source in a checkout."""
    installed = _HERE.parent / "templates"
    return installed if installed.is_dir() else _HERE.parents[2] / "templates"


def compiled_templates() -> Path:
    """Return the folder of the program's own in which compiled templates are kept."""
    return _HERE.parent / COMPILED


class Asset(NamedTuple):
    """A file of the theme, with the address it is published at; the digest in its name lets a host cache it for ever."""

    name: str
    permalink: str
    data: bytes


class Theme(NamedTuple):
    """The folders in which templates are looked up, first match wins, and the assets."""

    folders: tuple[Path, ...]
    assets: tuple[Asset, ...]

    @property
    def addresses(self) -> Mapping[str, str]:
        """Return the address of each asset by its name."""
        return {asset.name: asset.permalink for asset in self.assets}


def load_theme(root: Path, config: Config | None = None) -> Outcome[Theme]:
    """Find the templates of a publication: its own `templates/`, then the built-in ones.

    Its own are not used at all while something among them must not be read. The configuration's properties of the theme (name
    without dashes, value) are appended to the stylesheet.
    """
    given = config.theme if config else ()
    properties = tuple((each.name.text, each.value) for each in given)
    own, builtin = root / TEMPLATES, builtin_templates()
    walk = Walk(Sources.of(root, config) if config else Sources(root), is_lock)
    is_trusted = config is None or config.trusted
    used = is_trusted and walk.through(TEMPLATES) and not walk.problems and own.resolve() != builtin.resolve()
    names = [path.relative_to(builtin).as_posix() for path in builtin.rglob("*") if path.is_file()]
    files = _assets(builtin, names)
    problems = list(walk.problems)
    if used:
        paths = [path[len(TEMPLATES) + 1 :] for path, _ in walk.files]
        files |= _assets(own, paths)
        problems += _unused(own, [name for name in paths if not name.startswith(f"{ASSETS}/")], names)
    for name in config.unused_files if config else ():
        files.pop(name, None)
    problems += [_undecodable(root, path) for name, path in files.items() if name == STYLE and not _is_text(path)]
    if properties and not any(problem.is_error for problem in problems):
        problems += _unknown(files[STYLE].read_text(encoding="utf-8") if STYLE in files else "", given)
    assets = [_asset(name, files[name].read_bytes(), properties) for name in sorted(files)]
    if STYLE in files and STORY_STYLE not in files:
        whole = files[STYLE].read_bytes()
        part = _for_stories(whole.decode(errors="replace")).encode()
        assets += [_asset(STORY_STYLE, part, properties)] if part != whole else []
    return Outcome(Theme((own, builtin) if used else (builtin,), tuple(assets)), tuple(problems))


def _assets(folder: Path, paths: Iterable[str]) -> dict[str, Path]:
    """Return the files to publish among those of a folder of templates, by their names."""
    inside = f"{ASSETS}/"
    return {path.removeprefix(inside): folder / path for path in sorted(paths) if path.startswith(inside)}


def _unused(folder: Path, given: Iterable[str], builtin: Iterable[str]) -> Iterator[Problem]:
    """Report templates of a publication's own that take the place of no built-in one, and that none which does so leads to."""
    own = {name for name in given if name.endswith(_SUFFIXES)}
    fresh = own - {*builtin}
    if not fresh:
        return
    from broadsheet.render.closure import Closures  # here: it knows this module

    closures = Closures((folder,))
    for name in sorted(fresh.difference(*map(closures.names, own - fresh))):
        hint = did_you_mean(name, builtin) or "call it like the built-in one whose place it is to take"
        yield Problem("unused-template", "nothing is made of this template", Span(f"{TEMPLATES}/{name}"), hint)


def _for_stories(css: str) -> str:
    """Return a stylesheet without the sections whose heading says that they are not for stories."""
    return "".join(section for section in _SECTION.split(css) if not _ELSEWHERE.match(section))


def _unknown(css: str, properties: Iterable[ThemeProperty]) -> Iterator[Problem]:
    """Report properties that the stylesheet does not draw anything from."""
    known = set(re.findall(r"var\(--([a-z][a-z0-9-]*)", css))
    for (name, span), _ in properties:
        if name not in known:
            message = f"the stylesheet has no property `{name}`, and setting it changes nothing"
            hint = did_you_mean(name, known) or f"it has {', '.join(f'`{each}`' for each in sorted(known))}"
            yield Problem("unknown-property", message, span, hint)


def _is_text(path: Path) -> bool:
    try:
        path.read_bytes().decode()
    except UnicodeDecodeError:
        return False
    return True


def _undecodable(root: Path, path: Path) -> Problem:
    place = path.relative_to(root) if path.is_relative_to(root) else path
    return Problem("bad-template", "the stylesheet is not UTF-8 text", Span(place.as_posix()), "save it as UTF-8")


def _asset(name: str, data: bytes, properties: tuple[tuple[str, str], ...]) -> Asset:
    if name in (STYLE, STORY_STYLE):
        data = _with_properties(data, properties)
    elif name in SCRIPTS:
        data = _without_comments(data)
    digest = blake2b(data, digest_size=5).hexdigest()
    stem, dot, suffix = name.rpartition(".")
    return Asset(name, f"/assets/{stem}.{digest}{dot}{suffix}" if dot else f"/assets/{name}.{digest}", data)


def _without_comments(data: bytes) -> bytes:
    """Return the script without indentation and the lines that are comments."""
    lines = [line.strip() for line in data.decode(errors="replace").splitlines()]
    return ("\n".join(line for line in lines if line and not line.startswith("//")) + "\n").encode()


def _with_properties(data: bytes, properties: tuple[tuple[str, str], ...]) -> bytes:
    """Return the stylesheet without what a browser passes over, followed by the publication's custom properties."""
    text = _squeezed(data.decode(errors="replace"))
    if properties:
        text += ":root{" + ";".join(f"--{name}:{value}" for name, value in properties) + "}"
    return f"{text}\n".encode()


@lru_cache(maxsize=4)
def _squeezed(css: str) -> str:
    """Return a stylesheet without comments (but those with `/*!`) and without the blanks that part nothing; strings stay."""
    parts = _KEPT.split(_COMMENT.sub(lambda found: found[1] or "", css))
    for at in range(0, len(parts), 2):
        part = parts[at]  # by plain replacements: this is done in every build, and patterns take ten times as long
        before, after = (" " if edge.isspace() else "" for edge in (part[:1], part[1:][-1:]))
        tight = f"{before}{' '.join(part.split())}{after}"
        for sign in "{};,":
            tight = tight.replace(f" {sign}", sign).replace(f"{sign} ", sign)
        parts[at] = tight.replace(": ", ":").replace(";}", "}")
    return "".join(parts).strip()
