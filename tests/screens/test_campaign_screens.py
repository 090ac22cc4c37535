"""By keys: campaigns are listed, planned, run and announced; the inspector phones in; figures are shown."""

import pytest
from hands import opened, until, whole
from sqlalchemy import insert

from models.rows import NewCampaign
from models.tables import Customer, Premise
from models.vocabulary import CampaignState, InspectionResult, Status
from models.wall import DAY
from screens.campaigns import CampaignsScreen, FiguresScreen, VisitsScreen


async def typed(pilot, text):
    for letter in text:
        await pilot.press({" ": "space", "-": "minus", "/": "slash"}.get(letter, letter))


@pytest.fixture
def homes(scene):
    """Six homes, and a campaign of them that is not planned yet."""
    with scene.desk.store.write() as connection:
        places = [{"id": n, "district": "城东" if n % 2 else "城西", "building": "", "address": f"海棠路{n}号"}
                  for n in range(1, 7)]  # fmt: skip
        connection.execute(insert(Premise), places)
        people = [{"id": n, "name": f"住户{n}", "phone": f"1370000{n:04}", "premise_id": n} for n in range(1, 7)]
        connection.execute(insert(Customer), people)
    made = scene.desk.campaigns.add(
        scene.li, NewCampaign("年度安检", "2026-11-22", "2026-12-31", crews=["检1"], per_day=2)
    )
    return made.id


def running(scene, campaign):
    """Planned and run, its first day on the board."""
    scene.desk.campaigns.plan(scene.li, campaign)
    scene.desk.campaigns.start(scene.li, campaign)
    scene.wall.advance(days=3)
    scene.desk.alarms.resume_due()


async def at_campaigns(pilot):
    app = await opened(pilot)
    await pilot.press(":")
    await typed(pilot, "安检计划")
    await pilot.press("enter")
    await until(lambda: isinstance(app.screen, CampaignsScreen) and app.screen.listed.rows)
    await pilot.pause()
    return app, app.screen


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_a_campaign_is_planned_run_and_announced_by_keys(scene, homes, language):
    app = scene.app(language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        app, screen = await at_campaigns(pilot)
        await pilot.press("p")
        await until(lambda: screen.listed.rows[0].state is CampaignState.PLANNED)
        await pilot.press("r")
        await until(lambda: app.screen is not screen)
        await pilot.press("y")
        await until(lambda: screen.listed.rows[0].state is CampaignState.RUNNING)
        await until(lambda: app.screen is screen)
        assert screen.listed.rows[0].untold == 0
        scene.wall.advance(days=1)
        await screen.refill()
        await until(lambda: screen.listed.rows[0].untold)
        await pilot.press("t")
        await until(lambda: app.screen is not screen)
        await pilot.press("y")
        await until(lambda: not screen.listed.rows[0].untold)
        await until(lambda: app.screen is screen)
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 80


async def test_an_inspector_who_found_nothing_takes_two_keys(scene, homes):
    running(scene, homes)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app, _ = await at_campaigns(pilot)
        await pilot.press("enter")
        await until(lambda: isinstance(app.screen, VisitsScreen) and app.screen.listed.rows)
        await pilot.pause()
        visits = app.screen
        first = visits.listed.chosen
        assert first.number
        assert "海棠路" in whole(app)
        await pilot.press("0")
        await until(lambda: app.screen is not visits)
        await pilot.press("1")
        await until(lambda: first.id not in {row.id for row in visits.listed.rows})
        done = scene.desk.look.detail(first.number)
        assert (done.row.status, [job.crew for job in done.assignments]) == (Status.RESOLVED, ["检1"])
        await until(lambda: app.screen is visits)
        await pilot.press("g")
        await until(lambda: isinstance(app.screen, FiguresScreen) and app.screen.sheet.rows)
        await pilot.pause()
        assert "100.0" in whole(app)


async def test_hazards_are_said_by_their_numbers_and_what_follows_is_told(scene, homes):
    running(scene, homes)
    number = scene.desk.look.campaigns().visits(homes, limit=1)[0].number
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        app = await opened(pilot)
        await app.screen.find(number)
        await pilot.pause()
        base = app.screen
        await pilot.press("0")
        await until(lambda: app.screen is not base)
        await pilot.press("2")
        await until(lambda: app.screen.query("#blank-findings"))
        await pilot.pause()
        assert "烟道" in whole(app)
        await typed(pilot, "4 5/3")
        await pilot.press("ctrl+s")
        await until(lambda: app.screen.query("#options"))
        await pilot.press("y")
        await until(lambda: scene.desk.look.detail(number).row.status is Status.RESOLVED)
        await pilot.pause()
        (found,) = scene.desk.look.campaigns().inspections(request_id=scene.desk.look.detail(number).row.id)
        assert (found.result, [(one.item, one.grade) for one in found.hazards]) == (
            InspectionResult.GRADE_1, [("flue", 1), ("hose", 3)]
        )  # fmt: skip
        assert found.stopped_at is not None
        assert found.recheck
        await until(lambda: found.recheck in whole(app))


async def test_the_line_says_it_too_and_a_home_that_was_closed_comes_again(scene, homes):
    running(scene, homes)
    visit = scene.desk.look.campaigns().visits(homes, limit=1)[0]
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        app = await opened(pilot)
        await pilot.press(":")
        await typed(pilot, f"安检结果 {visit.number} 到访不遇")
        await pilot.press("enter")
        await until(lambda: scene.desk.look.detail(visit.number).row.status is Status.RESOLVED)
    now = next(row for row in scene.desk.look.campaigns().visits(homes) if row.id == visit.id)
    assert (now.tries, now.number) == (1, "")
    assert now.day > scene.desk.look.campaigns().today(scene.wall.now() + 6 * DAY)
