"""The step for what comes again: callers, links, waves of call-backs, and planned stops of supply."""

from sqlalchemy import Connection

from models.places import house_of

STATEMENTS = """
CREATE TABLE caller (
    id INTEGER NOT NULL, request_id INTEGER NOT NULL, call_id INTEGER, phone VARCHAR NOT NULL, name VARCHAR NOT NULL,
    place VARCHAR NOT NULL, said VARCHAR NOT NULL, premise_id INTEGER, odour BOOLEAN NOT NULL,
    rang_at INTEGER NOT NULL, taken_by INTEGER, split_into INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(call_id) REFERENCES call (id),
    FOREIGN KEY(premise_id) REFERENCES premise (id),
    FOREIGN KEY(taken_by) REFERENCES operator (id),
    FOREIGN KEY(split_into) REFERENCES request (id)
);

CREATE INDEX ix_caller_request_id ON caller (request_id);

CREATE INDEX ix_caller_rang_at ON caller (rang_at);

INSERT INTO caller (request_id, call_id, phone, name, place, said, odour, rang_at, taken_by)
    SELECT journal.request_id, call.id, call.phone, '', '', call.note, 0, call.answered_at, call.operator_id
    FROM journal JOIN call ON call.id = json_extract(journal.payload, '$.call')
    WHERE journal.act = 'join' AND journal.request_id IS NOT NULL AND journal.payload IS NOT NULL
    ORDER BY call.id;

CREATE TABLE link (
    id INTEGER NOT NULL, request_id INTEGER NOT NULL, other_id INTEGER NOT NULL, linked_at INTEGER NOT NULL,
    linked_by INTEGER,
    PRIMARY KEY (id),
    UNIQUE (request_id, other_id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(other_id) REFERENCES request (id),
    FOREIGN KEY(linked_by) REFERENCES operator (id)
);

CREATE INDEX ix_link_other_id ON link (other_id);

CREATE TABLE wave (
    id INTEGER NOT NULL, request_id INTEGER NOT NULL, incident_id INTEGER, began_at INTEGER NOT NULL,
    began_by INTEGER, ended_at INTEGER, ended_by INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id),
    FOREIGN KEY(began_by) REFERENCES operator (id),
    FOREIGN KEY(ended_by) REFERENCES operator (id)
);

CREATE UNIQUE INDEX wave_request ON wave (request_id) WHERE ended_at IS NULL;

CREATE TABLE wave_call (
    id INTEGER NOT NULL, wave_id INTEGER NOT NULL, phone VARCHAR NOT NULL, name VARCHAR NOT NULL,
    place VARCHAR NOT NULL, state VARCHAR NOT NULL, tries INTEGER NOT NULL, tried_at INTEGER, tried_by INTEGER,
    note VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_word CHECK (state IN ('waiting', 'reached', 'unsolved', 'gave_up')),
    FOREIGN KEY(wave_id) REFERENCES wave (id),
    FOREIGN KEY(tried_by) REFERENCES operator (id)
);

CREATE INDEX ix_wave_call_wave_id ON wave_call (wave_id);

CREATE UNIQUE INDEX wave_number ON wave_call (wave_id, phone) WHERE phone <> '';

CREATE TABLE wave_caller (
    id INTEGER NOT NULL, wave_call_id INTEGER NOT NULL, request_id INTEGER NOT NULL, caller_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(wave_call_id) REFERENCES wave_call (id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(caller_id) REFERENCES caller (id)
);

CREATE INDEX ix_wave_caller_wave_call_id ON wave_caller (wave_call_id);

CREATE INDEX ix_wave_caller_request_id ON wave_caller (request_id);

CREATE TABLE stop (
    id INTEGER NOT NULL, external_id VARCHAR, district VARCHAR NOT NULL, from_at INTEGER NOT NULL,
    restore_at INTEGER NOT NULL, reason VARCHAR NOT NULL, homes INTEGER, notice_ms INTEGER NOT NULL,
    told_whom VARCHAR NOT NULL, told_how VARCHAR NOT NULL, notified_at INTEGER, notified_by INTEGER,
    planned_at INTEGER NOT NULL, planned_by INTEGER, restored_at INTEGER, restored_by INTEGER, cancelled_at INTEGER,
    cancelled_reason VARCHAR NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (external_id),
    FOREIGN KEY(notified_by) REFERENCES operator (id),
    FOREIGN KEY(planned_by) REFERENCES operator (id),
    FOREIGN KEY(restored_by) REFERENCES operator (id)
);

CREATE INDEX stop_ahead ON stop (from_at, restore_at) WHERE restored_at IS NULL AND cancelled_at IS NULL;

CREATE INDEX ix_stop_restore_at ON stop (restore_at);

CREATE TABLE stop_area (
    id INTEGER NOT NULL, stop_id INTEGER NOT NULL, kind VARCHAR NOT NULL, value VARCHAR NOT NULL,
    words VARCHAR NOT NULL, premise_id INTEGER, task_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_word CHECK (kind IN ('district', 'street', 'building', 'premise')),
    UNIQUE (stop_id, kind, value),
    FOREIGN KEY(stop_id) REFERENCES stop (id),
    FOREIGN KEY(premise_id) REFERENCES premise (id),
    FOREIGN KEY(task_id) REFERENCES request (id)
);

CREATE INDEX ix_stop_area_task_id ON stop_area (task_id);

ALTER TABLE request ADD COLUMN house VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE request ADD COLUMN latitude FLOAT;

ALTER TABLE request ADD COLUMN longitude FLOAT;

UPDATE request SET (latitude, longitude) = (SELECT premise.latitude, premise.longitude FROM premise
    WHERE premise.id = request.premise_id) WHERE premise_id IS NOT NULL
    AND status IN ('open', 'working', 'held', 'resolved');

CREATE INDEX request_house ON request (house) WHERE status IN ('open', 'working', 'held') AND house <> '';

CREATE INDEX request_spot ON request (latitude, longitude) WHERE status IN ('open', 'working', 'held')
    AND latitude IS NOT NULL;

CREATE INDEX request_ended ON request (state_since, house, premise_id, latitude, longitude)
    WHERE status IN ('resolved', 'closed', 'cancelled');

CREATE INDEX request_follows ON request (follows_id) WHERE follows_id IS NOT NULL
"""

_LIVE = "SELECT id, address, district FROM request WHERE status IN ('open', 'working', 'held', 'resolved')"


def again(connection: Connection) -> None:
    """Tables, and for what is live the house by which the next caller about it is recognised."""
    for statement in STATEMENTS.split(";\n\n"):
        connection.exec_driver_sql(statement)
    found = connection.exec_driver_sql(_LIVE).fetchall()
    houses = [(house, row.id) for row in found if (house := house_of(row.address, row.district))]
    if houses:
        connection.exec_driver_sql("UPDATE request SET house = ? WHERE id = ?", houses)
