"""The product's default catalogue as the package carries it: categories and their own targets, from a CSV file."""

import csv
from collections.abc import Iterable
from importlib.resources import files

from models.errors import Invalid
from models.rows import CategoryRow
from models.vocabulary import Kind, Priority
from models.wall import HOUR, MINUTE, SECOND

NO_CLOCK = -1
"""The target that says: this scope has no such clock."""

UNITS = {"s": SECOND, "min": MINUTE, "h": HOUR}
CLOCK_COLUMNS = ("dispatch", "arrival", "safe", "response", "resolution")


def span(text: str) -> int | None:
    """``5min``, ``4h``, ``90s`` in milliseconds; blank is None (the wider scope's), ``-`` is :data:`NO_CLOCK`."""
    text = text.strip()
    if not text:
        return None
    if text == "-":
        return NO_CLOCK
    number = text.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = UNITS.get(text[len(number) :])
    if unit is None or not number.isascii() or not number.isdigit():
        raise Invalid("span.unreadable", f"{text!r} is no span of time.", "Write 90s, 5min or 4h; - for no clock.",
                      text=text)  # fmt: skip
    return int(number) * unit


def span_text(ms: int | None) -> str:
    """The shortest text that :func:`span` reads back as `ms` (whole seconds)."""
    if ms is None:
        return ""
    if ms == NO_CLOCK:
        return "-"
    name, unit = next((name, unit) for name, unit in reversed(UNITS.items()) if ms % unit == 0 or unit == SECOND)
    return f"{ms // unit}{name}"


def share(text: str) -> float:
    """``30%`` as 0.3."""
    text = text.strip()
    if not text.endswith("%") or not text[:-1].isdigit() or int(text[:-1]) > 100:
        raise Invalid("share.unreadable", f"{text!r} is no share.", "Write a percentage such as 30%.", text=text)
    return int(text[:-1]) / 100


def read_categories(lines: Iterable[str]) -> list[CategoryRow]:
    """Rows of a category table with the header of the default catalogue; unknown words are refused."""
    out: list[CategoryRow] = []
    for row in csv.DictReader(lines):
        dispatch, arrival, safe, response, resolution = (span(row[name]) for name in CLOCK_COLUMNS)
        out.append(
            CategoryRow(
                row["code"], row["zh"], row["en"], Kind(row["kind"]), Priority(row["priority"]), row["skill"],
                dispatch, arrival, safe, response, resolution, share(row["callback_share"]), row["card"],
            )
        )  # fmt: skip
    return out


def default_categories() -> list[CategoryRow]:
    """The 41 categories that every new file starts with."""
    return read_categories(files("models").joinpath("data/categories.csv").read_text("utf-8").splitlines())
