"""The sender by a hand-set clock and a real web server: bursts, steps told once, failures tried again, hangs alone."""

import threading

import pytest
from sqlalchemy import insert

from console.channels import Channel, Outside
from console.notifying import Sender
from models.desk.desk import Desk
from models.desk.founding import create
from models.outbox import BACKOFF, BURST, LEASE
from models.rows import NewRequest
from models.store import Store
from models.tables import Call
from models.vocabulary import Audience, Emergency
from models.wall import SECOND, HandClock


@pytest.fixture
def wall():
    return HandClock()


@pytest.fixture
def store(tmp_path, wall):
    path = create(tmp_path / "desk.db", zone="Asia/Shanghai", name="燃气热线", wall=wall, operator=("li", "李静"))
    opened = Store(path)
    yield opened
    opened.close()


@pytest.fixture
def desk(store, wall):
    return Desk(store, wall)


@pytest.fixture
def lay(desk, wall, put):
    """Lays notices into the desk's outbox at the present moment."""
    return lambda *keys, **values: put(desk.store.path, wall.now(), *keys, **values)


@pytest.fixture
def channel(receiver):
    """A channel to the supervisor."""

    def make(name="hook", **given):
        given = {"url": receiver.url(name), "audiences": (Audience.SUPERVISOR,), "language": "en", **given}
        return Channel(name, **given)

    return make


@pytest.fixture
def sender(desk):
    """Makes senders of the test's own; what goes wrong beside the channels fails the test."""
    made, wrong = [], []

    def make(*channels, **asked):
        made.append(Sender(desk, Outside(channels), wrong.append, **asked))
        return made[-1]

    yield make
    for one in made:
        one.stop()
    assert wrong == []


def turn(sender):
    """One look at the outbox, and every message it leads to."""
    sender.turn()
    sender.join()


def states(desk):
    return [one.state.value for one in reversed(desk.look.outbox().listed(all=True))]


def tries(desk):
    return [[one.said for one in notice.attempts] for notice in reversed(desk.look.outbox().listed(all=True))]


def test_a_burst_is_one_message_worst_first_and_the_rest_is_counted(desk, wall, lay, channel, sender, receiver):
    lay(*(f"{n}:1:2" for n in range(30)))
    lay("top:1:1", facts={"clock": "safe"}, severity=2, step=3)
    one = sender(channel(lines=4))
    turn(one)
    assert receiver.posts == []
    wall.advance(seconds=BURST / SECOND)
    turn(one)
    (text,) = receiver.texts
    lines = text.splitlines()
    assert lines[0].startswith("!! safe late 100%")
    assert (len(lines), lines[-1]) == (5, "and 27 more")
    assert set(states(desk)) == {"sent"}
    turn(one)
    wall.advance(days=2)
    turn(one)
    assert len(receiver.posts) == 1


def test_danger_to_life_does_not_wait_for_a_burst_and_takes_the_others_along(desk, lay, channel, sender, receiver):
    lay("1:1:1", "2:1:1", severity=1)
    lay("3:1:1", severity=3)
    turn(sender(channel()))
    assert [line[:4] for line in receiver.texts[0].splitlines()] == ["!!! ", "! ar", "! ar"]
    assert receiver.posts[0]["type"] == "failure"
    assert states(desk) == ["sent"] * 3


def test_each_channel_tells_a_step_once_and_one_that_fails_keeps_no_other(desk, wall, lay, channel, sender, receiver):
    lay("1:1:1", severity=3)
    bad = channel("bad", url="json://127.0.0.1:1/")
    one = sender(channel("a"), bad, channel("b"))
    turn(one)
    assert sorted(post["path"] for post in receiver.posts) == ["/a", "/b"]
    assert sorted(tries(desk)[0]) == ["delivered", "delivered", "no_connection"]
    assert states(desk) == ["waiting"]
    wall.advance(seconds=9)
    turn(one)
    wall.advance(seconds=1)
    turn(one)
    assert len(receiver.posts) == 2
    assert len(tries(desk)[0]) == 4


