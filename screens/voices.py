"""What the console's words for knowledge, wishes and feedback do: ask what they need, act, and say what came of it."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

from models.rows import NewRequest, QueueRow
from models.rows.knowledge import FedBack, WishRow
from models.vocabulary import Channel, Grade, Outcome
from screens.conversation import Conversation, until_done
from screens.dialogs import AskLines, Blank, Choose, Option
from screens.format import clean
from screens.host import view_of
from screens.messages import RowsChanged
from screens.rooms import room
from screens.view import View


async def look_up(screen: Any, typed: str) -> None:
    """Open the shelf over a screen of the desk."""
    from screens.knowledge_hands import request_hand

    host, request_id = screen.host, screen.request_id
    if host.desk is None or host.seat is None:
        host.say(host.wording("line.opening"))
        return
    rows = {} if request_id is None else await screen.read(host.desk.look.rows, [request_id])
    row: QueueRow | None = (rows or {}).get(request_id)
    category = row.category if row is not None else ""
    await screen.app.push_screen(room("knowledge")(request_hand(screen.app, request_id, category or ""), typed))


async def wishes(screen: Any) -> None:
    """List the open wishes and open the one that is chosen; runs inside a worker."""
    host = screen.host
    if host.desk is None:
        host.say(host.wording("line.opening"))
        return
    found = await screen.read(partial(_open_wishes, host.desk, host.wall.now()))
    if not found:
        host.say(host.wording("wish.no_wishes"))
        return
    view = view_of(host)
    title = view.say("wish.list", n=len(found))
    options = [wish_option(row, view) for row in found]
    chosen = await screen.app.push_screen_wait(Choose(view, title, options, filtered=True))
    rows = {} if chosen is None else await screen.read(host.desk.look.rows, [int(chosen)])
    for row in (rows or {}).values():
        await screen.open_row(row)


def _open_wishes(desk: Any, now: int) -> list[WishRow]:
    found: list[WishRow] = desk.look.voices().wishes(now)
    return found


def wish_option(row: WishRow, view: View) -> Option:
    """A wish in a line: its number and words, and where it is."""
    where = view.word("outcome", row.outcome)
    if row.outcome is Outcome.PASSED_ON and row.hear_by is not None:
        late = view.say("wish.overdue") if row.overdue else ""
        where = " ".join(part for part in (row.unit, view.clock(row.hear_by), late) if part)
    label = f"{row.number}  {clean(row.text or row.note)}"
    return Option(str(row.request_id), label, where, "amber" if row.overdue else "text")


def grades(view: View) -> list[Option]:
    """The three grades with what each becomes."""
    return [Option(one.value, view.word("grade", one), view.say(f"feedback.{one.value}")) for one in Grade]


async def feedback(screen: Any) -> None:
    """Ask for the grade and the words, and write them down; runs inside a worker."""
    host = screen.host
    if host.desk is None or host.seat is None:
        host.say(host.wording("line.opening"))
        return
    view, token = view_of(host), uuid4().hex

    async def ask(talk: Conversation) -> Callable[[], FedBack] | None:
        grade = await talk.ask(Choose(view, view.say("feedback.title"), grades(view), undecided=True))
        if grade is None:
            return None
        blanks = [Blank("text", view.say("feedback.text")), Blank("phone", view.say("ask.phone"), "", True),
                  Blank("address", view.say("intake.address"), "", True)]  # fmt: skip
        given = await talk.ask(AskLines(view, view.say("feedback.title"), blanks))
        if given is None:
            return None
        new = NewRequest("", channel=Channel.PHONE, token=token, **given)
        return partial(host.desk.feedback.record, host.seat, Grade(grade), new)

    made = await until_done(screen.app, ask)
    if made is not None:
        told(screen, made, view)


def told(screen: Any, made: FedBack, view: View) -> None:
    """Say what became of it, and let the rows change."""
    host = screen.host
    became = "feedback.became" if made.number else "feedback.counted"
    screen.app.call_later(host.say, view.say(became, number=made.number, grade=view.word("grade", made.grade)))
    if made.request_id is not None:
        for one in screen.app.screen_stack:
            one.post_message(RowsChanged(frozenset({made.request_id}), own=made.request_id, new=True))
    host.stir()
