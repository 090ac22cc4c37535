"""The step that gives alarms their whole life: states, ladder, incidents, major emergencies, outbox."""

from sqlalchemy import Connection

STATEMENTS = """
CREATE TABLE alarm_anew (
    id INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    request_id INTEGER,
    clock VARCHAR NOT NULL,
    cycle INTEGER NOT NULL,
    level INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    active BOOLEAN NOT NULL,
    due_at INTEGER NOT NULL,
    breach_at INTEGER,
    raised_at INTEGER NOT NULL,
    cleared_at INTEGER,
    acknowledged_by INTEGER,
    acknowledged_at INTEGER,
    acknowledged_text VARCHAR NOT NULL,
    occurrence INTEGER NOT NULL,
    late BOOLEAN NOT NULL,
    gap_from INTEGER,
    wake_at INTEGER,
    rings_from INTEGER,
    rung INTEGER NOT NULL,
    step INTEGER NOT NULL,
    flaps INTEGER NOT NULL,
    flaps_from INTEGER,
    shelved_by INTEGER,
    shelved_reason VARCHAR NOT NULL,
    shelved_minutes INTEGER,
    suppressed_by VARCHAR NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT state_word CHECK (state IN ('normal', 'unacknowledged', 'acknowledged', 'returned', 'shelved',
        'suppressed', 'out_of_service')),
    UNIQUE (rule, subject, clock, cycle),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(acknowledged_by) REFERENCES operator (id),
    FOREIGN KEY(shelved_by) REFERENCES operator (id)
);

INSERT INTO alarm_anew (id, rule, subject, request_id, clock, cycle, level, severity, state, active, due_at,
        breach_at, raised_at, cleared_at, acknowledged_by, acknowledged_at, acknowledged_text, occurrence, late,
        gap_from, wake_at, rings_from, rung, step, flaps, shelved_reason, suppressed_by)
    SELECT id, rule, 'request:' || request_id, request_id, clock, cycle, level, severity, state, state IN
        ('unacknowledged', 'acknowledged'), due_at, breach_at, raised_at, cleared_at, acknowledged_by,
        acknowledged_at, acknowledged_text, occurrence, late, gap_from,
        CASE WHEN state = 'unacknowledged' AND severity = 3 THEN raised_at + 120000
            WHEN state = 'unacknowledged' AND severity = 2 THEN raised_at + 600000
            WHEN state = 'acknowledged' THEN acknowledged_at +
                CASE severity WHEN 3 THEN 300000 WHEN 2 THEN 1800000 ELSE 14400000 END END,
        CASE WHEN state IN ('unacknowledged', 'acknowledged') THEN raised_at END,
        0, CASE WHEN state IN ('unacknowledged', 'acknowledged') THEN 0 ELSE -1 END, 0, '', '' FROM alarm;

DROP TABLE alarm;

ALTER TABLE alarm_anew RENAME TO alarm;

CREATE INDEX alarm_active ON alarm (rule, request_id) WHERE active;

CREATE INDEX alarm_shown ON alarm (state, severity) WHERE state <> 'normal';

CREATE INDEX alarm_wake ON alarm (wake_at, id) WHERE wake_at IS NOT NULL;

CREATE INDEX ix_alarm_raised_at ON alarm (raised_at);

CREATE INDEX ix_alarm_request_id ON alarm (request_id);

CREATE TABLE rule_out_of_service (
    id INTEGER NOT NULL,
    rule VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    began_at INTEGER NOT NULL,
    began_by INTEGER,
    until INTEGER NOT NULL,
    ended_at INTEGER,
    ended_by INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(began_by) REFERENCES operator (id),
    FOREIGN KEY(ended_by) REFERENCES operator (id)
);

CREATE UNIQUE INDEX rule_out ON rule_out_of_service (rule) WHERE ended_at IS NULL;

CREATE INDEX rule_out_until ON rule_out_of_service (until) WHERE ended_at IS NULL;

CREATE TABLE incident (
    id INTEGER NOT NULL,
    parent_id INTEGER NOT NULL,
    reason VARCHAR NOT NULL,
    began_at INTEGER NOT NULL,
    began_by INTEGER,
    ended_at INTEGER,
    ended_by INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(parent_id) REFERENCES request (id),
    FOREIGN KEY(began_by) REFERENCES operator (id),
    FOREIGN KEY(ended_by) REFERENCES operator (id)
);

CREATE UNIQUE INDEX incident_parent ON incident (parent_id) WHERE ended_at IS NULL;

CREATE TABLE incident_child (
    id INTEGER NOT NULL,
    incident_id INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    attached_at INTEGER NOT NULL,
    attached_by INTEGER,
    detached_at INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(incident_id) REFERENCES incident (id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(attached_by) REFERENCES operator (id)
);

CREATE UNIQUE INDEX incident_child_live ON incident_child (request_id) WHERE detached_at IS NULL;

CREATE INDEX ix_incident_child_incident_id ON incident_child (incident_id);

CREATE TABLE major_emergency (
    id INTEGER NOT NULL,
    request_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    note VARCHAR NOT NULL,
    marked_at INTEGER NOT NULL,
    marked_by INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT kind_word CHECK (kind IN ('fire', 'explosion', 'casualties', 'school', 'hospital', 'outage',
        'marked')),
    UNIQUE (request_id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(marked_by) REFERENCES operator (id)
);

CREATE TABLE major_receipt (
    id INTEGER NOT NULL,
    major_id INTEGER NOT NULL,
    leader_id INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    received_at INTEGER,
    received_by INTEGER,
    PRIMARY KEY (id),
    UNIQUE (major_id, leader_id),
    FOREIGN KEY(major_id) REFERENCES major_emergency (id),
    FOREIGN KEY(leader_id) REFERENCES operator (id),
    FOREIGN KEY(received_by) REFERENCES operator (id)
);

CREATE INDEX major_unread ON major_receipt (told_at) WHERE received_at IS NULL;

CREATE TABLE flood (
    id INTEGER NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER,
    most INTEGER NOT NULL,
    PRIMARY KEY (id)
);

CREATE UNIQUE INDEX flood_now ON flood (began_at) WHERE ended_at IS NULL;

CREATE TABLE notice (
    id INTEGER NOT NULL,
    "key" VARCHAR NOT NULL,
    alarm_id INTEGER,
    request_id INTEGER,
    kind VARCHAR NOT NULL,
    step INTEGER NOT NULL,
    audience VARCHAR NOT NULL,
    severity INTEGER NOT NULL,
    facts VARCHAR NOT NULL,
    created_at INTEGER NOT NULL,
    state VARCHAR NOT NULL,
    sent_at INTEGER,
    received_at INTEGER,
    received_by INTEGER,
    next_try_at INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT kind_word CHECK (kind IN ('alarm', 'major', 'progress', 'test', 'note')),
    CONSTRAINT audience_word CHECK (audience IN ('desk', 'supervisor', 'duty_manager', 'leaders', 'caller')),
    CONSTRAINT state_word CHECK (state IN ('waiting', 'sent', 'failed', 'received', 'expired')),
    UNIQUE ("key"),
    FOREIGN KEY(alarm_id) REFERENCES alarm (id),
    FOREIGN KEY(request_id) REFERENCES request (id),
    FOREIGN KEY(received_by) REFERENCES operator (id)
);

CREATE INDEX ix_notice_alarm_id ON notice (alarm_id);

CREATE INDEX ix_notice_request_id ON notice (request_id);

CREATE INDEX notice_waiting ON notice (next_try_at, id) WHERE state = 'waiting';

CREATE TABLE notice_attempt (
    id INTEGER NOT NULL,
    notice_id INTEGER NOT NULL,
    channel VARCHAR NOT NULL,
    at INTEGER NOT NULL,
    ok BOOLEAN NOT NULL,
    said VARCHAR NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(notice_id) REFERENCES notice (id)
);

CREATE INDEX ix_notice_attempt_notice_id ON notice_attempt (notice_id);

CREATE UNIQUE INDEX notice_told ON notice_attempt (notice_id, channel) WHERE ok;

ALTER TABLE engine ADD COLUMN audited_at INTEGER;

ALTER TABLE engine ADD COLUMN suspects VARCHAR DEFAULT '' NOT NULL;

ALTER TABLE operator ADD COLUMN leads BOOLEAN DEFAULT 0 NOT NULL;

ALTER TABLE request ADD COLUMN homes INTEGER;

ALTER TABLE call ADD COLUMN promised_at INTEGER;

ALTER TABLE call ADD COLUMN kept_at INTEGER;

CREATE INDEX request_returned ON request (id) WHERE status = 'open' AND returns > 1;

CREATE INDEX call_promised ON call (promised_at) WHERE promised_at IS NOT NULL AND kept_at IS NULL
"""


def alarm_life(connection: Connection) -> None:
    """The table of alarms is made anew, since SQLite cannot widen a constraint; every row and its id stays."""
    for statement in STATEMENTS.split(";\n\n"):
        connection.exec_driver_sql(statement)
