"""How each act is said in one line: its facts in their natural order, their types from the verb's own signature.

A new act needs one line in :data:`SAID`. What a fact is (a crew, a moment, a word of a list, text) follows from what
the verb declares; :data:`NAMED` says it for the few whose type does not tell.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from models.signatures import Fact, facts_of
from models.vocabulary import Act, Kind, Rule
from screens import keys


class Sort(StrEnum):
    """What can be typed for a fact."""

    WORD = "word"
    YES = "yes"
    MOMENT = "moment"
    SPAN = "span"
    CREW = "crew"
    OPERATOR = "operator"
    LEADER = "leader"
    CATEGORY = "category"
    REQUEST = "request"
    REQUESTS = "requests"
    CALLER = "caller"
    OUTCOME = "outcome"
    TOKEN = "token"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Said:
    """An act in words.

    Args:
        room, verb: where the desk keeps it; a verb of "" is chosen by what is said.
        order: its facts in the order in which they are said.
        some: of these at least one is needed.
        ends: it ends the work on a request, so it is asked about before it is repeated.
        more: facts that the signature does not declare, with the words that may be said.
        named: each fact is said behind its own name, ``address 12 Park Road; note dog``.
    """

    room: str
    verb: str
    order: tuple[str, ...] = ()
    some: tuple[str, ...] = ()
    ends: bool = False
    more: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    named: bool = False


def _of(
    room: str, verb: str, order: str = "", some: str = "", *, ends: bool = False, named: bool = False, **more: str
) -> Said:
    words = {name: tuple(said.split()) for name, said in more.items()}
    return Said(room, verb, tuple(order.split()), tuple(some.split()), ends, words, named)


OF_COMPLAINTS = ("cause", "measure", "answer", "unit_answer")
STEPS = "accept en_route on_site done decline withdraw check_in"
WAYS = "begin attach detach end"
RECORD = "reading valve_which found_how neighbours basement fire_service fire_at"
COMPLAINT = "stage unit person against plan plan_by cause measure answer unit_answer review_by"
ABOUT = "note address district phone caller text access people outside_number"

SAID: Mapping[str, Said] = {
    "respond": _of("handling", "respond", "reply note"),
    "assign": _of("dispatch", "assign", "crew override_reason"),
    "step": _of("dispatch", "", "crew step reason", step=STEPS),
    "safe": _of("handling", "safe", "reading valve source_found note"),
    "hold": _of("handling", "hold", "reason until note"),
    "resume": _of("handling", "resume"),
    "resolve": _of("handling", "resolve", "disposition result cause measure answer unit_answer note", ends=True),
    "close": _of("handling", "close", "scores said withheld reason", "scores", ends=True),
    "note": _of("handling", "note", "text"),
    "cancel": _of("handling", "cancel", "reason", ends=True),
    "reclassify": _of("handling", "reclassify", "category priority kind reason", "category priority kind"),
    "hand_over": _of("handling", "hand_over", "to_operator_id"),
    "reopen": _of("handling", "reopen", "reason"),
    "take": _of("handling", "take", "note"),
    "accept_owner": _of("handling", "accept_owner"),
    "accept": _of("dispatch", "accept", "crew"),
    "decline": _of("dispatch", "decline", "crew reason"),
    "withdraw": _of("dispatch", "withdraw", "crew reason"),
    "en_route": _of("dispatch", "en_route", "crew"),
    "on_site": _of("dispatch", "on_site", "crew"),
    "done": _of("dispatch", "done", "crew"),
    "check_in": _of("field", "check_in", "crew note"),
    "extend": _of("promising", "extend", "until told clock reason", "until"),
    "appoint": _of("promising", "appoint", "due window note"),
    "merge": _of("promising", "merge", "into reason", ends=True),
    "unmerge": _of("promising", "unmerge", "reason"),
    "amend": _of("dispatch", "amend", "crew step at reason"),
    "join": _of("intake", "join", "phone odour category note name place"),
    "link": _of("again", "link", "other"),
    "split": _of("again", "split", "caller category"),
    "decline_owner": _of("handling", "decline_owner", "reason"),
    "promise": _of("calling_back", "promise", "until phone note"),
    "keep_promise": _of("calling_back", "keep_promise", "note"),
    "move_promise": _of("calling_back", "move_promise", "until reason"),
    "edit": _of("editing", "edit", ABOUT, ABOUT, named=True),
    "describe": _of("triaging", "describe", ABOUT, ABOUT, named=True),
    "triage": _of("triaging", "triage", "card question answer"),
    "take_back": _of("triaging", "take_back", "question"),
    "read": _of("triaging", "read", "card text lang", lang="zh en"),
    "judge": _of("wishes", "judge", "reasonable lawful possible hear_by unit text"),
    "heard": _of("wishes", "heard", "text"),
    "use": _of("knowledge", "use", "article"),
    "case": _of("knowledge", "case"),
    "progress": _of("majors", "progress", "text"),
    "inspect": _of("inspecting", "inspect", "result findings crew note", "result findings"),
    "major": _of("majors", "mark", "kind note"),
    "receipt": _of("majors", "receipt", "leader"),
    "incident": _of("incidents", "begin", "way children reason", way=WAYS),
    "acknowledge": _of("alarms", "acknowledge", "text"),
    "safe_record": _of("finishing", "safe_record", RECORD, RECORD, named=True),
    "met_nobody": _of("finishing", "met_nobody", "crew note"),
    "confirm": _of("finishing", "confirm", "name agreed objection"),
    "start_plan": _of("plans", "start_plan", "plan level", level="1 2 3"),
    "tick": _of("plans", "tick", "step note"),
    "untick": _of("plans", "untick", "step reason"),
    "review_plan": _of("plans", "review_plan", "text"),
    "call_try": _of("aftercare", "call_try", "outcome note"),
    "handle_complaint": _of("aftercare", "handle_complaint", COMPLAINT, COMPLAINT, named=True),
    "review_complaint": _of("aftercare", "review_complaint", "held text"),
    "alarms.shelve": _of("alarms", "shelve", "minutes reason"),
    "alarms.unshelve": _of("alarms", "unshelve"),
    "alarms.group": _of("alarms", "acknowledge_several", "text"),
    "alarms.rule": _of("alarms", "take_out_of_service", "rule until reason", rule=" ".join(Rule)),
}
"""Every act of the console by its word in the vocabulary, or by its key."""

LATER = frozenset({"expect", "at", "token", "override_reason", "follow_up", "by", "tries", "alarm_id", "alarm_ids",
                   "call", "draft_id", "customer_id", "premise_id", "auto", "judge.article", "alarms.rule.clock",
                   "inspect.stopped", "rectify_by",
                   "alarms.rule.kind", "alarms.rule.life", "alarms.rule.whole", "safe.valve_which", "safe.found_how",
                   "safe.neighbours", "safe.basement", "safe.fire_service", "safe.fire_at", "resolve.confirmed_by",
                   "resolve.confirmed", "resolve.objection", "close.review", "tick.plan", "untick.plan",
                   "review_plan.plan", "resolve.stage", "resolve.unit", "resolve.person", "resolve.plan",
                   "resolve.plan_by", "call_try.reason", "review_complaint.reason"})  # fmt: skip
"""Facts that are nobody's to say in a line: the version, the token; what is asked only where the desk refuses; what
another fact stands for; by ``act.fact`` where it can be said in other acts. (`at` is said where it is what the act is
about; how much of a rule goes out of service is always asked, so that no line silences more than was meant.)"""

NAMED: Mapping[str, Sort] = {
    "crew": Sort.CREW, "to_operator_id": Sort.OPERATOR, "leader": Sort.LEADER, "category": Sort.CATEGORY,
    "into": Sort.REQUEST, "children": Sort.REQUESTS, "until": Sort.MOMENT, "due": Sort.MOMENT, "at": Sort.MOMENT,
    "minutes": Sort.SPAN, "scores": Sort.OUTCOME, "reading": Sort.TOKEN, "valve": Sort.TOKEN, "phone": Sort.TOKEN,
    "other": Sort.REQUEST, "hear_by": Sort.MOMENT, "article": Sort.TOKEN, "card": Sort.TOKEN, "question": Sort.TOKEN,
    "findings": Sort.TOKEN, "triage.answer": Sort.TOKEN, "read.text": Sort.TOKEN, "split.caller": Sort.CALLER,
    "appoint.window": Sort.SPAN, "confirm.name": Sort.TOKEN, "start_plan.plan": Sort.TOKEN, "tick.step": Sort.TOKEN,
    "untick.step": Sort.TOKEN, "fire_at": Sort.MOMENT, "plan_by": Sort.MOMENT, "review_by": Sort.MOMENT,
}  # fmt: skip
"""By the fact, or by ``act.fact`` where it is another thing in that act."""

SECTIONS: Mapping[str, str] = {
    "hold.reason": "hold_reason", "disposition": "disposition", "result": "result",
    "kind": "kind", "major.kind": "emergency", "step": "act", "way": "way", "rule": "alarm_rule", "clock": "clock",
    "amend.step": "step", "lang": "language", "neighbours": "checked", "basement": "checked",
    "level": "plan_level", "outcome": "not_reached", "stage": "stage",
}  # fmt: skip
"""The section of the catalogues that translates the words of a fact, by ``act.fact`` or by the fact alone."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One fact of an act: what can be typed for it, whether it must be said, and the words of a closed list."""

    name: str
    sort: Sort
    needed: bool
    words: tuple[str, ...] = ()
    section: str = ""

    @property
    def text(self) -> bool:
        """Does it take the rest of the line?"""
        return self.sort is Sort.TEXT


