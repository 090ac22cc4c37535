"""Long random histories of every verb, in zones that trouble clocks: after each event stored equals computed.

Used by the tests for a while and by ``make soak`` for ten minutes.
"""

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from models import journal, sla
from models.desk.clockwork import clock_values, next_values
from models.desk.desk import Desk
from models.errors import DeskError
from models.importmap import read_map
from models.looks.hours import CalendarBook
from models.migrations import create
from models.policyfile import line_of
from models.rows import NewRequest, Seat
from models.sla import HOLD_LIMIT, Event, SlaClock
from models.store import Store
from models.tables import Clock, Crew, Customer, Operator, Request
from models.tables.found_by import refill
from models.vocabulary import (
    Act,
    Channel,
    ClockKind,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    NotReached,
    Priority,
    Role,
    Status,
    Step,
)
from models.wall import DAY, HOUR, MINUTE, HandClock
from models.workflow import FROM

ZONES = {
    "America/Havana": "2026-03-05",  # the clocks go forward at midnight
    "Asia/Kolkata": "2026-02-02",  # half an hour off, and no daylight saving
    "Asia/Shanghai": "2026-02-12",  # no daylight saving; the Spring Festival with its make-up days
    "Australia/Lord_Howe": "2026-04-01",  # half an hour of daylight saving
    "Europe/Berlin": "2026-10-22",  # the clocks go back
    "America/St_Johns": "2026-03-05",  # half an hour off, with daylight saving
}
"""Where and when histories begin: some days before the clocks change, where they do."""

