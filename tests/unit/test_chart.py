"""The chart: stories by month, year or decade, each number leading to its stories."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from broadsheet.engine.pipeline import BuildOptions, load_config
from broadsheet.pages.chart import chart_of
from broadsheet.pages.edition import Edition
from broadsheet.pages.views.chart import ChartView
from newsroom import CLOCK, SETTINGS, Newsroom, article

Make = Callable[..., Newsroom]


def chart(room: Newsroom, days: Iterable[str], size: int = 20) -> ChartView | None:
    room.write("broadsheet.yaml", f"{SETTINGS}page_size: {size}\n")
    for number, day in enumerate(days):
        room.write(f"content/stories/s{number:03}.md", article("T", day))
    config = load_config(room.root, BuildOptions(clock=CLOCK)).value
    assert config is not None
    edition = Edition(room.catalog(), config, CLOCK)
    return chart_of(edition, edition.catalog.listed, "/actors/ann/")


def rows(made: ChartView | None) -> list[tuple[str, int, str]]:
    assert made is not None
    return [(row.text, row.count, row.permalink) for row in made.rows]


def test_a_few_years_are_shown_by_month(newsroom: Make) -> None:
    made = chart(newsroom(), ["2020-01-05", "2020-03-01", "2020-03-02", "2021-11-30"])
    here = "#page-stories"
    assert rows(made) == [("January 2020", 1, here), ("March 2020", 2, here), ("November 2021", 1, here)]
    assert made is not None
    assert made.summary == "From January 2020 to November 2021, most in March 2020: 2 stories."
    assert [(column.x, column.height, column.y) for column in made.columns] == [(0, 24, 24), (8, 48, 0), (88, 24, 24)]


def test_longer_times_are_shown_by_year_and_much_longer_ones_by_decade(newsroom: Make) -> None:
    by_year = chart(newsroom(), ["1990-01-05", "1990-03-01", "1999-03-02"])
    assert [row[:2] for row in rows(by_year)] == [("1990", 2), ("1999", 1)]
    assert by_year is not None
    assert [column.x for column in by_year.columns] == [0, by_year.width - 3], "the last year stands above its name"
    by_decade = chart(newsroom(), [f"{1900 + year}-01-01" for year in range(60)])
    assert [row[:2] for row in rows(by_decade)][:2] == [("1900s", 10), ("1910s", 10)]


def test_a_number_leads_to_the_page_that_shows_the_newest_of_its_stories(newsroom: Make) -> None:
    made = chart(newsroom(), ["1970-01-01", "1970-01-02", "1980-01-01", "1990-01-01", "2000-01-01", "2000-01-02"], size=2)
    assert rows(made) == [
        ("1970", 2, "/actors/ann/page/1/"),
        ("1980", 1, "/actors/ann/page/2/"),
        ("1990", 1, "/actors/ann/page/2/"),
        ("2000", 2, "#page-stories"),
    ]


def test_there_is_no_chart_of_a_few_stories_or_of_one_month(newsroom: Make) -> None:
    assert chart(newsroom(), ["1990-01-01", "1995-01-01"]) is None
    assert chart(newsroom(), ["1990-01-01", "1990-01-02", "1990-01-03"]) is None
