"""Every act on an alarm by a key or a word: shelve, a whole group, a rule, a major emergency, an incident, progress."""

from collections.abc import Callable
from typing import Any

import pytest
from hands import lines, said, until, whole
from sqlalchemy import text

from models.rows import AlarmRow
from models.vocabulary import AlarmState, Rule
from models.wall import HOUR, MINUTE
from screens.alarms import AlarmsScreen
from screens.dialogs import Choose, Confirm
from screens.shelving import AskRule, AskShelving, read_shelving, read_until
from screens.widgets.alarm_lines import GroupRef, RuleRef


async def alarms(pilot: Any) -> AlarmsScreen:
    """The list, opened by F5."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("f5")
    await until(lambda: isinstance(app.screen, AlarmsScreen) and app.screen.sheet.found.rows)
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, AlarmsScreen)
    return screen


def calm(scene: Any) -> None:
    """The flood of the morning is over."""
    with scene.desk.store.write() as connection:
        connection.execute(text("UPDATE flood SET ended_at = began_at WHERE ended_at IS NULL"))


def alarm(scene: Any, id: int) -> AlarmRow:
    return next(row for row in scene.desk.look.alarms(all=True, limit=2000) if row.id == id)


async def go_to(pilot: Any, screen: AlarmsScreen, wanted: Callable[[AlarmRow], bool]) -> AlarmRow:
    """Press down until the cursor is on such an alarm."""
    for _ in range(80):
        row = screen.sheet.chosen
        if row is not None and isinstance(screen.sheet.ref, int) and wanted(row):
            return row
        await pilot.press("down")
    raise AssertionError("there is no such alarm in the list")


def warning(row: AlarmRow) -> bool:
    return row.severity == 1 and row.state == AlarmState.UNACKNOWLEDGED


@pytest.mark.parametrize(("language", "size"), [("zh", (120, 40)), ("en", (80, 24))], ids=str)
async def test_z_shelves_for_minutes_and_a_reason_in_one_line_and_z_brings_back(scene, language, size):
    """It leaves what is to do, the header counts it, one key shows it, and it comes back by the same key."""
    calm(scene)
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await alarms(pilot)
        row = await go_to(pilot, screen, warning)
        await pilot.press("z")
        await until(lambda: isinstance(app.screen, AskShelving))
        await pilot.press(*"30 parts", "enter")
        await until(lambda: alarm(scene, row.id).state == AlarmState.SHELVED)
        assert alarm(scene, row.id).shelved_reason == "parts"
        assert alarm(scene, row.id).shelved_until == scene.wall.now() + 30 * MINUTE
        await until(lambda: app.screen is screen and all(one.id != row.id for one in screen.sheet.found.rows))
        await until(lambda: "z1" in lines(app)[0])
        await pilot.press("f")
        await until(lambda: screen.sheet.chosen is not None and screen.sheet.chosen.id == row.id)
        await pilot.pause()
        assert "parts" in whole(app)
        assert "14:53" in whole(app)
        await pilot.press("z")
        await until(lambda: alarm(scene, row.id).state == AlarmState.UNACKNOWLEDGED)
        await until(lambda: "z1" not in lines(app)[0])


async def test_what_the_desk_refuses_stands_in_the_question_and_nothing_typed_is_lost(scene):
    """A warning may lie on the shelf for twelve hours, not for thirteen."""
    calm(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        row = await go_to(pilot, screen, warning)
        await pilot.press("z")
        await until(lambda: isinstance(app.screen, AskShelving))
        await pilot.press(*"later", "enter")
        await pilot.pause()
        assert "先写多久再写原因" in whole(app)
        await pilot.press("ctrl+u", *"13h parts", "enter")
        await until(lambda: "最多搁置 720 分钟" in whole(app))
        await pilot.press("ctrl+u", *"2h parts", "enter")
        await until(lambda: alarm(scene, row.id).state == AlarmState.SHELVED)
        assert alarm(scene, row.id).shelved_minutes == 120


async def test_an_operator_cannot_shelve_life_safety_and_the_seat_says_so(scene):
    """The supervisor may, for a quarter of an hour."""
    calm(scene)
    app = scene.app()
    app._seat_for = lambda desk: scene.chen
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        row = await go_to(pilot, screen, lambda row: row.severity == 3)
        await pilot.press("z")
        await until(lambda: "只能由值班长搁置" in whole(app))
        assert app.screen is screen
    assert alarm(scene, row.id).state == AlarmState.UNACKNOWLEDGED


async def test_in_a_flood_alike_alarms_are_one_row_that_opens_and_closes(scene):
    """Those of a rule and a district; life safety never is among them."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        assert "告警潮" in lines(app)[1]
        assert "E-00001" in lines(app)[4]
        await pilot.press("down")
        ref = screen.sheet.ref
        assert isinstance(ref, GroupRef)
        count, before = len(screen.sheet.alike), len(screen.sheet.lines)
        await pilot.press("enter")
        await pilot.pause()
        assert len(screen.sheet.lines) == before + count
        await pilot.press("a")
        await until(lambda: "这是一组" in said(app))
        await pilot.press("enter")
        await pilot.pause()
        assert len(screen.sheet.lines) == before


