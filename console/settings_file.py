"""What a settings file may say, and reading it: texts, the slow link, and the goals of the utility."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.refusals import Misuse

TEXTS = ("db", "lang", "operator", "theme", "colors", "stop_notice")
SLOW_LINK, GOALS, NOTIFY, TELEPHONE = "slow_link", "goals", "notify", "telephone"


@dataclass(frozen=True, slots=True)
class Written:
    """A settings file as read; `goals` are percent by the name of a clock, `notify` is for `console.channels`."""

    texts: Mapping[str, str] = field(default_factory=dict)
    slow_link: bool | None = None
    goals: Mapping[str, float] = field(default_factory=dict)
    notify: Mapping[str, Any] = field(default_factory=dict, repr=False)
    telephone: Mapping[str, Any] = field(default_factory=dict, repr=False)


def read_file(path: Path) -> Written:
    """What the file says; an absent one says nothing.

    Raises:
        Misuse: it is no TOML, or says something that means nothing.
    """
    if not path.is_file():
        return Written()
    try:
        found: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misuse("settings.unreadable", f"{path} is not a settings file that can be read ({error}).",
                     "Mend that line, or remove the file.", path=str(path)) from error  # fmt: skip
    slow, goals, notify = found.pop(SLOW_LINK, None), found.pop(GOALS, {}), found.pop(NOTIFY, {})
    if slow is not None and not isinstance(slow, bool):
        raise _meaningless(path, SLOW_LINK)
    telephone = found.pop(TELEPHONE, {})
    for name, table in ((NOTIFY, notify), (TELEPHONE, telephone)):
        if not isinstance(table, dict):
            raise _meaningless(path, name)
    for key, value in found.items():
        if key not in TEXTS or not isinstance(value, str):
            raise _meaningless(path, key)
    return Written(found, slow, read_goals(path, goals), notify, telephone)


def read_goals(path: Path, goals: Any) -> Mapping[str, float]:
    """The table ``[goals]``: for each clock the percent of its promises that the utility means to keep.

    Raises:
        Misuse: a clock that is not shown against a goal, or no percent above 0 and up to 100.
    """
    from models.goals import GOALS as USUAL

    if not isinstance(goals, dict):
        raise _meaningless(path, GOALS)
    known = [clock.value for clock in USUAL]
    for name, percent in goals.items():
        number = isinstance(percent, int | float) and not isinstance(percent, bool)
        if name not in known or not number or not 0 < percent <= 100:
            raise Misuse(
                "settings.goal",
                f"{path} says '{name} = {percent!r}' under [goals], which means nothing.",
                f"A goal is a percent above 0 and up to 100 for one of: {', '.join(known)}.",
                path=str(path),
                key=name,
                allowed=", ".join(known),
            )
    return goals


def _meaningless(path: Path, key: str) -> Misuse:
    """The sentence is without the value: it may be a secret in the wrong place."""
    allowed = ", ".join(TEXTS)
    return Misuse(
        "settings.unknown",
        f"What {path} says under '{key}' means nothing.",
        f"It may set {allowed}, each to a text in quotes; slow_link to true or false; "
        "the tables [goals], [notify] and [telephone].",
        path=str(path),
        key=key,
        allowed=allowed,
    )
