"""What an admin sets up: each act is guarded, stands in the journal and holds from now on, never backwards."""

import pytest

from models.desk.desk import Desk
from models.policyfile import PolicyLine
from models.rows import NewRequest
from models.vocabulary import ClockKind, Role
from models.wall import HOUR, HandClock


def test_only_an_admin_adds_and_only_a_supervisor_takes_a_crew_out_of_service(desk: Desk, seats, refused) -> None:
    assert refused(desk.administration.add_crew, seats.supervisor, "WX9") == "role.needed"
    assert refused(desk.administration.set_crew, seats.dispatcher, "WX1", out_reason="车坏") == "role.needed"
    assert refused(desk.administration.set_crew, seats.supervisor, "WX1", name="别名") == "role.needed"
    desk.administration.set_crew(seats.supervisor, "WX1", out_reason="车坏")
    desk.administration.add_crew(seats.admin, "WX9", name="修9", district="城西", skills="meter,appliance")
    crews = {crew.code: crew for crew in desk.look.crews(desk.wall.now())}
    assert (crews["WX1"].status, crews["WX1"].out_reason) == ("out", "车坏")
    assert crews["WX9"].skills == ("meter", "appliance")
    lines = desk.look.journal_tail(2)
    assert [(line.act, line.data["subject"], line.data["act"]) for line in lines] == [
        ("administer", "crew", "add"),
        ("administer", "crew", "set"),
    ]


def test_a_retired_crew_stays_on_record_and_is_not_sent(desk: Desk, seats, refused) -> None:
    desk.administration.retire_crew(seats.admin, "WX2")
    assert next(crew for crew in desk.look.crews(desk.wall.now()) if crew.code == "WX2").retired
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    assert refused(desk.dispatch.assign, seats.dispatcher, made.id, crew="WX2") in ("assign.out", "crew.unknown")


@pytest.mark.parametrize(
    ("verb", "args", "fields", "code"),
    [
        ("add_crew", ("QX1",), {}, "name.taken"),
        ("add_crew", ("",), {}, "name.missing"),
        ("add_crew", ("\x1b[2J",), {}, "name.missing"),
        ("set_crew", ("QX1",), {"colour": "red"}, "field.unknown"),
        ("set_crew", ("QX1",), {"district": "月球"}, "district.unknown"),
        ("set_crew", ("NONE",), {"name": "x"}, "crew.none"),
        ("add_operator", ("li",), {"name": "李"}, "name.taken"),
        ("add_operator", ("a b",), {"name": "李"}, "login.unfit"),
        ("add_operator", ("new",), {"name": "李", "roles": "queen"}, "word.unknown"),
        ("add_operator", ("new",), {"name": "李", "roles": ","}, "roles.missing"),
        ("set_category", ("RP-METER",), {"priority": "P9"}, "word.unknown"),
        ("set_category", ("RP-METER",), {"callback_share": 3}, "share.range"),
        ("set_category", ("RP-METER",), {"response": 0}, "target.unfit"),
        ("retire_policy", ("category", "RP-METER", "safe"), {}, "policy.unknown"),
        ("set_crew", ("QX1",), {}, "act.nothing"),
        ("set_operator", ("li",), {}, "act.nothing"),
        ("set_category", ("RP-METER",), {}, "act.nothing"),
        ("set_crew", ("QX1",), {"on_shift": "maybe"}, "word.unknown"),
        ("set_crew", ("QX1",), {"name": None}, "name.missing"),
        ("set_crew", ("QX1",), {"name": " "}, "name.missing"),
        ("add_crew", ("x" * 65,), {}, "name.missing"),
        ("set_category", ("RP-METER",), {"callback_share": "0.3"}, "share.range"),
        ("set_category", ("RP-METER",), {"callback_share": float("nan")}, "share.range"),
        ("add_category", ("RP-X",), {"zh": "", "en": "", "kind": None, "priority": "P3"}, "word.unknown"),
        ("add_operator", ("engine",), {"name": "机"}, "login.unfit"),
        ("add_operator", ("IMPORT",), {"name": "机"}, "login.unfit"),
        ("add_operator", ("LI",), {"name": "李"}, "name.taken"),
        ("set_district", ("月球",), {"name_en": "Moon"}, "district.none"),
        ("retire_district", ("月球",), {}, "district.none"),
    ],
)
def test_what_cannot_be_meant_is_refused(desk: Desk, seats, refused, verb, args, fields, code) -> None:
    head = desk.look.journal_head()
    assert refused(getattr(desk.administration, verb), seats.admin, *args, **fields) == code
    assert desk.look.journal_head() == head


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (PolicyLine("moon", "", "response", HOUR), "scope.unknown"),
        (PolicyLine("kind", "plumbing", "response", HOUR), "word.unknown"),
        (PolicyLine("default", "", "lunch", HOUR), "word.unknown"),
        (PolicyLine("default", "", "response", 1.5), "target.unfit"),  # type: ignore[arg-type]
        (PolicyLine("default", "", "response", 10**30), "target.unfit"),
        (PolicyLine("default", "", "reply", HOUR), "clock.by_date"),
    ],
)
def test_a_policy_line_that_cannot_be_meant_is_refused(desk: Desk, seats, refused, line, code) -> None:
    head = desk.look.journal_head()
    assert refused(desk.terms.set_policy, seats.admin, line) == code
    assert desk.look.journal_head() == head


