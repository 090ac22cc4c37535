"""One act on all that is marked: asked once, done row by row, each its own verb call; what came of each is listed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from textual.app import App, ComposeResult
from textual.binding import Binding

from models.errors import DeskError, StoreError
from models.refusals import Refusal
from models.rows import QueueRow
from models.vocabulary import Act, AlarmState, Priority
from screens import grammar
from screens.acts import STEP, in_detail, view_of
from screens.alarm_asks import alarm_choices
from screens.asking import Asking, Lists
from screens.conversation import Conversation
from screens.dialogs import AskLine, Confirm
from screens.filling import call_of, fill
from screens.format import clean
from screens.host import host_of
from screens.messages import RowsChanged
from screens.question import Question
from screens.view import View
from screens.weighing import next_of
from screens.widgets.sheet import Line, Sheet, Span

MANY = 20
"""From this many rows on the number has to be typed: a yes is pressed too easily."""

NEVER_P1 = frozenset({Act.CANCEL, Act.RESOLVE, Act.CLOSE, Act.MERGE})
"""What ends the work on a request is never done to a P1 among others."""

TRIES = 3
"""How often a busy file is asked, each time with the same token."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one row: done, or why not."""

    row: QueueRow
    done: bool
    why: str = ""


async def perform_marked(app: App[Any], act: str, ids: Sequence[int], said: Mapping[str, Any]) -> bool:
    """Do an act to all of these; runs inside a worker. True if something was done."""
    host = host_of(app)
    desk, seat = host.desk, host.seat
    if desk is None or seat is None:
        return False
    try:
        rows, facts = await _asked(app, act, ids, said)
        if facts is None or not rows:
            return False
    except DeskError as error:
        host.refuse(error)
        return False
    tokens = {row.id: uuid4().hex for row in rows}
    done: set[int] = set()
    while True:
        found = await asyncio.to_thread(run_all, desk, seat, act, [row for row in rows if row.id not in done], facts,
                                        tokens, view_of(host))  # fmt: skip
        fresh = {one.row.id for one in found if one.done}
        done |= fresh
        host.memory.marks.drop(fresh)
        host.stir()
        app.screen.post_message(RowsChanged(frozenset(fresh)))
        refused = sum(not one.done for one in found)
        host.say(host.wording("marks.came", done=len(fresh), refused=refused))
        if await app.push_screen_wait(Outcomes(view_of(host), act, found)) != "again" or not refused:
            return bool(done)


async def _asked(
    app: App[Any], act: str, ids: Sequence[int], said: Mapping[str, Any]
) -> tuple[list[QueueRow], dict[str, Any] | None]:
    """The rows as they stand, and the facts of the act: asked once, then agreed to."""
    host = host_of(app)
    desk, seat = host.desk, host.seat
    found = await asyncio.to_thread(desk.look.rows, ids)
    rows = [found[one] for one in ids if one in found]
    if not rows:
        return [], None
    view, talk = view_of(host), Conversation(app)
    try:
        facts: dict[str, Any] | None = dict(said)
        if act not in (STEP, Act.ACKNOWLEDGE):
            detail, lists = await asyncio.to_thread(_lists, desk, rows[0].id, act, host_of(app).wall.now())
            facts = await fill(Asking(desk, seat, detail, lists, view, talk.ask, host.wall.now), act, said)
        if facts is None or not await _agreed(app, act, rows, view):
            return rows, None
    finally:
        talk.close()
    return rows, facts


def _lists(desk: Any, request_id: int, act: str, now: int) -> tuple[Any, Lists]:
    look = desk.look
    return look.detail(request_id), Lists(
        crews=tuple(look.crews(now)) if act == Act.ASSIGN else (),
        categories=tuple(look.categories()) if act == Act.RECLASSIFY else (),
        operators=tuple(look.operators()) if act == Act.HAND_OVER else (),
    )


async def _agreed(app: App[Any], act: str, rows: Sequence[QueueRow], view: View) -> bool:
    """Is it meant? Many rows ask for their number."""
    name, many = view.word("act", act), len(rows)
    if many < MANY:
        numbers = " ".join(row.number for row in rows[:6]) + (" .." if many > 6 else "")
        title = view.say("marks.agree", act=name, n=many, numbers=numbers)
        return bool(await app.push_screen_wait(Confirm(view, title)) == "yes")
    title = view.say("marks.agree_many", act=name, n=many)
    given = await app.push_screen_wait(AskLine(view, title, view.say("marks.how_many")))
    if given is None:
        return False
    if given["text"].strip() != str(many):
        host_of(app).say(view.say("marks.not_so_many", n=many))
        return False
    return True


