"""Sites of Markdown: Jekyll, Hugo, Zola, Eleventy, Pelican, Nikola, or any folder of it. One reader, one table of differences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from broadsheet.content.yamltext import Value
from broadsheet.importing import includes, picturedata
from broadsheet.importing.addresses import AddressParts, on_site
from broadsheet.importing.autolinks import with_links
from broadsheet.importing.datedlinks import patterns_of_links
from broadsheet.importing.editions import content_of, is_language, language_of
from broadsheet.importing.emphasis import without_blanks_at_edges
from broadsheet.importing.fences import code_in_html, with_languages
from broadsheet.importing.files import JSON_LINES, NO_ARTICLES, TOOLS, read_text, walk
from broadsheet.importing.flavours import FLAVOURS, MARKDOWN, Flavour, content_in, looks_like
from broadsheet.importing.guard import guarded
from broadsheet.importing.headers import RESTRUCTURED, lone_header, read_header
from broadsheet.importing.includes import with_includes
from broadsheet.importing.inherited import forget, inherited, title_of_list
from broadsheet.importing.jupyter import SUFFIX as NOTEBOOK
from broadsheet.importing.keys import Keys
from broadsheet.importing.mdx import without_programs
from broadsheet.importing.nikola import article_files, is_article_file, replies_beside
from broadsheet.importing.people import authors_of, name_in
from broadsheet.importing.picturedata import picture_named
from broadsheet.importing.post import Form, Found, Held, Left, Post, Shape, Site, Skipped
from broadsheet.importing.redirectrules import address_mark, rules_in
from broadsheet.importing.shortcodes import Replaced, arguments_of, replaced
from broadsheet.importing.shortcodetemplates import templates_in
from broadsheet.importing.siteconfig import (
    base_in,
    collections_in,
    copied_in,
    data_in,
    language_in,
    settings_of,
    title_in,
    zone_in,
)
from broadsheet.importing.taxonomies import declared_by, names_of, topics_of
from broadsheet.importing.texts import worded
from broadsheet.importing.values import first_text, read_matter, text_of, texts_of
from broadsheet.model import AUTHORS
from broadsheet.problems import Span

_PAGES = frozenset((".html", ".htm"))
_RST = ".rst"
_OF_THE_TEXT = frozenset(("title", "template_code"))  # metadata that reStructuredText has without a line for them
_TEMPLATES = (".njk", ".liquid", ".hbs", ".mustache", ".ejs", ".pug", ".webc", ".vto", ".11ty.js", ".11ty.cjs", ".11ty.mjs")
_LIKE_HTML = (".njk", ".liquid", ".hbs", ".mustache")  # templates that are HTML where no code is left in them
_TYPES = frozenset(("", "post", "article", "page", "storie", "story", "blog", "doc", "default", "single"))  # see `_one`
_LINKING = ("hugo", "markdown")  # kinds that make links of addresses that stand bare
_NOT_RUN = "a template, which is not run"
_DAY_IN_PATH = re.compile(r"(?:^|/)((?:19|20)\d\d)/(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])(?=/|$)")  # `2020/10/08/rust-1.47`
_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})[-_](?=.)")
_HEADLINE = re.compile(
    r"\s*(?:# +([^\n]+?)(?: +#+)?[ \t]*(?:\n|\Z)|(?:<(?:section|div|header|article)\b[^<>]*>\s*)*<h1\b[^<>]*>([^<>]+)</h1>)"
)
_TERMS: dict[str, Shape] = {"tags": "tag", "tag": "tag", "categories": "section", "category": "section"}
_FROM_ABOVE = ("permalink", "url", "lang", "author", "authors", "category", "categories", "tags")  # what holds back apart
_UNMADE = "is not made again: the template code that made it stands below `imported`"
_SILENT = re.compile(r"<(?!(?:img|iframe|video|audio|object|embed|svg)\b)[^<>]*>", re.IGNORECASE)
_TALKATIVE = 60  # words of metadata: so many may be what the page says


def about(kind: str, source: Path) -> Site:
    """Return what the configuration of a site says."""
    flavour = FLAVOURS[kind]
    forget()
    picturedata.forget()
    includes.forget()
    settings = settings_of(source, flavour.settings)
    settings |= {"contentdir": place} if kind == "hugo" and (place := content_of(settings)) else {}
    settings |= {"permalink": found} if kind == "markdown" and (found := patterns_of_links(source, MARKDOWN)) else {}
    content = content_in(source, flavour, settings)
    static = [(source / folder if folder else content, address) for folder, address in flavour.static]
    static = [(folder, address) for folder, address in static if folder.is_dir()]
    static += [each for each in copied_in(settings, source, content) if each not in static]
    among = any(not folder for folder, _ in flavour.static)
    future = text_of(settings.get(flavour.future)).lower() == "true" if flavour.future else False
    data = data_in(content) if kind in ("eleventy", "jekyll") else {}
    said = settings
    if kind == "eleventy":  # which has no setting for what it is called, but such files
        told = (each for name in ("site", "metadata", "meta") if isinstance(each := data.get(name), Mapping))
        said = {**next(told, {}), **settings}
    settings |= {"data": data} if data else {}
    settings |= {"collections": list(collections_in(source))} if kind == "eleventy" else {}
    settings |= {"shortcodes": templates_in(source)} if kind == "hugo" else {}
    return Site(
        source,
        title_in(said),
        base_in(said),
        language_in(said),
        zone_in(settings),
        tuple(static),
        future,
        among,
        settings,
        declared_by(kind, settings),
        moved={f"/{above}/": "/"} if kind == "nikola" and (above := text_of(settings.get("index_path")).strip("/")) else {},
        rules=rules_in((source, *(folder for folder, address in static if address == "/")), settings, base_in(said)),
    )


def read(kind: str, source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts of a site, and what else stands among them."""
    flavour = FLAVOURS[kind]
    folder = content_in(source, flavour, site.details)
    leave = TOOLS - {"themes", "resources", "vendor", "templates", "layouts"} if folder != source else TOOLS
    static = [place.resolve() for place, _ in site.static if place not in (source, folder)]
    files = article_files(site.details) if kind == "nikola" else ()
    for path in walk(folder, source, leave):
        if isinstance(path, Skipped):
            yield path
            continue
        span = Span(path.relative_to(site.root).as_posix())
        is_own = not _is_article(path, flavour) and is_article_file(span.path, files)
        is_static = any(path.resolve().is_relative_to(place) for place in static)
        if kind == "eleventy" and path.name.endswith(_TEMPLATES) and (is_static or not path.name.endswith(_LIKE_HTML)):
            yield Skipped(span, _NOT_RUN)
        elif kind == "markdown" and path.suffix.lower() in JSON_LINES:
            yield Left(span.path, "lines of JSON, which may hold stories: import them by themselves, with `--kind jsonl`")
        elif is_own and path.suffix.lower() not in (*RESTRUCTURED, NOTEBOOK):
            made = f"`pandoc -t gfm {path.name} -o {path.stem}.md`"
            yield Skipped(
                span, f"an article in `{path.suffix}`, which is not read: {made}, put its lines `.. title: …` above, import"
            )
        elif (_is_article(path, flavour) or _is_template(path, kind) or is_own) and not is_static:
            yield from guarded(span, _article, path, folder, kind, flavour, site)


