"""Checklists that an admin keeps: an inspection that has begun goes on with the list it began with."""

import pytest

from models.looks.schemes import Subject
from models.rows import NewRequest
from models.vocabulary import InspectionResult, Role

OWN = """
[household]
items = [{ code = "stove", grade = 1, zh = "灶", en = "stove" }, { code = "hose", grade = 3, zh = "管", en = "hose" }]
[commercial]
items = [{ code = "stove", grade = 2, zh = "灶", en = "stove" }]
"""


@pytest.fixture
def visit(desk, seats):
    """``visit()``: a new inspection."""
    return lambda: desk.intake.save(seats.operator, NewRequest(category="IN-ROUT", phone="19912344021")).id


def codes(desk, number):
    return [one.code for one in desk.look.schemes().checklists(desk.wall.now(), number)["household"]]


def test_a_running_inspection_keeps_the_list_it_began_with(desk, seats, visit, wall, refused):
    running, later = visit(), visit()
    desk.dispatch.assign(seats.dispatcher, running, crew="AJ1", override_reason="x")
    desk.dispatch.assign(seats.dispatcher, later, crew="AJ1", override_reason="x")
    desk.dispatch.accept(seats.dispatcher, running, crew="AJ1")
    wall.advance(minutes=10)
    made = desk.schemes.keep(seats.admin, Subject.CHECKLIST, OWN)
    assert (made.version, made.set_by) == (1, seats.admin.login)
    wall.advance(minutes=10)
    assert len(codes(desk, running)) == 12
    assert codes(desk, later) == ["stove", "hose"]
    inspect = desk.inspecting.inspect
    assert refused(inspect, seats.dispatcher, running, findings="stove", crew="AJ1") == "inspect.item"
    done = inspect(seats.dispatcher, running, findings="hose", crew="AJ1")
    assert done.result is InspectionResult.GRADE_2
    assert refused(inspect, seats.dispatcher, later, findings="meter", crew="AJ1") == "inspect.item"
    assert inspect(seats.dispatcher, later, findings="hose", crew="AJ1").result is InspectionResult.GRADE_3
    assert desk.upkeep.check().faults == ()


def test_a_version_is_journalled_and_only_an_admin_makes_one(desk, seats, rows, refused):
    keep = desk.schemes.keep
    assert refused(keep, seats.supervisor, Subject.CHECKLIST, OWN) == "role.needed"
    keep(seats.admin, Subject.CHECKLIST, OWN)
    assert refused(keep, seats.admin, Subject.CHECKLIST, OWN) == "scheme.same"
    (line,) = [line for line in desk.look.journal_since(0) if line.data.get("subject") == "checklist"]
    assert (line.data["version"], line.data["body"]) == (1, OWN)
    assert Role.ADMIN in seats.admin.roles
