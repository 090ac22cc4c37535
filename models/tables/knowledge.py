"""What people at the desk can look up and say: articles in versions, and what was used on which request."""

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.tables.columns import instant, key, may_refer, maybe_instant, one_of, partial, refers
from models.vocabulary import ArticleShape, ArticleState


class Article(SQLModel, table=True):
    """An article as it stands now; `categories` and `words` are comma-separated lists, `body` is Markdown.

    The full-text index `article_fts` over title, words and body is written with it. `source_id` is the request that a
    case was made of. `used` counts its uses on calls.
    """

    __tablename__ = "article"
    __table_args__ = (one_of("shape", ArticleShape), one_of("state", ArticleState))
    id: int | None = key()
    slug: str = Field(unique=True)
    language: str
    shape: str = ArticleShape.ARTICLE.value
    title: str
    body: str
    categories: str = ""
    words: str = ""
    version: int = 1
    state: str = ArticleState.DRAFT.value
    valid_until: int | None = maybe_instant()
    owner: str = ""
    used: int = 0
    used_at: int | None = maybe_instant()
    written_at: int = instant()
    written_by: int | None = may_refer("operator.id")
    source_id: int | None = may_refer("request.id")
    retired_at: int | None = maybe_instant()


class ArticleVersion(SQLModel, table=True):
    """The text of an article as it once stood: what was said on a call stays readable."""

    __tablename__ = "article_version"
    __table_args__ = (UniqueConstraint("article_id", "version"),)
    id: int | None = key()
    article_id: int = refers("article.id")
    version: int
    title: str
    body: str
    written_at: int = instant()
    written_by: int | None = may_refer("operator.id")


_OF_REQUEST = "request_id IS NOT NULL"


class ArticleUse(SQLModel, table=True):
    """One use of an article, in the version that was used; on a request, on a draft that may become one, or on none."""

    __tablename__ = "article_use"
    __table_args__ = (partial("article_used", "request_id", where=_OF_REQUEST),)
    id: int | None = key()
    article_id: int = refers("article.id")
    version: int
    request_id: int | None = may_refer("request.id")
    operator_id: int | None = may_refer("operator.id")
    at: int = instant()
