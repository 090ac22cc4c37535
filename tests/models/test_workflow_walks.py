"""Random walks: whatever the desk is asked in whatever order, the stored clocks equal the function of the journal."""

import random
from collections import Counter

import pytest
from sqlalchemy import select

from models import journal, sla
from models.desk.clockwork import clock_values, next_values
from models.errors import DeskError
from models.rows import NewRequest
from models.sla import HOLD_LIMIT
from models.tables import Assignment, Clock, Request
from models.vocabulary import Act, Channel, Disposition, HoldReason, InspectionResult, Kind, Priority, Status, Step
from models.wall import HOUR, MINUTE
from models.workflow import FROM

CATEGORIES = ("EM-LEAK-IN", "EM-OUT-AREA", "RP-NOGAS", "RP-HOSE", "IN-ROUT", "CP-SERV", "EQ-BILL")
CREWS = ("QX1", "QX2", "WX1")
VERBS = 160
ASIDE = (Act.NOTE, Act.JOIN, Act.CALL, Act.HAND_OVER, Act.ACCEPT_OWNER, Act.CANCEL, Act.DECLINE_OWNER, Act.PROMISE,
         Act.KEEP_PROMISE, Act.MOVE_PROMISE, Act.EDIT)  # fmt: skip
ONWARD = (Act.ASSIGN, Act.ON_SITE, Act.DONE, Act.SAFE, Act.RESOLVE, Act.CLOSE, Act.REOPEN)


class Walk:
    """A dice-throwing desk: every verb with arguments that are mostly sensible."""

    def __init__(self, desk, seats, wall, seed):
        self.desk, self.seats, self.wall, self.dice = desk, seats, wall, random.Random(seed)
        self.status, self.done, self.refused = {}, Counter(), Counter()

    def seat(self):
        people = self.seats
        return self.dice.choices([people.operator, people.dispatcher, people.supervisor], [1, 2, 5])[0]

    def asked(self):
        """Now, or a time some minutes or hours back."""
        back = self.dice.choice([0] * 12 + [5, 25, 90, 600])
        return {"at": self.wall.now() - back * MINUTE} if back else {}

    def save(self):
        pick = self.dice.choice
        now = self.wall.now()
        new = NewRequest(
            pick(CATEGORIES), phone="1", received=now - pick([0, 0, 3, 20, 300]) * MINUTE,
            appointment=pick([None, None, None, now + 30 * HOUR]), channel=pick([Channel.PHONE, Channel.CITY_12345]),
            reply_by=pick([None, None, now + 50 * HOUR]),
        )  # fmt: skip
        done = self.desk.intake.save(self.seat(), new)
        self.status[done.id] = done.status

    def act(self, which):
        """Mostly an act that the state of the request allows, and those more often that lead on."""
        if self.dice.random() < 0.1:
            return self.dice.choice(list(FROM))
        allowed = [act for act, states in FROM.items() if self.status[which] in states and act not in ASIDE]
        return self.dice.choice(allowed + [act for act in allowed if act in ONWARD] * 2 or ASIDE)

    def step(self):
        dead = 0.02
        weights = [dead if status is Status.CANCELLED else 1 for status in self.status.values()]
        which, pick = self.dice.choices(list(self.status), weights)[0], self.dice.choice
        act = self.act(which)
        crew = {"crew": pick(CREWS)}
        either = pick([{}, crew])
        why = {"reason": "因为"}
        handling, dispatch, seat, asked = self.desk.handling, self.desk.dispatch, self.seat(), self.asked()
        match act:
            case Act.RESPOND:
                done = handling.respond(seat, which, reply=pick([False, True]), **asked)
            case Act.SAFE:
                done = handling.safe(seat, which, reading="0", valve="关", source_found=pick([True, False]), **asked)
            case Act.HOLD:
                until = self.wall.now() + pick([HOUR, 20 * HOUR, HOLD_LIMIT])
                done = handling.hold(seat, which, reason=pick(list(HoldReason)), until=until, **asked)
            case Act.RECLASSIFY:
                to = pick(
                    [{"category": pick(CATEGORIES)}, {"priority": pick(list(Priority))}, {"kind": pick(list(Kind))}]
                )
                done = handling.reclassify(seat, which, **to, **why, **asked)
            case Act.RESOLVE:
                said = {"cause": "a", "measure": "b", "answer": "c", "result": pick(list(InspectionResult))}
                how = pick([Disposition.FIXED, Disposition.ANSWERED, Disposition.NO_ACCESS])
                done = handling.resolve(seat, which, disposition=how, override_reason=pick(["", "x"]), **said, **asked)
            case Act.CLOSE:
                done = handling.close(seat, which, withheld="would not say", **why, **asked)
            case Act.CANCEL | Act.REOPEN:
                done = getattr(handling, act.value)(seat, which, **why, **asked)
            case Act.ASSIGN:
                done = dispatch.assign(seat, which, **crew, **asked)
            case Act.DECLINE | Act.WITHDRAW:
                done = getattr(dispatch, act.value)(seat, which, **why, **either, **asked)
            case Act.AMEND:
                at = asked.get("at", self.wall.now())
                done = dispatch.amend(seat, which, **crew, step=pick(list(Step)[:5]), at=at, **why)
            case Act.ACCEPT | Act.EN_ROUTE | Act.ON_SITE | Act.DONE:
                done = getattr(dispatch, act.value)(seat, which, **either, **asked)
            case Act.NOTE:
                done = handling.note(seat, which, text="x", **asked)
            case Act.JOIN:
                done = self.desk.intake.join(seat, which, phone="2", **asked)
            case Act.HAND_OVER:
                done = handling.hand_over(seat, which, to_operator_id=pick([1, 3, 4]), **asked)
            case Act.DECLINE_OWNER:
                done = handling.decline_owner(seat, which, **why, **asked)
            case Act.PROMISE | Act.MOVE_PROMISE:
                until = self.wall.now() + pick([HOUR, 30 * HOUR])
                moved = why if act is Act.MOVE_PROMISE else {}
                done = getattr(self.desk.calling_back, act.value)(seat, which, until=until, **moved, **asked)
            case Act.KEEP_PROMISE:
                done = self.desk.calling_back.keep_promise(seat, which, **asked)
            case Act.EDIT:
                done = self.desk.editing.edit(seat, which, caller=pick(["a", "b", "c"]), **asked)
            case Act.TAKE | Act.RESUME | Act.ACCEPT_OWNER:
                done = getattr(handling, act.value)(seat, which, **asked)
            case _:
                return
        self.status[done.id] = done.status
        self.done[act] += 1

    def turn(self):
        """The engine's turn."""
        self.desk.alarms.resume_due()
        self.desk.alarms.sweep()
        self.desk.alarms.close_due()
        with self.desk.store.read() as connection:
            found = connection.execute(select(Request.id, Request.status)).all()
        self.status = {which: Status(status) for which, status in found}

    def run(self, verbs, after):
        for _ in range(3):
            self.save()
        while self.done.total() < verbs:
            self.wall.advance(minutes=self.dice.choice([0, 1, 7, 40, 400]))
            if self.dice.random() < 0.1:
                self.turn()
            try:
                if self.dice.random() < 0.08:
                    self.save()
                else:
                    self.step()
            except DeskError as refusal:
                self.refused[refusal.code] += 1
            after(self)


