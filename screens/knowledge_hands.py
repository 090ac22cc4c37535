"""What becomes of an article that is taken: put into the form, into the note question, or noted on a request."""

import asyncio
from functools import partial
from typing import Any

from textual.app import App
from textual.widget import Widget

from models.articlefile import saying
from models.errors import DeskError, StoreError
from models.rows import Done
from models.rows.knowledge import ArticleRow
from models.vocabulary import Act
from screens.acts import carry_out
from screens.conversation import Conversation
from screens.format import clean
from screens.hand import Hand
from screens.host import host_of, view_of
from screens.knowledge_asks import AskNote, put_into
from screens.messages import RowsChanged

WRITTEN_INTO = ("text", "note", "people", "access")
"""Fields of the form that take the words; with the hand elsewhere its use is only written down."""


def form_hand(screen: Any, widget: Widget | None) -> Hand:
    """Into the field of the intake form that has the hand; the use is kept with the draft."""

    async def use(row: ArticleRow) -> str:
        keeper = screen.keeper
        if not keeper.ready:
            raise StoreError("store.opening", "The database is still being opened.", "Try again in a moment.")
        await keeper.keep(screen.form.fields())
        draft_id = await keeper.begun()
        await asyncio.to_thread(screen.host.desk.knowledge.read_out, screen.host.seat, row.slug, draft_id=draft_id)
        into = widget is not None and widget.id in WRITTEN_INTO and put_into(widget, row)
        if widget is not None:
            screen.call_later(screen.set_focus, widget)
        return str(screen.host.wording("knowledge.inserted" if into else "knowledge.on_record", title=clean(row.title)))

    return Hand(use, screen.form.category.code)


def request_hand(app: App[Any], request_id: int | None, category: str) -> Hand:
    """On a request: its use is written down, and the note question opens with the words in it."""

    async def use(row: ArticleRow) -> str:
        host = host_of(app)
        if request_id is None:
            await asyncio.to_thread(host.desk.knowledge.read_out, host.seat, row.slug)
            return host.wording("knowledge.counted", title=clean(row.title))
        await asyncio.to_thread(host.desk.knowledge.use, host.seat, request_id, article=row.slug)
        app.call_later(app.run_worker, partial(note_with, app, request_id, row), group="acts")
        return host.wording("knowledge.on_record", title=clean(row.title))

    return Hand(use, category)


async def note_with(app: App[Any], request_id: int, row: ArticleRow) -> None:
    """Ask for a note that begins with what the article says; runs inside a worker."""
    host, talk = host_of(app), Conversation(app)
    view = view_of(host)
    try:
        number = await asyncio.to_thread(host.desk.look.number_of, request_id)
        said = clean(" ".join(saying(row.body, row.shape).split("\n")))
        title = f"{view.word('act', Act.NOTE)}  {number}"
        while (given := await talk.ask(AskNote(view, title, view.say("ask.note"), request_id, value=said))) is not None:
            verb = partial(host.desk.handling.note, host.seat, request_id, text=given["text"])
            try:
                done: Done = await carry_out(talk, verb, request_id, expect=None)
            except DeskError as error:
                talk.refused(view.wording.error(error))
            else:
                host.say(view.say("did.note", number=done.number))
                host.stir()
                app.screen.post_message(RowsChanged(frozenset({request_id}), own=request_id))
                return
    finally:
        talk.close()
