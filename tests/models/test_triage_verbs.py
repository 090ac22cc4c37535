"""Answers and texts on record, during the call and with it; cards in versions, words in a table, each with its line."""

import json
from dataclasses import replace

import pytest

from models import journal
from models.carddata import default_cards, default_words
from models.migrations.file import APPLICATION_ID, connect
from models.migrations.stepping import stepping
from models.migrations.steps import STEPS
from models.migrations.triage import triage
from models.migrations.upgrading import upgrade
from models.rows import NewRequest, Triaged
from models.rows.triage import Reading
from models.store import Store
from models.tables import CardVersion, Line, Request, SaidWord, TriageAnswer
from models.vocabulary import Act, Emergency, Priority
from models.wall import MINUTE

STRONG = Reading("A", 1, "A-strong", "zh", auto=True)
ASKED = Triaged("A", {"A2": "yes", "A3": "strong"}, (STRONG,), {"A": 1}, guessed=True)
LEAK = NewRequest("EM-LEAK-IN", phone="13800138000", text="厨房很大煤气味", triage=ASKED)


def acts(rows, request):
    return [line.act for line in rows(Line, request_id=request)]


def test_what_was_asked_before_the_request_was_saved_is_on_record_with_it(desk, store, seats, rows):
    done = desk.intake.save(seats.operator, replace(LEAK, token="t"))
    again = desk.intake.save(seats.operator, replace(LEAK, token="t"))
    assert (again.id, again.again, len(rows(Request))) == (done.id, True, 1)
    kept = desk.look.detail(done.number).triage
    assert [(one.question, one.said_zh, one.by) for one in kept.answers] == [
        ("A2", "在里面", "李静"),
        ("A3", "很浓, 或听到嘶声", "李静"),
    ]
    assert [(one.code, one.version, one.lang, one.auto) for one in kept.texts] == [("A-strong", 1, "zh", True)]
    assert kept.texts[0].words.startswith("请马上带所有人走到室外")
    assert acts(rows, done.id) == ["save", "triage", "triage", "read"]
    assert done.seq == rows(Line)[-1].seq
    with store.read() as connection:
        assert journal.verify(connection) is None


def test_an_answer_during_the_call_leaves_clocks_and_version_and_is_one_line(desk, seats, wall, rows):
    done = desk.intake.save(seats.operator, LEAK)
    wall.advance(minutes=1)
    told = desk.triaging.triage(seats.operator, done.number, card="a", question="a4", answer="2")
    again = desk.triaging.triage(seats.operator, done.number, card="A", question="A4", answer="no")
    assert (told.version, again.version, again.again) == (1, 1, True)
    assert acts(rows, done.id)[4:] == ["triage"]
    assert json.loads(rows(Line)[-1].payload)["chosen"] == "no"


def test_an_answer_that_is_corrected_stays_on_record_as_taken_back(desk, seats, rows):
    done = desk.intake.save(seats.operator, LEAK)
    desk.triaging.triage(seats.operator, done.id, card="A", question="A7", answer="no")
    desk.triaging.triage(seats.second, done.id, card="A", question="A7", answer="yes")
    desk.triaging.take_back(seats.second, done.id, question="a7")
    assert [(one.chosen, one.taken_back_at is None) for one in rows(TriageAnswer, question="A7")] == [
        ("no", False), ("yes", False),
    ]  # fmt: skip
    assert [one.question for one in desk.look.detail(done.id).triage.answers] == ["A2", "A3"]


def test_a_fire_renames_a_guess_and_tells_the_leaders_at_once(desk, seats, rows):
    done = desk.intake.save(seats.operator, LEAK)
    after = desk.triaging.triage(seats.operator, done.id, card="A", question="A5", answer="fire")
    detail = desk.look.detail(done.id)
    assert (detail.row.category, detail.row.priority, after.version) == ("EM-FIRE", Priority.P1, 2)
    assert {"fire_service", "major"} <= set(detail.flags)
    assert desk.look.major_of(done.id).kind == Emergency.FIRE
    assert acts(rows, done.id)[4:] == ["triage", "reclassify", "major"]


