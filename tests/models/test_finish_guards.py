"""What may end what: the closing guards of `domain` section 3 as a table, and those of visits and plans."""

import pytest

from models.rows import Seat
from models.situation import Job, Situation
from models.vocabulary import Act, Disposition, InspectionResult, Kind, Priority, Role, Status, Step
from models.wall import HOUR
from models.workflow import why_not

DISPATCHER = Seat(3, "chen", "陈诚", frozenset({Role.DISPATCHER}))
SUPERVISOR = Seat(4, "zhao", "赵敏", frozenset({Role.SUPERVISOR}))
LEAK = {"kind": Kind.EMERGENCY, "priority": Priority.P1, "carries_safe": True, "worked": True}
SAFE = LEAK | {"safe_at": 5}
FOUND = SAFE | {"source_verified": True}
REPAIR = {"kind": Kind.REPAIR, "priority": Priority.P3, "worked": True}
VISIT = REPAIR | {"kind": Kind.INSPECTION}
EMPTY = REPAIR | {"worked": False, "empty_visits": 1, "met_nobody": True}


def code(act, facts, seat, **carried):
    """The code of the refusal, or None."""
    given = {"status": Status.WORKING, **facts}
    refusal = why_not(act, Situation("R-00001", given.pop("kind"), given.pop("priority"), given.pop("status"), **given),
                      seat, **{"at": 10, **carried})  # fmt: skip
    return refusal and refusal.code


ENDS = [
    # facts, disposition, refused to a dispatcher, refused to a supervisor without and with a reason
    (LEAK, "fixed", "resolve.needs_safe", "resolve.needs_safe", None),
    (LEAK, "no_access", "resolve.needs_safe", "resolve.needs_safe", None),
    (LEAK, "false_alarm", "resolve.needs_safe", "resolve.needs_safe", None),
    (LEAK, "answered", "resolve.emergency_answered", "resolve.emergency_answered", "resolve.emergency_answered"),
    (SAFE, "fixed", "resolve.needs_source", "resolve.needs_source", None),
    (SAFE, "no_fault", "resolve.needs_source", "resolve.needs_source", None),
    (FOUND, "fixed", None, None, None),
    (FOUND, "made_safe", None, None, None),
    (FOUND, "no_access", "resolve.no_access", "resolve.no_access", None),
    (FOUND | {"jobs": (Job("QX1", Step.ON_SITE),)}, "fixed", "resolve.crew_live", "resolve.crew_live",
     "resolve.crew_live"),
    (FOUND | {"worked": False}, "fixed", "resolve.no_crew", "resolve.no_crew", None),
    (FOUND | {"met_nobody": True, "empty_visits": 1}, "fixed", "resolve.nobody_met", "resolve.nobody_met", None),
    (REPAIR, "fixed", None, None, None),
    (REPAIR, "no_access", None, None, None),
    (REPAIR | {"met_nobody": True, "empty_visits": 2}, "no_fault", "resolve.nobody_met", "resolve.nobody_met", None),
    (REPAIR | {"met_nobody": True, "empty_visits": 2}, "false_alarm", "resolve.nobody_met", "resolve.nobody_met", None),
    (EMPTY, "no_access", None, None, None),
    (EMPTY, "no_fault", "resolve.no_crew", "resolve.no_crew", None),
    (EMPTY | {"status": Status.OPEN}, "no_access", None, None, None),
    (EMPTY | {"status": Status.OPEN}, "fixed", "state.wrong", "state.wrong", "state.wrong"),
    (REPAIR | {"status": Status.OPEN}, "no_access", "state.wrong", "state.wrong", "state.wrong"),
    (EMPTY | LEAK | {"status": Status.OPEN, "worked": False}, "no_access", "resolve.needs_safe", "resolve.needs_safe",
     None),
]  # fmt: skip


@pytest.mark.parametrize(("facts", "how", "dispatcher", "supervisor", "overridden"), ENDS)
def test_what_may_end_how_and_who_may_override_it(facts, how, dispatcher, supervisor, overridden):
    ended = {"disposition": Disposition(how)}
    assert code(Act.RESOLVE, facts, DISPATCHER, **ended) == dispatcher
    assert code(Act.RESOLVE, facts, DISPATCHER, **ended, override_reason="x") == dispatcher
    assert code(Act.RESOLVE, facts, SUPERVISOR, **ended) == supervisor
    assert code(Act.RESOLVE, facts, SUPERVISOR, **ended, override_reason=" ") == supervisor
    assert code(Act.RESOLVE, facts, SUPERVISOR, **ended, override_reason="x") == overridden


@pytest.mark.parametrize("result", [InspectionResult.NO_ENTRY, InspectionResult.REFUSED])
@pytest.mark.parametrize("how", list(Disposition))
def test_an_inspection_that_was_not_let_in_found_nothing(result, how):
    said = {"disposition": how, "result": result}
    claims = how in (Disposition.FIXED, Disposition.MADE_SAFE, Disposition.NO_FAULT, Disposition.FALSE_ALARM,
                     Disposition.USER_APPLIANCE)  # fmt: skip
    assert code(Act.RESOLVE, VISIT, DISPATCHER, **said) == ("resolve.no_entry" if claims else None)
    assert code(Act.RESOLVE, VISIT, DISPATCHER, disposition=how, result=InspectionResult.PASS) is None


