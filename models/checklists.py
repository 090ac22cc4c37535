"""What an inspector looks at, by customer class; and what was found, as it is said on the telephone: ``3 5/1``."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from models.refusals import refuse
from models.vocabulary import CustomerClass, InspectionResult
from models.wall import DAY

HOUSEHOLD, COMMERCIAL = "household", "commercial"
RECTIFY: Mapping[int, int] = {1: 7 * DAY, 2: 15 * DAY, 3: 90 * DAY}
"""How long each grade has to be put right, unless a day is named."""

RECHECKED = (1, 2)
"""The grades for which somebody comes to look again; a third is looked at with the next visit."""

GRADES = {1: InspectionResult.GRADE_1, 2: InspectionResult.GRADE_2, 3: InspectionResult.GRADE_3}
_CODE = re.compile(r"[a-z]{1,20}")
MOST_ITEMS = 99
"""Items of one list: their numbers are said on the telephone."""

_SAID = re.compile(r"([0-9]{1,2}|[a-z]+)(?:[/:\-]([0-9]))?")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a checklist: its number on the list, its code, its words, and the grade it has if it fails."""

    number: int
    code: str
    grade: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Finding:
    """An item that was not in order; an empty one was not named."""

    item: str
    grade: int


@cache
def checklists() -> Mapping[str, tuple[Item, ...]]:
    """Every checklist by its name."""
    return read_checklists(usual_text())


def usual_text() -> str:
    """The checklists that come with the product, as TOML."""
    from importlib.resources import files

    return files("models").joinpath("data/checklists.toml").read_text("utf-8")


def read_checklists(text: str) -> Mapping[str, tuple[Item, ...]]:
    """Both checklists from a TOML text.

    Raises:
        Invalid: it is no TOML, a list is missing or too long, or an item lacks a code of its own, a grade or its words.
    """
    import tomllib

    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise refuse("checklist.unreadable", why=str(error)) from error
    if read.keys() != {HOUSEHOLD, COMMERCIAL}:
        raise refuse("checklist.lists", names=", ".join((HOUSEHOLD, COMMERCIAL)))
    return {name: _items(name, data) for name, data in read.items()}


def _items(name: str, data: Any) -> tuple[Item, ...]:
    listed = data.get("items") if isinstance(data, dict) and data.keys() == {"items"} else None
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_ITEMS:
        raise refuse("checklist.items", name=name, most=MOST_ITEMS)
    items = tuple(_item(name, number, one) for number, one in enumerate(listed, 1))
    for number, one in enumerate(items, 1):
        if one.code in {other.code for other in items[: number - 1]}:
            raise refuse("checklist.twice", name=name, item=one.code)
    return items


def _item(name: str, number: int, said: Any) -> Item:
    if not isinstance(said, dict) or said.keys() != {"code", "grade", "zh", "en"}:
        raise refuse("checklist.item", name=name, number=number)
    words = [said["zh"], said["en"]]
    plain = all(isinstance(one, str) and one.strip() for one in words)
    if not plain or not isinstance(said["code"], str) or not _CODE.fullmatch(said["code"]):
        raise refuse("checklist.item", name=name, number=number)
    if isinstance(said["grade"], bool) or said["grade"] not in GRADES:
        raise refuse("checklist.grade", name=name, item=said["code"])
    return Item(number, said["code"], said["grade"], said["zh"].strip(), said["en"].strip())


def checklist_of(klass: str) -> str:
    """The checklist of a customer class: homes have one, all others another."""
    return HOUSEHOLD if klass in ("", CustomerClass.INDIVIDUAL.value) else COMMERCIAL


def findings_of(
    text: str, checklist: str, lists: Mapping[str, tuple[Item, ...]] | None = None
) -> tuple[Finding, ...]:  # fmt: skip
    """What was said: numbers or codes of items, apart by blanks or commas, each with another grade behind a slash.

    Args:
        lists: the checklists in force, if not the product's own.

    Raises:
        Invalid: a word that is no item of the checklist, or a grade that there is not.
    """
    items = (lists or checklists())[checklist]
    known = {one.code: one for one in items} | {str(one.number): one for one in items}
    found: dict[str, Finding] = {}
    for word in re.split(r"[\s,;、]+", unicodedata.normalize("NFKC", text).strip().lower()):
        if not word:
            continue
        said = _SAID.fullmatch(word)
        item = known.get(said[1]) if said else None
        if said is None or item is None:
            raise refuse("inspect.item", item=word, allowed=", ".join(f"{one.number} {one.code}" for one in items))
        grade = int(said[2]) if said[2] else item.grade
        if grade not in GRADES:
            raise refuse("inspect.no_grade", word=word)
        found[item.code] = Finding(item.code, grade)
    return tuple(found.values())


def result_of(findings: Sequence[Finding]) -> InspectionResult:
    """The result that the worst finding makes; without any the visit is passed."""
    return GRADES[min(one.grade for one in findings)] if findings else InspectionResult.PASS


def graded(result: InspectionResult, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of a result: a grade of which no item was named is a finding of its own.

    Raises:
        Invalid: the result says other than the worst of the findings.
    """
    grade = next((number for number, word in GRADES.items() if word is result), None)
    if not findings:
        return () if grade is None else (Finding("", grade),)
    if result_of(findings) is not result:
        raise refuse("inspect.other_grade", result=result.value, worst=result_of(findings).value)
    return tuple(findings)
