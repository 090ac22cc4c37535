"""The knowledge shelf: typing searches it, the chosen article stands beside, Enter uses it where the hand was.

Who opens it gives a `Hand`: which category comes first, and what becomes of the article that is taken.
"""

import asyncio
from functools import partial
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from models.articlefile import saying
from models.errors import DeskError
from models.rows.knowledge import ArticleRow
from models.vocabulary import ArticleState, Role
from screens import keys
from screens.background import start
from screens.desk_screen import DeskScreen
from screens.format import clean
from screens.hand import Hand
from screens.help import HelpScreen
from screens.host import host_of, view_of
from screens.widgets.article_lines import article_lines, found_lines
from screens.widgets.field import Field
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Line, Sheet, Span
from screens.widgets.typing_line import TypingLine

BESIDE_FROM = 100
"""From this width on the article stands beside the list, below it on a narrower screen."""

LIMIT = 60
"""Articles that are listed; who does not find it among them types another word."""

PAUSE = 0.03
"""Seconds of rest after which is searched."""

OWN = frozenset(
    {"take_article", "leave_shelf", "choose_article", "leaf_article", "copy_article", "show_help", "ack_strip"}
)
"""Actions that work while somebody types."""


class Found(Sheet, can_focus=False):
    """What was found."""

    rows: tuple[ArticleRow, ...] = ()

    def show(self, rows: tuple[ArticleRow, ...]) -> None:
        """List these, the cursor on the first."""
        self.rows = rows
        self.compose_lines()
        if rows:
            self.select(rows[0].slug)

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        none = [Line((Span(3, view.say("knowledge.none"), "dim"),))]
        self.write(found_lines(self.rows, view, self.size.width or 40) if self.rows else none)

    @property
    def shows_focus(self) -> bool:
        return True

    @property
    def chosen(self) -> ArticleRow | None:
        """The article under the cursor."""
        return next((row for row in self.rows if row.slug == self.ref), None)


class Preview(Sheet, can_focus=False):
    """The article under the cursor."""

    row: ArticleRow | None = None

    def show(self, row: ArticleRow | None) -> None:
        """Show this, from its beginning."""
        if row != self.row:
            self.row, self.top = row, 0
            self.compose_lines()
            self.refresh()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        self.write(article_lines(self.row, view, self.size.width or 40) if self.row is not None else [])


class KnowledgeScreen(DeskScreen):
    """Searches while somebody types.

    Args:
        hand: where the article goes.
        typed: what is looked for first.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/dialogs.tcss", "styles/knowledge.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.KNOWLEDGE)

    def __init__(self, hand: Hand, typed: str = "") -> None:
        super().__init__()
        self.hand, self.typed_first, self.busy = hand, typed, False

    def compose_middle(self) -> ComposeResult:
        self.sought = Field(self.typed_first, id="sought")
        yield TypingLine(self.host.wording("knowledge.search"), self.sought)
        with Horizontal(id="shelf"):
            self.found = Found(id="shelf-found")
            yield self.found
            self.preview = Preview(id="shelf-preview")
            yield self.preview

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        self.put_in_place()
        self.set_focus(self.sought)
        await self._search()

    def put_in_place(self) -> None:
        """List and article beside each other, or one below the other."""
        width, height = self.app.size
        wide = width >= BESIDE_FROM
        self.query_one("#shelf").set_class(wide, "-wide")
        self.found.styles.width = width * 40 // 100 if wide else "1fr"
        self.found.styles.height = "1fr" if wide else max(3, height // 4)

    def on_resize(self, event: events.Resize) -> None:
        """Another size, another arrangement."""
        self.put_in_place()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Another letter."""
        event.stop()
        if event.input is self.sought:
            start(self, self._search, "search", exclusive=True)

    async def _search(self) -> None:
        await asyncio.sleep(PAUSE)
        if self.host.desk is None:
            return
        rows = await self.read(partial(_sought, self.host, self.sought.value, self.hand.category))
        if rows is not None:
            self.found.show(tuple(rows))
            self.preview.show(self.found.chosen)
            self.show_frame()

    def on_sheet_chosen(self, event: Sheet.Chosen) -> None:
        """The article beside the list follows the cursor."""
        event.stop()
        if event.sheet is self.found:
            self.preview.show(self.found.chosen)
            self.show_frame()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The screen's own keys work while somebody types."""
        return True if action in OWN else super().check_action(action, parameters)

    def hints(self) -> list[Hint]:
        say, row = self.host.wording, self.found.chosen
        usable = row is not None and row.state is ArticleState.APPROVED and not row.expired
        return [
            Hint("Enter", say("key.knowledge.take"), usable),
            *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("knowledge.down", "knowledge.page_down")),
            Hint("Esc", say("key.knowledge.leave")),
        ]

    def repaint(self) -> None:
        """Another language or palette."""
        self.found.compose_lines()
        self.preview.compose_lines()
        self.show_frame()

    def refocus(self) -> None:
        self.set_focus(self.sought)

    # Keys

    def action_choose_article(self, by: int) -> None:
        """The next article, or the one before."""
        self.found.step(by)

    def action_leaf_article(self, by: int) -> None:
        """Read on in the article, or back."""
        self.preview.scroll_lines(by * self.preview.page)

    def action_leave_shelf(self) -> None:
        """Back to where the hand was, with nothing taken."""
        self.dismiss()

    def action_take_article(self) -> None:
        """Use the article under the cursor where the hand was."""
        row = self.found.chosen
        if row is not None and not self.busy:
            self.busy = True
            start(self, partial(self._take, row), "acts")

    def action_copy_article(self) -> None:
        """Copy what the article says to the clipboard; the shelf holds nothing personal."""
        row = self.found.chosen
        if row is not None:
            self.app.copy_to_clipboard(saying(row.body, row.shape))
            self.host.say(self.host.wording("knowledge.copied", title=clean(row.title)))

    async def action_show_help(self) -> None:
        """Every key."""
        await self.app.push_screen(HelpScreen(view_of(self.host)))

    async def _take(self, row: ArticleRow) -> None:
        try:
            said = await self.hand.use(row)
        except DeskError as error:
            self.host.refuse(error)
            return
        finally:
            self.busy = False
        self.dismiss()
        self.app.call_later(self.host.say, said)


def _sought(host: Any, typed: str, category: str) -> list[ArticleRow]:
    """What the shelf finds, in a thread: in the language of the screen first, cases nobody approved for supervisors."""
    cases = host.seat is not None and host.seat.may(Role.SUPERVISOR)
    found: list[ArticleRow] = host.desk.look.knowledge().search(
        typed, host.wall.now(), category=category, language=host.wording.lang, limit=LIMIT, cases=cases
    )
    return found
