"""Comments: files of replies to a story, `content/comments/STORY-ID/NAME.yaml`, one reply each.

Only what was approved leaves this module: what waits or was refused is read for its faults, and then forgotten, so that no word
of it can reach an output.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from broadsheet.content.context import ReadContext
from broadsheet.content.fields import Reading, missing_keys, read_fields
from broadsheet.content.frontmatter import SourceText, parse_mapping
from broadsheet.content.records import COMMENT
from broadsheet.content.scan import story_of
from broadsheet.model import Comment, Named
from broadsheet.problems import Outcome, Problem, Span, did_you_mean


def read_comments(sources: Iterable[SourceText], context: ReadContext) -> Outcome[dict[str, tuple[Comment, ...]]]:
    """Read the files of comments to one or several stories; return the approved ones by story, in order of date and name."""
    problems: list[Problem] = []
    found: dict[str, list[tuple[Comment, str, Named | None]]] = {}
    for source in sources:
        story = story_of(source.path.removeprefix(f"{context.source_dir}/"))
        reading = context.reading(source.path)
        read = _read(source, reading)
        problems += reading.problems
        if read:
            found.setdefault(story, []).append(read)
    chosen = {}
    for story, comments in found.items():
        known = {comment.id: status == "approved" for comment, status, _ in comments}
        problems += (problem for _, _, answered in comments if answered for problem in _unknown(answered, known))
        approved = [_placed(comment, answered, known) for comment, status, answered in comments if status == "approved"]
        if approved:
            chosen[story] = tuple(sorted(approved, key=lambda comment: (comment.date.instant, comment.id)))
    return Outcome(chosen, tuple(problems))


def _read(source: SourceText, reading: Reading) -> tuple[Comment, str, Named | None] | None:
    """Return a comment, its status and what it answers; None where something that is required is missing or faulty."""
    written = parse_mapping(source, "bad-yaml", "a comment")
    reading.problems += written.problems
    if any(problem.is_error for problem in written.problems):
        return None
    read = read_fields(COMMENT, written.value, reading)
    missing_keys(COMMENT, read.given, Span(source.path), reading)
    parsed = dict(read.parsed)
    if not parsed.keys() >= {"author", "date", "text", "status"}:
        return None
    status, answered = parsed.pop("status"), parsed.pop("reply_to", None)
    name = source.path.rpartition("/")[2].rpartition(".")[0]
    return Comment(id=name, **parsed), status, answered


def _unknown(answered: Named, known: Collection[str]) -> Iterable[Problem]:
    if answered.text not in known:
        message = f"`reply_to` names `{answered.text}`, and there is no such comment to this story"
        hint = did_you_mean(answered.text, known) or "write the name of the file that it answers, without `.yaml`"
        yield Problem("unknown-comment", message, answered.span, hint)


def _placed(comment: Comment, answered: Named | None, known: dict[str, bool]) -> Comment:
    """Return a comment below the one it answers, if that is published."""
    return comment._replace(reply_to=answered.text if answered and known.get(answered.text) else "")
