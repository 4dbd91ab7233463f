"""Canaries: a word that stands nowhere else in each place that is not published, looked for in every byte of the output."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.extract.finding import finding_id
from newsroom import Newsroom, article, picture, said

NOW, LATER = "2026-03-01T12:00:00Z", "2026-04-01T12:00:00Z"
SETTINGS = """title: The Test Times
base_url: https://example.org/  # zyx-note-in-settings
dossier_editions: true
offline: true
comments: {form: netlify}
feeds: {content: full}
images: {share: true}
"""
# The words, by where they stand.
HIDDEN = (
    "zyx-draft", "zyx-expired", "zyx-removed", "zyx-pending", "zyx-rejected", "zyx-mail",
    "zyx-moderator", "zyx-place", "zyx-maker", "zyx-note-in-settings", "zyx-note-in-matter", "zyx-note-in-text",
    "zyx-note-in-register", "zyx-draft-page", "zyx-loose", "zyx-refused", "zyx-template",
)  # fmt: skip
EMBARGOED, EXPIRING = "zyx-embargoed", "zyx-expiring"
SHOWN = ("zyx-shown-story", "zyx-shown-reply", "zyx-shown-book")


def telling(word: str) -> bytes:
    """Return a photograph that says where it was taken, and by whom."""
    exif = Image.Exif()
    exif[0x013B] = "zyx-maker"
    exif[0x010E] = word
    return picture(900, 600, "JPEG", exif=exif.tobytes(), comment=b"zyx-place", xmp=b"<x:xmpmeta>zyx-place</x:xmpmeta>")


def hidden_story(word: str, **metadata: object) -> str:
    """Return a story that says a word wherever a story may say one, and shows a picture that has its name."""
    return article(
        word.upper(),
        "2026-02-02",
        f"{word} ![{word}]({word}.jpg) [{word}]({word}.csv)",
        standfirst=word,
        slug=word,
        actors=[{"name": word, "role": word}],
        tags=[word],
        dossier=word,
        section=word,
        authors=word,
        dateline=word,
        quotes=[{"text": word, "speaker": word}],
        claims=[{"text": word, "status": "reported"}],
        events=[{"date": "2026-01-01", "text": word}],
        citations=[word],
        aliases=[f"/{word}/"],
        image={"src": f"{word}.jpg", "alt": word},
        **metadata,
    )


def reply(word: str, status: str) -> str:
    who = "email: zyx-mail@example.org\nmoderator: zyx-moderator\nmoderated_at: 2026-02-22\n"
    return f"author: {word}\ndate: 2026-02-21\nstatus: {status}\ntext: {word}\n{who}"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path, name="zyx-folder")
    made.write("broadsheet.yaml", SETTINGS)
    shown = article(
        "zyx-shown-story", "2026-02-01", "Body <!-- zyx-note-in-text -->\n\n![P](p.jpg)", dossier="Talks", actors=["Ann Lee"]
    )
    made.write("content/stories/shown.md", shown.replace("---\n", "---\n# zyx-note-in-matter\n", 1))
    made.write("content/stories/p.jpg", telling("zyx-place"))
    made.write("content/stories/more.md", article("More", "2026-02-03", "zyx-shown-book", dossier="Talks", actors=["Ann Lee"]))
    made.write(
        "content/actors/ann-lee.md", "---\nname: Ann Lee  # zyx-note-in-register\nimage: {src: ann.jpg, alt: Ann}\n---\nText.\n"
    )
    made.write("content/actors/ann.jpg", telling("zyx-place"))
    made.write("static/press.jpg", telling("zyx-place"))
    made.write("content/stories/draft.md", hidden_story("zyx-draft", draft=True))
    made.write("content/stories/expired.md", hidden_story("zyx-expired", expires_at="2026-02-20T00:00:00Z"))
    made.write("content/stories/expiring.md", hidden_story(EXPIRING, expires_at="2026-03-20T00:00:00Z"))
    made.write("content/stories/embargoed.md", hidden_story(EMBARGOED, publish_at="2026-03-20T00:00:00Z"))
    made.write("content/stories/removed.md", hidden_story("zyx-removed"))
    for word in ("zyx-draft", "zyx-expired", EXPIRING, EMBARGOED, "zyx-removed", "zyx-loose"):
        made.write(f"content/stories/{word}.jpg", telling(word))
        made.write(f"content/stories/{word}.csv", f"{word},1\n")
    made.write("content/pages/draft.md", "---\ntitle: zyx-draft-page\ndraft: true\n---\nzyx-draft-page\n")
    for word, status in (("zyx-pending", "pending"), ("zyx-rejected", "rejected"), ("zyx-shown-reply", "approved")):
        made.write(f"content/comments/shown/{word.removeprefix('zyx-')}.yaml", reply(word, status))
    made.write(
        "content/stories/raw.txt", "Talks on salt\n\n12 February 2026\n\nMinister Nils Berg of Norway spoke of the harbour.\n"
    )
    made.write("content/stories/raw.yaml", f"# zyx-refused\ndecisions:\n  {finding_id('actors', 'Nils Berg')}: reject\n")
    made.write("templates/error.txt", "{# zyx-template #}")
    return made


def heard(room: Newsroom, *words: str) -> dict[str, list[str]]:
    """Return which words occur in the output, in any case, with the files that say them."""
    found: dict[str, list[str]] = {}
    for path, data in room.site().items():
        everything = said(path, data)
        for word in words:
            if word.lower().encode() in everything:
                found.setdefault(word, []).append(path)
    return found


def machine(room: Newsroom) -> tuple[str, ...]:
    """Return what names this machine's folders."""
    return "zyx-folder", str(room.root.parent), str(Path(__file__).parents[2]), str(Path.home()) + "/"


