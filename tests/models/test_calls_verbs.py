"""Every contact on the line is on record: what the telephone tells, answering, wrapping up, missed, called back."""

import json
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Invalid
from models.rows import NewRequest
from models.tables import Call, Line
from models.telephone import CallEvent, Heard, Instants, event_of, read_event, shown_number
from models.vocabulary import CallState, Direction, WrapUp
from models.wall import MINUTE, SECOND, to_iso

PHONE, OTHER = "13812345678", "13987654321"


@pytest.fixture
def ring(desk, wall):
    """``ring("ringing", call="a", number=…)``: what the telephone system tells, now unless `at` says otherwise."""

    def tell(event, call="a", **said):
        at = said.pop("at", wall.now())
        return desk.calls.heard(event_of({"event": event, "call": call, "at": to_iso(at), **said}))

    return tell


@pytest.fixture
def phone(desk):
    """The reads of calls, as the house sees them."""
    return desk.look.telephone()


def test_a_call_rings_is_answered_opens_a_request_and_ends(desk, seats, wall, ring, rows, phone):
    call = ring("ringing", number=PHONE, line="95777", queue="gas", agent="li")
    assert (call.state, call.offered, call.line, call.queue) == (CallState.WAITING, "李静", "95777", "gas")
    wall.advance(seconds=7)
    answered = desk.calls.answer(seats.operator, call.id)
    assert (answered.state, answered.operator, answered.answered_at) == (CallState.ON_LINE, "李静", wall.now())
    wall.advance(seconds=40)
    done = desk.intake.save(
        seats.operator,
        NewRequest(category="EM-LEAK-IN", phone=PHONE, received=answered.answered_at, call_id=call.id),
    )
    assert [row.id for row in rows(Call, request_id=done.id)] == [call.id]
    wall.advance(seconds=20)
    ended = ring("ended", recording="rec/2026/a.wav")
    assert (ended.state, ended.ended_at, ended.wrap_up) == (CallState.ENDED, wall.now(), "new_job")
    assert (ended.recording, ended.number) == ("rec/2026/a.wav", done.number)
    assert desk.look.detail(done.id).row.received == answered.answered_at
    acts = [line.act for line in rows(Line)]
    assert acts[:4] == ["ring", "answer", "save", "hang_up"]


def test_a_call_that_no_telephone_told_of_ends_with_its_form(desk, seats, wall, rows):
    draft = desk.intake.begin(seats.operator, phone=PHONE)
    wall.advance(seconds=95)
    done = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone=PHONE, draft_id=draft.id))
    (call,) = rows(Call, request_id=done.id)
    assert (call.answered_at, call.ended_at - call.answered_at) == (draft.received, 95 * SECOND)
    wall.advance(hours=30)
    late = desk.intake.begin(seats.operator, phone=PHONE)
    wall.advance(hours=9)
    done = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone=PHONE, draft_id=late.id))
    assert rows(Call, request_id=done.id)[0].ended_at is None, "a form left open overnight was no call of nine hours"


def test_a_call_whose_request_is_sent_while_they_speak_ends_when_the_caller_goes(desk, seats, wall, ring, rows):
    draft = desk.intake.begin(seats.operator, phone=PHONE)
    wall.advance(seconds=20)
    new = NewRequest(category="EM-LEAK-IN", phone=PHONE, draft_id=draft.id, on_line=True)
    done = desk.intake.save(seats.operator, new)
    assert rows(Call, request_id=done.id)[0].ended_at is None
    wall.advance(seconds=130)
    assert desk.calls.rung_off(seats.dispatcher, done.id) is None, "only the one who speaks hears that they are gone"
    ended = desk.calls.rung_off(seats.operator, done.id)
    assert ended.ended_at - ended.answered_at == 150 * SECOND
    assert desk.calls.rung_off(seats.operator, done.id) is None
    acts = [line.act for line in desk.look.detail(done.id).journal]
    assert acts.count("hang_up") == 1


