"""Marks are on requests; one act on all of them is asked once, done row by row, and never ends a P1."""

from typing import Any

import pytest
from hands import opened, said, until

from models.errors import StoreError
from models.rows import NewRequest
from models.vocabulary import Act, Kind, Priority, Status
from models.wall import HOUR
from screens.bulk import MANY, Outcomes
from screens.dialogs import AskLine, AskLines, Confirm, Question
from screens.marks import read_filter
from screens.repeating import _spellings


def painted(app: Any) -> str:
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def tell(pilot: Any, line: str) -> None:
    """Type a line after the colon."""
    await pilot.press("colon")
    names = {" ": "space", ">": "greater_than_sign", "-": "minus"}
    for letter in line:
        await pilot.press(names.get(letter, letter))
    await pilot.press("enter")


async def question(app: Any, kind: type[Question]) -> Any:
    await until(lambda: isinstance(app.screen, kind) and app.screen.is_mounted, told=lambda: said(app))
    return app.screen


def repair(scene: Any, place: str, **fields: Any) -> int:
    return scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address=place, **fields)).id


@pytest.mark.parametrize(("language", "size"), [("zh", (80, 24)), ("en", (120, 40))])
async def test_space_marks_rows_and_the_marks_survive(scene, language, size):
    """A refresh, another language, a page further; Esc takes them away."""
    app = scene.app(language=language)
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("2")
        await pilot.press("space", "space", "ideographic_space")
        marked = app.marked
        assert len(marked) == 3
        await until(lambda: ("已标 3" if language == "zh" else "3 marked") in painted(app))
        assert painted(app).count("\n#") == 3
        await pilot.press("l")
        await until(lambda: ("3 marked" if language == "zh" else "已标 3") in painted(app))
        await pilot.press("pagedown", "pageup", "g")
        await until(lambda: painted(app).count("\n#") == 3)
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}
        assert app.marked == marked
        await pilot.press("escape")
        await until(lambda: "\n#" not in painted(app))
        assert app.marked == frozenset()


async def test_one_act_on_all_that_are_marked_asks_once_and_lists_what_came(scene):
    """One is refused with its reason, the others are done; the refused one stays marked."""
    requests = [repair(scene, f"公园路{n}号") for n in range(3)]
    scene.desk.handling.cancel(scene.li, requests[1], reason="打错")
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        app.memory.marks.add(requests)
        await tell(pilot, "h 等配件 18:00")
        await question(app, Confirm)
        await pilot.pause()
        await pilot.press("y")
        sheet = await question(app, Outcomes)
        await pilot.pause()
        assert [(one.row.id, one.done) for one in sheet.found] == [
            (requests[0], True), (requests[1], False), (requests[2], True)
        ]  # fmt: skip
        assert "已撤销" in painted(app)
        await pilot.press("enter")
        await until(lambda: "做成 2 张, 未做 1 张" in said(app), told=lambda: said(app))
        assert app.marked == {requests[1]}
    statuses = [scene.desk.look.detail(one).row.status for one in requests]
    assert statuses == [Status.HELD, Status.CANCELLED, Status.HELD]


async def test_a_key_is_about_what_is_marked_and_its_facts_are_asked_once(scene):
    """x on three rows: one reason, one yes, three transactions."""
    requests = [repair(scene, f"公园路{n}号") for n in range(3)]
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        app.memory.marks.add(requests)
        await pilot.press("x")
        await question(app, AskLines)
        await pilot.pause()
        await pilot.press("重", "复", "enter")
        await question(app, Confirm)
        await pilot.pause()
        await pilot.press("y")
        await question(app, Outcomes)
    lines = [row for one in requests for row in scene.desk.look.detail(one).journal if row.act == Act.CANCEL]
    assert [row.data["reason"] for row in lines] == ["重复"] * 3
    assert len({row.seq for row in lines}) == 3


