"""Early cutoff: an edit reaches the outputs that show what was edited, and no other is rendered or written.

That the right files were written follows from warm builds being equal to cold ones; these tests are about the rest, which has
to be left alone, times and all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.archive import Archive, Piece
from engine.builds import build_here, site_of, stamps_of
from newsroom import SUMS

STORIES = 60
ACTORS = ("Ann Lee", "Åse Berg", "Omar Haddad", "Zoë Öst", "İnci Kaya", "Port Authority", "Ministry of Salt")
COUNTRIES = ("NO", "TR", "CI", "CN")
TAGS = ("Salt", "Ports", "Energy", "Harbour", "Peace")
SECTIONS = ("World", "Economy", "Culture")
FEW = 12  # outputs that may be rendered to find that nothing has changed, and three for each that differs


@dataclass(frozen=True)
class Change:
    """What a warm build did: outputs that were written, those whose bytes differ, those that are gone, and its last event.

    Manifest and sums, which change with each of them, are only counted (`sums`: those written).
    """

    written: frozenset[str]
    differing: frozenset[str]
    removed: frozenset[str]
    event: Mapping[str, Any]
    before: Mapping[str, bytes]
    sums: int

    def showing(self, text: str) -> set[str]:
        """Return the outputs that held a text before."""
        return {path for path, data in self.before.items() if text.encode() in data}

    def is_exact(self) -> None:
        """Insist that nothing but what differs was written, and little more was rendered."""
        assert self.written == self.differing
        assert self.event["written"] == len(self.written) + self.sums
        assert self.event["removed"] == len(self.removed)
        assert self.event["rendered"] <= 4 * len(self.differing) + FEW


def _story(number: int, **more: Any) -> Piece:
    meta = {
        "title": f"Headline{number:03d}x",
        "date": (date(2025, 11, 1) + timedelta(days=number)).isoformat(),
        "standfirst": f"Standfirst{number:03d}x",
        "actors": [ACTORS[number % 7], ACTORS[number * 3 % 7]],
        "countries": [COUNTRIES[number % 4]],
        "tags": [TAGS[number % 5]],
        "section": SECTIONS[number % 3],
        **({"dossier": "The Salt Dispute"} if number % 6 == 0 else {}),
    }
    return Piece(
        f"content/stories/{number // 20}/story-{number:03d}.md", {**meta, **more}, f"Ann Lee of Norway said {number} words."
    )


def page_of(number: int) -> str:
    """Return the output of a story."""
    day = date(2025, 11, 1) + timedelta(days=number)
    return f"stories/{day.year}/{day.month:02d}/story-{number:03d}/index.html"


def twin_of(number: int) -> str:
    """Return what a machine reads of a story."""
    return page_of(number).replace("index.html", "index.json")


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    made = Archive(tmp_path.resolve() / "publication")
    made.settings = {"title": "The Test Times", "base_url": "https://example.org/", "page_size": 5, "feeds": {"limit": 5}}
    made.articles = [_story(number) for number in range(STORIES)]
    about = Piece("content/pages/about.md", {"title": "About"}, "Of [salt](/tags/salt/).")
    ann = Piece("content/actors/ann-lee.md", {"name": "Ann Lee", "country": "NO"}, "Born in Norway.")
    made.pieces = {piece.path: piece for piece in (about, ann)}
    made.others = {"static/note.txt": b"a note"}
    made.save()
    change(made)
    return made


def change(archive: Archive) -> Change:
    """Save the archive, build it, and compare with what was there."""
    archive.save()
    before, stamps = site_of(archive.site), stamps_of(archive.site)
    built = build_here(archive.root, "--workers", "1", *archive.switches)
    assert (built.status, built.problems) == (0, ()), built.text
    after, now = site_of(archive.site), stamps_of(archive.site)
    written = frozenset(path for path in after if now[path] != stamps.get(path))
    changed = frozenset(path for path in after if before.get(path) != after[path] and path not in SUMS)
    return Change(written - {*SUMS}, changed, frozenset(set(before) - set(after)), built.event, before, len(written & {*SUMS}))


def _is_stub(data: bytes) -> bool:
    """Say whether a page only leads on: the one behind the newest full page of a list gives way in time."""
    return b'http-equiv="refresh"' in data


def test_nothing_edited_renders_and_writes_nothing(archive: Archive) -> None:
    done = change(archive)
    assert done.written == done.removed == frozenset()
    assert (done.event["written"], done.event["rendered"]) == (0, 0)


def test_a_file_that_was_only_touched_renders_and_writes_nothing(archive: Archive) -> None:
    for path in archive.files():
        (archive.root / path).touch()
    done = change(archive)
    assert done.written == frozenset()
    assert (done.event["written"], done.event["rendered"]) == (0, 0)


def test_a_body_edit_writes_one_page(archive: Archive) -> None:
    archive.articles[20].body = "Ann Lee of Norway said other words."
    done = change(archive)
    assert done.written == {page_of(20)}
    done.is_exact()


def test_a_body_edit_writes_what_shows_its_length_too(archive: Archive) -> None:
    archive.articles[20].body += " And more."
    done = change(archive)
    assert done.written == {page_of(20), twin_of(20), "data/stories.csv"}
    done.is_exact()


def test_a_link_is_made_anew_when_the_place_that_it_leads_to_comes_or_goes(archive: Archive) -> None:
    archive.articles[30].body = f"See [why](/{page_of(20).removesuffix('index.html')}#why)."
    change(archive)
    for heading in ("Why", "How"):
        archive.articles[20].body = f"Ann Lee of Norway said.\n\n## {heading}\n\nThus."
        done = change(archive)
        assert {page_of(20), page_of(30)} <= done.written
        done.is_exact()


def test_a_body_edit_writes_the_feeds_that_hold_the_body(archive: Archive) -> None:
    archive.settings["feeds"] = {"limit": 5, "content": "full"}
    change(archive)
    archive.articles[59].body = "Ann Lee of Norway said other words."
    done = change(archive)
    assert done.written == {page_of(59)} | {path for path in done.showing("said 59 words") if "feed" in path or "rss" in path}
    assert len(done.written) > 5
    done.is_exact()


def test_a_headline_edit_writes_what_shows_the_headline(archive: Archive) -> None:
    archive.articles[20].meta["title"] = "Another one"
    done = change(archive)
    assert done.written == done.showing("Headline020x") | {"search/words/0.js"}, "where it stands in small letters"
    assert {page_of(20), twin_of(20), "data/stories.csv", page_of(19), page_of(21)} <= done.written
    assert len(done.written) < 40
    done.is_exact()


def test_a_standfirst_edit_writes_what_shows_the_standfirst(archive: Archive) -> None:
    archive.articles[58].meta["standfirst"] = "In other words"
    done = change(archive)
    assert done.written == done.showing("Standfirst058x")
    done.is_exact()


def test_of_equally_related_stories_the_newer_one_is_shown_when_another_becomes_it(archive: Archive) -> None:
    tags = [f"Only {letter}" for letter in "abcdef"]
    for number, tag in enumerate(tags):  # each shares one term with the newest, and none with one another
        archive.articles[10 + number] = _story(10 + number, actors=[], countries=[], tags=[tag], dossier=[])
    archive.articles[59] = _story(59, actors=[], countries=[], tags=tags, dossier=[])
    change(archive)
    related = (archive.site / page_of(59)).read_text(encoding="utf-8").split('class="related"')[1]
    assert [number for number in range(10, 16) if f"story-{number:03d}" in related] == [12, 13, 14, 15]
    archive.articles[10].meta["date"] = _story(15).meta["date"] + "T23:00:00Z"
    done = change(archive)
    assert page_of(59) in done.written
    done.is_exact()


def stories_in(paths: Iterable[str]) -> set[str]:
    """Return those of the outputs that are stories' own."""
    return {path for path in paths if path.startswith("stories/")}


