"""The wall board's own lines: its head, the loud lines, the figures that are read from afar, and alarms about life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.errors import DeskError
from models.rows import AlarmRow, DistrictCount
from models.vocabulary import AlarmState, CrewStatus
from models.wall import SECOND
from screens.format import cells, clean, clock_time, minutes_seconds, remaining, wrap
from screens.view import View
from screens.wall_look import WallLook
from screens.widgets.alarm_steps import STATE_SIGNS, coming, rule_words
from screens.widgets.sheet import BLANK, Line, Span

STALE = 10 * SECOND
"""How old what hangs there may be before it says so itself."""

BIG_FROM = 34
"""From this height on the figures are drawn large, and what is wrong is three lines high."""

LOUD_MOST = 3
"""Lines that one thing that is wrong may take."""

DIGITS: Mapping[str, tuple[str, ...]] = {
    "0": ("###", "# #", "# #", "# #", "###"), "1": ("## ", " # ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"), "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"), "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"), "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"), "9": ("###", "# #", "###", "  #", "###"),
}  # fmt: skip
"""Five lines of three places: each place is cells with a ground, so that no font can spoil it."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its sign, its word, its tone as text and its ground as a large digit."""

    sign: str
    word: str
    value: int
    of: int | None = None
    tone: str = "title"
    ground: str = "bar"

    @property
    def text(self) -> str:
        """The figure as text."""
        return str(self.value) if self.of is None else f"{self.value}/{self.of}"


def full(text: str, width: int, tone: str = "title") -> Line:
    """A line whose block goes from edge to edge."""
    return Line((Span(0, f"   {text}", tone, width, ground="block"),))


def wrongs(look: WallLook | None, lost: DeskError | None, since: int, view: View) -> list[str]:
    """What keeps this board from being believed, as sentences; none if nothing does. `since` is when it was hung up."""
    read_at = look.at if look else since
    age = view.now - read_at
    shown = view.say("wall.as_of", time=clock_time(look.at, view.zone)) if look else view.say("wall.nothing_yet")
    if lost is not None:
        return [view.say("wall.lost", why=view.wording.error(lost), shown=shown)]
    if abs(age) > STALE:
        return [view.say("wall.stale", age=minutes_seconds(abs(age)), shown=shown)]
    silence = look.silence(view.now) if look else None
    if look is None or silence is None or look.engine is None:
        return []
    if look.engine.swept_at is None:
        return [view.say("wall.never_swept")]
    return [view.say("wall.not_swept", age=minutes_seconds(silence))]


def head_line(look: WallLook | None, view: View) -> Line:
    """Title, whose board it is, when it was read, and the time of day."""
    spans = [Span(1, view.say("wall.title"), "title")]
    at = 2 + cells(view.say("wall.title"))
    if look is not None:
        spans.append(Span(at + 1, clean(look.name), "text"))
        at += 2 + cells(clean(look.name))
        if look.mark:
            spans.append(Span(at + 1, view.say(f"header.{look.mark}"), "amber"))
        time = clock_time(view.now, view.zone)
        read = view.say("wall.read_at", time=clock_time(look.at, view.zone))
        spans.append(Span(-1 - cells(time), time, "title"))
        spans.append(Span(-3 - cells(time) - cells(read), read, "dim"))
    return Line(tuple(spans), "band")


def loud_lines(said: Sequence[str], width: int, *, tall: bool) -> list[Line]:
    """What is wrong, from edge to edge."""
    lines = [full(f"{'   ' if n else '!!!'}  {part}", width)
             for text in said for n, part in enumerate(wrap(clean(text), max(20, width - 12))[:LOUD_MOST])]  # fmt: skip
    return [full("", width), *lines, full("", width)] if tall and lines else lines


