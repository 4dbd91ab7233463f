"""Tables: the archive as CSV, brought up to the lines that differ, where nothing but these can have changed.

A table is written anew whenever one of its lines is another one, and holds a line for each story. To gather ten thousand of
them from the ledger takes longer than all else that an edit asks for; to find one in the table that the last build left does not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from broadsheet.build.ledger import Ledger
from broadsheet.build.outputs import Outputs
from broadsheet.build.publish import digest_of
from broadsheet.build.store import Store
from broadsheet.catalog.addresses import output_path
from broadsheet.catalog.catalog import Catalog
from broadsheet.pages.data import TABLES
from broadsheet.pages.subjects import Planner, Subject

_FEW = 40  # lines that are worth looking for
Change = tuple[str, str]  # the line that was, empty for a subject that is new, and the line that is


@dataclass(slots=True)
class Lines:
    """Lines of tables that are not what the last build left, by the names of their subjects."""

    changed: dict[str, Change] = field(default_factory=dict)
    many: bool = False  # there are more than were kept

    def __bool__(self) -> bool:
        return bool(self.changed)

    @classmethod
    def ahead(cls, planner: Planner, ledger: Ledger, subjects: Iterable[Subject]) -> Lines:
        """Return those of subjects that will be produced, before they are."""
        lines = cls()
        for kind, key in subjects:
            if kind in TABLES and not lines.many:
                name = f"{kind}:{key}"
                known = ledger.row("SELECT line FROM subjects WHERE name = ?", (name,))
                lines.note(name, known[0] if known else "", planner.line((kind, key)))
        return lines

    def note(self, name: str, before: str, now: str) -> None:
        """Take note of the line of a subject."""
        if before == now:
            return
        if len(self.changed) < _FEW:
            self.changed[name] = (before, now)
        else:
            self.many = True

    def amended(self, catalog: Catalog, outputs: Outputs, store: Store) -> dict[str, str]:
        """Return the tables with their new lines, by kinds. One that cannot be amended is missing.

        The terms must be those of the last build, and its stories, in the same order, with none but newer ones behind them.
        """
        if self.many:
            return {}
        tables: dict[str, str] = {}
        for kind, permalink in TABLES.items():
            path = output_path(permalink)
            data = store.read(path) if path in outputs and path not in outputs.damaged else None
            if data is not None and digest_of(data) == outputs[path].digest:
                text = self._amended(kind, data.decode("utf-8", "surrogatepass"), catalog)
                tables |= {} if text is None else {kind: text}
        return tables

    def _amended(self, kind: str, text: str, catalog: Catalog) -> str | None:
        """Return a table with its new lines; None where a line that is to be replaced does not stand in it just once."""
        new: list[tuple[int, str]] = []
        for name, (before, now) in self.changed.items():
            of, _, key = name.partition(":")
            if of != kind:
                continue
            if before and text.count(f"\n{before}") == 1:
                text = text.replace(f"\n{before}", f"\n{now}")
                continue
            position = None if before or kind != "story" else catalog.place_of(key)
            if position is None:
                return None
            new.append((position, now))
        return text + "".join(line for _, line in sorted(new))
