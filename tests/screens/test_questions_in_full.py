"""A question shows every option and label it has room for, and nothing grave is answered by one Enter too many."""

from typing import Any

import pytest
from hands import until, whole
from sqlalchemy import update

from models.rows import NewRequest
from models.tables import Crew
from models.vocabulary import Act, HoldReason, Status
from models.wall import HOUR, MINUTE
from screens.dialogs import AskLine, AskLines, AskTime, Choose, Confirm, Option
from screens.widgets.field import Field


async def opened(pilot: Any, request_id: int) -> Any:
    """The console with its keys about a request."""
    app = pilot.app
    await until(lambda: app.seat is not None and all(table.loaded for table in app.screen.tables))
    await until(lambda: app.glance.counts and app.screen.table.cursor_id is not None)
    await app.screen.open_row(app.desk.look.rows([request_id])[request_id])
    return app


async def asked(pilot: Any, kind: type, *presses: str, beyond: Any = None) -> Any:
    """Press keys and wait for a question of that kind, laid out."""
    await pilot.press(*presses)
    await until(lambda: type(pilot.app.screen) is kind and pilot.app.screen is not beyond)
    await pilot.pause()
    await pilot.pause()
    return pilot.app.screen


def trouble(app: Any) -> str:
    return str(app.screen.query_one("#question-trouble").content)


def repair(scene: Any, category: str = "RP-HOSE") -> int:
    return scene.desk.intake.save(scene.li, NewRequest(category, phone="1395551", address="公园路1号")).id


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_whether_the_source_was_found_shows_both_and_one_enter_too_many_answers_nothing(scene, size):
    """Reading, valve, Enter, Enter: both answers stand there, none has the cursor, nothing is on record."""
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        await opened(pilot, 1)
        await asked(pilot, AskLines, "s")
        question = await asked(pilot, Confirm, "0", "enter", "关", "enter", "enter")
        lines = whole(app).splitlines()
        assert [line.split()[:3] for line in lines if line.rstrip().endswith((" y", " n"))] == [
            ["1", "是", "y"], ["2", "否", "n"],
        ]  # fmt: skip
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is question
        assert "先选一项" in trouble(app)
        assert not [row for row in scene.desk.look.detail(1).journal if row.act == Act.SAFE]
        await pilot.press("down", "enter")
        await until(lambda: len(app.screen_stack) == 1)
        await until(lambda: "已记现场安全" in str(app.screen.line.said.text))
    line = next(row for row in scene.desk.look.detail(1).journal if row.act == Act.SAFE)
    assert line.data["source_found"] is True


async def test_scores_begin_on_none(scene):
    """Enter, Enter, Enter stores no score at all; digits do."""
    request = repair(scene)
    for verb in ("assign", "on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")
    scene.desk.handling.resolve(scene.chen, request, disposition="fixed")
    app = scene.app(language="en")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, request)
        first = await asked(pilot, Choose, "b")
        speed = await asked(pilot, Choose, "1", beyond=first)
        assert all(app.wording(f"score.{score}") in whole(app) for score in range(1, 6))
        await pilot.press("enter", "enter", "enter")
        await pilot.pause()
        assert app.screen is speed
        assert "Choose first" in trouble(app)
        attitude = await asked(pilot, Choose, "5", beyond=speed)
        quality = await asked(pilot, Choose, "4", beyond=attitude)
        await pilot.press("up")
        said = await asked(pilot, AskLines, "up", "enter", beyond=quality)
        assert "what was said" in whole(app) and app.screen is said
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(request).row.status is Status.CLOSED)
    line = next(row for row in scene.desk.look.detail(request).journal if row.act == Act.CLOSE)
    assert line.data["scores"] == {"speed": 5, "attitude": 4, "quality": 5}


@pytest.mark.parametrize(
    ("language", "keys", "labels"),
    [
        ("zh", "x", ("> 原因",)),
        ("zh", "s", ("> 读数", "阀门状态", "经过")),
        ("en", "s", ("> reading", "valve", "note")),
        ("en", "c", ("> what was said (may be empty)",)),
    ],
)
async def test_labels_have_the_width_they_need_and_the_line_typed_into_its_mark(scene, language, keys, labels):
    """No label is cut, and the mark goes with the caret."""
    request = 1 if keys == "s" else repair(scene)
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app(language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, request)
        question = await asked(pilot, AskLines if keys == "s" else AskLine, keys)
        for label in labels:
            assert label in whole(app)
        await pilot.press("x", "tab")
        await until(lambda: f"> {labels[1 % len(labels)].lstrip('> ')}" in whole(app))
        assert whole(app).count(" > ") == whole(app).count(f"> {labels[1 % len(labels)].lstrip('> ')}")
        assert question.query(Field).first().region.x > 3


