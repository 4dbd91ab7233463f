"""Names of organisations by their words: a legal form, a head such as "Council" or "Bank of", a firm's last word.

Left out: what the words around a name say of it (`organisation_cues.py`), acronyms, and known names.
"""

from __future__ import annotations

from broadsheet.extract.document.lexicon import WORD, load_lexicon
from broadsheet.extract.organisations.scene import (
    CAPITALS,
    TITLE,
    Candidate,
    OrganisationScene,
    Run,
    is_capitalised,
    run_end,
    runs,
)

_POINTED = frozenset(("Inc", "Corp", "Ltd", "Co", "Cos", "Bros"))
_NO_HEADS = frozenset(
    (
        *("West Bank", "Left Bank", "South Bank", "Oval Office", "Box Office", "Trade Center", "Soviet Union", "Space Center"),
        *("Civil Union", "Trade Union", "Cold Front", "National Team", "Convention Center", "Conference Center", "Home Front"),
        *(
            "Convention Centre",
            "Conference Centre",
            "Congress Center",
            "Congress Centre",
            "Exhibition Center",
            "Exhibition Centre",
        ),
        *("Shopping Center", "Shopping Centre", "Eastern Front", "Western Front", "Dream Team", "Middle School", "High School"),
    )
)
_NOTHING_ELSE = frozenset(("Parliament", "Bundestag", "Knesset", "Duma", "Interpol", "Politburo", "Pentagon"))
_WITH_POSTS = frozenset(
    ("Senate", "House", "Congress", "Parliament", "Commission", "Treasury", "Cabinet", "Kremlin", "Duma", "Knesset")
)
_UNIT_NUMBER = ("st", "nd", "rd", "th")
_SPOTS = frozenset(("Center", "Centre", "Centers", "Centres"))  # which is mostly a building
_MINISTRIES = frozenset(("Ministry", "Department", "Secretariat", "Directorate"))
_TOPICAL = (
    "logy",
    "graphy",
    "istry",
    "tion",
    "ment",
    "ics",
    "ture",
    "ships",
    "eases",
    "ities",
    "nomy",
    "ation",
    "cation",
    "ness",
    "hood",
)
_SCHOOLS = frozenset(("College", "University", "Hospital", "School"))
_CAMPUSES = frozenset(
    (
        "Berkeley",
        "Davis",
        "Irvine",
        "Los Angeles",
        "Merced",
        "Riverside",
        "San Diego",
        "San Francisco",
        "Santa Barbara",
        "Santa Cruz",
    )
)
_CROWNED = ("Royal", "Imperial")
_LONGEST_TAIL = 12
_LEGAL, _SPECIFIC, _HEAD, _LOOSE, _FIRM, _UNIT, _ALONE = 0.9, 0.8, 0.7, 0.6, 0.65, 0.7, 0.55
_OPENING = 0.15  # less sure where the first word may only open the sentence


def find_names(scene: OrganisationScene) -> tuple[list[Candidate], list[Run]]:
    """Return the names that their own words show to be organisations', and the runs of capitalised words that are left."""
    found: list[Candidate] = []
    left: list[Run] = []
    for sentence, case in zip(scene.document.sentences, scene.cases, strict=True):
        if case == CAPITALS:
            continue
        for run in runs(scene, sentence):
            if case == TITLE:
                found += filter(None, [_with_legal_form(scene, run, sentence.last)])
                continue
            candidates = _judge(scene, run, sentence.last)
            found += candidates
            if not candidates:
                left.append(run)
    return found, left


def _judge(scene: OrganisationScene, run: Run, limit: int) -> list[Candidate]:
    """Return the organisations that a run of capitalised words holds."""
    legal = _with_legal_form(scene, run, limit)
    if legal is not None:
        return [legal]
    for head in range(run.last - 1, run.first - 1, -1):
        word = scene.word(head)
        if word in scene.known.words["spoils"] and head == run.last - 1 and head > run.first:
            return []
        candidate = _of(scene, run, head, limit) or _headed(scene, run, head)
        if candidate is not None:
            return [candidate]
    return _before_post(scene, run)