def _is_article(path: Path, flavour: Flavour) -> bool:
    suffix = path.suffix.lower()
    return suffix in MARKDOWN or suffix in _PAGES or (suffix == _RST and flavour.header)


def _is_template(path: Path, kind: str) -> bool:
    return kind == "eleventy" and path.name.endswith(_LIKE_HTML)


def _article(path: Path, folder: Path, kind: str, flavour: Flavour, site: Site) -> Iterator[Found]:
    where = path.relative_to(site.root).as_posix()
    text, problems = read_text(path, where)
    yield from (problem._replace(span=problem.span or Span(where)) for problem in problems)
    matter = read_header(text, where, path) if flavour.header else read_matter(text, where)
    matter = lone_header(text) if matter.values is None and kind == "markdown" and not matter.problems else matter
    yield from matter.problems
    if matter.values is None:
        faulty = next(iter(matter.problems), None)
        if faulty is not None:
            yield Skipped(faulty.span or Span(where), f"its front matter cannot be read: {faulty.message}")
            return
    if not matter.values and _is_template(path, kind):
        yield Skipped(Span(where), _NOT_RUN)
        return
    suffix = path.suffix.lower()
    is_bare = matter.values is None or (suffix in RESTRUCTURED and matter.values.keys() <= _OF_THE_TEXT)
    if is_bare and (suffix in _PAGES or path.stem.lower() in NO_ARTICLES or kind == "jekyll"):
        yield Skipped(Span(where), "it has no front matter, so it is no article")
        return
    yield _post(path, where, folder, kind, flavour, site, matter.values or {}, matter.body)


