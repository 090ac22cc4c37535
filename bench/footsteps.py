"""A random walk over the console's keys: nothing may break, and every line stays exactly as wide as the screen."""

import random
import time

import psutil
from rich.segment import Segment
from textual.app import App

from bench.headless import console, lines

KEYS = (
    *("up", "down", "pageup", "pagedown", "home", "end", "j", "k", "1", "2", "3", "4", "enter", "escape", "tab"),
    *("n", "slash", "colon", "question_mark", "f1", "f2", "f3", "f4", "f5", "f6", "f8", "f9", "f10", "d", "h", "c"),
    *("v", "a", "x", "p", "m", "g", "z", "l", "ctrl+p", "ctrl+g", "ctrl+t", "ctrl+left", "ctrl+right", "plus"),
    *("left", "right", "space", "full_stop", "backspace", "加", "E", "0", "[", "escape", "escape", "down", "down"),
)
SIZES = ((80, 24), (120, 40), (160, 48), (60, 20), (200, 60))
LEG = 300
"""Keys before a look at memory, and before the size and language change."""


async def walk_console(keys: int, seed: int) -> list[str]:
    """Press random keys at every size in both languages; the faults that were seen."""
    dice, faults, begun = random.Random(seed), list[str](), time.perf_counter()
    for leg in range(max(1, keys // LEG)):
        size, language, start = SIZES[leg % len(SIZES)], ("zh", "en")[leg % 2], ("operator", "monitor")[leg % 3 == 2]
        pressed: list[str] = []
        try:
            async with console(size, language, start=start) as pilot:
                for _ in range(LEG):
                    pressed.append(dice.choice(KEYS))
                    await pilot.press(pressed[-1])
                    faults += [f"{size} {language} after {pressed[-6:]}: {fault}" for fault in seen(pilot.app, size[0])]
        except BaseException:  # whatever ended it, an interrupt too: the keys that led there are what is wanted
            print(f"{size} {language} {start}: ended by an error of its own after {pressed[-8:]}")
            raise
        weight = psutil.Process().memory_info().rss / 2**20
        spent = time.perf_counter() - begun
        print(f"{(leg + 1) * LEG:>8} keys, {spent:6.0f} s, {weight:4.0f} MB, {len(faults)} faults", flush=True)
        if faults:
            break
    return faults


def seen(app: App[int], width: int) -> list[str]:
    """What is wrong with the screen as it stands."""
    wrong = [
        f"line {number} is {found} wide"
        for number, line in enumerate(lines(app))
        if (found := Segment.get_line_length(line)) != width
    ]
    return wrong if app.is_running else ["the console has ended"]
