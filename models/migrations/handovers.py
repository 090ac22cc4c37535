"""The step that gives shifts their hand-over sheets and notes, and paper its numbered cards."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE handover (
         id INTEGER NOT NULL, state VARCHAR NOT NULL, since INTEGER NOT NULL, at INTEGER NOT NULL,
         outgoing_id INTEGER NOT NULL, incoming_id INTEGER, signed_at INTEGER, remark VARCHAR NOT NULL,
         body VARCHAR NOT NULL, digest VARCHAR NOT NULL, proof VARCHAR NOT NULL, out_line INTEGER,
         in_line INTEGER, PRIMARY KEY (id),
         CONSTRAINT state_word CHECK (state IN ('offered', 'signed', 'withdrawn')),
         FOREIGN KEY(outgoing_id) REFERENCES operator (id), FOREIGN KEY(incoming_id) REFERENCES operator (id))""",
    "CREATE UNIQUE INDEX handover_offered ON handover (state) WHERE state = 'offered'",
    """CREATE TABLE handover_read (
         handover_id INTEGER NOT NULL, item_key VARCHAR NOT NULL, operator_id INTEGER NOT NULL, at INTEGER NOT NULL,
         item VARCHAR NOT NULL, PRIMARY KEY (handover_id, item_key, operator_id),
         FOREIGN KEY(handover_id) REFERENCES handover (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    """CREATE TABLE handover_note (
         id INTEGER NOT NULL, at INTEGER NOT NULL, operator_id INTEGER NOT NULL, text VARCHAR NOT NULL,
         handover_id INTEGER, PRIMARY KEY (id), FOREIGN KEY(operator_id) REFERENCES operator (id),
         FOREIGN KEY(handover_id) REFERENCES handover (id))""",
    "CREATE INDEX handover_note_waiting ON handover_note (id) WHERE handover_id IS NULL",
    """CREATE TABLE paper_card (
         serial INTEGER NOT NULL, reserved_at INTEGER NOT NULL, reserved_by INTEGER, request_id INTEGER,
         entered_at INTEGER, void_reason VARCHAR NOT NULL, void_at INTEGER, PRIMARY KEY (serial),
         FOREIGN KEY(reserved_by) REFERENCES operator (id), FOREIGN KEY(request_id) REFERENCES request (id))""",
    "CREATE INDEX paper_card_request ON paper_card (request_id)",
    "CREATE INDEX paper_card_out ON paper_card (serial) WHERE entered_at IS NULL AND void_at IS NULL",
)


def handovers(connection: Connection) -> None:
    """Add what a file lacks; no shift before this has left a sheet."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
