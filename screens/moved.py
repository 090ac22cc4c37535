"""What moved in the last minutes: the requests that changed, with what, by whom and when; the gravest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from models.rows import JournalRow, QueueRow
from models.standing import judge
from models.wall import MINUTE
from screens import keys
from screens.detail import DetailScreen
from screens.format import cells, clean, remaining
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.story import acted_by, told
from screens.view import View
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet, band, nothing
from screens.widgets.queue_row import tone_of
from screens.widgets.sheet import Line, Sheet, Span

MINUTES = (5, 15, 60)
"""Of how many minutes the list can be."""

MOST = 2_000
"""So many of the journal's newest lines are looked through."""

SHOWN = 200
"""So many requests are listed, the gravest of them."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A request, its last change, and how many there were."""

    row: QueueRow
    last: JournalRow
    times: int


def moved_at(desk: Any, now: int, minutes: int) -> tuple[tuple[Moved, ...], int, dict[str, tuple[str, str]]]:
    """What changed, worst first (severity, then the newest); how many requests in all; the categories' names.

    Meant for a thread.
    """
    lines: dict[int, list[JournalRow]] = {}
    for line in desk.look.overview().moved(now - minutes * MINUTE, MOST):
        lines.setdefault(line.request_id, []).append(line)
    rows = desk.look.rows(lines)
    found = [Moved(row, lines[one][0], len(lines[one])) for one, row in rows.items()]
    found.sort(key=lambda one: (-judge(one.row, now).severity, -one.last.recorded_at, -one.last.seq))
    return tuple(found[:SHOWN]), len(found), {row.code: (row.zh, row.en) for row in desk.look.categories()}


class MovedSheet(ListSheet):
    """Two lines a request: how it stands, and what happened to it last."""

    minutes = MINUTES[1]
    rows: tuple[Moved, ...] = ()
    whole = 0
    names: dict[str, tuple[str, str]] = {}

    def show(self, found: tuple[tuple[Moved, ...], int, dict[str, tuple[str, str]]]) -> None:
        """Show these."""
        self.rows, self.whole, self.names = found
        self.compose_lines()

    def _go(self, row: int) -> None:
        """A request is seen with what happened to it."""
        super()._go(row)
        if row + 1 - self.top >= self.size.height:
            self.scroll_lines(1)

    def compose_lines(self) -> None:
        host = host_of(self)
        zh = host.wording.lang == "zh"
        view, width = view_of(host, {code: both[not zh] for code, both in self.names.items()}), self.size.width or 80
        title = view.say("moved.title", n=self.minutes)
        count = view.say("moved.first", n=len(self.rows), all=self.whole)
        count = count if self.whole > len(self.rows) else str(self.whole)
        lines = [band(title, count)]
        if not self.rows:
            lines += nothing(view.say("moved.none"))
        for one in self.rows:
            lines += _lines(one, view, width)
        self.write(lines)


def _lines(one: Moved, view: View, width: int) -> Sequence[Line]:
    row, judged = one.row, judge(one.row, view.now)
    tone = "dim" if judged.paused else tone_of(judged.severity, judged.word)
    ground = "block" if judged.severity >= 3 else ""
    state = view.word("board", row.board) + (f" {'+'.join(row.crews)}" if row.crews else "")
    at_state = width - 1 - max(10, cells(state))
    what = f"{clean(view.named(row.category_zh, row.category_en))}  {view.place(row.district, clean(row.address))}"
    first = (
        Span(3, "||" if judged.paused else "!" * judged.severity, tone, 4, ground=ground),
        Span(7, remaining(judged.remaining) if judged.remaining is not None else "", tone, 10, ground=ground),
        Span(18, row.priority.value, "title" if row.priority == "P1" else "dim", 3),
        Span(22, clean(row.number), "title", 8),
        Span(31, what, "text", max(1, at_state - 32)),
        Span(at_state, clean(state), "text" if row.crews else "title"),
    )
    colour, text = told(one.last, view)
    more = view.say("moved.more", n=one.times - 1) if one.times > 1 else ""
    second = (
        Span(7, view.time(one.last.recorded_at), "dim", 10),
        Span(18, acted_by(one.last, view), "dim", 12),
        Span(31, text, f"{colour}.thin" if colour in ("red", "amber") else colour, max(1, width - 33 - cells(more))),
        Span(-1 - cells(more), more, "dim"),
    )
    return Line(first, "ground", row.id), Line(second, "ground")


class MovedScreen(ListingScreen[MovedSheet]):
    """`1 2 3` or `+ -` say of how many minutes; every act is about the request under the cursor."""

    SHEET = MovedSheet
    TITLE_KEY = "monitor.title"
    BINDINGS = keys.bindings(keys.MONITOR)

    @property
    def request_id(self) -> int | None:
        return self.sheet.ref if isinstance(self.sheet.ref, int) else None

    def read_list(self) -> Any:
        return moved_at(self.host.desk, self.host.wall.now(), self.sheet.minutes)

    async def action_pane(self, number: int) -> None:
        """The last 5, 15 or 60 minutes."""
        if number < len(MINUTES):
            self.sheet.minutes = MINUTES[number]
            await self.refill()

    async def action_border(self, right: int, below: int) -> None:
        """More minutes, or fewer."""
        there = MINUTES.index(self.sheet.minutes) + right + below
        await self.action_pane(max(0, min(len(MINUTES) - 1, there)))

    async def action_moved(self) -> None:
        """Read it again."""
        await self.refill()

    def action_open(self) -> None:
        """Open the request under the cursor."""
        if self.request_id is None:
            self.no_row()
        else:
            self.app.push_screen(DetailScreen(self.request_id))

    def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """A second click opens it."""
        self.action_open()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        spans = [Hint(str(place), say("moved.minutes", n=n)) for place, n in enumerate(MINUTES, 1)]
        acts = self.bar_hints(keys.MONITOR, up_to=6)
        last = (Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("command", "help"))
        return [Hint("Esc", say("key.back")), *spans, *acts, *last]
