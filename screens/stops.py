"""The planned stops as a list: what is ahead, under way and lately over, and the acts on the one under the cursor."""

from collections.abc import Sequence
from functools import partial

from models.rows import StopRow
from models.vocabulary import StopState
from screens import keys
from screens.background import start
from screens.dialogs import Choose, Option
from screens.format import cells, clean
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.stop_asks import STOP_ASKS
from screens.view import View
from screens.widgets.intake_stop import told_words, when_words, where_words
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import RowSheet, band, nothing
from screens.widgets.sheet import Line, Span

SIGNS = {StopState.OVERDUE: ("!!", "red"), StopState.RUNNING: ("!", "amber"), StopState.PLANNED: ("", "text"),
         StopState.RESTORED: ("+", "green"), StopState.CANCELLED: ("-", "dim")}  # fmt: skip
OPEN = (StopState.PLANNED, StopState.RUNNING, StopState.OVERDUE)


class StopSheet(RowSheet[StopRow]):
    """Two lines a stop: when and where; why, whom it hits and who was told."""

    def compose_lines(self) -> None:
        view, width = view_of(host_of(self)), self.size.width or 80
        lines = [band(view.say("stops.title"), str(len(self.rows)))]
        lines += [] if self.rows else nothing(view.say("stops.none"))
        for row in self.rows:
            lines += _stop(row, view, width)
        self.write(lines)


def _stop(row: StopRow, view: View, width: int) -> list[Line]:
    sign, tone = SIGNS[row.state]
    state = view.word("stop_state", row.state)
    when = when_words(row, view) if row.state is not StopState.OVERDUE else view.say(
        "stops.when", start=view.clock(row.from_at), end=view.clock(row.restore_at)
    )  # fmt: skip
    at = 9 + cells(when)
    first = Line(
        (Span(3, sign, tone, 3), Span(7, when, "title" if row.state in OPEN else "dim"),
         Span(at, where_words(row, view), "text", max(4, width - at - cells(state) - 3)),
         Span(-1 - cells(state), state, tone)), "ground", row.id,
    )  # fmt: skip
    homes = view.say("stops.homes", n=row.homes) if row.homes else ""
    tasks = " ".join(one.task for one in row.areas if one.task)
    told = told_words(row, view)
    known = [row.reason, homes, view.say("stops.tasks", numbers=tasks) if tasks else "", row.cancelled_reason]
    text = "  ".join(clean(part) for part in known if part)
    shown = "amber" if row.unannounced else "dim"
    second = (Span(7, text, "dim", max(4, width - 10 - cells(told))), Span(-1 - cells(told), told, shown))
    return [first, Line(second, "ground")]


class StopsScreen(ListingScreen[StopSheet]):
    """Enter asks what to do with the stop under the cursor; each act has a letter of its own."""

    SHEET = StopSheet
    BINDINGS = keys.bindings(keys.STOPS)

    @property
    def stops(self) -> StopSheet:
        """The list under its own name."""
        return self.sheet

    def read_list(self) -> Sequence[StopRow]:
        found: Sequence[StopRow] = self.host.desk.look.stops().listed(self.host.wall.now())
        return found

    @property
    def opens(self) -> bool:
        return self.stops.chosen is not None

    def own_hints(self) -> list[Hint]:
        row = self.stops.chosen
        live = row is not None and row.state in OPEN
        acts = (("plan", True), ("notify", live), ("restore", row is not None and row.state in OPEN[1:]),
                ("change", live), ("cancel", live))  # fmt: skip
        return self.act_keys("stops", acts)

    def action_open(self) -> None:
        """What to do with it."""
        row = self.stops.chosen
        if row is None:
            self.no_row()
        else:
            start(self.app, partial(self._choose, row), "acts")

    async def _choose(self, row: StopRow) -> None:
        view = view_of(self.host)
        options = [Option(act, view.say(f"stops.do_{act}")) for act in ("notify", "restore", "change", "cancel")]
        act = await self.app.push_screen_wait(Choose(view, view.say("stops.pick", n=row.id), options))
        if act is not None:
            await self._act(act, row)

    def action_stop(self, act: str) -> None:
        """An act on the stop under the cursor, or a new one."""
        row = self.stops.chosen
        if row is None and act != "plan":
            self.no_row()
        else:
            start(self.app, partial(self._act, act, row), "acts")

    async def _act(self, act: str, row: StopRow | None) -> None:
        done = await self.ask_and_do(lambda talk: STOP_ASKS[act](self.host, talk, row))
        if done is not None:
            numbers = " ".join(one.task for one in done.areas if one.task)
            self.host.say(self.host.wording(f"stops.did_{act}", n=done.id, numbers=numbers))
            self.stops.select(done.id)
