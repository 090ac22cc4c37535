"""Every tone can be read on every ground that carries text, in every palette."""

import re
from pathlib import Path

import pytest

from screens import paint, theme
from screens.theme import BLOCK, LIGHT, PALETTES, TEXT_GROUNDS, contrast, textual_theme

READABLE = 4.5
HOUSE = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
@pytest.mark.parametrize("ground", TEXT_GROUNDS)
def test_every_tone_reads_on_every_ground_that_carries_text(palette, ground):
    """At 4.5 to 1 or better."""
    poor = {
        tone: round(contrast(colour, palette.under(tone, ground)), 2)
        for tone, colour in palette.tones.items()
        if tone != BLOCK and contrast(colour, palette.under(tone, ground)) < READABLE
    }
    assert poor == {}


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_what_stands_on_a_block_reads(palette):
    """The block's own text on the block, and late text on the ground that sets it apart."""
    assert contrast(palette.tones[BLOCK], palette.grounds[BLOCK]) >= READABLE
    if "late" in palette.grounds:
        assert contrast(palette.tones["red"], palette.grounds["late"]) >= READABLE


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_palettes_name_the_same_tones_and_grounds(palette):
    """A screen may ask any palette for any of them."""
    assert set(palette.tones) == set(LIGHT.tones)
    assert set(palette.grounds) - {"late"} == set(LIGHT.grounds)


def test_contrast_is_that_of_the_standard():
    """Black on white is 21 to 1; a colour on itself 1 to 1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#c42b22", "#c42b22") == 1


def test_without_colour_there_are_only_greys():
    """And what is late still differs from what is due: by its ground."""
    chosen = PALETTES["nocolour"]
    for value in [*chosen.tones.values(), *chosen.grounds.values()]:
        assert value[1:3] == value[3:5] == value[5:7]
    paint.use(chosen)
    try:
        assert paint.late_ground("ground") == "late"
    finally:
        paint.use(theme.DARK)
    assert paint.late_ground("ground") == "ground"


def test_styles_are_resolved_once_and_again_after_a_change_of_palette():
    """The same object as long as the palette lasts."""
    paint.use(theme.DARK)
    dark = paint.style("red", "cursor")
    assert paint.style("red", "cursor") is dark
    paint.use(LIGHT)
    try:
        assert paint.style("red", "cursor") != dark
    finally:
        paint.use(theme.DARK)


def test_colours_stand_in_the_theme_alone():
    """No other file of the screens, no style sheet, names a colour; paper has ink of its own."""
    colour = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\brgb\(")
    found = [
        f"{file.relative_to(HOUSE)}: {match.group()}"
        for file in [*(HOUSE / "screens").rglob("*.py"), *(HOUSE / "screens").rglob("*.tcss")]
        if file.name not in ("theme.py", "printed.py", "ink.py")
        for match in colour.finditer(file.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_a_palette_becomes_a_theme_with_its_own_variables(palette):
    """Sheets of style find every ground and tone as a variable."""
    made = textual_theme(palette)
    assert made.variables["hl-ground"] == palette.grounds["ground"]
    assert made.variables["hl-text"] == palette.tones["text"]
    assert made.dark == palette.dark
