"""Which act may follow which state, and who may do it: the table of `domain` section 3."""

import pytest

from models.guards import SMELL_GONE
from models.refusals import REFUSALS, Refusal
from models.rows import Seat
from models.situation import Job, Situation
from models.sla import Event
from models.vocabulary import Act, Disposition, Kind, Priority, Role, Status, Step
from models.wall import DAY, HOUR
from models.workflow import FROM, canonical_number, why_not

OPERATOR = Seat(1, "li", "李静", frozenset({Role.OPERATOR}))
DISPATCHER = Seat(3, "chen", "陈诚", frozenset({Role.DISPATCHER}))
SUPERVISOR = Seat(4, "zhao", "赵敏", frozenset({Role.SUPERVISOR}))
ADMIN = Seat(5, "root", "Ada", frozenset({Role.ADMIN}))


def at(status, kind=Kind.REPAIR, priority=Priority.P3, **facts):
    """A situation in that state."""
    return Situation("R-00001", kind, priority, status, owner_id=1, **facts)


def code(act, situation, seat, **carried):
    """The code of the refusal, or None."""
    refusal = why_not(act, situation, seat, **carried)
    return refusal and refusal.code


TABLE = {
    Act.RESPOND: "open working held",
    Act.ASSIGN: "open working",
    Act.TAKE: "open",
    Act.SAFE: "working",
    Act.HOLD: "open working",
    Act.RESUME: "held",
    Act.RECLASSIFY: "open working held",
    Act.RESOLVE: "working",
    Act.CLOSE: "resolved",
    Act.REOPEN: "resolved closed",
    Act.CANCEL: "open working",
    Act.ACCEPT: "working held",
    Act.JOIN: "open working held",
}


@pytest.mark.parametrize("act", TABLE)
@pytest.mark.parametrize("status", list(Status))
def test_an_act_is_refused_from_every_state_but_its_own(act, status):
    refused = code(act, at(status), SUPERVISOR) == "state.wrong"
    assert refused is (status.value not in TABLE[act].split())


@pytest.mark.parametrize("act", list(FROM))
def test_admin_gives_no_desk_rights(act):
    assert code(act, at(FROM[act][0]), ADMIN) == "role.needed"


@pytest.mark.parametrize("act", [Act.ASSIGN, Act.ACCEPT, Act.ON_SITE, Act.DONE, Act.SAFE, Act.HOLD, Act.AMEND])
def test_what_moves_crews_needs_a_dispatcher(act):
    situation = at(Status.WORKING, jobs=(Job("QX1", Step.OFFERED),), carries_safe=True, safe_at=1)
    assert code(act, situation, OPERATOR) == "role.needed"
    assert code(act, situation, DISPATCHER) is None


def test_only_what_is_carried_is_judged_so_that_a_screen_may_ask_before_anybody_typed():
    assert code(Act.HOLD, at(Status.OPEN), DISPATCHER) is None
    assert code(Act.CANCEL, at(Status.OPEN), OPERATOR) is None
    assert code(Act.CANCEL, at(Status.OPEN), OPERATOR, reason=" ") == "reason.missing"


HOLDS = [
    (DISPATCHER, {}, 12, None),
    (DISPATCHER, {}, 24, None),
    (DISPATCHER, {}, 25, "hold.long"),
    (SUPERVISOR, {}, 72, None),
    (SUPERVISOR, {}, 73, "hold.limit"),
    (DISPATCHER, {}, 0, "hold.past"),
    (DISPATCHER, {"holds": 1}, 12, "hold.second"),
    (SUPERVISOR, {"holds": 1}, 12, None),
    (SUPERVISOR, {"carries_safe": True}, 12, "hold.needs_safe"),
    (DISPATCHER, {"carries_safe": True, "safe_at": 5}, 12, None),
]


@pytest.mark.parametrize(("seat", "facts", "hours", "expected"), HOLDS)
def test_a_hold_has_an_end_a_limit_and_a_supervisor_from_the_second_on(seat, facts, hours, expected):
    assert code(Act.HOLD, at(Status.WORKING, **facts), seat, reason="not_home", until=hours * HOUR, at=0) == expected


