"""A call from the telephone pops up where one works, takes no focus and no key, and `n` opens the form with it."""

from typing import Any

import pytest
from hands import until, whole
from sqlalchemy import insert

from models.rows import NewRequest
from models.tables import Customer, Premise
from models.tables.found_by import refill
from models.telephone import event_of
from models.wall import to_iso
from screens.dialogs import Choose
from screens.format import cells
from screens.intake import IntakeScreen

PHONE, OTHER = "13812345678", "13987654321"


async def seated(pilot: Any) -> Any:
    """The console with its desk open."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.pause()
    return app


async def write(pilot: Any, text: str) -> None:
    for letter in text:
        await pilot.press({" ": "space", "-": "minus"}.get(letter, letter))


@pytest.fixture
def known(scene):
    """A number that is known: a customer, a home with an oxygen cylinder, a live repair."""
    with scene.desk.store.write() as connection:
        home = {"id": 77, "district": "城东", "building": "", "address": "槐树街3号2-201", "hazards": "氧气瓶",
                "vulnerable": "84岁独居", "access": "门禁0317"}  # fmt: skip
        connection.execute(insert(Premise), [home])
        connection.execute(insert(Customer), [{"id": 77, "name": "张建林", "phone": PHONE, "premise_id": 77}])
        refill(connection)
        refill(connection)
    done = scene.desk.intake.save(scene.li, NewRequest(category="RP-HOSE", phone=PHONE, premise_id=77))
    return done.number


@pytest.fixture
def ring(scene):
    """``ring("ringing", "a", number=…)``: what the telephone system tells of a call."""

    def tell(event, call="a", **said):
        return scene.desk.calls.heard(event_of({"event": event, "call": call, "at": to_iso(scene.wall.now()), **said}))

    return tell


async def test_a_call_pops_up_with_who_it_is_and_n_opens_the_form_with_it(scene, known, ring):
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await seated(pilot)
        focused = app.focused
        ring("ringing", number=PHONE, agent="li", queue="抢修线")
        await until(lambda: app.screen.ringing.display)
        await pilot.pause()
        text = whole(app)
        line = next(row for row in text.splitlines() if PHONE in row)
        assert [word for word in ("来电", "张建林", known, "氧气瓶", "84岁独居", "接听") if word not in line] == []
        assert app.focused is focused, "it takes no focus"
        assert "来电 1" in text.splitlines()[0]
        scene.wall.advance(seconds=6)
        answered = scene.wall.now()
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        form = app.screen
        fields = form.form.fields()
        assert (fields["phone"], fields["caller"], fields["address"]) == (PHONE, "张建林", "槐树街3号2-201")
        assert (fields["customer_id"], fields["access"]) == ("77", "门禁0317")
        await until(lambda: scene.desk.look.telephone().call(fields_id(form)).answered_at == answered)
        assert form.keeper.received == answered
        scene.wall.advance(seconds=30)
        form.form.focus_on("priority")
        await pilot.press("1")
        await pilot.press("ctrl+s")
        await until(lambda: not isinstance(app.screen, IntakeScreen))
        call = scene.desk.look.telephone().call(fields_id(form))
        assert (call.wrap_up, call.operator, call.ended_at) == ("new_job", "李薇", None)
        saved = scene.desk.look.detail(call.number)
        assert (saved.row.received, saved.customer.id) == (answered, 77)
        assert not app.screen.ringing.display


def fields_id(form: IntakeScreen) -> int:
    """The call of a form."""
    return int(form.form.ids["call_id"])


async def test_whoever_types_keeps_typing_and_the_call_waits_until_n_takes_it_after_saving(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        form = app.screen
        await write(pilot, "1390000")
        ring("ringing", "mine", number=PHONE, agent="li")
        ring("ringing", "free", number=OTHER)
        await until(lambda: form.ringing.display)
        await write(pilot, "1234")
        form.form.focus_on("address")
        await write(pilot, "nnn")
        assert (form.form.fields()["phone"], form.form.fields()["address"]) == ("13900001234", "nnn")
        await pilot.pause()
        text = whole(app)
        assert PHONE in text
        assert "存后接" in text
        assert OTHER not in text.replace("来电 2", ""), "what rings at nobody's place waits for those who are free"
        form.form.focus_on("priority")
        await pilot.press("1")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen is not form and app.screen.ringing.display)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        assert app.screen.form.fields()["phone"] == PHONE
        await until(lambda: scene.desk.look.telephone().call(fields_id(app.screen)).operator == "李薇")


async def test_in_the_command_line_a_letter_stays_a_letter_while_it_rings(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await pilot.press(":")
        await write(pilot, "ne")
        ring("ringing", number=PHONE)
        await until(lambda: app.screen.ringing.display)
        await write(pilot, "nn")
        assert app.screen.line.typed.value == "nenn"
        assert not isinstance(app.screen, IntakeScreen)


async def test_a_call_in_the_middle_of_a_question_does_not_hide_the_alarms_or_itself(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await pilot.press("m")
        await until(lambda: app.screen.focused is not None and len(app.screen_stack) > 1)
        ring("ringing", number=PHONE)
        await until(lambda: app.screen_stack[0].ringing.display)
        await pilot.pause()
        await pilot.pause()
        assert PHONE in whole(app)


async def test_another_operator_was_faster_and_the_form_says_so_and_loses_nothing(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        call = ring("ringing", number=PHONE)
        await until(lambda: app.screen.ringing.display)
        pop = app.calling.take()
        scene.desk.calls.answer(scene.chen, call.id)
        await app.push_screen(IntakeScreen(ring=pop))
        await until(lambda: "陈实" in whole(app))
        assert app.screen.form.fields()["phone"] == PHONE
        assert app.screen.call.id is None


async def test_leaving_a_call_of_which_nothing_was_written_asks_what_became_of_it_with_one_key(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        ring("ringing", number=PHONE)
        await until(lambda: app.screen.ringing.display)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        form = app.screen
        await until(lambda: scene.desk.look.telephone().call(fields_id(form)).operator == "李薇")
        scene.wall.advance(seconds=3)
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, Choose))
        assert app.screen.options[0].label == "挂断", "gone after three seconds: hung up is the first"
        await pilot.press("enter")
        await until(lambda: not isinstance(app.screen, (Choose, IntakeScreen)))
        call = scene.desk.look.telephone().call(fields_id(form))
        assert (call.wrap_up, call.request_id) == ("hang_up", None)
        assert scene.desk.look.drafts(scene.li.operator_id) == []


async def test_a_call_without_a_telephone_is_ended_as_answered_on_the_line(scene):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        began = scene.wall.now()
        await write(pilot, "62880003")
        scene.wall.advance(seconds=75)
        await pilot.press("ctrl+n")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("1")
        await until(lambda: not isinstance(app.screen, (Choose, IntakeScreen)))
        (call,) = [one for one in scene.desk.look.telephone().listed(began) if one.phone == "62880003"]
        assert (call.wrap_up, call.answered_at, call.ended_at) == ("answered", began, began + 75_000)


async def test_the_list_calls_a_missed_number_back_and_answers_one_that_waits(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        for name in ("m1", "m2"):
            ring("ringing", name, number=OTHER)
            ring("ended", name)
        await until(lambda: app.calling.now.missed == 1)
        await pilot.pause()
        assert "未接 1" in whole(app).splitlines()[0]
        await pilot.press("ctrl+n")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        row = next(line for line in whole(app).splitlines() if OTHER in line)
        assert "2 次" in row
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, Choose) and "回电" in app.screen.heading)
        await pilot.press("1")
        await until(lambda: not isinstance(app.screen, Choose) and len(app.screen_stack) > 1)
        await write(pilot, "ok")
        await pilot.press("enter")
        await until(lambda: app.calling.now.missed == 0)
        assert [one.note for one in scene.desk.look.telephone().listed(0) if one.direction == "out"] == ["ok"]
        await until(lambda: len(app.screen_stack) == 1)
        ring("ringing", "w", number=PHONE)
        await until(lambda: app.calling.now.waiting == 1)
        await pilot.press("ctrl+n")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, IntakeScreen))
        assert app.screen.form.fields()["phone"] == PHONE


@pytest.mark.parametrize(("width", "height"), [(80, 24), (120, 40), (160, 48)])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_every_line_is_as_wide_as_the_screen_and_keeps_the_key(scene, known, ring, width, height, language):
    app = scene.app(language=language)
    async with app.run_test(size=(width, height)) as pilot:
        await seated(pilot)
        ring("ringing", number=PHONE, agent="li")
        ring("ringing", "two", number="anonymous")
        await until(lambda: app.screen.ringing.display and app.calling.now.waiting == 2)
        await pilot.pause()
        rows = whole(app).splitlines()
        assert {cells(row) for row in rows} == {width}
        (line,) = [row for row in rows if PHONE in row]
        assert line.rstrip().endswith({"zh": "n 接听", "en": "n answer"}[language])
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.call.spoken is not None)
        await until(lambda: {"zh": "请讲", "en": "speaking"}[language] in whole(app))
        assert {cells(row) for row in whole(app).splitlines()} == {width}


async def test_what_an_admin_wrote_is_what_stands_on_the_form(scene):
    scene.desk.calls.say(scene.li, "opening", zh="{company}您好,工号{number}")
    scene.desk.calls.place(scene.li, "li", said="0317")
    scene.desk.calls.say(scene.li, "closing", zh="再见了您")
    app = scene.app()
    async with app.run_test(size=(140, 44)) as pilot:
        await seated(pilot)
        await pilot.press("n")
        await until(lambda: "燃气热线您好,工号0317" in whole(app))
        form = app.screen
        await write(pilot, "62880003")
        form.form.focus_on("priority")
        await pilot.press("1")
        form.form.focus_on("text")
        await write(pilot, "gas")
        await until(lambda: "再见了您" in whole(app))
        assert "工号0317" not in whole(app)


def test_a_call_is_kept_on_its_draft(scene, ring):
    """Whoever goes on with the draft goes on with the call."""
    call = ring("ringing", number=PHONE)
    scene.desk.calls.answer(scene.li, call.id)
    draft = scene.desk.intake.begin(scene.li, phone=PHONE)
    scene.desk.intake.keep(scene.li, draft.id, {"call_id": str(call.id), "phone": PHONE})
    (kept,) = scene.desk.look.drafts(scene.li.operator_id)
    assert kept.fields["call_id"] == str(call.id)


async def test_the_word_for_the_wrap_up_corrects_the_last_call_from_the_queue(scene, ring):
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        call = ring("answered", number=PHONE, agent="li")
        scene.desk.calls.end(scene.li, call.id)
        await pilot.press(":")
        await write(pilot, "wrap")
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, Choose))
        word = next(n for n, one in enumerate(app.screen.options, 1) if one.value == "transfer")
        await pilot.press(str(word))
        await until(lambda: scene.desk.look.telephone().call(call.id).wrap_up == "transfer")
