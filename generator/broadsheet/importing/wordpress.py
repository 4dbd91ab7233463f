"""WordPress: its export (WXR), one file or several parts, read as a stream. No entity is expanded, nothing is fetched."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from urllib.parse import unquote

from broadsheet.content.slugs import slug_of
from broadsheet.content.yamltext import Value
from broadsheet.importing.addresses import UPLOADS, page_path, upload_names, upload_of
from broadsheet.importing.dates import date_with_offset
from broadsheet.importing.guard import guarded
from broadsheet.importing.notebook import Notebook
from broadsheet.importing.permalinks import slug_named
from broadsheet.importing.post import Found, Held, Left, Post, PostPicture, Reply, Shape, Site, Skipped
from broadsheet.importing.replytext import reply_text
from broadsheet.importing.taxonomies import taxonomies_of
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, text_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.importing.wordpressbody import to_html, with_films
from broadsheet.importing.xmlstream import CONTENT_NAMES, Element, Posts, elements
from broadsheet.problems import Span

_MARK = re.compile(rb"wordpress\.org/export/|<wp:wxr_version")
_HEAD = 65_536
_HELD: dict[str, Held] = {
    "draft": "draft",
    "auto-draft": "draft",
    "pending": "pending",
    "private": "private",
    "future": "scheduled",
}
_NO_ARTICLES = {
    "nav_menu_item": "an entry of a menu", "revision": "an older version of a post", "custom_css": "a stylesheet",
    "customize_changeset": "a setting of a theme", "oembed_cache": "a stored embed", "wp_global_styles": "a style of a theme",
    "wp_template": "a template", "wp_template_part": "a template", "wp_navigation": "a menu",
    "user_request": "a request of a user",
    "wp_block": "a block that posts share, and stands in them now", "wp_font_family": "a font", "wp_font_face": "a font",
}  # fmt: skip
_STATUSES = {"1": "approved", "0": "pending"}
_LOST_OF_COMMENTS = {
    "comment_author_IP": "the addresses of readers' machines are not kept",
    "comment_author_url": "a comment has no key for its author's site",
    "comment_type": "pingbacks, trackbacks and the like are comments as all others",
}
_HANDLED = frozenset((
    "title", "link", "pubDate", "creator", "guid", "description", "content", "excerpt", "post_id", "post_date", "post_date_gmt",
    "post_modified", "post_modified_gmt", "post_name", "status", "post_type", "post_password", "category", "postmeta", "comment",
    "attachment_url",
))  # fmt: skip
_DEFAULTS = {
    "post_parent": "0", "menu_order": "0", "is_sticky": "0", "comment_status": "open", "ping_status": "open",
}  # fmt: skip
_TERMS = {"category": "cat", "tag": "tag", "term": "term"}
# Taxonomies by which WordPress and its plugins keep their own books.
_NO_TAXONOMIES = frozenset((
    "category", "post_tag", "tag", "author", "", "post_format", "nav_menu", "link_category", "wp_theme", "wp_template_part_area",
    "wp_pattern_category", "language", "term_language", "post_translations", "term_translations", "translation_priority",
    "yst_prominent_words", "ef_editorial_meta", "following_users", "post_status", "amp_validation_error",
    "elementor_library_type",
))  # fmt: skip
_OLD_SLUG = "_wp_old_slug"
_THUMBNAIL = "_thumbnail_id"
# Fields of plugins that let only some readers in, and what they say where everybody may read.
_MEMBERS = ("_members_access_role", "_wpmem_block", "rcp_user_level", "rcp_subscription_level", "_is_paid", "_memberful_acl")
_EVERYBODY = frozenset(("", "0", "a:0:{}", "all", "false", "no", "none"))
_LOGGED_IN = '"_um_accessible";s:1:"2"'
_ENOUGH = 1_000  # posts tell the pattern of the addresses of all
_EXPIRES, _EXPIRED_TO = "_expiration-date", ("_expiration-date-type", "_expiration-date-options")


def looks_like(source: Path) -> bool:
    """Say whether a source is a WordPress export, or a folder with its parts."""
    return bool(_parts(source))


def _parts(source: Path) -> list[Path]:
    """Return the parts of an export in the order of their names."""
    if source.is_file():
        return [source] if _is_part(source) else []
    return [path for path in sorted(source.glob("*.xml")) if path.is_file() and not path.is_symlink() and _is_part(path)]


def _is_part(path: Path) -> bool:
    with path.open("rb") as opened:
        return _MARK.search(opened.read(_HEAD).replace(b"\0", b"")) is not None  # in UTF-16 every other byte may be zero


def about(source: Path) -> Site:
    """Return what an export says of its site, its authors and its attachments."""
    said: dict[str, Value] = {}
    authors: dict[str, Value] = {}
    notebook = Notebook()
    attachments, uploads, shown_at = (notebook.table() for _ in range(3))  # of which there may be as many as posts
    numbers = count()
    blocks: dict[str, Value] = {}
    sections: dict[str, Value] = {}
    above: dict[str, str] = {}  # the wider category of each, by the names that stand in addresses
    terms: dict[str, Value] = {}
    domains: dict[str, None] = {}
    hosts: set[str] = set()  # and folders of uploads there
    patterns: Counter[str] = Counter()
    for path in _parts(source):
        for element in elements(path, ("item", "author", "category", "term", *CONTENT_NAMES)):
            if element.name == "author":
                login = element.text("author_login")
                names = f"{element.text('author_first_name')} {element.text('author_last_name')}".strip()
                authors[login] = element.text("author_display_name") or names or login
            elif element.name == "category":
                name = element.text("category_nicename")
                sections[name], above[name] = plain_text(element.text("cat_name")), element.text("category_parent")
            elif element.name == "term":
                terms[f"{element.text('term_taxonomy')} {element.text('term_slug')}"] = plain_text(element.text("term_name"))
            elif element.name == "item":
                domains |= dict.fromkeys(each.get("domain") for each in element.all("category"))
                patterns.update(_patterns(element) if patterns.total() < _ENOUGH else ())
                if element.text("post_type") == "attachment":
                    ident = element.text("post_id")
                    attachments[ident] = attached = _attachment(element)
                    hosts.add(upload_of(text_of(attached[0]))[0])
                    uploads[f"{element.text('post_parent')} {next(numbers):09}"] = ident
                    shown_at[f"?attachment_id={ident}"] = shown_at[page_path(element.text("link"))] = attached[0]
                elif element.text("post_type") == "wp_block":
                    blocks[element.text("post_id")] = element.text("content")
            elif element.own:
                said.setdefault(element.name, element.own)
    root = source if source.is_dir() else source.parent
    base = first_text(said, "base_blog_url", "link", "base_site_url")
    base = base.rstrip("/") + "/" if base.startswith(("http://", "https://")) else ""
    folders = ("wp-content/uploads", "uploads")
    static = tuple((root / name, "/wp-content/uploads") for name in folders if (root / name).is_dir())[:1]
    hosts |= {UPLOADS, f"{urlsplit(base).path.rstrip('/')}{UPLOADS}", upload_of(f"{base.rstrip('/')}{UPLOADS}")[0]}
    details: dict[str, Value] = {
        "authors": authors, "attachments": attachments, "uploads": uploads, "blocks": blocks, "sections": sections,
        "terms": terms, "pattern": next((pattern for pattern, _ in patterns.most_common(1)), ""),
    }  # fmt: skip
    own = taxonomies_of((domain, "") for domain in domains if domain not in _NO_TAXONOMIES)
    title, language = text_of(said.get("title")), text_of(said.get("language"))
    moved = _below(sections, above)
    return Site(
        root, title, base, language, "", static,
        details=details, taxonomies=own, moved=moved, uploads=hosts - {""}, attached=shown_at,
    )  # fmt: skip


def _below(sections: Mapping[str, Value], above: Mapping[str, str]) -> dict[str, str]:
    """Return where the lists of narrower categories lead now: WordPress has those of the wider ones in their addresses.

    Those that have their name in common with another one are left out: the two become one section.
    """
    names = Counter(text_of(name).casefold() for name in sections.values())
    found: dict[str, str] = {}
    for name in sections:
        path = [name]
        while (wider := above.get(path[0], "")) in sections and wider not in path:
            path.insert(0, wider)
        if len(path) > 1 and names[text_of(sections[name]).casefold()] == 1:
            found[f"/category/{'/'.join(map(unquote, path))}/"] = f"/category/{slug_named(unquote(name))}/"
    return found


def _attachment(item: Element) -> list[Value]:
    meta = _meta(item)
    return [
        item.text("attachment_url") or item.text("guid"),
        text_of(meta.get("_wp_attachment_image_alt")),
        plain_text(item.text("excerpt")),
    ]


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts of an export."""
    for path in _parts(source):
        posts = Posts(path, ("item", *_TERMS), b"</rss>")
        for element in posts:
            yield from _item(element, path, site) if element.name == "item" else _term(element, path, site)
        yield from posts.faults()
    known = site.details.get("attachments")
    for found in known.values() if isinstance(known, Mapping) else ():
        url = found[0] if isinstance(found, list) else ""
        if isinstance(url, str) and url and not _is_here(url, site):
            only = "it is at the old site only: put the folder `wp-content/uploads` beside the export"
            yield Left(url, f"{only}, or use `--fetch`", f"{only}; it was not fetched, as no article shows it or it could not be")


