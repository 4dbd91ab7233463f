"""The proof: what it lets pass is what the sanitiser would give back, and a body is the same with it and without it."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content import markdown
from broadsheet.content.closing import closed
from broadsheet.content.markdown import Markdown
from broadsheet.content.nesting import nest
from broadsheet.content.proof import plain_blocks
from broadsheet.content.sanitise import removed_markup, sanitise
from growth import grows_evenly

CONVERTERS = [
    Markdown(MarkdownSettings(engine=engine, smart=smart, raw_html=raw_html))
    for engine in ("markdown", "commonmark")
    for smart, raw_html in ((False, "sanitise"), (True, "sanitise"), (False, "refuse"))
]
ADDRESSES = [
    "/a/",
    "/a%20b?c=1#d",
    "/a?b=1&amp;c=2",
    "https://x.org/a_(b)?c=1&amp;d=%20#e",
    "mailto:a.b@x.org",
    "#p-1",
    "b.md",
    "b/c_d.md#e",
    "https://x.org",
    "https://x-y.org/z:1",
    "http://x.org?a",
    "HTTP://x.org/",
    "//x.org/",
    "../b.md",
    "mailto:a@x.org",
    "",
    " /a",
    "/a b",
    "/a\n",
    "/\u00e9",
    "a:b",
    "https://u:p@x.org/",
    "https://1.2.3/",
    "https://x--y.org/",
    "https://xn--x.org/",
    "https://x.1/",
    "https://[::1]/",
    "https:///x",
    "https:x",
    "javascript:x",
    "javascript:a@x.org",
    "JavaScript:x",
    "java\tscript:x",
    "java&#10;script:x",
    "&#106;avascript:x",
    "&#x6a;avascript&colon;x",
    "\x01javascript:x",
    "vbscript:x",
    "data:text/html,x",
    "{{ x }}",
    "/a&copy;",
    "/a&quot;",
    '/a" onclick="x',
    "/a>",
    "/a<",
    "x.md:y",
    "javascript%3ax",
    "java.script:x/",
]
LETTERS = st.sampled_from(
    [*"aZ09 ,.:;!?'\"()[]{}*_-#%=/|\\~`^$@+é中ا", "\u00a0", "\u2028", "\u200b", "\ud7ff", "\U0001f600", "\n"]
)
ENTITIES = "& &amp; &lt; &gt; &quot; &nbsp; &#39; &#0; &#x80; &copy &amp &AMP; &notit;"
TAGS = """
< > <p> </p> <P> <em> </em> <EM> </~em> <em/> <em~> <strong> </strong> <code> </code> <a> </a> <a~href=/a> <ul> </ul> <li>
</li> <ol> </ol> <blockquote> </blockquote> <h2> </h2> <h7> </h7> <div> <pre> <br> <hr> <br/> <script> </script> <style> <svg>
<math> <title> <plaintext> <table> <tr> <td> </table> <!-- --> --!> <!x> <?x?> <![CDATA[ ]]> </ <1 {{x}} {%y%}
"""
ATTRIBUTES = [
    "<a href='/a'>",
    '<a HREF="/a">',
    '<a href="/a"',
    '<a name="x">',
    '<a href="/a" onclick="x">',
    "<img src=x onerror=y>",
]
CONTROLS = "\0\t\r\x0b\x0c\x1b\x7f\x85\x9b\ufdd0\ufeff\ufffd\ufffe\uffff\U0001ffff"
ODD = st.sampled_from([*ENTITIES.split(), *(tag.replace("~", " ") for tag in TAGS.split()), *ATTRIBUTES, *CONTROLS])
TEXT = st.lists(LETTERS, max_size=8).map("".join)
SAID = st.one_of(TEXT.map("{}x".format), TEXT.map("{}x".format), TEXT)
TITLE = st.sampled_from(
    [
        *[""] * 9,
        *[' title="t"'] * 5,
        ' title="t &amp; \u00a0 \'"',
        ' title="&lt;"',
        ' title="a>"',
        " title='t'",
        ' title="&quot;"',
    ]
)


def within(text, *wrapped):
    return st.lists(st.one_of(text, *wrapped), max_size=4).map("".join)


def element(name, inner, end=""):
    return inner.map(lambda held: f"<{name}>{end}{held}</{name}>{end}")


PHRASE = st.one_of(element("em", SAID), element("strong", SAID), element("code", SAID))
LINK = st.builds(
    lambda address, title, text: f'<a href="{address}"{title}>{text}</a>',
    st.sampled_from([*ADDRESSES[:10] * 25, *ADDRESSES]),
    TITLE,
    st.one_of(within(TEXT, PHRASE), within(PHRASE, SAID)),
)
LINKS = within(SAID, PHRASE, LINK)
NESTED = st.one_of(element("em", LINKS), element("strong", LINKS))
WORDS = within(TEXT, PHRASE, LINK, NESTED)
LIST = st.lists(WORDS.map(lambda held: f"<li>{held}</li>\n"), min_size=1, max_size=3).map("".join)
QUOTES = st.lists(WORDS.map(lambda held: f"<p>{held}</p>\n"), min_size=1, max_size=3).map("".join)
BLOCK = st.one_of(
    *(element(name, WORDS) for name in ("p", "p", "h1", "h3", "h6")),
    LIST.map(lambda held: f"<ul>\n{held}</ul>"),
    LIST.map(lambda held: f"<ol>\n{held}</ol>"),
    QUOTES.map(lambda held: f"<blockquote>\n{held}</blockquote>"),
)
PLAIN = st.lists(BLOCK, min_size=1, max_size=4).map("\n".join)


@st.composite
def spoilt(draw):
    """Plain HTML in which something odd was put, or from which something was taken."""
    html = draw(PLAIN)
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(html)))
        end = draw(st.integers(at, min(len(html), at + 4)))
        html = html[:at] + draw(st.one_of(ODD, LETTERS, st.just(""), st.just(html[at:end].swapcase()))) + html[end:]
    return html


def assert_left_as_it_is(html):
    """Assert that what is proven is what the sanitiser and all that follows it make of it, and holds nothing to report."""
    if plain_blocks(html) is None:
        return
    assert sanitise(html).replace("&nbsp;", "\u00a0") == html
    assert closed(html) == html
    assert nest(html) == html
    assert removed_markup(html, None) == ()


@settings(max_examples=600, deadline=None)
@given(st.one_of(PLAIN, spoilt(), spoilt()))
def test_what_is_proven_is_what_the_sanitiser_gives_back(html):
    assert_left_as_it_is(html)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(ODD, LETTERS, WORDS), max_size=8).map("".join), st.sampled_from(["p", "h2", "h4"]))
def test_so_is_whatever_stands_in_a_paragraph_or_heading(inner, name):
    assert_left_as_it_is(f"<{name}>{inner}</{name}>")


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("title", ["", ' title="t"'])
def test_so_is_every_kind_of_address(address, title):
    assert_left_as_it_is(f'<p>a <a href="{address}"{title}>b</a></p>')


def test_news_text_is_proven():
    html = (
        '<h2>A</h2>\n<p>One &amp; <em>two</em> “three” <a href="/a/?b=1&amp;c=2" title="T">f<code>o</code>ur</a>\u00a0</p>\n'
        '<ul>\n<li>a <a href="https://x.org">b</a></li>\n<li>c</li>\n</ul>\n<blockquote>\n<p>a</p>\n<p>b</p>\n</blockquote>\n'
        '<p><strong>h <a href="d/e.md#f"><em>g</em></a></strong></p>\n'
    )
    assert [block[2] or block[4][:4] for block in plain_blocks(html)] == ["h2", "p", "<ul>", "<blo", "p"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "a",
        "<p>a</p>b",
        "<p>a<p>b</p></p>",
        "<p>a > b</p>",
        "<p>a</p >",
        "<P>a</P>",
        "<p class=x>a</p>",
        "<p>a<br>b</p>",
        "<p>a&quot;</p>",
        "<p>a&#60;b</p>",
        "<p>a & b</p>",
        "<p>a\x01</p>",
        "<p>a\r</p>",
        "<p>a\uffff</p>",
        "<p><em>a</p></em>",
        "<p><!-- a --></p>",
        "<ul>\n<p>a</p>\n</ul>",
        "<blockquote>\n<li>a</li>\n</blockquote>",
        "<p><EM>a</em></p>",
        "<p><em>a</EM></p>",
        '<p><a href="/a" >b</a></p>',
        '<p><a href="/a" title="b" >c</a></p>',
        '<p><a  href="/a">b</a></p>',
        '<p><a href="/a"><a href="/b">c</a></a></p>',
        '<p><a href="/a"><em><a href="/b">c</a></em></a></p>',
        "<ul>\n<li>a</li>\n</ol>",
        "<ul>\n<li>a</p>\n</ul>",
        "<p><em> <strong>a</strong></em></p>",
        "<p><em></em></p>",
        '<p><a href="/a">b<a>c</a></a></p>',
        '<p><a href="javascript:a">b</a></p>',
        '<p><a href="javascript:a@x.org">b</a></p>',
        '<p><a href="&#106;avascript:a">b</a></p>',
        '<p><a href="/a" onclick="b">c</a></p>',
        "<p><a href=/a>b</a></p>",
        '<p><img src="/a" alt="b"></p>',
        "<table>\n<tr>\n<td>a</td>\n</tr>\n</table>",
        "<script>a</script>",
    ],
)
def test_what_it_does_not_know_is_left_to_the_sanitiser(html):
    assert not plain_blocks(html)


MARKDOWN = [
    *("\n\n", "\n\n", "\n\n# ", "\n\n### ", "\n\n- a\n- ", "\n\n1. a\n2. ", "\n\n> a\n>\n> ", "  \n", "\n    ", "\n\n---\n\n"),
    *("**b**", "*c*", "`d`", "***e***", "**[f](/g)**", "![h](i.jpg)", "<https://x.org/>", "<me@x.org>", "[j][k]", "[^1]"),
    *("\n\n[k]: /l 'm'\n\n", "\n\n[^1]: n\n\n", "\n\n| o | p |\n|---|--:|\n| q | r |\n\n", "\n\nS\n: t\n\n", "\n\n```\nu\n```\n"),
    *("{#v}", "{.w onclick=x}", "\\*", "--", "...", "*[AB]: x\n", "AB", "## \n\n", "Same.\n\n", "page-x", "&nbsp;"),
]
LINKED = st.builds("[x *y*]({}{})".format, st.sampled_from(ADDRESSES), st.sampled_from(["", ' "t"', " 'a \"'"]))
SOURCE = st.lists(st.one_of(TEXT, ODD, LINKED, st.sampled_from(MARKDOWN)), max_size=12).map("".join)
MIXED = "a [b](/c?d=1&e=2 'f & g') *h*  \u00a0 i\n\n# j\n\n#\n\n- k\n- l [m](https://x.org)\n\nSame.\n\nSame."


@settings(max_examples=600, deadline=None)
@given(SOURCE, st.sampled_from(CONVERTERS))
@example(MIXED, CONVERTERS[0])
@example(MIXED, CONVERTERS[3])
def test_a_body_is_the_same_with_the_proof_and_without_it(text, converter):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(markdown, "plain_blocks", lambda html: None)
        without = converter.to_body(text, "a.md", 3)
    assume("klzzwxh" not in without.value.html)  # Python-Markdown lost something, and shows its placeholder
    assert converter.to_body(text, "a.md", 3) == without


@pytest.mark.parametrize(
    "unit", ["<p>a</p>", "<p>", "<em>", "\n", '<p><a href="', "<ul>\n", "<ul>\n<li>a</li>\n", "<p>a", "<>", "&amp;"]
)
def test_hostile_html_takes_time_in_proportion(unit):
    assert grows_evenly(lambda size: lambda: plain_blocks(unit * size), 2_000)
