"""The only place with colour values: the palettes dark, light and without colour, and Textual's themes of them.

A *tone* is what a text means, a *ground* what it stands on. Every tone reads at 4.5:1 or better on every ground that
carries text; a test computes it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from textual.theme import Theme

BLOCK = "block"
TEXT_GROUNDS = ("ground", "pane", "band", "field", "cursor", "focus")
"""The grounds that carry text of every tone; on a block stands only the block's own text."""

BOLD = frozenset({"title", "red", "amber", "violet", "key", BLOCK})
"""Tones written bold. Those of the same colour with ``.thin`` are not: seen by somebody already, or a bare figure."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by meaning. A palette in which red looks like any other tone has a ground ``late`` to set it apart.

    With `red_on_plain`, red stands on the plain ground also within a line of another one.
    """

    name: str
    dark: bool
    tones: Mapping[str, str]
    grounds: Mapping[str, str]
    red_on_plain: bool = False

    def colour(self, tone: str) -> str:
        """The text colour of a tone, with or without ``.thin``."""
        return self.tones[tone.partition(".")[0]]

    def under(self, tone: str, ground: str) -> str:
        """The colour that a tone stands on; where its red cannot be read on another ground, it keeps the plain one."""
        plain = self.red_on_plain and tone.partition(".")[0] == "red"
        return self.grounds["ground" if plain else ground]


DARK = Palette(
    "dark",
    True,
    {
        "text": "#d3dae2", "title": "#f6f8fa", "dim": "#9daab8", "red": "#ff8278", "amber": "#f2b84b",
        "green": "#83d095", "key": "#7fbbff", "violet": "#d0abff", BLOCK: "#ffffff",
    },
    {
        "ground": "#11151a", "pane": "#171c23", "band": "#212932", "field": "#252e39", "cursor": "#2b3a4d",
        "focus": "#1a3b5b", BLOCK: "#c42b22", "thumb": "#3a4653", "track": "#252e39", "bar": "#5f7186",
        "warn": "#b98527",
    },
)  # fmt: skip

LIGHT = Palette(
    "light",
    False,
    {
        "text": "#1f2833", "title": "#05090e", "dim": "#505b67", "red": "#ad150e", "amber": "#7a4900",
        "green": "#14612d", "key": "#0a4c98", "violet": "#6430a0", BLOCK: "#ffffff",
    },
    {
        "ground": "#fbfaf7", "pane": "#f3f2ed", "band": "#e3e6ea", "field": "#e6eaef", "cursor": "#d3e3f4",
        "focus": "#bfd8f2", BLOCK: "#b3261e", "thumb": "#b4bec9", "track": "#e6eaef", "bar": "#8795a5",
        "warn": "#e0ad4e",
    },
)  # fmt: skip

NO_COLOUR = Palette(
    "nocolour",
    True,
    {
        "text": "#d6d6d6", "title": "#ffffff", "dim": "#adadad", "red": "#ffffff", "amber": "#ffffff",
        "green": "#d6d6d6", "key": "#ffffff", "violet": "#ffffff", BLOCK: "#000000",
    },
    {
        "ground": "#141414", "pane": "#1a1a1a", "band": "#262626", "field": "#2b2b2b", "cursor": "#363636",
        "focus": "#3e3e3e", BLOCK: "#f2f2f2", "thumb": "#505050", "track": "#2b2b2b", "bar": "#757575",
        "warn": "#9c9c9c", "late": "#4d4d4d",
    },
)  # fmt: skip

ANSI = Palette(
    "ansi",
    True,
    {
        "text": "#ffffff", "title": "#ffffff", "dim": "#aaaaaa", "red": "#ff5555", "amber": "#ffff55",
        "green": "#55ff55", "key": "#55ffff", "violet": "#ff55ff", BLOCK: "#ffffff",
    },
    {
        "ground": "#000000", "pane": "#000000", "band": "#000000", "field": "#000000", "cursor": "#0000aa",
        "focus": "#0000aa", BLOCK: "#aa0000", "thumb": "#aaaaaa", "track": "#000000", "bar": "#0000aa",
        "warn": "#aa5500",
    },
    red_on_plain=True,
)  # fmt: skip
"""The sixteen colours of every terminal, in the values of the VGA; grounds are of the first eight, as all can show."""

MONO = Palette(
    "mono",
    True,
    {
        "text": "#aaaaaa", "title": "#ffffff", "dim": "#aaaaaa", "red": "#ffffff", "amber": "#ffffff",
        "green": "#aaaaaa", "key": "#ffffff", "violet": "#ffffff", BLOCK: "#000000",
    },
    {
        "ground": "#000000", "pane": "#000000", "band": "#000000", "field": "#000000", "cursor": "#000000",
        "focus": "#000000", BLOCK: "#aaaaaa", "thumb": "#aaaaaa", "track": "#000000", "bar": "#555555",
        "warn": "#555555", "late": "#555555",
    },
)  # fmt: skip
"""The greys among the sixteen."""

PALETTES: Mapping[str, Palette] = {palette.name: palette for palette in (DARK, LIGHT, NO_COLOUR, ANSI, MONO)}
SIXTEEN = ("ansi", "mono")
"""The palettes that a terminal of sixteen colours shows as they are meant."""


def family(name: str) -> list[str]:
    """The palettes that one can change to from this one: those that the same terminal shows."""
    return [one for one in PALETTES if (one in SIXTEEN) == (name in SIXTEEN)]


def palette_for(asked: str | None, *, plain: bool, sixteen: bool) -> str:
    """The palette to begin with: what was asked for, or dark; `plain` without colour, `sixteen` of sixteen colours."""
    if not sixteen:
        return asked or ("nocolour" if plain else "dark")
    return "mono" if asked in ("mono", "nocolour") or (plain and asked is None) else "ansi"


def theme_name(palette: Palette) -> str:
    """The name under which Textual knows a palette."""
    return f"hotline-{palette.name}"


def textual_theme(palette: Palette) -> Theme:
    """A palette as a Textual theme; sheets of style use its ``$hl-…`` variables and nothing else."""
    tones, grounds = palette.tones, palette.grounds
    return Theme(
        name=theme_name(palette),
        primary=tones["key"],
        secondary=tones["violet"],
        warning=tones["amber"],
        error=tones["red"],
        success=tones["green"],
        accent=tones["key"],
        foreground=tones["text"],
        background=grounds["ground"],
        surface=grounds["pane"],
        panel=grounds["band"],
        dark=palette.dark,
        text_alpha=1.0,
        variables={
            **{f"hl-{name}": value for name, value in grounds.items() if name != BLOCK},
            **{f"hl-{name}": value for name, value in tones.items() if name != BLOCK},
            "hl-block": grounds[BLOCK],
            "hl-block-text": tones[BLOCK],
            "input-cursor-background": tones["text"],
            "input-cursor-foreground": grounds["ground"],
            "input-cursor-text-style": "none",
            "input-selection-background": grounds["bar"],
            "block-cursor-background": grounds["cursor"],
            "block-cursor-foreground": tones["title"],
            "block-cursor-text-style": "none",
            "scrollbar": grounds["thumb"],
            "scrollbar-background": grounds["track"],
        },
    )


def _luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3), from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
