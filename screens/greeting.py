"""What is said to whoever sits down: the name, and whether something waits that was not written to the end."""

import asyncio
from typing import Any

from models.errors import DeskError
from models.rows import Seat
from screens import keys
from screens.format import cut
from screens.host import Host, view_of

GIST = 40
"""Cells of what was typed that are shown of the first one."""


async def greet(host: Host, desk: Any, seat: Seat) -> None:
    """Say it on the line, unless a key was answered there meanwhile; a desk that cannot be read is said to be so."""
    from screens.own_acts import unfinished

    before = host.spoken
    try:
        found = await asyncio.to_thread(unfinished, desk, seat, host.spool, view_of(host))
    except DeskError as error:
        host.refuse(error)
        return
    own = [one for one in found if one.draft is None or not one.draft.owner]
    ready = host.wording("line.ready", name=seat.name)
    if not own:
        if host.spoken == before:
            host.say(ready)
        return
    facts = {"n": len(own), "gist": cut(own[0].hint, GIST), "key": keys.key("drafts").shown}
    host.say(host.wording("line.resume", ready=ready, **facts))
