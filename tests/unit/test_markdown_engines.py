"""Both engines: what the contract says of a body holds whichever converts it."""

import pickle
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.commonmark import CommonMark
from broadsheet.content.hidden import without_hidden
from broadsheet.content.htmlblocks import ended
from broadsheet.content.markdown import Markdown
from broadsheet.content.proof import plain_blocks
from broadsheet.content.sanitise import sanitise
from broadsheet.model import BodyLink
from broadsheet.problems import Span
from growth import grows_evenly


@pytest.fixture(params=["markdown", "commonmark"])
def engine(request):
    return request.param


@pytest.fixture
def read(engine):
    def read(text, first_line=1, **options):
        outcome = Markdown(MarkdownSettings(engine=engine, **options)).to_body(text, "a.md", first_line)
        assert outcome.problems == ()
        return outcome.value

    return read


@pytest.fixture
def warnings(engine):
    def warnings(text, **options):
        return [str(each) for each in Markdown(MarkdownSettings(engine=engine, **options)).to_body(text, "a.md").problems]

    return warnings


def squeezed(html):
    """Return HTML without the line ends between tags, in which the engines differ."""
    return re.sub(r"(?<=>)\n|\n(?=<)", "", html)


def test_paragraphs_have_the_same_ids_with_both(read):
    assert read("Same.\n\nOther.\n\nSame.\n").ids == ("p-7b6a289a", "p-80ff95ec", "p-7b6a289a-2")


@pytest.mark.parametrize("text", ["One\ntwo *three*.", "One two\n*three*.", "One  two *three*.", "One [two ](/a) *three*."])
def test_a_paragraph_has_the_same_id_and_words_however_its_lines_are_broken(read, text):
    body = read(text)
    assert (body.ids, body.words) == (read("One two three.").ids, 3)


@pytest.mark.parametrize("text", ["Same.\n\n", "# Same\n\n", '<b id="same">b</b>\n'])
def test_many_equal_parts_have_their_ids_in_time_in_proportion(text):
    markdown = Markdown(MarkdownSettings(engine="commonmark"))
    assert grows_evenly(lambda size: lambda: markdown.to_body(text * size, "a.md"), 300)
    body = markdown.to_body(text * 50, "a.md").value
    assert len(set(body.ids)) >= 50
    assert body.ids[-1].endswith("-50")


def test_headings_start_below_the_headline_and_have_ids(read):
    body = read("# Top\n\n### Sub *em*\n\n## Own {#mine}\n")
    assert body.html == '<h2 id="top">Top</h2>\n<h3 id="sub-em">Sub <em>em</em></h3>\n<h3 id="mine">Own</h3>'


def test_links_are_listed_with_their_places(read):
    text = '[a][r] [b](x.md "T") <https://y.org/> [ü](/ü/ö.md) [p](/a%20b/)\n![c](c.jpg)\n\n[r]: http://r.org/?a&b\n'
    body = read(text, 3)
    assert body.links == (
        BodyLink("http://r.org/?a&b", Span("a.md", 6, 6)),
        BodyLink("x.md", Span("a.md", 3, 12)),
        BodyLink("https://y.org/", Span("a.md", 3, 23)),
        BodyLink("/ü/ö.md", Span("a.md", 3, 43)),
        BodyLink("/a%20b/", Span("a.md", 3, 56)),
        BodyLink("c.jpg", Span("a.md", 4, 6), shown=True),
    )
    assert '<a href="http://r.org/?a&amp;b" rel="noopener">a</a> <a href="x.md" title="T">b</a>' in body.html
    assert re.search(r'<img (src="c.jpg" alt="c"|alt="c" src="c.jpg")>', body.html)


