"""The room of the outbox: a sender claims what it is about to tell, records what came of it, and gives up in the end.

Sending itself happens outside, between two verbs. Tries leave no journal line; a person's test of a channel does.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, insert, literal_column, select, update

from models.desk import outbox
from models.desk.work import ENGINE_SEAT, Tools, Work, require
from models.looks import notices as looks
from models.outbox import (
    AGAIN,
    BEGUN,
    DELIVERED,
    INTERRUPTED,
    UNDELIVERED,
    Attempt,
    Notice,
    Route,
    next_try,
    under_way,
    verdict,
)
from models.rows import Seat
from models.store import pour
from models.tables import Notice as Stored
from models.tables import NoticeAttempt
from models.vocabulary import Act, Audience, NoticeKind, NoticeState, Role
from models.wall import HOUR

BATCH = 100
"""Notices in one transaction (10 to 20 ms): no writer waits long, however large the burst."""

NOTICES = Stored.__table__  # type: ignore[attr-defined]
ATTEMPTS = NoticeAttempt.__table__  # type: ignore[attr-defined]
_BEGIN = insert(ATTEMPTS)
_BEGUN = ("id", "notice_id", "channel", "at", "ok", "said")
_LAST_TRY = select(func.max(ATTEMPTS.c.id))
_TRIED = select(ATTEMPTS.c.notice_id).where(ATTEMPTS.c.id.in_(bindparam("ids", expanding=True)))
_END = update(ATTEMPTS).where(ATTEMPTS.c.id == bindparam("the_id")).values(ok=bindparam("was"), said=bindparam("told"))
_COUNT = update(NOTICES).where(NOTICES.c.id == bindparam("the_id")).values(tries=literal_column("tries + 1"))
_SETTLE = (
    update(NOTICES)
    .where(NOTICES.c.id == bindparam("the_id"))
    .values(state=bindparam("new"), sent_at=bindparam("told"), next_try_at=bindparam("again"))
)
_LAST = select(NOTICES.c.id).where(NOTICES.c.key == bindparam("key"))


class Notices:
    """Verbs on the outbox. Any number of senders may call them at the same moment."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def claim(self, route: Route, ids: Sequence[int]) -> list[Notice]:
        """Begin a try of these notices over a channel; returns those that this sender may tell now.

        The try of each is the last of its attempts. Another sender's try under way, a success, a pause after a failure
        and an end of the waiting keep a notice out.
        """
        claimed: list[Notice] = []
        for start in range(0, len(ids), BATCH):
            with self._tools.work(ENGINE_SEAT) as work:
                claimed += _claimed(work, route, ids[start : start + BATCH])
            if len(claimed) < min(start + BATCH, len(ids)):
                break  # another sender is at this burst: the rest is left to it, so that it stays one message
        return claimed

    def record(self, tries: Sequence[int], routes: Sequence[Route], *, ok: bool, said: str = "") -> None:
        """What came of tries that were begun, by their ids; `said` is a word, never an address.

        `routes` are all channels of the sender: they decide whether a notice still waits for one of them. A notice that
        a channel gives up makes a note to the supervisor, once an hour for each channel.
        """
        for start in range(0, len(tries), BATCH):
            with self._tools.work(ENGINE_SEAT) as work:
                _settled(work, routes, _recorded(work, tries[start : start + BATCH], ok, said))

    def settle(self, routes: Sequence[Route], ids: Sequence[int]) -> None:
        """End the waiting of those that no channel will be tried for any more."""
        for start in range(0, len(ids), BATCH):
            with self._tools.work(ENGINE_SEAT) as work:
                _settled(work, routes, ids[start : start + BATCH])

    def test(self, seat: Seat, route: Route) -> Notice:
        """Put a test of a channel into the outbox, its one try already begun; the caller sends it and records.

        Raises:
            NotAllowed: neither an admin nor a supervisor.
        """
        if not seat.may(Role.ADMIN):
            require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            work.note(Act.ADMINISTER, {"subject": "channel", "act": "test", "name": route.name})
            key = f"test:{route.name}:{work.flush()}"
            about = {"channel": route.name}
            outbox.tell(work, [outbox.Telling(key, NoticeKind.TEST, Audience.DESK, 1, facts=about)])
            found = work.connection.execute(_LAST, {"key": key}).scalar_one()
            return _claimed(work, route, [found])[0]


