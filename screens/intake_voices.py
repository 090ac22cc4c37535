"""What the intake form does for other channels: the same case, both questions, wishes, feedback, the day it came."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

from models.errors import Conflict, DeskError
from models.outside import Both, questions
from models.rows import Done, NewRequest
from models.vocabulary import Act, Grade, Kind
from models.wishes import WISH
from screens.acts import perform
from screens.background import start
from screens.conversation import Conversation
from screens.dialogs import AskTime, Choose, Confirm, Option
from screens.host import view_of
from screens.intake_facts import asked
from screens.voices import grades, told

LEAK, COMPLAINT = "EM-LEAK-IN", "CP-SERV"
"""What a leak that stands in a complaint is saved as, and a complaint that comes with a leak."""


async def saved(screen: Any, new: NewRequest) -> Done | None:
    """Save what the form asks for, with what its channel and words raise; None if the person wants to go on writing.

    Raises:
        DeskError: the desk refuses; nothing was saved.
    """
    category = screen.form.category.row
    kind = category.kind if category is not None else None
    raised = questions(new.channel, kind, f"{new.text} {new.note}")
    complaint = ""
    if Both.LEAK in raised:
        leaks = await _ask(screen, "both.leak")
        if leaks is None:
            return None
        if leaks:
            complaint = new.category if kind is Kind.COMPLAINT else ""
            new = replace(new, category=LEAK, priority=None)
    done = await _save(screen, new if not complaint else replace(new, reply_by=None))
    if done is None:
        return None
    if Both.COMPLAINT in raised and not complaint and await _ask(screen, "both.complaint"):
        complaint = COMPLAINT
    if complaint and done.number[:1] == "E":
        await _complain(screen, new, done, complaint)
    return done


async def _ask(screen: Any, question: str) -> bool | None:
    view = view_of(screen.host)
    said = await screen.app.push_screen_wait(Confirm(view, view.say(question), undecided=True))
    return None if said is None else said == "yes"


async def _complain(screen: Any, new: NewRequest, leak: Done, category: str) -> None:
    """The complaint that came with a leak: a request of its own that follows it and carries the reply."""
    second = replace(new, category=category, priority=None, draft_id=None, follows_id=leak.id, outside_again=True,
                     appointment=None, token=f"{new.token}-complaint")  # fmt: skip
    host = screen.host
    made = await asyncio.to_thread(host.desk.intake.save, host.seat, second)
    screen.app.call_later(host.say, host.wording("both.saved", leak=leak.number, complaint=made.number))


async def _save(screen: Any, new: NewRequest) -> Done | None:
    """Save; a case that is on the board already is opened, or saved all the same, as the person says."""
    host = screen.host
    try:
        return await _saved(host, new)
    except Conflict as error:
        if error.code != "outside.known":
            raise
        view, number = view_of(host), str(error.facts["number"])
        options = [Option("open", view.say("same_case.open", number=number)), Option("new", view.say("same_case.new"))]
        chosen = await screen.app.push_screen_wait(Choose(view, view.wording.error(error), options, undecided=True))
    if chosen == "new":
        return await _saved(host, replace(new, outside_again=True))
    if chosen == "open":
        await leave_for(screen, number)
    return None


async def _saved(host: Any, new: NewRequest) -> Done:
    done: Done = await asyncio.to_thread(host.desk.intake.save, host.seat, new)
    return done


async def leave_for(screen: Any, number: str) -> None:
    """Give the draft up and open the request that is the same case."""
    host = screen.host
    await screen.keeper.discard(host.wording("same_case.same", number=number))
    rows = await asyncio.to_thread(host.desk.look.find, number)
    screen.dismiss()
    for row in rows[:1]:
        screen.app.call_later(_open, screen.app, row)


async def _open(app: Any, row: Any) -> None:
    await app.screen.open_row(row)


def judge_wish(screen: Any, done: Done, category: str) -> None:
    """A wish that was saved is judged at once; Escape leaves it with its owner."""
    if category == WISH:
        start(screen.app, partial(perform, screen.app, Act.JUDGE.value, done.id), "acts")


async def set_received(screen: Any) -> None:
    """Ask when a letter or a visitor came, and let the promises count from then; runs inside a worker."""
    view = view_of(screen.host)
    at = await screen.app.push_screen_wait(AskTime(view, view.say("intake.received"), past=True))
    if at is not None:
        screen.form.ids["received"] = str(at)
        screen.look_up()
        screen.tell(trouble="")


async def give_feedback(screen: Any) -> None:
    """What the form holds is feedback: ask its grade, write it down, close the form; runs inside a worker."""
    host, keeper = screen.host, screen.keeper
    view, talk = view_of(host), Conversation(screen.app)
    grade = await talk.ask(Choose(view, view.say("feedback.title"), grades(view), undecided=True))
    if grade is None:
        return
    screen.busy = True
    fields = screen.form.fields()
    try:
        await keeper.keep(fields)
        new = asked(fields, draft_id=keeper.id, received=keeper.received, now=host.wall.now(), zone=host.desk.zone,
                    token=screen.token)  # fmt: skip
        made = await asyncio.to_thread(host.desk.feedback.record, host.seat, Grade(grade), new)
    except DeskError as error:
        screen.refused(error)
        return
    screen.dismiss()
    told(screen, made, view)
