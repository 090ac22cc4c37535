"""The crew board and the map of the city: what stands there, what a key does to it, and when there is no map."""

from typing import Any

import pytest
from hands import lines, until, whole
from sqlalchemy import text

from models.rows.field import CrewMessage
from models.vocabulary import Act
from models.wall import MINUTE
from screens.crews import CrewsScreen
from screens.detail import DetailScreen
from screens.dialogs import AskLine, Choose
from screens.format import cells

CENTRES = {"城东": (30.02, 120.06), "城西": (30.02, 119.94), "城南": (29.95, 120.0), "城北": (30.08, 120.0),
           "开发": (30.09, 120.09)}  # fmt: skip


@pytest.fixture
def placed(scene):
    """The morning with coordinates: every request near the middle of its district, a few premises in each."""
    with scene.desk.store.write() as connection:
        for number, (name, (lat, lon)) in enumerate(CENTRES.items()):
            connection.execute(
                text("UPDATE request SET latitude = :lat + (id % 7) * 0.002, longitude = :lon + (id % 5) * 0.003"
                     " WHERE district = :name"), {"lat": lat, "lon": lon, "name": name})  # fmt: skip
            connection.execute(
                text("INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, valve,"
                     " latitude, longitude) VALUES (:id, :name, '', 'x', '', '', '', '', '', :lat, :lon)"),
                {"id": 900 + number, "name": name, "lat": lat, "lon": lon})  # fmt: skip
    return scene


async def opened(pilot: Any, *keys: str) -> CrewsScreen:
    """The board over the console."""
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("ctrl+y")
    await until(lambda: isinstance(app.screen, CrewsScreen) and app.screen.sheet.rows)
    await pilot.press(*keys)
    await pilot.pause()
    return app.screen


@pytest.mark.parametrize(
    ("size", "language"), [((80, 24), "zh"), ((80, 24), "en"), ((120, 40), "zh"), ((160, 48), "en")]
)
async def test_the_board_tells_state_timer_job_next_and_end_of_shift(scene, size, language):
    """What stays is as wide as the screen, in both languages, at every size."""
    now = scene.wall.now()
    scene.desk.duties.shift(scene.li, "抢3", starts_at=now - 60 * MINUTE, ends_at=now + 90 * MINUTE)
    app = scene.app()
    async with app.run_test(size=size) as pilot:
        if language == "en":
            await until(lambda: app.seat is not None)
            await pilot.press("l")
        await opened(pilot)
        shown = lines(app)
        assert {cells(line) for line in shown} == {size[0]}
        late = next(line for line in shown if " 抢3 " in line)
        words = ("路上", "在途", "计时超 1") if language == "zh" else ("en route", "way", "over 1")
        assert words[0] in late and "!!" in late and "-0:09" in late and "E-00001" in late
        assert "15:53" in late
        assert words[2] in whole(app)
        assert (words[1] in late and "P1" in late) == (size[0] >= 100)
        offered = next(line for line in shown if " 修2 " in line)
        assert "R-00005" in offered and "R-00009" in offered and "0:15" in offered


async def test_a_key_does_its_act_for_the_crew_under_the_cursor(scene):
    """Two crews on one request: each row means its own."""
    dispatch = scene.desk.dispatch
    dispatch.assign(scene.chen, 1, crew="抢2", override_reason="人手")
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "down")
        assert (screen.crew.code, screen.request_id) == ("抢2", 1)
        await pilot.press("t")
        await until(lambda: scene.desk.look.detail(1).assignments[-1].accepted_at)
        assert [job.step for job in scene.desk.look.detail(1).assignments] == ["en_route", "accepted"]
        await pilot.press("down", "t")
        await until(lambda: scene.desk.look.detail(1).assignments[0].on_site_at)
        await until(lambda: screen.crew.step == "on_site")
        scene.wall.advance(minutes=16)
        await until(lambda: " 0:0" in next(line for line in lines(app) if " 抢3 " in line))
        await pilot.press("w")
        await until(lambda: scene.desk.look.journal_tail(1)[0].act == Act.CHECK_IN)
        await until(lambda: "抢3 已应答" in whole(app))
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskLine) or app.screen is not screen)
        await pilot.press("escape", "enter")
        await until(lambda: isinstance(app.screen, DetailScreen))
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)


