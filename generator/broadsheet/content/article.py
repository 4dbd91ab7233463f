"""Articles to stories: front matter, sidecar, findings and body of one file, or the lines of a .jsonl file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from broadsheet.content.comments import read_comments
from broadsheet.content.context import ReadContext
from broadsheet.content.dates import NotADate, parse_moment
from broadsheet.content.deadline import in_time
from broadsheet.content.fields import Reading, Values, missing_keys, read_fields
from broadsheet.content.findings import Extracting, Findings, choose, decisions_of, read_findings, stale
from broadsheet.content.frontmatter import FrontMatter, SourceText, parse_mapping, split_front_matter, unmarked
from broadsheet.content.holding import holds_below
from broadsheet.content.jsonlines import parse_json_lines
from broadsheet.content.nodes import Mapping, Scalar, node_of, shortened
from broadsheet.content.opening import opening, teaser
from broadsheet.content.plaintext import plain_body
from broadsheet.content.scan import MARKDOWN_FILES, story_of
from broadsheet.content.schema import JSON_STORY, STORY
from broadsheet.content.slugs import dated_name, slug_from_path, slug_of
from broadsheet.model import NO_DATE, Body, BodyLink, Comment, Story
from broadsheet.problems import Outcome, Problem, Span, did_you_mean

Article = tuple[Story, Body]
_STAND_INS = {"title": "?", "date": NO_DATE}  # for what is missing or faulty, in a story that is not published for it


class Attached(NamedTuple):
    """What an article is read with: its sidecar, the file of its findings, extraction for one without metadata, and comments."""

    sidecar: SourceText | None = None
    findings: SourceText | None = None
    extracting: Extracting | None = None
    comments: tuple[SourceText, ...] = ()


def read_articles(source: SourceText, context: ReadContext, attached: Attached | None = None) -> Outcome[tuple[Article, ...]]:
    """Read the stories of one file: `.md`, `.txt` or `.html` (one story) or `.jsonl` (one story a line).

    A story with faulty values is still returned, without those values, so that what else is wrong is found in the same run.
    """
    attached = attached or Attached()
    read = _read_lines(source, context) if source.path.lower().endswith(".jsonl") else _read_article(source, context, attached)
    if not attached.comments:
        return read
    replying = partial(read_comments, attached.comments, context)
    none: dict[str, tuple[Comment, ...]] = {}
    comments = in_time(context.limits.seconds, Span(attached.comments[0].path), replying, none)
    problems = (*read.problems, *comments.problems, *_orphans(attached.comments, read.value, context))
    return Outcome(
        tuple((story._replace(comments=comments.value.get(story.id, ())), body) for story, body in read.value), problems
    )


def _orphans(sources: Iterable[SourceText], articles: Iterable[Article], context: ReadContext) -> Iterator[Problem]:
    """Report comments to a line of JSON lines that is not there."""
    known = {story.id for story, _ in articles}
    for source in sources:
        story = story_of(source.path.removeprefix(f"{context.source_dir}/"))
        if "#" in story and story not in known:
            hint = did_you_mean(story, known) or "name the folder `FILE#SLUG`"
            yield Problem("orphan-comment", f"there is no story `{story}`", Span(source.path), hint)


def _read_article(source: SourceText, context: ReadContext, attached: Attached) -> Outcome[tuple[Article, ...]]:
    page = is_page(source.path)
    front = Outcome(FrontMatter(None, source.text, 1)) if page else split_front_matter(source)
    if front.value.body == source.text and source.path.lower().endswith(MARKDOWN_FILES):  # nobody wrote front matter
        front = front._replace(problems=(*front.problems, *unmarked(source)))
    written: Outcome[Mapping | None] = Outcome(None)
    if attached.sidecar:
        written = parse_mapping(attached.sidecar, "bad-front-matter", "the sidecar")
    reading = context.reading(source.path, story=True)
    values = read_fields(STORY, front.value.metadata, reading)
    if attached.sidecar:
        added = read_fields(STORY, written.value, reading.beside(attached.sidecar.path))
        own = dict((*added.parsed.get("fields", ()), *values.parsed.get("fields", ())))
        both = {"fields": tuple(own.items())} if own else {}
        values = Values({**added.parsed, **values.parsed, **both}, added.given | values.given)
    story_id = context.below("stories", source.path)
    unread = any(problem.is_error for problem in (*front.problems, *written.problems))
    text, body_line = front.value.body, front.value.body_line
    whole = front.value.body == source.text  # nobody wrote front matter
    bare = whole and "title" not in values.given
    named = _from_name(story_id, values, context)
    if _is_introduction(story_id) and "date" not in values.given and not named:
        return Outcome(
            (), (*front.problems, *written.problems, *reading.problems, _unread(source.path, front.value.metadata, context))
        )
    if context.published_undated(bare=bare and context.extraction.on_build) and "date" not in values.given:
        named.setdefault("date", NO_DATE)
    raw = False
    if not unread and (attached.findings or (bare and attached.extracting and context.extraction.on_build)):
        found = _findings(source, attached, values, reading)
        values = _completed(found, written.value, values, named, story_id, attached, context, reading)
        raw = whole
    elif not unread:
        # A value that stands in the file but is faulty is not missing.
        where_to = f" to the front matter, or to {story_id.rpartition('/')[2]}.yaml beside it"
        where_to += ", or run `broadsheet extract`" if bare and not context.extraction.on_build else ""
        otherwise = {} if context.undated else {"date": "; or write `undated: publish` into broadsheet.yaml"}
        given = {**values.given, **named} if named else values.given
        missing_keys(STORY, given, Span(source.path), reading, where_to=where_to, otherwise=otherwise)
    if (raw or page) and attached.extracting:
        taken = attached.extracting.body(source, values.parsed.get("standfirst", ""))
        text = taken.value
        reading.problems += taken.problems
    body = to_body(source.path, text, body_line, context)
    problems = (*front.problems, *written.problems, *reading.problems, *body.problems)
    parsed = {"slug": slug_from_path(story_id), **_STAND_INS, **named, **values.parsed}
    if unread:
        return Outcome((), problems)
    marked = "" if is_plain(source.path) else context.markdown.before_more(text, source.path)
    return Outcome(((_story(story_id, source.path, parsed, body.value, marked), body.value),), problems)


def _from_name(story_id: str, values: Values, context: ReadContext) -> dict[str, Any]:
    """Return the date and headline that a name such as `2024-03-10-council-votes` says, of those that nobody wrote."""
    if "title" in values.given and "date" in values.given:  # nearly always
        return {}
    date, rest = dated_name(story_id)
    moment = parse_moment(date, context.timezone) if date else None
    if moment is None or isinstance(moment, NotADate):
        return {}
    words = " ".join(rest.replace("-", " ").replace("_", " ").split())
    said = {"title": words[:1].upper() + words[1:], "date": moment}
    return {key: value for key, value in said.items() if key not in values.given}


def _unread(path: str, metadata: Mapping | None, context: ReadContext) -> Problem:
    """Return what to say of the introduction to a folder."""
    if holds_below(metadata, context.timezone):
        message = "it holds back all that lies in its folder in other generators, and not here"
        return Problem("held-elsewhere", message, Span(path), "write `draft: true` into each of these files")
    hint = "move its text to a file of `sections` or `pages`, or write its `date` if it is a story"
    return Problem("unplaced-file", "the introduction to a folder is no story, and is not read", Span(path), hint)


def _is_introduction(story_id: str) -> bool:
    return story_id == "_index" or story_id.endswith("/_index")


def _findings(source: SourceText, attached: Attached, values: Values, reading: Reading) -> Findings:
    """Return what the file of findings holds; without one, what is found in the article now."""
    if attached.findings:
        parsed = parse_mapping(attached.findings, "bad-yaml", "a file of findings")
        reading.problems += parsed.problems
        found = read_findings(parsed.value, reading.beside(attached.findings.path))
        late = stale(found, source.text)
        reading.problems += (late,) if late else ()
        return found
    date = values.parsed.get("date")
    if not attached.extracting:
        return Findings(source.path)
    return attached.extracting.findings(source, date.day if date else "", values.parsed.get("lang", ""))


def _completed(
    found: Findings,
    sidecar: Mapping | None,
    values: Values,
    named: dict[str, Any],
    story_id: str,
    attached: Attached,
    context: ReadContext,
    reading: Reading,
) -> Values:
    """Return the values that somebody wrote, completed with those that were found; report what is missing then."""
    path = attached.sidecar.path if attached.sidecar else ""
    chosen = choose(found, decisions_of(sidecar), context.extraction.publish_at, values.given, reading, path)
    for known in STORY:
        if known.required and known.key not in values.given and known.key not in chosen.keys:
            form = "YYYY-MM-DD" if known.key == "date" else "…"
            hint = f"write `{known.key}: {form}` into {story_id.rpartition('/')[2]}.yaml beside it"
            unsure = next((proposal for proposal in found.proposals if proposal.key == known.key), None)
            if unsure:
                shown = f"`{shortened(unsure.value.text)}` " if isinstance(unsure.value, Scalar) else ""
                hint += f", or accept {shown}(confidence {unsure.confidence:.2f}) with `broadsheet review`"
            if known.key not in named:
                message = f"`{known.key}` is missing, and was not found in the text"
                reading.problems.append(Problem("missing-key", message, Span(found.path), hint))
            elif named[known.key] is NO_DATE and not context.undated:
                message = "no date was found in the text, and the story is published without one"
                reading.problems.append(Problem("undated-story", message, Span(found.path), hint))
    return Values({**chosen.parsed, **values.parsed, "unreviewed": chosen.unreviewed}, values.given)


def is_page(path: str) -> bool:
    """Say whether an article is a saved web page."""
    return path.lower().endswith((".html", ".htm"))


def _story(story_id: str, path: str, parsed: dict[str, Any], body: Body, marked: str) -> Story:
    """Return a story; cards show how its text begins where it has no standfirst: what is `marked`, or the first sentence."""
    begins = "" if parsed.get("standfirst") else teaser(marked) or opening(body.html)
    return Story(id=story_id, path=path, **parsed, opening=begins)


def is_plain(path: str) -> bool:
    """Say whether the body of a file is plain text: that of `.txt`, and what a saved web page holds."""
    return path.lower().endswith(".txt") or is_page(path)


def to_body(path: str, text: str, first_line: int, context: ReadContext) -> Outcome[Body]:
    """Convert a body by its file's suffix: plain text for `.txt` and for what a saved web page holds, else Markdown."""
    if is_plain(path):
        return Outcome(plain_body(text))
    return context.markdown.to_body(text, path, first_line)


