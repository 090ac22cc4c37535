"""Emergency plans as data: steps by level with their owner and time limit, whom to call, and what to take along.

Levels rise: at level 2 the steps of level 1 hold as well. A step without minutes has no clock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import Invalid
from models.wall import DAY, MINUTE

LONGEST = DAY // MINUTE
"""Minutes: a step that may take longer than a day belongs into no emergency plan."""

MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class PlanLevel:
    """How grave it is, in words; 1 is the least."""

    n: int
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One thing to do: from which level on, by whom, and within how many minutes of the start (None: no clock)."""

    code: str
    level: int
    zh: str
    en: str
    owner_zh: str = ""
    owner_en: str = ""
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class PlanContact:
    """Whom to call; an empty number is still to be filled in by the utility."""

    zh: str
    en: str
    dial: str = ""


@dataclass(frozen=True, slots=True)
class PlanSupply:
    """What a crew takes along."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan in one version, proposed first for its `categories`.

    Without `approved_by` it is still to be approved by the utility's safety officer.
    """

    code: str
    zh: str
    en: str
    levels: tuple[PlanLevel, ...]
    steps: tuple[PlanStep, ...]
    contacts: tuple[PlanContact, ...] = ()
    supplies: tuple[PlanSupply, ...] = ()
    categories: tuple[str, ...] = ()
    version: int = 1
    approved_by: str = ""
    approved_at: int | None = None
    retired: bool = False

    def step(self, code: str) -> PlanStep | None:
        """The step of that code, or of that place in the list (1 is the first)."""
        wanted = code.strip().lower()
        if wanted.isascii() and wanted.isdigit():
            place = int(wanted)
            return self.steps[place - 1] if 0 < place <= len(self.steps) else None
        return next((one for one in self.steps if one.code.lower() == wanted), None)

    def up_to(self, level: int, above: int = 0) -> tuple[PlanStep, ...]:
        """The steps that hold at `level`, those up to `above` left out."""
        return tuple(one for one in self.steps if above < one.level <= level)

    @property
    def top(self) -> int:
        """The gravest level."""
        return max(one.n for one in self.levels)


def read_plan(data: Any) -> Plan:
    """A plan from what a file holds.

    Raises:
        Invalid: something is missing, doubled or cannot be meant; the sentence says what.
    """
    code = _word(data, "code", "?").upper() if isinstance(data, Mapping) else "?"
    try:
        plan = _read(code, data)
    except (_Unfit, TypeError, AttributeError) as error:
        raise unfit(code, str(error)) from error
    return plan


def unfit(code: str, why: str) -> Invalid:
    """The error for a plan that cannot be read."""
    return Invalid("plan.unfit", f"Plan {code} cannot be read: {why}.", "Look at a plan given out by: "
                   "hotline plan export LEAK-IN", plan=code, why=why)  # fmt: skip


class _Unfit(ValueError):
    """Why it cannot be read."""


def _read(code: str, data: Any) -> Plan:
    if not isinstance(data, Mapping):
        raise _Unfit("it holds no plan")
    levels = tuple(PlanLevel(_whole(one, "n"), _word(one, "zh"), _word(one, "en")) for one in _rows(data, "level"))
    steps = tuple(_step(one) for one in _rows(data, "step"))
    numbers = [one.n for one in levels]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        raise _Unfit("levels are counted from 1 without a gap")
    if not 0 < len(steps) <= MOST_STEPS:
        raise _Unfit(f"a plan has 1 to {MOST_STEPS} steps")
    codes = [one.code.lower() for one in steps]
    double = next((one for one in codes if codes.count(one) > 1 or one.isdigit()), None)
    if double is not None:
        raise _Unfit(f"the step {double} is there twice, or is named by a number")
    high = next((one for one in steps if one.level not in numbers), None)
    if high is not None:
        raise _Unfit(f"the step {high.code} names level {high.level}, which there is not")
    contacts = tuple(PlanContact(_word(one, "zh"), _word(one, "en"), str(one.get("phone", "")).strip())
                     for one in _rows(data, "contact"))  # fmt: skip
    supplies = tuple(PlanSupply(_word(one, "zh"), _word(one, "en")) for one in _rows(data, "supply"))
    categories = tuple(str(one).strip().upper() for one in data.get("categories", []))
    return Plan(_word(data, "code").upper(), _word(data, "zh"), _word(data, "en"), levels, steps, contacts, supplies,
                categories)  # fmt: skip


def _step(row: Mapping[str, Any]) -> PlanStep:
    minutes = row.get("minutes")
    if minutes is not None and not (type(minutes) is int and 0 < minutes <= LONGEST):
        raise _Unfit(f"minutes are a whole number from 1 to {LONGEST}")
    return PlanStep(_word(row, "code"), _whole(row, "level"), _word(row, "zh"), _word(row, "en"),
                    str(row.get("owner_zh", "")).strip(), str(row.get("owner_en", "")).strip(), minutes)  # fmt: skip


def _rows(data: Mapping[str, Any], name: str) -> Sequence[Mapping[str, Any]]:
    rows = data.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(one, Mapping) for one in rows):
        raise _Unfit(f"{name} is a list of tables")
    return rows


def _word(row: Mapping[str, Any], name: str, usual: str = "") -> str:
    text = str(row.get(name, usual)).strip()
    if not text:
        raise _Unfit(f"{name} is missing")
    return text


def _whole(row: Mapping[str, Any], name: str) -> int:
    given = row.get(name)
    if type(given) is not int:
        raise _Unfit(f"{name} is a whole number")
    return given
