"""Filing: people stand under their family names, wherever these are in a name."""

from __future__ import annotations

import pytest

from broadsheet.catalog.terms import Term
from broadsheet.model import Entry
from broadsheet.pages.filing import Filed, filed, filed_person


@pytest.mark.parametrize(
    ("country", "name", "text"),
    [
        ("", "Ann Lee", "Lee, Ann"),
        ("US", "George H. W. Bush", "Bush, George H. W."),
        ("AU", "H. V. Evatt", "Evatt, H. V."),
        ("US", "Dwight D. Eisenhower", "Eisenhower, Dwight D."),
        ("US", "Martin Luther King, Jr.", "King, Martin Luther, Jr."),
        ("US", "Loudon Wainwright III", "Wainwright, Loudon, III"),
        ("GB", "Alec Douglas-Home", "Douglas-Home, Alec"),
        ("RU", "Vladimir Lenin", "Lenin, Vladimir"),
        ("RU", "Михаил Сергеевич Горбачёв", "Горбачёв, Михаил Сергеевич"),
        ("RU", "Горбачёв Михаил Сергеевич", "Горбачёв Михаил Сергеевич"),
        # particles
        ("FR", "Charles de Gaulle", "Gaulle, Charles de"),
        ("FR", "Joachim du Bellay", "du Bellay, Joachim"),
        ("FR", "Jean de La Fontaine", "La Fontaine, Jean de"),
        ("FR", "Jean d’Ormesson", "Ormesson, Jean d’"),
        ("DE", "Otto von Bismarck", "Bismarck, Otto von"),
        ("DE", "Friedrich-Werner von der Schulenburg", "Schulenburg, Friedrich-Werner von der"),
        ("NL", "Carla van der Berg", "Berg, Carla van der"),
        ("BE", "Herman Van Rompuy", "Van Rompuy, Herman"),
        ("US", "Martin Van Buren", "Van Buren, Martin"),
        ("ZA", "Anna van Rensburg", "van Rensburg, Anna"),
        ("IT", "Alcide De Gasperi", "De Gasperi, Alcide"),
        ("IT", "Massimo d’Azeglio", "d’Azeglio, Massimo"),
        ("BR", "Luísa da Costa Lima", "Lima, Luísa da Costa"),
        ("PT", "Rita dos Santos", "Santos, Rita dos"),
        ("JO", "Abdelsalam al-Majali", "Majali, Abdelsalam al-"),
        ("EG", "Abdel Fattah El-Sisi", "Sisi, Abdel Fattah El-"),
        ("DZ", "Ahmed Ben Bella", "Ben Bella, Ahmed"),
        ("AE", "Abdullah bin Zayed Al Nahyan", "Al Nahyan, Abdullah bin Zayed"),
        ("SA", "Mohammed bin Salman", "Mohammed bin Salman"),
        ("US", "Al Gore", "Gore, Al"),
        # two family names
        ("MX", "Manuel de la Peña y Peña", "Peña y Peña, Manuel de la"),
        ("CO", "Gabriel García Márquez", "García Márquez, Gabriel"),
        ("CO", "Juan Manuel Santos", "Santos, Juan Manuel"),
        ("CO", "Humberto de la Calle", "Calle, Humberto de la"),
        ("AR", "Raúl Estrada-Oyuela", "Estrada-Oyuela, Raúl"),
        # family name first
        ("CN", "Zhou Enlai", "Zhou Enlai"),
        ("CN", "Wellington Koo", "Koo, Wellington"),
        ("KR", "Ban Ki-moon", "Ban Ki-moon"),
        ("KR", "Syngman Rhee", "Rhee, Syngman"),
        ("KP", "Kim Il Sung", "Kim Il Sung"),
        ("VN", "Lê Đức Thọ", "Lê Đức Thọ"),
        ("HU", "Miklós Horthy", "Horthy, Miklós"),
        ("HU", "Horthy Miklós", "Horthy Miklós"),
        ("JP", "Itō Hirobumi", "Itō Hirobumi"),
        ("JP", "Shigeru Yoshida", "Yoshida, Shigeru"),
        ("SG", "Lee Kuan Yew", "Lee Kuan Yew"),
        ("SG", "Tharman Shanmugaratnam", "Shanmugaratnam, Tharman"),
        ("", "Xi Jinping", "Xi Jinping"),
        ("", "Kim Jong-un", "Kim Jong-un"),
        ("", "Kim Campbell", "Campbell, Kim"),
        ("CN", "周恩来", "周恩来"),
        # no family name
        ("ET", "Abiy Ahmed", "Abiy Ahmed"),
        ("IS", "Katrín Jakobsdóttir", "Katrín Jakobsdóttir"),
        ("FR", "Talleyrand", "Talleyrand"),
        ("TR", "Âli Pasha", "Âli Pasha"),
        ("PS", "Abu Mazen", "Abu Mazen"),
        # rulers and titles
        ("RU", "Alexander II of Russia", "Alexander II of Russia"),
        ("FR", "Napoleon III", "Napoleon III"),
        ("VA", "Pope John Paul II", "John Paul II, Pope"),
        ("JO", "King Hussein", "Hussein, King"),
        ("ET", "Haile Selassie I", "Haile Selassie I"),
        ("GB", "Duke of Wellington", "Wellington, Duke of"),
        ("GB", "Lord Curzon", "Curzon, Lord"),
        ("GB", "Sir Ann Bo Lee", "Lee, Sir Ann Bo"),
        ("CA", "Mackenzie King", "King, Mackenzie"),
        # as somebody wrote it
        ("GB", "Lee, Ann", "Lee, Ann"),
    ],
)
def test_a_person_stands_under_the_name_that_readers_look_for(country: str, name: str, text: str) -> None:
    assert filed_person(name, country).text == text


@pytest.mark.parametrize(
    ("name", "text", "letters"),
    [
        ("ليلى الحداد", "الحداد، ليلى", "حداد، ليلى"),
        ("سامي عبد الناصر", "عبد الناصر، سامي", "عبد الناصر، سامي"),
        ("سامي بن سلمان", "سامي بن سلمان", "سامي بن سلمان"),
        ("الملك حسين", "حسين، الملك", "حسين، الملك"),
    ],
)
def test_an_arabic_article_is_shown_and_passed_over(name: str, text: str, letters: str) -> None:
    assert filed_person(name, "") == Filed(text, letters)


def test_the_register_counts_before_any_rule_and_only_people_are_filed_by_rules() -> None:
    entry = Entry("actor", "ann-lee", "content/actors/ann-lee.md", None, sort="Ann, Saint")
    term = Term("actor", "ann-lee", "Ann Lee", "/actors/ann-lee/", actor_kind="person")
    assert filed(term._replace(entry=entry)).text == "Ann, Saint"
    assert filed(term).text == "Lee, Ann"
    assert [filed(term._replace(actor_kind=kind)).text for kind in ("organisation", None)] == ["Ann Lee", "Ann Lee"]
