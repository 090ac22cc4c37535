"""Steps on the knowledge shelf that several verbs share: an article found, put there anew, and its use written down."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select, text, update

from models.articlefile import ArticleText
from models.desk.carrying_over import ARTICLES, USES
from models.desk.opening import new_id
from models.desk.work import Work
from models.errors import NotAllowed
from models.refusals import refuse
from models.rows import Seat
from models.tables import ArticleVersion, Category
from models.vocabulary import Act, ArticleState, Role

VERSIONS = ArticleVersion.__table__  # type: ignore[attr-defined]
CATEGORIES = Category.__table__  # type: ignore[attr-defined]
SUBJECT = "article"
_FIND = text("INSERT INTO article_fts (rowid, title, words, body) VALUES (:id, :title, :words, :body)")
_LOSE = text(
    "INSERT INTO article_fts (article_fts, rowid, title, words, body) VALUES ('delete', :id, :title, :words, :body)"
)
"""The full-text index holds no text of its own: what is to be found no more is told to it as it was."""


def require_keeper(seat: Seat) -> None:
    """The shelf is kept by supervisors and admins."""
    if not (seat.may(Role.SUPERVISOR) or seat.may(Role.ADMIN)):
        raise NotAllowed("role.needed", "This needs the role supervisor.", "Ask one, or sign in as one.",
                         role=Role.SUPERVISOR.value)  # fmt: skip


def article_row(work: Work, slug: str) -> Any:
    """The article of that slug.

    Raises:
        NotFound: there is none.
    """
    row = work.connection.execute(select(ARTICLES).where(ARTICLES.c.slug == slug.strip().lower())).first()
    if row is None:
        raise refuse("article.none", name=slug)
    return row


def usable(work: Work, slug: str) -> Any:
    """The article, if it may be used on a call: approved, and still valid."""
    row = article_row(work, slug)
    if row.state != ArticleState.APPROVED:
        raise refuse("article.not_approved", name=row.slug, state=row.state)
    if row.valid_until is not None and row.valid_until < work.now:
        raise refuse("article.expired", name=row.slug)
    return row


def write_use(work: Work, row: Any, request_id: int | None) -> None:
    """Count a use and keep which version it was."""
    values = {"article_id": row.id, "version": row.version, "request_id": request_id, "at": work.now,
              "operator_id": work.seat.operator_id or None}  # fmt: skip
    work.connection.execute(insert(USES).values(**values))
    counted = update(ARTICLES).where(ARTICLES.c.id == row.id)
    work.connection.execute(counted.values(used=ARTICLES.c.used + 1, used_at=work.now))


def columns_of(work: Work, article: ArticleText, zone: str) -> dict[str, Any]:
    """The article's columns; a day on which it ends is its last moment in the utility's zone."""
    known = set(work.connection.execute(select(CATEGORIES.c.code)).scalars())
    strange = next((code for code in article.categories if code not in known), None)
    if strange is not None:
        raise refuse("article.category", name=article.slug, category=strange)
    until = None
    if article.valid_until is not None:
        last = datetime.combine(article.valid_until, time(23, 59, 59), ZoneInfo(zone))
        until = int(last.timestamp() * 1000) + 999
    return {"language": article.language, "shape": article.shape.value, "title": article.title, "body": article.body,
            "categories": ",".join(article.categories), "words": ",".join(article.words), "owner": article.owner,
            "valid_until": until}  # fmt: skip


def put_new(work: Work, slug: str, values: Mapping[str, Any], *, source_id: int | None = None) -> int:
    """An article that was not there before, in its first version; returns its id."""
    written = {"written_at": work.now, "written_by": work.seat.operator_id or None}
    row = {"slug": slug, "version": 1, "used": 0, "source_id": source_id, **values, **written}
    article_id = new_id(work.connection.execute(insert(ARTICLES), row))
    work.connection.execute(_FIND, {"id": article_id, **_said(values)})
    _keep_version(work, article_id, 1, values)
    noted(work, "add", slug, {"version": 1, "title": values["title"], "state": values["state"]})
    return article_id


def put_again(work: Work, row: Any, values: Mapping[str, Any], state: str) -> None:
    """Other words or another state; only another title or text is another version."""
    anew = (row.title, row.body) != (values["title"], values["body"])
    version = row.version + 1 if anew else row.version
    changed = {**values, "state": state, "version": version, "retired_at": None}
    if anew:
        changed |= {"written_at": work.now, "written_by": work.seat.operator_id or None}
        _keep_version(work, row.id, version, values)
    work.connection.execute(_LOSE, {"id": row.id, "title": row.title, "words": row.words, "body": row.body})
    work.connection.execute(update(ARTICLES).where(ARTICLES.c.id == row.id).values(**changed))
    work.connection.execute(_FIND, {"id": row.id, **_said(values)})
    noted(work, "set", row.slug, {"version": version, "title": values["title"], "state": state})


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("title", "words", "body")}


def _keep_version(work: Work, article_id: int, version: int, values: Mapping[str, Any]) -> None:
    kept = {"article_id": article_id, "version": version, "title": values["title"], "body": values["body"],
            "written_at": work.now, "written_by": work.seat.operator_id or None}  # fmt: skip
    work.connection.execute(insert(VERSIONS).values(**kept))


def noted(work: Work, act: str, slug: str, values: Mapping[str, Any]) -> None:
    """The line that an act on the shelf leaves."""
    work.note(Act.ADMINISTER, {**values, "subject": SUBJECT, "act": act, "name": slug})
