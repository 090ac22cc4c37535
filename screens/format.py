"""Texts of exact width: cut and padded by cells; durations; instants in the desk's zone; text made harmless."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from rich.cells import cell_len, get_character_cell_size

from models.wall import DAY, HOUR, MINUTE, SECOND

CUT = ".."
cells = cell_len
"""How many cells of the terminal a text takes."""


@lru_cache(maxsize=8192)
def clean(text: str) -> str:
    """A caller's text on one line: control and formatting characters can neither act nor hide.

    Line breaks and tabs become blanks, other control characters ``?``; marks that would change the direction or join
    characters into one picture are left out, so that every character has the width it is counted with.
    """
    if text.isascii() and text.isprintable():
        return text
    out = []
    for char in text:
        category = unicodedata.category(char)
        if char in "\r\n\t\v\f\x85\u2028\u2029" or category == "Zs":
            out.append("\u3000" if char == "\u3000" else " ")
        elif category in ("Cc", "Cs", "Co", "Cn"):
            out.append("?")
        elif not (category == "Cf" or _joins(char) or (category in ("Mn", "Me", "Mc") and not out)):
            out.append(char)
    return "".join(out)


def printed(text: str) -> str:
    """Pasted text without control characters; its lines stay lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) != "Cc")


def _joins(char: str) -> bool:
    """Variation selectors and skin tones, which change the picture before them."""
    return "\ufe00" <= char <= "\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells, ending in ``..`` if something was left out; no character is halved."""
    if width <= 0:
        return ""
    if len(text) * 2 <= width or cell_len(text) <= width:
        return text
    if width <= len(CUT):
        return _first(text, width)
    first = _first(text, width - len(CUT))
    return first + CUT if first else _first(text, width)


def without_aside(text: str, width: int) -> str:
    """A name that is too wide for its field without what stands in brackets at its end; it may still need cutting."""
    if cell_len(text) <= width:
        return text
    return text.replace("（", "(").split("(", 1)[0].rstrip() or text


def _first(text: str, width: int) -> str:
    used, count = 0, 0
    for char in text:
        used += get_character_cell_size(char)
        if used > width:
            break
        count += 1
    first = text[:count]
    while cell_len(first) > width:
        first = first[:-1]
    return first


def clip(text: str, width: int, *, pad: bool = False, right: bool = False) -> str:
    """`text` cut to `width` cells; with `pad` blanks fill the rest, on the left with `right`."""
    text = cut(text, width)
    if not pad:
        return text
    gap = " " * (width - cell_len(text))
    return gap + text if right else text + gap


CLOSING = frozenset("。，、；：！？）」』》】〉”’…,.;:!?)]}%")
"""What never begins a line."""


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at blanks where there are any, else between characters.

    A character goes down with the closing mark that follows it, so that no line begins with one.
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        rest = clean(paragraph).strip()
        while cell_len(rest) > width:
            first = _first(rest, max(1, width)) or rest[:1]
            blank = first.rfind(" ")
            if rest[len(first)] != " " and blank > len(first) // 3:
                first = first[:blank]
            while len(first) > 1 and rest[len(first)] in CLOSING:
                first = first[:-1]
            lines.append(first.rstrip())
            rest = rest[len(first) :].lstrip()
        lines.append(rest)
    return lines


def remaining(ms: int, *, exact: bool = False, coarse: bool = False) -> str:
    """A span left (negative: overdue) in nine cells: `` 00:52:19`` under an hour, `` 03:05`` above.

    `exact` keeps the seconds, `coarse` leaves them out always. Never too comfortable: what is left is rounded down,
    what is overdue up.
    """
    sign = "-" if ms < 0 else " "
    seconds = -(ms // SECOND) if ms < 0 else ms // SECOND
    if coarse and ms < 0:
        seconds = -(-seconds // 60) * 60
    hours, minutes = seconds // 3600, seconds // 60 % 60
    if not coarse and (exact or seconds < 3600):
        whole = f"{sign}{hours:02d}:{minutes:02d}:{seconds % 60:02d}"
        if len(whole) <= 9:
            return whole
    if hours < 10_000:
        return f"{sign}{hours:02d}:{minutes:02d}".ljust(9)
    return f"{sign}{hours // 24}d".ljust(9)


def minutes_seconds(ms: int) -> str:
    """A signed span as the strip writes it: ``-12:31``, ``01:12``, from an hour on ``-3:05:40``."""
    sign = "-" if ms < 0 else ""
    seconds = -(ms // SECOND) if ms < 0 else ms // SECOND
    hours, rest = divmod(seconds, 3600)
    if hours >= 100:
        return f"{sign}{hours}:{rest // 60:02d}"
    return f"{sign}{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{sign}{rest // 60:02d}:{rest % 60:02d}"


def h_mm(ms: int) -> str:
    """How long something has lasted: ``0:24``, ``24:41``; from a thousand hours on in days, ``42d``."""
    minutes = max(0, ms) // MINUTE
    return f"{minutes // 60}:{minutes % 60:02d}" if ms < 1000 * HOUR else f"{ms // DAY}d"


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(instant: int, zone: str) -> datetime:
    """An instant as wall time in a zone."""
    return datetime.fromtimestamp(instant // 1000, UTC).astimezone(_zone(zone))


def clock_time(instant: int, zone: str) -> str:
    """``14:23:07``."""
    return local(instant, zone).strftime("%H:%M:%S")


def day_clock(instant: int, zone: str, now: int, *, seconds: bool = True) -> str:
    """``14:23:07`` today, ``11-25 14:23`` on another day, with the year when it is another one."""
    there, here = local(instant, zone), local(now, zone)
    if there.date() == here.date():
        return there.strftime("%H:%M:%S" if seconds else "%H:%M")
    return there.strftime("%m-%d %H:%M" if there.year == here.year else "%Y-%m-%d %H:%M")


def span_parts(ms: int) -> tuple[tuple[int, str], ...]:
    """A span in at most two units, largest first: ``((1, "d"), (2, "h"))``; nothing is ``((0, "s"),)``."""
    parts = []
    for unit, name in ((DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s")):
        count, ms = divmod(ms, unit)
        if name == "d" and count and count < 4:
            ms, count = ms + count * DAY, 0
        if count:
            parts.append((count, name))
    return tuple(parts[:2]) or ((0, "s"),)


def short_span(ms: int, say: Callable[[str], str]) -> str:
    """A span in words of the language that `say` speaks: 30分, 1时 30分, 30 min, 4 d 2 h."""
    gap = say("unit.gap")
    return " ".join(f"{count}{gap}{say(f'unit.{unit}')}" for count, unit in span_parts(max(0, ms)))