def test_the_last_admin_can_neither_leave_nor_be_stripped(desk: Desk, seats, refused) -> None:
    assert refused(desk.administration.retire_operator, seats.admin, "root") == "admin.last"
    assert refused(desk.administration.set_operator, seats.admin, "root", roles="operator") == "admin.last"
    desk.administration.set_operator(seats.admin, "zhao", roles="supervisor,admin")
    desk.administration.retire_operator(seats.admin, "root")
    assert desk.look.seat_by_login("root") is None
    assert desk.look.seat_by_login("zhao").may(Role.ADMIN)


def test_a_new_policy_holds_for_what_is_received_from_now_on(desk: Desk, wall: HandClock, seats) -> None:
    def response_of(number: str) -> int | None:
        clocks = desk.look.detail(number).clocks
        return next(clock.target_ms for clock in clocks if clock.kind is ClockKind.RESPONSE)

    before = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    wall.advance(minutes=5)
    desk.terms.set_policy(seats.admin, PolicyLine("kind", "repair", "response", 2 * HOUR))
    wall.advance(minutes=5)
    after = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    late = desk.intake.save(
        seats.operator, NewRequest(category="RP-HOSE", address="民生路1号", received=wall.now() - 8 * 60_000)
    )
    own = desk.intake.save(seats.operator, NewRequest(category="RP-NOGAS", address="民生路1号"))
    assert [response_of(one.number) for one in (before, after, late, own)] == [24 * HOUR, 2 * HOUR, 24 * HOUR, 4 * HOUR]
    wall.advance(minutes=5)
    desk.administration.retire_policy(seats.admin, "kind", "repair", "response")
    wall.advance(minutes=5)
    again = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    assert response_of(again.number) == 24 * HOUR


def test_a_new_category_has_its_own_targets_and_can_do_without_a_clock(desk: Desk, wall: HandClock, seats) -> None:
    desk.administration.add_category(
        seats.admin, "rp-odd", zh="怪事", en="Odd", kind="repair", priority="P2", response=HOUR, resolution=-1
    )
    wall.advance(minutes=1)
    made = desk.intake.save(seats.operator, NewRequest(category="RP-ODD", address="民生路1号"))
    assert [(clock.kind, clock.target_ms) for clock in desk.look.detail(made.id).clocks] == [("response", HOUR)]
    desk.administration.retire_category(seats.admin, "RP-ODD")
    assert next(row for row in desk.look.categories() if row.code == "RP-ODD").retired


