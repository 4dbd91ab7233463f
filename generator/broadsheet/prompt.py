"""The prompt: the person who reviews findings in a terminal, one key a decision; a line each where no terminal is."""

# ruff: noqa: T201 (one of the few modules that print)

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from broadsheet.findings.deciding import ACCEPT, REJECT
from broadsheet.findings.excerpt import Excerpt
from broadsheet.findings.explaining import worded
from broadsheet.findings.queue import Item
from broadsheet.findings.reviewing import ALL, CORRECT, NEITHER, QUIT, SKIP
from broadsheet.printed import printable

_KEYS = {"a": ACCEPT, "r": REJECT, "c": CORRECT, "s": SKIP, "A": ALL, "q": QUIT}
_QUESTION = "[a]ccept, [r]eject, [c]orrect, [s]kip, [A]ccept all of this story, [q]uit? "


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

    def show(self, item: Item, excerpts: Sequence[Excerpt], number: int, total: int) -> None:
        """Show a finding with the sentences that it rests on."""
        print(printable(f"\n[{number:,} of {total:,}] {item.article.path}"))
        print(printable(f"  {item.key}: {worded(item.value)}"))
        print(printable(f"  {item.confidence:.2f} by \u201c{item.rule}\u201d"))
        for excerpt in excerpts:
            before, marked, after = (printable(part) for part in (excerpt.before, excerpt.marked, excerpt.after))
            print(f"  line {excerpt.line}: {before}{self._mark(marked)}{after}")

    def decide(self) -> str:
        """Ask what to do with it, until the answer is one of those."""
        while True:
            answer = self._answer(_QUESTION)
            if answer is None:
                return QUIT
            if answer in _KEYS:
                return _KEYS[answer]
            self.say("press one of a, r, c, s, A and q")

    def write(self, name: str, value: str) -> str | None:
        """Ask for a value: Enter keeps the one that is there, `-` takes it out."""
        try:
            text = input(printable(f"  {name} [{value}]: ")).strip()
        except EOFError:
            return None
        return "" if text == "-" else text or value

    def choose(self, question: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of some keys."""
        told = ", ".join(f"[{key}] {meaning}" for key, meaning in choices)
        answer = self._answer(printable(f"  {question} {told}, or neither (Enter)? "))
        if answer is None:
            return QUIT
        return answer if answer in [key for key, _ in choices] else NEITHER

    def say(self, text: str) -> None:
        """Say a sentence."""
        print(printable(f"  {text}"), flush=True)

    def _mark(self, text: str) -> str:
        return f"\x1b[7m{text}\x1b[0m" if self._bold else f"[{text}]"

    def _answer(self, question: str) -> str | None:
        """Return the key that was pressed, or the first letter of a line; None at the end of the input."""
        if not self._keys:
            try:
                return input(question).strip()[:1]
            except EOFError:
                print()
                return None
        print(question, end="", flush=True)
        key = _pressed()
        print(printable(key.strip()))
        return None if key in ("", "\x04") else key.strip()


if sys.platform == "win32":
    import msvcrt

    def _pressed() -> str:
        return msvcrt.getwch()
else:
    import termios
    import tty

    def _pressed() -> str:
        """Return one key, without waiting for Enter."""
        number = sys.stdin.fileno()
        before = termios.tcgetattr(number)
        try:
            tty.setcbreak(number, termios.TCSADRAIN)  # what was typed already counts
            return sys.stdin.read(1)
        finally:
            termios.tcsetattr(number, termios.TCSADRAIN, before)
