"""Values of imported posts that only a template showed: they stand where readers see them, or are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.keys import Keys

SETTINGS = "-- hugo.toml --\nbaseURL = 'https://old.example/'\ntitle = 'Old'\n-- content/blog/a.md --\n"
DATA = """
-- data/images/dam-at-noon.yml --
# https://files.example/pictures/dam-at-noon.jpg
uid: dam-at-noon
format: jpg
alt: A dam
caption: The dam at noon
-- data/images/flood.yml --
uid: flood
format: png
alt: Water in a street
"""


def imported(folder: Path, matter: str, body: str = "Water flows.", *, more: str = "") -> tuple[Archive, str]:
    """Return the archive of one story of Hugo's, and what it became."""
    archive = Archive(folder, f"{SETTINGS}---\ntitle: Dam\ndate: 2020-01-01\n{matter}\n---\n{body}\n{more}")
    archive.told()
    (path,) = archive.stories()
    return archive, archive.story(path)


def of(text: str) -> tuple[str, str]:
    """Return the metadata and the body of an article."""
    matter, _, body = text.partition("\n---\n\n")
    return matter, body.strip()


@pytest.mark.parametrize("key", ["deck", "subtitle", "lead", "intro", "einleitung", "chapô", "entradilla", "导语"])
def test_an_intro_beside_a_description_stands_above_the_text(tmp_path: Path, key: str) -> None:
    matter, body = of(imported(tmp_path, f"description: For machines.\n{key}: The gates opened at noon.")[1])
    assert "standfirst: For machines." in matter
    assert body == "The gates opened at noon.\n\nWater flows."
    assert f"{key}:" not in matter


def test_an_intro_alone_is_the_standfirst(tmp_path: Path) -> None:
    matter, body = of(imported(tmp_path, "intro: The gates opened at noon.\nteaser: Gates!")[1])
    assert "standfirst: The gates opened at noon." in matter
    assert 'teaser: "Gates!"' in matter
    assert body == "Water flows."


def test_an_intro_whose_words_stand_in_the_text_or_the_standfirst_stands_once(tmp_path: Path) -> None:
    matter, body = of(imported(tmp_path, "summary: The dam is open.\ndeck: Water flows\nsubtitle: The dam is *open*")[1])
    assert "standfirst: The dam is open." in matter
    assert body == "Water flows."
    assert "deck:" not in matter
    assert "subtitle:" not in matter


def test_an_intro_that_goes_on_where_the_standfirst_ends_takes_its_place(tmp_path: Path) -> None:
    matter, body = of(imported(tmp_path, "summary: The dam is open.\ndeck: The dam is open. All may see it.")[1])
    assert "standfirst: The dam is open. All may see it." in matter
    assert body == "Water flows."


def test_an_intro_stands_below_the_headline_of_the_text(tmp_path: Path) -> None:
    _, body = of(imported(tmp_path, "summary: Open.\ndeck: The gates opened.", "# Dam\n\nWater flows.")[1])
    assert body == "The gates opened.\n\nWater flows."


def test_a_switch_is_no_intro_and_no_standfirst() -> None:
    for said in ("true", "none", "/images/a.png", "12"):
        keys = Keys({"lead": said})
        assert keys.standfirst() == ""
        assert keys.rest() == {"lead": said}


def test_a_post_that_is_a_link_to_another_site_has_it_as_its_source(tmp_path: Path) -> None:
    archive, text = imported(tmp_path, "source_url: https://other.example/dam/\nsource: The Other Paper")
    assert "source:\n  name: The Other Paper\n  url: https://other.example/dam/\n" in text.replace('"', "")
    assert "https://other.example/dam/" in archive.built().page("stories/2020/01/a/")


