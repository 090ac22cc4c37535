"""Whatever phones and radios send, in any order, late and twice: only refusals, a sound file, one place at a time."""

import random
from collections import Counter

import pytest

from models.errors import DeskError
from models.fieldmessage import STEPS
from models.rows import NewRequest
from models.rows.field import CrewMessage
from models.tables import Assignment
from models.vocabulary import Step
from models.wall import MINUTE

CREWS = ("QX1", "QX2", "WX1")


@pytest.mark.parametrize("seed", [7])
def test_messages_at_random_are_taken_or_refused_and_never_break_a_rule(desk, seats, wall, rows, seed):
    dice, told = random.Random(seed), Counter()
    numbers = [desk.intake.save(seats.operator, NewRequest(code, phone=f"555000{n}")).number
               for n, code in enumerate(("EM-LEAK-IN", "RP-HOSE", "EM-LEAK-IN"))]  # fmt: skip
    heard: dict[int, int] = {}
    for turn in range(160):
        wall.advance(minutes=dice.choice((0, 1, 7)))
        late = dice.choice((None, 0, 3, 29, 31, 90, 1500, -3, -9))
        message = CrewMessage(
            dice.choice(CREWS), dice.choice((None, *STEPS)), None if late is None else wall.now() - late * MINUTE,
            dice.choice(("", "门开着")), dice.choice((None, (30.1, 119.3))), dice.choice(("", *numbers)),
            dice.choice(("", "远")), dice.choice(("", f"m{turn % 30}")),
        )  # fmt: skip
        try:
            if turn % 4 == 0:
                desk.dispatch.assign(seats.dispatcher, dice.choice(numbers), crew=dice.choice(CREWS),
                                     override_reason="x")  # fmt: skip
            answer = desk.field.report(seats.dispatcher, message)
            told["again" if answer.again else "amended" if answer.was else "taken"] += 1
        except DeskError as error:
            assert error.what and error.remedy
            told[error.code] += 1
        for job in rows(Assignment):
            assert (job.heard_at or 0) >= heard.get(job.id, 0)
            heard[job.id] = job.heard_at or 0
            times = [
                at for at in (job.offered_at, job.accepted_at, job.en_route_at, job.on_site_at, job.ended_at) if at
            ]
            assert times == sorted(times)
    there = Counter(job.crew_id for job in rows(Assignment, step=Step.ON_SITE.value, conflict=False))
    assert all(count == 1 for count in there.values())
    assert min(told["taken"], told["again"], told["amended"]) > 0, told
    assert desk.upkeep.check().faults == ()