def stored(row):
    """A clock row without its keys and its next alarm."""
    left = ("id", "request_id", "alarm_at", "alarm_level")
    return {name: value for name, value in row._mapping.items() if name not in left}


def differences(connection, now):
    """Requests whose stored clocks, or whose mirror of the soonest, are not what their journal says."""
    found = []
    for row in connection.execute(select(Request.__table__).where(Request.number.is_not(None))):
        truth = sla.clocks(journal.replay(connection, row.id))
        kept = connection.execute(select(Clock.__table__).where(Clock.request_id == row.id)).all()
        values = {(clock.kind.value, clock.cycle): clock_values(clock) for clock in truth}
        same = {(clock.kind, clock.cycle): stored(clock) for clock in kept} == values
        mirror = {name: getattr(row, name) for name in ("next_clock", "next_due_at", "next_warn_at")}
        said = next_values(truth, now)
        if not same or any(said[name] != value for name, value in mirror.items()):
            found.append((row.number, kept, truth))
    return found


@pytest.mark.parametrize("seed", [1])
def test_after_hundreds_of_random_verbs_the_stored_clocks_equal_the_function(desk, store, seats, wall, seed):
    walk, compared = Walk(desk, seats, wall, seed), set()

    def after(walk):
        if walk.done.total() % 50 == 0 and walk.done.total() not in compared:
            compared.add(walk.done.total())
            with store.read() as connection:
                assert differences(connection, wall.now()) == []

    walk.run(VERBS, after)
    with store.read() as connection:
        assert differences(connection, wall.now()) == []
        assert journal.verify(connection) is None
        requests = connection.execute(select(Request.__table__)).all()
        jobs = connection.execute(select(Assignment.__table__)).all()
    assert len(walk.done) >= 16, walk.done
    assert all(row.next_clock is None for row in requests if row.status == Status.CANCELLED)
    live = [(job.request_id, job.crew_id) for job in jobs if job.ended_at is None]
    assert len(live) == len(set(live))
    ended = {row.id for row in requests if row.status in (Status.RESOLVED, Status.CLOSED, Status.CANCELLED)}
    assert not ended & {request for request, _ in live}
