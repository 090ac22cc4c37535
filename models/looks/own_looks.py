"""What can be read of one's own: drafts, promises, requests that one owns, and all that waits for somebody."""

from models.looks import people
from models.looks.eyes import Eyes
from models.rows import Draft, Own, PromiseRow, QueueRow, UnsavedEdit, WaitingRow


class OwnLooks(Eyes):
    """What is somebody's, as whoever asks may see it."""

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
