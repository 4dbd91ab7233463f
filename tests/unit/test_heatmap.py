"""Heat maps: cells stand in their places, none on another, and steps say how many stories there are."""

from __future__ import annotations

import calendar
from itertools import pairwise

import pytest

from broadsheet.language.customs import customs_of
from broadsheet.language.languages import ENGLISH, Languages
from broadsheet.pages.heatmap import STEPS, month_map, step_of, steps_up_to, years_map


@pytest.mark.parametrize("mirrored", [False, True])
@pytest.mark.parametrize("language", ["en", "en-US", "en-EG"])
@pytest.mark.parametrize("month", ["2024-02", "2023-02", "2026-08", "0001-01", "9999-12"])
def test_every_day_of_a_month_has_a_place_of_its_own_within_the_drawing(month: str, language: str, mirrored: bool) -> None:
    days = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    linked = {day: (1, f"/#{day}") for day in range(1, days + 1)}
    drawn = month_map(Languages(language).words, month, linked, 1, mirrored=mirrored)
    assert [cell.text for cell in drawn.cells] == [str(day) for day in range(1, days + 1)]
    assert len({(cell.x, cell.y) for cell in drawn.cells}) == days
    assert all(0 <= cell.x <= drawn.width - drawn.across and 0 < cell.y <= drawn.height - drawn.down for cell in drawn.cells)
    for one, other in pairwise(drawn.cells):
        assert other.y > one.y or (other.x < one.x) == mirrored, "days go on along the line"


def test_a_month_begins_below_its_weekday_and_says_the_days_that_have_no_story() -> None:
    drawn = month_map(ENGLISH, "1978-09", {17: (3, "/archive/1978/09/#day-17")}, 3, mirrored=False)
    (cell,) = drawn.cells
    assert (cell.x, cell.y, cell.step) == (6 * 28, 18 + 2 * 28, 5), "a Sunday, in the third line"
    assert cell.title == "3 stories on 17 September 1978"
    assert cell.permalink == "/archive/1978/09/#day-17"
    assert "".join(text for _, y, text in drawn.texts if y < 18) == "MTWTFSS"
    assert [text for _, y, text in drawn.texts if y > 18] == [str(day) for day in range(1, 31) if day != 17]


def test_from_right_to_left_the_first_weekday_stands_at_the_right() -> None:
    drawn = month_map(Languages("fa").words, "1978-09", {1: (1, "/")}, 1, mirrored=True)
    heads = sorted(text for text in drawn.texts if text[1] < 18)
    assert [text for *_, text in heads] == ["ج", "پ", "چ", "س", "د", "ی", "ش"]
    assert drawn.cells[0].x == 2, "a Friday, at the end of a week that begins on Saturday"
    assert drawn.cells[0].text == "۱"


@pytest.mark.parametrize("most", [1, 2, 3, 4, 5, 6, 7, 19, 20, 1000])
def test_steps_rise_with_the_number_and_the_legend_says_which_stands_for_which(most: int) -> None:
    found = [step_of(count, most) for count in range(1, most + 1)]
    assert found == sorted(found)
    assert found[-1] == STEPS
    assert min(found) >= 1
    ranges: dict[int, list[int]] = {}
    for count, step in enumerate(found, 1):
        ranges.setdefault(step, []).append(count)
    said = {step: f"{found[0]}–{found[-1]}" if len(found) > 1 else str(found[0]) for step, found in ranges.items()}
    assert {step.step: step.text for step in steps_up_to(most)} == (said if most > 1 else {})


def test_a_few_years_are_drawn_by_months_and_many_by_decades_without_the_empty_ones() -> None:
    months = {"2023-01": (2, "/archive/2023/01/"), "2024-12": (1, "/archive/2024/12/")}
    few = years_map(ENGLISH, months, {"2023": (2, "/archive/2023/"), "2024": (1, "/archive/2024/")}, mirrored=False)
    assert [(cell.text, cell.title, cell.permalink) for cell in few.cells] == [
        ("1", "1 story in December 2024", "/archive/2024/12/"),
        ("2", "2 stories in January 2023", "/archive/2023/01/"),
    ]
    assert few.blanks.count("M") == 22
    years = {str(year): (1, f"/archive/{year}/") for year in (1815, *range(1990, 2010))}
    many = years_map(ENGLISH, {}, years, mirrored=False)
    assert [text for _, _, text in many.texts] == ["2000s", "1990s", "1810s"]
    assert [cell.permalink for cell in many.cells][-1] == "/archive/1815/"
    assert many.cells[-1].text == "15"
    assert many.blanks.count("M") == 9


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", 0),
        ("en-GB", 0),
        ("en-US", 6),
        ("fa", 5),
        ("fa-AF", 5),
        ("ar", 5),
        ("ar-TN", 0),
        ("he", 6),
        ("pt-BR", 6),
        ("zh-Hant-TW", 6),
    ],
)
def test_a_week_begins_as_it_does_where_the_language_is_spoken(language: str, day: int) -> None:
    assert customs_of(language).first_weekday == day
