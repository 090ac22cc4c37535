"""The pane of crews: who does what, for how long, where, and what comes next."""

from models.vocabulary import CrewStatus
from screens.format import cells, clean, h_mm
from screens.view import View
from screens.widgets.pane import Pane
from screens.widgets.sheet import Line, Span

TONES = {
    CrewStatus.FREE: "green",
    CrewStatus.OUT: "dim",
    CrewStatus.OFF: "dim",
}
SIGNS = {CrewStatus.FREE: "+", CrewStatus.OUT: "x"}


class CrewsPane(Pane):
    """Crew after crew; Enter opens the request it is on."""

    TITLE = "monitor.crews"
    head = 2

    def figures(self, view: View) -> str:
        order = (CrewStatus.FREE, CrewStatus.OFFERED, CrewStatus.ACCEPTED, CrewStatus.MOVING, CrewStatus.ON_SITE,
                 CrewStatus.OUT)  # fmt: skip
        counts = [(status, sum(crew.status is status for crew in self.board.crews)) for status in order]
        return "  ".join(f"{view.word('crew_status', status)} {count}" for status, count in counts if count)

    @property
    def about(self) -> str | int | None:
        return next((crew.job for crew in self.board.crews if crew.code == self.ref), None)

    def body(self, view: View, width: int) -> list[Line]:
        crews = self.board.crews
        state = 10 + max((cells(view.word("crew_status", status)) for status in CrewStatus), default=6)
        time, job = state + 1, state + 9
        where = job + 9
        next_at = width - 9 if width >= 70 else 0
        heads = ((3, "crew"), (10, "state"), (time, "time"), (job, "job"), (where, "where"), (next_at, "then"))
        lines = [Line(tuple(Span(at, view.say(f"monitor.{name}"), "dim") for at, name in heads if at))]
        for crew in crews:
            tone = TONES.get(crew.status, "text")
            place = crew.job_address or crew.out_reason or view.place(crew.district, "")
            spans = [
                Span(3, clean(crew.code), "title" if tone != "dim" else "dim", 6),
                Span(8, SIGNS.get(crew.status, ""), tone),
                Span(10, view.word("crew_status", crew.status), tone),
                Span(time, h_mm(view.now - crew.since) if crew.since else "", "dim", 6, right=True),
                Span(job, clean(crew.job or ""), "text", 8),
                Span(where, clean(place), "text" if crew.job else "dim", (next_at or width) - where - 1),
            ]
            if next_at and crew.next_job:
                spans.append(Span(next_at, clean(crew.next_job), "text"))
            lines.append(Line(tuple(spans), ref=crew.code))
        if not crews:
            lines.append(Line((Span(3, view.say("monitor.no_crews"), "dim"),)))
        return lines
