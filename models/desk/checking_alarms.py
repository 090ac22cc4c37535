"""Proof that ledger, alarms and notices agree: each rule is a question to which a sound file has no answer."""

from collections.abc import Iterator

from sqlalchemy import Connection

RULES: tuple[tuple[str, str], ...] = (
    (
        "a level names the alarm of another clock",
        """SELECT l.alarm_id FROM level l JOIN clock c ON c.id = l.clock_id JOIN alarm a ON a.id = l.alarm_id
           WHERE a.rule <> 'clock' OR a.request_id <> c.request_id OR a.clock <> c.kind OR a.cycle <> l.cycle""",
    ),
    (
        "its level is not in the ledger",
        """SELECT a.id FROM alarm a JOIN clock c ON c.request_id = a.request_id AND c.kind = a.clock
           AND c.cycle = a.cycle WHERE a.rule = 'clock' AND NOT EXISTS
           (SELECT 1 FROM level l WHERE l.alarm_id = a.id AND l.level = a.level)""",
    ),
    (
        "it is said to last, but its clock has stopped",
        """SELECT a.id FROM alarm a JOIN clock c ON c.request_id = a.request_id AND c.kind = a.clock
           AND c.cycle = a.cycle WHERE a.rule = 'clock' AND a.active AND c.state <> 0""",
    ),
    (
        "its clock runs past a breach on record, but it is said to be over",
        """SELECT a.id FROM clock c JOIN level l ON l.clock_id = c.id AND l.cycle = c.cycle AND l.level = 100
           AND l.due_at = c.due_at JOIN alarm a ON a.id = l.alarm_id WHERE c.state = 0 AND NOT a.active""",
    ),
    (
        "its state contradicts whether it lasts",
        """SELECT id FROM alarm WHERE (state IN ('unacknowledged', 'acknowledged', 'suppressed', 'out_of_service')
           AND NOT active) OR (state IN ('normal', 'returned') AND active)""",
    ),
    (
        "nothing will ever end its state",
        """SELECT id FROM alarm WHERE wake_at IS NULL AND step >= 0
           AND (state IN ('acknowledged', 'shelved') OR (state = 'unacknowledged' AND severity > 1))""",
    ),
    (
        "it is timed, but its state is not",
        """SELECT id FROM alarm WHERE wake_at IS NOT NULL
           AND state NOT IN ('unacknowledged', 'acknowledged', 'shelved')
           AND NOT (state IN ('suppressed', 'out_of_service') AND shelved_minutes IS NOT NULL)""",
    ),
    (
        "it is shelved without a reason",
        "SELECT id FROM alarm WHERE state = 'shelved' AND (shelved_reason = '' OR shelved_minutes IS NULL)",
    ),
    (
        "what suppressed it is over",
        """SELECT a.id FROM alarm a WHERE a.state = 'suppressed' AND a.suppressed_by <> 'hold'
           AND NOT EXISTS (SELECT 1 FROM incident_child c JOIN incident i ON i.id = c.incident_id
             WHERE c.request_id = a.request_id AND c.detached_at IS NULL AND i.ended_at IS NULL
             AND a.suppressed_by = 'incident:' || i.id)""",
    ),
    (
        "a step of its ladder was not announced",
        """SELECT a.id FROM alarm a WHERE a.state = 'unacknowledged' AND a.rung > 0 AND a.step >= 0
           AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = a.id || ':' || a.occurrence || ':' || a.step)
           AND NOT (a.rule = 'clock' AND a.severity < 3 AND a.gap_from IS NOT NULL AND EXISTS
             (SELECT 1 FROM notice n WHERE n.key = 'late:' || a.gap_from || ':' || a.rung))
           AND NOT (a.occurrence > 1 AND EXISTS (SELECT 1 FROM notice n WHERE n.alarm_id = a.id AND n.kind = 'alarm'
             AND json_extract(n.facts, '$.rung') = a.rung))""",
    ),
    (
        "the late group it was found in was not announced",
        """SELECT a.id FROM alarm a WHERE a.rule = 'clock' AND a.gap_from IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = 'late:' || a.gap_from || ':0')""",
    ),
    (
        "a notice tells of a step it has not reached",
        """SELECT a.id FROM notice n JOIN alarm a ON a.id = n.alarm_id WHERE n.kind = 'alarm'
           AND n.key = a.id || ':' || a.occurrence || ':' || n.step AND n.step > a.step""",
    ),
    (
        "a notice is about another alarm than its key says",
        "SELECT alarm_id FROM notice WHERE kind = 'alarm' AND alarm_id IS NOT NULL AND key NOT LIKE alarm_id || ':%'",
    ),
)
"""What must not be, as a sentence about an alarm, and the alarms of which it is true."""

LEADERS = """SELECT 'major ' || r.major_id FROM major_receipt r
  WHERE NOT EXISTS (SELECT 1 FROM notice n WHERE n.key = 'major:' || r.major_id || ':' || r.leader_id)"""


def disagreements(connection: Connection, most: int) -> Iterator[tuple[str, str]]:
    """``(where, what)`` for what does not hold, of each rule at most so many."""
    for what, query in RULES:
        for row in connection.exec_driver_sql(query).fetchmany(most):
            yield f"alarm {row[0]}", what
    for row in connection.exec_driver_sql(LEADERS).fetchmany(most):
        yield str(row[0]), "a leader was never told"
