"""What a line would do, and to which request: read while it is typed, so that a refusal is known before Enter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from models.errors import DeskError
from models.rows import ActChoice, QueueRow, Seat
from models.vocabulary import Act
from screens.filling import NAMING, OF_CREW, find_request
from screens.hearing import HERE, Heard

STEP = "step"
NEXT = {"offered": Act.ACCEPT, "accepted": Act.EN_ROUTE, "en_route": Act.ON_SITE, "on_site": Act.DONE}


@dataclass(frozen=True, slots=True)
class Weighed:
    """An act as it would be done: the requests, its name in the vocabulary, and why not (None: nothing is against it).

    `error` says that a number named no request.
    """

    act: str = ""
    rows: tuple[QueueRow, ...] = ()
    why: ActChoice | None = None
    error: DeskError | None = None
    facts: Mapping[str, Any] | None = None

    @property
    def row(self) -> QueueRow | None:
        """The request, if it is one."""
        return self.rows[0] if len(self.rows) == 1 else None


def weigh(desk: Any, seat: Seat, heard: Heard, here: int | None, marked: Sequence[int], now: int) -> Weighed:
    """Find the requests of a line and judge its act on them; blocking.

    Args:
        here: the request under the cursor. marked: those that are marked; they are meant where no number is said.
    """
    look, facts = desk.look, dict(heard.facts)
    try:
        if heard.number not in ("", HERE):
            ids: Sequence[int] = (find_request(desk, heard.number).id,)
        elif heard.number == "" and (of_crew := _job_of(look, heard, here, now)) is not None:
            ids = (of_crew,)
        elif heard.number == "" and marked:
            ids = marked
        else:
            ids = () if here is None else (here,)
        found = look.rows(ids)
        rows = tuple(found[one] for one in ids if one in found)
        for name in NAMING & facts.keys():
            facts[name] = find_request(desk, facts[name]).number
        for number in facts.get("children", ()):
            find_request(desk, number)
    except DeskError as error:
        return Weighed(heard.act, error=error)
    act = str(facts.pop(STEP)) if heard.act == STEP and STEP in facts else heard.act
    if act == Act.CHECK_IN and "reason" in facts:
        facts["note"] = facts.pop("reason")  # a crew that is well says what it has to say, and needs no reason
    if len(rows) != 1:
        return Weighed(act, rows, facts=facts)
    if act == STEP:
        act = next_of(look, rows[0].id, facts.get("crew"))
    return Weighed(act, rows, _judged(look, rows[0], act, seat, now, facts), facts=facts)


def _judged(look: Any, row: QueueRow, act: str, seat: Seat, now: int, facts: Mapping[str, Any]) -> ActChoice | None:
    from screens.alarm_asks import alarm_choices
    from screens.next_step import in_detail

    choice: ActChoice = look.judged(row.id, act, seat, now, facts)
    if choice.why_not is None and act in (Act.AMEND, Act.MAJOR, Act.RECEIPT, Act.PROGRESS, Act.INCIDENT):
        detail = look.detail(row.id)
        known = [*in_detail(detail, [choice]), *alarm_choices(detail)]
        choice = next((one for one in known if one.act == act and one.why_not), choice)
    return choice if choice.why_not is not None else None


def _job_of(look: Any, heard: Heard, here: int | None, now: int) -> int | None:
    """A crew's step without a number is about the job that it is on, if that is not the one under the cursor."""
    crew = heard.facts.get("crew")
    if crew is None or heard.act not in (STEP, *OF_CREW):
        return None
    row = look.rows([here]).get(here) if here is not None else None
    if row is not None and crew in row.crews:
        return here
    job = next((one.job for one in look.crews(now) if one.code == crew), None)
    return look.detail(job).row.id if job else None


def next_of(look: Any, request_id: int, crew: str | None = None) -> str:
    """What the crew, or the one that is furthest behind, does next."""
    steps = [str(job.step) for job in look.detail(request_id).assignments if crew in (None, job.crew)]
    live = [one for one in NEXT if one in steps]
    return NEXT[live[0]].value if live else Act.ACCEPT.value


def with_kind(heard: Heard, weighed: Weighed) -> bool:
    """Does what has to be said depend on the kind of the request?"""
    return heard.act == Act.RESOLVE and weighed.row is not None
