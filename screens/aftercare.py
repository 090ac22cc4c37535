"""What follows the work, as a list: call-backs that are due, odours and complaints first, and reviews of complaints."""

from typing import Any

from models.aftercare import TRIES
from models.rows import CategoryRow
from models.rows.aftercare import CallBackRow, ReviewRow
from models.vocabulary import Act
from screens import keys
from screens.detail import DetailScreen
from screens.format import cells, clean, remaining
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.view import View
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet, nothing
from screens.widgets.sheet import Line, Span

AfterList = tuple[tuple[CallBackRow, ...], tuple[ReviewRow, ...], tuple[CategoryRow, ...]]
"""Call-backs that are due, reviews, and the names of categories."""


class AfterSheet(ListSheet):
    """Two lines a call-back: by when, what and whom to ring; then where, whose work it was, and what came of it."""

    due: tuple[CallBackRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    categories: tuple[CategoryRow, ...] = ()

    @property
    def chosen(self) -> CallBackRow | ReviewRow | None:
        """The row under the cursor."""
        every: tuple[CallBackRow | ReviewRow, ...] = (*self.due, *self.reviews)
        return next((row for row in every if row.id == self.ref), None)

    def show(self, found: AfterList) -> None:
        """Show these."""
        self.due, self.reviews, self.categories = found
        self.compose_lines()

    def compose_lines(self) -> None:
        host = host_of(self)
        plain, width = view_of(host), self.size.width or 80
        view = view_of(host, {row.code: plain.named(row.zh, row.en) for row in self.categories})
        seat: Any = host.seat
        mine = seat.operator_id if seat is not None else 0
        late = sum(row.due_at < view.now for row in self.due)
        title = view.say("after.title")
        counts = view.say("after.counts", n=len(self.due), late=late, reviews=len(self.reviews))
        lines = [Line((Span(1, title, "title"), Span(-1 - cells(counts), counts, "red" if late else "dim")), "focus")]
        if not self.due and not self.reviews:
            lines += nothing(view.say("after.none"))
        for row in self.due:
            lines += call_back_lines(row, view, width, mine)
        if self.reviews:
            lines.append(Line((Span(1, view.say("after.reviews"), "title"),), "band"))
        for one in self.reviews:
            lines += review_lines(one, view, width, mine)
        self.write(lines)


def call_back_lines(row: CallBackRow, view: View, width: int, mine: int | None) -> list[Line]:
    """The two lines of a call-back; what this seat may not call about, or a colleague is calling about, is dim."""
    say, left = view.say, row.due_at - view.now
    taken = bool(row.ringing) and row.ringing_id != mine
    apart = mine in row.barred or taken
    sign, tone = ("!!", "red") if left < 0 else ("!", "amber") if row.urgent else ("", "text")
    tone = "dim" if apart else tone
    state, shown = _state(row, view, mine)
    what = view.names.get(row.category, row.category)
    first = Line(
        (Span(3, sign, tone, 3), Span(7, remaining(left), tone, 9), Span(18, row.number, tone, 8),
         Span(27, clean(row.phone), "dim" if apart else "title", 14), Span(42, clean(what), "dim" if apart else "text",
         max(4, width - 44 - cells(state))), Span(-1 - cells(state), state, shown)), "ground", row.id,
    )  # fmt: skip
    doers = say("after.done_by", names=clean(", ".join(row.doers))) if row.doers else ""
    parts = [clean(row.caller), clean(view.place(row.district, row.address)), doers, clean(row.text)]
    text = "  ".join(part for part in parts if part)
    return [first, Line((Span(7, text, "dim", max(4, width - 8)),), "ground")]


def _state(row: CallBackRow, view: View, mine: int | None) -> tuple[str, str]:
    """What stands in the way of calling now, or how often it was tried."""
    say = view.say
    if row.ringing and row.ringing_id != mine:
        return say("after.ringing", name=clean(row.ringing)), "other"
    if mine in row.barred:
        return say("after.own"), "dim"
    if row.tries >= TRIES:
        return say("after.give_up", n=row.tries), "amber"
    if row.tries and row.next_at > view.now:
        return say("after.tried_next", n=row.tries, of=TRIES, at=view.clock(row.next_at)), "dim"
    return (say("after.tried", n=row.tries, of=TRIES), "text") if row.tries else ("", "dim")


def review_lines(row: ReviewRow, view: View, width: int, mine: int | None) -> list[Line]:
    """The two lines of a review: since when it is due, what was found to be the cause, and what was to be done."""
    say = view.say
    apart = mine in row.barred
    state = say("after.own") if apart else say("after.review_due", at=view.clock(row.due_at))
    stage = "  ".join((view.word("stage", row.stage), clean(row.unit), clean(row.person)))
    first = Line(
        (Span(3, "" if apart else "!", "amber", 3), Span(7, row.number, "dim" if apart else "text", 9),
         Span(18, stage, "dim" if apart else "text", max(4, width - 20 - cells(state))),
         Span(-1 - cells(state), state, "dim")), "ground", row.id,
    )  # fmt: skip
    text = "  ".join(clean(part) for part in (row.cause, row.measure, view.place(row.district, row.address)) if part)
    return [first, Line((Span(7, text, "dim", max(4, width - 8)),), "ground")]


class AfterCareScreen(ListingScreen[AfterSheet]):
    """One key calls and asks what came of it by single digits; the others try, reopen, review."""

    SHEET = AfterSheet
    BINDINGS = keys.bindings(keys.AFTERCARE)

    def read_list(self) -> AfterList:
        desk, now = self.host.desk, self.host.wall.now()
        look = desk.look.aftercare()
        return tuple(look.due(now)), tuple(look.reviews(now)), self.sheet.categories or tuple(desk.look.categories())

    @property
    def request_id(self) -> int | None:
        return self.sheet.chosen.id if self.sheet.chosen is not None else None

    @property
    def opens(self) -> bool:
        return self.sheet.chosen is not None

    def own_hints(self) -> list[Hint]:
        row = self.sheet.chosen
        seat: Any = self.host.seat
        mine = seat.operator_id if seat is not None else 0
        call = isinstance(row, CallBackRow) and mine not in row.barred and row.ringing_id in (None, mine)
        review = isinstance(row, ReviewRow) and mine not in row.barred
        record = row is not None and row.number.startswith("C")
        return self.act_keys("aftercare", (("call", call), ("try", call), ("unsolved", isinstance(row, CallBackRow)),
                                           ("review", review), ("record", record)))  # fmt: skip

    async def start_act(self, act: str, request_id: int, said: Any = None) -> None:
        """The act; what it changed, and who is calling, is read again."""
        await super().start_act(act, request_id, said)
        await self.refill()

    async def action_call_back(self) -> None:
        """Call about the row under the cursor, and say what came of it; of a complaint to be reviewed, review it."""
        await self.action_perform(Act.REVIEW_COMPLAINT if isinstance(self.sheet.chosen, ReviewRow) else Act.CLOSE)

    def action_open(self) -> None:
        """The request under the cursor."""
        if self.request_id is None:
            self.no_row()
        else:
            self.app.push_screen(DetailScreen(self.request_id))
