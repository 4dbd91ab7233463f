"""Drawings: what is taken out of SVG pictures, what stays, and what cannot be cleaned."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from broadsheet.pictures.drawing import UnsafeDrawingError, cleaned_drawing
from newsroom import picture

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
CONTENT = Path(__file__).resolve().parents[2] / "content"


def cleaned(inside: str, before: str = "", attributes: str = "") -> str:
    return cleaned_drawing(f"{before}<svg {SPACES}{attributes}>{inside}</svg>".encode()).decode()


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<script href="evil.js"/>',
        '<rect onclick="alert(1)"/>',
        '<rect ONLOAD="alert(1)"/>',
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><p>alert</p></body></foreignObject>',
        '<h:iframe xmlns:h="http://www.w3.org/1999/xhtml" src="javascript:alert(1)"/>',
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<a xlink:href="https://evil.example/"><text>x</text></a>',
        '<a data-carried-href="https://evil.example/"><text>x</text></a>',
        '<set attributeName="href" to="x"/>',
        '<animate attributeName="xlink:href" values="x"/>',
        '<image href="data:image/svg+xml,&lt;svg onload=&quot;alert(1)&quot;/>"/>',
        '<image href="data:text/html,alert"/>',
    ],
)
def test_what_could_run_or_lead_away_is_taken_out(inside: str) -> None:
    text = cleaned(inside + '<rect width="1"/>', attributes=' onload="alert(1)"')
    assert 'width="1"' in text
    for sign in ("alert", "script", " href", "iframe", "onload", "onclick", "attributename", "data:"):
        assert sign not in text.lower()


@pytest.mark.parametrize(
    ("inside", "fault"),
    [
        ('<image href="https://evil.example/a.png"/>', "it refers to another file, `/a.png`"),
        ('<image href="photo.png"/>', "it refers to another file, `photo.png`"),
        ('<use xlink:href="other.svg#a"/>', "it refers to another file, `other.svg#a`"),
        ('<rect fill="url(other.svg#a)"/>', "it refers to another file, or may: `url(other.svg#a`"),
        ("<style>rect { fill: url(https://evil.example/x) }</style>", "its style refers to another file, or may: `url(/x`"),
        ("<style>rect { background: image-set('x.png' 1x) }</style>", "its style refers to another file, or may: `image-set(`"),
    ],
)
def test_a_drawing_that_needs_another_file_cannot_be_cleaned(inside: str, fault: str) -> None:
    with pytest.raises(UnsafeDrawingError) as error:
        cleaned(inside)
    assert str(error.value) == fault


@pytest.mark.parametrize(
    "data",
    [b"", b"text", b"<svg/>", b"<svg xmlns='http://www.w3.org/2000/svg'>", b"<html xmlns='http://www.w3.org/1999/xhtml'/>"],
)
def test_what_is_no_drawing_cannot_be_cleaned(data: bytes) -> None:
    with pytest.raises(UnsafeDrawingError, match="no well-formed SVG"):
        cleaned_drawing(data)


def test_a_prefix_that_would_be_lost_is_said() -> None:
    with pytest.raises(UnsafeDrawingError, match="without a prefix"):
        cleaned_drawing(b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:rect/></s:svg>')


def test_entities_and_instructions_are_gone() -> None:
    text = cleaned("<text>&a;</text>", '<?xml-stylesheet href="x.xsl"?><!DOCTYPE svg [<!ENTITY a "hello">]>')
    assert "<text>hello</text>" in text
    assert "ENTITY" not in text
    assert "stylesheet" not in text


@pytest.mark.parametrize(
    "inside",
    [
        "<g>" * 200_000 + "</g>" * 200_000,
        "<g>" * 200 + "</g>" * 200,
        "<foreignObject>" + "<b>" * 200 + "</b>" * 200 + "</foreignObject>",
        "<g " + " ".join(f'xmlns:n{n}="n"' for n in range(201)) + "><rect/></g>",
    ],
    ids=["endless", "elements", "foreign elements", "namespaces"],
)
def test_what_stands_too_deep_in_each_other_cannot_be_cleaned(inside: str) -> None:
    with pytest.raises(UnsafeDrawingError, match="more than 200 elements or namespaces stand in each other"):
        cleaned(inside)
    assert "<rect" in cleaned("<g>" * 198 + "<rect/>" + "</g>" * 198)


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "UTF-8", "utf-8"])
def test_a_drawing_in_another_encoding_keeps_its_words(encoding: str) -> None:
    inside = "<text><tspan>\u00e9</tspan><tspan>a</tspan></text>"
    text = f"<?xml version='1.0' encoding='{encoding}'?><svg {SPACES}>{inside}</svg>"
    found = ElementTree.fromstring(cleaned_drawing(text.encode(encoding)))
    assert "".join("".join(found.itertext()).split()) == "\u00e9a"


def test_text_that_shows_tags_keeps_them() -> None:
    text = cleaned("<text><![CDATA[<a><b>]]></text><style><![CDATA[a>b{fill:red}]]></style>")
    assert ElementTree.fromstring(text).findtext("{http://www.w3.org/2000/svg}text") == "<a><b>"


def test_entities_that_grow_without_end_cannot_be_cleaned() -> None:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(12)]
    with pytest.raises(UnsafeDrawingError):
        cleaned("<text>&e11;</text>", f"<!DOCTYPE svg [{''.join(names)}]>")


@pytest.mark.parametrize(
    "inside",
    [
        '<text>A<tspan>B</tspan><tspan>C</tspan></text>',
        '<text paint-order="stroke fill">halo</text>',
        '<text><textPath href="#curve">on a line</textPath></text>',
        '<text xml:space="preserve">two  blanks</text>',
        '<rect fill="url(#hatch)"/><use href="#m"/>',
        f'<image href="data:image/png;base64,{b64encode(picture()).decode()}"/>',
        '<style>a &gt; b {fill:red}</style>',
        '<a href="#part"><text>x</text></a>',
    ],
)  # fmt: skip
def test_what_only_looks_stays_as_it_is(inside: str) -> None:
    assert inside in cleaned(inside)


def test_a_filler_of_the_author_s_makes_no_address() -> None:
    text = cleaned('<a href="java\ue000script:alert(1)">x</a><a href="java&#xE000;script:alert(1)">y</a>')
    assert "href" not in text


@pytest.mark.parametrize("path", sorted(CONTENT.rglob("*.svg")), ids=lambda path: path.stem)
def test_the_drawings_of_the_demonstration_lose_nothing(path: Path) -> None:
    before, after = (
        list(ElementTree.fromstring(data).iter()) for data in (path.read_bytes(), cleaned_drawing(path.read_bytes()))
    )
    assert [(e.tag, e.attrib, e.text) for e in before if e.text and e.text.strip()] == [
        (e.tag, e.attrib, e.text) for e in after if e.text and e.text.strip()
    ]
    assert [(e.tag, e.attrib) for e in before] == [(e.tag, e.attrib) for e in after]
