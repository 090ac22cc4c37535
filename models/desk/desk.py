"""The desk: every verb of the house behind one name, room by room."""

from collections.abc import Callable
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import Any

from sqlalchemy import select

from models.looks.columns import HEADER
from models.looks.look import Look
from models.rows import Seat
from models.store import Store
from models.wall import WallClock


class Desk:
    """One open file under one wall clock.

    A room is furnished when it is first entered, so that the first rows of a console wait for none; for that the types
    of the rooms are left open here.

    Args:
        store: the opened file.
        wall: what the verbs read once, at their first line.
        salt: where the journal's salts come from (a seeded one makes a file reproducible); None draws fresh ones.
    """

    def __init__(self, store: Store, wall: WallClock, *, salt: Callable[[], str] | None = None) -> None:
        with store.read() as connection:
            header = {row.name: row.value for row in connection.execute(select(HEADER))}
        self.store, self.wall = store, wall
        self.zone: str = header.get("zone", "UTC")
        self.name: str = header.get("name", "")
        self.drill = header.get("drill") == "1"
        self.sample = header.get("sample") == "1"
        self._salt = salt
        self.look = Look(store, self.zone, header=header)

    def seen_by(self, seat: Seat | None) -> "Desk":
        """The same desk, read with that seat's eyes (:meth:`models.looks.look.Look.seen_by`)."""
        seen = copy(self)
        seen.look = self.look.seen_by(seat)
        return seen

    @cached_property
    def tools(self) -> Any:
        """What every room is given."""
        from models.desk.work import Tools
        from models.journal import fresh_salt

        return Tools(self.store, self.wall, self._salt or fresh_salt, self.zone, self.drill,
                     numbering=self.look.numbering)  # fmt: skip

    @cached_property
    def intake(self) -> Any:
        """Taking a call, field by field."""
        from models.desk.intake import Intake

        return Intake(self.tools)

    @cached_property
    def handling(self) -> Any:
        """What happens to a request from the first contact to its end."""
        from models.desk.handling import Handling

        return Handling(self.tools)

    @cached_property
    def finishing(self) -> Any:
        """Getting it finished: the rest of a safe record, visits that met nobody, the customer's word."""
        from models.desk.finishing import Finishing

        return Finishing(self.tools)

    @cached_property
    def plans(self) -> Any:
        """Emergency plans: started, ticked and reviewed on a request, and kept in versions by an admin."""
        from models.desk.plans import Plans

        return Plans(self.tools)

    @cached_property
    def rehearsed_plans(self) -> Any:
        """The same, each verb undone as soon as it has shown that it would not be refused."""
        from models.desk.plans import Plans

        return Plans(replace(self.tools, dry=True))

    @cached_property
    def goals(self) -> Any:
        """What indicators must keep to."""
        from models.desk.goals import Goals

        return Goals(self.tools)

    @cached_property
    def schemes(self) -> Any:
        """The service tree and the checklists, kept in versions."""
        from models.desk.schemes import Schemes

        return Schemes(self.tools)

    @cached_property
    def promising(self) -> Any:
        """A request's promises themselves: extended, fixed for an appointment, merged and taken apart again."""
        from models.desk.promising import Promising

        return Promising(self.tools)

    @cached_property
    def calling_back(self) -> Any:
        """Promises to call back."""
        from models.desk.calling_back import CallingBack

        return CallingBack(self.tools)

    @cached_property
    def aftercare(self) -> Any:
        """What follows the work: call-backs, complaints and their reviews."""
        from models.desk.aftercare import AfterCare

        return AfterCare(self.tools)

    @cached_property
    def editing(self) -> Any:
        """Corrections of what is on record about a request."""
        from models.desk.editing import Editing

        return Editing(self.tools)

    @cached_property
    def dispatch(self) -> Any:
        """Crews and their steps."""
        from models.desk.dispatch import Dispatch

        return Dispatch(self.tools)

    @cached_property
    def field(self) -> Any:
        """What crews say of themselves: that all is well, steps from phones and radios, positions."""
        from models.desk.field import Field

        return Field(self.tools)

    @cached_property
    def duties(self) -> Any:
        """Who may be sent: certificates, shifts, and the ways between districts."""
        from models.desk.duties import Duties

        return Duties(self.tools)

    @cached_property
    def alarms(self) -> Any:
        """The engine's sweep, and what people do with what it raised."""
        from models.desk.alarms import Alarms

        return Alarms(self.tools)

    @cached_property
    def incidents(self) -> Any:
        """One cause behind many requests."""
        from models.desk.incidents import Incidents

        return Incidents(self.tools)

    @cached_property
    def again(self) -> Any:
        """Requests that have to do with each other."""
        from models.desk.again import Again

        return Again(self.tools)

    @cached_property
    def waves(self) -> Any:
        """Rounds of call-backs at the end of what many rang about."""
        from models.desk.waves import Waves

        return Waves(self.tools)

    @cached_property
    def stops(self) -> Any:
        """Planned stops of supply."""
        from models.desk.stops import Stops

        return Stops(self.tools)

    @cached_property
    def rehearsed_stops(self) -> Any:
        """The same verbs, each undone as soon as it has shown that it would not be refused."""
        from models.desk.stops import Stops

        return Stops(replace(self.tools, dry=True))

    @cached_property
    def campaigns(self) -> Any:
        """Campaigns of inspections: planned into days, announced, made as their day comes."""
        from models.desk.campaigns import Campaigns

        return Campaigns(self.tools)

    @cached_property
    def inspecting(self) -> Any:
        """What an inspector found."""
        from models.desk.inspecting import Inspecting

        return Inspecting(self.tools)

    @cached_property
    def taking_inspections(self) -> Any:
        """Inspections of other systems, such as last year's list."""
        from models.desk.taking_inspections import TakingInspections

        return TakingInspections(self.tools)

    @cached_property
    def majors(self) -> Any:
        """Major emergencies, their receipts, and progress told to callers."""
        from models.desk.majors import Majors

        return Majors(self.tools)

    @cached_property
    def administration(self) -> Any:
        """Crews, operators, categories, policies and districts."""
        from models.desk.administration import Administration

        return Administration(self.tools)

    @cached_property
    def rehearsal(self) -> Any:
        """The verbs of administration, each undone as soon as it has shown that it would not be refused."""
        from models.desk.administration import Administration

        return Administration(replace(self.tools, dry=True))

    @cached_property
    def rehearsed_terms(self) -> Any:
        """The verbs on what is promised, each undone as soon as it has shown that it would not be refused."""
        from models.desk.terms import Terms

        return Terms(replace(self.tools, dry=True))

    @cached_property
    def rehearsed_intake(self) -> Any:
        """Taking calls, each undone as soon as it has shown that it would not be refused."""
        from models.desk.intake import Intake

        return Intake(replace(self.tools, dry=True))

    @cached_property
    def files(self) -> Any:
        """Customers, premises, and what is to be minded of them."""
        from models.desk.files import Files

        return Files(self.tools)

    @cached_property
    def taking_customers(self) -> Any:
        """Customers and premises from other systems."""
        from models.desk.taking_customers import TakingCustomers

        return TakingCustomers(self.tools)

    @cached_property
    def sheets(self) -> Any:
        """What an admin has set up, as rows."""
        from models.desk.sheets import Sheets

        return Sheets(self.tools)

    @cached_property
    def terms(self) -> Any:
        """What is promised to whom: policy lines, contracts, and trying them."""
        from models.desk.terms import Terms

        return Terms(self.tools)

    @cached_property
    def calendars(self) -> Any:
        """Working calendars in versions."""
        from models.desk.calendars import Calendars

        return Calendars(self.tools)

    @cached_property
    def importing(self) -> Any:
        """History from other systems."""
        from models.desk.importing import Importing

        return Importing(self.tools)

    @cached_property
    def importing_dispatch(self) -> Any:
        """Crews' jobs from other systems."""
        from models.desk.importing_dispatch import ImportingDispatch

        return ImportingDispatch(self.tools)

    @cached_property
    def upkeep(self) -> Any:
        """Checking, rebuilding and copying the file."""
        from models.desk.upkeep import Upkeep

        return Upkeep(self.tools)

    @cached_property
    def calls(self) -> Any:
        """The telephone: what rings, answering, calling back, and what is said on the line."""
        from models.desk.calls import Calls

        return Calls(self.tools)

    @cached_property
    def importing_calls(self) -> Any:
        """Calls from other telephone systems."""
        from models.desk.importing_calls import ImportingCalls

        return ImportingCalls(self.tools)

    @cached_property
    def triaging(self) -> Any:
        """Answers to a triage card, texts read aloud, and what is said later in a call."""
        from models.desk.triaging import Triaging

        return Triaging(self.tools)

    @cached_property
    def cards(self) -> Any:
        """What an admin keeps for the one who answers: triage cards in versions, and words that guess a category."""
        from models.desk.cards import Cards

        return Cards(self.tools)

    @cached_property
    def rehearsed_cards(self) -> Any:
        """The same, each verb undone as soon as it has shown that it would not be refused."""
        from models.desk.cards import Cards

        return Cards(replace(self.tools, dry=True))

    @cached_property
    def notices(self) -> Any:
        """The outbox: what is to be told outside, claimed by senders and recorded."""
        from models.desk.notices import Notices

        return Notices(self.tools)

    @cached_property
    def knowledge(self) -> Any:
        """Articles: taken in, approved, used on a call, and made of a closed request."""
        from models.desk.knowledge import Knowledge

        return Knowledge(self.tools)

    @cached_property
    def handovers(self) -> Any:
        """The shift's hand-over: notes for it, the sheet, reading it, and both signatures."""
        from models.desk.handovers import Handovers

        return Handovers(self.tools)

    @cached_property
    def papers(self) -> Any:
        """Numbered blank cards for the day without a computer."""
        from models.desk.papers import Papers

        return Papers(self.tools)

    @cached_property
    def packs(self) -> Any:
        """The packs of months, quarters and years, frozen with their definitions."""
        from models.desk.packs import Packs

        return Packs(self.tools)

    @cached_property
    def wishes(self) -> Any:
        """Wishes, judged by three questions."""
        from models.desk.wishes import Wishes

        return Wishes(self.tools)

    @cached_property
    def feedback(self) -> Any:
        """Feedback by its urgency."""
        from models.desk.feedback import Feedback

        return Feedback(self.tools)
