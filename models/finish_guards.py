"""The guards of what brings work to its end: the safe record, visits that met nobody, the customer's word, plans."""

from collections.abc import Callable, Mapping
from typing import Any

from models.refusals import Refusal
from models.rows import Seat
from models.situation import Situation
from models.vocabulary import Act, Disposition, InspectionResult, Priority, Step
from models.wall import HOUR

CLAIMS = frozenset(
    {Disposition.FIXED, Disposition.MADE_SAFE, Disposition.NO_FAULT, Disposition.FALSE_ALARM,
     Disposition.USER_APPLIANCE}
)  # fmt: skip
"""Ends that say what somebody found: nobody can have found it who was not let in."""

WITHOUT_ENTRY = frozenset({InspectionResult.NO_ENTRY, InspectionResult.REFUSED})
WIDEST_WINDOW = 12 * HOUR
"""How far an agreed visit may lie off its moment, either way."""

Guard = Callable[[Act, Situation, Seat, Mapping[str, Any]], Refusal | None]


def fire_refusal(carried: Mapping[str, Any]) -> Refusal | None:
    """A time of the fire service needs the name that goes with it, and has passed."""
    if carried.get("fire_at") is None:
        return None
    if not str(carried.get("fire_service", "")).strip():
        return Refusal("safe.fire")
    return Refusal("at.future") if carried["fire_at"] > carried["at"] else None


def claims_too_much(situation: Situation, carried: Mapping[str, Any]) -> Refusal | None:
    """No access is not no leak: the last visit met nobody, or the inspection was not let in."""
    disposition = carried.get("disposition")
    if disposition not in CLAIMS:
        return None
    if carried.get("result") in WITHOUT_ENTRY:
        return Refusal("resolve.no_entry", {"number": situation.number})
    return Refusal("resolve.nobody_met", {"number": situation.number}) if situation.met_nobody else None


def confirmation_refusal(name: str, agreed: bool | None, objection: str) -> Refusal | None:
    """A customer's word has a name, and a no has its reason."""
    if agreed is None and not (name.strip() or objection.strip()):
        return None
    if agreed is None or not name.strip():
        return Refusal("confirm.who")
    return Refusal("confirm.objection") if not agreed and not objection.strip() else None


def _safe_record(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    if situation.safe_at is None:
        return Refusal("safe_record.none", {"number": situation.number})
    if "said" in carried and not carried["said"]:
        return Refusal("safe_record.empty")
    return fire_refusal(carried)


def _met_nobody(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    named = carried.get("crew")
    jobs = [job for job in situation.jobs if named in (None, job.crew)]
    there = [job for job in jobs if job.step is Step.ON_SITE]
    if not there:
        return Refusal("met_nobody.not_there", {"number": situation.number, "crew": named or ""})
    if "crew" in carried and len(there) > 1:
        crews = ", ".join(job.crew for job in there)
        return Refusal("step.which_crew", {"number": situation.number, "crews": crews})
    return None


def _confirm(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    if "name" not in carried:
        return None
    return confirmation_refusal(carried["name"], carried["agreed"], carried["objection"])


def _start_plan(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    grave = situation.priority is Priority.P1 or situation.parent
    return None if grave else Refusal("plan.only_grave", {"number": situation.number})


def _tick(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    return None if situation.plans else Refusal("plan.none_here", {"number": situation.number})


def _review(act: Act, situation: Situation, seat: Seat, carried: Mapping[str, Any]) -> Refusal | None:
    if not situation.plans:
        return Refusal("plan.none_here", {"number": situation.number})
    if not situation.reviews_owed:
        return Refusal("plan.reviewed", {"number": situation.number})
    return Refusal("text.missing") if not str(carried.get("text", "-")).strip() else None


FINISH_GUARDS: Mapping[Act, Guard] = {
    Act.SAFE_RECORD: _safe_record,
    Act.MET_NOBODY: _met_nobody,
    Act.CONFIRM: _confirm,
    Act.START_PLAN: _start_plan,
    Act.TICK: _tick,
    Act.UNTICK: _tick,
    Act.REVIEW_PLAN: _review,
}