def _read_lines(source: SourceText, context: ReadContext) -> Outcome[tuple[Article, ...]]:
    lines = parse_json_lines(source.text, source.path, context.limits.bytes)
    problems = list(lines.problems)
    articles: dict[str, tuple[Article, Span]] = {}
    for mapping in lines.value:
        span = Span(source.path, mapping.line)
        read = in_time(context.limits.seconds, span, partial(_read_line, mapping, source.path, context), None)
        problems += read.problems
        if read.value is None:
            continue
        story, body = read.value
        same = articles.get(story.id)
        if same and same[0][0].date.iso[:7] != story.date.iso[:7]:
            # A headline that recurs ("Weather") has an address of its own in each month, so it only needs an id of its own.
            story = story._replace(id=f"{story.id}-{story.date.day}")
            same = articles.get(story.id)
        if same:
            problems.append(_duplicate(story, span, same[1]))
        else:
            articles[story.id] = ((story, body), span)
    return Outcome(tuple(article for article, _ in articles.values()), tuple(problems))


def _read_line(mapping: Mapping, path: str, context: ReadContext) -> Outcome[Article | None]:
    reading = context.reading(path, story=True)
    values = read_fields(JSON_STORY, mapping, reading)
    parsed: dict[str, Any] = values.parsed
    if context.published_undated(bare=False) and "date" not in values.given:
        parsed["date"] = NO_DATE
    missing_keys(JSON_STORY, {*values.given, *parsed}, reading.span(mapping), reading)
    written = mapping.get("body")
    text = written.text if isinstance(written, Scalar) and "body" in values.given else ""
    body = context.markdown.to_body(text, path, mapping.line)
    place = reading.span(node_of(values.given["body"])) if "body" in values.given else Span(path, mapping.line)
    # Places inside a JSON string have no line of their own: they are all the string's.
    problems = (*reading.problems, *(problem._replace(span=place) for problem in body.problems))
    if "title" not in parsed:
        return Outcome(None, problems)
    parsed.setdefault("date", NO_DATE)
    parsed.setdefault("slug", slug_of(parsed["title"]))
    links = tuple(BodyLink(link.target, place, link.shown) for link in body.value.links)
    story_id = f"{context.below('stories', path)}#{parsed['slug']}"
    marked = context.markdown.before_more(text, path)
    return Outcome((_story(story_id, path, parsed, body.value, marked), body.value._replace(links=links)), problems)


def _duplicate(story: Story, span: Span, first: Span) -> Problem:
    message = f"the slug `{story.slug}` was given to another story of this file, in line {first.line}"
    return Problem("duplicate-story", message, span, 'give one of them a `"slug"` of its own', (first,))