@pytest.mark.parametrize(
    ("name", "agreed", "objection", "why"),
    [("", None, "", None), ("王姐", True, "", None), ("王姐", False, "还漏", None),
     ("王姐", False, " ", "confirm.objection"), ("", True, "", "confirm.who"),
     ("王姐", None, "", "confirm.who"), ("", None, "还漏", "confirm.who")],
)  # fmt: skip
def test_a_confirmation_is_whole_or_not_there(name, agreed, objection, why):
    said = {"confirmed_by": name, "confirmed": agreed, "objection": objection}
    assert code(Act.RESOLVE, REPAIR, DISPATCHER, disposition=Disposition.FIXED, **said) == why
    alone = code(Act.CONFIRM, REPAIR, DISPATCHER, name=name, agreed=agreed, objection=objection)
    assert alone == why


def test_a_time_of_the_fire_service_has_a_name_and_has_passed():
    whole = {"reading": "0 %LEL", "valve": "关"}
    assert code(Act.SAFE, LEAK, DISPATCHER, **whole, fire_service="周队", fire_at=9) is None
    assert code(Act.SAFE, LEAK, DISPATCHER, **whole, fire_service=" ", fire_at=9) == "safe.fire"
    assert code(Act.SAFE, LEAK, DISPATCHER, **whole, fire_service="周队", fire_at=11) == "at.future"
    assert code(Act.SAFE_RECORD, LEAK, DISPATCHER) == "safe_record.none"
    assert code(Act.SAFE_RECORD, SAFE, DISPATCHER, said={}) == "safe_record.empty"
    assert code(Act.SAFE_RECORD, SAFE, DISPATCHER, said={"basement": "clear"}) is None


@pytest.mark.parametrize(("step", "why"), [(step, None if step is Step.ON_SITE else "met_nobody.not_there")
                                           for step in Step][:4])  # fmt: skip
def test_only_a_crew_that_is_there_meets_nobody(step, why):
    here = REPAIR | {"jobs": (Job("QX1", step), Job("QX2", Step.OFFERED))}
    assert code(Act.MET_NOBODY, here, DISPATCHER, crew=None) == why
    assert code(Act.MET_NOBODY, here, DISPATCHER, crew="QX2") == "met_nobody.not_there"
    two = REPAIR | {"jobs": (Job("QX1", Step.ON_SITE), Job("QX2", Step.ON_SITE))}
    assert code(Act.MET_NOBODY, two, DISPATCHER, crew=None) == "step.which_crew"
    assert code(Act.MET_NOBODY, two, DISPATCHER, crew="QX2") is None


@pytest.mark.parametrize(("window", "why"), [(0, None), (HOUR, None), (12 * HOUR, None), (-1, "appoint.window"),
                                             (13 * HOUR, "appoint.window")])  # fmt: skip
def test_an_agreed_visit_is_off_its_moment_by_half_a_day_at_most(window, why):
    assert code(Act.APPOINT, REPAIR, DISPATCHER, instant=20, due=50, window=window) == why


def test_a_plan_is_for_what_threatens_life_or_many():
    assert code(Act.START_PLAN, REPAIR, DISPATCHER) == "plan.only_grave"
    assert code(Act.START_PLAN, REPAIR | {"parent": True}, DISPATCHER) is None
    assert code(Act.START_PLAN, LEAK, DISPATCHER) is None
    for act in (Act.TICK, Act.UNTICK, Act.REVIEW_PLAN):
        assert code(act, LEAK, DISPATCHER) == "plan.none_here"
        assert code(act, LEAK | {"plans": 1, "reviews_owed": 1}, DISPATCHER) is None
    assert code(Act.REVIEW_PLAN, LEAK | {"plans": 1}, DISPATCHER, text="x") == "plan.reviewed"
    assert code(Act.REVIEW_PLAN, LEAK | {"plans": 1, "reviews_owed": 1}, DISPATCHER, text=" ") == "text.missing"


def test_a_request_with_a_plan_is_closed_with_a_review_and_merged_into_nothing():
    owed = FOUND | {"status": Status.RESOLVED, "reviews_owed": 1, "plans": 1}
    assert code(Act.CLOSE, owed, DISPATCHER, scores=None, withheld="would not say") == "close.needs_review"
    assert code(Act.CLOSE, owed, DISPATCHER, scores=None, withheld="would not say", review=" ") == "close.needs_review"
    assert code(Act.CLOSE, owed, DISPATCHER, scores=None, withheld="would not say", review="顺利") is None
    assert code(Act.MERGE, owed | {"status": Status.WORKING}, DISPATCHER) == "merge.plan_runs"
