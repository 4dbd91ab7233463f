"""The judge of costs: what grows with its size passes, what grows with the square of it never does."""

from growth import costs_at_most, grows_evenly


def test_what_grows_with_its_size_passes():
    assert grows_evenly(lambda size: lambda: sum(range(size)), 200_000)


def test_what_grows_with_the_square_of_its_size_fails():
    assert not grows_evenly(lambda size: lambda: [sum(range(size)) for _ in range(size)], 400)


def test_what_costs_more_than_so_many_times_the_other_fails():
    dear, cheap = (lambda: sum(range(2_000_000))), (lambda: sum(range(200_000)))
    assert costs_at_most(100, dear, cheap)
    assert not costs_at_most(3, dear, cheap)
