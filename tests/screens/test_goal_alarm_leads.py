"""Enter on an alarm about a figure leads to what the figure came to, period by period."""

from hands import until
from sqlalchemy import insert

from models.indicators.goals import goal_of
from models.rows import Seat
from models.tables import Call
from models.vocabulary import Role, Rule
from screens.alarms import AlarmsScreen
from screens.goal_sheet import GoalSheet
from screens.widgets.sheet import Sheet


async def test_enter_on_a_figure_off_its_goal_shows_its_periods(scene):
    desk, wall = scene.desk, scene.wall
    admin = Seat(0, "admin", "Admin", frozenset({Role.ADMIN}))
    since = wall.now()
    with desk.store.write() as connection:
        for n in range(40):
            answered = n < 10
            connection.execute(insert(Call), [{
                "rang_at": since + n, "answered_at": since + n if answered else None, "ended_at": since + n + 1,
                "operator_id": 1 if answered else None, "wrap_up": "answered" if answered else "",
            }])  # fmt: skip
    desk.goals.set(admin, goal_of("answered", least=99.5, over="year"))
    wall.advance(minutes=1)
    assert desk.goals.look_due() == 1
    desk.alarms.sweep(under=wall.now())
    app = scene.app(language="en")
    async with app.run_test(size=(140, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press("f5")
        await until(lambda: isinstance(app.screen, AlarmsScreen) and app.screen.sheet.found.rows)
        screen = app.screen
        for _ in range(80):
            row = screen.sheet.chosen
            if row is not None and isinstance(screen.sheet.ref, int) and row.rule == Rule.GOAL_MISSED:
                break
            await pilot.press("down")
        assert screen.sheet.chosen.rule == Rule.GOAL_MISSED
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, GoalSheet) and app.screen.query(Sheet))
        assert "answered by a person" in app.screen.heading
        (figure,) = app.screen.rows
        assert (figure.crossed, figure.n >= 40, figure.bound) == (True, True, 99.5)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, AlarmsScreen))