async def test_g_acknowledges_the_whole_group_and_says_how_many(scene):
    """Their clocks go on; the others still wait."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("down")
        rows, ref = screen.sheet.alike, screen.sheet.ref
        assert len(rows) > 1
        await pilot.press("g")
        await until(lambda: f"{len(rows)} 条已确认" in said(app))
        await until(lambda: all(line.ref != ref for line in screen.sheet.lines))
    states = {one.id: one.state for one in scene.desk.look.alarms(limit=2000)}
    assert {states[row.id] for row in rows} == {AlarmState.ACKNOWLEDGED}
    assert AlarmState.UNACKNOWLEDGED in states.values()


async def test_life_safety_of_a_group_is_acknowledged_only_after_a_yes(scene):
    """Two emergencies of one district late at once: the cursor begins on no."""
    scene.save("EM-LEAK-IN", 43, 0, address="民生路13号")
    scene.desk.alarms.sweep()
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        row = await go_to(pilot, screen, lambda row: row.severity == 3 and row.clock == "arrival")
        await pilot.press("g")
        await until(lambda: isinstance(app.screen, Confirm) or alarm(scene, row.id).state != row.state)
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await until(lambda: app.screen is screen)
    assert alarm(scene, row.id).state == AlarmState.UNACKNOWLEDGED


@pytest.mark.parametrize(("language", "size"), [("zh", (120, 40)), ("en", (80, 24))], ids=str)
async def test_a_supervisor_takes_a_rule_out_of_service_and_back(scene, language, size):
    """The header counts it, the list shows until when and why, the same key brings it back."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await alarms(pilot)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, Choose))
        for _ in range(list(Rule).index(Rule.CREW_SILENT)):
            await pilot.press("down")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, AskRule))
        await pilot.press(*"+2h radio", "enter")
        await until(scene.desk.look.rules_out)
        out = scene.desk.look.rules_out()[0]
        assert (out.rule, out.reason, out.until) == ("crew_silent", "radio", scene.wall.now() + 2 * HOUR)
        await until(lambda: app.screen is screen and "x1" in lines(app)[0])
        await pilot.press("f")
        await until(lambda: any(line.ref == RuleRef("crew_silent") for line in screen.sheet.lines))
        screen.sheet.select(RuleRef("crew_silent"))
        await pilot.pause()
        assert "radio" in whole(app)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(lambda: not scene.desk.look.rules_out())
        await until(lambda: "x1" not in lines(app)[0])


async def test_an_operator_is_told_that_a_rule_is_the_supervisors(scene):
    """Before anything is asked; nothing is taken out."""
    app = scene.app()
    app._seat_for = lambda desk: scene.chen
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("w")
        await until(lambda: "值班长" in whole(app))
        assert app.screen is screen
    assert not scene.desk.look.rules_out()


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_promise_goes_out_of_service_for_one_clock_and_kind_and_life_safety_is_asked_for(scene, language):
    """The narrow choices stand first and none is made beforehand; the list names what is out."""
    app = scene.app(language=language)
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        await pilot.press("w")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, Choose) and app.screen.heading == app.wording("ask.rule_clock"))
        await pilot.press("enter", "3")
        await until(lambda: isinstance(app.screen, Choose) and app.screen.heading == app.wording("ask.rule_kind"))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, Choose) and app.screen.heading == app.wording("ask.rule_life"))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, AskRule))
        await pilot.press(*"+2h radio", "enter")
        await until(scene.desk.look.rules_out)
        out = scene.desk.look.rules_out()[0]
        assert (out.rule, out.clock, out.kind, out.life) == ("clock", "arrival", "emergency", False)
        await until(lambda: app.screen is screen)
        await pilot.press("f")
        await until(lambda: f"({app.wording('clock_row.arrival')}" in whole(app))


