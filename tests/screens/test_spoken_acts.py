"""Acts said in one line: what is said is not asked, what is missing is; a refusal is read before Enter."""

from typing import Any

import pytest
from hands import opened, said, until

from models.rows import NewRequest
from models.vocabulary import Act, AlarmState, Disposition, HoldReason, Priority, Status, Step
from screens.dialogs import AskLines, AskTime, Choose, Confirm, Question


async def tell(pilot: Any, line: str, *, enter: bool = True) -> None:
    """Type a line after the colon, letter by letter."""
    await pilot.press("colon")
    names = {" ": "space", "+": "plus", ":": "colon", ".": "full_stop", "-": "minus", ";": "semicolon"}
    for letter in line:
        await pilot.press(names.get(letter, letter))
    if enter:
        await pilot.press("enter")


async def hinted(app: Any, words: str) -> None:
    """The line below says this."""
    await until(lambda: words in app.screen.hint.text(), told=app.screen.hint.text)


def repair(scene: Any, place: str = "公园路1号") -> int:
    return scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address=place)).id


def number(scene: Any, request: int) -> str:
    return scene.desk.look.number_of(request)


async def put_cursor(app: Any, request_id: int) -> None:
    await app.screen.open_row(app.desk.look.rows([request_id])[request_id])


async def test_a_whole_job_in_lines_without_one_question(scene):
    """Dispatch, the crew's steps, note, hold, resolve: each said whole, each done at Enter."""
    request = repair(scene)
    count = number(scene, request)[2:].lstrip("0")
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        for line, words in (
            (f"c {count} 约好下午", "首次联系"),
            (f"d {count} 修3 离得最近", "已派 修3"),
            (f"l {count} 电梯坏 走楼梯", "已记一句"),
            ("s 修3 接单", "已接单"),
            ("s 修3 到场", "已到场"),
            (f"h {count} 用户不在 18:00", "已挂起到 18:00:00"),
            (f"r {count}", "已恢复"),
            ("s 修3 完工", "已完工"),
            (f"v {count} 修复 换了软管", "已办结"),
        ):
            await tell(pilot, line)
            await until(lambda words=words: words in said(app), told=lambda line=line: (line, said(app)))
            assert len(app.screen_stack) == 1
    detail = scene.desk.look.detail(request)
    assert (detail.row.status, detail.disposition) == (Status.RESOLVED, Disposition.FIXED)
    told = {row.act: row.data for row in detail.journal}
    assert told["note"]["text"] == "电梯坏 走楼梯"
    assert told["hold"]["reason"] == HoldReason.NOT_HOME
    assert told["resolve"]["note"] == "换了软管"


@pytest.mark.parametrize(
    ("verb", "reason", "moment"),
    [
        ("h", "yhyq", "19:00"),
        ("ＧＱ", "用户要求", "１９：００"),
        ("hold", "customer_asked", "19:00"),
        ("挂起", "用户要", "19"),
    ],
)
async def test_words_initials_and_full_width_say_the_same(scene, verb, reason, moment):
    """The row under the cursor is meant where no number is said."""
    request = repair(scene)
    app = scene.app(language="en" if verb == "hold" else "zh")
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await put_cursor(app, request)
        await tell(pilot, f"{verb} {reason} {moment}")
        await until(lambda: scene.desk.look.detail(request).row.status is Status.HELD)
    data = next(row.data for row in scene.desk.look.detail(request).journal if row.act == Act.HOLD)
    assert data["reason"] == HoldReason.CUSTOMER_ASKED


async def test_only_what_is_missing_is_asked(scene):
    """A hold with its reason asks for the end alone; safe asks whether the source was found."""
    request = repair(scene)
    scene.desk.dispatch.on_site(scene.chen, 1, crew="抢3")
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await tell(pilot, f"h {number(scene, request)} 等配件")
        await until(lambda: isinstance(app.screen, AskTime))
        await pilot.pause()
        await pilot.press("enter")
        await until(lambda: "已挂起" in said(app) if hasattr(app.screen, "line") else False)
        await tell(pilot, "safe e1 0%LEL 关")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        await pilot.press("n")
        await until(lambda: hasattr(app.screen, "line") and "已记现场安全" in said(app))
    line = next(row for row in scene.desk.look.detail(1).journal if row.act == Act.SAFE)
    assert (line.data["reading"], line.data["valve"], line.data["source_found"]) == ("0%LEL", "关", False)
    held = next(row for row in scene.desk.look.detail(request).journal if row.act == Act.HOLD)
    assert held.data["reason"] == HoldReason.PARTS


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_refusal_is_read_before_enter(scene, size):
    """The desk's own reason, while the line is typed; nothing is written by that, nor by Enter."""
    head = scene.desk.look.journal_head()
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        await tell(pilot, "h e2 无人 18:00", enter=False)
        await hinted(app, "还没有记为安全")
        await pilot.press("enter")
        await until(lambda: "还没有记为安全" in said(app))
        await tell(pilot, "d e3 抢1", enter=False)
        await hinted(app, "抢1")
        await until(lambda: app.screen.hint.text().startswith("x "))
        await pilot.press("escape")
        await tell(pilot, "v e99999 修复", enter=False)
        await hinted(app, "99999")
        await pilot.press("escape")
    assert scene.desk.look.journal_head() == head


async def test_what_would_happen_is_said_in_both_languages(scene):
    """Act, number and place, facts as they were understood, and what will be asked."""
    request = repair(scene)
    for language, words in (
        ("zh", ("挂起", "家中无人", "会问: 到何时")),
        ("en", ("hold", "nobody home", "will ask: until")),
    ):
        app = scene.app(language=language)
        async with app.run_test(size=(80, 24)) as pilot:
            await opened(pilot)
            await tell(pilot, f"h {number(scene, request)} not_home", enter=False)
            for word in words:
                await hinted(app, word)
            lines = [strip.text for strip in app.screen._compositor.render_strips()]
            assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
            assert any(words[0] in line for line in lines)
            await pilot.press("escape")


