"""What is said to whoever sits down: the name, and whether a call waits that was not written to the end."""

import asyncio
from typing import Any

from models.errors import DeskError
from models.rows import Seat
from screens.host import Host


async def greet(host: Host, desk: Any, seat: Seat) -> None:
    """Say it on the line; a desk that cannot be read is said to be so."""
    try:
        drafts = await asyncio.to_thread(desk.look.drafts, seat.operator_id)
    except DeskError as error:
        host.refuse(error)
        return
    waiting = sum(any(one.fields.values()) for one in drafts)
    ready = host.wording("line.ready", name=seat.name)
    host.say(host.wording("line.drafts", ready=ready, n=waiting) if waiting else ready)
