"""The words of the made-up archive: names, nouns, verbs, and the patterns that sentences are made from.

Nouns, adjectives and verbs are listed commonest first: picks follow a Zipf-Mandelbrot curve.
"""

from __future__ import annotations

# ruff: noqa: SIM905 - words in running text are easier to read and to change than a thousand quoted ones

SECTIONS = (
    "World",
    "Politics",
    "Business",
    "Science",
    "Climate",
    "Culture",
    "Health",
    "Sport",
)
COUNTRIES = (
    "Afghanistan|Albania|Algeria|Andorra|Angola|Antigua and Barbuda|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahamas|"
    "Bahrain|Bangladesh|Barbados|Belarus|Belgium|Belize|Benin|Bhutan|Bolivia|Bosnia and Herzegovina|Botswana|Brazil|Brunei|"
    "Bulgaria|Burkina Faso|Burundi|Cabo Verde|Cambodia|Cameroon|Canada|Central African Republic|Chad|Chile|China|Colombia|"
    "Comoros|Congo|Costa Rica|Croatia|Cuba|Cyprus|Czechia|Democratic Republic of the Congo|Denmark|Djibouti|Dominica|"
    "Dominican Republic|Ecuador|Egypt|El Salvador|Equatorial Guinea|Eritrea|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|"
    "Gambia|Georgia|Germany|Ghana|Greece|Grenada|Guatemala|Guinea|Guinea-Bissau|Guyana|Haiti|Honduras|Hungary|Iceland|India|"
    "Indonesia|Iran|Iraq|Ireland|Israel|Italy|Ivory Coast|Jamaica|Japan|Jordan|Kazakhstan|Kenya|Kiribati|Kuwait|Kyrgyzstan|Laos|"
    "Latvia|Lebanon|Lesotho|Liberia|Libya|Liechtenstein|Lithuania|Luxembourg|Madagascar|Malawi|Malaysia|Maldives|Mali|Malta|"
    "Marshall Islands|Mauritania|Mauritius|Mexico|Micronesia|Moldova|Monaco|Mongolia|Montenegro|Morocco|Mozambique|Myanmar|"
    "Namibia|Nauru|Nepal|Netherlands|New Zealand|Nicaragua|Niger|Nigeria|North Korea|North Macedonia|Norway|Oman|Pakistan|Palau|"
    "Panama|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saint Kitts and Nevis|"
    "Saint Lucia|Saint Vincent and the Grenadines|Samoa|San Marino|Sao Tome and Principe|Saudi Arabia|Senegal|Serbia|Seychelles|"
    "Sierra Leone|Singapore|Slovakia|Slovenia|Solomon Islands|Somalia|South Africa|South Korea|South Sudan|Spain|Sri Lanka|Sudan|"
    "Suriname|Sweden|Switzerland|Syria|Tajikistan|Tanzania|Thailand|Timor-Leste|Togo|Tonga|Trinidad and Tobago|Tunisia|Turkey|"
    "Turkmenistan|Tuvalu|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States|Uruguay|Uzbekistan|Vanuatu|Venezuela|"
    "Vietnam|Yemen|Zambia|Zimbabwe"
).split("|")
FIRST = """
Amara Anders Beatriz Chidi Dalia Emeka Fatima Goran Hana Ibrahim Ines Jakob Jelena Kamal Katya Lars Leila Marcus Mei Nadia
Nikolai Olga Omar Paolo Petra Rashid Rosa Samir Sanjay Sofia Stefan Tariq Tomas Uma Viktor Wanjiru Yara Yusuf Zainab Zoltan
""".split()
LAST = """
Abara Achterberg Adeyemi Albescu Andersson Aziz Baptiste Becker Bianchi Bokova Castillo Chaudhry Cheng Costa Dahl Delacroix
Diallo Dimitrov Eriksen Farouk Fernandes Fischer Gallo Garang Ghosh Guerrero Haddad Halvorsen Hassan Herrera Horvat Ibanez
Ionescu Jansen Kamau Karimov Kato Keita Kovacs Kuznets Laurent Lindqvist Lopes Mahmoud Malik Marchetti Mbeki Mendoza Moreau
Mwangi Nakamura Nguyen Novak Nyambura Obi Okafor Oliveira Onyango Osman Otieno Park Pereira Petrov Popescu Quintero Rahman
Ramirez Rossi Saito Salazar Sanchez Schroeder Sengupta Silva Sokolov Suleiman Takahashi Tembo Torres Traore Ueda Vargas
Vasquez Weber Wolde Yilmaz Zapata Zhang Ziegler
""".split()
ORG_A = """
National Central Federal Regional United Northern Southern Eastern Western Coastal Metropolitan International General
Independent Joint Popular
""".split()
ORG_B = """
Water Energy Railway Farmers Teachers Nurses Miners Transport Health Press Shipping Electoral Customs Forestry Fisheries
Housing Banking Telecom Aviation Trade
""".split()
ORG_C = """
Union Authority Commission Council Alliance Board Agency Institute Federation Party Tribunal Ministry
""".split()
NOUN = """
government report country company minister group plan market court police city law official vote bill budget leader deal
region election president party committee price worker union bank policy study school hospital agency border talks war fund
project crisis decision programme statement protest investigation campaign parliament economy industry rate tax price area
family village road port river farm factory council judge lawyer document meeting summit agreement contract proposal reform
rule ban strike march rally camp office department system network service data figure survey researcher scientist doctor
patient vaccine drug disease outbreak flood drought storm fire earthquake forest coast island mine pipeline plant grid dam
bridge railway airport ship cargo grain wheat rice maize oil gas coal copper lithium gold loan bond debt deficit inflation
currency export import tariff sanction embargo treaty ceasefire truce soldier militia rebel commander garrison convoy
checkpoint refugee migrant asylum shelter aid donor charity church mosque temple museum festival film novel orchestra gallery
athlete team coach league stadium medal match season tournament federation referee ballot constituency turnout coalition
opposition cabinet spokesperson ambassador envoy delegation tribunal verdict appeal sentence prosecutor witness testimony
archive memo cable ledger audit inspector regulator watchdog monopoly merger share investor pension wage shift apprentice
curriculum teacher pupil lecture laboratory satellite telescope reactor turbine battery glacier reef wetland aquifer harvest
irrigation fertiliser cattle
""".split()
ADJ = """
new national local public former senior early major large foreign private recent political economic official military legal
financial social regional independent international annual rural urban federal central emergency temporary permanent joint
draft interim provincial municipal coastal northern southern eastern western industrial agricultural environmental medical
scientific historic disputed contested fragile cautious sharp steady unusual unprecedented modest costly ambitious
controversial sweeping narrow partial formal informal secret leaked revised final preliminary critical damaged crowded remote
wealthy poor ageing young skilled unpaid unlawful voluntary mandatory digital nuclear solar maritime
""".split()
VERB_PAST = """
approved rejected announced delayed suspended opened closed signed reviewed defended criticised published ordered blocked
expanded cut raised lowered funded inspected abandoned restored challenged backed opposed questioned welcomed condemned
negotiated amended withdrew seized released detained replaced sold bought merged audited surveyed measured predicted confirmed
denied investigated reported repaired evacuated flooded occupied supplied exported imported taxed regulated privatised
nationalised postponed cancelled relaunched
""".split()
VERB_INF = """
approve reject announce delay suspend open close sign review defend publish order block expand cut raise lower fund inspect
abandon restore challenge back oppose question welcome condemn negotiate amend withdraw seize release replace sell buy audit
survey measure confirm deny investigate report repair evacuate supply export import tax regulate postpone cancel relaunch
protect rebuild restrict inspect
""".split()
ADV = """
quickly slowly quietly publicly formally largely partly sharply steadily repeatedly briefly nearly almost reportedly initially
eventually separately jointly narrowly unanimously reluctantly
""".split()
WEEKDAY = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday
""".split()
UNIT = ("per cent|million dollars|tonnes|hectares|households|kilometres|megawatts|people|jobs|hospital beds").split("|")
TOPIC_A = """
water trade energy food press labour land climate debt border election school health rail port mining forest tax housing
pension defence refugee vaccine grain data nuclear wage drug currency fisheries
""".split()
TOPIC_B = """
policy prices reform rights security talks law shortage funding markets inquiry crisis strike
""".split()
SENTENCES = (
    "The {adj} {noun} {past} the {noun2} on {day}, after {num} {unit} were added to the {noun3} in {country}.",
    "{actor} said the {noun} would {inf} the {adj} {noun2} before the end of the {noun3}.",
    '"We did not {inf} the {noun}, and nobody asked us to," said {actor}, who {past} the {adj} {noun2} last year.',
    "In {country}, {adj} officials {adv} {past} a {noun} that had cost {num} {unit}, according to a {adj2} {noun2}.",
    "The {noun} {past} {adv}, and the {adj} {noun2} followed within days.",
    "A {noun} seen by this newspaper shows that {actor} {past} the {adj} {noun2} despite warnings from the {noun3}.",
    "Residents near the {adj} {noun} said that the {noun2} had been {past} without notice.",
    "It's the third time since {year} that {country} has moved to {inf} its {adj} {noun}.",
    "Analysts expect the {noun} to {inf} the {noun2} by {num} {unit}, although the {adj} {noun3} is not certain.",
    "The {noun}'s {adj} {noun2} was {past} in {year}, when {num} {unit} were at stake.",
    "Critics of the {noun} argue that the {adj} {noun2} will {inf} the {noun3} and leave {country} with fewer choices.",
    "But {actor} disagreed, and told a {adj} {noun} that the {noun2} should be {past} at once.",
    "Between {year} and {year2} the number of {adj} {noun}s rose by {num} per cent, the {noun2} found.",
    "Neither the {noun} nor the {adj} {noun2} responded to written questions about the {noun3}.",
    "On {day} the {adj} {noun} met {actor} to discuss the {noun2}, the {noun3} and a plan to {inf} both.",
    '"There is no {adj} {noun} here," {actor} said. "There is only a {noun2} that was {past} too late."',
    "Two {adj} {noun}s were {past} {adv}; a third, in {country}, is expected to {inf} within weeks.",
    "For the {noun}, which {past} its {noun2} in {year}, the {adj} {noun3} is both a risk and a chance.",
    "The {noun2} covers {num} {unit}, from the {adj} {noun} to the {noun3}.",
    "Officials in {country} & elsewhere have {adv} {past} the {noun} since the {adj} {noun2} ended.",
)
TITLES = (
    "{country} {noun} {past} after {adj} {noun2}",
    "{actor} {past} {adj} {noun} in {country}",
    "{Adj} {noun} to {inf} {noun2}, {country} says",
    "How a {adj} {noun} {past} the {noun2}",
    "Inside {country}'s {adj} {noun}",
    "{country} and {country2} {past} {noun} deal",
    "The {noun} that {past} {country}'s {noun2}",
    "{Noun} & {noun2}: {country} faces {adj} choice",
    "Why {actor} wants to {inf} the {noun}",
    '"No {adj} {noun}": {actor} on {country}',
)
STANDFIRSTS = (
    "A {adj} {noun} in {country} has {past} the {noun2}. {actor} says it will {inf} the {noun3}; others aren't so sure.",
    "After months of {adj} talks, the {noun} was {adv} {past}. What happens to {num} {unit} now?",
    "Documents show how the {noun} {past} a {adj} {noun2} while {country} waited for an answer.",
    "{actor} {past} the {noun} in {year}. The {adj} {noun2} is still being counted in {country}.",
)
