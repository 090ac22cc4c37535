"""How the alarm system itself does: alarms per operator-hour, floods, top sources, what stands, time to acknowledge.

The limits are the recommended performance metrics of ANSI/ISA-18.2-2016, clause 16 (monitoring and assessment), for one
operator position over at least 30 days, which IEC 62682 repeats: about 6 alarms an hour are very likely acceptable and
about 12 the most that can be managed; hours with more than 30 alarms and time in flood below about 1 % each; 10 or
fewer in any ten minutes; the ten most frequent sources 1 to 5 % of the load; no chattering; fewer than 5 stale (longer
than 24 h) on any day. They were compared with the table as published summaries of the standard quote it. EEMUA
Publication 191 counts floods by the same ten in ten minutes, but gives limits of its own for what stands.
"""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from json import loads
from math import ceil
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from models.ladder import CHATTER, FLOOD_BEGINS, FLOOD_WINDOW
from models.looks.columns import ALARMS, FLOODS, LINES, REQUESTS
from models.rows import AlarmFigure, AlarmFigures, AlarmSource
from models.vocabulary import Act, AlarmState
from models.wall import DAY, HOUR, SECOND

SOURCE = "ANSI/ISA-18.2-2016, clause 16, recommended metrics for one operator position (the same in IEC 62682)"
PER_HOUR = 12.0
"""The most alarms an operator position can manage in an hour, on average (about two in ten minutes)."""

BUSY_HOUR = 30
"""An hour with more alarms than this was too much for anybody."""

BUSY_SHARE = 1.0
"""Percent of the hours that may be so."""

FLOOD_SHARE = 1.0
"""Percent of the time that may be spent in floods."""

TOP_SHARE = 5.0
"""Percent of all alarms that the ten most frequent sources may raise together."""

STANDING = 5.0
"""Fewer alarms than this may have stood for longer than a day."""

_LINES = (
    select(LINES.c.recorded_at, LINES.c.actor, LINES.c.act, LINES.c.alarm_id, LINES.c.payload, REQUESTS.c.district)
    .select_from(LINES)
    .outerjoin(REQUESTS, REQUESTS.c.id == LINES.c.request_id)
    .where(
        LINES.c.recorded_at >= bindparam("since"),
        LINES.c.recorded_at <= bindparam("until"),
        LINES.c.act.in_([Act.RAISE.value, Act.ESCALATE.value, Act.RELEASE.value, Act.ACKNOWLEDGE.value]),
    )
    .order_by(LINES.c.seq)
)
_HOURS = (
    select(LINES.c.actor, (LINES.c.recorded_at / HOUR).label("hour"))
    .where(
        LINES.c.recorded_at >= bindparam("since"),
        LINES.c.recorded_at <= bindparam("until"),
        LINES.c.actor.not_in(["engine", "import"]),
    )
    .distinct()
)
_FLOODS = select(FLOODS.c.began_at, FLOODS.c.ended_at).where(
    FLOODS.c.began_at < bindparam("until"), func.coalesce(FLOODS.c.ended_at, bindparam("until")) > bindparam("since")
)
_STANDING = select(func.count()).where(
    text("alarm.active"), ALARMS.c.raised_at < bindparam("before"), text("alarm.state <> 'normal'")
)
_CHATTERS = select(func.count()).where(
    ALARMS.c.flaps >= CHATTER, ALARMS.c.raised_at >= bindparam("since"), ALARMS.c.raised_at <= bindparam("until")
)


@dataclass(slots=True)
class _Heard:
    """What the journal says of alarms in a span."""

    raised: int = 0
    sources: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    ringing: dict[int, int] = field(default_factory=dict)
    waits: list[int] = field(default_factory=list)
    window: deque[int] = field(default_factory=deque)
    most: int = 0
    hours: Counter[int] = field(default_factory=Counter)

    def hear(self, row: Any) -> None:
        """One line."""
        facts = loads(row.payload or "{}")
        rings = facts.get("state") == AlarmState.UNACKNOWLEDGED
        if row.act == Act.ACKNOWLEDGE:
            since = self.ringing.pop(row.alarm_id, None)
            if since is not None:
                self.waits.append(row.recorded_at - since)
            return
        if not rings:
            return
        self.ringing.setdefault(row.alarm_id, row.recorded_at)
        if row.act == Act.RAISE:
            self.raised += 1
            self.hours[row.recorded_at // HOUR] += 1
            self.sources[facts.get("rule", "clock"), facts.get("clock", ""), row.district or ""] += 1
            self.window.append(row.recorded_at)
            while self.window[0] <= row.recorded_at - FLOOD_WINDOW:
                self.window.popleft()
            self.most = max(self.most, len(self.window))


def figures(connection: Connection, since: int, until: int) -> AlarmFigures:
    """The figures between two instants; what stands is judged at the second.

    An alarm counts when it is announced: born, risen, or back. An operator counts for each hour in which they left a
    line in the journal.
    """
    heard, span = _Heard(), {"since": since, "until": until}
    for row in connection.execute(_LINES, span):
        heard.hear(row)
    hours = len(connection.execute(_HOURS, span).all())
    floods = sum(min(ended or until, until) - max(began, since) for began, ended in connection.execute(_FLOODS, span))
    top = heard.sources.most_common(10)
    share = 100 * sum(count for _, count in top) / heard.raised if heard.raised else 0.0
    standing = int(connection.execute(_STANDING, {"before": until - DAY}).scalar_one())
    chatters = int(connection.execute(_CHATTERS, span).scalar_one())
    whole = max(1, until - since)
    waits = sorted(heard.waits)
    busy = sum(count > BUSY_HOUR for count in heard.hours.values())
    return AlarmFigures(since, until, SOURCE, (
        AlarmFigure("alarms", heard.raised, "alarms"),
        AlarmFigure("operator_hours", hours, "h"),
        _most("alarms_per_operator_hour", round(heard.raised / hours, 2) if hours else None, "1/h", PER_HOUR),
        _most("most_in_ten_minutes", heard.most, "alarms", FLOOD_BEGINS),
        _most("hours_over_thirty", round(100 * busy / max(1, whole / HOUR), 2), "%", BUSY_SHARE),
        _most("time_in_flood", round(100 * floods / whole, 2), "%", FLOOD_SHARE),
        _most("top_ten_share", round(share, 1), "%", TOP_SHARE),
        AlarmFigure("standing_over_a_day", standing, "alarms", STANDING, standing < STANDING),
        _most("chattering", chatters, "alarms", 0.0),
        AlarmFigure("acknowledged_p50", _quantile(waits, 0.5), "s"),
        AlarmFigure("acknowledged_p90", _quantile(waits, 0.9), "s"),
    ), tuple(AlarmSource(*source, count, round(100 * count / heard.raised, 1)) for source, count in top))  # fmt: skip


def _most(name: str, value: float | None, unit: str, limit: float) -> AlarmFigure:
    return AlarmFigure(name, value, unit, limit, None if value is None else value <= limit)


def _quantile(waits: Sequence[int], share: float) -> float | None:
    """Seconds within which that share of the acknowledgements came (nearest rank)."""
    return waits[max(0, ceil(share * len(waits)) - 1)] / SECOND if waits else None
