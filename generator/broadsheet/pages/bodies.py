"""Bodies on pages: links resolved, names linked, paragraphs given their permalinks."""

from __future__ import annotations

from dataclasses import dataclass, field

from markupsafe import Markup

from broadsheet.catalog.gazetteer import load_phrases
from broadsheet.catalog.terms import Term, name_key
from broadsheet.content.compose import NameIndex, compose
from broadsheet.model import Body
from broadsheet.pages.edition import Edition
from broadsheet.pages.links import LinkResolver


@dataclass(slots=True)
class Bodies:
    """Composes bodies for the pages that show them. Names that are linked are those of registered actors and of countries."""

    edition: Edition
    resolver: LinkResolver
    _names: NameIndex | None = field(default=None)

    def html(self, body: Body | None, source: str, permalink: str, *, permalinks: bool = True, names: bool = True) -> Markup:
        """Return the body as the page at `permalink` shows it; an empty one for None."""
        if body is None or not body.html:
            return Markup("")
        base = self.edition.config.base_path.removesuffix("/")

        def resolve(target: str) -> str | None:
            found = self.resolver.resolve(target, source, body, permalink)
            return base + found if found and found.startswith("/") and not found.startswith("//") else found

        text = compose(
            body,
            resolve,
            self.names() if names else None,
            paragraph_links=permalinks,
            own_address=base + permalink,
        )
        return Markup(text)  # `content` sanitised it, and `compose` adds only addresses of ours

    def feed_html(self, body: Body, source: str, permalink: str) -> Markup:
        """Return the body for a feed: every address absolute, no permalinks of paragraphs, no names linked."""

        def resolve(target: str) -> str | None:
            found = self.resolver.resolve(target, source, body, permalink)
            if found and found.startswith("#"):
                found = permalink + found
            return (
                self.edition.config.absolute(found) if found and found.startswith("/") and not found.startswith("//") else found
            )

        return Markup(compose(body, resolve, None, paragraph_links=False))  # as above

    def names(self) -> NameIndex:
        """Return the index of the names that are linked at their first mention."""
        if self._names is None:
            base = self.edition.config.base_path.removesuffix("/")
            addresses: dict[str, set[str]] = {}
            passed = set(load_phrases())
            for term in self.edition.catalog.terms.values():
                for name in self._linked_names(term):
                    addresses.setdefault(name, set()).add(base + term.permalink)
                if term.kind == "actor" and not term.entry and " " in term.name:
                    passed.add(term.name)  # "Palestine Liberation Organization" does not mention Palestine
            # "The Times of Russia" does not mention Russia.
            passed.update(
                f.story.source.name for f in self.edition.catalog.stories if f.story.source and " " in f.story.source.name
            )
            pairs = [(name, found.pop()) for name, found in sorted(addresses.items()) if len(found) == 1]
            self._names = NameIndex((*pairs, *((name, "") for name in sorted(passed - addresses.keys()))))
        return self._names

    def _linked_names(self, term: Term) -> tuple[str, ...]:
        """Return the names of a term that mean it wherever they stand: none of an unlisted actor, none that countries share."""
        if term.kind == "country":
            record = self.edition.records[term.code]
            shared = {name_key(name) for name in record.ambiguous}
            names = dict.fromkeys((term.name, record.name, *record.aliases, *term.aliases))
            return tuple(name for name in names if name_key(name) not in shared)
        return (term.name, *term.aliases) if term.kind == "actor" and term.entry else ()
