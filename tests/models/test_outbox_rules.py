"""When a notice goes out over which channel: by table, and by property over any history of tries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.outbox import BACKOFF, BEGUN, BURST, LEASE, STALE, Attempt, Notice, Route, batch, next_try, verdict
from models.vocabulary import Audience, NoticeKind, NoticeState
from models.wall import HOUR, MINUTE

NOW = 1_767_225_600_000
"""2026-01-01 08:00 in Shanghai."""
ZONE = "Asia/Shanghai"
ROUTE = Route("mail", frozenset({Audience.SUPERVISOR}))
NOTICE = Notice(
    id=1, key="1:1:2", kind=NoticeKind.ALARM, step=2, audience=Audience.SUPERVISOR, severity=2, facts={},
    created_at=NOW, state=NoticeState.WAITING, sent_at=None, received_at=None, received_by=None, next_try_at=NOW,
    tries=0,
)  # fmt: skip


def tried(*tries):
    """The notice after tries, each (milliseconds after its birth, ok, said)."""
    return replace(
        NOTICE, attempts=tuple(Attempt(n, "mail", NOW + at, ok, said) for n, (at, ok, said) in enumerate(tries))
    )


@pytest.mark.parametrize(
    ("route", "changes", "concerned"),
    [
        (ROUTE, {}, True),
        (ROUTE, {"audience": Audience.DUTY_MANAGER}, False),
        (replace(ROUTE, severity=3), {}, False),
        (replace(ROUTE, severity=3), {"severity": 3}, True),
        (ROUTE, {"kind": NoticeKind.TEST, "facts": {"channel": "mail"}, "audience": Audience.DESK}, True),
        (ROUTE, {"kind": NoticeKind.TEST, "facts": {"channel": "sms"}}, False),
        (ROUTE, {"kind": NoticeKind.NOTE, "rule": "undelivered", "facts": {"channel": "mail"}}, False),
        (ROUTE, {"kind": NoticeKind.NOTE, "rule": "undelivered", "facts": {"channel": "sms"}}, True),
        (replace(ROUTE, leaders=frozenset({"wu"})), {"audience": Audience.LEADERS, "facts": {"login": "wu"}}, True),
        (replace(ROUTE, leaders=frozenset({"wu"})), {"audience": Audience.LEADERS, "facts": {"login": "he"}}, False),
        (replace(ROUTE, leaders=frozenset({"wu"})), {"audience": Audience.LEADERS}, True),
        (ROUTE, {"audience": Audience.LEADERS}, False),
        (Route("all", frozenset({Audience.LEADERS}), 3), {"audience": Audience.LEADERS, "severity": 1}, True),
    ],
)
def test_a_channel_tells_its_audience_from_its_severity_on(route, changes, concerned):
    assert route.concerns(replace(NOTICE, **changes)) is concerned


def test_a_first_try_is_due_at_once_and_the_next_after_the_pause_that_its_number_gives():
    assert next_try(ROUTE, NOTICE, NOW) == NOW
    for count in range(1, len(BACKOFF) + 1):
        failed = tried(*((n, False, "error_500") for n in range(count)))
        assert next_try(ROUTE, failed, NOW + count) == NOW + count - 1 + BACKOFF[count - 1]
    assert next_try(ROUTE, tried(*((n, False, "x") for n in range(len(BACKOFF) + 1))), NOW + HOUR) is None
    assert next_try(ROUTE, tried((0, True, "delivered")), NOW + HOUR) is None


def test_a_try_under_way_is_left_alone_until_its_lease_ends():
    begun = tried((0, False, BEGUN))
    assert next_try(ROUTE, begun, NOW + LEASE - 1) == NOW + LEASE
    assert next_try(ROUTE, begun, NOW + LEASE) <= NOW + LEASE
    assert batch(ROUTE, [begun], NOW + LEASE - 1, ZONE) == []
    assert batch(ROUTE, [begun], NOW + LEASE, ZONE) == [begun]


def test_a_wall_put_back_keeps_nothing_waiting_for_the_old_time():
    assert batch(ROUTE, [NOTICE], NOW - HOUR, ZONE) == [NOTICE]
    assert batch(ROUTE, [tried((0, False, "error_500"))], NOW - HOUR, ZONE) != []


def test_the_first_of_a_burst_waits_for_the_others_and_later_ones_do_not_prolong_it():
    others = [replace(NOTICE, id=n, created_at=NOW + n * 1000) for n in range(1, 6)]
    assert batch(ROUTE, [NOTICE, *others], NOW + BURST - 1, ZONE) == []
    assert len(batch(ROUTE, [NOTICE, *others], NOW + BURST, ZONE)) == 6
    assert len(batch(ROUTE, [NOTICE, replace(NOTICE, id=9, severity=3)], NOW, ZONE)) == 2


@pytest.mark.parametrize(
    ("quiet", "at", "silent"),
    [
        ((480, 540), 0, True), ((480, 540), 59 * MINUTE, True), ((480, 540), HOUR, False), ((481, 540), 0, False),
        ((22 * 60, 390), 0, False), ((22 * 60, 390), 14 * HOUR, True), ((22 * 60, 390), 22 * HOUR, True),
        ((22 * 60, 390), 22 * HOUR + 30 * MINUTE, False), ((0, 1440), 5 * HOUR, True),
    ],
)  # fmt: skip
def test_quiet_hours_are_hours_of_the_utilitys_day_and_may_span_midnight(quiet, at, silent):
    assert replace(ROUTE, quiet=quiet).silent(NOW + at, ZONE) is silent


def test_nothing_that_is_urgent_waits_for_quiet_hours_to_end():
    route = replace(ROUTE, quiet=(0, 1440), leaders=frozenset({"wu"}))
    urgent = [replace(NOTICE, severity=3), replace(NOTICE, kind=NoticeKind.MAJOR, audience=Audience.LEADERS)]
    assert [batch(route, [one], NOW, ZONE) for one in urgent] == [[one] for one in urgent]
    assert batch(route, [NOTICE], NOW + HOUR, ZONE) == []


def test_a_notice_is_sent_once_every_channel_took_it_or_gave_up_and_failed_if_none_took_it():
    other = replace(ROUTE, name="sms")
    ok = Attempt(1, "mail", NOW, True, "delivered")
    used_up = tuple(Attempt(n, "sms", NOW, False, "error_500") for n in range(2, 3 + len(BACKOFF)))
    once = replace(NOTICE, attempts=(ok,))
    assert verdict([ROUTE], once, NOW)[0] is NoticeState.SENT
    assert verdict([ROUTE, other], once, NOW) == (NoticeState.WAITING, NOW)
    assert verdict([ROUTE, other], replace(NOTICE, attempts=(ok, *used_up)), NOW)[0] is NoticeState.SENT
    assert verdict([other], replace(NOTICE, attempts=used_up), NOW)[0] is NoticeState.FAILED
    assert verdict([], NOTICE, NOW)[0] is NoticeState.WAITING
    assert verdict([], NOTICE, NOW + STALE)[0] is NoticeState.EXPIRED
    assert verdict([ROUTE, other], once, NOW + STALE)[0] is NoticeState.SENT
    received = replace(NOTICE, state=NoticeState.RECEIVED)
    assert verdict([ROUTE], received, NOW + STALE)[0] is NoticeState.RECEIVED


histories = st.lists(
    st.tuples(st.integers(0, 2 * HOUR), st.booleans(), st.sampled_from([BEGUN, "error_500"])), max_size=9
)


@given(histories, st.integers(-HOUR, 30 * HOUR))
def test_what_was_delivered_is_never_tried_again_and_no_two_tries_overlap(history, later):
    notice = tried(*sorted(history))
    now = NOW + later
    chosen = batch(ROUTE, [notice], now, ZONE)
    if any(one.ok for one in notice.attempts):
        assert chosen == []
    if chosen and notice.attempts and notice.attempts[-1].said == BEGUN:
        assert abs(now - notice.attempts[-1].at) >= LEASE
    if not chosen and not any(one.ok for one in notice.attempts) and len(notice.attempts) <= len(BACKOFF):
        assert next_try(ROUTE, notice, now) > now or now < notice.created_at + BURST
    assert len(notice.attempts) <= len(BACKOFF) or chosen == []
