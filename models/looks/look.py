"""Everything that can be read, behind one name: each look is one short read-only transaction."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
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
    FoundRow,
    IncidentRow,
    JournalRow,
    MajorRow,
    OperatorRow,
    Own,
    PolicyRow,
    PremiseCard,
    PromiseRow,
    QueueCount,
    QueueKey,
    QueueRow,
    RequestDetail,
    RuleOutRow,
    Seat,
    UnsavedEdit,
    WaitingRow,
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
        header: what the file says of itself by name; its region and area code are those of its phones.
    """

    def __init__(
        self, store: Store, zone: str = "UTC", veil: Veil | None = None, header: Mapping[str, str] | None = None
    ) -> None:
        self._store, self._zone, self._veil, self._header = store, zone, veil, dict(header or {})
        self._kept: dict[str, Any] = {}

    def seen_by(self, seat: Seat | None) -> "Look":
        """The same reads for who sits there: without desk rights, or if nobody does, what is personal is masked."""
        from models.looks.veil import sees_all, veiled

        seen = Look(self._store, self._zone, None if sees_all(seat) else veiled, self._header)
        seen._kept = self._kept
        return seen

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

    def calendars_ending(self, now: int) -> tuple[tuple[str, int], ...]:
        """Calendars in use whose listed days off end soon or have ended, with that instant."""
        from models.looks import endings

        with self._store.read() as connection:
            return tuple(endings.calendars_ending(connection, now))

    def judged(
        self, which: str | int, act: str, seat: Seat, now: int, facts: Mapping[str, Any] = MappingProxyType({})
    ) -> ActChoice:
        """An act as it is being said, with its facts so far: possible for this seat now, or why not."""
        from models.looks import judging

        with self._store.read() as connection:
            return judging.judged(connection, which, act, seat, now, facts)

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

    def intervals(
        self, since: int, until: int, *, kind: str | None = None, category: str | None = None,
        district: str | None = None,
    ) -> list[Any]:  # fmt: skip
        """How long the steps of the answers took (`models.intervals.Interval`)."""
        from models.looks import intervals

        with self._store.read() as connection:
            return intervals.report(connection, since, until, kind=kind, category=category, district=district)

    def predictions(self) -> Any:
        """How likely open requests are to miss their promises (`models.looks.predictions.Predictions`)."""
        from models.looks.predictions import Learned, Predictions

        return Predictions(self._store.read, self._zone, self._kept.setdefault("learned", Learned()))

    def overview(self) -> Any:
        """A part of the live work, and what moved lately (`models.looks.overview.Overview`)."""
        from models.looks.overview import Overview

        return Overview(self._store.read, self._zone, self._shown)

    def indicators(self) -> Any:
        """The indicators (`models.looks.indicators.Indicators`); causes in free words not through a veil."""
        from models.looks.indicators import Indicators

        return Indicators(self._store.read, self._zone, open_=self._veil is None)

    def returned(self) -> int:
        """How many alarms are over that nobody has seen yet."""
        with self._store.read() as connection:
            return alarms.returned(connection)

    def strip(self) -> tuple[tuple[AlarmRow, ...], int]:
        """The top unacknowledged alarms, and how many there are."""
        with self._store.read() as connection:
            return self._shown(alarms.strip(connection))

    def again(self) -> Any:
        """What may be the same matter, who rang, what refers to each other, and waves of call-backs."""
        from models.looks.again_look import AgainLook

        return AgainLook(self._store.read, self._shown, open_=self._veil is None)

    def stops(self) -> Any:
        """Planned stops of supply."""
        from models.looks.stops import StopsLook

        return StopsLook(self._store.read, self._shown)

    def registers(self) -> Any:
        """What is printed: emergency reports, the board, crews with their phones, paper cards."""
        from models.looks.registers import Registers

        return Registers(self._store.read, self._shown, self._zone)

    def handovers(self) -> Any:
        """Hand-over sheets: as signed, and as one would be now (`models.looks.handovers.Handovers`)."""
        from models.looks.handovers import Handovers

        return Handovers(self._store.read, self._shown)

    def campaigns(self) -> Any:
        """Campaigns of inspections, their visits and figures (`models.looks.campaigns.CampaignsLook`)."""
        from models.looks.campaigns import CampaignsLook

        return CampaignsLook(self._store.read, self._shown, self._zone)

    def plans(self) -> Any:
        """Emergency plans, in versions and under way."""
        from models.looks.plans import PlansLook

        return PlansLook(self._store.read, self._shown)

    def outbox(self) -> Any:
        """What is to be told outside, and what came of it."""
        from models.looks.notices import Outbox

        return Outbox(self._store.read, self._shown)

    def telephone(self) -> Any:
        """Calls: waiting, missed, listed, their figures, and what is said (`models.looks.telephone.Telephone`)."""
        from models.looks.telephone import Telephone

        return Telephone(self._store.read, self._shown, self.numbering)

    def knowledge(self) -> Any:
        """The knowledge shelf; through a veil no case that nobody has approved."""
        from models.looks.knowledge import Shelf

        return Shelf(self._store.read, whole=self._veil is None)

    def voices(self) -> Any:
        """Wishes and feedback."""
        from models.looks.voices import Voices

        return Voices(self._store.read, self._shown)

    def outside(self, code: str) -> list[QueueRow]:
        """The requests of an outside body's case number, newest first; not told through a veil."""
        from models.looks.outside import of_case

        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return of_case(connection, code)

    def crews(self, now: int) -> list[CrewRow]:
        """The crew board."""
        with self._store.read() as connection:
            return self._shown(crews.board(connection, now))

    def city(self, now: int) -> Any:
        """What lies where (`models.rows.city.City`); nothing through a veil, for a place tells who lives there."""
        from models.looks import city
        from models.rows.city import City

        if self._veil is not None:
            return City()
        with self._store.read() as connection:
            return city.city(connection, now)

    def ranking(self, request_id: int, now: int) -> Any:
        """Every crew for a request, proposed or left out, with the reasons (`models.ranking.Ranking`)."""
        from models.looks import proposals

        with self._store.read() as connection:
            return self._shown(proposals.ranking(connection, request_id, now))

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

    def all_drafts(self) -> list[Draft]:
        """Every call that somebody began to write down, each with whose it is; none through a veil."""
        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return people.all_drafts(connection)

    def mine(self, operator_id: int, limit: int = 500) -> list[QueueRow]:
        """The live requests of an owner, the most urgent first."""
        from models.looks import own

        with self._store.read() as connection:
            return self._shown(own.mine(connection, operator_id, limit))

    def waiting(self, operator_id: int, limit: int = 500) -> list[WaitingRow]:
        """What waits for one person (`models.looks.own.waiting`)."""
        from models.looks import own

        with self._store.read() as connection:
            return self._shown(own.waiting(connection, operator_id, limit))

    def own(self, operator_id: int, now: int) -> Own:
        """How many requests are theirs, and how many things wait for them."""
        from models.looks import own

        with self._store.read() as connection:
            return own.counts(connection, operator_id, now)

    def promises(self) -> list[PromiseRow]:
        """Promises to call back that nobody has kept yet, the next one due first."""
        from models.looks import own

        with self._store.read() as connection:
            return self._shown(own.promises(connection))

    def promised(self) -> dict[int, int]:
        """Until when somebody will be called back, by request."""
        from models.looks import own

        with self._store.read() as connection:
            return own.promised(connection)

    def unsaved(self, operator_id: int) -> list[UnsavedEdit]:
        """Corrections this operator began to type; none for who may not make any."""
        if self._veil is not None:
            return []
        from models.looks import own

        with self._store.read() as connection:
            return own.unsaved(connection, operator_id)

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
        from models.phones import spellings

        with self._store.read() as connection:
            return people.by_phone(connection, spellings(phone, self.numbering))

    @property
    def numbering(self) -> Any:
        """Where the utility's phones stand (`models.phones.Numbering`)."""
        from models.phones import numbering_of

        return numbering_of(self._zone, self._header.get("region", ""), self._header.get("area_code", ""))

    def customers(self, text: str, limit: int = 9) -> list[FoundRow]:
        """Customers at their premises by whatever is typed (`models.looks.finding`); nobody through a veil."""
        if self._veil is not None:
            return []
        from models.looks import finding

        with self._store.read() as connection:
            return finding.customers(connection, text, limit, self.numbering)

    def files(self, subject: str, *, every: bool = False, limit: int = 50) -> list[dict[str, Any]]:
        """Customers or premises by their columns, the newest first; none through a veil."""
        from models.looks import files

        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return files.listed(connection, subject, every=every, limit=limit)

    def files_out(self) -> Iterator[dict[str, Any]]:
        """Every customer in use with their premise, as an import takes them; none through a veil."""
        from models.looks import files

        return files.given_out(self._store.read) if self._veil is None else iter(())

    def card(self, customer_id: int | None, premise_id: int | None, now: int) -> PremiseCard:
        """What the files know of a customer and their place (`models.looks.premises`)."""
        from models.looks import premises

        with self._store.read() as connection:
            return self._shown(premises.card(connection, customer_id, premise_id, now))

    def resolved(self, limit: int = 50) -> list[QueueRow]:
        """Resolved requests, those that wait for a call-back first."""
        with self._store.read() as connection:
            return self._shown(search.resolved(connection, limit))

    def find(self, text: str, limit: int = 20) -> list[QueueRow]:
        """Requests by number, phone or words; through a veil by number alone, for a hit would tell the rest."""
        with self._store.read() as connection:
            if self._veil is None:
                return search.find(connection, text, limit, self.numbering)
            return self._shown(search.numbered(connection, text))

    def similar(self, *, phone: str, address: str, limit: int = 5) -> list[QueueRow]:
        """Live requests from the same number or house; not told through a veil."""
        if self._veil is not None:
            return []
        with self._store.read() as connection:
            return search.similar(connection, phone=phone, address=address, limit=limit, numbering=self.numbering)

    def figures(self, now: int) -> DayFigures:
        """Today's figures in the desk's zone."""
        with self._store.read() as connection:
            return figures.today(connection, now, self._zone)

    def export(self, now: int) -> Iterator[dict[str, Any]]:
        """Every request in the shape of an export, in the order of the running count."""
        from models.looks import export

        return map(self._shown, export.pages(self._store.read, now))
