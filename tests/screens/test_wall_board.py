"""The board on the wall: everything at a glance without a name, no key but to leave, and it mends itself."""

import re
import sqlite3

import pytest
from hands import until, whole

from console.app import HotlineApp
from models.desk.desk import Desk
from models.errors import StoreError
from models.rows import EngineRow
from models.store import Store
from models.vocabulary import Kind
from models.wall import SECOND
from screens.bell import Sound
from screens.view import View
from screens.wall import TURN, WallScreen
from screens.wall_look import WallLook, wall_at
from screens.widgets.sheet import Line, Span
from screens.widgets.wall_lines import STALE, wrongs
from screens.widgets.wall_panes import fitted
from screens.wording import Wording

NAMED = re.compile(r"李薇|陈实|1390000\d{4}|民生路|和平街|建设路|友谊路|解放大街|科技园")


class Ringing(HotlineApp):
    """A board that counts its bell."""

    rung = 0

    def bell(self):
        self.rung += 1


def board(scene, sound=Sound.NONE, **given):
    return Ringing(
        open_desk=lambda: Desk(Store(scene.path), scene.wall), seat_for=lambda desk: None, wall=scene.wall,
        start="wall", hangs=True, sound=sound, **given,
    )  # fmt: skip


def read(app):
    return isinstance(app.screen, WallScreen) and app.screen.look is not None


def turned(app, turn):
    """The board when it is the turn of other panes."""
    app.screen.seconds = TURN * turn
    app.screen.hang()


@pytest.mark.parametrize(("language", "sound"), [("zh", Sound.NONE), ("en", Sound.LIFE)])
async def test_everything_hangs_there_without_a_name_and_life_never_leaves(scene, language, sound):
    """At every size, in every turn: all four panes come, what burns stays, nobody can be recognised; rung if asked."""
    scene.desk.alarms.sweep()
    app = board(scene, sound, language=language)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: read(app))
        life = app.screen.look.life[0].number
        titles = [app.wording(f"monitor.{pane}") for pane in ("queues", "alarms", "crews", "today")]
        for size, turns in (((80, 24), 4), ((100, 30), 4), ((160, 48), 1), ((300, 80), 1)):
            await pilot.resize_terminal(*size)
            await until(lambda size=size: app.size == size)
            seen = set()
            for turn in range(turns):
                turned(app, turn)
                await pilot.pause()
                text = whole(app)
                assert app.screen.shown == (turn, turns)
                assert f"!!!  * {app.wording('alarm_state.unacknowledged')}  {life}" in text
                assert not NAMED.search(text)
                seen |= {title for title in titles if re.search(rf"^ +{title} |  {title} ", text, re.M)}
            assert seen == set(titles), size
        await until(lambda: app.rung >= 3 if sound is Sound.LIFE else app.glance.unseen)
        assert bool(app.rung) is (sound is Sound.LIFE)


def test_a_crew_hangs_there_in_the_district_of_its_job(scene):
    """Not in its own: where it stands is what the room asks."""
    crews = {crew.code: crew for crew in wall_at(scene.desk, scene.wall.now(), "en").board.crews}
    assert (crews["抢1"].district, crews["抢1"].job_address) == ("城东", "South")


async def test_no_key_acts_on_the_wall_but_help_and_leaving(scene):
    """Opened from the monitor with a line; the journal's head stays, whatever is pressed."""
    app = scene.app(start="monitor", language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.screen.board.figures is not None)
        await pilot.press(":", *"wall", "enter")
        await until(lambda: read(app))
        head = scene.desk.look.journal_head()
        await pilot.press(*"nadcl:/", "f4", "f5", "f2", "ctrl+n", "ctrl+t", "ctrl+p", "ctrl+g", "down")
        await pilot.pause()
        assert isinstance(app.screen, WallScreen)
        assert (scene.desk.look.journal_head(), app.wording.lang, app.palette_name) == (head, "en", "dark")
        assert not NAMED.search(whole(app))
        await pilot.press("?")
        await until(lambda: not isinstance(app.screen, WallScreen))
        await pilot.press("escape")
        await until(lambda: isinstance(app.screen, WallScreen))
        await pilot.press("escape")
        await until(lambda: app.screen is app.screen_stack[0])


