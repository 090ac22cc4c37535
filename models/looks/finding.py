"""The one search box for customers: what is typed is classed first, and each class asks the index that is made for it.

A number in any spelling, digits of a phone or a meter, a name or a part of it, pinyin or its initials, an address in
pieces; a name and pieces of an address together. No question loads a dictionary: all readings are stored.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from models.naming import KeyKind, folded, has_chinese, latin, plain_name
from models.phones import Numbering, digits, normal, spellings
from models.placing import Districts, holds, meter_keys, pieces_of, place_text, question
from models.rows import FoundRow
from models.surnames import compound_of
from models.vocabulary import MatchedBy
from models.workflow import canonical_number

WIDE = 1_500
"""How many candidates by name are sifted when pieces of an address stand beside it."""

SIFTED = 400
"""How many candidates by address are sifted for pieces too short for the index."""

NAME_SIGNS = 4
"""Up to so many Chinese signs what is typed may be a person's name before it is a place."""

_NUMBER = re.compile(r"[A-Za-z]\s*-?\s*0*[0-9]+")
_DIGITS = re.compile(r"\+?[0-9][0-9\s\-()./]*")
_PART = 5
_LATIN = 2

# Plain SQL: each of these takes a tenth of a millisecond, and a compiler around it would take several.
_EXACT = "SELECT customer_id FROM customer_key WHERE kind = ? AND key = ? ORDER BY customer_id DESC LIMIT ?"
_BEGUN = "SELECT customer_id FROM customer_key WHERE kind = ? AND key > ? AND key < ? ORDER BY key LIMIT ?"
_PHONE_PART = "SELECT rowid FROM phone_search WHERE phone_search MATCH ? ORDER BY rowid DESC LIMIT ?"
_PLACE = "SELECT rowid FROM place_search WHERE place_search MATCH ? ORDER BY rowid DESC LIMIT ?"
_METER = "SELECT premise_id FROM meter_key WHERE key = ? ORDER BY premise_id DESC LIMIT ?"
_METER_BEGUN = "SELECT premise_id FROM meter_key WHERE key > ? AND key < ? ORDER BY key LIMIT ?"
_REQUEST_FACTS = "SELECT number, customer_id, premise_id, caller, phone, district, address FROM request"
_REQUEST = f"{_REQUEST_FACTS} WHERE number = ?"
_SERIAL = f"{_REQUEST_FACTS} WHERE serial = ?"
_AMONG = "IN (SELECT value FROM json_each(?))"
_PHONES = f"SELECT id FROM customer WHERE phone {_AMONG} AND retired_at IS NULL"
_PEOPLE = f"SELECT id, name, phone, premise_id FROM customer WHERE id {_AMONG}"
_PLACES = f"SELECT id, district, address, building, access, vulnerable, hazards FROM premise WHERE id {_AMONG}"
_FURTHER = f"SELECT customer_id, premise_id FROM customer_premise WHERE customer_id {_AMONG} ORDER BY premise_id"
_LIVING = (
    "SELECT premise_id AS place, id, name, phone, premise_id FROM customer "
    f"WHERE premise_id {_AMONG} AND retired_at IS NULL"
)
_ALSO = (
    "SELECT f.premise_id AS place, c.id, c.name, c.phone, c.premise_id FROM customer_premise AS f "
    f"JOIN customer AS c ON c.id = f.customer_id WHERE f.premise_id {_AMONG} AND c.retired_at IS NULL"
)
_DISTRICTS = "SELECT name, name_en FROM district"


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer or a premise that fits, and by what; a hit by a request brings the request's row."""

    by: MatchedBy
    customer: int | None = None
    premise: int | None = None
    request: Any = None


def customers(connection: Connection, typed: str, limit: int, numbering: Numbering) -> list[FoundRow]:
    """Customers at their premises that fit what was typed, the surest first."""
    plain = folded(typed)
    if limit < 1 or not plain:
        return []
    districts = [(row.name, row.name_en or "") for row in _ask(connection, _DISTRICTS)]
    return _rows(connection, hits(connection, plain, limit, numbering, districts), limit)


