"""A wish judged in three questions, and what becomes of it (reasonable, lawful, possible now: 合理、合法、可行)."""

from models.refusals import Refusal
from models.rows import Seat
from models.situation import Situation
from models.vocabulary import Kind, Outcome, Role, Status
from models.wall import DAY

WISH = "EQ-WISH"
"""The category of wishes and suggestions in the default catalogue."""

HEAR_WITHIN = 366 * DAY
"""The farthest date by which a unit is to answer."""

HEAR_USUALLY = 7 * DAY
"""The date that is proposed."""

JUDGED_IN = (Status.OPEN, Status.WORKING, Status.RESOLVED, Status.CLOSED)


def outcome(*, reasonable: bool, lawful: bool, possible: bool) -> Outcome:
    """What becomes of a wish.

    Only what is reasonable and lawful can be asked of anybody: it goes to a unit if it is possible now, else it is
    kept until it is. Everything else is explained to who wished it.
    """
    if not (reasonable and lawful):
        return Outcome.EXPLAINED
    return Outcome.PASSED_ON if possible else Outcome.KEPT


def why_not_judge(situation: Situation, seat: Seat) -> Refusal | None:
    """Why this seat may not judge that request as a wish, or None."""
    number = situation.number
    if not seat.may(Role.OPERATOR):
        return Refusal("role.needed", {"role": Role.OPERATOR.value})
    if situation.kind is not Kind.ENQUIRY:
        return Refusal("judge.not_wish", {"number": number})
    if situation.status not in JUDGED_IN:
        return Refusal("state.wrong", {"number": number, "status": situation.status.value, "act": "judge"})
    if situation.owner_id not in (None, seat.operator_id) and not seat.may(Role.SUPERVISOR):
        return Refusal("owner.only", {"number": number})
    return None


def lacks(found: Outcome, *, unit: str, hear_by: int | None, said: str, now: int) -> Refusal | None:
    """What the outcome still needs: a unit and a date to hear back, or the words of the explanation."""
    if found is Outcome.PASSED_ON:
        if not unit:
            return Refusal("judge.unit")
        if hear_by is None or not now < hear_by <= now + HEAR_WITHIN:
            return Refusal("judge.hear_by")
    return Refusal("judge.text") if found is Outcome.EXPLAINED and not said else None