def _before_post(scene: OrganisationScene, run: Run) -> list[Candidate]:
    """Return the body whose post a run names: "Senate Majority Leader", "Treasury Secretary"."""
    word = scene.word(run.first)
    if run.last - run.first < 2 or word not in _WITH_POSTS or not scene.has("officer", scene.word(run.first + 1)):
        return []
    return [Candidate(run.first, run.first + 1, _kind(word), "head word alone", _ALONE, own=run.first)]


def _with_legal_form(scene: OrganisationScene, run: Run, limit: int) -> Candidate | None:
    """Return a company by its legal form: "Elbit Systems Ltd", "Merck & Co. KG"."""
    for number in range(run.first + 1, run.last):
        if (
            not scene.has("legal", scene.word(number).replace(".", ""))
            or scene.glued(number + 1) * scene.word(number + 1).isdigit()
        ):
            continue
        if scene.word(number) in ("Co", "SA", "AB", "Limited") and number + 1 < run.last:
            follower = scene.word(number + 1)
            if not scene.has("legal", follower.replace(".", "")) and follower not in ("of", "&") and scene.word(number) != "Co":
                continue
        last = number + 1
        while last < run.last and (scene.has("legal", scene.word(last).replace(".", "")) or scene.word(last) in ("&", "of")):
            last += 1
        while scene.word(last - 1) in ("&", "of"):
            last -= 1
        if scene.word(last - 1) in _POINTED and scene.word(last) == "." and scene.glued(last) and last + 1 < limit:
            last += 1
        first = _without_country(scene, run)
        if number == first:
            continue
        first, _ = _topic_before(scene, run, first, run.first)
        return Candidate(first, last, "company", "legal form", _LEGAL, own=first)
    return None


def _without_country(scene: OrganisationScene, run: Run) -> int:
    """Return where a company's name begins: a country's adjective before it, as in "Japan's", is no part of it."""
    owner = scene.owners.get(run.first)
    apart = owner is not None and owner.last < run.last - 1 and owner.how == "abbreviation"
    return owner.last if owner is not None and apart else run.first


def _headed(scene: OrganisationScene, run: Run, head: int) -> Candidate | None:
    """Return a name whose last word says what it is: "National Transport Authority", "Workers' Party"."""
    word, first = scene.word(head), run.first
    if not scene.has("head", word) and not scene.has("firm", word):
        return None
    if head == first:
        return _alone(scene, run, head)
    if _is_no_name(scene, run, head):
        return None
    owner = scene.owners.get(first)
    own = owner.last if owner is not None and owner.last == head else first
    confidence = _LOOSE if scene.has("loose", word) else _FIRM
    if scene.has("head", word) and not scene.has("loose", word):
        confidence = _SPECIFIC if _is_specific(scene, run.first, head, run.opens) else _HEAD
    if scene.has("unit", word) and _ordinal(scene, first):
        first, own, confidence = _ordinal(scene, first), _ordinal(scene, first), _UNIT
    if run.opens and head == run.first + 1 and scene.word(run.first).lower() in scene.lower:
        confidence -= _OPENING
    first, own = _topic_before(scene, run, first, own)
    last = head + 1
    if word in _SCHOOLS and last in scene.owners and scene.owners[last].last == run.last:  # University College London
        last = run.last
    last = of_tail(scene, last, run, 10**9) or last
    nation = owner or (scene.owners.get(run.first + 1) if scene.word(run.first) in _CROWNED else None)
    country = nation.code if nation is not None and nation.last <= head else ""
    return Candidate(first, last, _kind(word), "head word", round(confidence, 2), country=country, own=own)


def _is_specific(scene: OrganisationScene, first: int, last: int, opens: bool) -> bool:
    """Say whether words have among them one that is a name by itself: "Siena College", but not "Supreme Court"."""
    if opens and last - first == 1:
        return False
    words = (scene.word(number) for number in range(first, last))
    return any(is_capitalised(word) and not load_lexicon().kind(word) & WORD for word in words)


