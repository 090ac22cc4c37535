"""What sounds, when and how often; what stands on the strip and in the header beside it."""

from dataclasses import replace
from typing import Any

import pytest
from hands import lines, until
from sqlalchemy import text

from console.app import HotlineApp
from models.desk.desk import Desk
from models.store import Store
from models.vocabulary import AlarmState
from screens.alarms import Alarms, AlarmsScreen
from screens.bell import PATTERNS, Sound, insists, is_news, sounds
from screens.format import day_clock
from screens.glance import Glance, glance_at
from screens.notices import Notices
from screens.view import View
from screens.widgets.alarm_strip import AlarmStrip, Told
from screens.wording import Wording

ALL = {"whole": True, "life": True}
"""Every promise of every kind, life safety with them."""


class Ringing(HotlineApp):
    """A console that counts its bell and keeps what it tells the terminal."""

    def bell(self) -> None:
        self.rung = getattr(self, "rung", 0) + 1


class Telling(Notices):
    """Notices that can be read."""

    codes: str = ""

    def write(self, codes: str) -> None:
        self.codes += codes


def ringing(scene: Any, seat: Any = None, **given: Any) -> Ringing:
    return Ringing(
        open_desk=lambda: Desk(Store(scene.path), scene.wall), seat_for=lambda desk: seat or scene.li,
        wall=scene.wall, **given,
    )  # fmt: skip


def top_of(scene: Any) -> Glance:
    return glance_at(scene.desk, scene.wall.now())


async def test_life_safety_rings_until_somebody_acknowledges_it(scene):
    """Three strokes for the news, three for every repetition, none any more once it is seen."""
    app = ringing(scene)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.unseen)
        await until(lambda: getattr(app, "rung", 0) == len(PATTERNS[3]))
        app._notices.again()
        await until(lambda: app.rung == 2 * len(PATTERNS[3]))
        scene.desk.alarms.acknowledge_several(
            scene.li, [row.id for row in scene.desk.look.alarms(limit=2000) if row.severity == 3]
        )
        await until(lambda: app.glance.strip and app.glance.strip[0].severity < 3)
        await pilot.pause()
        rung = app.rung
        app._notices.again()
        await pilot.pause()
        assert app.rung == rung


async def test_what_only_moved_up_by_an_acknowledgement_is_no_news(scene):
    """The title follows the strip; bell and desktop notice are for what happened."""
    app = ringing(scene)
    async with app.run_test(size=(120, 40)):
        await until(lambda: app.seat is not None and app.glance.unseen)
        told = Telling(app)
        told.follow(top_of(scene))
        assert "\x1b]9;" in told.codes
        first, told.codes = app.rung, ""
        scene.desk.alarms.acknowledge(scene.li, top_of(scene).strip[0].id)
        told.follow(top_of(scene))
        assert told.codes.startswith("\x1b]0;")
        assert "\x1b]9;" not in told.codes
        assert app.rung == first


async def test_in_a_flood_only_life_safety_sounds(scene):
    """The others stand in the list and on the strip."""
    app = ringing(scene)
    async with app.run_test(size=(120, 40)):
        await until(lambda: app.seat is not None and app.glance.unseen)
        assert app.glance.flood
        lesser = [
            row for row in scene.desk.look.alarms(limit=2000) if row.state == "unacknowledged" and row.severity == 2
        ]
        told, calm = Telling(app), Telling(app)
        flood = replace(app.glance, strip=(lesser[0],))
        rung = app.rung
        told.follow(flood)
        assert app.rung == rung
        assert "\x1b]9;" not in told.codes
        assert flood.alarms is not None
        calm.follow(replace(flood, alarms=replace(flood.alarms, flood_from=None)))
        assert app.rung > rung
        assert "\x1b]9;" in calm.codes


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_an_operator_mutes_what_is_less_than_life_safety_and_a_supervisor_all_and_the_header_says_so(scene, size):
    """By a word; the header of the console shows it for as long as it lasts."""
    app = ringing(scene, seat=scene.chen, language="en")
    async with app.run_test(size=size) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press(":", *"mute", "enter")
        await until(lambda: app.sound is Sound.LIFE and "bell !!!" in lines(app)[0])
        await pilot.press(":", *"mute", "enter")
        await until(lambda: app.sound is Sound.ALL and "bell !!!" not in lines(app)[0])
        app.seat = scene.li
        await pilot.press(":", *"mute", "enter")
        await pilot.press(":", *"bell", "enter")
        await until(lambda: app.sound is Sound.NONE and "MUTED" in lines(app)[0])
        rung = app.rung
        app._notices.again()
        await pilot.pause()
        assert app.rung == rung


