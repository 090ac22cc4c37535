"""Who is on duty and what crews are certified for: rosters and certificates, read for board and ranking."""

from collections import defaultdict

from sqlalchemy import Connection, bindparam, select

from models.duty import Duty, Span, duty
from models.looks.columns import CERTIFICATES, SHIFTS

AHEAD = 48 * 3_600_000
"""How far ahead (ms) shifts are read to see where one that runs now will end."""

_NOBODY: list[Span] = [(0, 1)]
"""A roster with nothing around now: off duty, whatever the crew's mark says."""

_CERTIFICATES = select(CERTIFICATES)
_SHIFTS = select(SHIFTS).where(SHIFTS.c.ends_at > bindparam("since"), SHIFTS.c.starts_at < bindparam("until"))
_ROSTERED = select(SHIFTS.c.crew_id).where(SHIFTS.c.ends_at > bindparam("now")).distinct()


def duties(connection: Connection, now: int) -> dict[int, Duty]:
    """The duty of every crew whose roster reaches beyond `now` (ms UTC).

    A roster that has run out says nothing any more: then the crew's mark holds, so that nobody is lost to a forgotten
    import.
    """
    spans: dict[int, list[Span]] = defaultdict(list)
    for row in connection.execute(_SHIFTS, {"since": now, "until": now + AHEAD}):
        spans[row.crew_id].append((row.starts_at, row.ends_at))
    rostered = connection.execute(_ROSTERED, {"now": now}).scalars()
    return {crew: duty(False, spans.get(crew, _NOBODY), now) for crew in rostered}


def skills(connection: Connection) -> dict[int, dict[str, int]]:
    """The certificates that end, by crew."""
    ends: dict[int, dict[str, int]] = defaultdict(dict)
    for row in connection.execute(_CERTIFICATES):
        ends[row.crew_id][row.skill] = row.valid_until
    return ends
