"""Nothing typed ahead is lost: a burst in one write ends where slow hands end; an input method and a paste behave."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from hands import opened, said, until
from terminals import COMMAND, come_true, shows
from textual import events
from textual.keys import _character_to_key

from bench.terminal import Terminal
from models.desk.desk import Desk
from models.rows import NewRequest
from models.store import Store
from models.vocabulary import Act
from models.wall import SystemClock
from screens.dialogs import AskLines
from screens.intake import IntakeScreen

ESC = "\x1b"
SHIFT_TAB = "\x1b[Z"


BURST = [
    "2", *"jjjkkjj", "1", *"jk", "3", *"jjj", "2",
    ":", *"l r5 电梯坏走楼梯, 门禁 4711", "\r",
    ":", *"hold r6 cust", "\t", *"+3h", "\r",
    *"jj", ":", *"xyz123 没有", "\r",
    "/", *"R-00007", "\r", "m", *"按门铃两次, 狗不咬人", "\r", "2", ESC + "[B", ESC + "[A",
    ":", *"p r7 P2 老人独居", "\r", ":", *"h r10 not_home", "\r", "\x15", *"+2h", "\r",
    "3", *"jjkj", "4", *"jj", "1", *"jkjk", "2", *"jjjjkkkkjj",
    ":", *"pg r10 xiu1", "\x15", "\x7f", ":", *"抢修", "\r",
    ":", *"l r11 用户说傍晚六点以后才有人在家, 请先打电话", "\r",
    "/", *"R-00012", "\r", "m", *"楼道里堆着旧家具, 走西侧楼梯", "\r", "2", *"jjjkk",
    ":", *"l r9 第一句", "\r", ":", ESC + "[A", *" 第二句", "\r", ":", *"unmark", "\r", *"jjkk", "1",
    "n", *"13900000042", "\t", *"wang fang", "\t", *"zhong shan lu 88", "\t", SHIFT_TAB, *" hao", "\x13",
]  # fmt: skip
"""Moves, words, completion, history, questions, a search, a call that is not saved yet: as separate keys.

An escape with a letter behind it in one read is that letter with Alt, so the burst has none by itself.
"""


def end_of(path: Path, keys: list[str], *, slowly: bool, state: Path) -> tuple[list[Any], list[Any]]:
    """What the journal and the drafts hold after these keys."""
    given = {"XDG_STATE_HOME": str(state)}
    with Terminal([*COMMAND, "--db", str(path), "--as", "li", "--lang", "zh"], (120, 40), **given) as terminal:
        shows(terminal, "已就座")
        terminal.settle(0.5, 5)
        if slowly:
            for key in keys:
                terminal.write(key)
                terminal.settle(0.05, 1.5)
        else:
            terminal.write("".join(keys))
        come_true(terminal, lambda: " hao" in str(drafts_of(path)), seconds=120)
        terminal.settle(1.0, 5)
    desk = Desk(Store(path), SystemClock())
    lines = [(row.act, row.number, {name: value for name, value in row.data.items() if name not in TIMED})
             for row in desk.look.journal_since(0, 5000) if row.actor in {"李薇", "li"}]  # fmt: skip
    desk.store.close()
    return lines[-9:], drafts_of(path)


TIMED = ("until", "was_due", "due")


def drafts_of(path: Path) -> list[dict[str, str]]:
    """What is kept of the calls that are not saved."""
    desk = Desk(Store(path), SystemClock())
    drafts = [dict(one.fields) for one in desk.look.drafts(1)]
    desk.store.close()
    return drafts


def test_a_burst_of_three_hundred_keys_ends_as_typed_slowly(scene, tmp_path):
    """One write to a real terminal; the journal and the half-written call are the same."""
    assert len(BURST) >= 300
    scene.desk.store.close()
    slow, fast = (Path(shutil.copy(scene.path, tmp_path / f"{name}.db")) for name in ("slow", "fast"))
    wanted = end_of(slow, BURST, slowly=True, state=tmp_path / "slow")
    found = end_of(fast, BURST, slowly=False, state=tmp_path / "fast")
    assert " ".join(line[0] for line in wanted[0]) == "note hold note reclassify hold note note note note"
    assert " hao" in str(wanted[1])
    assert found == wanted


def committed(app: Any, text: str) -> None:
    """What an input method hands over at once: every character, none of them typed."""
    for char in text:
        key = "enter" if char == "\r" else _character_to_key(char)
        app.post_message(events.Key(key, None if char == "\r" else char))


@pytest.mark.parametrize("line", ["l {n} 电梯坏走楼梯", "记事 {n} 电梯坏走楼梯", "ｌ　{w}　电梯坏走楼梯", "jishi"])
async def test_what_an_input_method_commits_at_once_is_a_command(scene, line):
    """Several characters in one read, full-width digits and blanks among them, Enter at once behind them."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    number = scene.desk.look.number_of(request)
    wide = "".join(chr(ord(char) + 0xFEE0) for char in number)
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        head = scene.desk.look.journal_head()
        app.post_message(events.Key("fullwidth_colon", "："))
        committed(app, line.format(n=number, w=wide) + "\r")
        if line == "jishi":
            await until(lambda: "没有 「jishi」" in said(app), told=lambda: said(app))
            assert scene.desk.look.journal_head() == head
            return
        await until(lambda: "已记一句" in said(app), told=lambda: said(app))
    notes = [row.data["text"] for row in scene.desk.look.detail(request).journal if row.act == Act.NOTE]
    assert notes == ["电梯坏走楼梯"]


