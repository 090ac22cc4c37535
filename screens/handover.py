"""The shift's hand-over on the screen: who goes signs the sheet, who takes over reads its red items and signs."""

from collections.abc import Callable
from functools import partial
from typing import Any

from models.rows.handovers import HandoverRow
from screens import keys
from screens.background import start
from screens.conversation import Conversation
from screens.detail import DetailScreen
from screens.dialogs import AskLine, Confirm
from screens.format import clean
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.paper_board import title_facts
from screens.paper_handover import draft_paper, handover_paper
from screens.print_acts import write_paper
from screens.printed import Paper
from screens.view import View
from screens.widgets.handover_lines import Shown, handover_lines
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet


class HandoverSheetView(ListSheet):
    """The sheet; its cursor stands on an item."""

    shown: Shown | None = None

    def show(self, shown: Shown) -> None:
        """Show this."""
        self.shown = shown
        self.compose_lines()

    def compose_lines(self) -> None:
        if self.shown is not None:
            host = host_of(self)
            mine = _goes(self.shown.row, host.seat)
            self.write(handover_lines(self.shown, view_of(host), self.size.width or 80, mine))


class HandoverScreen(ListingScreen[HandoverSheetView]):
    """`a` acknowledges the red item under the cursor, F10 signs; Enter opens the request that an item is about."""

    SHEET = HandoverSheetView
    BINDINGS = keys.bindings(keys.HANDOVER)
    LAST_HINTS = ("command", "help")

    @property
    def view(self) -> HandoverSheetView:
        """The list under its own name."""
        return self.sheet

    @property
    def shown(self) -> Shown | None:
        """What is shown."""
        return self.view.shown

    @property
    def goes(self) -> bool:
        """Has this seat signed the sheet as the one who goes?"""
        return self.shown is not None and _goes(self.shown.row, self.host.seat)

    def __init__(self) -> None:
        super().__init__()
        self.stale = False

    async def others_wrote(self) -> None:
        """Somebody changed something; a storm of changes is read once a second."""
        self.stale = True

    async def every_second(self) -> None:
        if self.stale:
            await self.refill()
        else:
            await super().every_second()

    async def refill(self) -> None:
        self.stale = False
        await super().refill()

    def read_list(self) -> Shown:
        host = self.host
        return _shown(host.desk, host.wall.now(), host.seat.operator_id if host.seat else 0)

    @property
    def opens(self) -> bool:
        return self.request_id is not None

    def own_hints(self) -> list[Hint]:
        shown = self.shown
        waits = shown is not None and shown.row is not None
        red = waits and not self.goes and any(item.key == self.view.ref for item in (shown.unread if shown else ()))
        able = (("read", red), ("sign", shown is not None), ("note", True), ("print", True), ("withdraw", waits))
        return self.act_keys("handover", able)

    @property
    def request_id(self) -> int | None:
        items = self.shown.items if self.shown is not None else ()
        return next((item.request_id for item in items if item.key == self.view.ref), None)

    def action_open(self) -> None:
        """The request that the item under the cursor is about."""
        if self.request_id is None:
            self.no_row()
        else:
            self.app.push_screen(DetailScreen(self.request_id))

    def action_read_item(self) -> None:
        """Acknowledge the red item under the cursor."""
        host, shown, key = self.host, self.shown, self.view.ref
        item = next((one for one in shown.items if one.key == key), None) if shown is not None else None
        if shown is None or shown.row is None:
            host.say(host.wording("handover.no_sheet"))
        elif item is None or not item.red:
            host.say(host.wording("handover.not_red" if item is not None else "handover.no_item"))
        elif item.key in shown.read:
            host.say(host.wording("handover.already"))
        else:
            words = item.number or clean(host.wording.word("sheet_part", item.part))
            start(self.app, partial(self._read, shown.row.id, item.key, words), "acts")

    async def _read(self, sheet: int, key: str, words: str) -> None:
        host = self.host
        if await self.do(partial(host.desk.handovers.read, host.seat, key, sheet=sheet)) is None:
            return
        left = self.shown.unread if self.shown is not None else ()
        host.say(host.wording("handover.did_read", item=words, n=len(left)))
        after = self._below(key)
        if left:
            self.view.select(next((item.key for item in left if item.key in after), left[0].key))

    def _below(self, key: str) -> set[str]:
        """The items that stand below one on the screen."""
        refs = [str(line.ref) for line in self.view.lines if line.ref is not None]
        return set(refs[refs.index(key) + 1 :]) if key in refs else set()

    def action_sign(self) -> None:
        """Sign: as the one who goes, or as the one who takes over."""
        start(self.app, self._sign, "acts")

    async def _sign(self) -> None:
        host, shown = self.host, self.shown
        if shown is None:
            return
        view = view_of(host)
        if shown.row is None or self.goes:
            sure = await self.app.push_screen_wait(Confirm(view, view.say("handover.ask_sign_out"), chosen="yes"))
            done = await self.do(partial(host.desk.handovers.sign_out, host.seat)) if sure == "yes" else None
            if done is not None:
                host.say(host.wording("handover.did_sign_out", id=done.id, n=len(done.unread)))
            return
        if shown.unread:
            # Said by the desk before anything is asked, in the words in which it would refuse the signature.
            await self.do(partial(host.desk.handovers.sign_in, host.seat, sheet=shown.row.id))
            self.view.select(shown.unread[0].key)
            return
        question = AskLine(view, view.say("handover.ask_remark"), view.say("handover.text"), optional=True)
        verb = partial(host.desk.handovers.sign_in, host.seat, sheet=shown.row.id)
        done = await self._asked(question, "note", verb)
        if done is not None:
            host.say(host.wording("handover.did_sign_in", id=done.id))

    def action_leave_note(self) -> None:
        """Write down what the next shift is to know."""
        start(self.app, self._note, "acts")

    async def _note(self) -> None:
        host, view = self.host, view_of(self.host)
        question = AskLine(view, view.say("handover.ask_note"), view.say("handover.text"))
        if await self._asked(question, "text", partial(host.desk.handovers.note, host.seat)) is not None:
            host.say(host.wording("handover.did_note"))

    def action_withdraw(self) -> None:
        """Take back the sheet that waits."""
        if self.shown is None or self.shown.row is None:
            self.host.say(self.host.wording("handover.no_sheet"))
        else:
            start(self.app, partial(self._withdraw, self.shown.row.id), "acts")

    async def _withdraw(self, sheet: int) -> None:
        host, view = self.host, view_of(self.host)
        question = AskLine(view, view.say("handover.ask_withdraw", id=sheet), view.say("ask.reason"))
        if await self._asked(question, "reason", partial(host.desk.handovers.withdraw, host.seat)) is not None:
            host.say(host.wording("handover.did_withdraw", id=sheet))

    def action_print_sheet(self) -> None:
        """Write the sheet into a file."""
        if self.shown is not None and self.host.desk is not None:
            start(self.app, partial(self._print, self.shown), "acts")

    async def _print(self, shown: Shown) -> None:
        name = "handover-now" if shown.row is None else f"handover-{shown.row.id}"
        await write_paper(self.host, name, partial(_paper, shown, view_of(self.host), self.host.desk.name))

    async def _asked(self, question: Any, fact: str, verb: Any) -> Any:
        """Ask for one line and do the verb with it, again while the desk says no and the line stands."""

        async def ask(talk: Conversation) -> Callable[[], Any] | None:
            given = await talk.ask(question)
            return None if given is None else partial(verb, **{fact: given["text"]})

        return await self.ask_and_do(ask)


def _goes(row: HandoverRow | None, seat: Any) -> bool:
    return row is not None and seat is not None and row.outgoing_id == seat.operator_id


def _shown(desk: Any, now: int, operator_id: int) -> Shown:
    look = desk.look.handovers()
    row = look.offered()
    return Shown(row, look.now(now), look.read_by(row.id, operator_id) if row is not None else {})


def _paper(shown: Shown, view: View, utility: str) -> Paper:
    facts = title_facts(utility, view)
    return handover_paper(shown.row, view, facts) if shown.row is not None else draft_paper(shown.now, view, facts)
