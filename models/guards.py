"""The guards of single acts: what each must find and must carry, beyond the right state and the right role."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.after_guards import AFTER_GUARDS, called_back, complaint_end, same_person
from models.aftercare import TRIES
from models.finish_guards import FINISH_GUARDS, WIDEST_WINDOW, claims_too_much, confirmation_refusal, fire_refusal
from models.merging import UNDO_WITHIN
from models.ranking import Out, Reason
from models.refusals import Refusal
from models.rows import Seat
from models.situation import Job, Situation
from models.sla import HOLD_LIMIT
from models.vocabulary import LIVE, WITHOUT_ACCESS, Act, ClockKind, Disposition, Kind, Priority, Role, Status, Step
from models.wall import DAY, HOUR, MINUTE

LONG_HOLD = 24 * HOUR
REOPEN_WITHIN = 7 * DAY
QUIET = 24 * HOUR
"""How long a resolved request that is not in the call-back sample stays quiet before it may be closed."""
EXTENSIBLE = (ClockKind.RESOLUTION.value, ClockKind.RESPONSE.value)
LONGEST_EXTENSION = 366 * DAY
FARTHEST_APPOINTMENT = 366 * DAY
FARTHEST_PROMISE = 30 * DAY
HAND_OVER_WITHIN = 30 * MINUTE
"""After this a hand-over that nobody accepted is the owner's again."""
WITHOUT_CREW = frozenset({Kind.COMPLAINT, Kind.ENQUIRY})
SMELL_GONE = re.compile(
    r"没有?.{0,2}味|无.?味|闻不到|[味臭].{0,4}(没|消失|散|不见)"
    r"|(smell|odou?r)\W+(is|has|was|'s)?\W*(all\W+)?(gone|vanished|cleared|disappeared)|no\W+(more\W+)?(smell|odou?r)",
    re.IGNORECASE,
)

STEP_OF: Mapping[Act, Step] = {
    Act.ACCEPT: Step.ACCEPTED,
    Act.DECLINE: Step.DECLINED,
    Act.WITHDRAW: Step.WITHDRAWN,
    Act.EN_ROUTE: Step.EN_ROUTE,
    Act.ON_SITE: Step.ON_SITE,
    Act.DONE: Step.DONE,
}
_RANK = {Step.OFFERED: 0, Step.ACCEPTED: 1, Step.EN_ROUTE: 2, Step.ON_SITE: 3, Step.DONE: 4}


Carried = Mapping[str, Any]


def _refusal(code: str, situation: Situation, **facts: Any) -> Refusal:
    return Refusal(code, {"number": situation.number, **facts})


def _supervisor() -> Refusal:
    return Refusal("role.needed", {"role": Role.SUPERVISOR.value})


