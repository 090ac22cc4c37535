"""The step that lets call-backs be tried, made and claimed, and complaints be dealt with on record."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE call_try (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, at INTEGER NOT NULL,
         operator_id INTEGER, outcome VARCHAR NOT NULL, note VARCHAR NOT NULL, PRIMARY KEY (id),
         CONSTRAINT outcome_word CHECK (outcome IN ('no_answer', 'engaged', 'switched_off', 'wrong_number', 'later')),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_call_try_request_id ON call_try (request_id)",
    """CREATE TABLE call_back (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, at INTEGER NOT NULL,
         operator_id INTEGER, speed INTEGER, attitude INTEGER, quality INTEGER, communication INTEGER,
         handling INTEGER, withheld VARCHAR NOT NULL, said VARCHAR NOT NULL, PRIMARY KEY (id),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_call_back_request_id ON call_back (request_id)",
    """CREATE TABLE ringing (
         request_id INTEGER NOT NULL, operator_id INTEGER NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (request_id),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    """CREATE TABLE complaint (
         request_id INTEGER NOT NULL, stage VARCHAR NOT NULL, unit VARCHAR NOT NULL, person VARCHAR NOT NULL,
         person_id INTEGER, plan VARCHAR NOT NULL, plan_by INTEGER, cause VARCHAR NOT NULL, measure VARCHAR NOT NULL,
         answer VARCHAR NOT NULL, unit_answer VARCHAR NOT NULL, review_by INTEGER, reviewed_at INTEGER,
         reviewed_by INTEGER, held BOOLEAN, review VARCHAR NOT NULL, follow_up_id INTEGER, PRIMARY KEY (request_id),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(person_id) REFERENCES operator (id),
         FOREIGN KEY(reviewed_by) REFERENCES operator (id), FOREIGN KEY(follow_up_id) REFERENCES request (id))""",
    "CREATE INDEX complaint_unreviewed ON complaint (request_id) WHERE reviewed_at IS NULL",
    """CREATE TABLE complained_of (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, operator_id INTEGER, crew_id INTEGER, name VARCHAR NOT NULL,
         PRIMARY KEY (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(operator_id) REFERENCES operator (id), FOREIGN KEY(crew_id) REFERENCES crew (id))""",
    "CREATE INDEX ix_complained_of_request_id ON complained_of (request_id)",
    "CREATE INDEX request_owing_a_call ON request (resolved_at) WHERE status = 'resolved' AND callback_due",
)


def aftercare(connection: Connection) -> None:
    """Add what a file lacks; complaints that were resolved before keep their words in the journal."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
