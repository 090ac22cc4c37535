"""What follows the work, as lines of a request's detail: the call-back, how a complaint is dealt with, its review."""

from models.aftercare import TRIES
from models.rows import RequestDetail
from models.rows.aftercare import AfterRow, ComplaintRow, MadeRow
from screens.format import clean, wrap
from screens.view import View
from screens.widgets.finish_lines import packed
from screens.widgets.sheet import BLANK, Line, Span


def after_lines(detail: RequestDetail, view: View, value: int, width: int) -> list[Line]:
    """Everything on record after the work. `value` is the column where facts begin; a blank ends it."""
    after, room = detail.after, max(20, width - value - 1)
    lines = [*_again(after, view, value, room), *_complaint(after.complaint, view, value, room)]
    lines += _call_back(after, view, value, room)
    return [*lines, BLANK] if lines else []


def _labelled(label: str, parts: list[str], tone: str, value: int, room: int) -> list[Line]:
    told = [Line((Span(value, part, tone),)) for part in packed([part for part in parts if part], room)]
    return [Line((Span(2, label, "dim"), *told[0].spans)), *told[1:]] if told else []


def _again(after: AfterRow, view: View, value: int, room: int) -> list[Line]:
    """Complaints that the same customer or place has made before."""
    if not after.complained:
        return []
    told = view.say("after.repeated", n=after.complained, numbers=clean(", ".join(after.repeated)))
    return _labelled(view.say("after.again"), [told], "amber", value, room)


def _complaint(found: ComplaintRow | None, view: View, value: int, room: int) -> list[Line]:
    if found is None:
        return []
    say = view.say
    stage = view.word("stage", found.stage) if found.stage else ""
    by = view.clock(found.plan_by) if found.plan_by is not None else ""
    facts = {"unit": found.unit, "person": found.person, "against": ", ".join(found.against), "cause": found.cause,
             "measure": found.measure, "answer": found.answer, "unit_answer": found.unit_answer}  # fmt: skip
    plan = say("after.plan", plan=clean(found.planned), by=by) if found.planned else ""
    parts = [stage, plan, *(f"{say(f'fact.{name}')}: {clean(text)}" for name, text in facts.items() if text)]
    lines = _labelled(say("after.complaint"), parts, "text", value, room)
    if found.lacks and found.reviewed_at is None:
        lacks = say("after.lacks", what=", ".join(view.word("complaint_fact", name) for name in found.lacks))
        more = [Line((Span(value, part, "amber"),)) for part in wrap(lacks, room)]
        lines += more if lines else _labelled(say("after.complaint"), [lacks], "amber", value, room)
    return [*lines, *_review(found, view, value, room)]


def _review(found: ComplaintRow, view: View, value: int, room: int) -> list[Line]:
    say = view.say
    if found.reviewed_at is not None:
        name = "after.held" if found.held else "after.failed"
        told = say(name, by=clean(found.reviewed_by), at=view.clock(found.reviewed_at), number=found.follow_up)
        return _labelled(
            say("after.review"), [told, clean(found.review)], "green" if found.held else "amber", value, room
        )
    if found.review_due is None:
        return []
    late = found.review_due <= view.now
    told = say("after.review_due", at=view.clock(found.review_due))
    return _labelled(say("after.review"), [told], "amber" if late else "text", value, room)


def _call_back(after: AfterRow, view: View, value: int, room: int) -> list[Line]:
    say = view.say
    label = say("after.call_back")
    lines = [line for made in after.made[-1:] for line in _labelled(label, made_parts(made, view), "text", value, room)]
    if not after.due:
        return lines
    told = [say("after.due", at=view.clock(after.due_at)) if after.due_at is not None else ""]
    if after.tries:
        last = after.tries[-1]
        outcome = view.word("not_reached", last.outcome)
        told.append(say("after.last_try", n=len(after.tries), of=TRIES, outcome=outcome, at=view.clock(last.at)))
    if after.ringing:
        told.append(say("after.ringing", name=clean(after.ringing)))
    late = after.due_at is not None and after.due_at < view.now
    return lines + _labelled(label, told, "red" if late else "text", value, room)


def made_parts(made: MadeRow, view: View) -> list[str]:
    """When and by whom, each score, and what was said."""
    scores = [f"{view.say(f'ask.score_{name}')} {score}" for name, score in made.scores]
    return [f"{view.clock(made.at)} {clean(made.by)}", *scores, clean(made.withheld), clean(made.said)]