async def test_a_lost_database_is_said_loudly_and_found_again_without_a_hand(scene):
    """Missing at the start, of an older release, moved away while it is shown: each is said and overcome."""
    scene.desk.store.close()
    here, away = scene.path, scene.path.with_suffix(".away")
    here.replace(away)
    app = board(scene, language="en")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: "There is no database" in whole(app))
        schema = sqlite3.connect(away).execute("PRAGMA user_version").fetchone()[0]
        mark(away, schema - 1)
        before = away.read_bytes()
        away.replace(here)
        await until(lambda: "older" in whole(app))
        assert here.read_bytes() == before
        mark(here, schema)
        await until(lambda: read(app))
        await until(lambda: "!!!  There" not in whole(app) and "older" not in whole(app))

        here.replace(away)
        await until(lambda: "gone or was" in whole(app))
        assert "Shown is how it stood at" in whole(app)
        away.replace(here)
        await until(lambda: "Shown is how" not in whole(app))
        scene.desk.handling.note(scene.li, scene.desk.look.queue(Kind.REPAIR, limit=1)[0].id, text="x")
        seq = scene.desk.look.journal_head()
        await until(lambda: app.screen.look.board.journal[0].seq == seq)

        writer = sqlite3.connect(here, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        scene.wall.advance(seconds=STALE // SECOND + 1)
        await until(lambda: app.screen.look.at == scene.wall.now())
        assert "Nothing could be read" not in whole(app)
        writer.execute("ROLLBACK")
        writer.close()

        scene.wall.advance(minutes=5)
        await until(lambda: "No engine has" in whole(app))
        Desk(Store(here), scene.wall).alarms.sweep()
        await until(lambda: "No engine has" not in whole(app))
        await pilot.pause()


def mark(path, schema):
    """Write a schema's number into the file."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA user_version={schema}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def test_what_is_wrong_with_the_board_is_said_before_it_can_mislead():
    """Gone before stale before an engine that fell silent; a board that is fresh says nothing."""
    view = View(Wording("en"), "UTC", 100 * SECOND)
    alive = EngineRow(100 * SECOND, "engine", 1)
    fresh, old = WallLook(95 * SECOND, engine=alive), WallLook(100 * SECOND - STALE - 1, engine=alive)
    gone = StoreError("store.gone", "The file is gone.", "Bring it back.", path="x")
    assert wrongs(fresh, None, 0, view) == []
    assert "Nothing could be read for 00:10" in wrongs(old, None, 0, view)[0]
    assert "Shown is how it stood at 00:01:" in wrongs(fresh, gone, 0, view)[0]
    assert "Nothing was read yet" in wrongs(None, None, 0, view)[0]
    assert wrongs(None, None, 95 * SECOND, view) == []
    assert "ever swept" in wrongs(WallLook(95 * SECOND, engine=EngineRow(None, "", 1)), None, 0, view)[0]
    assert "for 01:40" in wrongs(WallLook(95 * SECOND, engine=EngineRow(0, "engine", 1)), None, 0, view)[0]


def test_what_does_not_fit_is_counted():
    """No record is left out without a word; blank lines and heads are no records."""
    lines = [Line((Span(3, "head"),)), *(Line((Span(3, f"{n}"),), ref=n) for n in range(9))]
    assert len(fitted(lines, 10, "{n} more")) == 10
    shown = fitted(lines, 5, "{n} more")
    assert len(shown) == 5
    assert shown[-1].spans[1].text == "6 more"
    assert [line.ref for line in shown] == [None] * 5