def test_a_name_chosen_by_hand_stays_while_it_is_as_urgent(desk, seats):
    done = desk.intake.save(seats.operator, NewRequest("EM-METER-LEAK", phone="1"))
    desk.triaging.triage(seats.operator, done.id, card="A", question="A5", answer="fire")
    detail = desk.look.detail(done.id)
    assert (detail.row.category, "fire_service" in detail.flags) == ("EM-METER-LEAK", True)


@pytest.mark.parametrize(
    ("card", "question", "answer"),
    [("B", "B1", "yes"), ("B", "B1", "unsure"), ("D", "D1", "yes"), ("E", "E1", "smell")],
)
def test_a_smell_on_any_card_makes_it_a_p1_with_an_emergencys_clocks_from_the_call(
    desk, seats, wall, card, question, answer
):
    done = desk.intake.save(seats.operator, NewRequest("RP-LOW", phone="1"))
    received = wall.now()
    wall.advance(minutes=2)
    desk.triaging.triage(seats.operator, done.id, card=card, question=question, answer=answer)
    detail = desk.look.detail(done.id)
    assert (detail.row.priority, detail.row.kind) == (Priority.P1, "emergency")
    assert {clock.kind: clock.due_at for clock in detail.clocks}["dispatch"] == received + 5 * MINUTE


def test_a_category_that_is_not_in_use_gives_its_priority_alone(desk, seats):
    """An answer about a fire is never refused for the sake of a catalogue."""
    desk.administration.retire_category(seats.admin, "EM-METER-LEAK")
    done = desk.intake.save(seats.operator, NewRequest("RP-METER", phone="1"))
    desk.triaging.triage(seats.operator, done.id, card="D", question="D1", answer="yes")
    row = desk.look.detail(done.id).row
    assert (row.category, row.priority) == ("RP-METER", Priority.P1)


def test_no_answer_lowers_and_none_taken_back_does(desk, seats):
    done = desk.intake.save(seats.operator, NewRequest("RP-NOGAS", phone="1"))
    desk.triaging.triage(seats.operator, done.id, card="B", question="B1", answer="yes")
    desk.triaging.take_back(seats.operator, done.id, question="B1")
    desk.triaging.triage(seats.operator, done.id, card="B", question="B3", answer="stove")
    row = desk.look.detail(done.id).row
    assert (row.priority, row.kind) == (Priority.P1, "emergency")


def test_a_supervisors_alarm_for_a_basement_and_no_second_report(desk, seats, rows):
    done = desk.intake.save(seats.operator, LEAK)
    desk.triaging.triage(seats.operator, done.id, card="A", question="A6", answer="basement")
    desk.triaging.triage(seats.operator, done.id, card="A", question="A4", answer="yes")
    detail = desk.look.detail(done.id)
    assert {"second_crew", "ambulance", "major"} <= set(detail.flags)
    assert acts(rows, done.id).count("major") == 1


def test_a_text_is_on_record_once_a_language(desk, seats, rows):
    done = desk.intake.save(seats.operator, LEAK)
    again = desk.triaging.read(seats.operator, done.id, card="A", text="a-strong", lang="zh")
    assert again.again
    desk.triaging.read(seats.operator, done.id, card="A", text="A-strong", lang="en")
    texts = desk.look.detail(done.id).triage.texts
    assert [(one.lang, one.auto) for one in texts] == [("zh", True), ("en", False)]
    assert texts[1].words.startswith("Take everyone outside now.")


