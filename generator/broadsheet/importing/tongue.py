"""The language of an archive that does not say it: by the letters of its texts, and by the smallest words of the language."""

from __future__ import annotations

import re
from collections import Counter

_LETTERS = re.compile(r"[^\W\d_]+")
_ENOUGH, _MOST = 100, 20_000  # words that say something, and that are looked at
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"), ("ko", "\uac00", "\ud7a3"), ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"), ("ru", "\u0400", "\u04ff"), ("el", "\u0370", "\u03ff"), ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"), ("hy", "\u0530", "\u058f"), ("ka", "\u10a0", "\u10ff"),
)  # fmt: skip
# Letters by which a language differs from the one that its script says.
_OWN = {"ar": (("fa", "پچژگ"),), "ru": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџјљњ"), ("mk", "ѓќѕ"))}
_SMALL = """\
en the of and to in is that it for was with on as are this you not have
de der die und das den von zu mit ist im nicht ein eine auf für sich es dem
fr le la les des et du un une est que dans pour qui sur pas au plus ce
es el la de que los las y en un una por con para se del es como más
pt o a de que os as e em um uma por com para não se do da é
it il di che la e un una per con del non si della sono gli anche è lo
nl de het een van en in is dat op te voor met zijn niet aan er ook als
pl w i na z się nie do to że jest o jak po co za od przez dla
tr ve bir bu için ile da de çok olan daha olarak ne gibi var kadar sonra en mi
sw ya na wa kwa ni katika la za kuwa hii cha vya kama huo hiyo watu yake hayo
sv och i att det som en på är av för med den till inte om ett har de
da og i at det er en til på som af for med de den der ikke et har
id yang dan di untuk dengan ini itu dari dalam tidak pada adalah ke akan juga oleh atau para
ro și în de la cu pe care nu un o din pentru este mai ce sau fi au
eo la kaj de en estas al ke por ne kiu el ĉi li kun pri sed tio ili
cs a v se na je že s z do to i o k jako za pro by ale
vi của và là các trong cho một được có không với này những người để đã khi từ
"""
_WORDS: dict[str, frozenset[str]] = {lang: frozenset(words) for lang, *words in map(str.split, _SMALL.splitlines())}


class Tongue:
    """Texts of an archive, as far as they tell its language."""

    def __init__(self) -> None:
        self.words = 0
        self._scripts: Counter[str] = Counter()
        self._small: Counter[str] = Counter()
        self._letters: Counter[str] = Counter()

    def hear(self, text: str) -> None:
        """Take note of a text, as long as not enough is known."""
        for word in _LETTERS.findall(text.lower()) if self.words < _MOST else ():
            self.words += 1
            first = word[0]
            script = next((lang for lang, low, high in _SCRIPTS if low <= first <= high), "") if first > "\u02af" else ""
            self._scripts[script] += 1
            if script in _OWN:
                self._letters.update(word)
            elif not script:
                self._small.update(lang for lang, words in _WORDS.items() if word in words)

    def language(self) -> str:
        """Return the language in which most was written; empty where that is in doubt."""
        if self.words < _ENOUGH and not self._scripts["zh"] + self._scripts["ja"] > _ENOUGH / 10:
            return ""
        script, said = self._scripts.most_common(1)[0]
        if script == "zh" and self._scripts["ja"] * 10 > said:
            return "ja"
        if script:
            others = ((lang, sum(self._letters[letter] for letter in letters)) for lang, letters in _OWN.get(script, ()))
            return next((lang for lang, found in others if found * 100 > self._letters.total()), script)
        (first, most), (_, second) = [*self._small.most_common(2), ("", 0), ("", 0)][:2]
        return first if most * 12 > said and most > second * 1.3 else ""
