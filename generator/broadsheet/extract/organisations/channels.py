"""Channels: mentions of an organisation that say where something was said, published or bought, and nothing of the organisation.

"Told the BBC", "according to Reuters", "wrote on Twitter", "a Facebook page" and "at a Walmart" name no actor of the story. Such
mentions are kept for an editor who asks: by them alone an organisation is not published.

Left out: which organisation it is (`organisations.py`).
"""

from __future__ import annotations

from broadsheet.extract.organisations.scene import APOSTROPHES, POSSESSIVES, Candidate, OrganisationScene, is_capitalised

CHANNEL = 0.6  # how sure such a mention is at most
_MEDIA = frozenset(("media", "agency"))
_OF_THINGS = frozenset(("had", "was", "struck", "hit", "crashed"))
_BRIEF = 3  # words before a medium that are looked at


def with_channels(scene: OrganisationScene, candidates: list[Candidate]) -> list[Candidate]:
    """Return candidates in order, those that are channels less sure. Linear."""
    return [
        candidate._replace(confidence=min(candidate.confidence, CHANNEL)) if _is_channel(scene, candidate) else candidate
        for candidate in candidates
    ]


def _is_channel(scene: OrganisationScene, candidate: Candidate) -> bool:
    platform, medium = scene.has("platform", scene.text(candidate.first, candidate.last)), candidate.kind in _MEDIA
    if (platform or medium) and scene.word(candidate.first - 1) == "(" and scene.word(candidate.last) == ")":
        return True  # a credit, or who asks in an interview
    if platform:
        return _is_posted_on(scene, candidate)
    if medium:
        return _is_told(scene, candidate) or _tells(scene, candidate)
    return candidate.kind == "company" and _is_thing(scene, candidate)


def _is_posted_on(scene: OrganisationScene, candidate: Candidate) -> bool:
    """Say whether a platform is only where something was posted: via Twitter, a Facebook page, her YouTube videos."""
    before, after = scene.word(candidate.first - 1).lower(), scene.word(candidate.last).lower()
    return scene.has("posting", before) or scene.has("posted", after)


def _is_told(scene: OrganisationScene, candidate: Candidate) -> bool:
    """Say whether a medium was told something, or is where it was read: told the BBC, according to Reuters."""
    at = candidate.first - 1 - (scene.word(candidate.first - 1).lower() == "the")
    if scene.word(at) in ("of", "at", "for"):
        return at - 1 in scene.persons  # Ann Lee of The Times
    if scene.word(at) == "and" and is_capitalised(scene.word(at - 1)):
        at -= 2  # according to Reuters and NBC
    words = [scene.word(number).lower() for number in range(at + 1 - _BRIEF, at + 1)]
    words = [word for word in words if not scene.has("introducing", word)]
    return bool(words) and scene.has("telling", words[-1])


def _tells(scene: OrganisationScene, candidate: Candidate) -> bool:
    """Say whether a medium does what media do: CNN reported, the BBC's Ann Lee, a Reuters correspondent."""
    after, second = scene.word(candidate.last), scene.word(candidate.last + 1)
    if after in POSSESSIVES or after in APOSTROPHES:
        return candidate.last + 1 in scene.persons or scene.has("reporter", second.lower())
    following = [scene.word(number).lower() for number in range(candidate.last, candidate.last + 4)]
    following = [word for word in following if not scene.has("between", word)]
    return bool(following) and (scene.has("reporting", following[0]) or scene.has("reporter", following[0]))


def _is_thing(scene: OrganisationScene, candidate: Candidate) -> bool:
    """Say whether a firm's name stands for what it makes or for one of its shops: a Volvo, at a Walmart store, the Volvo hit."""
    before, after = scene.word(candidate.first - 1), scene.word(candidate.last)
    if candidate.last - candidate.first > 1:
        return False
    return (before in ("a", "an", "A", "An") and not scene.has("post", after)) or (
        before in ("the", "The") and after in _OF_THINGS
    )
