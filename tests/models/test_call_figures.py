"""The figures of calls: each by its definition, on calls small enough to count by hand, and by property."""

from statistics import fmean, median

from hypothesis import given
from hypothesis import strategies as st

from models.call_figures import Heard, figures
from models.wall import SECOND


def call(rang, answered=None, ended=None, **more):
    """A call by seconds."""
    told = [None if at is None else at * SECOND for at in (rang, answered, ended)]
    return Heard(*told, **more)


def test_a_morning_counted_by_hand():
    found = figures([
        call(0, 5, 65), call(10, 30, 90), call(20, 60, 80, first_contact=True), call(30, None, 45, kept=True),
        call(40, None, 50), call(50), call(None, 100, 160), call(60, 70, 75, outward=True), call(0, 9, 9, phantom=True),
    ])  # fmt: skip
    assert (found.offered, found.answered, found.abandoned, found.waiting) == (7, 4, 2, 1)
    assert (found.out, found.phantom, found.called_back, found.first_contact) == (1, 1, 1, 1)
    assert (found.waits, found.wait_mean_s, found.wait_median_s, found.wait_longest_s) == (3, 21.667, 20.0, 40.0)
    assert (found.within, found.within_of_answered, found.within_of_offered) == (2, 66.667, 40.0)
    assert (found.abandon_mean_s, found.abandoned_share) == (12.5, 33.333)
    assert (found.handled, found.handle_mean_s) == (4, 50.0)


def test_a_wait_of_exactly_the_limit_is_within_it_and_one_millisecond_more_is_not():
    assert figures([call(0, 20, 30)]).within == 1
    assert figures([Heard(0, 20 * SECOND + 1, None)]).within == 0
    assert figures([call(0, 30, 31)], within_s=30).within == 1


def test_of_nothing_there_is_no_mean():
    found = figures([])
    assert (found.offered, found.wait_mean_s, found.wait_p90_s, found.within_of_offered) == (0, None, None, None)


INSTANT = st.one_of(st.none(), st.integers(0, 10**7))
CALLS = st.lists(st.builds(Heard, INSTANT, INSTANT, INSTANT, st.booleans(), st.booleans(), st.booleans()), max_size=40)


@given(CALLS)
def test_every_call_is_counted_once(calls):
    found = figures(calls)
    inward = [one for one in calls if not one.outward and not one.phantom]
    assert found.offered == found.answered + found.abandoned + found.waiting == len(inward)
    assert found.within <= found.waits <= found.answered
    waits = [one.wait_s for one in inward if one.answered is not None and one.wait_s is not None]
    assert found.waits == len(waits)
    if waits:
        assert found.wait_mean_s == round(fmean(waits), 3)
        assert found.wait_median_s == round(median(waits), 3)
        assert min(waits) <= found.wait_p90_s <= found.wait_longest_s == max(waits)
        assert sum(wait <= found.wait_p90_s for wait in waits) * 10 >= len(waits) * 9


@given(CALLS, CALLS)
def test_counts_of_two_days_are_the_counts_of_each(monday, tuesday):
    both, one, two = figures([*monday, *tuesday]), figures(monday), figures(tuesday)
    for name in ("offered", "answered", "abandoned", "waiting", "phantom", "out", "waits", "within", "handled"):
        assert getattr(both, name) == getattr(one, name) + getattr(two, name)