def _is_here(url: str, site: Site) -> bool:
    below = unquote(upload_of(url)[1])
    return bool(below) and any((folder / name).is_file() for folder, _ in site.static for name in upload_names(below))


def _term(element: Element, path: Path, site: Site) -> Iterator[Post]:
    """Yield a text on a category, tag or other term, where there is one to write: a description, the wider term, or another name
    in its address than the one that it is called by.
    """
    stem, domain = _TERMS[element.name], element.text("term_taxonomy")
    taxonomy = next((name for name, each in site.taxonomies.items() if each.key == domain), "")
    if element.name == "term" and not taxonomy:
        return
    name, description = plain_text(element.text(stem + "_name")), element.text(f"{element.name}_description")
    known, above = site.details.get("sections"), element.text("category_parent")
    if taxonomy:
        known, above = site.details.get("terms"), f"{domain} {element.text('term_parent')}"
    parent = text_of(known.get(above)) if isinstance(known, Mapping) else ""
    slug = unquote(element.text("category_nicename") or element.text(f"{element.name}_slug"))
    if name and (description or parent or slug_named(slug) != slug_of(name)):
        shape: Shape = "section" if element.name == "category" else "term" if taxonomy else "tag"
        yield Post(
            span=Span(path.name, max(element.line, 1)), key=f"{taxonomy or element.name} {slug}", title=name, shape=shape,
            name=slug, taxonomy=taxonomy, parent=parent, body=description, form="lines",
        )  # fmt: skip


