"""The door for crews: what their phones and radios say, line by line, each answered by one line of JSON."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from console.render import Page
from console.telephone import events
from models.errors import DeskError
from models.fieldmessage import message_of, read_message
from models.rows import Seat
from models.rows.field import CrewMessage, CrewTold
from models.wall import to_iso


def take_messages(desk: Any, seat: Seat, lines: Iterable[str], page: Page) -> bool:
    """Take messages line by line; every one is answered on stdout at once. True if none was refused."""
    whole = True
    for line in events(lines):
        told = _answer(desk, seat, partial(read_message, line))
        whole = whole and bool(told["ok"])
        page.stream([told])
        page.flush()
    return whole


def take_one(desk: Any, seat: Seat, said: Mapping[str, str], page: Page) -> bool:
    """Take one message that was given in words."""
    told = _answer(desk, seat, partial(message_of, {name: text for name, text in said.items() if text}))
    page.stream([told])
    return bool(told["ok"])


def _answer(desk: Any, seat: Seat, read: Callable[[], CrewMessage]) -> dict[str, Any]:
    """What a message came to, or why it was refused."""
    try:
        message = read()
        told = desk.field.report(seat, message)
    except DeskError as error:
        return {"ok": False, "code": error.code, "error": error.what, "remedy": error.remedy}
    return {"ok": True, **({"id": message.id} if message.id else {}), **_facts(told)}


def _facts(told: CrewTold) -> dict[str, Any]:
    """The times as ISO 8601; the one that stood there before only where there was one."""
    found: dict[str, Any] = {"crew": told.crew, "request": told.number or None, "step": told.step or None,
                             "time": to_iso(told.at), "recorded": to_iso(told.recorded_at)}  # fmt: skip
    if told.was is not None:
        found["was"] = to_iso(told.was)
    return found | {name: True for name in ("late", "again") if getattr(told, name)}