def test_footnotes_are_a_list_at_the_end_with_links_there_and_back(read):
    body = read("One[^n] two[^n].\n\n[^n]: First *note*.\n\n    More.\n\nAfter.\n")
    assert (
        'One<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup>'
        ' two<sup id="fnref2:n"><a class="footnote-ref" href="#fn:n">1</a></sup>.'
    ) in body.html
    back = (
        '<a class="footnote-backref" href="#fnref:n" title="Jump back to footnote 1 in the text">↩</a>'
        '<a class="footnote-backref" href="#fnref2:n" title="Jump back to footnote 1 in the text">↩</a>'
    )
    note = f'<div class="footnote"><hr><ol><li id="fn:n"><p>First <em>note</em>.</p><p>More.\u00a0{back}</p></li></ol></div>'
    assert squeezed(body.html).endswith(f">After.</p>{note}")
    assert set(body.ids) >= {"fn:n", "fnref:n", "fnref2:n"}


def test_a_footnote_that_is_defined_in_another_one_is_kept(read):
    text = "One[^a] two[^b].\n\n[^a]:\n    First.\n    [^b]: Second.\n\n    More.\n\nText.\n\n    [^c]: code\n"
    shown = read(text).html
    assert shown.count("<li id=") == 2
    assert "Second." in shown
    assert "<code>[^c]: code" in shown


def test_a_footnote_without_a_text_is_text(read):
    assert "[^x]" in read("One[^x].").html


def test_tables_have_their_alignment_as_a_class(read):
    html = squeezed(read("| a | b | c |\n|:--|:-:|--:|\n| 1 | *2* | 3 |\n").html)
    assert html == (
        '<table><thead><tr><th class="align-left">a</th><th class="align-center">b</th><th class="align-right">c</th></tr>'
        '</thead><tbody><tr><td class="align-left">1</td><td class="align-center"><em>2</em></td>'
        '<td class="align-right">3</td></tr></tbody></table>'
    )


def test_lists_nest(read):
    html = squeezed(read("- a\n- b\n    - c\n\n1. x\n2. y\n").html)
    assert html == "<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul><ol><li>x</li><li>y</li></ol>"
    assert '<ol start="3">' in read("3. x\n4. y\n").html


def test_quotations_definitions_and_code_survive(read):
    assert squeezed(read("> a\n>\n> b\n").html) == "<blockquote><p>a</p><p>b</p></blockquote>"
    assert squeezed(read("Term\n:   Def\n").html) == "<dl><dt>Term</dt><dd>Def</dd></dl>"
    html = read("```python\nx = '<b>'\n```\n\n    y\n\n`<z>`\n").html
    assert "<pre><code class=\"language-python\">x = '&lt;b&gt;'\n</code></pre>" in html
    assert "<pre><code>y" in html
    assert "<code>&lt;z&gt;</code>" in html


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("One \\\ntwo", "One<br>two"),
        (
            "Say \\<code> and \\@ann, \\~\\~not\\~\\~ \\& `\\<`",
            "Say &lt;code&gt; and @ann, ~~not~~ &amp; <code>\\&lt;</code>",
        ),
        ("C:\\new \\\\ end\\", "C:\\new \\ end\\"),
        ("- \\<b>a\\</b>\n", "&lt;b&gt;a&lt;/b&gt;"),
        ("missing \\<cstdlib> at once \\<on the radio\\>", "missing &lt;cstdlib&gt; at once &lt;on the radio&gt;"),
        ("\\<pre> and \\<script>x\\</script> end", "&lt;pre&gt; and &lt;script&gt;x&lt;/script&gt; end"),
    ],
)
def test_a_backslash_before_a_sign_or_an_end_of_a_line_means_the_same(read, text, shown):
    html = re.sub(r" ?(<br>)\n", r"\1", read(text).html)
    assert re.sub(r"</?(?:p|ul|li)\b[^>]*>", "", html).strip() == shown


def test_typographic_punctuation_is_made_only_when_asked_for(read):
    assert '"Hi" -- it\'s...' in read('"Hi" -- it\'s...').html
    assert "“Hi” – it’s…" in read('"Hi" -- it\'s...', smart=True).html


