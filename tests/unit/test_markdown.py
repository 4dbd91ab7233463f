"""Markdown: every extension's output survives, nothing unsafe does, and places in the source are exact."""

import pickle
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.annotate import SourcePlaces
from broadsheet.content.markdown import Markdown
from broadsheet.content.plaintext import plain_body
from broadsheet.model import BodyLink
from broadsheet.problems import Span
from growth import grows_evenly

MARKDOWN = Markdown(MarkdownSettings())


def read(text, first_line=1, markdown=MARKDOWN):
    outcome = markdown.to_body(text, "a.md", first_line)
    assert outcome.problems == ()
    return outcome.value


def warnings(text, markdown=MARKDOWN):
    return [str(problem) for problem in markdown.to_body(text, "a.md").problems]


def test_headings_start_below_the_headline_and_get_unique_ids():
    body = read("# Top\n\n### Sub\n\n# Top\n")
    assert body.html == '<h2 id="top">Top</h2>\n<h3 id="sub">Sub</h3>\n<h2 id="top-2">Top</h2>'
    assert body.ids == ("top", "sub", "top-2")


def test_a_body_whose_top_heading_is_deeper_is_raised():
    assert read("### One\n\n#### Two\n").html == '<h2 id="one">One</h2>\n<h3 id="two">Two</h3>'


def test_no_heading_is_more_than_one_level_below_the_one_before_it():
    html = read("### A\n\n### B\n\n# C\n\n#### D\n\n##\n").html
    assert html == '<h2 id="a">A</h2>\n<h2 id="b">B</h2>\n<h2 id="c">C</h2>\n<h3 id="d">D</h3>\n<div></div>'


def test_sizes_that_are_no_numbers_and_users_in_addresses_are_not_published():
    html = MARKDOWN.to_body(
        '<img src="a.jpg" alt="A" width="100%" height="9"> <a href="https://u:pw@x.org/">b</a>', "a.md"
    ).value.html
    assert '<img alt="A" height="9" src="a.jpg">' in html.replace(
        'src="a.jpg" alt="A" height="9"', 'alt="A" height="9" src="a.jpg"'
    )
    assert "<a>b</a>" in html


def test_an_id_that_the_author_wrote_is_kept_and_others_give_way():
    body = read("## Plan\n\n## Aims {#plan}\n")
    assert body.html == '<h2 id="plan-2">Plan</h2>\n<h2 id="plan">Aims</h2>'


def test_no_id_of_a_body_is_one_of_the_layout():
    body = read("## Page main\n\n## Aims {#page-main}\n")
    assert body.ids == ("text-page-main", "text-page-main-2")


def test_paragraphs_at_the_top_level_get_an_id_from_their_text():
    body = read("Same.\n\nOther.\n\nSame.\n\n> Quoted.\n")
    assert body.html.split("\n")[:3] == [
        '<p id="p-7b6a289a">Same.</p>',
        '<p id="p-80ff95ec">Other.</p>',
        '<p id="p-7b6a289a-2">Same.</p>',
    ]
    assert "<blockquote>\n<p>Quoted.</p>" in body.html


def test_a_paragraph_keeps_its_id_when_a_footnote_is_added_before_it():
    before = read("One.\n\nTwo[^b].\n\n[^b]: B")
    after = read("One[^a].\n\nTwo[^b].\n\n[^a]: A\n[^b]: B")
    assert before.ids[1] == after.ids[2]
    assert before.ids[0] == after.ids[0]


def test_footnotes_keep_their_anchors():
    body = read("Text[^n].\n\n[^n]: Note.\n")
    assert '<sup id="fnref:n"><a class="footnote-ref" href="#fn:n">1</a></sup>' in body.html
    assert '<li id="fn:n">' in body.html
    assert set(body.ids) >= {"fn:n", "fnref:n"}


def test_table_alignment_becomes_a_class():
    html = read("| a | b |\n|:-:|--:|\n| 1 | 2 |\n").html
    assert '<th class="align-center">a</th>' in html
    assert '<td class="align-right">2</td>' in html
    assert "style" not in html


