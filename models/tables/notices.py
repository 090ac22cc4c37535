"""The outbox: what is to be told outside the screens, and every attempt to tell it."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import Audience, NoticeKind, NoticeState

_WAITING = "state = 'waiting'"
_OK = "ok"


class Notice(SQLModel, table=True):
    """One thing to be told once; `key` is unique and made from what it is about, `facts` is a JSON object."""

    __tablename__ = "notice"
    __table_args__ = (
        one_of("kind", NoticeKind),
        one_of("audience", Audience),
        one_of("state", NoticeState),
        UniqueConstraint("key"),
        partial("notice_waiting", "next_try_at", "id", where=_WAITING),
    )
    id: int | None = key()
    key: str
    alarm_id: int | None = may_refer("alarm.id", index=True)
    request_id: int | None = may_refer("request.id", index=True)
    kind: str
    step: int = 0
    audience: str
    severity: int = 0
    facts: str = "{}"
    created_at: int = instant()
    state: str = NoticeState.WAITING.value
    sent_at: int | None = maybe_instant()
    received_at: int | None = maybe_instant()
    received_by: int | None = may_refer("operator.id")
    next_try_at: int = instant()
    tries: int = Field(default=0)


class NoticeAttempt(SQLModel, table=True):
    """One try through one channel; no channel succeeds twice for one notice."""

    __tablename__ = "notice_attempt"
    __table_args__ = (partial("notice_told", "notice_id", "channel", where=_OK, unique=True),)
    id: int | None = key()
    notice_id: int = refers("notice.id", index=True)
    channel: str
    at: int = instant()
    ok: bool = False
    said: str = ""
