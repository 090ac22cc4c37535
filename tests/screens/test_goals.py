"""The utility's own goals stand beside its promises in the supervisor's pane of today."""

from hands import until

from models.goals import GOALS, goals_with
from models.vocabulary import ClockKind


async def test_the_pane_of_today_shows_the_goals_of_the_utility(scene):
    """Its own where it set one, also with a half percent and below where the bars begin; else the usual."""
    app = scene.app(start="monitor", language="en", goals={"arrival": 97.5, "safe": 60})
    async with app.run_test(size=(200, 60)):
        await until(lambda: app.seat is not None and app.screen.board.figures is not None)

        def text() -> str:
            return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

        await until(lambda: "97.5%" in text())
        assert f"{GOALS[ClockKind.RESPONSE]:g}%" in text()


def test_a_goal_of_its_own_takes_the_place_of_the_usual_one():
    """The others stay, in their order."""
    own = goals_with({"safe": 99.5})
    assert list(own) == list(GOALS)
    assert own[ClockKind.SAFE] == 99.5
    assert own[ClockKind.ARRIVAL] == GOALS[ClockKind.ARRIVAL]
