"""The one box that asks who calls: found while typing, taken by a digit, nothing typed ahead lost."""

from typing import Any

import pytest
from hands import until, whole
from textual import events
from textual.keys import _character_to_key

from models.rows import NewRequest
from screens.intake import IntakeScreen
from screens.intake_facts import FIELDS


def at_once(app: Any, *keys: str) -> None:
    """Post every key before any is looked at, as one read of the terminal does; a longer text is its letters."""
    for key in keys:
        names = {"enter", "tab", "down", "up", "backspace", "ctrl+s", "alt+1", "alt+2"}
        for one in [key] if key in names else list(key):
            app.post_message(events.Key(one, None) if one in names else events.Key(_character_to_key(one), one))


async def form(pilot: Any) -> IntakeScreen:
    """The form, opened by its key on an open desk, the caret in the box."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
    screen = app.screen
    assert isinstance(screen, IntakeScreen)
    screen.form.focus_on("who")
    await pilot.pause()
    return screen


@pytest.fixture
def city(scene) -> Any:
    """Four customers: two of one name, one with a further premise, one who shares a premise."""
    files, li = scene.desk.files, scene.li
    first = files.add_premise(li, "民生路12号3-402", district="城东", hazards="灶具软管超期", vulnerable="老人 84 岁",
                              access="密码 2580#", meter="G2.5 882001")  # fmt: skip
    second = files.add_premise(li, "建设路28号5-101", district="城南")
    files.add_customer(li, "张建林", phone="139 0000 0001", premise=first)
    both = files.add_customer(li, "曾小贤", phone="+86 139 0000 0002", premise=second)
    files.settle(li, both, first)
    files.add_customer(li, "张金玲", phone="13900000003", premise=second)
    return scene


def test_the_form_asks_who_right_after_the_number_and_then_what_is_said():
    assert FIELDS[:4] == ("phone", "who", "text", "category")


async def test_initials_and_a_digit_take_the_premise_and_the_caret_goes_on_to_the_words(city):
    """Four keys: everything that the files know stands in the form, and what is known beside it."""
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        await pilot.press("z", "j", "l")
        await until(lambda: screen.form.who.offered.display)
        await pilot.pause()
        assert "张建林" in whole(app)
        assert [row.name for row in screen.form.who.rows] == ["张金玲", "张建林"]
        await pilot.press("2")
        await until(lambda: screen.focused is screen.form.rows["text"].field)
        fields = screen.form.fields()
        assert (fields["caller"], fields["phone"]) == ("张建林", "13900000001")
        assert (fields["district"], fields["address"]) == ("城东", "民生路12号3-402")
        assert fields["access"] == "密码 2580#"
        await until(lambda: screen.known.card is not None)
        await pilot.pause()
        said = whole(app)
        assert said.index("老人 84 岁") < said.index("灶具软管超期") < said.index("同住户")
        screen.form.focus_on("priority")
        await pilot.press("1", "ctrl+s")
        await until(lambda: app.screen is not screen)
    saved = city.desk.look.detail(max(row.request_id or 0 for row in city.desk.look.journal_tail(5)))
    assert saved.customer is not None and saved.premise is not None
    assert (saved.customer.name, saved.premise.address) == ("张建林", "民生路12号3-402")


async def test_what_is_typed_ahead_of_the_answer_goes_where_it_was_meant(city):
    """Initials, the digit and the caller's words in one read: the digit waits for whom it names."""
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        at_once(app, "zengxiaoxian", "1", "厨房很大煤气味")
        await until(lambda: screen.form.fields()["text"] == "厨房很大煤气味")
        assert screen.form.fields()["caller"] == "曾小贤"
        assert screen.form.fields()["address"] == "建设路28号5-101"


async def test_of_a_customer_with_several_premises_the_one_that_was_taken_is_saved(city):
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        at_once(app, "zxx", "2")
        await until(lambda: screen.form.fields()["caller"] == "曾小贤")
        await until(lambda: screen.known.card is not None)
        assert screen.form.fields()["address"] == "民生路12号3-402"
        assert screen.form.fields()["premise_id"] == "1"
        screen.form.focus_on("priority")
        await pilot.press("1", "ctrl+s")
        await until(lambda: app.screen is not screen)
    saved = city.desk.look.detail(max(row.request_id or 0 for row in city.desk.look.journal_tail(5)))
    assert (saved.caller, saved.premise and saved.premise.address) == ("曾小贤", "民生路12号3-402")