def _post(
    path: Path, where: str, folder: Path, kind: str, flavour: Flavour, site: Site, values: Mapping[str, Value], body: str
) -> Post | Skipped:
    above = inherited(kind, path, folder, site, values)
    values = {**(_said_by_name(path.relative_to(folder), site.details) if kind == "pelican" else {}), **values}
    keys = Keys({**{name: above[name] for name in _FROM_ABOVE if name in above}, **values}, _names(kind, flavour, site))
    inner = path.relative_to(folder).with_suffix("").as_posix()
    stem, lang, edition = language_of(inner, keys.lang(), kind, site)
    edition = keys.text("translation_of") or edition
    parts = stem.split("/")
    listing = parts[-1] == "_index" or (parts[-1] == "index" and kind == "zola" and len(parts) == 1)
    dated = _DATED.match(parts[-1]) or (_DATED.match(parts[-2]) if parts[-1] in ("index", "_index") and len(parts) > 1 else None)
    parts = _within(parts, site) if kind == "jekyll" else parts
    is_made = kind != "jekyll" or any(part in flavour.posts for part in parts[:-1])  # of a date, as Jekyll makes those of posts
    pattern, slug = _own_address({**above, **values}, keys, kind)
    dated = dated or _DAY_IN_PATH.search(pattern) or _DAY_IN_PATH.search(f"/{stem}")
    date = keys.date("date") or (f"{dated[1]}-{int(dated[2]):02d}-{int(dated[3]):02d}" if dated else "")
    shape: Shape = _shape(parts, flavour, site, bool(date), listing)
    is_bare_list = shape == "page" and listing and not body.strip() and kind in ("hugo", "zola") and len(parts) > 1
    said = _said_of_list(keys) if is_bare_list and _gives_section(path.parent, site) else ""
    shape, body = ("section", said) if said else (shape, body)
    dates = site.details.get("default_date")  # which Pelican gives to what has none; without a date no story is out
    is_home = stem in ("index", "_index", "pages/index")
    taxonomy = _taxonomy(parts, site) if shape == "term" else ""
    called = _titled(keys.title(), body, "" if is_home else site.title)
    title = (taxonomy == AUTHORS and name_in(values)) or called or (is_home and site.title) or _worded(parts)
    by_folder = _folders(parts, kind, flavour, site, partial(title_of_list, path, folder, lang, site.root))
    sections = keys.texts("sections", "" if kind != "jekyll" else " ") or by_folder
    name = "" if is_home or (shape == "story" and _named(parts) == "index") else _named(parts)  # empty: named by its headline
    held: Held = keys.held(above) or (
        "draft" if any(part in flavour.drafts for part in parts[:-1]) or (shape == "story" and not (date or dates)) else ""
    )
    entry = AddressParts(_below(parts, flavour), title, date, slug, sections, lang, shape == "story" and is_made, pattern)
    others = [text for text in keys.texts("addresses") if on_site(text, site.base)]
    is_nowhere = (listing and not values) or "isdraft" in above or bool(said)  # and was nowhere, or a list as others
    own = () if is_nowhere else flavour.address(entry, site.details)
    if own[:1] == ("/",) and parts[-1] == "index":  # the old front page is a page like others, called by its headline
        name = ""
    others += site.rules.led.get(address_mark(own[0]), ()) if own else ()
    old = [*own, *others]
    sections = sections[1:] if sections and is_language(sections[0], lang) else sections
    lists: dict[str, str] = {}
    if kind in ("hugo", "zola") and len(parts) > 1:  # where each folder has a list
        top = entry._replace(path=f"{parts[0]}/_index", slug="", pattern="")
        now = f"section {sections[0]}" if sections and sections == by_folder else ""
        lists = dict.fromkeys(flavour.address(top, site.details), now)
    is_term = shape in ("tag", "section", "term")
    body = keys.standfirst() if is_term and not body.strip() else body
    if listing and not body.strip() and not (is_term and title.casefold() != name):
        return Skipped(Span(where), "a list of other pages, without words of its own")
    told = {**_data(kind, site), **{f"site.{name}": value for name, value in site.details.items()}}
    told |= {"title": title, "date": date, "url": own[0] if own else "", "fileSlug": _named(parts), **values}
    is_plain = kind == "pelican" and path.suffix.lower() == _RST  # in which Pelican runs no template code
    is_mdx = path.suffix.lower() == ".mdx"
    named = partial(picture_named, site.root)
    body = with_includes(body, site.root, site.details, arguments_of) if kind == "jekyll" else body
    body = with_languages(body) if flavour.header and path.suffix.lower() in MARKDOWN else body
    shown = Replaced(body) if is_plain else without_programs(body) if is_mdx else replaced(body, kind, told, named)
    if _is_template(path, kind) and (shown.unknown or shown.lists or "pagination" in values):
        return Skipped(Span(where), _NOT_RUN)
    is_made_by_template = shape == "page" or (kind == "hugo" and bool(keys.peek("layout")))
    if is_made_by_template and not _SILENT.sub("", shown.text).strip() and len(str(values).split()) < _TALKATIVE:
        return Skipped(Span(where), "a page without words of its own: a template makes it")
    publish_at = keys.publish_at("" if site.future else date)
    form: Form = "html" if path.suffix.lower() in (*_PAGES, *_LIKE_HTML, *RESTRUCTURED) else "markdown"
    text = shown.text
    if kind == "jekyll":
        text = code_in_html(text) if form == "html" else without_blanks_at_edges(text)
    elif kind in _LINKING and form == "markdown":
        text = with_links(text)
    standfirst, picture, updated, tags = keys.standfirst(), keys.picture(named), keys.date("updated"), _tags(keys, kind, site)
    authors = authors_of(keys, kind, site)
    terms = {name: found for name in names_of(site.taxonomies) if (found := keys.texts(name))}
    expires_at = keys.expires_at()
    replies = tuple(replies_beside(path, site.root)) if kind == "nikola" else ()
    unkept = [("comments", "a page has none")] * len(replies) if shape != "story" else []
    keys.drop("layout", "template", "weight", *(("type",) if _is_told(values, (*stem.split("/"), *sections)) else ()))
    kept = {name: value for name, value in keys.rest().items() if name not in ("permalink", "url", "path") or not old}
    lost = list(keys.lost)
    if is_term:
        lost, kept = [*lost, *((name, "a text on a term has no key for it") for name in kept)], {}
    unmade = [f"the list of `{name[:80]}`" for name in dict.fromkeys(shown.lists)]
    notes = (*_notes(pattern, own or listing or is_nowhere or kind == "markdown"), *(f"{name} {_UNMADE}" for name in unmade))
    if shown.unknown:
        kept["template_code"] = list(dict.fromkeys((*texts_of(values.get("template_code")), *shown.unknown)))
    return Post(
        span=Span(where), key=where, title=title, shape=shape, name=slug or name, date=date, updated=updated,
        held=held,
        publish_at=publish_at, expires_at=expires_at, addresses=tuple(dict.fromkeys(old)),
        lang=lang if lang != site.language else "", edition=edition,
        authors=authors, sections=sections, tags=tags, standfirst=standfirst, picture=picture, body=text,
        form=form, base=where,
        used=keys.used, lists=lists, kept=kept, lost=(*lost, *unkept, *((name, _UNMADE) for name in unmade)), notes=notes,
        replies=replies, terms=terms, taxonomy=taxonomy,
    )  # fmt: skip


