"""The life of the demo: simulated callers, operators and crews, who act on a sample through the desk's own verbs."""

import threading
from collections.abc import Callable, Sequence
from random import Random

from models.aftercare import scored
from models.desk.desk import Desk
from models.errors import DeskError, StoreError
from models.rows import AssignmentRow, CustomerRow, NewRequest, QueueRow, Seat
from models.sample import words
from models.sample.city import nobodys_number
from models.sample.complaints import answered_complaint
from models.sample.lives import COMPLAINTS, EMERGENCIES, INSPECTIONS, REPAIRS
from models.sample.staff import STAFF
from models.vocabulary import (
    LIVE_STEPS,
    QUEUES,
    Board,
    Channel,
    ClockKind,
    Disposition,
    HoldReason,
    InspectionResult,
    Kind,
    Role,
    Status,
    Step,
    WrapUp,
)
from models.wall import HOUR, MINUTE, SECOND

LIVE_AIM = 60
"""How many live requests the callers and the crews keep between them."""

PAUSE_S = (1.2, 4.0)
"""Seconds between two acts, least and most."""

RESULTS = (InspectionResult.PASS,) * 7 + (InspectionResult.GRADE_3,) * 2 + (InspectionResult.GRADE_2,)
"""What simulated inspectors find: mostly nothing."""

LETTERS = {Kind.EMERGENCY: "抢", Kind.REPAIR: "修", Kind.INSPECTION: "检"}
STAYS = {Step.OFFERED: (12, 45), Step.ACCEPTED: (10, 60), Step.EN_ROUTE: (70, 240), Step.ON_SITE: (60, 300)}
"""Seconds that a crew stays at each step in this quickened city."""

CUSTOMERS = 3_000
EMERGENCIES_AIM = 4
PROMPT, SLOW, SLOW_ONE_IN = 40 * SECOND, 6 * MINUTE, 3
"""How long an emergency waits for a crew, and every so many for longer than its promise: the board never runs dry."""

APPOINTED, APPOINTED_IN = 0.4, (5 * MINUTE, 30 * MINUTE)
"""How many who ask for a visit want it at an hour of today, and how soon: so that clocks run out while one looks on."""

CALLS = {Kind.EMERGENCY: 1, Kind.REPAIR: 9, Kind.INSPECTION: 4, Kind.COMPLAINT: 4}
"""Of so many calls, how many are about what."""

CALLS_ABOUT = {
    Kind.EMERGENCY: EMERGENCIES,
    Kind.REPAIR: REPAIRS,
    Kind.INSPECTION: INSPECTIONS,
    Kind.COMPLAINT: COMPLAINTS,
}

REVIEW = "按预案逐项做完, 没有要改的"
"""How an emergency plan went, where one was started."""


