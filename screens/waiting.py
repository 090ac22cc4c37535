"""What waits for whoever sits here: handed over, come back, calls promised, unfinished calls, call-backs due."""

from collections.abc import Callable
from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding

from models.rows import QueueRow, WaitingRow
from models.vocabulary import Waits
from screens import keys
from screens.background import start
from screens.conversation import Conversation, until_done
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.dialogs import AskLine, AskTime
from screens.format import cells, clean, short_span
from screens.host import view_of
from screens.messages import Found, RowsChanged
from screens.own_acts import Unfinished, open_unfinished
from screens.own_asks import LIKELY
from screens.question import Band
from screens.view import View
from screens.widgets.key_bar import Hint
from screens.widgets.owner_lines import left_words
from screens.widgets.sheet import BLANK, Line, Sheet, Span

HEADS = (Waits.HANDED, Waits.RETURNED, Waits.SENT_BACK, Waits.PROMISED, Waits.DRAFT, Waits.UNSAVED, Waits.CALL_BACK)


def waiting_lines(rows: tuple[WaitingRow, ...], view: View, width: int) -> list[Line]:
    """A band for each reason to wait, a line for each thing; nothing is left out."""
    if not rows:
        return [BLANK, Line((Span(3, view.say("waiting.none"), "dim"),))]
    lines: list[Line] = []
    for what in HEADS:
        some = [row for row in rows if row.what is what]
        if some:
            title = view.word("waits", what)
            lines.append(Line((Span(1, title, "title"), Span(3 + cells(title), str(len(some)), "dim")), "band"))
            lines += [_line(row, view, width) for row in some]
    return lines


def _line(row: WaitingRow, view: View, width: int) -> Line:
    words, tone = left_words(row.due_at, view) if row.due_at is not None else ("", "dim")
    ago = view.say("waiting.since", time=short_span(max(0, view.now - row.since), view.wording))
    who = {Waits.HANDED: "of", Waits.RETURNED: "by"}.get(row.what)
    told = (
        view.say(f"waiting.{who}", name=clean(row.who)) if who else "",
        clean(row.phone),
        clean(view.place(row.district, row.address)),
        clean(row.text),
    )
    gist = "  ".join(part for part in told if part)
    right = words or ago
    spans = (
        Span(3, clean(row.number) or "--", "title", 9),
        Span(13, gist, "text", max(8, width - 16 - cells(right))),
        Span(-2 - cells(right), right, tone),
    )
    return Line(spans, ref=(row.what, row.id))


class WaitingSheet(Sheet):
    """The list."""

    rows: tuple[WaitingRow, ...] = ()

    def show(self, rows: tuple[WaitingRow, ...]) -> None:
        """List these."""
        self.rows = rows
        self.compose_lines()

    def compose_lines(self) -> None:
        from screens.host import host_of

        self.write(waiting_lines(self.rows, view_of(host_of(self)), self.size.width or 80))