def _data(kind: str, site: Site) -> Mapping[str, Value]:
    """Return the files of data of a site of Eleventy's, which an article names without more ado."""
    data = site.details.get("data")
    return data if kind == "eleventy" and isinstance(data, Mapping) else {}


def _tags(keys: Keys, kind: str, site: Site) -> tuple[str, ...]:
    """Return the tags. Of a text of Jekyll's each word is one; of Hexo's and others', all of it, or what commas part.

    Those by which a site of Eleventy's lists articles are none: they say that something is a post.
    """
    written = keys.peek("tags")
    words = kind == "jekyll" and isinstance(written, str) and "," not in written and "source_dir" not in site.details
    of_lists = texts_of(site.details.get("collections")) if kind == "eleventy" else ()
    return tuple(tag for tag in keys.texts("tags", " " if words else ",;") if tag not in of_lists)


def _said_by_name(path: Path, settings: Mapping[str, Value]) -> dict[str, Value]:
    """Return what the name of a file says of an article by Pelican's settings; `path` is that below the content."""
    found: dict[str, Value] = {"slug": path.stem} if text_of(settings.get("slugify_source")) == "basename" else {}
    for name, text in (("path_metadata", path.as_posix()), ("filename_metadata", path.stem)):
        try:
            match = re.match(text_of(settings.get(name)), text)
        except (re.error, OverflowError):
            continue
        found |= {key.lower(): value for key, value in match.groupdict().items() if value} if match else {}
    return found


