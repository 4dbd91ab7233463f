"""Pieces of template code in imported bodies: what they show is shown, and no word of theirs is lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.boxes import as_quotations
from broadsheet.importing.emphasis import without_blanks_at_edges
from broadsheet.importing.fences import with_languages
from broadsheet.importing.formulas import with_formulas
from broadsheet.importing.includes import with_includes, with_words
from broadsheet.importing.shortcodes import arguments_of, replaced
from broadsheet.importing.shortcodetemplates import expanded
from growth import grows_evenly
from newsroom import picture

HUGO = "-- hugo.toml --\nbaseURL = 'https://a.example/'\n-- content/blog/a.md --\n---\ntitle: A\ndate: 2020-01-01\n---\n"
JEKYLL = "-- _config.yml --\nurl: https://a.example\n-- _posts/2020-01-01-a.md --\n---\ntitle: A\n---\n"
MDX = "-- a.mdx --\n---\ntitle: A\ndate: 2020-01-01\n---\n"


def body_of(archive: Archive, kind: str = "") -> str:
    """Return the lines of the only story's body, without blank ones between them."""
    archive.run(kind)
    (path,) = archive.stories()
    text = archive.story(path).partition("\n---\n\n")[2]
    return "\n".join(line.rstrip() for line in text.split("\n") if line.strip())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('{{% alert title="Mind <it>" color="red" %}}\nSome.\n{{% /alert %}}', "<strong>Mind &lt;it&gt;</strong>\nSome."),
        ('Now {{< note title="mind" >}}this{{< /note >}}', "Now  <strong>mind</strong> this"),
        ('{{< tab header="Java" >}}', "<strong>Java</strong>"),
        ('```go {title="x"}\ny\n```', "<p>x</p>\n```go\ny\n```"),
        ('```go title="main.go"\ny\n```', "<p>main.go</p>\n```go\ny\n```"),
    ],
)
def test_titles_of_pieces_that_nobody_knows_stand_above_what_is_in_them(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, HUGO + written)) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('{{<figure src="https://b.example/dt.jpg" link="https://b.example/d.jpg" alt="The dam">}}',
         '<a href="https://b.example/d.jpg"><img src="https://b.example/dt.jpg" alt="The dam"></a>'),
        ('{{<figure link="https://b.example/d.jpg">}}', '<img src="https://b.example/d.jpg" alt="">'),
        ('{{< gravizo>}}\n  digraph g {\n    "a" -> "b"\n  }\n{{< /gravizo >}}', '```dot\ndigraph g {\n  "a" -> "b"\n}\n```'),
        ("{{< shown >}}\nx = 1;\n\ny {\n}\n{{< /shown >}}", "```\nx = 1;\ny {\n}\n```"),
        ("{{< html >}}\n<style>\na {\n}\n</style>\n{{< /html >}}", "<style>\na {\n}\n</style>"),
        ("{{< card >}}\nIt rose;\nit fell.\n{{< /card >}}", "It rose;\nit fell."),
        ("{{< checks >}}\n  {{< checkbox >}}Ask.{{< /checkbox >}}\n  {{< checkbox >}} Look. {{< /checkbox >}}\n{{< /checks >}}",
         "- Ask.\n- Look."),
        ('{{< card src="https://b.example/a" kicker="Rule 7" title="On dams" >}}', "Rule 7: [On dams](https://b.example/a)"),
    ],
)  # fmt: skip
def test_pieces_of_hugo_show_links_code_and_lists(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, HUGO + written)) == shown


