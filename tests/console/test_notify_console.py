"""The console's own engine tells outside, too, and says on its line which channel cannot be meant."""

from functools import partial

from console.app import HotlineApp
from console.opening import run_engine_and_sender
from console.settings import Asked, resolve
from console.wiring import open_desk
from models.wall import SystemClock


def settings_in(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_text(text, "utf-8")
    return resolve(Asked(lang="en"), {"HOTLINE_SETTINGS": str(file)})


async def test_a_console_serves_the_channels_of_its_settings_and_names_the_one_that_is_wrong(
    made, tmp_path, put, receiver
):
    settings = settings_in(
        tmp_path,
        f'[notify.channels.hook]\nurl = "{receiver.url()}"\naudience = "supervisor"\n'
        '[notify.channels.odd]\nurl = "json://x"\naudience = "boss"\n',
    )
    wall = SystemClock()
    put(made, wall.now(), "1:1:2", severity=3)
    said = []
    app = HotlineApp(
        open_desk=lambda: open_desk(made, wall), seat_for=lambda desk: desk.look.seat_by_login("nobody"), wall=wall,
        language="en", engine=partial(run_engine_and_sender, settings),
    )  # fmt: skip
    app.say = said.append
    async with app.run_test() as pilot:
        while not receiver.posts:
            await pilot.pause(0.05)
    assert "arrive late" in receiver.texts[0]
    assert any("audience of [notify.channels.odd]" in line for line in said)
    assert [one["state"] for one in outbox(made)] == ["sent"]


def outbox(path):
    desk = open_desk(path, SystemClock())
    rows = [{"state": one.state.value} for one in desk.look.outbox().listed(all=True)]
    desk.store.close()
    return rows