def test_code_definitions_and_abbreviations_survive():
    html = read("```python\nx = '<b>'\n```\n\nTerm\n:   Def\n\nThe UN.\n\n*[UN]: United Nations\n").html
    assert "<pre><code class=\"language-python\">x = '&lt;b&gt;'\n</code></pre>" in html
    assert "<dl>\n<dt>Term</dt>\n<dd>Def</dd>\n</dl>" in html
    assert '<abbr title="United Nations">UN</abbr>' in html


def test_details_and_figures_survive():
    html = (
        '<details open=""><summary>S</summary>x</details>\n\n<figure><img src="a.jpg" alt="x"><figcaption>c</figcaption></figure>'
    )
    assert read(html).html == html


def test_typographic_quotes_are_made_only_when_asked_for():
    assert '"Hi" -- it\'s' in read('"Hi" -- it\'s').html
    assert "“Hi” – it’s" in read('"Hi" -- it\'s', markdown=Markdown(MarkdownSettings(smart=True))).html


def test_external_links_get_noopener_and_others_do_not():
    html = read("[a](https://x.org/) [b](/c/)").html
    assert '<a href="https://x.org/" rel="noopener">a</a> <a href="/c/">b</a>' in html


def test_links_are_listed_in_document_order_with_their_place_in_the_source():
    text = "[a][r] [b](x.md)\n![c](c.jpg) [d](x.md)\n<me@x.org> [b][r]\n\n[r]: http://r.org/?a&b 'T'\n"
    assert read(text, first_line=5).links == (
        BodyLink("http://r.org/?a&b", Span("a.md", 9, 6)),
        BodyLink("x.md", Span("a.md", 5, 12)),
        BodyLink("c.jpg", Span("a.md", 6, 6), shown=True),
        BodyLink("x.md", Span("a.md", 6, 17)),
        BodyLink("mailto:me@x.org", Span("a.md", 7, 2)),
        BodyLink("http://r.org/?a&b", Span("a.md", 9, 6)),
    )


def test_a_link_target_inside_a_longer_one_is_not_taken_for_it():
    assert read("[x](/a/b.md) [y](b.md)").links[1].span == Span("a.md", 1, 18)


def test_a_footnote_link_is_placed_at_its_mark():
    assert read("Text[^n].\n\n[^n]: Note.\n").links[0] == BodyLink("#fn:n", Span("a.md", 1, 5))


@pytest.mark.parametrize(
    ("text", "html", "warning"),
    [
        (
            "Hi\n\n<script>alert(1)</script>",
            '<p id="p-0f1ab83c">Hi</p>',
            "3:1: warning: `<script>` is not allowed in a body: the element and its content were removed",
        ),
        ("<b onclick='x()'>b</b>", "<b>b</b>", "1:4: warning: the attribute `onclick` of `<b>` was removed"),
        ("[x](JavaScript:alert)", "<a>x</a>", "1:5: warning: the address `JavaScript:alert` of `<a>` was removed"),
        ("<a href='java&#10;script:x'>x</a>", "<a>x</a>", "1:1: warning: the address `java script:x` of `<a>` was removed"),
        ("<center>mid</center>", "mid", "1:1: warning: `<center>` is not allowed in a body: the tag was removed"),
        ("<p contenteditable='x'>y</p>", ">y</p>", "1:4: warning: the attribute `contenteditable` of `<p>` was removed"),
        ("## T {onclick=x}", '<h2 id="t">T</h2>', "1:7: warning: the attribute `onclick` of `<h2>` was removed"),
    ],
)
def test_what_is_not_safe_is_removed_and_reported(text, html, warning):
    assert html in MARKDOWN.to_body(text, "a.md").value.html
    assert warnings(text) == [f"a.md:{warning}; remove it, or write it in Markdown [removed-markup]"]


def test_the_name_of_an_anchor_becomes_its_id_and_an_address_stays_as_it_is():
    assert '<a id="x">A</a>' in read('<a name="x">A</a>').html
    assert '<a href="/c?name=1">' in read("[a](/c?name=1) <b>b</b>").html