@pytest.mark.parametrize("piece", ["{{< a >}}\n", "{{< a >}}x;\n", "{{< li >}} ", "{{< /a >}}"])
def test_pieces_around_code_that_nothing_ends_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(replaced, piece * size, "hugo", {}), 500)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("``` ruby A title http://b.example/ link\nx\n```", "<p>A title</p>\n```ruby\nx\n```"),
        ("{% codeblock A title lang:js http://b.example/ link %}\nx\n{% endcodeblock %}", "<p>A title</p>\n```js\nx\n```"),
        ("{% codeblock %}\nx {{ y }}\n{% endcodeblock %}", "```\nx {{ y }}\n```"),
        ("{% blockquote Ann Lee, Rivers http://b.example/ %}\nIt rose.\n\nIt fell.\n{% endblockquote %}",
         "> It rose.\n>\n> It fell.\n>\n> — Ann Lee, Rivers"),
        ('{% pullquote %}\nThe {" dam broke "} here.\n{% endpullquote %}', "> The dam broke here."),
        ("{% img left /a/b.png 100 200 The dam %}", '<img src="/a/b.png" alt="The dam">'),
    ],
)  # fmt: skip
def test_what_octopress_shows_is_shown(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, JEKYLL + written)) == shown


def test_octopress_code_in_html_has_its_language(tmp_path: Path) -> None:
    text = JEKYLL.replace("a.md", "a.html") + "<p>Look:</p>\n``` ruby\nx < y\n```\n"
    assert body_of(Archive(tmp_path, text)) == "<p>Look:</p>\n```ruby\nx < y\n```"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('<Tabs>\n  <TabItem label="Salt">\n\n    White.\n\n    - a\n    - b\n\n  </TabItem>\n</Tabs>',
         "<strong>Salt</strong>\nWhite.\n- a\n- b"),
        ('- a\n\n    more\n\n<Note>\nx\n</Note>', "- a\n    more\nx"),
        ('A{" "}b {\'c\'}', "A b c"),
        ('<CldImage src="dams/one" alt="A dam" />', '<img src="dams/one" alt="A dam">'),
        ('<CldImage src="one" config={{ cloud: { cloudName: "paper" } }} alt="A dam" />',
         '<img src="https://res.cloudinary.com/paper/image/upload/one" alt="A dam">'),
        ("A list of `List<Word>` and List<Word> alike.", "A list of `List<Word>` and List<Word> alike."),
    ],
)  # fmt: skip
def test_what_components_of_mdx_show_is_shown(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, MDX + written), "markdown") == shown


