"""The words of Markdown: what readers see of it, and where that stands in the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.extract.extractor import Extractor
from broadsheet.extract.structure.article import MARKDOWN, Article
from broadsheet.extract.structure.markdowntext import MarkdownText
from growth import grows_evenly


def shown(text: str) -> list[str]:
    """Return the blocks of what is shown of a text, with single spaces."""
    blocks = MarkdownText(text, 0, len(text)).text.split("\n\n")
    return [" ".join(block.split()) for block in blocks if block.strip()]


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("Talks on *salt* and **tin** in __Oslo__.", ["Talks on salt and tin in Oslo."]),
        ('See [the [old] treaty](https://x.example/a_(b) "T") and [that][1].\n\n[1]: /y', ["See the [old] treaty and that."]),
        ("snake_case, 5 * 3, N|Solid, 2 < 3", ["snake_case, 5 * 3, N|Solid, 2 < 3"]),
        ("# Talks #\nThey met.", ["Talks", "They met."]),
        ("## On C#\n\n# ## \nThey met.", ["On C#", "They met."]),
        ("A ![salt [old]](s_(1).jpg) b.", ["A b."]),
        ("Talks\n-----\n\nThey met.\n\n* * *\n\nThey left.", ["Talks", "They met.", "They left."]),
        ("They said:\n- salt\n- [x] tin\n1. iron", ["They said:", "salt", "tin", "iron"]),
        ("> \u201cIt is salt\nand tin.\u201d\n\nShe left.", ["\u201cIt is salt and tin.\u201d", "She left."]),
        ("A.\n\n```py\nprint('B')\n```\n\nC.\n\n~~~\nD", ["A.", "C."]),
        ("A ![salt](s.jpg) b[^1].\n\n[^1]: Or c.", ["A b.", "Or c."]),
        ("A <b>b</b>.<p>C</p><!-- d --><script>e</script> <https://x.example> `f`", ["A b.", "C", "f"]),
        ("R&amp;D \\* &#8211; &nope", ["R&D * \u2013 &nope"]),
        ("{{< fig a >}} B {% c %} {{ d }} {: .e}", ["B"]),
        ("| A | B |\n|---|:-:|\n| c | d |", ["A", "B", "c", "d"]),
    ],
)
def test_what_is_shown_is_without_markup(text: str, blocks: list[str]) -> None:
    assert shown(text) == blocks


@given(
    st.lists(
        st.sampled_from(["word", " ", "\n", "\n\n", "*", "**", "_", "[", "](x)", "`", "<b>", "&amp;", "# ", "- ", "> ", "|"])
    )
)
def test_whatever_is_shown_stands_where_it_is_said_to(parts: list[str]) -> None:
    source = "".join(parts)
    text = MarkdownText(source, 0, len(source))
    at = text.text.find("word")
    while at >= 0:
        start, end = text.of(at, at + 4)
        assert source[start:end] == "word"
        at = text.text.find("word", at + 1)


@pytest.mark.parametrize(
    "text",
    [
        "*a* ",
        "[a](b) ",
        "# a\n",
        "- a\n",
        "```\n",
        "<!-- ",
        "<b",
        "{{ ",
        "![",
        "| a ",
        "&amp;",
        "[a",
        "![](",
        "![][",
        "[^a",
        "<http:",
        "<http://",
        "{:",
        "`",
        "\n",
        "[\n",
        "[a] ",
        "> ",
        "\\",
        "***a",
    ],
)
def test_it_takes_time_in_proportion(text: str) -> None:
    assert grows_evenly(lambda number: lambda: MarkdownText(text * number, 0, len(text) * number), 4000)


@pytest.mark.parametrize("begin", ["", "# a", "# a #", "|", "[", "![", "- ", "> ", "[a](", "<p"])
def test_so_do_the_spaces_between(begin: str) -> None:
    def reading(number: int) -> Callable[[], object]:
        text = begin + " " * number + "x"
        return lambda: MarkdownText(text, 0, len(text))

    assert grows_evenly(reading, 4000)


def test_findings_of_described_markdown_are_words_with_their_place_in_the_file() -> None:
    source = "---\ntitle: Talks\n---\n\n**[Ann Lee](/ann/)**, the minister of *Norway*, left [Oslo](/o/) on 3 March 2026.\n"
    found = Extractor().extract(Article(source, "talks", MARKDOWN, "2026-03-04"))
    actor = next(finding for finding in found.findings if finding.field == "actors")
    assert actor.value["name"] == "Ann Lee"
    start, end, words = actor.evidence[0]
    assert (source[start:end], words) == ("Ann Lee", "Ann Lee")
    event = next(finding for finding in found.findings if finding.field == "events")
    assert event.value["text"] == "Ann Lee, the minister of Norway, left Oslo on 3 March 2026."
