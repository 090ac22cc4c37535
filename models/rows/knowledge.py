"""Rows of the knowledge shelf, of wishes and of feedback."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.vocabulary import ArticleShape, ArticleState, Channel, Grade, Outcome


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as it stands now; `expired` as of the moment it was read for."""

    id: int
    slug: str
    language: str
    shape: ArticleShape
    title: str
    body: str
    categories: tuple[str, ...]
    words: tuple[str, ...]
    version: int
    state: ArticleState
    valid_until: int | None
    owner: str
    used: int
    used_at: int | None
    written_at: int
    case: bool
    expired: bool = False


@dataclass(frozen=True, slots=True)
class UseRow:
    """An article as it was used: which version, by whom, on which request."""

    slug: str
    title: str
    version: int
    at: int
    by: str
    request_id: int | None


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the files of an import: slugs, and of the refused ones the file, the code and the reason."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    same: tuple[str, ...]
    rejected: tuple[Mapping[str, str], ...]


@dataclass(frozen=True, slots=True)
class WishRow:
    """A wish as it was judged last, with its request."""

    request_id: int
    number: str
    text: str
    status: str
    channel: Channel
    reasonable: bool
    lawful: bool
    possible: bool
    outcome: Outcome
    unit: str
    hear_by: int | None
    note: str
    article: str
    judged_at: int
    by: str
    heard_at: int | None
    heard: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class FedBack:
    """What became of feedback: the number of the request that it is now, or none for a counted remark."""

    id: int
    grade: Grade
    request_id: int | None
    number: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """One piece of feedback."""

    id: int
    at: int
    channel: Channel
    grade: Grade
    category: str
    text: str
    phone: str
    number: str
    operator: str


@dataclass(frozen=True, slots=True)
class FeedbackCount:
    """Feedback of one channel between two instants, by its urgency."""

    channel: Channel
    urgent: int
    general: int
    not_urgent: int
    total: int
