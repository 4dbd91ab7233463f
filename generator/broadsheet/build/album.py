"""The album: what is known of the pictures that pages show, and their copies, made before the first page is.

What was found out about a picture is in the ledger, by its file and that file's state, and holds as long as copies are made in
the same way. The copies themselves are in the cabinet, beside the ledgers of all outputs.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from broadsheet.build.inputs import Inputs, is_racy
from broadsheet.build.ledger import Ledger
from broadsheet.build.workers import Crew, batches_of
from broadsheet.config import ImageSettings
from broadsheet.pictures.cabinet import Cabinet
from broadsheet.pictures.original import Original, look
from broadsheet.pictures.variants import Variant, making, variants_of
from broadsheet.problems import Problem, Span
from broadsheet.sources import Identity, Sources

PICTURES = "pictures"  # in the folder of the publication's state
_BATCH = 8  # pictures, of half a second each when they are large
ENOUGH = 4  # pictures that are worth a second process
_REMEDY = "save it again as JPEG, PNG, WebP, AVIF, GIF or SVG, or put another in its place"


@dataclass(slots=True)
class Album(Mapping[str, Original]):
    """The pictures that the last build showed, each fetched from the ledger when it is asked for, or those of this one."""

    sources: Sources
    settings: ImageSettings
    cabinet: Cabinet | None  # without one no copies are made
    inputs: Inputs
    ledger: Ledger | None
    taken: dict[str, Original] | None = None  # of a catalog that was compiled
    trusted: bool = True  # what the ledger knows of pictures may be used
    made: int = 0  # pictures of which copies were made now
    _touched: dict[str, bytes] = field(default_factory=dict)  # with other states, and the same bytes: path -> identity
    _fresh: dict[str, Original] = field(default_factory=dict)  # looked at anew

    def settle(self) -> bool:
        """Say whether every picture is what the last build showed. Reads those whose files have another state."""
        if self.ledger is None:
            return True
        rows = self.ledger.rows("SELECT path, identity FROM pictures")
        if not rows:
            return True
        if self.ledger.get_meta("pictures_made") != making(self.settings):
            self.trusted = False
            return False
        settled = True
        for path, identity in rows:
            now = self._identity(path)
            if now != identity or not now:
                settled = self._same(path) and settled
        return settled

    def take(
        self,
        paths: Sequence[str],
        crew: Callable[[int], Crew],
        begin: Callable[[int], None],
        step: Callable[[], None],
    ) -> None:
        """Look at the pictures that pages show, where they are not known, and make those of their copies that are missing."""
        known: dict[str, Original] = {}
        todo: list[str] = []
        if paths and self.ledger is not None and self.ledger.get_meta("pictures_made") != making(self.settings):
            self.trusted = False
        for path in paths:
            original = self._fresh.get(path) or self._known(path)
            # What was looked at anew because its state is another one may need copies.
            if original is None or path in self._fresh:
                todo.append(path)
            else:
                known[path] = original
        if todo:
            begin(len(todo))
            workers = crew(len(todo))
            develop = Developer(self.sources, self.cabinet, self.settings).batch
            for found in workers.work("develop", develop, batches_of(todo, workers.size, _BATCH)):
                for path, values, made in found:
                    known[path] = self._fresh[path] = Original(*values)
                    self.made += made
                    step()
        self.taken = {path: known[path] for path in sorted(known)}

    @property
    def changed(self) -> bool:
        """Say whether a picture may be another one than the last build showed."""
        return bool(self._fresh) or not self.trusted

    @property
    def touched(self) -> bool:
        """Say whether the ledger has to learn of the states of files whose bytes are what they were."""
        return bool(self._touched)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each picture that was taken and that is not as it should be."""
        for path, original in (self.taken or {}).items():
            if original.fault:
                yield Problem("broken-picture", f"the picture cannot be shown: {original.fault}", Span(path), _REMEDY)

    def store(self, ledger: Ledger) -> None:
        """Put what was found out into the ledger, and remove what nobody asked for. Call it within a transaction."""
        if self.taken is None:
            for path, identity in self._touched.items():
                ledger.connection.execute("UPDATE pictures SET identity = ? WHERE path = ?", (identity, path))
            return
        ledger.empty("pictures")
        ledger.put("pictures", ((path, self._kept(path), marshal.dumps(tuple(o))) for path, o in self.taken.items()))
        ledger.put_meta(pictures_made=making(self.settings) if self.taken else "")

    def prune(self) -> None:
        """Remove from the cabinet what has not been asked for in a long time, where something was added to it."""
        if self.made and self.taken is not None and self.cabinet is not None:
            self.cabinet.prune({variant.name for original in self.taken.values() for variant in self.variants(original)})

    def variants(self, original: Original) -> tuple[Variant, ...]:
        """Return the copies that are published of a picture."""
        return variants_of(original, self.settings)

    def copy(self, path: str, variant: Variant) -> bytes:
        """Return the bytes of a picture's copy, which is made again where it is no more in the cabinet."""
        cabinet = self.cabinet
        assert cabinet is not None
        data = cabinet.read(variant.name)
        if data is None:
            from broadsheet.pictures.develop import UnfitPictureError, develop

            original = self.sources.read(path)
            try:
                for each, copy in develop(original, (variant,), self.settings.quality):
                    cabinet.put(each.name, copy)
                    data = copy
            except UnfitPictureError as error:
                raise OSError(f"{path} changed while it was published: {error}") from error
        return data or b""

    def __getitem__(self, path: str) -> Original:
        found = self.taken.get(path) if self.taken is not None else self._known(path)
        if found is None:
            raise KeyError(path)
        return found

    def __iter__(self) -> Iterator[str]:
        if self.taken is not None:
            return iter(self.taken)
        return iter([row[0] for row in self.ledger.rows("SELECT path FROM pictures ORDER BY path")] if self.ledger else ())

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _known(self, path: str) -> Original | None:
        """Return what the ledger knows of a picture, if it is as it was."""
        if self.ledger is None or not self.trusted:
            return None
        row = self.ledger.row("SELECT identity, original FROM pictures WHERE path = ?", (path,))
        if row is None or (path not in self._touched and row[0] != self._identity(path)):
            return None
        return Original(*marshal.loads(row[1]))  # our own bytes

    def _same(self, path: str) -> bool:
        """Look at a picture whose file has another state; say whether it is the same picture."""
        assert self.ledger is not None
        row = self.ledger.row("SELECT original FROM pictures WHERE path = ?", (path,))
        state = self._state(path)
        if row is None or state is None:
            return False
        before = Original(*marshal.loads(row[0]))  # our own bytes
        now = read_original(self.sources, path)
        if now.digest != before.digest:
            return False
        self._touched[path] = self._kept(path)
        return True

    def _state(self, path: str) -> Identity | None:
        return self.inputs.media.get(path) or self.inputs.static.get(path)

    def _identity(self, path: str) -> bytes:
        state = self._state(path)
        return marshal.dumps(state, 2) if state else b""

    def _kept(self, path: str) -> bytes:
        """Return the identity to keep: an empty one where the file may change again without a sign."""
        state = self._state(path)
        return b"" if state is None or is_racy(max(state[1:3]), state[1], self.inputs.scanned_ns) else marshal.dumps(state, 2)


def read_original(sources: Sources, path: str) -> Original:
    """Return what is known of the picture in a file."""
    try:
        return look(sources.read(path))
    except OSError as error:
        return Original("", "", fault=f"it cannot be read ({error.strerror or error})")


class Developer(NamedTuple):
    """Looks at pictures and puts their copies into the cabinet; those that are there already are not made again."""

    sources: Sources
    cabinet: Cabinet | None
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

        cabinet = self.cabinet
        variants = variants_of(original, self.settings) if cabinet else ()
        missing = [variant for variant in variants if cabinet and not cabinet.holds(variant.name)]
        try:
            for variant, copy in develop(data, missing, self.settings.quality):
                if cabinet:
                    cabinet.put(variant.name, copy)
            if not variants:
                verify(data)
        except UnfitPictureError as error:
            return tuple(original._replace(fault=str(error))), False
        return tuple(original), bool(missing)
