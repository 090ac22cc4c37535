"""What is one's own on the screens: the counts, the lists, promises with their time, hand-overs, who looks where."""

from typing import Any

from hands import opened, until, whole

from models.vocabulary import Kind, Waits
from models.wall import MINUTE
from screens.intake import IntakeScreen
from screens.waiting import WaitingScreen


async def write(pilot: Any, text: str) -> None:
    for letter in text:
        await pilot.press({" ": "space", ":": "colon", "+": "plus"}.get(letter, letter))


async def order(pilot: Any, words: str) -> None:
    """A command, as it is typed."""
    await pilot.press("colon")
    await write(pilot, words)
    await pilot.press("enter")
    await pilot.pause()


def first_repair(scene: Any) -> int:
    from models.vocabulary import Kind

    return scene.desk.look.queue(Kind.REPAIR)[0].id


async def test_my_requests_are_listed_by_a_word_and_counted_in_the_header(scene):
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot)
        mine = scene.desk.look.own(scene.li.operator_id, scene.wall.now()).mine
        await until(lambda: app.glance.own.mine == mine)
        await pilot.pause()
        assert f"我的 {mine}" in whole(app)
        await order(pilot, "我的")
        await until(lambda: app.screen.searched == "我的" and app.screen.found.table.loaded)
        assert app.screen.found.table.window.total == mine


async def test_what_waits_for_me_is_one_key_away_and_says_so_in_the_header(scene):
    request = first_repair(scene)
    back = scene.desk.calling_back
    back.promise(scene.li, request, until=scene.wall.now() + 20 * MINUTE, note="报价")
    back.promise_number(scene.li, phone="13900009999", until=scene.wall.now() - MINUTE + 2 * MINUTE)
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot)
        await until(lambda: app.glance.own.waiting == 2)
        await pilot.pause()
        assert "等我 2" in whole(app)
        await pilot.press("q")
        await until(lambda: isinstance(app.screen, WaitingScreen) and len(app.screen.list.rows) == 2)
        await pilot.pause()
        text = whole(app)
        assert "13900009999" in text
        assert "报价" in text
        assert [row.what for row in app.screen.list.rows] == [Waits.PROMISED] * 2
        await pilot.press("f12")
        await until(lambda: app.screen.focused is not None and not isinstance(app.screen, WaitingScreen))
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, WaitingScreen) and len(app.screen.list.rows) == 1)
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, WaitingScreen))
    assert [row.request_id for row in scene.desk.look.promises()] == [request]


async def test_a_promise_is_made_from_the_row_and_stands_there_with_its_time(scene):
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot)
        which = app.screen.table.cursor_id
        await order(pilot, "约回电")
        await until(lambda: app.screen is not app.screen_stack[0])
        await write(pilot, "+20m")
        await pilot.press("enter")
        await until(lambda: app.screen.query("#blank-text"))
        await pilot.press("enter")
        await until(lambda: which in app.glance.promised)
        await pilot.pause()
        assert "回电 20" in whole(app)
        scene.wall.advance(minutes=22)
        await until(lambda: "回电 -2" in whole(app))
        await pilot.press("enter")
        await until(lambda: app.screen.detail.reading is not None and app.screen.detail.reading.detail.promises)
        await pilot.pause()
        assert "超了" in whole(app)
        able = {choice.act for choice in app.screen.detail.reading.choices if choice.why_not is None}
        assert {"keep_promise", "move_promise"} <= able
        await order(pilot, "已回电")
        await until(lambda: app.screen.query("#blank-note") or app.screen.query("#blank-text"))
        await pilot.press("enter")
        await until(lambda: which not in app.glance.promised)


async def test_acts_on_promises_that_do_not_exist_are_not_spoken_of(scene):
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(lambda: app.screen.detail.reading is not None)
        acts = {choice.act for choice in app.screen.detail.reading.choices}
    assert acts & {"keep_promise", "move_promise", "decline_owner"} == set()
    assert {"promise", "edit", "hand_over"} <= acts


async def test_a_narrow_row_names_a_promise_only_when_its_time_has_come(scene):
    request = scene.desk.look.queue(Kind.EMERGENCY)[0].id
    scene.desk.calling_back.promise(scene.li, request, until=scene.wall.now() + 60 * MINUTE)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await until(lambda: request in app.glance.promised)
        await pilot.pause()
        assert "回电" not in whole(app)
        scene.wall.advance(minutes=50)
        await until(lambda: "回电 10" in whole(app))


async def test_who_has_a_request_open_is_shown_at_another_console_at_once(scene):
    request = scene.desk.look.queue(Kind.EMERGENCY)[0].id
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        scene.desk.intake.present(scene.chen, request)
        await until(lambda: "+陈" in whole(app))
        await pilot.press("enter")
        await until(lambda: app.screen.detail.reading is not None and "陈" in whole(app))
        scene.wall.advance(seconds=25)
        await until(lambda: "+陈" not in whole(app))


async def test_who_has_it_open_stands_also_in_the_intakes_similar_list(scene):
    row = scene.desk.look.queue(Kind.EMERGENCY)[0]
    phone = scene.desk.look.detail(row.id).phone
    app = scene.app()
    async with app.run_test(size=(140, 40)) as pilot:
        await opened(pilot)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        await write(pilot, phone)
        await until(lambda: app.screen.known.similar)
        scene.desk.intake.present(scene.chen, row.id)
        await until(lambda: "+陈" in whole(app))


async def test_a_hand_over_is_declined_with_a_reason_from_the_screen(scene):
    request = first_repair(scene)
    scene.desk.handling.hand_over(scene.li, request, to_operator_id=scene.chen.operator_id)
    scene.desk.handling.accept_owner(scene.chen, request)
    scene.desk.handling.hand_over(scene.chen, request, to_operator_id=scene.li.operator_id)
    number = scene.desk.look.number_of(request)
    app = scene.app()
    async with app.run_test(size=(160, 40)) as pilot:
        await opened(pilot)
        await pilot.press("q")
        await until(lambda: isinstance(app.screen, WaitingScreen) and app.screen.list.rows)
        assert app.screen.list.rows[0].number == number
        await order(pilot, "不接")
        await until(lambda: app.screen.query("#blank-text"))
        await write(pilot, "忙")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, WaitingScreen) and not app.screen.list.rows)
    (row,) = scene.desk.look.waiting(scene.chen.operator_id)
    assert (row.what, row.text) == (Waits.RETURNED, "忙")


async def test_a_number_alone_is_promised_a_call(scene):
    app = scene.app(language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await order(pilot, "promise_number")
        await until(lambda: app.screen.query("#blank-phone"))
        await write(pilot, "13912345678")
        await pilot.press("enter", "enter")
        await until(lambda: app.screen.query("#moment"))
        await pilot.press("enter")
        await until(scene.desk.look.promises)
    assert scene.desk.look.promises()[0].phone == "13912345678"
