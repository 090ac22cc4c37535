"""All that the desk can do can be said: facts by their names, wishes, callers, cards, knowledge, calls."""

import subprocess
import sys
from typing import Any

import pytest
from hands import said, until

from models.rows import NewRequest
from models.vocabulary import Act
from screens.dialogs import Choose
from screens.editing import EditScreen
from screens.hearing import hear, next_choices
from screens.knowledge import KnowledgeScreen
from screens.word_lists import Known
from screens.wording import LANGUAGES

KNOWN = Known(zone="Asia/Shanghai", now=1_795_328_587_000)


async def seated(pilot: Any) -> Any:
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts and app.screen.table.cursor_id is not None)
    await pilot.pause()
    return app


async def tell(pilot: Any, line: str) -> None:
    names = {" ": "space", "+": "plus", ":": "colon", ";": "semicolon", "-": "minus"}
    await pilot.press("colon", *(names.get(letter, letter) for letter in line), "enter")


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("修改 12 地址 建设路28号; 备注 有狗", {"address": "建设路28号", "note": "有狗"}),
        ("edit 12 address=12 Park Road；phone 1390001", {"address": "12 Park Road", "phone": "1390001"}),
        ("补记 12 人员 两位老人", {"people": "两位老人"}),
        ("关联 R-1042", {"other": "R-01042"}),
        ("link 12 R-1042", {"other": "R-01042"}),
        ("拆出 12 2", {"caller": "2"}),
        ("约回电 12 +30m 老人听力不好", {"until": KNOWN.now + 1_800_000, "note": "老人听力不好"}),
        ("约回电 12 13900001111 +30m", {"until": KNOWN.now + 1_800_000, "phone": "13900001111"}),
        ("研判 12 合理 合法 不可行 先记下", {"reasonable": True, "lawful": True, "possible": False, "text": "先记下"}),
        ("judge 12 no yes no explained", {"reasonable": False, "lawful": True, "possible": False, "text": "explained"}),
        ("研判 12 是 是 是 +7d 供气所; 请答复", {"reasonable": True, "lawful": True, "possible": True,
                                       "hear_by": KNOWN.now + 7 * 86_400_000, "unit": "供气所", "text": "请答复"}),
        ("分诊 12 A A2 1", {"card": "A", "question": "A2", "answer": "1"}),
        ("收回回答 12 A2", {"question": "A2"}),
        ("取用 12 meter-card", {"article": "meter-card"}),
        ("不接 12 已下班", {"reason": "已下班"}),
    ],
)  # fmt: skip
def test_a_line_says_the_facts(line, facts):
    """In their order, or behind their names."""
    heard = hear(line, KNOWN)
    assert heard.trouble is None
    assert {name: heard.facts.get(name) for name in facts} == facts


def test_a_name_that_is_no_fact_is_told_and_tab_offers_those_that_are():
    """Half a name that means two things is no guess."""
    trouble = hear("修改 12 颜色 红", KNOWN).trouble
    assert trouble is not None and trouble.key == "line.no_fact"
    offered = [one.label for one in next_choices("修改 12 地址 公园路; ", KNOWN)]
    assert "备注" in offered or "经过" in offered
    assert "地址" not in offered


async def test_a_fact_is_corrected_in_a_line_and_the_word_alone_opens_the_form(scene):
    """What was said is done at once."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    number = scene.desk.look.number_of(request)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await tell(pilot, f"修改 {number} 地址 公园路9号")
        await until(lambda: "资料已改" in said(app), told=lambda: said(app))
        assert scene.desk.look.detail(request).row.address == "公园路9号"
        await tell(pilot, f"补记 {number} 人员 两位老人")
        await until(lambda: "已补记" in said(app), told=lambda: said(app))
        assert scene.desk.look.detail(request).people == "两位老人"
        await tell(pilot, f"修改 {number}")
        await until(lambda: isinstance(app.screen, EditScreen), told=lambda: said(app))


async def test_a_promise_a_link_and_a_caller_of_their_own_in_lines(scene):
    """Each done at Enter, without a question."""
    first = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    second = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395552", address="公园路2号")).id
    scene.desk.intake.join(scene.li, first, phone="13900001111", note="邻居")
    one, two = scene.desk.look.number_of(first), scene.desk.look.number_of(second)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        for line, words in (
            (f"约回电 {one} +30m 等消息", "前回电"),
            (f"已回电 {one} 已说明", "已回电"),
            (f"关联 {one} {two}", "已关联"),
            (f"拆出 {one} 13900001111", "另立"),
        ):
            await tell(pilot, line)
            await until(lambda words=words: words in said(app), told=lambda line=line: (line, said(app)))
            assert len(app.screen_stack) == 1
    detail = scene.desk.look.detail(first)
    assert {Act.PROMISE, Act.KEEP_PROMISE, Act.LINK, Act.SPLIT} <= {row.act for row in detail.journal}
    assert two in [row.number for row in detail.linked]


async def test_the_next_question_of_the_card_is_asked_on_a_saved_request(scene):
    """The word alone asks; the answer is on record, and can be taken back."""
    request = next(row.id for row in scene.desk.look.rows(range(1, 60)).values() if row.category == "EM-LEAK-IN")
    number = scene.desk.look.number_of(request)
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(pilot)
        await tell(pilot, f"分诊 {number}")
        await until(lambda: isinstance(app.screen, Choose), told=lambda: said(app))
        await pilot.pause()
        await pilot.press("1")
        await until(lambda: "已记分诊回答" in said(app), told=lambda: said(app))
        answers = scene.desk.look.detail(request).triage.answers
        assert len(answers) == 1
        await tell(pilot, f"收回回答 {number} {answers[0].question}")
        await until(lambda: "已收回回答" in said(app), told=lambda: said(app))
    triage = scene.desk.look.detail(request).triage
    assert triage is None or triage.answers == ()


@pytest.mark.parametrize("line", ["k 卡表", "知识 卡表", "ｋ 卡表"])
async def test_a_topic_behind_the_word_is_looked_up(scene, line):
    """`:k` and a text is the shelf with that text searched; `:k` alone is the shelf."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot)
        await tell(pilot, line)
        await until(lambda: isinstance(app.screen, KnowledgeScreen), told=lambda: said(app))
        assert app.screen.query_one("Field").value == "卡表"
        await pilot.press("escape")
        await until(lambda: not isinstance(app.screen, KnowledgeScreen))
        await tell(pilot, "k")
        await until(lambda: isinstance(app.screen, KnowledgeScreen))
        assert app.screen.query_one("Field").value == ""


@pytest.mark.parametrize("line", ['find it\'s "x" \\n', 'k it\'s "x" \\n', "calls it's"])
async def test_quotation_marks_behind_a_word_are_text(scene, line):
    """What is typed never becomes part of an action."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot)
        await app.screen.command(line)
        await pilot.pause()
        assert app.is_running


def test_the_line_is_not_loaded_with_the_application():
    """It is loaded in a thread after the first rows; importing the application must not wait for it."""
    code = "import sys, console.app; print('screens.command_desk' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


async def test_what_reads_the_line_is_there_before_the_first_colon(scene):
    """Loaded by itself a moment after the desk was opened."""
    from screens import grammar

    grammar.slots_of.cache_clear()
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await seated(pilot)
        await until(lambda: grammar.slots_of.cache_info().currsize >= len(grammar.SAID))


@pytest.mark.parametrize("language", LANGUAGES)
def test_tab_offers_names_in_the_language_of_the_reader(language):
    """And takes either."""
    offered = [one.label for one in next_choices("edit 12 ", Known(lang=language))]
    assert ("address" in offered) == (language == "en")
