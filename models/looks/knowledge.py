"""The knowledge shelf as rows: searching in Chinese and English, listing, and what was used on a request.

From three characters on a word is looked up in the trigram index; shorter ones, which it cannot find, are looked for
in the articles themselves. A sentence that stands nowhere as a whole is taken apart into pairs of signs and words.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from models.errors import NotFound
from models.looks.columns import ARTICLE_USES, ARTICLES, OPERATORS, words
from models.rows.knowledge import ArticleRow, UseRow
from models.vocabulary import ArticleShape, ArticleState

TRIGRAM = 3
"""The shortest word that the index finds."""

MOST_WORDS, MOST_PIECES = 8, 16
"""So much of what was typed is looked for."""

_ONE = select(ARTICLES).where(ARTICLES.c.slug == bindparam("slug"))
_ALL = select(ARTICLES).order_by(ARTICLES.c.slug)
_USED = (
    select(ARTICLE_USES.c.version, ARTICLE_USES.c.at, ARTICLE_USES.c.request_id, ARTICLES.c.slug, ARTICLES.c.title,
           OPERATORS.c.name)
    .join(ARTICLES, ARTICLES.c.id == ARTICLE_USES.c.article_id)
    .outerjoin(OPERATORS, OPERATORS.c.id == ARTICLE_USES.c.operator_id)
    .where(ARTICLE_USES.c.request_id == bindparam("request"))
    .order_by(ARTICLE_USES.c.id)
)  # fmt: skip
_STANDS = (
    "state <> 'retired' AND (valid_until IS NULL OR valid_until >= :now) "
    "AND (:cases OR state = 'approved' OR source_id IS NULL)"
)
_ORDER = (
    "instr(',' || categories || ',', ',' || :category || ',') = 0, {tier} state <> 'approved', language <> :language, "
    "used DESC, written_at DESC, id DESC LIMIT :limit"
)
_TIER = (
    "CASE WHEN ',' || words || ',' LIKE :whole ESCAPE '!' THEN 0 WHEN title LIKE :first ESCAPE '!' THEN 1 "
    "WHEN words LIKE :first ESCAPE '!' THEN 2 ELSE 3 END,"
)
_SOME = select(ARTICLES).where(ARTICLES.c.id.in_(bindparam("ids", expanding=True)))


class Shelf:
    """The reads of the shelf.

    Args:
        read: begins a read-only transaction.
        whole: may who reads see cases that nobody has approved yet?
    """

    def __init__(self, read: Callable[[], AbstractContextManager[Connection]], *, whole: bool) -> None:
        self._read, self._whole = read, whole

    def search(
        self, typed: str, now: int, *, category: str = "", language: str = "", limit: int = 20, cases: bool = False
    ) -> list[ArticleRow]:
        """What fits: the articles of `category` first, then those in whose title or words it stands, then what is
        approved, in `language`, most used, newest.

        Nothing typed finds what belongs to the category, most used first. `cases` says whether drafts made of requests
        are among them.
        """
        facts = {"now": now, "category": category, "language": language, "limit": limit, "cases": cases and self._whole}
        with self._read() as connection:
            ids = _search(connection, parts_of(typed), facts)
            rows = {row.id: row for row in connection.execute(_SOME, {"ids": ids})}
        return [_row(rows[one], now) for one in ids]

    def listed(self, now: int, *, state: str = "", category: str = "", language: str = "") -> list[ArticleRow]:
        """Every article by its slug, of one state, category or language if they are named."""
        with self._read() as connection:
            rows = [_row(row, now) for row in connection.execute(_ALL)]
        return [
            row
            for row in rows
            if (not state or row.state == state)
            and (not category or category in row.categories)
            and (not language or row.language == language)
            and (self._whole or not row.case or row.state is ArticleState.APPROVED)
        ]

    def one(self, slug: str, now: int) -> ArticleRow:
        """The article of that slug.

        Raises:
            NotFound: there is none.
        """
        with self._read() as connection:
            row = connection.execute(_ONE, {"slug": slug.strip().lower()}).first()
        found = _row(row, now) if row else None
        if found is None or (found.case and found.state is ArticleState.DRAFT and not self._whole):
            raise NotFound("article.none", f"There is no article {slug}.", "Look at: hotline knowledge list", name=slug)
        return found

    def used_on(self, request_id: int) -> list[UseRow]:
        """What was used on a request, or on the draft that it still is."""
        with self._read() as connection:
            return [
                UseRow(row.slug, row.title, row.version, row.at, row.name or "", row.request_id)
                for row in connection.execute(_USED, {"request": request_id})
            ]


def parts_of(typed: str) -> list[str]:
    """The words that were typed, plain and without what separates them; a NUL would end the pattern."""
    plain = unicodedata.normalize("NFKC", typed.replace("\0", " "))
    return re.findall(r"[^\s,.;:!?、。·，；：！？\"'()]+", plain)[:MOST_WORDS]


def _search(connection: Connection, parts: Sequence[str], facts: dict[str, Any]) -> list[int]:
    if not parts:
        only = " AND instr(',' || categories || ',', ',' || :category || ',')" if facts["category"] else ""
        query = f"SELECT id FROM article WHERE {_STANDS}{only} ORDER BY {_ORDER.format(tier='')}"
        return list(connection.execute(text(query), facts).scalars())
    found = _whole_words(connection, parts, facts)
    return found or _pieces(connection, parts, facts)


def _whole_words(connection: Connection, parts: Sequence[str], facts: dict[str, Any]) -> list[int]:
    """Articles in which every word stands."""
    long = [part for part in parts if len(part) >= TRIGRAM]
    conditions, values = [_STANDS], dict(facts)
    if long:
        values["match"] = " AND ".join('"' + part.replace('"', '""') + '"' for part in long)
        conditions.append("id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH :match)")
    for place, part in enumerate(part for part in parts if len(part) < TRIGRAM):
        values[f"short{place}"] = _within(part)
        anywhere = " OR ".join(f"{name} LIKE :short{place} ESCAPE '!'" for name in ("title", "words", "body"))
        conditions.append(f"({anywhere})")
    values |= {"first": _within(parts[0]), "whole": _within(f",{parts[0]},")}
    query = f"SELECT id FROM article WHERE {' AND '.join(conditions)} ORDER BY {_ORDER.format(tier=_TIER)}"
    return list(connection.execute(text(query), values).scalars())


def _pieces(connection: Connection, parts: Sequence[str], facts: dict[str, Any]) -> list[int]:
    """Articles whose title or words share the most pieces with what was typed: a question as people ask it."""
    pieces = pieces_of(parts)
    if not pieces:
        return []
    values = facts | {f"piece{place}": piece for place, piece in enumerate(pieces)}
    score = " + ".join(f"(instr(said, :piece{place}) > 0)" for place in range(len(pieces)))
    kept = "id, categories, state, language, used, written_at"
    # Materialized, for SQLite would otherwise put the joined text together anew for every piece.
    said = f"SELECT {kept}, lower(title || ' ' || words) AS said FROM article WHERE {_STANDS}"
    query = (
        f"WITH told AS MATERIALIZED ({said}), scored AS MATERIALIZED (SELECT {kept}, {score} AS score FROM told) "
        f"SELECT id FROM scored WHERE score > 0 ORDER BY score DESC, {_ORDER.format(tier='')}"
    )
    return list(connection.execute(text(query), values).scalars())


def pieces_of(parts: Sequence[str]) -> list[str]:
    """Latin words, and Chinese in overlapping pairs of signs."""
    pieces: list[str] = []
    for part in parts:
        for run in re.findall(r"[\u3400-\u9fff]+|[0-9a-z]+", part.lower()):
            chinese = run[0] >= "\u3400"
            pieces += (
                [run[at : at + 2] for at in range(len(run) - 1)] if chinese else ([run] if len(run) >= TRIGRAM else [])
            )
    return list(dict.fromkeys(pieces))[:MOST_PIECES]


def _within(part: str) -> str:
    return "%" + re.sub(r"([%_!])", r"!\1", part) + "%"


def _row(row: Any, now: int) -> ArticleRow:
    return ArticleRow(
        row.id, row.slug, row.language, ArticleShape(row.shape), row.title, row.body, words(row.categories),
        words(row.words), row.version, ArticleState(row.state), row.valid_until, row.owner, row.used, row.used_at,
        row.written_at, row.source_id is not None, row.valid_until is not None and row.valid_until < now,
    )  # fmt: skip
