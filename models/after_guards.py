"""The guards of what follows the work: call-backs, complaints and their reviews. Nobody judges their own work."""

from collections.abc import Callable, Mapping
from typing import Any

from models.aftercare import TRIES, lacking, next_try, scored
from models.refusals import Refusal
from models.rows import Seat
from models.situation import Situation
from models.vocabulary import Act, Kind, Role
from models.wall import MINUTE

HANDLES = frozenset({Act.TAKE, Act.ACCEPT_OWNER, Act.RESOLVE, Act.CLOSE, Act.CALL_TRY, Act.REVIEW_COMPLAINT})
"""What the handler of a complaint does, and whoever judges how it was handled: never the responsible person."""

DEALS = HANDLES | {Act.RESPOND, Act.HOLD, Act.RESUME, Act.RECLASSIFY, Act.EXTEND, Act.APPOINT, Act.MERGE, Act.CANCEL,
                   Act.HANDLE_COMPLAINT}  # fmt: skip
"""Every way to deal with a complaint: never by somebody complained of."""

Guard = Callable[[Act, Situation, Seat, Mapping[str, Any]], Refusal | None]


def party(act: Act, situation: Situation, seat: Seat) -> Refusal | None:
    """Who is complained of does not deal with the complaint; who is responsible does not handle or judge it."""
    facts = situation.handling
    if facts is None or not seat.operator_id:
        return None
    if act in DEALS and seat.operator_id in facts.against:
        return Refusal("complaint.against", {"number": situation.number})
    if act in HANDLES and seat.operator_id == facts.person_id:
        return Refusal("complaint.responsible", {"number": situation.number})
    return None


def own_work(situation: Situation, seat: Seat) -> bool:
    """Is it this seat's own work: did they resolve it, take it on themselves, or enter it as the inspector's?"""
    return (bool(seat.operator_id) and situation.resolved_by == seat.operator_id) or seat.login in situation.workers


def same_person(situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    """Nobody calls back about their own work, but a supervisor with a reason where there is nobody else."""
    if not own_work(situation, seat):
        return None
    excused = seat.may(Role.SUPERVISOR) and bool(str(carried.get("reason", "-")).strip())
    return None if excused else Refusal("close.same_person", {"number": situation.number})


def called_back(situation: Situation, carried: Mapping[str, Any]) -> Refusal | None:
    """The scores are from 1 to 5, and those left out have their reason."""
    scores: Mapping[str, Any] = carried["scores"] or {}
    names = scored(situation.kind)
    known = set(scores) <= set(names) and all(type(score) is int and 1 <= score <= 5 for score in scores.values())
    withheld = str(carried.get("withheld", "")).strip()
    if known and (len(scores) == len(names) or withheld):
        return None
    return Refusal("close.scores", {"names": ", ".join(names)})


def _call_try(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    own = same_person(situation, seat, carried)
    if own is not None:
        return own
    if not situation.callback_due:
        return Refusal("try.not_due", {"number": situation.number})
    if situation.tries >= TRIES:
        return Refusal("try.enough", {"number": situation.number, "tries": situation.tries})
    wait = next_try(situation.last_try) - carried.get("at", 0)
    if wait > 0 and situation.last_try is not None:
        return Refusal("try.too_soon", {"number": situation.number, "minutes": -(-wait // MINUTE)})
    return None


def _handle(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    if situation.kind is not Kind.COMPLAINT:
        return Refusal("complaint.kind", {"number": situation.number})
    if "said" not in carried:
        return None
    if not carried["said"]:
        return Refusal("complaint.empty")
    return named(situation, carried)


def named(situation: Situation, carried: Mapping[str, Any]) -> Refusal | None:
    """The responsible person is neither the handler nor complained of, and the plan lies after the complaint."""
    facts = situation.handling
    person = carried.get("person_id") or (facts.person_id if facts else None)
    against = (facts.against if facts else frozenset()) | frozenset(carried.get("against", ()))
    if person is not None and person in (situation.owner_id, carried.get("handler")):
        return Refusal("complaint.handler", {"number": situation.number})
    if person is not None and person in against:
        return Refusal("complaint.person_against", {"number": situation.number})
    plan_by = carried.get("plan_by")
    return Refusal("complaint.plan_by") if plan_by is not None and plan_by <= situation.received else None


def complaint_end(situation: Situation, carried: Mapping[str, Any]) -> Refusal | None:
    """A complaint ends with everything that its record must say."""
    lacks = lacking(situation.handling, carried)
    if lacks:
        return Refusal("resolve.needs_complaint", {"number": situation.number, "lacks": ", ".join(lacks)})
    return named(situation, carried)


def _review(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    facts = situation.handling
    if facts is None or not facts.stage:
        return Refusal("review.none", {"number": situation.number})
    if facts.reviewed_at is not None:
        return Refusal("review.done", {"number": situation.number})
    own = same_person(situation, seat, carried)
    if own is not None:
        return own
    return Refusal("text.missing") if not str(carried.get("text", "-")).strip() else None


AFTER_GUARDS: Mapping[Act, Guard] = {
    Act.CALL_TRY: _call_try,
    Act.HANDLE_COMPLAINT: _handle,
    Act.REVIEW_COMPLAINT: _review,
}
