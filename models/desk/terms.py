"""The terms of promises: policy lines, contracts with customers, and new rules for what is open already."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update

from models import sla
from models.desk import clockwork, trying
from models.desk import setting_up as ask
from models.desk.deed import clean
from models.desk.ending import warn_ending
from models.desk.setting_up import CONTRACTS
from models.desk.trying import Moved, Tried
from models.desk.work import REQUESTS, Tools, Work, require
from models.errors import Invalid
from models.looks import hours
from models.policyfile import PolicyLine
from models.refusals import refuse
from models.rows import Seat
from models.tables import Customer
from models.vocabulary import Act, Priority, Role

CUSTOMERS = Customer.__table__  # type: ignore[attr-defined]
CONTRACT_FIELDS = frozenset({"customer", "valid_from", "valid_to", "warn_days", "note"})
BATCH = 200
"""Requests in one transaction when open ones are reckoned anew."""


class Terms:
    """Verbs of the admin on what is promised to whom."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def set_policy(self, seat: Seat, line: PolicyLine, *, valid_from: int | None = None) -> str:
        """Put a policy line for what is received from now, or `valid_from` (epoch ms), on; returns its name.

        Raises:
            Invalid: no such scope, clock or length of time; nothing is changed then.
        """
        require(seat, Role.ADMIN)
        span = ask.span_of(ask.clock_of(line.clock), line.target_ms)
        with self._tools.work(seat) as work:
            ask.known_scope(work, line.scope, line.key)
            if line.calendar:
                hours.version_at(work.connection, line.calendar, work.now)
            begins = work.now if valid_from is None else valid_from
            ask.put_policy(work, line.scope, line.key, line.clock, span, terms=line.terms, valid_from=begins)
            name = " ".join(part for part in (line.scope, line.key, line.clock) if part)
            said = {key: value for key, value in line.terms.items() if value is not None}
            work.note(Act.ADMINISTER, {**said, "target_ms": span, "valid_from": begins, "subject": "policy",
                                       "act": "set", "name": name})  # fmt: skip
            return name

    def would_move(self, lines: Sequence[PolicyLine] = ()) -> Moved:
        """The open clocks that would move if `lines` held and :meth:`recompute` were done; nothing is written."""
        return trying.moved(self._tools.store.read, self._tools.wall.now(), lines)

    def recompute(self, seat: Seat, *, reason: str) -> Moved:
        """Judge what is open by the policies valid when it was received, on the calendars as they are now.

        Only here does a new version of a calendar, or a line that begins in the past, reach a clock that runs already.
        Instants set by hand, appointments, extensions and pauses stay.
        """
        require(seat, Role.ADMIN)
        if not reason.strip():
            raise refuse("reason.missing")
        found = self.would_move()
        for start in range(0, len(found.numbers), BATCH):
            with self._tools.work(seat) as work:
                policies, _ = trying.present_policies(work.connection, work.now)
                numbers = found.numbers[start : start + BATCH]
                for row in work.connection.execute(select(REQUESTS).where(REQUESTS.c.number.in_(numbers))).all():
                    targets = sla.targets_as_json(trying.targets_now(row, policies))
                    work.note(Act.RETARGET, {"targets": targets, "reason": clean(reason)}, request_id=row.id)
                    changes = update(REQUESTS).where(REQUESTS.c.id == row.id).values(version=row.version + 1)
                    work.connection.execute(changes)
                    clockwork.sync(work, row.id, Priority(row.priority), changed_at=work.now)
        return found

    def test(self, lines: Sequence[PolicyLine], *, since: int, until: int, alone: bool = False) -> list[Tried]:
        """What a set of policies would have broken among past requests; nothing is written."""
        return trying.try_policies(
            self._tools.store.read, lines, self._tools.wall.now(), since=since, until=until, alone=alone
        )

    def add_contract(
        self, seat: Seat, which: str, *, customer: int, valid_from: int | None = None, valid_to: int | None = None,
        warn_days: int = 30, note: str = "",
    ) -> str:  # fmt: skip
        """A new contract of a customer, from now unless said otherwise; its targets are policy lines under its code."""
        require(seat, Role.ADMIN)
        code = ask.named(which, "code")
        with self._tools.work(seat) as work:
            begins = work.now if valid_from is None else valid_from
            values = {"customer_id": _customer(work, customer), "valid_from": begins, "valid_to": valid_to,
                      "warn_days": _days(warn_days), "note": clean(note)}  # fmt: skip
            _forwards(begins, valid_to)
            ask.put(work, CONTRACTS.c.code, code, values)
            return _noted(work, "add", code, values)

    def set_contract(
        self, seat: Seat, which: str, *, customer: int | None = None, valid_from: int | None = None,
        valid_to: int | None = None, warn_days: int | None = None, note: str | None = None,
    ) -> str:  # fmt: skip
        """Change the customer, the first or last instant, the days of warning or the note of a contract."""
        require(seat, Role.ADMIN)
        given = {"customer_id": customer, "valid_from": valid_from, "valid_to": valid_to, "warn_days": warn_days,
                 "note": note and clean(note)}  # fmt: skip
        values = {name: value for name, value in given.items() if value is not None}
        ask.something(values, allowed=CONTRACT_FIELDS)
        with self._tools.work(seat) as work:
            row = ask.the(work, CONTRACTS.c.code, which, "contract")
            if customer is not None:
                _customer(work, customer)
            _days(row.warn_days if warn_days is None else warn_days)
            _forwards(values.get("valid_from", row.valid_from), values.get("valid_to", row.valid_to))
            changed = update(CONTRACTS).where(CONTRACTS.c.code == which).values(warned_at=None, **values)
            work.connection.execute(changed)
            return _noted(work, "set", which, values)

    def retire_contract(self, seat: Seat, which: str) -> str:
        """A contract that no longer holds for what is received from now on."""
        require(seat, Role.ADMIN)
        with self._tools.work(seat) as work:
            ask.still_used(work, CONTRACTS.c.code, which, "contract")
            work.connection.execute(update(CONTRACTS).where(CONTRACTS.c.code == which).values(retired_at=work.now))
            return _noted(work, "retire", which, {})

    def warn_ending(self) -> tuple[str, ...]:
        """Note in the journal, once, each contract that ends within its days of warning; returns their codes."""
        return warn_ending(self._tools)


def _customer(work: Work, customer: int) -> int:
    if work.connection.execute(select(CUSTOMERS.c.id).where(CUSTOMERS.c.id == customer)).first() is None:
        raise refuse("customer.unknown", id=customer)
    return customer


def _days(days: int) -> int:
    if not 0 <= days <= 3660:
        raise Invalid("contract.warn", "The days of warning lie between 0 and 3660.", "Write 30.")
    return days


def _forwards(begins: int, ends: int | None) -> None:
    if ends is not None and ends <= begins:
        raise Invalid("contract.backwards", "A contract ends after it begins.", "Look at its two instants.")


def _noted(work: Work, act: str, code: str, values: dict[str, Any]) -> str:
    said = {key: value for key, value in values.items() if value is not None}
    work.note(Act.ADMINISTER, {**said, "subject": "contract", "act": act, "name": code})
    return code
