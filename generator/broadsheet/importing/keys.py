"""Keys of foreign metadata: which of ours each becomes, what holds a post back, and what is kept as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC
from functools import lru_cache
from html import unescape
from typing import Any

from broadsheet.content.alternative import is_file_name
from broadsheet.content.holding import held_by
from broadsheet.content.values import LANGUAGE_TAG
from broadsheet.content.yamltext import Value
from broadsheet.importing.dates import date_of, instant_of, story_date_of
from broadsheet.importing.post import Held, PostPicture
from broadsheet.importing.texts import plain_text
from broadsheet.importing.values import first_text, flattened, text_of, texts_of
from broadsheet.language.cldr import has_name, shortest

# What stands between the headline and the text, where everybody sees it; other standfirsts may be for lists and machines only.
INTROS = (
    "standfirst", "deck", "dek", "subtitle", "lede", "lead", "lead_text", "intro", "introduction", "intro_text", "introtext",
    "einleitung", "vorspann", "untertitel", "chapo", "chapô", "chapeau", "sous_titre", "entradilla", "bajada", "copete",
    "subtítulo", "subtitulo", "linha_fina", "sottotitolo", "occhiello", "ingress", "ondertitel", "inleiding", "вступление",
    "подзаголовок", "副标题", "副標題", "导语", "導語", "リード", "المقدمة", "مقدمة", "العنوان_الفرعي",
)  # fmt: skip
NAMES: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "taxonomies.title"),
    "date": ("date", "pubdate", "pub_datetime", "publish_date", "published_at", "published_time", "date_published", "published",
    "post_date", "article_date", "created", "created_at"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified", "date_modified", "updated_at", "last_modified",
    "update_date", "last_updated", "update"),
    "standfirst": ("standfirst", "description", "summary", "excerpt", *INTROS, "teaser"),
    "authors": (
        "authors",
        "author",
        "byline",
        "by",
        "taxonomies.authors",
        "taxonomies.author",
        "extra.author",
        "extra.authors",
    ),
    "sections": ("section", "sections", "category", "categories", "taxonomies.categories", "taxonomies.category"),
    "tags": ("tags", "tag", "keywords", "taxonomies.tags", "taxonomies.tag"),
    "lang": ("lang", "language", "locale"),
    "translation_of": ("translationkey", "translation_key"),
    "slug": ("slug",),
    "addresses": ("aliases", "redirect_from", "redirects", "old_url", "old_slugs"),
    "picture": (
        "image", "cover", "featured_image", "featuredimage", "feature_image", "thumbnail", "header.image", "header.teaser",
        "banner",
        "og_image", "images", "extra.image", "hero", "photo",
        "primary_image", "image_feature", "main_image", "lead_image", "cover_image", "hero_image", "featured_img",
    ),
}  # fmt: skip
# The same in other languages, as themes for them have it; what stands under such a key that is none of ours stays where it is.
_ABROAD: dict[str, tuple[str, ...]] = {
    "title": ("titel", "titre", "título", "titulo", "titolo", "заголовок", "标题", "標題", "タイトル", "العنوان", "عنوان"),
    "date": ("datum", "fecha", "data", "дата", "日期", "日付", "التاريخ", "تاريخ", "tarih", "tarehe"),
    "standfirst": (
        "zusammenfassung", "résumé", "extrait", "resumen", "resumo", "sommario", "описание", "摘要", "الملخص", "ملخص",
        "muhtasari",
    ),
    "authors": (
        "autor", "autorin", "autoren", "auteur", "auteurs", "autrice", "autora", "autores", "autore", "автор", "作者", "著者",
        "الكاتب", "كاتب", "yazar", "mwandishi",
    ),
    "sections": (
        "kategorie", "kategorien", "rubrik", "ressort", "rubrique", "catégorie", "categorie", "categoría", "categoria",
        "рубрика", "категория", "分类", "分類", "التصنيف", "تصنيف", "kategori",
    ),
    "tags": (
        "schlagwort", "schlagworte", "schlagwörter", "stichworte", "mots_clés", "étiquettes", "etiquetas", "etichette", "теги",
        "метки", "标签", "標籤", "タグ", "الوسوم", "وسوم", "etiketler",
    ),
    "lang": ("sprache", "langue", "idioma", "язык", "语言", "اللغة"),
    "picture": ("bild", "titelbild", "imagen", "imagem", "immagine", "изображение", "图片", "封面", "صورة", "görsel"),
}  # fmt: skip
_ALT = (
    "image_alt",
    "header.image_description",
    "header.alt",
    "featured_image_alt",
    "cover_alt",
    "thumbnail_alt",
    "alt",
    "extra.image_alt",
    "og_image_alt",
)
_CAPTION = (
    "image_caption", "header.caption", "featured_image_caption", "caption", "cover_caption", "thumbnail_caption",
    "bildunterschrift", "légende", "legende", "leyenda", "pie_de_foto", "legenda", "didascalia",
)  # fmt: skip
_CREDIT = ("image_credit", "image_source", "photo_credit", "cover_credit")
_TRUE = frozenset(("true", "yes", "on", "1", "y"))
_FALSE = frozenset(("false", "no", "off", "0", "n", "never", "none"))
_PUBLIC = frozenset(("published", "publish", "public", "featured", "live", "active", "open", "final", "done"))
_PARTLY = frozenset(("link", "local"))  # of which there is no page, or of which no list knows, in Hugo
_STATES: dict[str, Held] = {"private": "private", "hidden": "private", "pending": "pending", "review": "pending"}
_HIDES: dict[str, Held] = {
    "draft": "draft", "private": "private", "hidden": "private", "unlisted": "private", "headless": "private", "skip": "private",
    "hide": "private", "protected": "private", "membersonly": "private", "exclude": "private", "embargoed": "pending",
}  # fmt: skip
_SHOWS: dict[str, Held] = {
    "published": "draft", "publish": "draft", "public": "private", "build.render": "private", "build.list": "private",
    "render": "private", "permalink": "private", "output": "private",
}  # fmt: skip
_WORDED = frozenset(("status", "state", "visibility", "access", "poststatus", "publicationstatus", "publishstatus"))
_PLACED = frozenset(("city", "zip", "zipcode", "postalcode", "street", "venue"))  # beside which `state` is part of an address
_PLAIN = _TRUE | _FALSE | {"always"}  # words that say nothing else
_LONGEST_STANDFIRST = 1_000
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_EMPHASIS = re.compile(r"(?<![\w*_\\])(\*\*|__|\*|_)(?=[^\s*_])([^*_\n]*[^\s*_\\])\1(?![\w*_])")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FORMATTED = re.compile(r"<(i|b|em|strong|u|sup|sub|small|span|cite|font)\b[^<>]*>([^<>]*)</\1\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_NO_WORDS = re.compile(r"[\W\d_]*|\S*[./]\w\S*")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")


class Keys:
    """The metadata of one post, taken key by key: what nobody took in the end is kept as it is."""

    def __init__(self, values: Mapping[str, Value], names: Mapping[str, tuple[str, ...]] | None = None) -> None:
        self._values = values
        self._names = {**NAMES, **(names or {})}
        self._paths = {plain_name(path): (path, value) for path, value in reversed(list(flattened(values)))}
        self.used: dict[str, str] = {}
        self._more: dict[str, Value] = {}
        self.lost: list[tuple[str, str]] = []

    def take(self, key: str, found: Callable[[Value], Any]) -> Any:  # what `found` makes of a value  # noqa: ANN401
        """Return what `found` makes of the value under the first name of one of our keys, of which it makes anything."""
        for name in (*self._names.get(key, (key,)), *_ABROAD.get(key, ())):
            path, value = self._paths.get(plain_name(name), ("", ""))
            made = found(value) if value else None
            if made:
                self.used[path] = key
                return made
        return None

    def peek(self, name: str) -> Value:
        """Return the value at a path of the source, without taking it; an empty text for none."""
        return self._paths.get(plain_name(name), ("", ""))[1]

    def path(self, name: str) -> str:
        """Return a path as the source writes it; empty where nothing stands there."""
        return self._paths.get(plain_name(name), ("", ""))[0]

    def names(self) -> Iterable[str]:
        """Return the names of all paths, as they are compared."""
        return self._paths.keys()

    def text(self, key: str) -> str:
        """Return a text of one line, or an empty one."""
        return _line(self.take(key, text_of) or "")

    def title(self) -> str:
        """Return a headline, without the marks of HTML that parts of it may have."""
        return _FORMATTED.sub(r"\2", " ".join(_BREAK.sub(" ", self.text("title")).split()))

    def texts(self, key: str, split: str = "") -> tuple[str, ...]:
        """Return texts; equal ones once."""
        found: tuple[str, ...] = self.take(key, lambda value: texts_of(value, split)) or ()
        if key == "authors":
            self._keep_more(key)
        return tuple(dict.fromkeys(_line(text) for text in found))

    def _keep_more(self, key: str) -> None:
        """Keep what a source says of people beside their names."""
        for path in (path for path, became in self.used.items() if became == key):
            value = self.peek(path)
            each = value if isinstance(value, list | tuple) else (value,)
            told = [
                {name: text for name, text in one.items() if text not in ("", [], {})} for one in each if isinstance(one, Mapping)
            ]
            more = [one for one in told if len(one) > 1]
            self._more |= {path: more if isinstance(value, list | tuple) else more[0]} if more else {}

    def date(self, key: str) -> str:
        """Return a date, or an empty text."""
        parse = story_date_of if key == "date" else date_of
        return self.take(key, lambda value: parse(text_of(value))) or ""

    def lang(self) -> str:
        """Return a language tag, or an empty text."""

        def tag(value: Value) -> str:
            text = shortest(text_of(value).replace("_", "-").partition(".")[0])
            return text if LANGUAGE_TAG.fullmatch(text) and has_name(text) else ""

        return self.take("lang", tag) or ""

    def standfirst(self) -> str:
        """Return a standfirst that is short enough to be one."""
        found = self.take("standfirst", lambda value: words_in(value)[: _LONGEST_STANDFIRST + 1]) or ""
        if len(found) > _LONGEST_STANDFIRST:
            self.used = {path: key for path, key in self.used.items() if key != "standfirst"}
            return ""
        text = plain_text(found) if _TAG.search(found) else found
        if "](" in found and _LINK.search(found):  # whose addresses are kept
            self.used = {path: key for path, key in self.used.items() if key != "standfirst"}
        return _line(_EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text)))

    def intro(self, name: str) -> str:
        """Return what stands under one name as a standfirst; empty where it is too long for one, or holds links."""
        keys = Keys({"standfirst": self.peek(name)})
        text = keys.standfirst()
        return text if keys.used else ""

    def picture(self, called: Callable[[str], PostPicture | None] = lambda _: None) -> PostPicture | None:
        """Return the picture of a post; `called` returns one that it calls by a name alone."""

        def named(value: Value) -> PostPicture | None:
            if isinstance(value, list | tuple):
                return named(value[0]) if value else None
            known = called(first_text(value, "uid", "id", "name") if isinstance(value, Mapping) else text_of(value))
            if known:
                alt = first_text(value, "alt") if isinstance(value, Mapping) else ""
                return known._replace(alt=alt or known.alt)
            if isinstance(value, Mapping):
                src = first_text(value, "src", "url", "path", "image", "file", "feature", "filename", "source")
                alt, caption = first_text(value, "alt", "alt_text"), first_text(value, "caption", "title")
                return PostPicture(src, alt, caption, first_text(value, "credit", "source_name")) if src else None
            src = text_of(value)
            return PostPicture(src) if "." in src and not any(char in src for char in "\n<{") else None

        picture: PostPicture | None = self.take("picture", named)
        if picture is None:
            return None
        path = next(path for path, key in self.used.items() if key == "picture")
        more = self.peek(path)
        if isinstance(more, list | tuple) and len(more) > 1:  # of several the others are kept
            self._more[path] = list(more[1:])
        alt, caption, credit = picture.alt or self._said(_ALT), picture.caption or self._said(_CAPTION), self._said(_CREDIT)
        alt, caption, credit = (_line(_plain(text)) for text in (alt, caption, picture.credit or credit))
        alt = "" if is_file_name(alt, picture.src) else alt
        return PostPicture(picture.src.strip(), alt, caption, credit)

    def _said(self, names: Iterable[str]) -> str:
        for name in names:
            path, value = self._paths.get(plain_name(name), ("", ""))
            if text_of(value):
                if _plain(text_of(value)) == text_of(value):  # else its links are kept
                    self.used[path] = "image"
                return " ".join(text_of(value).split())
        return ""

    def held(self, *above: Mapping[str, Value]) -> Held:
        """Return what holds a post back, by every key that may, its own or one from `above` it: a doubt holds it."""
        own = {name.lower() for name in self._values}
        others = {name: value for values in above for name, value in values.items() if name.lower() not in own}
        found = [self._holding(path, value) for path, value in flattened({**self._values, **others})]
        return "password" if "password" in found else next(filter(None, found), "")

    def _holding(self, path: str, value: Value) -> Held:
        form = _form(path)
        is_place = form == "state" and not _PLACED.isdisjoint(name.rpartition(".")[2] for name in self._paths)
        for word in (text.lower() for text in texts_of(value)):
            if is_place and word not in _STATES and not held_by(form, word, UTC):
                continue
            state = _state(form, word, listed=not isinstance(value, str))
            if form == "password":
                self.lost.append((path, "a secret has no place in an archive; the story is a draft"))
            if state is not None and (form == "password" or word in _PLAIN or form in _WORDED):
                self.used[path] = "draft"
            if state:
                return state
        return ""

    def publish_at(self, *others: str) -> str:
        """Return when a post comes out: the last of the dates that say so, `others` among them."""
        return self._moment("publish_at", others, max)

    def expires_at(self) -> str:
        """Return until when a post is out: the first of the dates that say so."""
        return self._moment("expires_at", (), min)

    def _moment(self, key: str, others: Iterable[str], one: Callable[..., str]) -> str:
        found = {text: "" for text in others if text}
        for path, value in flattened(self._values):
            text = date_of(text_of(value))
            if text and held_by(_form(path), text, UTC) == key:
                found.setdefault(text, path)
        text = one(found, key=instant_of) if found else ""
        if found.get(text):
            self.used.setdefault(found[text], key)
        return text

    def drop(self, *names: str) -> None:
        """Count keys as used that say nothing else than what is known already."""
        for name in names:
            path, value = self._paths.get(plain_name(name), ("", ""))
            if path and not isinstance(value, Mapping):
                self.used.setdefault(path, "nothing else than what its place says")

    def rest(self) -> dict[str, Value]:
        """Return what was not taken."""
        return {**dict(_without(self._values, self.used, "")), **self._more}


def words_in(value: Value) -> str:
    """Return a text that says something: no switch, no number and no path."""
    text = text_of(value)
    return "" if text.lower() in _PLAIN or _NO_WORDS.fullmatch(text) else text


def _plain(text: str) -> str:
    """Return the words of a text in which there may be links, in Markdown or HTML."""
    return _TAG.sub("", _LINK.sub(r"\1", text))


def _line(text: str) -> str:
    """Return a text as one line, with the characters that its references (`&#8217;`) stand for."""
    return " ".join(_REFERENCE.sub(lambda match: unescape(match[0]), text).split())


@lru_cache(maxsize=4_096)
def plain_name(name: str) -> str:
    """Return the name of a key as it is compared: `publishedAt`, `published-at` and `published_at` are one."""
    return name.lower().replace("-", "").replace("_", "").replace(" ", "")


def _form(path: str) -> str:
    """Return a path as it is compared: where a theme's own keys stand does not matter."""
    form = plain_name(path)
    return form.removeprefix("extra.").removeprefix("params.")


