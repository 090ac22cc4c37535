"""The desk's verbs as words: which there are, and how ``--key value`` pairs become their arguments by inspection."""

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from types import UnionType
from typing import Any, Union, get_args, get_origin

from console.instants import read_instant, read_moment, read_span
from console.refusals import Misuse
from models.aftercare import OF_COMPLAINTS, SCORES
from models.desk.desk import Desk
from models.rows import IncidentRow, Inspected, MajorRow
from models.signatures import facts_of

ROOMS = {
    "respond": "handling", "take": "handling", "safe": "handling", "hold": "handling", "resume": "handling",
    "reclassify": "handling", "resolve": "handling", "close": "handling", "reopen": "handling", "cancel": "handling",
    "note": "handling", "hand_over": "handling", "accept_owner": "handling",
    "assign": "dispatch", "accept": "dispatch", "decline": "dispatch", "withdraw": "dispatch", "en_route": "dispatch",
    "on_site": "dispatch", "done": "dispatch", "amend": "dispatch", "check_in": "field",
    "join": "intake", "progress": "majors",
    "link": "again", "split": "again",
    "decline_owner": "handling", "promise": "calling_back", "keep_promise": "calling_back",
    "move_promise": "calling_back", "edit": "editing",
    "triage": "triaging", "take_back": "triaging", "read": "triaging", "describe": "triaging",
    "extend": "promising", "appoint": "promising", "merge": "promising", "unmerge": "promising",
    "safe_record": "finishing", "met_nobody": "finishing", "confirm": "finishing",
    "start_plan": "plans", "tick": "plans", "untick": "plans", "review_plan": "plans",
    "judge": "wishes", "heard": "wishes", "use": "knowledge", "case": "knowledge",
    "inspect": "inspecting",
    "call_try": "aftercare", "handle_complaint": "aftercare", "review_complaint": "aftercare",
    "major": "majors.mark", "receipt": "majors", "incident": "incidents.begin", "attach": "incidents",
    "detach": "incidents", "end_incident": "incidents.end",
}  # fmt: skip
"""The verbs on a request, and the room of the desk where each is kept, with its name there where that is another."""

INSTANTS = frozenset(
    {"at", "until", "received", "reply_by", "appointment", "valid_from", "valid_to", "due", "since", "out_until",
     "hear_by", "rectify_by", "fire_at",
     "plan_by", "review_by"}
)  # fmt: skip
SPANS = frozenset({"by", "window"})
"""Facts that are a length of time."""

NUMBERS = frozenset({"children"})
"""Facts that are numbers of requests, set apart by commas or blanks."""

_YES, _NO = ("true", "yes", "1", "on"), ("false", "no", "0", "off")


def verb_of(desk: Desk, word: str) -> Callable[..., Any]:
    """The desk's verb called `word`, dashes as good as underscores.

    Raises:
        Misuse: there is none; the sentence names all.
    """
    name = word.replace("-", "_").lower()
    if name not in ROOMS:
        acts = ", ".join(ROOMS)
        raise Misuse(
            "verb.unknown", f"There is no act called {word}.", f"The acts are: {acts}.", verb=word, allowed=acts
        )
    room, _, called = ROOMS[name].partition(".")
    verb: Callable[..., Any] = getattr(getattr(desk, room), called or name)
    return verb


def outcome(done: Any) -> str:
    """What an act came to, in one line: the number, and what it now is."""
    if isinstance(done, MajorRow):
        waiting = [one.name for one in done.receipts if one.received_at is None]
        return f"{done.number}: " + (f"waiting for {', '.join(waiting)}" if waiting else "everybody knows")
    if isinstance(done, IncidentRow):
        ended = "over" if done.ended_at is not None else "lasts"
        return f"{done.number}: the incident {ended}; {', '.join(done.children) or 'no children'}"
    if isinstance(done, Inspected) and done.recheck:
        return f"{done.number}: {done.result.value}; re-check {done.recheck}"
    return f"{done.number}: {done.status.value} (version {done.version})"


