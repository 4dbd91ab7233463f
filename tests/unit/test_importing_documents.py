"""Import of documents of word processors: DOCX and ODT."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.needs import MissingError
from newsroom import picture

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:creator>Ann Lee; Bo Roe</dc:creator>
<dc:title>Microsoft Word - dam.doc</dc:title><cp:keywords>water, dams</cp:keywords><cp:lastModifiedBy>Cara</cp:lastModifiedBy>
<dcterms:created>2019-03-04T09:00:00Z</dcterms:created><dcterms:modified>2019-03-05T09:00:00Z</dcterms:modified>%s</cp:coreProperties>"""
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/></Types>'
)
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = f'<Relationship Id="r" Type="{KINDS}/officeDocument" Target="word/document.xml"/>'
SHOWN = (
    '<Relationship Id="p" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="media/a.png"/>'
)
STYLES = f"""<w:styles {W}><w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/></w:style>
<w:style w:type="character" w:styleId="X"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"""
DRAWN = """<w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">
<wp:docPr id="1" name="x" descr="The dam"/><a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData>
<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="p"/></pic:blipFill></pic:pic>
</a:graphicData></a:graphic></wp:inline></w:drawing>"""


def paragraph(text: str, style: str = "", look: str = "") -> str:
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def packed(parts: dict[str, str | bytes]) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return whole.getvalue()


def docx(body: str, core: str = "", **parts: str | bytes) -> bytes:
    files = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELS % MAIN,
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "docProps/core.xml": CORE % core,
        **{name.replace("__", "/").replace("_xml", ".xml"): content for name, content in parts.items()},
    }
    return packed(files)


OFFICE = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
                        ("meta", "meta"),
                        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"))
) + ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
LOOKS = """<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Hid" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
<style:style style:name="Tit" style:family="paragraph" style:parent-style-name="Title"/>
<style:style style:name="Cod" style:family="paragraph" style:parent-style-name="Preformatted_20_Text"/>
<text:list-style style:name="L"><text:list-level-style-bullet text:level="1"/><text:list-level-style-number text:level="2"/>
</text:list-style>"""
META = """<office:document-meta %s><office:meta><meta:creation-date>2019-03-04T09:00:00</meta:creation-date>
<dc:date>2019-03-05T09:00:00</dc:date>
<meta:initial-creator>Ann Lee</meta:initial-creator><meta:keyword>water</meta:keyword>
<meta:editing-cycles>3</meta:editing-cycles>
</office:meta></office:document-meta>"""


