"""The command `review`: an editor goes through findings story by story; what is decided is on the disk before the next question.

Findings are brought up to date first. What an editor decides goes into sidecars, and, where that is wanted, into the register of
actors; both are only ever added to, and the last steps can be undone.
"""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Sequence as Items
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from broadsheet.config import Config
from broadsheet.content.context import ReadContext
from broadsheet.engine.configuration import STATE, load_config
from broadsheet.engine.extraction import read_registers
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.extract.finding import Value
from broadsheet.extract.identity.duplicates import Duplicate
from broadsheet.findings.correcting import corrected, written
from broadsheet.findings.deciding import ACCEPT, ADD, REJECT, Decision, added, decided_in, worded, write_decisions
from broadsheet.findings.editor import (
    ALL,
    CORRECT,
    DIFFERENT,
    NEXT,
    OPEN,
    QUIT,
    REGISTER,
    SKIP,
    TEXT,
    UNDO,
    YES,
    Editor,
    Head,
)
from broadsheet.findings.excerpt import Excerpts
from broadsheet.findings.extracting import PublicationExtractor, chosen_files, extract
from broadsheet.findings.grouping import Group, groups_of, opened
from broadsheet.findings.lookalikes import LookAlikes, settle
from broadsheet.findings.queue import Filter, Item, OpenStory, Queue, read_queue
from broadsheet.findings.registering import AcceptedActor, add_alias, new_entry, standing_of
from broadsheet.findings.undoing import Decided, Step, Steps
from broadsheet.model import Entry
from broadsheet.problems import Problem, in_order
from broadsheet.sources import Sources