def _is_no_name(scene: OrganisationScene, run: Run, head: int) -> bool:
    """Say whether a head word makes no name: "Union Station", "the Moscone Center", "U.S. Oil", "Proroguing Parliament"."""
    word, before = scene.word(head), scene.word(head - 1)
    if head + 1 < run.last and scene.has("spoils", scene.word(head + 1)):
        return True
    if word in _SPOTS and not scene.has("spot", before) and scene.word(head + 1) != "for":
        return True
    owner = scene.owners.get(run.first)
    if owner is not None and owner.last == head and scene.has("loose", word) and owner.how == "abbreviation":
        return True
    if word == "Department" and scene.word(head + 1) == "," and head + 2 in scene.owners:
        return True  # "Nariño Department, Colombia"
    if run.opens and head == run.first + 1 and before.endswith("ing") and not scene.has("topic", before):
        return True
    return f"{before} {word}" in _NO_HEADS or (head + 1 < run.last and f"{word} {scene.word(head + 1)}" in _NO_HEADS)


def _ordinal(scene: OrganisationScene, first: int) -> int:
    """Return the token of the ordinal number before a name, or 0."""
    word = scene.word(first - 1)
    return first - 1 if word[:1].isdigit() and word.endswith(_UNIT_NUMBER) and scene.joined(first) else 0


def _topic_before(scene: OrganisationScene, run: Run, first: int, own: int) -> tuple[int, int]:
    """Return where a name begins that has an "and" in it: "Food and Agriculture Organization"."""
    if scene.word(run.first - 1) != "and" or own != run.first or not _is_topic(scene, scene.word(run.first)):
        return first, own
    at = run.first - 2
    if not _is_topic(scene, scene.word(at)) or not scene.joined(run.first):
        return first, own
    while is_capitalised(scene.word(at - 1)) and scene.joined(at) and not scene.has("opener", scene.word(at - 1)):
        at -= 1
    owner = scene.owners.get(at)
    return at, owner.last if owner is not None and owner.last < run.first - 1 else at


def _alone(scene: OrganisationScene, run: Run, head: int) -> Candidate | None:
    """Return a body that its head names by itself: "the Senate", "Parliament"."""
    word = scene.word(head)
    opens = run.opens and scene.word(head - 1) not in ("The", "the") and word not in _NOTHING_ELSE
    if run.last - head > 1 or not scene.has("alone", word) or opens:
        return None
    return Candidate(head, head + 1, _kind(scene.word(head)), "head word alone", _ALONE, own=head)


def _of(scene: OrganisationScene, run: Run, head: int, limit: int) -> Candidate | None:
    """Return a name of the form "Bank of Japan", "Royal Society for the Protection of Birds"."""
    word = scene.word(head)
    if head != run.last - 1:
        return None
    linked = (scene.word(run.last) == "of" and scene.has("of", word)) or (
        scene.word(run.last) in ("for", "on") and scene.has("for", word)
    )
    venue = word in _SPOTS and f"{scene.word(head - 1)} {word}" in _NO_HEADS
    if not linked or venue or not scene.joined(run.last):
        return None
    last = of_tail(scene, run.last, run, limit)
    if not last:
        return None
    owner = scene.owners.get(run.first)
    own = owner.last if owner is not None and owner.last <= head else run.first
    whose = last if scene.word(run.last) == "of" else run.last  # a committee on a country is nobody's there
    inside = [scene.owners[n].code for n in range(run.first, whose) if n in scene.owners]
    confidence = _SPECIFIC if _is_specific(scene, run.first, last, False) else _HEAD
    if scene.word(run.last) != "of" and run.last - run.first == 1:
        confidence = _LOOSE
    if word == "Government":
        confidence = _LOOSE
    if word in ("House", "Order", "Voice", "Friends", "Army", "Community", "Service", "Party") and run.first == head:
        confidence = _LOOSE
    return Candidate(run.first, last, _kind(word), "head word and of", confidence, country=inside[0] if inside else "", own=own)


