"""What a crew's phone or radio sends: one JSON object, read strictly, so that a misspelt name is found on day one."""

import json
import math
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from models.errors import Invalid
from models.instants import read_instant
from models.rows.field import CrewMessage
from models.vocabulary import Act

STEPS = (Act.ACCEPT, Act.DECLINE, Act.EN_ROUTE, Act.ON_SITE, Act.DONE, Act.CHECK_IN)
"""What a crew can say of itself; the rest is the desk's."""

LONGEST = {"crew": 64, "id": 100, "request": 32, "step": 20, "time": 40}
LONGEST_TEXT = 2000
NAMES = tuple("time" if one.name == "at" else one.name for one in fields(CrewMessage))


def read_message(text: str) -> CrewMessage:
    """One line of JSON.

    Raises:
        Invalid: it is no JSON object, or says something that cannot be meant.
    """
    try:
        found = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise _no_object() from error
    return message_of(found)


def message_of(found: Any) -> CrewMessage:
    """The message that a mapping describes.

    Raises:
        Invalid: an unknown or missing name, or a value that cannot be meant.
    """
    if not isinstance(found, Mapping):
        raise _no_object()
    unknown = next((str(name)[:40] for name in found if name not in NAMES), None)
    if unknown is not None:
        allowed = ", ".join(NAMES)
        raise Invalid("field.no_name", f"A crew's message has no {unknown!r}.", f"It may say {allowed}.", name=unknown,
                      allowed=allowed)  # fmt: skip
    said = {name: _text(name, found.get(name)) for name in NAMES if name != "position"}
    if not said["crew"]:
        raise Invalid("field.no_crew", "The message does not say which crew.", "Give the crew's code as crew.")
    at = read_instant(said["time"], None) if said["time"] else None
    return CrewMessage(
        said["crew"], _step(said["step"]), at, said["note"], position_of(found.get("position")), said["request"],
        said["reason"], said["id"],
    )  # fmt: skip


def _no_object() -> Invalid:
    return Invalid("field.no_json", "That is no JSON object.", "Send one object a line.")


def _step(given: str) -> Act | None:
    word = given.strip().lower().replace("-", "_")
    if not word:
        return None
    if word not in list(STEPS):
        allowed = ", ".join(STEPS)
        raise Invalid("field.step", f"{given!r} is no step of a crew.", f"Send one of {allowed}.", step=given,
                      allowed=allowed)  # fmt: skip
    return Act(word)


def position_of(given: Any) -> tuple[float, float] | None:
    """Latitude and longitude in degrees: ``[31.2, 121.5]``, ``{"lat": 31.2, "lon": 121.5}`` or ``"31.2,121.5"``.

    Raises:
        Invalid: it is none of these, or no place on Earth.
    """
    if given is None or given == "":
        return None
    if isinstance(given, str):
        given = given.split(",")
    elif isinstance(given, Mapping):
        given = [given.get("lat"), given.get("lon")] if set(given) == {"lat", "lon"} else []
    pair = [_degrees(one) for one in given] if isinstance(given, list | tuple) else []
    if len(pair) != 2 or not (abs(pair[0]) <= 90 and abs(pair[1]) <= 180):
        raise Invalid("field.position", "That is no position.", "Send [latitude, longitude] in degrees.")
    return pair[0], pair[1]


def _degrees(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return math.inf
    try:
        found = float(given)
    except (ValueError, OverflowError):
        return math.inf
    return found if math.isfinite(found) else math.inf


def _text(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Invalid("field.no_text", f"{name} must be a text.", "Put it in quotes.", name=name)
    text = "".join(" " if sign in "\r\n\t" else sign for sign in str(value))
    text = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cs")).strip()
    most = LONGEST.get(name, LONGEST_TEXT)
    if len(text) > most:
        raise Invalid("field.too_long", f"{name} is longer than {most} signs.", "Send less.", name=name, most=most)
    return text
