"""Where an alarm stands in words: what it is about, with whom it is, and what comes next by itself, with its time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from models.ladder import audience, offset
from models.rows import AlarmRow, RuleOutRow
from models.vocabulary import AlarmState
from screens.format import clean, day_clock
from screens.view import View
from screens.wording import Wording

STATE_SIGNS = {AlarmState.UNACKNOWLEDGED: "*", AlarmState.ACKNOWLEDGED: "v", AlarmState.RETURNED: "~",
               AlarmState.SHELVED: "z", AlarmState.SUPPRESSED: "=", AlarmState.OUT_OF_SERVICE: "x",
               AlarmState.NORMAL: "+"}  # fmt: skip
HOLD = "hold"
TOP = 2
"""The rung of the duty manager; above it the same person is told again."""


@dataclass(frozen=True, slots=True)
class Beside:
    """What other tables say of alarms: rules out of service, and the parents' numbers by incident."""

    rules_out: Sequence[RuleOutRow] = ()
    incidents: Mapping[int, str] = field(default_factory=dict)

    def out_of(self, row: AlarmRow) -> RuleOutRow | None:
        """What keeps an alarm out of service the longest; a kind of request is not asked for."""
        clock = row.clock.value if row.clock else ""
        found = [out for out in self.rules_out if out.rule == row.rule and out.clock in ("", clock)]
        return max(found, key=lambda out: out.until, default=None)


ALONE = Beside()


def rule_words(alarm: AlarmRow, wording: Wording, *, whole: bool = True) -> str:
    """What an alarm is about: which promise, broken or about to be, or which rule beside the clocks, of which crew.

    `whole` False: without the crew, as it stands for several.
    """
    if alarm.clock is None:
        crew = clean(alarm.crew) if whole else ""
        return f"{wording(f'alarm_rule.{alarm.rule}')} {crew}".strip()
    word = "late" if alarm.level >= 100 else "due"
    return wording(f"judged.{word}", clock=wording(f"clock_row.{alarm.clock.value}"))


def scope_words(out: RuleOutRow, view: View) -> str:
    """What is out of service: a rule, and in brackets the promise or the kind of request that it is out for."""
    parts = [view.word("clock_row", out.clock)] if out.clock else []
    parts += [view.word("kind", out.kind)] if out.kind else []
    if out.life:
        parts.append(view.say("alarms.with_life"))
    name = view.word("alarm_rule", out.rule)
    return f"{name} ({', '.join(parts)})" if parts else name


def minute(instant: int, view: View) -> str:
    """``14:25``, with the day in front when it is not today's."""
    return day_clock(instant, view.zone, view.now, seconds=False)


def out_words(rules: Sequence[RuleOutRow], view: View) -> str:
    """Which rule is out of service until when, and how many more are: it will not ring."""
    first = min(rules, key=lambda row: row.until)
    said = view.say("strip.out", rule=scope_words(first, view), at=minute(first.until, view))
    return said if len(rules) == 1 else f"{said} {view.say('strip.out_more', n=len(rules) - 1)}"


def spoken_for(row: AlarmRow, view: View, beside: Beside) -> str:
    """What hides a suppressed alarm: the number of the incident's parent, or the hold."""
    kind, _, id = row.suppressed_by.partition(":")
    if kind == "incident" and id.isdigit():
        return beside.incidents.get(int(id), view.say("alarms.by_incident"))
    return view.word("board", "held")


def whose(row: AlarmRow, view: View, beside: Beside = ALONE) -> str:
    """With whom it is: how far up the ladder it has come, who has seen it, or who or what hides it."""
    match row.state:
        case AlarmState.UNACKNOWLEDGED:
            return view.word("audience", audience(row.rung))
        case AlarmState.RETURNED:
            return view.say("alarms.unseen")
        case AlarmState.SHELVED:
            return clean(row.shelved_by or "--")
        case AlarmState.SUPPRESSED:
            return clean(spoken_for(row, view, beside))
        case AlarmState.OUT_OF_SERVICE:
            out = beside.out_of(row)
            return clean(out.by or "--") if out else "--"
    return clean(row.acknowledged_by or "--")


def _awaited(row: AlarmRow, view: View, beside: Beside) -> Iterator[tuple[int, str]]:
    """Every change that time alone will bring: its instant and its word in the catalogue."""
    rings = row.state in (AlarmState.UNACKNOWLEDGED, AlarmState.ACKNOWLEDGED)
    if row.state == AlarmState.UNACKNOWLEDGED and row.next_step_at is not None:
        yield row.next_step_at, "up" if row.rung < TOP else "up_again"
    if row.state == AlarmState.ACKNOWLEDGED and row.ack_until is not None:
        yield row.ack_until, "ack_ends"
    if rings and row.clock and row.level < 100 and row.still_true and row.due_at > view.now:
        yield row.due_at, "late"
    if row.state == AlarmState.SHELVED and row.shelved_until is not None:
        yield row.shelved_until, "back"
    out = beside.out_of(row) if row.state == AlarmState.OUT_OF_SERVICE else None
    if out is not None:
        yield out.until, "in"


def coming(row: AlarmRow, view: View, beside: Beside = ALONE, *, short: bool = False) -> str:
    """What happens next if nobody acts, and when; `short` for a narrow place."""
    found = min(_awaited(row, view, beside), default=None)
    if found is not None:
        at, word = found
        word = "up" if short and word == "up_again" else word
        who = view.word("audience_short" if short else "audience", audience(row.rung + 1))
        return view.say(f"alarms.next_{word}", at=minute(at, view), who=who)
    if row.state == AlarmState.SUPPRESSED:
        return view.say("alarms.next_hold" if row.suppressed_by == HOLD else "alarms.next_incident")
    return {
        AlarmState.RETURNED: view.say("alarms.next_seen"),
        AlarmState.UNACKNOWLEDGED: view.say("alarms.next_act"),
    }.get(AlarmState(row.state), "")


def steps_ahead(row: AlarmRow) -> list[tuple[int, int]]:
    """``(rung, instant)`` of the next two steps of the ladder, if nobody acknowledges."""
    if row.state != AlarmState.UNACKNOWLEDGED or row.next_step_at is None:
        return []
    first, second = offset(row.severity, row.rung + 1), offset(row.severity, row.rung + 2)
    ahead = [(row.rung + 1, row.next_step_at)]
    if first is not None and second is not None:
        ahead.append((row.rung + 2, row.next_step_at + second - first))
    return ahead
