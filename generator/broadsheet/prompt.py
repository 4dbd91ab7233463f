"""The prompt: the person who reviews findings in a terminal, one key a decision; a line each where no terminal is."""

# ruff: noqa: T201 (one of the few modules that print)

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from broadsheet.findings.deciding import ACCEPT, ADD, REJECT, worded
from broadsheet.findings.editor import (
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
_ALL = frozenset((*_KEYS, *"?0123456789", *"abcdefghijy"))  # letters of answers, of which a line may hold several
_MARKS = "\ue000\ue001"  # around what is shown as evidence
_NARROWEST = 40  # columns of a terminal for which lines are cut
_HELP = """\
  a        accept what is shown; what is marked is rejected
  1 to 9   mark a finding: one that is wrong, or that r, c or f is meant for; once more: not marked
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

    def __init__(self, clear: Callable[[], None]) -> None:
        """`clear` takes away a line that says how far something is."""
        self._clear = clear
        self._keys = sys.stdin.isatty()
        self._bold = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self._typed: list[str] = []  # of a line, what was not asked for yet

    def begin(self, head: Head) -> None:
        """Show which story it is about."""
        self._clear()
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
                self._print(printable(f"{key}: {'; '.join(worded(item.value) for item in items)}"), 4)
            return
        seen: set[int] = set()
        for (number, item), places in zip(group.numbered(), excerpts, strict=True):
            known = f"{f'line {places[0].line}, ' if places else ''}{item.confidence:.2f} by \u201c{item.rule}\u201d"
            self._print(printable(f"{number} {item.key}: {worded(item.value)}  ({known})"), 2)
            for place in places:
                is_whole = not (place.before.strip() or place.after.strip()) and place.marked.strip() in worded(item.value)
                if place.sentence not in seen and not is_whole:
                    seen.add(place.sentence)
                    before, marked, after = (printable(part) for part in (place.before, place.marked, place.after))
                    self._print(f"{before}{_MARKS[0]}{marked}{_MARKS[1]}{after}", 6)

    def decide(self, group: Group, marked: frozenset[int]) -> Answer:
        """Ask what to do with them, until the answer is one of those."""
        numbers = () if group.is_sure else [number for number, _ in group.numbered()]
        while True:
            key = self._answer(_question(group, marked), "".join(_KEYS) + "?" + "".join(map(str, numbers)))
            if key is None:
                return Answer(QUIT)
            word = _KEYS.get(key)
            if key.isdecimal():
                marked ^= {int(key)}
            elif key == "?":
                print(_HELP)
            elif word == OPEN and not group.is_sure:
                self.say("nothing is folded here")
            elif word == CORRECT and group.is_sure:
                self.say("open these first, with o")
            elif word == CORRECT and len(numbers) > 1 and len(marked) != 1:
                which = self._answer("  which one, by its number? ", "".join(map(str, numbers)))
                if which is None:
                    return Answer(QUIT)
                return Answer(CORRECT, marked, int(which))
            elif word:
                return Answer(word, marked)

    def write(self, name: str, value: str) -> str | None:
        """Ask for a value: Enter keeps the one that is there, `-` takes it out; at a terminal it can be changed in its place."""
        self._typed = []
        editing = _line_editor() if self._keys else None
        shown = "" if editing else f" [{value}]"
        if editing:
            editing.set_startup_hook(lambda: editing.insert_text(printable(value)))
        try:
            text = input(printable(f"  {name}{shown} (- for nothing, Ctrl-D gives up): " if self._keys else f"  {name}{shown}: "))
        except (EOFError, KeyboardInterrupt):
            print()
            return None
        finally:
            if editing:
                editing.set_startup_hook(None)
        text = "".join(char for char in text if char.isprintable()).strip()
        return "" if text == "-" or (editing and not text) else text or value

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of some keys."""
        told = ", ".join(f"[{key}] {meaning}" for key, meaning in choices)
        otherwise = "or no (Enter)" if len(choices) == 1 else "or none of these (Enter)"
        answer = self._answer(
            printable(f"  {question} {told}, {otherwise}? "), "".join(key for key, _ in choices), may_be_none=True
        )
        return QUIT if answer is None else answer or NEITHER

    def text(self, text: str, left_out: Sequence[str]) -> None:
        """Show the text of a story, with its lines numbered, and which are left out."""
        away = {" ".join(line.split()) for each in left_out for line in each.splitlines()}
        for number, line in enumerate(text.splitlines(), 1):
            mark = "-" if line.strip() and " ".join(line.split()) in away else " "
            print(printable(f"{number:5} {mark} {line}"))

    def say(self, text: str) -> None:
        """Say a sentence."""
        print(printable(f"  {text}"), flush=True)

    def _print(self, text: str, indent: int) -> None:
        """Print a text in lines that are not wider than the terminal, with what is marked in it."""
        first, rest = " " * indent, " " * (indent + 2)
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        lines = textwrap.wrap(text, width - 1, initial_indent=first, subsequent_indent=rest) if width > _NARROWEST else []
        shown = "\n".join(lines) or first + text
        begin, end = ("\x1b[7m", "\x1b[0m") if self._bold else ("[", "]")
        print(shown.replace(_MARKS[0], begin).replace(_MARKS[1], end))

    def _answer(self, question: str, keys: str, *, may_be_none: bool = False) -> str | None:
        """Return one of some keys, of a line one after the other; None at the end of the input; empty for Enter if that may be.

        What is none of them is asked again, and all that was typed with it forgotten: a name is no row of answers.
        """
        while True:
            key = self._pressed(question, keys)
            if key is None or (key and key in keys) or (may_be_none and not key):
                return key
            self._typed = []
            self.say(f"press one of {' '.join(keys)}{' or Enter' if may_be_none else ''}")

    def _pressed(self, question: str, keys: str) -> str | None:
        if not self._keys:
            if not self._typed:
                try:
                    line = input(question).replace(" ", "")
                except EOFError:
                    print()
                    return None
                self._typed = [""] if not line else list(line) if all(char in _ALL or char in keys for char in line) else ["\x00"]
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


def _question(group: Group, marked: frozenset[int]) -> str:
    """Return what is asked of some findings."""
    if group.is_sure:
        return f"[a]ccept all {len(group.items):,}, [o]pen, [s]kip, [q]uit, [?] more? "
    many = len(group.items) > 1
    told = f"marked: {', '.join(map(str, sorted(marked)))}. " if marked else ""
    accept = ("[a]ccept the others and reject these" if marked else "[a]ccept all") if many else "[a]ccept"
    numbers = [number for number, _ in group.numbered()]
    digits = f", [{numbers[0]}-{numbers[-1]}] marks one" if many else ""
    return f"{told}{accept}, [r]eject, [c]orrect{digits}, [s]kip, [q]uit, [?] more? "


def _line_editor() -> Any:  # noqa: ANN401  (a module that some machines lack)
    try:
        import readline
    except ImportError:
        return None
    return readline


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