CATEGORIES = ("EM-LEAK-IN", "EM-OUT-AREA", "RP-NOGAS", "RP-HOSE", "RP-VALVE", "IN-ROUT", "CP-SERV", "EQ-BILL")
CREWS = ("QX1", "QX2", "WX1")
CUSTOMER = 7
ONWARD = (Act.ASSIGN, Act.ON_SITE, Act.DONE, Act.SAFE, Act.RESOLVE, Act.CLOSE, Act.REOPEN)
ASIDE = (Act.NOTE, Act.JOIN, Act.HAND_OVER, Act.ACCEPT_OWNER, Act.CANCEL, Act.AMEND)
WEEK = {day: [["08:30", "12:00"], ["13:30", "17:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
NIGHT = {day: [["00:00", "06:00"], ["20:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
POLICIES = (
    ("RP-HOSE", "resolution", "20h", {"calendar": "office"}),
    ("RP-HOSE", "response", "6h", {"calendar": "night", "warn": [50]}),
    ("RP-VALVE", "resolution", "3 working days", {"calendar": "office"}),
    ("IN-ROUT", "resolution", "9 days", {"calendar": "office", "pausing": ["parts", "weather"]}),
    ("CP-SERV", "resolution", "2 working days", {"calendar": "night", "on_reopen": "whole"}),
    ("P2", "response", "5h", {}),
    ("contract:C1", "resolution", "8h", {"calendar": "office"}),
    ("emergency", "safe", "5h", {}),
)
PLAN = """
[columns]
external_id = "id"
received = "at"
resolved = "done"
[defaults]
category = "RP-HOSE"
kind = "repair"
priority = "P3"
response = "policy"
"""


@dataclass(slots=True)
class Difference:
    """A request whose stored clocks are not what its journal says."""

    number: str
    stored: Any
    truth: Sequence[SlaClock]


@dataclass(slots=True)
class History:
    """One walk through every verb. The same seed walks the same way.

    `done` counts the acts that were done, `refused` the refusals by code; anything but a refusal ends it.
    """

    desk: Desk
    wall: HandClock
    seats: dict[str, Seat]
    dice: random.Random
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    status: dict[int, Status] = field(default_factory=dict)
    touched: set[int] = field(default_factory=set)
    brought: int = 0

    def step(self) -> None:
        """Time passes, then somebody does something, or is refused."""
        self.wall.advance(minutes=self.dice.choice((0, 1, 7, 40, 170, 400)), seconds=self.dice.random())
        throw = self.dice.random()
        try:
            if throw < 0.08 or len(self.status) < 3:
                self.save()
            elif throw < 0.16:
                self.engine()
            elif throw < 0.20:
                self.admin()
            else:
                self.act()
        except DeskError as refusal:
            self.refused[refusal.code] += 1

    def seat(self) -> Seat:
        """Mostly a supervisor, whom little is refused."""
        people = [self.seats["operator"], self.seats["dispatcher"], self.seats["supervisor"]]
        return self.dice.choices(people, [1, 2, 5])[0]

    def asked(self) -> dict[str, int]:
        """Now, or a time some minutes or hours back."""
        back = self.dice.choice([0] * 12 + [5, 25, 90, 600])
        return {"at": self.wall.now() - back * MINUTE} if back else {}

    def save(self) -> None:
        """A new request: some with an appointment, a date of an outside body, or a contract."""
        pick, now = self.dice.choice, self.wall.now()
        new = NewRequest(
            pick(CATEGORIES), phone="1", received=now - pick((0, 0, 3, 20, 300)) * MINUTE,
            appointment=pick((None, None, None, now + 30 * HOUR)), channel=pick((Channel.PHONE, Channel.CITY_12345)),
            reply_by=pick((None, None, now + 50 * HOUR)), customer_id=pick((None, None, CUSTOMER)),
        )  # fmt: skip
        self.did("save", self.desk.intake.save(self.seat(), new))

    def did(self, act: str, done: Any) -> None:
        """Remember what an act did to which request."""
        self.done[act] += 1
        self.status[done.id] = done.status
        self.touched.add(done.id)

    def engine(self) -> None:
        """The engine's turn, and somebody who acknowledges."""
        self.desk.alarms.resume_due()
        self.desk.alarms.sweep()
        self.desk.alarms.close_due()
        self.done["engine"] += 1
        self.refresh()

    def refresh(self) -> None:
        """Whatever may have changed on any request is looked at again."""
        with self.desk.store.read() as connection:
            found = connection.execute(select(Request.id, Request.status).where(Request.number.is_not(None))).all()
        self.status = {which: Status(status) for which, status in found}
        self.touched |= self.status.keys()

    def admin(self) -> None:
        """Rules change under what runs: a calendar's version, a policy line, a recomputation, an import."""
        admin, terms, pick = self.seats["admin"], self.desk.terms, self.dice.choice
        match pick(("calendar", "policy", "recompute", "import")):
            case "calendar":
                day = datetime.fromtimestamp((self.wall.now() + pick((1, 2, 3)) * DAY) / 1000, UTC).date().isoformat()
                week = pick((WEEK, NIGHT))
                self.desk.calendars.set(admin, pick(("office", "night")), {"week": week, "holidays": [day]})
                self.done["calendar"] += 1
            case "policy":
                whom, clock, target, words = pick(POLICIES)
                line = line_of(whom, clock, pick((target, "7h", "30h")), **(words if "calendar" not in words else {}))
                terms.set_policy(admin, line, valid_from=self.wall.now() - pick((0, 3)) * DAY)
                self.done["policy"] += 1
            case "recompute":
                terms.recompute(admin, reason="x")
                self.done["recompute"] += 1
                self.refresh()
            case "import":
                self.bring()

    def bring(self) -> None:
        """A row of history, sometimes the same one with other content."""
        again = self.brought and self.dice.random() < 0.4
        self.brought += 0 if again else 1
        at = self.wall.now() - self.dice.randrange(1, 200) * HOUR
        ended = self.dice.random() < 0.5
        row = {"id": f"X{self.brought}", "at": _iso(at), "done": _iso(at + 30 * HOUR) if ended else ""}
        plan = read_map(PLAN)
        told = self.desk.importing.requests([row], plan, "UTC", update=True, seat=self.seats["supervisor"])
        self.done["update" if told.updated else "import"] += told.updated + told.added
        self.refresh()

    def act(self) -> None:
        """Mostly an act that the state of a request allows, and those more often that lead on."""
        weights = [0.02 if status in (Status.CANCELLED, Status.CLOSED) else 1 for status in self.status.values()]
        which = self.dice.choices(list(self.status), weights)[0]
        act = self.chosen(which)
        verb, facts = self.call(act, which)
        if verb is not None:
            self.did(act.value, verb(self.seat(), which, **facts))
            other = facts.get("into")
            self.touched |= self.status.keys() if other or act is Act.UNMERGE else set()

    def chosen(self, which: int) -> Act:
        """An act, by the state of the request."""
        if self.dice.random() < 0.08:
            return self.dice.choice(list(FROM))
        allowed = [act for act, states in FROM.items() if self.status[which] in states and act not in ASIDE]
        return self.dice.choice(allowed + [act for act in allowed if act in ONWARD] * 2 or list(ASIDE))

    def call(self, act: Act, which: int) -> tuple[Any, dict[str, Any]]:
        """The verb of an act, with arguments that are mostly sensible."""
        pick, now = self.dice.choice, self.wall.now()
        handling, dispatch, promising = self.desk.handling, self.desk.dispatch, self.desk.promising
        aftercare = self.desk.aftercare
        asked, why, crew = self.asked(), {"reason": "因为"}, {"crew": pick(CREWS)}
        others = [number for one, number in self.numbers() if one != which]
        calls: dict[Act, tuple[Any, dict[str, Any]]] = {
            Act.RESPOND: (handling.respond, {"reply": pick((False, True))}),
            Act.TAKE: (handling.take, {}),
            Act.SAFE: (handling.safe, {"reading": "0", "valve": "关", "source_found": pick((True, False))}),
            Act.HOLD: (handling.hold, {"reason": pick(list(HoldReason)),
                                       "until": now + pick((HOUR, 20 * HOUR, HOLD_LIMIT))}),
            Act.RESUME: (handling.resume, {}),
            Act.RECLASSIFY: (handling.reclassify, why | pick((
                {"category": pick(CATEGORIES)}, {"priority": pick(list(Priority))}, {"kind": pick(list(Kind))}))),
            Act.RESOLVE: (handling.resolve, {
                "disposition": pick((Disposition.FIXED, Disposition.ANSWERED)), "override_reason": pick(("", "x")),
                "cause": "a", "measure": "b", "answer": "c", "result": pick(list(InspectionResult)),
                "stage": "visit", "unit": "u", "person": "p", "plan": "d", "plan_by": now + DAY, "unit_answer": "e"}),
            Act.CLOSE: (handling.close, {**why, "withheld": pick(("", "would not say"))}),
            Act.CALL_TRY: (aftercare.call_try, {"outcome": NotReached.NO_ANSWER, **why}),
            Act.HANDLE_COMPLAINT: (aftercare.handle_complaint, {"stage": "work", "unit": pick(("u", ""))}),
            Act.REVIEW_COMPLAINT: (aftercare.review_complaint, {"held": True, "text": "x", **why}),
            Act.REOPEN: (handling.reopen, why),
            Act.CANCEL: (handling.cancel, why),
            Act.NOTE: (handling.note, {"text": "x"}),
            Act.HAND_OVER: (handling.hand_over, {"to_operator_id": pick((1, 2, 3))}),
            Act.ACCEPT_OWNER: (handling.accept_owner, {}),
            Act.JOIN: (self.desk.intake.join, {"phone": "2"}),
            Act.ASSIGN: (dispatch.assign, crew),
            Act.ACCEPT: (dispatch.accept, pick(({"crew": None}, crew))),
            Act.EN_ROUTE: (dispatch.en_route, pick(({"crew": None}, crew))),
            Act.ON_SITE: (dispatch.on_site, pick(({"crew": None}, crew))),
            Act.DONE: (dispatch.done, pick(({"crew": None}, crew))),
            Act.DECLINE: (dispatch.decline, {"crew": None, **why}),
            Act.WITHDRAW: (dispatch.withdraw, {"crew": None, **why}),
            Act.AMEND: (dispatch.amend, {**crew, "step": pick(list(Step)[:5]),
                                         "at": now - pick((0, 10, 60)) * MINUTE, **why}),
            Act.EXTEND: (promising.extend, {"by": pick((HOUR, 30 * HOUR)), "told": True, **why,
                                            "clock": pick((ClockKind.RESOLUTION, ClockKind.RESPONSE))}),
            Act.APPOINT: (promising.appoint, {"due": now + pick((2 * HOUR, 60 * HOUR))}),
            Act.MERGE: (promising.merge, {"into": pick(others or ["R-99999"])}),
            Act.UNMERGE: (promising.unmerge, why),
        }  # fmt: skip
        if act not in calls:
            return None, {}
        verb, facts = calls[act]
        return verb, asked | facts

    def numbers(self) -> list[tuple[int, str]]:
        """Requests that live, by id and number."""
        with self.desk.store.read() as connection:
            live = Request.status.in_(("open", "working", "held"))
            return [(row.id, row.number) for row in connection.execute(select(Request.id, Request.number).where(live))]

    def differing(self) -> list[Difference]:
        """What was touched since the last look, and is stored otherwise than its journal says."""
        ids, self.touched = sorted(self.touched), set()
        with self.desk.store.read() as connection:
            return [found for which in ids if (found := difference(connection, which, self.wall.now())) is not None]


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def begin(path: Path, zone: str, seed: int) -> History:
    """A fresh file in that zone, some days before its clocks change, with people, crews, calendars and policies."""
    start = datetime.fromisoformat(f"{ZONES[zone]}T00:00:00+00:00").timestamp()
    wall = HandClock(round(start * 1000) + seed * 997)
    people = {"operator": Role.OPERATOR, "dispatcher": Role.DISPATCHER, "supervisor": Role.SUPERVISOR,
              "admin": Role.ADMIN}  # fmt: skip
    seats = {name: Seat(place, name, name, frozenset({role}), name[:2].upper())
             for place, (name, role) in enumerate(people.items(), 1)}  # fmt: skip
    store = Store(create(path, zone=zone, name=zone, wall=wall))
    with store.write() as connection:
        connection.execute(insert(Operator), [
            {"id": seat.operator_id, "login": name, "name": name, "initials": "", "roles": people[name].value}
            for name, seat in seats.items()
        ])  # fmt: skip
        connection.execute(insert(Crew), [{"code": code, "name": code, "district": ""} for code in CREWS])
        connection.execute(insert(Customer), [{"id": CUSTOMER, "name": "医院", "phone": "7"}])
        refill(connection)
    desk = Desk(store, wall)
    desk.calendars.set(seats["admin"], "office", {"week": WEEK}, zone=zone)
    desk.calendars.set(seats["admin"], "night", {"week": NIGHT}, zone=zone)
    desk.terms.add_contract(seats["admin"], "C1", customer=CUSTOMER)
    for whom, clock, target, words in POLICIES:
        desk.terms.set_policy(seats["admin"], line_of(whom, clock, target, **words))
    return History(desk, wall, seats, random.Random(seed))


def difference(connection: Connection, request_id: int, now: int) -> Difference | None:
    """Does the index of a request, and its mirror of the soonest clock, equal the function of its journal?"""
    row = connection.execute(select(Request.__table__).where(Request.id == request_id)).one()
    truth = sla.clocks(journal.replay(connection, request_id), CalendarBook(connection))
    kept = connection.execute(select(Clock.__table__).where(Clock.request_id == request_id)).all()
    values = {(clock.kind.value, clock.cycle): clock_values(clock) for clock in truth}
    names = list(next(iter(values.values()), {}))
    stored = {(clock.kind, clock.cycle): {name: getattr(clock, name) for name in names} for clock in kept}
    said = next_values(truth, now)
    mirrored = all(getattr(row, name) == said[name] for name in ("next_clock", "next_due_at", "next_warn_at"))
    return None if stored == values and mirrored else Difference(row.number, stored, truth)


STOPPING = (Act.RESPOND, Act.ACCEPT, Act.EN_ROUTE, Act.ON_SITE, Act.SAFE, Act.DONE)
"""Acts that only stop clocks: among themselves their order means nothing, since the earliest true time counts."""

SILENT = (Act.NOTE, Act.JOIN, Act.ASSIGN, Act.HAND_OVER, Act.RETURN, Act.DECLINE, Act.WITHDRAW, Act.TAKE)
"""Acts that no clock hears, wherever they stand."""


def neutral(events: Sequence[Event], dice: random.Random) -> Iterable[tuple[str, list[Event]]]:
    """The same history told otherwise, each time in a way that the rules call neutral."""
    yield "silent acts left out", [event for event in events if event.act not in SILENT]
    silent = Event(10_000_000, events[-1].at, dice.choice(SILENT), {"text": "x"})
    place = dice.randrange(1, len(events) + 1)
    yield "a silent act put in", [*events[:place], silent, *events[place:]]
    yield "stops in another order", _shuffled(events, dice)
    yield "a pause cut in two that touch", _cut(events)
    yield (
        "a merge that was undone put in",
        [
            *events[:place],
            Event(10_000_001, events[-1].at, Act.MERGE, {"into": "X", "from": "open"}),
            Event(10_000_002, events[-1].at, Act.UNMERGE, {"of": 10_000_001}),
            *events[place:],
        ],
    )
    yield "an empty pause put in", [*events[:place], *_empty_pause(events, place), *events[place:]]


def _shuffled(events: Sequence[Event], dice: random.Random) -> list[Event]:
    out: list[Event] = []
    run: list[Event] = []
    for event in [*events, None]:
        if event is not None and event.act in STOPPING:
            run.append(event)
            continue
        dice.shuffle(run)
        out += run
        run = []
        out += [] if event is None else [event]
    return out


def _cut(events: Sequence[Event]) -> list[Event]:
    """Each pausing hold becomes two, the first of which ends where the second begins."""
    out: list[Event] = []
    for place, event in enumerate(events):
        if event.act == Act.HOLD and event.data.get("pausing"):
            ended = next((later.at for later in events[place:] if later.act == Act.RESUME), event.data["until"])
            middle = (event.at + min(ended, int(event.data["until"]), event.at + HOLD_LIMIT)) // 2
            if middle > event.at and int(event.data["until"]) <= event.at + HOLD_LIMIT:
                first = replace(event, seq=event.seq + 20_000_000, data={**event.data, "until": middle})
                out += [first, replace(event, at=middle)]
                continue
        out.append(event)
    return out


def _empty_pause(events: Sequence[Event], place: int) -> list[Event]:
    """A pause of no length, where no other is open."""
    open_pause = next((event for event in reversed(events[:place]) if event.act in (Act.HOLD, Act.RESUME)), None)
    if open_pause is not None and open_pause.act == Act.HOLD:
        return []
    at = events[place - 1].at
    hold = {"reason": "not_home", "until": at, "pausing": True}
    return [Event(30_000_000, at, Act.HOLD, hold)]


def not_neutral(connection: Connection, request_id: int, dice: random.Random) -> list[str]:
    """The ways of telling a request's history otherwise that change its clocks though they must not."""
    events, book = journal.replay(connection, request_id), CalendarBook(connection)
    truth = _plain(sla.clocks(events, book))
    return [how for how, told in neutral(events, dice) if _plain(sla.clocks(told, book)) != truth]


def _plain(clocks: Iterable[SlaClock]) -> dict[tuple[str, int], Any]:
    return {(clock.kind.value, clock.cycle): (clock_values(clock)) for clock in clocks}