def test_a_crew_with_a_job_cannot_be_retired(desk: Desk, seats, refused) -> None:
    made = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", address="民生路1号"))
    desk.dispatch.assign(seats.dispatcher, made.id, crew="WX1")
    assert refused(desk.administration.retire_crew, seats.admin, "WX1") == "crew.busy"
    desk.dispatch.withdraw(seats.dispatcher, made.id, crew="WX1", reason="另有急事")
    desk.administration.retire_crew(seats.admin, "WX1")


@pytest.mark.parametrize(
    ("retire", "add", "name", "facts"),
    [
        ("retire_crew", "add_crew", "WX1", {"name": "修1"}),
        ("retire_operator", "add_operator", "wang", {"name": "王磊"}),
        (
            "retire_category",
            "add_category",
            "RP-HOSE",
            {"zh": "软管", "en": "Hose", "kind": "repair", "priority": "P3"},
        ),
        ("retire_district", "add_district", "城东", {"name_en": "East"}),
    ],
)
def test_what_was_retired_can_be_taken_back_and_keeps_its_place(
    desk: Desk, seats, refused, rows, retire, add, name, facts
) -> None:
    before = desk.look.crews(desk.wall.now()), desk.look.operators(), desk.look.categories(), desk.look.districts()
    verbs = desk.administration
    getattr(verbs, retire)(seats.admin, name)
    assert refused(getattr(verbs, retire), seats.admin, name) == "name.retired"
    getattr(verbs, add)(seats.admin, name, **facts)
    after = desk.look.crews(desk.wall.now()), desk.look.operators(), desk.look.categories(), desk.look.districts()
    assert [[getattr(row, "id", None) for row in group] for group in after] == [
        [getattr(row, "id", None) for row in group] for group in before
    ]
    assert refused(getattr(verbs, add), seats.admin, name, **facts) == "name.taken"


def test_the_journal_names_what_was_changed_beside_what_it_is_called(desk: Desk, seats) -> None:
    desk.administration.set_crew(seats.admin, "WX1", name="维修一班")
    (line,) = desk.look.journal_tail(1)
    assert line.data == {"subject": "crew", "act": "set", "name": "WX1", "called": "维修一班"}
    assert (line.actor, line.request_id) == ("Ada Minn", None)


def test_a_district_has_an_english_name_that_can_be_set(desk: Desk, seats) -> None:
    desk.administration.add_district(seats.admin, "开发", name_en="Dev")
    desk.administration.set_district(seats.admin, "开发", name_en="Development Zone")
    assert ("开发", "Development Zone") in desk.look.districts()
    desk.administration.retire_district(seats.admin, "开发")
    assert "开发" not in dict(desk.look.districts())


@pytest.mark.parametrize("who", ["operator", "dispatcher", "supervisor"])
def test_nobody_but_an_admin_sets_anything_else(desk: Desk, seats, refused, who) -> None:
    verbs, seat, head = desk.administration, getattr(seats, who), desk.look.journal_head()
    for verb, args, facts in (
        (verbs.retire_crew, ("WX1",), {}),
        (verbs.add_operator, ("new",), {"name": "新"}),
        (verbs.set_operator, ("li",), {"roles": "admin"}),
        (verbs.retire_operator, ("li",), {}),
        (verbs.set_category, ("RP-HOSE",), {"priority": "P1"}),
        (verbs.retire_category, ("RP-HOSE",), {}),
        (verbs.retire_policy, ("default", "", "response"), {}),
        (verbs.add_district, ("新区",), {}),
        (verbs.set_district, ("城东",), {"name_en": "E"}),
        (verbs.retire_district, ("城东",), {}),
    ):
        assert refused(verb, seat, *args, **facts) == "role.needed"
    assert desk.look.journal_head() == head
