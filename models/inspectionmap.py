"""What the columns of a foreign file of inspections mean, such as last year's list: the map, and one row read."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from models.checklists import GRADES, Finding, checklists
from models.errors import Invalid
from models.filemap import RowReader, incomplete, no_word, only_known, short_cells, tables_of, whole_row
from models.vocabulary import WITHOUT_ACCESS, InspectionResult

PLACED_BY = ("premise", "customer", "meter", "address")
"""What may say where it was, the surest first: ids of another system, the meter, the address as we write it."""

COLUMNS = ("external_id", *PLACED_BY, "at", "result", "findings", "crew", "note", "rectify_by", "rectified")
DEFAULTS = frozenset({"result", "instant_format"})

SAID = {
    InspectionResult.PASS: ("合格", "正常", "无隐患", "通过", "ok", "passed", "safe"),
    InspectionResult.GRADE_1: ("一级", "一级隐患", "1", "重大隐患", "停用"),
    InspectionResult.GRADE_2: ("二级", "二级隐患", "2", "较大隐患"),
    InspectionResult.GRADE_3: ("三级", "三级隐患", "3", "一般隐患"),
    InspectionResult.NO_ENTRY: ("到访不遇", "无人", "未入户", "不在家", "nobody home", "no access"),
    InspectionResult.REFUSED: ("拒检", "拒绝", "拒绝入户"),
}
"""How other systems call our results, in small letters."""

_RESULTS = {said: result for result, words in SAID.items() for said in words} | {one.value: one for one in SAID}


@dataclass(frozen=True, slots=True)
class InspectionMap:
    """Our names of the columns by theirs, what holds where a file is silent, and how the file calls our results."""

    columns: Mapping[str, str]
    result: InspectionResult = InspectionResult.PASS
    instant_format: str = ""
    results: Mapping[str, InspectionResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """One row: its id, where it was (one of :data:`PLACED_BY` each), when, what was found, and what is odd about it."""

    external_id: str
    places: Mapping[str, str]
    at: int
    result: InspectionResult
    findings: tuple[Finding, ...]
    crew: str
    note: str
    rectify_by: int | None
    rectified_at: int | None
    flags: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What it says, in one word: two rows that say the same have the same."""
        said = [dict(self.places), self.at, self.result, [(one.item, one.grade) for one in self.findings], self.crew,
                self.note, self.rectify_by, self.rectified_at]  # fmt: skip
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def own_columns(names: Mapping[str, Any] | None) -> InspectionMap:
    """The map of a file whose columns are called as ours: those of them that it has."""
    return _whole(InspectionMap({name: name for name in COLUMNS if names is None or name in names}))


def read_map(text: str) -> InspectionMap:
    """The map in a TOML text (``[columns]``, ``[defaults]``, ``[results]``); a name that nobody knows is refused."""
    data = tables_of(text)
    only_known(data, {"columns", "defaults", "results"}, "table")
    columns, defaults, results = (data.get(name, {}) for name in ("columns", "defaults", "results"))
    only_known(columns, frozenset(COLUMNS), "columns")
    only_known(defaults, DEFAULTS, "defaults")
    return _whole(
        InspectionMap(
            {ours: str(theirs) for ours, theirs in columns.items()},
            _result(str(defaults.get("result", InspectionResult.PASS.value)), _RESULTS),
            str(defaults.get("instant_format", "")),
            {str(theirs).strip().casefold(): _result(str(ours), _RESULTS) for theirs, ours in results.items()},
        )
    )


def _whole(plan: InspectionMap) -> InspectionMap:
    if "at" not in plan.columns or not any(name in plan.columns for name in PLACED_BY):
        name = "at" if "at" not in plan.columns else " or ".join(PLACED_BY)
        raise incomplete(name)
    return plan


def _result(text: str, known: Mapping[str, InspectionResult]) -> InspectionResult:
    found = known.get(unicodedata.normalize("NFKC", text).strip().casefold())
    if found is None:
        raise no_word(text, "result", InspectionResult)
    return found


class SeenReader(RowReader[InspectionMap]):
    """Reads inspections by one map."""

    def __init__(self, plan: InspectionMap, zone: ZoneInfo | None) -> None:
        super().__init__(plan, zone)
        self._results = {**_RESULTS, **plan.results}
        self._items = {code for items in checklists().values() for code in _codes(items)}

    def read(self, row: Mapping[Any, str | None]) -> Seen:
        """What the row says.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        whole_row(row)
        given = {ours: " ".join((row.get(theirs) or "").split()) for ours, theirs in self.plan.columns.items()}
        short_cells(given)
        places = {name: given[name] for name in PLACED_BY if given.get(name)}
        if not places:
            raise Invalid("import.no_place", "The row does not say where it was.",
                          "Give the premise, the customer, the meter or the address.")  # fmt: skip
        at = self._instant("at", given["at"])
        result = _result(given["result"], self._results) if given.get("result") else self.plan.result
        findings, note, odd = self._findings(given.get("findings", ""), result, given.get("note", ""))
        first = next(iter(places.values()))
        due, rectified = (self._instant(name, given[name]) if given.get(name) else None
                          for name in ("rectify_by", "rectified"))  # fmt: skip
        return Seen(given.get("external_id") or f"{first}@{at}", places, at, result, findings, given.get("crew", ""),
                    note, due, rectified, odd)  # fmt: skip

    def _findings(
        self, text: str, result: InspectionResult, note: str
    ) -> tuple[tuple[Finding, ...], str, tuple[str, ...]]:
        """Its hazards; an item that no checklist has is kept in the note, and the grade is that of the result."""
        grade = next((number for number, word in GRADES.items() if word is result), None)
        if result in WITHOUT_ACCESS or grade is None:
            odd = ("findings_without_grade",) if text else ()
            return (), f"{note} {text}".strip() if text else note, odd
        said = [one for one in re.split(r"[\s,;、，；]+", unicodedata.normalize("NFKC", text)) if one]
        known = [one.lower() for one in said if one.lower() in self._items]
        unknown = [one for one in said if one.lower() not in self._items]
        found = tuple(Finding(item, grade) for item in dict.fromkeys(known)) or (Finding("", grade),)
        return found, " ".join([note, *unknown]).strip(), ("unknown_item",) if unknown else ()


def _codes(items: Any) -> list[str]:
    return [one.code for one in items]
