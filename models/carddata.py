"""The product's own triage cards and guessing words as the package carries them, from data files."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from models.guessing import GuessWord, words_of

CARDS = ("a", "b", "c", "d", "e")


@cache
def default_cards() -> dict[str, dict[str, Any]]:
    """Each card's data by its code."""
    read = (tomllib.loads(_data(f"cards_{one}.toml")) for one in CARDS)
    return {str(card["code"]): card for card in read}


@cache
def default_words() -> tuple[GuessWord, ...]:
    """Each word once for a category, with the greatest weight that the file gives it there."""
    heaviest: dict[tuple[str, str], GuessWord] = {}
    for row in words_of(tomllib.loads(_data("guess_words.toml"))):
        known = heaviest.get((row.word, row.category))
        if known is None or known.weight < row.weight:
            heaviest[row.word, row.category] = row
    return tuple(heaviest.values())


def _data(name: str) -> str:
    return files("models").joinpath(f"data/{name}").read_text("utf-8")
