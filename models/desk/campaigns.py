"""The room of campaigns of inspections: set up, planned into days, announced, run, and closed."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from models.campaigns import FARTHEST, LONGEST_NOTICE, Place, due_from, local_day, midnight, natural, plan
from models.desk import setting_up as ask
from models.desk.deed import clean, word
from models.desk.opening import new_id
from models.desk.visits import calendar_at, end_all, make_due, open_days, opens_at
from models.desk.work import Tools, Work, require
from models.looks import campaigns as look
from models.looks.columns import (
    CALENDARS,
    CAMPAIGNS,
    CATEGORIES,
    CREWS,
    CUSTOMERS,
    DISTRICTS,
    INSPECTIONS,
    PREMISES,
    REQUESTS,
    VISITS,
    words,
)
from models.refusals import refuse
from models.rows import CampaignRow, NewCampaign, Planned, Seat, VisitRow
from models.store import pour
from models.tables import Campaign, Visit
from models.vocabulary import LIVE, WITHOUT_ACCESS, Act, CustomerClass, Kind, Role, VisitFlag, VisitState
from models.wall import DAY

_NEW = insert(Campaign.__table__)  # type: ignore[attr-defined]
_TABLE: Any = Visit.__table__  # type: ignore[attr-defined]
_PUT = insert(_TABLE)
OFFICE, ROUND_THE_CLOCK = "cn-office", "24x7"
LIMITS = {"every_months": (1, 120), "per_day": (1, 1000), "early_days": (0, 366), "late_days": (0, 366),
          "max_tries": (1, 9), "again_days": (0, 90), "notice_ms": (0, LONGEST_NOTICE)}  # fmt: skip
"""The least and the most that each number of a campaign may be."""

CHANGEABLE = frozenset(one.name for one in fields(NewCampaign)) - {"name"}
_CAMPAIGN = select(CAMPAIGNS).where(CAMPAIGNS.c.id == bindparam("id"))
_VISIT = select(VISITS).where(VISITS.c.id == bindparam("id"))
_SEEN = (
    select(INSPECTIONS.c.premise_id, func.max(INSPECTIONS.c.at).label("at"))
    .where(INSPECTIONS.c.result.not_in([one.value for one in WITHOUT_ACCESS]))
    .group_by(INSPECTIONS.c.premise_id)
    .subquery()
)
_OWNER = (
    select(CUSTOMERS.c.premise_id, func.min(CUSTOMERS.c.id).label("id"))
    .where(CUSTOMERS.c.retired_at.is_(None), CUSTOMERS.c.premise_id.is_not(None))
    .group_by(CUSTOMERS.c.premise_id)
    .subquery()
)
_PLACES = (
    select(PREMISES.c.id, PREMISES.c.district, PREMISES.c.building, PREMISES.c.address, _SEEN.c.at,
           _OWNER.c.id.label("customer"))
    .outerjoin(_SEEN, _SEEN.c.premise_id == PREMISES.c.id)
    .outerjoin(_OWNER, _OWNER.c.premise_id == PREMISES.c.id)
    .where(PREMISES.c.retired_at.is_(None))
)  # fmt: skip
_LIVE_ELSEWHERE = (
    select(VISITS.c.premise_id)
    .join(CAMPAIGNS, CAMPAIGNS.c.id == VISITS.c.campaign_id)
    .outerjoin(REQUESTS, REQUESTS.c.id == VISITS.c.request_id)
    .where(CAMPAIGNS.c.id != bindparam("campaign"), CAMPAIGNS.c.closed_at.is_(None), VISITS.c.ended_as.is_(None),
           or_(VISITS.c.request_id.is_(None), REQUESTS.c.status.in_([one.value for one in LIVE])))
)  # fmt: skip
_BLANK = {
    column.name: column.default.arg if column.default is not None else None
    for column in _TABLE.columns
    if column.name != "id"
}


class Campaigns:
    """Verbs on campaigns; a supervisor plans and closes them, a dispatcher announces visits and changes single ones."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def add(self, seat: Seat, new: NewCampaign) -> CampaignRow:
        """A new campaign, not planned yet."""
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            name = ask.named(new.name, "name")
            if work.connection.execute(select(CAMPAIGNS.c.id).where(CAMPAIGNS.c.name == name)).first():
                raise refuse("campaign.taken", name=name)
            given = {one.name: getattr(new, one.name) for one in fields(new) if one.name != "name"}
            given["calendar"] = new.calendar or _usual_calendar(work)
            values = _values(work, given) | {"name": name, "made_at": work.now, "made_by": seat.operator_id or None}
            _lasts(values["from_day"], values["until_day"])
            made = new_id(work.connection.execute(_NEW, values))
            return self._done(work, made, "add", given)

    def change(self, seat: Seat, id: int, *, expect: int | None = None, **changes: Any) -> CampaignRow:
        """Change what is named of :data:`CHANGEABLE`; the days stay as they are until it is planned again."""
        require(seat, Role.SUPERVISOR)
        unknown = sorted(set(changes) - CHANGEABLE)
        if unknown:
            raise refuse("word.unknown", given=unknown[0], field="campaign", allowed=", ".join(sorted(CHANGEABLE)))
        with self._tools.work(seat) as work:
            row = _live(work, id, expect)
            values = _values(work, changes)
            _lasts(values.get("from_day", row.from_day), values.get("until_day", row.until_day))
            _write(work, row, values)
            return self._done(work, id, "set", changes)

    def plan(self, seat: Seat, id: int, *, expect: int | None = None) -> Planned:
        """Give every premise of the campaign that is due within it a day and a crew (`models.campaigns.plan`).

        Done again, whatever was announced, tried, made or agreed keeps its day, and the rest is planned anew from the
        first day on that can still be announced in time.
        """
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            row = _live(work, id, expect)
            if row.started_at is not None:
                raise refuse("campaign.started", id=id)
            return self._planned(work, row)

    def _planned(self, work: Work, row: Any) -> Planned:
        zone = self._tools.zone
        work.connection.execute(delete(VISITS).where(VISITS.c.campaign_id == row.id, *_UNBOUND))
        kept = set(work.connection.execute(select(VISITS.c.premise_id).where(VISITS.c.campaign_id == row.id)).scalars())
        others = set(work.connection.execute(_LIVE_ELSEWHERE, {"campaign": row.id}).scalars())
        found = {one.id: one for one in work.connection.execute(_PLACES.where(*_of(row))) if one.id not in kept}
        free = [one for id, one in found.items() if id not in others]
        last = date.fromisoformat(row.until_day)
        due = {one.id: due_from(None if one.at is None else local_day(one.at, zone), row.every_months) for one in free}
        end = last + timedelta(days=row.early_days)
        places = [Place(one.id, due[one.id], (one.district, natural(one.building), natural(one.address)))
                  for one in free
                  if (due[one.id] or last) <= end]  # fmt: skip
        calendar = calendar_at(work.connection, row.calendar, work.now)
        first = max(date.fromisoformat(row.from_day), _announceable(work.now + row.notice_ms, zone))
        days = open_days(work.connection, row, calendar, first, last) if first <= last else []
        walks = {one.id: one.walk for one in places}
        placed = plan(places, days, early=row.early_days, late=row.late_days)
        opening = {day: opens_at(calendar, day) for day in {one.day for one in placed} if day is not None}
        _put(work, row.id, [
            {"premise_id": one.id, "customer_id": found[one.id].customer, "district": found[one.id].district,
             "due_day": _iso(due[one.id]), "day": _iso(one.day), "day_at": one.day and opening[one.day],
             "crew": one.crew, "flag": one.flag}
            for one in sorted(placed, key=lambda one: (one.day or date.max, one.crew, walks[one.id]))
        ])  # fmt: skip
        _write(work, row, {"planned_at": work.now})
        flags = [one.flag for one in placed]
        done = Planned(
            row.id, len(placed) + len(kept), sum(one.day is not None for one in placed),
            sum(one.day is None for one in placed), flags.count(VisitFlag.EARLY.value),
            flags.count(VisitFlag.LATE.value), len(kept), len(opening), len(free) - len(places),
            len(found) - len(free),
        )  # fmt: skip
        facts = {one.name: getattr(done, one.name) for one in fields(done) if one.name != "campaign_id"}
        work.note(Act.CAMPAIGN, {"campaign": row.id, "name": row.name, "act": "plan", **facts})
        return done

    def start(self, seat: Seat, id: int, *, expect: int | None = None) -> CampaignRow:
        """From now on the engine makes each day's visits."""
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            row = _live(work, id, expect)
            waits = select(func.count()).select_from(VISITS).where(
                VISITS.c.campaign_id == id, VISITS.c.day.is_not(None), VISITS.c.request_id.is_(None),
                VISITS.c.ended_as.is_(None),
            )  # fmt: skip
            if not work.connection.execute(waits).scalar_one():
                raise refuse("campaign.nothing", id=id)
            today = local_day(work.now, self._tools.zone).isoformat()
            past = work.connection.execute(waits.where(VISITS.c.day < today)).scalar_one()
            if past:
                raise refuse("campaign.past", n=past, id=id)
            if row.started_at is None:
                _write(work, row, {"started_at": work.now})
            return self._done(work, id, "run", {})

    def halt(self, seat: Seat, id: int, *, reason: str, expect: int | None = None) -> CampaignRow:
        """No further visit is made until it is run again; what is on the board stays there."""
        require(seat, Role.SUPERVISOR)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _live(work, id, expect)
            _write(work, row, {"started_at": None})
            return self._done(work, id, "halt", {"reason": clean(reason)})

    def close(self, seat: Seat, id: int, *, reason: str = "", expect: int | None = None) -> CampaignRow:
        """The campaign is over: whatever was not made is cancelled, who was tried and never seen is without access."""
        require(seat, Role.SUPERVISOR)
        with self._tools.work(seat) as work:
            row = _live(work, id, expect)
            live = select(func.count()).select_from(look.JOINED).where(
                VISITS.c.campaign_id == id, VISITS.c.request_id.is_not(None), VisitState.OPEN.value == look.STATE
            )  # fmt: skip
            n = work.connection.execute(live).scalar_one()
            if n:
                raise refuse("campaign.live", n=n, id=id)
            ended = end_all(work, id, clean(reason))
            _write(work, row, {"closed_at": work.now, "closed_reason": clean(reason)})
            return self._done(work, id, "close", {"reason": clean(reason), "ended": ended})

    def announce(self, seat: Seat, id: int, *, within: int | None = None) -> list[VisitRow]:
        """The visits of the days within the notice that nobody was told of, as a list to send; it goes on record.

        Args:
            within: visits that begin in so many ms; None: within the campaign's notice and the day after.
        """
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _live(work, id)
            until = work.now + (row.notice_ms + DAY if within is None else within)
            where = [VISITS.c.campaign_id == id, VISITS.c.announced_at.is_(None), VISITS.c.request_id.is_(None),
                     VISITS.c.ended_as.is_(None), VISITS.c.day_at.is_not(None), VISITS.c.day_at <= until]  # fmt: skip
            found = look.visits(work.connection, where)
            if found:
                work.connection.execute(update(VISITS).where(*where).values(announced_at=work.now))
                days = sorted({one.day or "" for one in found})
                work.note(Act.CAMPAIGN, {"campaign": id, "name": row.name, "act": "announce", "n": len(found),
                                         "days": days, "visits": [one.id for one in found]})  # fmt: skip
            return look.visits(work.connection, [VISITS.c.id.in_([one.id for one in found])]) if found else []

    def letters(self, seat: Seat, id: int) -> list[VisitRow]:
        """Whom to write to since a visit saw nothing and no letter went yet, the `tries`-th each; it goes on record."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _row(work, id)
            where = [VISITS.c.campaign_id == id, VISITS.c.tries > VISITS.c.lettered,
                     look.STATE.in_([VisitState.OPEN.value, VisitState.NO_ACCESS.value])]  # fmt: skip
            found = look.visits(work.connection, where)
            ids = [one.id for one in found]
            if found:
                work.connection.execute(update(VISITS).where(VISITS.c.id.in_(ids)).values(lettered=VISITS.c.tries))
                work.note(Act.CAMPAIGN, {"campaign": id, "name": row.name, "act": "letters", "n": len(ids),
                                         "visits": ids})  # fmt: skip
            return found

    def move(self, seat: Seat, visit: int, *, day: str) -> VisitRow:
        """A visit takes place on another day, as was agreed with those who live there."""
        require(seat, Role.DISPATCHER)
        with self._tools.work(seat) as work:
            row = _planned_visit(work, visit)
            campaign = _live(work, row.campaign_id)
            calendar = calendar_at(work.connection, campaign.calendar, work.now)
            meant = _day(day)
            if not calendar.hours(meant) or meant < local_day(work.now, self._tools.zone):
                raise refuse("visit.day", day=day)
            values = {"day": meant.isoformat(), "day_at": opens_at(calendar, meant), "flag": VisitFlag.AGREED.value,
                      "announced_at": work.now}  # fmt: skip
            work.connection.execute(update(VISITS).where(VISITS.c.id == visit).values(**values))
            work.note(Act.CAMPAIGN, {"campaign": campaign.id, "name": campaign.name, "act": "move", "visit": visit,
                                     "day": meant.isoformat()})  # fmt: skip
            return look.visits(work.connection, [VISITS.c.id == visit])[0]

    def drop(self, seat: Seat, visit: int, *, reason: str) -> VisitRow:
        """A visit does not take place: nobody burns gas there any more, or somebody else was there."""
        require(seat, Role.DISPATCHER)
        if not reason.strip():
            raise refuse("reason.missing")
        with self._tools.work(seat) as work:
            row = _planned_visit(work, visit)
            campaign = _row(work, row.campaign_id)
            values = {"ended_as": VisitState.CANCELLED.value, "ended_at": work.now, "ended_reason": clean(reason)}
            work.connection.execute(update(VISITS).where(VISITS.c.id == visit).values(**values))
            work.note(Act.CAMPAIGN, {"campaign": campaign.id, "name": campaign.name, "act": "drop", "visit": visit,
                                     "reason": clean(reason)})  # fmt: skip
            return look.visits(work.connection, [VISITS.c.id == visit])[0]

    def day(self, seat: Seat) -> int:
        """Make the visits whose day has come, as the engine does; returns how many."""
        require(seat, Role.DISPATCHER)
        return make_due(self._tools, self._tools.wall.now())

    def _done(self, work: Work, id: int, act: str, facts: dict[str, Any]) -> CampaignRow:
        row = look.campaign(work.connection, id, work.now, self._tools.zone)
        work.note(Act.CAMPAIGN, {**facts, "campaign": id, "name": row.name, "act": act})
        return row


_UNBOUND = (VISITS.c.request_id.is_(None), VISITS.c.ended_as.is_(None), VISITS.c.announced_at.is_(None),
            VISITS.c.tries == 0)  # fmt: skip
"""Visits that nobody knows of yet: a new plan may give them another day."""


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _announceable(at: int, zone: str) -> date:
    """The first day that begins after an instant."""
    day = local_day(at, zone)
    return day if midnight(day, zone) >= at else day + timedelta(days=1)


def _of(row: Any) -> list[Any]:
    """Which premises a campaign is about."""
    where: list[Any] = []
    if row.districts:
        where.append(PREMISES.c.district.in_(words(row.districts)))
    if row.klass:
        of_class = select(CUSTOMERS.c.premise_id).where(
            and_(CUSTOMERS.c.retired_at.is_(None), CUSTOMERS.c.klass.in_(words(row.klass)))
        )
        where.append(PREMISES.c.id.in_(of_class))
    return where


def _put(work: Work, campaign: int, rows: Sequence[dict[str, Any]]) -> None:
    whole = (_BLANK | {"campaign_id": campaign} | row for row in rows)
    pour(work.connection, _PUT, tuple(_BLANK), [tuple(row[name] for name in _BLANK) for row in whole])


def _row(work: Work, id: int) -> Any:
    row = work.connection.execute(_CAMPAIGN, {"id": id}).first()
    if row is None:
        raise refuse("campaign.unknown", id=id)
    return row


def _live(work: Work, id: int, expect: int | None = None) -> Any:
    row = _row(work, id)
    if row.closed_at is not None:
        raise refuse("campaign.closed", id=id)
    if expect is not None and expect != row.version:
        raise refuse("campaign.changed", id=id, version=row.version)
    return row


def _write(work: Work, row: Any, values: dict[str, Any]) -> None:
    known = values | {"version": row.version + 1}
    work.connection.execute(update(CAMPAIGNS).where(CAMPAIGNS.c.id == row.id).values(**known))


def _planned_visit(work: Work, visit: int) -> Any:
    row = work.connection.execute(_VISIT, {"id": visit}).first()
    if row is None:
        raise refuse("visit.unknown", id=visit)
    if row.request_id is not None or row.ended_as is not None:
        number = select(REQUESTS.c.number).where(REQUESTS.c.id == row.request_id)
        raise refuse("visit.over", id=visit, number=work.connection.execute(number).scalar() or "-")
    return row


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise refuse("campaign.days") from error


def _lasts(first: str, last: str) -> None:
    if not 0 <= (_day(last) - _day(first)).days <= FARTHEST:
        raise refuse("campaign.days")


def _usual_calendar(work: Work) -> str:
    """The office hours if the file has them, else every day."""
    known = set(work.connection.execute(select(CALENDARS.c.code).where(CALENDARS.c.retired_at.is_(None))).scalars())
    return OFFICE if OFFICE in known else ROUND_THE_CLOCK


def _values(work: Work, given: dict[str, Any]) -> dict[str, Any]:
    """What was asked for as columns take it, every word of it known."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in LIMITS:
            least, most = LIMITS[name]
            if not least <= value <= most:
                raise refuse("campaign.numbers", field=name, given=value, least=least, most=most)
            values[name] = value
        elif name in ("from_day", "until_day"):
            values[name] = _day(value).isoformat()
        elif name == "districts":
            values[name] = ",".join(_known(work, DISTRICTS.c.name, value, "district.unknown", "district"))
        elif name == "crews":
            values[name] = ",".join(_known(work, CREWS.c.code, value, "crew.unknown", "crew"))
        elif name == "klass":
            values[name] = ",".join(word(CustomerClass, one, "klass").value for one in value)
        elif name == "category":
            values[name] = _category(work, value)
        else:
            calendar_at(work.connection, value, work.now)
            values[name] = value
    return values


def _known(work: Work, column: Any, given: Sequence[str], code: str, fact: str) -> list[str]:
    in_use = list(work.connection.execute(select(column).where(column.table.c.retired_at.is_(None))).scalars())
    plain = list(dict.fromkeys(clean(one) for one in given if clean(one)))
    for one in plain:
        if one not in in_use:
            raise refuse(code, **{fact: one, "allowed": ", ".join(in_use)})
    return plain


def _category(work: Work, code: str) -> str:
    row = work.connection.execute(select(CATEGORIES).where(CATEGORIES.c.code == code)).first()
    if row is None or row.retired_at is not None or row.kind != Kind.INSPECTION:
        raise refuse("campaign.category", category=code)
    return code