def test_what_failed_is_tried_again_after_longer_and_longer_pauses_and_then_given_up(
    desk, wall, lay, channel, sender, receiver
):
    receiver.status = 503
    lay("1:1:1", severity=3)
    one = sender(channel())
    turn(one)
    for pause in BACKOFF:
        wall.advance(seconds=pause / SECOND - 1)
        turn(one)
        before = len(receiver.posts)
        wall.advance(seconds=1)
        turn(one)
        assert len(receiver.posts) == before + 1
    assert len(receiver.posts) == 1 + len(BACKOFF)
    (told, note) = reversed(desk.look.outbox().listed(all=True))
    assert (told.state, told.tries, {one.said for one in told.attempts}) == ("failed", 7, {"error_503"})
    assert (note.kind, note.audience, note.facts["channel"], note.state) == ("note", "supervisor", "hook", "waiting")
    assert "may have reached you already" in receiver.texts[1]
    assert "may have reached you already" not in receiver.texts[0]


def test_a_note_that_a_channel_gave_up_goes_over_the_others(desk, wall, lay, channel, sender, receiver):
    lay("1:1:1", severity=3)
    one = sender(channel("bad", url="json://127.0.0.1:1/"), channel("good"))
    turn(one)
    for pause in BACKOFF:
        wall.advance(seconds=pause / SECOND)
        turn(one)
    wall.advance(seconds=10)
    turn(one)
    assert states(desk) == ["sent", "sent"]
    assert "The channel bad does not deliver" in receiver.texts[-1]
    assert len(receiver.posts) == 2


def test_a_channel_that_recovers_is_told_what_it_missed(desk, wall, lay, channel, sender, receiver):
    receiver.status = 500
    lay("1:1:1", "2:1:1", severity=3)
    one = sender(channel())
    turn(one)
    receiver.status = 200
    wall.advance(seconds=10)
    turn(one)
    assert [len(text.splitlines()) for text in receiver.texts] == [2, 3]
    assert states(desk) == ["sent", "sent"]
    assert tries(desk) == [["error_500", "delivered"]] * 2


def test_a_receiver_that_hangs_is_left_after_the_limit_and_delays_no_sweep(desk, wall, lay, channel, sender, receiver):
    receiver.open.clear()
    lay("1:1:1", severity=3)
    one = sender(channel(url=receiver.url("hang") + "?rto=60"), limit_s=6)
    one.turn()
    arrived = threading.Event()
    while not receiver.posts:
        arrived.wait(0.02)
    wall.advance(hours=1)
    desk.alarms.sweep()
    desk.intake.save(desk.look.seat_by_login("li"), NewRequest("RP-HOSE", phone="13800000001"))
    assert tries(desk) == [["begun"]]
    one.join()
    assert tries(desk) == [["no_answer"]]


def test_a_try_of_a_sender_that_died_is_taken_over_when_its_lease_has_ended(desk, wall, lay, channel, sender, receiver):
    lay("1:1:1", severity=3)
    (claimed,) = desk.notices.claim(channel().route, [1])
    assert claimed.attempts[-1].said == "begun"
    one = sender(channel())
    wall.advance(seconds=LEASE / SECOND - 1)
    turn(one)
    assert receiver.posts == []
    wall.advance(seconds=1)
    turn(one)
    assert tries(desk) == [["interrupted", "delivered"]]
    assert "may have reached you already" in receiver.texts[0]


def test_stopping_ends_what_hangs_and_puts_that_on_record(desk, lay, channel, sender, receiver):
    receiver.open.clear()
    lay("1:1:1", severity=3)
    one = sender(channel(url=receiver.url() + "?rto=60"))
    one.turn()
    pause = threading.Event()
    while not receiver.posts:
        pause.wait(0.02)
    one.stop()
    assert tries(desk) == [["stopped"]]


def test_what_nobody_could_be_told_expires_after_a_day(desk, wall, lay, channel, sender, receiver):
    lay("1:1:1", audience="desk")
    lay("2:1:1", severity=1)
    one = sender(channel(severity=2))
    turn(one)
    wall.advance(hours=23)
    turn(one)
    assert states(desk) == ["waiting", "waiting"]
    wall.advance(hours=1)
    turn(one)
    assert states(desk) == ["expired", "expired"]
    assert receiver.posts == []


def test_quiet_hours_keep_warnings_until_the_morning_but_never_danger_to_life(
    desk, wall, lay, channel, sender, receiver
):
    night = channel(quiet=(8 * 60, 10 * 60))  # the hand stands at 08:00 in Shanghai
    one = sender(night)
    lay("1:1:1", "2:1:1")
    wall.advance(minutes=1)
    turn(one)
    assert receiver.posts == []
    lay("3:1:1", severity=3)
    turn(one)
    assert len(receiver.texts[0].splitlines()) == 1
    wall.advance(hours=2)
    turn(one)
    assert len(receiver.texts[1].splitlines()) == 2