def odt(body: str, **parts: str | bytes) -> bytes:
    content = (
        f"<office:document-content {OFFICE}><office:automatic-styles>{LOOKS}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return packed({"mimetype": "x", "content.xml": content, "meta.xml": META % OFFICE, "Pictures/a.jpe": picture(), **parts})


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def test_a_document_of_word_becomes_a_story_with_its_properties_and_its_picture(archive: Archive) -> None:
    body = paragraph("Dam opens", "T") + paragraph("Water flows.") + paragraph("Later", "H")
    body += (
        f"<w:p><w:r>{DRAWN}</w:r></w:p>" + '<w:p><w:fldSimple w:instr="SEQ"><w:r><w:t>Figure 1</w:t></w:r></w:fldSimple></w:p>'
    )
    archive.write("dam.docx", docx(body, **{"word___rels__document.xml.rels": RELS % SHOWN, "word__media__a.png": picture()}))
    report = archive.run()
    assert report.kind == "docx"
    assert archive.story("stories/2019/dam.md") == (
        "---\ntitle: Dam opens\ndate: 2019-03-04T09:00:00Z\nupdated: 2019-03-05T09:00:00Z\nauthors:\n- Ann Lee\n- Bo Roe\n"
        "tags:\n- water\n- dams\nimported:\n"
        "  from: docx dam.docx\n  title: Microsoft Word - dam.doc\n  lastModifiedBy: Cara\n---\n\n"
        '<p>Water flows.</p>\n\n<h1>Later</h1>\n\n<p><img alt="The dam" src="../../media/stories/2019/dam/picture-1.png"></p>\n\n'
        "<p>Figure 1</p>\n"
    )
    assert report.complete
    room = archive.built()
    assert 'alt="The dam"' in room.page("/stories/2019/03/dam/")
    assert any("picture-1" in path for path in room.site())


def test_a_document_of_libreoffice_becomes_a_story_with_its_marks_its_notes_and_its_table(archive: Archive) -> None:
    body = """<text:sequence-decls/><text:p text:style-name="Tit">Dam opens</text:p>
<text:p>Water <text:span text:style-name="B">flows</text:span>.<text:note
><text:note-citation>1</text:note-citation><text:note-body>
<text:p>Fast.</text:p></text:note-body></text:note></text:p>
<text:list text:style-name="L"><text:list-item><text:p>a</text:p><text:list
><text:list-item><text:p>b</text:p></text:list-item></text:list>
</text:list-item></text:list>
<table:table><table:table-header-rows><table:table-row>
<table:table-cell table:number-columns-spanned="2"><text:p>h</text:p></table:table-cell>
</table:table-row></table:table-header-rows>
<table:table-row><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>
<text:p><draw:frame><draw:image xlink:href="Pictures/a.jpe"/><svg:desc>The dam</svg:desc></draw:frame></text:p>
<text:h text:outline-level="2">Later</text:h>"""
    archive.write("dam.odt", odt(body))
    report = archive.run()
    assert report.kind == "odt"
    text = archive.story("stories/2019/dam.md")
    assert text.startswith(
        "---\ntitle: Dam opens\ndate: 2019-03-04T09:00:00\nupdated: 2019-03-05T09:00:00\nauthors:\n- Ann Lee\ntags:\n- water\n"
        "imported:\n  from: odt dam.odt\n  editing-cycles: 3\n---\n"
    )
    plain = text.replace("\n", "")
    assert '<p>Water <strong>flows</strong>.<sup><a href="#note-1" id="note-ref-1">1</a></sup></p>' in plain
    assert "<ul><li><p>a</p><ol><li><p>b</p></li></ol></li></ul>" in plain
    assert '<table><tr><th colspan="2">h</th></tr><tr><td>c</td></tr></table>' in plain
    assert '<img src="../../media/stories/2019/dam/a.png" alt="The dam">' in plain
    assert plain.endswith('<h2>Later</h2><ol><li id="note-1"><p>Fast.</p></li></ol>')
    archive.built()


def read_odt(archive: Archive, body: str) -> str:
    archive.write("dam.odt", odt(body))
    archive.run()
    return archive.story("stories/2019/dam.md").partition("---\n\n")[2]


def test_words_in_shapes_follow_their_paragraph_each_once(archive: Archive) -> None:
    shapes = "".join(
        f"<draw:custom-shape>{''.join(f'<text:p>{word}</text:p>' for word in words)}</draw:custom-shape>" for words in ("ab", "c")
    )
    assert read_odt(archive, f"<text:p>Water{shapes}</text:p><text:p>flows.</text:p>") == (
        "<p>Water</p>\n\n<p>a</p>\n\n<p>b</p>\n\n<p>c</p>\n\n<p>flows.</p>\n"
    )


def test_two_framed_pictures_in_a_paragraph_are_two_figures(archive: Archive) -> None:
    frames = "".join(
        '<draw:frame><draw:text-box><text:p><draw:frame><draw:image xlink:href="Pictures/a.jpe"/></draw:frame>'
        f"{words}</text:p></draw:text-box></draw:frame>"
        for words in ("The dam", "The lake")
    )
    text = read_odt(archive, f"<text:p>{frames}</text:p>")
    assert text.count("<figure>") == 2
    assert text.index("<figcaption>The dam</figcaption>") < text.index("<figcaption>The lake</figcaption>")


def test_lines_of_code_are_one_block_and_keep_their_indents(archive: Archive) -> None:
    lines = ("if dry:", '<text:s text:c="4"/>open()', "", "close()", "")
    body = "".join(f'<text:p text:style-name="Cod">{line}</text:p>' for line in lines)
    assert read_odt(archive, f"{body}<text:p>So.</text:p>") == "<pre>if dry:\n    open()\n\nclose()\n</pre>\n\n<p>So.</p>\n"


def test_a_number_that_only_the_program_counts_is_named_as_lost(archive: Archive) -> None:
    archive.write(
        "dam.odt", odt('<text:p>Figure <text:sequence text:name="Figure"/>, table <text:sequence>2</text:sequence></text:p>')
    )
    report = archive.run()
    assert archive.story("stories/2019/dam.md").endswith("<p>Figure , table 2</p>\n")
    assert report.fields["numbers"].lost == 1


def test_the_author_of_a_document_is_who_began_it_and_not_who_saved_it(archive: Archive) -> None:
    meta = META % OFFICE
    archive.write(
        "dam.odt", odt("<text:p>a</text:p>", **{"meta.xml": meta.replace("<meta:init", "<dc:creator>Bo</dc:creator><meta:init")})
    )
    archive.run()
    assert "authors:\n- Ann Lee\n" in archive.story("stories/2019/dam.md")


def test_a_readme_beside_documents_makes_them_no_site_of_markdown(archive: Archive) -> None:
    archive.write("dam.odt", odt("<text:p>Water.</text:p>"))
    archive.write("README.md", "# Our documents\n")
    assert archive.run().kind == "odt"
    assert archive.stories() == ["stories/2019/dam.md"]


def test_a_first_line_that_is_the_headline_is_shown_once_and_no_author_has_an_address(archive: Archive) -> None:
    meta = (META % OFFICE).replace("Ann Lee", "ann.lee@paper.example")
    bold = '<text:span text:style-name="B">{}</text:span>'
    body = f"<text:p>{bold.format('Dam ')}{bold.format('opens')}</text:p><text:p>{bold.format('W')}{bold.format('ater')}</text:p>"
    archive.write("dam-opens.odt", odt(body, **{"meta.xml": meta}))
    archive.run()
    story = archive.story("stories/2019/dam-opens.md")
    assert "title: Dam opens\n" in story
    assert "authors:\n- ann.lee\n" in story
    assert story.endswith("---\n\n<p><strong>Water</strong></p>\n")


def test_what_word_adds_to_the_words_of_a_picture_is_left_out(archive: Archive) -> None:
    drawn = DRAWN.replace('descr="The dam"', 'descr="The dam&#10;&#10;Description automatically generated with low confidence"')
    related = {"word___rels__document.xml.rels": RELS % SHOWN, "word__media__a.png": picture()}
    archive.write("dam.docx", docx(f"<w:p><w:r>{drawn}</w:r></w:p>" + paragraph("Water."), **related))
    archive.run()
    assert '<img alt="The dam" src=' in archive.story("stories/2019/dam.md")


def test_links_in_documents_of_word_are_not_underlined_and_notes_not_raised_twice(archive: Archive) -> None:
    link = (
        '<w:p><w:hyperlink xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="l">'
        '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:t>lake</w:t></w:r></w:hyperlink></w:p>'
    )
    raised = '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/>'
    note = f"<w:p><w:r><w:t>Deep</w:t></w:r><w:r>{raised}</w:r></w:p>"
    related = f'<Relationship Id="l" Type="{KINDS}/hyperlink" Target="https://a.example/" TargetMode="External"/>'
    related += f'<Relationship Id="f" Type="{KINDS}/footnotes" Target="footnotes.xml"/>'
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Very.")}</w:footnote></w:footnotes>'
    archive.write(
        "dam.docx", docx(link + note, **{"word___rels__document.xml.rels": RELS % related, "word__footnotes_xml": notes})
    )
    archive.run()
    text = archive.story("stories/2019/dam.md")
    assert '<p><a href="https://a.example/">lake</a></p>' in text
    assert 'Deep<sup><a href="#footnote-2" id="footnote-ref-2">[1]</a></sup>' in text


def test_a_note_in_the_style_of_a_heading_is_a_note(archive: Archive) -> None:
    note = '<w:p><w:r><w:t>Deep</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    style = '<w:style w:type="paragraph" w:styleId="b6"><w:name w:val="heading 6"/></w:style>'
    parts = {
        "word___rels__document.xml.rels": RELS % f'<Relationship Id="f" Type="{KINDS}/footnotes" Target="footnotes.xml"/>',
        "word__footnotes_xml": f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("Very.", "b6")}</w:footnote></w:footnotes>',
        "word__styles_xml": f"<w:styles {W}>{style}</w:styles>",
    }
    archive.write("dam.docx", docx(note + paragraph("Parts", "b6"), **parts))
    assert list(archive.run().skipped) == []
    text = archive.story("stories/2019/dam.md")
    assert '<li id="footnote-2">\n<p>Very. <a href="#footnote-ref-2">↑</a></p></li>' in text
    assert "<h6>Parts</h6>" in text


