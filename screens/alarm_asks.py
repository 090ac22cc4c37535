"""What is asked about a request as a whole in an emergency: report it, who knows, tell its callers, one for many."""

import asyncio
import re
import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Any

from models.rows import ActChoice, IncidentRow, MajorRow, RequestDetail
from models.vocabulary import LIVE, Act, Emergency
from screens.asking import Asking, Asks, Verb
from screens.dialogs import AskLine, AskLines, Blank, Choose, Option
from screens.format import clean, h_mm
from screens.view import View

MAJOR_FLAG = "major"
_BETWEEN = re.compile(r"[\s,;，；、]+")


def numbers_in(text: str) -> tuple[str, ...]:
    """The request numbers of one line, however they are set apart."""
    plain = unicodedata.normalize("NFKC", text)
    return tuple(part for part in _BETWEEN.split(plain.strip()) if part)


class _Alone:
    """A verb call that takes no version to expect and no token; what it was given can be read as from a partial."""

    def __init__(self, call: "partial[Any]", act: str) -> None:
        self.keywords = {**call.keywords, "act": act}
        self._call = call

    def __call__(self, **_asked: Any) -> Any:
        return self._call()


async def _major(it: Asking) -> Verb | None:
    words = [Emergency.MARKED, *(word for word in Emergency if word is not Emergency.MARKED)]
    kind = await it.word(Act.MAJOR, "emergency", [word.value for word in words])
    if kind is None:
        return None
    note = await it.line(Act.MAJOR, "ask.major_note", optional=True)
    if note is None:
        return None
    return _Alone(partial(it.desk.majors.mark, it.seat, it.id, kind=Emergency(kind), note=note), Act.MAJOR)


async def _receipt(it: Asking) -> Verb | None:
    major: MajorRow | None = await asyncio.to_thread(it.desk.look.major_of, it.id)
    waiting = [one for one in major.receipts if one.received_at is None] if major else []
    leader: str | None = it.seat.login
    if waiting and [one.leader for one in waiting] != [it.seat.login]:
        view = it.view
        options = [
            Option(one.leader, clean(one.name), view.say("ask.told_ago", time=h_mm(view.now - one.told_at)))
            for one in waiting
        ]
        leader = await it.push(Choose(view, f"{it.title(Act.RECEIPT)}  {view.say('ask.which_leader')}", options,
                                      chosen=it.seat.login))  # fmt: skip
    if leader is None:
        return None
    return _Alone(partial(it.desk.majors.receipt, it.seat, it.id, leader=leader), Act.RECEIPT)


async def _progress(it: Asking) -> Verb | None:
    text = await it.line(Act.PROGRESS, "ask.progress")
    return None if text is None else _Alone(partial(it.desk.majors.progress, it.seat, it.id, text=text), Act.PROGRESS)


async def _incident(it: Asking) -> Verb | None:
    """Begin one; to a request that is a parent already, attach others, let some go, or end it."""
    rows: tuple[IncidentRow, ...] = await asyncio.to_thread(it.desk.look.incidents)
    found = next((row for row in rows if row.parent_id == it.id), None)
    say = it.view.say
    if found is None:
        like = await asyncio.to_thread(it.desk.look.again().cluster_of, it.id, it.clock())
        if like is not None and like.numbers and not like.lasts:
            ways = [Option("gather", say("ask.gather", n=len(like.numbers)), " ".join(like.numbers)),
                    Option("incident", say("ask.children"))]  # fmt: skip
            way = await it.pick(Act.INCIDENT, ways)
            if way is None:
                return None
            if way == "gather":
                return _Alone(partial(it.desk.incidents.gather, it.seat, it.id), way)
        blanks = [Blank("children", say("ask.children"), "", True), Blank("reason", say("ask.reason"), "", True)]
        given = await it.push(AskLines(it.view, it.title(Act.INCIDENT), blanks))
        if given is None:
            return None
        facts = {"reason": given["reason"], "children": numbers_in(given["children"])}
        return _Alone(partial(it.desk.incidents.begin, it.seat, it.id, **facts), "incident")
    children = " ".join(found.children)
    ways = [Option("attach", say("ask.incident_attach")), Option("detach", say("ask.incident_detach"), children),
            Option("end_incident", say("ask.incident_end"), children)]  # fmt: skip
    way = await it.pick(Act.INCIDENT, ways)
    if way is None:
        return None
    if way == "end_incident":
        reason = await it.line(Act.END_INCIDENT, "ask.reason", optional=True)
        return None if reason is None else _Alone(partial(it.desk.incidents.end, it.seat, it.id, reason=reason), way)
    value = children if way == "detach" else ""
    given = await it.push(AskLine(it.view, it.title(Act.INCIDENT), say("ask.children"), value=value))
    if given is None:
        return None
    verb = getattr(it.desk.incidents, way)
    return _Alone(partial(verb, it.seat, it.id, children=numbers_in(given["text"])), way)


ALARM_ASKS: Mapping[str, Asks] = {
    Act.MAJOR: _major,
    Act.RECEIPT: _receipt,
    Act.PROGRESS: _progress,
    Act.INCIDENT: _incident,
}


def alarm_said(act: str, done: Any, carried: Mapping[str, Any], view: View) -> str:
    """What the command line says after one of these acts."""
    facts: dict[str, Any] = {"number": done.number, "n": 0, "children": "", "unread": 0}
    if isinstance(done, MajorRow):
        facts["n"] = len(done.receipts)
        facts["unread"] = sum(one.received_at is None for one in done.receipts)
    if isinstance(done, IncidentRow):
        facts["n"] = len(done.children)
        facts["children"] = " ".join(done.children)
    key = str(carried.get("act", act))
    if act == Act.MAJOR and not facts["n"]:
        key = "major_no_leaders"
    return view.say(f"did.{key}", **facts)


def alarm_choices(detail: RequestDetail) -> tuple[ActChoice, ...]:
    """These acts as they stand for a request: possible, or why not."""
    number, status = detail.row.number, detail.row.status
    known = MAJOR_FLAG in detail.flags
    live = status in LIVE
    major = ActChoice(Act.MAJOR.value, "major.already" if known else None, {"number": number})
    choices = [major]
    if known:
        choices.append(ActChoice(Act.RECEIPT.value))
    if live:
        choices += [ActChoice(Act.PROGRESS.value), ActChoice(Act.INCIDENT.value)]
    return tuple(choices)
