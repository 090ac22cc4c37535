"""What the screens say: one catalogue a language, switchable while running.

A sentence is found by its key, ``section.name``; what stands in braces is filled with facts.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from models.errors import DeskError
from screens.format import clean, short_span

LANGUAGES = ("zh", "en")

WORD_FACTS = {
    "role": "role", "status": "status", "clock": "clock", "reason": "hold_reason", "disposition": "disposition",
    "act": "act", "step": "step", "kind": "kind", "result": "result", "board": "board", "skill": "skill",
    "part": "sheet_part", "lacks": "complaint_fact", "names": "score_name",
}  # fmt: skip
"""Facts whose values are words of a closed list, and the section that translates them."""


def _flat(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by its key."""
    text = files("screens").joinpath("languages", f"{language}.toml").read_text("utf-8")
    return dict(_flat(tomllib.loads(text)))


class Wording:
    """The words of the chosen language.

    Args:
        language: ``zh`` or ``en``; anything else falls back to English.
    """

    def __init__(self, language: str = "zh") -> None:
        self.lang = "en"
        self.switch(language)

    def switch(self, language: str | None = None) -> None:
        """Speak `language` from now on, or the other one."""
        if language is None:
            language = "en" if self.lang == "zh" else "zh"
        self.lang = language if language in LANGUAGES else "en"
        self._words = catalogue(self.lang)

    def __call__(self, key: str, /, **facts: Any) -> str:
        """The sentence for a key.

        Raises:
            KeyError: the catalogue has no such key, or the sentence names a fact that was not given.
        """
        sentence = self._words[key]
        return sentence.format_map(facts) if facts or "{" in sentence else sentence

    def has(self, key: str) -> bool:
        """Does this language's catalogue know the key?"""
        return key in self._words

    def word(self, section: str, value: str) -> str:
        """A word of a closed list in this language; a word the catalogue lacks stands as it is."""
        return self._words.get(f"{section}.{value}", value)

    def refusal(self, code: str, facts: Mapping[str, Any] | None = None, *, fallback: str = "") -> str:
        """Why the desk refused, and what to do: from the catalogue by code, else the desk's own English sentence."""
        sentence = self._words.get(f"refusal.{code}")
        if sentence is None:
            return clean(fallback or code)
        said = {name: self._fact(name, value) for name, value in (facts or {}).items()}
        return sentence.format_map(_Given(said))

    def error(self, error: DeskError) -> str:
        """A refusal in this language."""
        return self.refusal(error.code, error.facts, fallback=str(error))

    def span(self, ms: int) -> str:
        """A span of time in at most two units, such as 1时 30分 or 1 h 30 min."""
        return short_span(ms, self)

    def _fact(self, name: str, value: Any) -> str:
        if isinstance(value, DeskError):
            return self.error(value)
        section = WORD_FACTS.get(name)
        if not section:
            return clean(str(value))
        return ", ".join(self.word(section, one) for one in str(value).split(", "))


class _Given(dict[str, str]):
    """Facts of a refusal; one that is missing is shown by its name rather than hiding the sentence."""

    def __missing__(self, name: str) -> str:
        return f"[{name}]"
