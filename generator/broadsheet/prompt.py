"""The prompt: the person who reviews findings in a terminal, one key a decision; a line each where no terminal is."""

# ruff: noqa: T201 (one of the few modules that print)

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from itertools import groupby

from broadsheet.findings.deciding import ACCEPT, REJECT, worded
from broadsheet.findings.editor import (
    ADD,
    ALL,
    CORRECT,
    NEITHER,
    NEXT,
    OPEN,
    QUIT,
    REGISTER,
    SKIP,
    TEXT,
    UNDO,
    Answer,
    Head,
)
from broadsheet.findings.excerpt import Excerpt
from broadsheet.findings.grouping import Group
from broadsheet.printed import printable

_KEYS = {"a": ACCEPT, "r": REJECT, "c": CORRECT, "s": SKIP, "n": NEXT, "A": ALL, "o": OPEN}
_KEYS |= {"+": ADD, "u": UNDO, "t": TEXT, "f": REGISTER, "q": QUIT}
_HELP = """\
  a        accept what is shown; what is marked is rejected
  1 to 9   mark a finding that is wrong, or that r, c or f is meant for; once more: not marked
  r        reject what is marked, or all that is shown
  c        correct it: write another value in its place
  s, n     skip these findings; skip all of this story
  A        accept all that is left of this story, which is shown first
  +        add something that was missed
  f        a file of the register for an actor
  t        show the text
  u        undo the last answer
  q        quit; what was decided is kept"""


def confirmed(question: str) -> bool:
    """Ask whoever sits at a terminal whether to go on; where nobody does, say no."""
    if not sys.stdin.isatty():
        return False
    try:
        return input(printable(f"{question}? [y/N] ")).strip().lower() in ("y", "yes")
    except EOFError:
        return False


