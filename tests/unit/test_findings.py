"""Findings as metadata: whose word counts, what is said of it, and what is left of an article's text."""

import json

import pytest

from broadsheet.config import Config, ExtractionSettings
from broadsheet.content.article import Attached, read_articles
from broadsheet.content.context import ReadContext
from broadsheet.content.findings import Findings, text_digest
from broadsheet.content.frontmatter import SourceText
from broadsheet.model import Named, Unreviewed
from broadsheet.problems import Outcome, Span

PATH = "content/stories/a.txt"


def finding(found, value, confidence=0.9):
    return {"id": found, "value": value, "evidence": [[0, 1, "x"]], "rule": "r", "confidence": confidence}


def read(text="Text.\n", found=None, sidecar=None, publish_at=0.8, path=PATH, extracting=None):
    context = ReadContext.of(Config(title="T", extraction=ExtractionSettings(publish_at)))
    stem = path.rpartition(".")[0]
    whole = {"title": [finding("t", "Found")], "date": [finding("d", "2026-02-03")], **(found or {})}
    lines = "".join(f"{key}: {json.dumps(value)}\n" for key, value in whole.items())
    beside = SourceText(f"{stem}.yaml", sidecar) if sidecar is not None else None
    return read_articles(SourceText(path, text), context, Attached(beside, SourceText(f"{stem}.auto.yaml", lines), extracting))


def story(**given):
    outcome = read(**given)
    assert outcome.problems == ()
    return outcome.value[0][0]


def names(found):
    return [actor.name.text for actor in found.actors]


def test_front_matter_goes_before_the_sidecar_and_both_before_findings_key_by_key():
    front = "---\ntitle: Front\n---\nText.\n"
    found = {"standfirst": [finding("s", "Found first")], "actors": [finding("a", "Ann Lee")]}
    read_now = story(text=front, found=found, sidecar="title: Side\nstandfirst: Side first\n", path="content/stories/a.md")
    assert (read_now.title, read_now.standfirst, read_now.date.iso, names(read_now)) == (
        "Front",
        "Side first",
        "2026-02-03",
        ["Ann Lee"],
    )


def test_a_key_that_a_person_wrote_takes_nothing_from_findings():
    assert names(story(found={"actors": [finding("a", "Ann Lee")]}, sidecar="actors: [Omar Haddad]\n")) == ["Omar Haddad"]


@pytest.mark.parametrize(("confidence", "published"), [(0.79, []), (0.8, ["Ann Lee"]), (1, ["Ann Lee"])])
def test_a_finding_is_published_from_a_confidence_on(confidence, published):
    assert names(story(found={"actors": [finding("a", "Ann Lee", confidence)]})) == published


def test_what_an_editor_accepted_is_published_however_unsure_and_what_was_rejected_never():
    found = {"actors": [finding("a", "Ann Lee", 0.1), finding("b", "Omar Haddad", 1.0), finding("c", "Zoe", 0.2)]}
    assert names(story(found=found, sidecar="decisions: {a: accept, b: reject}\n")) == ["Ann Lee"]


def test_a_value_put_in_the_place_of_a_finding_is_published_with_its_place_in_the_sidecar():
    found = {"actors": [finding("a", "An Lee", 0.1)], "countries": [finding("c", "NO")]}
    read_now = story(found=found, sidecar="decisions:\n  a: {replace: {name: Ann Lee, role: envoy}}\n  c: {replace: SE}\n")
    assert read_now.actors[0].name == Named("Ann Lee", Span("content/stories/a.yaml", 2, 23))
    assert (read_now.actors[0].role, read_now.countries[0].name.text) == ("envoy", "SE")


def test_of_a_key_with_one_value_an_editors_word_counts_most_then_confidence_then_order():
    found = {"standfirst": [finding("a", "One", 0.85), finding("b", "Two", 0.95), finding("c", "Three", 0.95)]}
    assert story(found=found).standfirst == "Two"
    assert story(found=found, sidecar="decisions: {a: accept}\n").standfirst == "One"
    assert story(found=found, sidecar="decisions: {b: reject}\n").standfirst == "Three"


def test_what_no_editor_has_reviewed_is_named_by_key_or_by_value_where_some_have_been():
    found = {"actors": [finding("a", {"name": "Ann Lee", "role": "envoy"}), finding("b", "Zoe")], "tags": [finding("g", "Salt")]}
    sidecar = "decisions: {b: accept, t: accept}\n"
    assert story(found=found, sidecar=sidecar).unreviewed == (
        Unreviewed("date"),
        Unreviewed("actors", ("Ann Lee",)),
        Unreviewed("tags"),
    )
    assert story(sidecar="title: T\ndate: 2020-01-01\n").unreviewed == ()


def test_every_key_that_extraction_finds_becomes_what_front_matter_would_make_of_it():
    found = {
        "updated": [finding("u", "2026-02-04T10:00:00+03:00")],
        "section": [finding("s1", "World"), finding("s2", "Europe")],
        "labels": [finding("l", "breaking")],
        "authors": [finding("w", "Ann Writer")],
        "dateline": [finding("p", "Oslo")],
        "places": [finding("t", {"name": "Fern County", "kind": "county", "country": "US"})],
        "source": [finding("o", {"name": "Wire", "url": "https://example.org/a"})],
        "quotes": [finding("q", {"text": "Yes", "speaker": "Ann Lee", "date": "2026-02-03"})],
        "claims": [finding("k", {"text": "It is", "status": "denied", "attributed_to": "Oslo"})],
        "events": [finding("e", {"date": "2026-02", "text": "Talks", "precision": "month"})],
    }
    read_now = story(found=found)
    assert [section.text for section in read_now.sections] == ["World", "Europe"]
    assert (read_now.updated.instant, read_now.labels, read_now.authors) == (
        "2026-02-04T07:00:00Z",
        ("breaking",),
        ("Ann Writer",),
    )
    assert (read_now.dateline, read_now.source.url, read_now.quotes[0].speaker.text) == (
        "Oslo",
        "https://example.org/a",
        "Ann Lee",
    )
    assert [(place.name, place.kind, place.country.text) for place in read_now.places] == [("Fern County", "county", "US")]
    assert (read_now.claims[0].status, read_now.events[0].date.iso) == ("denied", "2026-02")


class Taken:
    """Extraction that takes an article's first line for its headline."""

    def findings(self, source, published):
        return Findings(source.path)

    def body(self, source, standfirst):
        assert standfirst == ""  # the story has none
        return Outcome(source.text.partition("\n")[2])


def test_of_an_article_without_front_matter_the_body_is_what_extraction_says():
    ((_, body),) = read(text="Headline\n\nBody.\n", extracting=Taken()).value
    assert body.html.endswith(">Body.</p>")
    assert body.html.count("<p") == 1


def test_below_front_matter_the_body_is_whole():
    text = "---\ntitle: T\n---\nHeadline\n\nBody.\n"
    ((_, body),) = read(text=text, path="content/stories/a.md", extracting=Taken()).value
    assert ">Headline</p>" in body.html


def test_an_article_that_changed_since_extraction_is_reported():
    outcome = read(found={"extractor": {"text": text_digest("Other.\n")}})
    (problem,) = outcome.problems
    place = "content/stories/a.auto.yaml:1:1"
    assert str(problem) == f"{place}: warning: the article changed since extraction; run `broadsheet extract` [stale-findings]"
    assert len(outcome.value) == 1
    assert read(found={"extractor": {"text": text_digest("Text.\n")}}).problems == ()
