"""Lists, tasks, struck words, alerts and indented HTML as people write them: both engines make the same of them."""

from __future__ import annotations

import re
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.config import MarkdownSettings
from broadsheet.content.htmlblocks import outdented
from broadsheet.content.lists import _Moving
from broadsheet.content.markdown import Markdown
from growth import grows_evenly

DEFAULT = Markdown(MarkdownSettings())
COMMONMARK = Markdown(MarkdownSettings(engine="commonmark"))


def bare(html: str) -> str:
    """Return HTML without ids, and without the blanks at the ends of lines and tags, in which the engines differ."""
    return re.sub(r"(?<=>)\n+|\n+(?=<)|^ +", "", re.sub(r' id="[^"]*"', "", html), flags=re.MULTILINE)


def read(text: str) -> str:
    """Return what both engines make of a text."""
    outcome = DEFAULT.to_body(text, "a.md")
    assert outcome.problems == ()
    html = bare(outcome.value.html)
    assert html == bare(COMMONMARK.to_body(text, "a.md").value.html)
    return html


NESTED = "<ul><li>a<ul><li>b<ul><li>c</li></ul></li><li>d</li></ul></li><li>e</li></ul>"


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  - b\n    - c\n  - d\n- e",
        "* a\n   * b\n      * c\n   * d\n* e",
        "- a\n    - b\n        - c\n    - d\n- e",
        "- a\n\t- b\n\t\t- c\n\t- d\n- e",
        "-   a\n    -   b\n        -   c\n    -   d\n-   e",
    ],
)
def test_lists_are_nested_by_any_number_of_spaces(text: str) -> None:
    assert read(text) == NESTED


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("1. a\n   - b\n   - c\n2. d", "<ol><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ol>"),
        ("- a\n  1. b\n  2. c\n- d", "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>"),
        ("1) a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
        ("3. a\n4. b", '<ol start="3"><li>a</li><li>b</li></ol>'),
        ("Text:\n- a\n- b\n\nmore", "<p>Text:</p><ul><li>a</li><li>b</li></ul><p>more</p>"),
        ("Text:\n1. a\n2. b", "<p>Text:</p><ol><li>a</li><li>b</li></ol>"),
        ("It began in\n1978. Then it ended.", "<p>It began in\n1978. Then it ended.</p>"),
        ("- It was in\n  1978. Then", "<ul><li>It was in\n1978. Then</li></ul>"),
        ("1. It was in\n   1978. Then\n2. b", "<ol><li>It was in\n1978. Then</li><li>b</li></ol>"),
        ("# Head\n- a", "<h2>Head</h2><ul><li>a</li></ul>"),
        ("- a\nand b\n- c", "<ul><li>a\nand b</li><li>c</li></ul>"),
        ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
        ("* * *\n\n- a", "<hr><ul><li>a</li></ul>"),
        ("- a\n\n  b\n\n- c", "<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>"),
        ("- a\n\n  - b\n- c", "<ul><li><p>a</p><ul><li>b</li></ul></li><li><p>c</p></li></ul>"),
        ("- a\n\n  b\n  - c", "<ul><li><p>a</p><p>b</p><ul><li>c</li></ul></li></ul>"),
        ("> - a\n>   - b", "<blockquote><ul><li>a<ul><li>b</li></ul></li></ul></blockquote>"),
        ("Not\n     - a list", "<p>Not\n- a list</p>"),
        ("    - code", "<pre><code>- code</code></pre>"),
        ("<pre>\n- a\n  - b\n</pre>", "<pre>- a\n- b</pre>"),
    ],
)  # fmt: skip
def test_a_list_is_what_it_looks_like(text: str, html: str) -> None:
    assert read(text) == html


@pytest.mark.parametrize("mark", ["```", "~~~"])
@pytest.mark.parametrize("end", [True, False])
def test_fenced_code_may_stand_in_an_item(mark: str, end: bool) -> None:
    text = f"- a\n\n  {mark}py\n  x = [1,\n\n       2]\n" + (f"  {mark}\n\n  b" if end else "")
    code = '<pre><code class="language-py">x = [1,\n\n2]</code></pre>'
    assert read(text) == f"<ul><li><p>a</p>{code}{'<p>b</p>' if end else ''}</li></ul>"


