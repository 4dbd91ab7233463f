"""Raw articles: a folder of texts without metadata becomes an archive, and says what no editor has seen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.extract.finding import finding_id
from newsroom import SETTINGS, Newsroom

TALKS = """Talks open in Oslo

3 February 2026

Diplomats of Norway and Egypt met in Oslo.

They will meet again.
"""
PAGE = f"<html><head><title>Talks</title></head><body><h1>Talks open</h1>\n<p>{'Norway met Egypt. ' * 9}</p></body></html>"


def test_a_folder_of_raw_articles_is_built_at_once(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.txt --\n{TALKS}")
    room.publish()
    page = room.text("/stories/2026/02/talks/")
    assert page.startswith("Talks open in Oslo ")
    assert page.count("Talks open in Oslo") == 2  # its headline, and how to cite it
    assert "Not yet reviewed. Found in the text" in page
    assert room.has("/countries/norway/")
    assert room.has("/countries/egypt/")


def test_places_at_home_put_a_story_on_the_page_of_the_country(tmp_path: Path) -> None:
    text = "Fair opens\n\n3 February 2026\n\nThe fair opened on Friday in Wichita.\n"
    room = Newsroom(tmp_path, f"-- content/stories/fair.txt --\n{text}")
    room.publish()
    assert not room.has("/countries/united-states/")
    room.write("broadsheet.yaml", f"{SETTINGS}home: US\n")
    room.publish()
    assert room.has("/countries/united-states/")


def test_a_page_says_by_name_what_of_a_key_is_not_reviewed_where_some_of_it_is(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.txt --\n{TALKS}")
    ids = {value: finding_id(key, value) for key, value in (("countries", "NO"), ("date", "2026-02-03"))}
    room.write("content/stories/talks.yaml", f"decisions:\n  {ids['NO']}: accept\n  {ids['2026-02-03']}: accept\n")
    room.publish()
    assert "checked by an editor: the headline, countries (Egypt) and places." in room.text("/stories/2026/02/talks/")
    twin = json.loads(room.page("/stories/2026/02/talks/index.json"))
    assert twin["unreviewed"] == [
        {"key": "title", "values": []},
        {"key": "countries", "values": ["EG"]},
        {"key": "places", "values": []},
    ]


def test_a_page_says_in_which_language_without_rules_it_is_and_that_no_more_was_looked_for(tmp_path: Path) -> None:
    text = "Les pourparlers s’ouvrent à Oslo\n\nLes diplomates de la Norvège et de l’Égypte se sont vus pour la paix.\n"
    room = Newsroom(tmp_path, f"-- content/stories/2026-02-03-talks.txt --\n{text}")
    room.publish()
    page = room.page("/stories/2026/02/talks/")
    assert '<html lang="fr"' in page
    assert "des pays et la langue." in page
    assert "Ces archives n’ont pas de règles pour sa langue (français)" in page
    room.write("broadsheet.yaml", f"{SETTINGS}language: fr\n")
    room.publish()
    assert "Ces archives n’ont pas de règles pour sa langue (français)" in room.page("/stories/2026/02/talks/")
    room.write("content/stories/2026-02-03-talks.txt", TALKS)
    room.publish()
    assert "no rules" not in room.page("/stories/2026/02/talks/")


def test_a_claim_that_no_editor_has_seen_is_its_speakers_and_one_notice_a_section_says_what_is_unreviewed(tmp_path: Path) -> None:
    text = (
        "Talks on the harbour end\n\nMayor Karim Haddad confirmed that the talks had failed."
        " Mayor Karim Haddad denied that money was lost. Mayor Karim Haddad said that the ships would wait for a week."
        " The harbour was closed in 2021.\n"
    )
    room = Newsroom(tmp_path, f"-- content/stories/2026-02-03-talks.txt --\n{text}")
    room.publish()
    story, person = room.page("/stories/2026/02/talks/"), room.page("/actors/karim-haddad/")
    for words in ("Confirmed by Karim Haddad", "Denied by Karim Haddad", "Said by Karim Haddad"):
        assert f'<span class="status said">{words}</span>' in story
        assert f'<span class="status said">{words}</span>' in person
    for verdict in ("confirmed", "denied", "disputed"):
        assert f'class="status {verdict}"' not in story + person
    assert 'class="status reported">Reported 3<' in story
    assert person.count("3 of these were found by the archive’s own rules") == 2  # claims, and the timeline
    assert "The harbour was closed in 2021." not in person.partition("page-timeline")[2].partition("</section>")[0]
    claim = finding_id("claims", "Karim Haddad: money was lost")
    room.write("content/stories/2026-02-03-talks.yaml", f"decisions:\n  {claim}: accept\n")
    room.publish()
    assert '<span class="status denied">Denied</span> money was lost' in room.page("/stories/2026/02/talks/")
    assert person.count("2 of these were found") + room.page("/actors/karim-haddad/").count("2 of these were found") == 2


def test_an_article_that_a_person_described_says_nothing_of_review(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.txt --\n{TALKS}")
    room.write("content/stories/talks.yaml", "title: Talks\ndate: 2026-02-05\n")
    room.publish()
    assert "reviewed" not in room.page("/stories/2026/02/talks/")
    assert not room.has("/countries/norway/")


def test_a_date_written_beside_it_is_all_that_an_undated_article_needs(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, "-- content/stories/a/talks.txt --\nTalks open\n\nThey met.\n")
    assert room.build().published
    assert room.problems == [
        "content/stories/a/talks.txt:1:1: warning: no date was found in the text, and the story is published without one; "
        "write `date: YYYY-MM-DD` into talks.yaml beside it [undated-story]"
    ]
    room.write("content/stories/a/talks.yaml", "date: 2026-02-05\n")
    room.publish()
    assert "Talks open" in room.text("/stories/2026/02/talks/")


def test_without_extraction_on_build_an_article_needs_its_metadata(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.txt --\n{TALKS}")
    room.write("broadsheet.yaml", "title: T\nbase_url: https://example.org/\nextraction: {on_build: false}\n")
    assert not room.build().published
    where = "to the front matter, or to talks.yaml beside it, or run `broadsheet extract`"
    assert [problem.partition("; ")[2] for problem in room.problems] == [
        f"add `date: …` (date, date-time or EDTF) {where}; or write `undated: publish` into broadsheet.yaml [missing-key]",
        f"add `title: …` (text) {where} [missing-key]",
    ]


def test_a_change_of_a_register_reads_again_what_was_extracted_and_nothing_else(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.txt --\n{TALKS}")
    room.stories(3)
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\n---\n")
    room.publish()
    room.write("content/actors/ann-lee.md", "---\nname: Ann Lee\naliases: [A. Lee]\n---\n")
    assert room.build().read == 2
    assert room.build().read == 0
    assert room.site() == _cold(room)


def test_of_what_stands_beside_articles_only_what_changed_is_read_again(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    for number in range(3):
        room.write(f"content/stories/talks-{number}.txt", TALKS.replace("Oslo", f"Oslo {number}"))
    main(["extract", str(room.root)])
    room.publish()
    auto = (room.root / "content/stories/talks-1.auto.yaml").read_bytes()
    room.write("content/stories/talks-1.auto.yaml", auto.replace(b'"EG"', b'"TR"'))
    assert room.build().read == 1
    assert room.has("/countries/turkiye/")
    room.write("content/stories/talks-2.yaml", "countries: [SE]\n")
    assert room.build().read == 1
    room.write("content/actors/ann.md", "---\nname: Ann\n---\n")
    assert room.build().read == 1  # what stands in a file of findings does not depend on registers
    assert room.site() == _cold(room)


def test_a_saved_page_is_read_as_the_article_in_it(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/talks.html --\n{PAGE}")
    room.write("content/stories/talks.yaml", "title: Talks open\ndate: 2026-02-04\n")
    room.publish()
    assert "Norway met Egypt." in room.text("/stories/2026/02/talks/")


@pytest.mark.parametrize("named", ["iso-8859-1", "windows-1252", "ISO-8859-15"])
def test_a_saved_page_is_read_in_the_encoding_that_it_names(named: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    page = PAGE.replace("<title>", f'<meta charset="{named}"><title>').replace("Egypt", "Côte d'Ivoire")
    room.write("content/stories/talks.html", page.encode("latin-1"))
    room.write("content/stories/talks.yaml", "title: Talks open\ndate: 2026-02-04\n")
    room.publish()
    assert "Norway met Côte d'Ivoire." in room.text("/stories/2026/02/talks/")
    main(["extract", str(room.root / "content/stories/talks.html")])
    assert '"CI"' in (room.root / "content/stories/talks.auto.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("named", ["", "rot13", "nonsense", "unicode_escape"])
def test_a_saved_page_in_no_known_encoding_is_an_error_or_read_as_it_can_be(named: str, tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.write("content/stories/talks.html", PAGE.replace("<title>", f'<meta charset="{named}"><title>\xff').encode("latin-1"))
    room.write("content/stories/talks.yaml", "title: Talks open\ndate: 2026-02-04\n")
    room.build()
    assert room.codes in ([], ["bad-encoding"])


def test_a_publication_without_raw_articles_does_not_load_extraction(tmp_path: Path) -> None:
    room = Newsroom(tmp_path)
    room.stories(2)
    code = (
        "import sys; from broadsheet.cli import main; "
        f"main(['build', {str(room.root)!r}, '--quiet']); "
        "print([name for name in sys.modules if name.startswith('broadsheet.extract')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def _cold(room: Newsroom) -> dict[str, bytes]:
    copy = room.cold()
    copy.publish()
    return copy.site()


@pytest.mark.parametrize(
    "text",
    [
        "title: A secret\ndraft: true\n\nText.\n",
        " ---\ntitle: A secret\ndraft: true\n---\nText.\n",
        "Title: A secret\nStatus: draft\nDate: 2020-01-01\n\nText.\n",
    ],
)
def test_metadata_that_no_lines_mark_are_an_error_and_never_published(tmp_path: Path, text: str) -> None:
    room = Newsroom(tmp_path, f"-- content/stories/secret.md --\n{text}")
    assert [(problem.code, str(problem.span)) for problem in room.build().problems if problem.is_error] == [
        ("bad-front-matter", "content/stories/secret.md:1:1")
    ]


def test_a_raw_article_may_begin_with_a_line_that_has_a_colon(tmp_path: Path) -> None:
    room = Newsroom(
        tmp_path, "-- content/stories/raw.md --\nDate: a fruit of the desert\n\nOslo, 3 February 2026. Dates are dear.\n"
    )
    assert room.build().published


FLOOD = """Flood closes the old bridge