def named_leaders(scene: Any, *logins: str) -> None:
    with scene.desk.store.write() as connection:
        for login in logins:
            connection.execute(text("UPDATE operator SET leads = 1 WHERE login = :login"), {"login": login})


@pytest.mark.parametrize("way", ["key", "word"])
async def test_a_major_emergency_is_reported_and_each_leader_answers(scene, way):
    """By a key or a word; who has not answered stands in the story until the receipt is on record."""
    named_leaders(scene, "li", "chen")
    calm(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        row = await go_to(pilot, screen, lambda row: row.number == "E-00001")
        if way == "key":
            await pilot.press("e")
        else:
            await pilot.press(":", *"major E-00001", "enter")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("2")
        await until(lambda: not isinstance(app.screen, Choose) and app.screen is not screen)
        await pilot.press(*"smoke", "enter")
        await until(lambda: scene.desk.look.major_of(row.request_id) is not None)
        major = scene.desk.look.major_of(row.request_id)
        assert (major.kind, major.note, len(major.receipts)) == ("fire", "smoke", 2)
        await until(lambda: app.screen is screen and "已报领导 2 人" in said(app))
        await pilot.press("tab")
        await until(lambda: "李薇 未回执" in whole(app) and "陈实 未回执" in whole(app))
        await pilot.press("y")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("enter")
        await until(lambda: "李薇 已收到" in whole(app))
        assert "还差 1 人" in said(app)
    assert [one.received_at is None for one in scene.desk.look.major_of(row.request_id).receipts] == [False, True]


async def test_the_detail_of_a_request_shows_the_receipts(scene):
    """Who knows in one line, who has not answered in one each; and it is not reported a second time."""
    named_leaders(scene, "chen", "li")
    scene.desk.majors.mark(scene.li, "E-00001")
    scene.desk.majors.receipt(scene.li, "E-00001")
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts and app.screen.table.cursor_id is not None)
        await pilot.press("enter")
        await until(lambda: "陈实 has not answered" in whole(app))
        assert "known to 李薇" in whole(app)
        await pilot.press("e")
        await until(lambda: "E-00001" in said(app) and said(app).count("major"))
    assert [row.number for row in scene.desk.look.majors()].count("E-00001") == 1


async def test_progress_is_told_to_the_callers_by_a_word(scene):
    """One notice for each number that called."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts and app.screen.table.cursor_id is not None)
        await pilot.press("：", *"通报 E-00003", "enter")
        await until(lambda: app.screen.focused is not None and app.screen.focused.id == "blank-text")
        await pilot.press(*"18:00", "enter")
        await until(lambda: app.screen_stack[-1] is app.screen and "发给来电人" in said(app))
    with scene.desk.store.read() as connection:
        rows = connection.execute(text("SELECT kind, audience FROM notice WHERE kind = 'progress'")).all()
    assert [tuple(row) for row in rows] == [("progress", "caller")]


async def test_an_incident_speaks_for_its_children_and_lets_them_go(scene):
    """Begun with numbers in one line; a child's alarms are listed with the parent's number."""
    calm(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await alarms(pilot)
        child = next(row for row in screen.sheet.found.rows if row.number.startswith("R-") and warning(row))
        await pilot.press(":", *"incident E-00003", "enter")
        await until(lambda: app.screen.focused is not None and app.screen.focused.id == "blank-children")
        await pilot.press(*child.number, "enter", *"main", "enter")
        await until(scene.desk.look.incidents)
        assert scene.desk.look.incidents()[0].children == (child.number,)
        await until(lambda: app.screen is screen and "主单" in said(app))
        await pilot.press("f")
        await until(lambda: any(one.id == child.id for one in screen.sheet.found.rows))
        await pilot.pause()
        line = next(line for line in lines(app) if child.number in line)
        assert "E-00003" in line
        assert "主单结后放开" in line
        await pilot.press(":", *"incident E-00003", "enter")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("3")
        await until(lambda: app.screen.focused is not None and app.screen.focused.id == "blank-text")
        await pilot.press("enter")
        await until(lambda: not scene.desk.look.incidents())
    assert alarm(scene, child.id).state == AlarmState.UNACKNOWLEDGED


async def test_from_the_queue_a_word_shelves_the_alarm_of_the_request_under_the_cursor(scene):
    """Full-width letters too; with several alarms it asks which."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts and app.screen.table.cursor_id is not None)
        await pilot.press(":", *"ｓｈｅｌｖｅ E-00002", "enter")
        await until(lambda: isinstance(app.screen, AskShelving))
        await pilot.press(*"10 crew near", "enter")
        await until(lambda: any(row.state == AlarmState.SHELVED for row in scene.desk.look.alarms(limit=2000)))
    shelved = [row for row in scene.desk.look.alarms(limit=2000) if row.state == AlarmState.SHELVED]
    assert [(row.number, row.shelved_minutes) for row in shelved] == [("E-00002", 10)]


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("30 等配件", (30, "等配件")),
        ("45分等配件", (45, "等配件")),
        ("2时 等物业", (120, "等物业")),
        ("2h parts", (120, "parts")),
        ("30 meter fault", (30, "meter fault")),
        ("３０　等配件", (30, "等配件")),
        ("+15 min wind", (15, "wind")),
        ("15", (15, "")),
        ("parts 30", None),
        ("18:00 parts", None),
        ("", None),
    ],
)
def test_a_span_and_a_reason_are_read_from_one_line(given, meant):
    """The span first; hours only where they are named."""
    assert read_shelving(given) == meant


