"""Provenance: the sources that went into what is published, each with the SHA-256 of its bytes.

What is held back is not among them: neither its name nor a digest, by which whoever guesses a short text could prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from broadsheet.engine.configuration import SETTINGS
from broadsheet.engine.ledger import OutputRow
from broadsheet.engine.publish import digest_of
from broadsheet.engine.session import Session
from broadsheet.language.own import LOCALE, own_files
from broadsheet.pages.edition import Edition
from broadsheet.pages.manifest import Digests
from broadsheet.render.closure import Closures
from broadsheet.render.theme import ASSETS
from broadsheet.sources import TEMPLATES, Sources


def inputs_of(session: Session, edition: Edition, templates: Iterable[str], copies: Iterable[OutputRow]) -> Digests:
    """Return the paths of all sources, sorted, and their digests.

    `templates` are those of pages, `copies` the files that were copied. Of an article with an error, for which what was published
    stands, the source is not known any more.
    """
    found = dict(_texts(session, edition))
    found |= {copy.source: copy.origin for copy in copies if copy.origin}
    sources = Sources.of(session.root, session.config)
    found |= {path: digest_of(sources.read(path)) for path in _settings(session, templates) if (session.root / path).is_file()}
    paths = sorted(found)
    return paths, b"".join([found[path] for path in paths])


def _texts(session: Session, edition: Edition) -> Iterator[tuple[str, bytes]]:
    catalog, texts, digests = edition.catalog, session.inputs.texts, session.readings.digests
    used = {story.path for story in catalog.stories}
    used |= {page.path for page, _ in catalog.pages} | {term.entry.path for term in catalog.terms.values() if term.entry}
    used -= session.faulty.keys()
    answered = {file.path for file in texts if file.comments}
    stories = (story for story in catalog.stories if answered and story.path in answered)
    folder = f"{session.config.source_dir}/comments/"
    approved = {f"{folder}{story.id}/{comment.id}.yaml" for story in stories for comment in story.record.comments}
    for file in texts:
        if file.path in used or file.role == "frequencies":
            found = digests(file)
            if file.comments:
                found = [each for each in found if each[0] in approved or not each[0].startswith(folder)]
            yield from found


def _settings(session: Session, templates: Iterable[str]) -> Iterator[str]:
    """Yield what all pages are made from, if it is there: configuration, templates, catalogues and font of the publication."""
    root, config, theme = session.root, session.config, session.theme
    yield SETTINGS
    yield from (f"{LOCALE}/{path.name}" for path in own_files(root / LOCALE))
    if config.images.share and config.images.font:
        yield config.images.font.text
    if len(theme.folders) > 1:
        closures = Closures(theme.folders)
        names = {name for template in templates for name in closures.names(template)}
        names |= {f"{ASSETS}/{asset.name}" for asset in theme.assets}
        yield from (f"{TEMPLATES}/{name}" for name in names)