@pytest.mark.parametrize(
    ("verb", "given", "code"),
    [
        ("triage", {"card": "Z", "question": "A4", "answer": "yes"}, "card.unknown"),
        ("triage", {"card": "A", "question": "B1", "answer": "yes"}, "card.no_question"),
        ("triage", {"card": "A", "question": "A1", "answer": "yes"}, "card.no_question"),
        ("triage", {"card": "A", "question": "A4", "answer": "maybe"}, "card.no_answer"),
        ("take_back", {"question": "A9"}, "triage.not_answered"),
        ("read", {"card": "A", "text": "A-nothing"}, "card.no_text"),
        ("read", {"card": "A", "text": "A-strong", "lang": "fr"}, "word.unknown"),
        ("describe", {"district": "月球"}, "district.unknown"),
        ("describe", {"phone": " "}, "save.place_or_phone"),
        ("describe", {"customer_id": 99}, "customer.unknown"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(desk, seats, rows, refused, verb, given, code):
    done = desk.intake.save(seats.operator, LEAK)
    before = len(rows(Line))
    assert refused(getattr(desk.triaging, verb), seats.operator, done.id, **given) == code
    assert len(rows(Line)) == before


def test_a_call_that_is_over_takes_no_more_answers_and_an_admin_gives_none(desk, seats, refused):
    done = desk.intake.save(seats.operator, LEAK)
    asked = {"card": "A", "question": "A4", "answer": "yes"}
    assert refused(desk.triaging.triage, seats.admin, done.id, **asked) == "role.needed"
    desk.handling.cancel(seats.supervisor, done.id, reason="误报, 演练")
    assert refused(desk.triaging.triage, seats.operator, done.id, **asked) == "state.wrong"


def test_what_is_said_later_is_one_line_with_what_stood_there_before(desk, seats, rows):
    done = desk.intake.save(seats.operator, LEAK)
    told = desk.triaging.describe(
        seats.operator, done.id, address="幸福路12号", text="厨房很大煤气味, 我妈头晕", people=""
    )
    again = desk.triaging.describe(seats.operator, done.id, address="幸福路12号")
    detail = desk.look.detail(done.id)
    assert (detail.row.address, detail.text, told.version, again.again) == (
        "幸福路12号",
        "厨房很大煤气味, 我妈头晕",
        1,
        True,
    )
    (line,) = rows(Line, act="describe")
    assert json.loads(line.payload) == {
        "address": "幸福路12号", "text": "厨房很大煤气味, 我妈头晕", "was": {"address": "", "text": "厨房很大煤气味"},
    }  # fmt: skip


def test_who_sees_no_callers_sees_the_answers_and_not_what_was_said(desk, seats):
    done = desk.intake.save(seats.operator, LEAK)
    desk.triaging.describe(seats.operator, done.id, people="王奶奶")
    seen = desk.look.seen_by(seats.admin)
    lines = [dict(one.data) for one in seen.journal_since(0)]
    assert "王奶奶" not in repr(lines)
    answer = next(data for data in lines if data.get("question") == "A2")
    assert (answer["card"], answer["chosen"]) == ("A", "yes")
    assert seen.detail(done.id).triage == desk.look.detail(done.id).triage


# Cards and words


def another(code="A"):
    """Card A with one word else."""
    data = json.loads(json.dumps(default_cards()[code]))
    data["text"][0]["zh"] += "请走楼梯。"
    return data


def test_a_new_version_is_asked_from_now_on_and_what_began_goes_on_with_its_own(desk, seats, rows):
    began = desk.intake.save(seats.operator, LEAK)
    desk.cards.approve(seats.admin, "a", by="周安全")
    kept = desk.cards.import_card(seats.admin, another())
    assert (kept.version, kept.made) == (2, True)
    assert desk.cards.import_card(seats.admin, another()).made is False
    later = desk.intake.save(seats.operator, replace(LEAK, triage=None))
    for request in (began.id, later.id):
        desk.triaging.triage(seats.operator, request, card="A", question="A4", answer="no")
    assert [desk.look.detail(one).triage.answers[-1].version for one in (began.id, later.id)] == [1, 2]
    versions = {(row.version, row.approved_by, row.current) for row in desk.look.card_versions() if row.code == "A"}
    assert versions == {(1, "周安全", False), (2, "", True)}
    told = [json.loads(line.payload) for line in rows(Line, act=Act.ADMINISTER.value)]
    assert [(one["subject"], one["act"], one["version"]) for one in told] == [
        ("card", "approve", 1),
        ("card", "import", 2),
    ]
    assert len(rows(CardVersion)) == 6


def test_only_an_approval_takes_the_mark_away_and_it_is_given_once(desk, seats, refused, wall):
    assert {row.approved_at for row in desk.look.card_versions()} == {None}
    assert refused(desk.cards.approve, seats.supervisor, "A", by="周安全") == "role.needed"
    assert refused(desk.cards.approve, seats.admin, "A", by=" ") == "name.missing"
    assert refused(desk.cards.approve, seats.admin, "Q", by="周安全") == "card.none"
    desk.cards.approve(seats.admin, "A", by="周安全")
    assert desk.look.cards()["A", 1].approved_at == wall.now()
    assert refused(desk.cards.approve, seats.admin, "A", by="周安全") == "card.approved"


def test_a_card_that_names_what_there_is_not_is_refused(desk, seats, refused):
    data = another()
    data["question"][2]["answer"][0]["category"] = "NO-SUCH"
    assert refused(desk.cards.import_card, seats.admin, data) == "category.unknown"
    assert refused(desk.cards.import_card, seats.admin, {"code": "A"}) == "card.unfit"
    assert refused(desk.cards.import_card, seats.operator, another()) == "role.needed"


def test_words_are_added_weighed_and_retired_and_each_change_is_a_line(desk, seats, rows, refused):
    guessed = lambda text: [one.category for one in desk.look.words().guess(text)]  # noqa: E731
    assert guessed("咕嘟咕嘟") == []
    desk.cards.add_word(seats.admin, "咕嘟", category="rp-pipe")
    assert guessed("咕嘟咕嘟") == ["RP-PIPE"]
    assert refused(desk.cards.add_word, seats.admin, "咕嘟", category="RP-PIPE") == "word.taken"
    desk.cards.set_word(seats.admin, "咕嘟", category="RP-PIPE", weight=30)
    desk.cards.retire_word(seats.admin, "咕嘟", category="RP-PIPE")
    assert guessed("咕嘟咕嘟") == []
    assert refused(desk.cards.set_word, seats.admin, "咕嘟", category="RP-PIPE", weight=3) == "word.none"
    desk.cards.add_word(seats.admin, "咕嘟", category="RP-PIPE", weight=12)
    told = [json.loads(line.payload) for line in rows(Line, act=Act.ADMINISTER.value)]
    assert [(one["act"], one["name"], one.get("weight")) for one in told] == [
        ("add", "咕嘟", 10), ("set", "咕嘟", 30), ("retire", "咕嘟", None), ("add", "咕嘟", 12),
    ]  # fmt: skip
    assert [(row.weight, row.retired_at) for row in rows(SaidWord, word="咕嘟")] == [(12, None)]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (("", {"category": "RP-PIPE"}), "name.missing"),
        (("+", {"category": "RP-PIPE"}), "word.empty"),
        (("甲", {"category": "NO-SUCH"}), "category.unknown"),
        (("甲", {"category": "RP-PIPE", "weight": 0}), "word.weight"),
        (("甲", {"category": "RP-PIPE", "weight": 100}), "word.weight"),
    ],
)
def test_a_word_that_cannot_be_is_refused(desk, seats, refused, given, code):
    word, facts = given
    assert refused(desk.cards.add_word, seats.admin, word, **facts) == code
    assert refused(desk.cards.add_word, seats.operator, "甲", category="RP-PIPE") == "role.needed"


def test_a_word_that_means_nothing_hides_those_inside_it(desk, seats):
    desk.cards.add_word(seats.admin, "煤气味蜡烛", category="-")
    assert desk.look.words().guess("煤气味蜡烛") == []


# The step


def test_an_older_file_gets_words_and_cards_that_nobody_has_approved(tmp_path):
    path = tmp_path / "old.db"
    connect(path).close()
    before = STEPS.index(triage)
    with stepping(path) as connection:
        for step in STEPS[:before]:
            step(connection)
        connection.exec_driver_sql("INSERT INTO header VALUES ('zone', 'UTC')")
        connection.exec_driver_sql("INSERT INTO engine (id, sweeper, suspects) VALUES (1, '', '')")
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={before}")
    done = upgrade(path)
    assert (done.before, done.after) == (before, len(STEPS))
    Store(path).close()
    raw = connect(path)
    words = raw.execute("SELECT count(*) FROM said_word").fetchone()
    cards = raw.execute("SELECT code, version, approved_by FROM card_version ORDER BY code").fetchall()
    raw.close()
    assert words == (len(default_words()),)
    assert cards == [(code, 1, "") for code in "ABCDE"]
