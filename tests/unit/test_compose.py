"""Composition: links resolved, names linked once, permalinks added, and the text itself untouched."""

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.compose import NameIndex, compose
from broadsheet.content.markdown import Markdown
from broadsheet.content.plaintext import plain_body
from broadsheet.model import Body
from growth import costs_at_most

NAMES = NameIndex(
    [
        ("Iran", "/iran/"),
        ("Iran Air", "/iran-air/"),
        ("AT&T", "/att/"),
        ("United Nations", "/un/"),
        ("UN", "/un/"),
        ("O'Brien", "/obrien/"),
        ("Ali Khamenei", "/khamenei/"),
        ("Côte d'Ivoire", "/ci/"),
    ]
)


def linked(html, names=NAMES, **options):
    return compose(Body(html), lambda target: target, names, paragraph_links=False, **options)


def test_targets_are_resolved_and_text_stays_where_a_link_leads_nowhere():
    def resolve(target):
        return {"x.md": "/x/?a=1&b", "a&b.jpg": "/m.jpg"}.get(target)

    html = (
        '<a href="x.md">x</a><a href="gone.md" rel="noopener" class="c">y</a>'
        '<img src="a&amp;b.jpg" alt="A"><img src="no.jpg" alt="&lt;B&gt;">'
    )
    assert compose(Body(html), resolve) == (
        '<a href="/x/?a=1&amp;b">x</a><a class="c unresolved">y</a>'
        '<img src="/m.jpg" alt="A"><span class="missing-image">&lt;B&gt;</span>'
    )


def test_addresses_are_published_in_the_characters_of_a_url():
    html = '<a href="mailto:a@x.org?subject=Learn more">x</a><img src="https://x.org/{a}" alt="A">'
    assert compose(Body(html), str) == (
        '<a href="mailto:a@x.org?subject=Learn%20more">x</a><img src="https://x.org/%7Ba%7D" alt="A">'
    )


def test_paragraphs_with_an_id_get_a_permalink_at_their_end():
    html = '<p id="p-1">One.</p><blockquote><p>Two.</p></blockquote><p id="p-2">Three.</p>'
    assert compose(Body(html), str, permalink_text='To "{}"'.format) == (
        '<p id="p-1">One. <a class="permalink" href="#p-1" aria-label="To &quot;1&quot;">¶</a></p>'
        "<blockquote><p>Two.</p></blockquote>"
        '<p id="p-2">Three. <a class="permalink" href="#p-2" aria-label="To &quot;2&quot;">¶</a></p>'
    )
    assert compose(Body(html), str, paragraph_links=False) == html


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("Iran and Iran", '<a href="/iran/">Iran</a> and Iran'),
        ("Iran Air flew", '<a href="/iran-air/">Iran Air</a> flew'),
        ("Iran Air, Iran Air, Iran", '<a href="/iran-air/">Iran Air</a>, Iran Air, <a href="/iran/">Iran</a>'),
        ("Iran\nAir", '<a href="/iran-air/">Iran\nAir</a>'),
        ("Iran\u00a0Air", '<a href="/iran-air/">Iran\u00a0Air</a>'),
        ("Iran's and", '<a href="/iran/">Iran</a>\'s and'),
        ("Iran’s and", '<a href="/iran/">Iran</a>’s and'),
        ("‘Iran’", '‘<a href="/iran/">Iran</a>’'),
        ("l'Iran", 'l\'<a href="/iran/">Iran</a>'),
        ("Iranian, iran, IRAN, Iran-led, pro-Iran, _Iran_, x'Iran, Iran'n", None),
        ("O’Brien", '<a href="/obrien/">O’Brien</a>'),
        ("Brien O'Brienne", None),
        ("AT&amp;T", '<a href="/att/">AT&amp;T</a>'),
        ("the UN of the United Nations", 'the <a href="/un/">UN</a> of the United Nations'),
        ("Côte d’Ivoire", '<a href="/ci/">Côte d’Ivoire</a>'),
        ("Ali met Ali Khamenei.", 'Ali met <a href="/khamenei/">Ali Khamenei</a>.'),
        ("(Iran)", '(<a href="/iran/">Iran</a>)'),
    ],
)
def test_the_first_mention_of_a_name_is_linked(text, result):
    assert linked(f"<p>{text}</p>") == f"<p>{result or text}</p>"


@pytest.mark.parametrize("tag", ["a", "code", "pre", "h2", "figcaption", "abbr", "summary"])
def test_names_are_not_linked_where_a_link_would_disturb(tag):
    html = f"<{tag}><em>Iran</em></{tag}><td>Iran</td>"
    assert linked(html) == f'<{tag}><em>Iran</em></{tag}><td><a href="/iran/">Iran</a></td>'


def test_the_page_itself_and_what_the_author_linked_already_are_not_linked():
    assert linked("<p>Iran</p>", own_address="/iran/") == "<p>Iran</p>"
    assert linked('<p><a href="/iran/">Tehran</a> and Iran</p>') == '<p><a href="/iran/">Tehran</a> and Iran</p>'


def test_the_address_of_a_name_is_escaped():
    assert linked("<p>X</p>", NameIndex([("X", '/a?b=1&c="')])) == '<p><a href="/a?b=1&amp;c=&quot;">X</a></p>'


def test_an_entity_is_not_taken_for_a_name():
    assert linked("<p>a &amp; b &lt;lt&gt;</p>", NameIndex([("amp", "/amp/"), ("lt", "/lt/")])) == (
        '<p>a &amp; b &lt;<a href="/lt/">lt</a>&gt;</p>'
    )


