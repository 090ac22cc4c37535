"""A random walk over the verbs: any act on any request by any seat at any moment, legal or not."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from models.desk.desk import Desk
from models.errors import DeskError
from models.rows import NewRequest, Seat
from models.vocabulary import (
    Channel,
    Checked,
    ClockKind,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    NotReached,
    Priority,
    Rule,
    Stage,
    Step,
    WrapUp,
)
from models.wall import DAY, HOUR, MINUTE, HandClock

TEXTS = (
    "", "门禁 3#", "x" * 3000, "[bold]not markup[/]", "tab\there", "\x1b[31mred\x1b[0m", "👩\u200d🚒🔥",
    "'; DROP TABLE request", "e\u0301 \u202eright to left", "a\x00b\r\nc",
)  # fmt: skip
"""What callers can say."""

OFTEN = {
    "assign": 3.0,
    "accept": 2.0,
    "en_route": 2.0,
    "on_site": 4.0,
    "done": 2.0,
    "safe": 3.0,
    "resolve": 4.0,
    "close": 2.0,
    "respond": 0.5,
    "cancel": 0.03,
    "merge": 0.1,
    "note": 0.1,
    "join": 0.1,
    "hand_over": 0.1,
    "reclassify": 0.3,
    "withdraw": 0.3,
    "decline": 0.3,
    "met_nobody": 0.3,
    "promise": 0.1,
    "keep_promise": 0.3,
    "move_promise": 0.1,
    "edit": 0.1,
    "link": 0.1,
    "confirm": 0.1,
    "safe_record": 0.1,
    "start_plan": 0.1,
    "tick": 0.2,
    "untick": 0.1,
    "review_plan": 0.2,
}
"""How often an act is chosen where it is possible: what leads a job to its end often, what ends or crowds out the rest
seldom."""

SCORES = {"speed": 5, "attitude": 4, "quality": 3}
BUSY_CREWS = 8
"""So few crews do all the work that they are sent to several places at a time."""

Act = Callable[["Walk", Seat, int], object]


class Walk:
    """One walk. `refused` counts the refusals by their code; anything but a refusal ends it.

    Args:
        seed: the same seed walks the same way.
    """

    def __init__(self, desk: Desk, wall: HandClock, seats: Mapping[str, Seat], seed: int) -> None:
        self.desk, self.wall, self.seats = desk, wall, list(seats.values())
        self.dice = random.Random(seed)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.requests: list[int] = []
        self.staffed: list[int] = []
        self.categories = [row.code for row in desk.look.categories() if not row.retired]
        self.crews = [row.code for row in desk.look.crews(desk.wall.now()) if not row.retired]
        self.people = [row.id for row in desk.look.operators() if not row.retired]

    def step(self) -> None:
        """Let some time pass, then somebody tries something."""
        self.wall.advance(seconds=self.dice.choice((1, 20, 300, 300, 900, 3600, 40_000)) * self.dice.random())
        busy = self.staffed[-2 * BUSY_CREWS :] if self.dice.random() < 0.5 else []
        seat, which = self.dice.choice(self.seats), self.dice.choice(busy or self.requests[-15:] or [0])
        name = self.chosen(seat, which)
        try:
            ACTS[name](self, seat, which)
            self.done[name] += 1
            self.staffed += [which] if name == "assign" and which not in self.staffed[-2 * BUSY_CREWS :] else []
        except DeskError as error:
            self.refused[error.code] += 1

    def chosen(self, seat: Seat, which: int) -> str:
        """Mostly an act that this seat could do on the request now, else any at all."""
        if len(self.requests) < 5:
            return "call"
        if self.dice.random() < 0.7:
            choices = self.desk.look.choices(which, seat, self.wall.now())
            open_ones = [one.act for one in choices if one.why_not is None and one.act in ACTS]
            if open_ones:
                return self.dice.choices(open_ones, [OFTEN.get(act, 1.0) for act in open_ones])[0]
        return self.dice.choice([name for name in ACTS if name != "call" or self.dice.random() < 0.4])

    def at(self) -> int | None:
        """Mostly now, sometimes a little ago, sometimes too long ago or ahead."""
        now = self.wall.now()
        back = (now - MINUTE, now - 10 * MINUTE, now - 25 * MINUTE, now - 2 * HOUR, now + HOUR)
        return self.dice.choice((*[None] * 12, *back))

    def text(self) -> str:
        """Anything a caller may say."""
        return self.dice.choice(TEXTS)

    def other(self) -> str:
        """The number of one of the last requests."""
        return self.desk.look.number_of(self.dice.choice(self.requests[-15:]))

    def call(self, seat: Seat, _: int) -> None:
        """A new request, in one go or through a draft."""
        draft = None
        if self.dice.random() < 0.3:
            draft = self.desk.intake.begin(seat, phone="5550000001").id
            self.desk.intake.keep(seat, draft, {"address": self.text(), "text": self.text()})
            if self.dice.random() < 0.2:
                self.desk.intake.discard(seat, draft, reason=self.text())
                return
        outside = self.dice.random() < 0.2
        done = self.desk.intake.save(
            seat,
            NewRequest(
                category=self.dice.choice(self.categories),
                phone=f"555{self.dice.randrange(10**8):08d}",
                address=self.text(),
                text=self.text(),
                note=self.text(),
                priority=self.dice.choice((None, None, *Priority)),
                channel=Channel.CITY_12345 if outside else Channel.PHONE,
                outside_number="A1" if outside else "",
                reply_by=self.wall.now() + 2 * DAY if outside else None,
                received=self.at(),
                draft_id=draft,
            ),
        )
        self.requests.append(done.id)


def _verb(room: str, name: str, facts: Callable[[Walk], Mapping[str, Any]] = lambda walk: {}) -> Act:
    def act(walk: Walk, seat: Seat, which: int) -> object:
        return getattr(getattr(walk.desk, room), name)(seat, which, **{"at": walk.at(), **facts(walk)})

    return act


def _acknowledge(walk: Walk, seat: Seat, _: int) -> object:
    alarms = walk.desk.look.alarms(all=True, limit=20)
    return walk.desk.alarms.acknowledge(seat, walk.dice.choice(alarms).id, text=walk.text()) if alarms else None


def _alarm(verb: str, **facts: Any) -> Act:
    """An act on some alarm that stands."""

    def act(walk: Walk, seat: Seat, _: int) -> object:
        alarms = walk.desk.look.alarms(limit=20)
        return getattr(walk.desk.alarms, verb)(seat, walk.dice.choice(alarms).id, **facts) if alarms else None

    return act


def _out(walk: Walk, seat: Seat, _: int) -> object:
    rule, until = walk.dice.choice(list(Rule)).value, walk.wall.now() + walk.dice.choice((HOUR, 9 * DAY))
    scope = {"clock": walk.dice.choice(("", *ClockKind)), "kind": walk.dice.choice(("", *Kind)),
             "life": walk.dice.random() < 0.5, "whole": walk.dice.random() < 0.5}  # fmt: skip
    if rule != Rule.CLOCK:
        scope["clock"] = ""
    return walk.desk.alarms.take_out_of_service(seat, rule, reason=walk.text(), until=until, **scope)


def _incident(walk: Walk, seat: Seat, which: int) -> object:
    return walk.desk.incidents.begin(seat, which, children=[walk.dice.choice(walk.requests[-15:] or [0])])


def _crew(walk: Walk, seat: Seat, _: int) -> object:
    """A crew goes out of service, or comes back."""
    out = walk.dice.choice(("", "truck broken"))
    return walk.desk.administration.set_crew(seat, walk.dice.choice(walk.crews), out_reason=out)


def _checked(walk: Walk) -> Checked | None:
    return walk.dice.choice((None, *Checked))


def _record(walk: Walk) -> Mapping[str, Any]:
    return {"valve_which": walk.text(), "found_how": walk.text(), "neighbours": _checked(walk),
            "basement": _checked(walk), "fire_service": walk.text(),
            "fire_at": walk.dice.choice((None, walk.wall.now() - MINUTE))}  # fmt: skip


def _complaint(walk: Walk) -> Mapping[str, Any]:
    """Anything about a complaint, or nothing."""
    person = walk.dice.choice(("", "Ms Quill", *(seat.login for seat in walk.seats)))
    return {"stage": walk.dice.choice(("", "visit", *Stage)), "unit": walk.text(), "person": person, "plan": "look",
            "plan_by": walk.wall.now() + walk.dice.choice((-30 * DAY, DAY)), "unit_answer": walk.text()}  # fmt: skip


def _engine(walk: Walk, _: Seat, __: int) -> None:
    walk.desk.alarms.resume_due()
    walk.desk.alarms.sweep()
    walk.desk.alarms.close_due()


ACTS: Mapping[str, Act] = {
    "call": Walk.call,
    "join": _verb("intake", "join", lambda walk: {"phone": "5550000002", "note": walk.text()}),
    "ask": lambda walk, seat, which: walk.desk.intake.call(seat, phone="555", wrap_up=WrapUp.PROGRESS, request=which),
    "respond": _verb("handling", "respond", lambda walk: {"reply": walk.dice.random() < 0.3}),
    "take": _verb("handling", "take"),
    "safe": _verb(
        "handling",
        "safe",
        lambda walk: {
            "reading": walk.dice.choice(("0 % LEL", "0 %LEL 厨房; 2 ppm hall", walk.text() or "-")),
            "valve": "closed",
            "source_found": walk.dice.random() < 0.7,
            **(_record(walk) if walk.dice.random() < 0.5 else {}),
        },
    ),
    "hold": _verb(
        "handling",
        "hold",
        lambda walk: {
            "reason": walk.dice.choice(list(HoldReason)),
            "until": walk.wall.now() + walk.dice.choice((-HOUR, HOUR, 20 * HOUR, 60 * HOUR, 30 * DAY)),
        },
    ),
    "resume": _verb("handling", "resume"),
    "reclassify": _verb(
        "handling",
        "reclassify",
        lambda walk: {
            "category": walk.dice.choice([None, *walk.categories]),
            "priority": walk.dice.choice((None, *Priority)),
            "reason": walk.text(),
        },
    ),
    "resolve": _verb(
        "handling",
        "resolve",
        lambda walk: {
            "disposition": walk.dice.choice(list(Disposition)),
            "result": walk.dice.choice((None, *InspectionResult)),
            "cause": "worn hose",
            "measure": "replaced",
            "answer": walk.text(),
            **(_complaint(walk) if walk.dice.random() < 0.5 else {}),
            "override_reason": walk.text(),
            "confirmed_by": walk.dice.choice(("", "", "Ms Quill")),
            "confirmed": walk.dice.choice((None, None, True, False)),
            "objection": walk.text(),
        },
    ),
    "inspect": _verb(
        "inspecting",
        "inspect",
        lambda walk: {
            "result": walk.dice.choice((None, *InspectionResult)),
            "findings": walk.dice.choice(("", "", "5", "1 9")),
            "crew": walk.dice.choice(("", *walk.crews)),
            "stopped": walk.dice.random() < 0.7,
        },
    ),
    "close": _verb(
        "handling",
        "close",
        lambda walk: {
            "scores": walk.dice.choice((None, SCORES, {**SCORES, "communication": 2, "handling": 1})),
            "withheld": walk.text(),
            "said": walk.text(),
            "reason": walk.text(),
            "review": walk.text(),
        },
    ),
    "reopen": _verb("handling", "reopen", lambda walk: {"reason": walk.text()}),
    "cancel": _verb("handling", "cancel", lambda walk: {"reason": walk.text()}),
    "note": _verb("handling", "note", lambda walk: {"text": walk.text()}),
    "hand_over": _verb("handling", "hand_over", lambda walk: {"to_operator_id": walk.dice.choice(walk.people)}),
    "accept_owner": _verb("handling", "accept_owner"),
    "extend": _verb(
        "promising",
        "extend",
        lambda walk: {"by": walk.dice.choice((-HOUR, HOUR, 30 * DAY)), "told": walk.dice.random() < 0.8, "reason": "x"},
    ),
    "appoint": _verb(
        "promising",
        "appoint",
        lambda walk: {
            "due": walk.wall.now() + walk.dice.choice((-HOUR, 9 * HOUR, 3 * DAY)),
            "window": walk.dice.choice((0, HOUR, 20 * HOUR)),
        },
    ),
    "decline_owner": _verb("handling", "decline_owner", lambda walk: {"reason": walk.text()}),
    "promise": _verb(
        "calling_back", "promise", lambda walk: {"until": walk.wall.now() + walk.dice.choice((-HOUR, HOUR, 60 * DAY))}
    ),
    "keep_promise": _verb("calling_back", "keep_promise"),
    "move_promise": _verb(
        "calling_back", "move_promise", lambda walk: {"until": walk.wall.now() + HOUR, "reason": walk.text()}
    ),
    "edit": _verb("editing", "edit", lambda walk: {"caller": walk.text(), "people": walk.text()}),
    "link": _verb("again", "link", lambda walk: {"other": walk.other()}),
    "safe_record": _verb("finishing", "safe_record", _record),
    "met_nobody": _verb("finishing", "met_nobody", lambda walk: {"note": walk.text()}),
    "confirm": _verb(
        "finishing",
        "confirm",
        lambda walk: {"name": walk.text(), "agreed": walk.dice.random() < 0.6, "objection": walk.text()},
    ),
    "start_plan": _verb(
        "plans",
        "start_plan",
        lambda walk: {"plan": walk.dice.choice(("LEAK-IN", "main", "OUTAGE", "no")), "level": walk.dice.randrange(5)},
    ),
    "tick": _verb(
        "plans", "tick", lambda walk: {"step": str(walk.dice.randrange(1, 9)), "plan": walk.dice.choice(("", "MAIN"))}
    ),
    "untick": _verb("plans", "untick", lambda walk: {"step": "1", "reason": walk.text()}),
    "review_plan": _verb("plans", "review_plan", lambda walk: {"text": walk.text()}),
    "crew": _crew,
    "ring": lambda walk, seat, which: walk.desk.aftercare.ring(seat, which),
    "call_try": _verb(
        "aftercare", "call_try", lambda walk: {"outcome": walk.dice.choice(list(NotReached)), "note": walk.text()}
    ),
    "handle_complaint": _verb(
        "aftercare",
        "handle_complaint",
        lambda walk: {
            **_complaint(walk),
            "against": walk.dice.choice(("", "", walk.dice.choice(walk.crews), walk.dice.choice(walk.seats).login)),
        },
    ),
    "review_complaint": _verb(
        "aftercare", "review_complaint", lambda walk: {"held": walk.dice.random() < 0.5, "text": walk.text()}
    ),
    "merge": _verb("promising", "merge", lambda walk: {"into": walk.other(), "reason": walk.text()}),
    "unmerge": _verb("promising", "unmerge", lambda walk: {"reason": walk.text()}),
    "assign": _verb(
        "dispatch",
        "assign",
        lambda walk: {"crew": walk.dice.choice(walk.crews[:BUSY_CREWS]), "override_reason": walk.text()},
    ),
    "accept": _verb("dispatch", "accept"),
    "decline": _verb("dispatch", "decline", lambda walk: {"reason": walk.text()}),
    "withdraw": _verb("dispatch", "withdraw", lambda walk: {"reason": walk.text()}),
    "en_route": _verb("dispatch", "en_route"),
    "on_site": _verb("dispatch", "on_site"),
    "done": _verb("dispatch", "done"),
    "amend": _verb(
        "dispatch",
        "amend",
        lambda walk: {
            "crew": walk.dice.choice(walk.crews[:BUSY_CREWS]),
            "step": walk.dice.choice(list(Step)),
            "at": walk.wall.now() - walk.dice.choice((0, 10, 60)) * MINUTE,
            "reason": walk.text(),
        },
    ),
    "acknowledge": _acknowledge,
    "shelve": _alarm("shelve", minutes=12, reason="known"),
    "unshelve": _alarm("unshelve"),
    "out": _out,
    "in": lambda walk, seat, _: walk.desk.alarms.put_in_service(seat, walk.dice.choice(list(Rule)).value),
    "incident": _incident,
    "end_incident": lambda walk, seat, which: walk.desk.incidents.end(seat, which),
    "mark": lambda walk, seat, which: walk.desk.majors.mark(seat, which, note=walk.text()),
    "receipt": lambda walk, seat, which: walk.desk.majors.receipt(seat, which),
    "progress": lambda walk, seat, which: walk.desk.majors.progress(seat, which, text=walk.text()),
    "engine": _engine,
}
