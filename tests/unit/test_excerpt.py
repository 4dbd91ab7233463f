"""Excerpts: evidence in its sentence, in plain texts and in saved pages, and where it went when the text changed."""

from __future__ import annotations

from broadsheet.content.frontmatter import SourceText
from broadsheet.extract.finding import Evidence
from broadsheet.findings.excerpt import Excerpts

TEXT = "Talks open\n\nNorway met Egypt. Then Norway left.\n"


def test_evidence_is_shown_in_its_sentence() -> None:
    excerpts = Excerpts(SourceText("a.txt", TEXT))
    assert excerpts.of(Evidence(23, 28, "Egypt"))[:4] == ("Norway met ", "Egypt", ".", 3)
    assert excerpts.of(Evidence(35, 41, "Norway"))[:4] == ("Then ", "Norway", " left.", 3)


def test_evidence_in_a_text_that_changed_is_found_by_its_words_at_the_nearest_place() -> None:
    excerpts = Excerpts(SourceText("a.txt", "Now\n\n" + TEXT))
    assert excerpts.place_of(Evidence(35, 41, "Norway")) == (40, 46)
    assert excerpts.place_of(Evidence(12, 18, "Norway")) == (17, 23)
    assert excerpts.of(Evidence(3, 9, "Sweden")) is None
    assert excerpts.of(Evidence(3, 9, "")) is None


def test_of_a_wrapped_text_the_whole_sentence_is_shown() -> None:
    text = (
        "Talks open\n\nThe envoy of Norway met the foreign min-\nister of Egypt in a tent, and said that the\nUnited "
        "Nations were content with all of it\nand had sent a letter that said so.\n"
    )
    excerpts = Excerpts(SourceText("a.txt", text))
    start = text.index("United")
    found = excerpts.of(Evidence(start, start + 14, "United Nations"))
    assert found is not None
    assert found.marked == "United Nations"
    assert "foreign minister" in found.before


def test_long_sentences_are_cut_at_words() -> None:
    text = "word " * 60 + "Egypt" + " word" * 60
    found = Excerpts(SourceText("a.txt", text)).of(Evidence(300, 305, "Egypt"))
    assert found is not None
    assert found.before.startswith("…word ")
    assert found.after.endswith(" word…")
    assert len(found.before) < 125 > len(found.after)


def test_of_a_page_what_it_shows_is_shown() -> None:
    page = '<p class="x">Ann &amp; Bo met <a href="/n">Norway&rsquo;s\nenvoy</a> in <b>Oslo</b>.</p>'
    start, end = page.index("Norway"), page.index("</a>")
    excerpts = Excerpts(SourceText("a.html", page))
    assert excerpts.of(Evidence(start, end, "Norway’s envoy"))[:4] == ("Ann & Bo met ", "Norway’s envoy", " in Oslo .", 1)
