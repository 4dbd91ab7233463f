"""Register files (actors, countries, tags and other terms) and free-standing pages to records."""

from __future__ import annotations

from typing import Any

from broadsheet.content.article import to_body
from broadsheet.content.context import ReadContext
from broadsheet.content.fields import Reading, Table, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, split_front_matter
from broadsheet.content.schema import PAGE, entry_fields
from broadsheet.content.slugs import FILE_LENGTH, slug_from_path, slug_of
from broadsheet.model import FOLDERS, Body, Entry, FreePage, Named, TermKind
from broadsheet.problems import Outcome, Problem, Span


def read_entry(kind: TermKind, source: SourceText, context: ReadContext) -> Outcome[tuple[Entry, Body] | None]:
    """Read one file of a register. A term without `name` is named after its file, but for an actor."""
    reading = context.reading(source.path)
    folder = FOLDERS.get(kind, kind)
    key = context.below(folder, source.path).removesuffix("/index").removesuffix("/_index")
    span = Span(source.path)
    if kind != "country" and slug_of(key, FILE_LENGTH) != key:
        message = f"the file name `{key}` is not a slug, and becomes the address of the {kind}"
        hint = f"rename the file to `{slug_of(key, FILE_LENGTH)}.md`"
        if key in ("index", "_index"):
            hint = f"an introduction to all {folder} is not read; move its text to a page of its own"
        reading.problems.append(Problem("bad-address", message, span, hint))
    read = _read(entry_fields(kind), source, context, reading)
    if read.value is None:
        return Outcome(None, read.problems)
    parsed, body = read.value
    name: Named | None = parsed.pop("name", None)
    if name is None and kind not in ("actor", "country"):
        words = key.replace("-", " ")
        name = Named(words[:1].upper() + words[1:], span)
    if name is None and kind == "actor":
        return Outcome(None, read.problems)
    return Outcome((Entry(kind=kind, key=key, path=source.path, name=name, **parsed), body), read.problems)


def read_free_page(source: SourceText, context: ReadContext) -> Outcome[tuple[FreePage, Body] | None]:
    """Read one free-standing page. Its slug is its path below the folder of pages, each part made a slug."""
    reading = context.reading(source.path)
    read = _read(PAGE, source, context, reading)
    if read.value is None or "title" not in read.value[0]:
        return Outcome(None, read.problems)
    parsed, body = read.value
    path = context.below("pages", source.path)
    folders = path.split("/")[:-1]
    last = parsed.pop("slug", "") or slug_from_path(path)
    if path.endswith(("/index", "/_index")):
        folders = folders[:-1]
    slug = "/".join((*(slug_of(folder) for folder in folders), last))
    return Outcome((FreePage(path=source.path, slug=slug, **parsed), body), read.problems)


def _read(
    table: Table, source: SourceText, context: ReadContext, reading: Reading
) -> Outcome[tuple[dict[str, Any], Body] | None]:
    front = split_front_matter(source)
    values = read_fields(table, front.value.metadata, reading)
    body = to_body(source.path, front.value.body, front.value.body_line, context)
    unread = any(problem.is_error for problem in front.problems)
    if not unread:
        missing_keys(table, values.given, Span(source.path), reading, where_to=" to the front matter")
    problems: tuple[Problem, ...] = (*front.problems, *reading.problems, *body.problems)
    return Outcome(None if unread else (values.parsed, body.value), problems)
