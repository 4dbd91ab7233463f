"""Import of wire copy: NewsML-G2, NITF and ninjs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from archives import Archive, notes_on_articles
from broadsheet.importing.kinds import kind_of
from newsroom import picture

G2 = """<?xml version="1.0" encoding="UTF-8"?>
<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<packageItem guid="urn:package"/>
<newsItem guid="urn:dam" version="2" xml:lang="en-GB">
  <rightsInfo><usageTerms>Not before noon</usageTerms></rightsInfo>
  <itemMeta>
    <itemClass qcode="ninat:text"/><provider qcode="nprov:OT"><name>Old Times</name></provider>
    <versionCreated>2019-03-05T10:00:00+03:00</versionCreated><firstCreated>2019-03-04T09:00:00+03:00</firstCreated>
    <pubStatus qcode="stat:usable"/>
  </itemMeta>
  <contentMeta>
    <urgency>4</urgency><located qcode="geo:1"><name>Nairobi</name></located><by>By ANN LEE and Bo Roe</by>
    <subject type="cpnat:abstract" qcode="medtop:1"><name>Water</name></subject>
    <subject type="cpnat:person" qcode="p:7"><name>Cara Diaz</name></subject>
    <subject type="cpnat:organisation" qcode="o:9"><name>River Board</name></subject>
    <subject type="cpnat:geoArea" qcode="iso3166-1a2:KE"><name>Kenya</name></subject>
    <genre><name>Analysis</name></genre><slugline>dam-opens</slugline><headline>Dam opens</headline>
    <description role="drol:summary">The dam is open.</description>
  </contentMeta>
  <contentSet><inlineXML contenttype="application/xhtml+xml">
    <html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
    <body><h1>Dam opens</h1><p>Water <strong>flows</strong>.</p></body></html></inlineXML></contentSet>