HIDDEN = {
    "vanish.docx": docx(paragraph("Open") + paragraph("CANARY", look="<w:vanish/>")),
    "style.docx": docx(paragraph("Open") + paragraph("CANARY", look='<w:rStyle w:val="X"/>')),
    "deleted.docx": docx(paragraph("Open") + "<w:p><w:del><w:r><w:delText>CANARY</w:delText></w:r></w:del></w:p>"),
    "comment.docx": docx(
        paragraph("Open"),
        word__comments_xml=f'<w:comments {W}><w:comment w:id="1">{paragraph("CANARY")}</w:comment></w:comments>'
    ),
    "draft.docx": docx(paragraph("CANARY"), "<cp:contentStatus>Draft</cp:contentStatus>"),
    "drafts/a.docx": docx(paragraph("CANARY")),
    "2027-01-01-later.docx": docx(paragraph("CANARY")),
    "hidden.odt": odt('<text:p>Open</text:p><text:p text:style-name="Hid">CANARY</text:p>'),
    "span.odt": odt('<text:p>Open<text:span text:style-name="Hid">CANARY</text:span></text:p>'),
    "hiddentext.odt": odt("<text:p>Open<text:hidden-text>CANARY</text:hidden-text></text:p>"),
    "annotation.odt": odt("<text:p>Open<office:annotation><text:p>CANARY</text:p></office:annotation></text:p>"),
    "changes.odt": odt("<text:tracked-changes><text:p>CANARY</text:p></text:tracked-changes><text:p>Open</text:p>"),
    "drafts/b.odt": odt("<text:p>CANARY</text:p>"),
}  # fmt: skip