ROOMS: Mapping[str, str] = {"aftercare": "AfterCare"}
"""Rooms whose class is written otherwise than their file."""


def room_of(room: str) -> Any:
    """The class of a room of the desk, by the house's way of naming both."""
    return getattr(importlib.import_module(f"models.desk.{room}"), ROOMS.get(room, room.title().replace("_", "")))


def furnish() -> None:
    """Load every room that an act is said in, for a thread: the first word that is typed must not wait for it."""
    for act in SAID:
        slots_of(act)


def verb_of(said: Said) -> Callable[..., Any] | None:
    """The verb as its room declares it."""
    verb: Callable[..., Any] | None = getattr(room_of(said.room), said.verb) if said.verb else None
    return verb


@lru_cache(maxsize=256)
def slots_of(act: str, kind: Kind | None = None) -> tuple[Slot, ...]:
    """The facts of an act in their order; `kind` is that of the request, where it is known."""
    said = SAID[act]
    verb = verb_of(said)
    declared = facts_of(verb) if verb is not None else {}
    slots = [_slot(act, name, declared.get(name), said) for name in said.order]
    return tuple(slot for slot in slots if act != Act.RESOLVE or _asked_at_the_end(slot, kind))


def _slot(act: str, name: str, fact: Fact | None, said: Said) -> Slot:
    words = said.more.get(name) or (fact.words if fact else ())
    section = SECTIONS.get(f"{act}.{name}", SECTIONS.get(name, ""))
    if SAID[act].named:
        sort = Sort.WORD if words else Sort.MOMENT if NAMED.get(name) is Sort.MOMENT else Sort.TEXT
    elif (known := NAMED.get(f"{act}.{name}", NAMED.get(name))) is not None:
        sort = known
    elif words:
        sort = Sort.WORD
    else:
        sort = Sort.YES if fact is not None and fact.kind is bool else Sort.TEXT
    return Slot(name, sort, bool(fact and fact.needed) or (act == "alarms.rule" and name == "rule"), words, section)


