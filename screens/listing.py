"""A screen with one list on it: its cursor, its keys to move, and how it follows what others change."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, Generic, TypeVar

from textual.app import ComposeResult

from models.errors import DeskError
from models.rows import QueueRow
from screens import keys
from screens.conversation import Conversation, until_done
from screens.desk_screen import DeskScreen
from screens.detail import DetailScreen
from screens.messages import Found, RowsChanged
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Sheet

FAR = 10_000
Listed = TypeVar("Listed", bound=Sheet)
Answer = TypeVar("Answer")


class ListingScreen(DeskScreen, Generic[Listed]):
    """Subclasses name the sheet, read what it lists, and say what their own keys can do now."""

    CSS_PATH = ["styles/desk.tcss", "styles/monitor.tcss"]  # type: ignore[assignment]
    SHEET: type[Listed]
    LAST_HINTS: tuple[str, ...] = ("find", "command", "help")
    sheet: Listed

    # What a subclass says

    def read_list(self) -> Any:
        """What is listed, in a thread."""

    def show_list(self, found: Any) -> None:
        """Show what was read."""
        self.sheet.show(found)  # type: ignore[attr-defined]  # each list's sheet has one

    def own_hints(self) -> list[Hint]:
        """What only this list can do."""
        return []

    @property
    def opens(self) -> bool | None:
        """Is there something that Enter would open now? None: Enter opens nothing here."""
        return True

    # The list

    def compose_middle(self) -> ComposeResult:
        self.sheet = self.SHEET(id="alarm-list")
        yield self.sheet

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.place()
        await self.refill()

    def place(self) -> None:
        """Give the list the focus."""
        self.sheet.focus()

    async def refill(self) -> None:
        """Read the list again."""
        if self.host.desk is None:
            return
        found = await self.read(self.read_list)
        if found is not None:
            self.show_list(found)
            self.tell()

    def tell(self) -> None:
        """All that stands around the list follows it, and its cursor."""
        self.show_frame()

    async def others_wrote(self) -> None:
        """Somebody changed something. Textual calls every class's own handler, so this is what a subclass changes."""
        await self.refill()

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed something."""
        await self.others_wrote()

    async def on_found(self, message: Found) -> None:
        """The database is open, or back."""
        await self.refill()

    async def every_second(self) -> None:
        if self.paints:
            self.sheet.compose_lines()

    def on_sheet_chosen(self, message: Sheet.Chosen) -> None:
        """Another line under the cursor."""
        self.tell()

    def refocus(self) -> None:
        self.set_focus(self.sheet)

    def repaint(self) -> None:
        """Another language or palette."""
        self.sheet.compose_lines()
        self.sheet.refresh()
        self.show_frame()

    async def open_row(self, row: QueueRow) -> None:
        self.app.push_screen(DetailScreen(row.id))

    async def show_found(self, text: str, rows: list[QueueRow]) -> None:
        """Several hits: the first is opened."""
        self.app.push_screen(DetailScreen(rows[0].id))

    # What the bar shows

    def hints(self) -> list[Hint]:
        say = self.host.wording
        enter = [] if self.opens is None else [Hint("Enter", say("key.open"), self.opens)]
        last = (Hint(keys.key(id).shown, say(f"key.{id}")) for id in self.LAST_HINTS)
        return [*self.own_hints(), *enter, Hint("Esc", say("key.back")), *last]

    def act_keys(self, room: str, acts: Iterable[tuple[str, bool]]) -> list[Hint]:
        """The keys of this room's acts, each with whether it can be done now."""
        return [self._hint(keys.key(f"{room}.{act}"), able) for act, able in acts]

    # Verbs

    async def do(self, verb: Callable[[], Answer]) -> Answer | None:
        """Do a verb that nothing has to be asked for; a refusal is said and answers None."""
        done = await self.read(verb)
        if done is not None:
            await self.wrote()
        return done

    async def ask_and_do(
        self, ask: Callable[[Conversation], Awaitable[Callable[[], Answer] | None]]
    ) -> Answer | None:  # fmt: skip
        """Ask and do, again while typed words stand and the desk says no; None when it was left or refused."""
        try:
            done = await until_done(self.app, ask)
        except DeskError as error:
            self.host.refuse(error)
            return None
        if done is not None:
            await self.wrote()
        return done

    async def wrote(self) -> None:
        """Something was written from here: the feed looks, and the list is read again."""
        self.host.stir()
        await self.refill()

    # Keys

    def action_back(self) -> None:
        """Back to where it was opened."""
        self.dismiss()

    def action_move(self, by: int) -> None:
        """One line up or down."""
        self.sheet.step(by)

    def action_page(self, by: int) -> None:
        """One page up or down."""
        self.sheet.step(by * self.sheet.page)

    def action_end(self, by: int) -> None:
        """The first or the last line."""
        self.sheet.step(by * FAR)
