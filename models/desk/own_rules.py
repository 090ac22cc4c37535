"""The rules about what is one person's own: a hand-over that came back unseen, a call that was never saved."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, bindparam, delete, select, text, update

from models.danger import told_in
from models.desk.conditions import Found
from models.desk.offers import OFFERS
from models.desk.work import ENGINE_SEAT, REQUESTS, Tools
from models.tables import Category, Unsaved
from models.vocabulary import LIVE, Act, Kind, Rule, Status
from models.wall import DAY, MINUTE

CATEGORIES = Category.__table__  # type: ignore[attr-defined]
UNSAVED = Unsaved.__table__  # type: ignore[attr-defined]
DANGER_WAITS = 2 * MINUTE
"""So long may words that tell of danger lie in a draft at which nobody types."""

DRAFT_WAITS = 30 * MINUTE
"""So long may any other call."""

EMPTY_STAYS = 10 * MINUTE
"""After this a draft in which nothing is left disappears."""

EDIT_STAYS = 30 * DAY
"""After this a correction that nobody went on with is given up."""

SOME = 200
_BACK = (
    select(OFFERS.c.id, OFFERS.c.request_id, OFFERS.c.ended_at)
    .join(REQUESTS, REQUESTS.c.id == OFFERS.c.request_id)
    .where(
        text("owner_offer.outcome IN ('declined', 'lapsed') AND owner_offer.seen_at IS NULL"),
        REQUESTS.c.owner_id == OFFERS.c.from_id,
        REQUESTS.c.status.in_([*(status.value for status in LIVE), Status.RESOLVED.value]),
    )
)
_IDLE = (
    select(REQUESTS.c.id, REQUESTS.c.state_since, REQUESTS.c.draft_fields, REQUESTS.c.version)
    .where(text("request.status = 'draft'"), REQUESTS.c.state_since < bindparam("then"))
    .order_by(REQUESTS.c.id)
)
_EMERGENCIES = select(CATEGORIES.c.code).where(CATEGORIES.c.kind == Kind.EMERGENCY.value)
_OLD_EDITS = UNSAVED.c.updated_at < bindparam("then")


def handed_back(connection: Connection, now: int) -> Iterator[Found]:
    """Hand-overs that were declined or that nobody accepted, until their owner has looked."""
    for row in connection.execute(_BACK).all():
        yield Found(Rule.HAND_OVER_BACK, f"offer:{row.id}", 1, row.ended_at, row.request_id)


def waiting_drafts(connection: Connection, now: int) -> Iterator[Found]:
    """Calls that were written down and never saved: those that tell of danger soon, the others later."""
    rows = connection.execute(_IDLE, {"then": now - DANGER_WAITS}).all()
    if not rows:
        return
    emergencies = frozenset(connection.execute(_EMERGENCIES).scalars())
    for row in rows:
        fields = json.loads(row.draft_fields or "{}")
        if not any(value.strip() for value in fields.values()):
            continue
        danger = told_in(fields, emergencies)
        due = row.state_since + (DANGER_WAITS if danger else DRAFT_WAITS)
        if due < now:
            yield Found(Rule.DRAFT_WAITS, f"draft:{row.id}", 2 if danger else 1, due)


def tidy(tools: Tools, now: int) -> int:
    """Drafts in which nothing is left, and corrections that were given up, disappear; returns how many."""
    asked = {"then": now - EMPTY_STAYS}
    with tools.store.read() as connection:
        empty = [row.id for row in connection.execute(_IDLE, asked).all() if _is_empty(row.draft_fields)]
        old = connection.execute(select(UNSAVED.c.id).where(_OLD_EDITS).limit(1), {"then": now - EDIT_STAYS}).first()
    if not empty and old is None:
        return 0
    with tools.work(ENGINE_SEAT, now) as work:
        still = [row for row in work.connection.execute(_IDLE, asked).all() if _is_empty(row.draft_fields)][:SOME]
        for row in still:
            values = {"status": Status.CANCELLED.value, "state_since": now, "version": row.version + 1}
            work.connection.execute(update(REQUESTS).where(REQUESTS.c.id == row.id).values(**values))
            work.note(Act.DISCARD, {"empty": True}, request_id=row.id)
        work.connection.execute(delete(UNSAVED).where(_OLD_EDITS), {"then": now - EDIT_STAYS})
    return len(still)


def _is_empty(draft_fields: str | None) -> bool:
    return not any(value.strip() for value in json.loads(draft_fields or "{}").values())