def hits(
    connection: Connection, plain: str, limit: int, numbering: Numbering, districts: Districts = ()
) -> Iterator[Hit]:
    """What fits, class by class, until nobody asks any more."""
    if _NUMBER.fullmatch(plain):
        yield from _numbered(connection, plain)
    if _DIGITS.fullmatch(plain):
        yield from _by_digits(connection, plain, limit, numbering)
        return
    letters = latin(plain)
    if letters:
        yield from _by_letters(connection, letters, limit)
    elif has_chinese(plain) and not any(sign.isdecimal() for sign in plain):
        yield from _by_signs(connection, plain_name(plain), limit)
    if any(sign.isdecimal() for sign in plain):
        yield from _by_meter(connection, plain, limit)
    yield from _by_place(connection, plain, limit, districts)
    yield from _by_both(connection, plain, limit, districts)


def _numbered(connection: Connection, plain: str) -> Iterator[Hit]:
    row = next(_ask(connection, _REQUEST, canonical_number(plain)), None)
    if row is not None:
        yield Hit(MatchedBy.NUMBER, row.customer_id, row.premise_id, row)


def _by_digits(connection: Connection, plain: str, limit: int, numbering: Numbering) -> Iterator[Hit]:
    """The whole number, the last four, its beginning, any part of it; a meter; a request's running count."""
    form, bare = normal(plain, numbering), re.sub(r"[^0-9]", "", plain)
    if len(bare) >= _PART:
        known = [row.id for row in _ask(connection, _PHONES, json.dumps(spellings(plain, numbering)))]
        yield from (Hit(MatchedBy.PHONE, one) for one in sorted(known, reverse=True)[:limit])
    if len(bare) == 4:
        yield from _keyed(connection, KeyKind.LAST_FOUR, bare, MatchedBy.LAST_FOUR, limit)
    if len(bare) >= 4:
        yield from _begun(connection, KeyKind.PHONE, bare, MatchedBy.PHONE, limit)
    for part in dict.fromkeys((bare, digits(form))) if len(bare) >= _PART else ():
        found = [row[0] for row in _ask(connection, _PHONE_PART, f'"{part}"', limit)]
        yield from (Hit(MatchedBy.PHONE_PART, one) for one in found)
    if len(bare) >= 4:
        yield from _by_meter(connection, bare, limit)
    if len(bare) <= 18:
        row = next(_ask(connection, _SERIAL, int(bare)), None)
        if row is not None:
            yield Hit(MatchedBy.NUMBER, row.customer_id, row.premise_id, row)


def _by_letters(connection: Connection, letters: str, limit: int) -> Iterator[Hit]:
    """Initials and whole names first, then what begins so."""
    if len(letters) < _LATIN:
        return
    yield from _keyed(connection, KeyKind.INITIALS, letters, MatchedBy.INITIALS, limit)
    for kind, by in ((KeyKind.PINYIN, MatchedBy.PINYIN), (KeyKind.NAME, MatchedBy.NAME),
                     (KeyKind.PART, MatchedBy.NAME)):  # fmt: skip
        yield from _keyed(connection, kind, letters, by, limit)
        yield from _begun(connection, kind, letters, by, limit)
    yield from _begun(connection, KeyKind.INITIALS, letters, MatchedBy.INITIALS, limit)


def _by_signs(connection: Connection, name: str, limit: int) -> Iterator[Hit]:
    """A whole name, a given name, a beginning, any part of a long one."""
    if not name:
        return
    yield from _keyed(connection, KeyKind.NAME, name, MatchedBy.NAME, limit)
    yield from _keyed(connection, KeyKind.PART, name, MatchedBy.GIVEN_NAME, limit)
    yield from _begun(connection, KeyKind.NAME, name, MatchedBy.NAME, limit)
    if len(name) > 1:
        yield from _begun(connection, KeyKind.PART, name, MatchedBy.NAME, limit)