async def test_a_picker_takes_the_width_of_the_screen(scene):
    """A long name is whole where there is room for it."""
    long = "用户表后管道锈蚀严重并有明显松动需要更换整段管道的情形"
    app = scene.app()
    async with app.run_test(size=(160, 48)) as pilot:
        await until(lambda: app.seat is not None)
        from screens.host import view_of

        await app.push_screen(Choose(view_of(app), "?", [Option("a", long, "RP-PIPE"), Option("b", "短", "RP-B")]))
        await pilot.pause()
        await pilot.pause()
        assert long in whole(app)
        assert "RP-PIPE" in whole(app)


async def test_typing_replaces_the_proposed_end_and_a_span_counts_from_the_sending(scene):
    """`+2h` over the proposed `+1h`; sent half an hour later it is two hours from then."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, request)
        reasons = await asked(pilot, Choose, "h")
        assert whole(app).count("停办结时钟") == 5
        assert whole(app).count("不停时钟") == 3
        question = await asked(pilot, AskTime, "2", beyond=reasons)
        await pilot.press("plus", "2", "h")
        assert question.query_one(Field).value == "+2h"
        scene.wall.advance(minutes=30)
        question.tell_understood()
        sent = scene.wall.now()
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(request).row.board == "held")
    held = scene.desk.look.detail(request)
    assert held.hold_reason == HoldReason.CUSTOMER_ASKED
    assert 0 <= (held.held_until or 0) - (sent + 2 * HOUR) < MINUTE


async def test_only_possible_endings_are_offered_first_and_each_has_a_key(scene):
    """A repair where no crew was: answered on the line is first; what a supervisor may excuse says so."""
    request = repair(scene)
    scene.desk.handling.take(scene.li, request)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, request)
        question = await asked(pilot, Choose, "v")
        assert question.query_one("#options").ref == "answered"
        assert whole(app).count("没有班组去过, 要写原因") == 10
        assert [line.split()[0] for line in whole(app).splitlines() if "没有班组去过" in line][-1] == "a"
        await asked(pilot, AskLines, "1", beyond=question)


async def test_an_ending_that_is_not_possible_says_why_and_is_not_taken(scene):
    """An emergency is not answered on the line, whoever asks."""
    for verb in ("on_site", "done"):
        getattr(scene.desk.dispatch, verb)(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot, 1)
        question = await asked(pilot, Choose, "v")
        await pilot.press("a")
        await pilot.pause()
        assert app.screen is question
        assert "电话解答 现在不能选" in trouble(app)


def skilled(scene: Any) -> None:
    """Two crews know emergencies, one knows repairs."""
    with scene.desk.store.write() as connection:
        for code, skills in (("抢1", "emergency,network"), ("抢2", "emergency"), ("修1", "indoor repair")):
            connection.execute(update(Crew).where(Crew.code == code).values(skills=skills))


async def test_a_crew_that_lacks_the_skill_stands_below_and_asks_for_a_reason(scene):
    """Its want is named in the reader's words; the reason is in the journal."""
    skilled(scene)
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, request)
        question = await asked(pilot, Choose, "d")
        assert question.shown[0].value == "修1"
        assert "本片区" in whole(app) or "来自" in whole(app)
        assert question.query_one("#options").ref == "修1"
        assert "缺 户内维修" in whole(app)
        assert "indoor repair" not in whole(app)
        assert not [line for line in whole(app).splitlines() if line.split()[:1] == ["a"]]
        await pilot.press("抢")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is question
        assert "先选一项" in trouble(app)
        await pilot.press("1")
        await until(lambda: len(question.shown) == 1)
        reason = await asked(pilot, AskLine, "enter")
        assert "缺 户内维修" in whole(app)
        await pilot.press(*"最近", "enter")
        await until(lambda: app.screen is not reason)
        await until(lambda: scene.desk.look.detail(request).assignments)
    line = next(row for row in scene.desk.look.detail(request).journal if row.act == Act.ASSIGN)
    assert line.data["override_reason"] == "最近"


async def test_a_long_list_takes_the_height_there_is(scene):
    """Thirty categories and more stand on a high screen at once; on a low one they scroll."""
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(160, 60)) as pilot:
        await opened(pilot, request)
        question = await asked(pilot, Choose, "p")
        assert len(question.options) > 30
        assert question.query_one("#options").size.height == min(len(question.options), 49)
        assert question.query_one("#question-band").region.y >= 1
