"""The utility's own goals stand beside its promises in the supervisor's pane of today."""

from hands import until

from models.goals import GOALS, goals_with
from models.indicators.goals import goal_of
from models.rows import Seat
from models.vocabulary import ClockKind, Role


async def test_the_pane_of_today_shows_the_goals_of_the_utility(scene):
    """Its own where it set one, also with a half percent and below where the bars begin; else the usual."""
    app = scene.app(start="monitor", language="en", goals={"arrival": 97.5, "safe": 60})
    async with app.run_test(size=(200, 60)):
        await until(lambda: app.seat is not None and app.screen.board.figures is not None)

        def text() -> str:
            return "\n".join(strip.text for strip in app.screen._compositor.render_strips())

        await until(lambda: "97.5%" in text())
        assert f"{GOALS[ClockKind.RESPONSE]:g}%" in text()


def test_a_goal_that_an_admin_has_set_is_in_todays_figures(scene):
    """It stands before that of the settings, and only from when it holds."""
    desk, now = scene.desk, scene.wall.now()
    admin = Seat(0, "admin", "Admin", frozenset({Role.ADMIN}))
    desk.goals.set(admin, goal_of("arrival_inside", least=91))
    desk.goals.set(admin, goal_of("arrival_inside", "kind:emergency", least=99))
    desk.goals.set(admin, goal_of("safe_inside", least=90), valid_from=now + 1)
    assert desk.look.figures(now).goals == {ClockKind.ARRIVAL: 91}
    assert desk.look.figures(now + 1).goals == {ClockKind.ARRIVAL: 91, ClockKind.SAFE: 90}


def test_a_goal_of_its_own_takes_the_place_of_the_usual_one():
    """The others stay, in their order."""
    own = goals_with({"safe": 99.5})
    assert list(own) == list(GOALS)
    assert own[ClockKind.SAFE] == 99.5
    assert own[ClockKind.ARRIVAL] == GOALS[ClockKind.ARRIVAL]