class Prompt:
    """Asks an editor. At the end of the input, every answer is to quit."""

    def __init__(self) -> None:
        self._keys = sys.stdin.isatty()
        self._bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._typed: list[str] = []  # of a line, what was not asked for yet

    def begin(self, head: Head) -> None:
        """Show which story it is about."""
        to_decide = f"{head.findings:,} {'finding' if head.findings == 1 else 'findings'} to decide on"
        print(printable(f"\n[{head.number:,} of {head.total:,}] {head.path}: {to_decide}"))
        if head.title:
            print(printable(f"  {head.title}"))
        if head.words:
            words = f"{head.words:,} {'word' if head.words == 1 else 'words'}"
            print(f"  {words} in {len(head.left_out):,} {'line' if len(head.left_out) == 1 else 'lines'} left out of the text")

    def show(self, group: Group, excerpts: Sequence[Sequence[Excerpt]]) -> None:
        """Show findings, each with its sentences, the same sentence once; those of a group that is sure in short."""
        print(printable(f"\n  {group.about}"))
        if group.is_sure:
            for key, items in groupby(group.items, key=lambda item: item.key):
                print(printable(f"    {key}: {'; '.join(worded(item.value) for item in items)}"))
            return
        seen: set[int] = set()
        for number, (item, places) in enumerate(zip(group.items, excerpts, strict=True), 1):
            known = f"{f'line {places[0].line}, ' if places else ''}{item.confidence:.2f} by \u201c{item.rule}\u201d"
            print(printable(f"  {number} {item.key}: {worded(item.value)}  ({known})"))
            for place in places:
                is_whole = not (place.before.strip() or place.after.strip()) and place.marked.strip() in worded(item.value)
                if place.sentence not in seen and not is_whole:
                    seen.add(place.sentence)
                    print(self._sentence(place))

    def decide(self, group: Group) -> Answer:
        """Ask what to do with them, until the answer is one of those."""
        most = 0 if group.is_sure else len(group.items)
        marked: set[int] = set()
        while True:
            key = self._answer(_question(group, marked))
            if key is None:
                return Answer(QUIT)
            if key.isdecimal() and 0 < int(key) <= most:
                marked ^= {int(key) - 1}
            elif _KEYS.get(key) == OPEN and not group.is_sure:
                self.say("nothing is folded here")
            elif _KEYS.get(key) == CORRECT and most > 1 and len(marked) != 1:
                self.say("mark the one that is to be corrected first")
            elif key in _KEYS:
                return Answer(_KEYS[key], frozenset(marked))
            else:
                print(_HELP)

    def write(self, name: str, value: str) -> str | None:
        """Ask for a value: Enter keeps the one that is there, `-` takes it out."""
        self._typed = []
        try:
            text = input(printable(f"  {name} [{value}]: ")).strip()
        except EOFError:
            return None
        return "" if text == "-" else "".join(char for char in text if char.isprintable()) or value

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of some keys."""
        told = ", ".join(f"[{key}] {meaning}" for key, meaning in choices)
        answer = self._answer(printable(f"  {question} {told}, or neither (Enter)? "))
        if answer is None:
            return QUIT
        return answer if answer in [key for key, _ in choices] else NEITHER

    def text(self, text: str, left_out: Sequence[str]) -> None:
        """Show the text of a story, with its lines numbered, and which are left out."""
        away = {" ".join(line.split()) for each in left_out for line in each.splitlines()}
        for number, line in enumerate(text.splitlines(), 1):
            mark = "-" if line.strip() and " ".join(line.split()) in away else " "
            print(printable(f"{number:5} {mark} {line}"))

    def say(self, text: str) -> None:
        """Say a sentence."""
        print(printable(f"  {text}"), flush=True)

    def _sentence(self, place: Excerpt) -> str:
        before, marked, after = (printable(part) for part in (place.before, place.marked, place.after))
        shown = f"\x1b[7m{marked}\x1b[0m" if self._bold else f"[{marked}]"
        return f"      {before}{shown}{after}"

    def _answer(self, question: str) -> str | None:
        """Return the key that was pressed, or the letters of a line, one after the other; None at the end of the input.

        What cannot be printed, such as the Escape key, is as if nothing had been pressed.
        """
        if not self._keys:
            if not self._typed:
                try:
                    self._typed = list(input(question).replace(" ", "")) or [""]
                except EOFError:
                    print()
                    return None
            return self._typed.pop(0)
        while True:
            print(question, end="", flush=True)
            key = _pressed()
            if key in ("", "\x04"):
                print()
                return None
            if key.isprintable() or key in "\r\n":
                print(key.strip())
                return key.strip()
            print("\r\x1b[K", end="")


def _question(group: Group, marked: set[int]) -> str:
    """Return what is asked of some findings."""
    if group.is_sure:
        return f"[a]ccept all {len(group.items):,}, [o]pen, [s]kip, [q]uit, [?] more? "
    many = len(group.items) > 1
    told = f"marked as wrong: {', '.join(str(at + 1) for at in sorted(marked))}. " if marked else ""
    accept = ("[a]ccept the others" if marked else "[a]ccept all") if many else "[a]ccept"
    digits = f", [1-{len(group.items)}] wrong ones" if many else ""
    return f"{told}{accept}, [r]eject, [c]orrect{digits}, [s]kip, [q]uit, [?] more? "


if sys.platform == "win32":
    import msvcrt

    def _pressed() -> str:
        return msvcrt.getwch()
else:
    import select
    import termios
    import tty

    _ESCAPE = 0.02  # seconds within which the rest of an arrow arrives

    def _pressed() -> str:
        """Return one key, without waiting for Enter; of a key that sends several characters, such as an arrow, the first."""
        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
        try:
            tty.setcbreak(number, termios.TCSADRAIN)  # what was typed already counts
            key = os.read(number, 1).decode("utf-8", "replace")  # not through a buffer, which `input` would not see
            while key == "\x1b" and select.select([number], [], [], _ESCAPE)[0] and os.read(number, 1):
                pass  # what else an arrow sends is no answer either
            return key
        finally:
            termios.tcsetattr(number, termios.TCSADRAIN, before)