class WaitingScreen(DeskScreen):
    """Enter opens what a line is about; a promise is kept or moved where it stands."""

    BINDINGS = [
        *keys.bindings(keys.DETAIL),
        Binding("enter", "open", show=False, priority=True),
        Binding("up,k", "move(-1)", show=False, priority=True),
        Binding("down,j", "move(1)", show=False, priority=True),
    ]

    def compose_middle(self) -> ComposeResult:
        say = self.host.wording
        self.band = Band(say("waiting.title"), say("waiting.keys"), id="form-band")
        self.band.styles.height = 1
        yield self.band
        self.list = WaitingSheet(id="waiting")
        yield self.list

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.list.focus()
        await self.refill()

    async def refill(self) -> None:
        """Read the list."""
        desk, seat = self.host.desk, self.host.seat
        rows = await self.read(desk.look.waiting, seat.operator_id) if desk is not None and seat is not None else None
        if rows is not None:
            self.list.show(tuple(rows))

    @property
    def row(self) -> WaitingRow | None:
        """What the cursor is on."""
        return next((row for row in self.list.rows if (row.what, row.id) == self.list.ref), None)

    @property
    def request_id(self) -> int | None:
        return self.row.request_id if self.row is not None else None

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody did something."""
        await self.refill()

    async def on_found(self, message: Found) -> None:
        """The database is back."""
        await self.refill()

    def glance_changed(self) -> None:
        start(self, self.refill, "refill", exclusive=True)

    async def every_second(self) -> None:
        if self.paints:
            self.list.compose_lines()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        promise = self.row is not None and self.row.what is Waits.PROMISED
        return [
            Hint("Enter", say("key.open"), self.row is not None),
            Hint(keys.key("act.close").shown, say("key.act.keep_promise"), promise),
            Hint(keys.key("act.hold").shown, say("key.act.move_promise"), promise),
            Hint("Esc", say("key.back")),
            *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help")),
        ]

    async def action_perform(self, act: str) -> None:
        """On a promised call, the keys of call-back and hold keep and move it; elsewhere they are about the request."""
        row = self.row
        if row is not None and row.what is Waits.PROMISED and act in ("close", "keep_promise"):
            await self.until_asked(start(self.app, partial(self._keep, row), "acts"))
        elif row is not None and row.what is Waits.PROMISED and act in ("hold", "move_promise"):
            await self.until_asked(start(self.app, partial(self._move, row), "acts"))
        else:
            await super().action_perform(act)

    async def _keep(self, row: WaitingRow) -> None:
        view = view_of(self.host)
        title = f"{view.word('act', 'keep_promise')}  {row.phone}"
        await self._promise(AskLine(view, title, view.say("ask.keep_note"), optional=True), row, "keep", "kept_number")

    async def _move(self, row: WaitingRow) -> None:
        view = view_of(self.host)
        title = f"{view.word('act', 'move_promise')}  {row.phone}"
        until = await self.app.push_screen_wait(AskTime(view, title, LIKELY, clock=self.host.wall.now))
        if until is not None:
            await self._promise(AskLine(view, title, view.say("ask.reason")), row, "move", "moved_number", until=until)

    async def _promise(self, ask: AskLine, row: WaitingRow, verb: str, did: str, **more: Any) -> None:
        host, view = self.host, view_of(self.host)

        async def asked(talk: Conversation) -> Callable[[], Any] | None:
            given = await talk.ask(ask)
            if given is None:
                return None
            said = {"reason" if verb == "move" else "note": given["text"]}
            return partial(getattr(host.desk.calling_back, verb), host.seat, row.id, **said, **more)

        if await until_done(self.app, asked) is None:
            return
        until = view.clock(more["until"]) if more else ""
        host.say(view.say(f"did.{did}", phone=clean(row.phone), until=until))
        host.stir()
        await self.refill()

    async def action_open(self) -> None:
        """Show what the line is about."""
        row, desk, seat = self.row, self.host.desk, self.host.seat
        if row is None or seat is None:
            return
        if row.what in (Waits.DRAFT, Waits.UNSAVED):
            read = desk.look.drafts if row.what is Waits.DRAFT else desk.look.unsaved
            found = await self.read(read, seat.operator_id)
            for one in found or ():
                if row.what is Waits.DRAFT and one.id == row.id:
                    await open_unfinished(self.app, Unfinished("", "", "", draft=one))
                elif row.what is Waits.UNSAVED and one.request_id == row.id:
                    await open_unfinished(self.app, Unfinished("", "", "", edit=one))
        elif row.request_id is not None:
            self.app.push_screen(DetailScreen(row.request_id))

    def on_sheet_opened(self, message: Sheet.Opened) -> None:
        """Enter or a click on a line."""
        message.stop()
        start(self, self.action_open, "open")

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    def refocus(self) -> None:
        self.set_focus(self.list)

    def repaint(self) -> None:
        """Another language or palette."""
        self.band.title, self.band.right = self.host.wording("waiting.title"), self.host.wording("waiting.keys")
        self.band.compose_lines()
        self.list.compose_lines()
        self.show_frame()

    def action_move(self, by: int) -> None:
        """The next line, or the one before."""
        self.list.step(by)
        self.bar.show(self.hints())

    def action_next_pane(self) -> None:
        """There is one list only."""
        self.list.focus()

    def action_back(self) -> None:
        """Back to where one came from."""
        self.dismiss()
