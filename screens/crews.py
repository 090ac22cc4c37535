"""The crews: the board with every act from a row, and below it the city as a map; each fills the screen if it must."""

from functools import partial
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical

from models.rows import CrewRow
from models.rows.city import CrewAt, RequestAt
from models.vocabulary import Act, CrewStatus
from models.wall import SECOND
from screens import keys
from screens.background import start
from screens.city import Thing
from screens.conversation import Conversation
from screens.detail import DetailScreen
from screens.dialogs import Choose, Option
from screens.format import cells, clean
from screens.host import host_of, view_of
from screens.listing import ListingScreen
from screens.memory import OF_ONE_CREW
from screens.next_step import NEXT_STEP, STEP
from screens.widgets.city_map import CityMap, told_of
from screens.widgets.crew_lines import crew_figures, crew_lines
from screens.widgets.key_bar import Hint
from screens.widgets.sheet import Line, Sheet, Span

READ_EVERY = 10 * SECOND
"""How old the board may grow while nobody writes: shifts end and positions come without a line."""

BOTH_FROM = 34
"""Height from which board and map stand together."""

BOARD_LINES = 10
"""Lines of the board beside a map."""


class CrewSheet(Sheet):
    """Crew after crew, with a band on top."""

    head = 2
    rows: tuple[CrewRow, ...] = ()

    @property
    def chosen(self) -> CrewRow | None:
        """The crew under the cursor."""
        return next((row for row in self.rows if row.code == self.ref), None)

    def show(self, rows: tuple[CrewRow, ...]) -> None:
        """Show these."""
        self.rows = rows
        self.compose_lines()

    def compose_lines(self) -> None:
        view, width = view_of(host_of(self)), self.size.width or 80
        title = view.say("crews.title")
        band = (Span(3, title, "title"), Span(5 + cells(title), crew_figures(self.rows, view), "dim"))
        self.write([Line(band, "focus" if self.has_focus else "band"), *crew_lines(self.rows, view, width)])

    def on_focus(self) -> None:
        self.compose_lines()
        self.refresh()

    def on_blur(self) -> None:
        self.compose_lines()
        self.refresh()