def _names(kind: str, flavour: Flavour, site: Site) -> Mapping[str, tuple[str, ...]]:
    """Return which names stand for our keys, with the taxonomies that a site of Hugo's calls otherwise, and its own."""
    names = {**flavour.names, **names_of(site.taxonomies)}
    topics = topics_of(site.details) if kind == "hugo" else ()
    return {**names, "tags": ("tags", "tag", "keywords", *topics)} if topics else names


def _said_of_list(keys: Keys) -> str:
    """Return what the front matter of a list says of it: its description, and HTML that is called so."""
    paths = [keys.path(name) for name in ("description", *(name for name in keys.names() if name.endswith("html")))]
    words = {path: text_of(keys.peek(path)) for path in paths if path}
    keys.drop(*words)
    return "\n\n".join(text for text in words.values() if text)


def _gives_section(above: Path, site: Site) -> bool:
    """Say whether a folder holds a story that says no section of its own."""
    for path in walk(above, site.root):
        if isinstance(path, Path) and path.suffix.lower() in MARKDOWN and not path.stem.startswith("_index"):
            matter = read_matter(read_text(path, path.name)[0], path.name)
            keys = Keys(matter.values or {})
            dated = _DATED.match(path.stem) or _DAY_IN_PATH.search(text_of(keys.peek("path"))) or keys.date("date")
            if dated and not keys.texts("sections"):
                return True
    return False


def _taxonomy(parts: list[str], site: Site) -> str:
    """Return the taxonomy of whose terms the text of a folder is about one; empty where it is about something else."""
    return next((name for name, each in site.taxonomies.items() if each.key == parts[0] and len(parts) == 3), "")


