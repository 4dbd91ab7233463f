"""Tables: stories as rows of a CSV file, as lines of JSON, or as a list in it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal

from broadsheet.content.yamltext import Value
from broadsheet.importing.files import JSON_LINES, LARGEST, TOO_LARGE, dumps_beside, lines, walk
from broadsheet.importing.guard import guarded
from broadsheet.importing.jsonstream import TooLarge, UnreadableError, rows
from broadsheet.importing.keys import Keys, plain_name
from broadsheet.importing.portabletext import html_of, is_portable, source_of
from broadsheet.importing.post import Form, Found, Left, Post, Site, Skipped
from broadsheet.importing.values import first_text, from_python, text_of, texts_of
from broadsheet.importing.webaddress import urlsplit
from broadsheet.problems import Problem, Span

# Which columns may hold a body, and in what it is written; `guess`: HTML where tags stand in it, else a plain text.
_BODIES: dict[str, Form | Literal["guess"]] = {
    "body": "markdown", "markdown": "markdown", "body_markdown": "markdown", "html": "html", "body_html": "html",
    "content_html": "html", "content_text": "text", "body_text": "text", "plain_text": "text",
    "content": "guess", "text": "guess", "article": "guess", "story": "guess", "post_content": "guess", "fulltext": "guess",
    "full_text": "guess", "article_body": "guess", "article_text": "guess", "main_text": "guess", "maintext": "guess",
    "news_text": "guess", "speech": "guess", "transcript": "guess",
    "tweet": "guess", "tweet_text": "guess", "tweet_content": "guess", "post": "guess", "post_text": "guess", "message": "guess",
}  # fmt: skip
_NAMES = {
    "title": ("title", "headline", "name", "post_title", "heading"),
    "date": ("date", "published", "published_at", "published_date", "published_on", "publish_date", "date_published",
    "publication_date", "pubdate", "post_date", "datetime", "created_at", "created", "date_created", "creation_date",
    "date_posted", "posted_at", "posted_on", "tweet_date", "timestamp"),
    "addresses": ("aliases", "url", "link", "permalink", "address", "canonical_url", "web_url"),
    "standfirst": ("standfirst", "description", "summary", "excerpt", "subtitle", "abstract", "lead", "dek"),
}  # fmt: skip
_KEYS = ("id", "guid", "uuid", "article_id", "articleid", "post_id", "story_id", "slug", "url", "link", "tweet_id", "tweet_url")
# What databases and programs write for nothing.
_NOTHING = frozenset(("NULL", "null", "\\N", "NaN", "nan", "None", "<NA>", "N/A", "undefined"))
_CSV, _JSONL = (".csv", ".tsv"), JSON_LINES
_TAGS = re.compile(r"</(?:p|div|a|li|em|strong|b|i|h[1-6]|blockquote)>|<br\s*/?>", re.IGNORECASE)
_LONGEST_FIELD = 32 * 1024 * 1024
_SNIFFED = 65_536
_LIST = re.compile(r"\s*\[\s*\{")
# The names under which a list may stand; an empty one: the file itself.
_TABLES = ("", "articles", "data", "documents", "entries", "items", "posts", "results", "stories")
_LOOKED_AT, _LONG = 100, 200  # rows, and characters that a cell of the texts has on average at least

_SAYING = frozenset(plain_name(name) for name in (*_BODIES, *_NAMES["title"]))
_SHOWN = 40  # columns that are named, and characters of each

# The number of its line; the values, or what is wrong with it; None where the table ends in the middle of it.
TableRow = tuple[int, "dict[str, Value] | str | None"]


def looks_like_csv(source: Path) -> bool:
    """Say whether a source is a table, or a folder of them."""
    return _is_nothing_but(source, _CSV)


def looks_like_jsonl(source: Path) -> bool:
    """Say whether a source is lines of JSON, a folder of such files, or a list of objects in JSON."""
    return _is_nothing_but(source, _JSONL) or _is_list(source) or bool(dumps_beside(source))


def _is_list(source: Path) -> bool:
    if source.suffix.lower() != ".json" or not source.is_file():
        return False
    with source.open(encoding="utf-8-sig", errors="replace") as opened:
        return _LIST.match(opened.read(_SNIFFED)) is not None


def about(source: Path) -> Site:
    """Return what the rows say of the site: the host of the first addresses, and what Sanity calls what others refer to."""
    base, names = "", {}
    root = source if source.is_dir() else source.parent
    first = next(iter(_files(source, _CSV) or _files(source, _JSONL)), source)
    for number, (_, row) in enumerate(_csv(first) if first.suffix.lower() in _CSV else _json(first)):
        address = first_text(row, "url", "link", "permalink", "canonical_url") if isinstance(row, dict) else ""
        if address.startswith(("http://", "https://")) and not base:
            parts = urlsplit(address)
            base = f"{parts.scheme}://{parts.netloc}/"
        is_of_sanity = isinstance(row, dict) and _is_of_sanity(row)
        if isinstance(row, dict) and is_of_sanity and not _body(row)[0]:
            names[text_of(row["_id"])] = first_text(row, "name", "title")
        if number > _LOOKED_AT and not is_of_sanity:
            break
    return Site(root, base=base, details={"names": names})


def _files(source: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the files of these kinds: the source itself, or those that lie in it, at any depth."""
    found = [path for path in walk(source, source) if isinstance(path, Path)] if source.is_dir() else [source]
    return [path for path in found if path.is_file() and not path.is_symlink() and path.suffix.lower() in suffixes]