async def test_full_width_digits_are_numbers_times_and_scores(scene):
    """As they come from an input method that was left on."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    wide = "".join(chr(ord(char) + 0xFEE0) for char in str(request))
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        app.post_message(events.Key("fullwidth_colon", "："))
        committed(app, f"ｈ　{wide}　无人　１８：００\r")
        await until(lambda: "已挂起到 18:00:00" in said(app), told=lambda: said(app))


PASTE = "".join(f"句{n}\x1b[31m\x07\x00\x9b\r\n\t" for n in range(300))[:3000]
"""Three thousand characters, every third a control character."""


def harmless(text: str) -> bool:
    return text.isprintable() and len(text) > 1000


async def test_three_thousand_pasted_characters_behave_in_every_box(scene):
    """Command line, search, the question of a note, intake: one line of text, nothing pressed by it."""
    assert len(PASTE) == 3000
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        head = scene.desk.look.journal_head()
        for mark in ("colon", "slash"):
            await pilot.press(mark)
            app.post_message(events.Paste(PASTE))
            await until(lambda: harmless(app.screen.line.typed.value))
            await pilot.pause()
            assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
            await pilot.press("enter")
            await until(lambda: "句0" in said(app), told=lambda: said(app))
            assert len(app.screen_stack) == 1
        assert scene.desk.look.journal_head() == head
        await app.screen.open_row(app.desk.look.rows([request])[request])
        await pilot.press("m")
        await until(lambda: isinstance(app.screen, AskLines) and app.screen.is_mounted)
        await pilot.pause()
        app.post_message(events.Paste(PASTE))
        await pilot.press("enter")
        await until(lambda: "已记一句" in said(app), told=lambda: said(app))
        await pilot.press("n")
        await until(lambda: isinstance(app.screen, IntakeScreen))
        app.post_message(events.Paste(PASTE))
        await until(lambda: any(harmless(value) for value in app.screen.form.fields().values()))
    note = next(row for row in scene.desk.look.detail(request).journal if row.act == Act.NOTE)
    assert harmless(note.data["text"])


async def test_a_pasted_command_is_one_command(scene):
    """Line breaks in it end nothing; Enter does."""
    request = scene.desk.intake.save(scene.li, NewRequest("RP-HOSE", phone="1395551", address="公园路1号")).id
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("colon")
        app.post_message(events.Paste(f"l {scene.desk.look.number_of(request)} 第一行\n第二行\x07"))
        await pilot.press("enter")
        await until(lambda: "已记一句" in said(app), told=lambda: said(app))
    notes = [row.data["text"] for row in scene.desk.look.detail(request).journal if row.act == Act.NOTE]
    assert notes == ["第一行 第二行"]
