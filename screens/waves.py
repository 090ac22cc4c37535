"""One round of call-backs: every number once, called from the top, with what came of it; ended as one task."""

from functools import partial

from models.rows import WaveCallRow, WaveRow
from models.vocabulary import CallOutcome, WaveState
from screens import keys
from screens.background import start
from screens.detail import DetailScreen
from screens.dialogs import AskLine
from screens.format import cells, clean
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.widgets.detail_again import TONES
from screens.widgets.key_bar import Hint
from screens.widgets.list_sheet import ListSheet
from screens.widgets.sheet import Line, Span


class WaveSheet(ListSheet):
    """The numbers of a round, in the order in which they rang."""

    wave: WaveRow | None = None

    @property
    def chosen(self) -> WaveCallRow | None:
        """The number under the cursor."""
        calls = self.wave.calls if self.wave is not None else ()
        return next((one for one in calls if one.id == self.ref), None)

    def show(self, wave: WaveRow) -> None:
        """Show this round."""
        self.wave = wave
        self.compose_lines()

    def compose_lines(self) -> None:
        wave = self.wave
        if wave is None:
            self.write([Line(ground="focus")])
            return
        view, width = view_of(host_of(self)), self.size.width or 80
        title = view.say("wave.title", number=clean(wave.number))
        counts = view.say("wave.counts", waiting=wave.waiting, reached=wave.reached, unsolved=wave.unsolved,
                          gave_up=wave.gave_up)  # fmt: skip
        whole = view.say("wave.over") if wave.ended_at is not None else ""
        band = Line((Span(1, title, "title"), Span(3 + cells(title), counts, "text", max(4, width - 6 - cells(title))),
                     Span(-1 - cells(whole), whole, "dim")), "focus")  # fmt: skip
        self.write([band, *(self._line(one, width) for one in wave.calls)])

    def _line(self, one: WaveCallRow, width: int) -> Line:
        view = view_of(host_of(self))
        state = WaveState(one.state)
        words = view.word("wave_state", state)
        if one.tries:
            words += f" {view.say('wave.tries', n=one.tries)}"
        phone = one.phone or view.say("wave.no_number")
        who = "  ".join(clean(part) for part in (one.name, one.place, " ".join(one.numbers), one.note) if part)
        edge = width - 2 - cells(words)
        loud = "title" if state is WaveState.WAITING else "dim"
        return Line((Span(3, clean(phone), loud, 16), Span(20, who, "text", max(4, edge - 21)),
                     Span(edge, words, TONES[state])), "ground", one.id)  # fmt: skip


class WaveScreen(ListingScreen[WaveSheet]):
    """Calls are marked by digits; the cursor goes on to the next number that waits."""

    SHEET = WaveSheet
    BINDINGS = keys.bindings(keys.WAVE)

    def __init__(self, wave: int) -> None:
        super().__init__()
        self.wave = wave

    @property
    def calls(self) -> WaveSheet:
        """The list under its own name."""
        return self.sheet

    def read_list(self) -> WaveRow:
        found: WaveRow = self.host.desk.look.again().wave(self.wave)
        return found

    @property
    def request_id(self) -> int | None:
        return self.calls.wave.request_id if self.calls.wave is not None else None

    @property
    def opens(self) -> bool:
        return self.calls.chosen is not None

    def own_hints(self) -> list[Hint]:
        row, wave = self.calls.chosen, self.calls.wave
        runs = wave is not None and wave.ended_at is None
        open_ = runs and row is not None and row.state in (WaveState.WAITING, WaveState.GAVE_UP)
        over = runs and wave is not None and wave.waiting == 0
        return self.act_keys("wave", (("reached", open_), ("missed", open_), ("unsolved", open_), ("end", over)))

    def action_called(self, outcome: str) -> None:
        """What came of the call to the number under the cursor."""
        row = self.calls.chosen
        if row is None:
            self.no_row()
            return
        start(self.app, partial(self._called, row, CallOutcome(outcome)), "acts")

    async def _called(self, row: WaveCallRow, outcome: CallOutcome) -> None:
        host, note = self.host, ""
        if outcome is CallOutcome.UNSOLVED:
            view = view_of(host)
            given = await self.app.push_screen_wait(AskLine(view, clean(row.phone), view.say("wave.note")))
            if given is None:
                return
            note = given["text"]
        mark = partial(host.desk.waves.called, host.seat, self.wave, row.id, outcome=outcome, note=note)
        if await self.do(mark) is not None:
            host.say(host.wording(f"wave.did_{outcome.value}", phone=clean(row.phone), n=row.tries + 1))
            self._on_from(row.id)

    def _on_from(self, call: int) -> None:
        """The next number that waits, below first."""
        calls = self.calls.wave.calls if self.calls.wave is not None else ()
        place = next((n for n, one in enumerate(calls) if one.id == call), 0)
        waits = [one.id for one in (*calls[place + 1 :], *calls[:place]) if one.state == WaveState.WAITING]
        if waits:
            self.calls.select(waits[0])

    def action_end_wave(self) -> None:
        """The round is done."""
        start(self.app, self._end, "acts")

    async def _end(self) -> None:
        host = self.host
        found = await self.do(partial(host.desk.waves.end, host.seat, self.wave))
        if found is not None:
            host.say(host.wording("wave.did_end", number=clean(found.number)))

    def action_open(self) -> None:
        """The first request of the number under the cursor."""
        row = self.calls.chosen
        if row is not None and row.numbers:
            start(self.app, partial(self._open, row.numbers[0]), "acts")

    async def _open(self, number: str) -> None:
        rows = await self.read_async(number)
        if rows:
            await self.app.push_screen(DetailScreen(rows[0].id))
