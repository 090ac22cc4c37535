"""A hand-over sheet as the text that is signed, back again, and the digests that prove both."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from models.rows.handovers import HandoverSheet, SheetItem, ShiftFigures
from models.vocabulary import ClockKind, SheetPart

SINGLE = 40
"""So many overdue requests of a part stand on a sheet one by one; beyond, by kind and district. A P1 always does."""

_WRITE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode


def written(sheet: HandoverSheet) -> str:
    """The sheet as one text: the same for equal sheets."""
    return _WRITE(asdict(sheet))


def item_written(item: SheetItem) -> str:
    """One item as such a text."""
    return _WRITE(asdict(item))


def read_sheet(text: str) -> HandoverSheet:
    """The sheet that :func:`written` wrote."""
    data = json.loads(text)
    figures = data["figures"]
    kept = {clock: (int(pair[0]), int(pair[1])) for clock, pair in figures["kept"].items()}
    return HandoverSheet(
        data["since"], data["at"], tuple(_item(one) for one in data["items"]),
        ShiftFigures(**figures | {"kept": kept}), data["swept_at"], data["head"],
    )  # fmt: skip


def read_item(text: str) -> SheetItem:
    """The item that :func:`item_written` wrote."""
    return _item(json.loads(text))


def digest(text: str) -> str:
    """SHA-256 of a sheet's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def proof(body: str, reads: Sequence[Sequence[Any]], signatures: Mapping[str, Any]) -> str:
    """SHA-256 over the sheet's digest, who read which red item when (and what it was, if it came later), and by whom
    and when it was signed."""
    return digest(_WRITE([digest(body), [list(one) for one in reads], dict(signatures)]))


def folded(items: Sequence[SheetItem]) -> tuple[SheetItem, ...]:
    """Overdue requests of one part in the order given, one by one up to :data:`SINGLE`; the rest by kind and district.

    An item that stands for several has the oldest due time among them, and their numbers as its text.
    """
    groups: dict[tuple[str, str], list[SheetItem]] = {}
    for item in items[SINGLE:]:
        groups.setdefault((item.kind, item.district), []).append(item)
    return (*items[:SINGLE], *(_group(some) for some in groups.values()))


def _group(some: Sequence[SheetItem]) -> SheetItem:
    first = some[0]
    due = min(item.due for item in some if item.due is not None)
    return SheetItem(first.part, f"{first.part.value}:{first.kind}:{first.district}", True, kind=first.kind,
                     district=first.district, due=due, late=True, count=len(some),
                     text=" ".join(item.number for item in some))  # fmt: skip


def _item(data: Mapping[str, Any]) -> SheetItem:
    clock = data["clock"]
    return SheetItem(**{**data, "part": SheetPart(data["part"]), "crews": tuple(data["crews"]),
                        "clock": ClockKind(clock) if clock else None})  # fmt: skip
