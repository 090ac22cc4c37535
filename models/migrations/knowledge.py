"""The step that brings the knowledge shelf, wishes and remarks, with the articles that every file starts with."""

from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, text

from models.articlefile import read_article

_WORDS = (
    """CREATE TABLE article (
         id INTEGER NOT NULL, slug VARCHAR NOT NULL, language VARCHAR NOT NULL, shape VARCHAR NOT NULL,
         title VARCHAR NOT NULL, body VARCHAR NOT NULL, categories VARCHAR NOT NULL, words VARCHAR NOT NULL,
         version INTEGER NOT NULL, state VARCHAR NOT NULL, valid_until INTEGER, owner VARCHAR NOT NULL,
         used INTEGER NOT NULL, used_at INTEGER, written_at INTEGER NOT NULL, written_by INTEGER, source_id INTEGER,
         retired_at INTEGER, PRIMARY KEY (id), UNIQUE (slug),
         CONSTRAINT shape_word CHECK (shape IN ('article', 'snippet', 'case')),
         CONSTRAINT state_word CHECK (state IN ('draft', 'approved', 'retired')),
         FOREIGN KEY(written_by) REFERENCES operator (id), FOREIGN KEY(source_id) REFERENCES request (id))""",
    """CREATE TABLE article_version (
         id INTEGER NOT NULL, article_id INTEGER NOT NULL, version INTEGER NOT NULL, title VARCHAR NOT NULL,
         body VARCHAR NOT NULL, written_at INTEGER NOT NULL, written_by INTEGER, PRIMARY KEY (id),
         UNIQUE (article_id, version), FOREIGN KEY(article_id) REFERENCES article (id),
         FOREIGN KEY(written_by) REFERENCES operator (id))""",
    """CREATE TABLE article_use (
         id INTEGER NOT NULL, article_id INTEGER NOT NULL, version INTEGER NOT NULL, request_id INTEGER,
         operator_id INTEGER, at INTEGER NOT NULL, PRIMARY KEY (id), FOREIGN KEY(article_id) REFERENCES article (id),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX article_used ON article_use (request_id) WHERE request_id IS NOT NULL",
    """CREATE VIRTUAL TABLE article_fts USING fts5(
         title, words, body, content='article', content_rowid='id', tokenize='trigram')""",
    """CREATE TABLE wish (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, reasonable BOOLEAN NOT NULL, lawful BOOLEAN NOT NULL,
         possible BOOLEAN NOT NULL, outcome VARCHAR NOT NULL, unit VARCHAR NOT NULL, hear_by INTEGER,
         text VARCHAR NOT NULL, article_id INTEGER, judged_at INTEGER NOT NULL, judged_by INTEGER, heard_at INTEGER,
         heard VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (request_id),
         CONSTRAINT outcome_word CHECK (outcome IN ('passed_on', 'explained', 'kept')),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(article_id) REFERENCES article (id),
         FOREIGN KEY(judged_by) REFERENCES operator (id))""",
    "CREATE INDEX wish_kept ON wish (judged_at) WHERE outcome = 'kept'",
    "CREATE INDEX wish_waiting ON wish (hear_by) WHERE outcome = 'passed_on' AND heard_at IS NULL",
    """CREATE TABLE remark (
         id INTEGER NOT NULL, at INTEGER NOT NULL, channel VARCHAR NOT NULL, grade VARCHAR NOT NULL,
         category VARCHAR NOT NULL, text VARCHAR NOT NULL, phone VARCHAR NOT NULL, request_id INTEGER,
         operator_id INTEGER, PRIMARY KEY (id),
         CONSTRAINT channel_word CHECK (channel IN ('phone', 'hall', 'visit', 'online', 'mail', 'complaint_line',
           '12345', 'outside', 'sensor')),
         CONSTRAINT grade_word CHECK (grade IN ('urgent', 'general', 'not_urgent')),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_remark_at ON remark (at)",
    "CREATE INDEX request_outside ON request (outside_number) WHERE outside_number <> ''",
)

_PUT = text(
    "INSERT INTO article (slug, language, shape, title, body, categories, words, version, state, owner, used, "
    "written_at) VALUES (:slug, :language, :shape, :title, :body, :categories, :words, 1, :state, :owner, 0, 0)"
)
_KEEP = text(
    "INSERT INTO article_version (article_id, version, title, body, written_at) "
    "SELECT id, version, title, body, written_at FROM article WHERE slug = :slug"
)


def knowledge(connection: Connection) -> None:
    """Add the tables, the full-text index, and the starter articles.

    The index follows by the verbs: older SQLite lets no trigger write to it where schemas are not trusted.
    """
    for words in _WORDS:
        connection.exec_driver_sql(words)
    for row in starters():
        connection.execute(_PUT, row)
        connection.execute(_KEEP, {"slug": row["slug"]})
    connection.exec_driver_sql("INSERT INTO article_fts (article_fts) VALUES ('rebuild')")


def starters() -> list[dict[str, Any]]:
    """The articles that come with the program, in the order of their names."""
    folder = files("models").joinpath("data/knowledge")
    read = [read_article(one.name, one.read_text("utf-8")) for one in folder.iterdir() if one.name.endswith(".md")]
    return [
        {"slug": one.slug, "language": one.language, "shape": one.shape.value, "title": one.title, "body": one.body,
         "categories": ",".join(one.categories), "words": ",".join(one.words), "state": one.state or "draft",
         "owner": one.owner}
        for one in sorted(read, key=lambda one: one.slug)
    ]  # fmt: skip
