"""A journal line as a sentence in the reader's language, with the colour it deserves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from models.aftercare import SCORES
from models.rows import ClockRow, JournalRow
from models.vocabulary import Act, ClockKind, ClockState
from screens.after_story import AFTER_SENTENCES, complaint_words, scores_words
from screens.finish_story import FINISH_SENTENCES, record_words
from screens.format import clean
from screens.own_story import OWN_SENTENCES
from screens.shift_story import SHIFT_SENTENCES
from screens.view import View

AUTOMATA = ("engine", "import")
SAID = ("note", "text", "reason", "cause", "measure", "answer", "override_reason")
"""What people wrote into a line: shown behind the sentence, in this order."""


def acted_by(row: JournalRow, view: View) -> str:
    """Who acted, as the reader knows them; an alarm rises and clears by itself, whoever's act let it be recorded."""
    if row.act in (Act.RAISE, Act.CLEAR):
        return view.say("journal.by_engine")
    return view.say(f"journal.by_{row.actor}") if row.actor in AUTOMATA else clean(row.actor)


MAY_STOP: Mapping[str, frozenset[ClockKind]] = {
    Act.RESPOND: frozenset({ClockKind.RESPONSE, ClockKind.REPLY}),
    Act.ACCEPT: frozenset({ClockKind.DISPATCH}),
    Act.EN_ROUTE: frozenset({ClockKind.DISPATCH}),
    Act.ON_SITE: frozenset({ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE}),
    Act.SAFE: frozenset({ClockKind.SAFE}),
    Act.DONE: frozenset({ClockKind.DISPATCH, ClockKind.ARRIVAL, ClockKind.RESPONSE}),
    Act.RESOLVE: frozenset({ClockKind.RESOLUTION, ClockKind.RESPONSE}),
}
"""The clocks that a line can have stopped, if the request has them."""


def stopped_by(rows: Sequence[JournalRow], clocks: Sequence[ClockRow]) -> dict[int, list[ClockKind]]:
    """The clocks that each line has stopped, by its place in the journal; a clock is stopped by one line."""
    found: dict[int, list[ClockKind]] = {}
    for clock in clocks:
        if clock.state is ClockState.STOPPED:
            line = next((row for row in sorted(rows, key=lambda row: row.seq) if _stops(row, clock)), None)
            if line is not None:
                found.setdefault(line.seq, []).append(clock.kind)
    return found


def _stops(row: JournalRow, clock: ClockRow) -> bool:
    return clock.kind in MAY_STOP.get(row.act, ()) and row.at == clock.stopped_at


def told(row: JournalRow, view: View, stopped: Sequence[ClockKind] = ()) -> tuple[str, str]:
    """``(tone, sentence)`` of a line; `stopped` are the clocks that it stopped."""
    build = _SENTENCES.get(row.act)
    sentence = build(row, view) if build else view.say(f"journal.{row.act}", crew=row.crew or "")
    if stopped:
        clocks = view.say("journal.and").join(view.word("clock", kind) for kind in stopped)
        sentence = view.say("journal.stops", sentence=sentence.strip(), clocks=clocks)
    words = [name for name in SAID if not (name == "reason" and row.act == Act.HOLD)]  # a hold's reason is a code
    words = [] if row.act == Act.EDIT else words  # what was corrected is in the sentence, old and new
    said = [clean(str(row.data[name])) for name in words if row.data.get(name)]
    marks = [view.say("journal.late_entry", at=view.clock(row.recorded_at))] if row.data.get("late_entry") else []
    marks += [view.say("journal.by_door")] if row.data.get("door") else []
    text = "  ".join(part for part in (sentence.strip(), *said, *marks) if part)
    return _tone(row), text


def _tone(row: JournalRow) -> str:
    if row.act == Act.RAISE:
        return "red" if int(row.data.get("level", 0)) >= 100 else "amber"
    return "text"


def _save(row: JournalRow, view: View) -> str:
    code = str(row.data.get("category", ""))
    facts = {
        "category": view.names.get(code, code),
        "priority": row.data.get("priority", ""),
        "phone": clean(str(row.data.get("phone", ""))),
        "channel": view.word("channel", row.data.get("channel", "phone")),
    }
    return view.say(f"journal.{row.act}", **facts)


