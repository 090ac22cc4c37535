"""Everything that can be read, behind one name: each look is one short read-only transaction."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from sqlalchemy import select

from models.looks import alarm_life, alarms, catalogue, crews, figures, journal_feed, people, queues, search
from models.looks.columns import ENGINE
from models.rows import (
    ActChoice,
    AlarmCounts,
    AlarmFigures,
    AlarmGroup,
    AlarmRow,
    CategoryRow,
    ClockRow,
    ContractRow,
    CrewRow,
    CustomerRow,
    DayFigures,
    DistrictCount,
    Draft,
    EngineRow,
    Explanation,
    IncidentRow,
    JournalRow,
    MajorRow,
    OperatorRow,
    PolicyRow,
    QueueCount,
    QueueKey,
    QueueRow,
    RequestDetail,
    RuleOutRow,
    Seat,
)
from models.store import Store, Watch
from models.vocabulary import Kind, Priority

Veil = Callable[[Any], Any]
_ENGINE = select(ENGINE.c.swept_at, ENGINE.c.sweeper).where(ENGINE.c.id == 1)


Found = TypeVar("Found")


class Look:
    """The reads of one open file. `now` is always the caller's; nothing here reads a wall clock.

    Args:
        store: the opened file.
        zone: the utility's zone, in which a day begins.
        veil: what rows pass before they are handed out; None for the house itself (engine, verbs, export of one's own
            file). Whoever reads for a person takes :meth:`seen_by`.
    """

    def __init__(self, store: Store, zone: str = "UTC", veil: Veil | None = None) -> None:
        self._store, self._zone, self._veil = store, zone, veil

    def seen_by(self, seat: Seat | None) -> "Look":
        """The same reads for who sits there: without desk rights, or if nobody does, what is personal is masked."""
        from models.looks.veil import sees_all, veiled

        return Look(self._store, self._zone, None if sees_all(seat) else veiled)

    def _shown(self, found: Found) -> Found:
        shown: Found = found if self._veil is None else self._veil(found)
        return shown

    def queue(
        self, kind: Kind, *, after: QueueKey | None = None, before: QueueKey | None = None, limit: int = 50,
        district: str | None = None, position: int | None = None,
    ) -> list[QueueRow]:  # fmt: skip
        """A page of a live queue (`models.looks.queues.page`)."""
        with self._store.read() as connection:
            page = queues.page(connection, kind, after=after, before=before, limit=limit, district=district,
                               position=position)  # fmt: skip
        return self._shown(page)

    def rank(self, kind: Kind, key: QueueKey) -> int:
        """How many rows of the queue stand before `key`."""
        with self._store.read() as connection:
            return queues.rank(connection, kind, key)

    def rows(self, ids: Iterable[int]) -> dict[int, QueueRow]:
        """These requests as queue rows, whatever their status."""
        with self._store.read() as connection:
            return self._shown(queues.rows(connection, ids))

    def counts(self, now: int) -> list[QueueCount]:
        """The figures of the four live queues."""
        with self._store.read() as connection:
            return queues.counts(connection, now)

    def matrix(self, now: int) -> list[DistrictCount]:
        """The same by district and kind."""
        with self._store.read() as connection:
            return queues.matrix(connection, now)

    def detail(self, which: str | int, seat: Seat | None = None) -> RequestDetail:
        """Everything about one request; for a seat that is given here, as that seat may see it."""
        from models.looks import detail

        with self._store.read() as connection:
            whole = detail.detail(connection, which)
        return self._shown(whole) if seat is None else self.seen_by(seat)._shown(whole)

    def explain(self, which: str | int, now: int) -> Explanation:
        """Every clock of a request down to its segments, and its due time under each priority."""
        from models.looks import explaining

        with self._store.read() as connection:
            return explaining.explain(connection, which, now)

    def choices(self, which: str | int, seat: Seat, now: int) -> list[ActChoice]:
        """Every act on a request: possible for this seat, or why not."""
        from models.looks import detail

        with self._store.read() as connection:
            return detail.choices(connection, which, seat, now)

    def endings(self, which: str | int, seat: Seat, now: int) -> list[ActChoice]:
        """Every way to resolve a request, by its disposition: possible for this seat, or why not."""
        from models.looks import detail

        with self._store.read() as connection:
            return detail.endings(connection, which, seat, now)

    def number_of(self, request_id: int) -> str:
        """The number of a request by id."""
        from models.looks import detail

        with self._store.read() as connection:
            return detail.number_of(connection, request_id)

    def alarms(
        self, *, all: bool = False, limit: int = 200, states: Iterable[str] | None = None
    ) -> list[AlarmRow]:  # fmt: skip
        """The alarm list in the order of duty; with `all` also what is over, with `states` only these."""
        with self._store.read() as connection:
            return self._shown(alarms.listed(connection, all=all, limit=limit, states=states))

    def alarm_groups(self) -> list[AlarmGroup]:
        """The alarms that are shown, by rule and district."""
        with self._store.read() as connection:
            return self._shown(alarms.groups(connection))

    def alarm_counts(self) -> AlarmCounts:
        """What the header says of the alarms, what hides some of them included."""
        with self._store.read() as connection:
            return alarm_life.counts(connection)

    def rules_out(self) -> tuple[RuleOutRow, ...]:
        """The rules that are out of service."""
        with self._store.read() as connection:
            return self._shown(alarm_life.rules_out(connection))

    def incidents(self) -> tuple[IncidentRow, ...]:
        """The incidents that last."""
        with self._store.read() as connection:
            return self._shown(alarm_life.incidents(connection))

    def majors(self, limit: int = 50) -> tuple[MajorRow, ...]:
        """Major emergencies with their receipts, the newest first."""
        with self._store.read() as connection:
            return self._shown(alarm_life.majors(connection, limit=limit))

    def major_of(self, request_id: int) -> MajorRow | None:
        """The major emergency that a request is, or None."""
        with self._store.read() as connection:
            return self._shown(alarm_life.major_of(connection, request_id))

    def alarm_figures(self, since: int, until: int) -> AlarmFigures:
        """How the alarm system itself did between two instants (`models.looks.alarm_figures`)."""
        from models.looks import alarm_figures

        with self._store.read() as connection:
            return alarm_figures.figures(connection, since, until)

    def returned(self) -> int:
        """How many alarms are over that nobody has seen yet."""
        with self._store.read() as connection:
            return alarms.returned(connection)

    def strip(self) -> tuple[tuple[AlarmRow, ...], int]:
        """The top unacknowledged alarms, and how many there are."""
        with self._store.read() as connection:
            return self._shown(alarms.strip(connection))

    def outbox(self) -> Any:
        """What is to be told outside, and what came of it."""
        from models.looks.notices import Outbox

        return Outbox(self._store.read, self._shown)

    def crews(self) -> list[CrewRow]:
        """The crew board."""
        with self._store.read() as connection:
            return self._shown(crews.board(connection))

    def journal_head(self) -> int:
        """The number of the newest journal line."""
        with self._store.read() as connection:
            return journal_feed.head(connection)

    def journal_since(self, cursor: int, limit: int = 500) -> list[JournalRow]:
        """Journal lines after `cursor`, oldest first."""
        with self._store.read() as connection:
            return self._shown(journal_feed.since(connection, cursor, limit))

    def journal_tail(self, limit: int) -> list[JournalRow]:
        """The newest journal lines, newest first."""
        with self._store.read() as connection:
            return self._shown(journal_feed.tail(connection, limit))

    def watch(self) -> Watch:
        """What tells cheaply that something was committed; the caller closes it."""
        return self._store.watch()

    def engine(self) -> EngineRow:
        """The last sweep of any process, and the journal's head."""
        with self._store.read() as connection:
            row = connection.execute(_ENGINE).first()
            head = journal_feed.head(connection)
        return EngineRow(row.swept_at, row.sweeper, head) if row else EngineRow(None, "", head)

    def presence(self, now: int) -> dict[int, tuple[str, ...]]:
        """Initials of the seats inside each request."""
        with self._store.read() as connection:
            return people.presence(connection, now)

    def drafts(self, operator_id: int) -> list[Draft]:
        """Calls this operator began to write down; none for who may not write any."""
        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return people.drafts(connection, operator_id)

    def categories(self) -> list[CategoryRow]:
        """The catalogue."""
        with self._store.read() as connection:
            return catalogue.categories(connection)

    def cards(self) -> dict[tuple[str, int], Any]:
        """Every version of every triage card (`models.triage.Card`), by code and version."""
        from models.looks import triage

        with self._store.read() as connection:
            return triage.cards(connection)

    def card_body(self, code: str, version: int) -> Any:
        """One version of a card as it was taken in, or None."""
        from models.looks import triage

        with self._store.read() as connection:
            return triage.body(connection, code, version)

    def card_versions(self) -> list[Any]:
        """The same as rows of a list (`models.rows.triage.CardRow`)."""
        from models.looks import triage

        with self._store.read() as connection:
            return triage.versions(connection)

    def said_words(self) -> list[Any]:
        """The words that guess a category (`models.rows.triage.SaidWordRow`)."""
        from models.looks import triage

        with self._store.read() as connection:
            return triage.said_words(connection)

    def words(self) -> Any:
        """The words in use, ready to guess (`models.guessing.Words`)."""
        from models.looks import triage

        with self._store.read() as connection:
            return triage.words(connection)

    def policies(self) -> list[PolicyRow]:
        """Every policy line."""
        with self._store.read() as connection:
            return catalogue.policies(connection)

    def contracts(self) -> list[ContractRow]:
        """Every contract."""
        with self._store.read() as connection:
            return catalogue.contracts(connection)

    def calendars(self) -> list[Any]:
        """Every version of every calendar (`models.calendar.versions.CalendarRow`)."""
        from models.looks import calendars

        with self._store.read() as connection:
            return calendars.calendars(connection)

    def calendar(self, code: str, at: int) -> Any:
        """The version of a calendar that holds at an instant, or None."""
        from models.looks import calendars

        with self._store.read() as connection:
            return calendars.calendar(connection, code, at)

    def districts(self) -> list[tuple[str, str]]:
        """Districts in use, Chinese and English."""
        with self._store.read() as connection:
            return catalogue.districts(connection)

    def preview(
        self, category: str, priority: Priority, received: int, customer_id: int | None = None
    ) -> tuple[ClockRow, ...]:
        """The clocks that saving would start."""
        with self._store.read() as connection:
            return catalogue.preview(connection, category, priority, received, customer_id)

    def operators(self) -> list[OperatorRow]:
        """Everybody who ever had a seat."""
        with self._store.read() as connection:
            return people.operators(connection)

    def seat_by_login(self, login: str) -> Seat | None:
        """The seat of a person at work."""
        with self._store.read() as connection:
            return people.seat_by_login(connection, login)

    def by_phone(self, phone: str) -> CustomerRow | None:
        """The customer known under this number; whom a number belongs to is not told through a veil."""
        if self._veil is not None:
            return None
        with self._store.read() as connection:
            return people.by_phone(connection, phone)

    def resolved(self, limit: int = 50) -> list[QueueRow]:
        """Resolved requests, those that wait for a call-back first."""
        with self._store.read() as connection:
            return self._shown(search.resolved(connection, limit))

    def find(self, text: str, limit: int = 20) -> list[QueueRow]:
        """Requests by number, phone or words; through a veil by number alone, for a hit would tell the rest."""
        with self._store.read() as connection:
            found = search.find(connection, text, limit) if self._veil is None else search.numbered(connection, text)
        return self._shown(found)

    def similar(self, *, phone: str, address: str, limit: int = 5) -> list[QueueRow]:
        """Live requests from the same number or house; not told through a veil."""
        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return search.similar(connection, phone=phone, address=address, limit=limit)

    def figures(self, now: int) -> DayFigures:
        """Today's figures in the desk's zone."""
        with self._store.read() as connection:
            return figures.today(connection, now, self._zone)

    def export(self, now: int) -> Iterator[dict[str, Any]]:
        """Every request in the shape of an export, in the order of the running count."""
        from models.looks import export

        return map(self._shown, export.pages(self._store.read, now))
