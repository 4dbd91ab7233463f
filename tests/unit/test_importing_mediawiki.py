"""Import of MediaWiki: dumps, and what wikitext becomes."""

from __future__ import annotations

import builtins
import bz2
import sys
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

from archives import Archive
from broadsheet.importing.kinds import kind_of
from broadsheet.importing.needs import MissingError
from broadsheet.importing.wikitext import Wiki

HEAD = """<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11" xml:lang="en">
<siteinfo><sitename>Our News</sitename><dbname>{dbname}</dbname><base>https://wiki.example/wiki/Main_Page</base>
<namespaces><namespace key="0" case="first-letter"/><namespace key="1">Talk</namespace><namespace key="6">Datei</namespace>
<namespace key="14">Kategorie</namespace></namespaces></siteinfo>
"""


def version(text: str, *, date: str = "2019-03-04T10:00:00Z", ident: int = 1, more: str = "", **tags: str) -> str:
    """Return a version of a page."""
    parent = "" if tags.pop("first", "") else "<parentid>7</parentid>"
    return (
        f"<revision><id>{ident}</id>{parent}<timestamp>{date}</timestamp><contributor><username>Ann</username></contributor>"
        f"<comment>mended</comment><model>{tags.get('model', 'wikitext')}</model>"
        f'<text xml:space="preserve"{more}>{escape(text)}</text></revision>'
    )


def page(title: str, *versions: str, ns: int = 0, ident: int = 0, redirect: str = "") -> str:
    """Return a page of a dump."""
    leads = f'<redirect title="{redirect}"/>' if redirect else ""
    return (
        f"<page><title>{title}</title><ns>{ns}</ns><id>{ident or abs(hash(title)) % 10_000}</id>{leads}{''.join(versions)}</page>"
    )


def dump(*pages: str, dbname: str = "ourwiki") -> str:
    """Return a dump."""
    return HEAD.format(dbname=dbname) + "\n".join(pages) + "\n</mediawiki>\n"


def shown(text: str, **options: Any) -> str:
    """Return what a text becomes."""
    wiki = read(text)
    assert options == {}
    return wiki.body.strip()


