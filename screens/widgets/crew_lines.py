"""Crews as lines: state and time in it, the timer that ends first, the job, where, the next job, end of shift."""

from collections.abc import Sequence

from models.rows import CrewRow
from models.timers import Run, Timer, severity
from models.vocabulary import CrewStatus, Priority, Rule
from screens.format import cells, clean, h_mm
from screens.view import View
from screens.widgets.sheet import Line, Span

TONES = {CrewStatus.FREE: "green", CrewStatus.OUT: "dim", CrewStatus.OFF: "dim"}
SIGNS = {CrewStatus.FREE: "+", CrewStatus.OUT: "x"}
NEXT_FROM = 70
"""Width from which the job after the present one has a column."""

ENDS_FROM = 78
"""Width from which the end of the shift has one."""

WORDS_FROM = 100
"""Width from which a timer says what it waits for, and a job its priority."""


def timer_of(crew: CrewRow) -> Timer | None:
    """The timer of a crew as its rule reckons it."""
    found = crew.timer
    return None if found is None else Timer(Rule(found.rule), found.since, found.due)


def timer_state(crew: CrewRow, now: int) -> Run | None:
    """How far a crew's timer has run, or None where none runs."""
    timer = timer_of(crew)
    return None if timer is None else timer.run(now)


def timer_look(crew: CrewRow, now: int) -> tuple[str, str, str]:
    """``(sign, tone, time left)`` of a crew's timer; over is as severe as its alarm."""
    timer = timer_of(crew)
    if timer is None:
        return "", "dim", ""
    left = timer.due - now
    shown = h_mm(left) if left >= 0 else f"-{h_mm(-left)}"
    match timer.run(now):
        case Run.OVER:
            return "!" * severity(timer, crew.priority or Priority.P3, now), "red", shown
        case Run.NEAR:
            return "!", "amber", shown
    return "", "dim", shown


def crew_figures(crews: Sequence[CrewRow], view: View) -> str:
    """How many crews stand in each state, and how many timers are over or near."""
    order = (CrewStatus.FREE, CrewStatus.OFFERED, CrewStatus.ACCEPTED, CrewStatus.MOVING, CrewStatus.ON_SITE,
             CrewStatus.OUT)  # fmt: skip
    counts = [(view.word("crew_status", status), sum(crew.status is status for crew in crews)) for status in order]
    runs = [timer_state(crew, view.now) for crew in crews]
    counts += [(view.say(f"crews.{run.value}"), runs.count(run)) for run in (Run.OVER, Run.NEAR)]
    return "  ".join(f"{word} {count}" for word, count in counts if count)


def crew_lines(crews: Sequence[CrewRow], view: View, width: int, ground: str = "pane") -> list[Line]:
    """The heads, and a line for each crew."""
    at = _Columns(view, width)
    heads = [(3, "crew"), (10, "state"), (at.time, "time"), (at.timer, "timer"), (at.job, "job"), (at.where, "where"),
             (at.then, "then"), (at.ends, "ends")]  # fmt: skip
    lines = [Line(tuple(Span(start, view.say(f"monitor.{name}"), "dim") for start, name in heads if start), ground)]
    lines += [_line(crew, view, at, ground) for crew in crews]
    if not crews:
        lines.append(Line((Span(3, view.say("monitor.no_crews"), "dim"),), ground))
    return lines


class _Columns:
    """Where each column begins; 0 for one that has no room."""

    def __init__(self, view: View, width: int) -> None:
        self.width = width
        self.words = width >= WORDS_FROM
        self.time = 11 + max(cells(view.word("crew_status", status)) for status in CrewStatus)
        self.timer = self.time + 8
        wide = max(cells(view.say(f"crews.{rule.value}")) for rule in WATCHED) + 1 if self.words else 0
        self.word = self.timer + 11 if self.words else 0
        self.job = self.timer + 11 + wide + (1 if self.words else 0)
        self.priority = self.job + 9 if self.words else 0
        self.where = self.job + (12 if self.words else 9)
        self.ends = width - 12 if width >= ENDS_FROM else 0
        self.then = (self.ends or width) - 9 if width >= NEXT_FROM else 0

    @property
    def where_width(self) -> int:
        return (self.then or self.ends or self.width) - self.where - 1


WATCHED = (Rule.OFFER_WAITS, Rule.WAY_LONG, Rule.SITE_QUIET, Rule.CREW_CONTACT)


def _line(crew: CrewRow, view: View, at: _Columns, ground: str) -> Line:
    tone = TONES.get(crew.status, "text")
    place = crew.job_address or crew.out_reason or view.place(crew.district, "")
    sign, warns, left = timer_look(crew, view.now)
    spans = [
        Span(3, clean(crew.code), "title" if tone != "dim" else "dim", 5),
        Span(8, SIGNS.get(crew.status, ""), tone),
        Span(10, view.word("crew_status", crew.status), tone, at.time - 11),
        Span(at.time, h_mm(view.now - crew.since) if crew.since else "", "dim", 6, right=True),
        Span(at.timer, sign, warns, 3),
        Span(at.timer + 4, left, warns, 6, right=True),
        Span(at.job, clean(crew.job or ""), "text", 8),
        Span(at.where, clean(place), "text" if crew.job else "dim", max(1, at.where_width)),
    ]
    if at.word and crew.timer is not None:
        spans.append(Span(at.word, view.say(f"crews.{crew.timer.rule}"), warns, at.job - at.word - 1))
    if at.priority and crew.priority is not None:
        spans.append(Span(at.priority, crew.priority.value, "title" if crew.priority is Priority.P1 else "dim", 2))
    if at.then and crew.next_job:
        spans.append(Span(at.then, clean(crew.next_job), "text", 8))
    ends = crew.out_until if crew.status is CrewStatus.OUT else crew.shift_ends
    if at.ends and ends:
        spans.append(Span(at.ends, view.brief(ends), "dim", 11))
    return Line(tuple(spans), ground, crew.code)
