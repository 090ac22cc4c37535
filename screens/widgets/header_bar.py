"""The top line: the four queues with what is late in each, free crews, the engine, and who sits here."""

from collections.abc import Callable
from dataclasses import dataclass, field

from textual.strip import Strip

from models.rows import CallsNow
from models.vocabulary import QUEUES, Kind
from models.wall import MINUTE, SECOND
from screens import pace
from screens.bell import Sound
from screens.format import cells, clock_time, minutes_seconds
from screens.glance import Glance
from screens.paint import LineBuilder, late_ground
from screens.widgets.painted import Painted
from screens.wording import Wording

FACTS_FROM = 110
"""From this width on the header also says crews, engine and seat; below, the line under the strip does."""

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the header is told: the last look, the focused queue, who sits here, and which kind of file this is."""

    glance: Glance
    focused: Kind | None
    seat: str
    mark: str
    now: int
    sound: Sound = Sound.ALL
    calls: CallsNow = field(default_factory=CallsNow)


def fact_pieces(frame: Frame, wording: Wording) -> list[list[Piece]]:
    """Free crews, engine and seat, each as tones and texts; the most dispensable first."""
    glance, out = frame.glance, []
    if glance.crews:
        out.append([(wording("header.free"), "dim"), (f"{glance.free}/{glance.crews}", "text")])
    if glance.engine is not None:
        silence = glance.silence(frame.now)
        if silence is None:
            out.append([(wording("header.engine"), "dim"), (swept(frame, wording), "green")])
        else:
            never = glance.engine.swept_at is None
            late = wording("header.engine_late", time=minutes_seconds(silence))
            out.append([(wording("header.engine"), "dim"), (wording("header.engine_none") if never else late, "red")])
    own = glance.own
    waits = [(wording("header.waiting"), "dim"), (str(own.waiting), "red" if own.overdue else "amber")]
    if frame.seat or own.waiting:
        out.append([*([(frame.seat, "text")] if frame.seat else []), *(waits if own.waiting else [])])
    if own.mine:
        out.insert(0, [(wording("header.mine"), "dim"), (str(own.mine), "text")])
    return out


def swept(frame: Frame, wording: Wording) -> str:
    """How long ago the mark of the last sweep was renewed; on a slow link only every ten seconds anew."""
    mark = frame.glance.engine.swept_at if frame.glance.engine is not None else None
    age = max(0, frame.now - (mark or frame.now)) // SECOND
    age -= age % 10 if pace.slow() else 0
    return wording("header.swept", s=age)


def call_pieces(frame: Frame, wording: Wording, *, words: bool) -> list[list[Piece]]:
    """How many calls wait for an answer, and how many numbers are to be called back; never left out."""
    calls, out = frame.calls, []
    if calls.lost_since is not None:
        out.append([(wording("header.telephone" if words else "header.telephone_tiny"), "red")])
    for name, figure, tone in (
        ("on_line", calls.waiting, "title"),
        ("missed", calls.missed, "red" if calls.overdue else "amber"),
    ):
        if figure:
            out.append([(wording(f"header.{name}"), "dim"), (str(figure), tone)] if words
                       else [(f"{wording(f'header.{name}_tiny')}{figure}", tone)])  # fmt: skip
    return out


def quiet_pieces(frame: Frame, wording: Wording, *, words: bool) -> list[list[Piece]]:
    """What does not ring although it may be true: alarms on the shelf, rules out of service, a bell that is muted.

    These are never left out; where it is narrow their signs stand without words.
    """
    counts, out = frame.glance.alarms, call_pieces(frame, wording, words=words)
    if frame.sound is not Sound.ALL:
        out.append([(wording(f"header.sound_{frame.sound.value}"), "red" if frame.sound is Sound.NONE else "amber")])
    for sign, name, figure in (
        ("z", "shelved", counts.shelved if counts else 0),
        ("x", "out", len(counts.rules_out) if counts else 0),
    ):
        if figure:
            piece = (f"{sign}{figure}", "amber")
            out.append([(wording(f"header.{name}"), "dim"), piece] if words else [piece])
    return out


def pieces_width(groups: list[list[Piece]], gap: int = 2) -> int:
    """Cells of pieces written with one blank inside a group and `gap` between groups."""
    return sum(sum(cells(text) + 1 for text, _ in group) - 1 for group in groups) + gap * max(0, len(groups) - 1)


def put_pieces(line: LineBuilder, groups: list[list[Piece]], gap: int = 2) -> None:
    """Write them where the line stands."""
    for number, group in enumerate(groups):
        line.to(line.at + (gap if number else 0))
        for place, (text, tone) in enumerate(group):
            line.to(line.at + (1 if place else 0)).put(text, tone)


class HeaderBar(Painted):
    """The band on top. Give it a :class:`Frame` whenever one differs."""

    DEFAULT_CSS = "HeaderBar { height: 1; width: 1fr; }"

    def __init__(self, wording: Wording, title: str = "header.name") -> None:
        super().__init__()
        self.wording, self.title_key = wording, title
        self.frame: Frame | None = None

    def show(self, frame: Frame) -> None:
        """Show these facts; painted again only if something reads differently."""
        before, self.frame = self.frame, frame
        if before is None or self._reading(before) != self._reading(frame):
            self.refresh()

    def _reading(self, frame: Frame) -> object:
        said = (fact_pieces(frame, self.wording), quiet_pieces(frame, self.wording, words=True))
        return (frame.glance.counts, frame.focused, frame.mark, said)

    def paint_line(self, y: int) -> Strip:
        line = LineBuilder(self.outer_size.width, "band")
        frame = self.frame
        if frame is None:
            return line.to(1).put(self.wording(self.title_key), "title").strip()
        wide = self.app.size.width >= FACTS_FROM
        facts = fact_pieces(frame, self.wording) if wide else []
        quiet = quiet_pieces(frame, self.wording, words=wide)
        more = 1 if frame.glance.own.mine else 0
        manner, kept = MANNERS[-1], quiet
        for manner in MANNERS:
            kept = [*quiet, *facts[manner.facts_less + (more if manner.facts_less else 0) :]]
            if self._width(frame, manner, kept) <= self.outer_size.width:
                break
        facts = kept
        if manner.title:
            line.to(1).put(self.wording(self.title_key), "title")
            if frame.mark:
                line.to(line.at + 1).put(frame.mark, "amber")
        self._queues(line, frame, manner)
        if facts:
            line.to(self.outer_size.width - pieces_width(facts) - 1)
            put_pieces(line, facts)
        return line.strip()

    def _width(self, frame: Frame, manner: "Manner", facts: list[list[Piece]]) -> int:
        title = 1 + cells(self.wording(self.title_key)) + (cells(frame.mark) + 1 if frame.mark else 0)
        queues = sum(
            sum(cells(text) for text, _ in self._chunk(kind, number, frame, manner)) + manner.gap
            for number, kind in enumerate(QUEUES)
        )
        return (title if manner.title else 0) + manner.gap + queues + (pieces_width(facts) + 1 if facts else 0)

    def _chunk(self, kind: Kind, number: int, frame: Frame, manner: "Manner") -> list[Piece]:
        count = frame.glance.counts.get(kind)
        label = self.wording(f"{manner.names}.{kind.value}")
        out = [(" ", "text"), (str(number + 1), "key"), (" ", "text")]
        out.append((label, "title" if frame.focused is kind else "text"))
        if count is not None:
            out += [(" ", "text"), (str(count.open), "title")]
            figures = (("!!!", count.life, "block"), ("!!", count.late + count.soon, "red"), ("!", count.due, "amber"))
            for sign, figure, tone in figures[: manner.figures]:
                out += [(" ", "text"), (f"{sign}{figure}", tone)] if figure else []
        return [*out, (" ", "text")]

    def _queues(self, line: LineBuilder, frame: Frame, manner: "Manner") -> None:
        line.to(line.at + manner.gap)
        for number, kind in enumerate(QUEUES):
            ground = "focus" if frame.focused is kind else "band"
            for text, tone in self._chunk(kind, number, frame, manner):
                line.ground = late_ground(ground) if tone == "red" else ground
                line.put(text, tone)
            line.ground = "band"
            line.to(line.at + manner.gap)


@dataclass(frozen=True, slots=True)
class Manner:
    """How the header is written: names, blanks between queues, which figures, how many facts are left out."""

    names: str = "kind_short"
    gap: int = 2
    facts_less: int = 0
    figures: int = 3
    title: bool = True


MANNERS = (
    Manner(),
    Manner(gap=1),
    Manner(gap=0),
    Manner(gap=0, facts_less=1),
    Manner(gap=0, facts_less=2),
    Manner("kind_tiny", gap=0, facts_less=2),
    Manner("kind_tiny", gap=0, facts_less=3),
    Manner("kind_tiny", gap=0, facts_less=3, title=False),
    Manner("kind_tiny", gap=0, facts_less=3, figures=2, title=False),
    Manner("kind_tiny", gap=0, facts_less=3, figures=1, title=False),
)
"""From roomy to cramped; the first that fits is taken."""


class TimeBox(Painted):
    """The time of day in the desk's zone; apart from the rest, so that a second costs ten cells."""

    DEFAULT_CSS = "TimeBox { height: 1; width: 10; }"

    def __init__(self, now: Callable[[], int]) -> None:
        super().__init__()
        self.now = now
        self.zone: str | None = None
        self._shown: tuple[int, str | None] | None = None

    def tick(self) -> None:
        """A second has passed, which shows, unless times are written to the minute."""
        shown = (self.now() // MINUTE, self.zone)
        if not pace.slow() or shown != self._shown:
            self._shown = shown
            self.refresh()

    def paint_line(self, y: int) -> Strip:
        time = clock_time(self.now(), self.zone) if self.zone else ""
        time = time[: len("14:23")] if pace.slow() else time
        return LineBuilder(self.outer_size.width, "band").to(1).put(time, "title").strip()
