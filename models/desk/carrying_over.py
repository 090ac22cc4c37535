"""Shared step: what was used while a request was a draft gets its journal lines when the draft is saved."""

from typing import Any

from sqlalchemy import bindparam, select

from models.desk.work import Work
from models.tables import Article, ArticleUse
from models.vocabulary import Act

ARTICLES = Article.__table__  # type: ignore[attr-defined]
USES = ArticleUse.__table__  # type: ignore[attr-defined]
_USED = (
    select(ARTICLES.c.slug, ARTICLES.c.title, USES.c.version, USES.c.at)
    .join(ARTICLES, ARTICLES.c.id == USES.c.article_id)
    .where(USES.c.request_id == bindparam("request"))
    .order_by(USES.c.id)
)


def use_line(row: Any) -> dict[str, Any]:
    """What the request's journal line says of a use."""
    return {"article": row.slug, "title": row.title, "article_version": row.version}


def carry_over(work: Work, request_id: int) -> None:
    """A line for each use, at its own time."""
    for row in work.connection.execute(_USED, {"request": request_id}).all():
        work.note(Act.USE, use_line(row), at=row.at, request_id=request_id)
