"""Sizes at which the engine goes another way, or cuts things otherwise, made so small that the archive of a test reaches them.

    python -m engine.sizes ARGUMENT…

is `broadsheet ARGUMENT…` with these sizes. It imports nothing that the program would not import by itself.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from unittest import mock

SMALL: Mapping[str, Mapping[str, int]] = {
    "broadsheet.engine.session": {"READ_ENOUGH": 12, "_LOOK_ENOUGH": 100},  # files that several processes read
    "broadsheet.engine.publication": {"_MAKE_ENOUGH": 50, "_BATCH": 10, "_PARTS": 5},  # subjects that several processes make
    "broadsheet.engine.readings": {"_BATCH": 10, "_RACY_NS": 0},  # files of just now are believed, as those of a newsroom are
    "broadsheet.engine.work": {"_WORDS_SOUGHT": 3},  # names that are linked otherwise, each of which is looked for
    "broadsheet.catalog.related": {"COMMON": 8},  # stories of a term that relates nothing any more
    "broadsheet.catalog.shards": {"_SHARD": 20, "_CHUNK": 12, "COMMON": 6},  # how the index of the search is cut
    "broadsheet.pages.edition": {"_CARDS_KEPT": 8},
    "broadsheet.pages.index": {"WHOLE": 9},  # terms on a page of an index
    "broadsheet.pages.sitemap": {"ADDRESSES_MAX": 150},
    "broadsheet.pages.events": {"EVENTS_MAX": 6},
}


@contextlib.contextmanager
def small_sizes() -> Iterator[None]:
    """Have the builds of this process go by small sizes."""
    with contextlib.ExitStack() as stack:
        for module, sizes in SMALL.items():
            stack.enter_context(mock.patch.multiple(importlib.import_module(module), **sizes))
        yield


class _SmallFinder(PathFinder):
    """Finds modules as usual, and has them use small sizes."""

    @classmethod
    def find_spec(cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        spec = super().find_spec(fullname, path, target) if fullname in SMALL else None
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                execute(module)
                vars(module).update(SMALL[fullname])

            spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


if __name__ == "__main__":
    sys.meta_path.insert(0, _SmallFinder)
    from broadsheet.cli import main

    sys.exit(main(sys.argv[1:]))
