"""The command `review`: an editor goes through findings, and every decision is on the disk before the next is asked for.

Findings are brought up to date first. What an editor decides goes into sidecars, and, where that is wanted, into the register of
actors; both are only ever added to.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from broadsheet.content import records
from broadsheet.content.context import ReadContext
from broadsheet.content.fields import Field
from broadsheet.content.findings import FOUND_KEYS, LISTED, field_of
from broadsheet.content.nodes import Mapping, Node, Scalar, Sequence
from broadsheet.engine.configuration import STATE, load_config
from broadsheet.engine.extraction import read_registers
from broadsheet.engine.lock import build_lock
from broadsheet.engine.report import BuildOptions, Reporter
from broadsheet.extract.finding import Value
from broadsheet.extract.identity.duplicates import Duplicate, suggest_duplicates
from broadsheet.extract.identity.offices import code_of_country
from broadsheet.findings.deciding import ACCEPT, REJECT, Decision, write_decisions
from broadsheet.findings.excerpt import Excerpt, Excerpts
from broadsheet.findings.explaining import worded
from broadsheet.findings.extracting import chosen_files, extract
from broadsheet.findings.merging import Merged, merge, tell_apart
from broadsheet.findings.queue import USABLE, Item, read_queue
from broadsheet.findings.registering import AcceptedActor, add_alias, new_entry, standing_of
from broadsheet.model import Entry
from broadsheet.problems import Problem, in_order
from broadsheet.sources import Sources

SKIP, CORRECT, ALL, QUIT, NEW, NEITHER = "skip", "correct", "all", "quit", "new", "neither"
_RECORDS: dict[str, tuple[Field, ...]] = {
    "actors": records.ACTOR_MENTION,
    "quotes": records.QUOTE,
    "claims": records.CLAIM,
    "events": records.EVENT,
    "source": records.SOURCE,
}
_SHOWN = 3  # sentences of one finding


class Editor(Protocol):
    """The person who reviews. Every answer may be to quit."""

    def show(self, item: Item, excerpts: Items[Excerpt], number: int, total: int) -> None:
        """Show a finding, the number of those shown so far, and how many there are."""

    def decide(self) -> str:
        """Return accept, reject, correct, skip, all or quit."""

    def write(self, name: str, value: str) -> str | None:
        """Return a value to put in the place of one; None to give up."""

    def choose(self, question: str, choices: Items[tuple[str, str]]) -> str:
        """Return the answer to a question, or quit; `choices` are the keys to press with what they mean, Enter means neither."""

    def say(self, text: str) -> None:
        """Say a sentence."""


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


def review(
    root: Path, named: Items[str], editor: Editor, reporter: Reporter, *, least: float = USABLE, keys: Items[str] = FOUND_KEYS
) -> Reviewed:
    """Review the findings of a publication, or of the articles that are named, from a confidence on, for some keys.

    Which actors may be one is asked where `actors` are among the keys. Raises OSError when the machine fails.
    """
    done = extract(root, named, reporter)
    if done.errors:
        return Reviewed(done.problems)
    settings = load_config(root, BuildOptions(clock="", relative=True))
    assert settings.value is not None  # else there had been an error
    context = ReadContext.of(settings.value)
    files = chosen_files(root, settings.value, named).value
    sources = Sources.of(root, settings.value)
    queue = read_queue(sources, files, least, keys)
    entries = list(read_registers(sources, context).entries) if "actors" in keys else []
    session = _Session(sources, context, editor, reporter, list(queue.items), entries)
    decided = session.run()
    problems = in_order((*done.problems, *queue.problems, *session.problems))
    return Reviewed(problems, decided, len(queue.items) - decided, _alike(session.entries))


def _alike(entries: Items[Entry]) -> tuple[tuple[str, str, str], ...]:
    paths = {entry.key: entry.path for entry in entries if entry.kind == "actor"}
    return tuple((paths[pair.slugs[0]], paths[pair.slugs[1]], pair.reason) for pair in suggest_duplicates(entries))


@dataclass(slots=True)
class _Session:
    """A review under way."""

    sources: Sources
    context: ReadContext
    editor: Editor
    reporter: Reporter
    items: list[Item]
    entries: list[Entry]
    problems: list[Problem] = field(default_factory=list)
    done: set[tuple[str, str]] = field(default_factory=set)

    def run(self) -> int:
        """Go through the queue, then through the actors that may be one; return how many findings were decided on."""
        if not self._go_through():
            return len(self.done)
        asked: set[tuple[str, str]] = set()
        while pair := next((pair for pair in suggest_duplicates(self.entries) if pair.slugs not in asked), None):
            asked.add(pair.slugs)
            if not self._may_be_one(pair):
                break
        return len(self.done)

    def _go_through(self) -> bool:
        """Ask of each finding; say whether all were asked for."""
        total = len(self.items)
        for number, item in enumerate(self.items, 1):
            if (item.sidecar, item.id) in self.done:
                continue
            excerpts = Excerpts(item.article)
            shown = [excerpt for excerpt in map(excerpts.of, item.evidence[:_SHOWN]) if excerpt]
            self.editor.show(item, shown, number, total)
            word = self.editor.decide()
            if word == QUIT:
                return False
            self._carry_out(word, item)
        return True

    def _carry_out(self, word: str, item: Item) -> None:
        if word == ALL:
            those = [
                other for other in self.items if other.sidecar == item.sidecar and (other.sidecar, other.id) not in self.done
            ]
            self._decide([_decision(other, ACCEPT) for other in those], item.sidecar)
        elif word == REJECT:
            self._decide([_decision(item, REJECT)], item.sidecar)
        elif word in (ACCEPT, CORRECT):
            value = item.value if word == ACCEPT else self._corrected(item)
            if value is None:
                return
            decision = _decision(item, ACCEPT) if value == item.value else _decision(item, "", value)
            if self._decide([decision], item.sidecar) and item.key == "actors":
                self._offer_register(value)

    def _decide(self, decisions: Items[Decision], sidecar: str) -> bool:
        with build_lock(self.sources.root / STATE / "lock", self.reporter.waiting):
            problem = write_decisions(self.sources.root, sidecar, decisions)
        if problem:
            self.problems.append(problem)
            self.editor.say(str(problem))
            return False
        self.done |= {(sidecar, decision.id) for decision in decisions}
        return True

    # -- corrections

    def _corrected(self, item: Item) -> Value | None:
        """Ask for another value until it is one that the key takes; None when the editor gives up."""
        while True:
            value = self._asked(item)
            if value is None:
                return None
            faults = self._faults(item.key, value)
            if not faults:
                return value
            for fault in faults:
                self.editor.say(fault)

    def _asked(self, item: Item) -> Value | None:
        known = _RECORDS.get(item.key)
        if known is None:
            return self.editor.write(item.key, worded(item.value)) or None
        old = item.value if not isinstance(item.value, str) else {known[0].key: item.value}
        new: dict[str, str] = {}
        for part in known:
            text = self.editor.write(part.key, str(old.get(part.key, "")))
            if text is None:
                return None
            if text:
                new[part.key] = text
        alone = item.key in ("actors", "source") and list(new) == ["name"] and isinstance(item.value, str)
        return new["name"] if alone else new

    def _faults(self, key: str, value: Value) -> list[str]:
        """Return what is wrong with a value for a key, in words."""
        reading = self.context.reading("")
        node = _node(value)
        field_of(key).parse(reading, key, Sequence((node,), 1, 1) if key in LISTED else node)
        faults = [f"{problem.message}{'; ' if problem.hint else ''}{problem.hint}" for problem in reading.problems]
        country = value if key == "countries" else value.get("country", "") if not isinstance(value, str) else ""
        if country and not code_of_country(str(country)):
            faults.append(f"`{country}` is not a country; write an ISO 3166-1 code or a country's name")
        return faults

    # -- the register of actors

    def _may_be_one(self, pair: Duplicate) -> bool:
        """Ask whether two actors are one, and carry out the answer; say whether to go on."""
        actors = {entry.key: entry for entry in self.entries if entry.kind == "actor"}
        one, other = (actors[slug] for slug in pair.slugs)
        question = f"{_called(one)} and {_called(other)} may be one actor ({pair.reason}): are they"
        choices = [
            ("1", f"one, and {one.key} is kept"),
            ("2", f"one, and {other.key} is kept"),
            ("d", "different"),
            ("q", "quit"),
        ]
        answer = self.editor.choose(question, choices)
        if answer in ("q", QUIT):
            return False
        with build_lock(self.sources.root / STATE / "lock", self.reporter.waiting):
            if answer == "d":
                self._tell(tell_apart(self.sources.root, one, other))
            elif answer in ("1", "2"):
                self._tell(merge(self.sources.root, *((one, other) if answer == "1" else (other, one))))
        self.entries = list(read_registers(self.sources, self.context).entries)
        return True

    def _tell(self, done: Merged) -> None:
        self.problems += done.problems
        for told in (*map(str, done.problems), *done.done):
            self.editor.say(told)

    def _offer_register(self, value: Value) -> None:
        """Offer to make a register file for an actor, or to add the name to one."""
        told = {"name": value} if isinstance(value, str) else value
        actor = AcceptedActor(str(told.get("name", "")), str(told.get("kind", "")), str(told.get("country", "")))
        standing = standing_of(actor, self.entries)
        if standing.known or not actor.name:
            return
        near = standing.near[:9]
        choices = [("n", "a file of its own")]
        choices += [(str(number), f"an alias of {_called(entry)}") for number, entry in enumerate(near, 1)]
        answer = self.editor.choose(f"`{actor.name}` is not in the register of actors: shall it have", choices)
        if answer == "n":
            with build_lock(self.sources.root / STATE / "lock", self.reporter.waiting):
                path = new_entry(self.sources.root, self.context.source_dir, actor, self.entries)
            self.editor.say(f"made {path}")
        elif answer.isdecimal() and 0 < int(answer) <= len(near):
            with build_lock(self.sources.root / STATE / "lock", self.reporter.waiting):
                problem = add_alias(self.sources.root, near[int(answer) - 1].path, actor.name)
            if problem:
                self.problems.append(problem)
            self.editor.say(str(problem) if problem else f"added to {near[int(answer) - 1].path}")
        else:
            return
        self.entries = list(read_registers(self.sources, self.context).entries)


def _decision(item: Item, word: str, instead: Value | None = None) -> Decision:
    return Decision(item.id, word, instead, item.key, worded(item.value))


def _called(entry: Entry) -> str:
    return f"{entry.name.text if entry.name else entry.key} ({entry.path})"


def _node(value: Value) -> Node:
    if isinstance(value, str):
        return Scalar(value, False, 1, 1)
    return Mapping.of([(Scalar(key, True, 1, 1), _node(str(each))) for key, each in value.items()], 1, 1)
