"""The questions of each act on a request that needs no room of its own, and the verb call that comes of the answers."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from models.rows import ActChoice, CategoryRow
from models.vocabulary import (
    LIVE_STEPS,
    PAUSING,
    Act,
    ClockKind,
    ClockState,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    Priority,
    Step,
)
from screens.asking import LIKELY_ENDS, LIKELY_ENDS_EN, OVERRIDES, Asking, Asks, Verb
from screens.dialogs import AskLines, AskTime, Blank, Confirm, Option
from screens.finish_asks import ending_blanks, ending_facts
from screens.knowledge_asks import AskNote
from screens.view import View


def _plain(room: str, verb: str) -> Asks:
    async def ask(it: Asking) -> Verb | None:
        return partial(getattr(getattr(it.desk, room), verb), it.seat, it.id)

    return ask


def _with_reason(room: str, verb: str) -> Asks:
    async def ask(it: Asking) -> Verb | None:
        reason = await it.line(verb, "ask.reason")
        return None if reason is None else partial(getattr(getattr(it.desk, room), verb), it.seat, it.id, reason=reason)

    return ask


async def _respond(it: Asking) -> Verb | None:
    reply = any(clock.kind is ClockKind.REPLY and clock.state is ClockState.RUNNING for clock in it.detail.clocks)
    if reply:
        said = it.view.say
        options = [Option("caller", said("ask.respond_caller")), Option("reply", said("ask.respond_reply"))]
        whom = await it.pick(Act.RESPOND, options)
        if whom is None:
            return None
        reply = whom == "reply"
    note = await it.line(Act.RESPOND, "ask.respond_note", optional=True)
    return None if note is None else partial(it.desk.handling.respond, it.seat, it.id, note=note, reply=reply)


def _step(verb: str, *, reason: bool = False, room: str = "dispatch") -> Asks:
    async def ask(it: Asking) -> Verb | None:
        live = [job for job in it.detail.assignments if job.step in LIVE_STEPS]
        crew = live[0].crew if live else None
        if len(live) > 1:
            crew = await it.pick(verb, [Option(job.crew, job.crew, it.view.word("step", job.step)) for job in live])
            if crew is None:
                return None
        call = partial(getattr(getattr(it.desk, room), verb), it.seat, it.id, crew=crew)
        if not reason:
            return call
        why = await it.line(verb, "ask.reason")
        return None if why is None else partial(call, reason=why)

    return ask


def _likely(it: Asking) -> Sequence[str]:
    return LIKELY_ENDS if it.view.wording.lang == "zh" else LIKELY_ENDS_EN


async def _hold(it: Asking) -> Verb | None:
    stops, runs = it.view.say("ask.hold_stops"), it.view.say("ask.hold_runs")
    reasons = [
        Option(word.value, it.view.word("hold_reason", word), stops if word in PAUSING else runs) for word in HoldReason
    ]
    reason = await it.pick(Act.HOLD, reasons)
    if reason is None:
        return None
    title = f"{it.title(Act.HOLD)}  {it.view.say('ask.until')}"
    until = await it.push(AskTime(it.view, title, _likely(it), clock=it.clock))
    return (
        None
        if until is None
        else partial(it.desk.handling.hold, it.seat, it.id, reason=HoldReason(reason), until=until)
    )


def category_options(categories: Sequence[CategoryRow], view: View) -> list[Option]:
    """Categories to choose from, as the catalogue orders them; code and words of both languages are searched."""
    return [
        Option(row.code, view.named(row.zh, row.en), f"{row.code}  {row.priority.value}  {view.word('kind', row.kind)}",
               "title" if row.priority is Priority.P1 else "text", f"{row.zh} {row.en}")
        for row in categories
        if not row.retired
    ]  # fmt: skip


async def _reclassify(it: Asking) -> Verb | None:
    row = it.detail.row
    options = category_options(it.lists.categories, it.view)
    category = await it.pick(Act.RECLASSIFY, options, filtered=True, chosen=row.category)
    if category is None:
        return None
    usual = next((one.priority for one in it.lists.categories if one.code == category), row.priority)
    usual = row.priority if category == row.category else usual
    priorities = [
        Option(word.value, word.value, it.view.say("ask.usual") if word is usual else "") for word in Priority
    ]
    priority = await it.pick(Act.RECLASSIFY, priorities, chosen=usual.value)
    if priority is None:
        return None
    reason = await it.line(Act.RECLASSIFY, "ask.reason")
    if reason is None:
        return None
    return partial(
        it.desk.handling.reclassify, it.seat, it.id, category=category, priority=Priority(priority), reason=reason
    )


def ending_options(words: Sequence[str], endings: Sequence[ActChoice], seat: Any, view: View) -> list[Option]:
    """Dispositions to choose from: those that are possible first, then those that need a supervisor's reason, then
    those that are not possible, each with its why."""
    why_not = {choice.act: choice for choice in endings if choice.why_not is not None}
    options = []
    for word in words:
        choice = why_not.get(word)
        why = view.reason(choice.why_not or "", choice.facts) if choice else ""
        role = OVERRIDES[choice.why_not or ""][0] if choice and choice.why_not in OVERRIDES else None
        excused = role is not None and seat.may(role)
        hint = view.say("ask.with_reason", why=why) if excused else why
        options.append(Option(word, view.word("disposition", word), hint, doubtful=excused,
                              barred=bool(choice) and not excused))  # fmt: skip
    return sorted(options, key=lambda option: (option.barred, option.doubtful))


async def _resolve(it: Asking) -> Verb | None:
    kind = it.detail.row.kind
    first = Disposition.ANSWERED if kind in (Kind.COMPLAINT, Kind.ENQUIRY) else Disposition.FIXED
    words = [first.value, *(word.value for word in Disposition if word is not first)]
    disposition = await it.pick(Act.RESOLVE, ending_options(words, it.lists.endings, it.seat, it.view))
    if disposition is None:
        return None
    facts: dict[str, Any] = {"disposition": Disposition(disposition)}
    answered = disposition == Disposition.ANSWERED
    if kind is Kind.INSPECTION and not answered:
        result = await it.word(Act.RESOLVE, "result", [word.value for word in InspectionResult])
        if result is None:
            return None
        facts["result"] = InspectionResult(result)
    if kind is Kind.COMPLAINT:
        from screens.after_asks import complaint_facts

        found = await complaint_facts(it, Act.RESOLVE, ends=True)
        if found is None:
            return None
        facts |= found
    blanks: list[Blank] = []
    if answered:
        blanks.append(Blank("note", it.view.say("ask.note"), "", True))
        given = await it.push(AskLines(it.view, it.title(Act.RESOLVE), blanks))
        return None if given is None else partial(it.desk.handling.resolve, it.seat, it.id, **facts, **given)
    form = AskLines(it.view, it.title(Act.RESOLVE), [*blanks, *ending_blanks(it)], ends_at="note")
    given = await it.push(form)
    return None if given is None else partial(it.desk.handling.resolve, it.seat, it.id, **facts, **ending_facts(given))


async def _note(it: Asking) -> Verb | None:
    given = await it.push(AskNote(it.view, it.title(Act.NOTE), it.view.say("ask.note"), it.id))
    return None if given is None else partial(it.desk.handling.note, it.seat, it.id, text=given["text"])


async def _hand_over(it: Asking) -> Verb | None:
    options = [
        Option(str(one.id), one.name, f"{one.login}  {one.team}") for one in it.lists.operators if not one.retired
    ]
    to = await it.pick(Act.HAND_OVER, options, filtered=True)
    return None if to is None else partial(it.desk.handling.hand_over, it.seat, it.id, to_operator_id=int(to))


async def _join(it: Asking) -> Verb | None:
    say = it.view.say
    blanks = [Blank("phone", say("ask.phone")), Blank("note", say("ask.note"), "", True)]
    given = await it.push(AskLines(it.view, it.title(Act.JOIN), blanks))
    return None if given is None else partial(it.desk.intake.join, it.seat, it.id, **given)


async def _amend(it: Asking) -> Verb | None:
    say, view = it.view.say, it.view
    steps: list[Option] = []
    for job in it.detail.assignments:
        times = ((Step.OFFERED, job.offered_at), (Step.ACCEPTED, job.accepted_at), (Step.EN_ROUTE, job.en_route_at),
                 (Step.ON_SITE, job.on_site_at))  # fmt: skip
        steps += [
            Option(f"{job.crew}\t{step.value}", f"{job.crew} {view.word('step', step)}", view.clock(at))
            for step, at in times
            if at is not None
        ]
    chosen = await it.pick(Act.AMEND, steps)
    if chosen is None:
        return None
    crew, _, step = chosen.partition("\t")
    at = await it.push(AskTime(view, f"{it.title(Act.AMEND)}  {say('ask.true_time')}", past=True, clock=it.clock))
    reason = None if at is None else await it.line(Act.AMEND, "ask.reason")
    if reason is None:
        return None
    call = partial(it.desk.dispatch.amend, it.seat, it.id, crew=crew, step=Step(step), reason=reason)
    return lambda **asked: call(**{**asked, "at": at})


async def _extend(it: Asking) -> Verb | None:
    until = await it.push(AskTime(it.view, f"{it.title(Act.EXTEND)}  {it.view.say('ask.extend_until')}", _likely(it)))
    if until is None:
        return None
    told = await it.push(Confirm(it.view, it.view.say("ask.told")))
    reason = None if told is None else await it.line(Act.EXTEND, "ask.reason")
    if reason is None:
        return None
    return partial(it.desk.promising.extend, it.seat, it.id, until=until, told=told == "yes", reason=reason)


async def _merge(it: Asking) -> Verb | None:
    into = await it.line(Act.MERGE, "ask.merge_into")
    reason = None if into is None else await it.line(Act.MERGE, "ask.reason", optional=True)
    return None if reason is None else partial(it.desk.promising.merge, it.seat, it.id, into=into, reason=reason)


async def _link(it: Asking) -> Verb | None:
    other = await it.line(Act.LINK, "ask.link_with")
    return None if other is None else partial(it.desk.again.link, it.seat, it.id, other=other)


ASKS: Mapping[str, Asks] = {
    Act.RESPOND: _respond,
    Act.TAKE: _plain("handling", "take"),
    Act.HOLD: _hold,
    Act.RESUME: _plain("handling", "resume"),
    Act.RECLASSIFY: _reclassify,
    Act.RESOLVE: _resolve,
    Act.REOPEN: _with_reason("handling", "reopen"),
    Act.CANCEL: _with_reason("handling", "cancel"),
    Act.NOTE: _note,
    Act.HAND_OVER: _hand_over,
    Act.ACCEPT_OWNER: _plain("handling", "accept_owner"),
    Act.ACCEPT: _step("accept"),
    Act.DECLINE: _step("decline", reason=True),
    Act.WITHDRAW: _step("withdraw", reason=True),
    Act.EN_ROUTE: _step("en_route"),
    Act.ON_SITE: _step("on_site"),
    Act.DONE: _step("done"),
    Act.CHECK_IN: _step("check_in", room="field"),
    Act.AMEND: _amend,
    Act.JOIN: _join,
    Act.EXTEND: _extend,
    Act.LINK: _link,
    Act.MERGE: _merge,
    Act.UNMERGE: _with_reason("promising", "unmerge"),
}
"""Every act that a person can do to a request from a screen, but for sending a crew (`screens.sending`)."""
