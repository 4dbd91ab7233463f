"""Pictures: what is known of those that pages show, and their copies, made before the first page is.

What was found out about a picture is in the ledger, by its file and that file's state, and holds as long as copies are made in
the same way. The copies themselves are in the cache, beside the ledgers of all outputs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from broadsheet.config import ImageSettings
from broadsheet.engine.readings import Inputs, is_racy
from broadsheet.engine.workers import Crew, batches_of
from broadsheet.pictures.cache import PictureCache
from broadsheet.pictures.original import Original, look
from broadsheet.pictures.variants import Variant, variants_of
from broadsheet.problems import Problem, Span
from broadsheet.sources import Identity, Sources

PICTURES = "pictures"  # in the folder of the publication's state
_BATCH = 8  # pictures, of half a second each when they are large
ENOUGH = 4  # pictures that are worth a second process
_REMEDY = "save it again as JPEG, PNG, WebP, AVIF, GIF or SVG, or put another in its place"


@dataclass(slots=True)
class Pictures:
    """The pictures that pages show, by their files: `taken`. Without a cache no copies are made."""

    sources: Sources
    settings: ImageSettings
    cache: PictureCache | None
    inputs: Inputs
    taken: dict[str, Original] = field(default_factory=dict)
    made: int = 0  # pictures of which copies were made now

    def take(
        self,
        paths: Iterable[str],
        known: Mapping[str, tuple[Identity, tuple[Any, ...]]],
        crew: Callable[[int], Crew],
        begin: Callable[[int], None],
        step: Callable[[], None],
    ) -> None:
        """Look at the pictures that pages show, where they are not `known`, and make those of their copies that are missing."""
        found: dict[str, Original] = {}
        todo: list[str] = []
        for path in paths:
            before = known.get(path)
            original = Original(*before[1]) if before else None
            if original and before and (before[0] == self._state(path) or self._holds(path, original)):
                found[path] = original
            else:
                todo.append(path)
        if todo:
            begin(len(todo))
            workers = crew(len(todo))
            develop = Developer(self.sources, self.cache, self.settings).batch
            for batch in workers.work("develop", develop, batches_of(todo, workers.size, _BATCH)):
                for path, values, made in batch:
                    found[path] = Original(*values)
                    self.made += made
                    step()
        self.taken = {path: found[path] for path in sorted(found)}

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each picture that is not as it should be."""
        for path, original in self.taken.items():
            if original.fault:
                yield Problem("broken-picture", f"the picture cannot be shown: {original.fault}", Span(path), _REMEDY)

    def plain(self) -> dict[str, tuple[Identity | None, tuple[Any, ...]]]:
        """Return what is known as plain values, by path."""
        return {path: (self._kept(path), tuple(original)) for path, original in self.taken.items()}

    def prune(self) -> None:
        """Remove from the cache what has not been asked for in a long time, where something was added to it."""
        if self.made and self.cache is not None:
            self.cache.prune({variant.name for original in self.taken.values() for variant in self.variants(original)})

    def variants(self, original: Original) -> tuple[Variant, ...]:
        """Return the copies that are published of a picture."""
        return variants_of(original, self.settings)

    def copy(self, path: str, variant: Variant) -> bytes:
        """Return the bytes of a picture's copy, which is made again where it is no more in the cache."""
        cache = self.cache
        assert cache is not None
        data = cache.read(variant.name)
        if data is None:
            from broadsheet.pictures.develop import UnfitPictureError, develop

            original = self.sources.read(path)
            try:
                for each, copy in develop(original, self.variants(self.taken[path]), self.settings.quality, (variant,)):
                    cache.put(each.name, copy)
                    data = copy
            except UnfitPictureError as error:
                raise OSError(f"{path} changed while it was published: {error}") from error
        return data or b""

    def _holds(self, path: str, original: Original) -> bool:
        """Say whether a picture is the same although its file has another state."""
        return bool(original.digest) and read_original(self.sources, path).digest == original.digest

    def _state(self, path: str) -> Identity | None:
        return self.inputs.media.get(path) or self.inputs.static.get(path)

    def _kept(self, path: str) -> Identity | None:
        """Return the identity to keep: none where the file may change again without a sign."""
        state = self._state(path)
        return None if state is None or is_racy(max(state[1:3]), state[1], self.inputs.scanned_ns) else state


def read_original(sources: Sources, path: str) -> Original:
    """Return what is known of the picture in a file."""
    try:
        return look(sources.read(path))
    except OSError as error:
        return Original("", "", fault=f"it cannot be read ({error.strerror or error})")


class Developer(NamedTuple):
    """Looks at pictures and puts their copies into the cache; those that are there already are not made again."""

    sources: Sources
    cache: PictureCache | None
    settings: ImageSettings

    def batch(self, paths: list[str]) -> list[tuple[Any, ...]]:
        """Return, for each picture, its path, what is known of it, and whether copies were made. All are plain values."""
        return [(path, *self._one(path)) for path in paths]

    def _one(self, path: str) -> tuple[tuple[Any, ...], bool]:
        try:
            data = self.sources.read(path)
        except OSError as error:
            return tuple(Original("", "", fault=f"it cannot be read ({error.strerror or error})")), False
        original = look(data)
        if original.fault or original.form == "svg":
            return tuple(original), False
        from broadsheet.pictures.develop import UnfitPictureError, develop, verify

        cache = self.cache
        variants = variants_of(original, self.settings) if cache else ()
        missing = [variant for variant in variants if cache and not cache.holds(variant.name)]
        try:
            for variant, copy in develop(data, variants, self.settings.quality, missing):
                if cache:
                    cache.put(variant.name, copy)
            if not variants:
                verify(data)
        except UnfitPictureError as error:
            return tuple(original._replace(fault=str(error))), False
        return tuple(original), bool(missing)
