"""Rounds of call-backs from a screen: offered at the end of what many rang about, and found again by a word."""

import asyncio
from typing import Any

from textual.app import App

from models.errors import DeskError
from models.rows import WaveRow
from models.vocabulary import LIVE
from screens.dialogs import Choose, Confirm, Option
from screens.format import clean
from screens.host import host_of, view_of
from screens.rooms import room


async def offer(app: App[Any], request_id: int) -> None:
    """Ask whether everybody who rang about it is called back now; nothing where only one did, or work goes on."""
    host = host_of(app)
    desk = host.desk
    detail = await asyncio.to_thread(desk.look.detail, request_id)
    if len(detail.callers) < 2 or detail.row.status in LIVE:
        return
    view = view_of(host)
    title = view.say("again.offer_wave", number=clean(detail.row.number), n=len(detail.callers))
    if await app.push_screen_wait(Confirm(view, title, chosen="yes")) != "yes":
        return
    try:
        wave: WaveRow = await asyncio.to_thread(desk.waves.begin, host.seat, request_id)
    except DeskError as error:
        host.refuse(error)
        return
    host.stir()
    await show(app, wave.id)


async def show(app: App[Any], wave: int) -> None:
    """The list of one round."""
    await app.push_screen(room("waves")(wave))


async def find(app: App[Any], request_id: int | None) -> None:
    """The round under way of this request, else the only one, else a choice of those under way."""
    host = host_of(app)
    if host.desk is None:
        host.say(host.wording("line.opening"))
        return
    rows: tuple[WaveRow, ...] = await asyncio.to_thread(host.desk.look.again().waves)
    mine = [row for row in rows if row.request_id == request_id] or list(rows)
    if not mine:
        host.say(host.wording("wave.none"))
        return
    chosen: str | None = str(mine[0].id)
    if len(mine) > 1:
        view = view_of(host)
        options = [
            Option(str(row.id), f"{clean(row.number)}  {clean(view.named(row.category_zh, row.category_en))}",
                   view.say("wave.counts", waiting=row.waiting, reached=row.reached, unsolved=row.unsolved,
                            gave_up=row.gave_up))
            for row in mine
        ]  # fmt: skip
        chosen = await app.push_screen_wait(Choose(view, view.say("wave.pick"), options))
    if chosen is not None:
        await show(app, int(chosen))