@pytest.mark.parametrize(
    ("text", "shown", "place"),
    [
        ("Hi\n\n<script>alert(1)</script>", ">Hi</p>", "3:1: warning: `<script>` is not allowed"),
        ("<b onclick='x()'>b</b>", "<b>b</b>", "1:4: warning: the attribute `onclick` of `<b>` was removed"),
        ("[x](JavaScript:alert)", "<a>x</a>", "1:5: warning: the address `JavaScript:alert` of `<a>` was removed"),
        ("![x](data:text/html,y)", '<span class="missing-image">x</span>', "1:6: warning: the address `data:text/html,y`"),
        ("## T {onclick=x}", '<h2 id="t">T</h2>', "1:7: warning: the attribute `onclick` of `<h2>` was removed"),
        ("a {{ b }} *c*", "{{ b }} <em>c</em>", "1:3: warning: `{{ b }}` is template code of another generator"),
        ("{{< fig *a* >}} *c*", "{{&lt; fig *a* &gt;}} <em>c</em>", "1:1: warning: `{{< fig *a* >}}` is a shortcode"),
        ("![](a.jpg)", 'src="a.jpg"', "1:5: warning: the picture `a.jpg` has no text that says what it shows"),
        ("a <b>b\n\nc", "<b>b</b></p>", ""),
    ],
)
def test_what_is_not_safe_or_not_said_is_reported(engine, warnings, text, shown, place):
    assert shown in Markdown(MarkdownSettings(engine=engine)).to_body(text, "a.md").value.html
    assert [each[: len(place) + 5] for each in warnings(text)] == ([f"a.md:{place}"] if place else [])


def test_refused_html_is_shown_as_text_and_links_are_not(engine, warnings):
    refusing = Markdown(MarkdownSettings(engine=engine, raw_html="refuse"))
    text = 'Hi <b>x</b> <https://x.org/>\n\n`<i>`\n\n```\n<u>\n```\n\n<div class="y">z</div>\n'
    html = refusing.to_body(text, "a.md").value.html
    assert "Hi &lt;b&gt;x&lt;/b&gt; <a href=" in html
    assert "<code>&lt;i&gt;</code>" in html
    assert "<pre><code>&lt;u&gt;\n</code></pre>" in html
    assert '&lt;div class="y"&gt;z&lt;/div&gt;' in html
    assert [each[:45] for each in warnings(text, raw_html="refuse")] == [
        "a.md:1:4: warning: raw HTML is refused: `<b>`",
        "a.md:9:1: warning: raw HTML is refused: `<div",
    ]


def test_a_converter_can_be_pickled_and_gives_the_same_body_again(engine, read):
    text = "A[^1].\n\n[^1]: N\n\n## H\n"
    markdown = pickle.loads(pickle.dumps(Markdown(MarkdownSettings(engine=engine))))
    assert read(text) == read(text) == markdown.to_body(text, "a.md").value


@pytest.mark.parametrize(
    "unit", ["[", "*a ", "**a _b ", ">", "`a", "![", "[a](", "<a ", "<!--", "[^a]", "|", "&#", "_a", "\\", "a\n: b\n", "{{", "{%"]
)
def test_hostile_texts_take_time_in_proportion_with_the_compiled_engine(unit):
    markdown = Markdown(MarkdownSettings(engine="commonmark"))
    assert grows_evenly(lambda size: lambda: markdown.to_body(unit * size, "a.md"), 1_000)


@pytest.mark.parametrize("unit", [">", "- "])
def test_what_is_nested_too_deeply_is_a_problem_whatever_else_it_holds(unit):
    markdown = Markdown(MarkdownSettings(engine="commonmark"))
    assert [str(each) for each in markdown.to_body(unit * 200 + "[a](/b) `c`", "a.md", 7).problems] == [
        "a.md:7:1: error: the Markdown is nested too deeply; flatten lists and quotations [bad-markdown]"
    ]
    assert grows_evenly(lambda size: lambda: markdown.to_body(unit * size + "[a](/b)", "a.md"), 1_000)
    assert markdown.to_body(unit * 90 + "[a](/b) `c`", "a.md").problems == ()


