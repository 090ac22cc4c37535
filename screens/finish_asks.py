"""What the acts that bring work to its end have to ask: the safe record, a visit, the customer's word, the plan."""

import asyncio
import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from models.errors import DeskError
from models.refusals import refuse
from models.rows import Done
from models.rows.finish import PlanBrief
from models.vocabulary import Act, Checked, Step
from models.wall import HOUR, MINUTE
from screens.asking import LIKELY_ENDS, LIKELY_ENDS_EN, Asking, Asks, Verb
from screens.dialogs import AskLines, AskTime, Blank, Confirm, Option
from screens.instants import read_instant
from screens.view import View

LOOKED = tuple(Checked)
"""What can come of looking next door or below, in the order of their digits."""

_SPAN = re.compile(r"(?:±|\+/?-)?\s*(\d{1,3})\s*(h|小时|时|m|min|分钟|分)?")


def window_of(text: str) -> int | None:
    """``±30``, ``30m``, ``+-1h``: so many milliseconds either way (minutes, where nothing is said); None if unread."""
    found = _SPAN.fullmatch(unicodedata.normalize("NFKC", text).strip().lower())
    if found is None:
        return None
    return int(found[1]) * (HOUR if found[2] in ("h", "小时", "时") else MINUTE)


def looked(text: str, view: View) -> Checked | None:
    """A digit of :data:`LOOKED`, or the beginning of one of its words in either language; None if it is none."""
    said = unicodedata.normalize("NFKC", text).strip().casefold()
    if said.isdecimal():
        return LOOKED[int(said) - 1] if 0 < int(said) <= len(LOOKED) else None
    names = {word: (word.value, view.word("checked", word).casefold()) for word in LOOKED}
    return next((word for word, known in names.items() if said and any(one.startswith(said) for one in known)), None)


async def _form(it: Asking, act: str, blanks: list[Blank]) -> Mapping[str, str] | None:
    """What was typed into the lines."""
    given: Mapping[str, str] | None = await it.push(AskLines(it.view, it.title(act), blanks, ends_at="note"))
    return given


def _read(it: Asking, given: Mapping[str, str]) -> dict[str, Any]:
    """The facts that were typed, as words and instants where they are such.

    Raises:
        DeskError: one of them cannot be read.
    """
    facts: dict[str, Any] = {name: text for name, text in given.items() if text}
    for name in ("neighbours", "basement"):
        if name in facts:
            word = looked(facts[name], it.view)
            if word is None:
                raise refuse("safe.looked", given=facts[name], most=len(LOOKED))
            facts[name] = word
    if "fire_at" in facts:
        instant = read_instant(facts["fire_at"], it.clock(), it.view.zone, past=True)
        if instant is None:
            raise refuse("safe.fire_at", given=facts["fire_at"])
        facts["fire_at"] = instant
    return facts


def _recorded(it: Asking, verb: Callable[..., Done], given: Mapping[str, str], **more: Any) -> Verb:
    """The verb with what was typed; what cannot be read is refused where it stands, as the desk would."""
    try:
        return partial(verb, it.seat, it.id, **_read(it, given), **more)
    except DeskError as error:
        return partial(_say_no, error)


def _say_no(error: DeskError, **asked: Any) -> Done:
    raise error


def _record_blanks(it: Asking) -> list[Blank]:
    say = it.view.say
    names = ("valve_which", "found_how", "neighbours", "basement", "fire_service", "fire_at")
    hints = dict.fromkeys(("neighbours", "basement"), legend(it.view))
    return [Blank(name, say(f"fact.{name}"), "", True, hints.get(name, "")) for name in names]


def legend(view: View) -> str:
    """What the digits mean that answer what came of looking."""
    return " ".join(f"{place}{view.word('checked', word)}" for place, word in enumerate(LOOKED, 1))


async def _safe(it: Asking) -> Verb | None:
    say = it.view.say
    blanks = [Blank("reading", say("ask.reading")), Blank("valve", say("ask.valve")),
              Blank("note", say("ask.note"), "", True), *_record_blanks(it)]  # fmt: skip
    given = await _form(it, Act.SAFE, blanks)
    if given is None:
        return None
    found = await it.push(Confirm(it.view, say("ask.source_found"), undecided=True))
    if found is None:
        return None
    return _recorded(it, it.desk.handling.safe, given, source_found=found == "yes")


async def _safe_record(it: Asking) -> Verb | None:
    blanks = [*_record_blanks(it), Blank("reading", it.view.say("ask.reading"), "", True)]
    given = await it.push(AskLines(it.view, it.title(Act.SAFE_RECORD), blanks))
    return None if given is None else _recorded(it, it.desk.finishing.safe_record, given)


async def _met_nobody(it: Asking) -> Verb | None:
    there = [job.crew for job in it.detail.assignments if job.step == Step.ON_SITE]
    crew = there[0] if there else None
    if len(there) > 1:
        crew = await it.pick(Act.MET_NOBODY, [Option(code, code) for code in there])
        if crew is None:
            return None
    note = await it.line(Act.MET_NOBODY, "ask.met_nobody", optional=True)
    return None if note is None else partial(it.desk.finishing.met_nobody, it.seat, it.id, crew=crew, note=note)


async def _confirm(it: Asking) -> Verb | None:
    say = it.view.say
    agreed = await it.push(Confirm(it.view, f"{it.title(Act.CONFIRM)}  {say('ask.agreed')}", undecided=True))
    if agreed is None:
        return None
    blanks = [Blank("name", say("fact.name"))]
    blanks += [] if agreed == "yes" else [Blank("objection", say("fact.objection"))]
    given = await it.push(AskLines(it.view, it.title(Act.CONFIRM), blanks))
    return (
        None if given is None else partial(it.desk.finishing.confirm, it.seat, it.id, agreed=agreed == "yes", **given)
    )


