"""Sixteen colours and a slow line: the same marks and words, in the terminal's own colours, painted less often."""

from collections.abc import Iterator

import pytest
from hands import opened, until, whole
from hypothesis import given
from hypothesis import strategies as st
from rich._palettes import STANDARD_PALETTE
from rich.color import Color, ColorSystem
from rich.console import Console

from models.wall import HOUR, MINUTE, SECOND
from screens import pace, paint
from screens.format import cells, remaining
from screens.theme import DARK, PALETTES, SIXTEEN, family, palette_for


@pytest.fixture(autouse=True)
def usual() -> Iterator[None]:
    """The next test paints as usual again."""
    yield
    pace.use(False)
    paint.use(DARK)


@pytest.mark.parametrize("name", SIXTEEN)
def test_every_colour_is_one_of_the_sixteen_and_every_ground_of_text_one_of_the_first_eight(name):
    """Written with sixteen, each stays what it is; grounds beyond the eighth are not shown everywhere."""
    palette = PALETTES[name]
    for value in [*palette.tones.values(), *palette.grounds.values()]:
        colour = Color.parse(value)
        assert STANDARD_PALETTE[colour.downgrade(ColorSystem.STANDARD).number or 0] == colour.triplet
    for ground in ("ground", "pane", "band", "field", "cursor", "focus", "block", "thumb", "warn"):
        if (name, ground) != ("mono", "warn"):
            assert (Color.parse(palette.grounds[ground]).downgrade(ColorSystem.STANDARD).number or 0) < 8


@pytest.mark.parametrize("theme", [None, "nocolour"])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_morning_reads_the_same_with_sixteen_colours(scene, theme, language):
    """Marks and words are those of any palette, and no line is written with other than the sixteen."""
    app = scene.app(sixteen=True, theme=theme, language=language)
    plain = Console(color_system="standard", force_terminal=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        assert app.palette_name == ("mono" if theme else "ansi")
        pieces = ("!!! 到场超时 -00:13:00 P1 E-00001", "! 派工临近 00:01:00", "待联", "F4 确认")
        english = ("!!! arrive late -00:13:00 P1 E-00001", "F4 ack")
        text = " ".join(whole(app).split())
        assert [piece for piece in (pieces if language == "zh" else english) if piece not in text] == []
        for strip in app.screen._compositor.render_strips():
            assert strip.cell_length == 120
            written = strip.render(plain)
            assert "38;2" not in written
            assert "48;2" not in written
        await pilot.press("ctrl+g")
        assert app.palette_name in SIXTEEN


def test_the_palette_to_begin_with_is_one_that_the_terminal_shows():
    """NO_COLOR holds with sixteen colours too, unless a palette was asked for."""
    assert palette_for(None, plain=False, sixteen=False) == "dark"
    assert palette_for(None, plain=True, sixteen=False) == "nocolour"
    assert palette_for("light", plain=True, sixteen=False) == "light"
    assert palette_for(None, plain=False, sixteen=True) == "ansi"
    assert palette_for(None, plain=True, sixteen=True) == "mono"
    assert palette_for("light", plain=True, sixteen=True) == "ansi"
    assert family("dark") == ["dark", "light", "nocolour"]
    assert family("ansi") == ["ansi", "mono"]


async def test_on_a_slow_line_time_is_written_to_the_minute_and_changes_come_as_always(scene):
    """The header and the countdown have no seconds; a note of another seat is there at once."""
    app = scene.app(slow=True)
    async with app.run_test(size=(120, 40)) as pilot:
        await opened(pilot)
        await until(lambda: "14:23" in whole(app).splitlines()[0])
        text = whole(app)
        assert "14:23:07" not in text.splitlines()[0]
        assert "-00:13 " in text
        fresh = scene.save("EM-LEAK-OUT", 0, 3)
        await until(lambda: fresh in app.screen.panes[app.screen.kind].table.astray or str(fresh) in whole(app))


def test_what_grows_older_is_painted_every_ten_seconds_on_a_slow_line():
    """And every second otherwise."""
    assert [second for second in range(1, 31) if pace.paints(second)] == list(range(1, 31))
    pace.use(True)
    assert [second for second in range(1, 31) if pace.paints(second)] == [10, 20, 30]


@given(st.integers(-400 * HOUR, 400 * HOUR))
def test_the_coarse_countdown_is_as_wide_and_never_too_comfortable(ms):
    """Nine cells; what is left rounded down to the minute, what is overdue rounded up."""
    text = remaining(ms, coarse=True)
    assert cells(text) == 9
    hours, minutes = text[1:].strip().split(":")
    shown = (int(hours) * HOUR + int(minutes) * MINUTE) * (-1 if text[0] == "-" else 1)
    assert shown <= ms
    assert ms - shown < MINUTE + SECOND