def test_a_hundred_footnotes_and_one_that_is_left_open_end_well():
    text = "".join(f"a[^{n}] " for n in range(100)) + "\n\n" + "".join(f"[^{n}]: <div>t\n\n" for n in range(100))
    html = Markdown(MarkdownSettings(engine="commonmark")).to_body(text, "a.md").value.html
    assert html.count('<li id="fn:') == len(set(re.findall(r'<li id="(fn:\d+)"', html))) > 0


SIGNS = [
    "word",
    "two words",
    "\n\n",
    "\n",
    "*",
    "**",
    "_",
    "- ",
    "1. ",
    "> ",
    "# ",
    "    ",
    "\t",
    "---",
    "===",
    "\\",
    "\\\n",
    "  \n",
]
OTHERS = [
    "Term\n: def\n",
    "'",
    '"',
    "--",
    "...",
    "!",
    "\u00a0",
    "\u2028",
    "é",
    "中",
    ">",
    "]",
    ")",
    "}",
    "^",
    "<b>",
    "[a](b)",
    "&amp;",
    "|",
]


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(st.sampled_from([*SIGNS, *OTHERS]), max_size=16).map("".join), st.text(max_size=40)), st.booleans())
def test_what_the_compiled_engine_makes_is_clean_where_it_is_proven(text, smart):
    html = CommonMark(MarkdownSettings(engine="commonmark", smart=smart)).to_html(text)
    assert not plain_blocks(html) or html == sanitise(html).replace("&nbsp;", "\u00a0")


OPEN = (
    "error: a comment begins here and does not end: it would be published;"
    " end it with `-->`; write `&lt;!--` if readers are to see it [open-comment]"
)


@pytest.mark.parametrize("raw_html", ["sanitise", "refuse"])
@pytest.mark.parametrize("note", ["<!-- a note", "<!-- a note --!> b", "<!-- a note -- > b", "<!-- a\n\n# note"])
def test_a_comment_that_does_not_end_is_an_error(warnings, note, raw_html):
    shown = "`<!-- a`\n\n```\n<!-- b\n```\n\n&lt;!-- c"
    assert warnings(f"{shown} \\<!-- d\n\n    <!-- e", raw_html=raw_html) == []
    assert warnings(f"{shown}\n\nText {note}", raw_html=raw_html) == [f"a.md:9:6: {OPEN}"]
    assert warnings(f"{note}", raw_html=raw_html) == [f"a.md:1:1: {OPEN}"]
    assert warnings(f"A <!-- b --> c\n\n{note}", raw_html=raw_html) == [f"a.md:3:1: {OPEN}"]


@pytest.mark.parametrize("raw_html", ["sanitise", "refuse"])
@pytest.mark.parametrize("note", ["- c", "\n\n    d\n", "# e\n\n> f", "```", "[^1]: g\n\n| h |"])
def test_what_stands_in_a_comment_of_several_lines_changes_nothing_around_it(read, warnings, note, raw_html):
    text = f"- a\n  - b\n<!--\n{note}\n-->\n\nText.\n\n    <!--\n    code\n    -->\n"
    assert warnings(text, raw_html=raw_html) == []
    shown = read(text).html
    assert squeezed(shown).startswith("<ul><li>a<ul><li>b</li></ul></li></ul><p")
    assert "\ncode\n" in shown