def test_fenced_code_may_stand_in_a_quotation() -> None:
    assert read("> a\n>\n> ```\n> - b\n>   - c\n> ```") == "<blockquote><p>a</p><pre><code>- b\n- c</code></pre></blockquote>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ('```js {1,3} title="a.js"\nx\n```\n\na', '<pre><code class="language-js">x</code></pre><p>a</p>'),
        ("``` ruby A title http://a.example/ link\nx\n```\na", '<pre><code class="language-ruby">x</code></pre><p>a</p>'),
        ("~~~ sh `quoted`\nx\n~~~", '<pre><code class="language-sh">x</code></pre>'),
        ("```\nx\n`````\n\na", "<pre><code>x</code></pre><p>a</p>"),
        ("````\n```\nx\n````", "<pre><code>```\nx</code></pre>"),
        ("  ```\n  x\n  ```\n\na", "<pre><code>x</code></pre><p>a</p>"),
        ("a\n```\nx\n\n- y", "<p>a</p><pre><code>x\n\n- y</code></pre>"),
        ("a ```b``` c\n\n```b``` c", "<p>a <code>b</code> c</p><p><code>b</code> c</p>"),
        ("    ```\n    x\n    ```", "<pre><code>```\nx\n```</code></pre>"),
    ],
)
def test_fenced_code_is_what_every_other_parser_takes_for_it(text: str, html: str) -> None:
    assert read(text) == html


@pytest.mark.parametrize(
    ("behind", "attributes"),
    [("js{2}", ' class="language-js"'), ("{.py}", ' class="language-py"'), (".py", ' class="language-py"'), ("{1", "")],
)
def test_a_language_is_told_in_several_ways(behind: str, attributes: str) -> None:
    html = bare(DEFAULT.to_body(f"```{behind}\nx\n```\n\na", "a.md").value.html)
    assert html == f"<pre><code{attributes}>x</code></pre><p>a</p>"


@pytest.mark.parametrize(
    "table", ["| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n:-- | --:\n1 | 2", "  | a | b |\n  | - | - |\n  | 1 | 2 |"]
)
@pytest.mark.parametrize("above", ["Text:\n", "Text\nand more\n", "", "## Head\n"])
def test_a_table_may_follow_a_line_of_text(above: str, table: str) -> None:
    html = bare(DEFAULT.to_body(f"{above}{table}\n\nb", "a.md").value.html)
    assert html.count("<table>") == 1
    assert html.count("<td") == html.count("<th") - html.count("<thead") == 2
    assert "|" not in html


@pytest.mark.parametrize("text", ["a\n| b |\nc", "a\nb | c\n---", "```\na\n| b |\n|---|\n```", "    a\n    | b |\n    |---|"])
def test_what_only_looks_like_a_table_is_none(text: str) -> None:
    assert "<table" not in DEFAULT.to_body(text, "a.md").value.html


def test_a_table_in_preformatted_text_is_left_alone() -> None:
    assert bare(DEFAULT.to_body("<pre>\na\n| b |\n|---|\n</pre>", "a.md").value.html) == "<pre>a\n| b |\n|---|</pre>"


def test_a_list_within_fenced_code_is_left_alone() -> None:
    assert read("```\n- a\n  - b\n```") == "<pre><code>- a\n- b</code></pre>"


def test_a_bullet_two_spaces_below_a_number_is_in_its_item() -> None:
    html = bare(DEFAULT.to_body("1. a\n  - b\n2. c", "a.md").value.html)
    assert html == "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"


def test_boxes_of_tasks_are_drawn() -> None:
    assert read("- [ ] one\n- [x] two\n- [X] three\n- [y] four") == (
        "<ul><li>\u2610 one</li><li>\u2611 two</li><li>\u2611 three</li><li>[y] four</li></ul>"
    )


def test_words_between_two_tildes_are_struck() -> None:
    assert read("~~gone~~, *~~both~~*") == "<p><del>gone</del>, <em><del>both</del></em></p>"
    assert (
        bare(DEFAULT.to_body("_~~~ a break ~~~_ and ~~ not ~~", "a.md").value.html)
        == "<p><em>~~~ a break ~~~</em> and ~~ not ~~</p>"
    )


@pytest.mark.parametrize("text", ["> [!NOTE]\n> Mind *it*.", "> [!NOTE]\n>\n> Mind *it*."])
def test_the_kind_of_an_alert_stands_above_it(text: str) -> None:
    assert read(text) == "<blockquote><p><strong>Note</strong></p><p>Mind <em>it</em>.</p></blockquote>"


def test_a_number_sign_makes_a_heading_only_before_a_blank() -> None:
    assert read("#1085 is mended") == "<p>#1085 is mended</p>"
    assert read("- #1085 is mended") == "<ul><li>#1085 is mended</li></ul>"
    assert bare(DEFAULT.to_body("##Heading", "a.md").value.html) == "<h2>Heading</h2>"


INDENTED = "<div>\n\n    <p>One</p>\n\n    <p>\n      Two\n    </p>\n\n</div>\n\nThree"