async def test_committed_signs_of_an_input_method_find_and_a_full_width_digit_takes(city):
    """张建林 arrives sign by sign in one burst; the digit of the same input method is wide."""
    app = city.app()
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await form(pilot)
        at_once(app, "张建林１软管")
        await until(lambda: screen.form.fields()["text"] == "软管")
        assert screen.form.fields()["address"] == "民生路12号3-402"


async def test_a_digit_belongs_to_an_address_until_enter_or_alt_takes_one(city):
    """民生路12 goes on being typed; Down moves, Enter takes the marked one, Alt with a digit any."""
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        at_once(app, "民生路12")
        await until(lambda: screen.form.who.value == "民生路12" and len(screen.form.who.rows) == 2)
        await until(lambda: screen.form.who.offered.display)
        assert {row.name for row in screen.form.who.rows} == {"张建林", "曾小贤"}
        first, second = screen.form.who.rows
        await pilot.press("down", "enter")
        await until(lambda: screen.form.fields()["caller"] == second.name)
        screen.form.focus_on("who")
        await pilot.press("ctrl+u")
        at_once(app, "民生路", "alt+1")
        await until(lambda: screen.form.fields()["caller"] == first.name)
        assert screen.form.fields()["address"] == "民生路12号3-402"


async def test_the_last_four_digits_find_and_enter_takes(city):
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        at_once(app, "0003", "enter")
        await until(lambda: screen.form.fields()["caller"] == "张金玲")


@pytest.mark.parametrize(
    ("typed", "row"), [("王小明", "caller"), ("和平街 9号", "address"), ("139 1111 2222", "phone")]
)
async def test_somebody_the_files_do_not_know_is_written_where_the_words_belong(city, typed, row):
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        at_once(app, typed)
        nobody = app.wording("who.nobody", row=app.wording(f"intake.{row}"))
        await until(lambda: nobody in whole(app))
        at_once(app, "enter", "闻到味道")
        await until(lambda: screen.form.fields()["text"] == "闻到味道")
        assert screen.form.fields()[row] == typed
        assert "没有相符的" not in whole(app)


async def test_another_choice_replaces_the_first_and_keeps_the_number_that_calls(city):
    """The neighbour calls about the old lady's flat: the phone is the neighbour's, the place is hers."""
    app = city.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("phone")
        at_once(app, "13900000002", "tab", "zjl", "2")
        await until(lambda: screen.form.fields()["caller"] == "张建林")
        await until(lambda: screen.known.customer is not None and screen.known.customer.name == "张建林")
        assert screen.form.fields()["phone"] == "13900000002"
        screen.form.focus_on("who")
        await pilot.press("ctrl+u")
        at_once(app, "zjl", "1")
        await until(lambda: screen.form.fields()["caller"] == "张金玲")
        assert screen.form.fields()["address"] == "建设路28号5-101"
        assert screen.form.fields()["access"] == ""


async def test_the_open_request_and_warnings_that_still_hold_stand_on_the_card(city):
    """In a narrow terminal what is dangerous has its line, too."""
    desk, li = city.desk, city.li
    desk.intake.save(li, NewRequest(category="RP-HOSE", premise_id=1, customer_id=1))
    desk.files.warn(li, text="有大狗", premise=1, kind="animal")
    desk.files.warn(li, text="过期的", premise=1, until=city.wall.now() + 1)
    city.wall.advance(seconds=2)
    for size, wanted in (((120, 40), ("有大狗", "在办", "R-")), ((80, 24), ("老人 84 岁", "有大狗"))):
        app = city.app()
        async with app.run_test(size=size) as pilot:
            screen = await form(pilot)
            at_once(app, "13900000001", "enter")
            await until(lambda screen=screen: screen.known.card is not None and screen.known.card.open)
            await pilot.pause()
            for text in wanted:
                assert text in whole(app)
            assert "过期的" not in whole(app)


async def test_every_line_keeps_its_width_while_names_of_any_kind_are_offered(city):
    desk, li = city.desk, city.li
    for name in ("阿依古丽·买买提\u202e", "[red]x[/]\x1b[2J", "👨‍👩‍👧啊" * 20):
        try:
            desk.files.add_customer(li, f"甲{name}", phone="转" * 30)
        except Exception as error:  # noqa: BLE001  # control characters are refused at the door
            assert "unreadable" in str(error)
    for size in ((80, 24), (120, 40)):
        app = city.app()
        async with app.run_test(size=size) as pilot:
            screen = await form(pilot)
            at_once(app, "甲")
            await until(lambda screen=screen: screen.form.who.offered.display)
            await pilot.pause()
            for strip in app.screen._compositor.render_strips():
                assert strip.cell_length == size[0]
