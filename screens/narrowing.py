"""How the supervisor says what the monitor shows: the key, the word after the colon, the line that tells it."""

import asyncio
from dataclasses import replace
from typing import Any

from models.errors import DeskError
from models.wanted import Wanted
from screens.board_filter import read_wanted, wanted_words
from screens.format import cells
from screens.host import host_of, view_of
from screens.widgets.command_line import COMMAND
from screens.widgets.sheet import Line, Sheet, Span


class FilterBand(Sheet, can_focus=False):
    """One line over the panes that says what is left out; it is there only while something is."""

    DEFAULT_CSS = "FilterBand { height: 1; width: 1fr; display: none; }"
    wanted = Wanted()

    def show(self, wanted: Wanted) -> None:
        """Tell of this filter."""
        self.wanted, self.display = wanted, bool(wanted)
        self.compose_lines()

    def compose_lines(self) -> None:
        view = view_of(host_of(self))
        title, ends = view.say("monitor.filter"), view.say("monitor.filter_ends")
        said = Span(3 + cells(title) + 2, wanted_words(self.wanted, view), "title")
        self.write([Line((Span(3, title, "amber"), said, Span(-1 - cells(ends), ends, "dim")), "focus")])


class Narrowing:
    """Mixed into the monitor: the filter is kept with the person's layout."""

    async def action_narrow(self: Any, typed: str = "") -> None:
        """Set the filter; without words, ask for them on the line, with the present ones there to be changed."""
        host = self.host
        if host.desk is None:
            host.say(host.wording("line.opening"))
        elif typed:
            await self.narrow(typed)
        else:
            from screens import keys

            key = keys.key("narrow")
            word = (key.zh if host.wording.lang == "zh" else key.en)[0]
            await self.action_command()
            self.line.ask(COMMAND, f"{word} {wanted_words(self.wanted, view_of(host))}".rstrip() + " ")

    async def narrow(self: Any, typed: str) -> None:
        """Show only what these words mean; ``all`` shows everything again."""
        host = self.host
        if typed.strip().casefold() in ("all", "全部", "-"):
            await self.widen()
            return
        try:
            districts = await asyncio.to_thread(host.desk.look.districts)
            crews = await asyncio.to_thread(host.desk.look.crews, host.wall.now())
        except DeskError as error:
            host.refuse(error)
            return
        wanted, unknown = read_wanted(typed, districts, [crew.code for crew in crews])
        if unknown:
            self.caution(host.wording("marks.no_filter", word=unknown))
            return
        self.keep(replace(self.layout_kept, wanted=wanted))
        await self.refill()

    async def widen(self: Any) -> None:
        """Show everything again."""
        if self.wanted:
            self.keep(replace(self.layout_kept, wanted=Wanted()))
            await self.refill()

    @property
    def wanted(self: Any) -> Wanted:
        """What the panes show."""
        wanted: Wanted = self.layout_kept.wanted
        return wanted
