"""The detail of a request: hazards first, clocks that add up, what happened, what can be done and why not."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hands import until

from models.rows import ActChoice, ClockRow, JournalRow, PremiseRow
from models.vocabulary import Act, ClockKind, ClockState, Kind, Priority
from models.wall import HOUR, MINUTE
from screens.detail import DetailScreen
from screens.format import cells
from screens.story import acted_by, told
from screens.view import View
from screens.widgets.clock_lines import bar, clock_lines
from screens.widgets.detail_lines import detail_lines, hazard_lines
from screens.widgets.detail_pane import keys_for
from screens.widgets.sheet import Line, line_strip
from screens.wording import Wording

ZONE = "Asia/Shanghai"


def view(scene: Any, language: str = "zh") -> View:
    return View(Wording(language), ZONE, scene.wall.now())


def texts(lines: list[Line], width: int = 83) -> list[str]:
    """Lines as they read."""
    return [line_strip(line, width).text for line in lines]


def composed(scene: Any, request: int, language: str = "zh", width: int = 83) -> list[str]:
    detail = scene.desk.look.detail(request)
    choices = scene.desk.look.choices(request, scene.li, scene.wall.now())
    return texts(detail_lines(detail, choices, keys_for(detail), view(scene, language), width), width)


def place_of(lines: list[str], piece: str) -> int:
    """The first line that holds it."""
    return next(number for number, line in enumerate(lines) if piece in line)


def test_hazards_stand_before_the_address_clocks_before_the_story_acts_last(scene):
    """What may change who is sent is read first."""
    lines = composed(scene, 1)
    order = [place_of(lines, piece) for piece in ("! 老人 头晕", "民生路12号3-502", "到场 !!!", "经过", "现在可做")]
    assert order == sorted(order)


def test_every_clock_shows_the_sum_behind_it(scene):
    """Received + target = due; the broken one first, with its sign, word and percent."""
    lines = composed(scene, 1)
    late = lines[place_of(lines, "到场 !!!")]
    for piece in ("超时", "-00:13:00", "143%", "13:40:07 + 30分 = 14:10:07"):
        assert piece in late
    assert "13:40:07 + 24时 = 11-23 13:40" in lines[place_of(lines, "办结")]


def test_a_promise_that_was_kept_has_no_bar(scene):
    """One line: how much of its time it took, and when it stopped."""
    lines = composed(scene, 1)
    kept = next(line for line in lines if line.startswith("  派工"))
    assert "%" in kept
    assert "停于 13:59:07" in kept


def test_a_held_request_stands_still_and_is_never_red(scene):
    """The paused clock says so, and its sum names the pause."""
    held = next(row for row in scene.desk.look.queue(Kind.REPAIR) if row.board == "held")
    lines = composed(scene, held.id)
    paused = lines[place_of(lines, "||")]
    assert "暂停" in paused
    assert "停 5时" in paused
    assert "家中无人" in lines[place_of(lines, "挂起")]


def test_possible_acts_carry_their_key_and_impossible_ones_their_reason(scene):
    """The crew's next step has one key, whatever it is."""
    lines = composed(scene, 1)
    acts = "\n".join(lines[place_of(lines, "现在可做") :])
    assert any(line.split()[:2] == ["t", "到场"] for line in acts.splitlines())
    assert any("- 挂起" in line and "先要已安全" in line for line in lines)
    assert "在办时不能:" in acts


def test_what_a_caller_says_can_neither_act_nor_hide(scene):
    """3,000 characters with control characters and markup: cut above, whole below, every line exact."""
    nasty = "\x1b[31m[red]煤气👨‍👩‍👧味\u202e" * 200
    scene.desk.handling.note(scene.li, 1, text=nasty)
    detail = replace(scene.desk.look.detail(1), text=nasty)
    for width in (60, 80, 83, 200):
        lines = detail_lines(detail, (), {}, view(scene), width)
        for line in lines:
            strip = line_strip(line, width)
            assert strip.cell_length == width == cells(strip.text)
            assert not any(unicodedata.category(char) in ("Cc", "Cf") for char in strip.text)
    assert any("自述全文" in text for text in texts(lines))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_act_of_the_vocabulary_can_be_told(scene, language):
    """No line of the journal is left without words, even with nothing in it; nor are the actors."""
    for act in Act:
        for data in ({}, {"reason": "x", "late_entry": True, "clock": "arrival", "level": 100}):
            tone, text = told(line_of(act.value, data), view(scene, language))
            assert text
            assert tone in ("text", "red", "amber")
    assert acted_by(replace(line_of("note", {}), actor="import"), view(scene, language)) in ("导入", "import")


@pytest.mark.parametrize(
    ("language", "clock", "rule"),
    [("zh", "到场 100% 告警", "在途过久 告警"), ("en", "alarm: arrival 100%", "alarm: long on the way")],
)
def test_only_an_alarm_of_a_clock_has_a_level_to_tell(scene, language, clock, rule):
    facts = ({"clock": "arrival", "level": 100}, {"rule": "way_long", "severity": 2})
    assert [told(line_of("raise", data), view(scene, language))[1] for data in facts] == [clock, rule]


def line_of(act: str, data: Mapping[str, Any]) -> JournalRow:
    return JournalRow(1, 0, 0, "li", act, 1, "E-00001", "抢3", None, data)


