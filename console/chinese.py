"""The command line in Chinese: help, complaints about usage and headings, each found by its English sentence."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from typer._click.core import Command, Context
from typer._click.formatting import HelpFormatter

WORDED = frozenset(
    [
        "state",
        "clock",
        "kind",
        "rule",
        "status",
        "name",
        "unit",
        "because",
        "weekday",
        "grade",
        "group",
        "remark",
        "over",
    ]
)
"""Columns whose cells are words of closed lists, one or several."""

_NAME = re.compile(r"\\\{(\w+)\\\}")


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """The catalogue by section."""
    return tomllib.loads(files("console").joinpath("languages", "zh.toml").read_text("utf-8"))


@cache
def _patterns(section: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The sentences with something in braces, as patterns of their originals."""
    return tuple(
        (re.compile(_NAME.sub(r"(?P<\1>.+)", re.escape(english)), re.DOTALL), chinese)
        for english, chinese in words()[section].items()
        if "{" in english
    )


def said(english: str, section: str = "said") -> str | None:
    """The sentence in Chinese, or None where the catalogue has none."""
    if known := words()[section].get(english):
        return known
    for pattern, chinese in _patterns(section):
        if found := pattern.fullmatch(english):
            facts = found.groupdict()
            return chinese.format(**facts | {"subject": heading(facts.get("subject", ""), "subject")})
    return None


def complaint(english: str) -> str:
    """What is wrong with the words that were typed; what the catalogue lacks stays as it is."""
    return said(english, "usage") or english


def told(english: str) -> str:
    """A report's title or note; what the catalogue lacks stays as it is."""
    return said(english, "report") or english


def heading(name: str, section: str = "column") -> str:
    """The heading of a column."""
    return words()[section].get(name, name)


def word(column: str, text: str) -> str:
    """What a table shows under a heading, where that is a word of a closed list; all else stays as it is.

    A report with words of its own puts its name before the column's: ``calls.name``.
    """
    realm, _, column = column.rpartition(".")
    if realm and text in words()[realm]:
        own: str = words()[realm][text]
        return own
    if column in WORDED:
        known = words()["value"]
        return ", ".join(known.get(part, part) for part in text.split(", "))
    return words()["value"][text] if text in ("yes", "no") else text


class ChineseHelp(HelpFormatter):
    """A page of help whose frame is Chinese."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, words()["frame"]["Usage: "])

    def write_heading(self, heading: str) -> None:
        super().write_heading(words()["frame"].get(heading, heading))

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(name, _framed(said(text) or text)) for name, text in rows], col_max, col_spacing)


def _framed(text: str) -> str:
    frame = words()["frame"]
    return text.replace("[required]", f"[{frame['required']}]").replace("[default: ", f"[{frame['default']}: ")


class ChineseContext(Context):
    """The context of a command that answers in Chinese."""

    formatter_class = ChineseHelp


def speak(command: Command) -> None:
    """Let a command and everything under it answer in Chinese."""
    for _, one in tree(command):
        one.context_class = ChineseContext
        one.help = _or_as_it_is(one.help)
        for option in one.params:
            known: Any = option
            known.help = _or_as_it_is(getattr(option, "help", None))


def tree(command: Command, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Command]]:
    """A command and all under it, each with the words that lead there."""
    under: Mapping[str, Command] = getattr(command, "commands", {})
    return [(path, command), *(found for name, one in under.items() for found in tree(one, (*path, name)))]


def _or_as_it_is(text: str | None) -> str | None:
    return text and (said(" ".join(text.split())) or text)