def _is_nothing_but(source: Path, suffixes: tuple[str, ...]) -> bool:
    found = _files(source, suffixes)
    return bool(found) and (source.is_file() or len(found) == sum(isinstance(path, Path) for path in walk(source, source)))


def read_csv(source: Path, site: Site) -> Iterator[Found]:
    """Yield the stories of a table, or of those in a folder."""
    for file in _files(source, _CSV) or [source]:
        yield from _read(file, _csv, site)


def read_jsonl(source: Path, site: Site) -> Iterator[Found]:
    """Yield the stories of lines of JSON, or of a list, or of the files in a folder."""
    for file in _files(source, _JSONL) or [source]:
        yield from _read(file, _json, site)
    for file in dumps_beside(source):
        yield Left(file.relative_to(source).as_posix(), "the lines of JSON of the same name say the same, and more")


def _read(source: Path, found: Callable[[Path], Iterator[TableRow]], site: Site) -> Iterator[Found]:
    longest = _longest(row for _, row in islice(found(source), _LOOKED_AT) if isinstance(row, dict))
    for line, row in found(source):
        span = Span(source.relative_to(site.root).as_posix(), line)
        if row is None:
            message = "the table ends in the middle of this row, or of a word in quotes: it may be cut off"
            yield Problem("bad-import", message, span, "copy the table whole, and import again")
        elif isinstance(row, str):
            yield Skipped(span, row)
        elif not any(row.values()):
            yield Skipped(span, "an empty row")
        elif _is_of_sanity(row) and not _body(row)[0]:
            yield Skipped(span, f"a document of the type `{text_of(row['_type'])}`, which has no text")
        else:
            yield from guarded(span, _story, span, row, site, longest)


def _story(span: Span, row: Mapping[str, Value], site: Site, longest: str) -> Iterator[Found]:
    post = _post(span, row, site, longest)
    if post.title or post.body.strip() or post.standfirst or post.picture:
        yield post
    elif {plain_name(name) for name in row}.isdisjoint(_SAYING):
        columns = ", ".join(f"`{name[:_SHOWN]}`" for name in islice(row, _SHOWN))
        yield Skipped(span, f"none of its columns is known as a headline or a text ({columns}): call one `title` or `text`")
    else:
        yield Skipped(span, "it has neither a headline nor a text")


def _longest(rows: Iterable[Mapping[str, Value]]) -> str:
    """Return the column that must hold the texts where none is called so: that of the longest ones; empty where none are long."""
    sizes: Counter[str] = Counter()
    total = 0
    for row in rows:
        if _body(row)[0]:
            return ""
        sizes.update({name: len(value) for name, value in row.items() if isinstance(value, str)})
        total += 1
    name, size = next(iter(sizes.most_common(1)), ("", 0))
    return name if size > _LONG * total else ""


def _csv(source: Path) -> Iterator[TableRow]:
    csv.field_size_limit(_LONGEST_FIELD)
    with source.open(encoding=_encoding(source), errors="replace", newline="") as opened:
        lines_of_row: list[str] = []
        rows = csv.reader(_noted(opened, lines_of_row), _dialect(source))
        try:
            head = [name.strip().lower().replace(" ", "_") for name in next(rows, [])]
            line, before, text, size = 0, rows.line_num, "", len(head)
            lines_of_row.clear()
            for row in rows:
                line, before, text, size = before + 1, rows.line_num, "".join(lines_of_row), len(row)
                lines_of_row.clear()
                if size > len(head):
                    yield line, f"it has {size} columns, and the head of the table {len(head)}"
                else:
                    cells = ("" if cell in _NOTHING else cell for cell in row)
                    yield (
                        line,
                        {name or f"column_{at}": cell for at, (name, cell) in enumerate(zip(head, cells, strict=False), 1)},
                    )
            if text.count('"') % 2 or (size < len(head) and not text.endswith(("\n", "\r"))):
                yield line, None
        except csv.Error as error:
            yield rows.line_num, f"the table cannot be read any further: {error}"


def _noted(opened: Iterable[str], noted: list[str]) -> Iterator[str]:
    """Yield the lines of a table without zeros, each noted as it is read."""
    for line in opened:
        noted.append(line)
        yield line.replace("\0", "")