def run_all(
    desk: Any, seat: Any, act: str, rows: Sequence[QueueRow], facts: Mapping[str, Any], tokens: Mapping[int, str],
    view: View,
) -> list[Outcome]:  # fmt: skip
    """Do it row by row, each in a transaction of its own; a refusal stops none of the others. Blocking."""
    return [_one(desk, seat, act, row, facts, tokens[row.id], view) for row in rows]


def _one(desk: Any, seat: Any, act: str, row: QueueRow, facts: Mapping[str, Any], token: str, view: View) -> Outcome:
    if act in NEVER_P1 and row.priority is Priority.P1:
        return Outcome(row, False, view.say("marks.life"))
    try:
        which = next_of(desk.look, row.id, facts.get("crew")) if act == STEP and STEP not in facts else act
        given = {name: value for name, value in facts.items() if name != STEP}
        which = str(facts[STEP]) if act == STEP and STEP in facts else which
        if which == Act.ACKNOWLEDGE:
            return _acknowledge(desk, seat, row, str(facts.get("text", "")), view)
        why = _why_not(desk, seat, which, row, view)
        if why:
            return Outcome(row, False, why)
        verb = call_of(desk, seat, which, row.id, given)
        for left in reversed(range(TRIES)):
            try:
                verb(expect=None, token=token)
                return Outcome(row, True)
            except StoreError:
                if not left:
                    raise
    except DeskError as error:
        return Outcome(row, False, view.wording.error(error))
    return Outcome(row, False)


def _why_not(desk: Any, seat: Any, act: str, row: QueueRow, view: View) -> str:
    detail = desk.look.detail(row.id)
    known = [*in_detail(detail, desk.look.choices(row.id, seat, view.now)), *alarm_choices(detail)]
    choice = next((one for one in known if one.act == act and one.why_not), None)
    if choice is None or choice.why_not is None:
        return ""
    return view.wording.error(Refusal(choice.why_not, choice.facts).error())


def _acknowledge(desk: Any, seat: Any, row: QueueRow, text: str, view: View) -> Outcome:
    """Every alarm of the request that waits for a person."""
    waiting = (AlarmState.UNACKNOWLEDGED, AlarmState.RETURNED)
    alarms = [one.id for one in desk.look.detail(row.id).alarms if one.state in waiting]
    if not alarms:
        return Outcome(row, False, view.say("line.row_no_alarm", number=row.number))
    desk.alarms.acknowledge_several(seat, alarms, text=text)
    return Outcome(row, True)


class Outcomes(Question[str]):
    """What came of each row. Answers ``again`` where those that were refused are to be tried once more."""

    BINDINGS = [
        Binding("enter", "leave", show=False, priority=True),
        Binding("r,fullwidth_latin_small_letter_r", "again", show=False, priority=True),
        Binding("up,k", "step(-1)", show=False, priority=True),
        Binding("down,j", "step(1)", show=False, priority=True),
        Binding("pageup", "step(-9)", show=False, priority=True),
        Binding("pagedown", "step(9)", show=False, priority=True),
    ]

    def __init__(self, view: View, act: str, found: Sequence[Outcome]) -> None:
        done = sum(one.done for one in found)
        title = view.say("marks.title", act=view.word("act", act), done=done, refused=len(found) - done)
        super().__init__(view, title, "marks.keys")
        self.found = list(found)

    def body(self) -> ComposeResult:
        yield OutcomeSheet(self.view, self.found)

    def on_mount(self) -> None:
        super().on_mount()
        sheet = self.query_one(OutcomeSheet)
        sheet.styles.height = max(1, min(len(self.found), self.app.size.height - 10))
        sheet.focus()

    def action_step(self, by: int) -> None:
        self.query_one(OutcomeSheet).step(by)

    def action_again(self) -> None:
        self.answer("again" if any(not one.done for one in self.found) else None)


class OutcomeSheet(Sheet):
    """A line a row: its number, done or refused, and why; the refused first."""

    def __init__(self, view: View, found: Sequence[Outcome]) -> None:
        super().__init__(id="options")
        self.view = view
        self.found = sorted(found, key=lambda one: one.done)

    def compose_lines(self) -> None:
        self.write([self._line(one) for one in self.found])

    def _line(self, one: Outcome) -> Line:
        say = self.view.say
        sign = Span(3, "+" if one.done else "x", "green" if one.done else "amber", 2)
        word = Span(14, say("marks.done" if one.done else "marks.refused"), "text", 9)
        why = clean(one.why or one.row.address)
        return Line((sign, Span(5, one.row.number, "text", 8), word, Span(24, why, "text" if one.why else "dim")),
                    ref=one.row.id)  # fmt: skip


def ends(act: str) -> bool:
    """Does it end the work on a request?"""
    said = grammar.SAID.get(act)
    return said is not None and said.ends
