"""A new file: whole or not there at all, with the catalogue, the promises and the first operator."""

import os
import stat

import pytest
from sqlalchemy import select

from models.catalogue import NO_CLOCK, default_categories, span, span_text
from models.desk.desk import Desk
from models.errors import Invalid, StoreError
from models.migrations import create, file, making
from models.store import Store
from models.tables import Category, District, Engine, Header, Operator, Policy
from models.wall import HOUR, MINUTE, HandClock

grp = pytest.importorskip("grp")


def made(path, **given):
    """A new file, opened."""
    facts = {"zone": "Asia/Shanghai", "name": "燃气热线", "wall": HandClock(), "operator": ("li", "李静")}
    return Store(create(path, **facts | given))


def contents(store, table):
    with store.read() as connection:
        return connection.execute(select(table.__table__)).all()


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_the_header_says_what_the_file_is(tmp_path):
    store = made(tmp_path / "a.db", drill=True)
    assert {row.name: row.value for row in contents(store, Header)} == {
        "zone": "Asia/Shanghai", "name": "燃气热线", "drill": "1", "sample": "0", "created": str(HandClock().now()),
    }  # fmt: skip
    assert [(row.id, row.swept_at) for row in contents(store, Engine)] == [(1, None)]
    store.close()


def test_the_first_operator_has_every_role(tmp_path):
    store = made(tmp_path / "a.db")
    (row,) = contents(store, Operator)
    assert (row.login, row.name, row.roles) == ("li", "李静", "operator,dispatcher,supervisor,admin")
    store.close()


@pytest.mark.parametrize(
    ("login", "name", "initials"), [("li", "李静", "LI"), ("ada", "Ada Minn Lo", "AM"), ("x", "Xi", "X")]
)
def test_initials_come_from_the_latin_name_or_the_login(login, name, initials):
    assert making.initials_of(login, name) == initials


def test_the_default_catalogue_and_promises_are_there_and_no_districts(tmp_path):
    store = made(tmp_path / "a.db", operator=None)
    assert len(contents(store, Category)) == 41
    assert contents(store, District) == []
    assert contents(store, Operator) == []
    lines = {(row.scope, row.key, row.clock): row.target_ms for row in contents(store, Policy)}
    assert {key: ms for key, ms in lines.items() if key[0] != "category"} == {
        ("default", "", "response"): 24 * HOUR,
        ("default", "", "resolution"): 72 * HOUR,
        ("kind", "emergency", "dispatch"): 5 * MINUTE,
        ("kind", "emergency", "arrival"): 60 * MINUTE,
        ("kind", "emergency", "safe"): 4 * HOUR,
    }
    assert lines["category", "EM-CO", "safe"] == 2 * HOUR
    assert lines["category", "EM-OUT-AREA", "safe"] == NO_CLOCK
    assert lines["category", "EQ-BILL", "response"] == 15 * MINUTE
    assert not [key for key in lines if key[1] == "RP-LOW"]
    assert {row.valid_from for row in contents(store, Policy)} == {0}
    store.close()


def test_every_target_of_the_catalogue_is_what_a_request_gets(tmp_path):
    from models.desk.policies import targets_for
    from models.vocabulary import ClockKind, Kind

    store = made(tmp_path / "a.db")
    wide = {"response": 24 * HOUR, "resolution": 72 * HOUR}
    emergency = {"dispatch": 5 * MINUTE, "arrival": 60 * MINUTE, "safe": 4 * HOUR}
    with store.read() as connection:
        for row in default_categories():
            own = {name: getattr(row, name) for name in ("dispatch", "arrival", "safe", "response", "resolution")}
            wanted = wide | (emergency if row.kind is Kind.EMERGENCY else {}) | {k: v for k, v in own.items() if v}
            found = targets_for(connection, row.code, row.kind, 5)
            assert {ClockKind(kind).value: target.ms for kind, target in found.items()} == {
                kind: ms for kind, ms in wanted.items() if ms != NO_CLOCK
            }, row.code
    store.close()


@pytest.mark.parametrize(
    ("text", "ms"), [("5min", 5 * MINUTE), ("4h", 4 * HOUR), ("90s", 90_000), ("-", -1), ("", None)]
)
def test_a_span_reads_and_writes_alike(text, ms):
    assert span(text) == ms
    assert span_text(ms) == text


@pytest.mark.parametrize("text", ["5", "h", "5 min", "-5min", "4d", "1.5h", "٥min", "5minmin"])
def test_what_is_no_span_is_refused(text):
    with pytest.raises(Invalid, match="no span"):
        span(text)


def test_one_user_or_one_group_may_open_it(tmp_path):
    alone = create(tmp_path / "deep" / "er" / "a.db", zone="UTC", name="", wall=HandClock())
    assert (mode(alone), mode(alone.parent), mode(alone.parent.parent)) == (0o600, 0o700, 0o700)
    name = grp.getgrgid(os.getgid()).gr_name
    shared = create(tmp_path / "team" / "a.db", zone="UTC", name="", wall=HandClock(), group=name)
    assert (mode(shared), mode(shared.parent), shared.stat().st_gid) == (0o660, 0o2770, os.getgid())
    Store(shared).close()


def test_a_folder_that_no_group_shares_is_refused_with_the_way_to_share_it(tmp_path):
    tmp_path.chmod(0o755)
    name = grp.getgrgid(os.getgid()).gr_name
    with pytest.raises(StoreError, match="chmod 2770"):
        create(tmp_path / "a.db", zone="UTC", name="", wall=HandClock(), group=name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", [{"zone": "Mars/Olympus"}, {"zone": ""}, {"zone": "../etc"}, {"group": "no such"}])
def test_an_unknown_zone_or_group_is_refused_and_makes_nothing(tmp_path, given):
    with pytest.raises(Invalid):
        made(tmp_path / "new" / "a.db", **given)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_already_is_never_overwritten(tmp_path):
    path = tmp_path / "a.db"
    path.write_text("mine")
    with pytest.raises(StoreError, match="exists already"):
        made(path)
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]


def test_who_takes_the_name_meanwhile_keeps_it(tmp_path, monkeypatch):
    path, fill = tmp_path / "a.db", making._fill

    def slowly(*facts):
        path.write_text("theirs")
        fill(*facts)

    monkeypatch.setattr(making, "_fill", slowly)
    with pytest.raises(StoreError, match="exists already"):
        made(path)
    assert path.read_text() == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_on_the_way_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(making, "_fill", None)
    with pytest.raises(TypeError):
        made(tmp_path / "a.db")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_is_refused(tmp_path, monkeypatch):
    (tmp_path / "letter").write_text("x")
    with pytest.raises(StoreError, match="letter"):
        made(tmp_path / "letter" / "a.db")
    monkeypatch.setattr(file, "network_file_system", lambda path: "cifs")
    with pytest.raises(StoreError, match="cifs"):
        made(tmp_path / "a.db")


def test_a_new_file_is_whole_and_works(tmp_path):
    store = made(tmp_path / "with space" / "数据.db")
    desk = Desk(store, HandClock())
    assert (desk.zone, desk.name, desk.drill, desk.sample) == ("Asia/Shanghai", "燃气热线", False, False)
    assert desk.upkeep.check().sound
    store.close()
