"""Only the messages that cross widgets: rows changed, something said or refused, the database lost and found."""

from collections.abc import Sequence

from textual.message import Message

from models.errors import DeskError
from models.rows import JournalRow


class RowsChanged(Message):
    """Requests changed, by whoever: the journal's new lines and the requests they are about.

    `own` is the request that the person at this keyboard acted on, if it was that person; `new`, that it was just
    saved. What one does oneself may move under one's hand; nothing else may.
    """

    def __init__(
        self, ids: frozenset[int], lines: Sequence[JournalRow] = (), *, own: int | None = None, new: bool = False
    ) -> None:
        super().__init__()
        self.ids, self.lines, self.own, self.new = ids, tuple(lines), own, new

    @property
    def seqs(self) -> tuple[int, ...]:
        """The numbers of the lines."""
        return tuple(line.seq for line in self.lines)


class Stirred(Message):
    """The file changed without a journal line: a heartbeat, a seat that looks at a request, a draft."""


class Said(Message):
    """A sentence for the line under the alarm strip."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Refused(Message):
    """The desk said no, and why."""

    def __init__(self, error: DeskError) -> None:
        super().__init__()
        self.error = error


class Lost(Message):
    """The database cannot be read; the feed keeps trying."""

    def __init__(self, error: DeskError) -> None:
        super().__init__()
        self.error = error


class Found(Message):
    """The database can be read again, or for the first time: everything has to be read anew."""


class Rang(Message):
    """Other calls wait for this seat, or others were missed."""


class Glanced(Message):
    """The application has looked again at what the frame shows: counts, engine, crews, presence, strip."""