def check(room: Newsroom, *hidden: str) -> None:
    assert heard(room, *HIDDEN, *hidden, *machine(room)) == {}
    assert heard(room, *SHOWN).keys() == set(SHOWN), "or nothing was looked through"


def test_nothing_that_is_hidden_is_heard_in_any_build(room: Newsroom) -> None:
    room.build(clock=NOW)
    assert heard(room, "zyx-removed", EXPIRING).keys() == {"zyx-removed", EXPIRING}
    room.remove("content/stories/removed.md")
    room.build(clock=NOW)
    check(room, EMBARGOED)
    room.edit("content/stories/more.md", "More", "More again")
    room.write("content/stories/shown-2.md", article("Another", "2026-02-28", dossier="Talks"))
    room.build(clock=NOW)
    check(room, EMBARGOED)
    shutil.rmtree(room.root / ".broadsheet")
    room.build(clock=NOW)
    check(room, EMBARGOED)
    room.build(clock=LATER)
    check(room, EXPIRING)
    assert heard(room, EMBARGOED)
    shutil.rmtree(room.root / ".broadsheet")
    room.build(clock=LATER)
    check(room, EXPIRING)
    cold = room.cold()
    cold.build(clock=LATER)
    check(cold, EXPIRING)


@pytest.mark.parametrize("options", [{"relative": True}, {"workers": 2}, {"full": True}], ids=str)
def test_nothing_that_is_hidden_is_heard_in_a_build_of_another_kind(room: Newsroom, options: dict[str, object]) -> None:
    room.build(clock=NOW)
    room.remove("content/stories/removed.md")
    room.build(clock=NOW, **options)
    check(room, EMBARGOED)


def test_a_draft_that_was_looked_at_is_gone_from_the_next_build(room: Newsroom) -> None:
    room.remove("content/stories/removed.md")
    room.build(clock=NOW, drafts=True)
    assert heard(room, "zyx-draft", "zyx-draft-page").keys() == {"zyx-draft", "zyx-draft-page"}
    room.build(clock=NOW)
    check(room, EMBARGOED)


def test_what_a_picture_says_would_be_heard(room: Newsroom) -> None:
    room.edit("broadsheet.yaml", "title:", "media: {keep_metadata: ['*']}\ntitle:")
    room.build(clock=NOW)
    (files,) = heard(room, "zyx-maker").values()
    assert {"press.jpg", "media/actors/ann.jpg", "media/stories/p.jpg", "dossiers/talks/edition/talks.epub"} <= set(files)


def test_a_build_that_fails_leaves_nothing_that_is_hidden(room: Newsroom) -> None:
    room.remove("content/stories/removed.md")
    room.build(clock=NOW)
    room.edit("content/stories/draft.md", "draft: true", "draft: maybe")
    assert not room.build(clock=LATER).published
    check(room, EMBARGOED)


@pytest.mark.parametrize(
    "held", [{"draft": True}, {"publish_at": "2027-01-01T00:00:00Z"}, {"expires_at": "2026-02-20T00:00:00Z"}], ids=str
)
def test_what_is_held_back_changes_no_byte_of_what_is_published(room: Newsroom, held: dict[str, object]) -> None:
    room.build(clock=NOW)
    without = room.cold()
    names = {
        "actors": ["Ann Lee", "Ánn Lée", "Nils Berg"],
        "dossier": "Talks",
        "countries": ["NO"],
        "labels": ["breaking"],
        "tags": ["T"],
    }
    room.write("content/stories/a.md", article("zyx-shown-story", "2026-02-28", "More", slug="shown", **names, **held))
    room.write("content/stories/b.md", article("B", "2026-02-01", translation_of="shown", lang="de", **names, **held))
    room.write("content/comments/a/b.yaml", reply("zyx-reply", "approved"))
    cold = room.cold()
    for each in (without, room, cold):
        each.build(clock=NOW)
    assert room.site() == cold.site() == without.site()