def _item(item: Element, path: Path, site: Site) -> Iterator[Found]:
    span = Span(path.name, max(item.line, 1))
    kind, status = item.text("post_type") or "post", item.text("status") or "draft"
    if kind == "attachment":
        return
    if kind in _NO_ARTICLES:
        yield Skipped(span, f"{_NO_ARTICLES[kind]}, no article")
    elif status == "trash":
        yield Skipped(span, "it is in the trash")
    elif status == "inherit":
        yield Skipped(span, "an older version of a post, no article")
    elif status == "auto-draft" and not item.text("content").strip():
        yield Skipped(span, "a draft in which nothing was written")
    else:
        yield from guarded(span, _post, item, span, kind, status, site)


def _post(item: Element, span: Span, kind: str, status: str, site: Site) -> Post:
    meta = _meta(item)
    ident = item.text("post_id")
    body = to_html(item.text("content"), site.details, ident, text_of(meta.pop("footnotes", "")))
    shape: Shape = "page" if kind == "page" else "story"
    date = date_with_offset(item.text("post_date"), item.text("post_date_gmt"))
    held: Held = "password" if item.text("post_password") else _HELD.get(status, "" if status == "publish" else "draft")
    held = held or _for_members(meta)
    addresses, queries = _addresses(item, ident, shape, meta, site)
    picture = _picture(meta, site)
    kept: dict[str, Value] = {name: value for name, value in _others(item, kind, site).items() if value}
    kept |= {"meta": meta} if meta else {}
    kept |= {"template_code": list(dict.fromkeys(body.unknown))} if body.unknown else {}
    lost, notes = [*_lost(item, shape)], []
    galleries = sum(piece.startswith("[gallery") for piece in body.unknown)
    if galleries:
        lost += [("[gallery]", "pictures of it are not in the export")] * galleries
        notes.append("a gallery stood in it whose pictures are not in the export")
    if text_of(meta.get(_THUMBNAIL)).strip("0"):
        lost.append((_THUMBNAIL, "the picture is not in the export"))
        notes.append(f"its picture is not in the export{'' if '<img' in body.text else ', and it shows no other'}")
    return Post(
        span=span, key=ident or item.text("guid"), title=plain_text(item.text("title")), shape=shape,
        name=unquote(item.text("post_name")),
        date=date, updated=date_with_offset(item.text("post_modified"), item.text("post_modified_gmt")), held=held,
        publish_at=date if status == "future" or not site.future else "", expires_at=_expiry(meta),
        addresses=addresses, queries=queries,
        authors=_authors(item, site), sections=_terms(item, "category"), tags=_terms(item, "post_tag"),
        standfirst=plain_text(item.text("excerpt")), picture=picture, body=body.text, form=body.form,
        terms={name: found for name, each in site.taxonomies.items() if (found := _terms(item, each.key))},
        used=_used(item, shape), lists=_lists(item, date), kept=kept, lost=tuple(lost), replies=tuple(_replies(item)),
        notes=tuple(notes),
    )  # fmt: skip


