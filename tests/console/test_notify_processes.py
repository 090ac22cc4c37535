"""Real engines, a real receiver: no step is told twice or lost by kill -9, a hang delays no sweep, no secret leaks."""

import signal
import threading
from random import Random

import pytest

from console.instants import read_instant
from models.wall import MINUTE, to_iso

SECRET = "hunter2-very-secret"
NOW = "2026-01-01T08:00:00+08:00"
OURS = "!!! safe late 100%"
"""How the notice of a test begins; the engine's own alarms may stand beside it."""
LATER = "2026-01-01T08:02:00+08:00"


@pytest.fixture
def settings(tmp_path, receiver):
    """A settings file with one channel to the receiver, which may take a minute to answer; its path."""
    file = tmp_path / "settings.toml"
    url = receiver.url(f"{SECRET}?rto=60")
    file.write_text(
        f'[notify.channels.hook]\nurl = "{url}"\naudience = ["supervisor", "duty_manager"]\nlines = 50\n', "utf-8"
    )
    file.chmod(0o600)
    return str(file)


@pytest.mark.slow
def test_two_engines_tell_every_step_once(made, done, put, started, eventually, receiver, settings):
    engines = [started("scheduler", HOTLINE_SETTINGS=settings) for _ in range(2)]
    eventually(lambda: done("db", "info")["swept_at"] is not None)
    from models.wall import SystemClock

    pause = threading.Event()
    for n in range(8):
        put(made, SystemClock().now(), f"{n}:1:2", severity=3, facts={"clock": "safe", "level": 100 + n})
        pause.wait(0.3)
    eventually(lambda: all(one["state"] == "sent" for one in done("notify", "list", "--all")), seconds=120)
    for engine in engines:
        engine.send_signal(signal.SIGTERM)
    for engine in engines:
        out, err = engine.communicate(timeout=30)
        assert (engine.returncode, out, err) == (0, "", "")
    lines = [line.split("%")[0] for text in receiver.texts for line in text.splitlines() if "safe late" in line]
    assert sorted(lines) == sorted(f"!!! safe late {100 + n}" for n in range(8))
    told = [one for one in done("notify", "list", "--all") if one["clock"] == "safe"]
    assert [[one["said"] for one in notice["attempts"]] for notice in told] == [["delivered"]] * 8


@pytest.mark.slow
def test_a_sender_killed_in_the_middle_of_a_message_leaves_it_to_the_next_which_says_so(
    drill, inside, done, put, started, eventually, receiver, settings
):
    put(drill, read_instant(NOW), "1:1:2", severity=3, facts={"clock": "safe"})
    receiver.open.clear()
    first = started("--now", NOW, "scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: receiver.posts, seconds=120)
    first.kill()
    first.communicate()
    (notice,) = done("notify", "list")
    assert [one["said"] for one in notice["attempts"]] == ["begun"]
    receiver.open.set()
    second = started("--now", LATER, "scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: done("notify", "list") == [], seconds=120)
    second.terminate()
    second.communicate(timeout=30)
    notice = done("notify", "list", "--all")[-1]
    assert [one["said"] for one in notice["attempts"]] == ["interrupted", "delivered"]
    once, twice = (text for text in receiver.texts if OURS in text)
    assert "already" not in once
    assert twice.endswith("This may have reached you already.")


@pytest.mark.slow
def test_what_is_on_record_as_delivered_is_not_told_again_after_kill_9(
    drill, done, put, started, eventually, receiver, settings
):
    put(drill, read_instant(NOW), "1:1:2", severity=3, facts={"clock": "safe"})
    first = started("--now", NOW, "scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: done("notify", "list", "--all")[-1]["state"] == "sent", seconds=120)
    first.kill()
    first.communicate()
    put(drill, read_instant(LATER), "2:1:2", severity=3, facts={"clock": "safe"})
    second = started("--now", LATER, "scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: done("notify", "list") == [], seconds=120)
    second.terminate()
    second.communicate(timeout=30)
    assert "\n".join(receiver.texts).count(OURS) == 2
    assert all("already" not in text for text in receiver.texts)


@pytest.mark.slow
def test_while_a_receiver_hangs_the_engine_goes_on_sweeping_and_ends_at_once(
    made, done, put, started, eventually, receiver, settings
):
    from models.wall import SystemClock

    put(made, SystemClock().now(), "1:1:2", severity=3)
    receiver.open.clear()
    engine = started("scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: receiver.posts, seconds=120)
    done("request", "add", "--category", "EM-LEAK-IN", "--phone", "13800000001", "--received", "2026-01-01T00:00:00Z")
    eventually(lambda: len(done("alarm", "list")) >= 3, seconds=5)
    engine.terminate()
    out, err = engine.communicate(timeout=15)
    assert (engine.returncode, out, err) == (0, "", "")
    assert [one["said"] for one in done("notify", "list")[-1]["attempts"]] == ["stopped"]


@pytest.mark.slow
def test_an_engine_with_a_wrong_channel_says_so_and_sweeps_and_serves_the_others(
    made, done, put, started, eventually, receiver, settings
):
    from pathlib import Path

    from models.wall import SystemClock

    with Path(settings).open("a", encoding="utf-8") as file:
        file.write(f'[notify.channels.odd]\nurl = "json://{SECRET}"\naudience = "boss"\n')
    put(made, SystemClock().now(), "1:1:2", severity=3)
    engine = started("scheduler", HOTLINE_SETTINGS=settings)
    eventually(lambda: done("notify", "list") == [], seconds=120)
    engine.terminate()
    out, err = engine.communicate(timeout=15)
    assert (engine.returncode, out) == (0, "")
    assert "audience of [notify.channels.odd]" in err
    assert SECRET not in err


@pytest.mark.slow
def test_senders_killed_again_and_again_lose_nothing_and_repeat_only_what_has_no_result(
    drill, done, put, started, eventually, receiver, settings
):
    chance, pause = Random(5), threading.Event()
    moments = [read_instant(NOW) + n * 2 * MINUTE for n in range(6)]
    for number, moment in enumerate(moments):
        put(drill, moment, f"{number}:1:2", severity=3, facts={"clock": "safe", "level": 200 + number})
        engine = started("--now", to_iso(moment), "scheduler", HOTLINE_SETTINGS=settings)
        if moment == moments[-1]:
            eventually(lambda: done("notify", "list") == [], seconds=240)
            engine.terminate()
        else:
            pause.wait(chance.uniform(1.5, 7.0))
            engine.kill()
        engine.communicate(timeout=30)
    told = "\n".join(receiver.texts)
    for notice in done("notify", "list", "--all"):
        said = [one["said"] for one in notice["attempts"]]
        assert (notice["state"], said[-1], said.count("delivered")) == ("sent", "delivered", 1)
        assert set(said[:-1]) <= {"interrupted"}
        if notice["level"] >= 200:  # ours, not the engine's own
            assert 1 <= told.count(f"safe late {notice['level']}%") <= len(said)
