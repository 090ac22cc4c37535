"""What whoever composes lines must know: the words of the language, the desk's zone, and the moment."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from screens.format import clock_time, day_clock
from screens.wording import Wording


@dataclass(frozen=True, slots=True)
class View:
    """The language, the zone, the moment (`now`, epoch ms); names of categories and districts in that language."""

    wording: Wording
    zone: str
    now: int
    names: Mapping[str, str] = field(default_factory=dict)
    districts: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **facts: Any) -> str:
        """The words for a key in this language."""
        return self.wording(key, **facts)

    def word(self, section: str, value: str) -> str:
        """A word of a closed list in this language."""
        return self.wording.word(section, value)

    def place(self, district: str, address: str) -> str:
        """District and address as one place."""
        return " ".join(part for part in (self.districts.get(district, district), address) if part)

    def reason(self, code: str, facts: Mapping[str, Any]) -> str:
        """Why an act is not possible, in the few words that stand beside it."""
        short = f"short.{code}"
        return self.wording.refusal(short if self.wording.has(f"refusal.{short}") else code, facts)

    def skills(self, names: Iterable[str]) -> str:
        """What a crew can do, or needs, in this language."""
        return "+".join(self.word("skill", name) for name in names)

    def clock(self, instant: int) -> str:
        """Wall time, with the day in front when it is not today's."""
        return day_clock(instant, self.zone, self.now)

    def brief(self, instant: int) -> str:
        """Wall time to the minute, with the day in front when it is not today's."""
        return day_clock(instant, self.zone, self.now, seconds=False)

    def time(self, instant: int) -> str:
        """Wall time alone."""
        return clock_time(instant, self.zone)

    def named(self, zh: str, en: str) -> str:
        """Of a name kept in both languages, this one's (or the other, if it is empty)."""
        return (zh or en) if self.wording.lang == "zh" else (en or zh)