_SHOWN = 3  # sentences of one finding
_SPEAKERS = {"quotes": "speaker", "claims": "attributed_to"}  # who said it, by the key
_NAMED = 5  # stories that a question names
_LABELS = "123456789abcdefghij"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a review: problems, how many findings were decided on and how many are left, and entries that may be one.

    `alike` are the paths of two register files each, with the reason, of whom the editor has not said yet whether they are one.
    """

    problems: tuple[Problem, ...]
    decided: int = 0
    left: int = 0
    alike: tuple[tuple[str, str, str], ...] = ()

    @property
    def errors(self) -> int:
        """Return the number of errors."""
        return sum(problem.is_error for problem in self.problems)


class ToReview(NamedTuple):
    """What a review works on: the publication, how it is read, what is to be decided, and the entries of its registers."""

    sources: Sources
    context: ReadContext
    config: Config
    queue: Queue
    entries: tuple[Entry, ...]


def prepare_review(
    root: Path, named: Items[str], reporter: Reporter, chosen: Filter
) -> tuple[ToReview | None, tuple[Problem, ...]]:
    """Bring the findings of a publication, or of the articles that are named, up to date, and read what is to be decided.

    Raises OSError when the machine fails.
    """
    done = extract(root, named, reporter)
    if done.errors:
        return None, done.problems
    settings = load_config(root, BuildOptions(clock="", relative=True))
    assert settings.value is not None  # else there had been an error
    context = ReadContext.of(settings.value)
    files = chosen_files(root, settings.value, named).value
    sources = Sources.of(root, settings.value)
    queue = read_queue(sources, files, chosen)
    entries = read_registers(sources, context).entries if "actors" in chosen.keys else ()
    return ToReview(sources, context, settings.value, queue, tuple(entries)), (*done.problems, *queue.problems)


def review(root: Path, named: Items[str], editor: Editor, reporter: Reporter, chosen: Filter) -> Reviewed:
    """Review the findings of a publication, or of the articles that are named. Raises OSError when the machine fails.

    Which actors may be one is asked where `actors` are among the keys.
    """
    to_review, problems = prepare_review(root, named, reporter, chosen)
    if to_review is None:
        return Reviewed(problems)
    alike = LookAlikes(to_review.queue.actors if "actors" in chosen.keys else {}, list(to_review.entries))
    session = _Session(to_review, editor, reporter, alike)
    session.run()
    left = sum(len(story.items) for story in session.stories) - len(session.done)
    pairs = tuple((one.path, other.path, pair.reason) for one, other, pair in alike.left())
    return Reviewed(in_order((*problems, *session.problems)), len(session.done), left, pairs)


@dataclass(slots=True)
class _Session:
    """A review under way: `at` is where it is among the groups of the stories that it has come to, each with its number."""

    to_review: ToReview
    editor: Editor
    reporter: Reporter
    alike: LookAlikes
    at: int = 0
    stories: tuple[OpenStory, ...] = field(init=False)
    groups: list[tuple[int, Group]] = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    done: set[Decided] = field(default_factory=set)
    _reached: int = 0  # stories that it has come to
    _begun: int = -1  # the story whose head was shown
    _marked: frozenset[int] = frozenset()  # of the findings that are shown
    _equal: dict[tuple[str, str], list[Item]] = field(init=False)
    _known: dict[str, frozenset[str]] = field(init=False)  # what was decided before, by sidecars
    _texts: dict[int, Excerpts] = field(default_factory=dict)
    _extractor: PublicationExtractor | None = None
    _steps: Steps = field(init=False)

    def __post_init__(self) -> None:
        self._steps = Steps(self.to_review.sources.root)
        self.stories = self.to_review.queue.open
        self.groups = []
        equal: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
        for story in self.stories:
            for item in story.items:
                equal[item.key, worded(item.value)].append(item)
        self._equal = dict(equal)
        self._known = {story.source.sidecar_path: frozenset(story.source.decisions) for story in self.stories}

    def run(self) -> None:
        """Go through the stories, then through the entries of the register that may be one."""
        while self._go_through():
            if not self._steps.taken or self.editor.choose("that was all:", [("u", "undo the last answer")]) != "u":
                break
            self._undo()
        else:
            return
        for one, other, pair in self.alike.left():
            if not self._may_be_one(one, other, pair):
                return

    def _go_through(self) -> bool:
        """Go through the stories from here on; say whether to the end."""
        while self._has_more():
            number, group = self.groups[self.at]
            left = [(number, item) for number, item in group.numbered() if self._is_open(item)]
            group = group._replace(items=tuple(item for _, item in left), numbers=tuple(number for number, _ in left))
            if not group.items:
                self.at += 1
                continue
            if not self._begin(number) or not self._ask(number, group):
                return False
        return True

    def _has_more(self) -> bool:
        """Come to the next story where that is next; say whether there was one."""
        while self.at >= len(self.groups) and self._reached < len(self.stories):
            number = self._reached
            self.groups += ((number, group) for group in groups_of(self.stories[number].items, self._paragraph_of(number)))
            self._reached += 1
        return self.at < len(self.groups)

    def _open(self, items: Iterable[Item]) -> tuple[Item, ...]:
        return tuple(filter(self._is_open, items))

    def _is_open(self, item: Item) -> bool:
        return (item.sidecar, item.id) not in self.done

    def _begin(self, number: int) -> bool:
        """Show the head of a story that comes next, and ask who in it may be one with whom; say whether to go on."""
        if self._begun == number:
            return True
        self._begun = number
        story = self.stories[number]
        left_out = self._left_out(story)
        words = sum(len(line.split()) for line in left_out)
        total, path = len(self.stories), story.source.file.path
        self.editor.begin(Head(number + 1, total, path, story.title, len(self._open(story.items)), left_out, words))
        names = [AcceptedActor.of(item.value).name for item in story.items if item.key == "actors"]
        return all(self._may_be_one(one, other, pair) for one, other, pair in self.alike.of(names))

    def _left_out(self, story: OpenStory) -> tuple[str, ...]:
        if story.source.is_described:
            return ()
        if self._extractor is None:
            self._extractor = PublicationExtractor.of(self.to_review.sources.root, self.to_review.config)
        found = self._extractor.extract(story.source).left_out
        return tuple(left.evidence.text for left in found if left.field == "body")

    def _excerpts(self, number: int) -> Excerpts:
        if number not in self._texts:
            self._texts = {number: Excerpts(self.stories[number].source.text)}  # one at a time
        return self._texts[number]

    def _paragraph_of(self, number: int) -> Callable[[Item], int]:
        return lambda item: self._excerpts(number).paragraph_of(item.evidence)

    # -- what is asked of a group

    def _ask(self, number: int, group: Group) -> bool:
        """Ask what to do with findings, and do it; say whether to go on."""
        excerpts = self._excerpts(number)
        shown = [list(filter(None, map(excerpts.of, item.evidence[:_SHOWN]))) for item in group.items]
        self.editor.show(group, shown)
        word, marked, one = self.editor.decide(group, self._marked)
        meant = frozenset((one,)) if one else marked
        chosen = tuple(item for place, item in group.numbered() if place in meant) if meant else group.items
        self._marked = marked - meant if word in (CORRECT, REGISTER) else marked if word in (ADD, TEXT) else frozenset()
        if word == QUIT:
            return False
        if word == SKIP:
            self.at += 1
        elif word == NEXT:
            self.at = next((at for at, (story, _) in enumerate(self.groups) if story > number), len(self.groups))
        elif word == OPEN:
            self.groups[self.at : self.at + 1] = [(number, each) for each in opened(group.items, self._paragraph_of(number))]
        elif word == UNDO:
            self._undo()
        elif word == TEXT:
            story = self.stories[number]
            self.editor.text(story.source.text.text, self._left_out(story))
        elif word == ADD:
            self._add(self.stories[number])
        elif word == REGISTER:
            self._register(chosen)
        else:
            self._carry_out(word, number, group, chosen, marked)
        return True

    def _carry_out(self, word: str, number: int, group: Group, chosen: tuple[Item, ...], marked: frozenset[int]) -> None:
        """Decide on findings: accept, reject, correct, or accept all of the story."""
        if word == ALL:
            self._accept_all(number)
        elif word == REJECT:
            if len(chosen) > 1 and not marked and not self._confirmed(f"reject all {len(chosen):,}?"):
                return
            self._decide([_decision(item, REJECT) for item in self._with_equal(chosen, REJECT)])
        elif word == CORRECT:
            for item in chosen:
                self._correct(item, number)
        elif word == ACCEPT:
            wrong = tuple(item for place, item in group.numbered() if place in marked)
            right = [_decision(item, ACCEPT) for place, item in group.numbered() if place not in marked]
            self._decide([*right, *(_decision(item, REJECT) for item in self._with_equal(wrong, REJECT))])

    def _accept_all(self, number: int) -> None:
        """Show all that is left of a story in short, and accept it when the editor says so again."""
        items = self._open(self.stories[number].items)
        self.editor.show(Group("all that is left of this story", items, is_sure=True), [()] * len(items))
        if self._confirmed(f"accept {len(items):,}?"):
            self._decide([_decision(item, ACCEPT) for item in items])

    def _confirmed(self, question: str) -> bool:
        return self.editor.choose(question, [(YES, "yes")]) == YES

    def _correct(self, item: Item, number: int) -> None:
        """Ask for another value; where it is an actor's name, what he says in the story may be by that name, too."""
        value = corrected(self.editor, self.to_review.context, item.key, item.value)
        if value is None:
            return
        if value == item.value:
            self._decide([_decision(item, ACCEPT)])
            return
        those = self._with_equal((item,), f"`{worded(value)}` instead")
        decisions = [_decision(each, "", value) for each in those]
        old, new = AcceptedActor.of(item.value).name, AcceptedActor.of(value).name
        if item.key == "actors" and new and old != new:
            said = [each for each in self.stories[number].found if _said_by(each) == old]
            if said and self._confirmed(f"{len(said):,} of what is said in this story is by {old}: by {new}, too?"):
                decisions += [
                    _decision(each, "", {**each.value, _SPEAKERS[each.key]: new}) for each in said if isinstance(each.value, dict)
                ]
        self._decide(decisions)

    def _with_equal(self, items: Items[Item], what: str) -> tuple[Item, ...]:
        """Return findings with those of other stories that are equal, as far as the editor says that the same is to be done.

        Not countries, of which a story may be about one by other words; and not what is surer there.
        """
        found = list(items)
        for item in items:
            equal = [
                other
                for other in self._open(self._equal[item.key, worded(item.value)])
                if item.key != "countries" and other.sidecar != item.sidecar and other.confidence <= item.confidence
            ]
            stories = sorted({other.article.path for other in equal})
            if stories:
                more = f" and {len(stories) - _NAMED:,} more" if len(stories) > _NAMED else ""
                places = f"{', '.join(path.rpartition('/')[2] for path in stories[:_NAMED])}{more}"
                if self._confirmed(f"{item.key} {worded(item.value)}: {what} in {places}, too?"):
                    found += equal
        return tuple(found)

    def _decide(self, decisions: Items[tuple[str, Decision]]) -> None:
        """Write decisions, each with the sidecar that it goes into."""
        by_sidecar: defaultdict[str, list[Decision]] = defaultdict(list)
        for sidecar, decision in decisions:
            by_sidecar[sidecar].append(decision)
        with self._lock(), self._steps.step(self.at, by_sidecar) as step:
            for sidecar, those in by_sidecar.items():
                meanwhile = decided_in(self.to_review.sources.root, sidecar).keys() - self._known[sidecar]
                fresh = [each for each in those if each.id not in meanwhile or (sidecar, each.id) in self.done]
                if len(fresh) < len(those):
                    self.editor.say(f"{len(those) - len(fresh):,} of it was decided meanwhile in {sidecar}, and stays so")
                problem = write_decisions(self.to_review.sources.root, sidecar, fresh) if fresh else None
                if problem:
                    self._tell(problem)
                    self.at += 1  # asked about again in the next review, not now
                else:
                    step.decided |= {(sidecar, decision.id) for decision in those if decision.word != ADD}
        self.done |= step.decided

    def _undo(self) -> None:
        """Undo the last step, and go back to where it was taken."""
        with self._lock():
            step, why_not = self._steps.undo()
        if step is None:
            self.editor.say(why_not)
            return
        self.done -= step.decided
        self.at = step.at
        if step.pair:  # asked about again
            self.alike.asked.discard(step.pair)
            self._begun = -1
        self._refresh()
        self.editor.say(f"undone: {', '.join(sorted(place.name for place in step.before))}")

    def _lock(self) -> AbstractContextManager[None]:
        return build_lock(self.to_review.sources.root / STATE / "lock", self.reporter.waiting)

    def _tell(self, problem: Problem) -> None:
        self.problems.append(problem)
        self.editor.say(str(problem))

    def _add(self, story: OpenStory) -> None:
        """Ask for a value that was missed, and add it."""
        labels = dict(zip(_LABELS, story.free(), strict=False))
        key = labels.get(self.editor.choose("what is missing?", list(labels.items())))
        value = written(self.editor, self.to_review.context, key, {}) if key else None
        if key and value:
            self._decide([(story.source.sidecar_path, added(key, value))])
            self.editor.say(f"added to {story.source.sidecar_path}: {key}: {worded(value)}")

    # -- the register of actors

    def _may_be_one(self, one: Entry, other: Entry, pair: Duplicate) -> bool:
        """Ask whether two actors are one, and carry out the answer; say whether to go on."""
        question = f"{self.alike.called(one)} and {self.alike.called(other)} may be one actor ({pair.reason}): are they"
        names = [entry.name.text if entry.name else entry.key for entry in (one, other)]
        one_of_them = [(str(number), f"one, called {name}") for number, name in enumerate(names, 1)]
        choices = [*one_of_them, (DIFFERENT, "different"), ("q", "quit")]
        answer = self.editor.choose(question, choices)
        if answer in ("q", QUIT):
            return False
        if answer in ("1", "2", DIFFERENT):
            kept, gone = (other, one) if answer == "2" else (one, other)
            if answer == DIFFERENT and not kept.path and gone.path:
                kept, gone = gone, kept
            root, source_dir = self.to_review.sources.root, self.to_review.context.source_dir
            with self._changed_register(kept.path, gone.path) as step:
                step.pair = pair.slugs
                done = settle(root, source_dir, kept, gone, self.alike.register, same=answer != DIFFERENT)
            for problem in done.problems:
                self._tell(problem)
            for told in done.done:
                self.editor.say(told)
        return True

    def _register(self, items: Items[Item]) -> None:
        """Offer to make a register file for an actor each, or to add the name to one."""
        actors = [AcceptedActor.of(item.value) for item in items if item.key == "actors"]
        lacking = [actor for actor in actors if actor.name and not standing_of(actor, self.alike.register).known]
        if not lacking:
            self.editor.say("none of these is an actor that the register lacks")
        for actor in lacking:
            standing = standing_of(actor, self.alike.register)
            near = standing.near[:9]
            choices = [("n", "a file of its own")]
            choices += [(str(number), f"an alias of {self.alike.called(entry)}") for number, entry in enumerate(near, 1)]
            answer = self.editor.choose(f"`{actor.name}` is not in the register of actors: shall it have", choices)
            root, source_dir = self.to_review.sources.root, self.to_review.context.source_dir
            if answer == "n":
                with self._changed_register():
                    path = new_entry(root, source_dir, actor, self.alike.register)
                self.editor.say(f"made {path}")
            elif answer.isdecimal() and 0 < int(answer) <= len(near):
                path = near[int(answer) - 1].path
                with self._changed_register(path):
                    problem = add_alias(root, path, actor.name)
                if problem:
                    self._tell(problem)
                else:
                    self.editor.say(f"added to {path}")

    @contextlib.contextmanager
    def _changed_register(self, *paths: str) -> Iterator[Step]:
        """Let files of the register be changed, and read it again."""
        folder = f"{self.to_review.context.source_dir}/actors"
        with self._lock(), self._steps.step(self.at, filter(None, paths), folder) as step:
            yield step
        self._refresh()

    def _refresh(self) -> None:
        self.alike.refresh(read_registers(self.to_review.sources, self.to_review.context).entries)


def _said_by(item: Item) -> str:
    """Return who said what was found; nothing where it is no quote or claim."""
    return str(item.value.get(_SPEAKERS.get(item.key, ""), "")) if isinstance(item.value, dict) else ""


def _decision(item: Item, word: str, instead: Value | None = None) -> tuple[str, Decision]:
    return item.sidecar, Decision(item.id, word, instead, item.key, worded(item.value))
