"""The city as a map of characters: districts, requests and crews where they are; what shares a place is counted."""

from collections.abc import Sequence

from textual.message import Message
from textual.strip import Strip

from models.rows.city import City, CrewAt, RequestAt
from models.standing import judge
from models.vocabulary import LETTERS
from screens.city import UNIT, Cell, Chart, Thing, beside, chart, towards, worst
from screens.format import cells, clean, cut, h_mm, remaining
from screens.host import host_of, view_of
from screens.theme import BLOCK
from screens.view import View
from screens.widgets.crew_lines import timer_look
from screens.widgets.painted import Painted
from screens.widgets.sheet import Line, Span, line_strip

TOLD = 3
"""Lines below the map for what stands under the cursor."""

TONES = {3: "block", 2: "red", 1: "amber"}
FULL = UNIT - 2
"""Cells that what stands at a place may take."""


class CityMap(Painted, can_focus=True):
    """Paints the chart; its cursor goes from place to place and stays on what it stood on."""

    DEFAULT_CSS = "CityMap { height: 1fr; width: 1fr; }"

    class Opened(Message):
        """Enter was pressed on a place."""

        def __init__(self, cell: Cell) -> None:
            super().__init__()
            self.cell = cell

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.city = City()
        self.key: tuple[str, int] | None = None
        self.lines: list[Line] = []

    # What is shown

    def show(self, city: City) -> None:
        """Show the city as it stands now."""
        self.city = city
        self.compose_lines()

    @property
    def chart(self) -> Chart:
        """The map for the present size and moment."""
        now = host_of(self).wall.now()
        return chart(self.city, self.size.width, max(0, self.size.height - 1 - TOLD), now)

    def compose_lines(self) -> None:
        view, drawn = view_of(host_of(self)), self.chart
        here = self._cell(drawn)
        if here is not None:
            self.key = key_of(here.things[0])
        lines = map_lines(drawn, here, view, self.size.width or 80, focused=self.has_focus)
        if lines != self.lines:
            self.lines = lines
            self.refresh()

    def _cell(self, drawn: Chart) -> Cell | None:
        """The place of what the cursor stood on; the worst one where that is gone."""
        found = next((cell for cell in drawn.cells if self.key in [key_of(thing) for thing in cell.things]), None)
        return found or worst(drawn, host_of(self).wall.now())

    def paint_line(self, y: int) -> Strip:
        line = self.lines[y] if y < len(self.lines) else Line()
        return line_strip(line, self.size.width)

    # The cursor

    @property
    def cell(self) -> Cell | None:
        """The place under the cursor."""
        return self._cell(self.chart)

    @property
    def thing(self) -> Thing | None:
        """The worst thing under the cursor."""
        here = self.cell
        return here.things[0] if here else None

    def go(self, across: int, down: int) -> None:
        """To the nearest place in a direction."""
        here = self.cell
        if here is not None:
            self._stand(towards(self.chart, here, across, down))

    def go_on(self, by: int) -> None:
        """To the next place in reading order, or the one before."""
        here = self.cell
        if here is not None:
            self._stand(beside(self.chart, here, by))

    def go_worst(self) -> None:
        """To the place with the worst thing."""
        here = worst(self.chart, host_of(self).wall.now())
        if here is not None:
            self._stand(here)

    def _stand(self, cell: Cell) -> None:
        self.key = key_of(cell.things[0])
        self.compose_lines()

    def open(self) -> None:
        """Enter."""
        here = self.cell
        if here is not None:
            self.post_message(self.Opened(here))

    def on_resize(self) -> None:
        """Another size, another scale."""
        self.compose_lines()

    def on_focus(self) -> None:
        self.compose_lines()

    def on_blur(self) -> None:
        self.compose_lines()


def key_of(thing: Thing) -> tuple[str, int]:
    """What names a thing while it moves."""
    return ("request", thing.row.id) if isinstance(thing, RequestAt) else ("crew", thing.crew.id)


def map_lines(drawn: Chart, here: Cell | None, view: View, width: int, *, focused: bool) -> list[Line]:
    """The band, the map, and what stands under the cursor; or the one sentence why there is no map."""
    band = _band(drawn, view, focused)
    if drawn.why_not:
        why = view.say(f"crews.no_map_{drawn.why_not}", **drawn.facts)
        return [band, Line(), Line((Span(3, why, "dim"),))]
    rows: list[list[Span]] = [[] for _ in range(drawn.lines)]
    for cell in drawn.cells:
        rows[cell.line] += _mark(cell, view, cell is here or cell == here, focused)
    _place_names(drawn, rows, view)
    grid = [Line(tuple(spans)) for spans in rows]
    return [band, *grid, *_told(here, view, width)]


def _band(drawn: Chart, view: View, focused: bool) -> Line:
    title = view.say("crews.map")
    facts = []
    if not drawn.why_not:
        facts.append(view.say("crews.scale", metres=_round(drawn.metres)))
        counts = (("unplaced", drawn.unplaced), ("beyond", drawn.beyond), ("crews_unplaced", drawn.crews_unplaced))
        facts += [view.say(f"crews.{name}", n=n) for name, n in counts if n]
    spans = [Span(3, title, "title"), Span(5 + cells(title), "  ".join(facts), "dim")]
    return Line(tuple(spans), "focus" if focused else "band")


