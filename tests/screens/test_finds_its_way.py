"""What can be done names its key or word; figures name whose they are; what waits is found without its number."""

from itertools import pairwise
from typing import Any

import pytest
from hands import said, seated, until, whole

from models.rows import NewRequest
from models.vocabulary import Act, CrewStatus
from screens.drill import DrillScreen
from screens.format import cells
from screens.keys import act_word
from screens.next_step import in_detail
from screens.view import View
from screens.widgets.detail_lines import act_lines
from screens.widgets.detail_pane import keys_for
from screens.widgets.queue_columns import columns
from screens.widgets.sheet import line_strip
from screens.wording import Wording


def saved(scene: Any, category: str = "RP-HOSE") -> int:
    return scene.desk.intake.save(scene.li, NewRequest(category, phone="1395551", address="公园路1号")).id


def acts_of(scene: Any, request: int, language: str, width: int) -> list[str]:
    """The lines of what can be done."""
    detail = scene.desk.look.detail(request)
    choices = in_detail(detail, scene.desk.look.choices(request, scene.li, scene.wall.now()))
    view = View(Wording(language), "Asia/Shanghai", scene.wall.now())
    return [line_strip(line, width).text for line in act_lines(choices, keys_for(detail), view, width)]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_act_without_a_key_shows_the_word_to_type(scene, language):
    """A colon alone says nothing."""
    lines = acts_of(scene, 1, language, 84)
    assert not [line for line in lines if line.strip().startswith(": ")]
    word = act_word(Act.WITHDRAW, language)
    assert word in (":撤派", ":withdraw")
    assert [line for line in lines if line.strip().startswith(word)]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [77, 84, 110, 160])
def test_what_can_be_done_and_what_cannot_do_not_touch(scene, language, width):
    """Beside each other with a gutter and nothing cut, or one above the other."""
    lines = acts_of(scene, 1, language, width)
    assert not [line for line in lines if ".." in line]
    head = lines[0]
    words = Wording(language)
    if words("detail.cannot") in head:
        at = cells(head[: head.index(words("detail.cannot"))])
        for line in lines[1:]:
            gutter = "".join(char for char in cells_of(line)[at - 3 : at])
            assert not gutter.strip()


def cells_of(line: str) -> list[str]:
    """One entry a cell of the terminal."""
    return [part for char in line for part in (char, *[""] * (cells(char) - 1))]


def test_a_time_is_amended_only_where_a_step_was_taken(scene):
    """Nobody was sent: there is nothing to amend."""
    request = saved(scene)
    before = {choice.act: choice for choice in in_detail(
        scene.desk.look.detail(request), scene.desk.look.choices(request, scene.li, scene.wall.now()))}  # fmt: skip
    assert before[Act.AMEND].why_not == "step.no_crew"
    scene.desk.dispatch.assign(scene.chen, request, crew="修3")
    after = {choice.act: choice for choice in in_detail(
        scene.desk.look.detail(request), scene.desk.look.choices(request, scene.li, scene.wall.now()))}  # fmt: skip
    assert after[Act.AMEND].why_not is None


def test_a_crew_that_has_only_accepted_is_not_on_its_way(scene):
    """It said yes; it has not set out."""
    request = saved(scene)
    scene.desk.dispatch.assign(scene.chen, request, crew="检2")

    def status() -> str:
        return next(crew.status for crew in scene.desk.look.crews(scene.desk.wall.now()) if crew.code == "检2")

    scene.desk.dispatch.accept(scene.chen, request, crew="检2")
    assert status() is CrewStatus.ACCEPTED
    scene.desk.dispatch.en_route(scene.chen, request, crew="检2")
    assert status() is CrewStatus.MOVING


async def test_requests_without_a_district_are_named_so(scene):
    """Their list said that it was the whole city's."""
    request = saved(scene)
    app = scene.app()
    async with app.run_test(size=(120, 40)):
        await seated(app)
        await app.push_screen(DrillScreen(""))
        await until(lambda: app.screen.table.window.total)
        assert "(无片区)" in whole(app)
        assert "全市" not in whole(app)
        assert app.screen.table.window.ids == [request]


@pytest.mark.parametrize(("language", "word"), [("zh", "已办结"), ("en", "resolved")])
async def test_what_waits_for_a_call_back_is_found_by_a_word(scene, language, word):
    """The longest waiting first, those outside the sample behind; Enter opens one, and it can be closed."""
    requests = [saved(scene, "RP-VALVE"), saved(scene, "RP-VALVE")]
    for request in requests:
        scene.wall.advance(minutes=5)
        for verb in ("assign", "on_site", "done"):
            getattr(scene.desk.dispatch, verb)(scene.chen, request, crew="修3")
        scene.desk.handling.resolve(scene.chen, request, disposition="fixed")
    app = scene.app(language=language)
    async with app.run_test(size=(120, 40)) as pilot:
        await seated(app)
        await app.screen.command(word)
        await until(lambda: app.screen.table.window.ids == requests)
        await pilot.press("enter")
        await until(lambda: app.screen.detail.request_id == requests[0])


async def test_nothing_resolved_is_said(scene):
    """The list does not open empty."""
    app = scene.app()
    async with app.run_test(size=(80, 24)):
        await seated(app)
        await app.screen.command("已办结")
        await until(lambda: "没有已办结待回访" in said(app))


async def test_a_waiting_draft_is_said_at_the_start(scene):
    """Whoever sits down reads it with their name."""
    draft = scene.desk.intake.begin(scene.li, received=scene.wall.now())
    scene.desk.intake.keep(scene.li, draft.id, {"phone": "1395551"})
    app = scene.app()
    async with app.run_test(size=(80, 24)):
        await until(lambda: "有 1 份没写完: 1395551  按 f 接着写" in said(app))


@pytest.mark.parametrize("width", [74, 79, 80, 82, 119, 120, 140, 160, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_columns_stand_beside_each_other_whatever_the_width(width, language):
    """None overlaps the next, and category and address share what is left."""
    layout = columns(width, language)
    places = sorted(layout.places.values(), key=lambda place: place.start)
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert places[-1].end <= width
    category, address = layout["category"], layout["address"]
    assert category is not None
    assert address is not None
    if width >= 120:
        assert category.width >= 18
        assert address.width >= 20