def test_a_story_that_is_the_newest_writes_its_neighbour_and_the_heads_of_its_lists(archive: Archive) -> None:
    archive.articles.append(_story(61))
    done = change(archive)
    assert stories_in(done.written) == {page_of(61), twin_of(61), page_of(59)}
    heads = ("", "actors/ase-berg/", "actors/port-authority/", "countries/turkiye/", "tags/ports/", "sections/economy/")
    assert {head + "index.html" for head in heads} <= done.written
    assert not [path for path in done.written & set(done.before) if "/page/" in f"/{path}" and not _is_stub(done.before[path])]
    done.is_exact()


def test_a_story_of_a_dossier_writes_its_neighbours_there_and_no_other_story(archive: Archive) -> None:
    archive.articles.append(_story(60))
    done = change(archive)
    assert stories_in(done.written) == {page_of(60), twin_of(60), page_of(59), page_of(54)}
    done.is_exact()


def test_the_newest_story_of_a_narrower_term_writes_the_page_of_the_wider_one(archive: Archive) -> None:
    archive.pieces["content/tags/ports.md"] = Piece("content/tags/ports.md", {"name": "Ports", "parent": "Salt"})
    change(archive)
    archive.articles.append(_story(60, tags=["Ports"], dossier=[]))
    done = change(archive)
    assert "tags/salt/index.html" in done.written
    done.is_exact()