async def test_a_crew_without_a_job_says_so_and_a_line_names_any_crew(scene):
    """Neither a key nor Enter does something to somebody else's request."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "down", "enter")
        await until(lambda: "抢2 空闲, 手上没有工单" in whole(app))
        await pilot.press("t")
        assert app.screen is screen
        await pilot.press(":", *"s E-00001 抢3 报平安 找到漏点", "enter")
        await until(lambda: scene.desk.look.journal_tail(1)[0].act == Act.CHECK_IN)
        assert scene.desk.look.journal_tail(1)[0].data["note"] == "找到漏点"


async def test_the_board_follows_what_a_phone_says(scene):
    """Without a key: the journal tells the screen."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert "到场" not in next(line for line in lines(app) if " 抢3 " in line)
        scene.desk.field.report(scene.chen, CrewMessage("抢3", Act.ON_SITE))
        await until(lambda: "到场" in next(line for line in lines(app) if " 抢3 " in line))


@pytest.mark.parametrize("size", [(120, 40), (160, 48)], ids=str)
async def test_the_map_shows_districts_requests_and_crews_where_they_are(placed, size):
    """What shares a place is counted, the worst on top; below stands what is under the cursor."""
    app = placed.app()
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot, "g")
        await until(lambda: screen.city_map.city.requests)
        await pilot.pause()
        shown = lines(app)
        assert {cells(line) for line in shown} == {size[0]}
        text = whole(app)
        assert ">E!!!3" in text
        assert all(name in text for name in CENTRES)
        north, south = (
            next(n for n, line in enumerate(shown) if f" {name}" in line and n > 10) for name in ("城北", "城西")
        )
        assert north < south
        assert "城东 +7" in text
        line = next(line for line in shown if "E-00001  P1  " in line)
        assert "到场超时" in line and "抢3" in line
        counted = sum(len(cell.things) for cell in screen.city_map.chart.cells)
        assert counted == screen.city_map.city.requests + len(screen.city_map.city.units)
        await pilot.press("g")
        await pilot.pause()
        assert not screen.city_map.display


async def test_the_cursor_goes_from_place_to_place_and_enter_opens_what_stands_there(placed):
    """Several things are asked about; acts are about the worst of them."""
    app = placed.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "g")
        await until(lambda: screen.city_map.city.requests)
        begun = screen.city_map.cell
        assert screen.request_id == 1
        await pilot.press("right")
        assert screen.city_map.cell.column > begun.column
        await pilot.press("left")
        assert screen.city_map.cell == begun
        await pilot.press("up", "home")
        assert screen.city_map.cell == begun
        seen = {screen.city_map.cell}
        for _ in screen.city_map.chart.cells:
            await pilot.press("pagedown")
            seen.add(screen.city_map.cell)
        assert seen == set(screen.city_map.chart.cells)
        await pilot.press("home", "enter")
        await until(lambda: isinstance(app.screen, Choose))
        await pilot.press("1")
        await until(lambda: isinstance(app.screen, DetailScreen))
        await pilot.press("escape")
        await until(lambda: app.screen is screen)
        await pilot.press("tab", "down")
        assert screen.crew.code == "抢2"


async def test_the_cursor_stays_on_its_request_while_the_city_moves(placed):
    app = placed.app()
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await opened(pilot, "g", "right")
        await until(lambda: screen.city_map.city.requests)
        await pilot.press("right")
        about, city = screen.request_id, screen.city_map.city.requests
        placed.desk.intake.join(placed.li, 1, phone="13900000000")
        placed.save("RP-HOSE", 1, 1)
        await until(lambda: screen.city_map.city.requests > city)
        assert screen.request_id == about


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_there_is_no_map_where_it_would_lie(scene, language):
    """Too small; without any coordinates: one sentence says why."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        if language == "en":
            await until(lambda: app.seat is not None)
            await pilot.press("l")
        await opened(pilot, "g")
        await pilot.pause()
        assert ("屏幕太小" if language == "zh" else "one heap: it needs 100 x 12.") in whole(app)
        await pilot.resize_terminal(120, 40)
        await until(lambda: ("没有任何坐标" if language == "zh" else "Nothing has coordinates") in whole(app))
        await pilot.press("enter")
        assert isinstance(app.screen, CrewsScreen)


async def test_a_map_of_a_few_would_show_a_calm_that_is_none(placed):
    with placed.desk.store.write() as connection:
        connection.execute(text("UPDATE request SET latitude = NULL WHERE id > 5"))
    app = placed.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot, "g")
        await until(lambda: "只有 5 张有坐标" in whole(app))


async def test_the_word_for_the_map_opens_it_from_everywhere(placed):
    app = placed.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        await pilot.press(":", *"地图", "enter")
        await until(lambda: isinstance(app.screen, CrewsScreen) and app.screen.city_map.display)
        await pilot.press("ctrl+y")
        await until(lambda: not isinstance(app.screen, CrewsScreen))