async def test_tab_goes_through_what_can_be_said(scene):
    """Each Tab puts the next word in place of the one before; Shift+Tab goes back."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await tell(pilot, "gq 用", enter=False)
        await hinted(app, "用户要求")
        field = app.screen.line.typed
        await pilot.press("tab")
        await until(lambda: field.value.startswith("gq 用户"))
        first = field.value
        await pilot.press("tab")
        await until(lambda: field.value != first)
        await pilot.press("shift+tab")
        await until(lambda: field.value == first)


async def test_an_ambiguous_word_says_which(scene):
    """Nothing is done by half a word that two acts share."""
    head = scene.desk.look.journal_head()
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await tell(pilot, "hf")
        await until(lambda: "恢复 / 回访" in said(app))
    assert scene.desk.look.journal_head() == head


async def test_up_brings_back_what_was_typed_and_the_disk_keeps_no_note(scene, tmp_path, monkeypatch):
    """For its owner alone: the words and numbers."""
    from screens import history

    path = tmp_path / "state" / "commands.json"
    monkeypatch.setattr(history, "usual_history", lambda: history.History(path))
    request = repair(scene)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await tell(pilot, f"l {number(scene, request)} 密码4711")
        await until(lambda: "已记一句" in said(app))
        await tell(pilot, "", enter=False)
        await pilot.press("up")
        await until(lambda: app.screen.line.typed.value == f"l {number(scene, request)} 密码4711")
        await pilot.press("down")
        await until(lambda: app.screen.line.typed.value == "")
    assert "4711" not in path.read_text("utf-8")
    assert number(scene, request) in path.read_text("utf-8")
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(history.History(path).lines("li")) == [f"l {number(scene, request)}"]


async def test_a_full_stop_repeats_the_last_act_and_asks_before_it_ends_one(scene):
    """A note goes to the next row at once; a cancel asks first."""
    first, second = repair(scene), repair(scene, "公园路2号")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await tell(pilot, f"l {number(scene, first)} 门口有狗")
        await until(lambda: "已记一句" in said(app))
        await put_cursor(app, second)
        await pilot.press("full_stop")
        await until(lambda: any(row.act == Act.NOTE for row in scene.desk.look.detail(second).journal))
        await tell(pilot, f"x {number(scene, first)} 打错")
        await until(lambda: "已撤销" in said(app))
        await put_cursor(app, second)
        await pilot.press("full_stop")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        await pilot.press("n")
        await until(lambda: not isinstance(app.screen, Question))
        assert scene.desk.look.detail(second).row.status is Status.OPEN
        await pilot.press("ideographic_full_stop")
        await until(lambda: isinstance(app.screen, Confirm))
        await pilot.pause()
        await pilot.press("y")
        await until(lambda: scene.desk.look.detail(second).row.status is Status.CANCELLED)


async def test_every_other_act_in_a_line(scene):
    """Reclassify, hand over, extend, appoint, amend, join, major, receipt, incident, merge, unmerge, reopen, alarms."""
    one, two, three = repair(scene), repair(scene, "公园路2号"), repair(scene, "公园路3号")
    num = {request: number(scene, request) for request in (one, two, three)}
    look = scene.desk.look
    scene.desk.dispatch.assign(scene.chen, one, crew="修3")
    scene.desk.dispatch.accept(scene.chen, one, crew="修3")
    scene.wall.advance(minutes=10)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)

        async def does(line: str, words: str) -> None:
            await tell(pilot, line)
            await until(lambda: words in said(app), told=lambda: (line, said(app)))

        await does(f"p {num[one]} P2 急", "已改级")
        assert look.rows([one])[one].priority is Priority.P2
        await does(f"o {num[one]} 陈", "请对方接手")
        await does(f"延期 {num[one]} +5d 已告知 等件", "已延期")
        await does(f"预约 {num[two]} 明天 9:00 下午不在", "已预约")
        await does(f"amend {num[one]} 修3 accepted 14:30 记错", "已更正")
        await does(f"join {num[one]} 13900001111 邻居也来电", "已并入来电")
        await does(f"e {num[one]} 学校 操场边", "重大险情")
        await does(f"i {num[one]} {num[two]} 同一楼", "事件主单")
        await does(f"i {num[one]} 移出 {num[two]}", "的事件")
        await does(f"i {num[one]} 结束 修好了", "事件已结束")
        await does(f"通报 {num[one]} 还要两小时", "进展已记录")
        await does(f"merge {num[three]} {num[two][2:].lstrip('0')} 同一户", "已并单")
        assert look.detail(three).row.status is Status.MERGED
        await does(f"拆单 {num[three]} 不是一户", "已拆单")
        await does("a e2 看到了", "已确认")
        await does("搁置 e2 5分 等调度", "已搁置")
        await does("取回 e2", "已从搁置取回")
    states = {row.number: row.state for row in look.alarms()}
    assert states["E-00002"] in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)
    assert look.detail(one).assignments[0].step == Step.ACCEPTED


async def test_a_question_that_is_left_does_nothing(scene):
    """Escape in what was missing."""
    request = repair(scene)
    head = scene.desk.look.journal_head()
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await put_cursor(app, request)
        await tell(pilot, "d")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.pause()
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, Question))
        await tell(pilot, "x")
        await until(lambda: isinstance(app.screen, AskLines))
        await pilot.pause()
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, Question))
    assert scene.desk.look.journal_head() == head
