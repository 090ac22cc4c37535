"""The verbs of the outbox on a real file: one claim each, results on record, nothing of it in the journal."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert

from models.outbox import BACKOFF, LEASE, Route
from models.rows import NewRequest
from models.tables import Line, Notice, NoticeAttempt
from models.vocabulary import Audience
from models.wall import SECOND

HOUSE = Path(__file__).resolve().parents[2]
MAIL = Route("mail", frozenset({Audience.SUPERVISOR}))
SMS = Route("sms", frozenset({Audience.SUPERVISOR}))


@pytest.fixture
def lay(store, wall):
    """Puts notices for the supervisor into the outbox."""

    def put(count=1, **values):
        row = {"kind": "alarm", "step": 2, "audience": "supervisor", "severity": 2, "facts": "{}", "state": "waiting",
               "tries": 0, "created_at": wall.now(), "next_try_at": wall.now(), **values}  # fmt: skip
        with store.write() as connection:
            connection.execute(insert(Notice), [{**row, "key": f"{n}:1:2"} for n in range(count)])

    return put


def begun(claimed):
    return [one.attempts[-1].id for one in claimed]


def test_the_second_of_two_senders_finds_nothing_left(desk, lay):
    lay(3)
    assert [one.id for one in desk.notices.claim(MAIL, [3, 1, 2])] == [3, 1, 2]
    assert desk.notices.claim(MAIL, [1, 2, 3]) == []
    assert len(desk.notices.claim(SMS, [1, 2, 3])) == 3


def test_what_a_channel_took_is_sent_and_cannot_be_claimed_again(desk, lay, rows, wall):
    lay()
    desk.notices.record(begun(desk.notices.claim(MAIL, [1])), [MAIL], ok=True, said="ok")
    (notice,), (attempt,) = rows(Notice), rows(NoticeAttempt)
    assert (notice.state, notice.sent_at, notice.tries) == ("sent", wall.now(), 1)
    assert (attempt.ok, attempt.said) == (True, "delivered")
    wall.advance(hours=5)
    assert desk.notices.claim(MAIL, [1]) == []


def test_a_failure_waits_for_its_pause_and_the_last_one_ends_the_waiting_with_a_note(desk, lay, rows, wall):
    lay()
    for pause in (*BACKOFF, 0):
        desk.notices.record(begun(desk.notices.claim(MAIL, [1])), [MAIL], ok=False, said="error_500")
        assert desk.notices.claim(MAIL, [1]) == []
        assert not desk.look.outbox().is_due(wall.now(), MAIL.audiences) or pause == 0
        wall.advance(seconds=pause / SECOND)
    first, note = rows(Notice)
    assert (first.state, first.tries) == ("failed", len(BACKOFF) + 1)
    assert (note.kind, note.audience, json.loads(note.facts)["said"]) == ("note", "supervisor", "error_500")


def test_many_notices_given_up_in_one_hour_make_one_note(desk, lay, rows, wall):
    lay(40)
    ids = list(range(1, 41))
    for pause in (*BACKOFF, 0):
        desk.notices.record(begun(desk.notices.claim(MAIL, ids)), [MAIL], ok=False, said="no_answer")
        wall.advance(seconds=pause / SECOND)
    assert [row.kind for row in rows(Notice)].count("note") == 1


def test_a_dead_senders_try_is_ended_as_interrupted_by_whoever_takes_over(desk, lay, rows, wall):
    lay()
    old = begun(desk.notices.claim(MAIL, [1]))
    wall.advance(seconds=LEASE / SECOND)
    new = begun(desk.notices.claim(MAIL, [1]))
    assert [row.said for row in rows(NoticeAttempt)] == ["interrupted", "begun"]
    desk.notices.record(new, [MAIL], ok=True, said="ok")
    desk.notices.record(old, [MAIL], ok=True, said="ok")  # the first was only slow: told twice, and that is on record
    assert [(row.ok, row.said) for row in rows(NoticeAttempt)] == [(False, "delivered_again"), (True, "delivered")]


def test_a_result_is_recorded_once(desk, lay, rows):
    lay()
    mine = begun(desk.notices.claim(MAIL, [1]))
    desk.notices.record(mine, [MAIL], ok=True, said="ok")
    desk.notices.record(mine, [MAIL], ok=False, said="error_500")
    assert [(row.ok, row.said) for row in rows(NoticeAttempt)] == [(True, "delivered")]


def test_tries_leave_no_line_in_the_journal_but_a_persons_test_does(desk, lay, rows, seats, refused):
    lay()
    before = len(rows(Line))
    desk.notices.record(begun(desk.notices.claim(MAIL, [1])), [MAIL], ok=True, said="ok")
    assert len(rows(Line)) == before
    test = desk.notices.test(seats.supervisor, MAIL)
    desk.notices.record(begun([test]), [MAIL], ok=False, said="error_500")
    (line,) = rows(Line, actor=seats.supervisor.login)
    assert json.loads(line.payload)["name"] == "mail"
    assert [row.state for row in rows(Notice, kind="test")] == ["failed"]
    assert refused(desk.notices.test, seats.operator, MAIL) == "role.needed"
    assert desk.notices.test(seats.admin, MAIL).facts == {"channel": "mail"}
    assert desk.upkeep.check().faults == ()


def test_a_notice_knows_its_request_and_its_district(desk, lay, seats):
    made = desk.intake.save(
        seats.operator, NewRequest("RP-HOSE", phone="13800000001", district="城东", address="建设路1号")
    )
    lay(request_id=made.id)
    (notice,) = desk.look.outbox().listed()
    assert (notice.number, notice.district, notice.address) == (made.number, "城东", "建设路1号")
    assert notice.category[0]
    assert "13800000001" not in repr(notice)


def test_what_a_notice_says_of_its_moment_wins_over_what_the_alarm_has_become(desk, lay, seats, wall):
    made = desk.intake.save(seats.operator, NewRequest("EM-LEAK-IN", phone="13800000001"))
    wall.advance(hours=5)
    desk.alarms.sweep()
    alarm = next(one for one in desk.look.alarms() if one.clock == "arrival")
    facts = json.dumps({"rule": "clock", "clock": "arrival", "level": 100, "due": 7})
    lay(alarm_id=alarm.id, facts=facts)
    notice = next(one for one in desk.look.outbox().listed() if one.key == "0:1:2")
    assert alarm.level > 100
    assert (notice.level, notice.due_at, notice.number) == (100, 7, made.number)


def test_the_outbox_lists_what_waits_or_failed_and_on_demand_everything(desk, lay, wall):
    lay(3)
    desk.notices.record(begun(desk.notices.claim(MAIL, [2])), [MAIL], ok=True, said="ok")
    outbox = desk.look.outbox()
    assert [one.id for one in outbox.listed()] == [3, 1]
    assert [one.id for one in outbox.listed(all=True)] == [3, 2, 1]
    assert [one.id for one in outbox.listed(all=True, limit=1)] == [3]
    (conduct,) = outbox.conduct(wall.now())
    assert (conduct.channel, conduct.tries, conduct.failed, conduct.last_ok) == ("mail", 1, 0, True)
    assert outbox.oldest_waiting([Audience.SUPERVISOR]) == wall.now()
    assert outbox.oldest_waiting([Audience.DESK]) is None


def test_a_wall_put_back_hides_nothing_from_the_senders(desk, lay, wall):
    lay()
    wall.advance(hours=-3)
    assert desk.look.outbox().is_due(wall.now(), MAIL.audiences)
    wall.advance(hours=3)
    desk.notices.record(begun(desk.notices.claim(MAIL, [1])), [MAIL], ok=False, said="error_500")
    assert not desk.look.outbox().is_due(wall.now(), MAIL.audiences)
    wall.advance(hours=-3)
    assert desk.look.outbox().is_due(wall.now(), MAIL.audiences)
    assert len(desk.notices.claim(MAIL, [1])) == 1


CLAIM = (
    "import json, sys\n"
    "from models.desk.desk import Desk\n"
    "from models.outbox import Route\n"
    "from models.store import Store\n"
    "from models.vocabulary import Audience\n"
    "from models.wall import HandClock\n"
    "desk = Desk(Store(sys.argv[1], patience=60), HandClock(int(sys.argv[2])))\n"
    "route = Route('mail', frozenset({Audience.SUPERVISOR}))\n"
    "print('ready', flush=True)\n"
    "sys.stdin.readline()\n"
    "mine = [one.id for n in range(1, 201) for one in desk.notices.claim(route, [n])]\n"
    "print(json.dumps(mine))\n"
)


@pytest.mark.slow
def test_senders_in_processes_of_their_own_never_get_the_same_notice(desk, lay, wall):
    lay(200)
    running = [
        subprocess.Popen(
            [sys.executable, "-c", CLAIM, str(desk.store.path), str(wall.now())], cwd=HOUSE, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]  # fmt: skip
    for process in running:
        assert process.stdout.readline() == "ready\n"
    for process in running:
        process.stdin.write("\n")
        process.stdin.flush()
    claimed = [json.loads(process.communicate(timeout=120)[0].splitlines()[-1]) for process in running]
    assert sorted(one for mine in claimed for one in mine) == list(range(1, 201))