@pytest.mark.parametrize("name", ["p", "em", "id", "Iran", "table"])
def test_neither_the_name_of_a_tag_nor_what_stands_in_it_is_taken_for_a_name(name):
    html = f'<p id="Iran"><em>a</em></p><table><tbody><tr><td class="Iran">{name}</td></tr></tbody></table>'
    assert linked(html, NameIndex([(name, "/x/")])) == html.replace(f">{name}<", f'><a href="/x/">{name}</a><')


def test_the_first_of_two_equal_names_counts_and_an_empty_index_is_false():
    assert linked("<p>X</p>", NameIndex([("X", "/1/"), ("X", "/2/")])) == '<p><a href="/1/">X</a></p>'
    assert not NameIndex([])
    assert not NameIndex([("!?", "/x/")])


def test_a_phrase_without_an_address_is_passed_over():
    names = NameIndex([("Mexico", "/mexico/"), ("New Mexico", "")])
    assert linked("<p>New Mexico, then Mexico</p>", names) == '<p>New Mexico, then <a href="/mexico/">Mexico</a></p>'


@pytest.mark.parametrize(
    ("passed", "result"),
    [
        ((), '<a href="/iran/">Iran</a> Bank and Iran'),
        (("Iran Bank",), 'Iran Bank and <a href="/iran/">Iran</a>'),
        (("Iran\u00a0Bank", "Nobody", "", "!"), 'Iran Bank and <a href="/iran/">Iran</a>'),
        (("Bank and Iran", "Ira"), '<a href="/iran/">Iran</a> Bank and Iran'),
        (("Iran",), '<a href="/iran/">Iran</a> Bank and Iran'),
    ],
)
def test_phrases_are_passed_over_in_one_body_and_the_index_counts_before_them(passed, result):
    assert linked("<p>Iran Bank and Iran</p>", passed=passed) == f"<p>{result}</p>"
    assert linked("<p>The old Bank of Iran</p>", passed=("Bank of Iran",)) == "<p>The old Bank of Iran</p>"


NAMES_AND_PHRASES = st.lists(
    st.sampled_from(["Iran", "Iran Air", "Air", "The A", "The B c", "AT&T", "O'Brien", "al-B", "p", "amp", "中国", "X", "X Y"]),
    unique=True,
    max_size=8,
)


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["Iran", "Air", "The", "A", "B c", "AT&T", "O’Brien", "al-B", "X", "Y", "中国", "p", " ", " ", "\n\n", "'s", "*", "x"]
        )
    ).map("".join),
    NAMES_AND_PHRASES,
    NAMES_AND_PHRASES,
)
def test_phrases_of_one_body_are_as_phrases_of_the_index(text, names, passed):
    body = Markdown(MarkdownSettings()).to_body(text, "a.md").value
    pairs = [(name, f"/{number}/") for number, name in enumerate(names)]
    everywhere = NameIndex([*pairs, *((phrase, "") for phrase in passed)])
    assert compose(body, str, NameIndex(pairs), passed=passed) == compose(body, str, everywhere)


def text_of(html):
    return unescape(re.sub(r"<[^>]*>", "", html))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Iran", "Air", "'s", "’", " ", "\n\n", "&", "<b>", "*", "`", "O'Brien", "AT&T", "_", "-", "United Nations", "x"]
        )
    ).map("".join)
)
def test_composition_leaves_the_text_as_it_was(text):
    for body in (plain_body(text), Markdown(MarkdownSettings()).to_body(text, "a.md").value):
        assert text_of(compose(body, lambda target: target, NAMES, paragraph_links=False)) == text_of(body.html)
        with_links = compose(body, lambda target: target, NAMES)
        assert re.sub(r' <a class="permalink"[^>]*>¶</a>', "", with_links) == compose(
            body, lambda target: target, NAMES, paragraph_links=False
        )


@settings(deadline=None)
@given(st.text("AB a'’&-\n", max_size=40), st.lists(st.text("AB a'&-", min_size=1, max_size=6), max_size=5))
def test_a_target_is_linked_at_most_once(text, names):
    html = compose(plain_body(text), str, NameIndex((name, f"/{len(name)}/") for name in names), paragraph_links=False)
    targets = re.findall('href="([^"]*)"', html)
    assert len(targets) == len(set(targets))
    assert text_of(html) == text_of(plain_body(text).html)


def test_ten_thousand_names_cost_little():
    first = ("John", "Ali", "The", "United", "Vienna")
    few, many = (NameIndex((f"{first[n % 5]} {n:x} Smith", f"/{n}/") for n in range(number)) for number in (10, 10_000))
    paragraph = "The United States and Vienna met John and Ali in the old palace of the emperor for talks on peace. "
    body = Body("".join(f"<p>{paragraph * 4}</p>" for _ in range(9)))
    # A search for each name would take a thousand times as long with the many.
    assert costs_at_most(20, lambda: compose(body, str, many), lambda: compose(body, str, few))


def test_a_table_can_be_scrolled_by_keyboard_on_a_page_and_stands_alone_in_a_feed():
    html = "<table><tbody><tr><td><table><tbody><tr><td>x</td></tr></tbody></table></td></tr></tbody></table><table></table>"
    region = '<div class="table" tabindex="0" role="region" aria-label="Table {}">'
    outer, last = html[: -len("<table></table>")], "<table></table>"
    assert compose(Body(html), str) == f"{region.format(1)}{outer}</div>{region.format(2)}{last}</div>"
    assert compose(Body(html), str, paragraph_links=False) == html
