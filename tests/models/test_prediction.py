"""How likely a request is to miss: a share, never more with more time left, equal to a count of the past."""

from itertools import pairwise
from math import isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.calibration import BANDS, Given, band_of, bands
from models.prediction import LEAST, LIKELY, Basis, Case, Curve, History, Past, Why, span
from models.vocabulary import ClockKind
from models.wall import HOUR

CASE = Case(ClockKind.RESOLUTION, "RP-METER", "East", 9)
TOOK = st.integers(0, 40)
MANY = st.lists(st.tuples(TOOK, st.booleans()), min_size=1, max_size=60)


def curve(spans):
    return Curve(span(took, ended) for took, ended in spans)


@given(st.lists(TOOK, min_size=1, max_size=60), TOOK, TOOK)
def test_where_every_fate_is_known_the_share_is_a_plain_count(spans, age, left):
    old = [took for took in spans if took >= age]
    share = curve([(took, True) for took in spans]).share(age, age + left)
    if not old:
        assert share is None
    else:
        assert isclose(share, sum(took > age + left for took in old) / len(old), abs_tol=1e-9)


@given(MANY, TOOK, TOOK)
def test_with_unended_requests_it_is_the_product_limit_estimate(spans, age, left):
    share = curve(spans).share(age, age + left)
    product = 1.0
    for at in sorted({took for took, ended in spans if ended and age <= took <= age + left}):
        followed = sum(took >= at for took, _ in spans)
        product *= 1 - spans.count((at, True)) / followed
    assert share is None or isclose(share, product, abs_tol=1e-9)


@given(MANY, TOOK, TOOK, TOOK)
def test_a_share_lies_in_0_to_1_and_never_grows_with_the_time_left(spans, age, left, more):
    nearer, farther = (curve(spans).share(age, age + some) for some in (left, left + more))
    assert nearer is None or 0 <= nearer <= 1
    assert nearer is None or farther is None or farther <= nearer


@given(MANY, TOOK, TOOK, TOOK)
def test_towards_one_due_time_a_share_never_falls_with_age(spans, age, older, left):
    whole = age + older + left
    younger, elder = (curve(spans).share(at, whole) for at in (age, age + older))
    assert younger is None or elder is None or younger <= elder


@given(MANY, TOOK, TOOK)
def test_nothing_is_said_beyond_what_was_followed(spans, age, left):
    share = curve(spans).share(age, age + left)
    old = [(took, ended) for took, ended in spans if took >= age]
    last = max(old, default=None)
    assert (share is None) == (not old or (last[0] <= age + left and (last[0], False) in old))


@given(MANY, TOOK, TOOK)
def test_counted_are_those_whose_fate_is_known(spans, age, left):
    whole = age + left
    known = sum(took >= age and (ended or took > whole) for took, ended in spans)
    assert curve(spans).known(age, whole) == known


@given(MANY, TOOK, TOOK)
def test_the_order_of_the_past_does_not_matter(spans, age, left):
    past = [Past(CASE, took, ended) for took, ended in spans]
    assert History(past, 1).predict(CASE, age, left) == History(past[::-1], 1).predict(CASE, age, left)


def past(n, took, case=CASE, *, ended=True):
    return [Past(case, took, ended)] * n


def moved(**changes):
    fields = {"clock": CASE.clock, "category": CASE.category, "district": CASE.district, "hour": CASE.hour}
    return Case(**fields | changes)


@pytest.mark.parametrize(
    ("case", "basis"),
    [(CASE, Basis.HOUR), (moved(hour=10), Basis.DISTRICT), (moved(district="West"), Basis.CATEGORY)],
)
def test_a_thin_group_backs_off_to_a_coarser_one(case, basis):
    history = History(past(LEAST, HOUR))
    said = history.predict(case, 0, HOUR - 1)
    assert (said.share, said.n, said.basis, said.likely) == (1.0, LEAST, basis, True)


@pytest.mark.parametrize("case", [moved(category="RP-HOSE"), moved(clock=ClockKind.RESPONSE)])
def test_another_category_or_clock_is_not_comparable(case):
    said = History(past(LEAST, HOUR)).predict(case, 0, HOUR)
    assert (said.share, said.n, said.why) == (None, 0, Why.THIN)


def test_one_too_few_says_nothing_and_how_many_there_were():
    said = History(past(LEAST - 1, HOUR) + past(5, 0)).predict(CASE, 1, HOUR)
    assert (said.share, said.n, said.why, said.likely) == (None, LEAST - 1, Why.THIN, False)


def test_requests_that_are_still_open_say_nothing_about_later():
    said = History(past(LEAST, HOUR, ended=False)).predict(CASE, 0, 2 * HOUR)
    assert (said.share, said.n, said.why) == (None, 0, Why.SHORT)


def test_requests_still_open_past_that_time_count_as_longer():
    history = History(past(60, HOUR) + past(240, 5 * HOUR, ended=False))
    said = history.predict(CASE, 0, 2 * HOUR)
    assert (said.n, said.likely) == (300, True)
    assert said.share == LIKELY


def test_bands_lie_around_the_tens_and_leave_nothing_out():
    assert BANDS[0][0] == 0 and BANDS[-1][1] == 100
    assert all(one[1] == other[0] for one, other in pairwise(BANDS))
    assert [BANDS[band_of(share)] for share in (0, 0.05, 0.75, 0.849, 0.85, 1)] == [
        (0, 5), (5, 15), (75, 85), (75, 85), (85, 95), (95, 100),
    ]  # fmt: skip


def test_a_band_says_what_was_foretold_and_what_came():
    rows = {row.band: row for row in bands([Given(1, 0.78, True), Given(1, 0.8, True), Given(2, 0.82, False)])}
    assert (rows["75-85"].n, rows["75-85"].requests, rows["75-85"].foretold, rows["75-85"].missed) == (3, 2, 80.0, 66.7)
    assert (rows["0-5"].n, rows["0-5"].foretold, rows["0-5"].missed) == (0, None, None)