def test_an_end_and_a_reason_are_read_from_one_line(scene):
    """One word or two for the moment, the rest is why."""
    now = scene.wall.now()
    assert read_until("+2h radio link", now, "Asia/Shanghai") == (now + 2 * HOUR, "radio link")
    tomorrow = read_until("明天 9:00 名单重做", now, "Asia/Shanghai")
    assert tomorrow is not None
    assert tomorrow[1] == "名单重做"
    assert read_until("radio", now, "Asia/Shanghai") is None


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=str)
async def test_every_state_stands_with_its_sign_and_word_and_no_line_is_too_wide(scene, size, language):
    """All seven, one key away; the band counts what is put away whatever is shown."""
    calm(scene)
    rows = [row for row in scene.desk.look.alarms(limit=2000) if row.state == AlarmState.UNACKNOWLEDGED]
    plain = [row for row in rows if row.severity < 3]
    returned = next(row for row in scene.desk.look.alarms(limit=2000) if row.state == AlarmState.RETURNED)
    scene.desk.alarms.acknowledge(scene.li, returned.id)
    scene.desk.alarms.acknowledge(scene.li, plain[0].id)
    scene.desk.alarms.shelve(scene.li, plain[1].id, minutes=20, reason="等配件 很长的原因写到这里还没有完")
    scene.desk.alarms.take_out_of_service(scene.li, "crew_silent", reason="对讲检修", until=scene.wall.now() + HOUR)
    scene.desk.incidents.begin(scene.li, "E-00003", children=[plain[2].number])
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        screen = await alarms(pilot)
        seen = ""
        for shown in ("todo", "away", "all"):
            await until(lambda shown=shown: screen.sheet.shown == shown)
            await pilot.pause()
            assert "z " in lines(app)[1] or size[0] < 100
            for key in ("home", "pagedown", "pagedown", "end", "tab", "tab"):
                await pilot.press(key)
                await pilot.pause()
                seen += whole(app)
                assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}
            await pilot.press("f")
        for state in AlarmState:
            sign = {"unacknowledged": "*", "acknowledged": "v", "returned": "~", "shelved": "z", "suppressed": "=",
                    "out_of_service": "x", "normal": "+"}[state.value]  # fmt: skip
            assert f"   {sign}   {app.wording(f'alarm_state.{state.value}')}" in seen


@pytest.mark.parametrize("word", ["shelve", "搁置"])
async def test_a_word_acts_on_the_list_at_once_and_what_follows_is_text(scene, word):
    """The hand is back on the list before the word acts: nothing typed after it falls through to the keys."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await alarms(pilot)
        calm(scene)
        screen.sheet.select(next(row.id for row in screen.sheet.found.rows if row.severity < 3))
        await pilot.press("colon", *word, "enter")
        await until(lambda: isinstance(app.screen, AskShelving))
        await pilot.press("a", "b", "c")
        assert "abc" in whole(app)


@pytest.mark.parametrize("key", ["f5", "enter"])
async def test_words_of_letters_work_on_every_screen(scene, key):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press(key)
        await pilot.pause()
        await pilot.press("colon", *"help", "enter")
        await until(lambda: type(app.screen).__name__ == "HelpScreen")
