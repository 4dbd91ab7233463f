"""The head of a page: one `Meta` from what a planner knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from broadsheet.catalog.addresses import TWIN, beside
from broadsheet.content.opening import excerpt
from broadsheet.language.direction import direction
from broadsheet.pages import jsonld
from broadsheet.pages.edition import Edition
from broadsheet.pages.jsontext import Json
from broadsheet.pages.views.head import Meta, Pairs
from broadsheet.pages.views.link import Link

FEED_TYPES = (("application/atom+xml", "feed.xml"), ("application/feed+json", "feed.json"))


def feed_types(edition: Edition) -> tuple[tuple[str, str], ...]:
    """Return the types of feeds that are published, with their file names."""
    return FEED_TYPES if edition.has("json-feeds") else FEED_TYPES[:1]


def head(
    edition: Edition,
    *,
    title: str,
    permalink: str,
    description: str = "",
    lang: str = "",
    trail: Sequence[Link] = (),
    feed_title: str = "",
    twin: bool = False,
    picture: str = "",
    picture_alt: str = "",
    picture_size: tuple[int, int] = (0, 0),
    og_type: str = "website",
    properties: Iterable[tuple[str, str]] = (),
    names: Iterable[tuple[str, str]] = (),
    translations: Pairs = (),
    graph: Iterable[Json] = (),
    noindex: bool = False,
    previous: str = "",
    following: str = "",
) -> Meta:
    """Return the head of the page at `permalink`.

    `trail` leads from below the front page to the parent. `feed_title`: the page has feeds beside it under this title. `twin`: it
    has an `index.json` beside it. `picture` is the permalink or URL of the image for social cards, `picture_size` its pixels.
    `lang` is the language of what the page is about; the page is in it where there are words of it, else in the publication's.
    `properties`, `names` and `graph` are gone through when a template asks for them.
    """
    config = edition.config
    spoken = edition.languages.of(lang).language
    description = excerpt(" ".join(description.split()), 200) or config.description
    canonical = config.absolute(permalink)
    breadcrumb = (edition.once(_front_link), *[link for link in trail if link.permalink]) if permalink != "/" else ()

    def all_properties() -> Pairs:
        image = _social_image(edition, picture)
        size = picture_size if picture and image.endswith(picture) else (0, 0)  # not that of the logo
        return (
            ("og:title", title),
            ("og:type", og_type),
            ("og:url", canonical),
            ("og:site_name", config.title),
            ("og:locale", (lang or config.language).replace("-", "_")),
            *((("og:description", description),) if description else ()),
            *_image_properties(image, picture_alt or title, size),
            *properties,
        )

    def all_names() -> Pairs:
        return (("twitter:card", "summary_large_image" if _social_image(edition, picture) else "summary"), *names)

    def json_ld() -> Markup:
        nodes = [*graph]
        return jsonld.document([*nodes, jsonld.breadcrumb(edition, breadcrumb, title)] if breadcrumb and nodes else nodes)

    return Meta(
        title,
        description,
        permalink,
        canonical,
        spoken,
        direction(spoken),
        feeds=tuple([(kind, feed_title, permalink + name) for kind, name in feed_types(edition)])
        if feed_title and permalink != "/"
        else (),
        alternates=(("application/json", beside(permalink, TWIN)),) if twin else (),
        translations=translations,
        breadcrumb=breadcrumb,
        noindex=noindex,
        previous=previous,
        next=following,
        properties=all_properties,
        names=all_names,
        json_ld=json_ld,
    )


def _front_link(edition: Edition) -> Link:
    return Link(edition.words.gettext("Front page"), "/")


def _image_properties(image: str, alt: str, size: tuple[int, int]) -> list[tuple[str, str]]:
    if not image:
        return []
    sized = [("og:image:width", str(size[0])), ("og:image:height", str(size[1]))] if all(size) else []
    return [("og:image", image), *sized, ("og:image:alt", alt)]


def _social_image(edition: Edition, picture: str) -> str:
    """Return the absolute URL of a picture that social sites can show (they take no SVG), else of the publication's logo."""
    logo = edition.config.logo
    for candidate in (picture, logo.text if logo else ""):
        if candidate and not candidate.lower().endswith(".svg"):
            return candidate if "://" in candidate else edition.config.absolute(candidate)
    return ""
