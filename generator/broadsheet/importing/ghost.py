"""Ghost: its export, one file or several with parts of it (`posts-1.json`, …), or what its interface gives, read as a stream.

A body is what Ghost itself made of it, in HTML. Where it made nothing, the words of its editors' formats are taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from broadsheet.content.slugs import FILE_LENGTH, slug_of
from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of, day_in
from broadsheet.importing.files import TOO_LARGE, inside, read_text
from broadsheet.importing.furniture import dropped, of_class, parsed, written
from broadsheet.importing.ghostdocument import html_of
from broadsheet.importing.guard import guarded
from broadsheet.importing.jsonstream import TableRow, TooLarge, UnreadableError, rows
from broadsheet.importing.post import Found, Held, Left, Post, PostPicture, Site, Skipped
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, from_python, text_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.problems import Problem, Span

_HERE = "__GHOST_URL__"
_WITHIN = frozenset(("db", "data"))
_HEAD = 65_536
_OPENING = re.compile(r'\s*\{\s*"(?:db|data|meta|posts)"\s*:')
_MARK = re.compile(r'"(?:exported_on|mobiledoc|lexical)"\s*:')
_BODIES = ("html", "lexical", "mobiledoc", "markdown", "plaintext", "amp")
_JOINS = frozenset(("posts_tags", "posts_authors", "posts_meta"))
_READ = frozenset(("posts", "users", "tags", "settings", "meta", *_JOINS))
_LINKED = re.compile(r"""href=["']https?://([\w.-]+)/(?:[^"'\s?#]*/)?([\w%]+-[\w%-]+)/?["'?#]""")  # by names of two words or more
_SEVERAL = 3
_STATUSES: dict[str, Held] = {"published": "", "scheduled": "scheduled", "sent": "private"}
_BECAME = {
    "title": "title", "slug": "slug", "published_at": "date", "updated_at": "updated", "custom_excerpt": "standfirst",
    "feature_image": "image", "feature_image_alt": "image", "feature_image_caption": "image", "status": "draft",
    "visibility": "draft",
    "image": "image",
    "url": "aliases", "authors": "authors", "author_id": "authors", "tags": "tags", "html": "body", "type": "shape",
    "page": "shape",
}  # fmt: skip
_TEXTS = (frozenset(_BECAME) - {"authors", "tags"}) | {"created_at"}
# What says nothing else than another field, or nothing.
_SAME = frozenset((
    "author", "primary_author", "primary_tag", "excerpt", "id", "created_by", "updated_by", "published_by", "reading_time",
    "post_id",
))  # fmt: skip
_DEFAULTS = frozenset((
    ("featured", "false"), ("language", "en_US"), ("show_title_and_feature_image", "true"), ("show_title_and_feature_image", "1"),
    ("email_only", "false"), ("email_recipient_filter", "all"), ("email_recipient_filter", "none"), ("access", "true"),
    ("comments", "false"),
))  # fmt: skip
_CREDIT = re.compile(r"Photo by .+ / .+")  # as Ghost writes below a picture of somebody else's
_CONTROLS = (
    "kg-audio-player", "kg-video-player-container", "kg-video-overlay", "kg-audio-hide", "kg-video-hide",
    "kg-file-card-icon", "kg-toggle-card-icon", "kg-audio-thumbnail", "kg-product-card-rating", "kg-bookmark-thumbnail",
    "kg-bookmark-icon",
)  # fmt: skip
_FORMS = ("kg-signup-card", "kg-email-card", "kg-email-cta-card")


def looks_like(source: Path) -> bool:
    """Say whether a source is an export of Ghost, or a folder with one."""
    return bool(_parts(source))


def _parts(source: Path) -> list[Path]:
    """Return the files of an export in the order of their numbers."""
    if source.is_file():
        return [source] if _is_part(source) else []
    found = [path for path in source.glob("*.json") if path.is_file() and not path.is_symlink() and _is_part(path)]
    return sorted(found, key=lambda path: [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", path.name)])


def _is_part(path: Path) -> bool:
    if path.suffix.lower() != ".json":
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as opened:
        head = opened.read(_HEAD)
    return _OPENING.match(head) is not None and _MARK.search(head) is not None


def about(source: Path) -> Site:
    """Return what an export says of its site, its authors and its tags."""
    tables: dict[str, dict[str, Any]] = {name: {} for name in ("users", "tags", "settings", *sorted(_JOINS))}
    hosts: dict[str, set[str]] = {}
    names: set[str] = set()
    for path in _parts(source):
        for row in _rows(path):
            _take(row, tables)
            if row.table == "posts" and isinstance(row.value, Mapping):
                names.add(str(row.value.get("slug")))
                for host, name in _LINKED.findall(str(row.value.get("html") or "")):
                    hosts.setdefault(host.lower(), set()).add(name)
    settings = tables.pop("settings")
    root = source if source.is_dir() else source.parent
    folders = (("content", "/content"), ("images", "/content/images"), ("media", "/content/media"), ("files", "/content/files"))
    static = tuple((root / name, address) for name, address in folders if (root / name).is_dir())
    details: dict[str, Any] = {**tables, "permalink": _permalink(root, settings)}
    base = first_text(settings, "url") or _guessed(hosts, names)
    return Site(
        root, first_text(settings, "title"), f"{base.rstrip('/')}/" if base.startswith("http") else "",
        first_text(settings, "locale", "lang", "default_locale"), first_text(settings, "timezone", "active_timezone"),
        static, details=details,
    )  # fmt: skip


def _guessed(hosts: Mapping[str, set[str]], names: set[str]) -> str:
    """Return the site to which links lead that end in the names of several of its posts; empty where there is none.

    `hosts` has what the links to each host end in.
    """
    own = {host: len(linked & names) for host, linked in hosts.items()}
    host = max(own, key=lambda each: (own[each], each), default="")
    return f"https://{host}" if own.get(host, 0) >= _SEVERAL else ""


def _rows(path: Path) -> Iterator[TableRow]:
    try:
        yield from rows(path, _WITHIN)
    except UnreadableError:
        return


def _take(row: TableRow, tables: dict[str, dict[str, Any]]) -> None:
    value = row.value if isinstance(row.value, Mapping) else {}
    if row.table == "settings" and value.get("key"):
        tables["settings"][str(value["key"])] = from_python(value.get("value"))
    elif row.table in ("users", "tags"):
        tables[row.table][str(value.get("id"))] = str(value.get("name") or "")
    elif row.table in ("posts_tags", "posts_authors"):
        other = value.get("tag_id") or value.get("author_id")
        tables[row.table].setdefault(str(value.get("post_id")), []).append((value.get("sort_order") or 0, str(other)))
    elif row.table == "posts_meta":
        tables[row.table][str(value.get("post_id"))] = value


def _permalink(root: Path, settings: Mapping[str, Value]) -> str:
    """Return the pattern of the addresses of posts, where it is one; by default their names at the root of the site."""
    place = root / "routes.yaml"
    if inside(root, place):
        found = re.findall(r"^\s+permalink:\s*['\"]?([^'\"\s]+)", read_text(place, place.name)[0], re.MULTILINE)
        return found[0] if len(found) == 1 else ""
    return re.sub(r":(\w+)", r"{\1}", first_text(settings, "permalinks")) or "/{slug}/"


def read(source: Path, site: Site) -> Iterator[Found]:
    """Yield the posts of an export, the texts on its tags, and the tables that hold no articles."""
    others: Counter[str] = Counter()
    for path in _parts(source):
        try:
            for row in rows(path, _WITHIN):
                span = Span(path.name, row.line)
                if isinstance(row.value, TooLarge):
                    yield Skipped(span, TOO_LARGE)
                    continue
                if row.table == "posts" and isinstance(row.value, Mapping):
                    yield from guarded(span, _post, row.value, span, site)
                elif row.table == "tags" and isinstance(row.value, Mapping) and row.value.get("description"):
                    yield _tag(row.value, span)
                elif row.table not in _READ:
                    others[row.table] += 1
        except UnreadableError as error:
            message = f"it cannot be read from here on ({error}): what comes after is not in the archive"
            yield Problem("bad-import", message, Span(path.name, error.line), "export it again, or copy it whole")
    for name, count in sorted(others.items()):
        yield Left(f"table `{name}`", f"its rows ({count:,}) are no articles")


def _tag(row: Mapping[str, Any], span: Span) -> Post:
    name = str(row.get("name") or row.get("slug") or "")
    return Post(
        span, f"tag {row.get('id')}", name, "tag", str(row.get("slug") or name), body=str(row["description"]), form="text",
        used={"tags.description": "body"},
    )  # fmt: skip


def _post(row: Mapping[str, Any], span: Span, site: Site) -> Post:
    ident = str(row.get("id") or row.get("uuid") or row.get("slug"))
    row = {**_joined(site, "posts_meta", ident), **row}
    said: dict[str, Any] = {name: from_python(value) for name, value in row.items() if name not in _BODIES}
    said |= {name: str(value) if value else "" for name, value in said.items() if name in _TEXTS and not isinstance(value, str)}
    said |= {name: _moment(said[name]) for name in ("published_at", "updated_at", "created_at") if said.get(name)}
    body, source = _body(row)
    held, lost = _held(said, row)
    page = said.get("type") == "page" or said.get("page") in ("true", "1")
    date = said.get("published_at", "")
    tags, internal = _tags(said, ident, site)
    kept = _kept(said, ident)
    kept |= {"internal_tags": internal} if internal else {}
    kept |= {source: str(row[source])} if source in ("lexical", "mobiledoc") else {}
    kept |= {"created_at": said["created_at"]} if said.get("created_at") and not date else {}
    return Post(
        span=span, key=ident, title=plain_text(said.get("title", "")), shape="page" if page else "story",
        name=said.get("slug", ""),
        date=date, updated=said.get("updated_at", ""), held=held, publish_at=date,
        addresses=_addresses(said, date, site, page=page),
        authors=_authors(said, ident, site), tags=tags, standfirst=plain_text(said.get("custom_excerpt", "")),
        picture=_picture(said), body=body, form="html", kept=kept, lost=tuple(lost),
        used={name: key for name, key in _BECAME.items() if said.get(name) or row.get(name)},
    )  # fmt: skip


def _moment(text: str) -> str:
    """Return a moment as ours are written; old exports count milliseconds since 1970."""
    if text.isdecimal() and len(text) > len("19700101"):
        return datetime.fromtimestamp(int(text[:-3]), UTC).isoformat() if len(text) < len("99999999999999") else ""
    return date_of(text)


def _joined(site: Site, table: str, ident: str) -> Any:  # a row, or several  # noqa: ANN401
    known = site.details.get(table)
    return known.get(ident, {}) if isinstance(known, Mapping) else {}


def _body(row: Mapping[str, Any]) -> tuple[str, str]:
    """Return the body in HTML, and of which field it was made."""
    for name in _BODIES:
        text = row.get(name)
        if not isinstance(text, str) or not text.strip():
            continue
        found = text if name == "html" else html_of(text, name)
        if found:
            return _without_controls(found.replace(_HERE, "")), name
    return "", ""


def _without_controls(text: str) -> str:
    """Return a body without the controls of players; the forms in it become their words."""
    if "kg-" not in text:
        return text
    tree = parsed(text)
    for each in of_class(tree, *_CONTROLS):
        dropped(each)
    for each in of_class(tree, *_FORMS):
        for part in [*each.iter("form", "button", "input")]:
            dropped(part)
    return written(tree)


def _held(said: Mapping[str, Any], row: Mapping[str, Any]) -> tuple[Held, list[tuple[str, str]]]:
    """Return what holds a post back: its state, and that not everybody may read it."""
    status = said.get("status") or "draft"
    held: Held = _STATUSES.get(status, "draft")
    if held == "scheduled" and not said.get("published_at"):
        held = "draft"
    if said.get("visibility", "public") not in ("public", "") and held in ("", "scheduled"):
        held = "private"
    if said.get("email_only", "0") not in ("false", "0", "") and held in ("", "scheduled"):
        held = "private"
    if "<!--members-only-->" in str(row.get("html") or "") and held in ("", "scheduled"):
        held = "private"
    lost = [("password", "a secret has no place in an archive; the story is a draft")] if said.get("password") else []
    return ("password" if lost else held), lost


def _addresses(said: Mapping[str, Any], date: str, site: Site, *, page: bool) -> tuple[str, ...]:
    url = said.get("url", "").replace(_HERE, "")
    if url and "/p/" not in url and "/404" not in url:
        return (urlsplit(url).path,) if not site.base else (url,)
    slug = said.get("slug", "")
    pattern = "/{slug}/" if page else text_of(site.details.get("permalink"))
    if not slug or not pattern:
        return ()
    year, month, day = [*day_in(date, site.timezone).split("-"), "", "", ""][:3]
    parts = {"slug": slug, "year": year, "month": month, "day": day, "id": said.get("id", "")}
    address = re.sub(r"\{(\w+)\}", lambda match: parts.get(match[1]) or match[0], pattern)
    return () if "{" in address else (address,)


def _authors(said: Mapping[str, Any], ident: str, site: Site) -> tuple[str, ...]:
    named = [first_text(each, "name", "slug") for each in said.get("authors") or () if isinstance(each, Mapping)]
    if not named:
        known = site.details.get("users")
        users = known if isinstance(known, Mapping) else {}
        idents = [other for _, other in sorted(_joined(site, "posts_authors", ident) or [])] or [said.get("author_id", "")]
        named = [text_of(users.get(other)) for other in idents]
    return tuple(dict.fromkeys(name for name in named if name))


def _tags(said: Mapping[str, Any], ident: str, site: Site) -> tuple[tuple[str, ...], list[str]]:
    """Return the tags, and those that are for the newsroom only."""
    named = [first_text(each, "name", "slug") for each in said.get("tags") or () if isinstance(each, Mapping)]
    if not named:
        known = site.details.get("tags")
        tags = known if isinstance(known, Mapping) else {}
        named = [text_of(tags.get(other)) for _, other in sorted(_joined(site, "posts_tags", ident) or [])]
    public = tuple(dict.fromkeys(name for name in named if name and not name.startswith("#") and slug_of(name, FILE_LENGTH)))
    return public, [name for name in named if name and name not in public]


def _picture(said: Mapping[str, Any]) -> PostPicture | None:
    src = (said.get("feature_image") or said.get("image", "")).replace(_HERE, "")
    alt, caption = said.get("feature_image_alt", ""), plain_text(said.get("feature_image_caption", ""))
    credit = caption if _CREDIT.fullmatch(caption) else ""
    return PostPicture(src, plain_text(alt), "" if credit else caption, credit) if src else None


def _kept(said: Mapping[str, Any], ident: str) -> dict[str, Value]:
    kept: dict[str, Value] = {}
    for name, value in said.items():
        if name in _BECAME and name != "visibility":
            continue
        is_usual = value in ("", "0", [], {}) or (isinstance(value, str) and (name, value) in _DEFAULTS)
        if is_usual or name in _SAME or (name == "comment_id" and value == ident):
            continue
        if not (name == "created_at" or (name == "visibility" and value == "public")):
            kept[name] = value
    return kept