def _claimed(work: Work, route: Route, ids: Iterable[int]) -> list[Notice]:
    """Under the write lock: what still may be tried, oldest tries without a result ended as interrupted."""
    free: list[Notice] = []
    gone: list[tuple[Any, ...]] = []
    for notice in looks.some(work.connection, ids):
        moment = next_try(route, notice, work.now)
        if notice.state is not NoticeState.WAITING or moment is None or moment > work.now:
            continue
        gone += [(False, INTERRUPTED, one.id) for one in notice.over(route.name) if one.said == BEGUN]
        free.append(notice)
    pour(work.connection, _END, ("was", "told", "the_id"), gone)
    last = work.connection.execute(_LAST_TRY).scalar() or 0
    begun = [Attempt(last + n, route.name, work.now, False, BEGUN) for n in range(1, len(free) + 1)]
    rows = [(one.id, notice.id, one.channel, one.at, one.ok, one.said) for notice, one in zip(free, begun, strict=True)]
    pour(work.connection, _BEGIN, _BEGUN, rows)
    pour(work.connection, _COUNT, ("the_id",), [(one.id,) for one in free])
    return [replace(notice, attempts=(*notice.attempts, one)) for notice, one in zip(free, begun, strict=True)]


def _recorded(work: Work, tries: Sequence[int], ok: bool, said: str) -> list[int]:
    """End these tries; returns the ids of their notices."""
    mine = frozenset(tries)
    ids = [row.notice_id for row in work.connection.execute(_TRIED, {"ids": list(tries)})]
    ended: list[tuple[Any, ...]] = []
    for notice in looks.some(work.connection, ids):
        for one in notice.attempts:
            if one.id in mine and one.said in (BEGUN, INTERRUPTED):
                # A sender that took over meanwhile was heard as well: it was told twice, and the record says so.
                twice = ok and any(other.ok for other in notice.over(one.channel))
                ended.append((ok and not twice, AGAIN if twice else DELIVERED if ok else said, one.id))
    pour(work.connection, _END, ("was", "told", "the_id"), ended)
    return ids


def _settled(work: Work, routes: Sequence[Route], ids: Iterable[int]) -> None:
    changed: list[tuple[Any, ...]] = []
    for notice in looks.some(work.connection, ids):
        if notice.state is not NoticeState.WAITING:
            continue
        tries = [one for one in notice.attempts if one.said == BEGUN and not under_way([one], work.now)]
        pour(work.connection, _END, ("was", "told", "the_id"), [(False, INTERRUPTED, one.id) for one in tries])
        state, again = verdict(routes, notice, work.now)
        sent_at = next((one.at for one in notice.attempts if one.ok), None)
        changed.append((state.value, sent_at, again, notice.id))
        for route in routes:
            if _given_up(route, notice, work.now):
                _tell_given_up(work, route, notice)
    pour(work.connection, _SETTLE, ("new", "told", "again", "the_id"), changed)


def _given_up(route: Route, notice: Notice, now: int) -> bool:
    """Did this channel use up its tries of a notice that was to go over it?"""
    if notice.kind is NoticeKind.TEST or notice.rule == UNDELIVERED or not route.concerns(notice):
        return False
    tries = notice.over(route.name)
    return bool(tries) and not any(one.ok for one in tries) and next_try(route, notice, now) is None


def _tell_given_up(work: Work, route: Route, notice: Notice) -> None:
    key = f"{UNDELIVERED}:{route.name}:{work.now // HOUR}"
    facts = {"rule": UNDELIVERED, "channel": route.name, "said": notice.over(route.name)[-1].said}
    outbox.tell(work, [outbox.Telling(key, NoticeKind.NOTE, Audience.SUPERVISOR, 2, facts=facts)])
