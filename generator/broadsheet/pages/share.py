"""Share images: the card of a story that has no picture which social sites could show."""

from __future__ import annotations

from functools import partial

from broadsheet.catalog.addresses import beside
from broadsheet.catalog.story import CatalogStory
from broadsheet.codec import decode
from broadsheet.expressions import expression
from broadsheet.model import Picture
from broadsheet.pages.edition import Edition
from broadsheet.pages.page import Page
from broadsheet.pages.wording import day_of
from broadsheet.pictures.card import ShareCard
from broadsheet.problems import Span

SHARE = "share"  # the kind of its page
_FILE = "share.png"
_LEAST = (600, 315)  # pixels of a picture that social sites show in full width
_SHOWN = frozenset(("jpeg", "png", "webp"))
_COLOUR = expression(r"#[0-9a-fA-F]{6}")


def share_permalink(edition: Edition, story: CatalogStory) -> str:
    """Return the address of a story's card; empty where it has none, for its own picture will do, or no cards are made."""
    if not edition.config.images.share:
        return ""
    if story.image:
        path = edition.picture_path(decode(Picture, story.image).src.text, story.path)
        original = edition.pictures.get(path)
        if original and original.form in _SHOWN and original.width >= _LEAST[0] and original.height >= _LEAST[1]:
            return ""
    return beside(story.permalink, _FILE)


def share_page(edition: Edition, story: CatalogStory, permalink: str) -> Page:
    """Plan the card of a story."""
    return Page(permalink, Span(story.path), "", partial(share_card, edition, story), SHARE)


def share_card(edition: Edition, story: CatalogStory) -> ShareCard:
    """Return what a story's card says."""
    record = story.record
    accent = next((each.value for each in edition.config.theme if each.name.text == "accent"), "")
    words = edition.languages.of(record.lang)
    return ShareCard(
        name=edition.config.title,
        kicker=edition.link(("section", story.sections[0])).text if story.sections else "",
        headline=record.title,
        date=day_of(words, story.date).text,
        accent=accent if _COLOUR.fullmatch(accent) else "",
    )