def _asked_at_the_end(slot: Slot, kind: Kind | None) -> bool:
    """The end of an inspection has a result, that of a complaint three sentences."""
    if slot.name == "result":
        return kind is Kind.INSPECTION
    return slot.name not in OF_COMPLAINTS or kind is Kind.COMPLAINT


def needed_at_the_end(name: str, kind: Kind | None, disposition: str) -> bool:
    """Must this be said when a request of that kind is resolved so?"""
    if name == "result":
        return kind is Kind.INSPECTION and disposition != "answered"
    return name in OF_COMPLAINTS and kind is Kind.COMPLAINT


def letters(key: keys.Key) -> tuple[str, ...]:
    """Single letters that stand for a key's word: what is pressed, and what the line has of its own."""
    return (*(name for name in key.keys if len(name) == 1 and name.isalpha()), *OWN.get(key.id, ()))


OWN: Mapping[str, tuple[str, ...]] = {"act.step": ("s",), "act.note": ("l",)}
"""Letters that mean something of their own on the command line: ``s`` a crew's step, ``l`` a line for the log."""


def form_of(key: keys.Key, say: Callable[..., str]) -> str:
    """What may follow a word: ``[number] reason until [note]``, in the words of a language."""
    if key.id in TAKES:
        return say(f"form.{TAKES[key.id]}")
    name = key.act or key.id
    said = SAID.get(name)
    if said is None:
        return ""
    first = [] if name == "alarms.rule" else [f"[{say('form.number')}]"]
    if said.named:
        return " ".join([*first, say("form.named")])
    return " ".join([*first, *(_shown(slot, say, some=slot.name in said.some[:1]) for slot in slots_of(name))])


def _shown(slot: Slot, say: Callable[..., str], *, some: bool = False) -> str:
    name = say(f"fact.{slot.name}")
    return name if slot.needed or some else f"[{name}]"


TAKES: Mapping[str, str] = {
    "find": "text", "mark": "filter", "narrow": "filter", "explain": "one", "open": "one", "knowledge": "topic",
    "calls": "number_or_name",
}  # fmt: skip
"""What else a word may be followed by: a search, a filter, a number."""


def silent(act: str, facts: Mapping[str, Any]) -> frozenset[str]:
    """Facts of an act of which nothing is left to say once these are known: only what is passed on has a unit."""
    answers = [facts.get(name, True) for name in ("reasonable", "lawful", "possible")]
    return frozenset({"unit", "hear_by"}) if act == Act.JUDGE and not all(answers) else frozenset()
