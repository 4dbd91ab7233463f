"""Editions: which stories are the same story in several languages, and which of them stands in the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from broadsheet.catalog.filed import FiledStory
from broadsheet.problems import Outcome, Problem, Span, did_you_mean


class ReadStory(NamedTuple):
    """What has to be known of a story before any is filed: its id, slug and instant, whether it is out, what it translates."""

    id: str
    slug: str
    translation_of: Any  # packed: the text, and its place; None where it is an original
    instant: str
    published: bool
    at: int  # the number under which it was laid aside
    words: int


def group_editions(
    read: Sequence[ReadStory], ids: Sequence[str], permalinks: Sequence[str]
) -> Outcome[dict[str, tuple[int, ...]]]:
    """Return, by story id, the positions of all editions of a story that has several; a story may name another by id, slug
    or address.

    `read` are all stories that were read, `ids` and `permalinks` those of the published ones, by their positions.
    """
    translations = [story for story in read if story.translation_of]
    if not translations:
        return Outcome({})
    known: dict[str, str] = {}
    for story in read:
        known.setdefault(story.slug, story.id)
    known |= {story.id: story.id for story in read}
    known |= dict(zip(permalinks, ids, strict=True))
    roots = {story.id: story.id for story in read}
    problems = []
    for story in translations:
        text, span = story.translation_of
        if text not in known:
            hint = did_you_mean(text, known) or "write the path of the other story below content/stories, without suffix"
            problems.append(Problem("unknown-story", f"`{text}` is not a story", Span(*span), hint))
            continue
        old, new = roots[story.id], roots[known[text]]
        roots = {key: new if root == old else root for key, root in roots.items()}
    groups: dict[str, list[int]] = defaultdict(list)
    for position, story_id in enumerate(ids):
        groups[roots[story_id]].append(position)
    several = {story_id: tuple(groups[roots[story_id]]) for story_id in ids if len(groups[roots[story_id]]) > 1}
    return Outcome(several, tuple(problems))


def originals_of(filed: Sequence[FiledStory], editions: Mapping[str, Iterable[int]]) -> dict[int, int]:
    """Return, for each edition that is a translation, the edition that stands in the lists for it."""
    found: dict[int, int] = {}
    for group in {tuple(positions) for positions in editions.values()}:
        first = next((p for p in group if filed[p].story.translation_of is None), group[0])
        found |= {position: first for position in group if position != first}
    return found
