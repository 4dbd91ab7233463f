"""The context of reading: what every reader of a publication's files has to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from broadsheet.config import Config, ExtractionSettings, Limits, OwnField
from broadsheet.content.fields import Reading
from broadsheet.content.markdown import Markdown
from broadsheet.content.own import own_parsers
from broadsheet.content.taxonomies import listing_keys


@dataclass(frozen=True, slots=True)
class ReadContext:
    """The zone, labels, keys and home of a publication, its Markdown converter, its content folder, what it says of extraction
    and of limits.

    It can be pickled. The converter keeps state while it works, so each worker needs a context of its own.
    """

    timezone: tzinfo
    labels: tuple[str, ...]
    markdown: Markdown
    source_dir: str = "content"
    extraction: ExtractionSettings = field(default_factory=ExtractionSettings)
    extra_keys: tuple[str, ...] = ()
    undated: str = ""  # what becomes of stories without a date: publish, hold, error
    fields: tuple[OwnField, ...] = ()
    limits: Limits = field(default_factory=Limits)
    listing: tuple[OwnField, ...] = ()  # keys of stories that list terms of taxonomies
    language: str = "en"
    home: tuple[str, ...] = ()

    @classmethod
    def of(cls, config: Config) -> ReadContext:
        """Return the context that a configuration asks for."""
        return cls(
            _zone(config.timezone),
            config.labels,
            Markdown(config.markdown),
            config.source_dir,
            config.extraction,
            config.extra_keys,
            config.undated,
            config.fields,
            config.limits,
            listing_keys(config),
            config.language,
            config.home,
        )

    def published_undated(self, *, bare: bool) -> bool:
        """Say whether a story without a date is no error; `bare`: it has no metadata that somebody wrote."""
        return self.undated in ("publish", "hold") or (bare and not self.undated)

    def reading(self, path: str, *, story: bool = False) -> Reading:
        """Return a fresh reading for one file."""
        own = self.fields + self.listing if story else self.fields
        return Reading(path, self.timezone, self.labels, self.extra_keys, own_parsers(own))

    def below(self, folder: str, path: str) -> str:
        """Return a file's path below a folder of the content, without its suffix."""
        inner = path.removeprefix(f"{self.source_dir}/").removeprefix(f"{folder}/")
        head, _, name = inner.rpartition("/")
        stem = name.rpartition(".")[0] or name
        return f"{head}/{stem}" if head else stem


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # here, because a publication in UTC should not wait for it

    return ZoneInfo(name)