def test_a_caller_joins_and_another_chases_with_the_call_of_the_telephone(desk, seats, ring, rows):
    done = desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone=PHONE))
    first = ring("ringing", "j", number=OTHER)
    desk.calls.answer(seats.operator, first.id)
    desk.intake.join(seats.operator, done.id, phone=OTHER, call=first.id)
    second = ring("ringing", "c", number=OTHER)
    desk.calls.answer(seats.operator, second.id)
    chased = desk.calls.end(seats.operator, second.id, request=done.number)
    assert (chased.wrap_up, chased.number) == ("progress", done.number)
    third = ring("answered", "f", number=OTHER, agent="li")
    only = desk.calls.end(seats.operator)
    assert (only.id, only.wrap_up, only.request_id) == (third.id, "answered", None), "settled on the line"
    about = [(row.id, row.wrap_up) for row in rows(Call, request_id=done.id)]
    assert about[1:] == [(first.id, "progress"), (second.id, "progress")]


@pytest.mark.parametrize("order", list(permutations(("ringing", "answered", "ended"))))
def test_events_in_any_order_and_twice_come_to_the_same_call(desk, wall, ring, rows, order):
    moments = {"ringing": wall.now(), "answered": wall.now() + 5 * SECOND, "ended": wall.now() + 90 * SECOND}
    wall.advance(minutes=3)
    for event in (*order, *order):
        ring(event, number=PHONE, agent="li", at=moments[event])
    (call,) = rows(Call)
    assert (call.rang_at, call.answered_at, call.ended_at) == tuple(moments.values())
    assert (call.promised_at, call.kept_at, call.operator_id) == (None, None, 1)
    told = [line.act for line in rows(Line)]
    assert len(told) == 3, "what was told again leaves no line"


@given(st.lists(st.tuples(st.sampled_from(list(Heard)), st.integers(0, 10**6)), max_size=12))
def test_the_instants_of_a_call_do_not_depend_on_the_order_of_what_is_told(told):
    def after(events):
        found = Instants()
        for event, at in events:
            found = found.after(event, at)
        return found

    whole = after(told)
    assert whole == after(reversed(told)) == after([*told, *told])
    assert whole == Instants(*(min((at for one, at in told if one is event), default=None) for event in Heard))


def test_a_missed_number_is_one_line_however_often_it_rang_and_is_called_back(desk, seats, wall, ring, phone):
    for name in ("m1", "m2", "m3"):
        ring("ringing", name, number=PHONE)
        wall.advance(seconds=30)
        ring("ended", name)
        wall.advance(minutes=2)
    ring("ringing", "w", number="anonymous")
    ring("ended", "w")
    (line,) = phone.missed()
    assert (line.phone, line.count, line.due_at - line.first_at) == (PHONE, 3, 30 * MINUTE + 30 * SECOND)
    nobody = desk.calls.called_back(seats.operator, PHONE, reached=False)
    assert (nobody.direction, nobody.wrap_up) == (Direction.OUT, "hang_up")
    assert [one.count for one in phone.missed()] == [3], "a try that nobody answered is no call-back"
    made = desk.calls.called_back(seats.operator, PHONE, note="no gas, sent to the planned stop")
    assert (made.wrap_up, made.state) == ("call_back", CallState.ENDED)
    assert phone.missed() == []


def test_a_missed_number_that_called_again_and_was_answered_is_settled(desk, seats, wall, ring, phone):
    ring("ringing", "m", number=PHONE)
    ring("ended", "m")
    assert [one.phone for one in phone.missed()] == [PHONE]
    wall.advance(minutes=1)
    ring("ringing", "n", number=PHONE)
    wall.advance(seconds=3)
    ring("answered", "n", agent="wang")
    assert phone.missed() == []
    ring("ringing", "o", number=OTHER)
    ring("ended", "o")
    desk.intake.save(seats.operator, NewRequest(category="RP-HOSE", phone=OTHER))
    assert phone.missed() == [], "also when no telephone told that it was answered"


def test_what_was_told_late_of_a_number_spoken_with_meanwhile_is_nobodys_task(desk, wall, ring, phone, rows):
    rang = wall.now()
    wall.advance(minutes=5)
    ring("answered", "n", number=PHONE, agent="li")
    wall.advance(minutes=1)
    ring("ended", "m", number=PHONE, at=rang)
    assert phone.missed() == []
    assert rows(Call, external_id="m")[0].kept_at is not None


