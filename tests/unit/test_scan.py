"""The scan: what each file of the content is, and what has no place in it."""

import errno
import os

import pytest

from broadsheet.content.scan import scan
from broadsheet.sources import Sources


def publication(root, *paths):
    for path in paths:
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(path, encoding="utf-8")
    return root


def roles(root):
    outcome = scan(Sources(root))
    assert outcome.problems == ()
    return {file.path.removeprefix("content/"): file.role for file in outcome.value.files}


def faults(root):
    return [str(problem) for problem in scan(Sources(root)).problems]


def test_all_suffixes_of_markdown_are_read_and_the_texts_of_folders(tmp_path):
    paths = (
        "stories/a.markdown",
        "stories/b.mdown",
        "tags/c.markdown",
        "sections/d/_index.md",
        "pages/e.markdown",
        "tags/f/x.md",
    )
    outcome = scan(Sources(publication(tmp_path, *(f"content/{path}" for path in paths))))
    assert [(file.path, file.role) for file in outcome.value.files] == [
        ("content/pages/e.markdown", "page"),
        ("content/sections/d/_index.md", "section"),
        ("content/stories/a.markdown", "article"),
        ("content/stories/b.mdown", "article"),
        ("content/tags/c.markdown", "tag"),
    ]
    assert [str(problem.span) for problem in outcome.problems] == ["content/tags/f/x.md:1:1"]


def test_a_folder_of_drafts_is_not_published_by_mistake(tmp_path):
    publication(tmp_path, "content/stories/_drafts/a.md", "content/stories/_drafts/b.md", "content/stories/drafts/c.md")
    assert faults(tmp_path) == [
        "content/stories/_drafts:1:1: error: other generators publish nothing of a folder `_drafts`, and Broadsheet would; write"
        " `draft: true` into its files and rename it, or add `_drafts` to `ignore` [held-elsewhere]"
    ]
    outcome = scan(Sources(tmp_path, ignore=("_drafts",)))
    assert ([file.path for file in outcome.value.files], outcome.problems) == (["content/stories/drafts/c.md"], ())


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("*.txt", ["content/pages/notes/c.md", "content/stories/a.md"]),
        ("notes", ["content/stories/a.md", "content/stories/b.txt"]),
        ("/notes", ["content/pages/notes/c.md", "content/stories/a.md", "content/stories/b.txt"]),
        ("pages/notes/", ["content/stories/a.md", "content/stories/b.txt"]),
        ("/stories/*", ["content/pages/notes/c.md"]),
        ("stories", ["content/pages/notes/c.md"]),
        ("a", ["content/pages/notes/c.md", "content/stories/a.md", "content/stories/b.txt"]),
    ],
)
def test_what_the_publication_ignores_is_passed_over(tmp_path, pattern, left):
    for path in ("stories/a.md", "stories/b.txt", "pages/notes/c.md"):
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text("text")
    outcome = scan(Sources(tmp_path, ignore=("*.nothing", pattern)))
    assert ([file.path for file in outcome.value.files], outcome.problems) == (left, ())


def test_every_kind_of_file_gets_its_role(tmp_path):
    publication(
        tmp_path,
        "content/stories/2024/a.md",
        "content/stories/b.txt",
        "content/frequencies.tsv",
        "content/tags/frequencies.tsv",
        "content/stories/c.html",
        "content/stories/d.jsonl",
        "content/stories/2024/e.JPG",
        "content/actors/x.md",
        "content/actors/x.png",
        "content/countries/NO.md",
        "content/tags/t.md",
        "content/sections/s.md",
        "content/dossiers/d.md",
        "content/pages/help/faq.md",
        "templates/story.html",
        "static/x.css",
    )
    assert roles(tmp_path) == {
        "stories/2024/a.md": "article",
        "frequencies.tsv": "frequencies",
        "tags/frequencies.tsv": "media",
        "stories/b.txt": "article",
        "stories/c.html": "saved-page",
        "stories/d.jsonl": "jsonlines",
        "stories/2024/e.JPG": "media",
        "actors/x.md": "actor",
        "actors/x.png": "media",
        "countries/NO.md": "country",
        "tags/t.md": "tag",
        "sections/s.md": "section",
        "dossiers/d.md": "dossier",
        "pages/help/faq.md": "page",
    }


