"""A file from before the search box: its customers are found after the upgrade, whatever form their phones had."""

from models.desk.desk import Desk
from models.migrations import create, upgrade
from models.migrations.file import APPLICATION_ID, connect
from models.migrations.finding import finding
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.store import Store
from models.tables.found_by import disagreements
from models.wall import HandClock


def test_customers_of_an_older_file_are_found_after_its_upgrade(tmp_path):
    """In the tables of the step before; every phone comes to the one form, and each key is there."""
    path = tmp_path / "old.db"
    before = STEPS.index(finding)
    connect(create(tmp_path / "made.db", zone="UTC", name="", wall=HandClock())).close()
    with stepping(path) as connection:
        for step in STEPS[:before]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'Asia/Shanghai')")
        connection.exec_driver_sql(
            "INSERT INTO premise (id, district, building, address, hazards, vulnerable, access, meter, valve) "
            "VALUES (1, '城东', '', '民生路12号3-402', '', '', '', 'G2.5 882001', '')"
        )
        for number, phone in enumerate(("+8613900000001", "139-0000-0002", "010 62881234 转 8", "匿名", ""), 1):
            connection.exec_driver_sql(
                "INSERT INTO customer (id, name, phone, klass, tier, manager, premise_id) "
                "VALUES (?, ?, ?, 'individual', '', '', 1)",
                (number, f"曾小{'贤林明红英'[number - 1]}", phone),
            )
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={before}")
    assert upgrade(path).after == len(STEPS)
    desk = Desk(Store(path), HandClock())
    with desk.store.read() as connection:
        phones = connection.exec_driver_sql("SELECT phone FROM customer ORDER BY id").scalars().all()
        assert disagreements(connection, 9) == []
    assert phones == ["13900000001", "13900000002", "01062881234x8", "匿名", ""]
    assert [row.id for row in desk.look.customers("zxx")] == [1]
    assert [row.id for row in desk.look.customers("0002")] == [2]
    assert len(desk.look.customers("民生路12")) == 5
    desk.store.close()
