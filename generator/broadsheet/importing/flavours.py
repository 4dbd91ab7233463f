"""Flavours: how each generator of sites from Markdown differs from the others, and how its sites are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from broadsheet.content.yamltext import Value
from broadsheet.importing import addresses
from broadsheet.importing.addresses import AddressParts
from broadsheet.importing.files import NO_ARTICLES, dumps_beside, walk
from broadsheet.importing.siteconfig import settings_of
from broadsheet.importing.values import first_text

MARKDOWN = frozenset((".md", ".markdown", ".mdown", ".mkd", ".mdx"))


class Flavour(NamedTuple):
    """How a generator differs from the others.

    `signs` are files that give it away, `settings` those of its configuration; `content` the folders of its articles, of which
    the first that is there counts; `static` those of files that are published as they are, with their addresses; `posts` and
    `drafts` the folders whose articles are that whatever they say.
    """

    signs: tuple[str, ...]
    address: Callable[[AddressParts, Mapping[str, Value]], tuple[str, ...]]
    settings: tuple[str, ...] = ()
    content: tuple[str, ...] = ("",)
    static: tuple[tuple[str, str], ...] = (("static", "/"),)
    posts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    header: bool = False  # `Key: value` lines without front matter
    names: Mapping[str, tuple[str, ...]] = {}
    future: str = ""  # the setting by which what is dated in the future is published
    place: tuple[str, ...] = ()  # the settings that name the folder of the articles


FLAVOURS: dict[str, Flavour] = {
    "hugo": Flavour(
        ("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default", "content/_index.md", "archetypes"),
        addresses.hugo,
        (
            "hugo.toml",
            "hugo.yaml",
            "hugo.yml",
            "hugo.json",
            "config.toml",
            "config.yaml",
            "config.yml",
            "config.json",
            "config/_default/*.toml",
            "config/_default/*.yaml",
            "config/_default/*.yml",
            "config/_default/*.json",
        ),
        ("content",),
        (("static", "/"), ("assets", "/")),
        future="buildfuture",
        place=("contentdir",),
    ),
    "zola": Flavour(
        ("zola.toml",), addresses.zola, ("zola.toml", "config.toml"), ("content",), names={"addresses": ("aliases",)}
    ),
    "jekyll": Flavour(
        ("_config.yml", "_config.yaml", "_config.toml", "_posts"),
        addresses.jekyll,
        ("_config.yml", "_config.yaml", "_config.toml"),
        static=(("", "/"),),
        posts=("_posts", "_drafts"),
        drafts=("_drafts",),
        future="future",
        place=("source", "source_dir"),  # the other one is Hexo's, which is alike
    ),
    "pelican": Flavour(
        ("pelicanconf.py", "pelican.conf.py", "publishconf.py"),
        addresses.pelican,
        ("pelicanconf.py", "pelican.conf.py", "publishconf.py"),
        ("content", ""),
        (
            ("content/images", "/images"),
            ("content/extra", "/"),
            ("images", "/images"),
            ("pictures", "/pictures"),
            ("content/static", "/static"),
        ),
        pages=("pages",),
        drafts=("drafts",),
        header=True,
        place=("path",),
    ),
    "nikola": Flavour(
        ("conf.py",),
        addresses.nikola,
        ("conf.py",),
        static=(("files", "/"), ("images", "/images")),
        posts=("posts",),
        pages=("pages", "stories"),
        header=True,
        names={"sections": ("category", "categories", "section")},
    ),
    "eleventy": Flavour(
        (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.cjs"),
        addresses.eleventy,
        (".eleventy.js", "eleventy.config.js", "eleventy.config.mjs", "eleventy.config.cjs", ".eleventy.cjs"),
        content=("content", "src", ""),
        static=(("public", "/"), ("static", "/"), ("assets", "/assets"), ("img", "/img"), ("images", "/images")),
        place=("input",),
    ),
    "markdown": Flavour((), addresses.markdown, content=("",), static=(("static", "/"), ("public", "/"))),
}


def looks_like(kind: str, source: Path) -> bool:
    """Say whether a folder is the source of a site of a kind."""
    if not source.is_dir():
        return False
    if kind == "markdown":
        files = (path for path in walk(source, source) if isinstance(path, Path) and path.suffix.lower() in MARKDOWN)
        return any(path.stem.lower() not in NO_ARTICLES for path in files) and not dumps_beside(source)
    if kind == "zola" and (source / "config.toml").is_file():
        settings = settings_of(source, ("config.toml",))
        return "base_url" in settings and "baseurl" not in settings
    if kind == "hugo" and looks_like("zola", source):  # which has a `content/_index.md`, too
        return False
    if kind == "jekyll" and looks_like("eleventy", source) and not list(source.glob("_config.*")):
        return False
    if kind == "hugo" and (source / "content").is_dir() and list(source.glob("config.*")):
        return True
    return any((source / sign).exists() for sign in FLAVOURS[kind].signs)


def content_in(source: Path, flavour: Flavour, settings: Mapping[str, Value]) -> Path:
    """Return the folder of the articles: the one that the settings name, if it lies in the source, or the usual one."""
    said = first_text(settings, *flavour.place)
    known = (said,) if said and (source / said).resolve().is_relative_to(source.resolve()) else ()
    if not known and (source / "source/_posts").is_dir():  # where Hexo has them unless it says otherwise
        known = ("source",)
    return next((source / name for name in (*known, *flavour.content) if (source / name).is_dir()), source)