def test_code_that_shows_markup_is_not_reported():
    assert warnings("`<script>`\n\n    <iframe onclick='x'>\n\n```\n<object>\n```\n") == []


def test_refused_html_is_shown_as_text_and_reported():
    refusing = Markdown(MarkdownSettings(raw_html="refuse"))
    text = "Hi <b>x</b>\n\n`<i>`\n\n```\n<u>\n```\n"
    assert "Hi &lt;b&gt;x&lt;/b&gt;" in refusing.to_body(text, "a.md").value.html
    assert warnings(text, refusing) == [
        "a.md:1:4: warning: raw HTML is refused: `<b>` is shown as text; write it in Markdown, or set"
        " `markdown: {raw_html: sanitise}` and trust who sent it [removed-markup]"
    ]


def test_refused_html_is_looked_for_in_linear_time():
    refusing = Markdown(MarkdownSettings(engine="commonmark", raw_html="refuse"))
    for sign in ("`", "~"):
        assert grows_evenly(lambda size, sign=sign: lambda: refusing.to_body(sign * size, "a.md"), 2000)


@pytest.mark.parametrize("text", ["same words\n\n", "same <b>words</b>\n\n", "## Same words\n\n"])
@pytest.mark.parametrize("engine", ["markdown", "commonmark"])
def test_equal_paragraphs_get_their_ids_in_linear_time(text, engine):
    converter = Markdown(MarkdownSettings(engine=engine))
    assert grows_evenly(lambda size: lambda: converter.to_body(text * size, "a.md"), 200)


@pytest.mark.parametrize("text", ['<p class="unseen aside permalink">x</p>', "x\n{: .unseen .aside .permalink }"])
def test_a_body_has_no_class_of_the_layout(text):
    assert 'class="text-unseen aside text-permalink"' in Markdown(MarkdownSettings()).to_body(text, "a.md").value.html


@pytest.mark.parametrize("form", ["[^{}]", "[x](/story-{}/)"])
def test_links_and_notes_are_found_in_their_text_in_linear_time(form):
    def prepared(size):
        text = " ".join(form.format(number) for number in range(size))
        targets = [form.format(number).replace("[^", "#fn:")[:-1].removeprefix("[x](") for number in range(size)]
        return lambda: list(map(SourcePlaces(text, "a.md", 1).find, targets))

    assert grows_evenly(prepared, 1000)


def test_a_picture_without_text_is_a_warning_unless_it_is_marked_as_decoration():
    text = '![](a.jpg) ![b](b.jpg) <img src="c.jpg" alt=""> <img src="d.jpg" width="3">'
    assert warnings(text)[0] == (
        "a.md:1:5: warning: the picture `a.jpg` has no text that says what it shows; write `![what it shows](a.jpg)`,"
        ' or `<img src="a.jpg" alt="">` where it only adorns [image-without-alt]'
    )
    assert len(warnings(text)) == 1


@pytest.mark.parametrize("alt", ["a b.jpg", "IMG_2041", "DSC00012.JPG", "scan-0007"])
def test_the_name_of_a_file_is_no_text_for_those_who_do_not_see_a_picture(alt):
    assert warnings(f"x ![{alt}](pics/a%20b.jpg)") == [
        "a.md:1:"
        f"{7 + len(alt)}: warning: the text of a picture is the name of a file, which does not say what it shows; write "
        "`![what it shows](pics/a%20b.jpg)` [image-without-alt]"
    ]
    assert warnings(f'x <img src="pics/a%20b.jpg" alt="{alt}">') == [
        "a.md:1:13: warning: the text of a picture is the name of a file, which does not say what it shows; write "
        f'`alt="what it shows"` for `alt="{alt}"` [image-without-alt]'
    ]


@pytest.mark.parametrize("alt", ["Hall", "a b", "The image 12 of the series", "Scan of the treaty", "www.example.org"])
def test_words_are_a_text_even_where_a_file_is_called_so(alt):
    assert warnings(f"x ![{alt}](a%20b.jpg)") == []


def test_a_control_character_from_an_entity_does_not_reach_the_page():
    assert "\x02" not in read("a &#2; b").html


