"""The operations of a review as data: what is to be decided as JSON, and decisions as JSON carried out.

For an editor's page in a browser, or a script: nothing is asked, and what `review` does in a terminal is done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from broadsheet.content.nodes import Mapping as NodeMapping
from broadsheet.content.nodes import Node, Scalar
from broadsheet.engine.configuration import STATE
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import Reporter
from broadsheet.extract.finding import Value
from broadsheet.findings.correcting import faults_of
from broadsheet.findings.deciding import ACCEPT, ADD, REJECT, Decision, added, worded, write_decisions
from broadsheet.findings.excerpt import Excerpts
from broadsheet.findings.grouping import groups_of
from broadsheet.findings.queue import Item, OpenStory
from broadsheet.findings.reviewing import Reviewed, ToReview
from broadsheet.problems import Problem, allowed_values

_REPLACE = "replace"


def listed(to_review: ToReview) -> Iterator[Mapping[str, object]]:
    """Yield each story of which something is to be decided, as plain values: its path, headline, and findings in groups."""
    for story in to_review.queue.open:
        excerpts = Excerpts(story.source.text)
        groups = groups_of(story.items, lambda item, of=excerpts: of.paragraph_of(item.evidence))  # type: ignore[misc]
        yield {
            "article": story.source.file.path,
            "title": story.title,
            "groups": [
                {"about": group.about, "sure": group.is_sure, "findings": [_plain(item, excerpts) for item in group.items]}
                for group in groups
            ],
        }


def _plain(item: Item, excerpts: Excerpts) -> Mapping[str, object]:
    shown = filter(None, map(excerpts.of, item.evidence))
    return {
        "id": item.id,
        "key": item.key,
        "value": item.value,
        "confidence": item.confidence,
        "rule": item.rule,
        "evidence": [{"line": each.line, "before": each.before, "marked": each.marked, "after": each.after} for each in shown],
    }


def apply_decisions(to_review: ToReview, given: object, reporter: Reporter) -> Reviewed:
    """Carry out decisions: a list of mappings of `article`, `id` and `decision`, as `listed` names them.

    A decision is `accept`, `reject`, `{"replace": value}`, or, without an id, `{"add": {key: value}}`. Nothing is written when
    one of them is faulty. Raises OSError when the machine fails.
    """
    stories = {story.source.file.path: story for story in to_review.queue.stories}
    total = sum(len(story.items) for story in stories.values())
    still = {(story.source.sidecar_path, item.id) for story in stories.values() for item in story.items}
    problems: list[Problem] = []
    decisions: defaultdict[str, list[Decision]] = defaultdict(list)
    for number, each in enumerate(given if isinstance(given, list) else [given], 1):
        said = each if isinstance(each, dict) else {}
        story = stories.get(str(said.get("article")))
        decision = _decision(to_review, story, said) if story else f"nothing was found in `{said.get('article')}`"
        if story and isinstance(decision, Decision):
            if not _is_said(story, decision):
                decisions[story.source.sidecar_path].append(decision)
        else:
            problems.append(Problem("bad-value", f"decision {number}: {decision}", None, "see `broadsheet review --json`"))
    if problems:
        return Reviewed(tuple(problems), 0, total)
    root = to_review.sources.root
    done = 0
    with build_lock(root / STATE / "lock", reporter.waiting):
        for sidecar, those in decisions.items():
            problem = write_decisions(root, sidecar, those)
            problems += [problem] if problem else []
            done += 0 if problem else sum((sidecar, decision.id) in still for decision in those)
    return Reviewed(tuple(problems), done, total - done)


def _is_said(story: OpenStory, decision: Decision) -> bool:
    """Say whether the sidecar says so already."""
    node = story.source.decisions.get(decision.id)
    if decision.word == ADD:
        return node is not None and _told(node) == {ADD: {decision.key: decision.instead}}
    return node is not None and _told(node) == (decision.word if decision.instead is None else {_REPLACE: decision.instead})


def _told(node: Node) -> object:
    """Return what a sidecar says as plain values."""
    if isinstance(node, NodeMapping):
        return {name.text: _told(value) for name, value in node.entries}
    return node.text if isinstance(node, Scalar) else None


def _decision(to_review: ToReview, story: OpenStory, said: Mapping[str, Any]) -> Decision | str:
    """Return a decision, or what is wrong with it."""
    word = said.get("decision")
    kind, told = next(iter(word.items())) if isinstance(word, dict) and len(word) == 1 else (word, None)
    if kind == ADD and isinstance(told, dict) and len(told) == 1:
        key, value = next(iter(told.items()))
        free = story.free()
        if key not in free:
            return f"nothing can be added to `{key}`; {allowed_values(str(key), free)}"
        texts = _texts(value)
        return (
            f"`{value}` is no value: write a text, or a mapping of texts"
            if not texts
            else _unless_faulty(to_review, added(key, texts))
        )
    item = next((item for item in story.found if item.id == said.get("id")), None)
    if item is None:
        return f"nothing with the id `{said.get('id')}` was found in the article"
    if kind in (ACCEPT, REJECT) and told is None:
        return Decision(item.id, kind, None, item.key, worded(item.value))
    if kind == _REPLACE and (texts := _texts(told)):
        return _unless_faulty(to_review, Decision(item.id, "", texts, item.key, worded(item.value)))
    return f'`{word}` is no decision; write `accept`, `reject`, {{"replace": value}} or {{"add": {{key: value}}}}'


def _unless_faulty(to_review: ToReview, decision: Decision) -> Decision | str:
    assert decision.instead is not None
    faults = faults_of(to_review.context, decision.key, decision.instead)
    return "; ".join(faults) if faults else decision


def _texts(value: object) -> Value | None:
    """Return a value as it was given; None where it is no text and no mapping of texts."""
    if isinstance(value, str):
        return value or None
    parts = value if isinstance(value, dict) else {}
    return {str(key): str(each) for key, each in parts.items()} if all(isinstance(p, str | int) for p in parts.values()) else None
