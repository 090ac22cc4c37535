"""What a foreign file's columns mean: the map, and one row's cells read into instants, words and oddities."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from models.errors import Invalid
from models.filemap import RowReader, choice, incomplete, no_word, only_known, readable, tables_of, whole_row
from models.vocabulary import Channel, ClockKind, Disposition, Kind, Priority

STOPS = {
    "dispatched": ClockKind.DISPATCH,
    "responded": ClockKind.RESPONSE,
    "arrived": ClockKind.ARRIVAL,
    "made_safe": ClockKind.SAFE,
    "resolved": ClockKind.RESOLUTION,
    "replied": ClockKind.REPLY,
}
"""The column that says when a promise was kept, and the promise."""

INSTANTS = ("received", *STOPS, "resolution_due", "reply_by")
WORDS = ("category", "district", "address", "phone", "caller", "text", "note", "access", "people", "outside_number")
COLUMNS = frozenset({"external_id", "kind", "priority", "channel", "disposition", *INSTANTS, *WORDS})
DEFAULTS = frozenset(
    {"kind", "priority", "channel", "category", "district", "unknown_category", "unknown_district", "response",
     "instant_format"}
)  # fmt: skip

SAID = {
    Channel.PHONE: ("call", "telephone", "constituent call", "hotline", "电话", "来电"),
    Channel.HALL: ("walk-in", "counter", "office", "business hall", "营业厅"),
    Channel.VISIT: ("in person", "上门", "来访"),
    Channel.ONLINE: ("web", "app", "citizens connect app", "self service", "e-mail", "email", "wechat", "twitter",
                     "internet", "portal", "网上", "微信"),
    Channel.MAIL: ("letter", "post", "信件", "来信"),
    Channel.COMPLAINT_LINE: ("complaint line", "投诉电话"),
    Channel.CITY_12345: ("12345热线", "city line"),
    Channel.SENSOR: ("alarm", "detector", "scada", "传感器"),
}  # fmt: skip
"""How other systems call our channels, in small letters."""

_CHANNELS = {word: channel for channel, words in SAID.items() for word in words} | {c.value: c for c in Channel}
_LONGEST_FLAG = 60
_canonical = json.JSONEncoder(sort_keys=True).encode
Word = TypeVar("Word", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class ImportMap:
    """Our names of the columns by theirs, and what holds where a file is silent."""

    columns: Mapping[str, str]
    kind: Kind = Kind.REPAIR
    priority: Priority = Priority.P3
    channel: Channel = Channel.OUTSIDE
    category: str = ""
    district: str = ""
    create_categories: bool = False
    create_districts: bool = False
    response_by_policy: bool = False
    instant_format: str = ""
    channels: Mapping[str, Channel] = field(default_factory=dict)
    priorities: Mapping[str, Priority] = field(default_factory=dict)

    def clocks(self) -> frozenset[ClockKind]:
        """The promises that an imported request carries as far as its category's policy knows them."""
        mapped = {STOPS[name] for name in STOPS if name in self.columns}
        asked = {ClockKind.RESPONSE} if self.response_by_policy else set()
        return frozenset(mapped | asked | {ClockKind.RESOLUTION})


@dataclass(frozen=True, slots=True)
class Cells:
    """One row as we understand it. `instants` holds only what was given; `flags` names what is odd about the row."""

    external_id: str
    instants: Mapping[str, int]
    words: Mapping[str, str]
    kind: Kind | None
    priority: Priority | None
    channel: Channel
    disposition: Disposition | None
    flags: tuple[str, ...]
    digest: str

    @property
    def received(self) -> int:
        """When the caller was answered."""
        return self.instants["received"]


def read_map(text: str) -> ImportMap:
    """The map in a TOML text (`[columns]`, `[defaults]`, `[channels]`, `[priorities]`); unknown names are refused."""
    return map_of(tables_of(text))