@pytest.mark.parametrize(
    ("matter", "named"),
    [
        ("external_url: https://www.other.example/dam/\nsource: usgs", "other.example"),
        ("quelle: https://other.example/dam/", "other.example"),
        ("canonical: https://other.example/dam/", "other.example"),
        ("canonical: https://old.example/blog/a/", ""),
        ("source_url: https://old.example/blog/a/", ""),
        ("source: a word", ""),
        ("source_url: 'https://other.example/a b'", ""),
    ],
)
def test_a_source_is_named_by_its_host_and_is_never_the_site_itself(tmp_path: Path, matter: str, named: str) -> None:
    text = imported(tmp_path, matter)[1]
    assert ("\nsource:\n" in text) == bool(named)
    assert f"  name: {named}\n" in text or not named


def test_where_a_story_sends_its_readers_is_a_link_and_no_source(tmp_path: Path) -> None:
    text = imported(tmp_path, "redirectto: https://other.example/dam/")[1]
    assert ("source:" in text, "[other.example](https://other.example/dam/)" in text) == (False, True)


def test_a_page_links_to_its_source_below_its_text(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"{SETTINGS}---\ntitle: Dam\nsource_url: https://other.example/dam/\n---\nWater flows.\n")
    archive.run()
    assert of(archive.story("pages/blog/a.md"))[1] == "Water flows.\n\n[other.example](https://other.example/dam/)"


@pytest.mark.parametrize(
    ("matter", "line"),
    [
        ("youtube_id: abcdefghij-\nyoutube_title: The [dam]",
         "[Video on YouTube: The \\[dam\\]](https://www.youtube.com/watch?v=abcdefghij-)"),
        ("video: https://youtu.be/abcdefghij-?t=3", "[Video on YouTube](https://www.youtube.com/watch?v=abcdefghij-)"),
        ('video_embed: "<iframe src=\'//player.vimeo.com/video/1234567\'></iframe>"', "[Video on Vimeo](https://vimeo.com/1234567)"),
        ("vimeo: '1234567'", "[Video on Vimeo](https://vimeo.com/1234567)"),
        ("audio: {url: 'https://files.example/dam.mp3'}", "[Audio](https://files.example/dam.mp3)"),
        ("video: 'true'", ""),
        ("youtube: ourchannel", ""),
    ],
)  # fmt: skip
def test_a_film_of_the_metadata_stands_in_the_body_as_a_line(tmp_path: Path, matter: str, line: str) -> None:
    text = imported(tmp_path, matter)[1]
    assert of(text)[1] == f"{line}\n\nWater flows.".strip()
    assert (matter.partition(":")[0] in of(text)[0]) == (not line)


def test_a_film_that_the_body_shows_stands_once(tmp_path: Path) -> None:
    body = of(imported(tmp_path, "youtube_id: abcdefghij-", "{{< youtube abcdefghij- >}}")[1])[1]
    assert body == "[Video on YouTube](https://www.youtube.com/watch?v=abcdefghij-)"


