"""A question whose answer the desk refuses stays open with the words that were typed; success and Escape close it."""

from collections.abc import Callable
from typing import Any

from hands import until

from models.errors import Invalid, NotAllowed
from models.rows import NewRequest
from models.vocabulary import Act, Disposition
from screens.dialogs import AskLines, AskTime, Choose, Confirm
from screens.widgets.field import Field


async def acting(pilot: Any, request_id: int) -> Any:
    """The console with its keys about a request."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await app.screen.open_row(app.desk.look.rows([request_id])[request_id])
    return app


def repair(scene: Any) -> int:
    return scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id


def trouble(app: Any) -> str:
    return str(app.screen.query_one("#question-trouble").content)


def refusing_once(verb: Callable[..., Any], error: Exception) -> Callable[..., Any]:
    """The verb, but the first call is refused."""
    calls: list[object] = []

    def refuse(*given: Any, **asked: Any) -> Any:
        calls.append(asked)
        if len(calls) == 1:
            raise error
        return verb(*given, **asked)

    return refuse


async def test_a_cancelled_reason_survives_the_refusal_and_can_be_sent_again(scene, monkeypatch):
    """The refusal stands inside the question, the words where they were; the second time it is done."""
    request = repair(scene)
    app = scene.app(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await acting(pilot, request)
        refuse = NotAllowed("role.dispatcher", "A dispatcher does that.", "Ask one.", role="dispatcher")
        monkeypatch.setattr(app.desk.handling, "cancel", refusing_once(app.desk.handling.cancel, refuse))
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, AskLines))
        question = app.screen
        await pilot.pause()
        await pilot.press(*"wrong", "enter")
        await until(lambda: trouble(app))
        assert app.screen is question
        assert question.query_one(Field).value == "wrong"
        await pilot.press(*"er", "enter")
        await until(lambda: app.screen is not question)
        await until(lambda: "cancelled" in str(app.screen.line.said.text))
    line = next(row for row in scene.desk.look.detail(request).journal if row.act == Act.CANCEL)
    assert line.data["reason"] == "wronger"


async def test_a_hold_refused_for_its_end_keeps_the_moment_and_takes_another(scene):
    """A hold of a year is too long: said beside what was typed, which is mended and sent."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await acting(pilot, request)
        refuse = Invalid("hold.in_past", "That end has passed.", "Give one ahead.")
        app.desk.handling.hold = refusing_once(app.desk.handling.hold, refuse)
        await pilot.press("h")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        await pilot.press("2")
        await until(lambda: isinstance(app.screen, AskTime))
        question = app.screen
        await pilot.pause()
        await pilot.press("ctrl+u", "1", "9", "colon", "0", "0", "enter")
        await until(lambda: trouble(app))
        assert (app.screen, question.query_one(Field).value) == (question, "19:00")
        await pilot.press("enter")
        await until(lambda: "已挂起到 19:00:00" in str(getattr(app.screen, "line", None) and app.screen.line.said.text))
    assert scene.desk.look.detail(request).row.board == "held"


async def test_escape_closes_a_refused_question_and_nothing_is_done(scene):
    """The words go only when the person lets them go."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await acting(pilot, request)
        before = scene.desk.look.journal_head()
        refuse = NotAllowed("role.dispatcher", "A dispatcher does that.", "Ask one.", role="dispatcher")
        app.desk.handling.cancel = refusing_once(app.desk.handling.cancel, refuse)
        await pilot.press("x")
        await until(lambda: isinstance(app.screen, AskLines))
        await pilot.pause()
        await pilot.press("错", "enter")
        await until(lambda: trouble(app))
        await pilot.press("escape")
        await until(lambda: len(app.screen_stack) == 1)
        await pilot.pause()
    assert scene.desk.look.journal_head() == before


async def test_a_question_below_another_keeps_its_words_while_that_is_answered(scene):
    """Reading and valve are typed, the source is asked after; refused, the typed lines are back."""
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await acting(pilot, 1)
        refuse = NotAllowed("role.dispatcher", "A dispatcher does that.", "Ask one.", role="dispatcher")
        app.desk.handling.safe = refusing_once(app.desk.handling.safe, refuse)
        await pilot.press("s")
        await until(lambda: isinstance(app.screen, AskLines))
        question = app.screen
        await pilot.pause()
        await pilot.press("0", "enter", "已", "关", "enter", "enter")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        assert not question.query_one("#question").display
        await pilot.press("y")
        await until(lambda: app.screen is question and trouble(app))
        assert question.query_one("#question").display
        assert [field.value for field in question.query(Field)][:3] == ["0", "已关", ""]
        await pilot.press("ctrl+s")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        await pilot.press("y")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: "已记现场安全" in str(app.screen.line.said.text))
    assert len([row for row in scene.desk.look.detail(1).journal if row.act == Act.SAFE]) == 1


async def test_a_colleague_who_was_quicker_is_named_inside_and_enter_goes_on_from_the_new_state(scene):
    """Not all the same: the question is back, says who, and answered again it is done on what they have read."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await acting(pilot, request)
        await pilot.press("h")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        await pilot.press("2")
        await until(lambda: isinstance(app.screen, AskTime))
        await pilot.pause()
        scene.desk.handling.respond(scene.chen, request)
        question = app.screen
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        await pilot.press("n")
        await until(lambda: app.screen is question and "陈实" in trouble(app))
        await pilot.press("enter")
        await until(lambda: len(app.screen_stack) == 1)
    await until(lambda: scene.desk.look.detail(request).row.board == "held")


async def test_a_reason_that_sets_a_refusal_aside_is_kept_when_the_desk_still_refuses(scene):
    """The reason of a supervisor is typed text like any other."""
    for verb in ("on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await acting(pilot, 1)
        real, calls = app.desk.handling.resolve, []

        def resolve(*given: Any, override_reason: str | None = None, **asked: Any) -> Any:
            calls.append(override_reason)
            if override_reason and calls.count(override_reason) == 1:
                raise NotAllowed("role.dispatcher", "No.", "Ask.", role="dispatcher")
            more = {"override_reason": override_reason} if override_reason else {}
            return real(*given, **more, **asked)

        app.desk.handling.resolve = resolve
        await pilot.press("v")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        await pilot.press("2")
        await until(lambda: isinstance(app.screen, AskLines))
        first = app.screen
        await pilot.pause()
        await pilot.press("查", "enter")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen is not first)
        await pilot.pause()
        await pilot.press("夜", "enter")
        await until(lambda: app.screen is first and trouble(app))
        await pilot.press("enter")
        await until(lambda: app.screen is not first and isinstance(app.screen, AskLines))
        await pilot.pause()
        assert app.screen.query_one(Field).value == "夜"
        await pilot.press("enter")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: "已办结" in str(app.screen.line.said.text))
    assert scene.desk.look.detail(1).disposition == Disposition.MADE_SAFE
