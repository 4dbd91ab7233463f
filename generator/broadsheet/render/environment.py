"""The Jinja environment: strict, escaping, and with a few filters of ours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

from broadsheet.language.languages import ENGLISH, Languages
from broadsheet.language.words import Words
from broadsheet.pages.views.link import Alias, Link
from broadsheet.pages.views.site import SiteView
from broadsheet.problems import did_you_mean
from broadsheet.render.compiled import Compiled
from broadsheet.render.engine import Engine, PlainMacro, safe
from broadsheet.render.theme import ASSETS, builtin_templates

_LINKS_KEPT = 50_000
_TEXT_KEPT = 20_000_000  # characters


def make_environment(
    folders: Sequence[Path],
    base_path: str,
    words: Words = ENGLISH,
    home: Engine | None = None,
) -> Engine:
    """Return the environment that renders templates from `folders`, for a site served under `base_path` (`/` or `/archive/`).

    Templates speak `words`; `home` is the environment that speaks the publication's language, where that is another one.
    """
    environment = Engine(
        compiled=Compiled(words),
        words=words,
        home=home,
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=lambda name: name is None or not name.endswith((".txt", ".css")),
        undefined=_Unknown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        cache_size=-1,
    )
    href = environment.filters["href"] = _Links(base_path.removesuffix("/")).__getitem__
    environment.filters["once"] = once_filter()
    environment.filters["in_menus"] = _in_menus_filter()
    environment.filters["number"] = _Numbers(words).__getitem__
    environment.filters["listed"] = _listed_filter(words, href)
    return environment


class _Unknown(jinja2.StrictUndefined):
    """What is not there: who uses it is told what there is."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        view, name = type(self._undefined_obj), str(self._undefined_name)
        if self._undefined_obj is missing or not view.__module__.startswith("broadsheet.") or name.startswith("_"):
            return super()._undefined_message
        known = sorted({each for each in dir(self._undefined_obj) if not each.startswith("_")} - {*dir(tuple)})
        hint = did_you_mean(name, known) or f"it has {', '.join(f'`{each}`' for each in known)}"
        return f"a {view.__name__} has no `{name}` ({hint})"


def built_in_code() -> dict[str, str]:
    """Return the built-in templates in English as Python code, by the names of the files that `Compiled` looks for."""
    words = Languages("en").words
    folder = builtin_templates()
    environment, compiled = make_environment([folder], "/", words), Compiled(words)
    paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    found: dict[str, str] = {}
    for name in (path.as_posix() for path in paths if path.parts[0] != ASSETS):
        source, file, _ = jinja2.FileSystemLoader(folder).get_source(environment, name)
        found[compiled.file_name(name, source)] = str(environment.compile(source, name, file, raw=True))
    return found


def _listed_filter(words: Words, href: Callable[[str], str]) -> Callable[..., str]:
    """Return the filter `listed`: "A, B and C", or with `told` "A, B, C"; each name within an `element` where one is named.

    A link leads where it does, if it leads anywhere.
    """

    def within(element: str, name: str | Alias | Link) -> Markup:
        if isinstance(name, Link):
            link = f'<a href="{escape(href(name.permalink))}">{escape(name.text)}</a>' if name.permalink else escape(name.text)
            return Markup(f"<{element}>{link}</{element}>")
        if isinstance(name, Alias):
            lang = f' lang="{escape(name.lang)}"' if name.lang else ""
            return Markup(f"<{element}{lang}>{escape(name.text)}</{element}>")
        return Markup(f"<{element}>{escape(name)}</{element}>")

    def listed(names: Sequence[str | Alias | Link], element: str = "", told: bool = False) -> Markup:
        shown = [within(element, name) if element else escape(name) for name in names]
        return Markup(words.customs.comma.join(shown) if told else words.and_list(shown))  # of texts that were escaped

    return listed


class _Numbers(dict[int, str]):
    """By a number, how the language writes it. Most are small and asked for often."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words

    def __missing__(self, number: int) -> str:
        if len(self) >= _LINKS_KEPT:
            self.clear()
        text = self[number] = self.words.number(number)
        return text


class _Links(dict[str, str]):
    """By an address, what a link to it must say under the base path; other URLs stay as they are. Most are asked for often."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self.prefix = prefix

    def __missing__(self, permalink: str) -> str:
        if len(self) >= _LINKS_KEPT:
            self.clear()
        inside = permalink.startswith("/") and not permalink.startswith("//")
        link = self[permalink] = self.prefix + permalink if inside else permalink
        return link


def once_filter(limit: int = _TEXT_KEPT) -> Callable[..., str]:
    """Return the filter `once`: `{{ macro|once(value, …) }}` is `{{ macro(value, …) }}`, made once for the same values.

    A story's row stands in the lists of all its terms. What many pages show of one thing is one object (`Shared`), which is known
    by its identity; other values are the same when they are equal. Up to `limit` characters are kept: the half that was asked for
    last stays when the other is forgotten.
    """
    made: dict[tuple[Any, ...], dict[tuple[Any, ...], str]] = defaultdict(dict)  # by the macro and the types of its values
    before: dict[tuple[Any, ...], dict[tuple[Any, ...], str]] = {}
    size = 0

    def once(macro: Macro, *values: Any) -> str:  # whatever the macro takes  # noqa: ANN401
        nonlocal size, made, before
        kind = macro, *map(type, values)
        try:
            return made[kind][values]
        except KeyError:
            text = before[kind].pop(values, None) if kind in before else None
            if text is None:
                text = _made(macro, values)
            size += len(text)
            if size > limit // 2:
                made, before, size = defaultdict(dict), made, len(text)
            made[kind][values] = text
            return text

    return once


def _made(macro: Macro, values: tuple[Any, ...]) -> str:
    """Return what a macro makes of some values; most are called directly."""
    if type(macro) is PlainMacro and len(values) <= macro.size and macro._default_autoescape:
        text: str = safe(macro.plain(*values))
        return text
    return macro(*values)


def _in_menus_filter() -> Callable[[str, SiteView], str]:
    """Return the filter `in_menus`: an address where the masthead or the footer of the site leads to it, else an empty text.

    Pages that no menu leads to have the masthead and the footer in common.
    """
    known: tuple[SiteView | None, frozenset[str]] = (None, frozenset())

    def in_menus(permalink: str, site: SiteView) -> str:
        nonlocal known
        if known[0] is not site:
            links = (*site.menu, *site.sections, *site.footer)
            known = (site, frozenset(("/", site.search or "/", *(link.permalink for link in links))))
        return permalink if permalink in known[1] else ""

    return in_menus
