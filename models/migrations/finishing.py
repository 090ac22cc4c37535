"""The step that lets work be finished on record: safe sites, visits, the customer's word, and emergency plans."""

import json

from sqlalchemy import Connection, text

from models.plandata import default_plans

_CHECKED = "('clear', 'gas', 'no_entry', 'not_there', 'not_yet')"
_WORDS = (
    f"""CREATE TABLE make_safe (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, at INTEGER NOT NULL,
         operator_id INTEGER, valve VARCHAR NOT NULL, valve_which VARCHAR NOT NULL, source_found BOOLEAN NOT NULL,
         found_how VARCHAR NOT NULL, neighbours VARCHAR NOT NULL, basement VARCHAR NOT NULL,
         fire_service VARCHAR NOT NULL, fire_at INTEGER, note VARCHAR NOT NULL, PRIMARY KEY (id),
         CONSTRAINT neighbours_word CHECK (neighbours IN {_CHECKED}),
         CONSTRAINT basement_word CHECK (basement IN {_CHECKED}),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_make_safe_request_id ON make_safe (request_id)",
    """CREATE TABLE gas_reading (
         id INTEGER NOT NULL, make_safe_id INTEGER NOT NULL, figure FLOAT, unit VARCHAR NOT NULL,
         place VARCHAR NOT NULL, said VARCHAR NOT NULL, PRIMARY KEY (id),
         FOREIGN KEY(make_safe_id) REFERENCES make_safe (id))""",
    "CREATE INDEX ix_gas_reading_make_safe_id ON gas_reading (make_safe_id)",
    """CREATE TABLE appointment (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, visit_at INTEGER NOT NULL,
         give_or_take INTEGER NOT NULL, note VARCHAR NOT NULL, agreed_at INTEGER NOT NULL, operator_id INTEGER,
         PRIMARY KEY (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_appointment_request_id ON appointment (request_id)",
    """CREATE TABLE empty_visit (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, crew_id INTEGER NOT NULL,
         arrived_at INTEGER NOT NULL, left_at INTEGER NOT NULL, note VARCHAR NOT NULL, PRIMARY KEY (id),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(crew_id) REFERENCES crew (id))""",
    "CREATE INDEX ix_empty_visit_request_id ON empty_visit (request_id)",
    """CREATE TABLE confirmation (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, cycle INTEGER NOT NULL, at INTEGER NOT NULL,
         name VARCHAR NOT NULL, agreed BOOLEAN NOT NULL, objection VARCHAR NOT NULL, operator_id INTEGER,
         PRIMARY KEY (id), FOREIGN KEY(request_id) REFERENCES request (id),
         FOREIGN KEY(operator_id) REFERENCES operator (id))""",
    "CREATE INDEX ix_confirmation_request_id ON confirmation (request_id)",
    """CREATE TABLE plan_version (
         id INTEGER NOT NULL, code VARCHAR NOT NULL, version INTEGER NOT NULL, body VARCHAR NOT NULL,
         made_at INTEGER NOT NULL, made_by VARCHAR NOT NULL, approved_by VARCHAR NOT NULL, approved_at INTEGER,
         retired_at INTEGER, PRIMARY KEY (id), UNIQUE (code, version))""",
    """CREATE TABLE plan_run (
         id INTEGER NOT NULL, request_id INTEGER NOT NULL, plan VARCHAR NOT NULL, version INTEGER NOT NULL,
         level INTEGER NOT NULL, started_at INTEGER NOT NULL, started_by INTEGER, reviewed_at INTEGER,
         reviewed_by INTEGER, review VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (request_id, plan),
         FOREIGN KEY(request_id) REFERENCES request (id), FOREIGN KEY(started_by) REFERENCES operator (id),
         FOREIGN KEY(reviewed_by) REFERENCES operator (id))""",
    "CREATE INDEX plan_run_open ON plan_run (request_id) WHERE reviewed_at IS NULL",
    """CREATE TABLE plan_tick (
         id INTEGER NOT NULL, run_id INTEGER NOT NULL, step VARCHAR NOT NULL, due_at INTEGER, done_at INTEGER,
         done_by INTEGER, note VARCHAR NOT NULL, PRIMARY KEY (id), UNIQUE (run_id, step),
         FOREIGN KEY(run_id) REFERENCES plan_run (id), FOREIGN KEY(done_by) REFERENCES operator (id))""",
    "CREATE INDEX plan_tick_due ON plan_tick (due_at) WHERE done_at IS NULL",
)
_PLAN = text(
    "INSERT INTO plan_version (code, version, body, made_at, made_by, approved_by) VALUES (:code, 1, :body, 0, '', '')"
)


def finishing(connection: Connection) -> None:
    """Add the tables, and the product's own plans; nobody has approved them yet."""
    for words in _WORDS:
        connection.exec_driver_sql(words)
    for code, plan in default_plans().items():
        connection.execute(_PLAN, {"code": code, "body": json.dumps(plan, ensure_ascii=False)})