def _respond(row: JournalRow, view: View) -> str:
    return view.say("journal.reply" if row.data.get("reply") else "journal.respond")


def _safe(row: JournalRow, view: View) -> str:
    found = "journal.source_found" if row.data.get("source_found") else "journal.source_open"
    facts = {name: clean(str(row.data.get(name, ""))) for name in ("reading", "valve")}
    sentence = view.say("journal.safe", source=view.say(found), **facts)
    more = record_words(row, view)
    return view.say("journal.safe_more", sentence=sentence, what=more) if more else sentence


def _hold(row: JournalRow, view: View) -> str:
    until = row.data.get("until")
    return view.say("journal.hold", reason=view.word("hold_reason", row.data.get('reason', 'other')),
                    until=view.clock(int(until)) if until is not None else "")  # fmt: skip


def _reclassify(row: JournalRow, view: View) -> str:
    was: Mapping[str, Any] = row.data.get("was") or {}
    changed = [
        f"{_word(name, was[name], view)} > {_word(name, row.data[name], view)}"
        for name in ("category", "kind", "priority")
        if name in was and name in row.data and was[name] != row.data[name]
    ]
    return view.say("journal.reclassify", changes=", ".join(changed))


def _word(name: str, value: Any, view: View) -> str:
    if name == "kind":
        return view.word("kind", value)
    return view.names.get(str(value), str(value))


def _resolve(row: JournalRow, view: View) -> str:
    parts = [view.say("journal.resolve", disposition=view.word("disposition", row.data.get("disposition", "fixed")))]
    if row.data.get("result"):
        parts.append(view.word("result", row.data["result"]))
    if row.data.get("follow_up"):
        parts.append(view.say("journal.follow_up", number=row.data["follow_up"]))
    return "  ".join([*parts, complaint_words(row, view)]).strip()


def _close(row: JournalRow, view: View) -> str:
    scores = row.data.get("scores") or {}
    if any(row.data.get(name) for name in ("withheld", "said")) or len(scores) > len(SCORES):
        return scores_words(row, view)
    if scores:
        return view.say(
            "journal.close_scores", **{name: scores.get(name, "-") for name in ("speed", "attitude", "quality")}
        )
    if row.data.get("tries"):
        return view.say("journal.close_tries", n=row.data["tries"])
    return view.say("journal.close")


def _assignment(row: JournalRow, view: View) -> str:
    return view.say(f"journal.{row.act}", crew=clean(row.crew or str(row.data.get("crew", ""))))


def _amend(row: JournalRow, view: View) -> str:
    step = row.data.get("step", "")
    words = view.word("step", step) if step else ""
    return view.say("journal.amend", step=words, at=view.clock(row.at), crew=clean(row.crew or ""))


def _alarm(row: JournalRow, view: View) -> str:
    clock = row.data.get("clock")
    words = view.word("clock", clock) if clock else ""
    if row.data.get("rule"):
        words = view.word("alarm_rule", row.data["rule"])
    key = f"journal.{row.act}_late" if row.act == Act.RAISE and row.data.get("late") else f"journal.{row.act}"
    level = f" {row.data['level']}%" if row.data.get("level") else ""
    return view.say(key, clock=words, level=level)


def _escalate(row: JournalRow, view: View) -> str:
    audience = view.word("audience", row.data.get("audience", "desk"))
    return view.say("journal.escalate", alarm=_about(row, view), audience=audience)


def _shelve(row: JournalRow, view: View) -> str:
    return view.say("journal.shelve", alarm=_about(row, view), minutes=row.data.get("minutes", ""))


def _about(row: JournalRow, view: View) -> str:
    if row.data.get("rule"):
        return view.word("alarm_rule", row.data["rule"])
    return view.word("clock", row.data["clock"]) if row.data.get("clock") else ""


def _rule(row: JournalRow, view: View) -> str:
    scope = [
        view.word(f, str(row.data[name])) for name, f in (("clock", "clock_row"), ("kind", "kind")) if name in row.data
    ]
    scope += [view.say("alarms.with_life")] if row.data.get("life") else []
    name = view.word("alarm_rule", row.data.get("rule", "clock"))
    return view.say(f"journal.{row.act}", rule=f"{name} ({', '.join(scope)})" if scope else name)


