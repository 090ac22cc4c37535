"""Which act may follow which state, who may do it, what it must carry: verbs ask it to refuse, screens to explain."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from models.after_guards import party
from models.guards import GUARDS, STEP_OF, Carried, step_guard
from models.refusals import Refusal
from models.rows import Seat
from models.situation import Job, Situation
from models.vocabulary import LETTERS, LIVE, Act, Disposition, Kind, Role, Status

__all__ = ["DISPATCHED", "FROM", "STEP_OF", "Job", "Refusal", "Situation", "canonical_number", "why_not"]

_OPEN, _WORKING, _HELD, _RESOLVED = Status.OPEN, Status.WORKING, Status.HELD, Status.RESOLVED
_AFTER_SAVE = (*LIVE, _RESOLVED, Status.CLOSED, Status.CANCELLED)
_UNDER_WAY = (_WORKING, _HELD)

FROM: Mapping[Act, tuple[Status, ...]] = {
    Act.RESPOND: LIVE,
    Act.ASSIGN: (_OPEN, _WORKING),
    Act.TAKE: (_OPEN,),
    Act.ACCEPT: _UNDER_WAY,
    Act.DECLINE: _UNDER_WAY,
    Act.WITHDRAW: _UNDER_WAY,
    Act.EN_ROUTE: _UNDER_WAY,
    Act.ON_SITE: _UNDER_WAY,
    Act.DONE: _UNDER_WAY,
    Act.CHECK_IN: _UNDER_WAY,
    Act.SAFE: (_WORKING,),
    Act.HOLD: (_OPEN, _WORKING),
    Act.RESUME: (_HELD,),
    Act.RECLASSIFY: LIVE,
    Act.EXTEND: LIVE,
    Act.APPOINT: LIVE,
    Act.MERGE: (_OPEN, _WORKING),
    Act.UNMERGE: (Status.MERGED,),
    Act.RESOLVE: (_WORKING,),
    Act.INSPECT: (_OPEN, _WORKING),
    Act.CLOSE: (_RESOLVED,),
    Act.REOPEN: (_RESOLVED, Status.CLOSED),
    Act.CANCEL: (_OPEN, _WORKING),
    Act.NOTE: _AFTER_SAVE,
    Act.JOIN: LIVE,
    Act.LINK: (*_AFTER_SAVE, Status.MERGED),
    Act.TRIAGE: LIVE,
    Act.READ: LIVE,
    Act.DESCRIBE: (*LIVE, _RESOLVED),
    Act.CALL: _AFTER_SAVE,
    Act.HAND_OVER: (*LIVE, _RESOLVED),
    Act.ACCEPT_OWNER: (*LIVE, _RESOLVED),
    Act.DECLINE_OWNER: (*LIVE, _RESOLVED),
    Act.PROMISE: _AFTER_SAVE,
    Act.KEEP_PROMISE: (*_AFTER_SAVE, Status.MERGED),
    Act.MOVE_PROMISE: (*_AFTER_SAVE, Status.MERGED),
    Act.EDIT: _AFTER_SAVE,
    Act.AMEND: (*LIVE, _RESOLVED, Status.CLOSED),
    Act.SAFE_RECORD: (*_UNDER_WAY, _RESOLVED),
    Act.MET_NOBODY: _UNDER_WAY,
    Act.CONFIRM: (*_UNDER_WAY, _RESOLVED),
    Act.START_PLAN: LIVE,
    Act.TICK: (*LIVE, _RESOLVED),
    Act.UNTICK: (*LIVE, _RESOLVED),
    Act.REVIEW_PLAN: (*_AFTER_SAVE, Status.MERGED),
    Act.HANDLE_COMPLAINT: (*LIVE, _RESOLVED),
    Act.CALL_TRY: (_RESOLVED,),
    Act.REVIEW_COMPLAINT: (Status.CLOSED,),
}
"""The states from which each act on a request may be done, in the order in which a screen lists the acts."""

DISPATCHED = frozenset({Act.ASSIGN, Act.SAFE, Act.SAFE_RECORD, Act.MET_NOBODY, Act.HOLD, Act.AMEND, Act.CHECK_IN,
                        Act.MERGE, Act.INSPECT, *STEP_OF})  # fmt: skip
"""Acts that need a dispatcher; the others need an operator at least."""


_NUMBER = re.compile("([" + "".join(LETTERS.values()) + r"])[\s\-_‐‑‒–—―−]*([0-9]{1,15})")


def canonical_number(text: str) -> str:
    """``e1042``, ``Ｅ－１０４２`` and ``E-1042`` as ``E-01042``; what is no number comes back trimmed."""
    plain = unicodedata.normalize("NFKC", text).strip().upper()
    found = _NUMBER.fullmatch(plain)
    return f"{found[1]}-{int(found[2]):05d}" if found else plain


def why_not(act: Act, situation: Situation, seat: Seat, **carried: Any) -> Refusal | None:
    """Why this seat may not do that act now, or None if it may.

    Only what is carried is judged: a screen that asks what is possible carries nothing but ``at``, a verb everything.
    """
    role = Role.DISPATCHER if act in DISPATCHED else Role.OPERATOR
    if not seat.may(role):
        return Refusal("role.needed", {"role": role.value})
    if situation.status not in FROM[act] and not _exempt(act, situation, carried):
        return Refusal("state.wrong", {"number": situation.number, "status": situation.status.value, "act": act.value})
    involved = party(act, situation, seat)
    if involved is not None:
        return involved
    guard = GUARDS.get(act, step_guard if act in STEP_OF else None)
    if "reason" in carried and not str(carried["reason"]).strip() and act in _REASONED:
        return Refusal("reason.missing")
    return guard(act, situation, seat, carried) if guard else None


_REASONED = frozenset(
    {Act.HOLD, Act.RECLASSIFY, Act.REOPEN, Act.CANCEL, Act.DECLINE, Act.WITHDRAW, Act.AMEND, Act.EXTEND, Act.UNMERGE,
     Act.DECLINE_OWNER, Act.MOVE_PROMISE, Act.UNTICK}
)  # fmt: skip


def _exempt(act: Act, situation: Situation, carried: Carried) -> bool:
    """An outside body may be answered after the work; an enquiry is answered on the line without being taken
    first; where visits met nobody, that can be its end."""
    if act is Act.RESPOND:
        return bool(carried.get("reply")) and situation.status in (_RESOLVED, Status.CLOSED)
    if act is not Act.RESOLVE or situation.status is not _OPEN:
        return False
    how = carried.get("disposition")
    if situation.empty_visits and how in (None, Disposition.NO_ACCESS):
        return True
    return situation.kind is Kind.ENQUIRY and how in (None, Disposition.ANSWERED)
