"""What a message says: notices as lines in the channel's language, with times in the utility's zone, worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from console.channels import PHONE, Channel
from console.sending import Message
from models.outbox import UNDELIVERED, WORST, Notice
from models.vocabulary import Audience, NoticeKind
from screens.format import clean, cut, day_clock
from screens.wording import Wording

WIDEST = 60
"""Cells of one fact in a line: nothing a caller said fills a message by itself."""

LADDER = (Audience.SUPERVISOR, Audience.DUTY_MANAGER)
"""To whom an alarm climbs; the line names them, for its step is only a running number."""

GRADES = {1: "info", 2: "warning", 3: "failure"}


@dataclass(frozen=True, slots=True)
class Desk:
    """The utility as messages name it: its name, its zone, whether all this is an exercise, districts in English."""

    name: str
    zone: str
    drill: bool = False
    districts: Mapping[str, str] | None = None


def message(channel: Channel, notices: Sequence[Notice], desk: Desk, now: int) -> Message:
    """One message of all these notices (at least one), at most `channel.lines` of them as lines."""
    say = Wording(channel.language)
    told = notices[: channel.lines]
    lines = [line(one, channel, desk, now, say) for one in told]
    if len(notices) > len(told):
        lines.append(say("outside.more", n=len(notices) - len(told)))
    if any(one.kind is NoticeKind.MAJOR for one in notices):
        lines.append(say("outside.confirm"))
    if any(len(one.over(channel.name)) > 1 for one in notices):
        lines.append(say("outside.again"))
    grade = GRADES.get(max(one.severity for one in notices), "info")
    url = channel.url.replace(PHONE, phone_of(notices[0]))
    return Message(url, title(notices, desk, say), "\n".join(lines), grade)


def title(notices: Sequence[Notice], desk: Desk, say: Wording) -> str:
    """Who speaks, how grave it is and how many there are."""
    first = notices[0]
    name = clean(desk.name) or say("notice.title_calm")
    if first.kind is NoticeKind.TEST:
        said = say("outside.title_test", name=name)
    elif first.audience is Audience.CALLER:
        said = name
    elif any(one.kind is NoticeKind.MAJOR for one in notices):
        said = say("outside.title_major", name=name)
    else:
        said = say("outside.title", name=name, sign="!" * max(one.severity for one in notices), n=len(notices))
    return (say("outside.drill") if desk.drill else "") + said


def line(notice: Notice, channel: Channel, desk: Desk, now: int, say: Wording) -> str:
    """One notice in one line."""
    if notice.kind is NoticeKind.TEST:
        return say("outside.test", channel=channel.name)
    if notice.rule == UNDELIVERED:
        return say("outside.undelivered", channel=clean(str(notice.facts.get("channel"))))
    if notice.audience is Audience.CALLER:
        return say("outside.progress", number=notice.number, text=_fact(notice, "text"))
    sign = "!" * min(max(notice.severity, 1), WORST)
    if "count" in notice.facts or "flood" in notice.facts:
        return f"{sign} {_many(notice, desk, now, say)}"
    parts = [sign, notice.number, _what(notice, say), *_place(notice, channel, desk)]
    if notice.due_at is not None:
        parts.append(say("outside.due", at=day_clock(notice.due_at, desk.zone, now, seconds=False)))
    if notice.kind is NoticeKind.ALARM and notice.audience in LADDER:
        parts.append(say("outside.step", who=say.word("audience", notice.audience)))
    return " ".join(part for part in parts if part)


def _many(notice: Notice, desk: Desk, now: int, say: Wording) -> str:
    """What was missed in a downtime, or comes too thick to be told one by one."""
    if "flood" in notice.facts:
        return say("outside.flood", n=notice.facts.get("new", ""))
    oldest = day_clock(int(notice.facts["oldest"]), desk.zone, now, seconds=False)
    return say("outside.missed", n=notice.facts["count"], at=oldest)


def _what(notice: Notice, say: Wording) -> str:
    """Which promise or rule it is about, and what a note adds to that."""
    if notice.kind is NoticeKind.MAJOR:
        kind = say("outside.major", kind=say.word("emergency", str(notice.facts.get("kind", "marked"))))
        return " ".join(part for part in (kind, _fact(notice, "note")) if part)
    if notice.clock and notice.rule in ("", "clock"):
        judged = say("judged.late" if notice.level >= 100 else "judged.due", clock=say.word("clock_row", notice.clock))
        about = f"{judged} {notice.level}%"
    else:
        about = say.word("alarm_rule", notice.rule) if notice.rule else ""
    if "times" in notice.facts:
        about = " ".join((about, say("outside.chatter", n=notice.facts["times"])))
    return about


def _place(notice: Notice, channel: Channel, desk: Desk) -> list[str]:
    """What the channel may tell of place and caller, and no more."""
    english = channel.language == "en"
    district = (desk.districts or {}).get(notice.district, "") if english else ""
    known = {
        "district": district or notice.district,
        "address": notice.address,
        "category": notice.category[1 if english else 0],
        "phone": notice.phone,
    }
    return [cut(clean(known[fact]), WIDEST) for fact in known if fact in channel.show and known[fact]]


def _fact(notice: Notice, name: str) -> str:
    return cut(clean(str(notice.facts.get(name, ""))), 4 * WIDEST)


def phone_of(notice: Notice) -> str:
    """The digits of the number that a notice to a caller goes to."""
    return "".join(sign for sign in notice.phone if sign.isascii() and sign.isdigit())