</newsItem>
</itemSet></newsMessage>"""
NITF = """<?xml version="1.0"?>
<!DOCTYPE nitf SYSTEM "nitf-3-2.dtd">
<nitf><head><docdata management-status="usable"><doc-id id-string="iptc.1"/><evloc city="Mombasa" iso-cc="KEN"/>
<urgency ed-urg="3"/><date.issue norm="20190304T090000+0300"/><key-list><keyword key="floods"/></key-list></docdata></head>
<body><body.head><hedline><hl1>Flood ends</hl1></hedline><byline>By <person>Ann Lee</person><byttl>Reporter</byttl></byline>
<dateline><location>MOMBASA</location></dateline>
<abstract><p>It is over.</p></abstract></body.head>
<body.content><media media-type="image"><media-reference source="tide.png" alternate-text="High water"/>
<media-caption>The tide</media-caption></media><p>The <org>River Board</org> said so.</p><hl2>Later</hl2>
<block><p>Dry.</p></block>
<p>Gauge    Now   Then
North     1     2
South     3     4
East      5     6</p></body.content><body.end><tagline>Bo helped.</tagline></body.end></body></nitf>"""

BARE = NITF.partition('dtd">')[2]


def ninjs(**more: Any) -> str:
    item = {"guid": "urn:one", "type": "text", "headline": "One", "firstcreated": "2019-03-04T09:00:00+0300",
            "body_html": "<p>Words.</p>", "pubstatus": "usable", "language": "en"}  # fmt: skip
    return json.dumps({name: value for name, value in {**item, **more}.items() if value is not None})


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_an_item_of_newsml_keeps_what_the_contract_has_keys_for_and_all_codes(archive: Archive) -> None:
    archive.write("wire.xml", G2)
    report = archive.run()
    assert report.kind == "newsml"
    assert archive.story("stories/2019/dam-opens.md") == (
        "---\ntitle: Dam opens\nstandfirst: The dam is open.\ndate: 2019-03-04T09:00:00+03:00\n"
        "updated: 2019-03-05T10:00:00+03:00\n"
        "authors:\n- Ann Lee\n- Bo Roe\ntags:\n- Water\nlabels:\n- analysis\ndateline: Nairobi\n"
        "actors:\n- name: Cara Diaz\n  kind: person\n- name: River Board\n  kind: organisation\ncountries:\n- KE\n"
        "source:\n  name: Old Times\n"
        'imported:\n  from: "newsml urn:dam"\n  subject:\n'
        '  - type: "cpnat:abstract"\n    qcode: medtop:1\n    name: Water\n'
        '  - type: "cpnat:person"\n    qcode: p:7\n    name: Cara Diaz\n'
        '  - type: "cpnat:organisation"\n    qcode: o:9\n    name: River Board\n'
        '  - type: "cpnat:geoArea"\n    qcode: "iso3166-1a2:KE"\n    name: Kenya\n'
        '  guid: "urn:dam"\n  version: 2\n  provider:\n    qcode: "nprov:OT"\n    name: Old Times\n'
        "  usageTerms: Not before noon\n"
        '  itemClass:\n    qcode: "ninat:text"\n  urgency: 4\n  located:\n    qcode: geo:1\n    name: Nairobi\n'
        "  genre:\n    name: Analysis\n  slugline: dam-opens\n"
        "---\n\n<p>Water <strong>flows</strong>.</p>\n"
    )
    assert report.skipped == [("wire.xml:3:1", "a package, which only names other items")]
    archive.built()


def test_a_header_that_says_the_headline_again_is_no_part_of_the_text(archive: Archive) -> None:
    head = "<header><ul><li>Water</li></ul><time>4.3.2019</time><h1>Dam opens</h1></header>"
    archive.write("a.xml", G2.replace("<h1>Dam opens</h1>", head).replace("en-GB", "swe"))
    archive.write("b.json", ninjs(body_html="<header><h2>Two</h2></header><p>Words.</p>", language="de"))
    report = archive.run()
    assert "language: sv\n" in (archive.into / "broadsheet.yaml").read_text()
    assert archive.story("stories/2019/dam-opens.md").endswith("---\n\n<p>Water <strong>flows</strong>.</p>\n")
    assert "<h2>Two</h2>" in archive.story("stories/2019/one.md")
    assert report.fields["header of the text"].lost == 1


def test_a_line_of_the_text_that_says_who_wrote_it_is_its_byline(archive: Archive) -> None:
    body = "<p>(Adds water)</p><p>By Ann Lee and Bo Roe</p><p>Words by Cara Diaz.</p>"
    archive.write("a.json", ninjs(body_html=body, creditline="Old Times", byline="Old Times"))
    archive.write("b.json", ninjs(guid="urn:two", headline="Two", body_html=body, byline="By Cara Diaz"))
    archive.run()
    one, two = archive.story("stories/2019/one.md"), archive.story("stories/2019/two.md")
    assert "authors:\n- Ann Lee\n- Bo Roe\n" in one
    assert one.endswith("---\n\n<p>(Adds water)</p>\n\n<p>Words by Cara Diaz.</p>\n")
    assert "authors:\n- Cara Diaz\n" in two
    assert "<p>By Ann Lee and Bo Roe</p>" in two


def test_a_piece_of_an_item_among_many_items_does_not_hide_what_a_folder_is(archive: Archive) -> None:
    archive.write("piece.xml", "<contentMeta><headline>Flood</headline></contentMeta>")
    for number in range(4):
        archive.write(f"{number}.xml", NITF)
        assert kind_of(archive.source) == ""
    archive.write("4.xml", NITF)
    assert kind_of(archive.source) == "newsml"


def test_an_item_of_nitf_keeps_its_parts_its_picture_and_its_table(archive: Archive) -> None:
    archive.write("flood.xml", NITF)
    archive.write("tide.png", picture())
    assert kind_of(archive.source) == "newsml"
    archive.run()
    text = archive.story("stories/2019/flood-ends.md")
    assert text.startswith(
        "---\ntitle: Flood ends\nstandfirst: It is over.\ndate: 2019-03-04T09:00:00+03:00\nauthors:\n- Ann Lee\ntags:\n- floods\n"
        "dateline: MOMBASA\ncountries:\n- KE\nimported:\n"
    )
    body = text.partition("\n---\n\n")[2]
    assert '<img src="../../media/tide.png" alt="High water">' in body
    assert "<figcaption>The tide</figcaption>" in body
    assert "<p>The River Board said so.</p>\n\n<h3>Later</h3>" in body
    assert "<pre>Gauge    Now   Then\nNorth     1     2\nSouth     3     4\nEast      5     6</pre>" in body
    assert body.endswith("<p>Bo helped.</p>\n")
    assert "dry" in archive.built().page("/stories/2019/03/flood-ends/").lower()


@pytest.mark.parametrize(
    "item",
    [
        {"uri": "urn:one", "versioncreated": "2019-03-04T09:00:00Z", "headline": "One", "body_xhtml": "<p>A <b>word</b>.</p>",
         "person": [{"name": "Cara Diaz", "scheme": "w/", "code": "Q1"}],
            "place": [{"name": "x", "scheme": "iso3166-1a2/", "code": "ke"}]},
        {"uri": "urn:one", "versioncreated": "2019-03-04T09:00:00Z", "headlines": [{"role": "main", "value": "One"}],
         "bodies": [{"contenttype": "text/html", "value": "<p>A <b>word</b>.</p>"}],
            "people": [{"name": "Cara Diaz", "uri": "Q1"}],
         "places": [{"name": "Kenya"}]},
        {"uri": "urn:one", "versionCreated": "2019-03-04T09:00:00Z", "headlines": [{"value": "One"}],
         "bodies": [{"contentType": "text/html", "value": "<p>A <b>word</b>.</p>"}], "people": [{"name": "Cara Diaz"}],
         "places": [{"uri": "http://cvx.iptc.org/iso3166-1a2/ke", "name": "x"}]},
    ],
    ids=["ninjs 1", "ninjs 2", "ninjs 3"],
)  # fmt: skip
def test_every_version_of_ninjs_gives_the_same_story(archive: Archive, item: dict[str, Any]) -> None:
    archive.write("one.json", json.dumps(item))
    archive.run()
    text = archive.story("stories/2019/one.md")
    head = (
        "---\ntitle: One\ndate: 2019-03-04T09:00:00Z\nactors:\n- name: Cara Diaz\n  kind: person\ncountries:\n- KE\nimported:\n"
    )
    assert text.startswith(head)
    assert text.endswith("---\n\n<p>A <b>word</b>.</p>\n")


def test_of_several_versions_of_an_item_the_last_one_stands(archive: Archive) -> None:
    archive.write("a.json", ninjs(version="10", body_html="<p>Last.</p>"))
    archive.write("b.json", ninjs(version="9", body_html="<p>Earlier.</p>"))
    report = archive.run()
    assert "Last." in archive.story("stories/2019/one.md")
    assert report.skipped == [("b.json:1:1", "an earlier version: the last one is in a.json")]


def g2_held(status: str = "stat:usable", more: str = "") -> str:
    return G2.replace("stat:usable", status).replace("</itemMeta>", f"{more}</itemMeta>").replace("flows", "CANARY")


def nitf_held(more: str) -> str:
    return NITF.replace("<urgency", f"{more}<urgency").replace("Dry", "CANARY")


HELD = {
    "withheld.xml": (g2_held("stat:withheld"), "pending"),
    "canceled.xml": (g2_held("http://cv.iptc.org/newscodes/pubstatusg2/canceled"), "draft"),
    "embargo.xml": (g2_held(more="<embargoed>2027-01-01T00:00:00Z</embargoed>"), "scheduled"),
    "embargo-open.xml": (g2_held(more="<embargoed/>"), "pending"),
    "nitf.xml": (NITF.replace('"usable"', '"withheld"').replace("Dry", "CANARY"), "pending"),
    "nitf-embargo.xml": (NITF.replace('"usable"', '"embargoed"').replace("Dry", "CANARY"), "pending"),
    "nitf-release.xml": (nitf_held('<date.release norm="20270101T000000Z"/>'), "scheduled"),
    "nitf-expired.xml": (nitf_held('<date.expire norm="20200101T000000Z"/>'), "expired"),
    "withheld.json": (ninjs(pubstatus="withheld", body_html="<p>CANARY</p>"), "pending"),
    "canceled.json": (ninjs(pubstatus="canceled", body_html="<p>CANARY</p>"), "draft"),
    "unheard-of.json": (ninjs(pubstatus="sleeping", body_html="<p>CANARY</p>"), "draft"),
    "embargo.json": (ninjs(embargoed="2027-01-01T00:00:00Z", body_html="<p>CANARY</p>"), "scheduled"),
    "embargo-open.json": (ninjs(embargoed="", body_html="<p>CANARY</p>"), "pending"),
    "embargo-odd.json": (ninjs(embargoed="soon", body_html="<p>CANARY</p>"), "pending"),
    "expired.json": (ninjs(expires="2020-01-01T00:00:00Z", body_html="<p>CANARY</p>"), "expired"),
    "future.json": (ninjs(pubStatus="canceled", pubstatus=None, body_html="<p>CANARY</p>"), "draft"),
}  # fmt: skip


@pytest.mark.parametrize("name", HELD)
def test_what_is_held_back_is_in_no_byte_of_the_output(archive: Archive, name: str) -> None:
    text, state = HELD[name]
    archive.write(name, text)
    archive.write("open.json", ninjs(guid="urn:open", headline="Open"))
    report = archive.run("newsml")
    assert [held for _, held, _ in report.held] == [state]
    output = archive.published()
    assert b"Open" in output
    assert b"CANARY" not in output


def test_an_item_that_a_later_notice_takes_back_is_held(archive: Archive) -> None:
    archive.write("one.xml", NITF.replace("Dry", "CANARY"))
    notice = NITF.replace("iptc.1", "iptc.2").replace("Flood ends", "Notice")
    notice = notice.replace('"usable"', '"usable" management-doc-idref="iptc.1" management-idref-status="canceled"')
    archive.write("two.xml", notice)
    report = archive.run()
    assert [(source, state) for source, state, _ in report.held] == [("one.xml:3:1", "draft")]
    assert b"CANARY" not in archive.published()


def test_a_file_that_defines_entities_is_refused_and_nothing_is_expanded_or_loaded(archive: Archive) -> None:
    secret = archive.write("secret.txt", "CANARY")
    laughs = '<!DOCTYPE nitf [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    loads = f'<!DOCTYPE nitf [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    for name, head in (("laughs.xml", laughs), ("loads.xml", loads)):
        archive.write(name, f"{head}{BARE.replace('Dry', '&a;')}")
    report = archive.run("newsml")
    assert [problem.code for problem in report.problems] == ["bad-import", "bad-import"]
    assert report.problems[0].message == "it defines entities of XML, which are never expanded"
    assert not archive.stories()


def test_a_file_that_is_cut_off_is_named_and_what_can_be_read_comes_over(archive: Archive) -> None:
    two = G2.replace("</itemSet>", BARE + "</itemSet>")
    archive.write("wire.xml", two[: two.index("Later")])
    report = archive.run()
    assert "stories/2019/dam-opens.md" in archive.stories()
    assert "the XML is damaged here" in report.problems[0].message
    assert not report.complete


def test_control_characters_are_left_out_and_a_wrong_encoding_is_read_all_the_same(archive: Archive) -> None:
    archive.write("a.xml", NITF.replace("Dry", "Dr\x00y\x0b").encode())
    archive.write("b.xml", G2.replace('"UTF-8"', '"iso-8859-1"').replace("flows", "fließt").encode())
    archive.write("c.xml", G2.replace("urn:dam", "urn:c").replace("Dam opens", "Cé").replace("flows", "fließt").encode("cp1252"))
    archive.write(
        "d.xml", NITF.replace("iptc.1", "d").replace("Flood", "Wide").replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")
    )
    report = archive.run()
    assert "<p>Dry.</p>" in archive.story("stories/2019/flood-ends.md")
    assert "fließt" in archive.story("stories/2019/dam-opens.md")
    assert "fließt" in archive.story("stories/2019/ce.md")
    assert "Dry." in archive.story("stories/2019/wide-ends.md")
    assert [note for _, note in notes_on_articles(report)[:3]] == [
        "it held control characters, which were left out",
        "it is not in the encoding that it declares; it was read as utf-8",
        "it is not in the encoding that it declares; it was read as cp1252",
    ]


def test_metadata_keep_no_control_characters(archive: Archive) -> None:
    archive.write("one.json", ninjs(ednote="a\r\nb\u0007", slugline="x\u0085y"))
    archive.run()
    assert '  ednote: "a\\nb"\n' in archive.story("stories/2019/one.md")
    archive.built()


def test_json_with_headlines_alone_is_not_taken_for_wire_copy(archive: Archive) -> None:
    archive.write("stories.jsonl", '{"headline": "One", "body_html": "<p>Words.</p>"}\n')
    assert kind_of(archive.source / "stories.jsonl") == "jsonl"
    archive.write("wire.json", ninjs())
    assert kind_of(archive.source / "wire.json") == "newsml"


@pytest.mark.parametrize("text", ['{"pubstatus": "a", "body_html": ', "[" * 100_000, '{"bodies": ' * 5_000])
def test_json_that_cannot_be_read_is_named(archive: Archive, text: str) -> None:
    archive.write("one.json", ninjs())
    archive.write("two.json", '{"pubstatus": 1, "headline": ' + text if text.startswith("[") else text)
    report = archive.run("newsml")
    assert [problem.code for problem in report.problems] == ["bad-import"]
    assert archive.stories() == ["stories/2019/one.md"]


def test_what_is_no_text_is_skipped_with_what_it_is(archive: Archive) -> None:
    archive.write("a.json", ninjs(type="picture", body_html=None, description_text="A dam"))
    archive.write("b.xml", G2.replace("ninat:text", "ninat:video"))
    archive.write("c.json", ninjs(guid="c", body_html=None))
    archive.write("d.xml", "<NewsML><NewsItem/></NewsML>")
    archive.write("e.txt", "words")
    report = archive.run("newsml")
    assert report.skipped == [
        ("a.json:1:1", "it is of the type picture, no text"),
        ("b.xml:3:1", "a package, which only names other items"),
        ("b.xml:4:1", "it is of the type video, no text"),
        ("c.json:1:1", "it holds no text"),
        ("d.xml:1:1", "it is of the type media, no text"),
        ("e.txt:1:1", "it is neither NewsML, NITF nor ninjs"),
    ]


def test_the_picture_of_an_item_comes_over_but_not_one_that_is_held(archive: Archive) -> None:
    shown = {"type": "picture", "headline": "A dam", "byline": "Bo", "renditions": {"small": {"href": "s.png", "width": 10},
             "big": {"href": "https://cdn.example/b.png", "width": 900, "mimetype": "image/png"}}}  # fmt: skip
    archive.write("a.json", ninjs(associations={"mainpic": shown}))
    archive.write("b.json", ninjs(guid="b", headline="B", associations={"mainpic": {**shown, "pubstatus": "canceled"}}))
    archive.run()
    assert 'image:\n  src: "https://cdn.example/b.png"\n  alt: A dam\n  caption: A dam\n  credit: Bo\n' in archive.story(
        "stories/2019/one.md"
    )
    assert "\nimage:" not in archive.story("stories/2019/b.md")


def test_a_feed_of_many_items_is_read_as_a_stream(archive: Archive) -> None:
    import tracemalloc

    def peak(count: int) -> int:
        item = G2.partition('<packageItem guid="urn:package"/>\n')[2].partition("</itemSet>")[0].replace("flows", "x " * 2_000)
        items = "".join(item.replace("urn:dam", f"urn:{number}") for number in range(count))
        path = archive.write(
            f"{count}.xml", f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
        )
        from broadsheet.importing.wirexml import xml_items

        tracemalloc.start()
        assert sum(1 for _ in xml_items(path, "x")) == count
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(5)
    assert peak(400) < 2 * peak(20)