LEAK = {"kind": Kind.EMERGENCY, "priority": Priority.P1, "carries_safe": True, "worked": True}
ENDS = [
    (DISPATCHER, {}, "", "resolve.needs_safe"),
    (DISPATCHER, {"safe_at": 5}, "", "resolve.needs_source"),
    (DISPATCHER, {"safe_at": 5, "source_verified": True}, "", None),
    (DISPATCHER, {}, "because", "resolve.needs_safe"),
    (SUPERVISOR, {}, "", "resolve.needs_safe"),
    (SUPERVISOR, {}, "because", None),
    (OPERATOR, {"safe_at": 5, "source_verified": True}, "", "role.needed"),
    (DISPATCHER, {"jobs": (Job("QX1", Step.ON_SITE),)}, "", "resolve.crew_live"),
]


@pytest.mark.parametrize(("seat", "facts", "override", "expected"), ENDS)
def test_a_leak_ends_safe_and_with_its_source_found_or_by_a_supervisor(seat, facts, override, expected):
    situation = at(Status.WORKING, **LEAK, **facts)
    carried = {"disposition": Disposition.FIXED, "override_reason": override, "result": None}
    assert code(Act.RESOLVE, situation, seat, **carried) == expected


def test_no_access_is_not_no_leak_and_no_emergency_is_settled_on_the_line():
    safe = at(Status.WORKING, **LEAK, safe_at=5, source_verified=True)
    assert code(Act.RESOLVE, safe, DISPATCHER, disposition=Disposition.NO_ACCESS) == "resolve.no_access"
    assert code(Act.RESOLVE, safe, DISPATCHER, disposition=Disposition.ANSWERED) == "resolve.emergency_answered"
    assert code(Act.TAKE, at(Status.OPEN, **LEAK), OPERATOR) == "take.needs_crew"


def test_without_a_crew_a_repair_can_only_be_settled_on_the_line_by_its_owner():
    taken = at(Status.WORKING)
    other = Seat(2, "wang", "王磊", frozenset({Role.OPERATOR}))
    assert code(Act.RESOLVE, taken, DISPATCHER, disposition=Disposition.FIXED) == "resolve.no_crew"
    assert code(Act.RESOLVE, taken, OPERATOR, disposition=Disposition.ANSWERED) is None
    assert code(Act.RESOLVE, taken, other, disposition=Disposition.ANSWERED) == "owner.only"
    assert code(Act.TAKE, at(Status.OPEN), other) == "owner.only"


def test_an_inspection_ends_with_its_grade_and_a_complaint_with_cause_measure_and_answer():
    visit = at(Status.WORKING, Kind.INSPECTION, worked=True)
    assert code(Act.RESOLVE, visit, DISPATCHER, disposition=Disposition.FIXED) == "resolve.needs_result"
    complaint = at(Status.WORKING, Kind.COMPLAINT)
    said = {"cause": "迟到", "measure": "道歉", "answer": " ", "stage": "visit", "unit": "维修站", "person": "站长",
            "plan": "走访", "plan_by": DAY, "unit_answer": "已通报"}  # fmt: skip
    assert code(Act.RESOLVE, complaint, OPERATOR, disposition="fixed", **said) == "resolve.needs_complaint"
    assert code(Act.RESOLVE, complaint, OPERATOR, disposition="fixed", **said | {"answer": "已解释"}) is None


GOOD = {"speed": 5, "attitude": 4, "quality": 1}
CLOSES = [
    (OPERATOR, {}, {"scores": GOOD}, None),
    (OPERATOR, {"resolved_by": 1}, {"scores": GOOD}, "close.same_person"),
    (SUPERVISOR, {"resolved_by": 4}, {"scores": GOOD}, "close.same_person"),
    (SUPERVISOR, {"resolved_by": 4}, {"scores": GOOD, "reason": "夜班一人"}, None),
    (OPERATOR, {}, {"scores": GOOD | {"speed": 6}}, "close.scores"),
    (OPERATOR, {}, {"scores": GOOD | {"speed": True}}, "close.scores"),
    (OPERATOR, {}, {"scores": {"speed": 3}}, "close.scores"),
    (OPERATOR, {}, {"scores": {"speed": 3}, "withheld": "不愿评价"}, None),
    (OPERATOR, {}, {"withheld": "不愿评价"}, None),
    (OPERATOR, {"callback_due": True, "tries": 2}, {}, "close.callback"),
    (OPERATOR, {"callback_due": True, "tries": 3}, {}, None),
    (OPERATOR, {"callback_due": True}, {"at": 3 * DAY}, "close.callback"),
    (OPERATOR, {}, {"at": HOUR}, "close.callback"),
    (OPERATOR, {}, {"at": DAY}, None),
]


