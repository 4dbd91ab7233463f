"""Bodies on pages: links resolved, names linked, paragraphs given their permalinks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from broadsheet.catalog.gazetteer import load_phrases
from broadsheet.catalog.story import CatalogStory
from broadsheet.catalog.terms import Term, name_key
from broadsheet.content.compose import NameIndex, compose
from broadsheet.content.htmltags import quoted, start_tag
from broadsheet.content.players import TRACKS, player, track
from broadsheet.expressions import expression
from broadsheet.language.words import Words
from broadsheet.model import Body
from broadsheet.pages.edition import Edition
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.views.picture import PictureView

# How the converters of Markdown call the way back from a footnote.
_BACK = expression(r'(class="footnote-backref" href="[^"]*" )title="Jump back to footnote (\d+) in the text"')
_WORD = expression(r"\w+")
_MEASURE = "40rem"  # how wide the stylesheet makes a picture in a text where there is room
_BEGINNING = 400  # characters of a body that are on the first screen
Pairs = tuple[tuple[str, str], ...]


def _picture(shown: PictureView, base: str, pairs: dict[str, str], *, eager: bool) -> str:
    """Return the element for a picture of a body; `pairs` are the attributes of its `img`."""
    wide = f"{pairs['width']}px" if pairs.get("width", "").isdigit() else _MEASURE
    _measure(pairs, shown)
    if shown.width:
        pairs["src"] = quoted(base + shown.src)
    pairs |= {"fetchpriority": "high"} if eager else {"loading": "lazy"}
    image = start_tag("img", pairs | {"decoding": "async"})
    if not shown.sources:
        return image
    sources = []
    for source in shown.sources:
        copies = ", ".join(f"{base}{address} {width}w" for address, width in source.copies)
        sources.append(start_tag("source", {"type": source.type, "srcset": copies, "sizes": f"(min-width: 46rem) {wide}, 94vw"}))
    return f"<picture>{''.join(sources)}{image}</picture>"


def _measure(pairs: dict[str, str], shown: PictureView) -> None:
    """Complete the size of a picture, as far as its author has not said it."""
    if not shown.width or not shown.height:
        return
    width, height = pairs.get("width", ""), pairs.get("height", "")
    if not width and not height:
        pairs |= {"width": str(shown.width), "height": str(shown.height)}
    elif width.isascii() and width.isdigit() and not height:
        pairs["height"] = str(max(1, round(int(width) * shown.height / shown.width)))
    elif height.isascii() and height.isdigit() and not width:
        pairs["width"] = str(max(1, round(int(height) * shown.width / shown.height)))


def _back(words: Words, match: re.Match[str]) -> str:
    title = words.gettext("Back to footnote %(number)s in the text", number=words.number(int(match[2])))
    return f'{match[1]}title="{quoted(title)}"'


def unlisted_names(edition: Edition, story: CatalogStory) -> tuple[str, ...]:
    """Return the names in a story that hold other names: `Palestine Liberation Organization` does not mention Palestine."""
    terms = edition.catalog.terms
    actors = (terms[("actor", actor.slug)] for actor in story.actors)
    names = [term.name for term in actors if not term.entry and " " in term.name]
    source = story.record.source
    return (*names, source.name) if source and " " in source.name else tuple(names)


def first_word(name: str) -> str:
    """Return the word by which a name is found in a text; empty when it has none."""
    word = _WORD.search(name)
    return word.group() if word else ""


@dataclass(slots=True)
class Bodies:
    """Composes bodies for the pages that show them. Names that are linked are those of registered actors and of countries."""

    edition: Edition
    resolver: LinkResolver
    known_pairs: Callable[[], Pairs | None] = lambda: None  # what `pairs` would return, where that is known
    _names: NameIndex | None = field(default=None)
    _base: str = field(init=False)  # the path under which the site is served, without a slash at its end

    def __post_init__(self) -> None:
        self._base = self.edition.config.base_path.removesuffix("/")

    def of_term(self, term: Term) -> Markup:
        """Return the text of a term's register file; an empty one where there is none."""
        body = self.edition.bodies.get(term.entry.path) if term.entry else None
        return self.html(body, term.entry.path if term.entry else "", term.permalink, permalinks=False)

    def html(
        self,
        body: Body | None,
        source: str,
        permalink: str,
        *,
        permalinks: bool = True,
        names: bool = True,
        passed: Sequence[str] = (),
        opening: bool = False,
        words: Words | None = None,
        players: bool = True,
    ) -> Markup:
        """Return the body as the page at `permalink` shows it; an empty one for None.

        `passed` are names in which no other name is linked. `opening`: no picture stands above the body, so that one at its
        beginning is seen at once. `words`: those of the page, where they are not the publication's. `players`: films, sounds and
        frames are shown where that is allowed.
        """
        if body is None or not body.html:
            return Markup("")
        base = self._base
        words = words or self.edition.words

        def resolve(target: str) -> str | None:
            found = self.resolver.resolve(target, source, body, permalink)
            return base + found if found and found.startswith("/") and not found.startswith("//") else found

        text = compose(
            body,
            resolve,
            self.names() if names and self.edition.has("linked-names") else None,
            paragraph_links=permalinks and self.edition.has("paragraph-links"),
            own_address=base + permalink,
            permalink_text=lambda number: words.gettext("Link to paragraph %(number)s", number=words.number(number)),
            table_text=lambda number: words.gettext("Table %(number)s", number=number),
            passed=passed,
            picture=lambda address, pairs, at: _picture(
                self.edition.shown_at(address.removeprefix(base)), base, pairs, eager=opening and at < _BEGINNING
            ),
            player=self._player if players else None,
        )
        if "footnote-backref" in text:
            text = _BACK.sub(lambda match: _back(words, match), text)
        return Markup(text)  # `content` sanitised it, and `compose` adds only addresses and words of ours

    def _player(self, kind: str, address: str, title: str, language: str) -> str:
        is_own = address.startswith(f"{self._base}/") and not address.startswith("//")
        if kind in TRACKS:
            return track(kind, address, title, language) if is_own else ""
        return player(kind, address, title, self.edition.config.players, is_own=is_own)

    def feed_html(self, body: Body, source: str, permalink: str) -> Markup:
        """Return the body for a feed: every address absolute, no permalinks of paragraphs, no names linked."""

        def resolve(target: str) -> str | None:
            found = self.resolver.resolve(target, source, body, permalink)
            if found and found.startswith("#"):
                found = permalink + found
            return (
                self.edition.config.absolute(found) if found and found.startswith("/") and not found.startswith("//") else found
            )

        home = self.edition.config.base_url.removesuffix("/")

        def picture(address: str, pairs: dict[str, str], _at: int) -> str:
            shown = self.edition.shown_at(address.removeprefix(home))
            _measure(pairs, shown)
            return start_tag("img", pairs | ({"src": quoted(home + shown.src)} if shown.width else {}))

        return Markup(compose(body, resolve, None, paragraph_links=False, picture=picture))  # as above

    def names(self) -> NameIndex:
        """Return the index of the names that are linked at their first mention."""
        if self._names is None:
            self._names = NameIndex(self.known_pairs() or self.pairs())
        return self._names

    def pairs(self) -> Pairs:
        """Return the names that are linked, each with its address, and with an empty one the phrases that are passed over."""
        addresses: dict[str, set[str]] = {}
        for term in (*self.edition.catalog.of_kind("actor"), *self.edition.catalog.of_kind("country")):
            for name in self._linked_names(term):
                addresses.setdefault(name, set()).add(self._base + term.permalink)
        passed = {*load_phrases(), *self._longer_names(addresses)} - addresses.keys()
        pairs = [(name, found.pop()) for name, found in sorted(addresses.items()) if len(found) == 1]
        return (*pairs, *((name, "") for name in sorted(passed)))

    def _longer_names(self, linked: Collection[str]) -> Iterator[str]:
        """Yield the names of unlisted actors that hold a name that is linked: in them it does not mean whom it means alone."""
        for term in self.edition.catalog.of_kind("actor"):
            words = [] if term.entry else term.name.split()
            parts = (" ".join(words[at : at + size]) for size in range(1, len(words)) for at in range(len(words) - size + 1))
            if any(part in linked for part in parts):
                yield term.name

    def _linked_names(self, term: Term) -> tuple[str, ...]:
        """Return the names of a term that mean it wherever they stand: none of an unlisted actor, none that countries share."""
        if term.kind == "country":
            record = self.edition.records[term.code]
            shared = {name_key(name) for name in record.ambiguous}
            names = dict.fromkeys((term.name, record.name, *record.aliases, *term.aliases))
            return tuple(name for name in names if name_key(name) not in shared)
        return (term.name, *term.aliases) if term.kind == "actor" and term.entry else ()
