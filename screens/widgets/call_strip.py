"""The line of a call that waits for this seat: since when, the number, who that is and what is known of the place."""

from textual.strip import Strip

from models.hazards import told_once
from models.rows import Pop
from models.wall import SECOND
from screens.format import cells, clean, minutes_seconds
from screens.paint import LineBuilder
from screens.view import View
from screens.widgets.painted import Painted

LONG_WAIT = 20 * SECOND
"""Who has waited for so long should be answered now."""

SOME = 8
"""Cells below which a cut text says nothing."""


class CallStrip(Painted):
    """One line above the alarm strip while a call waits, none otherwise; it takes no focus and no key."""

    DEFAULT_CSS = "CallStrip { height: 1; width: 1fr; display: none; }"

    def __init__(self) -> None:
        super().__init__(id="ringing")
        self.pops: tuple[Pop, ...] = ()
        self.view: View | None = None
        self.writing = False
        self._shown: object = None

    def show(self, pops: tuple[Pop, ...], view: View, *, writing: bool) -> None:
        """Show the first of these; `writing`: a form is open, and `n` is a letter there."""
        self.pops, self.view, self.writing = pops, view, writing
        self.display = bool(pops)
        shown = tuple(piece for pieces in self._pieces() for piece in pieces)
        if shown != self._shown:
            self._shown = shown
            self.refresh()

    def _pieces(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
        """What is never cut, what is cut where there is no room, and the key."""
        if not self.pops or self.view is None:
            return [], [], []
        pop, view = self.pops[0], self.view
        call = pop.call
        since = call.answered_at if call.answered_at is not None else call.rang_at
        wait = max(0, view.now - (since if since is not None else view.now))
        late = call.answered_at is None and wait >= LONG_WAIT
        word = "call.rings" if call.answered_at is None else "call.on_line" if call.ended_at is None else "call.over"
        sure = [(view.say(word), "title"), (minutes_seconds(wait), "amber" if late else "text"),
                (clean(call.phone) or view.say("call.withheld"), "title")]  # fmt: skip
        more = [(clean(pop.caller), "text")] if pop.caller else []
        if pop.open_number:
            matter = clean(view.named(pop.open_category, pop.open_category_en))
            rest = f" +{pop.more}" if pop.more else ""
            more.append((f"{pop.open_number} {matter}{rest}", "title"))
        more += [(clean(text), "amber") for text, _ in told_once([(pop.vulnerable, ""), (pop.hazards, "")])]
        if pop.address:
            more.append((clean(view.place(pop.district, pop.address)), "text"))
        if call.queue or call.line:
            more.append((clean(call.queue or call.line), "dim"))
        others = len(self.pops) - 1
        key = [(view.say("call.more", n=others), "dim")] if others else []
        answered = call.answered_at is not None
        act = "call.after" if self.writing else "call.write" if answered else "call.answer"
        return sure, more, [*key, ("n", "key"), (view.say(act), "text")]

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.outer_size.width, "focus").to(3)
        sure, more, key = self._pieces()
        edge = self.outer_size.width - 1 - sum(cells(text) + 1 for text, _ in key)
        for place, (text, tone) in enumerate(sure):
            line.to(line.at + (2 if place else 0)).put(text, tone)
        for text, tone in more:
            room = edge - line.at - 4
            if room < min(SOME, cells(text)):
                break
            line.to(line.at + 2).put(text, tone, min(room, cells(text)))
        line.to(max(line.at + 1, edge))
        for text, tone in key:
            line.to(line.at + 1).put(text, tone)
        return line.strip()
