"""Pictures that articles call by a name alone (`{{< img src="dam" >}}`): files of data say where they are and what they show."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from broadsheet.importing.files import TOOLS, inside, read_text, walk
from broadsheet.importing.post import PostPicture, Site
from broadsheet.importing.values import first_text, read_data

_FOLDERS = tuple(
    f"{data}/{kind}"
    for data in ("data", "_data", "src/_data", "content/_data")
    for kind in ("images", "image", "img", "pictures", "photos", "media")
)
_SUFFIXES = (".yml", ".yaml", ".json", ".toml")
_PLACES = ("src", "url", "path", "file", "filename", "image", "source", "href")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]+/([^\s\"'<>/]+)\.(?:jpe?g|png|gif|webp|svg|avif)\b", re.IGNORECASE)
_NAME = re.compile(r"[\w-][\w.-]{0,200}")
_PICTURES = frozenset((".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif"))
_MOST = 5_000  # files of data that are asked where pictures lie


def forget() -> None:
    """Forget what was read of another archive, or of this one an import ago."""
    picture_named.cache_clear()
    _usual_folder.cache_clear()
    _by_names.cache_clear()


@lru_cache(maxsize=4_096)
def picture_named(root: Path, name: str) -> PostPicture | None:
    """Return the picture that the archive at `root` calls by a name; None where no file of data tells of it.

    Where its file does not say at which address it is, it lies where those of the other files are.
    """
    if not _NAME.fullmatch(name):
        return None
    places = (root / folder / f"{name}{suffix}" for folder in _FOLDERS for suffix in _SUFFIXES)
    place = next((place for place in places if inside(root, place)), None)
    if place is None:
        return None
    text = read_text(place, place.name)[0]
    values = read_data(text, place.name, place.suffix)
    said = next((found for key in _PLACES if "." in (found := first_text(values, key))), "") or _address_in(text, name)
    suffix = first_text(values, "format", "extension", "ext").lstrip(".").lower()
    src = said or (f"{_usual_folder(root, place.parent)}{name}.{suffix}" if suffix else "")
    alt, caption, credit = (first_text(values, *keys) for keys in (("alt", "alt_text"), ("caption", "title"), ("credit",)))
    return PostPicture(src, alt, caption, credit) if src else None


def picture_lying(site: Site, name: str) -> str:
    """Return the address of the file of a name among those that a site publishes as they are: the one that lies highest, if it
    is the only one there; empty for none.
    """
    return _by_names(site.root, site.static, site.among).get(name, "") if "/" not in name else ""


@lru_cache(maxsize=2)
def _by_names(root: Path, static: tuple[tuple[Path, str], ...], among: bool) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for folder, address in static:
        for place in walk(folder, root, TOOLS if among else frozenset()):
            if isinstance(place, Path) and place.suffix.lower() in _PICTURES:
                path = f"{address.rstrip('/')}/{place.relative_to(folder).as_posix()}"
                found.setdefault(place.name, []).append(path)
    nearest = {name: [path for path in paths if _depth(path) == min(map(_depth, paths))] for name, paths in found.items()}
    return {name: paths[0] for name, paths in nearest.items() if len(paths) == 1}


def _depth(path: str) -> int:
    return path.count("/")


def given_by(picture: PostPicture) -> Mapping[str, str]:
    """Return a picture as a piece of template code would be given it."""
    return {name: value for name, value in picture._asdict().items() if value}


def _address_in(text: str, name: str) -> str:
    """Return the address of a picture of this name that stands anywhere in a file of data, in a comment, say."""
    return next((match[0] for match in _ADDRESS.finditer(text) if match[1] == name), "")


@lru_cache(maxsize=16)
def _usual_folder(root: Path, folder: Path) -> str:
    """Return the address of the folder in which most pictures lie of which a file of data says where; empty where none does."""
    files = [place for place in sorted(folder.iterdir())[:_MOST] if place.suffix in _SUFFIXES and inside(root, place)]
    said = (_address_in(read_text(place, place.name)[0], place.stem) for place in files)
    found = Counter(f"{posixpath.dirname(address)}/" for address in said if address)
    address, number = next(iter(found.most_common(1)), ("", 0))
    return address if number * 2 > len(files) else ""