def test_nesting_that_python_markdown_cannot_follow_is_a_problem():
    outcome = MARKDOWN.to_body("- " * 3000 + "x", "a.md", 7)
    assert [str(problem) for problem in outcome.problems] == [
        "a.md:7:1: error: the Markdown is nested too deeply; flatten lists and quotations [bad-markdown]"
    ]
    assert "<p" in read("The next text is converted.").html


def test_one_converter_gives_the_same_body_every_time():
    text = "A[^1].\n\n[^1]: N\n\n## H\n"
    assert read(text) == read(text) == read(text, markdown=pickle.loads(pickle.dumps(MARKDOWN)))


def test_words_are_counted_also_where_no_blanks_part_them():
    assert read("One *two* three.").words == 3
    assert read("北京 2024").words == 4
    assert read("<blockquote>One<p>two</p></blockquote>").words == 2


def test_the_mark_of_a_footnote_is_no_word_and_a_heading_that_says_nothing_is_none():
    body = read("# <b> </b>\n\n# A[^1] b\n\n# [^1]\n\n# ![c](d.jpg)\n\n[^1]: n\n")
    assert body.html.startswith('<div> </div>\n<h2 id="a-b">A<sup id="fnref:1">')
    assert body.html.count("<h2 id=") == 3
    assert body.words == len(["A", "b", "n", "↩↩"])


def test_plain_text_is_escaped_and_parted_at_blank_lines():
    body = plain_body("One <b>\ntwo & *three*.\n \n\nFour.\n")
    first, second = body.html.split("\n<p")
    assert first.startswith('<p id="p-')
    assert first.endswith(">One &lt;b&gt;\ntwo &amp; *three*.</p>")
    assert second.endswith(">Four.</p>")
    assert body.words == 6


def test_plain_text_and_markdown_give_a_paragraph_the_same_id():
    assert plain_body("Same.").ids == read("Same.").ids


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            [
                "<script>",
                "</p>",
                "<img src=x onerror=y>",
                "**",
                "`",
                "[a](b)",
                "\n\n",
                "> ",
                "# ",
                "<a href='",
                "x",
                "&",
                "|",
                "![](",
            ]
        ),
        max_size=12,
    )
)
def test_no_mixture_of_markup_raises_or_lets_a_script_through(parts):
    html = MARKDOWN.to_body("".join(parts), "a.md").value.html
    assert "<script" not in html.lower()
    assert not [tag for tag in html.split("<") if "onerror" in tag.partition(">")[0]]


def test_an_address_in_angle_brackets_that_makes_no_link_stays_as_text():
    assert "&lt;URL: https://x.example/a&gt;" in read("See <URL: https://x.example/a> there.\n").html
    assert "o:p" not in MARKDOWN.to_body("A<o:p></o:p> word from a word processor.\n", "a.md").value.html


def test_a_name_of_a_link_may_hold_code():
    html = read(
        "Ask [`Ledger`], [`Desk<T>`] [`Pen`], [the `press run` command], [one][`Pen`], [`Pen`][], [`none`].\n\n"
        "[`Ledger`]: https://a.example/l\n[`desk<T>`]: https://a.example/d\n[`Pen`]: https://a.example/p\n"
        "[the `press run` command]: https://a.example/r\n"
    ).html
    assert re.findall(r'href="https://a.example/(.)"[^>]*>(.*?)</a>', html) == [
        ("l", "<code>Ledger</code>"), ("d", "<code>Desk&lt;T&gt;</code>"), ("p", "<code>Pen</code>"),
        ("r", "the <code>press run</code> command"), ("p", "one"), ("p", "<code>Pen</code>"),
    ]  # fmt: skip
    assert "[<code>none</code>]" in html


def test_two_names_of_links_side_by_side_are_two_links():
    defined = "\n\n[@ann]: https://x.example/ann\n[#12]: https://x.example/12\n"
    html = read(f"By [@ann] [#12], see [the report] [#12].{defined}").html.replace(' rel="noopener"', "")
    assert '<a href="https://x.example/ann">@ann</a> <a href="https://x.example/12">#12</a>,' in html
    assert '<a href="https://x.example/12">the report</a>.' in html
