"""What was typed is in the database or on this machine, whatever the disk, the lock or the session does."""

import asyncio
import json
import stat
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from hands import until, whole, write

from models.migrations.file import connect
from models.queueing import Turn
from screens.editing import EditScreen
from screens.intake import IntakeScreen
from screens.safety import Safety
from screens.spool import Spool, Spooled
from screens.wording import Wording

CALL = Spooled("li", "desk.db", 1, 2, {"text": "漏气"})


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program holds the file."""
    connection = connect(path)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def drafts(scene: Any) -> list[Any]:
    return [dict(one.fields) for one in scene.desk.look.drafts(scene.li.operator_id)]


async def form(pilot: Any) -> IntakeScreen:
    app = pilot.app
    await until(lambda: app.seat is not None and app.glance.counts)
    await pilot.press("n")
    await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
    await pilot.pause()
    return app.screen


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("spool/*/*.json"))


async def test_a_locked_database_gets_nothing_lost_a_red_banner_and_the_text_when_it_opens(scene, tmp_path):
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        with locked(scene.path):
            screen.form.focus_on("text")
            await write(pilot, "smell of gas")
            await until(lambda: files(tmp_path))
            (place,) = files(tmp_path)
            assert stat.S_IMODE(place.stat().st_mode) == 0o600
            assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
            await until(lambda: "写下的在本机" in whole(app))
            await until(lambda: "没存进数据库" in whole(app), seconds=30)
            await write(pilot, " now")
            await until(lambda: "smell of gas now" in place.read_text("utf-8"))
        await until(lambda: drafts(scene) and drafts(scene)[0].get("text") == "smell of gas now")
        await until(lambda: not files(tmp_path) and not screen.safety.trouble)
        await until(lambda: "没存进数据库" not in whole(app))


async def test_what_a_killed_console_left_on_this_machine_is_gone_on_with_in_its_draft(scene, tmp_path):
    draft = scene.desk.intake.begin(scene.li)
    scene.desk.intake.keep(scene.li, draft.id, {"text": "in the base"})
    killed = Spool(tmp_path / "spool")
    fields = {"text": "in the base and beside it", "phone": "13900001111"}
    killed.write("x", Spooled("li", str(scene.path), draft.received, scene.wall.now(), fields, draft.id))
    killed.close()
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and "没写完" in whole(app))
        await pilot.pause()
        await pilot.press("f")
        await until(lambda: isinstance(app.screen, IntakeScreen) and app.screen.categories)
        assert app.screen.form.fields()["text"] == "in the base and beside it"
        await until(lambda: drafts(scene)[0]["text"] == "in the base and beside it")
        await until(lambda: not files(tmp_path))
    assert len(drafts(scene)) == 1


async def test_a_session_that_ends_keeps_the_last_letter(scene, tmp_path):
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("text")
        await write(pilot, "last words")
        app.exit()
    assert drafts(scene)[0]["text"] == "last words"
    assert files(tmp_path) == []


async def test_a_correction_survives_a_locked_database_and_the_end_of_the_session(scene, tmp_path):
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.screen.table.cursor_id is not None and app.glance.counts)
        await pilot.press("z")
        await until(lambda: isinstance(app.screen, EditScreen) and app.screen.form.fields()["address"])
        app.screen.set_focus(app.screen.form.rows["caller"].field)
        with locked(scene.path):
            await write(pilot, "w")
            await until(lambda: files(tmp_path))
            await until(lambda: app.screen.safety.trouble)
        await until(lambda: scene.desk.look.unsaved(scene.li.operator_id))
        await write(pilot, "x")
        app.exit()
    (kept,) = scene.desk.look.unsaved(scene.li.operator_id)
    assert kept.fields["caller"].endswith("wx")
    assert files(tmp_path) == []


async def test_keys_are_taken_while_nobody_can_write_who_looks_where_or_that_one_leaves(scene, tmp_path):
    """No write of this console gets its turn before the other program ends, so nothing here may wait for one."""
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.screen.table.cursor_id is not None and app.glance.counts)
        app.desk.store.patience = 600
        with Turn(scene.path, 10, None):
            await pilot.press("z")
            await until(lambda: isinstance(app.screen, EditScreen) and app.screen.form.fields()["address"])
            form = app.screen
            await until(lambda: form._telling)
            await write(pilot, "xy")
            assert form.fields["address"].endswith("xy")
            await pilot.press("escape")
            await until(lambda: files(tmp_path))
            assert app.screen is form
        await until(lambda: app.screen is not form and not form._telling)
    (kept,) = scene.desk.look.unsaved(scene.li.operator_id)
    assert kept.fields["address"].endswith("xy")


async def test_where_nothing_takes_it_the_banner_says_so(scene, tmp_path):
    (tmp_path / "spool").write_text("in the way")
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        with locked(scene.path):
            screen.form.focus_on("text")
            await write(pilot, "smell")
            await until(lambda: "本机都没存下" in whole(app))
        await until(lambda: drafts(scene) and drafts(scene)[0].get("text") == "smell")


async def test_a_draft_that_was_swept_away_while_its_form_stood_empty_begins_anew(scene, tmp_path):
    app = scene.app(spool=tmp_path / "spool")
    async with app.run_test(size=(120, 40)) as pilot:
        screen = await form(pilot)
        screen.form.focus_on("text")
        await write(pilot, "a")
        await until(lambda: drafts(scene))
        first = screen.keeper.id
        await pilot.press("backspace")
        await until(lambda: screen.keeper.kept.get("text") == "")
        scene.wall.advance(minutes=11)
        scene.desk.alarms.sweep(under=scene.wall.now())
        assert drafts(scene) == []
        await write(pilot, "smell")
        await until(lambda: drafts(scene) and drafts(scene)[0].get("text") == "smell")
        assert screen.keeper.id != first


def test_a_living_consoles_files_are_its_own(tmp_path):
    here, there = Spool(tmp_path / "s"), Spool(tmp_path / "s")
    here.write("a", CALL)
    assert there.left_behind("li", "desk.db") == []
    here.close()
    (one,) = there.left_behind("li", "desk.db")
    assert (one.fields, one.received) == (CALL.fields, 1)
    assert there.left_behind("chen", "desk.db") == there.left_behind("li", "other.db") == []
    there.drop(one.name)
    assert there.left_behind("li", "desk.db") == []


def test_a_console_that_kept_nothing_leaves_no_folder(tmp_path):
    spool = Spool(tmp_path / "s")
    spool.write("a", CALL)
    spool.drop("a")
    spool.close()
    assert list((tmp_path / "s").iterdir()) == []
    assert Spool(None).left_behind("li", "x") == []


def test_threads_that_write_at_once_share_one_folder_and_leave_whole_files(tmp_path):
    """Two folders of one console would offer the same call twice after a crash, once with older words."""
    spool, ready = Spool(tmp_path / "spool"), threading.Barrier(8)

    def keep(number: int) -> None:
        ready.wait()
        spool.write("call", replace(CALL, updated_at=number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(keep, range(8)))
    assert len(list((tmp_path / "spool").iterdir())) == 1
    spool.close()
    (left,) = Spool(tmp_path / "spool").left_behind("li", "desk.db")
    assert left.fields == CALL.fields


async def test_the_later_words_stand_however_long_the_earlier_take(tmp_path):
    class Slow(Spool):
        """A disk that takes its time with the first."""

        def write(self, name: str, one: Spooled) -> None:
            if one.updated_at == 1:
                second_waits.wait(5)
            super().write(name, one)

    second_waits = threading.Event()
    safety = Safety(Slow(tmp_path / "spool"), Wording("zh"))
    first = asyncio.create_task(safety.put(replace(CALL, updated_at=1, fields={"text": "a"})))
    await asyncio.sleep(0)
    second = asyncio.create_task(safety.put(replace(CALL, updated_at=2, fields={"text": "ab"})))
    asyncio.get_running_loop().call_soon(second_waits.set)
    await asyncio.gather(first, second)
    (file,) = files(tmp_path)
    assert json.loads(file.read_text("utf-8"))["fields"] == {"text": "ab"}
