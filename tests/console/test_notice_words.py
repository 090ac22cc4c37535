"""What a message says, and what it keeps to itself."""

from dataclasses import replace

import pytest

from console.channels import Channel
from console.notice_words import Desk, message
from models.outbox import Attempt, Notice
from models.vocabulary import Audience, NoticeKind, NoticeState
from models.wall import HOUR

NOW = 1_767_225_600_000
DESK = Desk("燃气热线", "Asia/Shanghai", districts={"城东": "East"})
CHANNEL = Channel("duty", "json://h.example.com", (Audience.SUPERVISOR,))
NOTICE = Notice(
    id=1, key="1:1:2", kind=NoticeKind.ALARM, step=2, audience=Audience.SUPERVISOR, severity=3, facts={},
    created_at=NOW, state=NoticeState.WAITING, sent_at=None, received_at=None, received_by=None, next_try_at=NOW,
    tries=0, rule="clock", clock="arrival", level=100, due_at=NOW + HOUR, number="E-01042", district="城东",
    address="建设路5号3单元602", category=("户内漏气", "indoor escape"), phone="13800000001",
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "body", "title"),
    [
        ("zh", "!!! E-01042 到场超时 100% 城东 时限 09:00 (报值班长)", "燃气热线 !!! 告警 1 条"),
        ("en", "!!! E-01042 arrive late 100% East due 09:00 (to the supervisor)", "燃气热线 !!! alarms: 1"),
    ],
)
def test_a_line_tells_number_promise_district_and_due_time_in_the_utilitys_zone(language, body, title):
    told = message(replace(CHANNEL, language=language), [NOTICE], DESK, NOW)
    assert (told.body, told.title, told.grade) == (body, title, "failure")


def test_place_and_phone_are_told_only_where_the_channel_says_so():
    plain = message(CHANNEL, [NOTICE], DESK, NOW).body
    assert "建设路" not in plain
    assert "138" not in plain
    none = message(replace(CHANNEL, show=()), [NOTICE], DESK, NOW).body
    assert "城东" not in none
    everything = replace(CHANNEL, show=("district", "address", "category", "phone"))
    body = message(everything, [NOTICE], DESK, NOW).body
    assert "城东 建设路5号3单元602 户内漏气 13800000001" in body


def test_what_a_caller_said_can_neither_break_the_line_nor_fill_the_message():
    said = replace(NOTICE, district="x\r\ny\x1b[31m" + "z" * 500)
    body = message(CHANNEL, [said], DESK, NOW).body
    assert body.isprintable()
    assert len(body) < 160


def test_a_due_time_on_another_day_carries_its_date():
    body = message(CHANNEL, [replace(NOTICE, due_at=NOW - 20 * HOUR)], DESK, NOW).body
    assert "12-31 12:00" in body


def test_a_message_holds_so_many_lines_and_counts_the_rest():
    body = message(replace(CHANNEL, lines=2), [NOTICE] * 5, DESK, NOW).body
    assert body.splitlines()[-1] == "另有 3 条"
    assert len(body.splitlines()) == 3


def test_a_rule_beside_the_clocks_is_named_and_an_exercise_says_that_it_is_one():
    told = message(CHANNEL, [replace(NOTICE, rule="disk_low", clock="", number="")], replace(DESK, drill=True), NOW)
    assert told.body.startswith("!!! 磁盘将满")
    assert told.title.startswith("[演练] 燃气热线")


def test_a_major_emergency_asks_for_a_receipt():
    major = replace(NOTICE, kind=NoticeKind.MAJOR, audience=Audience.LEADERS, facts={"kind": "explosion"})
    told = message(CHANNEL, [major], DESK, NOW)
    assert (told.title, told.body.splitlines()[-1]) == ("燃气热线 !!! 重大险情", "请向值班台确认收到。")
    assert "重大险情: 爆炸" in told.body


@pytest.mark.parametrize(("language", "ends"), [("zh", "(报值班经理)"), ("en", "(to the duty manager)")])
def test_a_line_names_to_whom_the_alarm_goes_whatever_its_step_is_numbered(language, ends):
    high = replace(NOTICE, audience=Audience.DUTY_MANAGER, step=7)
    assert message(replace(CHANNEL, language=language), [high], DESK, NOW).body.endswith(ends)


def test_a_major_emergency_carries_the_note_that_was_typed():
    facts = {"kind": "explosion", "note": "二楼\n有人被困"}
    major = replace(NOTICE, kind=NoticeKind.MAJOR, audience=Audience.LEADERS, facts=facts)
    line = message(CHANNEL, [major], DESK, NOW).body.splitlines()[0]
    assert "重大险情: 爆炸 二楼" in line
    assert "有人被困 城东" in line


def test_a_message_that_may_have_arrived_before_says_so():
    again = replace(NOTICE, attempts=tuple(Attempt(n, "duty", NOW, False, "no_answer") for n in (1, 2)))
    assert message(CHANNEL, [again], DESK, NOW).body.splitlines()[-1] == "此条可能已经收到过。"
    assert len(message(replace(CHANNEL, name="sms"), [again], DESK, NOW).body.splitlines()) == 1


def test_a_caller_reads_their_number_and_the_word_of_the_desk_and_nothing_else():
    told = message(
        replace(CHANNEL, url="json://h.example.com/{phone}"),
        [replace(NOTICE, kind=NoticeKind.PROGRESS, audience=Audience.CALLER, facts={"text": "班组已出发"})], DESK, NOW,
    )  # fmt: skip
    assert (told.title, told.body) == ("燃气热线", "您的工单 E-01042: 班组已出发")
    assert told.url == "json://h.example.com/13800000001"


def test_what_was_missed_in_a_downtime_is_one_line_with_its_count_and_its_oldest():
    late = replace(
        NOTICE, clock="", number="", district="", facts={"rule": "clock", "count": 3000, "oldest": NOW - HOUR}
    )
    assert message(CHANNEL, [late], DESK, NOW).body == "!!! 停机期间漏报 3000 条, 最早 07:00"


def test_a_flood_and_an_alarm_that_comes_and_goes_are_named_as_such():
    flood = replace(NOTICE, kind=NoticeKind.NOTE, severity=2, facts={"flood": 1, "new": 14})
    chatter = replace(NOTICE, kind=NoticeKind.NOTE, severity=2, step=0, facts={"alarm": 1, "times": 3, "since": NOW})
    body = message(replace(CHANNEL, language="en"), [flood, chatter], DESK, NOW).body
    assert body.splitlines() == [
        "!! alarm flood: 14 new in 10 minutes",
        "!! E-01042 arrive late 100% (comes and goes, 3 times) East due 09:00",
    ]
