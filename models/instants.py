"""Instants as files write them: ISO 8601 with an offset, or local wall time of a named zone, to epoch ms."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from models.errors import Invalid

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_YEARS = range(1900, 2200)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that name (`Asia/Shanghai`)."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(
            "zone.unknown",
            f"There is no time zone called {name!r}.",
            "Name one as in Asia/Shanghai or America/New_York.",
            zone=name,
        ) from error


def read_instant(text: str, zone: ZoneInfo | None = None, pattern: str = "") -> int:
    """The instant (epoch ms) that `text` names; a repeated local time is the first of the two.

    Args:
        zone: where a text without an offset was written; None refuses such a text.
        pattern: a `strptime` pattern for texts that are not ISO 8601.

    Raises:
        Invalid: unreadable, without offset and zone, or a local time that a change of clocks left out.
    """
    try:
        moment = datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007
        if moment.tzinfo is None:
            moment = _placed(moment, zone, text)
        instant = (moment - _EPOCH) // _MILLISECOND
    except (ValueError, OverflowError) as error:
        raise _unreadable(text) from error
    if moment.year not in _YEARS:
        raise _unreadable(text)
    return instant


def _placed(moment: datetime, zone: ZoneInfo | None, text: str) -> datetime:
    if zone is None:
        raise Invalid(
            "instant.naive", f"{text!r} has no offset and no zone was named.", "Name the zone with --zone.", text=text
        )
    utc = moment.replace(tzinfo=zone).astimezone(UTC)
    if utc.astimezone(zone).replace(tzinfo=None) != moment:
        raise Invalid(
            "instant.nonexistent",
            f"{text!r} does not exist in {zone.key}: the clocks were put forward over it.",
            "Correct the time, or give it with its offset.",
            text=text,
            zone=zone.key,
        )
    return utc


def _unreadable(text: str) -> Invalid:
    return Invalid(
        "instant.unreadable", f"{text!r} cannot be read as an instant.", "Write 2026-01-31T08:30:00+08:00.", text=text
    )
