"""Handling: what happens to a request between its saving and its closing."""

from collections.abc import Mapping
from typing import Any, Unpack

from sqlalchemy import select

from models import sla
from models.aftercare import SCORES
from models.desk import aftercare, complaining, inspecting, keeping, making_safe, offers, plan_runs, policies, steps
from models.desk.deed import OPERATORS, Asked, Deed, clean, not_before_state, take_up, word
from models.desk.incidents import leave_for_life
from models.desk.resuming import resume_step
from models.desk.work import Tools
from models.refusals import refuse
from models.rows import Done, Seat
from models.vocabulary import (
    Act,
    Checked,
    ClockKind,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    Offer,
    Priority,
    Status,
)


class Handling:
    """Verbs on one request. Each takes ``expect``, ``at`` and ``token`` (:class:`models.desk.deed.Asked`)."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def respond(
        self, seat: Seat, which: str | int, *, note: str = "", reply: bool = False, **asked: Unpack[Asked]
    ) -> Done:
        """Record the first substantive contact with the caller, or with `reply` the answer to the outside body."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.RESPOND, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reply=reply)
            deed.line({"note": clean(note)} | ({"reply": True} if reply else {}))
            if not reply:
                keeping.keep_by_contact(work, deed.row.id, deed.row.phone, deed.at)
            return deed.finish()

    def take(self, seat: Seat, which: str | int, *, note: str = "", **asked: Unpack[Asked]) -> Done:
        """The owner works on it without a crew."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.TAKE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            not_before_state(deed)
            deed.line({"note": clean(note)})
            owner = deed.row.owner_id or seat.operator_id or None
            return deed.finish(status=Status.WORKING, owner_id=owner)

    def safe(
        self,
        seat: Seat,
        which: str | int,
        *,
        reading: str,
        valve: str,
        source_found: bool,
        note: str = "",
        valve_which: str = "",
        found_how: str = "",
        neighbours: Checked | None = None,
        basement: Checked | None = None,
        fire_service: str = "",
        fire_at: int | None = None,
        **asked: Unpack[Asked],
    ) -> Done:
        """The site is made safe: the readings, the valve's state, and whether the source was found.

        Args:
            reading: what was measured, with unit and place: ``0 %LEL kitchen; 0 %LEL basement``.
            valve_which: which valve was closed; `found_how`: how the source was verified.
            neighbours: what came of looking next door; `basement`: and below.
            fire_service: who of the fire service was there, by name, and `fire_at` when (ms UTC; else now).
        """
        record = making_safe.SafeFacts(valve_which, found_how, neighbours, basement, fire_service, fire_at)
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.SAFE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reading=reading, valve=valve, fire_service=fire_service, fire_at=fire_at)
            deed.line({"reading": clean(reading), "valve": clean(valve), "source_found": source_found,
                       "note": clean(note), **record.said(deed.at)})  # fmt: skip
            making_safe.write(deed, clean(reading), clean(valve), source_found, clean(note), record)
            safe_at = deed.at if deed.row.safe_at is None else min(deed.row.safe_at, deed.at)
            return deed.finish(safe_at=safe_at, source_verified=source_found)

    def hold(
        self, seat: Seat, which: str | int, *, reason: HoldReason, until: int, note: str = "", **asked: Unpack[Asked]
    ) -> Done:
        """Let it wait until an instant; a reason that lies with the customer pauses the resolution clock."""
        why = word(HoldReason, reason, "reason")
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.HOLD, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=why.value, until=until)
            not_before_state(deed)
            pausing = why.value in deed.situation.pausing
            deed.line({"reason": why.value, "until": until, "pausing": pausing, "from": deed.row.status,
                       "note": clean(note)})  # fmt: skip
            return deed.finish(status=Status.HELD, held_until=until, hold_reason=why.value, hold_pausing=pausing,
                               holds=deed.row.holds + 1)  # fmt: skip

    def resume(self, seat: Seat, which: str | int, **asked: Unpack[Asked]) -> Done:
        """End a hold, at its promised end if that has passed."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.RESUME, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            not_before_state(deed)
            at = min(deed.at, deed.row.held_until or deed.at)
            status = resume_step(work, deed.row, at, token=deed.token, late=deed.late)
            return Done(deed.row.id, deed.row.number, deed.row.version + 1, status, work.flush())

    def reclassify(
        self,
        seat: Seat,
        which: str | int,
        *,
        category: str | None = None,
        kind: Kind | None = None,
        priority: Priority | None = None,
        reason: str,
        **asked: Unpack[Asked],
    ) -> Done:
        """Say anew what it is: targets are those valid at `received`; the category brings its kind and priority."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.RECLASSIFY, asked)
            if isinstance(deed, Done):
                return deed
            becomes = steps.becomes(deed, category, kind, priority)
            was = {name: getattr(deed.row, name) for name in becomes}
            changes = {name: value for name, value in becomes.items() if value != was[name]}
            new_kind, new_priority = Kind(becomes["kind"]), Priority(becomes["priority"])
            targets = policies.targets_for(
                work.connection, becomes["category"], new_kind, deed.row.received, priority=new_priority,
                customer_id=deed.row.customer_id,
            )  # fmt: skip
            deed.guard(reason=reason, changes=changes, kind=new_kind, priority=new_priority,
                       carries_safe=ClockKind.SAFE in targets)  # fmt: skip
            deed.line({**becomes, "targets": sla.targets_as_json(targets), "was": was, "reason": clean(reason)})
            leave_for_life(work, deed.row, becomes["category"], new_priority)
            return deed.finish(**changes)

    def resolve(
        self,
        seat: Seat,
        which: str | int,
        *,
        disposition: Disposition,
        note: str = "",
        result: InspectionResult | None = None,
        cause: str = "",
        measure: str = "",
        answer: str = "",
        stage: str = "",
        unit: str = "",
        person: str = "",
        plan: str = "",
        plan_by: int | None = None,
        unit_answer: str = "",
        override_reason: str = "",
        follow_up: str = "",
        confirmed_by: str = "",
        confirmed: bool | None = None,
        objection: str = "",
        **asked: Unpack[Asked],
    ) -> Done:
        """The work is done. An enquiry that its owner answered on the line is closed by the same act.

        Args:
            override_reason: why a supervisor ends it without a safe site or a found source; a follow-up is made.
            follow_up: category of a follow-up request to be made in any case.
            stage, unit, person, plan, plan_by, unit_answer: what a complaint must say that is not on its record yet
                (:meth:`models.desk.aftercare.AfterCare.handle_complaint`).
            confirmed_by: the customer who was shown the work; `confirmed`: said yes or no; `objection`: why not.
        """
        how = word(Disposition, disposition, "disposition")
        grade = word(InspectionResult, result, "result") if result else None
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.RESOLVE, asked)
            if isinstance(deed, Done):
                return deed
            said = {"cause": clean(cause), "measure": clean(measure), "answer": clean(answer)}
            if deed.situation.kind is Kind.COMPLAINT:
                said = complaining.said_of(work, said | {"stage": stage, "unit": unit, "person": person, "plan": plan,
                                                         "plan_by": plan_by, "unit_answer": unit_answer})  # fmt: skip
            deed.guard(handler=seat.operator_id or None, disposition=how, result=grade,
                       override_reason=override_reason, confirmed_by=confirmed_by, confirmed=confirmed,
                       objection=objection, **said)  # fmt: skip
            not_before_state(deed)
            facts = {"disposition": how.value, "note": clean(note), "result": grade, **said,
                     "override_reason": clean(override_reason),
                     "follow_up": _followed_up(deed, how, follow_up)}  # fmt: skip
            deed.line({name: value for name, value in facts.items() if value})
            if deed.situation.kind is Kind.COMPLAINT:
                complaining.write(deed, said)
            inspecting.resolved(self._tools, deed, grade, clean(note))
            if confirmed is not None:
                making_safe.confirm(deed, confirmed_by, confirmed, objection)
            return _ended(deed, how, grade)

    def close(
        self,
        seat: Seat,
        which: str | int,
        *,
        scores: Mapping[str, int] | None = None,
        reason: str = "",
        review: str = "",
        withheld: str = "",
        said: str = "",
        **asked: Unpack[Asked],
    ) -> Done:
        """Close it with its call-back: scores 1..5 for speed, attitude and quality; none after three vain tries.

        A complaint is scored for communication and handling, too.

        Args:
            reason: why a supervisor closes their own work. `said`: the customer's words.
            withheld: why scores are left out that the customer would not give.
            review: how the emergency plan went, where one was started that nobody has reviewed.
        """
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CLOSE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(scores=scores, reason=reason, review=review, withheld=withheld)
            not_before_state(deed)
            if deed.situation.reviews_owed:
                plan_runs.review(deed, review)
            facts = {"tries": deed.situation.tries, "reason": clean(reason), "withheld": clean(withheld),
                     "said": clean(said)}  # fmt: skip
            deed.line({"scores": dict(scores) if scores else None} | {name: one for name, one in facts.items() if one})
            aftercare.rung_off(work, deed.row.id)
            if scores or withheld:
                aftercare.reached(deed, dict(scores or {}), clean(withheld), clean(said))
                keeping.keep_by_contact(work, deed.row.id, deed.row.phone, deed.at)
            given: dict[str, Any] = {f"score_{name}": score for name, score in (scores or {}).items() if name in SCORES}
            return deed.finish(status=Status.CLOSED, closed_at=deed.at, callback_due=False, **given)

    def reopen(self, seat: Seat, which: str | int, *, reason: str, **asked: Unpack[Asked]) -> Done:
        """It is not solved: cycle n + 1 begins, and what was on record as safe is asked for again."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.REOPEN, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=reason)
            not_before_state(deed)
            cycle = deed.row.cycle + 1
            aftercare.rung_off(work, deed.row.id)
            deed.line({"reason": clean(reason), "cycle": cycle})
            return deed.finish(
                status=Status.OPEN, cycle=cycle, safe_at=None, source_verified=False, disposition=None, result=None,
                resolved_at=None, resolved_by=None, closed_at=None, callback_due=False, score_speed=None,
                score_attitude=None, score_quality=None,
            )  # fmt: skip

    def cancel(self, seat: Seat, which: str | int, *, reason: str, **asked: Unpack[Asked]) -> Done:
        """It is no work after all: clocks end as void, crews on their way are stood down."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.CANCEL, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=reason)
            not_before_state(deed)
            deed.line({"reason": clean(reason)})
            steps.stand_down(deed, clean(reason))
            return deed.finish(status=Status.CANCELLED)

    def note(self, seat: Seat, which: str | int, *, text: str, **asked: Unpack[Asked]) -> Done:
        """Write something down about it."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.NOTE, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(text=text)
            deed.line({"text": clean(text)})
            return deed.finish(clocks=False)

    def hand_over(self, seat: Seat, which: str | int, *, to_operator_id: int, **asked: Unpack[Asked]) -> Done:
        """Offer the ownership to another operator; the owner keeps it until they accept."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.HAND_OVER, asked)
            if isinstance(deed, Done):
                return deed
            at_work = select(OPERATORS.c.login).where(
                OPERATORS.c.id == to_operator_id, OPERATORS.c.retired_at.is_(None)
            )
            if work.connection.execute(at_work).first() is None:
                raise refuse("operator.unknown", id=to_operator_id)
            deed.guard(to=to_operator_id)
            deed.line({"to": to_operator_id, "from": deed.row.owner_id})
            offers.offer(work, deed.row.id, deed.row.owner_id, to_operator_id, deed.at)
            return deed.finish(clocks=False)

    def accept_owner(self, seat: Seat, which: str | int, **asked: Unpack[Asked]) -> Done:
        """Become the owner of what was handed over to this seat, or of what nobody owns; a supervisor, of anything."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.ACCEPT_OWNER, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard()
            deed.line({"from": deed.row.owner_id})
            mine = deed.situation.offered_to in (None, seat.operator_id)
            offers.end(work, deed.row.id, Offer.ACCEPTED if mine else Offer.REPLACED, deed.at)
            return deed.finish(clocks=False, owner_id=seat.operator_id or None)

    def decline_owner(self, seat: Seat, which: str | int, *, reason: str, **asked: Unpack[Asked]) -> Done:
        """Not take over what was handed over to this seat; it stays its owner's, who reads the reason."""
        with self._tools.work(seat) as work:
            deed = take_up(work, which, Act.DECLINE_OWNER, asked)
            if isinstance(deed, Done):
                return deed
            deed.guard(reason=reason)
            deed.line({"to": deed.row.owner_id, "reason": clean(reason)})
            offers.end(work, deed.row.id, Offer.DECLINED, deed.at, clean(reason))
            return deed.finish(clocks=False)


def _followed_up(deed: Deed, how: Disposition, asked: str) -> str | None:
    """The number of the follow-up: one that was asked for, or owed where a supervisor set a guard aside."""
    category = asked or (steps.FOLLOW_UP if steps.overridden(deed, how) else "")
    return steps.follow_up(deed, category).number if category else None


def _ended(deed: Deed, how: Disposition, grade: InspectionResult | None) -> Done:
    """Resolved and, if it is due, to be called back; an enquiry that its owner answered on the line is closed."""
    changes: dict[str, Any] = {"disposition": how.value, "result": grade, "resolved_at": deed.at,
                               "resolved_by": deed.work.seat.operator_id or None}  # fmt: skip
    called = bool(deed.situation.absorbed) or steps.sampled(deed)
    if deed.situation.kind is Kind.ENQUIRY and how is Disposition.ANSWERED and steps.is_owner(deed):
        deed.line({"on_the_line": True}, act=Act.CLOSE)
        return deed.finish(status=Status.CLOSED, closed_at=deed.at, callback_due=False, **changes)
    return deed.finish(status=Status.RESOLVED, callback_due=called, **changes)