def _state(form: str, word: str, *, listed: bool) -> Held | None:
    """Return what a word under a key holds a post back by: an empty text for nothing, None where the key is not about that.

    `listed` says that it is one of several.
    """
    if form == "password":
        return "password"
    if form in _WORDED:
        return "" if word in _PUBLIC else _STATES.get(word, "draft")
    if form in _HIDES:
        return "" if word in _FALSE else _HIDES[form] if word in _TRUE or not listed else None
    if form in _SHOWS and word in (_PLAIN | _PARTLY):
        return "" if word in _TRUE | {"always"} else _SHOWS[form]
    instead = "" if listed else held_by(form, word, UTC)
    return "draft" if instead == "draft" or (instead and not date_of(word)) else None


def _without(values: Mapping[str, Value], used: Mapping[str, str], above: str) -> Iterable[tuple[str, Value]]:
    for name, value in values.items():
        path = f"{above}{name}"
        if path in used:
            continue
        if isinstance(value, Mapping):
            rest = dict(_without(value, used, f"{path}."))
            if rest:
                yield name, rest
        elif value not in ("", []):
            yield name, value


def by_clock(held: Held, publish_at: str, expires_at: str, clock: str) -> Held:
    """Return what holds a post back, its dates and the clock (an instant in UTC) considered."""
    if held:
        return held
    if instant_of(publish_at) > clock:
        return "scheduled"
    return "expired" if expires_at and instant_of(expires_at) <= clock else ""