def test_the_story_is_told_newest_first(scene):
    """As recorded, whatever the true times."""
    lines = composed(scene, 1)
    assert place_of(lines, "抢3 出发") < place_of(lines, "抢3 接单") < place_of(lines, "新建")


def clock(kind: ClockKind, minutes: int, used: int, now: int) -> ClockRow:
    start = now - used * MINUTE
    due = start + minutes * MINUTE
    return ClockRow(kind, 1, start, minutes * MINUTE, False, due, start + minutes * MINUTE * 3 // 4, None,
                    ClockState.RUNNING, ())  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 75, 80, 83, 120, 200])
def test_clock_lines_are_exact_at_every_width(scene, width, language):
    """Also where a clock is years late."""
    now = scene.wall.now()
    ages = ((ClockKind.ARRIVAL, 30, 43), (ClockKind.RESOLUTION, 4320, 4000), (ClockKind.RESPONSE, 60, 900_000))
    rows = [clock(kind, minutes, used, now) for kind, minutes, used in ages]
    for line in clock_lines(rows, Priority.P1, 1, view(scene, language), width):
        assert line_strip(line, width).cell_length == width


def test_the_bar_marks_75_percent_until_it_is_full():
    """A tick where the warning rises; past the target the bar is full and red says why."""
    ticks = [[span.text for span in bar(0, 16, percent, "bar")].count("|") for percent in (0, 50, 80, 99, 100, 200)]
    assert ticks == [1, 1, 1, 1, 0, 0]
    for percent in range(0, 130, 7):
        assert sum(span.width for span in bar(0, 16, percent, "bar")) == 16


async def test_the_detail_on_a_screen_of_its_own_follows_changes_and_acts(scene):
    """Somebody else acts: it is read again; a key acts on it; Escape closes it."""
    app = scene.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = DetailScreen(1)
        await app.push_screen(screen)
        await until(lambda: screen.pane.reading is not None)
        await pilot.pause()
        scene.desk.handling.note(scene.chen, 1, text="门铃坏了")
        await until(lambda: any(row.data.get("text") == "门铃坏了" for row in screen.pane.reading.detail.journal))
        await pilot.press("t")
        await until(lambda: "已到场" in screen.line.said.text)
        await until(lambda: screen.pane.reading.detail.row.board == "on_site")
        await pilot.press("pagedown")
        await pilot.pause()
        assert screen.pane.top > 0
        await pilot.press("escape")
        await until(lambda: app.screen is not screen)
        await until(lambda: scene.desk.look.presence(scene.wall.now()) == {})


async def test_growing_older_needs_no_database(scene):
    """A minute later the remaining time is another, though nobody has read."""
    app = scene.app()
    async with app.run_test(size=(120, 40)) as pilot:
        await until(lambda: app.seat is not None and app.glance.counts)
        screen = DetailScreen(2)
        await app.push_screen(screen)
        await until(lambda: screen.pane.reading is not None)
        scene.wall.advance(seconds=30)
        screen.pane.tick()
        await pilot.pause()
        shown = "\n".join(strip.text for strip in screen._compositor.render_strips())
        assert "00:00:30" in shown
        scene.wall.advance(hours=1)
        screen.pane.tick()
        await pilot.pause()
        assert "!!!" in "\n".join(strip.text for strip in screen._compositor.render_strips())


def test_a_choice_without_words_still_reads(scene):
    """An act this release has no words for stands under its own name."""
    lines = detail_lines(scene.desk.look.detail(1), (ActChoice("levitate"),), {}, view(scene), 80)
    assert "levitate" in "\n".join(texts(lines))


def test_a_later_cycle_keeps_what_was_broken_before(scene):
    """After a reopen the first cycle's breach still stands there."""
    now = scene.wall.now()
    broken = replace(clock(ClockKind.RESPONSE, 60, 90, now), stopped_at=now - 5 * MINUTE, state=ClockState.STOPPED)
    fresh = replace(clock(ClockKind.RESPONSE, 24 * 60, 1, now), cycle=2, started_at=now - HOUR)
    shown = texts(clock_lines([broken, fresh], Priority.P3, 2, view(scene), 90))
    assert any("第 1 轮" in line and "!!" in line for line in shown)


def test_what_several_sources_say_is_shown_once_with_all_of_them(scene):
    """The call took over what the file says, and somebody noted it again: one line, not three."""
    premise = PremiseRow(1, "城东", "", "民生路12号", "旧软管", "老人 头晕, 听力差", "", "", "")
    detail = replace(scene.desk.look.detail(1), premise=premise, people="老人头晕", note="听力差，有犬", flags=())
    lines = [line for line in texts(hazard_lines(detail, view(scene))) if line.strip()]
    assert [" ".join(line.split()) for line in lines] == [
        "! 老人 头晕, 听力差 用户档案+来电+须知",
        "! 旧软管 用气地址",
        "! 有犬 须知",
    ]


def test_the_note_of_a_request_is_its_own_and_not_what_the_queue_shows_in_its_place(scene):
    """A queue row has one narrow column for all of it; the detail keeps them apart."""
    detail = scene.desk.look.detail(1)
    assert detail.note == "老人 头晕"
    assert sum("老人 头晕" in line for line in texts(hazard_lines(detail, view(scene)))) == 1