@pytest.mark.parametrize("line", ["x 打错", "v 修复", "b 545", "merge {into} 同一户"])
async def test_a_p1_is_never_ended_among_others(scene, line):
    """Cancel, resolve, close, merge: refused with a reason, also for a supervisor."""
    into = scene.desk.look.number_of(repair(scene, "公园路9号"))
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        app.memory.marks.add([2, repair(scene, "公园路1号")])
        assert scene.desk.look.rows([2])[2].priority is Priority.P1
        said_line = line.format(into=into)
        await pilot.press("colon")
        for letter in said_line:
            await pilot.press({" ": "space", "-": "minus"}.get(letter, letter))
        await pilot.press("enter")
        await question(app, Confirm)
        await pilot.pause()
        await pilot.press("y")
        sheet = await question(app, Outcomes)
        assert [(one.done, "P1" in one.why) for one in sheet.found if one.row.id == 2] == [(False, True)]
    assert scene.desk.look.rows([2])[2].status in (Status.OPEN, Status.WORKING)


async def test_from_twenty_rows_on_the_number_has_to_be_typed(scene):
    """A yes is pressed too easily; a wrong number does nothing."""
    head = scene.desk.look.journal_head()
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await tell(pilot, "mark 报修 >1h")
        await until(lambda: len(app.marked) >= MANY, told=lambda: (said(app), len(app.marked)))
        await tell(pilot, "l 暴雨")
        await question(app, AskLine)
        await pilot.pause()
        await pilot.press("1", "enter")
        await until(lambda: "没有做" in said(app), told=lambda: said(app))
        assert scene.desk.look.journal_head() == head
        many = str(len(app.marked))
        await tell(pilot, "l 暴雨")
        await question(app, AskLine)
        await pilot.pause()
        await pilot.press(*many, "enter")
        await question(app, Outcomes)
    assert scene.desk.look.journal_head() >= head + MANY


async def test_trying_again_does_nothing_twice(scene, monkeypatch):
    """What was written before the file was busy is written once: the token is the same."""
    requests = [repair(scene, f"公园路{n}号") for n in range(2)]
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        real, busy = app.desk.handling.note, []

        def note(*given: Any, token: str, **asked: Any) -> Any:
            done = real(*given, token=token, **asked)
            if len(busy) < 3:
                busy.append(token)
                raise StoreError("store.busy", "Busy.", "Again.", pid=7)
            return done

        monkeypatch.setattr(app.desk.handling, "note", note)
        app.memory.marks.add(requests)
        await tell(pilot, "l 门口有狗")
        await question(app, Confirm)
        await pilot.pause()
        await pilot.press("y")
        first = await question(app, Outcomes)
        assert [one.done for one in first.found] == [False, True]
        await pilot.pause()
        await pilot.press("r")
        await until(lambda: app.screen is not first and isinstance(app.screen, Outcomes), told=lambda: app.screen)
        assert [one.done for one in app.screen.found] == [True]
    notes = [row for one in requests for row in scene.desk.look.detail(one).journal if row.act == Act.NOTE]
    assert len(notes) == 2
    assert len(set(busy)) == 1


DISTRICTS = [("城东", "East"), ("城西", "West"), ("城南", "South")]


def test_a_filter_is_read_in_both_languages_and_says_what_it_does_not_know(scene):
    """Kinds, districts, ages, priorities, states."""
    words = _spellings()
    now = scene.wall.now()
    rows = scene.desk.look.queue(Kind.REPAIR, limit=100)
    for text in ("repair 东区 >24h", "报修 城东 >1天", "ｒｅｐａｉｒ east >24h"):
        meant = read_filter(text, DISTRICTS, words)
        assert (meant.kinds, meant.district, meant.unknown) == ((Kind.REPAIR,), "城东", "")
        held = [row for row in rows if meant.holds(row, now)]
        assert held
        assert all(now - row.received > 24 * HOUR for row in held)
    assert {row.priority for row in rows if read_filter("P2", DISTRICTS, words).holds(row, now)} == {Priority.P2}
    assert {row.board.value for row in rows if read_filter("挂起", DISTRICTS, words).holds(row, now)} == {"held"}
    assert all(now > row.due_at for row in rows if read_filter("late", DISTRICTS, words).holds(row, now))
    assert read_filter("报修 月球", DISTRICTS, words).unknown == "月球"
