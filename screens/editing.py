"""A correction: the facts of a request as a form, beside whoever else changes them; nothing typed is ever lost."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import uuid4

from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from models.errors import Conflict, DeskError
from models.rows import Done, RequestDetail, UnsavedEdit
from models.vocabulary import Act
from screens import keys
from screens.background import start
from screens.desk_screen import DeskScreen
from screens.edit_conflicts import CannotStand, facts_of, note_text, settled, where_else
from screens.format import cells, clean
from screens.help import HelpScreen
from screens.host import view_of
from screens.messages import RowsChanged
from screens.safety import Safety
from screens.spool import Spooled
from screens.widgets.edit_form import EditForm
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Line, Sheet, Span

OWN = frozenset({"save", "leave", "discard", "show_help", "ack_strip"})
"""Actions that work while somebody types."""


class EditBand(Sheet, can_focus=False):
    """Which request, who else looks at it, and whether what was typed is kept."""

    told: tuple[str, str, str, str] = ("", "", "", "")

    def show(self, title: str, also: str, kept: str, trouble: str) -> None:
        """Show this."""
        self.told = (title, also, kept, trouble)
        self.compose_lines()

    def compose_lines(self) -> None:
        title, also, kept, trouble = self.told
        if trouble:
            self.write([Line((Span(1, clean(trouble), "block"),), "block")])
            return
        spans = (Span(1, title, "title"), Span(3 + cells(title), also, "violet"), Span(-1 - cells(kept), kept, "green"))
        self.write([Line(spans, "focus")])


class EditScreen(DeskScreen):
    """Corrects one request.

    Args:
        detail: the request as it was read.
        unsaved: what was typed before and not saved.
        left: its name on this machine, if it comes from there.
    """

    CSS_PATH = ["styles/desk.tcss", "styles/intake.tcss"]  # type: ignore[assignment]
    BINDINGS = keys.bindings(keys.EDIT)

    def __init__(self, detail: RequestDetail, unsaved: UnsavedEdit | None = None, *, left: str = "") -> None:
        super().__init__()
        self.detail, self.left = detail, left
        self.base = dict(unsaved.base) if unsaved else facts_of(detail)
        self.typed = dict(unsaved.fields) if unsaved else dict(self.base)
        self.kept = dict(self.typed)
        self.kept_at: int | None = unsaved.updated_at if unsaved else None
        self.keeping = self.busy = self.over = False
        self.token = uuid4().hex

    def compose_middle(self) -> ComposeResult:
        self.safety = Safety(self.host.spool, self.host.wording, self.left)
        self.band = EditBand(id="form-band")
        yield self.band
        with VerticalScroll(id="form", can_focus=False):
            self.form = EditForm()
            yield self.form

    async def on_mount(self) -> None:
        self.strip.styles.height = 1
        pairs = await self.read(self.host.desk.look.districts)
        self.form.know(pairs or (), view_of(self.host))
        self.form.fill(self.typed)
        self.set_focus(self.form.rows["address"].field)
        self.look_at(self.detail.row.id)
        await self.refresh_facts()
        self.tell()

    @property
    def fields(self) -> dict[str, str]:
        """The facts as they stand in the form."""
        return self.form.fields()

    @property
    def changed(self) -> dict[str, str]:
        """Those that differ from what was read."""
        return {name: value for name, value in self.fields.items() if value != self.base.get(name, "")}

    def tell(self) -> None:
        """Band and asides as they stand now."""
        view, row = view_of(self.host), self.detail.row
        title = f"{view.say('edit.title')}  {clean(row.number)}  {clean(row.address)}"
        inside = self.others(self.host.glance.presence).get(row.id, ())
        also = view.say("edit.meanwhile", name=" ".join(map(clean, inside))) if inside else ""
        kept = view.say("edit.kept", at=view.clock(self.kept_at)) if self.kept_at and self.changed else ""
        self.band.show(title, also, kept or (view.say("edit.unsaved") if self.changed else ""), self.safety.trouble)
        self.form.tell(self.base, view)
        self.show_frame()

    def hints(self) -> list[Hint]:
        say = self.host.wording
        return [
            Hint("Tab", say("intake.next")),
            Hint("Ctrl+S", say("key.edit.save"), bool(self.changed)),
            Hint("F9", say("key.edit.discard")),
            Hint("Esc", say("key.edit.leave")),
            Hint("F1", say("key.help")),
        ]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The form's own keys work while somebody types."""
        return True if action in OWN else super().check_action(action, parameters)

    # What others do meanwhile

    async def on_rows_changed(self, message: RowsChanged) -> None:
        """Somebody changed the request: facts that were not touched here follow at once."""
        if self.detail.row.id in message.ids:
            await self.refresh_facts()

    async def refresh_facts(self) -> None:
        """Read the request again; what is untouched here takes the new value, what was typed stays as it is."""
        detail = await self.read(self.host.desk.look.detail, self.detail.row.id)
        if detail is None:
            return
        self.detail = detail
        fresh, mine = facts_of(detail), self.changed
        quiet = {name: value for name, value in fresh.items() if name not in mine}
        self.base |= quiet
        self.form.fill(quiet)
        self.tell()

    # Keeping

    def on_edit_form_changed(self, message: EditForm.Changed) -> None:
        """Something was typed."""
        self.tell()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Another field: what the last one holds is kept."""
        self.keep()
        self.tell()

    async def every_second(self) -> None:
        self.keep()
        self.tell()

    def keep(self) -> None:
        """Keep what was typed, beside everything else."""
        fields = self.fields
        if self.busy or self.over or fields == self.kept or not (self.changed or self.kept_at):
            return
        if self.keeping:
            start(self, partial(self.safety.put, self._spooled()), "spool", exclusive=True)
        else:
            start(self, partial(self._keep, fields), "keep")

    async def _keep(self, fields: dict[str, str]) -> bool:
        self.keeping, host = True, self.host
        write = partial(host.desk.editing.keep, host.seat, self.detail.row.id, base=dict(self.base), fields=fields)
        try:
            kept = await self.safety.keep(partial(asyncio.to_thread, write), self._spooled)
        except DeskError as error:
            host.refuse(error)
            return False
        finally:
            self.keeping = False
        if kept:
            self.kept, self.kept_at = fields, host.wall.now()
        self.tell()
        return kept

    def _spooled(self) -> Spooled:
        host = self.host
        return Spooled(host.seat.login if host.seat else "", str(host.desk.store.path), host.wall.now(),
                       host.wall.now(), self.fields, None, self.detail.row.id, dict(self.base))  # fmt: skip

    async def on_unmount(self) -> None:
        """The console ends with the form open: the last letters are kept, too."""
        if not self.over and self.changed and self.fields != self.kept:
            await self.safety.put(self._spooled())
            await self._keep(self.fields)

    # Keys

    def action_save(self) -> None:
        """Write what was changed; where somebody changed the same, choose for each fact."""
        if not self.changed:
            self.host.say(self.host.wording("edit.same"))
        elif not self.busy:
            start(self.app, self._save, "acts")

    async def _save(self) -> None:
        self.busy = True
        try:
            while True:
                try:
                    done = await self._written()
                except Conflict as error:
                    if error.code != "edit.conflict" or not await self._settle(error):
                        self.host.refuse(error)
                        return
                else:
                    await self._finish(done, "edit")
                    return
        except CannotStand as ended:
            await self._elsewhere(ended)
        except DeskError as error:
            self.safety.trouble = ""
            self.host.refuse(error)
        finally:
            self.busy = False
            if not self.over:
                self.tell()

    async def _written(self) -> Done:
        host, detail = self.host, self.detail
        correct = partial(host.desk.editing.correct, host.seat, detail.row.id, self.changed, base=dict(self.base),
                          token=self.token)  # fmt: skip
        try:
            done: Done = await asyncio.to_thread(correct)
        except DeskError as error:
            if error.code in ("state.wrong", "role.needed"):
                raise CannotStand(error) from error
            raise
        return done

    async def _settle(self, error: Conflict) -> bool:
        """Ask whose stands, fact by fact; False if that was left, with everything typed still in the form."""
        detail = await self.read(self.host.desk.look.detail, self.detail.row.id)
        if detail is None:
            return False
        mine, fresh = self.changed, facts_of(detail)
        other = [name for name in mine if self.base.get(name, "") != fresh[name] != mine[name]]
        chosen = await settled(self.app, view_of(self.host), other, mine, fresh, error)
        if chosen is None:
            return False
        self.detail, self.base = detail, fresh
        self.form.fill({**{name: value for name, value in fresh.items() if name not in mine}, **chosen})
        return True

    async def _elsewhere(self, ended: CannotStand) -> None:
        """The request ended or went into another meanwhile: what was typed becomes a note, or waits."""
        await self.refresh_facts()
        view = view_of(self.host)
        target = await where_else(self.app, view, self.detail, ended.error)
        if target is None:
            await self._keep(self.fields)
            return
        text = note_text(self.changed, self.base, view)
        try:
            done: Done = await asyncio.to_thread(self.host.desk.handling.note, self.host.seat, target, text=text)
        except DeskError as error:
            self.host.refuse(error)
            return
        await asyncio.to_thread(self.host.desk.editing.drop, self.host.seat, self.detail.row.id)
        await self._finish(done, "note")

    async def _finish(self, done: Done, act: str) -> None:
        self.over = True
        await self.safety.forget()
        view = view_of(self.host)
        said = (
            view.say("edit.noted", number=done.number) if act == Act.NOTE else view.say("did.edit", number=done.number)
        )
        self._close(said, done.id)

    async def action_leave(self) -> None:
        """Leave; what was typed waits."""
        await self._end(self._leave)

    async def action_discard(self) -> None:
        """Give the correction up."""
        await self._end(partial(self._give_up, self.host.wording("edit.dropped") if self.changed else ""))

    async def _end(self, job: Callable[[], Awaitable[None]]) -> None:
        """Beside the loop, for the database may take seconds; what is typed ahead waits for the screen below."""
        if not self.busy:
            self.busy = True
            await self.until_asked(start(self.app, partial(self._ending, job), "acts"))

    async def _ending(self, job: Callable[[], Awaitable[None]]) -> None:
        try:
            await job()
        finally:
            self.busy = False

    async def _leave(self) -> None:
        if not self.changed:
            await self._give_up("")
        elif await self._keep(self.fields):
            self.over = True
            self._close(self.host.wording("edit.left"), None)

    async def _give_up(self, said: str) -> None:
        self.over = True
        if self.kept_at is not None:
            await self.read(self.host.desk.editing.drop, self.host.seat, self.detail.row.id)
        await self.safety.forget()
        self._close(said, None)

    def _close(self, said: str, changed: int | None) -> None:
        host = self.host
        self.look_away()
        self.dismiss()
        if said:
            self.app.call_later(host.say, said)
        if changed is not None:
            for screen in self.app.screen_stack:
                screen.post_message(RowsChanged(frozenset({changed}), own=changed))
            host.stir()

    async def action_show_help(self) -> None:
        """Every key."""
        await self.app.push_screen(HelpScreen(view_of(self.host)))

    def repaint(self) -> None:
        """Another language or palette."""
        for widget in self.query(Widget):
            widget.refresh()
        self.tell()