@pytest.mark.parametrize(("seat", "facts", "carried", "expected"), CLOSES)
def test_another_person_closes_with_the_call_back_on_record(seat, facts, carried, expected):
    given = {"scores": None, "reason": "", "at": 0} | carried
    assert code(Act.CLOSE, at(Status.RESOLVED, **facts), seat, **given) == expected


def test_a_closed_request_is_reopened_by_a_supervisor_within_seven_days():
    closed = at(Status.CLOSED, closed_at=0)
    assert code(Act.REOPEN, closed, OPERATOR, reason="又坏了", at=DAY) == "role.needed"
    assert code(Act.REOPEN, closed, SUPERVISOR, reason="又坏了", at=7 * DAY) is None
    assert code(Act.REOPEN, closed, SUPERVISOR, reason="又坏了", at=7 * DAY + 1) == "reopen.too_late"
    assert code(Act.REOPEN, at(Status.RESOLVED), OPERATOR, reason="又坏了", at=30 * DAY) is None


@pytest.mark.parametrize(
    "reason", ["没味了", "气味消失了", "闻不到了", "没有煤气味", "the smell is gone", "Odour has gone"]
)
def test_that_the_smell_is_gone_is_no_reason_to_cancel_a_leak(reason):
    leak = at(Status.OPEN, **LEAK)
    assert code(Act.CANCEL, leak, SUPERVISOR, reason=reason) == "cancel.smell_gone"
    assert code(Act.CANCEL, at(Status.OPEN), OPERATOR, reason=reason) is None


@pytest.mark.parametrize("reason", ["重复来电", "打错了", "wrong address, same as E-00012", "味道投诉另立单"])
def test_other_reasons_stand(reason):
    assert not SMELL_GONE.search(reason)


def test_a_p1_is_lowered_by_a_supervisor_only_also_by_taking_its_kind_away():
    leak = at(Status.OPEN, **LEAK)
    lower = {"changes": {"priority": "P3"}, "priority": Priority.P3, "kind": Kind.REPAIR, "carries_safe": False}
    lower["reason"] = "x"
    sideways = lower | {"priority": Priority.P1}
    unsafe = sideways | {"kind": Kind.EMERGENCY}
    assert code(Act.RECLASSIFY, leak, DISPATCHER, **lower) == "reclassify.lower_p1"
    assert code(Act.RECLASSIFY, leak, DISPATCHER, **sideways) == "reclassify.lower_p1"
    assert code(Act.RECLASSIFY, leak, DISPATCHER, **unsafe) == "reclassify.lower_p1"
    assert code(Act.RECLASSIFY, leak, DISPATCHER, **unsafe | {"carries_safe": True}) is None
    assert code(Act.RECLASSIFY, leak, SUPERVISOR, **lower) is None
    up = {"changes": {"priority": "P1"}, "priority": Priority.P1, "kind": Kind.EMERGENCY, "carries_safe": True}
    assert code(Act.RECLASSIFY, at(Status.OPEN), OPERATOR, **up, reason="有气味") is None


STEPS = [
    (Step.OFFERED, Act.ACCEPT, None),
    (Step.OFFERED, Act.ON_SITE, None),
    (Step.OFFERED, Act.DECLINE, None),
    (Step.ACCEPTED, Act.DECLINE, "step.accepted"),
    (Step.ACCEPTED, Act.ACCEPT, "step.back"),
    (Step.ON_SITE, Act.EN_ROUTE, "step.back"),
    (Step.ON_SITE, Act.WITHDRAW, None),
    (Step.EN_ROUTE, Act.DONE, None),
]