def _for_members(meta: Mapping[str, Value]) -> Held:
    """Return what holds back a post that a plugin shows to some readers only."""
    told = (text_of(meta.get(name)).lower() for name in _MEMBERS)
    is_held = any(text not in _EVERYBODY for text in told) or _LOGGED_IN in text_of(meta.get("um_content_restriction"))
    return "private" if is_held else ""


def _expiry(meta: Mapping[str, Value]) -> str:
    """Return until when a post is out, as PublishPress keeps it; where it only goes to another category then, for ever."""
    seconds = text_of(meta.get(_EXPIRES))
    is_moved = any(word in text_of(meta.get(name)) for name in _EXPIRED_TO for word in ("category", "stick"))
    if text_of(meta.get(f"{_EXPIRES}-status")) != "saved" or is_moved or not re.fullmatch(r"\d{1,10}", seconds):
        return ""
    return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"


def _lost(item: Element, shape: Shape) -> Iterator[tuple[str, str]]:
    """Yield which fields of an item and its comments do not come over, and why."""
    if item.text("post_password"):
        yield "post_password", "a secret has no place in an archive; the story is a draft"
    comments = item.all("comment")
    if shape == "page":
        yield from [("comment", "a page has none")] * len(comments)
        return
    for name, reason in _LOST_OF_COMMENTS.items():
        if any(each.text(name) not in ("", "comment") for each in comments):
            yield name, reason


def _used(item: Element, shape: Shape) -> dict[str, str]:
    """Return which fields of an item became which keys of ours."""
    became = {
        "title": "title", "link": "aliases", "creator": "authors", "content": "body", "excerpt": "standfirst",
        "post_date": "date",
        "post_modified": "updated", "post_name": "slug", "status": "draft", "category": "section", "comment": "comments",
    }  # fmt: skip
    return {name: key for name, key in became.items() if item.has(name) and (name, shape) != ("comment", "page")}


def _meta(item: Element) -> dict[str, Value]:
    """Return the fields that plugins gave a post."""
    found: dict[str, Value] = {}
    for each in item.all("postmeta"):
        key, value = each.text("meta_key"), each.text("meta_value")
        if key == _OLD_SLUG:
            old = found.setdefault(key, [])
            if isinstance(old, list):
                old.append(value)
        elif key and value and not key.startswith(("_edit_", "_oembed_")):
            found[key] = value
    return found


def _others(item: Element, kind: str, site: Site) -> dict[str, Value]:
    others: dict[str, Value] = {} if kind in ("post", "page") else {"post_type": kind}
    for each in item.children():
        text = each.own.strip()
        if each.name not in _HANDLED and text and _DEFAULTS.get(each.name) != text:
            others[each.name] = text
    terms: dict[str, Value] = {}
    ours = {"category", "post_tag", "author", "tag", "", *(each.key for each in site.taxonomies.values())}
    for each in item.all("category"):
        domain = each.get("domain")
        if domain not in ours:
            terms[domain] = [*(value if isinstance(value := terms.get(domain, []), list) else []), each.own]
    return {**others, **terms}


def _terms(item: Element, domain: str) -> tuple[str, ...]:
    domains = {"post_tag": ("post_tag", "tag"), "category": ("category", "")}.get(domain, (domain,))
    return tuple(
        dict.fromkeys(plain_text(each.own) for each in item.all("category") if each.get("domain") in domains and each.own.strip())
    )


