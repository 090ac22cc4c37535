"""Predictions for open requests from the file's own history, which is read now and then and kept as a few arrays."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, literal_column, or_, select, text, tuple_

from models.calibration import Band, Given, bands
from models.looks.columns import CLOCKS, REQUESTS, chunks
from models.looks.figures import midnight
from models.prediction import Case, History, Past, Prediction
from models.vocabulary import NEVER, ClockKind, ClockState
from models.wall import HOUR, MINUTE

MOST = 50_000
"""So many requests are learned from, the newest ones: what is older says little about today's crews."""

FRESH = 6 * HOUR
"""After so long the history is read again."""

RISK_FRESH = MINUTE
"""For so long the requests that will probably miss a promise are not sought again."""

PAGE = 5_000
"""Requests in one short read."""

_RUNNING = literal_column("clock.state") == literal_column("0")
_LIVE = text("request.status IN ('open', 'working', 'held')")
_FIELDS = (REQUESTS.c.id, REQUESTS.c.number, REQUESTS.c.received, REQUESTS.c.category, REQUESTS.c.district)
_SPAN = (CLOCKS.c.kind, CLOCKS.c.started_at, CLOCKS.c.due_at, CLOCKS.c.stopped_at, CLOCKS.c.state, CLOCKS.c.pauses)
_OPEN = (
    select(*_FIELDS, *_SPAN)
    .join(CLOCKS, and_(CLOCKS.c.request_id == REQUESTS.c.id, CLOCKS.c.cycle == 1))
    .where(_RUNNING, _LIVE, CLOCKS.c.due_at >= bindparam("now"))
)
_NEXT = _OPEN.order_by(CLOCKS.c.due_at).limit(bindparam("limit"))
_NEWEST = (
    select(*_FIELDS)
    .where(REQUESTS.c.number.is_not(None))
    .where(tuple_(REQUESTS.c.received, REQUESTS.c.id) < tuple_(bindparam("received"), bindparam("id")))
    .order_by(REQUESTS.c.received.desc(), REQUESTS.c.id.desc())
    .limit(bindparam("limit"))
    .subquery()
)


def _page(*which: ColumnElement[bool]) -> Select[Any]:
    """The next newest requests, each with those of its clocks (if any) that are asked for.

    Only those of the first cycle: what was done again is another promise and another piece of work.
    """
    first = and_(CLOCKS.c.request_id == _NEWEST.c.id, CLOCKS.c.cycle == 1, *which)
    newest = select(*_NEWEST.c, *_SPAN).outerjoin(CLOCKS, first)
    return newest.order_by(_NEWEST.c.received.desc(), _NEWEST.c.id.desc())


_HISTORY = _page()
_RAN_ON = _page(
    CLOCKS.c.due_at >= bindparam("since"), or_(CLOCKS.c.stopped_at.is_(None), CLOCKS.c.stopped_at >= bindparam("since"))
)


@dataclass(frozen=True, slots=True)
class Foretold:
    """An open request with what is foretold of one of its clocks, as a list shows it."""

    number: str
    clock: ClockKind
    due: int
    percent: float
    n: int
    basis: str


@dataclass(frozen=True, slots=True)
class Calibration:
    """The bands, and the predictions that were asked for and not given: too little history, or a fate still open."""

    bands: tuple[Band, ...]
    unsaid: int
    unknown: int


class Learned:
    """The history that was read last, and when; shared by every look of one file."""

    def __init__(self) -> None:
        self.history: History | None = None
        self.at = 0
        self.lock = Lock()
        self.risk: tuple[int, History | None, frozenset[int]] = (0, None, frozenset())

    def fresh(self, now: int) -> bool:
        """Is it neither too old nor from a time that is still to come?"""
        return self.history is not None and 0 <= now - self.at < FRESH