def map_of(data: Mapping[str, Any]) -> ImportMap:
    """The map that these tables are; a name we do not know is refused."""
    columns, defaults = data.get("columns", {}), data.get("defaults", {})
    only_known(data, {"columns", "defaults", "channels", "priorities"}, "table")
    only_known(columns, COLUMNS, "columns")
    only_known(defaults, DEFAULTS, "defaults")
    for name in ("external_id", "received"):
        if not columns.get(name):
            raise incomplete(name)
    if not columns.get("category") and not defaults.get("category"):
        raise Invalid("import.map_incomplete", "The map does not say which column holds category.",
                      "Add category = ... under [columns] or [defaults].", name="category")  # fmt: skip
    return ImportMap(
        columns={ours: str(theirs) for ours, theirs in columns.items()},
        kind=_word(Kind, str(defaults.get("kind", Kind.REPAIR)), "kind"),
        priority=_word(Priority, str(defaults.get("priority", Priority.P3)), "priority"),
        channel=_word(Channel, str(defaults.get("channel", Channel.OUTSIDE)), "channel"),
        category=str(defaults.get("category", "")),
        district=str(defaults.get("district", "")),
        create_categories=choice(defaults, "unknown_category", "create", "reject"),
        create_districts=choice(defaults, "unknown_district", "create", "reject"),
        response_by_policy=choice(defaults, "response", "policy", "none"),
        instant_format=str(defaults.get("instant_format", "")),
        channels={
            str(theirs).strip().casefold(): _word(Channel, str(ours), "channel")
            for theirs, ours in data.get("channels", {}).items()
        },
        priorities={
            str(theirs).strip().casefold(): _word(Priority, str(ours), "priority")
            for theirs, ours in data.get("priorities", {}).items()
        },
    )


def _word(words: type[Word], text: str, column: str) -> Word:
    try:
        return words(text)
    except ValueError as error:
        raise no_word(text, column, words) from error


class CellReader(RowReader[ImportMap]):
    """Reads requests by one map."""

    def read(self, row: Mapping[str, str | None], now: int) -> Cells:
        """The row's cells.

        Raises:
            Invalid: with the reason for which the row cannot be taken.
        """
        whole_row(row)
        given = {ours: _clean(row.get(theirs)) for ours, theirs in self.plan.columns.items()}
        external_id = given.pop("external_id")
        if not external_id:
            raise Invalid("import.no_external_id", "The row has no external id.", "Give every row its own.")
        if not given["received"]:
            raise Invalid("import.no_received", "The row does not say when it was received.", "Give the instant.")
        instants = {name: self._instant(name, given[name]) for name in INSTANTS if given.get(name)}
        words = {name: given[name] for name in WORDS if name in given}
        kind, priority = self._maybe(Kind, given, "kind"), self._priority(given.get("priority", ""))
        disposition = self._maybe(Disposition, given, "disposition")
        channel, heard = self._channel(given.get("channel", ""))
        facts = [instants, words, kind, priority, disposition, channel, heard]
        return Cells(
            external_id,
            instants,
            words | {name: getattr(self.plan, name) for name in ("category", "district") if not words.get(name)},
            kind,
            priority,
            channel,
            disposition,
            (*self._oddities(given, instants, now), *heard),
            hashlib.blake2b(_canonical(facts).encode(), digest_size=16).hexdigest(),
        )

    def _maybe(self, words: type[Word], given: Mapping[str, str], column: str) -> Word | None:
        return _word(words, given[column], column) if given.get(column) else None

    def _priority(self, said: str) -> Priority | None:
        if not said:
            return None
        return self.plan.priorities.get(said.casefold()) or _word(Priority, said, "priority")

    def _channel(self, said: str) -> tuple[Channel, tuple[str, ...]]:
        if not said:
            return self.plan.channel, ()
        word = said.casefold()
        known = self.plan.channels.get(word) or _CHANNELS.get(word)
        if known:
            return known, ()
        return Channel.OUTSIDE, (f"unknown_channel:{said.replace(',', ' ')[:_LONGEST_FLAG]}",)

    def _oddities(self, given: Mapping[str, str], instants: Mapping[str, int], now: int) -> list[str]:
        received = instants["received"]
        odd = {
            "resolved_before_received": instants.get("resolved", received) < received,
            "target_in_past": instants.get("resolution_due", received) < received,
            "received_in_future": received > now,
            "resolved_in_future": instants.get("resolved", now) > now,
            "no_address": "address" in given and not given["address"],
            "no_target": "resolution_due" in given and not given["resolution_due"],
        }
        return [name for name, true in odd.items() if true]


def _clean(cell: str | None) -> str:
    """A cell without blanks around it; what is no Unicode text becomes question marks."""
    return readable(cell.strip()) if isinstance(cell, str) else ""