def _by_meter(connection: Connection, plain: str, limit: int) -> Iterator[Hit]:
    for key in meter_keys(plain)[:1]:
        exact = [row[0] for row in _ask(connection, _METER, key, limit)]
        yield from (Hit(MatchedBy.METER, premise=one) for one in exact)
        begun = [row[0] for row in _ask(connection, _METER_BEGUN, key, _end(key), limit)]
        yield from (Hit(MatchedBy.METER, premise=one) for one in begun)


def _by_place(connection: Connection, plain: str, limit: int, districts: Districts) -> Iterator[Hit]:
    """Premises that hold every piece, the newest first; short pieces are sifted out of what the longer ones find."""
    pieces = pieces_of(plain, districts)
    asked = question(pieces)
    if not asked:
        return
    sift = any(len(piece) < 3 for piece in pieces)
    found = [row[0] for row in _ask(connection, _PLACE, asked, SIFTED if sift else limit)]
    if sift:
        rows = _by_id(connection, _PLACES, found)
        found = [one for one in found if one in rows and holds(_text(rows[one]), pieces)]
    yield from (Hit(MatchedBy.ADDRESS, premise=one) for one in found)


def _by_both(connection: Connection, plain: str, limit: int, districts: Districts) -> Iterator[Hit]:
    """One word is a name, the others are pieces of where they live."""
    words = plain.split()
    for place, word in enumerate(words if len(words) > 1 else ()):
        pieces = pieces_of(" ".join(words[:place] + words[place + 1 :]), districts)
        if has_chinese(word) and (len(word) == 1 or compound_of(word) == word):
            yield from _surnamed(connection, word, pieces)
            continue
        named = list(_named(connection, word))
        if not named or not pieces:
            continue
        people = _by_id(connection, _PEOPLE, [hit.customer for hit in named if hit.customer])
        homes = _homes(connection, people)
        rows = _by_id(connection, _PLACES, {one for where in homes.values() for one in where})
        for hit in named:
            for home in homes.get(hit.customer or 0, ()):
                if home in rows and holds(_text(rows[home]), pieces):
                    yield Hit(hit.by, hit.customer, home)


def _surnamed(connection: Connection, surname: str, pieces: Sequence[str]) -> Iterator[Hit]:
    """Of a surname alone there are too many: those are asked who live at the newest premises that fit."""
    asked = question(pieces)
    found = [row[0] for row in _ask(connection, _PLACE, asked, SIFTED)] if asked else []
    rows = _by_id(connection, _PLACES, found)
    there = [one for one in found if one in rows and holds(_text(rows[one]), pieces)]
    living = _living(connection, there)
    for place in there:
        for person in living.get(place, ()):
            if plain_name(person.name).startswith(surname):
                yield Hit(MatchedBy.NAME, person.id, place)


def _named(connection: Connection, word: str) -> Iterator[Hit]:
    letters, name = latin(word), plain_name(word)
    if len(letters) >= _LATIN:
        for kind, by in ((KeyKind.INITIALS, MatchedBy.INITIALS), (KeyKind.PINYIN, MatchedBy.PINYIN),
                         (KeyKind.NAME, MatchedBy.NAME), (KeyKind.PART, MatchedBy.NAME)):  # fmt: skip
            yield from _keyed(connection, kind, letters, by, WIDE)
    elif name and has_chinese(name) and len(name) <= NAME_SIGNS:
        yield from _keyed(connection, KeyKind.NAME, name, MatchedBy.NAME, WIDE)
        yield from _keyed(connection, KeyKind.PART, name, MatchedBy.GIVEN_NAME, WIDE)
    elif word.isdecimal() and len(word) == 4:
        yield from _keyed(connection, KeyKind.LAST_FOUR, word, MatchedBy.LAST_FOUR, WIDE)


def _keyed(connection: Connection, kind: KeyKind, key: str, by: MatchedBy, limit: int) -> Iterator[Hit]:
    return (Hit(by, row[0]) for row in list(_ask(connection, _EXACT, kind.value, key, limit)))


def _begun(connection: Connection, kind: KeyKind, key: str, by: MatchedBy, limit: int) -> Iterator[Hit]:
    return (Hit(by, row[0]) for row in list(_ask(connection, _BEGUN, kind.value, key, _end(key), limit)))


