"""Packs of periods as rows: what is kept of one, and whether it still is what was kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PackRow:
    """A pack that was kept; `whole` says that its text still has the digest that stands in the journal."""

    id: int
    period: str
    kind: str
    since: int
    until: int
    made_at: int
    made_by: str
    digest: str
    whole: bool
    pack: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackLine:
    """A pack in the list of those that were kept."""

    id: int
    period: str
    made_at: int
    made_by: str
    digest: str
    whole: bool
