"""Feedback by its urgency: what is urgent or general becomes a request with an owner, the rest a counted remark."""

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import insert, select, update

from models.desk import policies
from models.desk.deed import clean, word
from models.desk.intake import save_step
from models.desk.opening import new_id
from models.desk.work import REQUESTS, Tools, Work, require
from models.phones import normal
from models.refusals import refuse
from models.rows import NewRequest, Seat
from models.rows.knowledge import FedBack
from models.tables import Remark
from models.vocabulary import Act, Channel, Grade, Priority, Role, Status
from models.wishes import WISH

REMARKS = Remark.__table__  # type: ignore[attr-defined]

PRIORITY = {Grade.URGENT: Priority.P2, Grade.GENERAL: Priority.P3}
"""How urgent the request is that feedback becomes; a graver category stays as grave as it is."""


class Feedback:
    """Verbs on what people say of the utility."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def record(self, seat: Seat, grade: Grade, new: NewRequest) -> FedBack:
        """Write feedback down: as the request `new` with the grade's priority, owned by this seat, or as a remark.

        Without a category it is a suggestion. A remark made of a draft ends the draft; the token of `new` makes a retry
        safe.

        Raises:
            Invalid: there is nothing to write down, or a request lacks place and phone.
        """
        require(seat, Role.OPERATOR)
        kind = word(Grade, grade, "grade")
        said = clean(new.text) or clean(new.note)
        if not said:
            raise refuse("text.missing")
        with self._tools.work(seat) as work:
            line = work.seen(new.token)
            if line is not None:
                return _again(work, kind, line)
            category = new.category or WISH
            request_id, number = None, ""
            if kind is Grade.NOT_URGENT:
                _end_draft(work, new.draft_id)
            else:
                usual = Priority(policies.category_row(work, category).priority)
                priority = min(usual, PRIORITY[kind])
                done = save_step(work, replace(new, category=category, priority=priority))
                request_id, number = done.id, done.number
            values = {"at": work.now, "channel": Channel(new.channel).value, "grade": kind.value, "category": category,
                      "text": said, "phone": normal(new.phone, work.numbering), "request_id": request_id,
                      "operator_id": seat.operator_id or None}  # fmt: skip
            remark_id = new_id(work.connection.execute(insert(REMARKS), values))
            token = new.token if request_id is None else None
            line_of = {"remark": remark_id, "grade": kind.value, "channel": values["channel"], "category": category,
                       "text": said}  # fmt: skip
            work.note(Act.FEEDBACK, line_of, request_id=request_id, token=token)
            return FedBack(remark_id, kind, request_id, number)


def _again(work: Work, kind: Grade, line: Any) -> FedBack:
    """What a retry brings again: a request's token stands on its first line, a remark's on its own."""
    if line.act not in (Act.SAVE, Act.FEEDBACK) or line.actor != work.seat.login:
        raise refuse("token.reused", token=line.token)
    if line.request_id is None:
        return FedBack(int(json.loads(line.payload)["remark"]), kind, None, "")
    found = select(REMARKS.c.id, REQUESTS.c.number).join(REQUESTS, REQUESTS.c.id == REMARKS.c.request_id)
    row = work.connection.execute(found.where(REMARKS.c.request_id == line.request_id)).first()
    if row is None:
        raise refuse("token.reused", token=line.token)
    return FedBack(row.id, kind, line.request_id, row.number)


def _end_draft(work: Work, draft_id: int | None) -> None:
    if draft_id is None:
        return
    row = work.connection.execute(select(REQUESTS).where(REQUESTS.c.id == draft_id)).first()
    if row is None or row.status != Status.DRAFT:
        raise refuse("draft.unknown", id=draft_id)
    if row.owner_id != work.seat.operator_id and not work.seat.may(Role.SUPERVISOR):
        raise refuse("draft.not_yours", id=draft_id)
    ended = {"status": Status.CANCELLED.value, "state_since": work.now, "version": row.version + 1}
    work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == draft_id).values(**ended))
    work.note(Act.DISCARD, {"reason": "feedback"}, request_id=draft_id)
