"""What was made and asked for lately is not made again."""

from __future__ import annotations

from broadsheet.pages.recent import Recent


def test_what_was_asked_for_lately_is_made_once_and_what_was_not_is_forgotten() -> None:
    made: list[int] = []

    def double(number: int) -> int:
        made.append(number)
        return 2 * number

    recent = Recent(double, 2)
    assert [recent[number] for number in (1, 1, 2, 1, 3, 1, 2)] == [2, 2, 4, 2, 6, 2, 4]
    assert made == [1, 2, 3]  # 1 and 2 were kept behind 3
    assert [recent[number] for number in (4, 5, 6)] == [8, 10, 12]
    assert len(recent) <= 2
    assert (recent[1], made) == (2, [1, 2, 3, 4, 5, 6, 1])