def test_each_caller_is_told_alone_at_their_own_number(desk, store, wall, lay, channel, sender, receiver):
    li = desk.look.seat_by_login("li")
    made = desk.intake.save(li, NewRequest("RP-HOSE", phone="138 0000 0001"))
    with store.write() as connection:
        call = {"request_id": made.id, "answered_at": wall.now()}
        connection.execute(
            insert(Call), [{**call, "id": 90, "phone": "138-0000-0002"}, {**call, "id": 91, "phone": ""}]
        )
    common = {"kind": "progress", "audience": "caller", "severity": 0, "step": 0, "request_id": made.id}
    for to in (f"request:{made.id}", "call:90", "call:91"):
        lay(f"progress:7:{to}", **common, facts={"to": to, "text": "gas is back"})
    wall.advance(seconds=10)
    one = sender(channel(url=receiver.url("sms") + "/{phone}", audiences=(Audience.CALLER,)))
    for _ in range(3):
        turn(one)
    assert [post["path"] for post in receiver.posts] == ["/sms/13800000001", "/sms/13800000002"]
    assert set(receiver.texts) == {f"About your request {made.number}: gas is back"}
    assert tries(desk) == [["delivered"], ["delivered"], ["no_phone"]]


def test_a_leader_is_told_over_their_own_channel_and_everybody_leading_over_the_common_one(
    desk, lay, channel, sender, receiver
):
    zhao, wang = (channel(login, audiences=(), leaders=(login,)) for login in ("zhao", "wang"))
    common = channel("all", audiences=(Audience.LEADERS,))
    lay("major:1:zhao", kind="major", audience="leaders", severity=3, facts={"login": "zhao", "kind": "fire"})
    turn(sender(zhao, wang, common))
    assert sorted(post["path"] for post in receiver.posts) == ["/all", "/zhao"]
    assert "MAJOR EMERGENCY: fire" in receiver.texts[0]
    assert "confirm at the desk" in receiver.texts[0]


def test_an_alarm_that_nobody_acknowledges_is_told_once_for_each_step_of_the_ladder(
    desk, wall, channel, sender, receiver
):
    li = desk.look.seat_by_login("li")
    made = desk.intake.save(li, NewRequest("EM-LEAK-IN", phone="13800000001", district="", address="建设路5号"))
    one = sender(channel(), channel("duty", audiences=(Audience.DUTY_MANAGER,)))
    desk.alarms.sweep()
    for _ in range(24):
        wall.advance(seconds=30)
        desk.alarms.sweep()
        desk.alarms.sweep()
        turn(one)
    told = [(post["path"], line) for post in receiver.posts for line in post["message"].splitlines()]
    dispatch = [(path, line) for path, line in told if "assign late" in line]
    assert [path for path, _ in dispatch] == ["/hook", "/duty"]
    first = f"!!! {made.number} assign late 125% due 08:05 (to the supervisor)"
    assert [line for _, line in dispatch] == [
        first,
        first.replace("125%", "200%").replace("supervisor", "duty manager"),
    ]
    assert all("建设路" not in text and "13800000001" not in text for text in receiver.texts)
    assert len(told) == len(set(told))
    assert set(states(desk)) == {"sent"}


def test_a_major_emergency_reaches_its_leader_at_once_and_a_receipt_is_on_record(desk, lay, channel, sender, receiver):
    li = desk.look.seat_by_login("li")
    made = desk.intake.save(li, NewRequest("EM-LEAK-IN", phone="13800000001"))
    desk.majors.mark(li, made.number, kind=Emergency.HOSPITAL)
    turn(sender(channel(audiences=(), leaders=("li",))))
    assert receiver.texts[0].splitlines() == [
        f"!!! {made.number} MAJOR EMERGENCY: hospital", "Please confirm at the desk that you know.",
    ]  # fmt: skip
    desk.majors.receipt(li, made.number)
    (notice,) = [one for one in desk.look.outbox().listed(all=True) if one.kind == "major"]
    assert (notice.state, notice.received_by) == ("received", "li")