def test_a_story_that_is_the_newest_writes_as_many_files_in_a_larger_archive(archive: Archive) -> None:
    """The number depends on the story's terms: some lists gain an older page with it, which has its stub behind it."""
    archive.articles.append(_story(60))
    few = change(archive)
    archive.articles.extend(_story(number) for number in range(61, 120))
    change(archive)
    archive.articles.append(_story(120))
    many = change(archive)
    assert abs(len(many.written) - len(few.written)) <= 2 * 8


def test_a_full_page_of_a_list_is_never_written_again(archive: Archive) -> None:
    full = {path for path in site_of(archive.site) if "/page/" in f"/{path}"}
    for number in range(60, 66):
        archive.articles.append(_story(number))
        done = change(archive)
        stubs = {path for path in full if _is_stub(done.before[path])}
        assert done.written & (full - stubs) == frozenset()
        full = {path for path in site_of(archive.site) if "/page/" in f"/{path}"}


def test_a_story_taken_out_writes_what_named_it_and_the_lists_it_stood_in(archive: Archive) -> None:
    archive.articles.pop(59)
    done = change(archive)
    assert {page_of(59), twin_of(59)} <= done.removed
    assert {path for path in done.written if path.startswith("stories/")} <= done.showing("Headline059x") | done.showing(
        "story-059"
    )
    done.is_exact()


def test_a_biography_writes_its_actor_alone(archive: Archive) -> None:
    archive.pieces["content/actors/ann-lee.md"].body = "Born in Sweden."
    done = change(archive)
    assert {path for path in done.written if not path.startswith("actors/ann-lee/")} <= {"data/actors.csv"}
    done.is_exact()


def test_a_free_page_and_a_static_file_write_themselves(archive: Archive) -> None:
    archive.pieces["content/pages/about.md"].body = "Of [ports](/tags/ports/)."
    archive.others["static/note.txt"] = b"another"
    done = change(archive)
    assert done.written == {"about/index.html", "note.txt"}
    done.is_exact()


def test_a_template_writes_the_pages_that_are_made_with_it(archive: Archive) -> None:
    archive.others["templates/page.html"] = b'{% extends "base.html" %}{% block main %}Mine.{% endblock %}'
    done = change(archive)
    assert done.written == done.differing == {"about/index.html"}
    assert done.event["rendered"] > len(done.before) // 2, "a changed template makes everything again; output digests decide"


def test_a_clock_that_passes_nothing_renders_nothing(archive: Archive) -> None:
    archive.clock = "2026-04-01T12:00:00Z"
    done = change(archive)
    assert done.written <= {"news-sitemap.xml"}
    done.is_exact()


def test_an_embargo_that_ends_is_as_a_story_that_is_added(archive: Archive) -> None:
    archive.articles.append(_story(61, publish_at="2026-03-02T00:00:00Z"))
    assert change(archive).written == frozenset()
    archive.clock = "2026-03-02T00:00:00Z"
    done = change(archive)
    assert stories_in(done.written) == {page_of(61), twin_of(61), page_of(59)}
    done.is_exact()


def test_an_altered_output_is_mended_alone(archive: Archive) -> None:
    (archive.site / "tags/salt/index.html").write_bytes(b"altered")
    (archive.site / "opml.xml").unlink()
    done = change(archive)
    assert done.written == {"tags/salt/index.html", "opml.xml"}
    done.is_exact()