@pytest.mark.parametrize("name", HIDDEN)
def test_what_nobody_is_meant_to_read_is_in_no_byte_of_the_output(archive: Archive, name: str) -> None:
    archive.write(name, HIDDEN[name])
    report = archive.run("docx")
    assert len(archive.stories()) == 1
    assert report.held or not report.complete or "deleted" in name
    assert b"CANARY" not in archive.published()


BOMB = b"<x>" + b"\0" * (40 * 1024 * 1024)
HOSTILE = {
    "old.docx": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "behind a password, or in Word's old format"),
    "cut.docx": (docx(paragraph("a"))[:400], "no whole package"),
    "text.docx": (b"only words", "no whole package"),
    "bomb.docx": (packed({"word/document.xml": BOMB}), "may be made to fill the memory"),
    "path.docx": (packed({"../../word/document.xml": "x"}), "is named `../../word/document.xml`"),
    "entities.docx": (packed({"word/document.xml": '<!DOCTYPE a [<!ENTITY a "ha">]><a>&a;</a>'}), "defines entities of XML"),
    "broken.docx": (packed({"word/document.xml": "<a><b>"}), "no document that can be read"),
    "empty.docx": (packed({"a": "b"}), "no document that can be read"),
    "cut.odt": (odt("<text:p>a</text:p>")[:-300], "no whole package"),
    "broken.odt": (packed({"content.xml": "<a><b>"}), "the part `content.xml` is no whole XML"),
    "sheet.odt": (packed({"content.xml": "<a/>"}), "there is no text in it"),
    "locked.odt": (packed({"META-INF/manifest.xml": "<encryption-data/>", "content.xml": "x"}), "it is behind a password"),
    "deep.odt": (odt("<text:section>" * 200 + "<text:p>a</text:p>" + "</text:section>" * 200), "too deep in each other"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_document_that_cannot_be_read_is_named_with_why_and_the_others_come_over(archive: Archive, name: str) -> None:
    data, why = HOSTILE[name]
    archive.write(name, data)
    archive.write("open.odt", odt("<text:p>Open</text:p>"))
    report = archive.run("docx")
    assert archive.stories() == ["stories/2019/open.md"]
    assert [problem.code for problem in report.problems] == ["bad-import"]
    assert why in report.problems[0].message
    assert not report.complete


def test_without_its_package_the_exact_line_to_install_it_is_said(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mammoth", None)
    archive.write("dam.docx", docx(paragraph("a")))
    with pytest.raises(MissingError) as caught:
        archive.run()
    assert str(caught.value).endswith('pip install "broadsheet[import-docx]"')


def test_a_picture_that_browsers_do_not_show_is_named(archive: Archive) -> None:
    archive.write(
        "a.odt",
        odt(
            '<text:p>Open<draw:frame><draw:image xlink:href="Pictures/a.emf"/></draw:frame></text:p>',
            **{"Pictures/a.emf": b"emf"},
        ),
    )
    report = archive.run()
    assert [name for _, name in report.pictures] == ["a.emf (files of the kind `.emf` are not among those that are published)"]
    assert archive.story("stories/2019/a.md").endswith("<p>Open</p>\n")
