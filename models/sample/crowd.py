"""A large sample: a year of requests through bulk inserts, one in ten still open, each with its line and its clocks."""

import heapq
from collections.abc import Callable, Iterator
from itertools import islice
from random import Random

from sqlalchemy import select

from models import sla
from models.desk import bulk
from models.desk.bulk import Fresh
from models.desk.desk import Desk
from models.desk.importing import PolicyBook
from models.desk.policies import CATEGORIES
from models.desk.work import IMPORT_SEAT
from models.sample import staff, words
from models.sample.city import Home
from models.sample.lives import COMPLAINTS, EMERGENCIES, ENQUIRIES, INSPECTIONS, REPAIRS
from models.sla import Event
from models.store import Store
from models.vocabulary import Act, Channel, ClockKind, Disposition, Kind, Priority, Status
from models.wall import DAY, HOUR, MINUTE, HandClock

BATCH = 5_000
OPEN_SHARE = 10
"""One request in so many is still open."""

_YEAR = 365 * DAY
_OPEN_FOR = 50 * HOUR
_OF_A_CUSTOMER = 20
_CLOSED = EMERGENCIES + REPAIRS * 3 + INSPECTIONS * 3 + COMPLAINTS + ENQUIRIES
_OPEN = REPAIRS * 6 + INSPECTIONS * 5 + COMPLAINTS + EMERGENCIES[:1]
_PACE = {
    ClockKind.DISPATCH: (1, 5),
    ClockKind.ARRIVAL: (10, 31),
    ClockKind.SAFE: (25, 200),
    ClockKind.RESPONSE: (1, 1000),
}
"""Minutes after which each promise is usually kept, least and most."""


def fill(
    store: Store, people: list[Home], count: int, random: Random, at: int, progress: Callable[[float], None]
) -> None:
    """Write `count` requests that stand at `at`; what fell due by then is swept."""
    wall, grain = HandClock(at), Random(random.random())
    desk = Desk(store, wall, salt=lambda: f"{grain.getrandbits(64):016x}")
    moments = _moments(count, at)
    with store.read() as connection:
        rows = connection.execute(select(CATEGORIES)).all()
    kinds = {row.code: (Kind(row.kind), Priority(row.priority)) for row in rows}
    written = 0
    while batch := list(islice(moments, BATCH)):
        with desk.tools.work(IMPORT_SEAT) as work:
            book = PolicyBook(work.connection)
            bulk.write(work, [_request(random, people, kinds, book, *moment, at) for moment in batch])
        written += len(batch)
        progress(written / count)
    desk.alarms.sweep(under=at)


def homes_for(count: int) -> int:
    """How many customers a city has that makes so many requests."""
    return max(3_000, count // _OF_A_CUSTOMER)


def _moments(count: int, at: int) -> Iterator[tuple[int, bool]]:
    """``(received, still open)`` in the order of time."""
    still = count // OPEN_SHARE
    ended = count - still
    closed = ((at - _YEAR + _YEAR * place // (ended + 1), False) for place in range(ended))
    open_ones = ((at - _OPEN_FOR + _OPEN_FOR * place // (still + 1), True) for place in range(still))
    return heapq.merge(closed, open_ones)


def _request(
    random: Random, people: list[Home], kinds: dict[str, tuple[Kind, Priority]], book: PolicyBook,
    received: int, still_open: bool, at: int,
) -> Fresh:  # fmt: skip
    home = people[int(random.random() * len(people))]
    pool = _OPEN if still_open else _CLOSED
    category = pool[int(random.random() * len(pool))]
    kind, priority = kinds[category]
    targets = book.targets(category, kind, priority, received)
    stops = _stops(random, targets, received, still_open)
    resolved = stops.get(ClockKind.RESOLUTION.value)
    owner = staff.STAFF[int(random.random() * 3)]
    said = {
        "category": category, "kind": kind.value, "priority": priority.value, "channel": Channel.PHONE.value,
        "district": home.district, "address": home.address, "phone": home.phone, "caller": home.name,
        "text": words.said(category, random), "note": words.note(kind, random), "customer_id": home.id,
        "premise_id": home.id,
    }  # fmt: skip
    facts = said | {"received": received, "targets": sla.targets_as_json(targets), "stops": stops}
    ended = {
        "status": Status.CLOSED.value, "state_since": resolved, "resolved_at": resolved, "closed_at": resolved,
        "resolved_by": owner.id, "disposition": Disposition.FIXED.value, "safe_at": stops.get(ClockKind.SAFE.value),
    }  # fmt: skip
    standing = {"status": Status.OPEN.value, "state_since": received} if resolved is None else ended
    values = said | {"received": received, "owner_id": owner.id} | standing
    return Fresh(values, facts, sla.clocks([Event(0, at, Act.IMPORT, facts)]))


def _stops(random: Random, targets: sla.Targets, received: int, still_open: bool) -> dict[str, int]:
    """When the promises were kept; an open request was mostly answered, and nobody has come yet."""
    stops: dict[str, int] = {}
    for clock, (least, most) in _PACE.items():
        early = clock is ClockKind.RESPONSE and random.random() < 0.9
        if clock in targets and (early or not still_open):
            target = targets[clock].ms or DAY
            span = least + (min(most, target // MINUTE) - least) * random.random() ** 2
            stops[clock.value] = received + round(span * MINUTE)
    if not still_open:
        target = targets[ClockKind.RESOLUTION].ms or 3 * DAY
        late = 1.3 if random.random() < 0.05 else 1.0
        stops[ClockKind.RESOLUTION.value] = max([*stops.values(), received + round(target * late * random.random())])
    return stops