def _shape(parts: list[str], flavour: Flavour, site: Site, dated: bool, listing: bool) -> Shape:
    folders = parts[:-1]
    if listing:
        above = folders[0] if len(folders) == 2 else ""
        return _TERMS.get(above) or ("tag" if above in topics_of(site.details) else "term" if _taxonomy(parts, site) else "page")
    if any(folder in flavour.posts for folder in folders):
        return "story"
    if any(folder in flavour.pages for folder in folders):
        return "page"
    if flavour.header and not flavour.posts:
        return "story"
    return "story" if dated else "page"


def _own_address(values: Mapping[str, Value], keys: Keys, kind: str) -> tuple[str, str]:
    """Return what an article says of its own address, and its slug."""
    pattern = first_text(values, *(("path",) if kind == "zola" else ("url", "save_as", "permalink")))
    pattern = "" if pattern.lower() in ("true", "false") or "://" in pattern else pattern
    if pattern:
        keys.drop("url", "permalink", "path", "save_as")
    slug = keys.text("slug").strip("/")
    return pattern, slug


def _below(parts: list[str], flavour: Flavour) -> str:
    """Return the path of which the address is made: a folder that only says what an article is, is no part of it."""
    return "/".join(part for part in parts if part not in ("_posts", "_drafts") or part not in flavour.posts)


def _folders(parts: list[str], kind: str, flavour: Flavour, site: Site, titled: Callable[[str], str]) -> tuple[str, ...]:
    """Return the section that its folder gives an article; `titled` is what the text on a folder calls it."""
    above = [
        part for part in parts[:-1] if part not in (*flavour.posts, *flavour.pages, *flavour.drafts) and not part.isdecimal()
    ]
    if parts[-1] == "index" and kind in ("hugo", "zola"):
        above = above[:-1]
    if kind == "pelican" and not above:
        return (text_of(site.details.get("default_category")),) if text_of(site.details.get("default_category")) else ()
    if kind == "jekyll":
        return tuple(part for part in above if not part.startswith("_"))
    if kind in ("hugo", "zola", "pelican") and above:
        return (titled(above[0]) or _worded([above[0]]),)
    return ()


def _notes(pattern: str, is_known: object) -> tuple[str, ...]:
    """Return what to look at where the old address of an article cannot be known."""
    if is_known:
        return ()
    told = f"only the site itself can fill in `{pattern}`" if pattern else "the settings have a pattern that cannot be filled in"
    return (f"its old address is not known, for {told}",)


def _is_told(values: Mapping[str, Value], places: Iterable[str]) -> bool:
    """Say whether the type of an article says no more than its folders and sections do, or that it is one."""
    return _one(text_of(values.get("type"))) in {*map(_one, places), *_TYPES}


def _one(name: str) -> str:
    return name.casefold().removesuffix("s")


def _titled(own: str, body: str, of_site: str) -> str:
    """Return the headline of an article: the one with which its body begins where it has none of its own, but the site's."""
    found = None if own and not of_site.casefold().startswith(own.casefold()) else _HEADLINE.match(body)
    return (found[1] or found[2]).strip() if found else own


def _within(parts: list[str], site: Site) -> list[str]:
    """Return the path of an article below the folder that Jekyll's collections may have for themselves."""
    folders = [part for part in text_of(site.details.get("collections_dir")).split("/") if part]
    return parts[len(folders) :] if folders and parts[: len(folders)] == folders else parts


def _named(parts: list[str]) -> str:
    name = parts[-2] if parts[-1] in ("index", "_index") and len(parts) > 1 else parts[-1]
    return _DATED.sub("", name)


def _worded(parts: list[str]) -> str:
    return worded(_named(parts)) or "Untitled"


def kinds() -> dict[str, tuple[Callable[[Path], bool], Callable[[Path], Site], Callable[..., Iterator[Found]]]]:
    """Return for each kind of site how it is told, what it says of itself, and how it is read."""
    return {kind: (partial(looks_like, kind), partial(about, kind), partial(read, kind)) for kind in FLAVOURS}
