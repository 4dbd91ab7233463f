"""Names of organisations by their words: a legal form, a head such as "Council" or "Bank of", a firm's last word.

Left out: what the words around a name say of it (`cues.py`), acronyms, and known names.
"""

from __future__ import annotations

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.organisations.known_organisations import load_kinds
from broadsheet.extract.organisations.scene import PLAIN, Candidate, OrganisationScene, Run, is_capitalised, run_end, runs

_SPOTS = frozenset(("Center", "Centre", "Centers", "Centres"))  # which is mostly a building
_MINISTRIES = frozenset(("Ministry", "Department", "Secretariat", "Directorate"))
_CROWNED = ("Royal", "Imperial")
_LONGEST_TAIL = 12
_LONGEST_SHORT = 4  # of legal forms that may have a point
_LEGAL, _SPECIFIC, _HEAD, _LOOSE, _ALONE = 0.9, 0.8, 0.7, 0.6, 0.55


def find_names(scene: OrganisationScene) -> tuple[list[Candidate], list[Run]]:
    """Return the names that their own words show to be organisations', and the runs of capitalised words that are left."""
    found: list[Candidate] = []
    left: list[Run] = []
    for sentence, case in zip(scene.document.sentences, scene.cases, strict=True):
        for run in runs(scene, sentence):
            candidate = _with_legal_form(scene, run, sentence.last)
            if candidate is None and case == PLAIN:
                candidate = _by_head(scene, run, sentence.last)
            if candidate is not None:
                found.append(candidate)
            elif case == PLAIN:
                left.append(run)
    return found, left


def _by_head(scene: OrganisationScene, run: Run, limit: int) -> Candidate | None:
    """Return the organisation that the last head word of a run shows."""
    for head in range(run.last - 1, run.first - 1, -1):
        candidate = _of(scene, run, head, limit) or _headed(scene, run, head)
        if candidate is not None:
            return candidate
    return None


def _with_legal_form(scene: OrganisationScene, run: Run, limit: int) -> Candidate | None:
    """Return a company by its legal form: "Elbit Systems Ltd", "Merck & Co. KG"."""
    for number in range(run.first + 1, run.last):
        if _is_legal(scene, number):
            last = number + 1
            while last < run.last and _is_legal(scene, last):
                last += 1
            pointed = scene.word(last) == "." and scene.glued(last) and len(scene.word(last - 1)) <= _LONGEST_SHORT
            if pointed and last + 1 < limit:
                last += 1
            first = _topic_before(scene, run)
            return Candidate(first, last, "company", "legal form", _LEGAL, own=first)
    return None


def _is_legal(scene: OrganisationScene, number: int) -> bool:
    """Say whether a token is a company's legal form."""
    return scene.has("legal", scene.word(number).replace(".", ""))


def _headed(scene: OrganisationScene, run: Run, head: int) -> Candidate | None:
    """Return a name whose last word says what it is: "National Transport Authority", "Workers' Party", "the Senate"."""
    word = scene.word(head)
    if not scene.has("head", word) and not scene.has("firm", word):
        return None
    if head == run.first:
        return Candidate(head, head + 1, _kind(word), "head word alone", _ALONE, own=head) if scene.has("alone", word) else None
    if _is_no_name(scene, run, head):
        return None
    first, owner = _topic_before(scene, run), scene.owners.get(run.first)
    own = owner.last if owner is not None and owner.last == head else first
    confidence = _LOOSE
    if scene.has("head", word) and not scene.has("loose", word):
        confidence = _SPECIFIC if _is_specific(scene, run.first, head, run.opens) else _HEAD
    last = of_tail(scene, head + 1, run, 10**9) or head + 1
    nation = owner or (scene.owners.get(run.first + 1) if scene.word(run.first) in _CROWNED else None)
    country = nation.code if nation is not None and nation.last <= head else ""
    return Candidate(first, last, _kind(word), "head word", confidence, country=country, own=own)