def pairs_of(words: Sequence[str]) -> dict[str, str | None]:
    """``--key value``, ``--key=value`` and bare ``--key`` (None) as they were typed.

    Raises:
        Misuse: a word that belongs to no key, or a key given twice.
    """
    pairs: dict[str, str | None] = {}
    waiting: str | None = None
    for word in words:
        if waiting is not None and not word.startswith("--"):
            pairs[waiting], waiting = word, None
            continue
        if not word.startswith("--") or word == "--":
            raise Misuse("act.stray", f"'{word}' belongs to no key.", "Give facts as --key value.", word=word)
        key, equals, value = word[2:].partition("=")
        key = key.replace("-", "_")
        if key in pairs:
            raise Misuse("act.twice", f"--{key} is given twice.", "Give it once.", key=key)
        pairs[key] = value if equals else None
        waiting = None if equals else key
    return pairs


def arguments(verb: Callable[..., Any], pairs: Mapping[str, str | None], now: int) -> dict[str, Any]:
    """The keyword arguments of `verb` that the pairs spell, each in the type the verb declares.

    Raises:
        Misuse: an unknown key, a missing one, or a value that cannot be meant; the sentence names what is allowed.
    """
    keys = facts_of(verb)
    given = _scores_joined(keys, pairs)
    shown = ", ".join(f"--{name}" for name in keys)
    for key in given:
        if key not in keys:
            raise Misuse(
                "act.unknown_key", f"This act knows no --{key}.", f"It takes: {shown}.", key=key, allowed=shown
            )
    missing = ", ".join(f"--{name}" for name, key in keys.items() if key.needed and name not in given)
    if missing:
        raise Misuse("act.missing", f"This act needs {missing}.", f"It takes: {shown}.", missing=missing, allowed=shown)
    return {name: value_of(name, keys[name].hint, text, now) for name, text in given.items()}


def _scores_joined(allowed: Mapping[str, Any], pairs: Mapping[str, str | None]) -> dict[str, str | None]:
    """A call-back's scores may be given one by one."""
    single = {key: text for key, text in pairs.items() if key in SCORES + OF_COMPLAINTS}
    if "scores" not in allowed or not single:
        return dict(pairs)
    joined = ",".join(f"{key}={text}" for key, text in single.items())
    return {key: text for key, text in pairs.items() if key not in single} | {"scores": joined}


def value_of(key: str, hint: Any, text: str | None, now: int) -> Any:
    """One value in the declared type; a bare key is a yes where a yes or no is asked."""
    kinds = (
        [one for one in get_args(hint) if one is not type(None)] if get_origin(hint) in (Union, UnionType) else [hint]
    )
    kind = kinds[0]
    if kind is bool:
        return _yes(key, text)
    if text is None:
        raise Misuse("act.no_value", f"--{key} needs a value.", f"Give it as --{key} VALUE.", key=key)
    if key in SPANS:
        return read_span(text)
    if key in INSTANTS:
        return (
            read_moment(text, now) if key in ("until", "due", "hear_by", "plan_by", "review_by") else read_instant(text)
        )
    if inspect.isclass(kind) and issubclass(kind, Enum):
        return _word(key, kind, text)
    if kind is int or (kind is float):
        return _number(key, kind, text)
    if kind is str:
        return text
    if key in NUMBERS:
        return tuple(part for part in re.split(r"[\s,;，；、]+", text) if part)
    return _counts(key, text)


def _yes(key: str, text: str | None) -> bool:
    said = "true" if text is None else text.lower()
    if said not in _YES + _NO:
        raise Misuse("act.not_bool", f"--{key} is yes or no, not '{text}'.", "Say yes or no.", key=key)
    return said in _YES


def _word(key: str, kind: type[Enum], text: str) -> Enum:
    found = next((one for one in kind if str(one.value).lower() == text.lower()), None)
    if found is None:
        words = ", ".join(str(one.value) for one in kind)
        raise Misuse(
            "act.not_word", f"--{key} knows no '{text}'.", f"Choose one of: {words}.", key=key, text=text, words=words
        )
    return found


def _number(key: str, kind: type[int] | type[float], text: str) -> float:
    try:
        return kind(text)
    except ValueError as error:
        raise Misuse(
            "act.not_number", f"--{key} is a number, not '{text}'.", "Write digits.", key=key, text=text
        ) from error


def _counts(key: str, text: str) -> dict[str, int]:
    """``speed=5,attitude=4,quality=5``"""
    out: dict[str, int] = {}
    for part in text.split(","):
        name, equals, number = part.strip().partition("=")
        if not equals or not number.strip().isdigit():
            raise Misuse("act.not_counts", f"--{key} cannot be read from '{text}'.",
                         f"Write it like --{key} speed=5,attitude=4,quality=5.", key=key)  # fmt: skip
        out[name.strip()] = int(number)
    return out