def _attach(row: JournalRow, view: View) -> str:
    if row.data.get("number"):
        return view.say("journal.attached", number=clean(str(row.data["number"])))
    return view.say("journal.attach", number=clean(str(row.data.get("parent", ""))))


def _release(row: JournalRow, view: View) -> str:
    if row.data.get("number"):
        return view.say("journal.detached", number=clean(str(row.data["number"])))
    return _alarm(row, view)


def _link(row: JournalRow, view: View) -> str:
    return view.say(f"journal.{row.act}", number=clean(str(row.data.get("other", ""))))


def _wave(row: JournalRow, view: View) -> str:
    return view.say("journal.wave", n=row.data.get("callers", ""), calls=row.data.get("calls", ""))


def _called_back(row: JournalRow, view: View) -> str:
    outcome = view.word("call_outcome", str(row.data.get("outcome", "reached")))
    follow = row.data.get("follow_up")
    told = view.say("journal.called_back", outcome=outcome, phone=clean(str(row.data.get("phone", ""))),
                    n=row.data.get("tries", 1))  # fmt: skip
    return f"{told}  {view.say('journal.follow_up', number=follow)}" if follow else told


def _stop(row: JournalRow, view: View) -> str:
    return view.say(f"journal.{row.act}", n=row.data.get("stop", ""), numbers=" ".join(row.data.get("numbers", ())))


def _major(row: JournalRow, view: View) -> str:
    return view.say("journal.major", kind=view.word("emergency", row.data.get("kind", "marked")))


def _progress(row: JournalRow, view: View) -> str:
    callers = row.data.get("callers", "")
    return view.say("journal.progress_nobody") if callers == 0 else view.say("journal.progress", n=callers)


def _join(row: JournalRow, view: View) -> str:
    return view.say("journal.join", phone=clean(str(row.data.get("phone", ""))))


def _call(row: JournalRow, view: View) -> str:
    wrap_up = view.word("wrap_up", row.data.get("wrap_up", "answered"))
    return view.say("journal.call", wrap_up=wrap_up, phone=clean(str(row.data.get("phone", ""))))


def _spoken(row: JournalRow, view: View) -> str:
    """A call rang, was answered, ended, or was called back."""
    data = row.data
    turn = "_missed" if data.get("missed") else "_nobody" if data.get("reached") is False else ""
    phone = clean(str(data.get("phone", ""))) or view.say("call.withheld")
    wrap_up = view.word("wrap_up", data["wrap_up"]) if data.get("wrap_up") else ""
    return view.say(f"journal.{row.act}{turn}", phone=phone, wrap_up=wrap_up)


def _administer(row: JournalRow, view: View) -> str:
    what = " ".join(clean(str(value)) for value in row.data.values() if isinstance(value, str))
    return view.say("journal.administer", what=what)


def _article(row: JournalRow, view: View) -> str:
    title = row.data.get("title") or row.data.get("article", "")
    return view.say(f"journal.{row.act}", title=clean(str(title)), version=row.data.get("article_version", ""))


def _judge(row: JournalRow, view: View) -> str:
    by = row.data.get("hear_by")
    parts = (clean(str(row.data.get("unit", ""))), view.clock(int(by)) if by is not None else "")
    return view.say("journal.judge", outcome=view.word("outcome", row.data.get("outcome", "explained")),
                    more=" ".join(part for part in parts if part))  # fmt: skip


def _feedback(row: JournalRow, view: View) -> str:
    return view.say("journal.feedback", grade=view.word("grade", row.data.get("grade", "general")))


def _moved(row: JournalRow, view: View) -> str:
    """A due time that somebody moved: the one before is said with it."""
    was = row.data.get("was_due")
    at = row.data.get("due")
    clock = row.data.get("clock")
    return view.say(f"journal.{row.act}", clock=view.word("clock", clock) if clock else "",
                    was=view.clock(int(was)) if was is not None else "-",
                    at=view.clock(int(at)) if at is not None else "")  # fmt: skip


def _merged(row: JournalRow, view: View) -> str:
    number = row.data.get("into") or row.data.get("request") or row.data.get("from") or ""
    return view.say(f"journal.{row.act}", number=clean(str(number)))


