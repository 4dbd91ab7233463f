"""Import of mail: mailboxes in mbox, and single messages."""

from __future__ import annotations

import base64
import gzip
import tracemalloc
from pathlib import Path

import pytest

from archives import Archive
from broadsheet.importing import mbox
from broadsheet.importing.mailtext import html_of, masked
from newsroom import picture

FROM = "From ann@paper.example Mon Mar  4 09:00:00 2019\n"
HEAD = (
    "From: Ann Lee <ann@paper.example>\nTo: Bo <bo@paper.example>\nSubject: {}\nDate: Mon, 4 Mar 2019 09:00:00 +0300\n"
    "Message-ID: <{}>\n"
)


def message(body: str = "Words.", subject: str = "Dam opens", ident: str = "1@paper.example", more: str = "") -> str:
    return f"{FROM}{HEAD.format(subject, ident)}{more}\n{body}\n\n"


def multipart(*parts: str, kind: str = "mixed") -> str:
    return (
        f'MIME-Version: 1.0\nContent-Type: multipart/{kind}; boundary="b"\n\n'
        + "".join(f"--b\n{part}\n" for part in parts)
        + "--b--"
    )


PLAIN, HTML = "Content-Type: text/plain; charset=utf-8\n\n", "Content-Type: text/html; charset=utf-8\n\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path)


def imported(archive: Archive, *messages: str | bytes) -> str:
    data = b"".join(each if isinstance(each, bytes) else each.encode() for each in messages)
    archive.write("list.mbox", data)
    archive.run(source="list.mbox")
    return archive.story("stories/2019/dam-opens.md")


def test_a_message_is_a_story_and_no_address_comes_over(archive: Archive) -> None:
    body = "Write to bo@paper.example or <cara at paper.example>.\n\n> Old\n> words\n>> older\n\nSee https://dam.example/a."
    assert imported(archive, message(body)) == (
        "---\ntitle: Dam opens\ndate: 2019-03-04T09:00:00+03:00\nauthors:\n- Ann Lee\n"
        'imported:\n  from: "mbox 1@paper.example"\n  message-id: "<1@paper.example>"\n---\n\n'
        "<p>Write to bo@… or &lt;cara@…&gt;.</p>\n\n"
        "<blockquote>\n<p>Old<br>words</p>\n<blockquote>\n<p>older</p></blockquote></blockquote>\n\n"
        '<p>See <a href="https://dam.example/a">https://dam.example/a</a>.</p>\n'
    )
    report = archive.run(source="list.mbox")
    assert report.kind == "mbox"
    assert {name for name, tally in report.fields.items() if tally.lost} == {"to", "addresses in the text"}
    output = archive.published()
    assert b"@paper.example" not in output
    assert b"Ann Lee" in output


def test_a_thread_of_several_messages_is_a_dossier(archive: Archive) -> None:
    answer = message("Yes.", "Re: Dam opens", "2@paper.example", "In-Reply-To: <1@paper.example>\n")
    again = message("No.", "RE: Dam opens", "3@paper.example", "References: <1@paper.example> <2@paper.example>\n")
    other = message("Alone.", "Flood", "4@paper.example")
    assert "dossier: Dam opens\n" in imported(archive, message(), answer, again, other)
    assert "dossier: Dam opens\n" in archive.story("stories/2019/re-dam-opens.md")
    assert "dossier: Dam opens\n" in archive.story("stories/2019/re-dam-opens-2.md")
    assert "dossier" not in archive.story("stories/2019/flood.md")
    assert archive.built().has("/dossiers/dam-opens/")


SPELT = [
    ("Write to bo at paper.example", "Write to bo at paper.example"),  # it may be a sentence
    ("Contact: bo at paper.example, or (cara at paper.example)", "Contact: bo@…, or (cara@…)"),
    ("bo at paper.example", "bo@…"),
    ("Ask bo.roe at paper.example for it", "Ask bo.roe@… for it"),
    ("mailto:bo at paper.example is mine", "mailto:bo@… is mine"),
    ("Dams (available at dams.example) hold", "Dams (available at dams.example) hold"),
    ("Look at dams.example, e.g. at lake.example", "Look at dams.example, e.g. at lake.example"),
    ("In 2019 at dams.example", "In 2019 at dams.example"),
    ("bo2 en paper.example", "bo2@…"),
    ("bo at paper.example  Tel. 1", "bo@…  Tel. 1"),
]


