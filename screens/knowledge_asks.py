"""Questions into which the knowledge shelf puts its words: a note on a request, the words of an explanation."""

import asyncio

from textual.binding import Binding
from textual.widget import Widget

from models.articlefile import saying
from models.rows.knowledge import ArticleRow
from screens.dialogs import AskLine, AskLines, Blank
from screens.format import clean
from screens.hand import Hand
from screens.host import host_of
from screens.rooms import room
from screens.view import View
from screens.widgets.field import Field
from screens.widgets.words_box import Words


def put_into(widget: Widget | None, row: ArticleRow) -> bool:
    """Put what the article says where the caret is; False where no words belong."""
    said = saying(row.body, row.shape)
    if isinstance(widget, Words):
        line, column = widget.cursor_location
        widget.insert(("\n" if column and line >= 0 else "") + said)
        return True
    if isinstance(widget, Field):
        before = " " if widget.value[: widget.cursor_position].strip() else ""
        widget.insert_text_at_cursor(before + clean(" ".join(said.split("\n"))))
        return True
    return False


class AskNote(AskLine):
    """A note on a request: the knowledge shelf puts its words in, and the use of them on the request."""

    BINDINGS = [Binding("f11", "knowledge", show=False, priority=True)]

    def __init__(self, view: View, title: str, label: str, request_id: int, *, value: str = "") -> None:
        super().__init__(view, title, label, value=value)
        self.request_id = request_id

    def action_knowledge(self) -> None:
        """Look something up; what is taken comes into the line."""
        self.app.push_screen(room("knowledge")(Hand(self._use)))

    async def _use(self, row: ArticleRow) -> str:
        host = host_of(self.app)
        await asyncio.to_thread(host.desk.knowledge.use, host.seat, self.request_id, article=row.slug)
        put_into(self.query_one("#blank-text", Field), row)
        return host.wording("knowledge.inserted", title=clean(row.title))


class AskSaid(AskLines):
    """The words of an explanation; an article that is taken names itself beside them."""

    BINDINGS = [Binding("f11", "knowledge", show=False, priority=True)]

    def __init__(self, view: View, title: str, label: str) -> None:
        blanks = [Blank("text", label, "", True), Blank("article", view.say("wish.article"), "", True)]
        super().__init__(view, title, blanks)

    def action_knowledge(self) -> None:
        """Choose the text that explains it."""
        self.app.push_screen(room("knowledge")(Hand(self._use)))

    async def _use(self, row: ArticleRow) -> str:
        put_into(self.query_one("#blank-text", Field), row)
        self.query_one("#blank-article", Field).value = row.slug
        return host_of(self.app).wording("knowledge.inserted", title=clean(row.title))
