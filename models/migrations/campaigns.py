"""The step that brings campaigns of inspections, their visits, and what inspectors found."""

from sqlalchemy import Connection

_WORDS = (
    """CREATE TABLE campaign (
         id INTEGER NOT NULL, name VARCHAR NOT NULL, category VARCHAR NOT NULL, districts VARCHAR NOT NULL,
         klass VARCHAR NOT NULL, every_months INTEGER NOT NULL, from_day VARCHAR NOT NULL,
         until_day VARCHAR NOT NULL, calendar VARCHAR NOT NULL, crews VARCHAR NOT NULL,
         per_day INTEGER NOT NULL, early_days INTEGER NOT NULL, late_days INTEGER NOT NULL,
         notice_ms INTEGER NOT NULL, max_tries INTEGER NOT NULL, again_days INTEGER NOT NULL,
         made_at INTEGER NOT NULL, made_by INTEGER, planned_at INTEGER, started_at INTEGER,
         closed_at INTEGER, closed_reason VARCHAR NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (id),
         CONSTRAINT campaign_moves CHECK (per_day > 0), UNIQUE (name),
         FOREIGN KEY(category) REFERENCES category (code), FOREIGN KEY(made_by) REFERENCES operator (id))""",
    """CREATE TABLE visit (
         id INTEGER NOT NULL, campaign_id INTEGER NOT NULL, premise_id INTEGER NOT NULL,
         customer_id INTEGER, district VARCHAR NOT NULL, due_day VARCHAR, day VARCHAR, day_at INTEGER,
         crew VARCHAR NOT NULL, flag VARCHAR NOT NULL, announced_at INTEGER, tries INTEGER NOT NULL,
         lettered INTEGER NOT NULL, request_id INTEGER, ended_as VARCHAR, ended_at INTEGER,
         ended_reason VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (campaign_id, premise_id),
         FOREIGN KEY(campaign_id) REFERENCES campaign (id),
         FOREIGN KEY(premise_id) REFERENCES premise (id),
         FOREIGN KEY(customer_id) REFERENCES customer (id), FOREIGN KEY(request_id) REFERENCES request (id))""",
    "CREATE INDEX ix_visit_premise_id ON visit (premise_id)",
    "CREATE INDEX visit_waiting ON visit (day, campaign_id) WHERE request_id IS NULL AND ended_as IS NULL",
    """CREATE TABLE visit_try (
         id INTEGER NOT NULL, visit_id INTEGER NOT NULL, number INTEGER NOT NULL,
         request_id INTEGER NOT NULL, made_at INTEGER NOT NULL, PRIMARY KEY (id),
         UNIQUE (visit_id, number), FOREIGN KEY(visit_id) REFERENCES visit (id), UNIQUE (request_id),
         FOREIGN KEY(request_id) REFERENCES request (id))""",
    """CREATE TABLE inspection (
         id INTEGER NOT NULL, external_id VARCHAR, external_digest VARCHAR, premise_id INTEGER,
         visit_id INTEGER, request_id INTEGER, recheck_id INTEGER, warning_id INTEGER, at INTEGER NOT NULL,
         result VARCHAR NOT NULL, crew VARCHAR NOT NULL, note VARCHAR NOT NULL, stop_use_at INTEGER,
         stopped_at INTEGER, released_at INTEGER, PRIMARY KEY (id),
         CONSTRAINT result_word CHECK (result IN ('pass', 'grade_3', 'grade_2', 'grade_1', 'no_entry', 'refused')),
         UNIQUE (external_id), FOREIGN KEY(premise_id) REFERENCES premise (id),
         FOREIGN KEY(visit_id) REFERENCES visit (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(recheck_id) REFERENCES request (id),
         FOREIGN KEY(warning_id) REFERENCES premise_warning (id))""",
    "CREATE INDEX inspection_unstopped ON inspection (stop_use_at)"
    " WHERE stop_use_at IS NOT NULL AND stopped_at IS NULL AND released_at IS NULL",
    "CREATE INDEX ix_inspection_at ON inspection (at)",
    "CREATE INDEX ix_inspection_premise_id ON inspection (premise_id)",
    "CREATE INDEX ix_inspection_recheck_id ON inspection (recheck_id)",
    "CREATE INDEX ix_inspection_request_id ON inspection (request_id)",
    "CREATE INDEX ix_inspection_visit_id ON inspection (visit_id)",
    """CREATE TABLE hazard (
         id INTEGER NOT NULL, inspection_id INTEGER NOT NULL, premise_id INTEGER, item VARCHAR NOT NULL,
         grade INTEGER NOT NULL, rectify_by INTEGER NOT NULL, rectified_at INTEGER, carried_at INTEGER,
         PRIMARY KEY (id), CONSTRAINT hazard_grade CHECK (grade IN (1, 2, 3)),
         FOREIGN KEY(inspection_id) REFERENCES inspection (id),
         FOREIGN KEY(premise_id) REFERENCES premise (id))""",
    "CREATE INDEX hazard_stands ON hazard (premise_id) WHERE rectified_at IS NULL AND carried_at IS NULL",
    "CREATE INDEX ix_hazard_inspection_id ON hazard (inspection_id)",
    """INSERT INTO inspection (premise_id, request_id, at, result, crew, note)
         SELECT premise_id, id, resolved_at, result, '', '' FROM request
         WHERE kind = 'inspection' AND result IS NOT NULL AND resolved_at IS NOT NULL AND premise_id IS NOT NULL
         ORDER BY id""",
)


def campaigns(connection: Connection) -> None:
    """Add what a file lacks; results on record become the inspections of their premises."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