class Predictions:
    """What may be foretold. `kept` is shared by all looks of one file and holds what was learned."""

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], zone: str, kept: Learned) -> None:
        self._read, self._zone, self._kept = read, ZoneInfo(zone), kept

    def stale(self, now: int) -> bool:
        """Should somebody learn? Not while somebody does."""
        return not self._kept.fresh(now) and not self._kept.lock.locked()

    def learn(self, now: int) -> None:
        """Read the history if it is not fresh: the newest :data:`MOST` requests, some seconds; for a thread."""
        with self._kept.lock:
            if not self._kept.fresh(now):
                self._kept.history, self._kept.at = History(self._past(now)), now

    def of(self, ids: Iterable[int], now: int) -> dict[int, tuple[Prediction, ...]]:
        """The running clocks of these requests that are not late, by what was learned; nothing before :meth:`learn`."""
        found: dict[int, tuple[Prediction, ...]] = {}
        if self._kept.history is None:
            return found
        with self._read() as connection:
            for some in chunks(ids):
                for row in connection.execute(_OPEN.where(REQUESTS.c.id.in_(some)), {"now": now}).all():
                    found[row.id] = (*found.get(row.id, ()), self._predict(self._kept.history, row, now))
        return found

    def at_risk(self, now: int, among: int = 5_000) -> frozenset[int]:
        """The live requests with a promise that will probably be missed, of the `among` promises that fall due next;
        nobody before :meth:`learn`."""
        at, by, found = self._kept.risk
        history = self._kept.history
        if history is not None and (by is not history or not 0 <= now - at < RISK_FRESH):
            with self._read() as connection:
                rows = connection.execute(_NEXT, {"now": now, "limit": among}).all()
            found = frozenset(row.id for row in rows if self._predict(history, row, now).likely)
            self._kept.risk = now, history, found
        return found

    def likely(self, now: int, limit: int = 50, among: int = 5_000) -> list[Foretold]:
        """The open promises that will probably be missed, of the `among` that fall due next; the likeliest first."""
        self.learn(now)
        history = self._kept.history or History(())
        with self._read() as connection:
            rows = connection.execute(_NEXT, {"now": now, "limit": among}).all()
        said = [(row, self._predict(history, row, now)) for row in rows]
        shown = [
            Foretold(row.number, one.clock, row.due_at, round(100 * one.share, 1), one.n, one.basis.value)
            for row, one in said
            if one.share is not None and one.likely
        ]
        return sorted(shown, key=lambda row: (-row.percent, row.due))[:limit]

    def calibration(self, learn_until: int, until: int, now: int, *, clock: ClockKind | None = None) -> Calibration:
        """Ask at every local midnight from `learn_until` to before `until` about every open promise that is not late.

        Learned is only what was known at `learn_until`: requests received before it, each followed until then. A
        promise is missed if it was due and not kept in time; where that is not known at `now`, it is counted apart.
        """
        history = History(self._past(learn_until))
        given: list[Given] = []
        unsaid = unknown = 0
        for row in self._clocks(_RAN_ON, until, since=learn_until):
            if row.state not in _COUNTED or clock not in (None, row.kind):
                continue
            for moment in self._midnights(max(learn_until, row.started_at), min(until, _end(row), row.due_at)):
                fate = _missed(row, now)
                if fate is None:
                    unknown += 1
                    continue
                share = self._predict(history, row, moment).share
                unsaid += share is None
                given += [Given(row.id, share, fate)] if share is not None else []
        return Calibration(tuple(bands(given)), unsaid, unknown)

    def _predict(self, history: History, row: Any, now: int) -> Prediction:
        age = _own(row, now)
        return history.predict(self._case(row), age, max(0, _own(row, row.due_at) - age))

    def _case(self, row: Any) -> Case:
        hour = datetime.fromtimestamp(row.received / 1000, self._zone).hour
        return Case(ClockKind(row.kind), row.category, row.district, hour)

    def _past(self, until: int) -> Iterator[Past]:
        """What was known at `until`: an ending after it is not."""
        for row in self._clocks(_HISTORY, until, MOST):
            end = _end(row)
            if row.started_at < until:
                ended = end < until and row.state == ClockState.STOPPED.value
                yield Past(self._case(row), _own(row, min(end, until)), ended)

    def _clocks(self, page: Select[Any], until: int, most: int = NEVER, **values: int) -> Iterator[Any]:
        """Clocks of the `most` newest requests received before `until`, read in short transactions."""
        edge, left = {"received": until, "id": 0}, most
        while left > 0:
            with self._read() as connection:
                rows = connection.execute(page, {**values, **edge, "limit": min(PAGE, left)}).all()
            if not rows:
                return
            yield from (row for row in rows if row.kind is not None)
            edge = {"received": rows[-1].received, "id": rows[-1].id}
            left -= len({row.id for row in rows})

    def _midnights(self, since: int, until: int) -> Iterator[int]:
        """Local midnights from `since` on and before `until`."""
        at = midnight(since, self._zone.key)
        while at < until:
            if at >= since:
                yield at
            noon = datetime.fromtimestamp(at / 1000, self._zone) + timedelta(hours=36)
            at = midnight(int(noon.timestamp() * 1000), self._zone.key)


_COUNTED = (ClockState.RUNNING.value, ClockState.STOPPED.value)
"""Clocks that were void or merged in the end were neither kept nor missed."""


def _end(row: Any) -> int:
    return NEVER if row.stopped_at is None else int(row.stopped_at)


def _own(row: Any, until: int) -> int:
    """Elapsed ms of a clock until then, without its pauses."""
    paused = 0
    for begin, end in json.loads(row.pauses) if row.pauses != "[]" else ():
        paused += max(0, min(end, until) - max(begin, row.started_at))
    return max(0, until - int(row.started_at) - paused)


def _missed(row: Any, now: int) -> bool | None:
    """Was the promise missed? None while that is open."""
    if row.stopped_at is not None:
        return bool(row.stopped_at > row.due_at)
    return True if now > row.due_at else None