HIDDEN = {
    "<p hidden>zyx</p>": "",
    "<DIV Hidden>\n\nzyx\n\n<div>zyx</div>\n\nzyx\n\n</DIV>": "",
    "<div style='color: red; Display : none'>zyx</div>": "",
    '<div title="a hidden b">seen</div>': "seen",
    '<p style="visibility:hidden">zyx</p>': "",
    "seen <span hidden='until-found'>zyx</span> seen": "seen seen",
    "seen <b hidden><i>zyx</i> zyx": "seen",
    "<p hidden>zyx<p>seen": "seen",
    "<section><p hidden>zyx</section>seen": "seen",
    "<section hidden>zyx<section>zyx</section>zyx": "",
    "seen<input hidden value=zyx> <img src=/a.png alt=zyx style='display:none'>seen": "seen seen",
    "<!-- <div hidden> --> seen <b>seen</b>": "seen seen",
    "<script>'<div hidden>'</script> <b>seen</b>": "seen",
    "`<p hidden>` seen": "<p hidden> seen",
}


@pytest.mark.parametrize("html", HIDDEN)
def test_what_html_hides_is_left_out_with_a_warning(engine, html):
    outcome = Markdown(MarkdownSettings(engine=engine)).to_body(f"One.\n\n{html}", "a.md")
    seen = " ".join(re.sub(r"<[^<>]*>", " ", outcome.value.html).replace("&lt;", "<").replace("&gt;", ">").split())
    assert seen.removeprefix("One.").strip() == HIDDEN[html]
    said = [problem for problem in outcome.problems if "is hidden: the element and its content were removed" in problem.message]
    assert bool(said) is ("zyx" in html), outcome.problems


def test_the_rest_of_a_text_is_there_behind_what_is_hidden(engine):
    outcome = Markdown(MarkdownSettings(engine=engine)).to_body("One.\n\n<div hidden>\nzyx\n</div>\n\nTwo *three*.", "a.md")
    assert re.sub(r' id="[^"]*"', "", outcome.value.html).split() == ["<p>One.</p>", "<p>Two", "<em>three</em>.</p>"]
    assert [str(problem) for problem in outcome.problems] == [
        "a.md:3:1: warning: `<div>` is hidden: the element and its content were removed; remove it, or write it in Markdown"
        " [removed-markup]"
    ]


@pytest.mark.parametrize(
    "unit", ["<p hidden>", "<b hidden>", "<div hidden>a</div>", "<div hidden>", "<p hidden", "hidden", "<b style='display:none'"]
)
def test_hidden_elements_take_time_in_proportion(unit):
    assert grows_evenly(lambda size: lambda: without_hidden(unit * size), 1_000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('<h2 id="x">One</h1>\n\nTwo *three*.\n\n<h2>Four</h2>', '<h2 id="x">One</h2>'),
        ("<H2>One</H3>\n\nTwo *three*.", '<h2 id="one">One</h2>'),
        ("<pre>\n```\nOne\n</pre>\n\nTwo *three*.\n\n```\nfour\n```", "<pre>```\nOne\n</pre>"),
        ("<pre>\n~~~~\n</pre>\n\nTwo *three*.", "<pre>~~~~\n</pre>"),
        ("`<h2>One</h1>` Two *three*.", "<code>&lt;h2&gt;One&lt;/h1&gt;</code>"),
        ("```\n<h2>One</h1>\n<pre>\n```\n\nTwo *three*.\n\n```\n</pre>\n```", "&lt;h2&gt;One&lt;/h1&gt;\n&lt;pre&gt;"),
    ],
)
def test_what_stands_below_a_heading_or_code_in_html_that_ends_otherwise_is_markdown(engine, text, shown):
    html = Markdown(MarkdownSettings(engine=engine)).to_body(text, "a.md").value.html
    assert shown in html
    assert "Two <em>three</em>." in html


@pytest.mark.parametrize("piece", ["<h2>a", "<h2>a</h3", "<pre>\n```\n", "</h2><h1>`\n", "```\n<pre>\n</h2>"])
def test_headings_and_code_that_nothing_ends_take_time_in_proportion(piece):
    assert grows_evenly(lambda size: lambda: ended(piece * size), 1_000)
