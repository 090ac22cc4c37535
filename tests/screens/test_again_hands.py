"""By keys: the same matter joined, linked or gathered into an incident, callers called back, stops answered from."""

from typing import Any

from hands import until, whole

from models.rows import NewRequest, NewStop
from models.vocabulary import Disposition, Kind, Status
from models.wall import HOUR
from screens.intake import IntakeScreen
from screens.stops import StopsScreen
from screens.waves import WaveScreen
from screens.widgets.queue_columns import BAR, columns
from screens.widgets.queue_row import Look, RowPaint, ageing
from screens.wording import Wording


async def opened(pilot: Any) -> Any:
    """The console with its desk open."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.pause()
    return app


async def form(pilot: Any) -> IntakeScreen:
    """The form, opened by its key."""
    app = await opened(pilot)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    return screen


async def fill(screen: IntakeScreen, pilot: Any, **fields: str) -> None:
    """A call written down."""
    screen.form.fill(fields)
    screen.look_up()
    await until(lambda: screen.known.fields.get("phone") == fields["phone"] and screen.known.again)
    await pilot.pause()


def nogas(scene: Any, house: int) -> int:
    """A home without gas in Haitang road, saved now."""
    new = NewRequest("RP-NOGAS", phone=f"1371111{house:04d}", address=f"海棠路{house}号", district="城东",
                     caller=f"住户{house}", text="没气")  # fmt: skip
    return int(scene.desk.intake.save(scene.li, new).id)


async def test_the_third_caller_of_a_street_makes_one_incident_and_its_end_one_round_of_calls(scene):
    """F7 gathers; the board keeps one line that says how many rang; resolving it offers the calls, made by digits."""
    first, second = nogas(scene, 1), nogas(scene, 2)
    app = scene.app()
    async with app.run_test(size=(140, 45)) as pilot:
        screen = await form(pilot)
        await fill(screen, pilot, phone="13711110001", address="海棠路1号", category="RP-NOGAS", text="还是没气")
        await until(lambda: screen.known.cluster is not None)
        await pilot.pause()
        assert "同一街路 30 分内 3 起" in whole(app)
        await pilot.press("f7")
        await until(lambda: "并入" in whole(app) and app.screen is not screen)
        place = next(n for n, option in enumerate(app.screen.options, 1) if option.value.startswith("cluster"))
        await pilot.press(str(place))
        await until(scene.desk.look.incidents)
        await until(lambda: len(app.screen_stack) == 1)
        (incident,) = scene.desk.look.incidents()
        assert (incident.parent_id, incident.children) == (first, (scene.desk.look.number_of(second),))
        row = scene.desk.look.rows([first])[first]
        assert (row.callers, row.children) == (3, 1)
        assert second not in {one.id for one in scene.desk.look.queue(Kind.REPAIR, limit=100)}
        scene.desk.handling.take(scene.li, first)
        await pilot.press(":")
        for letter in f"办结 {incident.number}":
            await pilot.press({" ": "space", "-": "minus"}.get(letter, letter))
        await pilot.press("enter")
        await until(lambda: hasattr(app.screen, "options"))
        place = next(n for n, one in enumerate(app.screen.options) if one.value == Disposition.ANSWERED)
        await pilot.press(str((place + 1) % 10) if place < 10 else "abcdefghijklm"[place - 10])
        for _ in range(12):
            await pilot.pause()
            if "统一回访" in whole(app):
                break
            await pilot.press("enter")
        await until(lambda: "统一回访" in whole(app))
        await pilot.press("y")
        await until(lambda: isinstance(app.screen, WaveScreen) and app.screen.calls.wave is not None)
        await pilot.pause()
        wave = app.screen
        assert len(wave.calls.wave.calls) == 2
        assert "13711110001" in whole(app)
        assert scene.desk.look.rows([second])[second].status is Status.RESOLVED
        await pilot.press("1")
        await until(lambda: wave.calls.wave.reached == 1)
        await pilot.pause()
        for tries in (1, 2, 3):
            await pilot.press("2")
            await until(lambda tries=tries: max(one.tries for one in wave.calls.wave.calls) == tries)
        await pilot.press("f10")
        await until(lambda: wave.calls.wave.ended_at is not None)
    assert {scene.desk.look.rows([one])[one].status for one in (first, second)} == {Status.CLOSED}


async def test_a_leak_in_the_street_of_an_outage_is_refused_there_and_saved_as_its_own(scene):
    """F8 says why, nothing typed is lost, and the request that is then saved refers to the other."""
    outage = scene.desk.intake.save(scene.li, NewRequest("EM-OUT-AREA", phone="1", address="海棠路1号")).id
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await fill(screen, pilot, phone="13711110009", address="海棠路1号", text="楼道煤气味很大")
        assert "另建: 报漏气" in whole(app)
        assert screen.known.similar == ()
        await pilot.press("f8")
        await until(lambda: app.screen is not screen)
        barred = [option.value.partition(":")[0] for option in app.screen.options if option.barred]
        assert barred == ["join"]
        place = next(n for n, one in enumerate(app.screen.options, 1) if one.value == f"link:{outage}")
        await pilot.press(str(place))
        await until(lambda: app.screen is screen)
        await pilot.pause()
        assert screen.focused is screen.form.category
        screen.form.fill({"category": "EM-LEAK-IN"})
        await pilot.press("f10")
        await until(lambda: app.screen is not screen)
    own = scene.desk.look.detail(max(row.request_id or 0 for row in scene.desk.look.journal_tail(6)))
    assert (own.row.category, own.row.priority, own.phone) == ("EM-LEAK-IN", "P1", "13711110009")
    assert [one.way for one in own.linked] == ["follows"]
    assert own.journal[0].data["seen"] == [own.linked[0].number]
    assert scene.desk.look.detail(outage).row.priority == "P2"


async def test_a_leak_that_is_sent_at_once_keeps_what_the_form_hinted_at(scene):
    outage = scene.desk.intake.save(scene.li, NewRequest("EM-OUT-AREA", phone="1", address="海棠路1号"))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await fill(screen, pilot, phone="13711110009", address="海棠路1号", text="楼道煤气味很大")
        screen.form.fill({"category": "EM-LEAK-IN"})
        await pilot.pause()
        assert outage.number in whole(app)
        await pilot.press("f2")
        await until(lambda: screen.triage.sent)
    saved = scene.desk.look.detail(screen.triage.sent.id).journal[0]
    assert saved.data["seen"] == [outage.number]


async def test_an_enquiry_is_answered_from_the_planned_stop_by_one_key(scene):
    """The form shows the stop after the house number; F12 closes the enquiry with its call."""
    now = scene.wall.now()
    scene.desk.stops.plan(scene.chen, NewStop(now - HOUR, now + 3 * HOUR, streets=["海棠路"], reason="更换阀门"))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.fill({"phone": "13711110009", "address": "海棠路5号"})
        screen.look_up()
        await until(lambda: screen.known.stops)
        await pilot.pause()
        assert "计划停气" in whole(app)
        assert "更换阀门" in whole(app)
        await pilot.press("f12")
        await until(lambda: app.screen is not screen)
        await until(lambda: "已按停气计划答复" in whole(app))
    closed = scene.desk.look.detail(max(row.request_id or 0 for row in scene.desk.look.journal_tail(6)))
    assert (closed.row.status, closed.row.category, len(closed.calls)) == (Status.CLOSED, "EQ-STOP", 1)
    assert scene.desk.look.drafts(scene.li.operator_id) == []


async def test_the_board_says_how_many_rang_at_every_width(scene):
    """Beside the note where there is one, before the category where there is none."""
    first = nogas(scene, 1)
    for phone in ("1", "2"):
        scene.desk.intake.join(scene.li, first, phone=phone, note="没气")
    row = scene.desk.look.rows([first])[first]
    for width, words in ((140, "3 人来电"), (80, "3人 ")):
        painter = RowPaint(columns(width, "zh"), Wording("zh"))
        strip = painter.line(row, ageing(row, scene.wall.now()), Look())
        assert words in strip.text
        assert strip.cell_length == width - BAR


async def test_stops_are_listed_announced_and_restored_by_keys(scene):
    """The word opens the list; a stop nobody was told of stands out; restoring makes its tasks."""
    now = scene.wall.now()
    scene.desk.stops.plan(
        scene.chen, NewStop(now - HOUR, now + HOUR, buildings=["海棠路5号", "海棠路6号"], reason="换阀")
    )
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press(":")
        for letter in "停气":
            await pilot.press(letter)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, StopsScreen) and app.screen.stops.rows)
        await pilot.pause()
        screen = app.screen
        assert "停气中" in whole(app)
        assert "未告知" in whole(app)
        await pilot.press("t")
        await until(lambda: app.screen is not screen)
        for letter in "住户":
            await pilot.press(letter)
        await pilot.press("tab")
        for letter in "短信":
            await pilot.press(letter)
        await pilot.press("enter")
        await until(lambda: screen.stops.rows[0].notified_at is not None)
        await until(lambda: app.screen is screen)
        await pilot.press("r")
        await until(lambda: app.screen is not screen)
        await pilot.press("y")
        await until(lambda: screen.stops.rows[0].restored_at is not None)
        await pilot.pause()
        assert "已复气" in whole(app)
    assert len([one for one in screen.stops.rows[0].areas if one.task]) == 2


async def test_the_detail_names_the_callers_and_a_word_lists_what_follows(scene):
    """Everybody who rang stands in the detail of the parent; its children are reachable."""
    first, second, third = (nogas(scene, house) for house in (1, 2, 3))
    scene.desk.incidents.gather(scene.chen, second)
    scene.desk.intake.join(scene.li, first, phone="13711119999", name="王芳", place="海棠路9号", note="没气做饭")
    number = scene.desk.look.number_of(first)
    app = scene.app(language="en")
    async with app.run_test(size=(160, 48)) as pilot:
        app = await opened(pilot)
        await app.screen.find(number)
        await until(lambda: "Callers 4" in whole(app))
        assert "13711119999" in whole(app)
        await app.screen.command("followers")
        await until(lambda: scene.desk.look.number_of(third) in whole(app))
        await app.screen.command(f"link {number} {scene.desk.look.number_of(third)}")
        await until(lambda: scene.desk.look.detail(third).linked)
    assert [one.number for one in scene.desk.look.detail(first).linked] == [scene.desk.look.number_of(third)]