def read(text: str) -> Wiki:
    """Return what a page says."""
    wiki = Wiki(
        lambda page: f"/wiki/{page.replace(' ', '_')}", lambda name: f"/images/{name}", frozenset(("file",)),
        frozenset(("category",)), "Here",
    )  # fmt: skip
    wiki.read(text)
    return wiki


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One ''two'' '''three'''\nfour.\n\nFive < 6 & 7.",
         "<p>One <i>two</i> <b>three</b>\nfour.</p>\n<p>Five &lt; 6 &amp; 7.</p>"),
        (
            "* one\n** deep\n**# deeper\n* two\n# three\nEnd",
            "<ul><li>one<ul><li>deep<ol><li>deeper</li></ol></li></ul></li><li>two</li></ul><ol><li>three</li></ol>\n<p>End</p>",
        ),
        ("; term : words\n: more", "<dl><dt>term</dt><dd>words</dd><dd>more</dd></dl>"),
        ("== Head ''x'' ==\ntext", '<h2 id="Head_x">Head <i>x</i></h2>\n<p>text</p>'),
        (
            "[[A page]] [[A page|the words]] [[A page#Part two|part]] [https://x.example/ X] https://y.example/",
            '<p><a href="/wiki/A_page">A page</a> <a href="/wiki/A_page">the words</a> '
            '<a href="/wiki/A_page#Part_two">part</a> <a href="https://x.example/">X</a> '
            '<a href="https://y.example/">https://y.example/</a></p>',
        ),
        ("[[w:Nairobi|the city]]", '<p><a href="https://en.wikipedia.org/wiki/Nairobi">the city</a></p>'),
        (
            "[[File:Dam.jpg|thumb|200px|left|alt=Walls|The ''dam'' of [[Town|the town]]]]",
            '<figure><img src="/images/Dam.jpg" alt="Walls"><figcaption>The <i>dam</i> of <a href="/wiki/Town">the town</a>'
            "</figcaption></figure>",
        ),
        (
            "[[File:Dam.webm|thumb|A & B]] x {{IPAc-en|d|æ|m}}",
            '<p><video src="/images/Dam.webm" title="A &amp; B"></video></p>\n<p>x dæm</p>',
        ),
        *(
            (
                f"[[File:Dam.jpg|{option}|The dam]]",
                '<figure><img src="/images/Dam.jpg" alt=""><figcaption>The dam</figcaption></figure>',
            )
            for option in ("pisi", "Мини", "links", "缩略图", "кичирейтүү", "200px|vignette|droite")
        ),
        ("[[File:Dam.jpg|pisi]]", '<figure><img src="/images/Dam.jpg" alt=""></figure>'),
        ("[[File:Dam.jpg|20px|The<br>dam & ''all'']]", '<p><img src="/images/Dam.jpg" alt="The dam &amp; all"></p>'),
        (
            "{{PAGENAME}}, {{ FULLPAGENAME }}: [[:{{NAMESPACE}}talk:{{PAGENAME}}|{{NAMESPACE}}talk]]",
            '<p>Here, Here: <a href="/wiki/talk:Here">talk</a></p>',
        ),
        ("[[File:Talk.ogg|A talk]]", '<p><audio src="/images/Talk.ogg" title="A talk"></audio></p>'),
        (
            "{| class=x\n|+ Sums\n! a !! b\n|-\n| 1 || colspan=2 | 2\n|}",
            '<table><caption>Sums</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td colspan="2">2</td></tr></table>',
        ),
        (
            "Water<ref name=a>{{cite web|title=Dams|url=https://x.example/|work=The Times|date=2 May 2019}}</ref> "
            "flows<ref name=a/>.\n\n<references/>",
            '<p>Water<sup><a href="#note-1">1</a></sup> flows<sup><a href="#note-1">1</a></sup>.</p>\n'
            '<ol><li id="note-1"><a href="https://x.example/">Dams</a>. <em>The Times</em>. 2 May 2019</li></ol>',
        ),
        (
            "A<ref>{{nobody}}</ref> b<ref>Two</ref>.\n{{reflist}}\nC<ref>Three</ref>.\n\n<references/>",
            '<p>A<sup><a href="#note-1">1</a></sup> b<sup><a href="#note-2">2</a></sup>.</p>\n'
            '<ol><li id="note-1">…</li><li id="note-2">Two</li></ol>\n<p>C<sup><a href="#note-3">3</a></sup>.</p>\n'
            '<ol start="3"><li id="note-3">Three</li></ol>',
        ),
        (
            "<ref>{{cite book|last=Lee|first=Ann|chapter=Walls|title=Dams|publisher=Quay|location=Oslo|year=2002|page=59|isbn=1"
            "|volume=2|issue=3|edition=2nd|editor=Bo Roe|quote=They hold.}}{{cite news|title=More}}</ref><references/>",
            '<p><sup><a href="#note-1">1</a></sup></p>\n'
            '<ol><li id="note-1">Ann Lee. \u201cWalls\u201d. Dams. Bo Roe. 2nd. 2 (3). Oslo, Quay. '
            "2002. p. 59. ISBN 1. \u201cThey hold.\u201d More</li></ol>",
        ),
        (
            "He ''said'' so.<ref>[[Town]]'' by Lee</ref> And ''so''.\n<references/>",
            '<p>He <i>said</i> so.<sup><a href="#note-1">1</a></sup> And <i>so</i>.</p>\n'
            '<ol><li id="note-1"><a href="/wiki/Town">Town</a><i> by Lee</i></li></ol>',
        ),
        ("* {{nobody}}\n* One", "<ul><li>One</li></ul>"),
        (
            "<nowiki>''as'' [[it]] <b>is</b></nowiki> <math>x^2</math>",
            "<p>''as'' [[it]] &lt;b&gt;is&lt;/b&gt; <code>x^2</code></p>",
        ),
        ('<syntaxhighlight lang="c">a<b\n  c</syntaxhighlight>', "<pre><code>a&lt;b\n  c</code></pre>"),
        (" set\n as it is", "<pre>set\nas it is</pre>"),
        ("<gallery>\nFile:A.jpg|One\n</gallery>",
         '<figure><img src="/images/A.jpg" alt=""><figcaption>One</figcaption></figure>'),
        (
            "It rose:\n: :{| class=x\n| 1 || 2\n|}\nAnd fell.",
            "<p>It rose:</p>\n<table><tr><td>1</td><td>2</td></tr></table>\n<p>And fell.</p>"),
        (
            "{|\n|+ style=\"x: y\" | Sums\n|-\n| '''one\n| ''two\n|-\n| it's '''''both\n|}\n<nowiki>'''</nowiki>",
            "<table><caption>Sums</caption><tr><td><b>one</b></td><td><i>two</i></td></tr>"
            "<tr><td>it's <i><b>both</b></i></td></tr></table>\n<p>'''</p>",
        ),
        ("{{w|Nairobi|the city}}", '<p><a href="https://en.wikipedia.org/wiki/Nairobi">the city</a></p>'),
        ("{{quote|Wet.|Bo}}", "<blockquote><p>Wet.</p><p>— Bo</p></blockquote>"),
        ("{{convert|5|km}} {{lang|fr|eau}} a{{ndash}}b {{{1|none}}} {{PAGENAME}}", "<p>5 km eau a–b none Here</p>"),
        ("<div>in\n* list\n</div>", "<div><p>in</p>\n<ul><li>list</li></ul>\n</div>"),
        ("text __NOTOC__ ~~~~ <!-- CANARY comment --> end", "<p>text    end</p>"),
        ("<script>alert(1)</script> x", "<p>alert(1) x</p>"),
    ],
)  # fmt: skip
def test_wikitext_becomes_what_a_wiki_shows(text: str, html: str) -> None:
    assert shown(text) == html