def of_tail(scene: OrganisationScene, at: int, run: Run, limit: int) -> int:
    """Return where the part of a name ends that begins with "of", "for" or "on" at a token; 0 where there is none."""
    if scene.word(at) not in ("of", "for", "on") or at != run.last:
        return 0
    limit = min(limit, at + _LONGEST_TAIL, len(scene.document.tokens))
    start = at + 1 + (scene.word(at + 1) == "the")
    if start >= limit or not scene.joined(start) or not _may_follow(scene, start):
        return 0
    end = run_end(scene, start, limit)
    while end + 1 < limit and scene.word(end) in ("and", "of", ",", "for"):
        following = end + 1 + (scene.word(end + 1) == "the" and scene.word(end) != ",")
        if not scene.joined(following) or not _may_follow(scene, following) or not _goes_on(scene, run.last - 1, end, following):
            break
        end = run_end(scene, following, limit)
    return _with_campus(scene, run.last - 1, end)


def _with_campus(scene: OrganisationScene, head: int, end: int) -> int:
    """Return where a university's name ends with its campus: "University of California, Davis", "… of Hawaii at Hilo"."""
    if scene.word(head) != "University" or not _may_follow(scene, end + 1) or not scene.joined(end + 1):
        return end
    last = run_end(scene, end + 1, end + 3)
    campus = " ".join(scene.word(number) for number in range(end + 1, last))
    of_california = scene.word(end) == "," and scene.word(end - 1) == "California" and campus in _CAMPUSES
    return last if of_california or (scene.word(end) == "at" and end + 1 not in scene.persons) else end


def _may_follow(scene: OrganisationScene, number: int) -> bool:
    return is_capitalised(scene.word(number)) and number not in scene.persons and not scene.has("opener", scene.word(number))


def _goes_on(scene: OrganisationScene, run_head: int, link: int, following: int) -> bool:
    """Say whether a name goes on after "and", "of" or a comma: both sides are what a ministry or institute is of."""
    if scene.word(link) in ("of", "for"):
        return True
    before, after = scene.word(link - 1), scene.word(following)
    if scene.word(link) == ",":
        return scene.has("topic", before) and scene.has("topic", after) and scene.word(following + 1) in (",", "and")
    if following in scene.owners:
        return (before, after) == ("England", "Wales")
    last = scene.word(run_end(scene, following, following + _LONGEST_TAIL) - 1)
    return (_is_topic(scene, before) and (_is_topic(scene, after) or _is_topic(scene, last))) or scene.word(
        run_head
    ) in _MINISTRIES


def _is_topic(scene: OrganisationScene, word: str) -> bool:
    """Say whether a word is what a body may be of: listed, or by its ending, such as "Seismology"."""
    return scene.has("topic", word) or word.endswith(_TOPICAL)


_KINDS = {
    "government": "Ministry Department Agency Bureau Office Commission Authority Administration Directorate Secretariat Treasury "
    "Government Inspectorate Executive Service Services Cabinet",
    "parliament": "Parliament Senate Congress Assembly House Bundestag Knesset Duma Legislature",
    "court": "Court Courts Tribunal",
    "army": "Army Navy Force Forces Guard Guards Corps Division Brigade Battalion Regiment Squadron Wing Fleet Command",
    "police": "Police Constabulary",
    "party": "Party",
    "university": "University College School Academy Institute Faculty",
    "union": "Union Guild",
    "sport": "League Liga Bundesliga",
    "exchange": "Exchange",
    "religious": "Church Diocese Archdiocese Patriarchate Synod",
    "armed group": "Front Movement Brigades Militia",
    "bank": "",
    "media": "Television TV Radio Broadcasting Newspapers Newspaper Magazine Journal Press Newsroom newsroom Newsdesk newsdesk",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}


def _kind(word: str) -> str:
    """Return the kind of body that a head word says."""
    return _KIND_OF.get(word, "company" if word in _FIRMS else "body")


_FIRMS = frozenset(
    ("Bank", "Airlines", "Airways", "Motors", "Industries", "Holdings", "Group", "Company", "Companies", "Corporation", "Steel")
)
