"""What can be read of how the desk is set up: catalogue, cards, policies, calendars, and who works here."""

from typing import Any

from models.looks import catalogue, people
from models.looks.eyes import Eyes
from models.rows import CategoryRow, ClockRow, ContractRow, OperatorRow, PolicyRow, Seat
from models.vocabulary import Priority


class SetUp(Eyes):
    """The lists that an admin keeps; nothing in them is personal."""

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
