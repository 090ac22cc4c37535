"""Verbs of the admin on texts that are kept in versions: the service tree, and what inspectors look at."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, insert, select

from models.checklists import read_checklists
from models.checklists import usual_text as usual_checklists
from models.desk.work import Tools, require
from models.indicators.lines import read_lines, refuse_wrong
from models.indicators.lines import usual_text as usual_tree
from models.looks.columns import CATEGORIES
from models.looks.schemes import SchemeVersion, Subject, body_at, versions
from models.refusals import refuse
from models.rows import Seat
from models.tables import Scheme
from models.vocabulary import Act, Role

SCHEMES = Scheme.__table__  # type: ignore[attr-defined]
_CODES = select(CATEGORIES.c.code)


def _tree(connection: Connection, text: str) -> None:
    refuse_wrong(read_lines(text), connection.execute(_CODES).scalars().all())


def _lists(connection: Connection, text: str) -> None:
    read_checklists(text)


CHECKS: Mapping[Subject, Callable[[Connection, str], None]] = {Subject.TREE: _tree, Subject.CHECKLIST: _lists}
USUAL: Mapping[Subject, Callable[[], str]] = {Subject.TREE: usual_tree, Subject.CHECKLIST: usual_checklists}
"""What holds until somebody keeps one of their own."""


class Schemes:
    """Each change is a new version; what was reckoned or begun under an older one stays with that."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools

    def check(self, subject: Subject, text: str) -> None:
        """Refuse a text that means nothing, in the words that :meth:`keep` would use; nothing is written."""
        with self._tools.store.read() as connection:
            CHECKS[subject](connection, text)

    def keep(self, seat: Seat, subject: Subject, text: str, *, valid_from: int | None = None) -> SchemeVersion:
        """Make a text the next version, in force from `valid_from` (ms UTC) or from now on.

        Raises:
            NotAllowed: not an admin. Invalid: the text means nothing here, or the moment has gone by.
            Conflict: it is what would be in force anyhow.
        """
        require(seat, Role.ADMIN)
        with self._tools.work(seat) as work:
            CHECKS[subject](work.connection, text)
            begins = work.now if valid_from is None else valid_from
            if begins < work.now:
                raise refuse("scheme.past")
            standing = body_at(work.connection, subject, begins)
            if text == (USUAL[subject]() if standing is None else standing):
                raise refuse("scheme.same")
            known = versions(work.connection, subject)
            made = SchemeVersion(subject.value, len(known) + 1, text, begins, work.now, seat.login)
            values: dict[str, Any] = {name: getattr(made, name) for name in SchemeVersion.__dataclass_fields__}
            work.connection.execute(insert(SCHEMES).values(**values))
            work.note(Act.ADMINISTER, {"subject": subject.value, "act": "set", "name": subject.value,
                                       "version": made.version, "valid_from": begins, "body": text})  # fmt: skip
            return made
