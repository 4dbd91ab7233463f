"""Editions: which posts of an archive are one story in several languages, and which of them the others translate."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from broadsheet.content.yamltext import Value
from broadsheet.importing.post import Post, Site
from broadsheet.importing.values import first_text, text_of, texts_of

_SUFFIX = re.compile(r"(.+)\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?)\Z")


def language_of(inner: str, said: str, kind: str, site: Site) -> tuple[str, str, str]:
    """Return the path of an article without its language, that language (empty for the site's), and what its editions have in
    common (empty where it can have no others).

    `inner` is the path below the content, without suffix; `said` the language that the article states.
    """
    languages = site.details.get("languages")
    folders = _folders(languages, site.details) if isinstance(languages, Mapping) else {}
    found = _SUFFIX.fullmatch(inner) if kind in ("hugo", "zola", "nikola") else None
    if found:
        return found[1], _other(found[2], kind, site), found[1]
    folder = next((folder for folder in folders if folder and inner.startswith(f"{folder}/")), "")
    if folder:
        stem = inner[len(folder) + 1 :]
        return stem, _other(folders[folder], kind, site), stem
    head, _, rest = inner.partition("/")
    if is_language(head, said):  # `en/news/_posts/…`: the folder is part of the address
        return inner, said, rest
    return inner, said, inner if folders or "translations" in site.details else ""


def is_published(inner: str, site: Site) -> bool:
    """Say whether Hugo publishes what lies at a path below the content: not what is in a language that is turned off, nor, where
    every language has a folder, what is in none of them.
    """
    said = site.details.get("languages")
    languages = {lang: each for lang, each in said.items() if isinstance(each, Mapping)} if isinstance(said, Mapping) else {}
    off = {lang for lang, each in languages.items() if text_of(each.get("disabled")).lower() == "true"}
    off |= set(texts_of(site.details.get("disablelanguages")))
    folders = _folders(languages, site.details)
    folder = next((folder for folder in folders if folder and inner.startswith(f"{folder}/")), "")
    suffix = _SUFFIX.fullmatch(inner)
    apart = (
        bool(languages) and all(first_text(each, "contentDir", "contentdir") for each in languages.values()) and "" not in folders
    )
    module = site.details.get("module")  # which may have put the folders elsewhere
    mounts = module.get("mounts") if isinstance(module, Mapping) else ()
    mounted = any(
        isinstance(each, Mapping) and text_of(each.get("target")).startswith("content")
        for each in (mounts if isinstance(mounts, list) else ())
    )
    return (suffix[2] if suffix else folders.get(folder, "")) not in off and bool(folder or not apart or mounted)


def is_language(folder: str, lang: str) -> bool:
    """Say whether a folder is that of a language: `zh_tw` for zh-TW."""
    return bool(lang) and folder.lower().replace("_", "-") == lang.lower()


def main_language(kind: str, site: Site) -> str:
    """Return the language of what says none."""
    return (text_of(site.details.get("defaultcontentlanguage")) or "en") if kind == "hugo" else site.language or "en"


def _other(lang: str, kind: str, site: Site) -> str:
    return "" if lang in (site.language, main_language(kind, site)) else lang


def _folders(languages: Mapping[str, object], settings: Mapping[str, Value]) -> dict[str, str]:
    """Return the languages by their folders below the content; Hugo's `contentDir` names others."""
    found: dict[str, str] = {}
    root = first_text(settings, "contentdir").strip("/") or "content"
    for lang, said in languages.items():
        place = first_text(said, "contentDir", "contentdir").strip("/") if isinstance(said, Mapping) else ""
        found[f"{place}/".removeprefix(f"{root}/").strip("/") if place else lang] = lang
    return found


def content_of(settings: Mapping[str, Value]) -> str:
    """Return the folder in which Hugo has the content in all languages of a site; empty where the settings do not say so."""
    said, languages = first_text(settings, "contentdir"), settings.get("languages")
    told = [each for each in languages.values() if isinstance(each, Mapping)] if isinstance(languages, Mapping) else []
    places = [posixpath.normpath(first_text(each, "contentDir", "contentdir") or said or "content") for each in told]
    try:
        return posixpath.commonpath(places).strip("/") or said if places else said
    except ValueError:  # one of them is no path below the site
        return said


@dataclass(slots=True)
class Editions:
    """The stories that exist in several languages: `originals` has for each the key of the post that the others translate, `ids`
    the id of the article that it became.
    """

    main: str = "en"  # the language of the site
    originals: dict[str, tuple[bool, str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)

    def note(self, post: Post) -> None:
        """Take note of a post: the first in the site's language is the original, or else the first of all."""
        if post.edition and post.shape == "story":
            is_main = post.lang in ("", self.main)
            if post.edition not in self.originals or (is_main and not self.originals[post.edition][0]):
                self.originals[post.edition] = (is_main, post.key)

    def is_translation(self, post: Post) -> bool:
        """Say whether a post translates another one."""
        known = self.originals.get(post.edition) if post.shape == "story" else None
        return known is not None and known[1] != post.key and (post.lang not in ("", self.main) or not known[0])

    def original_of(self, post: Post) -> str:
        """Return the id of the article that a post translates; empty where there is none."""
        return self.ids.get(post.edition, "") if self.is_translation(post) else ""

    def written(self, post: Post, story_id: str) -> None:
        """Take note of the article that a post became."""
        if post.edition and post.shape == "story" and not self.is_translation(post):
            self.ids.setdefault(post.edition, story_id)