def test_nobody_calls_back_for_half_an_hour_and_it_is_an_alarm_until_somebody_does(desk, seats, wall, ring):
    call = ring("ringing", "m", number=PHONE)
    ring("ended", "m")
    wall.advance(minutes=30)
    desk.alarms.sweep()
    assert [one for one in desk.look.alarms() if one.rule == "promise_missed"] == []
    wall.advance(seconds=5)
    desk.alarms.sweep()
    (alarm,) = [one for one in desk.look.alarms() if one.rule == "promise_missed"]
    assert (alarm.subject, alarm.due_at) == (f"call:{call.id}", wall.now() - 5 * SECOND)
    desk.calls.called_back(seats.operator, PHONE)
    wall.advance(seconds=5)
    desk.alarms.sweep()
    assert [one.state for one in desk.look.alarms() if one.rule == "promise_missed"] == ["returned"]


def test_two_operators_take_the_same_call_and_one_is_told_who_has_it(desk, seats, ring, refused):
    call = ring("ringing", number=PHONE)
    desk.calls.answer(seats.operator, call.id)
    assert desk.calls.answer(seats.operator, call.id).operator == "李静", "once more does no harm"
    assert refused(desk.calls.answer, seats.second, call.id) == "call.taken"
    assert refused(desk.intake.join, seats.second, 99, phone="1", call=call.id) == "request.unknown"
    new = NewRequest(category="RP-HOSE", phone=PHONE, call_id=call.id)
    assert refused(desk.intake.save, seats.second, new) == "call.taken"
    assert refused(desk.calls.end, seats.second, call.id) == "call.taken"
    assert desk.calls.end(seats.supervisor, call.id, wrap_up="prank").wrap_up == "prank"


def test_a_caller_who_rang_off_cannot_be_answered_any_more(desk, seats, ring, refused):
    call = ring("ringing", number=PHONE)
    ring("ended")
    assert refused(desk.calls.answer, seats.operator, call.id) == "call.over"
    assert refused(desk.calls.answer, seats.operator, 99) == "call.unknown"
    assert refused(desk.calls.end, seats.operator) == "call.none"
    assert refused(desk.calls.called_back, seats.operator, " ") == "call.no_number"
    assert refused(desk.calls.answer, seats.admin, call.id) == "role.needed"


def test_a_call_whose_end_was_never_told_is_ended_by_hand_and_is_missed(desk, seats, wall, ring, phone):
    call = ring("ringing", number=PHONE)
    assert desk.calls.end(seats.operator, call.id).state is CallState.MISSED
    assert [one.phone for one in phone.missed()] == [PHONE]


def test_the_pop_goes_to_whom_it_rings_at_or_to_everybody_if_to_nobody(desk, seats, wall, ring, phone):
    ring("ringing", "a", number=PHONE, agent="wang")
    wall.advance(seconds=1)
    ring("ringing", "b", number=OTHER)
    now = wall.now()

    def shown(seat):
        return [(one.call.external_id, one.mine) for one in phone.now(seat, now).pops]

    assert shown(seats.second) == [("a", True), ("b", False)]
    assert shown(seats.operator) == [("b", False)]
    assert phone.now(seats.operator, now).waiting == 2
    ring("answered", "b", agent="li")
    assert shown(seats.operator) == [("b", True)]
    ring("ended", "b", at=now)
    assert [one.call.external_id for one in phone.now(seats.operator, now).pops] == ["b"], "not written down yet"
    wall.advance(minutes=11)
    assert phone.now(seats.operator, wall.now()).pops == ()


def test_a_call_that_has_rung_for_an_hour_was_lost_and_is_offered_to_nobody(seats, wall, ring, phone):
    ring("ringing", number=PHONE)
    wall.advance(minutes=61)
    assert phone.now(seats.operator, wall.now()) == type(phone.now(seats.operator, wall.now()))()


def test_an_extension_is_a_place_like_a_login(desk, seats, ring, refused):
    desk.calls.place(seats.admin, "wang", said="0317", extension="801")
    assert ring("ringing", number=PHONE, agent="801").offered == "王磊"
    assert ring("ringing", "b", number=PHONE, agent="999").offered == "", "nobody is called that"
    assert refused(desk.calls.place, seats.admin, "li", extension="801") == "line.extension"
    assert refused(desk.calls.place, seats.admin, "nobody", said="1") == "line.nobody"
    assert refused(desk.calls.place, seats.supervisor, "li", said="1") == "role.needed"
    desk.calls.place(seats.admin, "wang", extension="")
    desk.calls.place(seats.admin, "li", extension="801")
    assert desk.look.telephone().spoken(seats.second).said == "0317"