def test_templates_that_nobody_knows_categories_and_languages_are_noted() -> None:
    wiki = read("{{Infobox x|a={{b}}}} Words.\n[[Category:Water]] [[de:Wasser]] <timeline>code</timeline>")
    assert wiki.body.strip() == "<p>Words.\n</p>" or wiki.body.strip() == "<p>Words.</p>"
    assert wiki.templates == [("b", "{{b}}"), ("infobox x", "{{Infobox x|a={{b}}}}"), ("<timeline>", "<timeline>code</timeline>")]
    assert (wiki.categories, wiki.languages) == (["Water"], ["de:Wasser"])


def test_a_text_that_is_nested_without_end_is_read_all_the_same() -> None:
    assert "words" in shown("*" * 5_000 + " words")
    assert "words" in shown("{{quote|" * 300 + "words" + "}}" * 300)
    assert "words" in shown("<div>" * 300 + "words")


DAM = (
    "{{date|March 3, 2019}}\n'''Water''' flows at [[the flood|a flood]], says [[Elsewhere]].\n\n"
    "[[Datei:Dam.png|thumb|The dam]]\n\n"
    "{{publish}}\n[[Kategorie:Water]]"
)
PAGES = (
    page("Main Page", version("Welcome CANARY")),
    page("Dam opens", version("CANARY old", date="2019-03-01T10:00:00Z", first="1"), version(DAM, ident=2), ident=5),
    page("The flood", version("It rose. See [[Open dam#Later]].\n{{publish}}", first="1"), ident=6),
    page("Open dam", version("#REDIRECT [[Dam opens]]"), redirect="Dam opens"),
    page("Nowhere", version("#WEITERLEITUNG [[Lost]]"), redirect="Lost"),
    page("Talk:Dam opens", version("CANARY talk"), ns=1),
    page("In work", version("{{develop}}\nCANARY develop")),
    page("Gone", version("CANARY gone", more=' deleted="deleted"')),
    page("Style.css", version("CANARY css", model="css")),
)  # fmt: skip


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive(tmp_path, "-- images/Dam.png --\n")
    archive.write("dump.xml", dump(*PAGES))
    return archive


def test_a_dump_is_known_compressed_or_not(archive: Archive) -> None:
    assert kind_of(archive.source) == "mediawiki"
    place = archive.write("dump.xml.bz2", bz2.compress(dump(*PAGES).encode()))
    assert kind_of(place) == "mediawiki"
    archive.run(source="dump.xml.bz2")
    assert "stories/2019/dam-opens.md" in archive.stories()