The old bridge was closed by a flood on Friday and stays closed

Engineers of the town looked at the old bridge in the morning and found water in both of its piers. They closed it to all.

The flood had come down the valley in the night. Nobody was hurt, and the bridge is to open again when the water is gone.
"""
FIRST = "The old bridge was closed by a flood on Friday and stays closed"


@pytest.mark.parametrize("suffix", ["txt", "md", "html"])
@pytest.mark.parametrize(
    ("settings", "beside"),
    [
        ("", ""),
        ("extraction:\n  publish_at: 0.99\n", "title: Flood closes the old bridge\n"),  # not sure enough
        ("", f"decisions:\n  {finding_id('standfirst', FIRST)}: reject\n"),
        ("", "standfirst: What the flood did.\n"),
    ],
)
def test_no_sentence_is_lost_whatever_becomes_of_the_standfirst(settings: str, beside: str, suffix: str, tmp_path: Path) -> None:
    text = FLOOD
    if suffix == "html":
        headline, *paragraphs = FLOOD.strip().split("\n\n")
        said = "".join(f"<p>{each}</p>" for each in paragraphs)
        text = f"<html><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{said}</article></body></html>"
    room = Newsroom(tmp_path, f"-- content/stories/flood.{suffix} --\n{text}")
    room.write("broadsheet.yaml", f"{SETTINGS}undated: publish\n{settings}")
    if beside:
        room.write("content/stories/flood.yaml", beside)
    room.publish()
    assert room.text("/stories/undated/flood/").count(FIRST) == 1
