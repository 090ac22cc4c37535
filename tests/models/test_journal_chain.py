"""The journal is append-only and chained: whatever is altered, removed or put in between is found."""

import pytest

from models import journal
from models.errors import StoreError
from models.journal import Entry, Link
from models.migrations.file import connect
from models.rows import NewRequest
from models.tables import Line


@pytest.fixture
def lines(desk, seats):
    """A journal of some length."""
    done = desk.intake.save(seats.operator, NewRequest("RP-HOSE", phone="1", text="换软管 \u0000 <b>"))
    for number in range(8):
        desk.handling.note(seats.operator, done.id, text=f"第{number}次")


def without_guards(path):
    """A bare connection to the file, as somebody with access to it could open it."""
    raw = connect(path)
    raw.execute("DROP TRIGGER journal_no_update")
    raw.execute("DROP TRIGGER journal_no_delete")
    return raw


def fault(store):
    with store.read() as connection:
        found = journal.verify(connection)
    return (found.seq, found.reason) if found else None


def test_a_whole_journal_verifies_and_its_head_is_the_newest_line(store, lines, rows):
    assert fault(store) is None
    with store.read() as connection:
        assert journal.head(connection) == (9, rows(Line)[-1].hash)


def test_an_empty_journal_verifies(store):
    assert fault(store) is None
    with store.read() as connection:
        assert journal.head(connection) == (0, journal.GENESIS)


@pytest.mark.parametrize(
    ("change", "seq"),
    [
        ("UPDATE journal SET payload = replace(payload, '3', '4') WHERE seq = 5", 5),
        ("UPDATE journal SET actor = 'wang' WHERE seq = 4", 4),
        ("UPDATE journal SET at = at - 1 WHERE seq = 6", 6),
        ("UPDATE journal SET recorded_at = recorded_at - 1 WHERE seq = 6", 6),
        ("UPDATE journal SET request_id = NULL WHERE seq = 2", 2),
        ("UPDATE journal SET token = 'x' WHERE seq = 2", 2),
        ("UPDATE journal SET salt = 'x', payload = '{}' WHERE seq = 3", 3),
        ("UPDATE journal SET hash = 'x' WHERE seq = 7", 7),
        ("DELETE FROM journal WHERE seq = 3", 3),
        ("DELETE FROM journal WHERE seq = 1", 1),
        ("UPDATE journal SET seq = -seq WHERE seq = 8", 8),
    ],
)
def test_what_was_altered_by_hand_is_found_where_it_was(store, database, lines, change, seq):
    raw = without_guards(database)
    raw.execute(change)
    raw.close()
    assert fault(store)[0] == seq


def test_a_forged_line_at_the_end_is_found(store, database, lines):
    raw = without_guards(database)
    columns = "at, recorded_at, actor, act, request_id, crew_id, alarm_id, payload, salt, digest, hash, NULL"
    raw.execute(f"INSERT INTO journal SELECT 10, {columns} FROM journal WHERE seq = 9")
    raw.close()
    assert fault(store) == (10, "the line does not continue the chain")


def test_a_shorter_journal_is_found_by_a_head_kept_outside(store, database, lines):
    with store.read() as connection:
        kept = Link(*journal.head(connection))
    raw = without_guards(database)
    raw.execute("DELETE FROM journal WHERE seq > 5")
    raw.close()
    assert fault(store) is None
    with store.read() as connection:
        assert journal.head(connection) != (kept.seq, kept.hash)


def test_a_payload_may_be_blanked_and_the_chain_still_holds(store, lines, rows):
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE journal SET payload = NULL WHERE seq = 4")
    assert fault(store) is None
    assert rows(Line, seq=4)[0].payload is None


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM journal WHERE seq = 4",
        "UPDATE journal SET payload = '{}' WHERE seq = 4",
        "UPDATE journal SET actor = 'x' WHERE seq = 4",
        "UPDATE journal SET hash = 'x', payload = NULL WHERE seq = 4",
    ],
)
def test_the_file_itself_refuses_to_alter_a_line(store, lines, change):
    with pytest.raises(Exception, match="append-only") as told, store.write() as connection:
        connection.exec_driver_sql(change)
    assert not isinstance(told.value, StoreError)


def test_a_token_stands_once_in_the_journal(store):
    line = Entry(1, "li", "note", {}, token="t")
    with store.write() as connection:
        journal.append(connection, 1, [line])
    with pytest.raises(Exception, match="UNIQUE"), store.write() as connection:
        journal.append(connection, 1, [line])


def test_the_chain_goes_on_through_any_number_of_appends(store, rows):
    salts = iter(str(number) for number in range(10))
    with store.write() as connection:
        assert journal.append(connection, 5, [Entry(1, "a", "note", {"b": 1, "a": "中"})] * 3, lambda: next(salts)) == 3
        assert journal.append(connection, 6, [], lambda: next(salts)) == 3
        assert journal.append(connection, 7, [Entry(2, "b", "note", {})], lambda: next(salts)) == 4
    assert fault(store) is None
    assert [line.payload for line in rows(Line)] == ['{"a":"中","b":1}'] * 3 + ["{}"]


def test_a_walk_in_steps_is_the_whole_walk(store, lines):
    link, steps = Link(), 0
    with store.read() as connection:
        while (further := journal.walk(connection, link, 2)) != link:
            link, steps = further, steps + 1
        assert (link.seq, link.hash) == journal.head(connection)
    assert steps == 5


def test_since_gives_what_came_after_a_line_and_no_more_than_asked(store, lines):
    with store.read() as connection:
        assert [line.seq for line in journal.since(connection, 3, 4)] == [4, 5, 6, 7]
        assert journal.since(connection, 9) == []
