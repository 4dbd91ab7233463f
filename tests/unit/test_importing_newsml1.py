"""Import of wire copy: NewsML 1."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of
from newsroom import picture

ITEM = """<?xml version="1.0"?>
<!DOCTYPE NewsML PUBLIC "urn:newsml:iptc.org:20021018:NewsMLv1.2.dtd:1" "NewsML.dtd" [<!ENTITY % nitf SYSTEM "nitf.dtd"> %nitf;]>
<NewsML Version="1.2"><Catalog Href="catalog.xml"/><NewsEnvelope><DateAndTime>20190304T091000Z</DateAndTime></NewsEnvelope>
<NewsItem xml:lang="en"><Identification><NewsIdentifier><ProviderId>old.example</ProviderId><DateId>20190304</DateId>
<NewsItemId>DAM</NewsItemId><RevisionId PreviousRevision="{before}" Update="N">{version}</RevisionId>
</NewsIdentifier></Identification>
<NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20190304T090000Z</FirstCreated>
<ThisRevisionCreated>20190304T100000+0000</ThisRevisionCreated>{management}<Urgency FormalName="4"/></NewsManagement>
<NewsComponent><NewsLines><HeadLine>{headline}</HeadLine><SubHeadLine>The dam is open.</SubHeadLine><ByLine>By Ann Lee</ByLine>
<DateLine>NAIROBI, March 4, 2019 (OT) -</DateLine><CopyrightLine>Old Times 2019</CopyrightLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Old Times"/></Provider></AdministrativeMetadata>
<DescriptiveMetadata><Language FormalName="en"/><Genre FormalName="Analysis"/><Location HowPresent="Origin">
<Property FormalName="Country" Value="KEN"/></Location><Property FormalName="Keyword" Value="dams"/></DescriptiveMetadata>
{content}</NewsComponent></NewsItem></NewsML>"""
USABLE = '<Status FormalName="Usable"/>'
NITF = """<ContentItem><MediaType FormalName="Text"/><Format FormalName="NITF"/><DataContent><nitf>
<head><title>Dam</title><docdata><key-list><keyword key="CANARY-KEY"/></key-list></docdata></head>
<body><body.head><hedline><hl1>Dam opens</hl1></hedline></body.head>
<body.content><p>Water <em>flows</em>.</p><hl2>Later</hl2><p>Dry.</p></body.content></body></nitf></DataContent></ContentItem>"""


def item(content: str = NITF, *, management: str = USABLE, version: int = 1, headline: str = "Dam opens") -> str:
    return ITEM.format(content=content, management=management, version=version, before=version - 1, headline=headline)


def part(role: str, data: str, more: str = "") -> str:
    content = f"<ContentItem><DataContent>{data}</DataContent></ContentItem>" if data else ""
    return f'<NewsComponent><Role FormalName="{role}"/>{more}{content}</NewsComponent>'


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def body_of(archive: Archive, content: str) -> str:
    archive.write("a.xml", item(content))
    archive.run("newsml")
    return archive.story("stories/2019/dam-opens.md").partition("---\n\n")[2]


def test_an_item_becomes_a_story_with_what_is_said_of_it(archive: Archive) -> None:
    archive.write("a.xml", item())
    assert kind_of(archive.source / "a.xml") == "newsml"
    report = archive.run(source="a.xml")
    head, _, body = archive.story("stories/2019/dam-opens.md").partition("---\n\n")
    assert head.partition("imported:")[0] == (
        "---\ntitle: Dam opens\nstandfirst: The dam is open.\ndate: 2019-03-04T09:00:00Z\nupdated: 2019-03-04T10:00:00+00:00\n"
        "authors:\n- Ann Lee\ntags:\n- dams\n- CANARY-KEY\nlabels:\n- analysis\ndateline: Nairobi\n"
        "countries:\n- KE\nsource:\n  name: Old Times\n"
    )
    for kept in ("CopyrightLine: Old Times 2019", 'guid: "urn:newsml:old.example:20190304:DAM"', "Urgency:"):
        assert kept in head.partition("imported:")[2]
    assert body == "<p>Water <em>flows</em>.</p>\n\n<h3>Later</h3>\n\n<p>Dry.</p>\n"
    assert report.problems == []
    assert archive.built().codes == []


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ("<p>Water.</p><p>Flows.</p>", "<p>Water.</p>\n\n<p>Flows.</p>\n"),
        ("&lt;p&gt;Water.&lt;/p&gt;&lt;p&gt;Flows.&lt;/p&gt;", "<p>Water.</p>\n\n<p>Flows.</p>\n"),
        ("<![CDATA[<P>Water.</P>]]>", "<p>Water.</p>\n"),
        ("Water, 1 &lt; 2.\n\nFlows.", "<p>Water, 1 &lt; 2.</p>\n\n<p>Flows.</p>\n"),
        (
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>Water.</p></body></html>',
            "<p>Water.</p>\n",
        ),
    ],
)
def test_content_is_read_in_each_of_its_forms(archive: Archive, data: str, shown: str) -> None:
    assert body_of(archive, part("Main", data)) == shown


def test_parts_of_an_item_have_their_places(archive: Archive) -> None:
    photo = '<ContentItem Href="dam.png"><MediaType FormalName="Photo"/></ContentItem>'
    content = part("StyleSheet", ".CANARY {}") + part("Contact", "<p>Call us.</p>") + part("Title", "DAM 17")
    content += part("Photo", "", f"<NewsLines><HeadLine>The dam</HeadLine></NewsLines>{photo}") + part("Body", "<p>Water.</p>")
    archive.write("dam.png", picture())
    assert body_of(archive, content) == "<p>Water.</p>\n\n<p>Call us.</p>\n"
    story = archive.story("stories/2019/dam-opens.md")
    assert '"title of a part": DAM 17' in story
    assert 'src: "../../media/dam.png"' in story
    assert "CANARY" not in story.replace("CANARY-KEY", "")


def test_of_several_renditions_the_first_stands_and_the_others_are_named(archive: Archive) -> None:
    one, other = "<p>Water.</p>", "<p>Wasser.</p>"
    content = f'<NewsComponent EquivalentsList="yes">{part("Main", one)}{part("Main", other)}</NewsComponent>'
    assert body_of(archive, content) == "<p>Water.</p>\n"
    report = archive.run("newsml")
    assert report.fields["NewsComponent"].lost == 1
    twice = "".join(f"<ContentItem><DataContent>{each}</DataContent></ContentItem>" for each in (one, other))
    archive.write("a.xml", item(f"<NewsComponent>{twice}</NewsComponent>"))
    assert archive.run("newsml").fields["ContentItem"].lost == 1


WILL = "<StatusWillChange><FutureStatus FormalName='Usable'/><DateAndTime>29990101T000000Z</DateAndTime></StatusWillChange>"


@pytest.mark.parametrize(
    ("management", "state"),
    [
        ('<Status FormalName="Embargoed"/>' + WILL, "scheduled"),
        ('<Status FormalName="Embargoed"/>', "pending"),
        ('<Status FormalName="Withheld"/>', "pending"),
        ('<Status FormalName="Canceled"/>', "draft"),
        ('<Status FormalName="Open"/>', "draft"),
        (USABLE + '<Instruction FormalName="Kill"/>', "draft"),
    ],
)
def test_what_is_not_usable_stays_held_back(archive: Archive, management: str, state: str) -> None:
    archive.write("a.xml", item(NITF.replace("flows", "CANARY"), management=management))
    archive.write("b.xml", item(headline="Open").replace("DAM<", "OPEN<"))
    report = archive.run("newsml")
    assert [held for _, held, _ in report.held] == [state]
    assert b"CANARY<" not in archive.published()


def test_of_several_versions_the_last_one_stands_and_what_is_no_text_is_skipped(archive: Archive) -> None:
    archive.write("a.xml", item(headline="Second", version=2))
    archive.write("b.xml", item(headline="First"))
    film = '<NewsComponent><ContentItem Href="f.mp4"><MediaType FormalName="Video"/></ContentItem></NewsComponent>'
    archive.write("c.xml", item(film).replace("DAM<", "FILM<"))
    archive.write("d.xml", "<NewsML><NewsItem/></NewsML>")
    report = archive.run("newsml")
    assert archive.stories() == ["stories/2019/second.md"]
    assert [why for _, why in report.skipped] == [
        "an earlier version: the last one is in a.xml",
        "it is of the type video, no text",
        "it is of the type media, no text",
    ]


def test_another_dtd_that_an_item_names_is_not_loaded(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.write("nitf.dtd", '<!ENTITY secret "CANARY">')
    archive.write("a.xml", item(NITF.replace("Dry.", "Dry &secret;.")))
    monkeypatch.chdir(archive.source)
    archive.run(source="a.xml")
    story = archive.story("stories/2019/dam-opens.md")
    assert "Dry" in story
    assert "CANARY<" not in story.replace("CANARY-KEY", "")
    assert "CANARY." not in story
    archive.write("a.xml", item().replace('SYSTEM "nitf.dtd"', "'<!ENTITY b \"x\">'"))
    assert [why for _, why in archive.run(source="a.xml").skipped] == ["it defines entities of XML"]