def test_files_come_in_the_order_of_their_paths_with_what_identifies_their_state(tmp_path):
    publication(tmp_path, *(f"content/stories/{name}.md" for name in ("b", "a/z", "B", "a", "é")))
    os.utime(tmp_path / "content/stories/b.md", ns=(1, 2_000_000_000))
    files = scan(Sources(tmp_path)).value.files
    assert [file.path for file in files] == [f"content/stories/{name}.md" for name in ("B", "a", "a/z", "b", "é")]
    stat = (tmp_path / "content/stories/b.md").stat()
    assert files[3].identity == (len("content/stories/b.md"), 2_000_000_000, stat.st_ctime_ns, stat.st_ino)
    assert files[3].changed_ns == stat.st_ctime_ns  # a time that was set back does not hide the change


def test_a_sidecar_stands_with_its_article(tmp_path):
    publication(
        tmp_path, "content/stories/a.txt", "content/stories/a.yaml", "content/stories/a.auto.yaml", "content/stories/b.md"
    )
    outcome = scan(Sources(tmp_path))
    first, second = outcome.value.files
    assert (first.sidecar.path, first.sidecar.role) == ("content/stories/a.yaml", "sidecar")
    assert (second.sidecar, outcome.problems) == (None, ())
    assert outcome.value.of("article") == (first, second)
    assert outcome.value.of("page", "media") == ()


def test_a_sidecar_without_article_is_an_error(tmp_path):
    publication(
        tmp_path, "content/stories/storm.md", "content/stories/strom.yaml", "content/stories/d.jsonl", "content/stories/d.yaml"
    )
    assert faults(tmp_path) == [
        "content/stories/d.yaml:1:1: error: the sidecar has no article beside it; rename it to its article's name"
        " [orphan-sidecar]",
        "content/stories/strom.yaml:1:1: error: the sidecar has no article beside it; did you mean `storm`? [orphan-sidecar]",
    ]


def test_two_articles_with_one_name_are_an_error(tmp_path):
    publication(tmp_path, "content/stories/a.md", "content/stories/a.txt")
    assert faults(tmp_path) == [
        "content/stories/a.txt:1:1: error: it shares its name with `a.md`, and a name is one story; rename or remove one of them"
        " (see content/stories/a.md:1:1) [duplicate-story]"
    ]


@pytest.mark.parametrize("name", [".hidden.md", ".git/x.md", "a.md~", ".a.md.swp", "#a.md#", "a.md.bak"])
def test_hidden_files_and_backups_are_no_content(tmp_path, name):
    publication(tmp_path, "content/stories/a.md", f"content/stories/{name}")
    assert roles(tmp_path) == {"stories/a.md": "article"}


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("story/a.md", "did you mean `stories`?"),
        ("a.md", "articles belong in `stories`, other texts in `pages`, or in the folder of their register"),
        ("stories/a.yml", "rename it to `a.yaml`"),
        ("pages/a.txt", "rename it to `a.md`"),
        ("tags/deep/a.md", "articles belong in `stories`, other texts in `pages`, or in the folder of their register"),
    ],
)
def test_a_text_without_a_place_is_a_warning(tmp_path, path, hint):
    publication(tmp_path, f"content/{path}")
    assert faults(tmp_path) == [
        f"content/{path}:1:1: warning: the file has no place in the content, and is not read; {hint} [unplaced-file]"
    ]


def test_a_name_that_cannot_be_printed_is_a_warning(tmp_path):
    publication(tmp_path, "content/stories/a.md", "content/stories/b\nc.md")
    assert faults(tmp_path) == [
        "content/stories:1:1: warning: the file name `b\\nc.md` is not printable text; rename the file [unread-file]",
    ]


def test_what_cannot_be_read_is_an_error_so_that_nothing_published_goes(tmp_path, monkeypatch):
    publication(tmp_path, "content/stories/2020/a.md")
    scandir = os.scandir

    def refusing(folder):
        if str(folder).endswith("/2020"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refusing)
    assert faults(tmp_path) == [
        "content/stories/2020:1:1: error: it cannot be read: Permission denied; check its permissions [unreadable-file]"
    ]


def test_a_publication_without_content_is_told_so(tmp_path):
    assert faults(tmp_path) == [
        "content:1:1: error: there is no content folder `content`; make it, or set `source_dir` [unreadable-file]"
    ]