def test_an_article_keeps_its_last_version_its_old_addresses_and_its_picture(archive: Archive) -> None:
    archive.run()
    assert archive.story("stories/2019/dam-opens.md") == (
        "---\ntitle: Dam opens\ndate: 2019-03-03\nupdated: 2019-03-04T10:00:00Z\ntags:\n- Water\n"
        'aliases:\n- "/wiki/Dam_opens"\n- "/wiki/Open_dam"\n'
        'imported:\n  from: "mediawiki https://wiki.example/ 5"\n  last_editor: Ann\n  comment: mended\n  revision: 2\n---\n\n'
        '<p><b>Water</b> flows at <a href="/wiki/The_flood">a flood</a>, says '
        '<a href="/wiki/Elsewhere">Elsewhere</a>.</p>\n\n'
        '<figure><img src="/images/Dam.png" alt="The dam">\n<figcaption>The dam</figcaption></figure>\n'
    )
    assert "  date_from: the first version\n" in archive.story("stories/2019/the-flood.md")
    assert 'href="/wiki/Open_dam#Later"' in archive.story("stories/2019/the-flood.md")


def test_what_is_no_article_is_named_with_its_reason(archive: Archive) -> None:
    report = archive.run()
    assert [(state, path) for _, state, path in report.held] == [("pending", "content/stories/2019/in-work.md")]
    assert [reason for _, reason in report.skipped] == [
        "`Main Page` is the front page of the wiki, a list of others",
        "`Nowhere` leads to `Lost`, which is not in the archive",
        "`Talk:Dam opens` is a page of the namespace `Talk`, no article",
        "the text of `Gone` was deleted, or is not in the dump",
        "`Style.css` is css, no article",
    ]


def test_what_nobody_published_and_what_is_in_work_is_held_back(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    unpublished = page("Not yet", version("CANARY unpublished"))
    archive.write("dump.xml", dump(*PAGES, unpublished, dbname="enwikinews"))
    report = archive.run()
    assert [(state, path.rpartition("/")[2]) for _, state, path in report.held] == [
        ("pending", "in-work.md"), ("pending", "not-yet.md"),
    ]  # fmt: skip
    everything = archive.published()
    assert b"It rose." in everything
    assert b"CANARY" not in everything


def test_templates_are_lost_by_name_and_kept_as_they_were_called(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    archive.write("dump.xml", dump(page("One", version("{{Infobox|x=1}} Words. <blink>Old</blink>"))))
    report = archive.run()
    assert report.fields["template infobox"].lost == 1
    assert report.fields["<blink>"].reason == "no article of ours holds such an element; its words were kept"
    assert "<p>Words. Old</p>" in archive.story("stories/2019/one.md")
    assert '  template_code:\n  - "{{Infobox|x=1}}"\n' in archive.story("stories/2019/one.md")


def test_a_missing_package_is_asked_for_by_the_line_that_installs_it(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name.startswith("mwparserfromhell"):
            raise ImportError(name)
        return real(name, *rest)

    for name in [name for name in sys.modules if name.startswith("mwparserfromhell")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingError) as caught:
        archive.run()
    assert str(caught.value) == (
        'an archive of MediaWiki needs a package that is not installed: pip install "broadsheet[import-mediawiki]"'
    )
    assert not archive.into.exists()


def test_odd_dumps_give_what_can_be_read_and_say_so(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    whole = dump(page("One", version("A \x07bell.")), page("Two", version("CANARY cut"))).replace("bell", "bell \x0b\x00")
    archive.write("cut.xml", whole[: whole.index("CANARY cut")])
    report = archive.run()
    assert archive.stories() == ["stories/2019/one.md"]
    assert "A bell" in archive.story("stories/2019/one.md")
    assert [problem.message for problem in report.problems] == ["the file ends before its end: what came after is not in it"]
    assert [note for _, note in report.notes if "control" in note] == ["it held control characters, which were left out"]
    (archive.source / "cut.xml").unlink()
    place = archive.write("wide.xml", dump(page("Wide", version("Sechzehn. \u00e9"))).encode("utf-16"))
    archive.into = archive.into.with_name("wide")
    assert archive.run().problems == []
    assert "Sechzehn. é" in archive.story("stories/2019/wide.md")
    place.unlink()
    compressed = bz2.compress(dump(*PAGES).encode())
    archive.write("short.xml.bz2", compressed[: len(compressed) // 2])
    archive.into = archive.into.with_name("short")
    assert [problem.message for problem in archive.run(kind="mediawiki").problems] in (
        ["the file ends before its end: what came after is not in it"], [],
    )  # fmt: skip
