"""What an import says itself in the texts that it writes stands there in the language of the article."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archives import Archive

ITEM = "<item><title>{title}</title><link>https://old.example/{slug}/</link><wp:post_id>{number}</wp:post_id>"
ITEM += "<wp:post_date>2019-03-0{number} 10:00:00</wp:post_date><wp:post_name>{slug}</wp:post_name><wp:status>publish</wp:status>"
ITEM += "<wp:post_type>post</wp:post_type><content:encoded><![CDATA[{body}]]></content:encoded>{more}</item>\n"
COMMENT = "<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author></wp:comment_author><wp:comment_approved>1"
COMMENT += "</wp:comment_approved><wp:comment_date>2019-03-05 10:00:00</wp:comment_date><wp:comment_content>Oui."
COMMENT += "</wp:comment_content></wp:comment>"
FILM, SOUND = "https://youtu.be/abcdefghijk", '[audio mp3="https://a.example/rain.mp3"]'


def export(language: str) -> str:
    """Return an export in a language: a film and a sound, a post without headline, one without anything, and a comment."""
    items = (
        ITEM.format(title="Le barrage", slug="barrage", number=1, body=f"{FILM}\n\n{SOUND}", more=COMMENT),
        ITEM.format(title="", slug="film", number=2, body=f"{FILM}\n\nVu.", more=""),
        ITEM.format(title="", slug="rien", number=3, body="", more=""),
        ITEM.format(title="", slug="long", number=4, body=f"<p>{'Le barrage tient. ' * 4}[youtube]{FILM}[/youtube]</p>", more=""),
    )
    return (
        '<?xml version="1.0"?><rss xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Le Vieux</title><link>https://old.example</link>'
        f"<language>{language}</language><wp:wxr_version>1.2</wp:wxr_version>{''.join(items)}</channel></rss>\n"
    )


@pytest.mark.parametrize(
    ("language", "film", "sound", "untitled", "anonymous"),
    [
        ("en-US", "Video on YouTube", "Audio: rain.mp3", "Untitled", "Anonymous"),
        ("fr-FR", "Vidéo sur YouTube", "Audio\u00a0: rain.mp3", "Sans titre", "Anonyme"),
        ("zh-CN", "YouTube 上的视频", "音频： rain.mp3", "无标题", "匿名"),
        ("sw", "Video on YouTube", "Audio: rain.mp3", "Untitled", "Anonymous"),
    ],
)
def test_what_an_import_says_is_in_the_language_of_the_archive(
    tmp_path: Path, language: str, film: str, sound: str, untitled: str, anonymous: str
) -> None:
    archive = Archive(tmp_path, f"-- a.xml --\n{export(language)}")
    archive.run(source="a.xml")
    text = archive.story("stories/2019/barrage.md")
    assert re.findall(r">([^<>]+)</a>", text) == [film, sound]
    assert re.search("^title: (.*)$", archive.story("stories/2019/film.md"), re.MULTILINE)[1].strip('"') == film  # type: ignore[index]
    assert re.search("^title: (.*)$", archive.story("stories/2019/rien.md"), re.MULTILINE)[1].strip('"') == untitled  # type: ignore[index]
    (reply,) = (archive.into / "content" / "comments").rglob("*.yaml")
    assert anonymous in reply.read_text(encoding="utf-8")
    assert not [path for path in archive.stories() if {"\u2e28", "\u2e29"} & set(archive.story(path))]


def test_what_an_import_says_is_in_the_language_of_a_translation(tmp_path: Path) -> None:
    settings = '-- hugo.toml --\nbaseURL = "https://h.example/"\nlanguageCode = "en"\n[languages.en]\n[languages.fr]\n'
    text = "---\ntitle: Dam\ndate: 2020-01-02\n---\nSee {{< vimeo 1234567 >}}\n\n{{< details >}}\nWater.\n{{< /details >}}\n"
    archive = Archive(tmp_path, f"{settings}-- content/news/dam.md --\n{text}-- content/news/dam.fr.md --\n{text}")
    archive.run()
    assert "[Video on Vimeo](" in archive.story("stories/2020/dam.md")
    french = archive.story("stories/2020/dam-fr.md")
    assert "[Vidéo sur Vimeo](" in french
    assert "<summary>Détails</summary>" in french


def test_a_publication_says_it_with_its_own_words(tmp_path: Path) -> None:
    archive = Archive(tmp_path, f"-- a.xml --\n{export('fr')}")
    (archive.into / "locale").mkdir(parents=True)
    (archive.into / "broadsheet.yaml").write_text("title: Le Vieux\nlanguage: fr\n", encoding="utf-8")
    own = 'msgid ""\nmsgstr ""\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\nmsgid "Video on YouTube"\nmsgstr "Un film"\n'
    (archive.into / "locale" / "fr.po").write_text(own, encoding="utf-8")
    archive.run(source="a.xml")
    assert ">Un film</a>" in archive.story("stories/2019/barrage.md")


def test_brackets_of_an_author_stay(tmp_path: Path) -> None:
    archive = Archive(
        tmp_path, "-- _config.yml --\n-- _posts/2020-01-02-a.md --\n---\ntitle: A\n---\n\u2e28Water\u2e29 and \u2e28Dam\n"
    )
    archive.run()
    assert "\u2e28Water\u2e29 and \u2e28Dam\n" in archive.story("stories/2020/a.md")


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        ('src="https://www.youtube-nocookie.com/embed/abcdefghijk"', "Vidéo sur YouTube"),
        ('src="https://player.vimeo.com/video/1234567"', "Vidéo sur Vimeo"),
        ('src="https://www.youtube.com/embed/abcdefghijk" title="La digue"', "Contenu intégré\u00a0: La digue"),
        ('src="https://maps.example/x"', "Contenu intégré\u00a0: maps.example"),
        ('src="https://notyoutube.com/x"', "Contenu intégré\u00a0: notyoutube.com"),
    ],
)
def test_a_frame_is_called_by_what_its_host_shows(tmp_path: Path, frame: str, words: str) -> None:
    settings = '-- hugo.toml --\nlanguageCode = "fr"\n'
    text = f"---\ntitle: Digue\ndate: 2020-01-02\n---\n<iframe {frame}></iframe>\n"
    archive = Archive(tmp_path, f"{settings}-- content/news/digue.md --\n{text}")
    archive.run()
    assert f">{words}</a>" in archive.story("stories/2020/digue.md")