@pytest.mark.parametrize(("written", "shown"), SPELT)
def test_an_address_that_a_list_spells_out_is_hidden_too(written: str, shown: str) -> None:
    assert masked(written) == (shown, shown.count("@…"))


def test_the_address_of_somebody_who_wrote_is_hidden_wherever_it_is_spelt_out(archive: Archive) -> None:
    text = imported(archive, message("Acting for ann at paper.example, of dams at paper.example."))
    assert text.endswith("<p>Acting for ann@…, of dams at paper.example.</p>\n")


def test_where_a_list_spells_out_all_addresses_a_doubt_hides_one(archive: Archive) -> None:
    one = listed("Ask dams at paper.example, or look at dams.example for code at lake.example.", "Dam opens", "1@x")
    assert imported(archive, one, listed("No.", "Lake", "2@x"), listed("Yes.", "Pool", "3@x")).endswith(
        "<p>Ask dams@…, or look at dams.example for code at lake.example.</p>\n"
    )


def test_of_a_signed_message_the_text_comes_over(archive: Archive) -> None:
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nWater.\n\n- -- \nAnn\n-----BEGIN PGP SIGNATURE-----\nx\n"
    assert imported(archive, message(signed + "-----END PGP SIGNATURE-----\n")).endswith("<p>Water.</p>\n\n<p>--<br>Ann</p>\n")
    assert archive.run(source="list.mbox").fields["PGP signature"].lost == 1


def listed(body: str, subject: str, ident: str, more: str = "") -> str:
    text = message(body, f"[Dams] {subject}", ident, more).replace("ann@paper", "ann at paper")
    return text.replace("Ann Lee <ann at paper.example>", "ann at paper.example (Ann Lee)")


def test_what_a_mailing_list_adds_to_its_messages_is_left_out(archive: Archive) -> None:
    footer = "{0}_______________________________________________\n{0}Dams mailing list\n{0}dams at paper.example\n"
    footer += "{0}https://paper.example/mailman/listinfo/dams\n"
    one = listed("Water.\n\n" + footer.format(""), "Dam opens", "1@x")
    two = listed("Yes.\n\n> Water.\n>\n" + footer.format("> "), "RE: [Dams] RE: Dam opens", "2@x", "In-Reply-To: <1@x>\n")
    assert imported(archive, one, two, listed("Alone.", "Flood", "3@x")).endswith("---\n\n<p>Water.</p>\n")
    answer = archive.story("stories/2019/re-dam-opens.md")
    assert answer.startswith(
        '---\ntitle: "RE: Dam opens"\ndate: 2019-03-04T09:00:00+03:00\nauthors:\n- Ann Lee\ndossier: Dam opens\n'
    )
    assert answer.endswith("<p>Yes.</p>\n\n<blockquote>\n<p>Water.</p></blockquote>\n")
    assert (archive.into / "broadsheet.yaml").read_text().startswith("title: Dams\n")
    report = archive.run(source="list.mbox")
    assert report.fields["footer of the list"].lost == 2


def test_an_author_without_a_name_is_what_stands_before_the_address(archive: Archive) -> None:
    assert "authors:\n- bo\n" in imported(
        archive, message().replace("Ann Lee <ann@paper.example>", "bo at paper.example (bo at paper.example)")
    )


@pytest.mark.parametrize("packed", [False, True])
def test_what_mailman_keeps_of_a_list_is_read_from_its_months(archive: Archive, packed: bool) -> None:
    for number, month in enumerate(("January", "March"), 1):
        data = message(subject=f"Dam {number}", ident=f"{number}@x").encode()
        archive.write(f"2019-{month}.txt{'.gz' if packed else ''}", gzip.compress(data) if packed else data)
        archive.write(f"2019-{month}/00000{number}.html", "<h1>Dam</h1><p>Words.</p>")
    archive.write("index.html", "<p>Months</p>")
    report = archive.run()
    assert report.kind == "mbox"
    assert archive.stories() == ["stories/2019/dam-1.md", "stories/2019/dam-2.md"]
    assert [*report.left] == [("pages of the list (3)", "its program made them of the messages")]
    assert not [*report.skipped]


