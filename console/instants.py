"""Moments and spans as they are written on a command line: ISO 8601 with an offset, and lengths such as ``4h30m``."""

import re
from datetime import UTC, datetime, timedelta

from console.refusals import Misuse
from models.wall import DAY, HOUR, MINUTE, SECOND

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_YEARS = range(1900, 2200)
_UNITS = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND}
_SPAN = re.compile(r"\+?\s*((?:\d+(?:\.\d+)?[dhms]\s*)+)", re.IGNORECASE)
_PART = re.compile(r"(\d+(?:\.\d+)?)([dhms])", re.IGNORECASE)
_EXAMPLE = "2026-11-23T09:30:00+08:00"


def read_instant(text: str, what: str = "the instant") -> int:
    """The instant in epoch ms UTC that `text` names.

    Raises:
        Misuse: it cannot be read, or it carries no offset from UTC.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        if moment.year not in _YEARS:
            raise ValueError(f"the year {moment.year} is none of ours")
    except ValueError as error:
        raise Misuse(
            "instant.unreadable",
            f"'{text}' is not {what} that can be read ({error}).",
            f"Write it in ISO 8601 with an offset, like {_EXAMPLE}.",
            text=text,
        ) from error
    if moment.utcoffset() is None:
        raise Misuse(
            "instant.naive",
            f"'{text}' has no offset from UTC, so it names no instant.",
            f"Add one, like {_EXAMPLE} or a Z for UTC.",
            text=text,
        )
    return (moment - _EPOCH) // timedelta(milliseconds=1)


def read_span(text: str) -> int:
    """The length in ms that `text` names: days, hours, minutes and seconds as in ``1d``, ``4h``, ``1h30m``, ``90s``.

    Raises:
        Misuse: it cannot be read.
    """
    if not _SPAN.fullmatch(text.strip()):
        raise Misuse("span.unreadable", f"'{text}' is not a length of time.", "Write it like 4h, 1h30m, 45m or 2d.",
                     text=text)  # fmt: skip
    return round(sum(float(number) * _UNITS[unit.lower()] for number, unit in _PART.findall(text)))


def read_moment(text: str, now: int) -> int:
    """An instant, or a length of time from `now` on."""
    return now + read_span(text) if _SPAN.fullmatch(text.strip()) else read_instant(text)


def write_span(ms: int) -> str:
    """A length in ms in the shortest form that :func:`read_span` reads back."""
    rest, out = ms, ""
    for unit, size in _UNITS.items():
        count, rest = divmod(rest, size)
        out += f"{count}{unit}" if count else ""
    if rest:
        return f"{ms / SECOND:.3f}".rstrip("0") + "s"
    return out or "0s"