def _respond(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if carried.get("reply"):
        return None if situation.awaits_reply else _refusal("respond.no_reply", situation)
    return _refusal("respond.already", situation) if situation.responded else None


def _take(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.kind is Kind.EMERGENCY:
        return _refusal("take.needs_crew", situation)
    return None if _owns(situation, seat) else _refusal("owner.only", situation)


def _owns(situation: Situation, seat: Seat) -> bool:
    return situation.owner_id in (None, seat.operator_id) or seat.may(Role.SUPERVISOR)


_LEFT_OUT = {
    Out.SKILL: ("assign.skill", "skill"),
    Out.EXPIRED: ("assign.expired", "skill"),
    Out.LOAD: ("assign.load", "load"),
}
"""The refusal for a crew that a hard filter leaves out, and its fact; else it is simply not in service."""


def _assign(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    crew = carried.get("crew")
    if crew is None:
        return None
    if any(job.crew == crew for job in situation.jobs):
        return _refusal("assign.already", situation, crew=crew)
    if situation.handling is not None and crew in situation.handling.against_crews:
        return _refusal("complaint.crew_against", situation, crew=crew)
    out: Sequence[Reason] = carried.get("left_out", ())
    if not out or carried.get("override_reason", "").strip():
        return None
    code, fact = _LEFT_OUT.get(Out(out[0].why), ("assign.out", ""))
    return _refusal(code, situation, crew=crew, **({fact: out[0].fact} if fact else {}))


def step_guard(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    """The one live job that is meant, and whether its next step leads forward."""
    jobs = [job for job in situation.jobs if carried.get("crew") in (None, job.crew)]
    if not jobs:
        return _refusal("step.no_crew", situation, crew=carried.get("crew") or "")
    if "crew" not in carried:
        return None if any(_forward(act, job) is None for job in jobs) else _forward(act, jobs[0])
    if len(jobs) > 1:
        return _refusal("step.which_crew", situation, crews=", ".join(job.crew for job in jobs))
    return _forward(act, jobs[0])


def _forward(act: Act, job: Job) -> Refusal | None:
    if act is Act.WITHDRAW:
        return None
    if act is Act.DECLINE:
        return None if job.step is Step.OFFERED else Refusal("step.accepted", {"crew": job.crew})
    if _RANK[job.step] < _RANK[STEP_OF[act]]:
        return None
    return Refusal("step.back", {"crew": job.crew, "step": job.step.value})


def _check_in(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    """The one live job of which the crew is heard."""
    jobs = [job for job in situation.jobs if carried.get("crew") in (None, job.crew)]
    if not jobs:
        return _refusal("step.no_crew", situation, crew=carried.get("crew") or "")
    if "crew" in carried and len(jobs) > 1:
        return _refusal("step.which_crew", situation, crews=", ".join(job.crew for job in jobs))
    return None


def _safe(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if not situation.carries_safe:
        return _refusal("safe.not_carried", situation)
    facts = [str(carried[name]).strip() for name in ("reading", "valve") if name in carried]
    return fire_refusal(carried) if all(facts) else Refusal("safe.facts")


def _hold(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.carries_safe and situation.safe_at is None:
        return _refusal("hold.needs_safe", situation)
    supervisor = seat.may(Role.SUPERVISOR)
    if situation.holds and not supervisor:
        return _refusal("hold.second", situation)
    if "until" not in carried:
        return None
    span = int(carried["until"]) - int(carried["at"])
    if span <= 0:
        return Refusal("hold.past")
    if span > HOLD_LIMIT:
        return Refusal("hold.limit")
    return Refusal("hold.long") if span > LONG_HOLD and not supervisor else None


def _reclassify(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if "changes" not in carried:
        return None
    if not carried["changes"]:
        return _refusal("reclassify.same", situation)
    lowers = (
        carried["priority"] is not Priority.P1
        or (situation.kind is Kind.EMERGENCY and carried["kind"] is not Kind.EMERGENCY)
        or (situation.carries_safe and not carried["carries_safe"])
    )
    if situation.priority is Priority.P1 and lowers and not seat.may(Role.SUPERVISOR):
        return _refusal("reclassify.lower_p1", situation)
    return None


def _resolve(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    disposition = carried.get("disposition")
    on_the_line = situation.kind in WITHOUT_CREW or disposition in (None, Disposition.ANSWERED)
    if not seat.may(Role.DISPATCHER):
        if situation.kind is Kind.EMERGENCY or not on_the_line:
            return Refusal("role.needed", {"role": Role.DISPATCHER.value})
        if not _owns(situation, seat):
            return _refusal("owner.only", situation)
    if situation.jobs:
        return _refusal("resolve.crew_live", situation, crew=situation.jobs[0].crew)
    if situation.kind is Kind.EMERGENCY and disposition is Disposition.ANSWERED:
        return Refusal("resolve.emergency_answered")
    overridden = seat.may(Role.SUPERVISOR) and (
        "disposition" not in carried or bool(carried.get("override_reason", "").strip())
    )
    if situation.carries_safe and not overridden:
        if situation.safe_at is None:
            return _refusal("resolve.needs_safe", situation)
        if not situation.source_verified:
            return _refusal("resolve.needs_source", situation)
        if disposition is Disposition.NO_ACCESS:
            return _refusal("resolve.no_access", situation)
    found_nobody = disposition is Disposition.NO_ACCESS and situation.empty_visits > 0
    if not on_the_line and not situation.worked and not overridden and not found_nobody:
        return _refusal("resolve.no_crew", situation)
    too_much = None if overridden else claims_too_much(situation, carried)
    return too_much or (_ending(situation, carried) if "disposition" in carried else None)


def _ending(situation: Situation, carried: Carried) -> Refusal | None:
    """What the end of an inspection and of a complaint must say."""
    answered = carried["disposition"] is Disposition.ANSWERED
    if situation.kind is Kind.INSPECTION and not answered and carried.get("result") is None:
        return Refusal("resolve.needs_result")
    complained = complaint_end(situation, carried) if situation.kind is Kind.COMPLAINT else None
    return complained or confirmation_refusal(*(carried.get(name, usual) for name, usual in _CONFIRMED.items()))


_CONFIRMED = {"confirmed_by": "", "confirmed": None, "objection": ""}


def _inspect(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    """The whole of a visit in one act; `crew` is who was there, as far as anybody knows."""
    if situation.kind is not Kind.INSPECTION:
        return _refusal("inspect.kind", situation)
    if situation.carries_safe:
        return _resolve(Act.RESOLVE, situation, seat, {})
    if "result" not in carried:
        return None
    if not carried["crew"]:
        return _refusal("inspect.crew", situation)
    other = next((job.crew for job in situation.jobs if job.crew != carried["crew"]), None)
    if other:
        return _refusal("resolve.crew_live", situation, crew=other)
    saw_nothing = carried["result"] in WITHOUT_ACCESS
    return Refusal("inspect.findings") if saw_nothing and carried["findings"] else None


def _close(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    own = same_person(situation, seat, carried)
    if own is not None:
        return own
    if "scores" not in carried:
        return None
    if situation.reviews_owed and not str(carried.get("review", "")).strip():
        return _refusal("close.needs_review", situation)
    if carried["scores"] is not None or carried.get("withheld"):
        return called_back(situation, carried)
    quiet = not situation.callback_due and carried["at"] - situation.last_at >= QUIET
    return None if situation.tries >= TRIES or quiet else _refusal("close.callback", situation, tries=situation.tries)


def _reopen(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.status is not Status.CLOSED:
        return None
    if not seat.may(Role.SUPERVISOR):
        return _supervisor()
    closed = situation.closed_at or 0
    too_late = carried.get("at", closed) - closed > REOPEN_WITHIN
    return _refusal("reopen.too_late", situation) if too_late else None


def _cancel(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.priority is Priority.P1 and not seat.may(Role.SUPERVISOR):
        return _supervisor()
    on_site = next((job.crew for job in situation.jobs if job.step is Step.ON_SITE), None)
    if on_site:
        return _refusal("cancel.crew_on_site", situation, crew=on_site)
    odour = situation.carries_safe or situation.kind is Kind.EMERGENCY
    return Refusal("cancel.smell_gone") if odour and SMELL_GONE.search(carried.get("reason", "")) else None


def _note(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    return Refusal("text.missing") if not str(carried.get("text", "-")).strip() else None


def _hand_over(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if not _owns(situation, seat):
        return _refusal("owner.only", situation)
    return _refusal("hand_over.self", situation) if "to" in carried and carried["to"] == situation.owner_id else None


def _accept_owner(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    steps_in = seat.may(Role.SUPERVISOR) and situation.owner_id != seat.operator_id
    if situation.owner_id is None or steps_in:
        return None
    return _decline_owner(act, situation, seat, carried)


def _decline_owner(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.offered_to != seat.operator_id:
        return _refusal("accept_owner.none", situation)
    lapsed = carried.get("at", 0) > (situation.offered_at or 0) + HAND_OVER_WITHIN
    return _refusal("hand_over.lapsed", situation) if lapsed else None


def _promise(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if "phone" in carried and not carried["phone"]:
        return _refusal("promise.no_phone", situation)
    return _promised_for(carried)


def _promised_for(carried: Carried) -> Refusal | None:
    within = "until" not in carried or carried["at"] < carried["until"] <= carried["at"] + FARTHEST_PROMISE
    return None if within else Refusal("promise.time")


def _own_promise(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    return _promised_for(carried) if situation.promises else _refusal("promise.none", situation)


def _edit(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    ended = situation.status in (Status.CLOSED, Status.CANCELLED)
    return _supervisor() if ended and not seat.may(Role.SUPERVISOR) else None


def _extend(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if not seat.may(Role.SUPERVISOR):
        return _supervisor()
    clock = str(carried.get("clock", ClockKind.RESOLUTION.value))
    if clock not in EXTENSIBLE:
        return Refusal("extend.clock", {"clock": clock})
    if clock in situation.extended:
        return _refusal("extend.again", situation)
    if "by" not in carried:
        return None
    if carried["due"] is None:
        return _refusal("promise.not_running", situation)
    if carried["pinned"]:
        return _refusal("extend.pinned", situation)
    if carried["at"] > carried["due"]:
        return _refusal("promise.past", situation)
    if not 0 < carried["by"] <= LONGEST_EXTENSION:
        return Refusal("extend.by")
    return None if carried["told"] else Refusal("extend.untold")


def _appoint(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if situation.carries_safe and situation.safe_at is None:
        return _refusal("appoint.needs_safe", situation)
    if "instant" not in carried:
        return None
    if carried["due"] is None:
        return _refusal("promise.not_running", situation)
    if carried["at"] > carried["due"]:
        return _refusal("promise.past", situation)
    if not carried["at"] < carried["instant"] <= carried["at"] + FARTHEST_APPOINTMENT:
        return Refusal("appoint.time")
    return None if 0 <= carried.get("window", 0) <= WIDEST_WINDOW else Refusal("appoint.window")


def _merge(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    on_site = next((job.crew for job in situation.jobs if job.step is Step.ON_SITE), None)
    if on_site:
        return _refusal("merge.crew_on_site", situation, crew=on_site)
    if situation.reviews_owed:
        return _refusal("merge.plan_runs", situation)
    if "into" not in carried:
        return None
    stays: Situation = carried["into"]
    if stays.number == situation.number:
        return _refusal("merge.self", situation)
    if stays.status not in LIVE:
        return Refusal("merge.not_live", {"number": stays.number, "status": stays.status.value})
    if situation.carries_safe and not stays.carries_safe:
        return _refusal("merge.loses_safe", situation, into=stays.number)
    return None


def _unmerge(act: Act, situation: Situation, seat: Seat, carried: Carried) -> Refusal | None:
    if not seat.may(Role.SUPERVISOR):
        return _supervisor()
    if carried.get("at", 0) - (situation.merged_at or 0) > UNDO_WITHIN:
        return _refusal("unmerge.too_late", situation)
    if carried.get("into_status") is Status.MERGED:
        return _refusal("unmerge.nested", situation)
    return None


Guard = Callable[[Act, Situation, Seat, Carried], Refusal | None]
GUARDS: Mapping[Act, Guard] = {
    Act.RESPOND: _respond,
    Act.ASSIGN: _assign,
    Act.TAKE: _take,
    Act.CHECK_IN: _check_in,
    Act.SAFE: _safe,
    Act.HOLD: _hold,
    Act.RECLASSIFY: _reclassify,
    Act.RESOLVE: _resolve,
    Act.INSPECT: _inspect,
    Act.CLOSE: _close,
    Act.REOPEN: _reopen,
    Act.CANCEL: _cancel,
    Act.EXTEND: _extend,
    Act.APPOINT: _appoint,
    Act.MERGE: _merge,
    Act.UNMERGE: _unmerge,
    Act.NOTE: _note,
    Act.HAND_OVER: _hand_over,
    Act.ACCEPT_OWNER: _accept_owner,
    Act.DECLINE_OWNER: _decline_owner,
    Act.PROMISE: _promise,
    Act.KEEP_PROMISE: _own_promise,
    Act.MOVE_PROMISE: _own_promise,
    Act.EDIT: _edit,
    **FINISH_GUARDS,
    **AFTER_GUARDS,
}