def test_keys_of_a_theme_below_extra_are_shown_too(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- zola.toml --\nbase_url = 'https://old.example'\n-- content/a.md --\n")
    archive.write(
        "content/a.md", "+++\ntitle = 'Dam'\ndate = 2020-01-01\n[extra]\nyoutube = 'abcdefghij-'\ncolour = 'red'\n+++\nIt.\n"
    )
    archive.run()
    (path,) = archive.stories()
    matter, body = of(archive.story(path))
    assert body.startswith("[Video on YouTube](")
    assert "  extra:\n    colour: red" in matter


def test_pictures_that_are_called_by_a_name_are_found_by_the_files_of_data(tmp_path: Path) -> None:
    matter, body = of(
        imported(tmp_path, "primary_image: dam-at-noon", '{{< img src="dam-at-noon" >}}\n\n{{< img src=nobody >}}', more=DATA)[1]
    )
    assert "src: https://files.example/pictures/dam-at-noon.jpg" in matter.replace('"', "")
    assert "alt: A dam" in matter
    assert "{{< img src=nobody >}}" in matter  # is named
    assert body == (
        '<figure><img src="https://files.example/pictures/dam-at-noon.jpg" alt="A dam">'
        "<figcaption>The dam at noon</figcaption></figure>"
    )


def test_a_picture_whose_file_of_data_names_no_address_lies_where_most_others_do(tmp_path: Path) -> None:
    more = DATA + "-- data/images/sun.yml --\n# https://files.example/pictures/sun.png\nformat: png\n"
    text = imported(tmp_path, "image: {uid: flood, alt: A street}", '{{< img "flood" >}}', more=more)[1]
    assert '<img src="https://files.example/pictures/flood.png" alt="Water in a street">' in text
    assert "alt: A street" in text


def test_a_picture_of_which_no_data_say_where_it_is_is_named_as_missing(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f'{SETTINGS}---\ntitle: Dam\ndate: 2020-01-01\n---\n{{{{< img "flood" >}}}}\n{DATA}')
    (tmp_path / "source/data/images/dam-at-noon.yml").unlink()
    assert [each["picture"] for each in archive.told()["pictures"]] == ["flood.png"]


def test_what_is_kept_of_many_stories_is_told_with_the_lines_that_show_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path)
    for at in range(6):
        more = "host: Bo of the dam\nvenue: hall\n" if at else "host: https://b.example/\n"
        archive.write(f"{at}.md", f"---\ntitle: S{at}\ndate: 2020-01-01\nsign_up: https://a.example/{at}\n{more}---\nB.\n")
    told = list(archive.run("markdown").lines())
    at = told.index(
        "  kept of many stories, and shown nowhere; to show it, write such lines into broadsheet.yaml, and import again"
    )
    assert told[at + 1 : at + 4] == ["    fields:", "      host: {type: text}", "      sign_up: {type: link}"]
    settings = archive.into / "broadsheet.yaml"
    settings.write_text(settings.read_text() + "\n".join(told[at + 1 : at + 4]).replace("\n    ", "\n").lstrip() + "\n")
    report = archive.run("markdown")
    assert report.outcomes == {"updated": 6}
    assert report.fields["host"].became == "fields"
    assert "shown nowhere" not in "\n".join(report.lines())
    assert '\nhost: Bo of the dam\nsign_up: "https://a.example/1"\n' in archive.story("stories/2020/1.md")
    assert "Bo of the dam" in archive.built().page("/stories/2020/01/1/")


def test_the_picture_of_a_page_stands_above_its_text(tmp_path: Path) -> None:
    archive = Archive(tmp_path, "-- a.md --\n---\ntitle: A\nimage: /a.png\nimage_alt: A dam\n---\nA.\n")
    archive.write("b.html", "---\ntitle: B\nimage: /b.png\n---\n<p>B <img src='/b.png'></p>\n")
    assert archive.run("markdown").fields["image"].became == "body"
    assert archive.story("pages/a.md").endswith("\n---\n\n![A dam](/a.png)\n\nA.\n")
    assert archive.story("pages/b.md").count("/b.png") == 1


@pytest.mark.parametrize(
    ("matter", "body", "link"),
    [
        ("button_url: https://b.example/talk\nbutton_text: To the *talk*", "", "[To the \\*talk\\*](https://b.example/talk)"),
        ("params:\n  cta: {link: /talks/a(b)/}", "<!-- none -->", "[Dam](/talks/a(b)/)"),
        (
            "button_url: https://www.b.example/\nbutton2_url: /a/\nbutton2_text: More",
            "",
            "[More](/a/)\n\n[www.b.example](https://www.b.example/)",
        ),
        ("button_url: https://b.example/talk", "Water flows.", "Water flows."),
        ("button_url: nowhere at all", "", ""),
        ("button_url: //b.example/", "", ""),
    ],
)
def test_of_a_story_without_a_text_what_its_button_leads_to_is_the_text(
    tmp_path: Path, matter: str, body: str, link: str
) -> None:
    _, text = imported(tmp_path, matter, body)
    assert of(text)[1].removesuffix("<!-- none -->").strip() == link