def _is_specific(scene: OrganisationScene, first: int, last: int, opens: bool) -> bool:
    """Say whether words have among them one that is a name by itself: "Siena College", but not "Supreme Court"."""
    if opens and last - first == 1:
        return False
    words = (scene.word(number) for number in range(first, last))
    return any(is_capitalised(word) and not load_lexicon().kind(word) & WORD for word in words)


def _is_no_name(scene: OrganisationScene, run: Run, head: int) -> bool:
    """Say whether a head word makes no name: "Union Station", "the Moscone Center", "West Bank"."""
    word, before = scene.word(head), scene.word(head - 1)
    if head + 1 < run.last and scene.has("spoils", scene.word(head + 1)):
        return True
    return (word in _SPOTS and not scene.has("spot", before)) or scene.has("nohead", f"{before} {word}")


def _topic_before(scene: OrganisationScene, run: Run) -> int:
    """Return where a run's name begins, which may have an "and" in it: "Food and Agriculture Organization"."""
    at = run.first - 2
    if scene.word(at + 1) != "and" or not (_is_topic(scene, scene.word(run.first)) and _is_topic(scene, scene.word(at))):
        return run.first
    while is_capitalised(scene.word(at - 1)) and scene.joined(at) and not scene.has("opener", scene.word(at - 1)):
        at -= 1
    return at


def _of(scene: OrganisationScene, run: Run, head: int, limit: int) -> Candidate | None:
    """Return a name of the form "Bank of Japan", "Royal Society for the Protection of Birds"."""
    word, link = scene.word(head), scene.word(run.last)
    linked = (link == "of" and scene.has("of", word)) or (link in ("for", "on") and scene.has("for", word))
    if not linked or head != run.last - 1:
        return None
    last = of_tail(scene, run.last, run, limit)
    if not last:
        return None
    whose = last if link == "of" else run.last  # a committee on a country is nobody's there
    inside = [scene.owners[n].code for n in range(run.first, whose) if n in scene.owners]
    confidence = _SPECIFIC if _is_specific(scene, run.first, last, False) else _HEAD
    if link != "of" and run.last - run.first == 1:
        confidence = _LOOSE
    country = inside[0] if inside else ""
    return Candidate(run.first, last, _kind(word), "head word and of", confidence, country=country, own=run.first)


def of_tail(scene: OrganisationScene, at: int, run: Run, limit: int) -> int:
    """Return where the part of a name ends that begins with "of", "for" or "on" at a token; 0 where there is none."""
    if scene.word(at) not in ("of", "for", "on") or at != run.last:
        return 0
    limit = min(limit, at + _LONGEST_TAIL, len(scene.document.tokens))
    start = at + 1 + (scene.word(at + 1) == "the")
    if start >= limit or not _may_follow(scene, start):
        return 0
    end = run_end(scene, start, limit)
    while end + 1 < limit and scene.word(end) in ("and", "of", "for", "at"):
        following = end + 1 + (scene.word(end + 1) == "the")
        if not _may_follow(scene, following) or not _goes_on(scene, scene.word(run.last - 1), end, following):
            break
        end = run_end(scene, following, limit)
    return end


def _may_follow(scene: OrganisationScene, number: int) -> bool:
    """Say whether a token may begin what follows "of": capitalised, no person's, on the same line."""
    word = scene.word(number)
    return is_capitalised(word) and scene.joined(number) and number not in scene.persons and not scene.has("opener", word)


def _goes_on(scene: OrganisationScene, head: str, link: int, following: int) -> bool:
    """Say whether a name goes on: before and after "and" with what a ministry is of, after "at" with a university's campus."""
    if scene.word(link) == "at":
        return head == "University"
    topics = _is_topic(scene, scene.word(link - 1)) and _is_topic(scene, scene.word(following))
    return scene.word(link) != "and" or topics or head in _MINISTRIES


def _is_topic(scene: OrganisationScene, word: str) -> bool:
    """Say whether a word is what a body may be of: listed, or by its ending, such as "Seismology"."""
    return scene.has("topic", word) or word.endswith(tuple(scene.known.words["topical"]))


def _kind(word: str) -> str:
    """Return the kind of body that a head word says."""
    return load_kinds().get(word, "body")
