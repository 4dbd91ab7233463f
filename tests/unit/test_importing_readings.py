"""Import: what came to light when imported archives were read beside their sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive

STORY = "---\ntitle: Flood\ndate: 2020-01-02\n---\n"


@pytest.mark.parametrize("folder", ["posts/the [big] flood", "static/the big flood"])
def test_a_lead_picture_in_a_folder_with_blanks_and_brackets_is_there(folder: str, tmp_path: Path) -> None:
    image = "dam 100%.png" if folder.startswith("posts") else "/the%20big%20flood/dam%20100%25.png"
    story = f"---\ntitle: Flood\ndate: 2020-01-02\nimage: {image}\nimage_alt: The dam\n---\nIt rose.\n"
    archive = Archive(tmp_path, f"-- posts/the [big] flood/flood.md --\n{story}-- {folder}/dam 100%.png --\n")
    assert archive.run("markdown").pictures == []
    assert 'alt="The dam"' in archive.built().page("/stories/2020/01/flood/")


RST = r"""A
#

:date: 2020-01-02

.. contents::

Beds
====

Type ``make  all`` and see :math:`a_b = \frac{1}{2}`.

.. TEASER_END

.. math::

   x^2

.. code:: python
   :number-lines:

   one = 1
   two = 2
"""


@pytest.fixture
def restructured(tmp_path: Path) -> str:
    archive = Archive(tmp_path, f"-- pelicanconf.py --\n-- content/a.rst --\n{RST}")
    archive.run()
    return archive.story("stories/2020/a.md")


def test_code_in_a_line_of_restructured_text_stays_code(restructured: str) -> None:
    assert "<code>make  all</code>" in restructured


def test_formulas_in_restructured_text_are_shown_as_they_were_written(restructured: str) -> None:
    assert "<code>a_b = \\frac{1}{2}</code>" in restructured
    assert "<pre>\nx^2\n</pre>" in restructured


@pytest.mark.parametrize(
    "formula",
    [
        '<math alttext="\\frac{a}{b}"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>',
        '<math><semantics><mi>a</mi><annotation encoding="application/x-tex">\\frac{a}{b}</annotation></semantics></math>',
    ],
)
def test_a_formula_that_says_how_it_was_written_is_shown_so(formula: str, tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.html --\n<article><h1>A</h1><p>See {formula} here.</p></article>\n")
    report = archive.run("html")
    assert "<p>See <code>\\frac{a}{b}</code> here.</p>" in archive.story("pages/a.md")
    assert not report.removed


def test_code_in_restructured_text_loses_the_numbers_of_its_lines(restructured: str) -> None:
    assert "<pre><code>one = 1\ntwo = 2</code></pre>" in restructured


def test_a_standfirst_from_what_stands_before_the_mark_has_no_headings_and_no_table_of_contents(restructured: str) -> None:
    assert 'standfirst: "Type make all and see a_b = \\\\frac{1}{2}."\n' in restructured