ELEVENTY = """
-- eleventy.config.js --
module.exports = {};
-- _data/site.json --
{"url": "https://a.example", "name": "The Paper", "author": {"name": "Ann Lee"}}
-- _data/broken.json --
{
-- posts/2020-03-04-dam.md --
---
title: The <dam>
---
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{{ page.date }}, {{ page.date | date: '%d %B %Y' }}", "2020-03-04, 04 March 2020"),
        ("{{ title }} of {{ site.name }} by {{ site.author.name }}", "The &lt;dam&gt; of The Paper by Ann Lee"),
        ("[it]({{ site.url }}{{ page.url }})", "[it](/posts/dam/)"),
        ("{{ page.fileSlug }}", "dam"),
        (
            "{{ 'https://film.example/1' | embed: 'The dam' }}",
            '<span><a href="https://film.example/1" class="player-frame">Embedded: The dam</a></span>',
        ),
        ("a {{ page.date | date: '%999999999d' }}b {{ site.author }}c {{ broken.x }}d", "a 2020-03-04b c d"),
    ],
)
def test_variables_of_eleventy_are_filled_in(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, ELEVENTY + written)) == shown


def test_an_eleventy_site_is_called_what_its_data_say(tmp_path: Path) -> None:
    archive = Archive(tmp_path, ELEVENTY + "Text.")
    archive.run()
    settings = (archive.into / "broadsheet.yaml").read_text()
    assert "title: The Paper" in settings
    assert 'base_url: "https://a.example/"' in settings


def test_data_of_jekyll_are_filled_in(tmp_path: Path) -> None:
    archive = Archive(tmp_path, JEKYLL + "{{ site.data.words.river }}")
    archive.write("_data/words.yml", "river: The Ouse\n")
    assert body_of(archive) == "The Ouse"


NIKOLA = """
-- conf.py --
BLOG_TITLE = "N"
-- posts/b.md --
<!--
.. title: B
.. slug: bee
.. date: 2020-01-02
-->
Text.
-- posts/a.md --
<!--
.. title: A
.. slug: a
.. date: 2020-01-01
-->
[slug](link://slug/bee) [file](link://filename/posts/b.md) [tag](link://tag/old%20mills) [desk](link://category/News)
[front](link://index) [feed](link://rss) [gone](link://slug/none)
"""


def test_links_of_nikola_lead_to_what_they_name(tmp_path: Path) -> None:
    archive = Archive(tmp_path, NIKOLA)
    report = archive.run()
    body = archive.story("stories/2020/a.md").partition("\n---\n\n")[2]
    assert body.strip() == (
        "[slug](/posts/bee/) [file](/posts/bee/) [tag](/tags/old-mills/) [desk](/sections/news/)\n"
        "[front](/) [feed](/rss.xml) [gone](link://slug/none)"
    )
    assert report.pictures == [("posts/a.md:1:1", "link://slug/none")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (":::note\nMind *it*.\n\n- a\n:::\nb", "> [!NOTE]\n> Mind *it*.\n>\n> - a\n\nb"),
        ("::: warning The dam\nIt rose.\n:::", "> **The dam**\n>\n> It rose."),
        (":::tip[The dam]{.wide}\nIt rose.\n:::", "> **The dam**\n>\n> It rose."),
        ("::::details More\na\n:::danger\nb\n:::\nc\n::::", "> **More**\n>\n> a\n>\n> > [!CAUTION]\n> > b\n>\n> c"),
        (":::tabs\na\n:::", "a"),
        ("```\n:::note\n```\n:::note\n```\n:::\n```\n:::", "```\n:::note\n```\n\n> [!NOTE]\n> ```\n> :::\n> ```"),
        (":::note\nno end", ":::note\nno end"),
        ("no beginning\n:::", "no beginning\n:::"),
        (":::note\n" * 500 + ":::\n" * 500, (":::note\n" * 500 + ":::\n" * 500).strip()),
        ('!!! note "The dam"\n    It rose.\n\n    - a\n\nb', "> **The dam**\n>\n> It rose.\n>\n> - a\n>\n\nb"),
        ("??? danger\n    It rose.\nb", "> [!CAUTION]\n> It rose.\n\nb"),
        ("Stop!!! note it\n!!! and so on, he said.", "Stop!!! note it\n!!! and so on, he said."),
    ],
)
def test_boxes_are_quotations_that_say_what_they_are(written: str, shown: str) -> None:
    assert as_quotations(written).strip("\n") == shown


@pytest.mark.parametrize(
    "written",
    [
        "{% if site.posts.size == 0 %}<h2>CANARY</h2>{% endif %}",
        "{%- if paginator.posts.size==0 -%}\n## CANARY\n{%- else -%}\nBetween.\n{%- endif -%}",
        "{% if collections.posts.length == 0 %}CANARY{% elif x %}Between.{% endif %}",
    ],
)
def test_what_is_for_a_site_without_posts_does_not_come_over(written: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"{JEKYLL}Before.\n\n{written}\n\nAfter. {{% if x == 0 %}}Kept.{{% endif %}}\n")
    between = "Between.\n" if "Between" in written else ""
    assert body_of(archive) == f"Before.\n{between}After. Kept."
    (path,) = archive.stories()
    assert "CANARY" in archive.story(path).partition("template_code:")[2]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("A **dam\u00a0** b", "A **dam**\u00a0 b"),
        ("A *\u00a0b c\u00a0* d", "A \u00a0*b c*\u00a0 d"),
        ("**a *b* c\u00a0** d", "**a *b* c**\u00a0 d"),
        ("__a\nb\u00a0__ c", "__a\nb__\u00a0 c"),
        ("`**a\u00a0**` 5 * 3\u00a0* 4", "`**a\u00a0**` 5 * 3\u00a0* 4"),
        ("```\n**a\u00a0**\n```", "```\n**a\u00a0**\n```"),
    ],
)
def test_emphasis_with_no_break_spaces_at_its_edges_is_emphasis_as_in_jekyll(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, JEKYLL + written)) == shown


def test_emphasis_that_nothing_closes_takes_time_in_proportion() -> None:
    assert grows_evenly(lambda size: partial(without_blanks_at_edges, "**a\u00a0" * size), 2_000)


@pytest.mark.parametrize(
    ("kind", "written", "shown"),
    [
        ("zola", r'So {{ katex(body="\vec{a} \\ b_1*c_2*") }} it is', r"So `\vec{a} \\ b_1*c_2*` it is"),
        ("zola", "A\n{% katex(block=true) %}\na_1 *b* {x}\n{% end %}\nB", "A\n\n\n```tex\na_1 *b* {x}\n```\n\n\nB"),
        ("zola", "A {{ katex(body='x', block=true) }}", "A \n\n```tex\nx\n```"),
        ("hugo", "A {{< math >}}$a_1*b*c${{< /math >}}", "A `a_1*b*c`"),
        ("hugo", 'A {{< math "E=mc^2" />}} B', "A `E=mc^2` B"),
        ("hugo", "{{< katex display >}}\n\\frac{a}{b}\n{{< /katex >}}", "```tex\n\\frac{a}{b}\n```"),
        ("jekyll", "{% katex %}\na_{1}\n{% endkatex %}", "```tex\na_{1}\n```"),
        ("hugo", "A {{< math >}}a`b{{< /math >}} {{< math />}}", "A ``a`b``"),
    ],
)
def test_formulas_in_template_code_are_code(kind: str, written: str, shown: str) -> None:
    assert replaced(written, kind, {}).text.strip() == shown


@pytest.mark.parametrize("piece", ["{% katex() %}", '{{ katex(body="', "{{< math >}}", "{{< math x ", "{% katex %}"])
def test_formulas_that_nothing_ends_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(with_formulas, piece * size, []), 1_000)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('{{< fold kicker="On" title="Rules" >}}A *b*.\n\nThen.\n{{< /fold >}}', "On <strong>Rules</strong>\nA *b*.\nThen."),
        ("{{< row >}}\n    {{< do >}} Write. {{< /do >}}\n    {{< dont >}} Shout. {{< /dont >}}\n{{< /row >}}", "Write.\nShout."),
        ("{{< mark >}}Bold{{< /mark >}} words {{< mark >}}here{{< /mark >}}.", "Bold words here."),
        ('{{< card intro="Say *it*." b-text="Go" b-url="https://b.example/" >}}\nWords.\n{{< /card >}}', "Say *it*. [Go](https://b.example/)\nWords."),
        ('<a href="{{< tmp "b.md" >}}">Call</a>', '<a href="b.md">Call</a>'),
    ],
)  # fmt: skip
def test_what_stands_between_pieces_that_nobody_knows_keeps_its_lines(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, HUGO + written)) == shown


TEMPLATE = (
    '-- layouts/shortcodes/shot.html --\n<!-- a frame -->\n<div class="frame">\n'
    '  <img class="x" src="/img/{{ .Get `image` }}" alt="{{ .Inner }}" />\n\n'
    '  {{- with .Get "by" }}<p style="font-size: 1em"><i>{{ . }}</i></p>{{ else }}<p>{{/* none */}}Unknown</p>{{ end }}\n'
    '  <p>{{ .Inner | markdownify }}</p>\n</div>\n'
    "-- layouts/shortcodes/price.html --\n<h3>{{ .Get `year` }}</h3>\n<h3 id='a'>{{ .Inner }}</h3>\n<h1>{{ .Inner }} </h1>\n"
    "-- layouts/shortcodes/odd.html --\n<p>{{ .Page.Title }} {{ .Inner }}</p>\n"
    "-- layouts/shortcodes/code.html --\n<script>{{ .Inner }}</script>\n"
    '-- layouts/shortcodes/flag.html --\n<b>{{ .Get 0 | default "none" }}</b>\n'
)  # fmt: skip


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (
            '{{< shot image="dam.png" by="Ann & Bo" >}}\nThe *dam*, "open".\n{{< /shot >}}',
            '<div>\n<img src="/img/dam.png" alt="The *dam*, &quot;open&quot;." /><p><i>Ann &amp; Bo</i></p>\n'
            '<p>The <em>dam</em>, "open".</p>\n</div>',
        ),
        (
            '{{< shot image="dam.png" >}}It{{< /shot >}}',
            '<div>\n<img src="/img/dam.png" alt="It" /><p>Unknown</p>\n<p>It</p>\n</div>',
        ),
        ("{{< price year=2 >}}\nBest\n{{< /price >}}", "<h3>2</h3>\n<h1>Best </h1>"),
        ("Now {{< flag >}} and {{< flag red >}}.", "Now <b>none</b> and <b>red</b>."),
        ("{{< odd >}}\nIt.\n{{< /odd >}}\n\n{{< code >}}\nx\n{{< /code >}}", "It.\nx"),
    ],
)
def test_a_template_that_only_shows_what_it_is_given_does_so(tmp_path: Path, written: str, shown: str) -> None:
    archive = Archive(tmp_path, TEMPLATE + HUGO + written)
    archive.write("static/img/dam.png", picture(9, 9))
    assert body_of(archive) == shown


@pytest.mark.parametrize("piece", ["{{< a >}}", "{{< a >}}{{< b >}}", '{{< a x="', "{{< /a >}}", "{{< a >}}x{{< /b >}}"])
def test_pieces_with_templates_that_nothing_ends_take_time_in_proportion(piece: str) -> None:
    templates = {"a": "<p>{{ .Inner }}</p>", "b": "{{ .Get 0 }}"}
    assert grows_evenly(lambda size: partial(expanded, piece * size, templates, arguments_of, []), 500)


INCLUDES = """
-- _includes/notes/river.md --
The *{{ include.name }}* is {% include notes/long.md %}
-- _includes/notes/long.md --
long.
-- _includes/notes/dams.md --
A [b][the dam].
-- _includes/list.md --
{% for i in (0..9) %}{{ include[i] }}{% endfor %}
-- _includes/round.md --
{% include round.md %}
-- _includes/links.md --
{% comment %}of all posts{% endcomment %}
[the dam]: https://dam.example/
[other]: https://other.example/
{% for topic in site.topics %}[topic {{ topic.name }}]: {{ topic.url }}
{% endfor %}
"""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ('{% include notes/river.md name="Ouse" %}', "The *Ouse* is long."),
        ("{% include round.md %}A", "A"),
        (
            "At [the Dam][] in\n`[x][y]` [the *rain*][topic rain].\n\n{% include links.md %}",
            "At [the Dam][] in\n`[x][y]` the *rain*.\n[the dam]: https://dam.example/",
        ),
        ("{% include notes/dams.md %} [n]\n{% include links.md %}", "A [b][the dam].\n [n]\n[the dam]: https://dam.example/"),
        ("{% assign host = 'https://b.example/' %}[1]({{host}}2) {% assign x = 'a' %}{% assign x = 'b' %}{{x}}", "[1](https://b.example/2)"),
        ("[a][b]", "[a][b]"),
        ("`c` [a][b] {% odd %}\n\n```\nd\n```", "`c` a\n```\nd\n```"),
    ],
)  # fmt: skip
def test_what_jekyll_includes_of_markdown_is_a_part_of_the_article(tmp_path: Path, written: str, shown: str) -> None:
    assert body_of(Archive(tmp_path, INCLUDES + JEKYLL + written)) == shown


@pytest.mark.parametrize("piece", ["[a][b]", "[a", "[", "{% assign a = 'b' %}", "{% include a.md x='"])
def test_references_and_includes_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(with_words, piece * size), 1_000)
    assert grows_evenly(lambda size: partial(with_includes, piece * size, Path("/nowhere"), {}, arguments_of), 1_000)


def test_links_of_an_include_that_a_program_makes_are_told_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path, INCLUDES + JEKYLL + "A [b][topic c].\n\n{% include links.md %}")
    report = archive.run()
    assert "the list of" not in "\n".join(report.lines())
    assert "    links.md (1): _posts/2020-01-01-a.md:1:1" in list(report.lines())


def test_an_include_whose_values_only_a_program_can_name_is_kept_with_them(tmp_path: Path) -> None:
    archive = Archive(tmp_path, INCLUDES + JEKYLL + 'A {% include list.md q0="Who was it?" %}')
    archive.run()
    assert '{% include list.md q0=\\"Who was it?\\" %}' in archive.story(archive.stories()[0])


KEPT = "{% capture body %}\nIt *rains*.\n{% endcapture %}\n"


@pytest.mark.parametrize(
    ("written", "shown", "unknown"),
    [
        (f'{KEPT}# A\n\n<section class="a">\n<div>\n{{{{ body | markdownify}}}}\n</div></section>\n', "# A\nIt *rains*.", 0),
        (
            f"{KEPT}# A\n\n<div><h2>B</h2>\n{{{{- body | markdownify -}}}}</div>",
            "# A\n<div><h2>B</h2>\nIt <em>rains</em>.</div>",
            0,
        ),
        (f"# A\n\n{KEPT}\n{{{{ body | other }}}}", "# A\nIt *rains*.", 3),
        (f"{KEPT}{KEPT.replace('rains', 'snows')}B\n{{{{ body }}}}", "It *rains*.\nB\nIt *snows*.", 2),
        ('A\n\n<div>\n<div class="b">{% widget %}</div>\n</div>\n<div id="c"></div>', 'A\n<div id="c"></div>', 1),
    ],
)
def test_what_is_captured_stands_where_it_is_printed_and_no_empty_frames_stay(written: str, shown: str, unknown: int) -> None:
    found = replaced(written, "markdown", {})
    assert ([line for line in found.text.split("\n") if line], len(found.unknown)) == (shown.split("\n"), unknown)


@pytest.mark.parametrize(
    "piece", ["{% capture a %}{{ a }}", "{% capture a %}{% endcapture %}", "{% b %}<div>", "<div> {% b %} </div>"]
)
def test_pieces_that_are_captured_take_time_in_proportion(piece: str) -> None:
    assert grows_evenly(lambda size: partial(replaced, piece * size, "markdown", {}), 500)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("See:\n\n    :::c++\n    i = 1;\n\n      j;\n\nIt rose.", "See:\n\n```c++\ni = 1;\n\n  j;\n```\n\nIt rose."),
        ("- See:\n\n        #!python\n        i\n", "- See:\n\n    ```python\n    i\n    ```\n\n"),
        ("    :::php\n\ti\n\t\tj", "\n```php\ni\n\tj\n```\n\n"),
        ("    #!/bin/sh\n    ls", "    #!/bin/sh\n    ls"),
        ("    ls\n    :::sh\n    ls", "    ls\n    :::sh\n    ls"),
    ],
)
def test_code_by_its_blanks_whose_first_line_names_its_language_is_between_fences(written: str, shown: str) -> None:
    assert with_languages(written) == shown


def test_code_by_its_blanks_takes_time_in_proportion() -> None:
    assert grows_evenly(lambda size: partial(with_languages, "\n    :::c\n" * size), 1_000)


def test_code_of_pelican_has_its_language(tmp_path: Path) -> None:
    site = "-- pelicanconf.py --\n-- content/a.md --\nTitle: A\nDate: 2020-01-02\n\nSee:\n\n    :::sh\n    ls {{ x }}\n"
    assert body_of(Archive(tmp_path, site)) == "See:\n```sh\nls {{ x }}\n```"