def _triage(row: JournalRow, view: View) -> str:
    what = clean(view.named(str(row.data.get("zh", "")), str(row.data.get("en", ""))))
    key = "journal.triage_back" if row.data.get("taken_back") else "journal.triage"
    return view.say(key, what=f"{row.data.get('question', '')} {what}".strip())


def _read(row: JournalRow, view: View) -> str:
    return view.say("journal.read", text=clean(str(row.data.get("spoken", ""))), lang=row.data.get("lang", ""))


def _describe(row: JournalRow, view: View) -> str:
    """What was said later, field by field; the text itself is shown behind every sentence anyhow."""
    said = [
        f"{view.say(f'intake.{name}')}: {clean(str(value))}"
        for name, value in row.data.items()
        if name not in SAID and name in _DESCRIBED
    ]
    return view.say("journal.describe", what="  ".join(said))


def _inspect(row: JournalRow, view: View) -> str:
    """What the visit came to, with the items of the checklist as they were said."""
    items = " ".join(str(one) for one in row.data.get("items", ()))
    return view.say("journal.inspect", crew=clean(str(row.data.get("crew", ""))), items=clean(items),
                    result=view.word("result", str(row.data.get("result", ""))))  # fmt: skip


def _campaign(row: JournalRow, view: View) -> str:
    n = row.data.get("n", row.data.get("planned", row.data.get("added", "")))
    return view.say("journal.campaign", name=clean(str(row.data.get("name", ""))), n=n,
                    act=view.word("campaign_act", str(row.data.get("act", ""))))  # fmt: skip


_DESCRIBED = ("phone", "address", "district", "caller", "access", "people", "outside_number")

_SENTENCES: Mapping[str, Callable[[JournalRow, View], str]] = {
    Act.SAVE: _save,
    Act.IMPORT: _save,
    Act.UPDATE: _save,
    Act.RESPOND: _respond,
    Act.SAFE: _safe,
    Act.HOLD: _hold,
    Act.RECLASSIFY: _reclassify,
    Act.RESOLVE: _resolve,
    Act.CLOSE: _close,
    Act.IMPORT_JOB: _assignment,
    Act.ASSIGN: _assignment,
    Act.ACCEPT: _assignment,
    Act.DECLINE: _assignment,
    Act.WITHDRAW: _assignment,
    Act.EN_ROUTE: _assignment,
    Act.ON_SITE: _assignment,
    Act.DONE: _assignment,
    Act.CHECK_IN: _assignment,
    Act.AMEND: _amend,
    Act.RAISE: _alarm,
    Act.CLEAR: _alarm,
    Act.ACKNOWLEDGE: _alarm,
    Act.ESCALATE: _escalate,
    Act.SHELVE: _shelve,
    Act.UNSHELVE: _alarm,
    Act.SUPPRESS: _alarm,
    Act.RELEASE: _release,
    Act.LINK: _link,
    Act.SPLIT: _link,
    Act.WAVE: _wave,
    Act.CALLED_BACK: _called_back,
    **dict.fromkeys((Act.PLAN_STOP, Act.CHANGE_STOP, Act.NOTIFY_STOP, Act.RESTORE_STOP, Act.CANCEL_STOP), _stop),
    Act.OUT: _rule,
    Act.IN: _rule,
    Act.ATTACH: _attach,
    Act.MAJOR: _major,
    Act.PROGRESS: _progress,
    Act.JOIN: _join,
    Act.EXTEND: _moved,
    Act.APPOINT: _moved,
    Act.MERGE: _merged,
    Act.ABSORB: _merged,
    Act.UNMERGE: _merged,
    Act.CALL: _call,
    **dict.fromkeys((Act.RING, Act.ANSWER, Act.HANG_UP, Act.WRAP_UP, Act.RANG_BACK), _spoken),
    Act.TRIAGE: _triage,
    Act.READ: _read,
    Act.DESCRIBE: _describe,
    Act.INSPECT: _inspect,
    Act.CAMPAIGN: _campaign,
    Act.ADMINISTER: _administer,
    Act.USE: _article,
    Act.CASE: _article,
    Act.JUDGE: _judge,
    Act.FEEDBACK: _feedback,
    **OWN_SENTENCES,
    **SHIFT_SENTENCES,
    **FINISH_SENTENCES,
    **AFTER_SENTENCES,
}
