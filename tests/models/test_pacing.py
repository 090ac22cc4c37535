"""The engine learns how much fits into one transaction, so that nobody waits long for the write lock."""

from models.pacing import AIM, Pace


def test_a_slow_machine_is_given_less_and_a_fast_one_more_by_steps():
    pace = Pace(60)
    pace.took(60, 3 * AIM)
    assert pace.size == 20
    pace.took(20, AIM // 4)
    assert pace.size == 40
    for _ in range(9):
        pace.took(pace.size, 0)
    assert pace.size == pace.most


def test_it_never_stops_and_a_rest_says_nothing():
    pace = Pace(60)
    pace.took(60, 10_000 * AIM)
    assert pace.size == pace.least
    pace = Pace(60)
    pace.took(3, 1)
    assert pace.size == 60