def _ask(connection: Connection, query: str, *values: Any) -> Iterator[Any]:
    return iter(connection.exec_driver_sql(query, values))


def _end(key: str) -> str:
    """The first text after every one that begins with `key`."""
    return key + "\U0010ffff"


def _by_id(connection: Connection, query: str, ids: Iterable[int]) -> dict[int, Any]:
    listed = list(dict.fromkeys(ids))
    return {row.id: row for row in _ask(connection, query, json.dumps(listed))} if listed else {}


def _homes(connection: Connection, people: dict[int, Any]) -> dict[int, list[int]]:
    """The premises of each customer, the one of their own row first."""
    homes = {one: [row.premise_id] if row.premise_id is not None else [] for one, row in people.items()}
    for row in _ask(connection, _FURTHER, json.dumps(list(people))) if people else ():
        if row.premise_id not in homes[row.customer_id]:
            homes[row.customer_id].append(row.premise_id)
    return homes


def _text(row: Any) -> str:
    return place_text(row.district, row.address, row.building)


def _rows(connection: Connection, found: Iterator[Hit], limit: int) -> list[FoundRow]:
    """Each customer at each premise once, by what they were found first."""
    out: dict[tuple[int | None, int | None, str], FoundRow] = {}
    while len(out) < limit:
        some = _some(found, limit)
        if not some:
            break
        for row in _pairs(connection, some):
            known = (row.id, row.premise_id, row.request if row.id is None and row.premise_id is None else "")
            out.setdefault(known, row)
    return list(out.values())[:limit]


def _some(found: Iterator[Hit], count: int) -> list[Hit]:
    some: list[Hit] = []
    for hit in found:
        some.append(hit)
        if len(some) == count:
            break
    return some


def _pairs(connection: Connection, some: Sequence[Hit]) -> Iterator[FoundRow]:
    people = _by_id(connection, _PEOPLE, [hit.customer for hit in some if hit.customer is not None])
    homes = _homes(connection, people)
    alone = {hit.premise for hit in some if hit.premise is not None and hit.customer is None}
    wanted = {hit.premise for hit in some if hit.premise is not None}
    places = _by_id(connection, _PLACES, wanted | {one for where in homes.values() for one in where})
    living = _living(connection, alone)
    for hit in some:
        if hit.customer is not None and hit.customer in people:
            where: Sequence[int | None] = [hit.premise] if hit.premise else homes[hit.customer] or [None]
            for home in where:
                yield _row(hit, people[hit.customer], places.get(home or 0))
        elif hit.premise is not None and hit.premise in places:
            for person in living.get(hit.premise) or [None]:
                yield _row(hit, person, places[hit.premise])
        elif hit.request is not None:
            yield _row(hit, None, None)


def _living(connection: Connection, premises: Iterable[int]) -> dict[int, list[Any]]:
    """The customers of each premise, the newest first."""
    living: dict[int, dict[int, Any]] = {}
    listed = json.dumps(list(premises))
    for query in (_LIVING, _ALSO) if listed != "[]" else ():
        for row in _ask(connection, query, listed):
            living.setdefault(row.place, {})[row.id] = row
    return {place: [people[one] for one in sorted(people, reverse=True)] for place, people in living.items()}


def living(connection: Connection, premises: Iterable[int | None]) -> set[int]:
    """The customers of these premises."""
    places = [one for one in premises if one is not None]
    return {row.id for people in _living(connection, places).values() for row in people}


def _row(hit: Hit, person: Any, place: Any) -> FoundRow:
    request = hit.request
    return FoundRow(
        id=person.id if person else None,
        name=person.name if person else request.caller if request else "",
        phone=person.phone if person else request.phone if request else "",
        district=place.district if place else request.district if request else "",
        address=place.address if place else request.address if request else "",
        matched_by=hit.by,
        premise_id=place.id if place else None,
        access=place.access if place else "",
        careful=bool(place and (place.vulnerable or place.hazards)),
        request=request.number or "" if request else "",
    )