class CrewsScreen(ListingScreen[CrewSheet]):
    """Args: `on_map`: begin on the map."""

    SHEET = CrewSheet
    TITLE_KEY = "crews.title"
    BINDINGS = keys.bindings(keys.CREWS)

    def __init__(self, *, on_map: bool = False) -> None:
        super().__init__()
        self.on_map, self.map_open = on_map, on_map
        self.read_at = 0

    def compose_middle(self) -> ComposeResult:
        with Vertical(id="crews"):
            self.sheet = CrewSheet(id="crew-board")
            yield self.sheet
            self.city_map = CityMap(id="city-map")
            yield self.city_map

    def place(self) -> None:
        """Board, map, or both, as far as there is room; the focus goes with them."""
        both = self.map_open and self.app.size.height >= BOTH_FROM
        self.city_map.display = self.map_open and (both or self.on_map)
        self.sheet.display = both or not (self.map_open and self.on_map)
        self.sheet.styles.height = BOARD_LINES if both else "1fr"
        self.set_focus(self.city_map if self.on_map and self.map_open else self.sheet)

    def on_resize(self) -> None:
        """Another size, another arrangement."""
        self.place()

    async def refill(self) -> None:
        desk = self.host.desk
        if desk is None:
            return
        now = self.read_at = self.host.wall.now()
        found = await self.read(desk.look.crews, now)
        if found is not None:
            self.sheet.show(tuple(crew for crew in found if not crew.retired))
        city = await self.read(desk.look.city, now) if self.map_open else None
        if city is not None:
            self.city_map.show(city)
        self.show_frame()

    async def every_second(self) -> None:
        if not 0 <= self.host.wall.now() - self.read_at < READ_EVERY:
            await self.refill()
        elif self.paints:
            self.sheet.compose_lines()
            if self.city_map.display:
                self.city_map.compose_lines()

    # What the keys are about

    @property
    def crew(self) -> CrewRow | None:
        """The crew under the cursor, on the board or on the map."""
        if not self.on_map:
            return self.sheet.chosen
        thing = self.city_map.thing
        return thing.crew if isinstance(thing, CrewAt) else None

    @property
    def request_id(self) -> int | None:
        thing = self.city_map.thing if self.on_map else None
        if isinstance(thing, RequestAt):
            return thing.row.id
        return self.crew.job_id if self.crew else None

    async def action_perform(self, act: str) -> None:
        """An act of a crew is that of the crew under the cursor, also where several are on its request."""
        crew = self.crew
        if crew is None or crew.job_id is None or act not in OF_ONE_CREW or self.host.marked:
            await super().action_perform(act)
            return
        if act == STEP and crew.step is not None:
            act = NEXT_STEP[crew.step]
        await self.start_act(act, crew.job_id, {"crew": crew.code})

    def no_row(self) -> None:
        """A crew without a job is nothing that an act could be about."""
        crew = self.crew
        if crew is None or self.host.desk is None:
            super().no_row()
            return
        state = self.host.wording.word("crew_status", crew.status)
        self.host.say(self.host.wording("crews.no_job", crew=clean(crew.code), state=state))

    def hints(self) -> list[Hint]:
        say = self.host.wording
        bar = [Hint("Esc", say("key.back")), Hint("Enter", say("key.open"))]
        bar += self.act_keys("crews", (("map", True), ("heard", True)))
        bar += [hint for hint in self.bar_hints(keys.CREWS, up_to=8) if hint.key not in ("Enter", "n")]
        return [*bar, *(Hint(keys.key(id).shown, say(f"key.{id}")) for id in ("find", "command", "help"))]

    def refocus(self) -> None:
        self.set_focus(self.city_map if self.on_map and self.map_open else self.sheet)

    def repaint(self) -> None:
        super().repaint()
        self.city_map.compose_lines()
        self.city_map.refresh()

    # Keys

    async def action_city_map(self) -> None:
        """Open the map, or close it."""
        self.map_open = not self.map_open
        self.on_map = self.map_open
        self.place()
        await self.refill()

    async def action_next_pane(self) -> None:
        """From the board to the map and back."""
        if not self.map_open:
            await self.action_city_map()
            return
        self.on_map = not self.on_map
        self.place()
        self.show_frame()

    def action_move(self, by: int) -> None:
        if self.on_map:
            self.city_map.go(0, by)
            self.show_frame()
        else:
            super().action_move(by)

    def action_across(self, by: int) -> None:
        """To the left or right on the map."""
        if self.on_map:
            self.city_map.go(by, 0)
            self.show_frame()

    def action_page(self, by: int) -> None:
        if self.on_map:
            self.city_map.go_on(by)
            self.show_frame()
        else:
            super().action_page(by)

    def action_end(self, by: int) -> None:
        if self.on_map:
            self.city_map.go_worst()
            self.show_frame()
        else:
            super().action_end(by)

    async def action_open(self) -> None:
        """The request of the crew; on the map what stands there, asked which if there are several."""
        cell = self.city_map.cell if self.on_map else None
        if cell is not None and len(cell.things) > 1:
            await self.until_asked(start(self.app, partial(self._ask_which, cell.things), "acts"))
        elif self.request_id is not None:
            self.app.push_screen(DetailScreen(self.request_id))
        else:
            self.no_row()

    async def _ask_which(self, things: tuple[Thing, ...]) -> None:
        view = view_of(self.host)
        options = [Option(str(place), told_of(one, view, 60)[1].text) for place, one in enumerate(things)]
        talk = Conversation(self.app)
        try:
            chosen = await talk.ask(Choose(view, view.say("crews.which"), options))
        finally:
            talk.close()
        if chosen is not None:
            self._open(things[int(chosen)])

    def _open(self, thing: Any) -> None:
        about = thing.row.id if isinstance(thing, RequestAt) else thing.crew.job_id
        if about is not None:
            self.app.push_screen(DetailScreen(about))
        else:
            state = self.host.wording.word("crew_status", CrewStatus(thing.crew.status))
            self.host.say(self.host.wording("crews.no_job", crew=clean(thing.crew.code), state=state))

    async def action_heard(self) -> None:
        """The crew under the cursor was heard and is well."""
        await self.action_perform(Act.CHECK_IN)