def test_html_that_is_indented_is_not_taken_for_code() -> None:
    assert read(INDENTED) == "<div><p>One</p><p>Two</p></div><p>Three</p>"
    assert read("<p>One</span></p>\n\n    <p>Two</p>\n") == "<p>One</p><p>Two</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<div>\n\n**a**\n\n- b\n  - c\n\n</div>", "<div><p><strong>a</strong></p><ul><li>b<ul><li>c</li></ul></li></ul></div>"),
        ("<details>\n<summary>a</summary>\n\n*b*\n\n</details>", "<details><summary>a</summary><p><em>b</em></p></details>"),
        (
            "<table>\n<tr>\n<td>\n\n*a*\n\n</td>\n<td>\n\n- b\n\n</td>\n</tr>\n</table>",
            "<table><tr><td><p><em>a</em></p></td><td><ul><li>b</li></ul></td></tr></table>",
        ),
        ("<div>\n\n<!-- so -->\n\n<b>a</b> *b*\n\n</div>", "<div><p><b>a</b> <em>b</em></p></div>"),
        ("<div>\n\n<div>\n\n*a*\n\n</div>\n\n</div>\n\n## B", "<div><div><p><em>a</em></p></div></div><h2>B</h2>"),
        ("<div>\n\n*a*\n\n</div>\n\n<pre>\n\n*b*\n\n</pre>", "<div><p><em>a</em></p></div><pre>*b*</pre>"),
        ("<div>\n*a*\n</div>", "<div>*a*</div>"),
        ("<div>a</div>\n\n*b*", "<div>a</div><p><em>b</em></p>"),
        ("\n<div>\n\n*a*\n\n</div>", "<div><p><em>a</em></p></div>"),
    ],
)
def test_markdown_may_stand_in_html(text: str, html: str) -> None:
    assert read(text).replace("<tbody>", "").replace("</tbody>", "") == html


@pytest.mark.parametrize(
    "text",
    ["See:\n\n    <p>Code</p>\n", "<pre>\n\n    <p>Code</p>\n</pre>", "```\n<p>\n\n    <p>Code</p>\n```", "<b>a</b>\n\n    code"],
)
def test_code_that_shows_html_is_left_alone(text: str) -> None:
    assert outdented(text) == text


def test_html_as_code_in_a_text_that_has_html_elsewhere_is_reported() -> None:
    problems = DEFAULT.to_body("<div>a</div>\n\nb\n\n    <p>One</p>\n", "a.md").problems
    assert [str(each) for each in problems] == [
        "a.md:5:5: warning: `<p` is shown as code, for its line begins with four spaces; take the spaces away if it is no code; "
        "put code between lines of ``` [html-as-code]"
    ]
    assert DEFAULT.to_body("b\n\n    <p>One</p>\n", "a.md").problems == ()


_LINE = st.tuples(
    st.integers(0, 9), st.sampled_from(["", "-", "*", "1.", "2)", ">", "```", "word", "- -", "#"]), st.sampled_from(["", " a"])
)


@given(st.lists(_LINE, max_size=12))
def test_no_word_is_lost_or_doubled(lines: list[tuple[int, str, bool]]) -> None:
    words = [f"{' ' * indent}{mark}{f' w{at}w' if end else ''}" for at, (indent, mark, end) in enumerate(lines)]
    html = re.sub(r'(?:id|class)="[^"]*"', "", DEFAULT.to_body("\n".join(words), "a.md").value.html)
    wanted = [f"w{at}w" for at, (_, mark, end) in enumerate(lines) if end and mark != "```"]
    assert [word for word in re.findall(r"w\d+w", html) if word in wanted] == wanted


@pytest.mark.parametrize("text", ["- a\n", "- a\n\n", "  - a\n", "1. a\n   - b\n", "> - a\n", "- a\n\n  ```\n  b\n"])
def test_many_items_take_time_in_proportion(text: str) -> None:
    assert grows_evenly(lambda number: lambda: _Moving(list).moved((text * number).split("\n")), 400)


@pytest.mark.parametrize("text", ["*a **b c*Wd e", "x *a **b\nc*Wd", "_a __b_ c*Wd*", "*a **b &amp; c*Wd* e"])
def test_no_letter_is_taken_for_a_mark_of_emphasis(text: str) -> None:
    assert "Wd" in DEFAULT.to_body(text, "a.md").value.html


def test_marks_of_emphasis_that_nothing_closes_take_time_in_proportion() -> None:
    assert grows_evenly(lambda size: partial(DEFAULT.to_body, "*a **b c*W " * size, "a.md"), 200)
