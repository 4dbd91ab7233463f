"""Articles to stories: front matter, sidecar and body of one file, or the lines of a .jsonl file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from broadsheet.content.context import ReadContext
from broadsheet.content.fields import Values, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, parse_mapping, split_front_matter
from broadsheet.content.jsonlines import parse_json_lines
from broadsheet.content.nodes import Mapping, Scalar
from broadsheet.content.plaintext import plain_body
from broadsheet.content.schema import JSON_STORY, STORY
from broadsheet.content.slugs import slug_from_path, slug_of
from broadsheet.model import Body, BodyLink, Story
from broadsheet.problems import Outcome, Problem, Span

Article = tuple[Story, Body]


def read_articles(source: SourceText, context: ReadContext, sidecar: SourceText | None = None) -> Outcome[tuple[Article, ...]]:
    """Read the stories of one file: `.md`, `.txt` (one story, `sidecar` is its NAME.yaml) or `.jsonl` (one story a line).

    A story with a faulty optional value is still returned, without that value; one without a title or date is not.
    """
    if source.path.lower().endswith(".jsonl"):
        return _read_lines(source, context)
    return _read_article(source, context, sidecar)


def _read_article(source: SourceText, context: ReadContext, sidecar: SourceText | None) -> Outcome[tuple[Article, ...]]:
    front = split_front_matter(source)
    beside: Outcome[Mapping | None] = Outcome(None)
    if sidecar:
        beside = parse_mapping(sidecar, "bad-front-matter", "the sidecar")
    reading = context.reading()
    values = read_fields(STORY, front.value.metadata, source.path, reading)
    if sidecar:
        added = read_fields(STORY, beside.value, sidecar.path, reading)
        values = Values(added.parsed | values.parsed, added.given | values.given)
    body = to_body(source.path, front.value.body, front.value.body_line, context)
    unread = any(problem.is_error for problem in (*front.problems, *beside.problems))
    story_id = context.below("stories", source.path)
    if not unread:
        # A value that stands in the file but is faulty is not missing.
        where_to = f" to the front matter, or to {story_id.rpartition('/')[2]}.yaml beside it"
        missing_keys(STORY, values.given, Span(source.path), reading, where_to=where_to)
    problems = (*front.problems, *beside.problems, *reading.problems, *body.problems)
    parsed = {"slug": slug_from_path(story_id), **values.parsed}
    if unread or "title" not in parsed or "date" not in parsed:
        return Outcome((), problems)
    return Outcome(((Story(id=story_id, path=source.path, **parsed), body.value),), problems)


def to_body(path: str, text: str, first_line: int, context: ReadContext) -> Outcome[Body]:
    """Convert a body by its file's suffix: plain text for `.txt`, else Markdown."""
    if path.lower().endswith(".txt"):
        return Outcome(plain_body(text))
    return context.markdown.to_body(text, path, first_line)


def _read_lines(source: SourceText, context: ReadContext) -> Outcome[tuple[Article, ...]]:
    lines = parse_json_lines(source.text, source.path)
    problems = list(lines.problems)
    articles: dict[str, tuple[Article, Span]] = {}
    for mapping in lines.value:
        read = _read_line(mapping, source.path, context)
        problems += read.problems
        if read.value is None:
            continue
        (story, body), span = read.value, Span(source.path, mapping.line)
        same = articles.get(story.id)
        if same and same[0][0].date.iso[:7] != story.date.iso[:7]:
            # A headline that recurs ("Weather") has an address of its own in each month, so it only needs an id of its own.
            story = replace(story, id=f"{story.id}-{story.date.day}")
            same = articles.get(story.id)
        if same:
            problems.append(_duplicate(story, span, same[1]))
        else:
            articles[story.id] = ((story, body), span)
    return Outcome(tuple(article for article, _ in articles.values()), tuple(problems))


def _read_line(mapping: Mapping, path: str, context: ReadContext) -> Outcome[Article | None]:
    reading = context.reading()
    values = read_fields(JSON_STORY, mapping, path, reading)
    missing_keys(JSON_STORY, values.given, Span(path, mapping.line, mapping.column), reading)
    parsed: dict[str, Any] = values.parsed
    written = next((node for key, node in mapping.entries if key.text == "body"), None)
    text = written.text if isinstance(written, Scalar) and "body" in values.given else ""
    body = context.markdown.to_body(text, path, mapping.line)
    place = values.given["body"].span if "body" in values.given else Span(path, mapping.line)
    # Places inside a JSON string have no line of their own: they are all the string's.
    problems = (*reading.problems, *(replace(problem, span=place) for problem in body.problems))
    if "title" not in parsed or "date" not in parsed:
        return Outcome(None, problems)
    parsed.setdefault("slug", slug_of(parsed["title"]))
    links = tuple(BodyLink(link.target, place) for link in body.value.links)
    story_id = f"{context.below('stories', path)}#{parsed['slug']}"
    return Outcome((Story(id=story_id, path=path, **parsed), replace(body.value, links=links)), problems)


def _duplicate(story: Story, span: Span, first: Span) -> Problem:
    message = f"the slug `{story.slug}` was given to another story of this file, in line {first.line}"
    return Problem("duplicate-story", message, span, 'give one of them a `"slug"` of its own', (first,))
