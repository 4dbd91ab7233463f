"""A message as a post: who wrote it, when, and its words. No e-mail address comes over, of nobody."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from html import escape
from typing import NamedTuple

from broadsheet.content.filetypes import media_fault
from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of
from broadsheet.importing.mailtext import html_of, masked, without_footers, without_signature, without_unseen
from broadsheet.importing.post import Form, Held, Post, Skipped
from broadsheet.importing.texts import UNPRINTABLE, plain_text
from broadsheet.problems import Span

_IDENT = re.compile(r"<([^<>\s]+)>")
_ANSWER = re.compile(r"^(?:\s*(?:re|aw|sv|antw|fwd?|wg|tr|rv|vs|odp)(?:\[\d+\])?\s*:)+\s*", re.IGNORECASE)
_TAG = re.compile(r"\[[^\[\]]{1,40}\]")
_USED = {
    "subject": "title",
    "from": "authors",
    "date": "date",
    "keywords": "tags",
    "content-language": "lang",
    "expires": "expires_at",
}
_KEPT = ("message-id", "in-reply-to", "references", "list-id", "x-gmail-labels", "newsgroups", "organization", "comments")
_CHARSETS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "unknown-8bit": "utf-8",
    "gb2312": "gb18030", "gbk": "gb18030", "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "x-sjis": "cp932", "shift_jis": "cp932",
}  # fmt: skip
_SECRET = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{2,4})?")
_FEW = 0.2  # of the words of the HTML: a plain text that has fewer only says that there is HTML
_ODD = re.compile(r"[^\w.-]+")
_FOLDERS = {"trash": "it was thrown away", "spam": "it is marked as spam"}


def identity(message: Message) -> str:
    """Return the identifier of a message; empty where it has none."""
    found = _IDENT.search(header(message, "message-id"))
    return found[1] if found else ""


def answered(message: Message) -> tuple[str, ...]:
    """Return the messages above this one in its thread, the first one first."""
    return tuple(_IDENT.findall(f"{header(message, 'references')} {header(message, 'in-reply-to')}"))


def thread_name(subject: str, tag: str) -> str:
    """Return the name of a thread from the subject of a message, without the tag of the list and what marks an answer."""
    return _ANSWER.sub("", without_tag(subject, tag)).strip()


def list_tag(message: Message) -> str:
    """Return the tag that a mailing list puts before a subject, with its brackets; empty for none."""
    found = _TAG.match(_ANSWER.sub("", header(message, "subject")))
    return found[0] if found else ""


def without_tag(subject: str, tag: str) -> str:
    """Return a subject without the tag of a list, and marked as an answer once; where it is no more than the tag, as it is."""
    if not tag:
        return subject
    plain = " ".join(subject.replace(tag, " ").split())
    answers = _ANSWER.match(plain)
    return (f"{plain.partition(':')[0]}: {plain[answers.end() :]}" if answers else plain).strip(": ") or subject


def header(message: Message, name: str) -> str:
    """Return a header on one line, decoded whatever it is in."""
    value = message.get(name)
    return "" if value is None else _decoded_words(value)


def _decoded_words(value: object) -> str:
    pieces: list[str] = []
    try:
        found = decode_header(value)  # type: ignore[arg-type]
    except (ValueError, LookupError):
        found = [(str(value), None)]
    for piece, charset in found:
        raw = isinstance(piece, str) and not piece.isascii() and _is_raw(piece)
        data = piece.encode("ascii", "surrogateescape") if isinstance(piece, str) and raw else piece
        pieces.append(data if isinstance(data, str) else decoded(data, charset or ""))
    return " ".join(UNPRINTABLE.sub("", "".join(pieces).replace("\n", " ").replace("\t", " ")).split())


def _is_raw(text: str) -> bool:
    return all(char.isascii() or "\udc80" <= char <= "\udcff" for char in text)


def decoded(data: bytes, charset: str) -> str:
    """Return bytes as text: in the charset that is named, where it fits, else in UTF-8, else as most programs read it."""
    name = charset.lower().strip("\"' ")
    for each in (_CHARSETS.get(name, name), "utf-8"):
        try:
            return data.decode(each or "utf-8")
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace").replace("\ufffd", "")


class MailingList(NamedTuple):
    """What is known of all messages: what a list puts before each subject, the addresses of who wrote, if it spells out all."""

    tag: str = ""
    senders: Container[str] = ()
    doubted: bool = False


def post_of(message: Message, span: Span, thread: str, known: MailingList) -> Post | Skipped:
    """Return a message as a post; `thread` is the name of that which it belongs to."""
    why = _left(message)
    if why:
        return Skipped(span, why)
    body, form = _body(message)
    body, footers = without_footers(body) if form == "text" else (body, 0)
    body, signed = without_signature(body) if form == "text" else (body, False)
    hidden, spelt = masked(body, senders=known.senders, doubted=known.doubted) if form == "text" else (body, 0)
    if "-----BEGIN PGP MESSAGE-----" in body:
        return Skipped(span, "it is encrypted")
    answers = bool(answered(message) or _ANSWER.match(without_tag(header(message, "subject"), known.tag)))
    html, files, lost = _with_files(message, html_of(hidden, answers=answers) if form == "text" else body)
    html, count = masked(html, is_html=True, senders=known.senders, doubted=known.doubted) if form == "html" else (html, spelt)
    if form == "html":
        html, unseen = without_unseen(html)
        lost |= {"unseen text": "it stands in the mail and is not shown by mail programs"} if unseen else {}
    if not plain_text(html) and not files:
        return Skipped(span, "it holds no text")
    lost |= {"footer of the list": "how to subscribe to it has no place in an archive"} if footers else {}
    lost |= {"PGP signature": "it holds of the mail as it was sent"} if signed else {}
    lost |= {"addresses in the text": "of an e-mail address the name stays, and not where it is"} if count else {}
    lost |= _lost_headers(message)
    ident, date, subject = identity(message), _date(message), without_tag(header(message, "subject"), known.tag)
    tags = tuple(tag.strip() for tag in re.split(r"[,;]", header(message, "keywords")) if tag.strip())
    kept: dict[str, Value] = {name: value for name in _KEPT if (value := header(message, name))}
    lang = header(message, "content-language")
    return Post(
        span=span, key=ident or str(span), title=masked(subject)[0], date=date, held=_held(message),
        publish_at=date, expires_at=date_of(header(message, "expires") or header(message, "expiry-date")),
        authors=tuple(_authors(message)), tags=tags, lang=lang if _LANGUAGE.fullmatch(lang) else "", body=html,
        form="html", files=files, used={name: key for name, key in _USED.items() if header(message, name)}, kept=kept,
        lost=tuple(lost.items()),
        ours={"dossier": masked(thread)[0]} if thread else {},
    )  # fmt: skip


def _left(message: Message) -> str:
    """Say why a message is none to publish: it was thrown away, or cannot be read."""
    if any(part.get_content_type() in _SECRET for part in message.walk()):
        return "it is encrypted"
    labels = [label.strip().lower() for label in header(message, "x-gmail-labels").split(",")]
    flags = header(message, "status") + header(message, "x-status")
    mozilla = header(message, "x-mozilla-status")
    if "D" in flags or (re.fullmatch(r"[0-9a-fA-F]{4}", mozilla) and int(mozilla, 16) & 0x0008):
        return "it was deleted, and is only not yet gone from the mailbox"
    return next((why for name, why in _FOLDERS.items() if name in labels), "")


def _held(message: Message) -> Held:
    """Return what holds a message back: that it is a draft, or that its author does not want it to be kept or read by others."""
    labels = [label.strip().lower() for label in header(message, "x-gmail-labels").split(",")]
    if "drafts" in labels or "draft" in labels or "T" in header(message, "x-status") or message.get("x-mozilla-draft-info"):
        return "draft"
    if header(message, "x-no-archive").lower() == "yes" or "no-archive" in header(message, "archive").lower():
        return "private"
    if header(message, "archive").lower().startswith("no") or header(message, "sensitivity"):
        return "private"
    return "pending" if header(message, "x-spam-flag").lower() == "yes" else ""


def _date(message: Message) -> str:
    return date_of(re.sub(r"\s*\([^()]*\)\s*$", "", header(message, "date")))


def _authors(message: Message) -> Iterator[str]:
    """Yield the names of who wrote a message; of an address without a name, what stands before its `@`."""
    for name, address in getaddresses([str(message.get("from", ""))]):
        shown = _decoded_words(name).strip("\"' ") or address
        yield from (each for each in (masked(shown)[0].partition("@")[0],) if each)


def _lost_headers(message: Message) -> Mapping[str, str]:
    why = "addresses, and what mail programs and servers note, do not come over"
    return {
        name: why
        for name in dict.fromkeys(name.lower() for name in message)
        if name not in _USED and name not in _KEPT and not name.startswith(("content-", "mime-"))
    }


def _body(message: Message) -> tuple[str, Form]:
    """Return the words of a message: plain text before HTML, unless it only says that there is HTML."""
    plain = [_text(part) for part in _shown(message) if part.get_content_type() == "text/plain"]
    marked = [_text(part) for part in _shown(message) if part.get_content_type() == "text/html"]
    text, html = "\n\n".join(each.strip("\n") for each in plain if each.strip()), "\n".join(marked)
    words = len(plain_text(html).split())
    if html and len(text.split()) < max(1, words * _FEW):
        return html, "html"
    return text, "text"


def _shown(message: Message) -> Iterator[Message]:
    for part in message.walk():
        if not part.is_multipart() and part.get_content_disposition() != "attachment":
            yield part


def _text(part: Message) -> str:
    """Return the text of a part; lines that were only broken for the way are joined."""
    data = part.get_payload(decode=True)
    text = decoded(data if isinstance(data, bytes) else b"", part.get_content_charset("") or "")
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        deleted = str(part.get_param("delsp", "")).lower() == "yes"
        text = re.sub(
            r"^(?!-- $)(?!>)(.*?) \n(?=[^>\n])", lambda match: match[1] + ("" if deleted else " "), text, flags=re.MULTILINE
        )
    return text


def _with_files(message: Message, body: str) -> tuple[str, dict[str, bytes], dict[str, str]]:
    """Return a body with the pictures and files of its message, those by their names, and what stays behind."""
    files: dict[str, bytes] = {}
    shown, lost = "", {}
    for number, part in enumerate(message.walk(), 1):
        kind, data = part.get_content_type(), part.get_payload(decode=True)
        is_text = kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment"
        if part.is_multipart() or is_text or not isinstance(data, bytes) or not data:
            continue
        written = _name(part)
        name = _ODD.sub("-", written).strip("-.") or f"attachment-{number}.{kind.rpartition('/')[2]}"
        name = f"{number}-{name}" if name in files else name
        fault = media_fault(f"media/{name}")
        ident = _IDENT.search(part.get("content-id") or "")
        is_picture = kind.startswith("image/")
        if fault:
            lost[f"attachment {kind}"] = fault
            continue
        files[name] = data
        if ident and is_picture and f"cid:{ident[1]}" in body:
            body = body.replace(f"cid:{ident[1]}", name)
        else:
            label = escape(masked(header(message, "subject"))[0] if is_picture else written or name)
            inner = f'<img src="{name}" alt="{label}">' if is_picture else f'<a href="{name}">{label}</a>'
            shown += f"\n<p>{inner}</p>"
    return body + shown, files, lost


def _name(part: Message) -> str:
    """Return the name of an attachment."""
    try:
        return _decoded_words(part.get_filename("") or "")
    except (ValueError, LookupError):
        return ""