class Simulation:
    """Everybody but the person at the keyboard. A request that another seat has open is left to that seat.

    Args:
        desk: the demo's own copy of the sample.
        seed: what happens next.
        user: whose seat is never taken.
    """

    def __init__(self, desk: Desk, seed: int = 7, user: Seat | None = None) -> None:
        self.desk, self.random = desk, Random(seed)
        self.refused = 0
        self._seats = [one.seat for one in STAFF if user is None or one.login != user.login]
        self._inside: dict[int, Seat] = {}
        self._patience: dict[tuple[int, Step], int] = {}
        self._wait: dict[tuple[int, int], int] = {}
        self._heard: set[tuple[int, int]] = set()
        self._resolved: list[tuple[int, int]] = []
        self._since = desk.wall.now()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hotline-demo", daemon=True)

    def start(self) -> None:
        """Let the city live, in a thread of its own."""
        self._thread.start()

    @property
    def alive(self) -> bool:
        """Does the city go on by itself?"""
        return self._thread.is_alive()

    def stop(self) -> None:
        """End it after the act under way."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._stop.wait(self.random.uniform(*PAUSE_S)):
            try:
                self.step()
            except StoreError:
                return  # the copy is gone or in trouble; the console that shows it says so

    def step(self) -> str:
        """One act of somebody; returns its name, or an empty string if nobody had anything to do.

        Raises:
            StoreError: the file cannot be used any more.
        """
        rows = [row for kind in QUEUES for row in self.desk.look.queue(kind, limit=200)]
        busy = self.desk.look.presence(self.desk.wall.now())
        free = [row for row in rows if len(busy.get(row.id, ())) <= (row.id in self._inside)]
        acts: list[Callable[[list[QueueRow]], str]] = [
            self._crew_goes_on, self._crew_goes_on, self._finish, self._assign, self._contact, self._complain,
            self._call_back, self._small_talk,
        ]  # fmt: skip
        self.random.shuffle(acts)
        if self.random.random() < (0.4 if len(rows) < LIVE_AIM else 0.02):
            acts.insert(0, self._call_in)
        for act in acts:
            try:
                if done := act(free):
                    return done
            except StoreError:
                raise
            except DeskError:
                self.refused += 1  # somebody else was first, as on any busy desk
        return ""

    # Who acts, on what.

    def _seat(self, role: Role, other_than: int | None = None) -> Seat:
        return self.random.choice([one for one in self._seats if one.may(role) and one.operator_id != other_than])

    def _enter(self, row: QueueRow) -> Seat | None:
        """The seat that may act at once; or none, after one has shown on every board that it is inside."""
        seat = self._inside.pop(row.id, None)
        if seat is not None:
            self.desk.intake.present(seat, None)
            return seat
        seat = self._seat(Role.OPERATOR)
        if self.random.random() < 0.4:
            return seat
        self.desk.intake.present(seat, row.id)
        self._inside = {row.id: seat}
        return None

    def _among(self, rows: Sequence[QueueRow], *boards: Board) -> QueueRow | None:
        """One of the most urgent rows in these states."""
        fit = [row for row in rows if row.board in boards]
        return self.random.choice(fit[:6]) if fit else None

    def _customer(self) -> CustomerRow | None:
        return self.desk.look.by_phone(nobodys_number(self.random.randrange(1, CUSTOMERS)))

    # Acts. Each returns its name, or nothing if there was nothing to do.

    def _call_in(self, rows: list[QueueRow]) -> str:
        emergencies = sum(row.kind is Kind.EMERGENCY for row in rows)
        kinds, shares = list(CALLS), list(CALLS.values())
        kind = self.random.choices(kinds, shares)[0] if emergencies >= EMERGENCIES_AIM else Kind.EMERGENCY
        category, customer = self.random.choice(CALLS_ABOUT[kind]), self._customer()
        if customer is None:
            return ""
        answered = self.desk.wall.now() - self.random.randrange(10, 60) * SECOND
        channel = self.random.choice((Channel.PHONE, Channel.PHONE, Channel.ONLINE))
        asked = kind in (Kind.REPAIR, Kind.INSPECTION) and self.random.random() < APPOINTED
        new = NewRequest(
            category, customer_id=customer.id, text=words.said(category, self.random), received=answered,
            note=words.note(kind, self.random), channel=Channel.PHONE if kind is Kind.EMERGENCY else channel,
            appointment=self.desk.wall.now() + self.random.randrange(*APPOINTED_IN) if asked else None,
        )  # fmt: skip
        return f"save {self.desk.intake.save(self._seat(Role.OPERATOR), new).number}"

    def _contact(self, rows: list[QueueRow]) -> str:
        alarmed = next((row for row in rows if row.kind is Kind.EMERGENCY and self._unheard(row)), None)
        row = alarmed or self._among(rows, Board.TO_CONTACT)
        seat = self._enter(row) if row else None
        if row is None or seat is None:
            return f"look {row.number}" if row else ""
        said = words.SAFETY_READ if alarmed else words.CONTACTED
        self.desk.handling.respond(seat, row.id, note=self.random.choice(said), expect=row.version)
        return f"respond {row.number}"

    def _unheard(self, row: QueueRow) -> bool:
        if (row.id, row.version) in self._heard:
            return False
        clocks = self.desk.look.detail(row.id).clocks
        unheard = any(one.kind is ClockKind.RESPONSE and one.stopped_at is None for one in clocks)
        if not unheard:
            self._heard.add((row.id, row.version))
        return unheard

    def _assign(self, rows: list[QueueRow]) -> str:
        fit = [row for row in rows if row.board is Board.TO_ASSIGN and row.kind in LETTERS]
        now = self.desk.wall.now()
        for row in sorted(fit, key=lambda row: (row.kind is not Kind.EMERGENCY, row.due_at))[:5]:
            free = [
                crew.code
                for crew in self.desk.look.crews(now)
                if crew.status == "free" and crew.code[0] == LETTERS[row.kind]
            ]
            proposed = [one.crew for one in self.desk.look.ranking(row.id, now).proposals if one.crew in free]
            patience = SLOW if row.id % SLOW_ONE_IN == 0 else PROMPT
            hurries = row.kind is Kind.EMERGENCY and now - max(row.received, self._since) > patience
            if proposed and (hurries or (row.kind is not Kind.EMERGENCY and self.random.random() < 0.5)):
                crew = proposed[0]
                self.desk.dispatch.assign(self._seat(Role.DISPATCHER), row.id, crew=crew, expect=row.version)
                return f"assign {row.number} {crew}"
        return ""

    def _crew_goes_on(self, rows: list[QueueRow]) -> str:
        now = self.desk.wall.now()
        under_way = [row for row in rows if row.crews and self._wait.get((row.id, row.version), 0) <= now]
        self.random.shuffle(under_way)
        for row in under_way:
            jobs = [job for job in self.desk.look.detail(row.id).assignments if job.step in LIVE_STEPS]
            ripe = {job.id: self._ripe_at(job) for job in jobs}
            self._wait[row.id, row.version] = min(ripe.values(), default=now)
            due = next((job for job in jobs if ripe[job.id] <= now), None)
            if due:
                return self._next_step(row, due)
        return ""

    def _ripe_at(self, job: AssignmentRow) -> int:
        """When the crew has been long enough at this step. Steps of before the demo count from its start."""
        reached = max(job.offered_at, job.accepted_at or 0, job.en_route_at or 0, job.on_site_at or 0, self._since)
        key = (job.id, Step(job.step))
        return reached + self._patience.setdefault(key, self.random.randrange(*STAYS[key[1]]) * SECOND)

    def _next_step(self, row: QueueRow, job: AssignmentRow) -> str:
        seat, dispatch = self._seat(Role.DISPATCHER), self.desk.dispatch
        detail = self.desk.look.detail(row.id)
        to_be_safe = any(clock.kind is ClockKind.SAFE for clock in detail.clocks) and detail.safe_at is None
        if job.step == Step.ON_SITE and to_be_safe:
            reading, valve = self.random.choice(words.READINGS)
            self.desk.handling.safe(seat, row.id, reading=reading, valve=valve, source_found=True, expect=row.version)
            return f"safe {row.number}"
        if job.step == Step.OFFERED and self.random.random() < 0.06:
            dispatch.decline(seat, row.id, crew=job.crew, reason=self.random.choice(words.DECLINED))
            return f"decline {row.number}"
        verbs = {
            Step.OFFERED: dispatch.accept, Step.ACCEPTED: dispatch.en_route, Step.EN_ROUTE: dispatch.on_site,
            Step.ON_SITE: dispatch.done,
        }  # fmt: skip
        verb = verbs[Step(job.step)]
        verb(seat, row.id, crew=job.crew, expect=row.version)
        return f"{verb.__name__} {row.number} {job.crew}"

    def _finish(self, rows: list[QueueRow]) -> str:
        row = self._among(rows, Board.WORKED)
        if row is None:
            return ""
        seat, now = self._seat(Role.SUPERVISOR), self.desk.wall.now()
        if row.kind is Kind.REPAIR and row.pause_from is None and self.random.random() < 0.1:
            until = now + self.random.randrange(20 * MINUTE, 3 * HOUR)
            self.desk.handling.hold(seat, row.id, reason=HoldReason.NOT_HOME, until=until, expect=row.version)
            return f"hold {row.number}"
        result = self.random.choice(RESULTS) if row.kind is Kind.INSPECTION else None
        done = self.desk.handling.resolve(
            seat, row.id, disposition=Disposition.FIXED, result=result, note=self.random.choice(words.FIXED),
            expect=row.version,
        )  # fmt: skip
        if done.status is Status.RESOLVED:
            self._resolved.append((row.id, seat.operator_id))
        return f"resolve {row.number}"

    def _complain(self, rows: list[QueueRow]) -> str:
        """A complaint is heard, looked into and answered by the supervisor."""
        row = self._among([one for one in rows if one.kind is Kind.COMPLAINT], Board.TO_ASSIGN, Board.TAKEN)
        if row is None or self.random.random() < 0.97:
            return ""
        seat = self._seat(Role.SUPERVISOR)
        if row.board is Board.TO_ASSIGN:
            self.desk.handling.take(seat, row.id, note="核实经过", expect=row.version)
            return f"take {row.number}"
        cause, measure = self.random.choice(words.CAUSES)
        self.desk.handling.resolve(
            seat, row.id, disposition=Disposition.ANSWERED, answer="已电话答复", expect=row.version,
            **answered_complaint(self.desk.wall.now(), cause, measure),
        )  # fmt: skip
        return f"resolve {row.number}"

    def _call_back(self, rows: list[QueueRow]) -> str:
        if len(self._resolved) < 3:
            return ""
        if self._resolved[0][0] in self.desk.look.presence(self.desk.wall.now()):
            return ""
        request_id, resolver = self._resolved.pop(0)
        kind = self.desk.look.rows([request_id])[request_id].kind
        scores = {name: self.random.choice((3, 4, 5, 5)) for name in scored(kind)}
        closer = self._seat(Role.OPERATOR, resolver)
        done = self.desk.handling.close(closer, request_id, scores=scores, review=REVIEW)
        return f"close {done.number}"

    def _small_talk(self, rows: list[QueueRow]) -> str:
        """Somebody rings for another reason: to chase, to ask, or by mistake."""
        customer = self._customer()
        if customer is None or self.random.random() < 0.7:
            return ""
        seat = self._seat(Role.OPERATOR)
        if rows and self.random.random() < 0.4:
            row = self.random.choice(rows)
            self.desk.intake.join(seat, row.id, phone=customer.phone, note=self.random.choice(words.CHASED))
            return f"join {row.number}"
        self.desk.intake.call(seat, phone=customer.phone, wrap_up=self.random.choice((WrapUp.ANSWERED, WrapUp.SILENT)))
        return "call"
