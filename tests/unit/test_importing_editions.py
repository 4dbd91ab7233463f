"""Translations in archives of other programs: each names the story that it translates, wherever the two stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from archives import Archive

BY_SUFFIX = {
    "hugo": '-- hugo.toml --\nbaseURL = "https://h.example/"\n[languages.en]\n[languages.fr]\n',
    "zola": '-- config.toml --\nbase_url = "https://z.example"\n[languages.fr]\n',
    "nikola": '-- conf.py --\nDEFAULT_LANG = "en"\nTRANSLATIONS = {"en": "", "fr": "./fr"}\n',
}
BY_FOLDER = {
    "folders": '-- hugo.toml --\nbaseURL = "https://h.example/"\nlanguageCode = "en-us"\n[languages.en]\n[languages.fr]\n',
    "their own": '-- hugo.toml --\n[languages.en]\ncontentDir = "content/english"\n'
    '[languages.fr]\ncontentDir = "content/francais"\n',
}
ENGLISH, FRENCH = "---\ntitle: Flood\ndate: 2020-01-02\n---\nWater.\n", "---\ntitle: Crue\ndate: 2020-01-03\n---\nDe l'eau.\n"


def tied(archive: Archive) -> dict[str, str]:
    """Return which story each story of the publication translates."""
    texts = {path.removeprefix("stories/").removesuffix(".md"): archive.story(path) for path in archive.stories()}
    found = {path: [line for line in text.splitlines() if line.startswith("translation_of: ")] for path, text in texts.items()}
    return {path: lines[0].partition(": ")[2] for path, lines in found.items() if lines}


@pytest.mark.parametrize("kind", BY_SUFFIX)
def test_a_suffix_ties_a_translation_that_is_read_before_its_original(tmp_path: Path, kind: str) -> None:
    folder = "posts" if kind == "nikola" else "content/news"
    archive = Archive(tmp_path, f"{BY_SUFFIX[kind]}-- {folder}/flood.fr.md --\n{FRENCH}-- {folder}/flood.md --\n{ENGLISH}")
    report = archive.run()
    assert (report.kind, report.posts) == (kind, 2)
    assert tied(archive) == {"2020/flood-fr": "2020/flood"}
    assert "lang: fr\n" in archive.story("stories/2020/flood-fr.md")
    (french,) = [page for path, page in archive.built().site().items() if path.endswith("flood-fr/index.html")]
    assert b'hreflang="en"' in french


@pytest.mark.parametrize("folders", BY_FOLDER)
def test_a_folder_of_a_language_ties_what_has_the_same_place_in_it(tmp_path: Path, folders: str) -> None:
    english, french = ("en", "fr") if folders == "folders" else ("english", "francais")
    archive = Archive(
        tmp_path,
        f"{BY_FOLDER[folders]}-- content/{english}/news/flood.md --\n{ENGLISH}"
        f"-- content/{french}/news/flood.md --\n{FRENCH}-- content/{french}/news/seule.md --\n{FRENCH}",
    )
    archive.run()
    assert tied(archive) == {"2020/flood-fr": "2020/flood"}


def test_a_key_ties_what_is_called_otherwise(tmp_path: Path) -> None:
    keyed = [text.replace("title", "translationKey: f1\ntitle") for text in (ENGLISH, FRENCH)]
    archive = Archive(tmp_path, f"{BY_FOLDER['folders']}-- content/en/a.md --\n{keyed[0]}-- content/fr/b.md --\n{keyed[1]}")
    report = archive.run()
    assert tied(archive) == {"2020/b": "2020/a"}
    assert report.fields["translationKey"].became == "translation_of"


def test_folders_that_are_called_as_the_language_that_articles_state_tie_them_in_jekyll(tmp_path: Path) -> None:
    posts = "".join(
        f"-- {lang}/news/_posts/2020-01-02-flood.md --\n---\ntitle: {lang}\nlang: {lang}\n---\nWords.\n"
        for lang in ("de", "en", "fr", "zh_tw")
    )
    archive = Archive(tmp_path, f"-- _config.yml --\ntitle: J\n{posts}")
    archive.run()
    assert tied(archive) == dict.fromkeys(("2020/flood-de", "2020/flood-fr", "2020/flood-zh-tw"), "2020/flood")
    assert "section:\n- news\n" in archive.story("stories/2020/flood-zh-tw.md")
    assert "lang" not in archive.story("stories/2020/flood.md").partition("imported")[0]
    assert "section:\n- news\n" in archive.story("stories/2020/flood-fr.md")
    assert '- "/fr/news/2020/01/02/flood.html"\n' in archive.story("stories/2020/flood-fr.md")


def test_what_is_imported_again_stays_as_it_is(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"{BY_SUFFIX['hugo']}-- content/a.fr.md --\n{FRENCH}-- content/a.md --\n{ENGLISH}")
    archive.run()
    assert archive.run().outcomes == {"unchanged": 2}


def test_a_translation_whose_original_somebody_removed_names_none(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"{BY_SUFFIX['hugo']}-- content/a.md --\n{ENGLISH}")
    archive.run()
    (archive.into / "content/stories/2020/a.md").unlink()
    archive.write("content/a.fr.md", FRENCH)
    archive.run()
    assert tied(archive) == {}
    archive.built()


APART = (
    '-- config/_default/hugo.toml --\nbaseURL = "https://h.example/"\ndefaultContentLanguage = "en"\n[permalinks]\n'
    'news = "/:year/:month/:slug/"\n[uglyURLs]\nnews = true\n'
    '-- config/_default/languages.en.toml --\ntitle = "The Dam"\ncontentDir = "content/en"\n'
    '-- config/_default/languages.fr.toml --\ntitle = "Le barrage"\ncontentDir = "content/fr"\n'
    '-- config/_default/languages.de.toml --\ncontentDir = "content/de"\ndisabled = true\n'
)


def test_a_language_of_hugo_may_have_a_file_of_settings_of_its_own(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"{APART}-- content/en/news/flood.md --\n{ENGLISH}-- content/fr/news/flood.md --\n{FRENCH}")
    archive.run()
    assert tied(archive) == {"2020/flood-fr": "2020/flood"}
    assert "title: The Dam\n" in (archive.into / "broadsheet.yaml").read_text()
    assert 'aliases:\n- "/2020/01/flood.html"\n' in archive.story("stories/2020/flood.md")
    assert 'aliases:\n- "/fr/2020/01/crue.html"\n' in archive.story("stories/2020/flood-fr.md")


def test_what_is_in_no_language_that_hugo_publishes_is_held_back(tmp_path: Path) -> None:
    texts = "".join(
        f"-- content/{name}.md --\n{ENGLISH}" for name in ("en/out", "de/turned-off", "skeleton/of-none", "en/suffix.de")
    )
    archive = Archive(tmp_path, f"{APART}{texts}")
    report = archive.run()
    assert sorted(source.partition(":")[0] for source, _, _ in report.held) == [
        "content/de/turned-off.md", "content/en/suffix.de.md", "content/skeleton/of-none.md",
    ]  # fmt: skip
    archive.write("config/_default/module.toml", '[[mounts]]\nsource = "content/skeleton"\ntarget = "content/en"\n')
    archive.into = archive.into.with_name("second")
    assert len(archive.run().held) == 2


def test_stories_in_two_languages_do_not_translate_a_page_in_a_third(tmp_path: Path) -> None:
    undated = ENGLISH.replace("date: 2020-01-02\n", "")
    texts = "".join(f"-- content/{lang}/about.md --\n{FRENCH}" for lang in ("fr", "it"))
    italian = '-- config/_default/languages.it.toml --\ncontentDir = "content/it"\n'
    archive = Archive(tmp_path, f"{APART}{italian}-- content/en/about.md --\n{undated}{texts}")
    archive.run()
    assert tied(archive) == {"2020/about-it": "2020/about"}
    archive.built()


@pytest.mark.parametrize("others", ["", '[languages.fr]\ncontentDir = "content/fr"\n'])
def test_the_content_of_a_site_may_be_the_folder_of_a_language(tmp_path: Path, others: str) -> None:
    settings = f'contentDir = "content/en"\n[languages.en]\ncontentDir = "content/en"\n{others}'
    french = f"-- content/fr/news/flood.md --\n{FRENCH}" if others else ""
    archive = Archive(tmp_path, f"-- hugo.toml --\n{settings}-- content/en/news/flood.md --\n{ENGLISH}{french}")
    report = archive.run()
    assert report.held == []
    assert tied(archive) == ({"2020/flood-fr": "2020/flood"} if others else {})
    assert 'aliases:\n- "/news/flood/"\n' in archive.story("stories/2020/flood.md")
    assert "section:\n- News\n" in archive.story("stories/2020/flood.md")