def _dialect(source: Path) -> type[csv.Dialect] | csv.Dialect:
    if source.suffix.lower() == ".tsv":
        return csv.excel_tab
    with source.open(encoding="utf-8", errors="replace", newline="") as opened:
        head = opened.readline(_SNIFFED)
    counts = {mark: head.count(mark) for mark in ",;\t|"}
    most = max(counts, key=lambda mark: counts[mark])
    return type("Found", (csv.excel,), {"delimiter": most if counts[most] else ","})


@lru_cache(maxsize=1)  # a table is looked at, and then read
def _encoding(source: Path) -> str:
    with source.open("rb") as opened:
        head = opened.read(2)
        if head in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
        opened.seek(0)
        decoder = io.TextIOWrapper(opened, encoding="utf-8")
        try:
            while decoder.read(_SNIFFED):
                pass
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


def _is_of_sanity(row: Mapping[str, Value]) -> bool:
    return bool(text_of(row.get("_id")) and text_of(row.get("_type")))


def _json(source: Path) -> Iterator[TableRow]:
    if source.suffix.lower() == ".json":
        yield from _listed(source)
        return
    with source.open(encoding=_encoding(source), errors="replace") as opened:
        for number, line in enumerate(lines(opened), 1):
            if len(line) > LARGEST:
                yield number, TOO_LARGE
                continue
            if not line.strip():
                continue
            try:
                values = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, f"the line is not JSON: {error}"
                continue
            yield number, from_python(values) if isinstance(values, Mapping) else "the line is not one JSON object"


def _listed(source: Path) -> Iterator[TableRow]:
    """Yield the objects of a list, as a stream."""
    try:
        for row in (each for each in rows(source, frozenset(), listed=True) if each.table in _TABLES):
            is_row = isinstance(row.value, Mapping)
            yield (
                row.line,
                from_python(row.value) if is_row else TOO_LARGE if isinstance(row.value, TooLarge) else "it is no object",
            )
    except UnreadableError as error:
        yield error.line, f"the file cannot be read any further: {error}"


def _post(span: Span, row: Mapping[str, Value], site: Site, longest: str) -> Post:
    is_draft = _is_of_sanity(row) and text_of(row["_id"]).startswith(("drafts.", "versions."))
    row = _plain(row, site) if _is_of_sanity(row) else row
    keys = Keys(row, _NAMES)
    name, form = _body(row)
    notes: tuple[str, ...] = ()
    if not name and text_of(row.get(longest)):
        name, form = longest, _form(text_of(row.get(longest)))
        notes = (f"the column `{longest}` has the longest texts, and is taken for the story",)
    body = html_of(row[name]) if name and is_portable(row[name]) else text_of(row.get(name)) if name else ""
    if name:
        keys.used[name] = "body"
    ident = first_text(row, *(("_id",) if _is_of_sanity(row) else ()), *_KEYS)
    date = keys.date("date")
    publish_at = keys.publish_at(date)
    return Post(
        span=span, key=ident or f"{span.path} line {span.line}", title=keys.text("title"), name=_slug(keys, is_draft=is_draft),
        date=date, updated=keys.date("updated"), held=keys.held() or ("draft" if is_draft else ""), publish_at=publish_at,
        expires_at=keys.expires_at(), addresses=keys.take("addresses", texts_of) or (), lang=keys.lang(),
        authors=keys.texts("authors", ";|"), sections=keys.texts("sections", ";|"), tags=keys.texts("tags", ",;|"),
        standfirst=keys.standfirst(), picture=keys.picture(), body=body, form=form, base=span.path, used=keys.used,
        kept=keys.rest(), lost=tuple(keys.lost), notes=notes,
    )  # fmt: skip


def _slug(keys: Keys, *, is_draft: bool) -> str:
    """Return the name of a story; that of a draft is not its own: what is published has the same."""
    slug = keys.text("slug")
    return f"{slug}-draft" if slug and is_draft else slug


def _plain(row: Mapping[str, Value], site: Site) -> dict[str, Value]:
    """Return a document of Sanity's with what it refers to by name, its slug, and the places of its pictures."""
    names = site.details.get("names")

    def plain(value: Value) -> Value:
        if isinstance(value, list | tuple):
            return value if is_portable(value) else [plain(each) for each in value]
        if not isinstance(value, Mapping):
            return value
        called = first_text(names, text_of(value.get("_ref"))) if isinstance(names, Mapping) else ""
        src = source_of(value) if "asset" in value or "_sanityAsset" in value else ""
        return called or ({**value, "src": src} if src else first_text(value, "current") or value)

    return {name: plain(value) for name, value in row.items()}


def _body(row: Mapping[str, Value]) -> tuple[str, Form]:
    called = {plain_name(name): name for name in reversed(list(row))}
    for plain, form in _BODIES.items():
        name = called.get(plain_name(plain), "")
        if is_portable(row.get(name)):
            return name, "html"
        text = text_of(row.get(name))
        if text:
            if form == "guess":
                return name, _form(text)
            return name, form
    return "", "text"


def _form(text: str) -> Form:
    return "lines" if _TAGS.search(text) else "text"
