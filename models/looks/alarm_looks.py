"""What can be read of alarms: the list, its counts and figures, incidents and major emergencies."""

from collections.abc import Iterable

from models.looks import alarm_life, alarms
from models.looks.eyes import Eyes
from models.rows import AlarmCounts, AlarmFigures, AlarmGroup, AlarmRow, IncidentRow, MajorRow, RuleOutRow


class AlarmLooks(Eyes):
    """The alarms, as whoever asks may see them."""

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
