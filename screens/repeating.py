"""The last act once more, on another request; and marks by a filter."""

import asyncio
from functools import partial
from typing import Any

from models.errors import DeskError
from models.rows import QueueKey, QueueRow
from models.vocabulary import QUEUES, Act, Kind
from screens.acts import acknowledge, perform
from screens.background import start
from screens.bulk import ends
from screens.dialogs import Confirm
from screens.host import view_of
from screens.marks import MOST, Filter, read_filter
from screens.memory import LastAct
from screens.wording import LANGUAGES, catalogue

PAGES = 40
"""How many pages of a queue are looked through for a filter."""


async def repeat(screen: Any) -> None:
    """Do the last act to the request that the keys of a screen are about; one that ends the work asks first."""
    last: LastAct | None = screen.host.memory.last
    if last is None:
        screen.caution(screen.host.wording("line.nothing_to_repeat"))
    elif screen.request_id is None:
        screen.no_row()
    elif last.act.startswith("alarms."):
        await screen.begin_alarm(last.act.partition(".")[2], screen.alarm, screen.request_id, said=dict(last.facts))
    else:
        job = partial(_again, screen, last, screen.request_id)
        await screen.until_asked(start(screen.app, job, "acts"))


async def _again(screen: Any, last: LastAct, request_id: int) -> None:
    app, host = screen.app, screen.host
    if ends(last.act):
        view = view_of(host)
        number = await asyncio.to_thread(host.desk.look.number_of, request_id)
        title = view.say("ask.repeat", act=view.word("act", last.act), number=number)
        if await app.push_screen_wait(Confirm(view, title)) != "yes":
            return
    if last.act == Act.ACKNOWLEDGE:
        await acknowledge(app, request_id=request_id, text=str(last.facts.get("text", "")))
    else:
        await perform(app, last.act, request_id, said=dict(last.facts) or None)


async def mark_all(screen: Any, text: str) -> None:
    """Mark what a filter means: in the queues that it names, else in the one in focus, else in all."""
    host = screen.host
    if host.desk is None:
        host.say(host.wording("line.opening"))
        return
    try:
        districts = await asyncio.to_thread(host.desk.look.districts)
        meant = read_filter(text, districts, _spellings())
        if meant.unknown:
            screen.caution(host.wording("marks.no_filter", word=meant.unknown))
            return
        kinds = meant.kinds or ((screen.kind_in_focus,) if screen.kind_in_focus else QUEUES)
        rows = await asyncio.to_thread(_found, host.desk.look, kinds, meant, host.wall.now())
    except DeskError as error:
        host.refuse(error)
        return
    host.memory.marks.add(row.id for row in rows)
    screen.show_marked()
    host.say(host.wording("marks.marked", n=len(rows), all=len(host.memory.marks)))


def _found(look: Any, kinds: tuple[Kind, ...], meant: Filter, now: int) -> list[QueueRow]:
    found: list[QueueRow] = []
    for kind in kinds:
        after: QueueKey | None = None
        for _ in range(PAGES):
            page = look.queue(kind, after=after, limit=MOST, district=meant.district)
            found += [row for row in page if meant.holds(row, now)]
            if len(page) < MOST or len(found) >= MOST:
                break
            after = QueueKey(page[-1].due_at, page[-1].id)
    return found[:MOST]


def _spellings() -> dict[str, dict[str, tuple[str, ...]]]:
    """The words of kinds and states in both languages."""
    out: dict[str, dict[str, tuple[str, ...]]] = {}
    for section in ("kind", "board", "status"):
        words: dict[str, tuple[str, ...]] = {}
        for language in LANGUAGES:
            for key, word in catalogue(language).items():
                name, _, value = key.partition(".")
                if name == section:
                    words[value] = (*words.get(value, ()), word.casefold(), word.casefold().replace(" ", "_"))
        out[section] = words
    return out
