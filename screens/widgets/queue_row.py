"""One request as a painted line of a queue: sign and word first, then colour."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from textual.strip import Strip

from models.rows import QueueRow
from models.standing import Judged, judge
from models.vocabulary import LIVE, Board, Priority
from models.wall import MINUTE
from screens import pace
from screens.format import cells, clean, cut, h_mm, remaining, without_aside
from screens.paint import LineBuilder, late_ground
from screens.widgets.queue_columns import BAR, Columns
from screens.wording import Wording

SIGNS = {3: "!!!", 2: "!!", 1: "!"}
NOBODY_ACTED = (Board.TO_CONTACT, Board.TO_ASSIGN)


@dataclass(frozen=True, slots=True)
class Ageing:
    """All of a row that changes by growing older; equal means that nothing has to be painted again."""

    severity: int
    word: str
    paused: bool
    left: str
    since: str


def ageing(row: QueueRow, now: int) -> Ageing:
    """How a row reads at `now`."""
    judged = judge(row, now)
    left = left_of(row, judged)
    return Ageing(judged.severity, judged.word, judged.paused, left, h_mm(now - row.state_since))


def tone_of(marks: int, word: str) -> str:
    """Red says that a promise is broken and nothing else, the block that life hangs on it; amber warns."""
    if word == "late":
        return "block" if marks >= 3 else "red"
    return "amber" if word == "due" else "text"


def crew_words(codes: tuple[str, ...], width: int) -> str:
    """Crews on one request: ``抢1+2`` where they share a name, how many more there are where that is too long."""
    names = [clean(code) for code in codes]
    if len(names) < 2:
        return "".join(names)
    stem = names[0].rstrip("0123456789")
    stem = stem if all(name.startswith(stem) for name in names) else ""
    for text in ("+".join(names), stem + "+".join(name[len(stem) :] for name in names), f"{names[0]}+{len(names) - 1}"):
        if cells(text) <= width:
            return text
    return f"{cut(names[0], width - 2)}+{len(names) - 1}"


def left_of(row: QueueRow, judged: Judged) -> str:
    """The field of nine: what is left, or dashes where no clock runs."""
    return remaining(judged.remaining, coarse=pace.slow()) if judged.remaining is not None else " --      "


PROMISE_SOON = 15 * MINUTE
"""So long before its time a promised call stands also where there is no column for notes."""


def promise_words(promised: int | None, now: int, columns: Columns, wording: Wording) -> str:
    """A promised call with the minutes that are left: ``回电 12``, ``回电 -3``; nothing where it has no room yet."""
    if promised is None or (columns["note"] is None and promised - now > PROMISE_SOON):
        return ""
    minutes = (promised - now) // MINUTE if promised >= now else -((now - promised + MINUTE - 1) // MINUTE)
    left = str(minutes) if abs(minutes) < 100 else f"{'-' if minutes < 0 else ''}{h_mm(abs(promised - now))}"
    return f"{wording('owner.row')} {left}"


def clock_words(row: QueueRow, word: str, wording: Wording) -> str:
    """The clock that runs out next, in words."""
    if row.clock is None:
        return wording("clock_row.none")
    return wording(f"judged.{word or 'plain'}", clock=wording(f"clock_row.{row.clock.value}"))


@dataclass(frozen=True, slots=True)
class Look:
    """How a line stands: under the cursor, in the focused queue, who else is inside, a promised call, a mark."""

    cursor: bool = False
    focused: bool = False
    also: tuple[str, ...] = ()
    promised: int | None = None
    promise: str = ""
    marked: bool = False

    @property
    def ground(self) -> str:
        """The ground of the whole line."""
        return ("cursor" if self.focused else "field") if self.cursor else "ground"

    @property
    def tone(self) -> str:
        """How a promised call reads: red when it is late."""
        return "red" if self.promise.partition(" ")[2].startswith("-") else "amber.thin"


@dataclass(frozen=True, slots=True)
class RowPaint:
    """Paints rows in one layout and one language; `districts` gives their names in that language."""

    columns: Columns
    wording: Wording
    districts: Mapping[str, str] = field(default_factory=dict)

    def line(self, row: QueueRow, age: Ageing, look: Look, part: int = 0) -> Strip:
        """The line of a request without its scroll bar; `part` 1 is the second line of a two-line layout."""
        line = LineBuilder(self.columns.width - BAR, look.ground)
        if self.columns.lines == 2 and part == 1:
            return self._second(line, row).strip()
        live = row.status in LIVE
        if look.marked:
            line.put("#", "key")
        if look.cursor:
            line.to(1).put(">", "key" if look.focused else "dim")
        self._clock(line, row, age, live=live)
        self._what(line, row, look, live=live)
        if self.columns.lines == 1:
            self._where(line, row, look, live=live)
        self._state(line, row, age, look, live=live)
        return line.strip()

    def _clock(self, line: LineBuilder, row: QueueRow, age: Ageing, *, live: bool) -> None:
        columns, tone = self.columns, tone_of(age.severity, age.word)
        ground = line.ground
        if not live:
            tone = "dim"
        elif tone in ("block", "red"):
            line.to(2)
            line.ground = "block" if tone == "block" else late_ground(ground)
        elif age.paused:
            tone = "dim"
        sign = SIGNS.get(age.severity, "") if live else ""
        self._put(line, "sign", "||" if age.paused and live else sign, tone)
        calm = "dim" if tone == "text" else tone
        self._put(line, "clock", clock_words(row, age.word if live else "", self.wording), calm)
        self._put(line, "left", age.left, tone)
        left = columns["left"]
        if line.ground != ground and left:
            line.to(left.end + 1)
        line.ground = ground

    def _what(self, line: LineBuilder, row: QueueRow, look: Look, *, live: bool) -> None:
        first = row.priority is Priority.P1
        read = ("title" if first else "text") if live else "dim"
        usual = "dim" if row.priority in (Priority.P3, Priority.P4) or not live else "text"
        self._put(line, "priority", row.priority.value, "title" if first and live else usual)
        number = clean(row.number)
        self._put(
            line,
            "number",
            number,
            "title" if look.cursor and look.focused else ("text" if live else "dim"),
            cut_to=len(number),
        )
        if look.also and self.columns["owner"] is None:
            line.put("+", "violet")
        name = row.category_zh if self.wording.lang == "zh" else row.category_en
        field = self.columns["category"]
        told = clean(name or row.category_en or row.category_zh or row.category)
        if row.callers > 1 and self.columns["note"] is None:
            told = f"{self.wording('queue.callers_short', n=row.callers)} {told}"
        self._put(line, "category", without_aside(told, field.width if field else 0), read)

    def _where(self, line: LineBuilder, row: QueueRow, look: Look, *, live: bool) -> None:
        first = row.priority is Priority.P1
        if look.promise and self.columns["note"] is None:
            self._put(line, "address", f"{look.promise} {self.place(row)}", look.tone)
            return
        self._put(line, "address", self.place(row), ("title" if first else "text") if live else "dim")
        if look.promise:
            self._put(line, "note", f"{look.promise} {clean(row.note)}".rstrip(), look.tone)
            return
        tone = "amber.thin" if row.hazard and live else "dim"
        many = f"{self.wording('queue.callers', n=row.callers)} " if row.callers > 1 else ""
        self._put(line, "note", many + clean(row.note), tone)

    def place(self, row: QueueRow) -> str:
        """District, where there is room for it, and address."""
        address = clean(row.address)
        if not (self.columns.district and row.district):
            return address
        return f"{clean(self.districts.get(row.district, row.district))} {address}"

    def _state(self, line: LineBuilder, row: QueueRow, age: Ageing, look: Look, *, live: bool) -> None:
        waits = row.board in NOBODY_ACTED and live
        quiet = row.board is Board.HELD or not live
        word = self.wording(f"board.{row.board.value}")
        self._put(line, "state", word, "title" if waits else ("dim" if quiet else "text"))
        self._put(line, "time", age.since, "dim", right=True)
        place = self.columns["crew"]
        crew = crew_words(row.crews, place.width if place else 0)
        self._put(line, "crew", crew or "--", "text" if crew and live else "dim")
        self._owner(line, row, look)

    def _owner(self, line: LineBuilder, row: QueueRow, look: Look) -> None:
        place = self.columns["owner"]
        if place is None:
            return
        also = clean(f"+{look.also[0]}" if len(look.also) == 1 else f"+{len(look.also)}") if look.also else ""
        owner = cut(clean(row.owner), place.width - cells(also))
        line.to(place.start).put(owner, "dim")
        if also:
            line.put(also, "violet")

    def _second(self, line: LineBuilder, row: QueueRow) -> LineBuilder:
        self._put(line, "address", self.place(row), "title" if row.priority is Priority.P1 else "text")
        return line

    def _put(self, line: LineBuilder, name: str, text: str, tone: str, *, right: bool = False, cut_to: int = 0) -> None:
        place = self.columns[name]
        if place is None or place.width <= 0:
            return
        if cut_to:
            line.to(place.start).put(text, tone)
        else:
            line.to(place.start).put(text, tone, place.width, right=right)