def test_the_rules_of_the_bell():
    """A pattern for each severity; a flood or a muted bell leaves life safety, unless a supervisor muted that too."""
    assert len({PATTERNS[severity] for severity in (1, 2, 3)}) == 3
    assert sounds(3, Sound.LIFE, flood=True)
    assert not sounds(2, Sound.ALL, flood=True)
    assert not sounds(2, Sound.LIFE, flood=False)
    assert not sounds(3, Sound.NONE, flood=False)
    assert Sound.LIFE.following(may_silence=False) is Sound.ALL
    assert Sound.NONE.following(may_silence=False) is Sound.ALL
    assert not insists(None)


def test_a_graver_alarm_is_news_also_when_another_was_acknowledged_meanwhile(scene):
    """Severity decides, not the count alone."""
    rows = scene.desk.look.alarms(limit=2000)
    grave, lesser = rows[0], next(row for row in rows if row.severity == 1)
    assert is_news(grave, lesser, unseen=3, unseen_before=4)
    assert not is_news(lesser, grave, unseen=3, unseen_before=4)
    assert is_news(grave, None, unseen=1, unseen_before=0)
    assert is_news(replace(grave, rung=1), grave, unseen=1, unseen_before=1)


def strip_text(scene: Any, alarm: Any, width: int, language: str) -> str:
    """The strip's first line about this alarm, as wide as asked."""

    class Sized(AlarmStrip):
        outer_size = property(lambda self: type("Size", (), {"width": width, "height": 1})())  # type: ignore[assignment]

    strip = Sized(Wording(language), scene.wall.now, "F4", "F5")
    glance = replace(top_of(scene), strip=(alarm,), unseen=31)
    strip.told = Told(glance, "Asia/Shanghai", {"城东": "E", "城西": "W"} if language == "en" else {})
    painted = strip.paint_line(0)
    assert painted.cell_length == width
    return painted.text


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 100, 120, 160])
def test_the_strip_says_state_number_rule_time_priority_and_the_next_step_at_every_width(scene, language, width):
    """The step with its time, in whole words; the place is what is cut."""
    top = top_of(scene).strip[0]
    shown = strip_text(scene, top, width, language)
    say = Wording(language)
    for piece in ("!!!", "E-00001", "-00:13:00", "14:25", "F4", "F5"):
        assert piece in shown
    if width >= 100 or language == "zh":
        assert say("alarm_state.unacknowledged") in shown
        assert "P1" in shown
    assert say("audience_short.supervisor" if width < 100 else "audience.supervisor") in shown
    assert "..  F4" not in shown


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_rule_out_of_service_is_never_a_green_calm(scene, language):
    """The strip and the list name the rule and until when it will not ring."""
    scene.desk.alarms.take_out_of_service(scene.li, "clock", **ALL, reason="test", until=scene.wall.now() + 3_600_000)
    rules = scene.desk.look.rules_out()
    at = day_clock(rules[0].until, "Asia/Shanghai", scene.wall.now(), seconds=False)
    app = scene.app(language=language)
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await until(lambda: app.glance.rules)
        strip = app.screen.query_one(AlarmStrip)
        strip.show(Told(replace(app.glance, strip=(), unseen=0, returned=0), "Asia/Shanghai"))
        said = strip.paint_line(0).text
        assert at in said
        assert app.wording("alarm_rule.clock") in said
        assert app.wording("strip.none") not in said
        await pilot.press("f5")
        await until(lambda: isinstance(app.screen, AlarmsScreen))
        sheet = app.screen.sheet
        calm = sheet.calm(View(app.wording, "Asia/Shanghai", scene.wall.now()))
        sheet.show(Alarms(rules=rules))
        told = sheet.calm(View(app.wording, "Asia/Shanghai", scene.wall.now()))
    assert len(calm) == len(told) == 3
    spans = [span for line in told for span in line.spans]
    assert [span.tone for span in spans if span.tone in ("amber", "green")] == ["amber", "amber"]
    assert any(at in span.text for span in spans)


async def test_the_header_counts_what_is_on_the_shelf_and_what_is_out_of_service(scene):
    """Always, at every width; not when there is none."""
    app = scene.app()
    rows = scene.desk.look.alarms(states=[AlarmState.UNACKNOWLEDGED], limit=50)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.pause()
        assert "z" not in lines(app)[0]
        scene.desk.alarms.shelve(scene.li, rows[-1].id, minutes=10, reason="parts")
        scene.desk.alarms.take_out_of_service(
            scene.li, "disk_low", reason="known", until=scene.wall.now() + 3_600_000
        )  # fmt: skip
        await until(lambda: "z1 x1" in " ".join(lines(app)[0].split()))
        await pilot.resize_terminal(120, 40)
        await until(lambda: "搁置 z1" in lines(app)[0] and "停用 x1" in lines(app)[0])
    with scene.desk.store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM alarm WHERE state = 'shelved'")).scalar() == 1
