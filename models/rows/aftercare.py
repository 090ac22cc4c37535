"""What follows the work, as it stands on record: call-backs due and made, complaints and their reviews."""

from dataclasses import dataclass

from models.vocabulary import Kind, NotReached


@dataclass(frozen=True, slots=True)
class CallBackRow:
    """A call-back that is due: by when, how often it was tried, from when on it may be tried again, whom to ring.

    `doers` are the crews and people whose work it is, `barred` the operators among them: they do not call about it.
    `ringing` is the name of who is calling now, `ringing_id` their id.
    """

    id: int
    number: str
    kind: Kind
    category: str
    priority: str
    district: str
    address: str
    caller: str
    phone: str
    text: str
    resolved_at: int
    due_at: int
    urgent: bool
    tries: int
    next_at: int
    last: NotReached | None
    doers: tuple[str, ...]
    barred: tuple[int, ...]
    owner: str
    ringing: str = ""
    ringing_id: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review of a complaint that is due: did the measure hold? `barred` are those who do not judge it."""

    id: int
    number: str
    category: str
    district: str
    address: str
    stage: str
    unit: str
    person: str
    cause: str
    measure: str
    closed_at: int
    due_at: int
    barred: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TryRow:
    """A try in vain."""

    at: int
    by: str
    outcome: NotReached
    note: str


@dataclass(frozen=True, slots=True)
class MadeRow:
    """A call-back that reached somebody."""

    at: int
    by: str
    scores: tuple[tuple[str, int], ...]
    withheld: str
    said: str


@dataclass(frozen=True, slots=True)
class ComplaintRow:
    """How a complaint is dealt with; `lacks` names what must still be said before it is resolved."""

    stage: str = ""
    unit: str = ""
    person: str = ""
    against: tuple[str, ...] = ()
    planned: str = ""
    plan_by: int | None = None
    cause: str = ""
    measure: str = ""
    answer: str = ""
    unit_answer: str = ""
    review_due: int | None = None
    reviewed_at: int | None = None
    reviewed_by: str = ""
    held: bool | None = None
    review: str = ""
    follow_up: str = ""
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AfterRow:
    """All that follows the work on one request, in its cycle; `repeated` are other complaints from there.

    `due`: somebody is to call back by `due_at`; `ringing` is who does so now.
    """

    tries: tuple[TryRow, ...] = ()
    made: tuple[MadeRow, ...] = ()
    complaint: ComplaintRow | None = None
    repeated: tuple[str, ...] = ()
    complained: int = 0
    due: bool = False
    due_at: int | None = None
    ringing: str = ""


NOTHING_AFTER = AfterRow()


@dataclass(frozen=True, slots=True)
class ComplaintCount:
    """Complaints by one thing that they have in common (`by`): how many, and how many of them need somebody.

    `repeated` came from a customer or place that had complained within the span before; `open` are not resolved,
    `late_plans` of them past the planned day; `owed` are closed and not reviewed, `late_reviews` of them past it;
    `failed` were reviewed and the measure had not held.
    """

    by: str
    name: str
    count: int
    repeated: int
    open: int
    late_plans: int
    owed: int
    late_reviews: int
    failed: int
