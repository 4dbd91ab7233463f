"""A build of what strangers sent, such as a pull request, `--untrusted`: how much of the configuration is heeded.

What strangers sent may hold another `broadsheet.yaml`, too. So whatever a publication may ask for beyond words, names and looks
is left out here, in one place: what runs, opens, loads, sends or vouches for more than the defaults do.
"""

from __future__ import annotations

from pathlib import Path

from broadsheet.config import CommentSettings, Config, ImageSettings, Limits, MediaSettings, StaticSettings
from broadsheet.problems import Problem, Span
from broadsheet.sources import TEMPLATES

LIMITS = Limits(bytes=500_000, seconds=2, files=100_000, build=600)
# What is changed and makes no page say another thing, and `markdown`: each place in HTML is told by itself.
_UNTOLD = ("trusted", "limits", "images", "host", "markdown")


def distrusted(config: Config) -> Config:
    """Return a configuration as it is heeded in a build of what strangers sent. Files that it vouched for are not published."""
    limits = (min(own, most) if own else most for own, most in zip(config.limits, LIMITS, strict=True))
    return config._replace(
        trusted=False,
        markdown=config.markdown._replace(raw_html="refuse"),
        static=StaticSettings(withheld=config.static.active),
        media=MediaSettings(),
        images=ImageSettings(widths=()),
        limits=Limits(*limits),
        comments=CommentSettings(),
        extraction=config.extraction._replace(spacy=False),
        search=config.search._replace(full_text=False),
        players=(),
        follow_links=False,
        offline=False,
        host="generic",
    )


def unheeded(root: Path, config: Config) -> list[Problem]:
    """Return one warning that names what `distrusted` leaves out of a publication, if anything."""
    heeded = distrusted(config)
    names = [f"`{key}`" for key in config._fields if key not in _UNTOLD and getattr(config, key) != getattr(heeded, key)]
    names += [f"`{TEMPLATES}/`"] if _has_templates(root / TEMPLATES) else []
    if not names:
        return []
    message = f"not heeded in a build with --untrusted: {', '.join(names)}"
    return [Problem("not-heeded", message, Span("broadsheet.yaml"), "look at it yourself before you build without --untrusted")]


def _has_templates(folder: Path) -> bool:
    """Say whether a folder holds more than what keeps it in git; of a link, where it leads is not asked."""
    return folder.is_symlink() or (folder.is_dir() and any(not path.name.startswith(".") for path in folder.iterdir()))
