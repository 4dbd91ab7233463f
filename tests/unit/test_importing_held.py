"""Held back stays held back: however the source says so, no byte of what it keeps is published."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archives import Archive

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
)  # fmt: skip
SHOWING = (
    "draft: false", "published: true", "published: 2019-02-02", "status: Published", "hide: [toc]", "expires: never",
    "build: {render: always}",
    "deleted_at: ", "permalink: /x/", "embargo: 2019-01-01", "visibility: public",
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
        from broadsheet.importing.values import read_matter

        rows = [read_matter(f"---\n{line}\n---\n", "x").values or {} for line in lines]
        said = [{"id": str(number), "date": "2019-01-01", "body": f"CANARY{number}.", **row} for number, row in enumerate(rows)]
        archive.write("all.jsonl", "".join(f"{json.dumps(each)}\n" for each in said))
        report = archive.run(source="all.jsonl")
    assert len(report.held) == len(HOLDING)
    everything = b"".join(archive.built().site().values())
    out = [line for number, line in enumerate(lines) if b"CANARY%d." % number in everything]
    assert out == list(SHOWING)