async def _appoint(it: Asking) -> Verb | None:
    say = it.view.say
    likely = LIKELY_ENDS if it.view.wording.lang == "zh" else LIKELY_ENDS_EN
    due = await it.push(AskTime(it.view, f"{it.title(Act.APPOINT)}  {say('ask.appoint_at')}", likely))
    if due is None:
        return None
    title = f"{it.title(Act.APPOINT)}  {it.view.clock(due)}"
    blanks = [Blank("note", say("ask.note"), "", True), Blank("window", say("ask.window"), "", True)]
    given = await it.push(AskLines(it.view, title, blanks, ends_at="note"))
    if given is None:
        return None
    window = window_of(given["window"]) if given["window"] else 0
    if window is None:
        return partial(_say_no, refuse("appoint.window_unread", given=given["window"]))
    return partial(it.desk.promising.appoint, it.seat, it.id, due=due, note=given["note"], window=window)


async def _start(it: Asking) -> Verb | None:
    """Which plan, the one of its category first; and how grave it is, above the level under way."""
    running = {one.code: one for one in it.detail.finish.plans}
    known = await asyncio.to_thread(it.desk.look.plans().newest)
    plans = {code: plan for code, plan in known.items() if not plan.retired or code in running}
    if not plans:
        raise refuse("plan.unknown", plan="", allowed="-")
    usual = next((code for code, plan in plans.items() if it.detail.row.category in plan.categories), None)
    options = [Option(code, it.view.named(plan.zh, plan.en), plan_hint(running.get(code), plan.approved_by, it.view))
               for code, plan in plans.items()]  # fmt: skip
    chosen = await it.pick(Act.START_PLAN, options, chosen=usual)
    if chosen is None:
        return None
    above = running[chosen].level if chosen in running else 0
    levels = [Option(str(one.n), it.view.say("plan.level", n=one.n, words=it.view.named(one.zh, one.en)))
              for one in plans[chosen].levels if one.n > above]  # fmt: skip
    if not levels:
        raise refuse("plan.running", plan=chosen, number=it.detail.row.number, level=above)
    level = await it.pick(Act.START_PLAN, levels)
    if level is None:
        return None
    return partial(it.desk.plans.start_plan, it.seat, it.id, plan=chosen, level=int(level))


def plan_hint(running: PlanBrief | None, approved_by: str, view: View) -> str:
    """What to know of a plan before it is chosen: how far it is, or that nobody has approved it."""
    if running is not None:
        return view.say("plan.under_way", level=running.level, done=running.done, steps=running.steps)
    return "" if approved_by else view.say("plan.unapproved")


async def _tick(it: Asking) -> Verb | None:
    """The next step that is not done."""
    return await _step(it, Act.TICK, done=False)


async def _untick(it: Asking) -> Verb | None:
    """One of those that are done, with the reason."""
    call = await _step(it, Act.UNTICK, done=True)
    reason = None if call is None else await it.line(Act.UNTICK, "ask.reason")
    return partial(call, reason=reason) if call is not None and reason is not None else None


async def _step(it: Asking, act: str, *, done: bool) -> Verb | None:
    runs = await asyncio.to_thread(it.desk.look.plans().runs, it.id)
    steps = [(run, one) for run in runs for one in run.steps if (one.done_at is not None) is done]
    if not steps:
        raise refuse("plan.none_here", number=it.detail.row.number)
    named = it.view.named
    options = [Option(f"{run.code}\t{one.step}", named(one.zh, one.en), named(one.owner_zh, one.owner_en))
               for run, one in steps]  # fmt: skip
    chosen = await it.pick(act, options)
    if chosen is None:
        return None
    plan, _, step = chosen.partition("\t")
    verb: Verb = partial(getattr(it.desk.plans, act), it.seat, it.id, plan=plan, step=step)
    return verb


async def _review(it: Asking) -> Verb | None:
    text = await it.line(Act.REVIEW_PLAN, "ask.review")
    return None if text is None else partial(it.desk.plans.review_plan, it.seat, it.id, text=text)


def ending_blanks(it: Asking) -> list[Blank]:
    """The lines of an end that may stay empty: how it went, and what the customer says to it."""
    say = it.view.say
    return [Blank("note", say("ask.note"), "", True), Blank("confirmed_by", say("ask.confirmed_by"), "", True),
            Blank("objection", say("ask.objection"), "", True)]  # fmt: skip


def ending_facts(given: Mapping[str, str]) -> dict[str, Any]:
    """What the end is told: a name alone is a yes, a name with an objection a no."""
    facts: dict[str, Any] = dict(given)
    if facts.get("confirmed_by") or facts.get("objection"):
        return facts | {"confirmed": not facts.get("objection")}
    return {name: value for name, value in facts.items() if name not in ("confirmed_by", "objection")}


FINISH_ASKS: Mapping[str, Asks] = {
    Act.SAFE: _safe,
    Act.SAFE_RECORD: _safe_record,
    Act.MET_NOBODY: _met_nobody,
    Act.CONFIRM: _confirm,
    Act.APPOINT: _appoint,
    Act.START_PLAN: _start,
    Act.TICK: _tick,
    Act.UNTICK: _untick,
    Act.REVIEW_PLAN: _review,
}
"""What a person does to bring a request to its end."""

QUIET = frozenset({*FINISH_ASKS} - {Act.SAFE, Act.APPOINT})
"""Acts that the detail speaks of only where they can be done."""
