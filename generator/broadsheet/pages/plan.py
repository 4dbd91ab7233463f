"""The plan: every address of the edition claimed, and every link, picture and setting checked, before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

from broadsheet.catalog.addresses import output_path
from broadsheet.catalog.records import AT, Links
from broadsheet.catalog.redirects import has_no_page
from broadsheet.codec import decode
from broadsheet.content.filetypes import media_fault
from broadsheet.model import Body, Picture
from broadsheet.pages.edition import MEDIA, Edition, media_address
from broadsheet.pages.links import LinkResolver
from broadsheet.pages.page import Copy, Page
from broadsheet.pictures.original import SUFFIXES
from broadsheet.pictures.variants import FOLDER, Variant, variants_of
from broadsheet.problems import Problem, Span

_SUFFIXES = tuple(sorted(SUFFIXES))
_IMAGE = AT["image"]


def path_of(output: Page | Copy) -> str:
    """Return the output path of a page or copy. A page at `/a/b` is the file `a/b.html`."""
    path = output_path(unquote(output.permalink) if "%" in output.permalink else output.permalink)
    is_bare = isinstance(output, Page) and output.template and "." not in path.rpartition("/")[2]
    return f"{path}.html" if is_bare else path


def static_copies(edition: Edition) -> list[Copy]:
    """Return the files of `static/` that are published as they are."""
    return [Copy("/" + quote(path.removeprefix("static/")), Span(path), path) for path in sorted(edition.static)]


def media_copies(edition: Edition, used: Iterable[str]) -> list[Copy]:
    """Return the media that a published page shows."""
    source_dir = edition.config.source_dir
    return [Copy(media_address(path, source_dir), Span(path), path) for path in sorted(edition.media.intersection(used))]


def variant_copies(edition: Edition) -> dict[str, tuple[str, Variant]]:
    """Return the copies of the pictures that pages show: by output path the picture that each is of, and what it is."""
    settings = edition.config.images
    return {
        output_path(FOLDER + variant.name): (path, variant)
        for path, original in sorted(edition.pictures.items())
        for variant in variants_of(original, settings)
    }


def shown_pictures(edition: Edition, resolver: LinkResolver, links: Mapping[str, Links]) -> list[str]:
    """Return the files of all pictures that a published page shows; `links` are by the owners of the bodies that have any."""
    found = {edition.picture_path(picture.src.text, source) for picture, source in _pictures(edition)}
    targets = {owner: shown for owner, each in links.items() if (shown := [link for link in each if link[2]])}
    for owner, source, permalink in _with_links(edition, targets):
        addresses = (resolver.file_address(target, source, permalink) for target, _, _ in targets[owner])
        found.update(map(edition.path_at, addresses))
    logo = edition.config.logo
    found.add(edition.path_at(logo.text) if logo else "")
    return sorted(path for path in found if path.lower().endswith(_SUFFIXES))


def check_settings(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    """Report each address of the configuration that is on every page and leads nowhere."""
    config = edition.config
    menus = [item.url for item in (*config.main_menu, *config.footer_menu)]
    onward = [target for _, target in config.redirects]
    for named in (*menus, *onward, config.logo, config.comments.thanks, config.comments.policy):
        if named is None:
            continue
        if named.text.startswith("/") and resolver.resolve(named.text, "broadsheet.yaml", Body(""), "/") is None:
            found = f"`{named.text}` leads to nothing in this publication"
            code, hint = "bad-value", "write an address of a page, or the path of a file in `static/`"
            if named in onward:
                code, hint = "lost-redirect", "write another, or take the line out if what stood there is gone for good"
            yield Problem(code, found, named.span, hint)


def check_redirects(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    """Report each old address of a file that something else is published at; those of pages are claimed as theirs."""
    for redirect in edition.catalog.redirects:
        path = unquote(redirect.alias)
        if has_no_page(redirect) and (output_path(path) in resolver.addresses or edition.path_at(path) in edition.media):
            found = f"the alias `{redirect.alias}` is the address of something that is published"
            yield Problem("redirect-conflict", found, redirect.span, "take the alias out")


def check_pictures(edition: Edition, resolver: LinkResolver) -> Iterator[Problem]:
    """Report each picture of the metadata that is no file, and take note of those that are."""
    for picture, source in _pictures(edition):
        address = edition.media_permalink(picture.src.text, source)
        if not address:
            hint = "put the file beside the text that names it, or write its path from `static/` with a leading slash"
            yield Problem("broken-media", f"there is no picture `{picture.src.text}`", picture.src.span, hint)
        elif address.startswith(MEDIA) and media_fault(edition.path_at(address)):
            found = f"`{picture.src.text}` is not published: {media_fault(edition.path_at(address))}"
            yield Problem("unsafe-file", found, picture.src.span, "name a picture")
        resolver.note(picture.src.text, source)


def _pictures(edition: Edition) -> Iterator[tuple[Picture, str]]:
    """Yield each picture of the metadata with the file that names it."""
    catalog = edition.catalog
    yield from ((decode(Picture, story.image), story.path) for story in catalog.stories if story.values[_IMAGE])
    entries = (term.entry for term in edition.catalog.terms.values() if term.entry)
    yield from ((entry.image, entry.path) for entry in entries if entry.image)


LOST = "\2#"  # behind the address of a page that does not have the place a link wants to lead to
_APART = "\0"  # between the addresses that the links of a body lead to
_SHOWN = "\1"  # between the address of a picture and what decides how it is shown


@dataclass(slots=True)
class Checked:
    """What the check of all links found: where those of each body lead, as text, and the problems of each body."""

    links: dict[str, str] = field(default_factory=dict)
    problems: dict[str, list[Problem]] = field(default_factory=dict)

    def media(self, edition: Edition) -> Iterator[str]:
        """Yield the files of the content that links lead to."""
        for leads in self.links.values():
            for address in leads.split(_APART):
                if address.startswith(MEDIA):
                    yield edition.path_at(address.partition(_SHOWN)[0])


def _leads(edition: Edition, resolver: LinkResolver, link: tuple[str, Any, bool], source: str, permalink: str) -> str:
    """Return where a link leads; of a picture also what decides how it is shown."""
    target, _, shown = link
    address = resolver.resolve(target, source, Body(""), permalink) or ""
    if shown:
        return f"{address}{_SHOWN}{edition.picture_mark(edition.path_at(address))}"
    return address + LOST if "#" in target and "#" not in address else address


def check_links(edition: Edition, resolver: LinkResolver, links: Mapping[str, Links]) -> Checked:
    """Resolve every link of every published body; `links` are by the owners of the bodies that have any."""
    checked = Checked()
    for owner, source, permalink in _with_links(edition, links):
        found = links[owner]
        problems = list(resolver.check(found, source, permalink))
        if problems:
            checked.problems[owner] = problems
        checked.links[owner] = _APART.join(_leads(edition, resolver, link, source, permalink) for link in found)
    return checked


def _with_links(edition: Edition, links: Mapping[str, Sequence[Any]]) -> list[tuple[str, str, str]]:
    """Return owner, file and permalink of each body that has links."""
    catalog = edition.catalog
    places = sorted(place for place in map(catalog.places.get, links) if place is not None)
    published = [(story.id, story.path, story.permalink) for story in map(catalog.stories.__getitem__, places)]
    published += [(term.entry.path, term.entry.path, term.permalink) for term in catalog.terms.values() if term.entry]
    published += [(page.path, page.path, permalink) for page, permalink in catalog.pages]
    return [each for each in published if each[0] in links]