@pytest.mark.parametrize(("step", "act", "expected"), STEPS)
def test_steps_may_be_skipped_forward_and_never_go_back(step, act, expected):
    situation = at(Status.WORKING, jobs=(Job("QX1", step),))
    assert code(act, situation, DISPATCHER, crew=None, at=1) == expected


def test_with_several_crews_the_one_that_is_meant_is_named():
    two = at(Status.WORKING, jobs=(Job("QX1", Step.ON_SITE), Job("QX2", Step.OFFERED)))
    assert code(Act.ACCEPT, two, DISPATCHER, crew=None) == "step.which_crew"
    assert code(Act.ACCEPT, two, DISPATCHER, crew="QX2") is None
    assert code(Act.ACCEPT, two, DISPATCHER, crew="WX1") == "step.no_crew"
    assert code(Act.ACCEPT, two, DISPATCHER) is None


def test_the_situation_follows_from_the_row_and_the_journal():
    row = Row(status="held", kind="repair", priority="P3")
    events = [
        Event(1, 0, Act.SAVE, {"targets": {"safe": {"ms": 1}}}),
        Event(2, 1, Act.RESPOND, {}),
        Event(3, 2, Act.RECLASSIFY, {"targets": {"response": {"ms": 1}}}),
        Event(4, 3, Act.DONE, {}),
        Event(5, 4, Act.HOLD, {"from": "working"}),
        Event(6, 5, Act.HAND_OVER, {"to": 7}),
    ]
    now = Situation.of(row, [], events)
    assert (now.responded, now.worked, now.carries_safe, now.offered_to) == (True, True, False, 7)
    assert (now.back_to, now.last_at, now.awaits_reply) == (Status.WORKING, 5, True)
    gone = Situation.of(row, [], [*events, Event(7, 6, Act.WITHDRAW, {}), Event(8, 7, Act.ACCEPT_OWNER, {})])
    assert (gone.back_to, gone.offered_to) == (Status.OPEN, None)
    again = Situation.of(row, [], [*events, Event(7, 6, Act.REOPEN), Event(8, 7, Act.RESPOND, {"reply": True})])
    assert (again.responded, again.worked, again.awaits_reply) == (False, False, False)


class Row:
    """A request's row, with the columns of a plain one."""

    number, received, state_since, owner_id, safe_at, source_verified = "R-00001", 0, 0, 1, None, 0
    holds, resolved_by, closed_at, callback_due, reply_by = 0, None, None, 0, 9

    def __init__(self, **columns):
        self.__dict__.update(columns)


@pytest.mark.parametrize(
    "text", ["E-01042", "e1042", "E 1042", "e-001042", "Ｅ－１０４２", " e1042 ", "E–1042", "ｅ１０４２"]
)
def test_dash_zeros_case_and_width_of_a_number_are_optional(text):
    assert canonical_number(text) == "E-01042"


def test_what_is_no_number_comes_back_trimmed():
    assert canonical_number(" 幸福路 ") == "幸福路"
    assert canonical_number("E-123456") == "E-123456"
    assert canonical_number("E" + "9" * 5000) == "E" + "9" * 5000


FACTS = ("role", "number", "status", "act", "given", "field", "allowed", "crew", "crews", "step", "other", "name",
         "category", "district", "id", "clock", "into", "state", "minutes", "most", "severity", "rule",
         "login", "calls", "fields", "card", "question", "chosen", "text", "parent", "caller", "wave", "call", "n",
         "skill", "numbers",
         "phone", "version", "words", "kind", "outside_number",
         "load", "item", "least", "day", "part", "word", "result", "worst",
         "lacks", "names", "tries", "external_id", "region", "area", "extension", "plan", "plans", "level",
         "of", "over", "by", "member", "goal", "line", "why", "period")  # fmt: skip


@pytest.mark.parametrize("known", REFUSALS)
def test_every_refusal_can_be_said(known):
    facts = dict.fromkeys(FACTS, "x")
    error = Refusal(known, facts).error()
    assert (error.code, error.facts) == (known, facts)
    assert error.what.endswith(".")
