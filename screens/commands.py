"""What may be looked for: a number, or anything that the one search box finds."""

import asyncio
from typing import Any

from models.rows import QueueRow
from models.workflow import canonical_number
from screens import keys

FOUND_LIMIT = 50


def number_in(text: str) -> str:
    """The number of a request as it is written, if that is what was typed; else nothing."""
    number = canonical_number(text)
    return number if number[1:2] == "-" and number[2:].isdecimal() else ""


async def look_for(desk: Any, text: str) -> list[QueueRow]:
    """What the one search box finds, the exact number first and alone."""
    rows: list[QueueRow] = await asyncio.to_thread(desk.look.find, keys.normal(text), FOUND_LIMIT)
    plain = _bare(text)
    exact = [row for row in rows if _bare(row.number) == plain]
    return exact or rows


def _bare(number: str) -> str:
    """A number without dash, zeros and case, for comparing."""
    letters = keys.normal(number).upper().replace("-", "").replace(" ", "")
    return letters[:1] + letters[1:].lstrip("0")