def _round(metres: float) -> str:
    """A length nobody takes for exact."""
    step = 50 if metres < 1000 else 500
    shown = max(step, round(metres / step) * step)
    return f"{shown} m" if shown < 1000 else f"{shown / 1000:g} km"


def _mark(cell: Cell, view: View, here: bool, focused: bool) -> list[Span]:
    start = cell.column * UNIT
    text, tone = sign_of(cell.things, view)
    ground = BLOCK if tone == "block" else ""
    tone = "title" if tone == "block" else tone
    spans = []
    if here:
        spans.append(Span(start, ">", "key" if focused else "dim", 1))
        ground = ground or ("cursor" if focused else "field")
    spans.append(Span(start + 1, text, tone, FULL if here else cells(text), ground=ground))
    return spans


def sign_of(things: Sequence[Thing], view: View) -> tuple[str, str]:
    """What a place shows: its worst thing, and how many there are if it is not alone; with its tone."""
    first, count = things[0], len(things)
    more = "" if count == 1 else str(count) if count < 10 else "+"
    if isinstance(first, RequestAt):
        grade = judge(first.row, view.now).severity
        tone = TONES.get(grade, "title" if first.row.priority.value == "P1" else "text")
        return f"{LETTERS[first.row.kind]}{'!' * grade}{more}", tone
    sign, warns, _ = timer_look(first.crew, view.now)
    code = (">" if first.heading else "") + clean(first.crew.code)
    return f"{cut(code, FULL - len(more))}{more}", warns if sign else "green" if first.crew.job is None else "key"


def _place_names(drawn: Chart, rows: list[list[Span]], view: View) -> None:
    """District names in their places, a line up or down where something stands there; ``+2``: two crews are free."""
    for column, line, one in drawn.districts:
        shown = clean(view.districts.get(one.name, one.name)) + (f" +{one.free}" if one.free else "")
        wide = cells(shown)
        for at, start in _tries(column * UNIT + 1, line, wide):
            if 0 <= at < len(rows) and start >= 1 and not _meets(rows[at], start, wide):
                rows[at].append(Span(start, shown, "dim", wide))
                break


def _tries(start: int, line: int, wide: int) -> list[tuple[int, int]]:
    """Where a name may stand, the best first: in its place, above or below, beside, farther above or below."""
    near, far = (line, line - 1, line + 1, line - 2, line + 2), (line - 3, line + 3, line - 4, line + 4)
    beside = [(at, to) for to in (start - wide - 2, start + UNIT) for at in (line, line - 1, line + 1)]
    return [*((at, start) for at in near), *beside, *((at, start) for at in far)]


def _meets(spans: Sequence[Span], start: int, wide: int) -> bool:
    """Would a name of that width touch what stands on the line?"""
    return any(start - 2 < span.start + FULL and span.start < start + wide + 1 for span in spans)


def _told(here: Cell | None, view: View, width: int) -> list[Line]:
    """What stands under the cursor, the worst first."""
    things = here.things if here else ()
    shown = things[: TOLD - 1] if len(things) > TOLD else things
    lines = [Line(tuple(told_of(one, view, width)), "band") for one in shown]
    if len(things) > len(shown):
        lines.append(Line((Span(7, view.say("crews.more_here", n=len(things) - len(shown)), "dim"),), "band"))
    return lines + [Line(ground="band")] * (TOLD - len(lines))


def told_of(thing: Thing, view: View, width: int) -> list[Span]:
    """A thing in one line: what it is, how it stands, and where."""
    if isinstance(thing, CrewAt):
        crew = thing.crew
        sign, tone, left = timer_look(crew, view.now)
        state = view.word("crew_status", crew.status)
        since = f" {h_mm(view.now - crew.since)}" if crew.since else ""
        timer = f"  {view.say(f'crews.{crew.timer.rule}')} {left}" if crew.timer else ""
        text = f"{clean(crew.code)}  {state}{since}{timer}  {clean(crew.job or '')}  {clean(crew.job_address or '')}"
        return [Span(3, sign, tone, 3), Span(7, text, "text", width - 8)]
    row = thing.row
    stands = judge(row, view.now)
    tone = {3: "red", 2: "red", 1: "amber"}.get(stands.severity, "text")
    left = remaining(stands.remaining).strip() if stands.remaining is not None else ""
    word = (
        view.say(f"judged.{stands.word}", clock=view.word("clock_row", row.clock)) if stands.word and row.clock else ""
    )
    category = view.named(row.category_zh, row.category_en)
    text = "  ".join(part for part in (
        row.number, row.priority.value, clean(category), word, left, view.word("board", row.board),
        ",".join(map(clean, row.crews)), clean(view.place(row.district, row.address)),
    ) if part)  # fmt: skip
    return [Span(3, "!" * stands.severity, tone, 3), Span(7, text, tone if stands.severity > 1 else "text", width - 8)]