def figures_of(look: WallLook, view: View) -> list[Figure]:
    """The six figures that are read from afar, what is worst first."""
    matrix, crews = look.board.matrix, look.board.crews
    life, late, due, opened = (_sum(matrix, *names) for names in (("life",), ("late", "soon"), ("due",), ("open",)))
    unseen = sum(row.state == AlarmState.UNACKNOWLEDGED for row in look.board.alarms)
    free = sum(crew.status is CrewStatus.FREE for crew in crews)
    say = view.say
    return [
        Figure("!!!", say("wall.life"), life, None, *(("block", "block") if life else ("dim", "thumb"))),
        Figure("!!", say("wall.late"), late, None, *(("red", "block") if late else ("dim", "thumb"))),
        Figure("!", say("wall.due"), due, None, *(("amber", "warn") if due else ("dim", "thumb"))),
        Figure("*", say("wall.unseen"), unseen, None, *(("title", "warn") if unseen else ("dim", "thumb"))),
        Figure("", say("wall.open"), opened),
        Figure("+" if free else "", say("wall.free"), free, len(crews), "green" if free else "red",
               "bar" if free else "block"),
    ]  # fmt: skip


def _sum(matrix: Sequence[DistrictCount], *names: str) -> int:
    return sum(getattr(count, name) for count in matrix for name in names)


def figure_lines(figures: Sequence[Figure], width: int, *, tall: bool) -> list[Line]:
    """The figures beside each other: as one line, or where it is tall also drawn large above their words."""
    step = (width - 2) // len(figures)
    spans: list[Span] = []
    at = 3
    for number, figure in enumerate(figures):
        at = 3 + number * step if tall else at
        for text, tone in ((figure.sign, figure.tone), (figure.word, "text"), (figure.text, figure.tone)):
            if text and at + cells(text) < width:
                spans.append(Span(at, text, tone, ground="block" if tone == "block" else ""))
                at += cells(text) + 1
        at += 1 if width < 100 else 3
    words = Line(tuple(spans))
    big = _big(figures, step) if tall else []
    return [BLANK, *big, BLANK, words, BLANK] if big else [words]


def _big(figures: Sequence[Figure], step: int) -> list[Line]:
    """Five lines of large digits; none if the longest figure has no room."""
    longest = max(len(str(figure.value)) for figure in figures)
    place = next((cells for cells in (3, 2, 1) if longest * 4 * cells + 4 <= step), 0)
    if not place:
        return []
    lines = []
    for y in range(5):
        spans = []
        for number, figure in enumerate(figures):
            for n, digit in enumerate(str(figure.value)):
                left = 3 + number * step + n * 4 * place
                spans += [Span(left + x * place, " " * place, "text", place, ground=figure.ground)
                          for x, set_ in enumerate(DIGITS[digit][y]) if set_ == "#"]  # fmt: skip
        lines.append(Line(tuple(spans)))
    return lines


def life_lines(look: WallLook, view: View, width: int, room: int) -> list[Line]:
    """The alarms about life in at most `room` lines; those beyond are counted in the last of them."""
    rows = look.life
    if not rows:
        return [Line((Span(3, "+", "green"), Span(7, view.say("wall.no_life"), "green")), "band")]
    shown = rows if len(rows) <= room else rows[: room - 1]
    lines = [_life_line(row, view, width) for row in shown]
    left = len(rows) - len(shown)
    return [*lines, full(view.say("wall.more_life", n=f"{left}+" if look.capped else left), width)] if left else lines


def _life_line(row: AlarmRow, view: View, width: int) -> Line:
    unseen = row.state != AlarmState.ACKNOWLEDGED
    state = f"{STATE_SIGNS[AlarmState(row.state)]} {view.word('alarm_state', row.state)}"
    left = remaining(row.due_at - view.now).strip()
    place = clean(row.address)
    step = coming(row, view, short=width < 100)
    pieces = [state, clean(row.number), rule_words(row, view.wording), left, place, step]
    text = "!!!"
    for piece in pieces:
        if piece and cells(text) + 2 + cells(piece) <= width - 4:
            text += f"  {piece}"
    return full(text, width) if unseen else Line((Span(3, text, "red"),), "band")


def foot_line(view: View, width: int, keys: Sequence[tuple[str, str]], turn: str) -> Line:
    """The only keys, which screen of how many this is, and that nothing here names anybody."""
    spans: list[Span] = []
    at = 1
    for key, word in keys:
        spans += [Span(at, key, "key"), Span(at + cells(key) + 1, word, "text")]
        at += cells(key) + cells(word) + 3
    right = "  ".join(text for text in (turn, view.say("wall.read_only")) if text)
    right = right if at + cells(right) + 2 < width else turn
    return Line((*spans, Span(-1 - cells(right), right, "dim")), "band")
