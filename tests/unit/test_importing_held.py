"""Held back stays held back: however the source says so, no byte of what it keeps is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing.values import read_matter
from newsroom import unpack

HOLDING = (
    "Draft: yes", "draft: 'True '", "draft: maybe", "'draft ': true", "draft: [true]", "draft: false\nDraft: true", "isDraft: 1",
    "private: members", "hide: true", "unpublished: true", "confidential: true", "deleted_at: 2020-01-01", "passphrase: open",
    "published: 'No'", "listed: false", "visible: off", "online: 0", "permalink: 'False'", "_build: never",
    "build: {render: link}",
    "_build: {list: local}", "build: {render: Never}", "status: [draft]", "status: {name: Draft}", "Status: 'Draft '",
    "status: published\nvisibility: private", "extra: {draft: true}", "params: {hidden: true}", "access: paid",
    "embargo: 2999-01-01", "publishDate: 2999-01-01", "published_at: 2999-01-01", "publish-on: someday", "goLiveAt: 2999-01-01",
    "published: 2999-01-01", "publish_at: 2019-01-01\nembargo_until: 2999-01-01", "expires: 2019-02-02", "expiration_date: soon",
    "unpublish_on: 2019-02-02", "expires_at: 2999-01-01\nexpiryDate: 2019-02-02", "eleventyExcludeFromCollections: true",
    "workflow_state: In Review", "moderation_state: draft", "audience: only_paid", "enabled: false", "wip: yes",
    "state: DC", "state: draft\ncity: Dover",
    "embargoed_until: 2999-01-01", "go_live: 2999-01-01", "valid_until: 2019-02-02",
)  # fmt: skip
SHOWING = (
    "draft: false", "published: true", "published: 2019-02-02", "status: Published", "hide: [toc]", "expires: never",
    "build: {render: always}",
    "deleted_at: ", "permalink: /x/", "embargo: 2019-01-01", "visibility: public",
    "stage: Old Vic", "audience: everyone", "state: DC\ncity: Washington", "venue: {city: Dover, state: Delaware}",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["markdown", "jsonl"])
def test_every_way_to_hold_back_holds(tmp_path: Path, kind: str) -> None:
    archive = Archive(tmp_path)
    lines = [*HOLDING, *SHOWING]
    if kind == "markdown":
        for number, line in enumerate(lines):
            archive.write(f"{number}.md", f"---\ntitle: Words {number}\ndate: 2019-01-01\n{line}\n---\nCANARY{number}.\n")
        report = archive.run(kind)
    else:
        rows = [read_matter(f"---\n{line}\n---\n", "x").values or {} for line in lines]
        said = [{"id": str(number), "date": "2019-01-01", "body": f"CANARY{number}.", **row} for number, row in enumerate(rows)]
        archive.write("all.jsonl", "".join(f"{json.dumps(each)}\n" for each in said))
        report = archive.run(source="all.jsonl")
    assert len(report.held) == len(HOLDING)
    everything = archive.published()
    out = [line for number, line in enumerate(lines) if b"CANARY%d." % number in everything]
    assert out == list(SHOWING)


ABOVE = {
    "hugo": """
-- hugo.toml --
baseURL = "https://x.example/"
-- content/secret/_index.md --
---
title: S
cascade: {draft: true}
---
-- content/secret/a.md --
---
title: A
date: 2019-01-01
---
CANARY
-- content/secret2/_index.md --
+++
title = "S"
[[cascade]]
[cascade._target]
path = "{/secret2,/secret2/**}"
[cascade._build]
render = "never"
list = "never"
+++
-- content/secret2/a.md --
---
title: A
date: 2019-01-01
---
CANARY
-- content/other/_index.md --
---
title: O
cascade: [{draft: true, target: {path: "/secret/**"}}]
---
-- content/other/b.md --
---
title: B
date: 2019-01-01
---
Fine
""",
    "zola": """
-- zola.toml --
base_url = "https://x.example"
-- content/secret/_index.md --
+++
draft = true
+++
-- content/secret/a.md --
+++
title = "A"
date = 2019-01-01
draft = false
+++
CANARY
-- content/blog/_index.md --
+++
render = false
+++
-- content/blog/b.md --
+++
title = "B"
date = 2019-01-01
+++
Fine
""",
    "jekyll": """
-- _config.yml --
title: T
defaults:
- scope: {path: private}
  values: {published: false}
- scope: {path: "", type: notes}
  values: {draft: true}
-- private/_posts/2019-01-01-a.md --
---
title: A
---
CANARY
-- _notes/a.md --
---
title: A
date: 2019-01-01
---
CANARY
-- private/_posts/2019-01-02-c.md --
---
title: C
published: true
---
Fine
-- _posts/2019-01-01-b.md --
---
title: B
---
Fine
""",
    "pelican": """
-- pelicanconf.py --
DEFAULT_METADATA = {'status': 'draft'}
-- content/a.md --
Title: A
Date: 2019-01-01

CANARY
-- content/b.md --
Title: B
Date: 2019-01-01
Status: published

Fine
""",
    "eleventy": """
-- .eleventy.js --
module.exports = {}
-- secret/secret.json --
{"permalink": false}
-- secret/a.md --
---
title: A
date: 2019-01-01
---
CANARY
-- other/b.md --
---
title: B
date: 2019-01-01
---
CANARY
-- other/b.11tydata.json --
{"draft": true}
""",
    "nikola": """
-- conf.py --
BLOG_TITLE="N"
-- posts/a.md --
.. title: A
.. slug: a
.. date: 2019-01-01
.. tags: draft

CANARY
-- posts/b.md --
.. title: B
.. slug: b
.. date: 2019-01-01
.. tags: private, x

CANARY
""",
}


@pytest.mark.parametrize("kind", ABOVE)
def test_what_holds_back_a_folder_or_every_article_holds_back_each(tmp_path: Path, kind: str) -> None:
    archive = Archive(tmp_path, ABOVE[kind])
    report = archive.run(kind)
    held = {place.partition(":")[0] for place, _, _ in report.held}
    assert held == {path for path, text in unpack(ABOVE[kind]).items() if "CANARY" in text}
    assert b"CANARY" not in archive.published()


def test_a_folder_that_is_held_back_since_the_last_import_is_seen(tmp_path: Path) -> None:
    archive = Archive(tmp_path, ABOVE["zola"].replace("draft = true", "draft = false"))
    assert archive.run("zola").held == []
    archive.write("content/secret/_index.md", "+++\ndraft = true\n+++\n")
    assert len(archive.run("zola").held) == 1
