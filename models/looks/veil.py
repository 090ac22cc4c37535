"""What a seat without desk rights sees: the same rows, with everything personal in them masked.

One place for every look, so that a new look has nothing to remember. Fields are known by their names; in the facts of
a journal line, which grow with every verb, only closed words and the names of things are shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from models import vocabulary
from models.rows import CallerRow, CrewRow, CustomerRow, FoundRow, JournalRow, Seat, WaveCallRow
from models.rows.aftercare import ComplaintRow, ReviewRow
from models.rows.finish import ConfirmationRow
from models.rows.triage import TextRow
from models.vocabulary import Act, Role

Found = TypeVar("Found")

HIDDEN = "****"


def masked(phone: str) -> str:
    """A phone number with its middle hidden: ``199****4021``; of a short one, ``62****03``, hardly an end is left."""
    if len(phone) > 10:
        return f"{phone[:3]}****{phone[-4:]}"
    return f"{phone[:2]}****{phone[-2:]}" if len(phone) > 7 else "*" * len(phone)


def initial(name: str) -> str:
    """A person's name as its first sign: ``李**``."""
    return f"{name[0]}**" if name else ""


def hidden(text: str) -> str:
    """That something was said, and no more."""
    return HIDDEN if text else ""


PERSONAL: Mapping[str, Callable[[str], str]] = {"phone": masked, "caller": initial} | dict.fromkeys(
    ("address", "job_address", "building", "place", "said", "words", "text", "note", "access", "people", "hazards",
     "vulnerable", "meter", "valve", "heard", "valve_which", "found_how", "fire_service", "objection", "review",
     "withheld"),
    hidden,
)  # fmt: skip
"""The fields of any row that tell of a person, a home, or what somebody said, each with how it is masked."""

_THINGS = frozenset(
    {
        "card",
        "category",
        "chosen",
        "crew",
        "crews",
        "district",
        "external_id",
        "follow_up",
        "joined",
        "number",
        "other",
        "outside_number",
        "parent",
        "question",
        "rule",
        "seen",
        "spoken",
    }
)
_WORDS = frozenset(
    word.value
    for enum in vars(vocabulary).values()
    if isinstance(enum, type) and issubclass(enum, StrEnum)
    for word in enum
)


def sees_all(seat: Seat | None) -> bool:
    """Only who works at the desk sees who called and where they live: admin gives no desk rights, and nobody has none.

    Every role of the desk includes the operator's.
    """
    return seat is not None and seat.may(Role.OPERATOR)


def veiled(found: Found) -> Found:
    """The same rows, lists and mappings of rows, with what is personal in them masked."""
    return _veiled(found)  # type: ignore[no-any-return]


def _veiled(found: Any) -> Any:
    if isinstance(found, JournalRow):
        return replace(found, data=_veiled(found.data) if _of_the_house(found) else _said("", found.data))
    if is_dataclass(found) and not isinstance(found, type):
        known = {field.name: _field(field.name, getattr(found, field.name)) for field in fields(found)}
        if isinstance(found, CustomerRow | CallerRow | ConfirmationRow | FoundRow | WaveCallRow):
            known["name"] = initial(found.name)
        if isinstance(found, ComplaintRow | ReviewRow):  # what was found out and told about what somebody said
            words = ("planned", "cause", "measure", "answer", "unit_answer")
            known |= {name: hidden(known[name]) for name in words if name in known}
        if isinstance(found, CrewRow):  # where a crew works is where somebody lives
            known["place"] = None
        if isinstance(found, TextRow):  # words of the house, read to everybody alike
            known["words"] = found.words
        return replace(found, **known)
    if isinstance(found, Mapping):
        return {name: _field(name, value) for name, value in found.items()}
    if isinstance(found, list | tuple):
        return type(found)(_veiled(one) for one in found)
    return found


def _field(name: Any, value: Any) -> Any:
    return PERSONAL[name](value) if name in PERSONAL and isinstance(value, str) else _veiled(value)


def _of_the_house(line: JournalRow) -> bool:
    """Does the line tell of crews, categories and the like, and not of those who live in the city?"""
    return line.act == Act.ADMINISTER and line.data.get("subject") not in ("customer", "premise")


def _said(name: str, value: Any) -> Any:
    """A fact of a journal line: numbers, closed words and names of things as they are, all other text masked."""
    if isinstance(value, Mapping):
        return {key: _said(key, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_said(name, item) for item in value]
    if not isinstance(value, str) or name in _THINGS or value in _WORDS:
        return value
    return PERSONAL.get(name, hidden)(value)
