"""Planting: do deeds with a fault in one of the engine's rules, each in a process of its own, and see whether they notice.

    cd tests && python -m engine.planting [WORD…]

does all deeds, and plants all faults of `faults.txt`, or those whose file or description has one of the words. It prints a line
of JSON for each: which deed, what the fault breaks, and how that was noticed (empty: it was not). The engine's files stay as they
are: a module with a fault is compiled from changed text.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import json
import os
import sys
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import broadsheet
from engine.deeds import DEEDS
from engine.doing import Outcome, cold_outcome, unequal, warm_outcome
from engine.faults import FAULTS, Fault

_PACKAGE = Path(broadsheet.__file__).parent
_OURS = ("broadsheet", "engine")  # packages that a process with a fault imports anew
BROKEN = "the fault leaves no program: "
_expected = cache(cold_outcome)


def plant(faults: Iterator[Fault]) -> Iterator[tuple[Fault, str]]:
    """Yield each fault with how it was noticed: empty where it was not."""
    for fault in faults:
        try:
            text = faulty(fault)
        except ValueError as error:
            yield fault, f"{BROKEN}{error}"
        else:
            yield fault, _apart(fault, text)


def faulty(fault: Fault) -> str:
    """Return the text of a module with a fault in it. Raises ValueError where what is to be changed does not stand there once."""
    text = (_PACKAGE / fault.file).read_text(encoding="utf-8")
    if text.count(fault.old) != 1:
        raise ValueError(f"{fault.file} has {text.count(fault.old)} times what is to be changed: {fault.old!r}")
    return text.replace(fault.old, fault.new)


def _apart(fault: Fault, text: str) -> str:
    """Do a deed in a process that has the fault; return how it was noticed."""
    expected = _expected(fault.deed)
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        try:
            said = _noticed(fault, text, expected)
        except BaseException:  # noqa: BLE001  # whatever it is, the parent is to know
            said = BROKEN + traceback.format_exc()
        with os.fdopen(theirs, "w") as pipe:
            pipe.write(said)
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours) as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return said


def _noticed(fault: Fault, text: str, expected: Outcome) -> str:
    for name in [name for name in sys.modules if name.partition(".")[0] in _OURS]:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder(f"broadsheet.{fault.file.removesuffix('.py').replace('/', '.')}", text))
    doing = importlib.import_module("engine.doing")
    importlib.import_module(f"broadsheet.{fault.file.removesuffix('.py').replace('/', '.')}")  # before anything is built
    try:
        return unequal(expected, doing.warm_outcome(fault.deed))
    except Exception as error:  # noqa: BLE001  # a build that fails is noticed, too
        return f"{type(error).__name__}: {error}"


class _Finder(importlib.machinery.SourceFileLoader):
    """Finds one module, and loads it from another text."""

    def __init__(self, name: str, text: str) -> None:
        super().__init__(name, str(_PACKAGE.joinpath(*name.split(".")[1:]).with_suffix(".py")))
        self._text = text

    def find_spec(self, name: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if name == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self._text, self.path, "exec"), module.__dict__)


def main() -> int:
    """Plant what the command line asks for; return 1 when a fault was not noticed."""
    words = sys.argv[1:]
    chosen = [each for each in FAULTS if not words or any(word in each.file or word in each.breaks for word in words)]
    missed = 0
    for deed in dict.fromkeys(each.deed for each in chosen) if words else DEEDS:
        noticed = unequal(_expected(deed), warm_outcome(deed))
        missed += bool(noticed)
        _say(deed=deed, noticed=noticed)
    for fault, noticed in plant(iter(chosen)):
        missed += not noticed or noticed.startswith(BROKEN)
        _say(file=fault.file, breaks=fault.breaks, deed=fault.deed, noticed=noticed)
    return 1 if missed else 0


def _say(**fields: str) -> None:
    sys.stdout.write(json.dumps(fields, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