def _authors(item: Element, site: Site) -> tuple[str, ...]:
    """Return the authors: those of a plugin for several, or the one who posted it."""
    several = [plain_text(each.own) for each in item.all("category") if each.get("domain") == "author"]
    known = site.details.get("authors")
    login = item.text("creator")
    one = text_of(known.get(login)) if isinstance(known, Mapping) else ""
    return tuple(dict.fromkeys(name for name in (several or [one or login]) if name))


def _lists(item: Element, date: str) -> dict[str, str]:
    """Return in which lists of WordPress's a post was: those of its categories and tags, its year, its month and its day."""
    found = {}
    for each in item.all("category"):
        slug, kind = unquote(each.get("nicename")), {"category": "section", "post_tag": "tag"}.get(each.get("domain"), "")
        if slug and kind:
            found[f"/{'category' if kind == 'section' else kind}/{slug}/"] = f"{kind} {plain_text(each.own)}"
    year, month, day = [*date[:10].split("-"), "", ""][:3]
    months = {f"/{year}/": f"/archive/{year}/", f"/{year}/{month}/": f"/archive/{year}/{month}/", f"/{year}/{month}/{day}/": ""}
    return found | (months if day else {})


def _patterns(item: Element) -> Iterator[str]:
    """Yield the pattern of the address of a post that is out, if it is called by its name there."""
    name, date = unquote(item.text("post_name")), item.text("post_date")
    left, found = [("year", date[:4]), ("month", date[5:7]), ("day", date[8:10]), ("", "")], []
    for part in unquote(urlsplit(item.text("link")).path).split("/"):
        is_name, is_of_date = part.removesuffix(".html") == name, part and part == left[0][1]
        found.append(part.replace(name, "{name}") if is_name else f"{{{left.pop(0)[0]}}}" if is_of_date else part)
    pattern = "/".join(found)
    if name and item.text("post_type") == "post" and item.text("status") == "publish" and pattern.count("{name}") == 1:
        yield pattern


def _linked(item: Element, shape: Shape, site: Site) -> str:
    """Return where a post is; where an export says no addresses, where its name and its date put what was out."""
    name, is_below = item.text("post_name"), item.text("post_parent") not in ("", "0")
    if item.text("link") or not name or item.text("status") != "publish" or is_below:
        return item.text("link")
    pattern = text_of(site.details.get("pattern")) if shape == "story" else ""
    pattern = pattern or f"{urlsplit(site.base).path.rstrip('/')}/{{name}}/"
    date = item.text("post_date")
    for mark, said in (("{year}", date[:4]), ("{month}", date[5:7]), ("{day}", date[8:10]), ("{name}", name)):
        pattern = pattern.replace(mark, said)
    return pattern


def _addresses(
    item: Element, ident: str, shape: Shape, meta: dict[str, Value], site: Site
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the old addresses of a post, and those that say it in their query."""
    link = _linked(item, shape, site)
    query = urlsplit(link).query
    queries = [f"?{'page_id' if shape == 'page' else 'p'}={ident}"] if ident else []
    if query:
        return (), tuple(dict.fromkeys((*queries, f"?{query}")))
    old = meta.pop(_OLD_SLUG, [])
    parent = link.rstrip("/").rpartition("/")[0]
    others = [f"{parent}/{slug}/" for slug in (old if isinstance(old, list) else []) if isinstance(slug, str) and slug]
    return tuple(dict.fromkeys(address for address in (link, *others) if address)), tuple(queries)


def _picture(meta: dict[str, Value], site: Site) -> PostPicture | None:
    """Return the picture of a post, which is an attachment of its own."""
    known = site.details.get("attachments")
    found = known.get(text_of(meta.get(_THUMBNAIL))) if isinstance(known, Mapping) else None
    if not isinstance(found, list):
        return None
    del meta[_THUMBNAIL]
    src, alt, caption = (text_of(value) for value in found)
    return PostPicture(src, alt, caption) if src else None


def _replies(item: Element) -> Iterator[Reply]:
    known = set()
    for each in item.all("comment"):
        text = reply_text(with_films(each.text("comment_content")))
        date = date_with_offset(each.text("comment_date"), each.text("comment_date_gmt"))
        ident, parent = each.text("comment_id"), each.text("comment_parent")
        known |= {ident} if text and date else set()
        yield Reply(
            ident,
            plain_text(each.text("comment_author")),
            date,
            text,
            _STATUSES.get(each.text("comment_approved"), "rejected"),
            parent if parent in known else "",
            each.text("comment_author_email"),
        )
