"""The step that puts every contact on the line on record: calls that wait or were missed, and what is said on them."""

from sqlalchemy import Connection

STATEMENTS = """
CREATE TABLE call_anew (
    id INTEGER NOT NULL,
    request_id INTEGER,
    phone VARCHAR NOT NULL,
    line VARCHAR NOT NULL,
    answered_at INTEGER,
    ended_at INTEGER,
    operator_id INTEGER,
    wrap_up VARCHAR,
    note VARCHAR NOT NULL,
    promised_at INTEGER,
    kept_at INTEGER,
    external_id VARCHAR,
    external_digest VARCHAR,
    direction VARCHAR NOT NULL,
    rang_at INTEGER,
    offered_to INTEGER,
    agent VARCHAR NOT NULL,
    queue VARCHAR NOT NULL,
    recording VARCHAR NOT NULL,
    phantom BOOLEAN NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT direction_word CHECK (direction IN ('in', 'out')),
    UNIQUE (external_id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(operator_id) REFERENCES operator (id),
    FOREIGN KEY(offered_to) REFERENCES operator (id)
);

INSERT INTO call_anew (id, request_id, phone, line, answered_at, ended_at, operator_id, wrap_up, note, promised_at,
        kept_at, direction, agent, queue, recording, phantom)
    SELECT id, request_id, phone, line, answered_at, ended_at, operator_id, coalesce(wrap_up, 'answered'), note,
        promised_at, kept_at, 'in', '', '', '', 0 FROM call;

DROP TABLE call;

ALTER TABLE call_anew RENAME TO call;

CREATE INDEX ix_call_request_id ON call (request_id);

CREATE INDEX ix_call_answered_at ON call (answered_at);

CREATE INDEX ix_call_rang_at ON call (rang_at);

CREATE INDEX call_promised ON call (promised_at) WHERE promised_at IS NOT NULL AND kept_at IS NULL;

CREATE INDEX call_waiting ON call (rang_at) WHERE answered_at IS NULL AND ended_at IS NULL;

CREATE INDEX call_missed ON call (phone, ended_at)
    WHERE answered_at IS NULL AND ended_at IS NOT NULL AND kept_at IS NULL;

CREATE INDEX call_unwrapped ON call (operator_id, answered_at) WHERE answered_at IS NOT NULL AND wrap_up IS NULL;

CREATE TABLE spoken_line (
    name VARCHAR NOT NULL,
    zh VARCHAR NOT NULL,
    en VARCHAR NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE operator_line (
    operator_id INTEGER NOT NULL,
    said VARCHAR NOT NULL,
    extension VARCHAR,
    PRIMARY KEY (operator_id),
    UNIQUE (extension),
    FOREIGN KEY(operator_id) REFERENCES operator (id)
)
"""


def calls(connection: Connection) -> None:
    """The table of calls is made anew, since SQLite cannot let a column be empty later; every row and its id stays."""
    for statement in STATEMENTS.split(";\n\n"):
        connection.exec_driver_sql(statement)
