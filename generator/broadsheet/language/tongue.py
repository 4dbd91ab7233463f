"""The language of texts that do not say it: by their letters, and by the smallest words of the language.

py3langid names more languages, but takes 120 MB and half a second before the first text, and is no surer of what is English.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

UNKNOWN = "und"  # the tag of a language that is not known, in BCP 47
_LETTERS = re.compile(r"[^\W\d_]+")
_ENOUGH, _MOST = 100, 20_000  # words that say something, and that are looked at
_FEW, _HEARD = 15, 2_000  # words by which one text may be told, and the code points of it that are listened to
_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"), ("zh", "\u4e00", "\u9fff"), ("ko", "\uac00", "\ud7a3"), ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"), ("ru", "\u0400", "\u04ff"), ("el", "\u0370", "\u03ff"), ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"), ("hy", "\u0530", "\u058f"), ("ka", "\u10a0", "\u10ff"), ("bn", "\u0980", "\u09ff"),
    ("pa", "\u0a00", "\u0a7f"), ("gu", "\u0a80", "\u0aff"), ("or", "\u0b00", "\u0b7f"), ("ta", "\u0b80", "\u0bff"),
    ("te", "\u0c00", "\u0c7f"), ("kn", "\u0c80", "\u0cff"), ("ml", "\u0d00", "\u0d7f"), ("si", "\u0d80", "\u0dff"),
    ("lo", "\u0e80", "\u0eff"), ("my", "\u1000", "\u109f"), ("am", "\u1200", "\u137f"), ("km", "\u1780", "\u17ff"),
)  # fmt: skip
# Letters by which a language differs from the one that its script says.
_OWN = {
    "ar": (("ckb", "ڕڵێۆە"), ("ur", "ٹڈڑںے"), ("ps", "ټډړښځڅۍې"), ("fa", "پچژگ")),
    "ru": (("kk", "әғқңұһ"), ("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџјљњ"), ("mk", "ѓќѕ"), ("bg", "ъ"), ("mn", "өү")),
    "hi": (("mr", "ळ"), ("ne", "छ")),
    "am": (("ti", "ኣ"),),
}
_SMALL = """\
en the of and to in is that it for was with on as are this you not have he by at from be has but they his her an were will said who been their
fr le la les des et du un une est que dans pour qui sur pas au plus ce
de der die und das den von zu mit ist im nicht ein eine auf für sich es dem
es el la de que los las y en un una por con para se del es como más
pt o a de que os as e em um uma por com para não se do da é
it il di che la e un una per con del non si della sono gli anche è lo
nl de het een van en in is dat op te voor met zijn niet aan er ook als
pl w i na z się nie do to że jest o jak po co za od przez dla
tr ve bir bu için ile da de çok olan daha olarak ne gibi var kadar sonra en mi
sw ya na wa kwa ni katika la za kuwa hii cha vya kama huo hiyo watu yake hayo
sv och i att det som en på är av för med den till inte om ett har de
da og i at det er en til på som af for med de den der ikke et har blev sig efter
no og i at det er en til på som av for med de den ikke et har ble seg etter
id yang dan di untuk dengan ini itu dari dalam tidak pada adalah ke akan juga oleh atau para
ro și în de la cu pe care nu un o din pentru este mai ce sau fi au
eo la kaj de en estas al ke por ne kiu el ĉi li kun pri sed tio ili
cs a v se na je že s z do to i o k jako za pro by ale
sk a v sa na je že s z do to aj o k ako za pre by ale
vi của và là các trong cho một được có không với này những người để đã khi từ
fi ja on ei että se oli joka mutta myös ovat kun hän mukaan kuin tai ole sen ovat
hu a az és hogy nem is egy ez meg csak volt már de mint el kell
hr i u je na se da za su od s o kao što koji ne bi će iz
sl in je v na se da za so ki s z po ne bi od pa tudi kot
lt ir kad į iš su yra to bet kaip buvo apie už tai dėl jo nuo
lv un ir ka ar no par uz kas arī bet tika pie lai tas ko vai
et ja on ei et see ka oli kui mis oma ning aga kes ta siis
ca de la i a el que les en un per amb els una no és al
gl de a e que o do da en un unha para con non os das ao
eu eta da ez du bat dute ere izan dira egin zuen den baina
sq të e në dhe i me për që një nga se është ka do u
af die en van is in het wat nie op vir met dat te om hy
tl ang ng sa na mga at ay si ni kay para hindi ito niya
cy y yn a i o ar yr mae wedi bod am ei gan oedd
ga an na a ar go agus i is sé ag le do bhí leis
is og í að á er sem til við um en var með fyrir hann
so iyo waa ku ka oo ah ee in uu la ay si aan wuxuu ayaa
ha da na a ya ta ba cewa wannan yana suka kuma wanda domin amma sun ce
yo ti ni ní tí ń naa sí àwọn fún pé àti won wọn bi lati si fun ati
ig na ndị nke bụ ya ka n maka ha ahụ dị ma site onye ndi
zu ukuthi futhi kanye uma kodwa ngoba lapho ukuze wathi lo
xh ukuba kwaye kunye ke xa kodwa ngokuba le kuba into
sn kuti uye pa ne asi vanhu kana iyo mu zvakare ari
rw ko mu ku na kandi ni cyangwa ariko bya ya uyu aho muri
ln na ya ba oyo mpo ete to po kasi bato yango
om fi kan akka irra keessa hin kun waan ture isaa
ku û li ku ji bi de di ya jî ew wek ne
az və bu ilə bir üçün də ki olan sonra da
uz va bu bilan uchun ham bir deb esa
mg ny sy ho fa izay amin tamin dia an
ht nan yo pou ki li ak sa te pa gen
mt li ta il u fuq ma fil kien biex din
"""  # noqa: E501
_SAID: dict[str, list[str]] = defaultdict(list)  # languages by their small words
for _lang, *_words in map(str.split, _SMALL.splitlines()):
    for _word in dict.fromkeys(_words):
        _SAID[_word].append(_lang)
_SPOKEN = frozenset(lang for langs in _SAID.values() for lang in langs)


class Tongue:
    """Texts of an archive, as far as they tell its language."""

    def __init__(self) -> None:
        self.words = 0
        self._scripts: Counter[str] = Counter()
        self._small: Counter[str] = Counter()
        self._telling: defaultdict[str, float] = defaultdict(float)  # of small words, the less the more languages have them
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
            elif not script and word in _SAID:
                self._small.update(_SAID[word])
                for lang in _SAID[word]:
                    self._telling[lang] += 1 / len(_SAID[word])

    def language(self, least: int = _ENOUGH, otherwise: str = "") -> str:
        """Return the language in which most of at least so many words was written; empty where that is in doubt.

        With `otherwise` the likeliest one will do, or that one if it is as likely.
        """
        if self.words < least and not self._scripts["zh"] + self._scripts["ja"] > least / 10:
            return ""
        script, said = self._scripts.most_common(1)[0]
        if script == "zh" and self._scripts["ja"] * 10 > said:
            return "ja"
        if script:
            others = ((lang, sum(self._letters[letter] for letter in letters)) for lang, letters in _OWN.get(script, ()))
            return next((lang for lang, found in others if found * 100 > self._letters.total()), script)
        known = sorted(((told, lang) for lang, told in self._telling.items()), reverse=True)
        likely = [lang for told, lang in known if told * 1.3 >= known[0][0]]
        if not likely or not self.speaks(likely[0]):
            return ""
        return otherwise if otherwise in likely else likely[0] if otherwise or len(likely) == 1 else ""

    def speaks(self, language: str) -> bool:
        """Say whether enough of the small words are those of a language, or its small words are not known."""
        return language not in _SPOKEN or self._small[language] * 12 > self._scripts[""]


def language_of(text: str, otherwise: str) -> str:
    """Return the language of one text: `otherwise` where it says too little, `und` where it is surely in none that is known."""
    tongue = Tongue()
    tongue.hear(text[:_HEARD])
    too_few = len(set(_LETTERS.findall(text[:_HEARD]))) < _FEW
    expected = otherwise.partition("-")[0]
    found = tongue.language(_FEW, expected)
    if not found or (too_few and found in _SPOKEN):
        found = expected if too_few or tongue.speaks(expected) else UNKNOWN
    return otherwise if found == expected else found
