"""The pane of crews: who does what, for how long, which timer ends, where, and what comes next."""

from screens.view import View
from screens.widgets.crew_lines import crew_figures, crew_lines
from screens.widgets.pane import Pane
from screens.widgets.sheet import Line


class CrewsPane(Pane):
    """Crew after crew; Enter opens the request it is on."""

    TITLE = "monitor.crews"
    PART = "crews"
    head = 2
    ages = 5

    def figures(self, view: View) -> str:
        return crew_figures(self.board.crews, view)

    @property
    def about(self) -> int | None:
        return next((crew.job_id for crew in self.board.crews if crew.code == self.ref), None)

    def body(self, view: View, width: int) -> list[Line]:
        return crew_lines(self.board.crews, view, width)