def test_a_packed_mailbox_that_is_damaged_or_endless_gives_what_stands_before(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = message().encode() + message("x " * 400_000, "Long", "2@x").encode()
    whole = gzip.compress(data, 0)
    archive.write("2019-March.txt.gz", whole[: len(whole) // 2])
    report = archive.run()
    assert "stories/2019/dam-opens.md" in archive.stories()
    assert [problem.code for problem in report.problems] == ["bad-import"]
    archive.write("2019-March.txt.gz", whole)
    monkeypatch.setattr(mbox, "_MOST_UNPACKED", 1_000)
    assert "it unpacks to more than 0 GB" in archive.run().problems[0].message


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("koi8-r", "koi8-r"),
        ("us-ascii", "utf-8"),
        ("x-unknown", "utf-8"),
        ("", "cp1252"),
        ("utf-8", "cp1252"),
    ],
)
def test_a_text_is_read_in_the_charset_that_it_names_or_is_in(archive: Archive, charset: str, encoding: str) -> None:
    words = "Вода" if encoding == "koi8-r" else "Überfluß – “so”"
    named = f"; charset={charset}" if charset else ""
    head = message("", more=f"Content-Type: text/plain{named}\nContent-Transfer-Encoding: 8bit\n").encode()
    assert f"<p>{words}</p>" in imported(archive, head.rstrip() + b"\n\n" + words.encode(encoding) + b"\n")


def test_headers_are_decoded_whatever_they_are_in(archive: Archive) -> None:
    raw = (
        message(subject="x", ident="2@x").replace("Subject: x", "Subject: Größe").replace("Ann Lee", "=?iso-8859-1?q?Ann_L=E9e?=")
    )
    imported(archive, message(), raw, message(subject="=?no-such?q?Fl=C3=B6te?=", ident="3@x"))
    assert '- "Ann Lée"\n' in archive.story("stories/2019/grosse.md")
    assert 'title: "Flöte"' in archive.story("stories/2019/flote.md")


def test_plain_text_is_preferred_unless_it_only_says_that_there_is_html(archive: Archive) -> None:
    html = f"{HTML}<p>Long <b>words</b> of the letter, and many more of them than there.</p><p style='display:none'>CANARY</p>"
    both = multipart(f"{PLAIN}Long words of the letter, and many more.", html, kind="alternative")
    stub = multipart(
        f"{PLAIN}See HTML",
        html.replace("</p><p", '</p><img src="https://t.example/p.gif" width="1" height="1"><p'),
        kind="alternative",
    )
    first = imported(
        archive, f"{FROM}{HEAD.format('Dam opens', '1@x')}{both}\n\n", f"{FROM}{HEAD.format('Letter', '2@x')}{stub}\n"
    )
    assert first.endswith("<p>Long words of the letter, and many more.</p>\n")
    letter = archive.story("stories/2019/letter.md")
    assert letter.endswith("---\n\n<p>Long <b>words</b> of the letter, and many more of them than there.</p>\n")


def test_pictures_and_files_come_with_a_message_and_programs_do_not(archive: Archive) -> None:
    shown = (
        f"Content-Type: image/png\nContent-ID: <p1>\nContent-Transfer-Encoding: base64\n\n{base64.b64encode(picture()).decode()}"
    )
    attached = shown.replace("Content-ID: <p1>", 'Content-Disposition: attachment; filename="../../x/dam 1.png"')
    damaged = 'Content-Type: image/jpeg; name="b.jpg"\nContent-Transfer-Encoding: base64\n\n/9j/4AAQ'
    program = 'Content-Type: application/x-sh; name="run.sh"\n\nCANARY'
    html = f'{HTML}<p>Words of the letter.</p><img src="cid:p1" alt="A dam">'
    text = imported(archive, f"{FROM}{HEAD.format('Dam opens', '1@x')}{multipart(html, shown, attached, damaged, program)}\n")
    assert '<img src="../../media/stories/2019/dam-opens/attachment-3.png" alt="A dam">' in text
    assert '<img src="../../media/stories/2019/dam-opens/x-dam-1.png" alt="Dam opens">' in text
    assert "run.sh" not in text
    room = archive.built()
    assert b"CANARY" not in b"".join(room.site().values())


LEFT = {
    "draft": "X-Gmail-Labels: Drafts\n", "mozilla draft": "X-Mozilla-Draft-Info: internal/draft\n", "T": "X-Status: T\n",
    "no archive": "X-No-Archive: Yes\n", "confidential": "Sensitivity: Company-Confidential\n", "spam": "X-Spam-Flag: YES\n",
    "deleted": "Status: RD\n", "expunged": "X-Mozilla-Status: 0009\n", "trash": "X-Gmail-Labels: Trash,Unread\n",
    "expired": "Expires: Mon, 1 Apr 2019 09:00:00 +0000\n", "junk": "X-Gmail-Labels: Spam\n",
    "encrypted": "Content-Type: multipart/encrypted; boundary=b\n",
}  # fmt: skip


@pytest.mark.parametrize("name", LEFT)
def test_what_is_held_back_or_thrown_away_is_in_no_byte_of_the_output(archive: Archive, name: str) -> None:
    body = "--b\n\nCANARY\n--b--" if name == "encrypted" else "CANARY"
    imported(archive, message("Open."), message(body, "Secret", "2@x", LEFT[name]))
    report = archive.run(source="list.mbox")
    assert len(report.held) + len(report.skipped) == 1
    output = archive.published()
    assert b"Open." in output
    assert b"CANARY" not in output


def test_a_date_to_come_holds_a_message(archive: Archive) -> None:
    imported(archive, message(), message("CANARY", "Later", "2@x").replace("4 Mar 2019", "4 Mar 2030"))
    assert b"CANARY" not in archive.published()


def test_the_same_message_comes_over_once_and_a_line_of_the_text_parts_nothing(archive: Archive) -> None:
    body = "a\n\nFrom here on 3 things.\n\n>From ann Mon Mar  4 09:00:00 2019"
    text = imported(archive, message(body), message())
    assert "<p>From here on 3 things.</p>" in text
    assert "<p>From ann Mon Mar 4 09:00:00 2019</p>" in text.replace("  ", " ")
    assert archive.run(source="list.mbox").skipped == [("list.mbox:14:1", "the same message came before")]


def test_single_messages_and_windows_line_ends_are_read(archive: Archive) -> None:
    archive.write("a.eml", b"\r\n" + message().removeprefix(FROM).replace("\n", "\r\n").encode())
    assert archive.run().kind == "mbox"
    assert archive.story("stories/2019/dam-opens.md").endswith("<p>Words.</p>\n")


def test_hostile_mail_is_named_and_the_rest_comes_over(archive: Archive) -> None:
    deep = "".join(f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(3_000))
    cut = f"{FROM}{HEAD.format('Cut', '2@x')}" + multipart(f"{PLAIN}Cut off").removesuffix("--b--") + "\n"
    imported(
        archive,
        message("Dr\x00y\x07"),
        f"{FROM}Subject: Deep\nMIME-Version: 1.0\n{deep}\n\n",
        cut,
        message("Last.", "Last", "3@x"),
    )
    report = archive.run(source="list.mbox")
    assert "<p>Dry</p>" in archive.story("stories/2019/dam-opens.md")
    assert "<p>Last.</p>" in archive.story("stories/2019/last.md")
    assert "<p>Cut off</p>" in archive.story("stories/2019/cut.md")
    assert [problem.message for problem in report.problems] == [
        "it is too large, or its parts lie too deep in each other",
        "its parts are not closed: it may be cut off",
    ]


@pytest.mark.parametrize(
    "begun",
    ["_" * 65, "\\end{figure}", "-in May:\n-in June, when the river that was so high in spring fell at last:"],
)
def test_rules_commands_and_items_begin_lines_of_their_own_below_full_ones(begun: str) -> None:
    full = "The council met in the town hall, and it said that the dam is safe"
    assert html_of(f"{full}\n{begun}\n{full}").startswith(f"<p>{full}<br>{begun.partition(chr(10))[0]}<br>")
    dashed = f"{full}\n-as all said- and that it will be open when the summer has come"
    assert "<br>" not in html_of(dashed)


def test_lines_that_were_broken_where_they_were_full_are_joined_and_tables_stay() -> None:
    full = "This line was broken by a mail program where it was full\nand goes on here."
    assert html_of(full) == f"<p>{full.replace(chr(10), ' ')}</p>"
    asked = "Here the author began anew, and this line is the longest of all:\n- a dam\nDate: now"
    assert html_of(asked) == f"<p>{asked.replace(chr(10), '<br>')}</p>"
    assert html_of(f"{full}\nOr not.") == f"<p>{full.replace(chr(10), ' ')}<br>Or not.</p>"
    assert html_of("Dear all,\nhello") == "<p>Dear all,<br>hello</p>"
    assert html_of("  - Dams\n    - old\n  - Mills") == "<p>- Dams<br>\u00a0\u00a0- old<br>- Mills</p>"
    assert html_of("a      1\nb      2\nc <b>  3") == "<pre>a      1\nb      2\nc &lt;b&gt;  3</pre>"


def test_commands_to_a_program_are_no_quotation_where_a_message_answers_none(archive: Archive) -> None:
    typed = "> x <- rain(1990)\n> mean(x)\n[1] 812\n> x\n[1] 812"
    said = f"It fails:\n\n{typed}\n\n> As Ann wrote, of the (old) weir:\n> it holds."
    quoted = "<blockquote>\n<p>As Ann wrote, of the (old) weir:<br>it holds.</p></blockquote>"
    assert html_of(said, answers=False).replace("<blockquote><p>", "<blockquote>\n<p>") == (
        f"<p>It fails:</p>\n<pre>{typed.replace('<', '&lt;').replace('>', '&gt;')}</pre>\n{quoted}"
    )
    assert "<pre>" not in html_of(said)
    for subject, sets in (("Rain", True), ("Re: Rain", False)):
        archive.write(
            "a.eml",
            f"From: ann@a.example\nSubject: {subject}\nMessage-ID: <1@a>\nDate: Mon, 4 Mar 2019 10:00:00 +0000\n\n{said}\n",
        )
        archive.run(source="a.eml")
        assert ("<pre>" in archive.story(next(path for path in archive.stories() if "2019" in path))) == sets


def test_a_mailbox_is_read_as_a_stream(archive: Archive) -> None:
    def peak(count: int) -> int:
        path = archive.write(f"{count}.mbox", "".join(message("x " * 4_000, ident=f"{number}@x") for number in range(count)))
        tracemalloc.start()
        assert sum(1 for _ in mbox.read(path, mbox.about(path))) == count
        top = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return top

    peak(3)
    assert peak(200) < 2 * peak(20)


MONTH = """\
From ann at list.example  Fri Mar  1 10:00:00 2019
From: ann at list.example (Ann Lee)
Date: Fri, 01 Mar 2019 10:00:00 +0000
Subject: Dams
Message-ID: <one@list.example>

Die Br?cke h?lt. Warum?
> Sch?n <gut>.

"""
PAGE = """<HTML><BODY><A HREF="mailto:a%40list.example?Subject=Re&In-Reply-To=%3Cone%40list.example%3E" TITLE="Dams">ann</A>
<!--beginarticle-->
<PRE>{}
&gt;<i> Sch&#246;n &lt;gut&gt;.
</I>
</PRE>

<!--endarticle--></BODY></HTML>
"""


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Die Br&#252;cke h&#228;lt. Warum?", "Die Brücke hält. Warum?"),
        ("Der Br&#252;cke h&#228;lt. Warum?", "Die Br?cke h?lt. Warum?"),
    ],
)
def test_a_page_of_a_list_gives_letters_to_a_month_where_all_else_is_the_same(tmp_path: Path, line: str, shown: str) -> None:
    archive = Archive(tmp_path)
    archive.write("2019-March.txt", MONTH)
    archive.write("2019-March/000001.html", PAGE.format(line))
    archive.run()
    (path,) = archive.stories()
    assert shown in archive.story(path)
    assert ("Schön" in archive.story(path)) == ("ü" in shown)
