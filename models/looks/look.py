"""Everything that can be read, behind one name: each look is one short read-only transaction."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from models.looks import crews, figures, journal_feed, people, queues, search
from models.looks.alarm_looks import AlarmLooks
from models.looks.columns import ENGINE
from models.looks.own_looks import OwnLooks
from models.looks.set_up import SetUp
from models.rows import (
    ActChoice,
    CrewRow,
    CustomerRow,
    DayFigures,
    DistrictCount,
    EngineRow,
    Explanation,
    FoundRow,
    JournalRow,
    PremiseCard,
    QueueCount,
    QueueKey,
    QueueRow,
    RequestDetail,
    Seat,
)
from models.store import Watch
from models.vocabulary import Kind

_ENGINE = select(ENGINE.c.swept_at, ENGINE.c.sweeper).where(ENGINE.c.id == 1)


class Look(AlarmLooks, OwnLooks, SetUp):
    """The reads of one open file (:class:`models.looks.eyes.Eyes`)."""

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

    def intervals(
        self, since: int, until: int, *, kind: str | None = None, category: str | None = None,
        district: str | None = None, crew: str | None = None,
    ) -> list[Any]:  # fmt: skip
        """How long the steps of the answers took (`models.intervals.Interval`)."""
        from models.looks import intervals

        with self._store.read() as connection:
            return intervals.report(
                connection, since, until, kind=kind, category=category, district=district, crew=crew
            )

    def packs(self) -> Any:
        """Packs of periods: made, and those that were kept (`models.looks.packs.Packs`)."""
        from models.looks.packs import Packs

        return Packs(self._store.read, self._zone)

    def rhythms(self) -> Any:
        """When work comes (`models.looks.rhythms.Rhythms`)."""
        from models.looks.rhythms import Rhythms

        return Rhythms(self._store.read, self._zone)

    def predictions(self) -> Any:
        """How likely open requests are to miss their promises (`models.looks.predictions.Predictions`)."""
        from models.looks.predictions import Learned, Predictions

        return Predictions(self._store.read, self._zone, self._kept.setdefault("learned", Learned()))

    def overview(self) -> Any:
        """A part of the live work, and what moved lately (`models.looks.overview.Overview`)."""
        from models.looks.overview import Overview

        return Overview(self._store.read, self._zone, self._shown)

    def indicators(self, **more: Any) -> Any:
        """The indicators (`models.looks.indicators.Indicators`); causes in free words not through a veil."""
        from models.looks.indicators import Indicators

        return Indicators(self._store.read, self._zone, open_=self._veil is None, **more)

    def goals(self) -> Any:
        """Goals of indicators as they were set, and what their figures came to (`models.looks.goals.GoalsLook`)."""
        from models.looks.goals import GoalsLook

        return GoalsLook(self._store.read)

    def schemes(self) -> Any:
        """The service tree and the checklists, in versions (`models.looks.schemes.SchemesLook`)."""
        from models.looks.schemes import SchemesLook

        return SchemesLook(self._store.read)

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

    def aftercare(self) -> Any:
        """Call-backs, complaints and their reviews (`models.looks.aftercare.AfterCareLook`)."""
        from models.looks.aftercare import AfterCareLook

        return AfterCareLook(self._store.read, self._shown, open_=self._veil is None)

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