def test_what_is_said_is_set_by_an_admin_and_asks_for_nothing_unknown(desk, seats, refused):
    look = desk.look.telephone()
    desk.calls.say(seats.admin, "opening", zh="您好,{company},{number}号。", en="{company}, {number}.")
    desk.calls.say(seats.admin, "opening", zh="{company},请讲。")
    said = look.spoken(seats.operator)
    assert (said.company, said.opening_zh, said.opening_en) == ("燃气热线", "{company},请讲。", "{company}, {number}.")
    desk.calls.say(seats.admin, "opening", zh="")
    assert look.spoken(seats.operator).own("opening", "zh") == ""
    assert refused(desk.calls.say, seats.admin, "opening", zh="{secret}") == "line.fact"
    assert refused(desk.calls.say, seats.admin, "opening", zh="{") == "line.fact"
    assert refused(desk.calls.say, seats.admin, "opening", zh="x" * 301) == "line.long"
    assert refused(desk.calls.say, seats.admin, "middle", zh="x") == "word.unknown"
    assert refused(desk.calls.say, seats.supervisor, "opening", zh="x") == "role.needed"


@pytest.mark.parametrize(
    ("given", "kept"),
    [("138 1234 5678", PHONE), ("138-1234-5678", PHONE), ("１３８１２３４５６７８", PHONE),
     ("sip:13812345678@pbx.invalid", PHONE),
     ("tel:138-1234-5678;phone-context=+86", PHONE), ("95598", "95598"), ("anonymous", ""), ("<unknown>", ""),
     ("Restricted", ""), ("匿名", ""), ("", ""), (95598, "95598")],
)  # fmt: skip
def test_a_number_is_kept_plain_and_a_withheld_one_not_at_all(ring, rows, given, kept):
    ring("ringing", number=given)
    assert rows(Call)[0].phone == kept


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "call.no_json"), ("[1]", "call.no_json"), ('{"event": "ringing"}', "call.no_id"),
        ('{"event": "flying", "call": "1"}', "call.event"),
        ('{"event": "ended", "call": "1", "x": 2}', "call.unknown_fact"),
        ('{"event": "ended", "call": "1", "at": "noon"}', "instant.unreadable"),
        ('{"event": "ended", "call": "1", "at": "2026-01-01T08:00:00"}', "instant.naive"),
        ('{"event": "ended", "call": ["1"]}', "call.no_text"), ('{"event": "ended", "call": true}', "call.no_text"),
        ('{"event": "ended", "call": "1", "direction": "up"}', "call.direction"),
        (json.dumps({"event": "ended", "call": "x" * 201}), "call.too_long"), ("[" * 100_000, "call.no_json"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_by_name(line, code):
    with pytest.raises(Invalid) as told:
        read_event(line)
    assert told.value.code == code


@given(st.text(max_size=80))
def test_no_number_breaks_the_door(text):
    assert isinstance(shown_number(text), str)
    event = event_of({"event": "ringing", "call": "x", "number": text[:100]})
    assert isinstance(event, CallEvent)
    assert event.number.isprintable()


def test_a_moment_ahead_of_this_clock_is_now(wall, ring):
    assert ring("ringing", number=PHONE, at=wall.now() + 90 * SECOND).rang_at == wall.now()


def test_the_desk_calls_out_and_what_was_missed_is_settled(wall, ring, phone, rows):
    ring("ringing", "m", number=PHONE)
    ring("ended", "m")
    ring("ringing", "o", number=PHONE, direction="out", agent="li")
    assert phone.missed() != []
    ring("answered", "o", agent="li", direction="out")
    assert phone.missed() == []
    ring("ringing", "p", number=OTHER, direction="out", agent="li")
    ring("ended", "p", direction="out")
    assert phone.missed() == [], "whom we called in vain did not call us"


def test_a_promise_to_call_back_ends_with_the_call_back(desk, seats, wall, ring, rows):
    ring("answered", number=PHONE, agent="li")
    promised = desk.calls.end(seats.operator, wrap_up=WrapUp.CALL_BACK)
    assert promised.promised_at == wall.now() + 30 * MINUTE
    wall.advance(minutes=3)
    desk.calls.called_back(seats.operator, PHONE)
    assert rows(Call, external_id="a")[0].kept_at == wall.now()
