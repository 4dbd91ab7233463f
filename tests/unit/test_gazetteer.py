"""The gazetteer: the table of countries keeps its laws, and names are folded as readers would compare them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.resources import files

import pytest
from slugify import slugify

from broadsheet.catalog.gazetteer import CountryRecord, fold, load_countries

# The officially assigned codes of ISO 3166-1 as pycountry 26.2.16 and CLDR (Babel 2.18) have them, taken on their own.
ISO_3166 = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ
CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO
FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE
JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO
MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW
PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM
TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
ISO_CODES = ISO_3166.split()
WITH_ARTICLE = "AE AX BQ BS CC CD CF CG CK DO FK FO GB GM IM IO KM KY MH MP MV NL PH PN TC TF UM US VG VI"
WITHOUT_CAPITAL = {"AQ", "BQ", "BV", "HK", "HM", "IO", "MO", "TF", "TK", "UM"}  # BQ: three islands with a capital each
WITHOUT_DEMONYM = {"BV", "GS", "HM", "SJ", "TF", "UM", "DM"}  # nobody is from there; DM: "Dominican" means DO first
COLUMNS = "code alpha3 numeric name article official demonyms capitals aliases ambiguous region"
TABLE = files("broadsheet.catalog").joinpath("countries.tsv").read_bytes()
COUNTRIES = load_countries()
BY_CODE = {country.code: country for country in COUNTRIES}


def key(name: str) -> str:
    """Compare more strictly than any reader of the table does: nothing counts but letters and digits."""
    return "".join(c for c in fold(name) if unicodedata.category(c)[0] in "LMN")


def own_names(country: CountryRecord) -> Iterator[str]:
    yield from (country.code, country.alpha3, country.name, country.official, *country.aliases)


def owners() -> dict[str, set[str]]:
    found = defaultdict(set)
    for country in COUNTRIES:
        for name in own_names(country):
            found[key(name)].add(country.code)
    return found


def resolve(name: str) -> set[str]:
    return owners().get(key(name), set())


def test_there_is_one_row_for_every_iso_code_and_kosovo() -> None:
    assert len(ISO_CODES) == 249
    assert [country.code for country in COUNTRIES] == sorted([*ISO_CODES, "XK"])


def test_the_file_is_utf8_with_lf_ends_and_the_agreed_columns() -> None:
    lines = TABLE.decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert lines[0].split("\t") == COLUMNS.split()
    assert {len(line.split("\t")) for line in lines} == {len(COLUMNS.split())}
    assert not set(TABLE) & {0x0D, 0x22}
    assert not TABLE.startswith(b"\xef\xbb\xbf")


def test_text_is_composed_trimmed_and_typewritten() -> None:
    for line in TABLE.decode("utf-8").splitlines():
        assert unicodedata.is_normalized("NFC", line)
        assert not re.search("[\u2018\u2019\u2010-\u2015\u00a0]|  |; | ;|;;", line), line
        assert all(cell == cell.strip().strip(";") for cell in line.split("\t")), line


def test_lists_have_no_value_twice() -> None:
    for country in COUNTRIES:
        for values in (country.demonyms, country.capitals, country.aliases, country.ambiguous):
            assert [value for value, count in Counter(values).items() if count > 1] == [], country.code
        assert not {country.name, country.official} & set(country.aliases), country.code


def test_codes_have_their_form_and_are_unique() -> None:
    assert all(re.fullmatch("[A-Z]{2}", country.code) for country in COUNTRIES)
    assert all(re.fullmatch("[A-Z]{3}", country.alpha3) for country in COUNTRIES)
    assert all(re.fullmatch("[0-9]{3}", country.numeric) for country in COUNTRIES if country.code != "XK")
    assert (BY_CODE["XK"].alpha3, BY_CODE["XK"].numeric) == ("XKX", "")
    for values in zip(*((country.alpha3, country.numeric) for country in COUNTRIES), strict=True):
        assert len(set(values)) == len(COUNTRIES)


def test_a_name_an_alias_or_a_code_is_one_countrys_alone() -> None:
    assert {name: codes for name, codes in owners().items() if len(codes) > 1} == {}


def test_a_shared_demonym_or_capital_is_marked_ambiguous_in_each_row() -> None:
    bearers = defaultdict(set)
    for country in COUNTRIES:
        for name in (*own_names(country), *country.demonyms, *country.capitals):
            bearers[key(name)].add(country.code)
    shared = {name: codes for name, codes in bearers.items() if len(codes) > 1}
    marked = {code: set(map(key, country.ambiguous)) for code, country in BY_CODE.items()}
    assert {name: code for name, codes in shared.items() for code in codes if name not in marked[code]} == {}
    assert set(shared) == {"congolese", "basseterre", "georgetown", "kingston"}


def test_a_name_that_is_ambiguous_for_one_country_is_so_for_the_country_that_bears_it() -> None:
    marked = {code: set(map(key, country.ambiguous)) for code, country in BY_CODE.items()}
    for name in set().union(*marked.values()):
        for country in COUNTRIES:
            if name in map(key, (*own_names(country), *country.demonyms, *country.capitals)):
                assert name in marked[country.code], (name, country.code)


def test_every_country_has_a_name_and_an_official_name() -> None:
    assert all(country.name and country.official for country in COUNTRIES)
    assert not [country.name for country in COUNTRIES if country.name.startswith("The ")]


def test_only_the_listed_places_have_no_capital() -> None:
    assert {country.code for country in COUNTRIES if not country.capitals} == WITHOUT_CAPITAL


def test_only_the_listed_places_have_no_demonym() -> None:
    assert {country.code for country in COUNTRIES if not country.demonyms} == WITHOUT_DEMONYM


def test_regions_are_those_of_the_united_nations() -> None:
    counts = Counter(country.region for country in COUNTRIES)
    assert counts == {"Africa": 60, "Americas": 57, "Antarctica": 1, "Asia": 51, "Europe": 52, "Oceania": 29}
    # where a map and the geoscheme may differ
    regions = {
        "CY": "Asia",
        "TR": "Asia",
        "GE": "Asia",
        "KZ": "Asia",
        "RU": "Europe",
        "TL": "Asia",
        "GL": "Americas",
        "XK": "Europe",
    }
    regions |= {
        "IO": "Africa",
        "TF": "Africa",
        "BV": "Americas",
        "GS": "Americas",
        "HM": "Oceania",
        "CX": "Oceania",
        "CC": "Oceania",
    }
    assert {code: BY_CODE[code].region for code in regions} == regions


def test_the_article_stands_where_running_text_needs_it() -> None:
    assert {country.article for country in COUNTRIES} == {"", "the"}
    assert {country.code for country in COUNTRIES if country.article} == set(WITH_ARTICLE.split())


def test_slugs_of_names_are_unique_and_ascii() -> None:
    slugs = [slugify(country.name) for country in COUNTRIES]
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", slug) for slug in slugs)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ("Turkey|Türkiye|TR|TUR|turkiye|Republic of Turkey", "TR"),
        ("NO|Norway|Norge|NOR", "NO"),
        ("Kosovo|XK|XKX|Kosova", "XK"),
        ("Côte d'Ivoire|Côte d\u2019Ivoire|Cote d'Ivoire|Ivory Coast|CI", "CI"),
        ("US|U.S.|USA|U.S.A.|America|United States of America|the united states", "US"),
        ("UK|U.K.|Britain|Great Britain|GB|GBR", "GB"),
        ("UAE|U.A.E.|AE|ARE", "AE"),
        ("DRC|DR Congo|D.R. Congo|Congo-Kinshasa|Zaire|Zaïre|COD", "CD"),
        ("Congo|Congo-Brazzaville|Republic of Congo|COG", "CG"),
        ("Georgia|GE|საქართველო", "GE"),
        ("Burma|Myanmar", "MM"),
        ("Swaziland|eSwatini", "SZ"),
        ("Holland|The Netherlands|NL", "NL"),
        ("DPRK|North Korea|N. Korea|Korea, North|PRK", "KP"),
        ("ROK|Republic of Korea|대한민국", "KR"),
        ("PRC|中国|中國|CN", "CN"),
        ("ROC|Republic of China|Formosa|TW", "TW"),
        ("Россия|РОССИЯ|Russian Federation", "RU"),
        ("ایران|ايران|إيران|Persia", "IR"),
        ("مصر|مِصر", "EG"),
        ("الجزائر|Algérie", "DZ"),
        ("St. Lucia|St Lucia|Saint Lucia", "LC"),
        ("Holy See|the Vatican|Vatican City", "VA"),
        ("Niger|NE", "NE"),
        ("Nigeria|NG", "NG"),
        ("Dominica|DM", "DM"),
        ("Dominican Republic|DO", "DO"),
        ("Guinea|GN", "GN"),
        ("India|IN|भारत", "IN"),
        ("CH|Switzerland|Schweiz", "CH"),
        ("CL|Chile", "CL"),
        ("Austria|AT|AUT", "AT"),
        ("Australia|AU|AUS", "AU"),
        ("Slovakia|SK|SVK", "SK"),
        ("Slovenia|SI|SVN", "SI"),
        ("Iran, Islamic Republic of|Iran", "IR"),
    ],
)
def test_a_country_is_found_by_any_of_its_names(names: str, code: str) -> None:
    assert {name: resolve(name) for name in names.split("|")} == {name: {code} for name in names.split("|")}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Korea", {"KP", "KR"}),
        ("Congolese", {"CD", "CG"}),
        ("Virgin Islands", {"VG", "VI"}),
        ("Channel Islands", {"GG", "JE"}),
        ("Korean", {"KP", "KR"}),
        ("England", {"GB"}),
    ],
)
def test_a_name_of_more_than_one_thing_resolves_to_nothing_and_is_marked(name: str, codes: set[str]) -> None:
    assert resolve(name) == set()
    assert {country.code for country in COUNTRIES if name in country.ambiguous} == codes


def test_names_with_a_second_meaning_are_marked() -> None:
    expected = {
        "GE": "Georgia",
        "JO": "Jordan",
        "TD": "Chad",
        "GN": "Guinea",
        "US": "Washington",
        "WS": "Samoa",
        "MK": "Macedonia",
    }
    assert {code: name for code, name in expected.items() if name not in BY_CODE[code].ambiguous} == {}
    assert BY_CODE["TR"].ambiguous == ()


def test_a_demonym_is_not_given_to_a_second_country() -> None:
    bearers = defaultdict(set)
    for country in COUNTRIES:
        for demonym in country.demonyms:
            bearers[demonym].add(country.code)
    assert {demonym for demonym, codes in bearers.items() if len(codes) > 1} == {"Congolese"}
    wanted = {
        "American": "US",
        "Dominican": "DO",
        "Nigerian": "NG",
        "Nigerien": "NE",
        "Samoan": "WS",
        "French": "FR",
        "Irish": "IE",
    }
    assert {demonym: bearers[demonym] for demonym in wanted} == {demonym: {code} for demonym, code in wanted.items()}


def test_capitals_come_with_their_other_spellings() -> None:
    assert BY_CODE["UA"].capitals == ("Kyiv", "Kiev")
    assert BY_CODE["CN"].capitals[:2] == ("Beijing", "Peking")
    assert BY_CODE["ZA"].capitals[:3] == ("Pretoria", "Cape Town", "Bloemfontein")
    assert BY_CODE["GQ"].capitals[0] == "Ciudad de la Paz"  # by decree of 3 January 2026; Malabo before
    assert BY_CODE["KZ"].capitals[0] == "Astana"


def test_records_are_frozen_and_read_once() -> None:
    assert load_countries() is COUNTRIES
    with pytest.raises(AttributeError):
        COUNTRIES[0].name = "Elsewhere"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("  United\u00a0 States\n", "united states"),
        ("U.S.A.", "usa"),
        ("U. S. S. R.", "ussr"),
        ("St. Lucia", "st lucia"),
        ("Washington, D.C.", "washington, dc"),
        ("Ph.D.", "phd"),
        ("George H. W. Bush", "george hw bush"),
        ("George H.W. Bush", "george hw bush"),
        ("J.R.R.Tolkien", "jrr tolkien"),
        ("Booking.com 2.0", "booking.com 2.0"),
        ("No. 10", "no 10"),
        ("Côte d\u2019Ivoire", "cote d'ivoire"),
        ("O\u02bbzbekiston", "o'zbekiston"),
        ("O\u00b4Neill", "o'neill"),
        ("Guinea\u2011Bissau \u2013 Bissau", "guinea-bissau - bissau"),
        ("Łódź Søren Æthelred ẞ İstanbul Yıldırım", "lodz soren aethelred ss istanbul yildirim"),
        ("Việt Nam", "viet nam"),
        ("Ἀθῆναι ΑΘΗΝΑΣ", "αθηναι αθηνασ"),
        ("Михаил ГОРБАЧЁВ", "михаил горбачев"),
        ("М. С. Горбачев", "мс горбачев"),
        ("Китай Україна", "китай україна"),
        ("Кита\u0438\u0306", "китай"),
        ("محمّد عــلی", "محمد علي"),
        ("کُردستان", "كردستان"),
        ("می\u200cخواهم", "ميخواهم"),
        ("إيران", "ايران"),
        ("יִשְׂרָאֵל צה\u05f4ל", 'ישראל צה"ל'),
        ("हिन्दी भारत", "हिन्दी भारत"),
        ("ประเทศไทย", "ประเทศไทย"),
        ("ガーナ ｶﾞｰﾅ", "ガーナ ガーナ"),
        ("대한민국 中國", "대한민국 中國"),
        ("", ""),
        ("...", ""),
    ],
)
def test_folding_keeps_what_two_usual_spellings_have_in_common(name: str, folded: str) -> None:
    assert fold(name) == folded


def test_folding_twice_changes_no_name_of_the_table() -> None:
    names = {name for c in COUNTRIES for name in (*own_names(c), *c.demonyms, *c.capitals, *c.ambiguous)}
    assert [name for name in names if fold(fold(name)) != fold(name) or not fold(name)] == []
