"""However narrow the screen and whatever the rule: the strip keeps sign, number, signed time and next step."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from models.rows import EngineRow
from models.vocabulary import ClockKind, Rule
from models.wall import HOUR, MINUTE, SECOND
from screens.format import remaining
from screens.glance import Glance, glance_at
from screens.view import View
from screens.widgets.alarm_steps import coming
from screens.widgets.alarm_strip import AlarmStrip, Told
from screens.widgets.header_bar import Frame, fact_pieces
from screens.wording import Wording


def painted(scene: Any, alarm: Any, width: int, language: str, unseen: int) -> str:
    """The strip's first line."""

    class Sized(AlarmStrip):
        outer_size = property(lambda self: SimpleNamespace(width=width, height=1))  # type: ignore[assignment]

    strip = Sized(Wording(language), scene.wall.now, "F4", "F5")
    glance = replace(glance_at(scene.desk, scene.wall.now()), strip=(alarm,), unseen=unseen)
    strip.told = Told(glance, "Asia/Shanghai", {})
    line = strip.paint_line(0)
    assert line.cell_length == width
    return line.text


ABOUT = [("clock", ClockKind.RESOLUTION), ("clock", ClockKind.DISPATCH), *((rule.value, None) for rule in Rule)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("late", [-179 * HOUR, -13 * MINUTE, 52 * MINUTE])
@pytest.mark.parametrize("unseen", [1, 888])
def test_at_eighty_columns_number_time_and_next_step_stay(scene, language, late, unseen):
    now = scene.wall.now()
    top = glance_at(scene.desk, now).strip[0]
    for rule, clock in ABOUT:
        if clock is None and rule == Rule.CLOCK:
            continue
        alarm = replace(top, rule=rule, clock=clock, due_at=now + late, next_step_at=now + 40 * HOUR, rung=1)
        shown = painted(scene, alarm, 80, language, unseen)
        step = coming(alarm, View(Wording(language), "Asia/Shanghai", now), short=True)
        for piece in ("!!!", alarm.number, remaining(late).strip(), step, "F4", "F5"):
            assert piece in shown, (rule, shown)


@pytest.mark.parametrize(("language", "said"), [("zh", "扫描 7秒前"), ("en", "swept 7 s")])
def test_the_header_says_how_old_the_last_sweep_is_and_calls_it_dead_after_thirty_seconds(scene, language, said):
    now, wording = scene.wall.now(), Wording(language)

    def engine(age: int) -> tuple[str, str]:
        frame = Frame(Glance(engine=EngineRow(now - age, "x", 1)), None, "", "", now)
        return fact_pieces(frame, wording)[0][-1]

    assert engine(7 * SECOND) == (said, "green")
    assert engine(30 * SECOND)[1] == "green"
    assert engine(31 * SECOND)[1] == "red"
