"""The lines of business: which request belongs to which, and what a call-back asks; an editable file says it."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from models.errors import Invalid
from models.indicators.cases import Case
from models.indicators.figure import WHOLE
from models.refusals import refuse
from models.vocabulary import Kind

ASPECTS = ("speed", "attitude", "quality")
"""What a call-back can ask."""

OTHER = "other"
"""The line of what no line names."""

_KEYS = frozenset(("categories", "kinds", "under"))


@dataclass(frozen=True, slots=True)
class Line:
    """One line of business; `under` is the heading that it stands below, if any."""

    name: str
    categories: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    under: str = ""


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines in their order, and how much each aspect counts."""

    lines: tuple[Line, ...]
    aspects: Mapping[str, Fraction]

    def of(self, one: Case) -> str:
        """The line of a request: the first that names its category, else its kind, else :data:`OTHER`."""
        by_category = (line.name for line in self.lines if one.category in line.categories)
        by_kind = (line.name for line in self.lines if one.kind in line.kinds)
        return next(by_category, "") or next(by_kind, OTHER)

    def under(self, name: str) -> str:
        """The heading above a line, or nothing."""
        return next((line.under for line in self.lines if line.name == name), "")


def usual_text() -> str:
    """The tree that comes with the product, as TOML."""
    return files("models").joinpath("data", "service_tree.toml").read_text("utf-8")


@cache
def usual() -> Lines:
    """The lines that come with the product: the seven of the handbooks, complaints and enquiries."""
    return read_lines(usual_text())


def read_lines(text: str) -> Lines:
    """The lines that a TOML text names.

    Raises:
        Invalid: it is no TOML, or says something that means nothing here.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Invalid("tree.unreadable", f"The tree cannot be read: {error}.", "Correct that line.",
                      why=str(error)) from error  # fmt: skip
    for name in found.keys() - {"aspects", "lines"}:
        raise _meaningless(name)
    tables = found.get("lines")
    if not isinstance(tables, dict) or not tables:
        raise _meaningless("lines")
    return Lines(tuple(_line(name, said) for name, said in tables.items()), _aspects(found.get("aspects")))


def refuse_wrong(lines: Lines, categories: Collection[str]) -> None:
    """Refuse a tree by which requests could not be summed up, or not once each.

    Args:
        categories: the codes that the catalogue has.

    Raises:
        Invalid: a category or kind that there is not or that two lines name, a line below another line or in a circle,
            a heading that is called as the whole.
    """
    owners: dict[str, str] = {}
    for line in lines.lines:
        for code in sorted(line.categories - set(categories)):
            raise refuse("tree.category", line=line.name, category=code)
        for kind in sorted(line.kinds - {one.value for one in Kind}):
            raise refuse("tree.kind", line=line.name, kind=kind, allowed=", ".join(Kind))
        for word in sorted(line.categories | line.kinds):
            if word in owners:
                raise refuse("tree.twice", word=word, line=owners[word], other=line.name)
            owners[word] = line.name
    above = {line.name: line.under for line in lines.lines}
    for name, heading in above.items():
        if heading in above:
            raise refuse("tree.circle" if _returns(name, above) else "tree.below", line=name, other=heading)
        if WHOLE in (name, heading) or "/" in name + heading:
            raise refuse("tree.name", name=WHOLE if WHOLE in (name, heading) else name)


def _returns(name: str, above: Mapping[str, str]) -> bool:
    """Does the way up from a line lead into a circle?"""
    seen: set[str] = set()
    while name in above and name not in seen:
        seen.add(name)
        name = above[name]
    return name in seen


def _line(name: str, said: Any) -> Line:
    if not isinstance(said, dict) or said.keys() - _KEYS or not isinstance(said.get("under", ""), str):
        raise _meaningless(name)
    return Line(name, _words(name, said.get("categories", [])), _words(name, said.get("kinds", [])),
                said.get("under", ""))  # fmt: skip


def _words(name: str, said: Any) -> frozenset[str]:
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise _meaningless(name)
    return frozenset(said)


def _aspects(said: Any) -> Mapping[str, Fraction]:
    """Weights above 0; without any each aspect counts the same."""
    if said is None:
        return dict.fromkeys(ASPECTS, Fraction(1))
    if not isinstance(said, dict) or not said:
        raise _meaningless("aspects")
    for name, weight in said.items():
        plain = isinstance(weight, int | float) and not isinstance(weight, bool)
        if name not in ASPECTS or not plain or not 0 < weight < float("inf"):
            raise _meaningless(name)
    return {name: Fraction(str(weight)) for name, weight in said.items()}


def _meaningless(name: str) -> Invalid:
    return Invalid(
        "tree.meaningless", f"In the tree '{name}' does not say what it must.",
        "Write [aspects] with weights of speed, attitude, quality, and [lines.NAME] with categories, kinds and under.",
        name=name,
    )  # fmt: skip
