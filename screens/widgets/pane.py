"""A pane of the monitor: a numbered band on top, its lines below, and what the supervisor's board has to tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from models.prediction import Prediction
from models.rows import AlarmRow, CrewRow, DayFigures, DistrictCount, JournalRow, QueueRow, RuleOutRow
from models.standing import judge
from models.vocabulary import QUEUES
from models.wanted import EVERYTHING, Wanted
from screens.format import cells
from screens.host import host_of, view_of
from screens.view import View
from screens.widgets.sheet import Line, Sheet, Span

URGENT = 6
"""How many of a district's most urgent requests are read."""

JOURNAL_LINES = 60
ALARMS = 300


@dataclass(frozen=True, slots=True)
class Board:
    """One look at the whole desk."""

    matrix: tuple[DistrictCount, ...] = ()
    alarms: tuple[AlarmRow, ...] = ()
    crews: tuple[CrewRow, ...] = ()
    figures: DayFigures | None = None
    journal: tuple[JournalRow, ...] = ()
    district: str | None = None
    urgent: tuple[QueueRow, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rules: tuple[RuleOutRow, ...] = ()
    incidents: Mapping[int, str] = field(default_factory=dict)
    flood: bool = False
    foretold: Mapping[int, tuple[Prediction, ...]] = field(default_factory=dict)
    risk: Mapping[tuple[str, str], int] = field(default_factory=dict)
    outside: Mapping[str, int] = field(default_factory=dict)
    wanted: Wanted = EVERYTHING


def board_at(desk: Any, now: int, district: str | None, lang: str) -> Board:
    """Read it all; meant for a thread."""
    look = desk.look
    pages = [look.queue(kind, district=district, limit=URGENT) for kind in QUEUES]
    urgent = sorted((row for page in pages for row in page), key=lambda row: (-judge(row, now).severity, row.due_at))
    names = {row.code: (row.zh if lang == "zh" else row.en) for row in look.categories()}
    return Board(
        matrix=tuple(look.matrix(now)),
        alarms=tuple(look.alarms(limit=ALARMS)),
        crews=tuple(crew for crew in look.crews(now) if not crew.retired),
        figures=look.figures(now),
        journal=tuple(look.journal_tail(JOURNAL_LINES)),
        district=district,
        urgent=tuple(urgent[:URGENT]),
        names=names,
        rules=look.rules_out(),
        incidents={row.id: row.number for row in look.incidents()},
        flood=look.alarm_counts().flood_from is not None,
        foretold=look.predictions().of([row.id for row in urgent[:URGENT]], now),
        risk=look.overview().cells(look.predictions().at_risk(now), EVERYTHING),
    )


class Pane(Sheet):
    """One of the four. Subclasses say their title, their figures and their lines."""

    head = 1
    TITLE = ""
    ages = 1
    """Seconds after which what it shows looks older without any change; a fresh board shows at once."""
    PART = ""
    """The name under which the board says how much of this pane a filter leaves out."""

    def __init__(self, number: int, *, id: str) -> None:
        super().__init__(id=id)
        self.number = number
        self.board = Board()

    def show(self, board: Board) -> None:
        """Show this board."""
        self.board = board
        self.compose_lines()

    def band(self, view: View) -> Line:
        """The pane's number and title, its figures, and the keys that are its own."""
        title = view.say(self.TITLE)
        spans = [Span(1, str(self.number), "key"), Span(3, title, "title")]
        keys = self.keys(view)
        at = self.size.width - 1 - sum(cells(key) + cells(label) + 3 for key, label in keys) + 2
        edge = at - 1 if keys else self.size.width - 1
        at_figures, left_out = 5 + cells(title), self.board.outside.get(self.PART, 0)
        if left_out:
            words = view.say("monitor.outside", n=left_out)
            spans.append(Span(at_figures, words, "amber", max(1, edge - 1 - at_figures)))
            at_figures += cells(words) + 2
        spans.append(Span(at_figures, self.figures(view), "dim", max(1, edge - 1 - at_figures)))
        for key, label in keys if at > 8 + cells(title) else ():
            spans += [Span(at, key, "key"), Span(at + cells(key) + 1, label, "text")]
            at += cells(key) + cells(label) + 3
        return Line(tuple(spans), "focus" if self.has_focus else "band")

    def figures(self, view: View) -> str:
        """What the band says behind the title."""
        return ""

    def keys(self, view: View) -> Sequence[tuple[str, str]]:
        """Keys that the band names."""
        return ()

    def body(self, view: View, width: int) -> list[Line]:
        """The lines below the band."""
        return []

    def compose_lines(self) -> None:
        view = view_of(host_of(self), self.board.names)
        self.write([self.band(view), *self.body(view, self.size.width or 60)])

    def on_focus(self) -> None:
        self.compose_lines()
        self.refresh()

    def on_blur(self) -> None:
        self.compose_lines()
        self.refresh()

    @property
    def about(self) -> int | None:
        """The request under the cursor."""
        return None
