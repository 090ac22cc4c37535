"""`make pictures`: draws the pictures of the README and the guide from the running program, into docs/pictures/.

Words on the command line choose pictures by a part of their name; without any, all are drawn.
"""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.terminal_theme import TerminalTheme

from bench.headless import console, lines
from bench.painter import picture
from screens.theme import PALETTES

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
SMALL, MIDDLE, LARGE = (80, 24), (120, 40), (160, 48)


@dataclass(frozen=True, slots=True)
class Scene:
    """A screen, and the keys that lead to it."""

    name: str
    sizes: Sequence[tuple[int, int]]
    themes: Sequence[str] = ("dark",)
    keys: Sequence[str] = ()
    start: str = "operator"


SCENES = (
    Scene("console", (SMALL, MIDDLE, LARGE), ("dark", "light", "nocolour")),
    Scene("detail", (SMALL, LARGE), keys=("enter",)),
    Scene("intake", (SMALL, MIDDLE), keys=("n", *"14203080491", "tab")),
    Scene("alarms", (MIDDLE,), keys=("f5",)),
    Scene("monitor", (LARGE,), ("dark", "light", "nocolour"), start="monitor"),
    Scene("monitor", (SMALL, MIDDLE), start="monitor"),
    Scene("wall", (SMALL, LARGE), start="wall"),
    Scene("handover", (MIDDLE,), keys=(":", *"交接班", "enter")),
    Scene("help", (MIDDLE,), keys=("question_mark",)),
)


def wanted(words: Sequence[str]) -> Iterator[tuple[str, Scene, tuple[int, int], str, str]]:
    """Name, scene, size, language and theme of every picture to draw."""
    for scene in SCENES:
        for size in scene.sizes:
            for language in ("zh", "en"):
                for theme in scene.themes:
                    name = f"{scene.name}-{size[0]}-{language}-{theme}"
                    if not words or any(word in name for word in words):
                        yield name, scene, size, language, theme


async def draw(name: str, scene: Scene, size: tuple[int, int], language: str, theme: str) -> None:
    """One picture: open, press, settle, paint."""
    async with console(size, language, theme, scene.start) as pilot:
        for key in scene.keys:
            await pilot.press(key)
            await pilot.pause(0.3)
        await pilot.pause(0.5)
        svg = picture(lines(pilot.app), terminal(theme), f"Hotline, {scene.name}, {size[0]}x{size[1]}")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(name)


def terminal(theme: str) -> TerminalTheme:
    """The colours for what the program leaves to the terminal."""
    palette = PALETTES[theme]

    def parts(colour: str) -> tuple[int, int, int]:
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

    return TerminalTheme(parts(palette.grounds["ground"]), parts(palette.tones["text"]), [(0, 0, 0)] * 8)


async def main() -> None:
    """Draw what was asked for."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for one in wanted(sys.argv[1:]):
        await draw(*one)


if __name__ == "__main__":
    asyncio.run(main())
