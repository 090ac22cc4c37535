"""What an inspector looks at, by customer class; and what was found, as it is said on the telephone: ``3 5/1``."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from models.refusals import refuse
from models.vocabulary import CustomerClass, InspectionResult
from models.wall import DAY

HOUSEHOLD, COMMERCIAL = "household", "commercial"
RECTIFY: Mapping[int, int] = {1: 7 * DAY, 2: 15 * DAY, 3: 90 * DAY}
"""How long each grade has to be put right, unless a day is named."""

RECHECKED = (1, 2)
"""The grades for which somebody comes to look again; a third is looked at with the next visit."""

GRADES = {1: InspectionResult.GRADE_1, 2: InspectionResult.GRADE_2, 3: InspectionResult.GRADE_3}
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
    import tomllib
    from importlib.resources import files

    read = tomllib.loads(files("models").joinpath("data/checklists.toml").read_text("utf-8"))
    return {
        name: tuple(Item(n, one["code"], one["grade"], one["zh"], one["en"]) for n, one in enumerate(data["items"], 1))
        for name, data in read.items()
    }


def checklist_of(klass: str) -> str:
    """The checklist of a customer class: homes have one, all others another."""
    return HOUSEHOLD if klass in ("", CustomerClass.INDIVIDUAL.value) else COMMERCIAL


def findings_of(text: str, checklist: str) -> tuple[Finding, ...]:
    """What was said: numbers or codes of items, apart by blanks or commas, each with another grade behind a slash.

    Raises:
        Invalid: a word that is no item of the checklist, or a grade that there is not.
    """
    items = checklists()[checklist]
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
